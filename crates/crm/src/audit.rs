//! The audit log: append-only, one hash chain a scope.

mod account_actions;
mod account_log;
mod actions;
mod chain;
mod log;
mod trim;

use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, ConnectionTrait, QueryOrder as _, entity::prelude::*};
use serde_json::{Value, json};

pub(crate) use self::trim::{KEPT_DAYS, MAY_BE_KEPT_DAYS, trim_all};
use self::{
    account_actions::is_of_account,
    chain::{Chain, GENESIS, hash},
};
pub use self::{
    account_log::account_log,
    actions::audit_action,
    chain::{AuditBreak, AuditCheck, AuditStart, verify_audit},
    log::{AuditActorKind, AuditBy, AuditFilter, AuditView, audit_log},
};
pub(crate) use crate::entity::audit_entry::AuditScope;
use crate::{
    database::Exclusive, device, entity::audit_entry, error::Error, id::new_id,
    principal::Principal, trace::RequestTrace,
};

/// The scope id of the server's own log.
pub(crate) const SERVER: &str = "server";

/// Who did it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Actor<'a> {
    Account(&'a str),
    User(&'a str),
    /// A program with this key.
    Key(&'a str),
    /// Whoever runs the server, by its command line.
    Operator,
    Nobody,
}

/// One fact to be logged.
pub(crate) struct Entry<'a> {
    pub(crate) scope: AuditScope,
    pub(crate) scope_id: &'a str,
    pub(crate) action: &'static str,
    pub(crate) actor: Actor<'a>,
    pub(crate) subject: Option<&'a str>,
    pub(crate) fields: Value,
}

/// Appends an entry to its chain, in the transaction of what it tells.
pub(crate) async fn append<C: ConnectionTrait>(
    db: &C,
    entry: Entry<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    add(db, entry, Some(trace), now).await
}

/// The same, also for what no request asked for.
async fn add<C: ConnectionTrait>(
    db: &C,
    entry: Entry<'_>,
    trace: Option<&RequestTrace<'_>>,
    now: Timestamp,
) -> Result<(), Error> {
    debug_assert!(
        has_words(entry.scope, entry.action),
        "{} is on the list of what pages have words for",
        entry.action
    );
    Exclusive::Audit(entry.scope_id).hold(db).await?;
    let chain = Chain {
        scope: entry.scope,
        id: entry.scope_id.to_owned(),
    };
    let last = chain
        .entries()
        .order_by_desc(audit_entry::COLUMN.seq)
        .one(db)
        .await?;
    let (seq, prev_hash) =
        last.map_or_else(|| (1, GENESIS.to_owned()), |row| (row.seq + 1, row.hash));
    let device = match trace {
        Some(trace) => device_of(db, &entry, trace).await?,
        None => None,
    };
    let mut row = audit_entry::Model {
        id: new_id(now),
        scope: chain.scope,
        scope_id: chain.id,
        seq,
        action: entry.action.to_owned(),
        actor: actor(entry.actor),
        subject: entry.subject.map(str::to_owned),
        fields: entry.fields,
        ip: trace.map(|trace| trace.ip.to_string()),
        device,
        request_id: trace.map(|trace| trace.request_id.to_owned()),
        prev_hash,
        hash: String::new(),
        at: now.as_millisecond(),
    };
    row.hash = hash(&row);
    insert(db, row).await
}

/// What the device is called from which it was done.
async fn device_of<C: ConnectionTrait>(
    db: &C,
    entry: &Entry<'_>,
    trace: &RequestTrace<'_>,
) -> Result<Option<String>, Error> {
    let principal = match entry.actor {
        Actor::Account(id) => Some(Principal::account(id)),
        Actor::User(id) => Some(Principal::user(entry.scope_id, id)),
        Actor::Key(_) | Actor::Operator | Actor::Nobody => None,
    };
    device::name(db, principal.as_ref(), trace).await
}

/// Whether pages that show a log have words for an action.
fn has_words(scope: AuditScope, action: &str) -> bool {
    let is_of_crm = audit_action(action).is_some();
    match scope {
        AuditScope::Crm => is_of_crm,
        AuditScope::Account => is_of_crm || is_of_account(action),
        // Nobody reads it but by the database.
        AuditScope::Server => true,
    }
}

/// Appends what the holder of an account did with a CRM to the logs of both. Each names what it is
/// about beside its scope's id.
pub(crate) async fn append_to_both<C: ConnectionTrait>(
    db: &C,
    action: &'static str,
    ours: (&str, &str),
    its: (&str, &str),
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    append_to_both_by(db, Actor::Account(ours.0), action, ours, its, trace, now).await
}

/// The same, whoever did it.
pub(crate) async fn append_to_both_by<C: ConnectionTrait>(
    db: &C,
    actor: Actor<'_>,
    action: &'static str,
    (account_id, in_account): (&str, &str),
    (crm_id, in_crm): (&str, &str),
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    for (scope, scope_id, subject) in [
        (AuditScope::Account, account_id, in_account),
        (AuditScope::Crm, crm_id, in_crm),
    ] {
        let entry = Entry {
            scope,
            scope_id,
            action,
            actor,
            subject: Some(subject),
            fields: json!({}),
        };
        append(db, entry, trace, now).await?;
    }
    Ok(())
}

/// Appends what somebody did with their own way of signing in.
pub(crate) async fn append_own<C: ConnectionTrait>(
    db: &C,
    who: &Principal,
    action: &'static str,
    fields: Value,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let actor = match who {
        Principal::Account { id } => Actor::Account(id),
        Principal::User { id, .. } => Actor::User(id),
    };
    append_about(db, who, actor, action, fields, trace, now).await
}

/// Appends what somebody did with a principal's way of signing in, to the log that the principal is in.
pub(crate) async fn append_about<C: ConnectionTrait>(
    db: &C,
    whom: &Principal,
    actor: Actor<'_>,
    action: &'static str,
    fields: Value,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let (scope, scope_id, id) = match whom {
        Principal::Account { id } => (AuditScope::Account, id, id),
        Principal::User { crm_id, id } => (AuditScope::Crm, crm_id, id),
    };
    let entry = Entry {
        scope,
        scope_id,
        action,
        actor,
        subject: Some(id),
        fields,
    };
    append(db, entry, trace, now).await
}

async fn insert<C: ConnectionTrait>(db: &C, row: audit_entry::Model) -> Result<(), Error> {
    let row = audit_entry::ActiveModel {
        id: Set(row.id),
        scope: Set(row.scope),
        scope_id: Set(row.scope_id),
        seq: Set(row.seq),
        action: Set(row.action),
        actor: Set(row.actor),
        subject: Set(row.subject),
        fields: Set(row.fields),
        ip: Set(row.ip),
        device: Set(row.device),
        request_id: Set(row.request_id),
        prev_hash: Set(row.prev_hash),
        hash: Set(row.hash),
        at: Set(row.at),
    };
    row.insert(db).await?;
    Ok(())
}

/// Who it was, as rows hold it.
pub(crate) fn actor(actor: Actor<'_>) -> Value {
    match actor {
        Actor::Account(id) => json!({ "kind": "account", "id": id }),
        Actor::User(id) => json!({ "kind": "user", "id": id }),
        Actor::Key(id) => json!({ "kind": "api_key", "id": id }),
        Actor::Operator => json!({ "kind": "operator" }),
        Actor::Nobody => json!({ "kind": "nobody" }),
    }
}
