//! The scripts in a real browser, and what the rules make of what they see.
//!
//! One Chromium shows each page of `pages/` in a frame of its own, runs the script that a test
//! asks for in it, and prints all values when it is done. Needs `chromium` (Debian's package).

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod browser;
mod seen;
