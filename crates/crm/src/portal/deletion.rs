//! Deleting a CRM: scheduled for seven days later, and cancelled until it has begun.

use std::time::Duration;

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, PaginatorTrait as _, entity::prelude::*, sea_query::Expr};

use super::{
    deletion_letters,
    list::{Listed, listed, owned},
};
use crate::{
    audit,
    crm_record::{Crm, CrmStatus},
    database::{Database, Exclusive},
    entity::{crm, crm_user},
    error::Error,
    event::{self, EventKind},
    ledger::{self, Holder, Money},
    session::{self, PortalSession},
    step_up,
    text::tidy,
    trace::RequestTrace,
    webhook,
};

/// How long a person has to change their mind.
pub const DELETION_DELAY: Duration = Duration::from_hours(7 * 24);

/// What is lost with a CRM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// Its name, to be typed.
    pub name: String,
    /// People in it.
    pub users: u64,
    /// Its balance; what is positive goes to the account.
    pub balance: Option<Money>,
}

/// Tells what is lost with a CRM.
///
/// # Errors
/// [`Error::NotFound`], [`Error::NotOwner`].
pub async fn loss<C: ConnectionTrait>(
    db: &C,
    session: &PortalSession,
    crm_id: &str,
) -> Result<Loss, Error> {
    let link = owned(db, session, crm_id).await?;
    let users = crm_user::Entity::find()
        .filter(crm_user::COLUMN.crm_id.eq(crm_id))
        .filter(crm_user::COLUMN.deleted_at.is_null())
        .count(db)
        .await?;
    Ok(Loss {
        name: link.crm.name,
        users,
        balance: ledger::balance(db, Holder::Crm(crm_id)).await?,
    })
}

/// Schedules the deletion of a CRM, and ends all of its sessions.
///
/// # Errors
/// [`Error::NotFound`], [`Error::NotOwner`], [`Error::StepUpRequired`], [`Error::NameMismatch`],
/// [`Error::CrmScheduledForDeletion`], [`Error::PurgeStarted`].
pub async fn schedule_deletion(
    db: &Database,
    session: &PortalSession,
    crm_id: &str,
    typed_name: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Listed, Error> {
    let tx = db.write().await?;
    Exclusive::Crm(crm_id).hold(&tx).await?;
    let link = owned(&tx, session, crm_id).await?;
    match link.crm.status {
        CrmStatus::Active | CrmStatus::SuspendedBilling => {}
        CrmStatus::DeletionScheduled => return Err(Error::CrmScheduledForDeletion),
        CrmStatus::Purging => return Err(Error::PurgeStarted),
    }
    if tidy(typed_name) != link.crm.name {
        return Err(Error::NameMismatch);
    }
    // Last: nobody types a password for what doesn't come about anyway.
    step_up::require(session, now)?;
    let delete_at = now
        .checked_add(DELETION_DELAY)
        .unwrap_or(Timestamp::MAX)
        .as_millisecond();
    crm::Entity::update_many()
        .col_expr(
            crm::Column::Status,
            Expr::value(CrmStatus::DeletionScheduled.to_value()),
        )
        .col_expr(
            crm::Column::StatusBefore,
            Expr::value(link.crm.status.to_value()),
        )
        .col_expr(crm::Column::DeleteAt, Expr::value(delete_at))
        .col_expr(
            crm::Column::DeletionBy,
            Expr::value(session.who.id.as_str()),
        )
        .filter(crm::COLUMN.id.eq(crm_id))
        .exec(&tx)
        .await?;
    session::revoke_all_of_crm(&tx, crm_id, "crm_deletion", now).await?;
    let (ours, its) = ((session.who.id.as_str(), crm_id), (crm_id, crm_id));
    audit::append_to_both(&tx, "crm.deletion_scheduled", ours, its, trace, now).await?;
    let what = (EventKind::CrmDeletion, crm_id);
    event::deletion(&tx, what, &session.who.id, Some(delete_at), now).await?;
    deletion_letters::scheduled(&tx, &link.crm, delete_at, now).await?;
    let row = listed(&tx, session, crm_id).await?;
    tx.commit().await?;
    Ok(row)
}

/// Takes a scheduled deletion back: the CRM is again what it was.
///
/// # Errors
/// [`Error::NotFound`], [`Error::NotOwner`], [`Error::PurgeStarted`].
pub async fn cancel_deletion(
    db: &Database,
    session: &PortalSession,
    crm_id: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Listed, Error> {
    let tx = db.write().await?;
    Exclusive::Crm(crm_id).hold(&tx).await?;
    let link = owned(&tx, session, crm_id).await?;
    match link.crm.status {
        CrmStatus::Purging => return Err(Error::PurgeStarted),
        CrmStatus::DeletionScheduled => {
            let before = link.crm.status_before.clone();
            let before = before.unwrap_or_else(|| CrmStatus::Active.to_value());
            crm::Entity::update_many()
                .col_expr(crm::Column::Status, Expr::value(before))
                .col_expr(crm::Column::StatusBefore, Expr::value(None::<String>))
                .col_expr(crm::Column::DeleteAt, Expr::value(None::<i64>))
                .col_expr(crm::Column::DeletionBy, Expr::value(None::<String>))
                .filter(crm::COLUMN.id.eq(crm_id))
                .exec(&tx)
                .await?;
            let (ours, its) = ((session.who.id.as_str(), crm_id), (crm_id, crm_id));
            audit::append_to_both(&tx, "crm.deletion_cancelled", ours, its, trace, now).await?;
            let what = (EventKind::CrmDeletionCancelled, crm_id);
            event::deletion(&tx, what, &session.who.id, None, now).await?;
            webhook::resume(&tx, crm_id, now).await?;
            deletion_letters::cancelled(&tx, &Crm::from(link.crm), now).await?;
        }
        // Somebody was faster, or pressed twice: it is as it was wanted.
        CrmStatus::Active | CrmStatus::SuspendedBilling => {}
    }
    let row = listed(&tx, session, crm_id).await?;
    tx.commit().await?;
    Ok(row)
}
