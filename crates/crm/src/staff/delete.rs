//! Deleting a user for good. What they have done stays, and is a former user's from then on; nothing else tells of them.

use jiff::Timestamp;
use sea_orm::{ActiveEnum as _, DatabaseTransaction, entity::prelude::*, sea_query::Expr};
use serde_json::json;

use super::directory::{changeable, log};
use crate::{
    api_key,
    audit::{self, Actor},
    crm_record::Crm,
    database::Database,
    entity::{
        crm_user::{self, CredentialSource, CrmUserStatus},
        invitation,
    },
    erase::erase,
    error::Error,
    event::{self, EventKind},
    locale::Locale,
    portal,
    principal::Principal,
    session::CrmSession,
    step_up,
    trace::RequestTrace,
};

/// Tables that hold rows of a user, children before parents, and none after they are deleted.
pub(super) const FORGOTTEN: [&str; 10] = [
    "ticket",
    "device_token",
    "session",
    "identity_link",
    "passkey",
    "device",
    "credential",
    "membership",
    "held_username",
    "notification",
];

/// Deletes a user, who may sign in no more: nothing that let them in is left, nor their name, address or photo. Their
/// username stays taken.
///
/// # Errors
/// [`Error::Forbidden`], also for the owner; [`Error::NotFound`], [`Error::CannotChangeOwnRole`],
/// [`Error::VersionConflict`]; [`Error::StepUpRequired`].
pub async fn delete(
    db: &Database,
    crm: &Crm,
    session: &CrmSession,
    at: (&str, i64),
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = db.write().await?;
    let row = changeable(&tx, crm, session, at).await?;
    // Last: nobody types a password for what doesn't come about anyway.
    step_up::require(session, now)?;
    api_key::revoke_of(&tx, (&row.crm_id, &row.id), now).await?;
    let by = Actor::User(&session.who.id);
    if let Some(link) = portal::link_of(&tx, &row.crm_id, &row.id).await? {
        let ours = (link.account_id.as_str(), row.crm_id.as_str());
        let its = (row.crm_id.as_str(), row.id.as_str());
        audit::append_to_both_by(&tx, by, "membership.removed", ours, its, trace, now).await?;
    }
    let who = Principal::user(&row.crm_id, &row.id);
    erase(&tx, &who, &FORGOTTEN, &row.email).await?;
    invitation::Entity::delete_many()
        .filter(invitation::COLUMN.crm_id.eq(row.crm_id.as_str()))
        .filter(invitation::COLUMN.email_norm.eq(row.email_norm.as_str()))
        .exec(&tx)
        .await?;
    let row = anonymise(&tx, row, now).await?;
    log(&tx, "user.deleted", session, &row, json!({}), trace, now).await?;
    event::user(&tx, EventKind::UserDeleted, by, &row, &["status"], now).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes what tells of the person out of their row, which what they have done goes on to name.
async fn anonymise(
    tx: &DatabaseTransaction,
    row: crm_user::Model,
    now: Timestamp,
) -> Result<crm_user::Model, Error> {
    use crm_user::Column;
    let at = now.as_millisecond();
    crm_user::Entity::update_many()
        .col_expr(Column::Email, Expr::value(""))
        .col_expr(Column::EmailNorm, Expr::value(""))
        .col_expr(Column::FirstName, Expr::value(""))
        .col_expr(Column::LastName, Expr::value(""))
        .col_expr(Column::Title, Expr::value(""))
        .col_expr(Column::PhoneE164, Expr::value(None::<String>))
        .col_expr(Column::PhoneExt, Expr::value(None::<String>))
        .col_expr(Column::PhotoHash, Expr::value(None::<String>))
        .col_expr(Column::Locale, Expr::value(Locale::default().tag()))
        .col_expr(Column::TimeZone, Expr::value("UTC"))
        .col_expr(Column::DateFormat, Expr::value(None::<String>))
        .col_expr(Column::SortKey, Expr::value(""))
        .col_expr(Column::SearchText, Expr::value(""))
        .col_expr(
            Column::Status,
            Expr::value(CrmUserStatus::Deactivated.to_value()),
        )
        .col_expr(
            Column::CredentialSource,
            Expr::value(CredentialSource::Own.to_value()),
        )
        .col_expr(Column::DeletedAt, Expr::value(at))
        .col_expr(Column::Version, Expr::value(row.version + 1))
        .col_expr(Column::UpdatedAt, Expr::value(at))
        .filter(crm_user::COLUMN.crm_id.eq(row.crm_id.as_str()))
        .filter(crm_user::COLUMN.id.eq(row.id.as_str()))
        .exec(tx)
        .await?;
    let key = (row.crm_id, row.id);
    let row = crm_user::Entity::find_by_id(key).one(tx).await?;
    row.ok_or(Error::NotFound)
}

#[cfg(test)]
mod tests;
