//! What the holder of an account is called and looks like, and in which language and by whose clock they are written to.

mod photo;

use jiff::Timestamp;
use sea_orm::{DatabaseTransaction, entity::prelude::*, sea_query::Expr};
use serde_json::json;

pub use self::photo::{AccountPhoto, remove_account_photo, set_account_photo};
use super::connect::links;
use crate::{
    audit,
    database::{Database, Exclusive},
    entity::account,
    error::Error,
    localised,
    new_account::LONGEST_NAME,
    person, profile,
    session::{AccountHolder, PortalSession},
    text,
    trace::RequestTrace,
};

/// What is to be another; what is missing stays.
#[derive(Debug, Clone, Copy)]
pub struct AccountChange<'a> {
    /// Name.
    pub name: Option<&'a str>,
    /// Tag of a language.
    pub locale: Option<&'a str>,
    /// IANA name of a zone.
    pub time_zone: Option<&'a str>,
    /// The account's users in CRMs are to be called as it is.
    pub in_crms: bool,
}

impl AccountHolder {
    /// Up to two letters in place of a photo; none where the name has no letters.
    #[must_use]
    pub fn initials(&self) -> String {
        person::initials(&self.name)
    }
}

/// Changes what an account is called, at the version that its holder saw. What changes nothing leaves no trace.
///
/// # Errors
/// [`Error::Invalid`], [`Error::VersionConflict`]; [`Error::NotFound`] when the account is closed.
pub async fn change_account(
    db: &Database,
    session: &PortalSession,
    version: i64,
    change: AccountChange<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<AccountHolder, Error> {
    let tx = db.write().await?;
    let mut row = changeable(&tx, session, version).await?;
    let changed = text::change([
        ("name", change.name, &mut row.name),
        ("locale", change.locale, &mut row.locale),
        ("time_zone", change.time_zone, &mut row.time_zone),
    ]);
    if !changed.is_empty() {
        let name = (row.name.as_str(), LONGEST_NAME);
        let locale = localised::check(name, &row.locale, &row.time_zone)?;
        locale.tag().clone_into(&mut row.locale);
        save(&tx, &mut row, now).await?;
        let (action, fields) = ("account.updated", json!({ "changed": changed }));
        audit::append_own(&tx, &session.principal, action, fields, trace, now).await?;
    }
    if change.in_crms {
        for (link, _) in links(&tx, &row.id).await? {
            let user = (link.crm_id.as_str(), link.crm_user_id.as_str());
            profile::call_as_account(&tx, user, &row, trace, now).await?;
        }
    }
    tx.commit().await?;
    Ok(AccountHolder::from(row))
}

/// The account's row, at the version that its holder saw, which nobody else changes until the transaction ends.
async fn changeable(
    tx: &DatabaseTransaction,
    session: &PortalSession,
    version: i64,
) -> Result<account::Model, Error> {
    let account_id = session.who.id.as_str();
    Exclusive::Account(account_id).hold(tx).await?;
    let row = account::Entity::find_by_id(account_id.to_owned())
        .filter(account::COLUMN.closed_at.is_null())
        .one(tx)
        .await?;
    let row = row.ok_or(Error::NotFound)?;
    if row.version == version {
        Ok(row)
    } else {
        Err(Error::VersionConflict)
    }
}

/// Writes it down, unless something else about the account has changed meanwhile.
async fn save(
    tx: &DatabaseTransaction,
    row: &mut account::Model,
    now: Timestamp,
) -> Result<(), Error> {
    let saved = account::Entity::update_many()
        .col_expr(account::Column::Name, Expr::value(row.name.as_str()))
        .col_expr(account::Column::Locale, Expr::value(row.locale.as_str()))
        .col_expr(
            account::Column::TimeZone,
            Expr::value(row.time_zone.as_str()),
        )
        .col_expr(
            account::Column::PhotoHash,
            Expr::value(row.photo_hash.clone()),
        )
        .col_expr(account::Column::Version, Expr::value(row.version + 1))
        .col_expr(
            account::Column::UpdatedAt,
            Expr::value(now.as_millisecond()),
        )
        .filter(account::COLUMN.id.eq(row.id.as_str()))
        .filter(account::COLUMN.version.eq(row.version))
        .exec(tx)
        .await?;
    if saved.rows_affected != 1 {
        return Err(Error::VersionConflict);
    }
    row.version += 1;
    Ok(())
}
