//! Making a CRM from the portal.

use std::io::ErrorKind;

use jiff::Timestamp;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, PaginatorTrait as _, entity::prelude::*, sea_query::Expr,
};
use serde_json::Value;

use super::list::{Listed, listed};
use crate::{
    attempt::{self, CRMS_BY_ACCOUNT},
    database::{Database, Exclusive},
    entity::{account, crm, crm_user},
    error::{Error, Field, FieldError},
    idempotency::{self, Request},
    new_crm::{self, Address, Made},
    photo::CopyPhoto,
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

/// Makes a CRM that the account owns, who is shown there as at the portal. The same request again makes no second one.
///
/// # Errors
/// [`Error::Invalid`], [`Error::SlugInvalid`], [`Error::SlugTaken`], [`Error::CrmLimitReached`],
/// [`Error::RateLimited`], [`Error::IdempotencyKeyReused`]; [`Error::File`] when the account's photo couldn't be copied.
pub async fn create_crm(
    db: &Database,
    session: &PortalSession,
    input: NewCrmInput<'_>,
    request: &Request,
    copy_photo: &CopyPhoto<'_>,
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
    // Last: a folder of a CRM that didn't come to be is nobody's, and stays.
    copy_owners_photo(&tx, &owner, &made, copy_photo).await?;
    tx.commit().await?;
    Ok(row)
}

/// Shows the owner of a CRM that nobody has seen yet with the photo of their account, if it has one. One whose files are
/// lost comes along nowhere.
async fn copy_owners_photo(
    tx: &DatabaseTransaction,
    owner: &account::Model,
    made: &Made,
    copy: &CopyPhoto<'_>,
) -> Result<(), Error> {
    let Some(hash) = owner.photo_hash.as_deref() else {
        return Ok(());
    };
    let crm_id = made.crm.scope().crm_id();
    match copy(hash, crm_id).await {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        copied => copied.map_err(Error::File)?,
    }
    crm_user::Entity::update_many()
        .col_expr(crm_user::Column::PhotoHash, Expr::value(hash))
        .filter(crm_user::COLUMN.crm_id.eq(crm_id))
        .filter(crm_user::COLUMN.id.eq(made.owner_id.as_str()))
        .exec(tx)
        .await?;
    Ok(())
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
