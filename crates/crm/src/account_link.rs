//! The account that a user of a CRM is connected to, and whose password they sign in with: the account's, or
//! one of their own.

mod way_back;

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseTransaction, entity::prelude::*, sea_query::Expr};
use serde_json::json;

use crate::{
    audit::{self, Actor},
    credential,
    database::{Database, Exclusive},
    device,
    entity::{
        account,
        crm_user::{self, CredentialSource, Role},
        membership,
    },
    error::{Error, Field},
    letter::{Letter, Notice},
    mailable, notice, outbox, passkey,
    password::{self, Hasher},
    password_change, portal,
    principal::Principal,
    second_factor,
    session::{self, CrmSession, NewSession, Renewal},
    sso, step_up,
    ticket::{self, TicketKind},
    trace::RequestTrace,
};

pub use way_back::undo_account_link;
pub(crate) use way_back::{make as make_way_back, take_back};

/// The account behind a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountLink {
    /// Its address.
    pub email: String,
    /// Since when they are connected.
    pub since: Timestamp,
    /// The user signs in with the account's password, and has none of their own.
    pub by_account: bool,
    /// The user owns the CRM, which stays in the account's list.
    pub is_owner: bool,
}

/// A password that a person sets for the first time.
#[derive(Debug)]
pub struct OwnPassword<'a> {
    /// The password.
    pub new: &'a Sensitive<String>,
    /// The same again.
    pub confirmation: &'a Sensitive<String>,
}

/// The account that a session's user is connected to.
///
/// # Errors
/// [`Error::Database`].
pub async fn account_link<C: ConnectionTrait>(
    db: &C,
    session: &CrmSession,
) -> Result<Option<AccountLink>, Error> {
    let Some(link) = find(db, session).await? else {
        return Ok(None);
    };
    let account = account::Entity::find_by_id(link.account_id).one(db).await?;
    let user = user(db, session).await?;
    Ok(account.map(|account| AccountLink {
        email: account.email,
        since: Timestamp::from_millisecond(link.created_at).unwrap_or_default(),
        by_account: user.credential_source == CredentialSource::Portal,
        is_owner: user.role == Role::Owner,
    }))
}

/// Gives a user who signs in with their account's password one of their own. The session gets a new token,
/// every other session of the user ends.
///
/// # Errors
/// [`Error::StepUpRequired`], [`Error::PasswordsDiffer`], [`Error::PasswordWeak`], [`Error::HasherBusy`];
/// [`Error::VersionConflict`] for a user who has one.
pub async fn use_own_password(
    db: &Database,
    hasher: &Hasher,
    session: &CrmSession,
    password: OwnPassword<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<NewSession, Error> {
    // EXPOSE: the rules are about the passwords' texts.
    let (new, confirmation) = (password.new.expose(), password.confirmation.expose());
    if new != confirmation {
        return Err(Error::PasswordsDiffer);
    }
    let who = &session.principal;
    let personal = password_change::personal(db.read(), who).await?;
    let personal: Vec<&str> = personal.iter().map(String::as_str).collect();
    password::check(new, password::SHORTEST_ALONE, &personal)
        .map_err(Error::weak(Field::NewPassword))?;
    step_up::require(session, now)?;
    let hash = hasher.hash(password.new).await?;

    let tx = db.write().await?;
    hold(&tx, session).await?;
    let (from, to) = (CredentialSource::Portal, CredentialSource::Own);
    turn(&tx, session, from, to, now).await?;
    credential::set_password(&tx, who, hash, now).await?;
    let renewed = go_on(&tx, session, now).await?;
    let fields = json!({ "source": "own" });
    audit::append_own(&tx, who, "password.changed", fields, trace, now).await?;
    notice::send(&tx, who, Notice::PasswordChanged, now).await?;
    tx.commit().await?;
    Ok(renewed)
}

/// Lets a user sign in with the password of the account that they are connected to from now on; their own
/// password and second factor are erased. The session gets a new token, every other session of the user ends.
///
/// # Errors
/// [`Error::StepUpRequired`]; [`Error::NotFound`] for a user of no account; [`Error::LastSignInMethod`] when
/// nothing opens the account; [`Error::VersionConflict`] for a user who has no password of their own.
pub async fn use_account_password(
    db: &Database,
    session: &CrmSession,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<NewSession, Error> {
    step_up::require(session, now)?;
    let tx = db.write().await?;
    hold(&tx, session).await?;
    let link = find(&tx, session).await?.ok_or(Error::NotFound)?;
    if !is_opened(&tx, &Principal::account(&link.account_id)).await? {
        return Err(Error::LastSignInMethod);
    }
    let (from, to) = (CredentialSource::Own, CredentialSource::Portal);
    turn(&tx, session, from, to, now).await?;
    let who = &session.principal;
    second_factor::take_away(&tx, who).await?;
    credential::remove(&tx, who).await?;
    ticket::void(&tx, TicketKind::Reset, who, now).await?;
    let renewed = go_on(&tx, session, now).await?;
    let fields = json!({ "source": "portal" });
    audit::append_own(&tx, who, "password.changed", fields, trace, now).await?;
    tell(&tx, &link, now).await?;
    tx.commit().await?;
    Ok(renewed)
}

/// Ends the connection of a user with their account, in whose list the CRM is no more, and tells the user. Whoever is
/// there by the account is out.
///
/// # Errors
/// [`Error::StepUpRequired`]; [`Error::NotFound`] for a user of no account; [`Error::LastSignInMethod`] for the owner, and for a user
/// whose only password is the account's.
pub async fn disconnect(
    db: &Database,
    session: &CrmSession,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = db.write().await?;
    hold(&tx, session).await?;
    let link = find(&tx, session).await?.ok_or(Error::NotFound)?;
    let user = user(&tx, session).await?;
    if user.role == Role::Owner || user.credential_source == CredentialSource::Portal {
        return Err(Error::LastSignInMethod);
    }
    // Last: nobody types a password for what doesn't come about anyway.
    step_up::require(session, now)?;
    membership::Entity::delete_by_id(link.id.clone())
        .exec(&tx)
        .await?;
    session::revoke_entered(&tx, &session.principal, &session.id, now).await?;
    let (ours, its) = (
        (link.account_id.as_str(), link.crm_id.as_str()),
        (link.crm_id.as_str(), user.id.as_str()),
    );
    let (actor, action) = (Actor::User(&user.id), "membership.removed");
    audit::append_to_both_by(&tx, actor, action, ours, its, trace, now).await?;
    notice::send(&tx, &session.principal, Notice::AccountDisconnected, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Tells a user whose password is the account's from now on, with the way back: the letter goes to the user's
/// address, which the account may not know.
async fn tell(
    tx: &DatabaseTransaction,
    link: &membership::Model,
    now: Timestamp,
) -> Result<(), Error> {
    let who = Principal::user(&link.crm_id, &link.crm_user_id);
    let Some(person) = mailable::of(tx, &who).await? else {
        return Ok(());
    };
    let letter = Letter::PasswordOfAccount {
        name: person.name.clone(),
        what: person.what.clone(),
        email: person.email.clone(),
        path: make_way_back(tx, link, now).await?,
    };
    outbox::enqueue(tx, &letter, person.recipient(), now).await
}

/// The CRM and the user of a session.
fn key(session: &CrmSession) -> (String, String) {
    let crm_id = session.principal.crm_id().unwrap_or_default();
    (crm_id, session.who.id.clone())
}

async fn hold(tx: &DatabaseTransaction, session: &CrmSession) -> Result<(), Error> {
    Ok(Exclusive::Crm(&key(session).0).hold(tx).await?)
}

async fn find<C: ConnectionTrait>(
    db: &C,
    session: &CrmSession,
) -> Result<Option<membership::Model>, Error> {
    let (crm_id, id) = key(session);
    portal::link_of(db, &crm_id, &id).await
}

async fn user<C: ConnectionTrait>(db: &C, session: &CrmSession) -> Result<crm_user::Model, Error> {
    let row = crm_user::Entity::find_by_id(key(session)).one(db).await?;
    row.ok_or(Error::NotFound)
}

/// Whether an account can be signed in to.
async fn is_opened<C: ConnectionTrait>(db: &C, account: &Principal) -> Result<bool, Error> {
    Ok(sso::has_other_way(db, account).await? || passkey::lets_in(db, account).await?)
}

async fn turn(
    tx: &DatabaseTransaction,
    session: &CrmSession,
    from: CredentialSource,
    to: CredentialSource,
    now: Timestamp,
) -> Result<(), Error> {
    let (crm_id, id) = key(session);
    let turned = crm_user::Entity::update_many()
        .col_expr(
            crm_user::Column::CredentialSource,
            Expr::value(to.to_value()),
        )
        .col_expr(
            crm_user::Column::UpdatedAt,
            Expr::value(now.as_millisecond()),
        )
        .filter(crm_user::COLUMN.crm_id.eq(crm_id))
        .filter(crm_user::COLUMN.id.eq(id))
        .filter(crm_user::COLUMN.credential_source.eq(from))
        .exec(tx)
        .await?;
    if turned.rows_affected == 1 {
        Ok(())
    } else {
        Err(Error::VersionConflict)
    }
}

/// What was begun or proved with the credential from before is void, but for this session.
async fn go_on(
    tx: &DatabaseTransaction,
    session: &CrmSession,
    now: Timestamp,
) -> Result<NewSession, Error> {
    let who = &session.principal;
    session::revoke_others(tx, who, &session.id, "password_changed", now).await?;
    device::distrust_all(tx, who).await?;
    ticket::void(tx, TicketKind::SecondFactor, who, now).await?;
    let renewal = Renewal {
        proved: false,
        assurance: session.assurance,
    };
    session::renew(tx, session, renewal, now).await
}
