//! A person's sessions as they see them, and ending those that aren't theirs.

use jiff::Timestamp;
use sea_orm::{
    ConnectionTrait, PaginatorTrait as _, QueryOrder as _, entity::prelude::*, sea_query::Expr,
};
use serde_json::json;

use super::{
    Assurance, PortalSession, Session, SessionKind, SessionMethod, good, revoke, revoke_others,
};
use crate::{
    audit,
    credential::{self, Credential},
    crm_record::{Crm, CrmStatus},
    database::Database,
    device, device_token,
    entity::{crm, device as device_row, membership, session},
    error::{Error, Field, FieldError, FieldFault},
    principal::Principal,
    text::tidy,
    trace::RequestTrace,
};

const LONGEST_NAME: usize = 60;
const MINUTE_MS: i64 = 60_000;

/// How a session began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beginning {
    /// With a password.
    Password,
    /// From the portal.
    Portal,
    /// With a code on another screen.
    Qr,
    /// By single sign-on.
    Sso,
    /// With a passkey.
    Passkey,
}

/// One session of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnSession {
    /// Its id.
    pub id: String,
    /// What the person calls the device.
    pub device_name: Option<String>,
    /// What the desktop client calls itself, if one is registered at the session.
    pub client_name: Option<String>,
    /// The browser; empty when it doesn't say.
    pub browser: String,
    /// The system; empty when it doesn't say.
    pub os: String,
    /// When the person first signed in from the device.
    pub first_seen_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_seen_at: Timestamp,
    /// The address that it began from.
    pub ip: String,
    /// How it began.
    pub beginning: Beginning,
    /// How surely the person was recognised.
    pub assurance: Assurance,
    /// It is the one that asks.
    pub is_current: bool,
}

/// How many sessions an account's user has at a CRM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionsAtCrm {
    /// The CRM.
    pub crm: Crm,
    /// Sessions that are good now.
    pub count: u64,
}

/// All sessions of a session's person that are good now, most recently used first.
///
/// # Errors
/// [`Error::Database`].
pub async fn own_sessions<C: ConnectionTrait, W: Sync>(
    db: &C,
    session: &Session<W>,
    now: Timestamp,
) -> Result<Vec<OwnSession>, Error> {
    let rows = of(&session.principal, now)
        .order_by_desc(session::COLUMN.last_seen_at)
        .order_by_desc(session::COLUMN.id)
        .all(db)
        .await?;
    let mut views = Vec::with_capacity(rows.len());
    for row in rows {
        views.push(view(db, session, row).await?);
    }
    Ok(views)
}

/// Where else the account's users are signed in: each CRM of its list with at least one session.
///
/// # Errors
/// [`Error::Database`].
pub async fn sessions_at_crms<C: ConnectionTrait>(
    db: &C,
    session: &PortalSession,
    now: Timestamp,
) -> Result<Vec<SessionsAtCrm>, Error> {
    let links = membership::Entity::find()
        .filter(membership::COLUMN.account_id.eq(session.who.id.as_str()))
        .order_by_asc(membership::COLUMN.crm_id)
        .all(db)
        .await?;
    let mut found = Vec::new();
    for link in links {
        let user = Principal::user(&link.crm_id, &link.crm_user_id);
        let count = of(&user, now).count(db).await?;
        let crm = crm::Entity::find_by_id(link.crm_id)
            .filter(crm::COLUMN.status.ne(CrmStatus::Purging))
            .one(db)
            .await?;
        found.extend(crm.filter(|_| count > 0).map(|crm| SessionsAtCrm {
            crm: Crm::from(crm),
            count,
        }));
    }
    Ok(found)
}

/// Ends one session of the person, and the trust in its device.
///
/// # Errors
/// [`Error::NotFound`] for a session that has ended or is somebody else's.
pub async fn revoke_session<W: Sync>(
    db: &Database,
    session: &Session<W>,
    id: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = db.write().await?;
    let row = find(&tx, session, id, now).await?;
    if !revoke(&tx, &row.id, "revoked", now).await? {
        return Err(Error::NotFound);
    }
    for owner in whose_trust(&tx, session).await? {
        device::distrust(&tx, &owner, row.device_id.as_deref()).await?;
    }
    log(&tx, session, &[row.id], trace, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends every session of the person but this one, and the trust in every other device.
///
/// # Errors
/// [`Error::Database`].
pub async fn revoke_other_sessions<W: Sync>(
    db: &Database,
    session: &Session<W>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    revoke_but(db, session, &session.id, trace, now).await
}

/// Ends every session of the person, this one too, and the trust in every device.
///
/// # Errors
/// [`Error::Database`].
pub async fn revoke_all_sessions<W: Sync>(
    db: &Database,
    session: &Session<W>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    revoke_but(db, session, "", trace, now).await
}

/// Gives the device of one of the person's sessions a name, or takes it away.
///
/// # Errors
/// [`Error::NotFound`] for a session that has ended, is somebody else's, or is older than devices are
/// known; [`Error::Invalid`].
pub async fn rename_device<W: Sync>(
    db: &Database,
    session: &Session<W>,
    id: &str,
    name: &str,
    now: Timestamp,
) -> Result<OwnSession, Error> {
    let name = tidy(name);
    if name.chars().count() > LONGEST_NAME {
        let (field, fault) = (Field::DeviceName, FieldFault::TooLong(LONGEST_NAME));
        return Err(Error::Invalid(vec![FieldError { field, fault }]));
    }
    let tx = db.write().await?;
    let row = find(&tx, session, id, now).await?;
    let device_id = row.device_id.as_deref().ok_or(Error::NotFound)?;
    device_row::Entity::update_many()
        .col_expr(device_row::Column::Label, Expr::value(name))
        .col_expr(
            device_row::Column::UpdatedAt,
            Expr::value(now.as_millisecond()),
        )
        .filter(device_row::COLUMN.id.eq(device_id))
        .exec(&tx)
        .await?;
    let renamed = view(&tx, session, row).await?;
    tx.commit().await?;
    Ok(renamed)
}

fn of(principal: &Principal, now: Timestamp) -> Select<session::Entity> {
    let kind = match principal {
        Principal::Account { .. } => SessionKind::Portal,
        Principal::User { .. } => SessionKind::Crm,
    };
    good(kind, now).filter(session::COLUMN.principal_key.eq(principal.key()))
}

async fn find<C: ConnectionTrait, W: Sync>(
    db: &C,
    session: &Session<W>,
    id: &str,
    now: Timestamp,
) -> Result<session::Model, Error> {
    of(&session.principal, now)
        .filter(session::COLUMN.id.eq(id))
        .one(db)
        .await?
        .ok_or(Error::NotFound)
}

async fn view<C: ConnectionTrait, W: Sync>(
    db: &C,
    session: &Session<W>,
    row: session::Model,
) -> Result<OwnSession, Error> {
    let device = match &row.device_id {
        Some(id) => device_row::Entity::find_by_id(id.clone()).one(db).await?,
        None => None,
    };
    let first_seen = device.as_ref().map_or(row.created_at, |d| d.first_seen_at);
    let (label, browser, os) = device.map_or_else(Default::default, |device| {
        (device.label, device.browser, device.os)
    });
    let client_name = device_token::name_at(db, &row.id).await?;
    let instant = |at: i64| Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH);
    Ok(OwnSession {
        is_current: row.id == session.id,
        id: row.id,
        device_name: Some(label).filter(|label| !label.is_empty()),
        client_name,
        browser,
        os,
        first_seen_at: instant(first_seen - first_seen % MINUTE_MS),
        last_seen_at: instant(row.last_seen_at - row.last_seen_at % MINUTE_MS),
        ip: row.ip,
        beginning: match row.method {
            SessionMethod::Password => Beginning::Password,
            SessionMethod::Portal => Beginning::Portal,
            SessionMethod::Qr => Beginning::Qr,
            SessionMethod::Sso => Beginning::Sso,
            SessionMethod::Passkey => Beginning::Passkey,
        },
        assurance: Assurance::of_level(row.aal),
    })
}

/// Whose trust in devices ends with a session: the person's, also where the factor is their account's.
async fn whose_trust<C: ConnectionTrait, W: Sync>(
    tx: &C,
    session: &Session<W>,
) -> Result<Vec<Principal>, Error> {
    let mut owners = vec![session.principal.clone()];
    let credential = credential::behind(tx, &session.principal).await?;
    let owner = credential.as_ref().map(Credential::owner);
    owners.extend(owner.filter(|owner| *owner != session.principal));
    Ok(owners)
}

async fn revoke_but<W: Sync>(
    db: &Database,
    session: &Session<W>,
    but: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = db.write().await?;
    let rows = of(&session.principal, now)
        .filter(session::COLUMN.id.ne(but))
        .order_by_asc(session::COLUMN.id)
        .all(&tx)
        .await?;
    revoke_others(&tx, &session.principal, but, "revoked", now).await?;
    let kept = (!but.is_empty()).then_some(trace.device);
    for owner in whose_trust(&tx, session).await? {
        device::distrust_all_but(&tx, &owner, kept).await?;
    }
    let ids: Vec<String> = rows.into_iter().map(|row| row.id).collect();
    log(&tx, session, &ids, trace, now).await?;
    tx.commit().await?;
    Ok(())
}

async fn log<C: ConnectionTrait, W: Sync>(
    tx: &C,
    session: &Session<W>,
    ids: &[String],
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    if ids.is_empty() {
        return Ok(());
    }
    let fields = json!({ "sessions": ids });
    audit::append_own(
        tx,
        &session.principal,
        "session.revoked",
        fields,
        trace,
        now,
    )
    .await
}
