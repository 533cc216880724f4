//! Changing one's password, inside a session.

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, entity::prelude::*, sea_query::Expr};
use serde_json::json;

use crate::{
    audit::{self, Actor, AuditScope},
    credential::Credential,
    database::Database,
    entity::{account, credential as credential_row, crm_user},
    error::{Error, Field},
    letter::Letter,
    mailable, outbox,
    password::{self, Hasher},
    person,
    principal::Principal,
    session::{self, NewSession, Session},
    step_up,
    trace::RequestTrace,
};

/// What a person filled in.
#[derive(Debug)]
pub struct PasswordChange<'a> {
    /// The present password.
    pub current: &'a Sensitive<String>,
    /// The password from now on.
    pub new: &'a Sensitive<String>,
    /// The same again.
    pub confirmation: &'a Sensitive<String>,
}

/// Changes the password that opens a session. The session gets a new token, every other session of
/// the same person ends.
///
/// # Errors
/// [`Error::PasswordsDiffer`], [`Error::PasswordSame`], [`Error::PasswordWeak`],
/// [`Error::CurrentPasswordWrong`], [`Error::RateLimited`], [`Error::HasherBusy`].
pub async fn change_password<W: Sync>(
    db: &Database,
    hasher: &Hasher,
    session: &Session<W>,
    change: PasswordChange<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<NewSession, Error> {
    // EXPOSE: the rules are about the passwords' texts.
    let (current, new) = (change.current.expose(), change.new.expose());
    if new != change.confirmation.expose() {
        return Err(Error::PasswordsDiffer);
    }
    let credential = step_up::verify(db, hasher, session, change.current, trace, now)
        .await?
        .ok_or(Error::CurrentPasswordWrong)?;
    if current == new {
        return Err(Error::PasswordSame);
    }
    let owner = owner(&credential);
    let personal = personal(db.read(), &owner).await?;
    let personal: Vec<&str> = personal.iter().map(String::as_str).collect();
    password::check(new, password::SHORTEST_ALONE, &personal)
        .map_err(Error::weak(Field::NewPassword))?;
    let hash = hasher.hash(change.new).await?;

    let tx = db.write().await?;
    store(&tx, &credential, &hash, now).await?;
    session::revoke_others(&tx, &owner, &session.id, "password_changed", now).await?;
    if owner != session.principal {
        session::revoke_others(
            &tx,
            &session.principal,
            &session.id,
            "password_changed",
            now,
        )
        .await?;
    }
    let renewed = session::prove(&tx, session, now).await?;
    log(&tx, &owner, "password.changed", trace, now).await?;
    tell(&tx, &owner, now).await?;
    tx.commit().await?;
    Ok(renewed)
}

/// Tells the person by mail, who may not have been it.
pub(crate) async fn tell<C: ConnectionTrait>(
    tx: &C,
    owner: &Principal,
    now: Timestamp,
) -> Result<(), Error> {
    let Some(person) = mailable::of(tx, owner).await? else {
        return Ok(());
    };
    let letter = Letter::PasswordChanged {
        name: person.name.clone(),
        what: person.what.clone(),
        email: person.email.clone(),
        path: "/forgot-password".to_owned(),
    };
    outbox::enqueue(tx, &letter, person.recipient(), now).await
}

fn owner(credential: &Credential) -> Principal {
    match (&credential.account_id, &credential.crm_id) {
        (None, Some(crm_id)) => Principal::user(
            crm_id,
            credential.crm_user_id.as_deref().unwrap_or_default(),
        ),
        (account_id, _) => Principal::account(account_id.as_deref().unwrap_or_default()),
    }
}

/// What a password must not be.
pub(crate) async fn personal<C: ConnectionTrait>(
    db: &C,
    owner: &Principal,
) -> Result<Vec<String>, Error> {
    let texts = match owner {
        Principal::Account { id } => account::Entity::find_by_id(id.clone())
            .one(db)
            .await?
            .map(|row| vec![row.email, row.email_norm, row.name]),
        Principal::User { crm_id, id } => crm_user::Entity::find()
            .filter(crm_user::COLUMN.crm_id.eq(crm_id.as_str()))
            .filter(crm_user::COLUMN.id.eq(id.as_str()))
            .one(db)
            .await?
            .map(|row| {
                let name = person::display(&row.first_name, &row.last_name);
                vec![row.email, row.email_norm, row.username, name]
            }),
    };
    Ok(texts.unwrap_or_default())
}

/// Stores a new password, unless another one was stored since the credential was read.
pub(crate) async fn store<C: ConnectionTrait>(
    tx: &C,
    credential: &Credential,
    hash: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let at = now.as_millisecond();
    let stored = credential_row::Entity::update_many()
        .col_expr(credential_row::Column::PasswordHash, Expr::value(hash))
        .col_expr(credential_row::Column::ChangedAt, Expr::value(at))
        .col_expr(credential_row::Column::UpdatedAt, Expr::value(at))
        .col_expr(
            credential_row::Column::Version,
            Expr::value(credential.version + 1),
        )
        .filter(credential_row::COLUMN.id.eq(credential.id.as_str()))
        .filter(credential_row::COLUMN.version.eq(credential.version))
        .exec(tx)
        .await?;
    // Of two changes at once the second one's "current" password isn't that any more.
    if stored.rows_affected == 1 {
        Ok(())
    } else {
        Err(Error::CurrentPasswordWrong)
    }
}

pub(crate) async fn log<C: ConnectionTrait>(
    tx: &C,
    owner: &Principal,
    action: &'static str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let (scope, scope_id, actor) = match owner {
        Principal::Account { id } => (AuditScope::Account, id, Actor::Account(id)),
        Principal::User { crm_id, id } => (AuditScope::Crm, crm_id, Actor::User(id)),
    };
    let entry = audit::Entry {
        scope,
        scope_id,
        action,
        actor,
        subject: None,
        fields: json!({}),
    };
    audit::append(tx, entry, trace, now).await
}
