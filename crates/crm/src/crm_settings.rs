//! What a CRM is called, in which language and by whose clock it works. Owner and administrators set it; where the CRM
//! is, which its owner sets, is in [`address`].

mod address;

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseTransaction, entity::prelude::*, sea_query::Expr};
use serde_json::json;

pub use self::address::change_crm_address;
use crate::{
    audit::{self, Actor, AuditScope},
    crm_record::Crm,
    database::{Database, Exclusive},
    entity::crm,
    error::{Error, Field, FieldError, FieldFault},
    event,
    instant::moment,
    localised,
    portal::LONGEST_CRM_NAME,
    session::CrmSession,
    slug::claim,
    staff::require_admin,
    text,
    trace::RequestTrace,
};

/// A CRM as those who manage it see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneralSettings {
    /// Its name.
    pub name: String,
    /// The last part of its address.
    pub slug: String,
    /// Tag of the language of people who come by single sign-on and haven't chosen one.
    pub locale: String,
    /// IANA name of the zone whose days it counts in.
    pub time_zone: String,
    /// How many days its audit log is kept.
    pub audit_days: i32,
    /// From when on it may get another address, if it had another one lately.
    pub address_changeable_at: Option<Timestamp>,
    /// Rises with every change of the CRM itself.
    pub version: i64,
}

/// What is to be another; what is missing stays.
#[derive(Debug, Clone, Copy)]
pub struct GeneralChange<'a> {
    /// Its name.
    pub name: Option<&'a str>,
    /// Tag of a language.
    pub locale: Option<&'a str>,
    /// IANA name of a zone.
    pub time_zone: Option<&'a str>,
    /// How many days the audit log is kept.
    pub audit_days: Option<i32>,
}

/// Tells those who manage a CRM what is set for it.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but owner and admins.
pub async fn general_settings<C: ConnectionTrait>(
    db: &C,
    crm: &Crm,
    session: &CrmSession,
    now: Timestamp,
) -> Result<GeneralSettings, Error> {
    require_admin(session)?;
    let row = row(db, crm).await?;
    view(db, row, now).await
}

/// Changes what is set for a CRM, at the version that the caller saw. What changes nothing leaves no trace.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but owner and admins; [`Error::Invalid`], [`Error::VersionConflict`].
pub async fn change_general_settings(
    db: &Database,
    crm: &Crm,
    session: &CrmSession,
    version: i64,
    change: GeneralChange<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<GeneralSettings, Error> {
    require_admin(session)?;
    let tx = db.write().await?;
    let mut row = changeable(&tx, crm, version).await?;
    let mut changed = text::change([
        ("name", change.name, &mut row.name),
        ("locale", change.locale, &mut row.locale),
        ("time_zone", change.time_zone, &mut row.time_zone),
    ]);
    if let Some(days) = change.audit_days.filter(|days| *days != row.audit_days) {
        row.audit_days = days;
        changed.push("audit_days");
    }
    if changed.is_empty() {
        return view(&tx, row, now).await;
    }
    let name = (row.name.as_str(), LONGEST_CRM_NAME);
    let locale = localised::check(name, &row.locale, &row.time_zone)?;
    locale.tag().clone_into(&mut row.locale);
    if !audit::MAY_BE_KEPT_DAYS.contains(&row.audit_days) {
        let (field, fault) = (Field::AuditDays, FieldFault::Invalid);
        return Err(Error::Invalid(vec![FieldError { field, fault }]));
    }
    save(&tx, &mut row, now).await?;
    let by = Actor::User(&session.who.id);
    let entry = audit::Entry {
        scope: AuditScope::Crm,
        scope_id: &row.id,
        action: "crm.updated",
        actor: by,
        subject: None,
        fields: json!({ "changed": changed }),
    };
    audit::append(&tx, entry, trace, now).await?;
    event::settings_changed(&tx, &row.id, by, "general", now).await?;
    let settings = view(&tx, row, now).await?;
    tx.commit().await?;
    Ok(settings)
}

/// The CRM's row, at the version that the caller saw, which nobody else changes until the transaction ends.
async fn changeable(
    tx: &DatabaseTransaction,
    crm: &Crm,
    version: i64,
) -> Result<crm::Model, Error> {
    Exclusive::Crm(crm.scope().crm_id()).hold(tx).await?;
    let row = row(tx, crm).await?;
    if row.version == version {
        Ok(row)
    } else {
        Err(Error::VersionConflict)
    }
}

async fn row<C: ConnectionTrait>(db: &C, crm: &Crm) -> Result<crm::Model, Error> {
    let row = crm::Entity::find_by_id(crm.scope().crm_id().to_owned());
    row.one(db).await?.ok_or(Error::CrmNotFound)
}

/// Writes down what can be set.
async fn save(tx: &DatabaseTransaction, row: &mut crm::Model, now: Timestamp) -> Result<(), Error> {
    row.version += 1;
    crm::Entity::update_many()
        .col_expr(crm::Column::Name, Expr::value(row.name.as_str()))
        .col_expr(crm::Column::Slug, Expr::value(row.slug.as_str()))
        .col_expr(crm::Column::Locale, Expr::value(row.locale.as_str()))
        .col_expr(crm::Column::TimeZone, Expr::value(row.time_zone.as_str()))
        .col_expr(crm::Column::AuditDays, Expr::value(row.audit_days))
        .col_expr(crm::Column::Version, Expr::value(row.version))
        .col_expr(crm::Column::UpdatedAt, Expr::value(now.as_millisecond()))
        .filter(crm::COLUMN.id.eq(row.id.as_str()))
        .exec(tx)
        .await?;
    Ok(())
}

async fn view<C: ConnectionTrait>(
    db: &C,
    row: crm::Model,
    now: Timestamp,
) -> Result<GeneralSettings, Error> {
    let changeable_at = address::changeable_at(claim::taken_at(db, &row.id).await?, now);
    Ok(GeneralSettings {
        name: row.name,
        slug: row.slug,
        locale: row.locale,
        time_zone: row.time_zone,
        audit_days: row.audit_days,
        address_changeable_at: changeable_at.map(moment),
        version: row.version,
    })
}

#[cfg(test)]
mod tests;
