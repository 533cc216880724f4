//! Another address for a CRM. The one that it had leads to it for a while, and is nobody else's.

use std::time::Duration;

use jiff::Timestamp;
use sea_orm::{DatabaseTransaction, entity::prelude::*};
use serde_json::json;

use super::{GeneralSettings, changeable, save, view};
use crate::{
    audit::{self, Actor, AuditScope},
    crm_record::{Crm, local_time},
    database::{Database, Exclusive},
    entity::{
        crm,
        crm_user::{self, CrmUserStatus, Role},
    },
    error::Error,
    event,
    instant::{left, millis},
    letter::{AddressChanged, Letter},
    mailable, outbox,
    principal::Principal,
    session::CrmSession,
    slug::{self, claim},
    step_up,
    text::folded,
    trace::RequestTrace,
};

/// How long a CRM stays where it is, once it got another address.
const STAYS_FOR: Duration = Duration::from_hours(30 * 24);

/// Moves a CRM to another address, at the version that the caller saw; to the one that it has, nothing happens. Owner and
/// admins are told.
///
/// # Errors
/// [`Error::NotOwner`], [`Error::StepUpRequired`], [`Error::VersionConflict`], [`Error::SlugInvalid`],
/// [`Error::SlugTaken`]; [`Error::RateLimited`] for thirty days after the last time.
pub async fn change_crm_address(
    db: &Database,
    crm: &Crm,
    session: &CrmSession,
    version: i64,
    wanted: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<GeneralSettings, Error> {
    require_owner(session)?;
    step_up::require(session, now)?;
    let wanted = folded(wanted);
    let tx = db.write().await?;
    let mut row = changeable(&tx, crm, version).await?;
    if row.slug == wanted {
        return view(&tx, row, now).await;
    }
    if !slug::is_valid(&wanted) {
        return Err(Error::SlugInvalid);
    }
    let taken_at = claim::taken_at(&tx, &row.id).await?;
    if let Some(at) = changeable_at(taken_at, now) {
        let retry_after = left(at, now);
        return Err(Error::RateLimited { retry_after });
    }
    Exclusive::Slugs.hold(&tx).await?;
    claim::require_free(&tx, Some(&row.id), &wanted, now).await?;
    claim::release(&tx, &wanted).await?;
    let leads_until = claim::keep(&tx, &row, now).await?;
    let former = std::mem::replace(&mut row.slug, wanted);
    save(&tx, &mut row, now).await?;
    let by = Actor::User(&session.who.id);
    let entry = audit::Entry {
        scope: AuditScope::Crm,
        scope_id: &row.id,
        action: "crm.address_changed",
        actor: by,
        subject: None,
        fields: json!({ "from": former, "to": row.slug }),
    };
    audit::append(&tx, entry, trace, now).await?;
    event::settings_changed(&tx, &row.id, by, "address", now).await?;
    tell(&tx, &row, &former, leads_until, now).await?;
    let settings = view(&tx, row, now).await?;
    tx.commit().await?;
    Ok(settings)
}

/// From when on a CRM that took its address then may get another one, if it may not yet.
pub(super) fn changeable_at(taken_at: Option<i64>, now: Timestamp) -> Option<i64> {
    let at = taken_at?.saturating_add(millis(STAYS_FOR));
    (at > now.as_millisecond()).then_some(at)
}

fn require_owner(session: &CrmSession) -> Result<(), Error> {
    match session.who.role {
        Role::Owner => Ok(()),
        Role::Admin | Role::Member | Role::Viewer => Err(Error::NotOwner),
    }
}

/// Tells owner and admins where the CRM is now.
async fn tell(
    tx: &DatabaseTransaction,
    crm: &crm::Model,
    former: &str,
    leads_until: i64,
    now: Timestamp,
) -> Result<(), Error> {
    let managers = crm_user::Entity::find()
        .filter(crm_user::COLUMN.crm_id.eq(crm.id.as_str()))
        .filter(crm_user::COLUMN.role.is_in([Role::Owner, Role::Admin]))
        .filter(crm_user::COLUMN.status.eq(CrmUserStatus::Active))
        .filter(crm_user::COLUMN.deleted_at.is_null())
        .all(tx)
        .await?;
    for user in managers {
        let principal = Principal::user(&crm.id, &user.id);
        let Some(person) = mailable::of(tx, &principal).await? else {
            continue;
        };
        let letter = Letter::AddressChanged(AddressChanged {
            name: person.name.clone(),
            crm: crm.name.clone(),
            former: format!("/c/{former}/"),
            date: local_time(crm, leads_until),
            path: format!("/c/{}/", crm.slug),
        });
        outbox::enqueue(tx, &letter, person.recipient(), now).await?;
    }
    Ok(())
}
