//! Taking away a factor that its owner has lost, by somebody else.

use jiff::Timestamp;
use sea_orm::{DatabaseTransaction, entity::prelude::*};
use serde_json::json;

use super::change::take_away;
use crate::{
    audit::{self, Actor},
    database::Database,
    device, email,
    entity::{
        account,
        credential::{Column, Entity},
    },
    error::Error,
    letter::Notice,
    notice, passkey, portal,
    principal::Principal,
    session, sso,
    ticket::{self, TicketKind},
    trace::RequestTrace,
    webhook,
};

/// Takes a person's factor away and ends all their sessions, and tells them.
pub(crate) async fn reset(
    tx: &DatabaseTransaction,
    whose: &Principal,
    actor: Actor<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    take_away(tx, whose).await?;
    for principal in portal::opened_by(tx, whose).await? {
        session::revoke_others(tx, &principal, "", "factor_reset", now).await?;
        device::distrust_all(tx, &principal).await?;
    }
    ticket::void(tx, TicketKind::SecondFactor, whose, now).await?;
    audit::append_about(tx, whose, actor, "2fa.reset", json!({}), trace, now).await?;
    notice::send(tx, whose, Notice::FactorReset, now).await
}

/// Takes away the factor of the account with this address, and its passkeys, for the operator.
///
/// # Errors
/// [`Error::NotFound`] when there is no such account, or it has no factor.
pub async fn reset_account_factor(
    db: &Database,
    email: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = db.write().await?;
    let account = account::Entity::find()
        .filter(
            account::COLUMN
                .email_norm
                .eq(email::normalise(email).unwrap_or_default()),
        )
        .filter(account::COLUMN.closed_at.is_null())
        .one(&tx)
        .await?
        .ok_or(Error::NotFound)?;
    let whose = Principal::account(&account.id);
    let enabled = Entity::find()
        .filter(Column::PrincipalKey.eq(whose.key()))
        .filter(Column::TotpEnabledAt.is_not_null())
        .one(&tx)
        .await?;
    enabled.ok_or(Error::NotFound)?;
    // What was lost may be the phone that has both.
    passkey::forget_all(&tx, &whose).await?;
    reset(&tx, &whose, Actor::Operator, trace, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes away every factor of the server, for an operator who has lost its key, and with them the secrets of
/// providers of single sign-on and of webhooks, which nothing opens any more either. Works for the whole server; returns how
/// many factors there were.
///
/// # Errors
/// [`Error::Database`].
pub async fn reset_every_factor(
    db: &Database,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<usize, Error> {
    let tx = db.write().await?;
    let rows = Entity::find()
        .filter(Column::TotpEnabledAt.is_not_null())
        .all(&tx)
        .await?;
    for row in &rows {
        reset(&tx, &row.owner(), Actor::Operator, trace, now).await?;
    }
    sso::forget_secrets(&tx, trace, now).await?;
    webhook::forget_secrets(&tx).await?;
    tx.commit().await?;
    Ok(rows.len())
}
