//! How many calls of the API a session makes, all sessions of one CRM together, and a browser that waits to
//! be let in. Counted by this process alone: several processes on one database let through as many times more.

use std::{num::NonZeroU32, sync::Arc, time::Duration};

use crm::qr::POLL_INTERVAL;
use domain::Clock;
use governor::{
    Quota, RateLimiter, clock::Clock as _, middleware::NoOpMiddleware, nanos::Nanos,
    state::keyed::HashMapStateStore,
};

const BY_SESSION: NonZeroU32 = NonZeroU32::new(600).unwrap();
const BY_CRM: NonZeroU32 = NonZeroU32::new(6_000).unwrap();

/// Questions of a waiting browser that may come at once: its timer and the network aren't exact.
const POLLS_AT_ONCE: NonZeroU32 = NonZeroU32::new(2).unwrap();

type Limiter = RateLimiter<String, HashMapStateStore<String>, Ticks, NoOpMiddleware<Nanos>>;

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
            sessions: limiter(Quota::per_minute(BY_SESSION)),
            crms: limiter(Quota::per_minute(BY_CRM)),
            polls: limiter(every(POLL_INTERVAL).allow_burst(POLLS_AT_ONCE)),
            clock,
        }
    }

    /// Counts one call; says how long to wait where there were too many.
    pub(crate) fn count(&self, session_id: &str, crm_id: Option<&str>) -> Result<(), Duration> {
        self.take(&self.sessions, session_id)?;
        crm_id.map_or(Ok(()), |id| self.take(&self.crms, id))
    }

    /// Counts one question of a waiting browser; says how long to wait where they come too often.
    pub(crate) fn poll(&self, request_id: &str) -> Result<(), Duration> {
        self.take(&self.polls, request_id)
    }

    fn take(&self, limiter: &Limiter, key: &str) -> Result<(), Duration> {
        limiter
            .check_key(&key.to_owned())
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
            .filter(|_| calls.count(session, Some(crm)).is_ok())
            .count()
    }

    #[test]
    fn a_session_that_calls_too_often_waits_and_no_other_does() {
        let (calls, clock) = calls();
        assert_eq!(let_through(&calls, "a", "acme", 700), 600);
        assert_eq!(let_through(&calls, "b", "acme", 1), 1);
        let wait = calls.count("a", None).unwrap_err();
        assert!(wait <= Duration::from_secs(1), "{wait:?}");
        *clock.0.lock().unwrap() += SignedDuration::from_secs(60);
        calls.forget_idle();
        assert_eq!(let_through(&calls, "a", "acme", 700), 600);
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
