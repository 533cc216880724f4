//! A passkey in place of a code, after a password.

use jiff::Timestamp;
use sea_orm::ConnectionTrait;
use serde_json::Value;

use super::{
    Challenge,
    challenge::{self, Place, Purpose},
    check::{Verdict, Wanted, check},
    is_any_usable,
    relying_party::RelyingParty,
    sign_in::count,
    usable,
};
use crate::{
    database::Database,
    error::Error,
    principal::Principal,
    sign_in::{
        second_factor::{Waiting, admit, waiting},
        step::{Goal, Step},
    },
    token::Token,
    trace::RequestTrace,
};

/// What a browser presents in place of a code.
#[derive(Debug)]
pub struct SecondFactorAnswer<'a> {
    /// The ticket of the first step.
    pub ticket: &'a Token,
    /// The ticket of the challenge.
    pub challenge: &'a Token,
    /// `AuthenticationResponseJSON`.
    pub answer: &'a Value,
}

/// Asks whoever has given a password for one of their passkeys.
///
/// # Errors
/// [`Error::TicketInvalid`], also in another browser than the one that began; [`Error::NotFound`] where they have none;
/// [`Error::RateLimited`].
pub async fn start_second_factor(
    db: &Database,
    party: &RelyingParty,
    ticket: &Token,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Challenge, Error> {
    let tx = db.write().await?;
    count(&tx, trace, now).await?;
    let waiting = waiting(&tx, ticket, trace, now).await?;
    let known = usable(&tx, &selves(&waiting)).await?;
    if known.is_empty() {
        return Err(Error::NotFound);
    }
    let (options, state) = party.start_authentication(Some(&known))?;
    let asked_in = ticket.hash().to_hex();
    let ticket = challenge::issue(&tx, place(&asked_in, trace), state, now).await?;
    tx.commit().await?;
    Ok(Challenge { ticket, options })
}

/// Exchanges the ticket of the first step and a passkey's answer for a session. A wrong one leaves the ticket as it is.
///
/// # Errors
/// [`Error::TicketInvalid`], also in another browser than the one that began; [`Error::PasskeyRefused`];
/// [`Error::CrmSuspended`], [`Error::CrmScheduledForDeletion`].
pub async fn finish_second_factor(
    db: &Database,
    party: &RelyingParty,
    input: SecondFactorAnswer<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Step, Error> {
    let asked_in = input.ticket.hash().to_hex();
    let state = challenge::take(db, place(&asked_in, trace), input.challenge, now).await?;
    let tx = db.write().await?;
    let waiting = waiting(&tx, input.ticket, trace, now).await?;
    let selves = selves(&waiting);
    match check(&tx, party, state, input.answer, Wanted::Of(&selves), now).await? {
        Verdict::Right(_) => {
            let step = admit(&tx, input.ticket, waiting, "passkey", trace, now).await?;
            tx.commit().await?;
            Ok(step)
        }
        Verdict::Wrong(refusal) => {
            refusal.log(&tx, trace, now).await?;
            tx.commit().await?;
            Err(Error::PasskeyRefused)
        }
    }
}

/// Whether whoever arrives there, and is asked for this principal's factor, may give a passkey instead.
pub(crate) async fn may_answer<C: ConnectionTrait>(
    db: &C,
    goal: &Goal,
    owner: &Principal,
) -> Result<bool, Error> {
    is_any_usable(db, &of_goal(goal, owner)).await
}

fn selves(waiting: &Waiting) -> Vec<Principal> {
    of_goal(&waiting.arrival.goal, &waiting.owner)
}

/// Who arrives, and whose factor they are asked for.
fn of_goal(goal: &Goal, owner: &Principal) -> Vec<Principal> {
    let who = match goal {
        Goal::Portal { account_id } => Principal::account(account_id),
        Goal::Crm {
            crm_id, user_id, ..
        } => Principal::user(crm_id, user_id),
    };
    let mut selves = vec![owner.clone()];
    selves.extend(Some(who).filter(|who| who != owner));
    selves
}

fn place<'a>(asked_in: &'a str, trace: &RequestTrace<'a>) -> Place<'a> {
    Place {
        purpose: Purpose::SecondFactor,
        asked_in,
        browser: trace.device,
    }
}
