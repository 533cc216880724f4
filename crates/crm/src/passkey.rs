//! Passkeys (`WebAuthn`, Level 3): keys that an authenticator keeps, and signs with once it has recognised its person.
//!
//! A passkey belongs to one principal, and names it by its user handle. All principals of a server share one relying
//! party, its host: what a passkey opens is decided here, never by what the browser offers. A proof by one counts as
//! two factors, the authenticator and what unlocks it.

mod challenge;
mod check;
mod manage;
mod register;
mod relying_party;
mod second_factor;
mod sign_in;
mod step_up;

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, QueryOrder as _, entity::prelude::*};
use serde_json::Value;

pub use challenge::CHALLENGE_LIFE;
pub use manage::{remove, rename, restore};
pub use register::{finish_registration, start_registration};
pub use relying_party::RelyingParty;
pub(crate) use second_factor::may_answer;
pub use second_factor::{SecondFactorAnswer, finish_second_factor, start_second_factor};
pub use sign_in::{SignInAnswer, finish_sign_in, start_sign_in};
pub use step_up::{finish_step_up, start_step_up};

use crate::{
    credential::{self, Credential},
    entity::passkey::{self, Model},
    error::Error,
    principal::Principal,
    session::Session,
    sso,
    token::Token,
};

/// How many one person may have.
pub const MOST: u64 = 10;

/// A passkey as its person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    /// Permanent id.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_used_at: Option<Timestamp>,
}

/// What a browser asks its authenticators, and what it presents with their answer.
#[derive(Debug)]
pub struct Challenge {
    /// The secret to present with the answer.
    pub ticket: Token,
    /// `PublicKeyCredentialCreationOptionsJSON` or `PublicKeyCredentialRequestOptionsJSON`.
    pub options: Value,
}

/// The passkeys of a session's person, oldest first.
///
/// # Errors
/// [`Error::Database`].
pub async fn passkeys<C: ConnectionTrait, W: Sync>(
    db: &C,
    session: &Session<W>,
) -> Result<Vec<Passkey>, Error> {
    let rows = of(&session.principal)
        .order_by_asc(passkey::COLUMN.id)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(view).collect())
}

/// Those that prove that somebody is this principal, or the account whose credential is theirs.
async fn usable<C: ConnectionTrait>(db: &C, who: &[Principal]) -> Result<Vec<Model>, Error> {
    let rows = of_any(who).order_by_asc(passkey::COLUMN.id).all(db).await?;
    Ok(rows)
}

/// Whether there is one that proves it.
async fn is_any_usable<C: ConnectionTrait>(db: &C, who: &[Principal]) -> Result<bool, Error> {
    Ok(of_any(who).one(db).await?.is_some())
}

/// Who a session's person is: themselves, and the account whose credential is theirs.
async fn selves<C: ConnectionTrait>(db: &C, who: &Principal) -> Result<Vec<Principal>, Error> {
    let credential = credential::behind(db, who).await?;
    Ok(with_owner(who, credential.as_ref()))
}

fn with_owner(who: &Principal, credential: Option<&Credential>) -> Vec<Principal> {
    let owner = credential.map(Credential::owner);
    let mut selves = vec![who.clone()];
    selves.extend(owner.filter(|owner| owner != who));
    selves
}

/// Whether a session's person, whose credential this is, has one.
pub(crate) async fn has_any<C: ConnectionTrait>(
    db: &C,
    who: &Principal,
    credential: Option<&Credential>,
) -> Result<bool, Error> {
    is_any_usable(db, &with_owner(who, credential)).await
}

/// Whether a passkey lets somebody in.
pub(crate) async fn lets_in<C: ConnectionTrait>(db: &C, who: &Principal) -> Result<bool, Error> {
    if of(who).one(db).await?.is_none() {
        return Ok(false);
    }
    match who {
        Principal::Account { .. } => Ok(true),
        Principal::User { crm_id, id } => sso::admits_passkeys(db, crm_id, id).await,
    }
}

/// Takes every passkey of somebody away for good.
pub(crate) async fn forget_all<C: ConnectionTrait>(tx: &C, who: &Principal) -> Result<(), Error> {
    passkey::Entity::delete_many()
        .filter(passkey::COLUMN.principal_key.eq(who.key()))
        .exec(tx)
        .await?;
    Ok(())
}

fn of(who: &Principal) -> Select<passkey::Entity> {
    of_any(std::slice::from_ref(who))
}

fn of_any(who: &[Principal]) -> Select<passkey::Entity> {
    let keys = who.iter().map(Principal::key);
    passkey::Entity::find()
        .filter(passkey::COLUMN.principal_key.is_in(keys))
        .filter(passkey::COLUMN.removed_at.is_null())
}

fn principal(row: &Model) -> Principal {
    Principal::of_owned(
        row.account_id.as_deref(),
        row.crm_id.as_deref(),
        row.crm_user_id.as_deref(),
    )
}

fn view(row: Model) -> Passkey {
    let instant = |at: i64| Timestamp::from_millisecond(at).unwrap_or_default();
    Passkey {
        id: row.id,
        name: row.name,
        created_at: instant(row.created_at),
        last_used_at: row.last_used_at.map(instant),
    }
}
