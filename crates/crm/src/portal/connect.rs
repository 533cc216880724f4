//! Adding an existing CRM to an account's list: a code from inside the CRM, pasted at the portal.

use std::time::Duration;

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseTransaction, QueryOrder as _, entity::prelude::*};
use serde_json::Value;

use super::list::{self, Listed, listed};
use crate::{
    account_link,
    attempt::{self, CONNECT_BY_ACCOUNT, CONNECT_BY_IP},
    audit, code,
    crm_record::CrmStatus,
    database::{Database, Exclusive},
    entity::{
        crm,
        crm_user::{self, CredentialSource, CrmUserStatus},
        membership::{self, MembershipOrigin},
    },
    error::Error,
    letter::Letter,
    mailable, new_crm, outbox,
    principal::Principal,
    session::{self, CrmSession, PortalSession},
    sign_in::step,
    step_up,
    ticket::{self, NewTicket, TicketKind},
    token::Token,
    trace::RequestTrace,
};

/// How long a code is good.
pub const CONNECT_CODE_LIFE: Duration = Duration::from_mins(15);

const CODE_LENGTH: usize = 12;

/// A code to paste at the portal.
#[derive(Debug)]
pub struct ConnectCode {
    /// `XXXX-XXXX-XXXX`, shown once.
    pub code: Sensitive<String>,
    /// When it stops working.
    pub expires_at: Timestamp,
}

/// Makes a code for the user of a session, and voids the one before.
///
/// # Errors
/// [`Error::StepUpRequired`], [`Error::CrmUserAlreadyLinked`].
pub async fn make_connect_code(
    db: &Database,
    session: &CrmSession,
    now: Timestamp,
) -> Result<ConnectCode, Error> {
    step_up::require(session, now)?;
    let plain = code::random::<CODE_LENGTH>();
    let tx = db.write().await?;
    let crm_id = session.principal.crm_id().unwrap_or_default();
    Exclusive::Crm(&crm_id).hold(&tx).await?;
    if link_of(&tx, &crm_id, &session.who.id).await?.is_some() {
        return Err(Error::CrmUserAlreadyLinked);
    }
    ticket::void(&tx, TicketKind::ConnectCode, &session.principal, now).await?;
    let new = NewTicket {
        kind: TicketKind::ConnectCode,
        secret: Token::presented(plain.clone()).hash(),
        principal: Some(&session.principal),
        payload: Value::Null,
        browser: None,
        life: Some(CONNECT_CODE_LIFE),
    };
    ticket::issue(&tx, new, now).await?;
    tx.commit().await?;
    Ok(ConnectCode {
        // EXPOSE: it is shown to the person.
        code: code::grouped(plain.expose(), 4).into(),
        expires_at: now.checked_add(CONNECT_CODE_LIFE).unwrap_or(now),
    })
}

/// Puts the CRM of a code on the account's list.
///
/// # Errors
/// [`Error::ConnectCodeInvalid`], which doesn't say what is wrong with the code;
/// [`Error::CrmUserAlreadyLinked`], [`Error::CrmAlreadyInList`], [`Error::RateLimited`]; [`Error::NotFound`] for
/// an account that was closed in this moment.
pub async fn add_by_code(
    db: &Database,
    session: &PortalSession,
    typed: &Sensitive<String>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Listed, Error> {
    // A wrong code counts, whatever comes of the rest.
    let tx = db.write().await?;
    let network = attempt::network(trace.ip);
    let by_account = attempt::reserve(&tx, &CONNECT_BY_ACCOUNT, &session.who.id, now).await?;
    let by_ip = attempt::reserve(&tx, &CONNECT_BY_IP, &network, now).await?;
    tx.commit().await?;

    let tx = db.write().await?;
    hold_open(&tx, &session.who.id).await?;
    // EXPOSE: it is compared by its hash.
    let secret = Token::presented(code::canonical(typed.expose()).into()).hash();
    let ticket = ticket::use_up(&tx, TicketKind::ConnectCode, secret, None, now).await?;
    let ticket = ticket.ok_or(Error::ConnectCodeInvalid)?;
    let crm_id = ticket.crm_id.ok_or(Error::ConnectCodeInvalid)?;
    let user_id = ticket.crm_user_id.ok_or(Error::ConnectCodeInvalid)?;
    attempt::forgive(&tx, by_account).await?;
    attempt::forgive(&tx, by_ip).await?;
    Exclusive::Crm(&crm_id).hold(&tx).await?;
    check_can_be_linked(&tx, session, (&crm_id, &user_id)).await?;
    let account_id = session.who.id.as_str();
    let user = (crm_id.as_str(), user_id.as_str());
    new_crm::link(&tx, account_id, user, MembershipOrigin::Connected, now).await?;
    let ours = (account_id, user.0);
    audit::append_to_both(&tx, "membership.created", ours, user, trace, now).await?;
    tell(&tx, session, user, now).await?;
    let row = listed(&tx, session, &crm_id).await?;
    tx.commit().await?;
    Ok(row)
}

/// Takes a CRM from the account's list; its user stays in it, and whoever was there by the account is out.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::LastSignInMethod`] for the owner and for a user whose only
/// password is the account's.
pub async fn remove_from_list(
    db: &Database,
    session: &PortalSession,
    crm_id: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = db.write().await?;
    Exclusive::Crm(crm_id).hold(&tx).await?;
    let link = list::find(&tx, session, crm_id).await?;
    if list::kept(&link.user).is_some() {
        return Err(Error::LastSignInMethod);
    }
    membership::Entity::delete_by_id(link.membership.id)
        .exec(&tx)
        .await?;
    let user = (crm_id, link.user.id.as_str());
    let who = Principal::user(user.0, user.1);
    session::revoke_entered(&tx, &who, "", now).await?;
    let ours = (session.who.id.as_str(), crm_id);
    audit::append_to_both(&tx, "membership.removed", ours, user, trace, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Tells the user, who may not be the one who pasted the code, with the way back.
async fn tell(
    tx: &DatabaseTransaction,
    session: &PortalSession,
    (crm_id, user_id): (&str, &str),
    now: Timestamp,
) -> Result<(), Error> {
    let user = mailable::of(tx, &Principal::user(crm_id, user_id)).await?;
    let link = link_of(tx, crm_id, user_id).await?;
    let Some((user, link)) = user.zip(link) else {
        return Ok(());
    };
    let letter = Letter::MembershipCreated {
        name: user.name.clone(),
        crm: user.what.clone(),
        email: user.email.clone(),
        account: session.who.email.clone(),
        path: account_link::make_way_back(tx, &link, now).await?,
    };
    outbox::enqueue(tx, &letter, user.recipient(), now).await
}

async fn check_can_be_linked<C: ConnectionTrait>(
    tx: &C,
    session: &PortalSession,
    (crm_id, user_id): (&str, &str),
) -> Result<(), Error> {
    let crm = crm::Entity::find_by_id(crm_id.to_owned())
        .filter(crm::COLUMN.status.eq(CrmStatus::Active))
        .one(tx)
        .await?;
    let user = crm_user::Entity::find()
        .filter(crm_user::COLUMN.crm_id.eq(crm_id))
        .filter(crm_user::COLUMN.id.eq(user_id))
        .filter(crm_user::COLUMN.status.eq(CrmUserStatus::Active))
        .one(tx)
        .await?;
    if crm.zip(user).is_none() {
        return Err(Error::ConnectCodeInvalid);
    }
    if link_of(tx, crm_id, user_id).await?.is_some() {
        return Err(Error::CrmUserAlreadyLinked);
    }
    match list::find(tx, session, crm_id).await {
        Ok(_) => Err(Error::CrmAlreadyInList),
        Err(Error::NotFound) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Nothing else happens to an account until the transaction ends, least of all its closing.
///
/// # Errors
/// [`Error::NotFound`] when it is closed.
pub(crate) async fn hold_open(tx: &DatabaseTransaction, account_id: &str) -> Result<(), Error> {
    Exclusive::Account(account_id).hold(tx).await?;
    if step::is_active(tx, account_id).await? {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

/// The membership of a user of a CRM.
pub(crate) async fn link_of<C: ConnectionTrait>(
    db: &C,
    crm_id: &str,
    user_id: &str,
) -> Result<Option<membership::Model>, Error> {
    Ok(membership::Entity::find()
        .filter(membership::COLUMN.crm_id.eq(crm_id))
        .filter(membership::COLUMN.crm_user_id.eq(user_id))
        .one(db)
        .await?)
}

/// The account's memberships with their users, in the order in which CRMs are held.
pub(crate) async fn links<C: ConnectionTrait>(
    db: &C,
    account_id: &str,
) -> Result<Vec<(membership::Model, crm_user::Model)>, Error> {
    let rows = membership::Entity::find()
        .filter(membership::COLUMN.account_id.eq(account_id))
        .order_by_asc(membership::COLUMN.crm_id)
        .all(db)
        .await?;
    let mut links = Vec::with_capacity(rows.len());
    for row in rows {
        let key = (row.crm_id.clone(), row.crm_user_id.clone());
        let user = crm_user::Entity::find_by_id(key).one(db).await?;
        links.extend(user.map(|user| (row, user)));
    }
    Ok(links)
}

/// A person, and all users whom what proves that it's them opens as well: those of an account without a password of
/// their own.
pub(crate) async fn opened_by<C: ConnectionTrait>(
    db: &C,
    owner: &Principal,
) -> Result<Vec<Principal>, Error> {
    let mut all = vec![owner.clone()];
    if let Principal::Account { id } = owner {
        let links = links(db, id).await?;
        let by_account = links
            .iter()
            .filter(|(_, user)| user.credential_source == CredentialSource::Portal);
        all.extend(by_account.map(|(_, user)| Principal::user(&user.crm_id, &user.id)));
    }
    Ok(all)
}
