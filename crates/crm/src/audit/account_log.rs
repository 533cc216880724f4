//! The log of an account, as its holder reads it.

use std::collections::{BTreeSet, HashMap};

use sea_orm::{ConnectionTrait, QuerySelect as _, entity::prelude::*};

use super::{
    AuditScope, AuditView,
    chain::Chain,
    log::{part, view},
};
use crate::{
    entity::{
        audit_entry, crm,
        crm_tombstone::{self, TombstoneKind},
        membership,
    },
    error::Error,
    session::PortalSession,
};

/// What somebody tried who wasn't signed in: its address and its device are the holder's to know.
const ATTEMPTS: [&str; 3] = ["2fa.locked", "session.revoked", "sign_in.failed"];

/// Entries of the log of the session's own account, the last ones first, after one that was read before. There are more
/// when as many come back as were asked for. From which address and device somebody else did something isn't told, but for
/// attempts at the account.
///
/// # Errors
/// [`Error::Database`].
pub async fn account_log<C: ConnectionTrait>(
    db: &C,
    session: &PortalSession,
    after: Option<&str>,
    most: u64,
) -> Result<Vec<AuditView>, Error> {
    let who = &session.who;
    let chain = Chain {
        scope: AuditScope::Account,
        id: who.id.clone(),
    };
    let rows = part(db, &chain, chain.entries(), after, most).await?;
    let mut names = crms(db, &who.id, &rows).await?;
    names.insert(who.id.clone(), who.name.clone());
    let views = rows.into_iter().map(|row| {
        let mut entry = view(row, &names);
        let is_own = entry.actor_id.as_ref() == Some(&who.id);
        if !is_own && !ATTEMPTS.contains(&entry.action.as_str()) {
            (entry.ip, entry.device) = (None, None);
        }
        entry
    });
    Ok(views.collect())
}

/// What those CRMs are called that the entries are about: as long as the account is in them, or where it owned them.
async fn crms<C: ConnectionTrait>(
    db: &C,
    account_id: &str,
    rows: &[audit_entry::Model],
) -> Result<HashMap<String, String>, Error> {
    let ids: BTreeSet<&str> = rows
        .iter()
        .filter_map(|row| row.subject.as_deref())
        .collect();
    let entered: Vec<String> = membership::Entity::find()
        .select_only()
        .column(membership::Column::CrmId)
        .filter(membership::COLUMN.account_id.eq(account_id))
        .filter(membership::COLUMN.crm_id.is_in(ids.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    let there = crm::Entity::find()
        .filter(crm::COLUMN.id.is_in(entered))
        .all(db)
        .await?;
    let gone = crm_tombstone::Entity::find()
        .filter(crm_tombstone::COLUMN.owner_account_id.eq(account_id))
        .filter(crm_tombstone::COLUMN.kind.eq(TombstoneKind::Purged))
        .filter(crm_tombstone::COLUMN.crm_id.is_in(ids))
        .all(db)
        .await?;
    let gone = gone.into_iter().map(|stone| (stone.crm_id, stone.name));
    let there = there.into_iter().map(|crm| (crm.id, crm.name));
    Ok(gone.chain(there).collect())
}
