//! What a session vouches for elsewhere: its person approves a sign-in on another screen.

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, entity::prelude::*};
use serde::{Deserialize, Serialize};

use super::{Assurance, DAY, admits, good_of_any_kind};
use crate::{entity::session, error::Error, instant::millis, principal::Principal, sign_in::step};

/// What a session that begins elsewhere owes to the one that vouches for it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Voucher {
    /// The session that vouches.
    pub(crate) session_id: String,
    /// How surely its person was recognised.
    pub(crate) assurance: Assurance,
    /// When the new session ends at the latest: with this one, if that has less than a day left.
    pub(crate) until: Option<i64>,
}

/// Whose a session is that vouches for another, and what for; `None` once it has ended, or its person may
/// not sign in any more.
pub(crate) async fn vouches<C: ConnectionTrait>(
    db: &C,
    session_id: &str,
    now: Timestamp,
) -> Result<Option<(Principal, Voucher)>, Error> {
    let found = good_of_any_kind(now)
        .filter(session::COLUMN.id.eq(session_id))
        .one(db)
        .await?;
    let Some(row) = found else { return Ok(None) };
    let Some(principal) = principal_of(&row) else {
        return Ok(None);
    };
    if !may_sign_in(db, &principal).await? {
        return Ok(None);
    }
    let left = row.absolute_until.saturating_sub(now.as_millisecond());
    let voucher = Voucher {
        session_id: row.id,
        assurance: Assurance::of_level(row.aal),
        until: (left < millis(DAY)).then_some(row.absolute_until),
    };
    Ok(Some((principal, voucher)))
}

fn principal_of(row: &session::Model) -> Option<Principal> {
    Principal::of_columns(
        row.account_id.as_deref(),
        row.crm_id.as_deref(),
        row.crm_user_id.as_deref(),
    )
}

async fn may_sign_in<C: ConnectionTrait>(db: &C, principal: &Principal) -> Result<bool, Error> {
    match principal {
        Principal::Account { id } => step::is_active(db, id).await,
        Principal::User { crm_id, id } => {
            let found = step::find_user(db, crm_id, id).await?;
            Ok(found.is_some_and(|(crm, user)| admits(crm.status, user.role)))
        }
    }
}
