//! How much of each kind an account's page may cause: what comes faster is left out.

use std::{hash::Hash, num::NonZeroU32};

use domain::AccountId;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// What a page causes outside of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// The system shows a notification.
    Notification,
    /// The system, or another account, opens an address.
    Outside,
    /// A download begins that the person isn't asked about.
    DownloadUnasked,
    /// The person is told of an address that was refused.
    Refusal,
    /// A window opens that a page asks for.
    PopUp,
    /// The print dialog opens that a page asks for.
    #[allow(dead_code, reason = "not every engine tells of it")]
    Print,
    /// The person is asked. How many wait at once is limited where they wait.
    Question,
}

/// Counts for each account.
pub(crate) struct Limits {
    notifications: DefaultKeyedRateLimiter<AccountId>,
    outside: DefaultKeyedRateLimiter<AccountId>,
    downloads_unasked: DefaultKeyedRateLimiter<AccountId>,
    refusals: DefaultKeyedRateLimiter<AccountId>,
    /// What one act of the person's may open, and all of them together.
    popups: [DefaultKeyedRateLimiter<AccountId>; 2],
    prints: DefaultKeyedRateLimiter<AccountId>,
    /// Lines in the log that say so.
    told: DefaultKeyedRateLimiter<(AccountId, Kind)>,
}

impl Limits {
    pub(crate) fn new() -> Self {
        Self {
            notifications: limiter(30, 6),
            outside: limiter(10, 5),
            downloads_unasked: limiter(10, 10),
            refusals: limiter(2, 2),
            popups: [limiter(60, 3), limiter(10, 10)],
            prints: limiter(6, 3),
            told: limiter(1, 1),
        }
    }

    /// Whether one more is within the limits.
    pub(crate) fn allow(&self, id: AccountId, kind: Kind) -> bool {
        let limiters = match kind {
            Kind::Notification => std::slice::from_ref(&self.notifications),
            Kind::Outside => std::slice::from_ref(&self.outside),
            Kind::DownloadUnasked => std::slice::from_ref(&self.downloads_unasked),
            Kind::Refusal => std::slice::from_ref(&self.refusals),
            Kind::PopUp => &self.popups,
            Kind::Print => std::slice::from_ref(&self.prints),
            Kind::Question => &[],
        };
        let allowed = limiters.iter().all(|l| l.check_key(&id).is_ok());
        if !allowed && self.is_news(id, kind) {
            tracing::warn!(account = %id, ?kind, "A page causes too much");
        }
        allowed
    }

    /// Whether it's worth a line in the log that it was too much: a page must not fill that.
    pub(crate) fn is_news(&self, id: AccountId, kind: Kind) -> bool {
        self.told.check_key(&(id, kind)).is_ok()
    }
}

fn limiter<K: Clone + Hash + Eq>(a_minute: u32, at_once: u32) -> DefaultKeyedRateLimiter<K> {
    let some = |n| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
    RateLimiter::keyed(Quota::per_minute(some(a_minute)).allow_burst(some(at_once)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_account_that_causes_too_much_costs_no_other_anything() {
        let (limits, noisy, quiet) = (Limits::new(), AccountId::new(), AccountId::new());
        let through = (0..100).filter(|_| limits.allow(noisy, Kind::Notification));
        assert_eq!(through.count(), 6);
        assert!(limits.allow(quiet, Kind::Notification) && limits.allow(noisy, Kind::Outside));
    }

    #[test]
    fn one_click_opens_a_few_windows_and_no_more() {
        let (limits, noisy, quiet) = (Limits::new(), AccountId::new(), AccountId::new());
        let through = (0..60).filter(|_| limits.allow(noisy, Kind::PopUp));
        assert_eq!(through.count(), 3);
        assert!(limits.allow(quiet, Kind::PopUp));
    }
}
