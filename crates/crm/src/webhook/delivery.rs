//! Deliveries: events on their way to an endpoint.

use std::collections::HashMap;

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{
    ActiveEnum as _,
    ActiveValue::Set,
    ConnectionTrait, DatabaseTransaction, QueryOrder as _, QuerySelect as _, TryInsertResult,
    entity::prelude::*,
    sea_query::{Expr, OnConflict},
};
use serde_json::json;

use super::{
    find,
    place::place,
    require_keeper,
    schedule::{Verdict, judge},
    secret,
};
use crate::{
    audit::{self, Actor, AuditScope},
    crm_record::{Crm, CrmStatus, crm_by_id},
    database::{Database, Exclusive},
    entity::{
        crm,
        crm_user::{self, CrmUserStatus, Role},
        event,
        webhook_delivery::{self, ActiveModel, Column, DeliveryState, Entity, Model},
        webhook_endpoint::{self, EndpointState},
    },
    error::Error,
    event::{EventKind, record_changed},
    id::new_id,
    jobs::{self, NewJob, Work},
    letter::{Letter, WebhookOff},
    locale::Locale,
    outbox::{self, Recipient},
    person,
    requester::Requester,
    sealer::Sealer,
    trace::RequestTrace,
};

/// Events that are looked at in one transaction.
const BATCH: u64 = 200;

/// Deliveries that a list shows.
const SHOWN: u64 = 100;

/// Bytes of an answer that are kept.
pub const RESPONSE_HEAD: usize = 1_024;

/// What there is to send.
#[derive(Debug)]
pub struct Outgoing {
    /// Where it goes.
    pub url: String,
    /// The id of the event, which is the same whenever it is sent.
    pub event_id: String,
    /// What it is signed with: by each of these.
    pub secrets: Vec<Sensitive<Vec<u8>>>,
    /// The body.
    pub body: String,
}

/// What came of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The HTTP status; none where no answer came.
    pub status: Option<u16>,
    /// How the answer's body begins, or why there is none.
    pub head: String,
}

/// What an attempt has changed about its endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivered {
    /// Nothing.
    Noted,
    /// It is switched off.
    SwitchedOff,
}

/// A delivery as its endpoint's keepers see it.
#[derive(Debug, Clone, PartialEq)]
pub struct DeliveryView {
    /// Its id.
    pub id: String,
    /// The name of what happened.
    pub kind: String,
    /// What is sent.
    pub body: String,
    /// What became of it.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: i32,
    /// When it is tried again.
    pub next_at: Option<Timestamp>,
    /// The status of the last answer.
    pub status: Option<i32>,
    /// How the last answer began.
    pub response_head: Option<String>,
    /// When what it tells happened.
    pub happened_at: Timestamp,
}

/// An event was appended: whoever wants to know is looked for, in a job.
pub(crate) async fn follow(
    tx: &DatabaseTransaction,
    crm_id: &str,
    now: Timestamp,
) -> Result<(), Error> {
    if listening(tx, crm_id).await?.is_empty() {
        return Ok(());
    }
    let work = Work::FanOutEvents {
        crm_id: crm_id.to_owned(),
    };
    enqueue(tx, work, crm_id, now).await
}

/// Makes deliveries of what has happened since each endpoint was last looked at. Nothing is made twice.
///
/// # Errors
/// [`Error::Database`].
pub async fn fan_out(db: &Database, crm_id: &str, now: Timestamp) -> Result<(), Error> {
    let tx = db.write().await?;
    Exclusive::Webhooks(crm_id).hold(&tx).await?;
    let mut is_more = false;
    for endpoint in listening(&tx, crm_id).await? {
        let events = event::Entity::find()
            .filter(event::COLUMN.crm_id.eq(crm_id))
            .filter(event::COLUMN.seq.gt(endpoint.seen_seq))
            .order_by_asc(event::COLUMN.seq)
            .limit(BATCH)
            .all(&tx)
            .await?;
        let Some(last) = events.last() else { continue };
        is_more |= u64::try_from(events.len()).is_ok_and(|count| count == BATCH);
        let types: Vec<String> = serde_json::from_value(endpoint.types.clone())?;
        for event in events.iter().filter(|event| types.contains(&event.r#type)) {
            begin(&tx, (crm_id, &endpoint.id), &event.id, now).await?;
        }
        webhook_endpoint::Entity::update_many()
            .col_expr(webhook_endpoint::Column::SeenSeq, Expr::value(last.seq))
            .filter(webhook_endpoint::COLUMN.crm_id.eq(crm_id))
            .filter(webhook_endpoint::COLUMN.id.eq(endpoint.id.as_str()))
            .exec(&tx)
            .await?;
    }
    if is_more {
        let work = Work::FanOutEvents {
            crm_id: crm_id.to_owned(),
        };
        enqueue(&tx, work, crm_id, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn listening<C: ConnectionTrait>(
    db: &C,
    crm_id: &str,
) -> Result<Vec<webhook_endpoint::Model>, Error> {
    Ok(webhook_endpoint::Entity::find()
        .filter(webhook_endpoint::COLUMN.crm_id.eq(crm_id))
        .filter(webhook_endpoint::COLUMN.state.eq(EndpointState::On))
        .all(db)
        .await?)
}

/// An event goes to an endpoint, unless it is on its way there.
pub(super) async fn begin(
    tx: &DatabaseTransaction,
    (crm_id, endpoint_id): (&str, &str),
    event_id: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let (id, at) = (new_id(now), now.as_millisecond());
    let row = ActiveModel {
        crm_id: Set(crm_id.to_owned()),
        id: Set(id.clone()),
        endpoint_id: Set(endpoint_id.to_owned()),
        event_id: Set(event_id.to_owned()),
        state: Set(DeliveryState::Waiting),
        attempts: Set(0),
        next_at: Set(Some(at)),
        status: Set(None),
        response_head: Set(None),
        created_at: Set(at),
        updated_at: Set(at),
    };
    let inserted = Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(tx)
        .await?;
    if matches!(inserted, TryInsertResult::Inserted(1)) {
        enqueue(tx, sending(crm_id, &id), crm_id, now).await?;
    }
    Ok(())
}

fn sending(crm_id: &str, id: &str) -> Work {
    Work::SendWebhook {
        crm_id: crm_id.to_owned(),
        delivery_id: id.to_owned(),
    }
}

async fn enqueue(
    tx: &DatabaseTransaction,
    work: Work,
    crm_id: &str,
    run_at: Timestamp,
) -> Result<(), Error> {
    let new = NewJob {
        work,
        crm_id: Some(crm_id),
        run_at,
        dedupe_key: None,
    };
    jobs::enqueue(tx, new, run_at).await.map(drop)
}

/// What is to be sent for a delivery, if it waits and its endpoint is on. While its CRM is to be deleted, it's laid aside,
/// unless it tells just that.
///
/// # Errors
/// [`Error::NotOpened`].
pub async fn take(
    db: &Database,
    sealer: &Sealer,
    (crm_id, id): (&str, &str),
    now: Timestamp,
) -> Result<Option<Outgoing>, Error> {
    let Some((delivery, endpoint)) = waiting(db.read(), crm_id, id).await? else {
        return Ok(None);
    };
    let key = (crm_id.to_owned(), delivery.event_id);
    let event = event::Entity::find_by_id(key).one(db.read()).await?;
    let event = event.ok_or(Error::NotFound)?;
    let is_last_word = event.r#type == EventKind::CrmDeletion.name();
    if !is_last_word && lay_aside(db, (crm_id, id)).await? {
        return Ok(None);
    }
    Ok(Some(Outgoing {
        secrets: secret::open(sealer, &endpoint, now)?,
        url: endpoint.url,
        body: body(&event),
        event_id: event.id,
    }))
}

/// Leaves a delivery without a time while its CRM is to be deleted; false when it isn't.
async fn lay_aside(db: &Database, (crm_id, id): (&str, &str)) -> Result<bool, Error> {
    if !is_paused(db.read(), crm_id).await? {
        return Ok(false);
    }
    let tx = db.write().await?;
    Exclusive::Crm(crm_id).hold(&tx).await?;
    if !is_paused(&tx, crm_id).await? {
        return Ok(false);
    }
    of_delivery(crm_id, id)
        .col_expr(Column::NextAt, Expr::value(None::<i64>))
        .filter(webhook_delivery::COLUMN.state.eq(DeliveryState::Waiting))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(true)
}

async fn is_paused<C: ConnectionTrait>(db: &C, crm_id: &str) -> Result<bool, Error> {
    let ending = [CrmStatus::DeletionScheduled, CrmStatus::Purging];
    let found = crm::Entity::find_by_id(crm_id.to_owned())
        .filter(crm::COLUMN.status.is_in(ending))
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// What was laid aside goes on its way: the CRM isn't deleted. The time of the pause counts against no endpoint.
pub(crate) async fn resume(
    tx: &DatabaseTransaction,
    crm_id: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let aside = Entity::find()
        .filter(webhook_delivery::COLUMN.crm_id.eq(crm_id))
        .filter(webhook_delivery::COLUMN.state.eq(DeliveryState::Waiting))
        .filter(webhook_delivery::COLUMN.next_at.is_null())
        .order_by_asc(webhook_delivery::COLUMN.id)
        .all(tx)
        .await?;
    for delivery in aside {
        of_delivery(crm_id, &delivery.id)
            .col_expr(Column::NextAt, Expr::value(now.as_millisecond()))
            .exec(tx)
            .await?;
        enqueue(tx, sending(crm_id, &delivery.id), crm_id, now).await?;
    }
    webhook_endpoint::Entity::update_many()
        .col_expr(
            webhook_endpoint::Column::FailSince,
            Expr::value(None::<i64>),
        )
        .filter(webhook_endpoint::COLUMN.crm_id.eq(crm_id))
        .filter(webhook_endpoint::COLUMN.state.eq(EndpointState::On))
        .exec(tx)
        .await?;
    Ok(())
}

/// A delivery that waits, and its endpoint, which is on.
async fn waiting<C: ConnectionTrait>(
    db: &C,
    crm_id: &str,
    id: &str,
) -> Result<Option<(Model, webhook_endpoint::Model)>, Error> {
    let delivery = Entity::find_by_id((crm_id.to_owned(), id.to_owned()))
        .filter(webhook_delivery::COLUMN.state.eq(DeliveryState::Waiting))
        .one(db)
        .await?;
    let Some(delivery) = delivery else {
        return Ok(None);
    };
    let key = (crm_id.to_owned(), delivery.endpoint_id.clone());
    let endpoint = webhook_endpoint::Entity::find_by_id(key)
        .filter(webhook_endpoint::COLUMN.state.eq(EndpointState::On))
        .one(db)
        .await?;
    Ok(endpoint.map(|endpoint| (delivery, endpoint)))
}

/// What an event looks like from outside.
fn body(event: &event::Model) -> String {
    let at = instant(event.at);
    let body = json!({
        "type": event.r#type,
        "timestamp": format!("{at:.3}"),
        "crm_id": event.crm_id,
        "seq": event.seq,
        "data": event.payload,
    });
    body.to_string()
}

/// Notes what came of an attempt, and what follows: another one, or that its endpoint is switched off, which the CRM's
/// admins are told.
///
/// # Errors
/// [`Error::Database`].
pub async fn note(
    db: &Database,
    (crm_id, id): (&str, &str),
    outcome: &Outcome,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Delivered, Error> {
    let tx = db.write().await?;
    Exclusive::Webhooks(crm_id).hold(&tx).await?;
    let Some((delivery, endpoint)) = waiting(&tx, crm_id, id).await? else {
        return Ok(Delivered::Noted);
    };
    let attempt = delivery.attempts + 1;
    let verdict = judge(attempt, outcome.status, endpoint.fail_since, now);
    let (state, next_at) = match verdict {
        Verdict::Done => (DeliveryState::Done, None),
        Verdict::Again(at) => (DeliveryState::Waiting, Some(at)),
        Verdict::Failed | Verdict::Gone | Verdict::GivenUp => (DeliveryState::Failed, None),
    };
    let head: String = outcome.head.chars().take(RESPONSE_HEAD).collect();
    of_delivery(crm_id, id)
        .col_expr(Column::State, Expr::value(state.to_value()))
        .col_expr(Column::Attempts, Expr::value(attempt))
        .col_expr(Column::NextAt, Expr::value(next_at))
        .col_expr(Column::Status, Expr::value(outcome.status.map(i32::from)))
        .col_expr(Column::ResponseHead, Expr::value(head))
        .col_expr(Column::UpdatedAt, Expr::value(now.as_millisecond()))
        .exec(&tx)
        .await?;
    if let Some(at) = next_at {
        enqueue(&tx, sending(crm_id, id), crm_id, instant(at)).await?;
    }
    let fail_since = match verdict {
        Verdict::Done => None,
        _ => Some(endpoint.fail_since.unwrap_or(now.as_millisecond())),
    };
    let state = match verdict {
        Verdict::Gone => EndpointState::Gone,
        Verdict::GivenUp => EndpointState::Failing,
        Verdict::Done | Verdict::Again(_) | Verdict::Failed => EndpointState::On,
    };
    webhook_endpoint::Entity::update_many()
        .col_expr(webhook_endpoint::Column::FailSince, Expr::value(fail_since))
        .col_expr(
            webhook_endpoint::Column::State,
            Expr::value(state.to_value()),
        )
        .filter(webhook_endpoint::COLUMN.crm_id.eq(crm_id))
        .filter(webhook_endpoint::COLUMN.id.eq(endpoint.id.as_str()))
        .exec(&tx)
        .await?;
    let is_off = state != EndpointState::On;
    if is_off {
        switched_off(&tx, &endpoint, state, trace, now).await?;
    }
    tx.commit().await?;
    Ok(if is_off {
        Delivered::SwitchedOff
    } else {
        Delivered::Noted
    })
}

fn of_delivery(crm_id: &str, id: &str) -> sea_orm::UpdateMany<Entity> {
    Entity::update_many()
        .filter(webhook_delivery::COLUMN.crm_id.eq(crm_id))
        .filter(webhook_delivery::COLUMN.id.eq(id))
}

/// Says so to the audit log, to open pages, and to owner and admins.
async fn switched_off(
    tx: &DatabaseTransaction,
    endpoint: &webhook_endpoint::Model,
    state: EndpointState,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let entry = audit::Entry {
        scope: AuditScope::Crm,
        scope_id: &endpoint.crm_id,
        action: "webhook.switched_off",
        actor: Actor::Nobody,
        subject: Some(&endpoint.id),
        fields: json!({ "url": place(&endpoint.url), "state": state.to_value() }),
    };
    audit::append(tx, entry, trace, now).await?;
    let (crm_id, subject) = (&endpoint.crm_id, ("webhook", endpoint.id.as_str()));
    record_changed(tx, crm_id, Actor::Nobody, subject, now).await?;
    let Some(crm) = crm_by_id(tx, &endpoint.crm_id).await? else {
        return Ok(());
    };
    let admins = crm_user::Entity::find()
        .filter(crm_user::COLUMN.crm_id.eq(endpoint.crm_id.as_str()))
        .filter(crm_user::COLUMN.role.is_in([Role::Owner, Role::Admin]))
        .filter(crm_user::COLUMN.status.eq(CrmUserStatus::Active))
        .filter(crm_user::COLUMN.deleted_at.is_null())
        .all(tx)
        .await?;
    for admin in admins {
        let letter = Letter::WebhookOff(WebhookOff {
            name: person::display(&admin.first_name, &admin.last_name),
            crm: crm.name.clone(),
            url: place(&endpoint.url),
            path: format!("{}settings", crm.home_path()),
        });
        let to = Recipient {
            email: &admin.email,
            locale: Locale::from_tag(&admin.locale).unwrap_or_default(),
            crm_id: Some(&endpoint.crm_id),
        };
        outbox::enqueue(tx, &letter, to, now).await?;
    }
    Ok(())
}

/// The latest deliveries to an endpoint, newest first.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub async fn deliveries<C: ConnectionTrait>(
    db: &C,
    crm: &Crm,
    by: &Requester,
    endpoint_id: &str,
) -> Result<Vec<DeliveryView>, Error> {
    require_keeper(by)?;
    let endpoint = find(db, crm, endpoint_id).await?;
    let rows = Entity::find()
        .filter(webhook_delivery::COLUMN.crm_id.eq(endpoint.crm_id.as_str()))
        .filter(
            webhook_delivery::COLUMN
                .endpoint_id
                .eq(endpoint.id.as_str()),
        )
        .order_by_desc(webhook_delivery::COLUMN.id)
        .limit(SHOWN)
        .all(db)
        .await?;
    let ids = rows.iter().map(|row| row.event_id.clone());
    let mut events = event::Entity::find()
        .filter(event::COLUMN.crm_id.eq(endpoint.crm_id.as_str()))
        .filter(event::COLUMN.id.is_in(ids))
        .all(db)
        .await?
        .into_iter()
        .map(|event| (event.id.clone(), event))
        .collect::<HashMap<_, _>>();
    let views = rows.into_iter().filter_map(|row| {
        let event = events.remove(&row.event_id)?;
        Some(DeliveryView {
            id: row.id,
            body: body(&event),
            happened_at: instant(event.at),
            kind: event.r#type,
            state: row.state,
            attempts: row.attempts,
            next_at: row.next_at.map(instant),
            status: row.status,
            response_head: row.response_head,
        })
    });
    Ok(views.collect())
}

/// Sends something again, from the first attempt on.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`], also of an endpoint that is off, and of what waits to be sent.
pub async fn send_again(
    db: &Database,
    crm: &Crm,
    by: &Requester,
    (endpoint_id, id): (&str, &str),
    now: Timestamp,
) -> Result<(), Error> {
    require_keeper(by)?;
    let crm_id = crm.scope().crm_id();
    let tx = db.write().await?;
    Exclusive::Webhooks(crm_id).hold(&tx).await?;
    let endpoint = find(&tx, crm, endpoint_id).await?;
    if endpoint.state != EndpointState::On {
        return Err(Error::NotFound);
    }
    let begun = of_delivery(crm_id, id)
        .col_expr(
            Column::State,
            Expr::value(DeliveryState::Waiting.to_value()),
        )
        .col_expr(Column::Attempts, Expr::value(0))
        .col_expr(Column::NextAt, Expr::value(now.as_millisecond()))
        .filter(webhook_delivery::COLUMN.endpoint_id.eq(endpoint_id))
        .filter(webhook_delivery::COLUMN.state.ne(DeliveryState::Waiting))
        .exec(&tx)
        .await?;
    if begun.rows_affected != 1 {
        return Err(Error::NotFound);
    }
    enqueue(&tx, sending(crm_id, id), crm_id, now).await?;
    tx.commit().await?;
    Ok(())
}

fn instant(at: i64) -> Timestamp {
    Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH)
}
