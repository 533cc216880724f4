//! Who is in a CRM, and what an admin changes about it.

use std::collections::HashSet;

use jiff::Timestamp;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, QueryOrder as _, entity::prelude::*, sea_query::Expr,
};
use serde_json::{Value, json};

use super::rights::{given_role, require_admin};
pub use crate::entity::crm_user::CrmUserStatus as ColleagueStatus;
use crate::{
    api_key,
    audit::{self, Actor, AuditScope},
    crm_record::Crm,
    database::{Database, Exclusive},
    device,
    entity::{
        credential,
        crm_user::{self, CredentialSource, Role},
    },
    error::{Error, Field, FieldError, FieldFault},
    event::{self, EventKind},
    person,
    principal::Principal,
    requester::Requester,
    session::{self, CrmSession},
    step_up,
    trace::RequestTrace,
};

/// A user as colleagues see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// Permanent id.
    pub id: String,
    /// First and last name.
    pub display_name: String,
    /// Unique inside the CRM.
    pub username: String,
    /// Login address.
    pub email: String,
    /// What they do.
    pub title: String,
    /// The hash of their photo, if they have one.
    pub photo: Option<String>,
    /// What they may do.
    pub role: Role,
    /// Whether they may sign in.
    pub status: ColleagueStatus,
    /// The one who asks may take their second factor away.
    pub can_reset_factor: bool,
    /// Rises with every change.
    pub version: i64,
}

/// Everybody in the CRM, by name. A program is told what a member is.
///
/// # Errors
/// [`Error::Database`].
pub async fn directory<C: ConnectionTrait>(
    db: &C,
    crm: &Crm,
    by: &Requester,
) -> Result<Vec<Colleague>, Error> {
    let rows = crm_user::Entity::find()
        .filter(crm_user::COLUMN.crm_id.eq(crm.scope().crm_id()))
        .filter(crm_user::COLUMN.deleted_at.is_null())
        .order_by_asc(crm_user::COLUMN.sort_key)
        .order_by_asc(crm_user::COLUMN.id)
        .all(db)
        .await?;
    let factors = match by.person() {
        Some(session) => factors(db, crm, session).await?,
        None => HashSet::new(),
    };
    Ok(rows.into_iter().map(|row| view(row, &factors)).collect())
}

/// Gives somebody another role.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], [`Error::CannotChangeOwnRole`],
/// [`Error::VersionConflict`]; [`Error::Invalid`] for a role that can't be given. The owner's role
/// stays: [`Error::Forbidden`].
pub async fn change_role(
    db: &Database,
    crm: &Crm,
    session: &CrmSession,
    (id, version): (&str, i64),
    role: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Colleague, Error> {
    let role = given_role(role).ok_or_else(|| {
        let (field, fault) = (Field::Role, FieldFault::Unknown);
        Error::Invalid(vec![FieldError { field, fault }])
    })?;
    let tx = db.write().await?;
    let mut row = changeable(&tx, crm, session, (id, version)).await?;
    if role == Role::Admin {
        step_up::require(session, now)?;
    } else {
        api_key::revoke_of(&tx, (&row.crm_id, &row.id), now).await?;
    }
    let fields = json!({ "from": row.role.to_value(), "to": role.to_value() });
    update(&tx, &mut row, crm_user::Column::Role, role.to_value(), now).await?;
    row.role = role;
    log(&tx, "user.role_changed", session, &row, fields, trace, now).await?;
    let (by, what) = (Actor::User(&session.who.id), EventKind::UserRoleChanged);
    event::user(&tx, what, by, &row, &["role"], now).await?;
    let factors = factors(&tx, crm, session).await?;
    tx.commit().await?;
    Ok(view(row, &factors))
}

/// Takes somebody's right to sign in, and ends their sessions and keys. What they wrote stays theirs.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], [`Error::CannotChangeOwnRole`],
/// [`Error::VersionConflict`].
pub async fn deactivate(
    db: &Database,
    crm: &Crm,
    session: &CrmSession,
    at: (&str, i64),
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Colleague, Error> {
    let to = ColleagueStatus::Deactivated;
    set_status(db, crm, session, at, to, trace, now).await
}

/// Gives the right to sign in back.
///
/// # Errors
/// As [`deactivate`].
pub async fn reactivate(
    db: &Database,
    crm: &Crm,
    session: &CrmSession,
    at: (&str, i64),
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Colleague, Error> {
    let to = ColleagueStatus::Active;
    set_status(db, crm, session, at, to, trace, now).await
}

async fn set_status(
    db: &Database,
    crm: &Crm,
    session: &CrmSession,
    at: (&str, i64),
    status: ColleagueStatus,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Colleague, Error> {
    let tx = db.write().await?;
    let mut row = changeable(&tx, crm, session, at).await?;
    update(
        &tx,
        &mut row,
        crm_user::Column::Status,
        status.to_value(),
        now,
    )
    .await?;
    row.status = status;
    let (action, what) = if status == ColleagueStatus::Active {
        ("user.reactivated", EventKind::UserReactivated)
    } else {
        let whose = Principal::user(&row.crm_id, &row.id);
        session::revoke_others(&tx, &whose, "", "user_deactivated", now).await?;
        device::distrust_all(&tx, &whose).await?;
        api_key::revoke_of(&tx, (&row.crm_id, &row.id), now).await?;
        ("user.deactivated", EventKind::UserDeactivated)
    };
    log(&tx, action, session, &row, json!({}), trace, now).await?;
    let by = Actor::User(&session.who.id);
    event::user(&tx, what, by, &row, &["status"], now).await?;
    let factors = factors(&tx, crm, session).await?;
    tx.commit().await?;
    Ok(view(row, &factors))
}

/// A user whom the caller may change, at the version that the caller saw.
pub(super) async fn changeable(
    tx: &DatabaseTransaction,
    crm: &Crm,
    session: &CrmSession,
    (id, version): (&str, i64),
) -> Result<crm_user::Model, Error> {
    require_admin(session)?;
    let crm_id = crm.scope().crm_id();
    Exclusive::Crm(crm_id).hold(tx).await?;
    let row = colleague(tx, crm, id).await?;
    if row.id == session.who.id {
        return Err(Error::CannotChangeOwnRole);
    }
    if row.role == Role::Owner {
        return Err(Error::Forbidden);
    }
    if row.version != version {
        return Err(Error::VersionConflict);
    }
    Ok(row)
}

/// A user of the CRM.
pub(super) async fn colleague(
    tx: &DatabaseTransaction,
    crm: &Crm,
    id: &str,
) -> Result<crm_user::Model, Error> {
    crm_user::Entity::find()
        .filter(crm_user::COLUMN.crm_id.eq(crm.scope().crm_id()))
        .filter(crm_user::COLUMN.id.eq(id))
        .filter(crm_user::COLUMN.deleted_at.is_null())
        .one(tx)
        .await?
        .ok_or(Error::NotFound)
}

/// Users whose second factor the one who asks may take away; nobody else is told who has one.
async fn factors<C: ConnectionTrait>(
    db: &C,
    crm: &Crm,
    session: &CrmSession,
) -> Result<HashSet<String>, Error> {
    if require_admin(session).is_err() {
        return Ok(HashSet::new());
    }
    let rows = credential::Entity::find()
        .filter(credential::COLUMN.crm_id.eq(crm.scope().crm_id()))
        .filter(credential::COLUMN.totp_enabled_at.is_not_null())
        .all(db)
        .await?;
    let users = rows.into_iter().filter_map(|row| row.crm_user_id);
    Ok(users.filter(|id| *id != session.who.id).collect())
}

pub(super) async fn update(
    tx: &DatabaseTransaction,
    row: &mut crm_user::Model,
    column: crm_user::Column,
    value: String,
    now: Timestamp,
) -> Result<(), Error> {
    row.version += 1;
    crm_user::Entity::update_many()
        .col_expr(column, Expr::value(value))
        .col_expr(crm_user::Column::Version, Expr::value(row.version))
        .col_expr(
            crm_user::Column::UpdatedAt,
            Expr::value(now.as_millisecond()),
        )
        .filter(crm_user::COLUMN.crm_id.eq(row.crm_id.as_str()))
        .filter(crm_user::COLUMN.id.eq(row.id.as_str()))
        .exec(tx)
        .await?;
    Ok(())
}

fn view(row: crm_user::Model, factors: &HashSet<String>) -> Colleague {
    Colleague {
        can_reset_factor: factors.contains(&row.id)
            && row.role != Role::Owner
            && row.credential_source == CredentialSource::Own,
        display_name: person::display(&row.first_name, &row.last_name),
        id: row.id,
        username: row.username,
        email: row.email,
        title: row.title,
        photo: row.photo_hash,
        role: row.role,
        status: row.status,
        version: row.version,
    }
}

pub(super) async fn log(
    tx: &DatabaseTransaction,
    action: &'static str,
    session: &CrmSession,
    row: &crm_user::Model,
    fields: Value,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let entry = audit::Entry {
        scope: AuditScope::Crm,
        scope_id: &row.crm_id,
        action,
        actor: Actor::User(&session.who.id),
        subject: Some(&row.id),
        fields,
    };
    audit::append(tx, entry, trace, now).await
}
