//! The waiting browser's side: it begins, asks how far it is, and signs in once it was approved.

use std::time::Duration;

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DatabaseTransaction, entity::prelude::*};
use serde_json::json;

use super::{
    POLL_INTERVAL, REQUEST_LIFE, State, advancing, code_hash, hand_off, log_nobody,
    way::{Way, way},
};
use crate::{
    agent::Agent,
    attempt::{self, Attempt, QR_BY_IP},
    code,
    crm_record::Crm,
    database::Database,
    entity::qr_request::{ActiveModel, Column, Entity, Model, QrState},
    error::Error,
    id::new_id,
    instant::after,
    session::{SessionMethod, vouches},
    sign_in::{
        selection::{self, Selection},
        step::{self, Arrival, Step},
    },
    token::Token,
    trace::RequestTrace,
};

/// Characters of the code that can be typed in place of the QR code: 40 bits.
const CODE_LENGTH: usize = 8;

/// A request that begins to wait.
#[derive(Debug)]
pub struct Begun {
    /// What the QR code names.
    pub id: String,
    /// The secret that signs in, for the waiting browser alone.
    pub poll: Token,
    /// `XXXX-XXXX`, to be typed where nothing can be scanned.
    pub user_code: Sensitive<String>,
    /// The number to pick: two digits.
    pub number: i32,
    /// How long it waits.
    pub life: Duration,
}

/// What a browser is about to wait for.
pub(super) struct Opening<'a> {
    /// The CRM that it names, if it names one.
    pub(super) crm: Option<&'a Crm>,
    /// The provider that another browser goes to in its place; without one a person approves who is signed in.
    pub(super) provider_id: Option<&'a str>,
    /// "Keep me signed in".
    pub(super) keep: bool,
    pub(super) life: Duration,
}

/// How far a request got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// How far.
    pub state: State,
    /// The time that is left.
    pub left: Duration,
}

/// What an approved request opens.
#[derive(Debug)]
pub enum Exchanged {
    /// A session, or the question for a code.
    Step(Step),
    /// A list to select from.
    Select(Selection),
}

/// Begins to wait for somebody to approve, at one CRM or wherever the person is.
///
/// # Errors
/// [`Error::RateLimited`].
pub async fn begin(
    db: &Database,
    crm: Option<&Crm>,
    keep: bool,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Begun, Error> {
    let opening = Opening {
        crm,
        provider_id: None,
        keep,
        life: REQUEST_LIFE,
    };
    open(db, opening, trace, now).await
}

/// Begins to wait.
///
/// # Errors
/// [`Error::RateLimited`].
pub(super) async fn open(
    db: &Database,
    opening: Opening<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Begun, Error> {
    let Opening {
        crm,
        provider_id,
        keep,
        life,
    } = opening;
    let tx = db.write().await?;
    let _counted: Attempt =
        attempt::reserve(&tx, &QR_BY_IP, &attempt::network(trace.ip), now).await?;
    let (poll, user_code) = (Token::new(), code::random::<CODE_LENGTH>());
    let (number, [decoy_a, decoy_b]) = three_numbers();
    let agent = Agent::read(trace.agent);
    let row = ActiveModel {
        id: Set(new_id(now)),
        poll_hash: Set(poll.hash().to_hex()),
        user_code_hash: Set(code_hash(&user_code)),
        number: Set(number),
        decoy_a: Set(decoy_a),
        decoy_b: Set(decoy_b),
        crm_id: Set(crm.map(|crm| crm.scope().crm_id().to_owned())),
        keep: Set(keep),
        browser: Set(agent.browser.to_owned()),
        os: Set(agent.os.to_owned()),
        ip: Set(trace.ip.to_string()),
        state: Set(QrState::Pending),
        scanned_at: Set(None),
        approved_by: Set(None),
        provider_id: Set(provider_id.map(str::to_owned)),
        secret_hash: Set(None),
        browser_hash: Set(None),
        principal_key: Set(None),
        arrival: Set(None),
        expires_at: Set(after(now, life)),
        created_at: Set(now.as_millisecond()),
    };
    let row = row.insert(&tx).await?;
    let action = provider_id.map_or("qr.requested", |_| "sso.hand_off_requested");
    log_nobody(&tx, &row, (action, json!({})), trace, now).await?;
    tx.commit().await?;
    Ok(Begun {
        id: row.id,
        poll,
        // EXPOSE: it is shown to the person.
        user_code: code::grouped(user_code.expose(), 4).into(),
        number,
        life,
    })
}

/// How far a request got, for the browser that began it.
///
/// # Errors
/// [`Error::TicketInvalid`] for every other browser, and once the request is forgotten.
pub async fn progress(
    db: &Database,
    id: &str,
    poll: &Token,
    now: Timestamp,
) -> Result<Progress, Error> {
    let row = find(db.read(), id, poll).await?;
    let left = row.expires_at.saturating_sub(now.as_millisecond());
    Ok(Progress {
        state: State::of(&row, now),
        left: Duration::from_millis(u64::try_from(left).unwrap_or(0)),
    })
}

/// Exchanges an approved request, once, for what the person who approved it lets the browser into.
///
/// # Errors
/// [`Error::SlowDown`] before it is approved, [`Error::QrDenied`], [`Error::QrExpired`];
/// [`Error::TicketInvalid`] in another browser, the second time, and when the session that approved it has
/// ended or its person may not sign in any more; [`Error::QrWrongCrm`], [`Error::CrmSuspended`],
/// [`Error::CrmScheduledForDeletion`].
pub async fn exchange(
    db: &Database,
    id: &str,
    poll: &Token,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Exchanged, Error> {
    let tx = db.write().await?;
    let row = find(&tx, id, poll).await?;
    match State::of(&row, now) {
        State::Approved => {}
        State::Pending | State::Scanned => {
            return Err(Error::SlowDown {
                retry_after: POLL_INTERVAL,
            });
        }
        State::Denied => return Err(Error::QrDenied),
        State::Expired => return Err(Error::QrExpired),
        State::Consumed => return Err(Error::TicketInvalid),
    }
    let consuming = advancing(&row.id, &[QrState::Approved], QrState::Consumed, now);
    if consuming.exec(&tx).await?.rows_affected != 1 {
        return Err(Error::TicketInvalid);
    }
    let exchanged = match &row.provider_id {
        Some(id) => Exchanged::Step(hand_off::enter(&tx, &row, id, trace, now).await?),
        None => by_approver(&tx, &row, trace, now).await?,
    };
    tx.commit().await?;
    Ok(exchanged)
}

/// What whoever approved a request lets the browser into.
async fn by_approver(
    tx: &DatabaseTransaction,
    row: &Model,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Exchanged, Error> {
    let session_id = row.approved_by.as_deref().unwrap_or_default();
    let approved = vouches(tx, session_id, now).await?;
    let (who, voucher) = approved.ok_or(Error::TicketInvalid)?;
    match way(tx, &who, row.crm_id.as_deref()).await? {
        Way::To(goal) => {
            let arrival = Arrival {
                goal,
                method: SessionMethod::Qr,
                keep: row.keep,
                // Who proved it did so elsewhere.
                proved: false,
                assurance: voucher.assurance,
                from: None,
                until: voucher.until,
                sso: None,
            };
            Ok(Exchanged::Step(
                step::arrive(tx, arrival, trace, now).await?,
            ))
        }
        Way::List { account_id } => {
            let list = selection::offer(tx, account_id, row.keep, voucher, trace, now).await?;
            Ok(Exchanged::Select(list))
        }
    }
}

async fn find<C: ConnectionTrait>(db: &C, id: &str, poll: &Token) -> Result<Model, Error> {
    Entity::find_by_id(id.to_owned())
        .filter(Column::PollHash.eq(poll.hash().to_hex()))
        .one(db)
        .await?
        .ok_or(Error::TicketInvalid)
}

/// The right number and two others, all different, of two digits each.
fn three_numbers() -> (i32, [i32; 2]) {
    let right = number_but(&[]);
    let first = number_but(&[right]);
    (right, [first, number_but(&[right, first])])
}

fn number_but(taken: &[i32]) -> i32 {
    loop {
        let number = rand::random_range(10..100);
        if !taken.contains(&number) {
            return number;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_numbers_differ_and_have_two_digits() {
        for _ in 0..1_000 {
            let (right, [first, second]) = three_numbers();
            let mut all = vec![right, first, second];
            assert!(all.iter().all(|number| (10..100).contains(number)));
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), 3);
        }
    }
}
