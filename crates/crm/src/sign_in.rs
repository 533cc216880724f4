//! Sign-in by address, with a password.

use std::{net::IpAddr, time::Duration};

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseTransaction, entity::prelude::*, sea_query::Expr};
use serde_json::json;

use crate::{
    attempt::{self, Attempt, LOOK_UP_BY_IP, PASSWORD_BY_IP, PASSWORD_BY_LOGIN},
    audit::{self, Actor, AuditScope},
    crm_record::{Crm, CrmScope, CrmStatus},
    database::Database,
    email,
    entity::{
        credential,
        crm_user::{self, CredentialSource, CrmUserStatus},
        membership,
    },
    error::Error,
    password::{Hasher, Verdict},
    session::{self, NewSession, SessionMethod, admits, user_principal},
    text::folded,
    trace::RequestTrace,
};

/// How long an answer waits when a login is under attack. There is no lock-out: that would let
/// anybody keep its owner out.
const SLOW_DOWN: Duration = Duration::from_secs(2);

/// What a person filled in.
#[derive(Debug)]
pub struct SignInInput<'a> {
    /// E-mail address or username.
    pub login: &'a str,
    /// The password.
    pub password: &'a Sensitive<String>,
    /// "Keep me signed in".
    pub keep: bool,
}

/// What comes after the password.
#[derive(Debug)]
pub enum SignIn {
    /// The session exists.
    Open(NewSession),
}

/// Why a sign-in failed, for the audit log alone.
#[derive(Debug, Clone, Copy)]
enum Reason {
    UnknownLogin,
    NotActive,
    WrongPassword,
}

/// Signs a user in. Whether the login exists can be told neither by the answer nor by its time.
///
/// # Errors
/// [`Error::SignInFailed`], [`Error::RateLimited`], [`Error::HasherBusy`]; only with the right
/// password [`Error::CrmSuspended`] and [`Error::CrmScheduledForDeletion`].
pub async fn sign_in(
    db: &Database,
    hasher: &Hasher,
    crm: &Crm,
    input: SignInInput<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<SignIn, Error> {
    let login = Login::from(input.login);
    let attempts = reserve(db, crm.scope(), &login, trace, now).await?;
    if attempts.slow {
        tokio::time::sleep(SLOW_DOWN).await;
    }
    let user = find_user(db.read(), crm.scope(), &login).await?;
    let credential = match &user {
        Some(user) => find_credential(db.read(), user).await?,
        None => None,
    };
    let stored = credential
        .as_ref()
        .and_then(|row| row.password_hash.as_deref());
    let verdict = hasher.verify(input.password, stored).await?;
    match (user, credential) {
        (Some(user), Some(credential)) if verdict.right && is_active(&user) => {
            let rehashed = rehash(hasher, &input, verdict).await?;
            let found = Found {
                user,
                credential,
                rehashed,
            };
            open(db, crm, found, attempts, input.keep, trace, now).await
        }
        (user, _) => {
            let reason = match &user {
                None => Reason::UnknownLogin,
                Some(user) if !is_active(user) => Reason::NotActive,
                Some(_) => Reason::WrongPassword,
            };
            log_failure(db, crm.scope(), user.as_ref(), reason, trace, now).await?;
            Err(Error::SignInFailed)
        }
    }
}

/// Counts a look-up of an address.
///
/// # Errors
/// [`Error::RateLimited`].
pub async fn note_look_up(db: &Database, ip: IpAddr, now: Timestamp) -> Result<(), Error> {
    let tx = db.write().await?;
    let _counted: Attempt =
        attempt::reserve(&tx, &LOOK_UP_BY_IP, &attempt::network(ip), now).await?;
    tx.commit().await?;
    Ok(())
}

/// A login as it is looked up.
enum Login {
    Email(String),
    Username(String),
}

impl From<&str> for Login {
    fn from(typed: &str) -> Self {
        let plain = folded(typed);
        if plain.contains('@') {
            Self::Email(email::normalise(typed).unwrap_or(plain))
        } else {
            Self::Username(plain)
        }
    }
}

impl Login {
    fn as_str(&self) -> &str {
        match self {
            Self::Email(text) | Self::Username(text) => text,
        }
    }
}

struct Attempts {
    by_ip: Attempt,
    by_login: Attempt,
    slow: bool,
}

async fn reserve(
    db: &Database,
    scope: &CrmScope,
    login: &Login,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Attempts, Error> {
    let key = format!("{}\n{}", scope.crm_id(), login.as_str());
    let tx = db.write().await?;
    let by_ip = attempt::reserve(&tx, &PASSWORD_BY_IP, &attempt::network(trace.ip), now).await?;
    let slow = attempt::is_reached(&tx, &PASSWORD_BY_LOGIN, &key, now).await?;
    let by_login = attempt::count(&tx, &PASSWORD_BY_LOGIN, &key, now).await?;
    tx.commit().await?;
    Ok(Attempts {
        by_ip,
        by_login,
        slow,
    })
}

async fn find_user<C: ConnectionTrait>(
    db: &C,
    scope: &CrmScope,
    login: &Login,
) -> Result<Option<crm_user::Model>, Error> {
    let users = crm_user::Entity::find()
        .filter(crm_user::COLUMN.crm_id.eq(scope.crm_id()))
        .filter(crm_user::COLUMN.deleted_at.is_null());
    let users = match login {
        Login::Email(email) => users.filter(crm_user::COLUMN.email_norm.eq(email.as_str())),
        Login::Username(name) => users.filter(crm_user::COLUMN.username.eq(name.as_str())),
    };
    Ok(users.one(db).await?)
}

fn is_active(user: &crm_user::Model) -> bool {
    user.status == CrmUserStatus::Active
}

/// The user's own credential, or that of the account that stands behind the user.
async fn find_credential<C: ConnectionTrait>(
    db: &C,
    user: &crm_user::Model,
) -> Result<Option<credential::Model>, Error> {
    let principal = match user.credential_source {
        CredentialSource::Own => user_principal(&user.id),
        CredentialSource::Portal => {
            let link = membership::Entity::find()
                .filter(membership::COLUMN.crm_id.eq(user.crm_id.as_str()))
                .filter(membership::COLUMN.crm_user_id.eq(user.id.as_str()))
                .one(db)
                .await?;
            let Some(link) = link else { return Ok(None) };
            format!("a:{}", link.account_id)
        }
    };
    let row = credential::Entity::find()
        .filter(credential::COLUMN.principal_key.eq(principal))
        .one(db)
        .await?;
    Ok(row)
}

/// A new hash, when the old one was made with weaker settings.
async fn rehash(
    hasher: &Hasher,
    input: &SignInInput<'_>,
    verdict: Verdict,
) -> Result<Option<String>, Error> {
    if !verdict.outdated {
        return Ok(None);
    }
    hasher.hash(input.password).await.map(Some)
}

/// Who proved to be whom.
struct Found {
    user: crm_user::Model,
    credential: credential::Model,
    rehashed: Option<String>,
}

async fn open(
    db: &Database,
    crm: &Crm,
    found: Found,
    attempts: Attempts,
    keep: bool,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<SignIn, Error> {
    let tx = db.write().await?;
    attempt::forgive(&tx, attempts.by_ip).await?;
    attempt::forgive(&tx, attempts.by_login).await?;
    if let Some(hash) = &found.rehashed {
        store_hash(&tx, &found.credential, hash, now).await?;
    }
    if !admits(crm.status, found.user.role) {
        tx.commit().await?;
        return Err(match crm.status {
            CrmStatus::SuspendedBilling => Error::CrmSuspended,
            _ => Error::CrmScheduledForDeletion,
        });
    }
    let method = SessionMethod::Password;
    let session =
        session::start(&tx, crm.scope(), &found.user.id, method, keep, trace, now).await?;
    let entry = audit::Entry {
        scope: AuditScope::Crm,
        scope_id: crm.scope().crm_id(),
        action: "sign_in.succeeded",
        actor: Actor::User(&found.user.id),
        subject: Some(&found.user.id),
        fields: json!({ "method": "password" }),
    };
    audit::append(&tx, entry, trace, now).await?;
    tx.commit().await?;
    Ok(SignIn::Open(session))
}

async fn store_hash(
    tx: &DatabaseTransaction,
    credential: &credential::Model,
    hash: &str,
    now: Timestamp,
) -> Result<(), Error> {
    credential::Entity::update_many()
        .col_expr(credential::Column::PasswordHash, Expr::value(hash))
        .col_expr(
            credential::Column::UpdatedAt,
            Expr::value(now.as_millisecond()),
        )
        .filter(credential::COLUMN.id.eq(credential.id.as_str()))
        // A password that was changed meanwhile stays changed.
        .filter(credential::COLUMN.version.eq(credential.version))
        .exec(tx)
        .await?;
    Ok(())
}

async fn log_failure(
    db: &Database,
    scope: &CrmScope,
    user: Option<&crm_user::Model>,
    reason: Reason,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let reason = match reason {
        Reason::UnknownLogin => "unknown_login",
        Reason::NotActive => "not_active",
        Reason::WrongPassword => "wrong_password",
    };
    let tx = db.write().await?;
    let entry = audit::Entry {
        scope: AuditScope::Crm,
        scope_id: scope.crm_id(),
        action: "sign_in.failed",
        actor: Actor::Nobody,
        subject: user.map(|user| user.id.as_str()),
        fields: json!({ "method": "password", "reason": reason }),
    };
    audit::append(&tx, entry, trace, now).await?;
    tx.commit().await?;
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests;
