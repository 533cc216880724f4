//! Changing one's password, inside a session.

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, entity::prelude::*, sea_query::Expr};
use serde_json::json;

use crate::{
    audit,
    credential::Credential,
    database::Database,
    device,
    entity::{account, credential as credential_row, crm_user},
    error::{Error, Field},
    letter::Notice,
    notice,
    password::{self, Hasher},
    person,
    principal::Principal,
    session::{self, NewSession, Renewal, Session},
    step_up,
    ticket::{self, TicketKind},
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
/// the same person ends. Whoever has a second factor proves it first.
///
/// # Errors
/// [`Error::StepUpRequired`] with a second factor;
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
    if session.has_factor {
        step_up::require(session, now)?;
    }
    let credential = step_up::verify(db, hasher, session, change.current, trace, now)
        .await?
        .ok_or(Error::CurrentPasswordWrong)?;
    if current == new {
        return Err(Error::PasswordSame);
    }
    let owner = credential.owner();
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
    device::distrust_all(&tx, &owner).await?;
    for kind in [TicketKind::SecondFactor, TicketKind::ConfirmEmail] {
        ticket::void(&tx, kind, &owner, now).await?;
    }
    let renewal = Renewal {
        // Whoever has a second factor proved who they are by it, before.
        proved: !credential.has_factor(),
        assurance: session.assurance,
    };
    let renewed = session::renew(&tx, session, renewal, now).await?;
    audit::append_own(&tx, &owner, "password.changed", json!({}), trace, now).await?;
    notice::send(&tx, &owner, Notice::PasswordChanged, now).await?;
    tx.commit().await?;
    Ok(renewed)
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
