//! When a delivery is tried again, and when an endpoint is given up.

use std::time::Duration;

use jiff::Timestamp;

use crate::instant::{after, millis};

const HOUR: Duration = Duration::from_hours(1);

/// How long to wait after each failure; after the last one the delivery has failed.
const RETRIES: [Duration; 9] = [
    Duration::from_secs(5),
    Duration::from_mins(5),
    Duration::from_mins(30),
    HOUR.saturating_mul(2),
    HOUR.saturating_mul(5),
    HOUR.saturating_mul(10),
    HOUR.saturating_mul(14),
    HOUR.saturating_mul(20),
    HOUR.saturating_mul(24),
];

/// An endpoint that has taken nothing for so long is switched off.
const PATIENCE: Duration = Duration::from_hours(5 * 24);

/// "I want nothing any more" (RFC 9110, 15.5.11).
const GONE: u16 = 410;

/// What follows from an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The endpoint has it.
    Done,
    /// It is tried again at this instant.
    Again(i64),
    /// It isn't tried any more.
    Failed,
    /// The endpoint wants nothing any more.
    Gone,
    /// The endpoint is given up.
    GivenUp,
}

/// Judges an attempt, the first of which is number 1. No status means that no answer came; `fail_since` is when the
/// endpoint first failed after it had last taken something.
pub(super) fn judge(
    attempt: i32,
    status: Option<u16>,
    fail_since: Option<i64>,
    now: Timestamp,
) -> Verdict {
    match status {
        Some(200..=299) => return Verdict::Done,
        Some(GONE) => return Verdict::Gone,
        _ => {}
    }
    let failing = fail_since.map_or(0, |since| now.as_millisecond() - since);
    if failing >= millis(PATIENCE) {
        return Verdict::GivenUp;
    }
    let failures_before = usize::try_from(attempt.saturating_sub(1)).unwrap_or(0);
    match RETRIES.get(failures_before) {
        Some(pause) => Verdict::Again(after(now, *pause)),
        None => Verdict::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        Timestamp::from_second(1_800_000_000).expect("in range")
    }

    #[test]
    fn a_delivery_is_tried_ten_times_over_three_days() {
        let waits: Vec<i64> = (1..)
            .map_while(|attempt| match judge(attempt, Some(500), None, now()) {
                Verdict::Again(at) => Some((at - now().as_millisecond()) / 1_000),
                _ => None,
            })
            .collect();
        let hours = |h: i64| h * 3_600;
        let table = [
            5,
            300,
            1_800,
            hours(2),
            hours(5),
            hours(10),
            hours(14),
            hours(20),
            hours(24),
        ];
        assert_eq!(waits, table);
        assert_eq!(judge(10, None, None, now()), Verdict::Failed);
    }

    #[test]
    fn only_a_success_is_one() {
        for status in [200, 202, 204, 299] {
            assert_eq!(judge(1, Some(status), Some(0), now()), Verdict::Done);
        }
        for status in [100, 199, 300, 301, 302, 307, 400, 404, 429, 500, 503] {
            let verdict = judge(1, Some(status), None, now());
            assert!(matches!(verdict, Verdict::Again(_)), "{status}");
        }
        assert_eq!(judge(1, Some(410), None, now()), Verdict::Gone);
    }

    #[test]
    fn an_endpoint_is_given_up_after_five_days() {
        let five = now().as_millisecond() - millis(PATIENCE);
        assert_eq!(judge(3, Some(500), Some(five), now()), Verdict::GivenUp);
        assert_eq!(judge(3, None, Some(five), now()), Verdict::GivenUp);
        let less = judge(3, Some(500), Some(five + 1), now());
        assert!(matches!(less, Verdict::Again(_)), "{less:?}");
        assert_eq!(judge(3, Some(200), Some(five), now()), Verdict::Done);
    }
}
