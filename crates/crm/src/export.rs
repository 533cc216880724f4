//! Everything of one CRM in one file: a ZIP that holds each kind of rows twice, as CSV for spreadsheets and as
//! JSON lines for programs, and the photos of its people.
//!
//! What signs somebody in or opens something is left out: passwords, second factors, sessions, tickets, secrets of
//! providers.
//!
//! The operator writes one by the command line ([`export_crm`]). A CRM's owner asks for one ([`order()`]), a job makes it
//! ([`begin`], [`write()`], [`finish`]), and it can be fetched for three days ([`open`]).

mod cell;
mod making;
mod order;
mod owner;
mod sheet;
mod tables;

use std::{
    collections::BTreeSet,
    io::{self, Seek, Write},
};

use jiff::Timestamp;
use serde_json::json;
use zip::ZipWriter;

pub use self::{
    making::{Making, begin, files_in_use, finish, write},
    order::{ExportFile, OrderState, OrderView, open, order, orders},
    owner::Owner,
};
use self::{order::CREATED, sheet::Archive};
use crate::{
    audit::{self, Actor, AuditScope},
    copy::snapshot,
    crm_record::Crm,
    database::Database,
    entity::{
        audit_entry, crm, crm_user, event, identity_link, invitation, ledger_entry, membership,
        sso_domain, sso_provider, wallet,
    },
    error::Error,
    photo::{PhotoOwner, photos_of},
    trace::RequestTrace,
};

/// Rows of one kind that were exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExportedRows {
    /// What the files are called, without their ending.
    pub name: &'static str,
    /// How many rows each has.
    pub rows: usize,
}

/// Reads the file of a photo, by the id of its CRM and its hash; nothing where it's lost.
pub type ReadPhoto<'a> = dyn Fn(&str, &str) -> io::Result<Option<Vec<u8>>> + Sync + 'a;

/// Writes everything of a CRM as it is at one moment, whoever works in it meanwhile. It takes no more memory for a
/// large one. The CRM's audit log keeps that the operator did so.
///
/// # Errors
/// [`Error::Export`] when it can't be written; [`Error::Database`].
pub async fn export_crm(
    db: &Database,
    crm: &Crm,
    photos: &ReadPhoto<'_>,
    out: impl Write + Seek,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Vec<ExportedRows>, Error> {
    let id = crm.scope().crm_id();
    // Before anything is read: that it was begun is what counts.
    note(db, id, trace, now).await?;
    archive(db, id, photos, out).await
}

async fn archive(
    db: &Database,
    crm_id: &str,
    photos: &ReadPhoto<'_>,
    out: impl Write + Seek,
) -> Result<Vec<ExportedRows>, Error> {
    let tx = snapshot(db).await?;
    let mut archive = Archive::new(ZipWriter::new(out), crm_id);
    let exported = vec![
        archive.add::<crm::Entity>(&tx).await?,
        archive.add::<crm_user::Entity>(&tx).await?,
        archive.add::<membership::Entity>(&tx).await?,
        archive.add::<invitation::Entity>(&tx).await?,
        archive.add::<sso_provider::Entity>(&tx).await?,
        archive.add::<sso_domain::Entity>(&tx).await?,
        archive.add::<identity_link::Entity>(&tx).await?,
        archive.add::<wallet::Entity>(&tx).await?,
        archive.add::<ledger_entry::Entity>(&tx).await?,
        archive.add::<event::Entity>(&tx).await?,
        archive.add::<audit_entry::Entity>(&tx).await?,
    ];
    let hashes = photos_of(&tx, PhotoOwner::Crm(crm_id)).await?;
    for hash in BTreeSet::from_iter(hashes) {
        if let Some(photo) = photos(crm_id, &hash).map_err(Error::Export)? {
            archive.add_file(&photo_name(&hash), &photo)?;
        }
    }
    archive.finish()?;
    Ok(exported)
}

/// What a photo is called in an archive.
fn photo_name(hash: &str) -> String {
    format!("photos/{hash}.webp")
}

async fn note(
    db: &Database,
    crm_id: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = db.write().await?;
    let entry = audit::Entry {
        scope: AuditScope::Crm,
        scope_id: crm_id,
        action: CREATED,
        actor: Actor::Operator,
        subject: Some(crm_id),
        fields: json!({}),
    };
    audit::append(&tx, entry, trace, now).await?;
    tx.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests;
