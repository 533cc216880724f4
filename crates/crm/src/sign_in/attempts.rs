//! How many wrong passwords are too many.

use std::time::Duration;

use jiff::Timestamp;
use sea_orm::ConnectionTrait;

use crate::{
    attempt::{self, Attempt, PASSWORD_BY_IP, PASSWORD_BY_LOGIN},
    database::Database,
    error::Error,
    trace::RequestTrace,
};

/// How long an answer waits when a login is under attack. There is no lock-out: that would let
/// anybody keep its owner out.
pub(super) const SLOW_DOWN: Duration = Duration::from_secs(2);

/// An attempt at a password, counted before it is made.
#[must_use]
pub(super) struct Attempts {
    by_ip: Attempt,
    by_login: Attempt,
}

impl Attempts {
    /// Counts it; waits when the login is under attack. `login` tells what is attacked.
    ///
    /// # Errors
    /// [`Error::RateLimited`] when this network tried too often.
    pub(super) async fn reserve(
        db: &Database,
        login: &str,
        trace: &RequestTrace<'_>,
        now: Timestamp,
    ) -> Result<Self, Error> {
        let tx = db.write().await?;
        let by_ip =
            attempt::reserve(&tx, &PASSWORD_BY_IP, &attempt::network(trace.ip), now).await?;
        let slow = attempt::is_reached(&tx, &PASSWORD_BY_LOGIN, login, now).await?;
        let by_login = attempt::count(&tx, &PASSWORD_BY_LOGIN, login, now).await?;
        tx.commit().await?;
        if slow {
            tokio::time::sleep(SLOW_DOWN).await;
        }
        Ok(Self { by_ip, by_login })
    }

    /// The password was right.
    pub(super) async fn forgive<C: ConnectionTrait>(self, tx: &C) -> Result<(), Error> {
        attempt::forgive(tx, self.by_ip).await?;
        attempt::forgive(tx, self.by_login).await
    }
}
