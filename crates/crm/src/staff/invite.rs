//! Asking people into a CRM.

use std::time::Duration;

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DatabaseTransaction, QueryOrder as _, entity::prelude::*,
    sea_query::Expr,
};
use serde_json::json;

use super::rights::{given_role, require_admin};
use crate::{
    attempt::{self, INVITATIONS_BY_CRM},
    audit::{self, Actor, AuditScope},
    crm_record::Crm,
    database::{Database, Exclusive},
    email,
    entity::{
        crm_user::{self, Role},
        invitation,
    },
    error::{Error, Field, FieldError, FieldFault},
    event,
    id::new_id,
    instant::millis,
    letter::Letter,
    locale::Locale,
    outbox::{self, Recipient},
    session::CrmSession,
    step_up,
    token::Token,
    trace::RequestTrace,
    unproven,
};

/// How long an invitation is good.
pub const INVITATION_LIFE: Duration = Duration::from_hours(7 * 24);

/// People asked at once.
const MOST_AT_ONCE: usize = 50;

/// How long a letter isn't sent again.
const RESEND_AFTER: Duration = Duration::from_mins(10);

/// An invitation that nobody took yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its id.
    pub id: String,
    /// Who is invited.
    pub email: String,
    /// The role to be given.
    pub role: Role,
    /// When the last letter went out.
    pub sent_at: Timestamp,
    /// When it stops working.
    pub expires_at: Timestamp,
}

/// Invites people, all or none of them, each by a letter.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::StepUpRequired`] for admins; [`Error::Invalid`] names each address that isn't one, is there twice, or
/// belongs to somebody who is in the CRM or invited; [`Error::RateLimited`], also when an address got too many
/// letters from whomever.
pub async fn invite(
    db: &Database,
    crm: &Crm,
    session: &CrmSession,
    emails: &[String],
    role: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Vec<Invitation>, Error> {
    require_admin(session)?;
    let role = given_role(role).ok_or_else(|| wrong(Field::Role, FieldFault::Unknown))?;
    if role == Role::Admin {
        // They could do whatever takes a step-up at once.
        step_up::require(session, now)?;
    }
    if emails.is_empty() {
        return Err(wrong(Field::Emails(0), FieldFault::Required));
    }
    if emails.len() > MOST_AT_ONCE {
        let fault = FieldFault::TooMany(MOST_AT_ONCE);
        return Err(wrong(Field::Emails(MOST_AT_ONCE), fault));
    }
    let tx = db.write().await?;
    let crm_id = crm.scope().crm_id();
    Exclusive::Crm(crm_id).hold(&tx).await?;
    let plan = check(&tx, crm_id, emails, now).await?;
    // In one order, whoever invites whom at the same time.
    let mut norms: Vec<&str> = plan.iter().map(|(_, norm)| norm.as_str()).collect();
    norms.sort_unstable();
    for email_norm in norms {
        unproven::count(&tx, email_norm, now).await?;
    }
    let mut made = Vec::with_capacity(plan.len());
    for (email, email_norm) in plan {
        let _counts = attempt::reserve(&tx, &INVITATIONS_BY_CRM, crm_id, now).await?;
        // One that ran out stands in nobody's way.
        revoke_open(&tx, crm_id, &email_norm, now).await?;
        let row = insert(&tx, crm_id, session, (email, email_norm), role, now).await?;
        let row = send(&tx, crm, session, row, now).await?;
        log(&tx, "user.invited", by(session), &row, trace, now).await?;
        event::user_invited(&tx, &row, by(session), now).await?;
        made.push(view(row));
    }
    tx.commit().await?;
    Ok(made)
}

/// Invitations that nobody took, newest first. One that ran out can be sent again.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn invitations<C: ConnectionTrait>(
    db: &C,
    crm: &Crm,
    session: &CrmSession,
) -> Result<Vec<Invitation>, Error> {
    require_admin(session)?;
    let rows = open(crm.scope().crm_id())
        .order_by_desc(invitation::COLUMN.created_at)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(view).collect())
}

/// Sends another letter; the link in the one before stops working.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`]; [`Error::EmailTaken`] when somebody in the CRM has the address by
/// now; [`Error::RateLimited`] when the last one is fresh, or the address got too many letters.
pub async fn resend(
    db: &Database,
    crm: &Crm,
    session: &CrmSession,
    id: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Invitation, Error> {
    require_admin(session)?;
    let tx = db.write().await?;
    Exclusive::Crm(crm.scope().crm_id()).hold(&tx).await?;
    let row = find(&tx, crm, id).await?;
    let since = now.as_millisecond() - row.sent_at;
    let wait = millis(RESEND_AFTER) - since;
    if wait > 0 {
        let retry_after = Duration::from_millis(wait.unsigned_abs());
        return Err(Error::RateLimited { retry_after });
    }
    if is_users(&tx, &row.crm_id, &row.email_norm).await? {
        return Err(Error::EmailTaken);
    }
    unproven::count(&tx, &row.email_norm, now).await?;
    let row = send(&tx, crm, session, row, now).await?;
    log(&tx, "user.invited", by(session), &row, trace, now).await?;
    event::user_invited(&tx, &row, by(session), now).await?;
    tx.commit().await?;
    Ok(view(row))
}

/// Takes an invitation back.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`].
pub async fn revoke(
    db: &Database,
    crm: &Crm,
    session: &CrmSession,
    id: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    require_admin(session)?;
    let tx = db.write().await?;
    Exclusive::Crm(crm.scope().crm_id()).hold(&tx).await?;
    let row = find(&tx, crm, id).await?;
    invitation::Entity::update_many()
        .col_expr(
            invitation::Column::RevokedAt,
            Expr::value(now.as_millisecond()),
        )
        .filter(invitation::COLUMN.crm_id.eq(crm.scope().crm_id()))
        .filter(invitation::COLUMN.id.eq(id))
        .filter(invitation::COLUMN.accepted_at.is_null())
        .filter(invitation::COLUMN.revoked_at.is_null())
        .exec(&tx)
        .await?;
    log(
        &tx,
        "user.invitation_revoked",
        by(session),
        &row,
        trace,
        now,
    )
    .await?;
    let subject = ("invitation", id);
    event::record_changed(&tx, &row.crm_id, by(session), subject, now).await?;
    tx.commit().await?;
    Ok(())
}

fn wrong(field: Field, fault: FieldFault) -> Error {
    Error::Invalid(vec![FieldError { field, fault }])
}

/// Addresses as typed and in their normal form.
async fn check(
    tx: &DatabaseTransaction,
    crm_id: &str,
    emails: &[String],
    now: Timestamp,
) -> Result<Vec<(String, String)>, Error> {
    let (mut plan, mut faults) = (Vec::new(), Vec::new());
    for (n, email) in emails.iter().enumerate() {
        let mut refuse = |fault| {
            let field = Field::Emails(n);
            faults.push(FieldError { field, fault });
        };
        let Some(email_norm) = email::normalise(email) else {
            refuse(FieldFault::Invalid);
            continue;
        };
        let twice = plan.iter().any(|(_, known)| *known == email_norm);
        if twice || is_known(tx, crm_id, &email_norm, now).await? {
            refuse(FieldFault::Taken);
            continue;
        }
        plan.push((email.trim().to_owned(), email_norm));
    }
    if faults.is_empty() {
        Ok(plan)
    } else {
        Err(Error::Invalid(faults))
    }
}

/// Whether somebody in a CRM has an address, or is invited with it.
pub(crate) async fn is_known<C: ConnectionTrait>(
    tx: &C,
    crm_id: &str,
    email_norm: &str,
    now: Timestamp,
) -> Result<bool, Error> {
    if is_users(tx, crm_id, email_norm).await? {
        return Ok(true);
    }
    let invited = open(crm_id)
        .filter(invitation::COLUMN.email_norm.eq(email_norm))
        .filter(invitation::COLUMN.expires_at.gt(now.as_millisecond()))
        .one(tx)
        .await?;
    Ok(invited.is_some())
}

/// Whether somebody in a CRM has an address.
pub(crate) async fn is_users<C: ConnectionTrait>(
    tx: &C,
    crm_id: &str,
    email_norm: &str,
) -> Result<bool, Error> {
    let user = crm_user::Entity::find()
        .filter(crm_user::COLUMN.crm_id.eq(crm_id))
        .filter(crm_user::COLUMN.email_norm.eq(email_norm))
        .filter(crm_user::COLUMN.deleted_at.is_null())
        .one(tx)
        .await?;
    Ok(user.is_some())
}

/// Takes back what invites an address to a CRM, good or run out.
pub(crate) async fn revoke_open<C: ConnectionTrait>(
    tx: &C,
    crm_id: &str,
    email_norm: &str,
    now: Timestamp,
) -> Result<(), Error> {
    invitation::Entity::update_many()
        .col_expr(
            invitation::Column::RevokedAt,
            Expr::value(now.as_millisecond()),
        )
        .filter(invitation::COLUMN.crm_id.eq(crm_id))
        .filter(invitation::COLUMN.email_norm.eq(email_norm))
        .filter(invitation::COLUMN.accepted_at.is_null())
        .filter(invitation::COLUMN.revoked_at.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Those that nobody took and nobody took back, good or run out.
fn open(crm_id: &str) -> Select<invitation::Entity> {
    invitation::Entity::find()
        .filter(invitation::COLUMN.crm_id.eq(crm_id))
        .filter(invitation::COLUMN.accepted_at.is_null())
        .filter(invitation::COLUMN.revoked_at.is_null())
}

async fn find<C: ConnectionTrait>(db: &C, crm: &Crm, id: &str) -> Result<invitation::Model, Error> {
    let row = open(crm.scope().crm_id())
        .filter(invitation::COLUMN.id.eq(id))
        .one(db)
        .await?;
    row.ok_or(Error::NotFound)
}

async fn insert(
    tx: &DatabaseTransaction,
    crm_id: &str,
    session: &CrmSession,
    (email, email_norm): (String, String),
    role: Role,
    now: Timestamp,
) -> Result<invitation::Model, Error> {
    let at = now.as_millisecond();
    let row = invitation::ActiveModel {
        crm_id: Set(crm_id.to_owned()),
        id: Set(new_id(now)),
        email: Set(email),
        email_norm: Set(email_norm),
        role: Set(role),
        // Nobody knows theirs yet: it is the inviter's.
        locale: Set(session.who.locale.clone()),
        secret_hash: Set(Token::new().hash().to_hex()),
        invited_by: Set(session.who.id.clone()),
        sent_at: Set(at),
        expires_at: Set(at),
        accepted_at: Set(None),
        revoked_at: Set(None),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        created_by: Set(Some(session.who.id.clone())),
        updated_by: Set(None),
    };
    Ok(row.insert(tx).await?)
}

/// Makes a new link for an open invitation, for an operator who sends no mail; the one before stops
/// working. The link is relative to the server.
///
/// # Errors
/// [`Error::NotFound`] when nobody with this address is invited.
pub async fn make_invitation_link(
    db: &Database,
    crm: &Crm,
    email: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Sensitive<String>, Error> {
    let email_norm = email::normalise(email).ok_or(Error::NotFound)?;
    let tx = db.write().await?;
    let crm_id = crm.scope().crm_id();
    Exclusive::Crm(crm_id).hold(&tx).await?;
    let row = open(crm_id)
        .filter(invitation::COLUMN.email_norm.eq(email_norm))
        .one(&tx)
        .await?
        .ok_or(Error::NotFound)?;
    if is_users(&tx, crm_id, &row.email_norm).await? {
        return Err(Error::NotFound);
    }
    let (row, path) = renew(&tx, row, now).await?;
    let action = "user.invitation_link_made";
    log(&tx, action, Actor::Operator, &row, trace, now).await?;
    tx.commit().await?;
    Ok(path)
}

/// Sends the letter with a new link.
async fn send(
    tx: &DatabaseTransaction,
    crm: &Crm,
    session: &CrmSession,
    row: invitation::Model,
    now: Timestamp,
) -> Result<invitation::Model, Error> {
    let (row, path) = renew(tx, row, now).await?;
    let letter = Letter::Invitation {
        email: row.email.clone(),
        inviter: session.who.email.clone(),
        crm_path: crm.home_path(),
        // EXPOSE: the link is for the one who reads the letter.
        path: path.expose().clone(),
    };
    let to = Recipient {
        email: &row.email,
        locale: Locale::from_tag(&row.locale).unwrap_or_default(),
        crm_id: Some(&row.crm_id),
    };
    outbox::enqueue(tx, &letter, to, now).await?;
    Ok(row)
}

/// Gives it a new link, and time from now on.
async fn renew(
    tx: &DatabaseTransaction,
    mut row: invitation::Model,
    now: Timestamp,
) -> Result<(invitation::Model, Sensitive<String>), Error> {
    let token = Token::new();
    let expires_at = now.checked_add(INVITATION_LIFE).unwrap_or(Timestamp::MAX);
    row.secret_hash = token.hash().to_hex();
    row.sent_at = now.as_millisecond();
    row.expires_at = expires_at.as_millisecond();
    invitation::Entity::update_many()
        .col_expr(
            invitation::Column::SecretHash,
            Expr::value(row.secret_hash.as_str()),
        )
        .col_expr(invitation::Column::SentAt, Expr::value(row.sent_at))
        .col_expr(invitation::Column::ExpiresAt, Expr::value(row.expires_at))
        .filter(invitation::COLUMN.crm_id.eq(row.crm_id.as_str()))
        .filter(invitation::COLUMN.id.eq(row.id.as_str()))
        .exec(tx)
        .await?;
    // EXPOSE: the link is what shows the secret.
    let path = format!("/invitation#ticket={}", token.secret().expose());
    Ok((row, Sensitive::new(path)))
}

fn view(row: invitation::Model) -> Invitation {
    let instant = |at| Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH);
    Invitation {
        id: row.id,
        email: row.email,
        role: row.role,
        sent_at: instant(row.sent_at),
        expires_at: instant(row.expires_at),
    }
}

const fn by(session: &CrmSession) -> Actor<'_> {
    Actor::User(session.who.id.as_str())
}

async fn log(
    tx: &DatabaseTransaction,
    action: &'static str,
    actor: Actor<'_>,
    row: &invitation::Model,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let entry = audit::Entry {
        scope: AuditScope::Crm,
        scope_id: &row.crm_id,
        action,
        actor,
        subject: Some(&row.id),
        fields: json!({ "role": row.role.to_value() }),
    };
    audit::append(tx, entry, trace, now).await
}
