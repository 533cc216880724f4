//! What the whole-product tests share: a desktop to run the program on, hands and eyes.
//!
//! The entry point is [`on_a_desk`]: it gives a test a [`Desk`] of its own (display, window manager,
//! session bus, keyring, home directory) and, when the test fails, leaves a picture of the screen and
//! the program's log. An [`App`] is the built program on that desk; a [`Screen`] finds things on it
//! as a screen reader does; [`Notices`] is the desktop's notification service. Nothing here
//! sleeps for luck: everything waits for a condition with [`until`].

mod app;
mod desk;
mod keyboard;
mod monitors;
mod notices;
mod screen;
mod wait;

pub use app::{Account, App, Ran, Window};
pub use desk::{Desk, on_a_desk};
pub use monitors::{Side, on_two_monitors};
pub use notices::{Notice, Notices};
pub use screen::{Found, Screen, What};
pub use wait::{LONG, PATIENCE, until, until_at_most};
