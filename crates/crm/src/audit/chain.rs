//! How the entries of a chain hold on to each other, and the check that they do.
//!
//! Entries whose time is over go, and leave an anchor: a later entry of the same chain, which says between which hashes
//! they stood. So what is left can be followed over the gap.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, QueryOrder as _, QuerySelect as _, Select, entity::prelude::*};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::{
    copy::snapshot,
    database::Database,
    entity::audit_entry::{self, AuditScope},
    error::Error,
    instant::moment,
    text::hex,
};

/// What the first entry of a chain follows.
pub(super) const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The action of an anchor.
pub(super) const ANCHOR: &str = "audit.trimmed";

/// Entries read at a time.
const PAGE: u64 = 1_000;

/// A log: of what, and of which one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Chain {
    pub(super) scope: AuditScope,
    pub(super) id: String,
}

impl Chain {
    pub(super) fn entries(&self) -> Select<audit_entry::Entity> {
        audit_entry::Entity::find()
            .filter(audit_entry::COLUMN.scope.eq(self.scope))
            .filter(audit_entry::COLUMN.scope_id.eq(self.id.as_str()))
    }

    /// From its first entry on.
    pub(super) async fn links<C: ConnectionTrait>(&self, db: &C) -> Result<Links, Error> {
        let anchors = self.entries().filter(audit_entry::COLUMN.action.eq(ANCHOR));
        let anchors = anchors.all(db).await?;
        // One that can't be read explains nothing: the chain breaks at its gap.
        let told = anchors
            .into_iter()
            .filter_map(|row| serde_json::from_value::<Trimmed>(row.fields).ok());
        Ok(Links::new(told.flat_map(|trimmed| trimmed.gaps)))
    }

    fn name(&self) -> String {
        format!("{} {}", self.scope.to_value(), self.id)
    }
}

/// What an anchor tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Trimmed {
    /// How many entries went.
    pub(super) count: usize,
    /// Where they stood.
    pub(super) gaps: Vec<Gap>,
}

/// Entries, one after the other, that are gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Gap {
    /// The number of the first one.
    pub(super) from: i64,
    /// The number of the last one.
    pub(super) to: i64,
    /// The hash that the first one followed.
    pub(super) after: String,
    /// The hash of the last one.
    pub(super) hash: String,
}

/// A chain, as far as it was followed.
#[derive(Debug)]
pub(super) struct Links {
    seq: i64,
    hash: String,
    /// By the first entry that is gone.
    gaps: BTreeMap<i64, Gap>,
}

impl Links {
    pub(super) fn new(gaps: impl IntoIterator<Item = Gap>) -> Self {
        let mut longest = BTreeMap::<i64, Gap>::new();
        for gap in gaps {
            // Where several begin at the same entry, more went each time.
            let known = longest.get(&gap.from);
            if known.is_none_or(|known| known.to < gap.to) {
                longest.insert(gap.from, gap);
            }
        }
        Self {
            seq: 0,
            hash: GENESIS.to_owned(),
            gaps: longest,
        }
    }

    /// Goes on to an entry. False when it was changed, or isn't the next one, gaps left out.
    pub(super) fn follow(&mut self, row: &audit_entry::Model) -> bool {
        while self.seq + 1 < row.seq {
            match self.gaps.remove(&(self.seq + 1)) {
                Some(gap) if gap.after == self.hash && (gap.from..row.seq).contains(&gap.to) => {
                    self.seq = gap.to;
                    self.hash = gap.hash;
                }
                _ => return false,
            }
        }
        let whole = row.seq == self.seq + 1 && row.prev_hash == self.hash && row.hash == hash(row);
        self.seq = row.seq;
        self.hash.clone_from(&row.hash);
        whole
    }
}

/// The hash of all that an entry says, and of what it follows.
pub(super) fn hash(row: &audit_entry::Model) -> String {
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
    /// Chains that don't begin with their first entry any more.
    pub starts: Vec<AuditStart>,
    /// Chains that are not whole.
    pub breaks: Vec<AuditBreak>,
}

/// From where on a chain was checked whose first entries have gone after their time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditStart {
    /// Whose: `crm`, `account` or `server`, and which one.
    pub chain: String,
    /// The first entry that is left.
    pub seq: i64,
    /// When it was written.
    pub at: Timestamp,
}

/// A chain that isn't whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditBreak {
    /// Whose: `crm`, `account` or `server`, and which one.
    pub chain: String,
    /// The first entry that was changed, or whose predecessor is missing.
    pub seq: i64,
}

/// Checks every chain of the audit log, entry by entry, as they are at one moment.
///
/// # Errors
/// [`Error::Database`].
pub async fn verify_audit(db: &Database) -> Result<AuditCheck, Error> {
    let tx = snapshot(db).await?;
    let mut check = AuditCheck::default();
    let chains: Vec<(AuditScope, String)> = audit_entry::Entity::find()
        .select_only()
        .column(audit_entry::Column::Scope)
        .column(audit_entry::Column::ScopeId)
        .distinct()
        .order_by_asc(audit_entry::Column::Scope)
        .order_by_asc(audit_entry::Column::ScopeId)
        .into_tuple()
        .all(&tx)
        .await?;
    for (scope, id) in chains {
        walk(&tx, &Chain { scope, id }, &mut check).await?;
    }
    Ok(check)
}

/// Checks a chain, a page at a time, up to the first entry that was changed or whose predecessor is missing.
async fn walk<C: ConnectionTrait>(
    db: &C,
    chain: &Chain,
    check: &mut AuditCheck,
) -> Result<(), Error> {
    let mut links = chain.links(db).await?;
    let mut last = 0;
    loop {
        let rows = chain
            .entries()
            .filter(audit_entry::COLUMN.seq.gt(last))
            .order_by_asc(audit_entry::COLUMN.seq)
            .limit(PAGE)
            .all(db)
            .await?;
        if rows.is_empty() {
            return Ok(());
        }
        for row in rows {
            check.entries += 1;
            if !links.follow(&row) {
                check.breaks.push(AuditBreak {
                    chain: chain.name(),
                    seq: row.seq,
                });
                return Ok(());
            }
            if last == 0 && row.seq > 1 {
                check.starts.push(AuditStart {
                    chain: chain.name(),
                    seq: row.seq,
                    at: moment(row.at),
                });
            }
            last = row.seq;
        }
    }
}
