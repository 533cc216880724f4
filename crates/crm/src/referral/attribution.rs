//! By whose recommendation somebody signs up. It is decided once, and stays.

use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DatabaseTransaction, PaginatorTrait as _, entity::prelude::*,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    Programme,
    visit::{good_click, holder_of},
};
use crate::{
    audit::{self, Actor, AuditScope},
    entity::{
        account, crm_user, device, membership,
        referral::{self, ReferralState},
    },
    error::{Error, Field, FieldError, FieldFault},
    id::new_id,
    trace::RequestTrace,
};

/// What a sign-up tells of who has recommended the service.
#[derive(Debug, Clone, Copy)]
pub struct Recommended<'a> {
    /// What is promised.
    pub programme: &'a Programme,
    /// The first visit of a link, as the browser remembers it. It comes before the code.
    pub click: Option<&'a str>,
    /// A code that was typed.
    pub code: Option<&'a str>,
}

/// Who has recommended the service to somebody who hasn't confirmed their address yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Recommendation {
    referrer_id: String,
    /// None where the code was typed.
    first_click_at: Option<i64>,
    /// It was signed up in a browser of the referrer's.
    is_self: bool,
}

/// Finds out who has recommended the service. A visit that is over, or whose link counts no more, counts for nobody.
///
/// # Errors
/// [`Error::Invalid`] for a code that nobody has.
pub(crate) async fn recommendation<C: ConnectionTrait>(
    db: &C,
    told: Recommended<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Option<Recommendation>, Error> {
    let click = match told.click {
        Some(id) => good_click(db, told.programme, id, now).await?,
        None => None,
    };
    let typed = told.code.filter(|code| !code.trim().is_empty());
    let (referrer, first_click_at) = match (click, typed) {
        (Some((click, referrer)), _) => (referrer, Some(click.at)),
        (None, Some(code)) => {
            let referrer = holder_of(db, code).await?.ok_or_else(|| {
                let (field, fault) = (Field::ReferralCode, FieldFault::Unknown);
                Error::Invalid(vec![FieldError { field, fault }])
            })?;
            (referrer, None)
        }
        (None, None) => return Ok(None),
    };
    Ok(Some(Recommendation {
        is_self: has_used(db, &referrer.id, trace).await?,
        referrer_id: referrer.id,
        first_click_at,
    }))
}

/// Writes down by whose recommendation an account was made, unless its address was known before.
pub(crate) async fn attribute(
    tx: &DatabaseTransaction,
    by: &Recommendation,
    new: &account::Model,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let referrer = account::Entity::find_by_id(by.referrer_id.clone())
        .filter(account::COLUMN.closed_at.is_null())
        .one(tx)
        .await?;
    let Some(referrer) = referrer.filter(|referrer| referrer.id != new.id) else {
        return Ok(());
    };
    if is_known(tx, new).await? {
        return Ok(());
    }
    let is_self = by.is_self || has_used(tx, &referrer.id, trace).await?;
    let state = if is_self {
        ReferralState::SelfReferral
    } else {
        ReferralState::Active
    };
    let (id, at) = (new_id(now), now.as_millisecond());
    let row = referral::ActiveModel {
        id: Set(id.clone()),
        referrer_account_id: Set(referrer.id.clone()),
        referred_account_id: Set(new.id.clone()),
        first_click_at: Set(by.first_click_at),
        signed_up_at: Set(at),
        first_paid_at: Set(None),
        until_at: Set(None),
        state: Set(state),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        created_by: Set(None),
        updated_by: Set(None),
    };
    row.insert(tx).await?;
    let entry = audit::Entry {
        scope: AuditScope::Account,
        scope_id: &referrer.id,
        action: "referral.attributed",
        actor: Actor::Nobody,
        subject: Some(&id),
        fields: json!({ "state": state.to_value() }),
    };
    audit::append(tx, entry, trace, now).await
}

/// Whether somebody with this address was here before: in a CRM, or with an account that was closed.
async fn is_known(tx: &DatabaseTransaction, new: &account::Model) -> Result<bool, Error> {
    let address = new.email_norm.as_str();
    let users = crm_user::Entity::find()
        .filter(crm_user::COLUMN.email_norm.eq(address))
        .count(tx)
        .await?;
    let accounts = account::Entity::find()
        .filter(account::COLUMN.email_norm.eq(address))
        .filter(account::COLUMN.id.ne(new.id.as_str()))
        .count(tx)
        .await?;
    Ok(users + accounts > 0)
}

/// Whether the holder of an account has signed in from this browser, at the portal or in a CRM.
async fn has_used<C: ConnectionTrait>(
    db: &C,
    account_id: &str,
    trace: &RequestTrace<'_>,
) -> Result<bool, Error> {
    let seen = device::Entity::find()
        .filter(
            device::COLUMN
                .device_key_hash
                .eq(trace.device.hash().to_hex()),
        )
        .all(db)
        .await?;
    if seen
        .iter()
        .any(|row| row.account_id.as_deref() == Some(account_id))
    {
        return Ok(true);
    }
    let users = seen.iter().filter_map(|row| row.crm_user_id.as_deref());
    let theirs = membership::Entity::find()
        .filter(membership::COLUMN.account_id.eq(account_id))
        .filter(membership::COLUMN.crm_user_id.is_in(users))
        .count(db)
        .await?;
    Ok(theirs > 0)
}
