//! Providers as whoever signs in sees them.

use sea_orm::{ConnectionTrait, QueryOrder as _, entity::prelude::*};

use super::{domains, provider};
use crate::{
    crm_record::{Crm, CrmStatus},
    entity::{
        crm, sso_domain,
        sso_provider::{self, ProviderScope},
    },
    error::Error,
};

/// Providers that an address is offered at most.
const MOST: usize = 20;

/// A provider that somebody may sign in by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Names it.
    pub id: String,
    /// What its button says.
    pub label: String,
    /// Nobody but the owner signs in with a password.
    pub required: bool,
    /// Where it leads; without a CRM to the portal.
    pub crm: Option<Crm>,
}

/// What a CRM offers.
///
/// # Errors
/// [`Error::Database`].
pub async fn offers_of_crm<C: ConnectionTrait>(db: &C, crm: &Crm) -> Result<Vec<Offer>, Error> {
    let rows = enabled(provider::of_crm(crm.scope())).all(db).await?;
    let offers = rows.into_iter().map(|row| offer(row, Some(crm.clone())));
    Ok(offers.collect())
}

/// What the server offers to accounts.
///
/// # Errors
/// [`Error::Database`].
pub async fn offers_of_server<C: ConnectionTrait>(db: &C) -> Result<Vec<Offer>, Error> {
    let of_server = sso_provider::Entity::find()
        .filter(sso_provider::COLUMN.scope.eq(ProviderScope::Server))
        .order_by_asc(sso_provider::COLUMN.id);
    let rows = enabled(of_server).all(db).await?;
    Ok(rows.into_iter().map(|row| offer(row, None)).collect())
}

/// Providers that may speak for the domain of an address. Whether somebody has the address can't be told by
/// it.
///
/// # Errors
/// [`Error::Database`].
pub async fn offers_for_email<C: ConnectionTrait>(
    db: &C,
    email: &str,
) -> Result<Vec<Offer>, Error> {
    let Some(name) = domains::of_address(email) else {
        return Ok(Vec::new());
    };
    let domains = sso_domain::Entity::find()
        .filter(sso_domain::COLUMN.domain.eq(name.as_str()))
        .order_by_asc(sso_domain::COLUMN.id)
        .all(db)
        .await?;
    let mut offers = Vec::new();
    for row in domains {
        let by_id = sso_provider::Entity::find_by_id(row.provider_id.clone());
        let Some(found) = enabled(by_id).one(db).await? else {
            continue;
        };
        let is_proven = row.proven_at.is_some() || found.scope == ProviderScope::Server;
        if !is_proven || offers.len() >= MOST {
            continue;
        }
        match &found.crm_id {
            None => offers.push(offer(found, None)),
            Some(id) => {
                let crm = open_crm(db, id).await?;
                offers.extend(crm.map(|crm| offer(found, Some(crm))));
            }
        }
    }
    Ok(offers)
}

/// A provider that somebody may sign in by, with where it leads.
///
/// # Errors
/// [`Error::NotFound`].
pub(crate) async fn offered<C: ConnectionTrait>(db: &C, id: &str) -> Result<Offer, Error> {
    let row = find(db, id).await?;
    let crm = match &row.crm_id {
        Some(id) => Some(open_crm(db, id).await?.ok_or(Error::NotFound)?),
        None => None,
    };
    Ok(offer(row, crm))
}

/// A CRM that somebody may be let into.
pub(super) async fn open_crm<C: ConnectionTrait>(db: &C, id: &str) -> Result<Option<Crm>, Error> {
    let row = crm::Entity::find_by_id(id.to_owned())
        .filter(crm::COLUMN.status.ne(CrmStatus::Purging))
        .one(db)
        .await?;
    Ok(row.map(Crm::from))
}

/// A provider that may be signed in by.
pub(super) async fn find<C: ConnectionTrait>(
    db: &C,
    id: &str,
) -> Result<sso_provider::Model, Error> {
    let by_id = sso_provider::Entity::find_by_id(id.to_owned());
    let row = enabled(by_id).one(db).await?;
    row.ok_or(Error::NotFound)
}

fn enabled(all: Select<sso_provider::Entity>) -> Select<sso_provider::Entity> {
    all.filter(sso_provider::COLUMN.enabled.eq(true))
}

/// A provider as whoever signs in by it sees it.
pub(super) fn offer(row: sso_provider::Model, crm: Option<Crm>) -> Offer {
    Offer {
        id: row.id,
        label: row.label,
        required: row.required,
        crm,
    }
}
