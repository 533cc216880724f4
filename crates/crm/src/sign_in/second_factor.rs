//! The second step of a sign-in: a code for a session.

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{
    selection,
    step::{self, Arrival, Step, may_trust},
};
use crate::{
    audit::{self, Actor},
    database::{Database, Exclusive},
    device,
    error::Error,
    principal::Principal,
    sealer::Sealer,
    second_factor::{Proof, Verdict, check},
    session::Assurance,
    ticket::{self, Ticket, TicketKind},
    token::Token,
    trace::RequestTrace,
};

/// A second factor as it is given.
#[derive(Debug)]
pub struct SecondFactorInput<'a> {
    /// The ticket of the first step.
    pub ticket: &'a Token,
    /// A code of the app, or a recovery code.
    pub code: &'a Sensitive<String>,
    /// "Trust this device": ask for no code from here for a while.
    pub trust: bool,
}

/// Exchanges a ticket and a code for a session. A wrong code leaves the ticket as it is; after five
/// of them it is void, and no code is taken for a while.
///
/// # Errors
/// [`Error::TicketInvalid`], also in another browser than the one that began;
/// [`Error::CodeInvalid`], [`Error::CodeReplayed`], [`Error::FactorLocked`];
/// [`Error::CrmSuspended`], [`Error::CrmScheduledForDeletion`].
pub async fn second_factor(
    db: &Database,
    sealer: &Sealer,
    input: SecondFactorInput<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Step, Error> {
    let tx = db.write().await?;
    let waiting = waiting(&tx, input.ticket, trace, now).await?;
    let owner = waiting.owner.clone();
    let proof = match check(&tx, sealer, &owner, input.code, trace, now).await? {
        Verdict::Right(proof) => proof,
        Verdict::Wrong(error) => {
            let fields = json!({ "method": "second_factor", "reason": "wrong_code" });
            audit::append_about(
                &tx,
                &owner,
                Actor::Nobody,
                "sign_in.failed",
                fields,
                trace,
                now,
            )
            .await?;
            tx.commit().await?;
            return Err(error);
        }
    };
    let may_trust = may_trust(&tx, &waiting.arrival.goal).await?;
    let step = admit(&tx, input.ticket, waiting, proof.name(), trace, now).await?;
    // Whoever has no app at hand has no reason to go without codes either.
    if input.trust && proof == Proof::Totp && may_trust {
        device::trust(&tx, &owner, trace, now).await?;
    }
    tx.commit().await?;
    Ok(step)
}

/// Somebody who has given a password, and is asked for a second factor.
pub(crate) struct Waiting {
    pub(crate) arrival: Arrival,
    /// Whose factor is asked for.
    pub(crate) owner: Principal,
}

/// Who a ticket of the first step is of, once they give the second factor.
pub(crate) async fn waiting(
    tx: &DatabaseTransaction,
    ticket: &Token,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Waiting, Error> {
    let row = ticket::find(tx, TicketKind::SecondFactor, ticket.hash(), now).await?;
    let row = row.filter(|row| is_of_browser(row, trace.device));
    let row = row.ok_or(Error::TicketInvalid)?;
    let owner = row.principal().ok_or(Error::TicketInvalid)?;
    let arrival = Arrival {
        proved: true,
        assurance: Assurance::Two,
        ..serde_json::from_value(row.payload)?
    };
    if let Some(entry) = &arrival.from {
        Exclusive::Ticket(&entry.list).hold(tx).await?;
    }
    Ok(Waiting { arrival, owner })
}

/// Uses the ticket up, and lets in whoever it is of. `proof` is what they gave.
pub(crate) async fn admit(
    tx: &DatabaseTransaction,
    ticket: &Token,
    Waiting { arrival, owner }: Waiting,
    proof: &'static str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Step, Error> {
    let used = ticket::use_up(tx, TicketKind::SecondFactor, ticket.hash(), None, now).await?;
    used.ok_or(Error::TicketInvalid)?;
    if let Some(entry) = &arrival.from {
        selection::note_opened(tx, entry, Some(&owner), now).await?;
    }
    step::admit(tx, &arrival, Some(proof), trace, now).await
}

/// A ticket that somebody else began would sign a person in as somebody else.
fn is_of_browser(row: &Ticket, device: &Token) -> bool {
    row.browser_hash.as_deref() == Some(device.hash().to_hex().as_str())
}
