//! Making a CRM from the portal.

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, PaginatorTrait as _, entity::prelude::*};
use serde_json::Value;

use super::list::{Listed, listed};
use crate::{
    attempt::{self, CRMS_BY_ACCOUNT},
    database::{Database, Exclusive},
    entity::{account, crm},
    error::{Error, Field, FieldError},
    idempotency::{self, Request},
    new_crm::{self, Address},
    session::PortalSession,
    slug,
    text::{check_length, folded, tidy},
    trace::RequestTrace,
};

/// CRMs that one account may own.
const MOST_OWNED: u64 = 7;
pub(crate) const LONGEST_CRM_NAME: usize = 80;

/// What a person filled in.
#[derive(Debug)]
pub struct NewCrmInput<'a> {
    /// The name.
    pub name: &'a str,
    /// The last part of the address; made from the name where it is empty.
    pub slug: Option<&'a str>,
}

/// Makes a CRM that the account owns. The same request again makes no second one.
///
/// # Errors
/// [`Error::Invalid`], [`Error::SlugInvalid`], [`Error::SlugTaken`], [`Error::CrmLimitReached`],
/// [`Error::RateLimited`], [`Error::IdempotencyKeyReused`].
pub async fn create_crm(
    db: &Database,
    session: &PortalSession,
    input: NewCrmInput<'_>,
    request: &Request,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Listed, Error> {
    let name = tidy(input.name);
    if let Err(fault) = check_length(&name, LONGEST_CRM_NAME) {
        let field = Field::Name;
        return Err(Error::Invalid(vec![FieldError { field, fault }]));
    }
    let address = address(input.slug)?;
    let account_id = session.who.id.as_str();

    let tx = db.write().await?;
    let earlier = idempotency::recall(&tx, &session.principal, request, now).await?;
    if let Some(crm_id) = earlier.as_ref().and_then(Value::as_str) {
        return listed(&tx, session, crm_id).await;
    }
    Exclusive::Account(account_id).hold(&tx).await?;
    let _counts_for_a_day = attempt::reserve(&tx, &CRMS_BY_ACCOUNT, account_id, now).await?;
    may_own_another(&tx, account_id).await?;
    let owner = account::Entity::find_by_id(account_id.to_owned())
        .filter(account::COLUMN.closed_at.is_null())
        .one(&tx)
        .await?
        .ok_or(Error::NotFound)?;
    let made = new_crm::make(&tx, &owner, &name, address, now).await?;
    let crm_id = made.crm.scope().crm_id();
    new_crm::announce(&tx, &owner, &made.crm, trace, now).await?;
    let result = Value::from(crm_id);
    idempotency::remember(&tx, &session.principal, "create_crm", request, result, now).await?;
    let row = listed(&tx, session, crm_id).await?;
    tx.commit().await?;
    Ok(row)
}

fn address(wanted: Option<&str>) -> Result<Address, Error> {
    match wanted.map(folded) {
        Some(slug) if slug::is_valid(&slug) => Ok(Address::Exactly(slug)),
        Some(slug) if !slug.is_empty() => Err(Error::SlugInvalid),
        _ => Ok(Address::FromName),
    }
}

/// Refuses one CRM more to an account that owns as many as it may, those that wait for their deletion included.
/// Whoever calls holds the account.
///
/// # Errors
/// [`Error::CrmLimitReached`].
pub(crate) async fn may_own_another<C: ConnectionTrait>(
    db: &C,
    account_id: &str,
) -> Result<(), Error> {
    let owned = crm::Entity::find()
        .filter(crm::COLUMN.owner_account_id.eq(account_id))
        .count(db)
        .await?;
    if owned < MOST_OWNED {
        Ok(())
    } else {
        Err(Error::CrmLimitReached)
    }
}
