//! Single sign-on by way of another browser: a window waits, and a browser that goes to the provider in its place
//! lets it in.
//!
//! Some providers turn embedded browsers away (RFC 8252). Whoever comes back from one in the browser that went gets no
//! session there, but a secret with which to pick the number that stands in the window: that alone shows that both
//! are before one person. The session is the window's, which exchanges its own secret as after a QR code.

use std::time::Duration;

use jiff::Timestamp;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, UpdateMany, entity::prelude::*, sea_query::Expr,
};
use serde::{Deserialize, Serialize};

use super::{
    Begun, State, advancing,
    matching::{self, Asked, Decider},
    waiting::{self, Opening},
};
use crate::{
    crm_record::crm_by_id,
    database::Database,
    entity::qr_request::{Column, Entity, Model, QrState},
    error::Error,
    principal::Principal,
    sign_in::step::{self, Arrival, Step},
    sso::{self, Newcomer, Offer, Wish},
    token::Token,
    trace::RequestTrace,
};

/// How long a window waits: as long as somebody may be away at a provider.
const LIFE: Duration = Duration::from_mins(10);

/// Who has come back, as the request remembers it. Without a tag: what waits while the service is updated is a known one.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Came {
    /// Somebody whom the provider knows, on the way in.
    Known(Arrival),
    /// Somebody whom it has recognised for the first time: they become known to it with the approval.
    New(Newcomer),
}

impl Came {
    /// Who here has come back, or would be linked.
    fn who(&self) -> Option<Principal> {
        match self {
            Self::Known(arrival) => Some(arrival.goal.who()),
            Self::New(newcomer) => newcomer.candidate(),
        }
    }

    fn decider(&self, provider_id: &str) -> Decider {
        match self {
            Self::Known(arrival) => Decider::Person(arrival.goal.who()),
            Self::New(newcomer) => newcomer.candidate().map_or_else(
                || Decider::Newcomer(format!("s:{provider_id}:{}", newcomer.subject())),
                Decider::Person,
            ),
        }
    }

    /// Writes them down with what else becomes of a request.
    fn noted(&self, update: UpdateMany<Entity>) -> Result<UpdateMany<Entity>, Error> {
        let who = self.who().map(|who| who.key());
        Ok(update
            .col_expr(Column::PrincipalKey, Expr::value(who))
            .col_expr(Column::Arrival, Expr::value(serde_json::to_value(self)?)))
    }
}

/// Begins to wait for another browser to come back from a provider.
///
/// # Errors
/// [`Error::NotFound`] when there is no such provider; [`Error::RateLimited`].
pub async fn begin(
    db: &Database,
    provider_id: &str,
    keep: bool,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(Begun, Offer), Error> {
    let offer = sso::offered(db.read(), provider_id).await?;
    let opening = Opening {
        crm: offer.crm.as_ref(),
        provider_id: Some(provider_id),
        keep,
        life: LIFE,
    };
    let begun = waiting::open(db, opening, trace, now).await?;
    Ok((begun, offer))
}

/// Where the browser that was handed a request would go.
///
/// # Errors
/// [`Error::NotFound`], also once its provider was taken away; [`Error::QrDenied`], [`Error::QrExpired`];
/// [`Error::TicketInvalid`] when somebody has come back already.
pub async fn offered<C: ConnectionTrait>(db: &C, id: &str, now: Timestamp) -> Result<Offer, Error> {
    let (_, provider_id) = begun(db, id, now).await?;
    sso::offered(db, &provider_id).await
}

/// Makes ready to go to the provider in the window's place: which one it is, and what for.
///
/// # Errors
/// Those of [`offered`].
pub async fn departure<C: ConnectionTrait>(
    db: &C,
    id: &str,
    now: Timestamp,
) -> Result<(String, Wish), Error> {
    let (row, provider_id) = begun(db, id, now).await?;
    Ok((provider_id, Wish::hand_off(row.id, row.keep)))
}

/// Notes whom the provider has recognised. What is returned is good in this very browser, for picking the number.
///
/// # Errors
/// [`Error::TicketInvalid`] when somebody has come back already, or nobody waits any more.
pub(crate) async fn note(
    tx: &DatabaseTransaction,
    id: &str,
    provider_id: &str,
    came: &Came,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Token, Error> {
    let secret = Token::new();
    let noting = advancing(id, &[QrState::Pending], QrState::Scanned, now)
        .filter(Column::ProviderId.eq(provider_id))
        .col_expr(Column::ScannedAt, Expr::value(now.as_millisecond()))
        .col_expr(Column::SecretHash, Expr::value(secret.hash().to_hex()))
        .col_expr(
            Column::BrowserHash,
            Expr::value(trace.device.hash().to_hex()),
        );
    if came.noted(noting)?.exec(tx).await?.rows_affected == 1 {
        Ok(secret)
    } else {
        Err(Error::TicketInvalid)
    }
}

/// What the person decides about who has come back.
///
/// # Errors
/// [`Error::TicketInvalid`] in another browser; [`Error::QrDenied`], [`Error::QrExpired`].
pub async fn look_up(
    db: &Database,
    id: &str,
    secret: &Token,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Asked, Error> {
    let (row, ..) = recognised(db.read(), id, secret, trace, now).await?;
    let crm = match &row.crm_id {
        Some(crm_id) => crm_by_id(db.read(), crm_id).await?,
        None => None,
    };
    Ok(matching::asked(row, crm, None, trace, now))
}

/// Lets the window in. Whom the provider has recognised for the first time is linked, or joins, with that. A wrong number
/// denies it for good.
///
/// # Errors
/// [`Error::TicketInvalid`] in another browser, and for somebody new who may not come in any more; [`Error::QrDenied`]
/// also for a wrong number; [`Error::QrExpired`]; [`Error::SlowDown`] while the person should think first;
/// [`Error::RateLimited`] after five wrong numbers.
pub async fn approve(
    db: &Database,
    id: &str,
    secret: &Token,
    number: i32,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = db.write().await?;
    let (row, provider_id, came) = recognised(&tx, id, secret, trace, now).await?;
    let decider = came.decider(&provider_id);
    let attempt = matching::count_number(&tx, &decider, now).await?;
    let admission = match came {
        Came::Known(_) => None,
        Came::New(newcomer) => Some(newcomer.ready(&tx, &provider_id, now).await?),
    };
    let picked = (number, attempt);
    let tx = matching::pick(tx, &row, (&decider, None), picked, trace, now).await?;
    if let Some(admission) = admission {
        let known = Came::Known(admission.complete(&tx, trace, now).await?);
        let update = Entity::update_many().filter(Column::Id.eq(id));
        known.noted(update)?.exec(&tx).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// "Not me": the window isn't let in.
///
/// # Errors
/// [`Error::TicketInvalid`] in another browser; [`Error::QrDenied`], [`Error::QrExpired`].
pub async fn deny(
    db: &Database,
    id: &str,
    secret: &Token,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = db.write().await?;
    let (row, provider_id, came) = recognised(&tx, id, secret, trace, now).await?;
    let decider = came.decider(&provider_id);
    matching::refuse(&tx, &row, &decider, "not_me", trace, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Lets whom the provider has recognised into the window, or asks there for the second factor that they have.
///
/// # Errors
/// [`Error::TicketInvalid`] when the provider was taken away, or the person may not sign in any more;
/// [`Error::CrmSuspended`], [`Error::CrmScheduledForDeletion`].
pub(super) async fn enter(
    tx: &DatabaseTransaction,
    row: &Model,
    provider_id: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Step, Error> {
    match sso::offered(tx, provider_id).await {
        Err(Error::NotFound) => return Err(Error::TicketInvalid),
        found => drop(found?),
    }
    match came(row)? {
        Came::Known(arrival) => step::arrive(tx, arrival, trace, now).await,
        Came::New(_) => Err(Error::TicketInvalid),
    }
}

/// Lets nobody in any more who was recognised as this person.
pub(crate) async fn void<C: ConnectionTrait>(
    tx: &C,
    who: &Principal,
    now: Timestamp,
) -> Result<(), Error> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value(QrState::Denied.to_value()))
        .filter(Column::PrincipalKey.eq(who.key()))
        .filter(Column::State.is_in([QrState::Scanned, QrState::Approved]))
        .filter(Column::ExpiresAt.gt(now.as_millisecond()))
        .exec(tx)
        .await?;
    Ok(())
}

/// A request from which nobody has come back yet, and its provider.
async fn begun<C: ConnectionTrait>(
    db: &C,
    id: &str,
    now: Timestamp,
) -> Result<(Model, String), Error> {
    let row = Entity::find_by_id(id.to_owned()).one(db).await?;
    let row = row.ok_or(Error::NotFound)?;
    let provider_id = row.provider_id.clone().ok_or(Error::NotFound)?;
    matching::waits(&row, now)?;
    match State::of(&row, now) {
        State::Pending => Ok((row, provider_id)),
        _ => Err(Error::TicketInvalid),
    }
}

/// A request that waits, its provider, and whom that has recognised in this browser.
async fn recognised<C: ConnectionTrait>(
    db: &C,
    id: &str,
    secret: &Token,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(Model, String, Came), Error> {
    let row = Entity::find_by_id(id.to_owned())
        .filter(Column::SecretHash.eq(secret.hash().to_hex()))
        .filter(Column::BrowserHash.eq(trace.device.hash().to_hex()))
        .one(db)
        .await?;
    let row = row.ok_or(Error::TicketInvalid)?;
    matching::waits(&row, now)?;
    let provider_id = row.provider_id.clone().ok_or(Error::TicketInvalid)?;
    let came = came(&row)?;
    Ok((row, provider_id, came))
}

fn came(row: &Model) -> Result<Came, Error> {
    let noted = row.arrival.clone().ok_or(Error::TicketInvalid)?;
    Ok(serde_json::from_value(noted)?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_waits_while_the_service_is_updated_is_somebody_known() {
        let noted = json!({
            "goal": { "to": "portal", "account_id": "1" }, "method": "sso", "keep": false,
            "proved": false, "assurance": "one", "from": null, "until": null,
            "sso": { "provider_id": "2", "session": null },
        });
        let came = serde_json::from_value(noted).expect("read");
        assert!(matches!(came, Came::Known(_)), "{came:?}");
    }
}
