//! Keys in keychains and files, with a real keychain.

#[cfg(test)]
mod file;
#[cfg(all(test, target_os = "linux"))]
mod keychain;
