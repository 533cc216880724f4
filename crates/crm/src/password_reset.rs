//! Setting a new password by a link in a letter. Whether somebody has an address can't be told from
//! outside, and a reset neither signs in nor touches a second factor.

use std::time::Duration;

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseTransaction, entity::prelude::*};
use serde_json::{Value, json};

use crate::{
    attempt::{self, RESET_BY_IP, RESET_BY_LOGIN, RESET_BY_LOGIN_A_DAY},
    audit::{self, Actor},
    credential,
    crm_record::{Crm, crm_by_id},
    cut_off::cut_off,
    database::Database,
    email,
    entity::{
        account::{self, AccountStatus},
        crm_user::{self, CrmUserStatus},
    },
    error::{Error, Field},
    letter::{Letter, Notice},
    mailable, notice, outbox,
    password::{self, Hasher},
    password_change,
    principal::Principal,
    sso,
    ticket::{self, NewTicket, TicketKind},
    token::Token,
    trace::RequestTrace,
};

/// How long a link is good.
const LINK_LIFE: Duration = Duration::from_hours(1);

/// How long the link of somebody is good who has had no password.
const FIRST_LINK_LIFE: Duration = Duration::from_hours(7 * 24);

/// What a person filled in.
#[derive(Debug)]
pub struct PasswordReset<'a> {
    /// The secret of the link.
    pub ticket: &'a Token,
    /// The password from now on.
    pub new: &'a Sensitive<String>,
    /// The same again.
    pub confirmation: &'a Sensitive<String>,
}

/// Sends a link to whoever has the address: at one CRM, or everywhere. The answer is the same when
/// nobody has it, and when too many were asked for.
///
/// # Errors
/// [`Error::Database`].
pub async fn request_reset(
    db: &Database,
    crm: Option<&Crm>,
    email: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let email_norm = email::normalise(email).unwrap_or_default();
    let tx = db.write().await?;
    if is_too_many(&tx, crm, &email_norm, trace, now).await? {
        tx.commit().await?;
        return Ok(());
    }
    let action = "password.reset_requested";
    let mut by_password = Vec::new();
    for user in users(&tx, crm, &email_norm).await? {
        if !sso::required::has_no_use_of_password(&tx, &user).await? {
            by_password.push(user);
            continue;
        }
        let principal = Principal::user(&user.crm_id, &user.id);
        send_way_in(&tx, &principal, now).await?;
        let fields = json!({ "answer": "single_sign_on" });
        audit::append_own(&tx, &principal, action, fields, trace, now).await?;
    }
    for principal in principals(&tx, crm, &email_norm, &by_password).await? {
        send_link(&tx, &principal, now).await?;
        audit::append_own(&tx, &principal, action, json!({}), trace, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// A link that an operator hands to the one whom it is for.
#[derive(Debug)]
pub struct ResetLink {
    /// The name of the CRM whose user's password it sets; none for an account's.
    pub crm: Option<String>,
    /// Where it leads, relative to the server.
    pub path: Sensitive<String>,
}

/// Makes links for whoever has the address, at one CRM or everywhere, for an operator who sends no
/// mail. Links that were sent before stop working.
///
/// # Errors
/// [`Error::NotFound`] when nobody has it.
pub async fn make_reset_links(
    db: &Database,
    crm: Option<&Crm>,
    email: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Vec<ResetLink>, Error> {
    let email_norm = email::normalise(email).ok_or(Error::NotFound)?;
    let tx = db.write().await?;
    let mut links = Vec::new();
    let users = users(&tx, crm, &email_norm).await?;
    for principal in principals(&tx, crm, &email_norm, &users).await? {
        let Some(person) = mailable::of(&tx, &principal).await? else {
            continue;
        };
        let path = new_link(&tx, &principal, now).await?;
        let (actor, action) = (Actor::Operator, "password.reset_link_made");
        audit::append_about(&tx, &principal, actor, action, json!({}), trace, now).await?;
        let crm = person.crm_id.map(|_| person.what);
        links.push(ResetLink { crm, path });
    }
    if links.is_empty() {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(links)
}

/// Sets a new password, and ends every session of the person.
///
/// # Errors
/// [`Error::PasswordsDiffer`], [`Error::PasswordWeak`], [`Error::TicketInvalid`],
/// [`Error::HasherBusy`]. Only what succeeds uses the link up.
pub async fn complete_reset(
    db: &Database,
    hasher: &Hasher,
    reset: PasswordReset<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    // EXPOSE: the rules are about the passwords' texts.
    let (new, confirmation) = (reset.new.expose(), reset.confirmation.expose());
    if new != confirmation {
        return Err(Error::PasswordsDiffer);
    }
    let secret = reset.ticket.hash();
    let ticket = ticket::find(db.read(), TicketKind::Reset, secret, now)
        .await?
        .ok_or(Error::TicketInvalid)?;
    let owner = ticket.principal().ok_or(Error::TicketInvalid)?;
    let personal = password_change::personal(db.read(), &owner).await?;
    let personal: Vec<&str> = personal.iter().map(String::as_str).collect();
    password::check(new, password::SHORTEST_ALONE, &personal)
        .map_err(Error::weak(Field::NewPassword))?;
    let hash = hasher.hash(reset.new).await?;

    let tx = db.write().await?;
    let used = ticket::use_up(&tx, TicketKind::Reset, secret, None, now).await?;
    used.ok_or(Error::TicketInvalid)?;
    credential::set_password(&tx, &owner, hash, now).await?;
    let forgot = cut_off(&tx, &owner, "password_reset", trace, now).await?;
    audit::append_own(&tx, &owner, "password.reset", json!({}), trace, now).await?;
    let notice = if forgot {
        Notice::OnlyPassword
    } else {
        Notice::PasswordChanged
    };
    notice::send(&tx, &owner, notice, now).await?;
    tx.commit().await?;
    Ok(())
}

async fn is_too_many(
    tx: &DatabaseTransaction,
    crm: Option<&Crm>,
    email_norm: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<bool, Error> {
    let place = crm.map_or("", |crm| crm.scope().crm_id());
    let login = format!("{place}\n{email_norm}");
    let network = attempt::network(trace.ip);
    for (limit, key) in [
        (&RESET_BY_IP, network.as_str()),
        (&RESET_BY_LOGIN, login.as_str()),
        (&RESET_BY_LOGIN_A_DAY, login.as_str()),
    ] {
        match attempt::reserve(tx, limit, key, now).await {
            Ok(_counts) => {}
            Err(Error::RateLimited { .. }) => return Ok(true),
            Err(error) => return Err(error),
        }
    }
    Ok(false)
}

/// Who has the address, at one CRM or at all.
async fn users(
    tx: &DatabaseTransaction,
    crm: Option<&Crm>,
    email_norm: &str,
) -> Result<Vec<crm_user::Model>, Error> {
    let mut users = crm_user::Entity::find()
        .filter(crm_user::COLUMN.email_norm.eq(email_norm))
        .filter(crm_user::COLUMN.status.eq(CrmUserStatus::Active))
        .filter(crm_user::COLUMN.deleted_at.is_null());
    if let Some(crm) = crm {
        users = users.filter(crm_user::COLUMN.crm_id.eq(crm.scope().crm_id()));
    }
    Ok(users.all(tx).await?)
}

/// Whose passwords the address may set, of these users and, away from a CRM, of an account. A user without
/// a password of their own is led to their account's.
async fn principals(
    tx: &DatabaseTransaction,
    crm: Option<&Crm>,
    email_norm: &str,
    users: &[crm_user::Model],
) -> Result<Vec<Principal>, Error> {
    let mut found = Vec::new();
    for user in users {
        found.extend(credential::principal_of_user(tx, user).await?);
    }
    if crm.is_none() {
        let account = account::Entity::find()
            .filter(account::COLUMN.email_norm.eq(email_norm))
            .filter(account::COLUMN.status.eq(AccountStatus::Active))
            .filter(account::COLUMN.closed_at.is_null())
            .one(tx)
            .await?;
        found.extend(account.map(|account| Principal::account(&account.id)));
    }
    // A portal-based user leads to the account that may have been found already.
    let mut seen = Vec::new();
    for principal in found {
        if !seen.contains(&principal) {
            seen.push(principal);
        }
    }
    Ok(seen)
}

/// Sends a link, and voids the one before.
async fn send_link<C: ConnectionTrait>(
    tx: &C,
    principal: &Principal,
    now: Timestamp,
) -> Result<(), Error> {
    let Some(person) = mailable::of(tx, principal).await? else {
        return Ok(());
    };
    let path = new_link(tx, principal, now).await?;
    let letter = Letter::Reset {
        name: person.name.clone(),
        what: person.what.clone(),
        email: person.email.clone(),
        // EXPOSE: the link is for the one who reads the letter.
        path: path.expose().clone(),
    };
    outbox::enqueue(tx, &letter, person.recipient(), now).await
}

/// Tells somebody who has no use of a password by what they sign in.
async fn send_way_in<C: ConnectionTrait>(
    tx: &C,
    principal: &Principal,
    now: Timestamp,
) -> Result<(), Error> {
    let Some(person) = mailable::of(tx, principal).await? else {
        return Ok(());
    };
    let crm = match &person.crm_id {
        Some(id) => crm_by_id(tx, id).await?,
        None => None,
    };
    let Some(crm) = crm else { return Ok(()) };
    let letter = Letter::UseSso {
        name: person.name.clone(),
        crm: person.what.clone(),
        email: person.email.clone(),
        path: crm.sign_in_path(),
    };
    outbox::enqueue(tx, &letter, person.recipient(), now).await
}

/// Makes a link, relative to the server, and voids the one before.
async fn new_link<C: ConnectionTrait>(
    tx: &C,
    principal: &Principal,
    now: Timestamp,
) -> Result<Sensitive<String>, Error> {
    link(tx, principal, LINK_LIFE, now).await
}

/// The same for somebody who has no password and didn't ask for it: it's good for as long as an invitation.
pub(crate) async fn new_first_link<C: ConnectionTrait>(
    tx: &C,
    principal: &Principal,
    now: Timestamp,
) -> Result<Sensitive<String>, Error> {
    link(tx, principal, FIRST_LINK_LIFE, now).await
}

async fn link<C: ConnectionTrait>(
    tx: &C,
    principal: &Principal,
    life: Duration,
    now: Timestamp,
) -> Result<Sensitive<String>, Error> {
    ticket::void(tx, TicketKind::Reset, principal, now).await?;
    let token = Token::new();
    let new = NewTicket {
        kind: TicketKind::Reset,
        secret: token.hash(),
        principal: Some(principal),
        payload: Value::Null,
        browser: None,
        life: Some(life),
    };
    ticket::issue(tx, new, now).await?;
    // EXPOSE: the link is what shows the secret.
    let path = format!("/reset-password#ticket={}", token.secret().expose());
    Ok(Sensitive::new(path))
}
