//! Changing one's password, inside a session.

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseTransaction, entity::prelude::*, sea_query::Expr};
use serde_json::json;

use crate::{
    audit,
    credential::Credential,
    database::Database,
    device,
    entity::{account, credential as credential_row, crm, crm_user},
    error::{Error, Field},
    letter::Notice,
    notice,
    password::{self, Hasher},
    person, portal,
    principal::Principal,
    session::{self, NewSession, Renewal, Session},
    setting, step_up,
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
    end_others(&tx, &owner, &session.id, now).await?;
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

/// Ends all sessions that a password has opened but one: those of its owner, and of every user for whom it is
/// the password, too.
async fn end_others(
    tx: &DatabaseTransaction,
    owner: &Principal,
    but: &str,
    now: Timestamp,
) -> Result<(), Error> {
    for who in portal::opened_by(tx, owner).await? {
        session::revoke_others(tx, &who, but, "password_changed", now).await?;
        device::distrust_all(tx, &who).await?;
    }
    Ok(())
}

/// What a password must not be: login and name of its owner, nor the name of a CRM that it opens or of the server.
pub(crate) async fn personal<C: ConnectionTrait>(
    db: &C,
    owner: &Principal,
) -> Result<Vec<String>, Error> {
    let (mut texts, crms) = match owner {
        Principal::Account { id } => {
            let row = account::Entity::find_by_id(id.clone()).one(db).await?;
            let texts = row.map(|row| vec![row.email, row.email_norm, row.name]);
            let links = portal::links(db, id).await?;
            let crms = links.into_iter().map(|(link, _)| link.crm_id).collect();
            (texts.unwrap_or_default(), crms)
        }
        Principal::User { crm_id, id } => {
            let key = (crm_id.clone(), id.clone());
            let row = crm_user::Entity::find_by_id(key).one(db).await?;
            let texts = row.map(|row| {
                let name = person::display(&row.first_name, &row.last_name);
                vec![row.email, row.email_norm, row.username, name]
            });
            (texts.unwrap_or_default(), vec![crm_id.clone()])
        }
    };
    let crms = crm::Entity::find()
        .filter(crm::COLUMN.id.is_in(crms))
        .all(db)
        .await?;
    texts.extend(crms.into_iter().map(|crm| crm.name));
    texts.extend(setting::server_name(db).await?);
    Ok(texts)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{portal::tests::at_the_portal, server_identity, sign_in::tests::Server};

    #[tokio::test]
    async fn no_password_is_the_name_of_what_it_opens() {
        let (server, made) = Server::set_up().await;
        let identity = server_identity(&server.db, server.now).await.expect("read");
        let account = at_the_portal(&server).await.principal;
        let user = crm_user::Entity::find()
            .one(server.db.read())
            .await
            .expect("read")
            .expect("there");
        for who in [account, Principal::user(&user.crm_id, &user.id)] {
            let texts = personal(server.db.read(), &who).await.expect("read");
            for name in [&made.crm.name, &identity.name, &"Olena Koval".to_owned()] {
                assert!(texts.contains(name), "{name} of {who:?}: {texts:?}");
            }
        }
    }
}
