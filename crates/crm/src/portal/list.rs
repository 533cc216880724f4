//! The list of an account's CRMs.

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, entity::prelude::*};

use crate::{
    crm_record::{Crm, CrmStatus},
    entity::{
        crm,
        crm_user::{self, CredentialSource, CrmUserStatus, Role},
        membership,
    },
    error::Error,
    ledger::{self, Holder, Money},
    session::{PortalSession, admits},
    text::folded,
};

/// One CRM of an account's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The CRM.
    pub crm: Crm,
    /// The account's role in it.
    pub role: Role,
    /// The account owns it.
    pub is_owner: bool,
    /// Its balance, for the owner alone.
    pub balance: Option<Money>,
    /// When the account last entered it.
    pub last_opened_at: Option<Timestamp>,
    /// When it is deleted for good, once that is scheduled.
    pub delete_at: Option<Timestamp>,
    /// It can be entered now.
    pub can_enter: bool,
    /// Why it can't be taken off the list, if it can't.
    pub kept: Option<Kept>,
}

/// Why a CRM stays on an account's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// The account owns it.
    Owned,
    /// The account's password is the only one that the user has there.
    OnlyPassword,
}

/// A membership with what it joins.
pub(crate) struct Link {
    pub(super) membership: membership::Model,
    pub(crate) crm: crm::Model,
    pub(super) user: crm_user::Model,
}

/// All CRMs of the account, last opened first, then by name.
///
/// # Errors
/// [`Error::Database`].
pub async fn list<C: ConnectionTrait>(
    db: &C,
    session: &PortalSession,
) -> Result<Vec<Listed>, Error> {
    let memberships = membership::Entity::find()
        .filter(membership::COLUMN.account_id.eq(session.who.id.as_str()))
        .all(db)
        .await?;
    let mut rows = Vec::with_capacity(memberships.len());
    for membership in memberships {
        if let Some(link) = join(db, membership).await? {
            rows.push(view(db, link).await?);
        }
    }
    rows.sort_by_cached_key(|row| {
        (
            std::cmp::Reverse(row.last_opened_at),
            folded(&row.crm.name),
            row.crm.slug.clone(),
        )
    });
    Ok(rows)
}

/// One CRM of the list.
///
/// # Errors
/// [`Error::NotFound`] for a CRM that isn't on the account's list.
pub async fn listed<C: ConnectionTrait>(
    db: &C,
    session: &PortalSession,
    crm_id: &str,
) -> Result<Listed, Error> {
    view(db, find(db, session, crm_id).await?).await
}

/// A CRM on the account's list.
pub(super) async fn find<C: ConnectionTrait>(
    db: &C,
    session: &PortalSession,
    crm_id: &str,
) -> Result<Link, Error> {
    let membership = membership::Entity::find()
        .filter(membership::COLUMN.account_id.eq(session.who.id.as_str()))
        .filter(membership::COLUMN.crm_id.eq(crm_id))
        .one(db)
        .await?
        .ok_or(Error::NotFound)?;
    join(db, membership).await?.ok_or(Error::NotFound)
}

/// A CRM of the list that the account owns.
pub(crate) async fn owned<C: ConnectionTrait>(
    db: &C,
    session: &PortalSession,
    crm_id: &str,
) -> Result<Link, Error> {
    let link = find(db, session, crm_id).await?;
    if link.user.role != Role::Owner || link.crm.owner_account_id != session.who.id {
        return Err(Error::NotOwner);
    }
    Ok(link)
}

async fn join<C: ConnectionTrait>(
    db: &C,
    membership: membership::Model,
) -> Result<Option<Link>, Error> {
    let crm = crm::Entity::find_by_id(membership.crm_id.clone())
        .one(db)
        .await?;
    let user = crm_user::Entity::find()
        .filter(crm_user::COLUMN.crm_id.eq(membership.crm_id.as_str()))
        .filter(crm_user::COLUMN.id.eq(membership.crm_user_id.as_str()))
        .one(db)
        .await?;
    Ok(crm.zip(user).map(|(crm, user)| Link {
        membership,
        crm,
        user,
    }))
}

/// Why a user's CRM can't be taken off the list of the account, if it can't.
pub(super) fn kept(user: &crm_user::Model) -> Option<Kept> {
    if user.role == Role::Owner {
        Some(Kept::Owned)
    } else if user.credential_source == CredentialSource::Portal {
        Some(Kept::OnlyPassword)
    } else {
        None
    }
}

async fn view<C: ConnectionTrait>(db: &C, link: Link) -> Result<Listed, Error> {
    let Link {
        membership,
        crm,
        user,
    } = link;
    let is_owner = user.role == Role::Owner && crm.owner_account_id == membership.account_id;
    let balance = if is_owner {
        ledger::balance(db, Holder::Crm(&crm.id)).await?
    } else {
        None
    };
    let instant = |at: Option<i64>| at.and_then(|at| Timestamp::from_millisecond(at).ok());
    let scheduled = crm.status != CrmStatus::Active && crm.status != CrmStatus::SuspendedBilling;
    Ok(Listed {
        role: user.role,
        is_owner,
        balance,
        last_opened_at: instant(membership.last_opened_at),
        delete_at: instant(crm.delete_at.filter(|_| scheduled)),
        kept: kept(&user),
        can_enter: user.status == CrmUserStatus::Active && admits(crm.status, user.role),
        crm: Crm::from(crm),
    })
}
