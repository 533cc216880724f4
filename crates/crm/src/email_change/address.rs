//! Whose an e-mail address is, among accounts or among the users of a CRM.

use jiff::Timestamp;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait as _},
};
use serde::{Deserialize, Serialize};

use crate::{
    database::Exclusive,
    email::{self, Proof},
    entity::{
        account::{self, AccountStatus},
        crm_user,
    },
    error::Error,
    event::{self, EventKind},
    person,
    principal::Principal,
    sign_up, staff,
};

/// An e-mail address, as it was typed and as it is compared.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Address {
    pub(crate) email: String,
    pub(crate) email_norm: String,
}

impl Address {
    pub(super) fn of_text(text: &str) -> Option<Self> {
        email::normalise(text).map(|email_norm| Self {
            email: text.trim().to_owned(),
            email_norm,
        })
    }
}

/// Nobody else gets an address where somebody wants it, until the transaction ends.
pub(super) async fn hold(
    tx: &DatabaseTransaction,
    who: &Principal,
    wanted: &Address,
) -> Result<(), Error> {
    match who {
        Principal::Account { id } => {
            Exclusive::Address(&wanted.email_norm).hold(tx).await?;
            Exclusive::Account(id).hold(tx).await?;
        }
        Principal::User { crm_id, .. } => Exclusive::Crm(crm_id).hold(tx).await?,
    }
    Ok(())
}

/// The present address of somebody who may sign in.
pub(super) async fn of<C: ConnectionTrait>(
    db: &C,
    who: &Principal,
) -> Result<Option<Address>, Error> {
    let found = match who {
        Principal::Account { id } => account::Entity::find_by_id(id.clone())
            .filter(account::COLUMN.status.eq(AccountStatus::Active))
            .filter(account::COLUMN.closed_at.is_null())
            .one(db)
            .await?
            .map(|row| (row.email, row.email_norm)),
        Principal::User { crm_id, id } => find_user(db, crm_id, id)
            .await?
            .map(|row| (row.email, row.email_norm)),
    };
    Ok(found.map(|(email, email_norm)| Address { email, email_norm }))
}

/// Whether somebody else has an address, or is invited with it. An account that was never confirmed has none.
pub(super) async fn is_taken<C: ConnectionTrait>(
    db: &C,
    who: &Principal,
    wanted: &Address,
    now: Timestamp,
) -> Result<bool, Error> {
    match who {
        Principal::Account { .. } => is_somebodys(db, who, wanted).await,
        Principal::User { crm_id, .. } => {
            staff::is_known(db, crm_id, &wanted.email_norm, now).await
        }
    }
}

/// Whether somebody has an address.
async fn is_somebodys<C: ConnectionTrait>(
    db: &C,
    who: &Principal,
    wanted: &Address,
) -> Result<bool, Error> {
    match who {
        Principal::Account { .. } => Ok(sign_up::holder(db, &wanted.email_norm).await?.is_some()),
        Principal::User { crm_id, .. } => staff::is_users(db, crm_id, &wanted.email_norm).await,
    }
}

/// Makes an address somebody's, in place of the one that it was asked for.
///
/// # Errors
/// [`Error::EmailTaken`]; [`Error::TicketInvalid`] when they have another one by now.
pub(super) async fn replace(
    tx: &DatabaseTransaction,
    who: &Principal,
    (from_norm, to): (&str, &Address),
    proof: Proof,
    now: Timestamp,
) -> Result<(), Error> {
    if is_taken(tx, who, to, now).await? {
        return Err(Error::EmailTaken);
    }
    put(tx, who, (from_norm, to), proof, now).await
}

/// Gives somebody back an address that they had. An invitation that went there is taken back: whoever was in
/// their place may have sent it to keep the address from them.
///
/// # Errors
/// [`Error::EmailTaken`]; [`Error::TicketInvalid`] when they may not sign in any more.
pub(super) async fn take_back(
    tx: &DatabaseTransaction,
    who: &Principal,
    (from_norm, to): (&str, &Address),
    now: Timestamp,
) -> Result<(), Error> {
    if is_somebodys(tx, who, to).await? {
        return Err(Error::EmailTaken);
    }
    if let Principal::User { crm_id, .. } = who {
        staff::revoke_open(tx, crm_id, &to.email_norm, now).await?;
    }
    put(tx, who, (from_norm, to), Proof::ByLetter, now).await
}

async fn put(
    tx: &DatabaseTransaction,
    who: &Principal,
    (from_norm, to): (&str, &Address),
    proof: Proof,
    now: Timestamp,
) -> Result<(), Error> {
    let at = now.as_millisecond();
    let replaced = match who {
        Principal::Account { id } => {
            let unconfirmed = account::COLUMN.email_norm.eq(to.email_norm.as_str());
            sign_up::forget_pending(tx, unconfirmed).await?;
            let verified_at = (proof == Proof::ByLetter).then_some(at);
            let version = Expr::col(account::Column::Version).add(1);
            account::Entity::update_many()
                .col_expr(account::Column::Email, Expr::value(to.email.as_str()))
                .col_expr(
                    account::Column::EmailNorm,
                    Expr::value(to.email_norm.as_str()),
                )
                .col_expr(account::Column::EmailVerifiedAt, Expr::value(verified_at))
                .col_expr(account::Column::UpdatedAt, Expr::value(at))
                .col_expr(account::Column::Version, version)
                .filter(account::COLUMN.id.eq(id.as_str()))
                .filter(account::COLUMN.email_norm.eq(from_norm))
                .filter(account::COLUMN.closed_at.is_null())
                .exec(tx)
                .await?
        }
        Principal::User { crm_id, id } => {
            let user = find_user(tx, crm_id, id).await?;
            let user = user.ok_or(Error::TicketInvalid)?;
            let name = person::display(&user.first_name, &user.last_name);
            let found_by = person::search_text(&name, &user.username, &to.email_norm);
            let version = Expr::col(crm_user::Column::Version).add(1);
            crm_user::Entity::update_many()
                .col_expr(crm_user::Column::Email, Expr::value(to.email.as_str()))
                .col_expr(
                    crm_user::Column::EmailNorm,
                    Expr::value(to.email_norm.as_str()),
                )
                .col_expr(crm_user::Column::SearchText, Expr::value(found_by))
                .col_expr(crm_user::Column::UpdatedAt, Expr::value(at))
                .col_expr(crm_user::Column::Version, version)
                .filter(crm_user::COLUMN.crm_id.eq(crm_id.as_str()))
                .filter(crm_user::COLUMN.id.eq(id.as_str()))
                .filter(crm_user::COLUMN.email_norm.eq(from_norm))
                .exec(tx)
                .await?
        }
    };
    if replaced.rows_affected != 1 {
        return Err(Error::TicketInvalid);
    }
    match who {
        Principal::Account { .. } => Ok(()),
        Principal::User { crm_id, id } => {
            event::own_user(tx, EventKind::UserChanged, (crm_id, id), &["email"], now).await
        }
    }
}

async fn find_user<C: ConnectionTrait>(
    db: &C,
    crm_id: &str,
    id: &str,
) -> Result<Option<crm_user::Model>, Error> {
    Ok(
        crm_user::Entity::find_by_id((crm_id.to_owned(), id.to_owned()))
            .filter(crm_user::COLUMN.deleted_at.is_null())
            .one(db)
            .await?,
    )
}
