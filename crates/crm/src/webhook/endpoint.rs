//! Keeping endpoints.

use std::time::Duration;

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{
    ActiveEnum as _, ActiveValue::Set, ConnectionTrait, DatabaseTransaction, PaginatorTrait as _,
    QueryOrder as _, entity::prelude::*, sea_query::Expr,
};
use serde_json::{Value, json};

use super::{delivery, find, place::place, require_keeper, secret};
use crate::{
    audit::{self, AuditScope},
    crm_record::Crm,
    database::{Database, Exclusive},
    entity::{
        crm, webhook_delivery,
        webhook_endpoint::{self, ActiveModel, Column, EndpointState, Entity, Model},
    },
    error::{Error, Field, FieldError, FieldFault},
    event::{self, EventKind, NewEvent},
    id::new_id,
    instant::after,
    requester::Requester,
    sealer::Sealer,
    step_up,
    trace::RequestTrace,
};

/// Characters.
const LONGEST_URL: usize = 2_000;

/// Endpoints of one CRM.
const MOST: u64 = 10;

/// How long the secret before the present one is good still.
const OVERLAP: Duration = Duration::from_hours(24);

/// What an endpoint's keeper fills in.
#[derive(Debug, Clone, Copy)]
pub struct EndpointInput<'a> {
    /// Where deliveries go.
    pub url: &'a str,
    /// Names of the kinds of events that it is told.
    pub types: &'a [String],
    /// It is told them.
    pub enabled: bool,
}

/// A change of an endpoint, at the version that its keeper saw.
#[derive(Debug, Clone, Copy)]
pub struct EndpointChange<'a> {
    /// Which.
    pub id: &'a str,
    /// As it was seen.
    pub version: i64,
    /// What it is from now on.
    pub input: EndpointInput<'a>,
}

/// An endpoint as its keepers see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndpointView {
    /// Its id.
    pub id: String,
    /// Where deliveries go.
    pub url: String,
    /// What it is told.
    pub types: Vec<String>,
    /// Whether it is told anything, and why not.
    pub state: EndpointState,
    /// Since when it takes nothing.
    pub failing_since: Option<Timestamp>,
    /// Until when deliveries are signed with the secret before the present one, too.
    pub old_secret_until: Option<Timestamp>,
    /// Rises with every change.
    pub version: i64,
}

/// An endpoint that was just made, or has a new secret.
#[derive(Debug)]
pub struct NewEndpoint {
    /// What lists show of it.
    pub view: EndpointView,
    /// What deliveries are signed with. Nobody is shown it again.
    pub secret: Sensitive<String>,
}

/// The CRM's endpoints, oldest first.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may not keep them.
pub async fn endpoints<C: ConnectionTrait>(
    db: &C,
    crm: &Crm,
    by: &Requester,
) -> Result<Vec<EndpointView>, Error> {
    require_keeper(by)?;
    let rows = Entity::find()
        .filter(webhook_endpoint::COLUMN.crm_id.eq(crm.scope().crm_id()))
        .order_by_asc(webhook_endpoint::COLUMN.id)
        .all(db)
        .await?;
    rows.into_iter().map(view).collect()
}

/// Adds an endpoint. It is told what happens from now on.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::StepUpRequired`] of people; [`Error::Invalid`], also where there are as many as
/// there may be.
pub async fn add(
    db: &Database,
    sealer: &Sealer,
    crm: &Crm,
    by: &Requester,
    input: EndpointInput<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<NewEndpoint, Error> {
    check(by, input, now)?;
    let crm_id = crm.scope().crm_id();
    let tx = db.write().await?;
    Exclusive::Crm(crm_id).hold(&tx).await?;
    let present = Entity::find().filter(webhook_endpoint::COLUMN.crm_id.eq(crm_id));
    if present.count(&tx).await? >= MOST {
        let most = usize::try_from(MOST).unwrap_or(usize::MAX);
        return Err(wrong(Field::Url, FieldFault::TooMany(most)));
    }
    let id = new_id(now);
    let (kept, secret) = secret::make(sealer, &id)?;
    let at = now.as_millisecond();
    let row = ActiveModel {
        crm_id: Set(crm_id.to_owned()),
        id: Set(id),
        url: Set(input.url.to_owned()),
        types: Set(json!(input.types)),
        secret_key_id: Set(Some(sealer.key_id().to_owned())),
        secret_enc: Set(Some(kept)),
        old_secret_enc: Set(None),
        old_secret_until: Set(None),
        state: Set(state_of(input.enabled)),
        fail_since: Set(None),
        seen_seq: Set(last_seq(&tx, crm_id).await?),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        created_by: Set(None),
        updated_by: Set(None),
    };
    let row = row.insert(&tx).await?;
    let fields = json!({ "url": place(&row.url), "types": row.types });
    log(&tx, "webhook.created", by, &row, fields, trace, now).await?;
    tell(&tx, by, &row, now).await?;
    tx.commit().await?;
    let view = view(row)?;
    Ok(NewEndpoint { view, secret })
}

/// Changes an endpoint. One that is switched on again is told what happens from then on.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::StepUpRequired`] of people; [`Error::Invalid`], also where it has no secret to be
/// switched on with; [`Error::NotFound`], [`Error::VersionConflict`].
pub async fn change(
    db: &Database,
    crm: &Crm,
    by: &Requester,
    change: EndpointChange<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<EndpointView, Error> {
    let EndpointChange { id, version, input } = change;
    check(by, input, now)?;
    let tx = db.write().await?;
    let row = held(&tx, crm, (id, version)).await?;
    let mut update = Entity::update_many()
        .col_expr(Column::Url, Expr::value(input.url))
        .col_expr(Column::Types, Expr::value(json!(input.types)));
    let is_on = row.state == EndpointState::On;
    if input.enabled && !is_on {
        if row.secret_enc.is_none() {
            return Err(wrong(Field::Secret, FieldFault::Required));
        }
        let seen = last_seq(&tx, &row.crm_id).await?;
        update = update
            .col_expr(Column::SeenSeq, Expr::value(seen))
            .col_expr(Column::FailSince, Expr::value(None::<i64>));
    }
    if input.enabled != is_on {
        let state = state_of(input.enabled).to_value();
        update = update.col_expr(Column::State, Expr::value(state));
    }
    put(&tx, &row, update, now).await?;
    let row = find(&tx, crm, id).await?;
    let fields =
        json!({ "url": place(&row.url), "types": row.types, "state": row.state.to_value() });
    log(&tx, "webhook.changed", by, &row, fields, trace, now).await?;
    tell(&tx, by, &row, now).await?;
    tx.commit().await?;
    view(row)
}

/// Gives an endpoint a new secret. Deliveries are signed with the present one, too, for a day.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::StepUpRequired`] of people; [`Error::NotFound`], [`Error::VersionConflict`].
pub async fn rotate(
    db: &Database,
    sealer: &Sealer,
    crm: &Crm,
    by: &Requester,
    at: (&str, i64),
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<NewEndpoint, Error> {
    require_proved(by, now)?;
    let tx = db.write().await?;
    let row = held(&tx, crm, at).await?;
    let (kept, secret) = secret::make(sealer, &row.id)?;
    let until = row.secret_enc.as_ref().map(|_| after(now, OVERLAP));
    let update = Entity::update_many()
        .col_expr(Column::OldSecretEnc, Expr::value(row.secret_enc.clone()))
        .col_expr(Column::OldSecretUntil, Expr::value(until))
        .col_expr(Column::SecretEnc, Expr::value(kept))
        .col_expr(Column::SecretKeyId, Expr::value(sealer.key_id()));
    put(&tx, &row, update, now).await?;
    let row = find(&tx, crm, at.0).await?;
    log(
        &tx,
        "webhook.secret_rotated",
        by,
        &row,
        json!({}),
        trace,
        now,
    )
    .await?;
    tell(&tx, by, &row, now).await?;
    tx.commit().await?;
    let view = view(row)?;
    Ok(NewEndpoint { view, secret })
}

/// Takes an endpoint away, and what was on its way there.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`], [`Error::VersionConflict`].
pub async fn remove(
    db: &Database,
    crm: &Crm,
    by: &Requester,
    at: (&str, i64),
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    require_keeper(by)?;
    let tx = db.write().await?;
    let row = held(&tx, crm, at).await?;
    webhook_delivery::Entity::delete_many()
        .filter(webhook_delivery::COLUMN.crm_id.eq(row.crm_id.as_str()))
        .filter(webhook_delivery::COLUMN.endpoint_id.eq(row.id.as_str()))
        .exec(&tx)
        .await?;
    Entity::delete_by_id((row.crm_id.clone(), row.id.clone()))
        .exec(&tx)
        .await?;
    let fields = json!({ "url": place(&row.url) });
    log(&tx, "webhook.removed", by, &row, fields, trace, now).await?;
    tell(&tx, by, &row, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Sends an endpoint an event that says nothing, whatever it wants to be told.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`], also of an endpoint that is off.
pub async fn send_test(
    db: &Database,
    crm: &Crm,
    by: &Requester,
    id: &str,
    now: Timestamp,
) -> Result<(), Error> {
    require_keeper(by)?;
    let crm_id = crm.scope().crm_id();
    let tx = db.write().await?;
    Exclusive::Crm(crm_id).hold(&tx).await?;
    Exclusive::Webhooks(crm_id).hold(&tx).await?;
    let row = find(&tx, crm, id).await?;
    if row.state != EndpointState::On {
        return Err(Error::NotFound);
    }
    let new = NewEvent {
        crm_id,
        name: event::TEST,
        by: by.actor(),
        subject: ("webhook", id),
        payload: json!({ "id": id }),
    };
    let event_id = event::append(&tx, new, now).await?;
    delivery::begin(&tx, (crm_id, id), &event_id, now).await?;
    tx.commit().await?;
    Ok(())
}

fn require_proved(by: &Requester, now: Timestamp) -> Result<(), Error> {
    require_keeper(by)?;
    by.person()
        .map_or(Ok(()), |session| step_up::require(session, now))
}

/// An endpoint at the version that its keeper saw. Nothing else is done with it meanwhile.
async fn held(
    tx: &DatabaseTransaction,
    crm: &Crm,
    (id, version): (&str, i64),
) -> Result<Model, Error> {
    let crm_id = crm.scope().crm_id();
    Exclusive::Crm(crm_id).hold(tx).await?;
    Exclusive::Webhooks(crm_id).hold(tx).await?;
    let row = find(tx, crm, id).await?;
    if row.version == version {
        Ok(row)
    } else {
        Err(Error::VersionConflict)
    }
}

async fn put(
    tx: &DatabaseTransaction,
    row: &Model,
    update: sea_orm::UpdateMany<Entity>,
    now: Timestamp,
) -> Result<(), Error> {
    update
        .col_expr(Column::Version, Expr::value(row.version + 1))
        .col_expr(Column::UpdatedAt, Expr::value(now.as_millisecond()))
        .filter(webhook_endpoint::COLUMN.crm_id.eq(row.crm_id.as_str()))
        .filter(webhook_endpoint::COLUMN.id.eq(row.id.as_str()))
        .exec(tx)
        .await?;
    Ok(())
}

/// The number of the CRM's last event.
async fn last_seq<C: ConnectionTrait>(db: &C, crm_id: &str) -> Result<i64, Error> {
    let row = crm::Entity::find_by_id(crm_id.to_owned()).one(db).await?;
    row.map(|row| row.event_seq).ok_or(Error::NotFound)
}

const fn state_of(enabled: bool) -> EndpointState {
    if enabled {
        EndpointState::On
    } else {
        EndpointState::Off
    }
}

/// Checks who fills something in, and what, as far as that can be told without the network.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::StepUpRequired`] of people; [`Error::Invalid`].
pub fn check(by: &Requester, input: EndpointInput<'_>, now: Timestamp) -> Result<(), Error> {
    require_proved(by, now)?;
    let mut faults = Vec::new();
    let mut note = |field, fault| faults.push(FieldError { field, fault });
    match input.url.len() {
        0 => note(Field::Url, FieldFault::Required),
        length if length > LONGEST_URL => note(Field::Url, FieldFault::TooLong(LONGEST_URL)),
        _ => {}
    }
    let most = EventKind::ALL.len();
    match input.types.len() {
        0 => note(Field::Types(0), FieldFault::Required),
        length if length > most => {
            note(Field::Types(most), FieldFault::TooMany(most));
            return Err(Error::Invalid(faults));
        }
        _ => {}
    }
    for (nth, name) in input.types.iter().enumerate() {
        if !EventKind::ALL.iter().any(|kind| kind.name() == name) {
            note(Field::Types(nth), FieldFault::Unknown);
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(faults))
    }
}

fn wrong(field: Field, fault: FieldFault) -> Error {
    Error::Invalid(vec![FieldError { field, fault }])
}

fn view(row: Model) -> Result<EndpointView, Error> {
    let instant = |at| Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH);
    Ok(EndpointView {
        types: serde_json::from_value(row.types)?,
        id: row.id,
        url: row.url,
        state: row.state,
        failing_since: row.fail_since.map(instant),
        old_secret_until: row.old_secret_until.map(instant),
        version: row.version,
    })
}

/// Tells open pages of it.
async fn tell(
    tx: &DatabaseTransaction,
    by: &Requester,
    row: &Model,
    now: Timestamp,
) -> Result<(), Error> {
    let subject = ("webhook", row.id.as_str());
    event::record_changed(tx, &row.crm_id, by.actor(), subject, now).await
}

async fn log(
    tx: &DatabaseTransaction,
    action: &'static str,
    by: &Requester,
    row: &Model,
    fields: Value,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let entry = audit::Entry {
        scope: AuditScope::Crm,
        scope_id: &row.crm_id,
        action,
        actor: by.actor(),
        subject: Some(&row.id),
        fields,
    };
    audit::append(tx, entry, trace, now).await
}
