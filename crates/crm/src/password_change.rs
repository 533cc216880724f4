//! Changing one's password, inside a session, or setting the first one.

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseTransaction, entity::prelude::*, sea_query::Expr};
use serde_json::json;

use crate::{
    audit,
    credential::{self, Credential},
    database::Database,
    device,
    entity::{account, credential as credential_row, crm, crm_user},
    error::{Error, Field, FieldError, FieldFault},
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
    /// The present password; none for whoever has none.
    pub current: Option<&'a Sensitive<String>>,
    /// The password from now on.
    pub new: &'a Sensitive<String>,
    /// The same again.
    pub confirmation: &'a Sensitive<String>,
}

/// Changes the password that opens a session, or sets the first one of a person who has none. The session gets a new
/// token, every other session of the same person ends. Whoever has a second factor, or no password yet, proves who they
/// are first.
///
/// # Errors
/// [`Error::StepUpRequired`] with a second factor and without a password;
/// [`Error::PasswordsDiffer`], [`Error::PasswordSame`], [`Error::PasswordWeak`],
/// [`Error::CurrentPasswordWrong`], [`Error::RateLimited`], [`Error::HasherBusy`]; [`Error::Invalid`] without the present
/// password where there is one; [`Error::Forbidden`] for the first password of an account from one of its CRMs.
pub async fn change_password<W: Sync>(
    db: &Database,
    hasher: &Hasher,
    session: &Session<W>,
    change: PasswordChange<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<NewSession, Error> {
    // EXPOSE: the rules are about the passwords' texts.
    let new = change.new.expose();
    if new != change.confirmation.expose() {
        return Err(Error::PasswordsDiffer);
    }
    if session.has_factor {
        step_up::require(session, now)?;
    }
    let present = match change.current {
        Some(current) => Some(present(db, hasher, session, (current, new), trace, now).await?),
        None => None,
    };
    let owner = match &present {
        Some(credential) => credential.owner(),
        None => owner_of_first(db, session, now).await?,
    };
    let personal = personal(db.read(), &owner).await?;
    let personal: Vec<&str> = personal.iter().map(String::as_str).collect();
    password::check(new, password::SHORTEST_ALONE, &personal)
        .map_err(Error::weak(Field::NewPassword))?;
    let hash = hasher.hash(change.new).await?;

    let tx = db.write().await?;
    match &present {
        Some(credential) => store(&tx, credential, &hash, now).await?,
        None => set_first(&tx, &owner, hash, now).await?,
    }
    end_others(&tx, &owner, &session.id, now).await?;
    for kind in [TicketKind::SecondFactor, TicketKind::ConfirmEmail] {
        ticket::void(&tx, kind, &owner, now).await?;
    }
    let renewal = Renewal {
        // Whoever has a second factor proved who they are by it, before, and whoever had no password by another way.
        proved: present.is_some_and(|credential| !credential.has_factor()),
        assurance: session.assurance,
    };
    let renewed = session::renew(&tx, session, renewal, now).await?;
    audit::append_own(&tx, &owner, "password.changed", json!({}), trace, now).await?;
    notice::send(&tx, &owner, Notice::PasswordChanged, now).await?;
    tx.commit().await?;
    Ok(renewed)
}

/// The credential whose password is the present one, and not the new one.
async fn present<W: Sync>(
    db: &Database,
    hasher: &Hasher,
    session: &Session<W>,
    (current, new): (&Sensitive<String>, &str),
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Credential, Error> {
    let credential = step_up::verify(db, hasher, session, current, trace, now).await?;
    // EXPOSE: compared with the new one.
    if current.expose() == new {
        return Err(Error::PasswordSame);
    }
    credential.ok_or(Error::CurrentPasswordWrong)
}

/// Whose first password a session may set. A CRM's provider of single sign-on vouches for its users there: whoever comes
/// by it has no say over an account that opens other CRMs, too.
async fn owner_of_first<W: Sync>(
    db: &Database,
    session: &Session<W>,
    now: Timestamp,
) -> Result<Principal, Error> {
    if session.has_password {
        let (field, fault) = (Field::CurrentPassword, FieldFault::Required);
        return Err(Error::Invalid(vec![FieldError { field, fault }]));
    }
    step_up::require(session, now)?;
    let owner = credential::owner_behind(db.read(), &session.principal).await?;
    owner
        .filter(|owner| *owner == session.principal)
        .ok_or(Error::Forbidden)
}

/// Stores the first password of somebody, unless they have got one meanwhile.
async fn set_first(
    tx: &DatabaseTransaction,
    owner: &Principal,
    hash: String,
    now: Timestamp,
) -> Result<(), Error> {
    let known = credential::of(tx, owner).await?;
    if known.is_some_and(|row| row.password_hash.is_some()) {
        return Err(Error::CurrentPasswordWrong);
    }
    credential::set_password(tx, owner, hash, now).await
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
    use crate::{
        crm_session,
        portal::tests::{at_the_portal, session_of, token_at_the_portal},
        server_identity,
        sign_in::tests::{Server, trace},
    };

    async fn set_first<W: Sync>(
        server: &Server,
        session: &Session<W>,
    ) -> Result<NewSession, Error> {
        let new = Sensitive::from(String::from("eight yellow submarines"));
        let change = PasswordChange {
            current: None,
            new: &new,
            confirmation: &new,
        };
        let (db, hasher, from) = (&server.db, &server.hasher, trace("192.0.2.1"));
        change_password(db, hasher, session, change, &from, server.now).await
    }

    #[tokio::test]
    async fn an_account_gets_its_first_password_at_the_portal_alone() {
        let (server, made) = Server::set_up().await;
        let token = token_at_the_portal(&server).await;
        let session = session_of(&server, &token).await;
        let refused = set_first(&server, &session).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");

        let tx = server.db.write().await.expect("begun");
        let forgotten = credential::forget_password(&tx, &session.principal).await;
        forgotten.expect("forgotten");
        tx.commit().await.expect("committed");
        let (db, token_inside) = (server.db.read(), &made.session.token);
        let inside = crm_session(db, &made.crm, token_inside, server.now).await;
        let inside = inside.expect("read").expect("there");
        let refused = set_first(&server, &inside).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
        let session = session_of(&server, &token).await;
        let set = set_first(&server, &session).await.expect("set");
        assert!(session_of(&server, &set.token).await.has_password);
        // Of two at once, the second one isn't the first.
        let late = set_first(&server, &session).await;
        assert!(matches!(late, Err(Error::CurrentPasswordWrong)), "{late:?}");
    }

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
