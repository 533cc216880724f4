//! How much of each kind an account's page may cause: what comes faster is left out.

use std::num::NonZeroU32;

use domain::AccountId;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// What a page causes outside of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The system shows a notification.
    Notification,
    /// The system, or another account, opens an address.
    Outside,
    /// A download begins.
    Download,
    /// The person is told of an address that was refused.
    Refusal,
}

/// Counts for each account.
pub(crate) struct Limits {
    notifications: DefaultKeyedRateLimiter<AccountId>,
    outside: DefaultKeyedRateLimiter<AccountId>,
    downloads: DefaultKeyedRateLimiter<AccountId>,
    refusals: DefaultKeyedRateLimiter<AccountId>,
}

impl Limits {
    pub(crate) fn new() -> Self {
        Self {
            notifications: limiter(30, 6),
            outside: limiter(10, 5),
            downloads: limiter(60, 20),
            refusals: limiter(2, 2),
        }
    }

    /// Whether one more is within the limits.
    pub(crate) fn allow(&self, id: AccountId, kind: Kind) -> bool {
        let limiter = match kind {
            Kind::Notification => &self.notifications,
            Kind::Outside => &self.outside,
            Kind::Download => &self.downloads,
            Kind::Refusal => &self.refusals,
        };
        let allowed = limiter.check_key(&id).is_ok();
        if !allowed {
            tracing::warn!(account = %id, ?kind, "A page causes too much");
        }
        allowed
    }
}

fn limiter(a_minute: u32, at_once: u32) -> DefaultKeyedRateLimiter<AccountId> {
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
}
