//! Instants as columns hold them: milliseconds since 1970, UTC.

use std::time::Duration;

use jiff::Timestamp;

/// The milliseconds of a day.
pub(crate) const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// The instant that a column holds.
pub(crate) fn moment(at: i64) -> Timestamp {
    Timestamp::from_millisecond(at).unwrap_or(Timestamp::MIN)
}

/// How many milliseconds a time takes.
pub(crate) fn millis(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}

/// The instant that comes so long after `now`.
pub(crate) fn after(now: Timestamp, time: Duration) -> i64 {
    now.as_millisecond().saturating_add(millis(time))
}

/// The time until an instant.
pub(crate) fn left(until: i64, now: Timestamp) -> Duration {
    let left = until.saturating_sub(now.as_millisecond());
    Duration::from_millis(u64::try_from(left).unwrap_or(0))
}
