//! Checking a code, and how many wrong ones are too many.

use std::time::Duration;

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseTransaction, entity::prelude::*, sea_query::Expr};
use serde_json::json;

use super::{recovery, totp};
use crate::{
    attempt::{self, FACTOR_BY_PRINCIPAL},
    audit, code,
    credential::{self, Credential},
    device,
    entity::credential::{Column, Entity},
    error::Error,
    instant::after,
    letter::Notice,
    notice,
    principal::Principal,
    sealer::Sealer,
    ticket::{self, TicketKind},
    trace::RequestTrace,
};

/// How long no code is taken after too many wrong ones.
const LOCKED_FOR: Duration = Duration::from_mins(15);

/// What a check found. Either way its transaction must be committed: a wrong code counts.
#[must_use]
pub(crate) enum Verdict {
    /// The person has the factor.
    Right(Proof),
    /// They don't, and this is what they are told.
    Wrong(Error),
}

/// By what the person was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proof {
    /// A code of the app.
    Totp,
    /// A recovery code.
    RecoveryCode,
}

impl Proof {
    /// As the audit log calls it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Totp => "totp",
            Self::RecoveryCode => "recovery_code",
        }
    }
}

/// Checks a code of somebody who has a second factor.
///
/// # Errors
/// [`Error::FactorLocked`] while no code is taken; then nothing counts.
pub(crate) async fn check(
    tx: &DatabaseTransaction,
    sealer: &Sealer,
    owner: &Principal,
    typed: &Sensitive<String>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Verdict, Error> {
    attempt::hold(tx, &FACTOR_BY_PRINCIPAL, &owner.key()).await?;
    let credential = credential::of(tx, owner).await?;
    let credential = credential.filter(Credential::has_factor);
    let credential = credential.ok_or(Error::TicketInvalid)?;
    if let Some(retry_after) = locked_for(&credential, now) {
        return Err(Error::FactorLocked { retry_after });
    }
    match accept(tx, sealer, &credential, owner, typed, trace, now).await {
        Ok(proof) => Ok(Verdict::Right(proof)),
        Err(wrong @ (Error::CodeInvalid | Error::CodeReplayed)) => {
            let locked = count_failure(tx, owner, &credential, trace, now).await?;
            Ok(Verdict::Wrong(locked.unwrap_or(wrong)))
        }
        Err(error) => Err(error),
    }
}

async fn accept<C: ConnectionTrait>(
    tx: &C,
    sealer: &Sealer,
    credential: &Credential,
    owner: &Principal,
    typed: &Sensitive<String>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Proof, Error> {
    // EXPOSE: its form says which kind it is.
    let code = Sensitive::new(code::canonical(typed.expose()));
    let text = code.expose();
    if text.len() == totp::DIGITS && text.bytes().all(|byte| byte.is_ascii_digit()) {
        totp::accept(tx, sealer, credential, text, now).await?;
        return Ok(Proof::Totp);
    }
    let left = recovery::use_up(tx, sealer, owner, &code, now).await?;
    device::distrust_all(tx, owner).await?;
    let fields = json!({ "left": left });
    audit::append_own(tx, owner, "2fa.recovery_used", fields, trace, now).await?;
    notice::send(tx, owner, Notice::RecoveryCodeUsed { left }, now).await?;
    Ok(Proof::RecoveryCode)
}

fn locked_for(credential: &Credential, now: Timestamp) -> Option<Duration> {
    let left = credential.factor_locked_until? - now.as_millisecond();
    u64::try_from(left)
        .ok()
        .filter(|left| *left > 0)
        .map(Duration::from_millis)
}

/// After too many wrong codes none is taken for a while, and whoever was about to sign in begins anew.
async fn count_failure(
    tx: &DatabaseTransaction,
    owner: &Principal,
    credential: &Credential,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Option<Error>, Error> {
    let _counts = attempt::count(tx, &FACTOR_BY_PRINCIPAL, &owner.key(), now).await?;
    if !attempt::is_reached(tx, &FACTOR_BY_PRINCIPAL, &owner.key(), now).await? {
        return Ok(None);
    }
    Entity::update_many()
        .col_expr(
            Column::FactorLockedUntil,
            Expr::value(after(now, LOCKED_FOR)),
        )
        .filter(Column::Id.eq(credential.id.as_str()))
        .exec(tx)
        .await?;
    ticket::void(tx, TicketKind::SecondFactor, owner, now).await?;
    audit::append_own(tx, owner, "2fa.locked", json!({}), trace, now).await?;
    notice::send(tx, owner, Notice::FactorLocked, now).await?;
    Ok(Some(Error::FactorLocked {
        retry_after: LOCKED_FOR,
    }))
}
