//! The rules of accounts and windows, held against a desktop in memory.

#[cfg(test)]
mod actor;
#[cfg(test)]
mod adding;
#[cfg(test)]
mod desktop;
#[cfg(test)]
mod garbage;
#[cfg(test)]
mod leaving;
#[cfg(test)]
mod orders;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod read_only;
#[cfg(test)]
mod restart;
#[cfg(test)]
mod settings;
#[cfg(test)]
mod switching;
#[cfg(test)]
mod windows;
