//! Sign-in with a password: by address here, without one in [`selection`].

mod attempts;
pub(crate) mod second_factor;
pub(crate) mod selection;
pub(crate) mod step;

use std::net::IpAddr;

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, entity::prelude::*};
use serde_json::json;

use self::{
    attempts::Attempts,
    step::{Arrival, Goal, Step},
};
use crate::{
    attempt::{self, Attempt, LOOK_UP_BY_IP},
    audit::{self, Actor, AuditScope},
    credential::{self, Credential},
    crm_record::{Crm, CrmScope},
    database::Database,
    email,
    entity::crm_user::{self, CrmUserStatus},
    error::Error,
    password::{Hasher, Verdict},
    session::{Assurance, SessionMethod, admits},
    text::folded,
    trace::RequestTrace,
};

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

/// Why a sign-in failed, for the audit log alone.
#[derive(Debug, Clone, Copy)]
enum Reason {
    UnknownLogin,
    NotActive,
    WrongPassword,
}

/// Signs a user in, or asks for the second factor that they have. Whether the login exists can be told neither by the answer nor by its time.
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
) -> Result<Step, Error> {
    let login = Login::from(input.login);
    let key = format!("{}\n{}", crm.scope().crm_id(), login.as_str());
    let attempts = Attempts::reserve(db, &key, trace, now).await?;
    let user = find_user(db.read(), crm.scope(), &login).await?;
    let credential = match &user {
        Some(user) => credential::of_user(db.read(), user).await?,
        None => None,
    };
    let stored = credential
        .as_ref()
        .and_then(|row| row.password_hash.as_deref());
    let verdict = hasher.verify(input.password, stored).await?;
    match (user, credential) {
        (Some(user), Some(credential)) if verdict.right && is_active(&user) => {
            let rehashed = rehash(hasher, input.password, verdict).await?;
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
pub(crate) enum Login {
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

/// Who has a login in a CRM.
pub(crate) async fn find_user<C: ConnectionTrait>(
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

/// A new hash, when the old one was made with weaker settings.
async fn rehash(
    hasher: &Hasher,
    password: &Sensitive<String>,
    verdict: Verdict,
) -> Result<Option<String>, Error> {
    if !verdict.outdated {
        return Ok(None);
    }
    hasher.hash(password).await.map(Some)
}

/// Who proved to be whom.
struct Found {
    user: crm_user::Model,
    credential: Credential,
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
) -> Result<Step, Error> {
    let tx = db.write().await?;
    attempts.forgive(&tx).await?;
    if let Some(hash) = &found.rehashed {
        credential::rehash(&tx, &found.credential, hash, now).await?;
    }
    if !admits(crm.status, found.user.role) {
        tx.commit().await?;
        return Err(crm.status.refusal());
    }
    let arrival = Arrival {
        goal: Goal::Crm {
            crm_id: crm.scope().crm_id().to_owned(),
            user_id: found.user.id,
            through_account: false,
        },
        method: SessionMethod::Password,
        keep,
        proved: true,
        assurance: Assurance::One,
        from: None,
        until: None,
        sso: None,
    };
    let step = step::arrive(&tx, arrival, trace, now).await?;
    tx.commit().await?;
    Ok(step)
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
