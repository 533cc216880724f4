//! Proving who one is again by a passkey.

use jiff::Timestamp;
use serde_json::Value;

use super::{
    Challenge,
    challenge::{self, Place, Purpose},
    check::{Verdict, Wanted, check},
    relying_party::RelyingParty,
    selves, usable,
};
use crate::{
    attempt::{self, STEP_UP_BY_SESSION},
    database::Database,
    error::Error,
    session::{self, Assurance, NewSession, Renewal, Session},
    step_up,
    token::Token,
    trace::RequestTrace,
};

/// Asks a session's person for one of their passkeys.
///
/// # Errors
/// [`Error::NotFound`] where they have none.
pub async fn start_step_up<W: Sync>(
    db: &Database,
    party: &RelyingParty,
    session: &Session<W>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Challenge, Error> {
    let tx = db.write().await?;
    let known = usable(&tx, &selves(&tx, &session.principal).await?).await?;
    if known.is_empty() {
        return Err(Error::NotFound);
    }
    let (options, state) = party.start_authentication(Some(&known))?;
    let ticket = challenge::issue(
        &tx,
        Place::in_session(Purpose::StepUp, session, trace),
        state,
        now,
    )
    .await?;
    tx.commit().await?;
    Ok(Challenge { ticket, options })
}

/// Takes the answer as proof. The session gets a new token; after five wrong answers it ends.
///
/// # Errors
/// [`Error::TicketInvalid`], [`Error::PasskeyRefused`], [`Error::RateLimited`].
pub async fn finish_step_up<W: Sync>(
    db: &Database,
    party: &RelyingParty,
    session: &Session<W>,
    (ticket, answer): (&Token, &Value),
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<NewSession, Error> {
    let state = challenge::take(
        db,
        Place::in_session(Purpose::StepUp, session, trace),
        ticket,
        now,
    )
    .await?;
    let tx = db.write().await?;
    let attempt = attempt::reserve(&tx, &STEP_UP_BY_SESSION, &session.id, now).await?;
    let selves = selves(&tx, &session.principal).await?;
    match check(&tx, party, state, answer, Wanted::Of(&selves), now).await? {
        Verdict::Right(_) => {
            attempt::forgive(&tx, attempt).await?;
            let renewal = Renewal {
                proved: true,
                assurance: Assurance::Two,
            };
            let renewed = session::renew(&tx, session, renewal, now).await?;
            tx.commit().await?;
            Ok(renewed)
        }
        Verdict::Wrong(_) => {
            step_up::end_if_too_many(&tx, session, trace, now).await?;
            tx.commit().await?;
            Err(Error::PasskeyRefused)
        }
    }
}
