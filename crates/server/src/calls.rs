//! How many calls of the API a session makes, all sessions of one CRM together, and a browser that waits to
//! be let in. Counted by this process alone: several processes on one database let through as many times more.

use std::{num::NonZeroU32, sync::Arc, time::Duration};

use crm::qr::POLL_INTERVAL;
use domain::Clock;
use governor::{
    Quota, RateLimiter, clock::Clock as _, middleware::StateInformationMiddleware, nanos::Nanos,
    state::keyed::HashMapStateStore,
};

/// So many calls in a minute.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Policy {
    pub(crate) name: &'static str,
    pub(crate) most: NonZeroU32,
}

/// The time that a policy's calls are spread over.
pub(crate) const WINDOW: Duration = Duration::from_mins(1);

static BY_SESSION: Policy = Policy {
    name: "session",
    most: NonZeroU32::new(600).unwrap(),
};
static BY_CRM: Policy = Policy {
    name: "crm",
    most: NonZeroU32::new(6_000).unwrap(),
};

/// Questions of a waiting browser that may come at once: its timer and the network aren't exact.
const POLLS_AT_ONCE: NonZeroU32 = NonZeroU32::new(2).unwrap();

type Limiter = RateLimiter<String, HashMapStateStore<String>, Ticks, StateInformationMiddleware>;

/// What is left of a policy after a call.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) policy: &'static Policy,
    pub(crate) left: u32,
}

/// What came of counting a call.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Counted {
    /// What is left of each policy that was asked.
    pub(crate) standings: Vec<Standing>,
    /// How long to wait where there were too many.
    pub(crate) wait: Option<Duration>,
}

impl Standing {
    /// When all calls of the policy are there again, if none is made.
    pub(crate) fn whole_in(&self) -> Duration {
        let most = self.policy.most.get();
        WINDOW * most.saturating_sub(self.left) / most
    }
}

/// The server's clock, as the limiter reads it.
#[derive(Clone)]
struct Ticks(Arc<dyn Clock>);

impl governor::clock::Clock for Ticks {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        // Nothing counts before the epoch.
        let at = u64::try_from(self.0.now().as_nanosecond()).unwrap_or_default();
        Nanos::new(at)
    }
}

/// Counts calls.
pub(crate) struct Calls {
    sessions: Limiter,
    crms: Limiter,
    polls: Limiter,
    clock: Ticks,
}

impl Calls {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        let clock = Ticks(clock);
        let limiter = |quota| RateLimiter::new(quota, HashMapStateStore::default(), clock.clone());
        Self {
            sessions: limiter(Quota::per_minute(BY_SESSION.most)),
            crms: limiter(Quota::per_minute(BY_CRM.most)),
            polls: limiter(every(POLL_INTERVAL).allow_burst(POLLS_AT_ONCE)),
            clock,
        }
    }

    /// Counts one call. One that the session may not make takes nothing from its CRM.
    pub(crate) fn count(&self, session_id: &str, crm_id: Option<&str>) -> Counted {
        let mut counted = Counted::default();
        let mut ask = |limiter, policy, key| {
            let taken = self.take(limiter, key);
            let left = taken.unwrap_or_default();
            counted.standings.push(Standing { policy, left });
            counted.wait = taken.err();
            counted.wait.is_none()
        };
        if ask(&self.sessions, &BY_SESSION, session_id)
            && let Some(id) = crm_id
        {
            ask(&self.crms, &BY_CRM, id);
        }
        counted
    }

    /// Counts one question of a waiting browser; says how long to wait where they come too often.
    pub(crate) fn poll(&self, request_id: &str) -> Result<(), Duration> {
        self.take(&self.polls, request_id).map(|_left| ())
    }

    /// How many more may come at once, or how long to wait.
    fn take(&self, limiter: &Limiter, key: &str) -> Result<u32, Duration> {
        limiter
            .check_key(&key.to_owned())
            .map(|standing| standing.remaining_burst_capacity())
            .map_err(|not_until| not_until.wait_time_from(self.clock.now()))
    }

    /// Forgets those who haven't called for a while.
    pub(crate) fn forget_idle(&self) {
        for limiter in [&self.sessions, &self.crms, &self.polls] {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

/// One in so much time.
fn every(time: Duration) -> Quota {
    // No time at all would be no limit.
    Quota::with_period(time).unwrap_or(Quota::per_second(NonZeroU32::MIN))
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use jiff::{SignedDuration, Timestamp};

    use super::*;

    struct Turned(Mutex<Timestamp>);

    impl Clock for Turned {
        fn now(&self) -> Timestamp {
            *self.0.lock().unwrap()
        }
    }

    fn calls() -> (Calls, Arc<Turned>) {
        let clock = Arc::new(Turned(Mutex::new(
            Timestamp::from_second(1_800_000_000).unwrap(),
        )));
        (Calls::new(clock.clone()), clock)
    }

    fn let_through(calls: &Calls, session: &str, crm: &str, of: u32) -> usize {
        (0..of)
            .filter(|_| calls.count(session, Some(crm)).wait.is_none())
            .count()
    }

    #[test]
    fn a_session_that_calls_too_often_waits_and_no_other_does() {
        let (calls, clock) = calls();
        assert_eq!(let_through(&calls, "a", "acme", 700), 600);
        assert_eq!(let_through(&calls, "b", "acme", 1), 1);
        let refused = calls.count("a", Some("acme"));
        assert!(
            refused
                .wait
                .is_some_and(|wait| wait <= Duration::from_secs(1))
        );
        let [standing] = refused.standings.as_slice() else {
            panic!("{refused:?}")
        };
        assert_eq!((standing.policy.name, standing.left), ("session", 0));
        assert_eq!(standing.whole_in(), WINDOW);
        *clock.0.lock().unwrap() += SignedDuration::from_secs(60);
        calls.forget_idle();
        assert_eq!(let_through(&calls, "a", "acme", 700), 600);
    }

    #[test]
    fn a_call_says_what_is_left_of_each_limit() {
        let (calls, clock) = calls();
        let left = |counted: Counted| -> Vec<_> {
            let standings = counted.standings.iter();
            standings.map(|s| (s.policy.name, s.left)).collect()
        };
        assert_eq!(
            left(calls.count("a", Some("acme"))),
            [("session", 599), ("crm", 5_999)]
        );
        assert_eq!(left(calls.count("b", None)), [("session", 599)]);
        assert_eq!(
            left(calls.count("b", Some("acme"))),
            [("session", 598), ("crm", 5_998)]
        );
        *clock.0.lock().unwrap() += SignedDuration::from_secs(60);
        assert_eq!(left(calls.count("a", None)), [("session", 599)]);
    }

    #[test]
    fn a_waiting_browser_asks_every_two_seconds() {
        let (calls, clock) = calls();
        let asked = |times: u32| (0..times).filter(|_| calls.poll("a").is_ok()).count();
        assert_eq!(asked(5), 2);
        let wait = calls.poll("a").unwrap_err();
        assert!(wait <= Duration::from_secs(2), "{wait:?}");
        assert!(calls.poll("b").is_ok());
        *clock.0.lock().unwrap() += SignedDuration::from_secs(2);
        assert_eq!(asked(5), 1);
    }

    #[test]
    fn many_sessions_of_one_crm_share_its_limit() {
        let (calls, _) = calls();
        let through: usize = (0..11)
            .map(|n| let_through(&calls, &format!("{n}"), "acme", 600))
            .sum();
        assert_eq!(through, 6_000);
        assert_eq!(let_through(&calls, "other", "berry", 1), 1);
    }
}
