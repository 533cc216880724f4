//! Signing in by a passkey, with nothing typed.

use jiff::Timestamp;
use sea_orm::DatabaseTransaction;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Challenge,
    challenge::{self, Place, Purpose},
    check::{Refusal, Verdict, Wanted, check},
    relying_party::RelyingParty,
};
use crate::{
    attempt::{self, Attempt, PASSKEY_BY_IP},
    crm_record::Crm,
    database::Database,
    error::Error,
    principal::Principal,
    session::{Assurance, SessionMethod, admits},
    sign_in::step::{self, Arrival, Goal, Step},
    token::Token,
    trace::RequestTrace,
};

/// What a browser presents to be signed in.
#[derive(Debug)]
pub struct SignInAnswer<'a> {
    /// The ticket of the challenge.
    pub ticket: &'a Token,
    /// `AuthenticationResponseJSON`.
    pub answer: &'a Value,
    /// "Keep me signed in".
    pub keep: bool,
}

/// A sign-in that waits for its passkey.
#[derive(Debug, Serialize, Deserialize)]
struct Pending {
    /// The CRM to sign in to; without one, where the passkey belongs.
    crm_id: Option<String>,
    state: Value,
}

/// Asks whoever is there for a passkey: at a CRM for one of its users, without one for anybody's. The answer says nothing
/// about who has one.
///
/// # Errors
/// [`Error::RateLimited`].
pub async fn start_sign_in(
    db: &Database,
    party: &RelyingParty,
    crm: Option<&Crm>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Challenge, Error> {
    let tx = db.write().await?;
    count(&tx, trace, now).await?;
    let (options, state) = party.start_authentication(None)?;
    let pending = Pending {
        crm_id: crm.map(|crm| crm.scope().crm_id().to_owned()),
        state,
    };
    let state = serde_json::to_value(pending)?;
    let ticket = challenge::issue(&tx, place(trace), state, now).await?;
    tx.commit().await?;
    Ok(Challenge { ticket, options })
}

/// Signs in whoever the passkey names. A CRM takes those of its own users alone.
///
/// # Errors
/// [`Error::TicketInvalid`], also in another browser than the one that began; [`Error::PasskeyRefused`] whatever is wrong
/// with the answer; only with a right one [`Error::CrmSuspended`], [`Error::CrmScheduledForDeletion`] and
/// [`Error::MethodNotAllowedHere`].
pub async fn finish_sign_in(
    db: &Database,
    party: &RelyingParty,
    input: SignInAnswer<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Step, Error> {
    let taken = challenge::take(db, place(trace), input.ticket, now).await?;
    let Pending { crm_id, state } = serde_json::from_value(taken)?;
    let wanted = Wanted::At(crm_id.as_deref());
    let tx = db.write().await?;
    let refusal = match check(&tx, party, state, input.answer, wanted, now).await? {
        Verdict::Right(who) if step::may_sign_in(&tx, &who).await? => {
            return admit(db, tx, who, input.keep, trace, now).await;
        }
        Verdict::Right(who) => Refusal::new("not_active", Some(who)),
        Verdict::Wrong(refusal) => refusal,
    };
    refusal.log(&tx, trace, now).await?;
    tx.commit().await?;
    Err(Error::PasskeyRefused)
}

/// Counts a challenge that somebody asks for who may be anybody.
pub(super) async fn count(
    tx: &DatabaseTransaction,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let network = attempt::network(trace.ip);
    let _counted: Attempt = attempt::reserve(tx, &PASSKEY_BY_IP, &network, now).await?;
    Ok(())
}

/// The use of the passkey stays written down, also where the CRM lets nobody in.
async fn admit(
    db: &Database,
    tx: DatabaseTransaction,
    who: Principal,
    keep: bool,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Step, Error> {
    let refused = match &who {
        Principal::Account { .. } => None,
        Principal::User { crm_id, id } => step::find_user(&tx, crm_id, id)
            .await?
            .filter(|(crm, user)| !admits(crm.status, user.role))
            .map(|(crm, _)| crm.status.refusal()),
    };
    tx.commit().await?;
    if let Some(refused) = refused {
        return Err(refused);
    }
    let arrival = Arrival {
        goal: Goal::of(&who),
        method: SessionMethod::Passkey,
        keep,
        proved: true,
        assurance: Assurance::Two,
        from: None,
        until: None,
        sso: None,
    };
    let tx = db.write().await?;
    let step = step::arrive(&tx, arrival, trace, now).await?;
    tx.commit().await?;
    Ok(step)
}

fn place<'a>(trace: &RequestTrace<'a>) -> Place<'a> {
    Place {
        purpose: Purpose::SignIn,
        asked_in: "",
        browser: trace.device,
    }
}
