//! One CRM as the rest of the service sees it.

use jiff::{Timestamp, tz::TimeZone};
use sea_orm::{ConnectionTrait, entity::prelude::*};

pub use crate::entity::crm::CrmState as CrmStatus;
use crate::{entity::crm, error::Error, second_factor::FactorRules, slug::claim};

/// A CRM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crm {
    scope: CrmScope,
    /// The last part of its address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Where it is in its life.
    pub status: CrmStatus,
    /// What it demands of second factors.
    pub factor_rules: FactorRules,
    /// Rises with every change of the CRM itself.
    pub version: i64,
    /// The number of the last event in its log.
    pub last_event: i64,
}

/// The tenant that a use case works for. Only this crate makes one, from a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrmScope {
    crm_id: String,
}

impl CrmScope {
    /// The id of the CRM.
    #[must_use]
    pub fn crm_id(&self) -> &str {
        &self.crm_id
    }
}

impl CrmStatus {
    /// Why somebody whom the CRM doesn't admit in this state isn't let in.
    pub(crate) const fn refusal(self) -> Error {
        match self {
            Self::Active | Self::SuspendedBilling => Error::CrmSuspended,
            Self::DeletionScheduled | Self::Purging => Error::CrmScheduledForDeletion,
        }
    }
}

impl Crm {
    /// The tenant.
    #[must_use]
    pub const fn scope(&self) -> &CrmScope {
        &self.scope
    }

    /// Its page to open first, relative to the server.
    #[must_use]
    pub fn home_path(&self) -> String {
        format!("/c/{}/", self.slug)
    }

    /// Its sign-in page, relative to the server.
    #[must_use]
    pub fn sign_in_path(&self) -> String {
        format!("/c/{}/sign-in", self.slug)
    }
}

impl From<crm::Model> for Crm {
    fn from(row: crm::Model) -> Self {
        Self {
            factor_rules: FactorRules::of(&row),
            version: row.version,
            last_event: row.event_seq,
            scope: CrmScope { crm_id: row.id },
            slug: row.slug,
            name: row.name,
            status: row.status,
        }
    }
}

/// A moment as the clock of the CRM shows it.
pub(crate) fn local_time(crm: &crm::Model, at: i64) -> String {
    let zone = TimeZone::get(&crm.time_zone).unwrap_or(TimeZone::UTC);
    let at = Timestamp::from_millisecond(at).unwrap_or(Timestamp::MAX);
    at.to_zoned(zone).strftime("%Y-%m-%d %H:%M %Z").to_string()
}

/// The CRM at this slug, unless it is being purged. One that it had until lately leads to it, too.
///
/// # Errors
/// [`Error::Database`].
pub async fn crm_by_slug<C: ConnectionTrait>(
    db: &C,
    slug: &str,
    now: Timestamp,
) -> Result<Option<Crm>, Error> {
    let row = row_by_slug(db, slug, now).await?;
    let row = row.filter(|row| row.status != CrmStatus::Purging);
    Ok(row.map(Crm::from))
}

/// The same, whatever becomes of it.
pub(crate) async fn row_by_slug<C: ConnectionTrait>(
    db: &C,
    slug: &str,
    now: Timestamp,
) -> Result<Option<crm::Model>, Error> {
    let at = crm::Entity::find().filter(crm::COLUMN.slug.eq(slug));
    if let Some(row) = at.one(db).await? {
        return Ok(Some(row));
    }
    match claim::had_by(db, slug, now).await? {
        Some(id) => Ok(crm::Entity::find_by_id(id).one(db).await?),
        None => Ok(None),
    }
}

/// The CRM with this id, unless it is being purged.
pub(crate) async fn crm_by_id<C: ConnectionTrait>(db: &C, id: &str) -> Result<Option<Crm>, Error> {
    let row = crm::Entity::find_by_id(id.to_owned())
        .filter(crm::COLUMN.status.ne(CrmStatus::Purging))
        .one(db)
        .await?;
    Ok(row.map(Crm::from))
}
