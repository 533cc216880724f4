//! Waiting for conditions.

use std::{
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};

/// How long anything on a desk may take.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// How long what has a time of its own may take, such as half a minute of undo.
pub const LONG: Duration = Duration::from_mins(1);

/// How often a condition is looked at.
const PAUSE: Duration = Duration::from_millis(40);

/// Looks until `look` gives something, for [`PATIENCE`] at most. `look` says with its error what it
/// saw instead.
///
/// # Errors
/// What was waited for, and what was seen last.
pub fn until<T>(what: &str, look: impl FnMut() -> Result<T>) -> Result<T> {
    until_at_most(PATIENCE, what, look)
}

/// The same, with another deadline.
///
/// # Errors
/// What was waited for, and what was seen last.
pub fn until_at_most<T>(
    at_most: Duration,
    what: &str,
    mut look: impl FnMut() -> Result<T>,
) -> Result<T> {
    let began = Instant::now();
    loop {
        match look() {
            Ok(found) => return Ok(found),
            Err(seen) if began.elapsed() > at_most => {
                bail!("waited {at_most:?} for: {what}\nseen last: {seen:#}")
            }
            Err(_) => thread::sleep(PAUSE),
        }
    }
}
