//! Entering a CRM from the portal, without another password.

use jiff::Timestamp;
use serde_json::json;

use super::list;
use crate::{
    audit::{self, Actor, AuditScope},
    crm_record::Crm,
    database::Database,
    enter::{self, EnterTicket, Pass},
    entity::crm_user::CrmUserStatus,
    error::Error,
    session::{PortalSession, admits},
    trace::RequestTrace,
};

/// Gives out a ticket that opens a session of the account's user in a CRM.
///
/// # Errors
/// [`Error::NotFound`], [`Error::UserDeactivated`], [`Error::CrmSuspended`],
/// [`Error::CrmScheduledForDeletion`].
pub async fn enter_crm(
    db: &Database,
    session: &PortalSession,
    crm_id: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(Crm, EnterTicket), Error> {
    let tx = db.write().await?;
    let link = list::find(&tx, session, crm_id).await?;
    if link.user.status != CrmUserStatus::Active {
        return Err(Error::UserDeactivated);
    }
    if !admits(link.crm.status, link.user.role) {
        return Err(link.crm.status.refusal());
    }
    let crm = Crm::from(link.crm);
    let pass = Pass {
        keep: session.keep(),
        portal_session_id: Some(session.id.clone()),
        assurance: session.assurance,
        until: session.lent_until(),
    };
    let ticket = enter::issue(&tx, crm.scope(), &link.user.id, &pass, now).await?;
    let entry = audit::Entry {
        scope: AuditScope::Account,
        scope_id: &session.who.id,
        action: "crm.entered",
        actor: Actor::Account(&session.who.id),
        subject: Some(crm_id),
        fields: json!({}),
    };
    audit::append(&tx, entry, trace, now).await?;
    tx.commit().await?;
    Ok((crm, ticket))
}
