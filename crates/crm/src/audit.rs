//! The audit log: append-only, one hash chain a scope.

mod actions;
mod log;

use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, QueryOrder as _, QuerySelect as _, entity::prelude::*,
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

pub use self::{
    actions::audit_action,
    log::{AuditActorKind, AuditBy, AuditFilter, AuditView, audit_log},
};
pub(crate) use crate::entity::audit_entry::AuditScope;
use crate::{
    database::Exclusive, entity::audit_entry, error::Error, id::new_id, principal::Principal,
    text::hex, trace::RequestTrace,
};

/// What the first entry of a chain follows.
const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

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
    debug_assert!(
        entry.scope != AuditScope::Crm || audit_action(entry.action).is_some(),
        "{} is on the list of what pages have words for",
        entry.action
    );
    Exclusive::Audit(entry.scope_id).hold(db).await?;
    let last = audit_entry::Entity::find()
        .filter(audit_entry::COLUMN.scope.eq(entry.scope))
        .filter(audit_entry::COLUMN.scope_id.eq(entry.scope_id))
        .order_by_desc(audit_entry::COLUMN.seq)
        .one(db)
        .await?;
    let (seq, prev_hash) =
        last.map_or_else(|| (1, GENESIS.to_owned()), |row| (row.seq + 1, row.hash));
    let mut row = audit_entry::Model {
        id: new_id(now),
        scope: entry.scope,
        scope_id: entry.scope_id.to_owned(),
        seq,
        action: entry.action.to_owned(),
        actor: actor(entry.actor),
        subject: entry.subject.map(str::to_owned),
        fields: entry.fields,
        ip: Some(trace.ip.to_string()),
        device: None,
        request_id: Some(trace.request_id.to_owned()),
        prev_hash,
        hash: String::new(),
        at: now.as_millisecond(),
    };
    row.hash = hash(&row);
    insert(db, row).await
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

/// The hash of all that an entry says, and of what it follows.
fn hash(row: &audit_entry::Model) -> String {
    let scope = row.scope.to_value();
    let told = json!([
        row.prev_hash,
        scope,
        row.scope_id,
        row.seq,
        row.action,
        row.actor,
        row.subject,
        row.fields,
        row.ip,
        row.device,
        row.request_id,
        row.at,
    ]);
    let mut text = String::new();
    write_canonical(&told, &mut text);
    hex(&Sha256::digest(text))
}

/// JSON with sorted keys: databases and builds differ in the order in which they keep them.
fn write_canonical(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by_key(|(key, _)| key.as_str());
            out.push('{');
            for (key, value) in entries {
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push(':');
                write_canonical(value, out);
                out.push(',');
            }
            out.push('}');
        }
        Value::Array(values) => {
            out.push('[');
            for value in values {
                write_canonical(value, out);
                out.push(',');
            }
            out.push(']');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

/// What a check of all chains found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditCheck {
    /// Entries that were looked at.
    pub entries: u64,
    /// Chains that are not whole.
    pub breaks: Vec<AuditBreak>,
}

/// A chain that isn't whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditBreak {
    /// Whose: `crm`, `account` or `server`, and which one.
    pub chain: String,
    /// The first entry that was changed, or whose predecessor is missing.
    pub seq: i64,
}

/// Checks every chain of the audit log, entry by entry.
///
/// # Errors
/// [`Error::Database`].
pub async fn verify_audit<C: ConnectionTrait>(db: &C) -> Result<AuditCheck, Error> {
    let mut check = AuditCheck::default();
    let chains: Vec<(AuditScope, String)> = audit_entry::Entity::find()
        .select_only()
        .column(audit_entry::Column::Scope)
        .column(audit_entry::Column::ScopeId)
        .distinct()
        .order_by_asc(audit_entry::Column::Scope)
        .order_by_asc(audit_entry::Column::ScopeId)
        .into_tuple()
        .all(db)
        .await?;
    for (scope, scope_id) in chains {
        let (entries, broken) = walk(db, scope, &scope_id).await?;
        check.entries += entries;
        check.breaks.extend(broken.map(|seq| AuditBreak {
            chain: format!("{} {scope_id}", scope.to_value()),
            seq,
        }));
    }
    Ok(check)
}

/// Checks a chain, a page at a time; says how many entries it has, and the number of the first one
/// that was changed or whose predecessor is missing.
async fn walk<C: ConnectionTrait>(
    db: &C,
    scope: AuditScope,
    scope_id: &str,
) -> Result<(u64, Option<i64>), Error> {
    const PAGE: u64 = 1_000;
    let (mut entries, mut previous, mut last) = (0, GENESIS.to_owned(), 0);
    loop {
        let rows = audit_entry::Entity::find()
            .filter(audit_entry::COLUMN.scope.eq(scope))
            .filter(audit_entry::COLUMN.scope_id.eq(scope_id))
            .filter(audit_entry::COLUMN.seq.gt(last))
            .order_by_asc(audit_entry::COLUMN.seq)
            .limit(PAGE)
            .all(db)
            .await?;
        if rows.is_empty() {
            return Ok((entries, None));
        }
        for row in rows {
            entries += 1;
            if row.prev_hash != previous || row.hash != hash(&row) {
                return Ok((entries, Some(row.seq)));
            }
            last = row.seq;
            previous = row.hash;
        }
    }
}
