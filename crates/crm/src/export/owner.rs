//! The owner of a CRM, wherever they are signed in.

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde_json::json;

use crate::{
    audit::{self, Actor, AuditScope},
    crm_record::{Crm, CrmStatus},
    entity::crm_user::Role,
    error::Error,
    portal,
    session::{CrmSession, PortalSession},
    step_up,
    trace::RequestTrace,
};

/// Who asks for everything of a CRM, and where they are signed in.
#[derive(Debug, Clone, Copy)]
pub enum Owner<'a> {
    /// At the CRM.
    Inside(&'a Crm, &'a CrmSession),
    /// At the portal, for the CRM with this id. That will do while it waits for its deletion and lets nobody in;
    /// otherwise it has rules of its own for who comes in.
    AtPortal(&'a str, &'a PortalSession),
}

impl Owner<'_> {
    /// The CRM, if it is theirs to take away.
    ///
    /// # Errors
    /// [`Error::NotOwner`]; at the portal also [`Error::NotFound`], [`Error::Forbidden`] and [`Error::PurgeStarted`].
    pub(super) async fn crm<C: ConnectionTrait>(self, db: &C) -> Result<Crm, Error> {
        match self {
            Self::Inside(crm, session) => match session.who.role {
                Role::Owner => Ok(crm.clone()),
                Role::Admin | Role::Member | Role::Viewer => Err(Error::NotOwner),
            },
            Self::AtPortal(crm_id, session) => {
                let crm = portal::owned(db, session, crm_id).await?.crm;
                match crm.status {
                    CrmStatus::DeletionScheduled => Ok(Crm::from(crm)),
                    CrmStatus::Active | CrmStatus::SuspendedBilling => Err(Error::Forbidden),
                    CrmStatus::Purging => Err(Error::PurgeStarted),
                }
            }
        }
    }

    pub(super) fn require_step_up(self, now: Timestamp) -> Result<(), Error> {
        match self {
            Self::Inside(_, session) => step_up::require(session, now),
            Self::AtPortal(_, session) => step_up::require(session, now),
        }
    }

    /// Keeps in the CRM's log what they did with an export of it; in the account's, too, where they came by that.
    pub(super) async fn log(
        self,
        tx: &DatabaseTransaction,
        action: &'static str,
        (crm_id, export_id): (&str, &str),
        trace: &RequestTrace<'_>,
        now: Timestamp,
    ) -> Result<(), Error> {
        match self {
            Self::Inside(_, session) => {
                let entry = audit::Entry {
                    scope: AuditScope::Crm,
                    scope_id: crm_id,
                    action,
                    actor: Actor::User(&session.who.id),
                    subject: Some(export_id),
                    fields: json!({}),
                };
                audit::append(tx, entry, trace, now).await
            }
            Self::AtPortal(_, session) => {
                let ours = (session.who.id.as_str(), crm_id);
                audit::append_to_both(tx, action, ours, (crm_id, export_id), trace, now).await
            }
        }
    }
}
