//! What a CRM costs, when, and what follows when it isn't paid.
//!
//! Every thirty days of its own calendar a CRM pays for the users that it has at that moment. While its
//! balance is below zero its owner has the days of grace; then members don't get in any more, and nothing is
//! deleted. A plan that costs nothing charges nobody and suspends nobody.

mod bill;
mod calendar;
mod charge;
mod standing;

use std::time::Duration;

use jiff::Timestamp;

pub use bill::bill;
pub use charge::charge;
pub(crate) use standing::paid;

use crate::ledger::{CURRENCY, Money};

/// What the operator takes for a CRM.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// For each active user and thirty days, in the smallest units of the server's currency. With 0 nobody pays.
    pub price_minor: i64,
    /// Days that a CRM pays nothing for at first.
    pub trial_days: u16,
    /// Days that a CRM is left open with a balance below zero.
    pub grace_days: u16,
}

impl Plan {
    /// What is taken for each active user and thirty days.
    #[must_use]
    pub fn price(&self) -> Money {
        Money {
            minor: self.price_minor,
            currency: CURRENCY.to_owned(),
        }
    }

    /// When a CRM that has owed since then (in milliseconds since 1970) is suspended.
    pub(crate) fn suspends_at(&self, overdue_since: i64) -> Option<Timestamp> {
        let since = Timestamp::from_millisecond(overdue_since).ok()?;
        since.checked_add(self.grace()).ok()
    }

    fn grace(&self) -> Duration {
        Duration::from_hours(24).saturating_mul(u32::from(self.grace_days))
    }
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            price_minor: 0,
            trial_days: 14,
            grace_days: 14,
        }
    }
}

#[cfg(test)]
mod tests;
