//! Keys in keychains and files, with a real keychain.

#[cfg(test)]
mod file;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod keychain;
