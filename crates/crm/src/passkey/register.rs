//! Adding a passkey.

use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, ConnectionTrait, PaginatorTrait as _, entity::prelude::*};
use serde_json::{Value, json};

use super::{
    Challenge, MOST, Passkey,
    challenge::{self, Place, Purpose},
    of,
    relying_party::{Person, RelyingParty},
    view,
};
use crate::{
    agent::Agent,
    audit,
    database::{Database, Exclusive},
    entity::passkey,
    error::Error,
    id::new_id,
    letter::Notice,
    mailable, notice,
    principal::Principal,
    session::Session,
    step_up,
    token::Token,
    trace::RequestTrace,
};

/// Asks the browser of a session to make a passkey.
///
/// # Errors
/// [`Error::StepUpRequired`]; [`Error::PasskeyLimitReached`].
pub async fn start_registration<W: Sync>(
    db: &Database,
    party: &RelyingParty,
    session: &Session<W>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Challenge, Error> {
    step_up::require(session, now)?;
    let who = &session.principal;
    let tx = db.write().await?;
    let known = of(who).all(&tx).await?;
    require_room(of(who).count(&tx).await?)?;
    let person = mailable::of(&tx, who).await?.ok_or(Error::NotFound)?;
    let login = format!("{} ({})", person.email, person.what);
    let person = Person {
        who,
        login: &login,
        name: &person.name,
    };
    let (options, state) = party.start_registration(&person, &known)?;
    let ticket = challenge::issue(
        &tx,
        Place::in_session(Purpose::Register, session, trace),
        state,
        now,
    )
    .await?;
    tx.commit().await?;
    Ok(Challenge { ticket, options })
}

/// Adds the passkey that the browser has made. It gets the browser's name.
///
/// # Errors
/// [`Error::StepUpRequired`]; [`Error::TicketInvalid`]; [`Error::PasskeyRefused`];
/// [`Error::PasskeyLimitReached`].
pub async fn finish_registration<W: Sync>(
    db: &Database,
    party: &RelyingParty,
    session: &Session<W>,
    (ticket, made): (&Token, &Value),
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Passkey, Error> {
    step_up::require(session, now)?;
    let state = challenge::take(
        db,
        Place::in_session(Purpose::Register, session, trace),
        ticket,
        now,
    )
    .await?;
    let (credential_id, key) = party.finish_registration(made, state)?;
    let who = &session.principal;
    let tx = db.write().await?;
    Exclusive::ways_of(who).hold(&tx).await?;
    require_room(of(who).count(&tx).await?)?;
    let name = Agent::read(trace.agent).line();
    let row = insert(&tx, who, (credential_id, key), name, now).await?;
    let fields = json!({ "passkey": row.id });
    audit::append_own(&tx, who, "passkey.added", fields, trace, now).await?;
    let passkey = row.name.clone();
    notice::send(&tx, who, Notice::PasskeyAdded { passkey }, now).await?;
    tx.commit().await?;
    Ok(view(row))
}

/// # Errors
/// [`Error::PasskeyRefused`] for a key that somebody has: an authenticator never makes the same twice.
async fn insert<C: ConnectionTrait>(
    tx: &C,
    who: &Principal,
    (credential_id, key): (String, Value),
    name: String,
    now: Timestamp,
) -> Result<passkey::Model, Error> {
    let known = passkey::Entity::find()
        .filter(passkey::COLUMN.credential_id.eq(credential_id.as_str()))
        .one(tx)
        .await?;
    if known.is_some() {
        return Err(Error::PasskeyRefused);
    }
    let at = now.as_millisecond();
    let row = passkey::ActiveModel {
        id: Set(new_id(now)),
        principal_key: Set(who.key()),
        account_id: Set(who.account_id()),
        crm_id: Set(who.crm_id()),
        crm_user_id: Set(who.crm_user_id()),
        credential_id: Set(credential_id),
        key: Set(key),
        name: Set(name),
        last_used_at: Set(None),
        removed_at: Set(None),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        created_by: Set(None),
        updated_by: Set(None),
    };
    Ok(row.insert(tx).await?)
}

/// Refuses one more than there may be.
pub(super) const fn require_room(there: u64) -> Result<(), Error> {
    if there < MOST {
        Ok(())
    } else {
        Err(Error::PasskeyLimitReached)
    }
}
