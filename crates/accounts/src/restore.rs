//! How to start: as usual, or carefully after crashes.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// So many runs in a row that ended badly make a safe start.
pub const CRASH_LIMIT: usize = 2;
/// Within this time of their start.
pub const CRASH_SPAN: SignedDuration = SignedDuration::from_secs(60);

/// One run of the program: written at its start, marked at its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunRecord {
    /// When it started.
    pub started: Timestamp,
    /// When it was last known to be alive.
    pub seen: Timestamp,
    /// Whether it ended as it should.
    pub clean: bool,
}

/// How to start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartKind {
    /// Bring back what was open.
    Usual,
    /// Open nothing and offer each: the last runs crashed soon after their start.
    Safe,
    /// Open nothing: the person asked for it.
    Empty,
}

/// Decides from the last runs, the newest last. A crash counts when it came within a minute of the
/// run's start.
#[must_use]
pub fn start_kind(runs: &[RunRecord], asked_empty: bool) -> StartKind {
    if asked_empty {
        return StartKind::Empty;
    }
    let crashes = runs
        .iter()
        .rev()
        .take_while(|r| !r.clean && r.seen.duration_since(r.started) <= CRASH_SPAN)
        .count();
    if crashes >= CRASH_LIMIT {
        StartKind::Safe
    } else {
        StartKind::Usual
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(seconds: i64, clean: bool) -> RunRecord {
        let started = Timestamp::UNIX_EPOCH;
        RunRecord {
            started,
            seen: started + SignedDuration::from_secs(seconds),
            clean,
        }
    }

    #[test]
    fn two_early_crashes_in_a_row_make_a_safe_start() {
        assert_eq!(
            start_kind(&[run(5, false), run(9, false)], false),
            StartKind::Safe
        );
    }

    #[test]
    fn a_good_run_between_forgives() {
        for runs in [
            vec![],
            vec![run(5, false)],
            vec![run(5, false), run(9, true)],
            vec![run(5, false), run(61, false)],
        ] {
            assert_eq!(start_kind(&runs, false), StartKind::Usual, "{runs:?}");
        }
    }

    #[test]
    fn an_empty_start_is_had_for_the_asking() {
        assert_eq!(start_kind(&[], true), StartKind::Empty);
    }
}
