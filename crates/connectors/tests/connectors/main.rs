//! The scripts in a real browser, and what the rules make of what they see.
//!
//! One Chromium shows each page of `pages/` in a frame of its own, runs the script that a test
//! asks for in it, and prints all values when it is done. Needs `chromium` (Debian's package), which
//! `scripts/setup` installs. Linux alone: the other systems have no browser of that name on their
//! path, and the scripts are the same everywhere.

#[cfg(test)]
#[cfg(target_os = "linux")]
mod browser;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod seen;
