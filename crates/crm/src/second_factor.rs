//! The second factor: a code of an authenticator app (RFC 6238), or a recovery code.
//!
//! It belongs to a credential: a user whose password is their account's has their account's factor,
//! too.

mod change;
mod check;
mod enrol;
mod recovery;
mod reset;
mod rules;
mod totp;

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseTransaction};

pub(crate) use change::take_away;
pub use change::{disable_factor, new_recovery_codes};
pub(crate) use check::{Proof, Verdict, check};
pub use enrol::{Enabled, Enrolment, confirm_factor, enrol_factor};
pub(crate) use recovery::left as recovery_codes_left;
pub(crate) use reset::reset;
pub use reset::{reset_account_factor, reset_every_factor};
pub use rules::{FactorPolicy, FactorRules, change_factor_rules, factor_rules};

use crate::{
    credential, device,
    error::Error,
    portal,
    principal::Principal,
    session::{self, Session},
    ticket::{self, TicketKind},
};

/// What a person has as second factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactorStatus {
    /// Since when it is asked for.
    pub enabled_at: Option<Timestamp>,
    /// Recovery codes that weren't used yet.
    pub recovery_codes_left: u64,
    /// It is the factor of the account behind the user.
    pub is_accounts: bool,
}

/// The second factor of a session's person.
///
/// # Errors
/// [`Error::Database`].
pub async fn factor_status<C: ConnectionTrait, W: Sync>(
    db: &C,
    session: &Session<W>,
) -> Result<FactorStatus, Error> {
    let credential = credential::behind(db, &session.principal).await?;
    let owner = credential.as_ref().map(credential::Credential::owner);
    let enabled_at = credential.and_then(|row| row.totp_enabled_at);
    let recovery_codes_left = match &owner {
        Some(owner) if enabled_at.is_some() => recovery::left(db, owner).await?,
        _ => 0,
    };
    Ok(FactorStatus {
        enabled_at: enabled_at.and_then(|at| Timestamp::from_millisecond(at).ok()),
        recovery_codes_left,
        is_accounts: owner.is_some_and(|owner| matches!(owner, Principal::Account { .. })),
    })
}

/// The factor isn't what it was: what was proved with the old one, or without one, is void.
async fn void_proofs<W: Sync>(
    tx: &DatabaseTransaction,
    session: &Session<W>,
    owner: &Principal,
    now: Timestamp,
) -> Result<(), Error> {
    session::revoke_others(tx, &session.principal, &session.id, "factor_changed", now).await?;
    for principal in portal::opened_by(tx, owner).await? {
        session::revoke_others(tx, &principal, &session.id, "factor_changed", now).await?;
        device::distrust_all(tx, &principal).await?;
    }
    ticket::void(tx, TicketKind::SecondFactor, owner, now).await
}
