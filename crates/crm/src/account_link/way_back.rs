//! The way back from a connection with an account: for a week a link in the letters that tell of it, which go to
//! the user's own address, takes it back.
//!
//! Whoever holds a session of a user for a moment can connect the user with an account of their own, and have its
//! password count from then on. Then "Forgot password?" leads to that account. So the link ends the connection,
//! and takes back what was set since it was sent: a new password is due, by a letter to the user's address.
//! An owner stays connected with the account that owns the CRM; its password counts no more.

use jiff::Timestamp;
use sea_orm::{DatabaseTransaction, entity::prelude::*};
use serde_json::json;

use crate::{
    audit::{self, Actor},
    credential,
    cut_off::cut_off,
    database::{Database, Exclusive},
    entity::{
        crm_user::{self, CredentialSource, Role},
        membership::{self, MembershipOrigin},
    },
    error::Error,
    portal,
    principal::Principal,
    second_factor,
    ticket::{self, TicketKind},
    token::Token,
    trace::RequestTrace,
    way_back::{self, WayBack},
};

/// Makes the link that takes a connection back, relative to the server.
pub(crate) async fn make(
    tx: &DatabaseTransaction,
    link: &membership::Model,
    now: Timestamp,
) -> Result<String, Error> {
    let way_back = WayBack::AccountLink {
        membership_id: link.id.clone(),
    };
    let who = Principal::user(&link.crm_id, &link.crm_user_id);
    way_back.open(tx, &who, way_back::LIFE, now).await
}

/// Takes the connection of a user with an account back by the link of a letter, whatever came of it meanwhile,
/// and ends every session of the user. A password and a second factor that were set since are gone.
///
/// # Errors
/// [`Error::TicketInvalid`].
pub async fn undo_account_link(
    db: &Database,
    ticket: &Token,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let (who, WayBack::AccountLink { membership_id }) =
        WayBack::find(db.read(), ticket, now).await?
    else {
        return Err(Error::TicketInvalid);
    };
    let crm_id = who.crm_id().ok_or(Error::TicketInvalid)?;
    let tx = db.write().await?;
    Exclusive::Crm(&crm_id).hold(&tx).await?;
    let used = WayBack::take(&tx, ticket, now).await?;
    take_back(&tx, &who, Some(&membership_id), used.created_at, trace, now).await?;
    forget_what_was_set(&tx, &who, used.created_at).await?;
    // The letters of one connection lead back once. Other ways back stay: this one may be a thief's own.
    for other in ticket::good(&tx, TicketKind::UndoEmail, &who, now).await? {
        let is_later = other.created_at > used.created_at;
        let way_back = serde_json::from_value(other.payload.clone())?;
        if is_later && matches!(way_back, WayBack::AccountLink { .. }) {
            ticket::void_one(&tx, &other, now).await?;
        }
    }
    cut_off(&tx, &who, "account_link_undone", trace, now).await?;
    audit::append_own(&tx, &who, "account_link.undone", json!({}), trace, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends the connection that is meant, or one that was made by a code since then, and lets an account's password count no
/// more that did by it.
pub(crate) async fn take_back(
    tx: &DatabaseTransaction,
    who: &Principal,
    membership_id: Option<&str>,
    since: i64,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let Principal::User { crm_id, id } = who else {
        return Ok(());
    };
    let Some(link) = portal::link_of(tx, crm_id, id).await? else {
        return Ok(());
    };
    let is_meant = membership_id == Some(link.id.as_str());
    let was_made_since = link.origin == MembershipOrigin::Connected && link.created_at >= since;
    if !is_meant && !was_made_since {
        return Ok(());
    }
    let user = crm_user::Entity::find_by_id((crm_id.clone(), id.clone()))
        .one(tx)
        .await?;
    let user = user.ok_or(Error::TicketInvalid)?;
    if user.credential_source == CredentialSource::Portal {
        credential::leave_account(tx, &user, now).await?;
    }
    if user.role == Role::Owner {
        return Ok(());
    }
    let gone = membership::Entity::delete_by_id(link.id.clone())
        .exec(tx)
        .await?;
    if gone.rows_affected != 1 {
        return Ok(());
    }
    let ours = (link.account_id.as_str(), crm_id.as_str());
    let its = (crm_id.as_str(), id.as_str());
    let (actor, action) = (Actor::User(id), "membership.removed");
    audit::append_to_both_by(tx, actor, action, ours, its, trace, now).await
}

/// Takes a password and a second factor away that were set since then.
async fn forget_what_was_set(
    tx: &DatabaseTransaction,
    who: &Principal,
    since: i64,
) -> Result<(), Error> {
    let Some(credential) = credential::of(tx, who).await? else {
        return Ok(());
    };
    if credential.changed_at.is_some_and(|at| at >= since) {
        credential::forget_password(tx, who).await?;
    }
    if credential.totp_enabled_at.is_some_and(|at| at >= since) {
        second_factor::take_away(tx, who).await?;
    }
    Ok(())
}
