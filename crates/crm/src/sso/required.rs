//! CRMs whose people sign in by their provider alone.

use sea_orm::{ConnectionTrait, entity::prelude::*};

use super::identities;
use crate::{
    credential,
    crm_record::CrmScope,
    entity::{
        crm_user::{self, CrmUserStatus, Role},
        identity_link, sso_provider,
    },
    error::Error,
    principal::Principal,
    session::{Assurance, SessionMethod},
    sign_in::step::{Arrival, Goal, factor_for},
};

/// Whether a CRM demands it.
pub(crate) async fn at<C: ConnectionTrait>(db: &C, crm_id: &str) -> Result<bool, Error> {
    Ok(demanded(db, crm_id).await?.is_some())
}

async fn demanded<C: ConnectionTrait>(
    db: &C,
    crm_id: &str,
) -> Result<Option<sso_provider::Model>, Error> {
    Ok(sso_provider::Entity::find()
        .filter(sso_provider::COLUMN.crm_id.eq(crm_id))
        .filter(sso_provider::COLUMN.required.eq(true))
        .filter(sso_provider::COLUMN.enabled.eq(true))
        .one(db)
        .await?)
}

/// Refuses to leave a CRM to people of whom nobody could take back that it demands a provider.
///
/// # Errors
/// [`Error::LastSignInMethod`].
pub(crate) async fn keeps_a_way<C: ConnectionTrait>(db: &C, scope: &CrmScope) -> Result<(), Error> {
    match demanded(db, scope.crm_id()).await? {
        Some(provider) => leaves_a_way(db, scope, &provider.id).await,
        None => Ok(()),
    }
}

/// Whether a password, had they one, would let a user into nothing: the CRM takes another way, or they
/// have none and a provider recognises them.
pub(crate) async fn has_no_use_of_password<C: ConnectionTrait>(
    db: &C,
    user: &crm_user::Model,
) -> Result<bool, Error> {
    if user.role != Role::Owner && at(db, &user.crm_id).await? {
        return Ok(true);
    }
    let credential = credential::of_user(db, user).await?;
    if credential.is_some_and(|row| row.password_hash.is_some()) {
        return Ok(false);
    }
    let who = Principal::user(&user.crm_id, &user.id);
    Ok(!identities::offered(db, &who).await?.is_empty())
}

/// Refuses whoever comes with a password, their own or their account's, or with a passkey, where it is demanded. The owner gets
/// in with a second factor: somebody must when the provider is gone.
pub(crate) async fn check<C: ConnectionTrait>(db: &C, arrival: &Arrival) -> Result<(), Error> {
    let Goal::Crm {
        crm_id,
        user_id,
        through_account,
    } = &arrival.goal
    else {
        return Ok(());
    };
    // A QR code that was approved in the CRM itself was approved by somebody who got in by its rules.
    let by_password = match arrival.method {
        SessionMethod::Password | SessionMethod::Portal | SessionMethod::Passkey => true,
        SessionMethod::Qr => *through_account,
        SessionMethod::Sso => false,
    };
    if !by_password || !at(db, crm_id).await? {
        return Ok(());
    }
    let user = find(db, crm_id, user_id).await?;
    let is_owner = user.is_some_and(|user| user.role == Role::Owner);
    let by_two =
        arrival.assurance == Assurance::Two || factor_for(db, &arrival.goal).await?.is_some();
    if is_owner && by_two {
        Ok(())
    } else {
        Err(Error::MethodNotAllowedHere)
    }
}

/// Whether a password lets somebody in where nothing but a provider does otherwise: an owner with a second factor.
pub(super) async fn is_exempt<C: ConnectionTrait>(
    db: &C,
    crm_id: &str,
    user_id: &str,
) -> Result<bool, Error> {
    let user = find(db, crm_id, user_id).await?;
    if user.is_none_or(|user| user.role != Role::Owner) {
        return Ok(false);
    }
    has_factor(db, crm_id, user_id).await
}

/// Whether a passkey lets somebody in: where nothing but a provider does otherwise, the owner alone.
pub(crate) async fn admits_passkeys<C: ConnectionTrait>(
    db: &C,
    crm_id: &str,
    user_id: &str,
) -> Result<bool, Error> {
    if !at(db, crm_id).await? {
        return Ok(true);
    }
    let user = find(db, crm_id, user_id).await?;
    Ok(user.is_some_and(|user| user.role == Role::Owner))
}

/// Whether the CRM's owner has a second factor, with which a password stays a way in.
pub(super) async fn owner_has_factor<C: ConnectionTrait>(
    db: &C,
    scope: &CrmScope,
) -> Result<bool, Error> {
    let owner = active(scope)
        .filter(crm_user::COLUMN.role.eq(Role::Owner))
        .one(db)
        .await?;
    match owner {
        Some(owner) => has_factor(db, scope.crm_id(), &owner.id).await,
        None => Ok(false),
    }
}

/// Refuses to demand a provider while nobody could get in who can take the demand back: neither the owner with
/// a second factor nor anybody who manages the CRM and is recognised by the provider.
///
/// # Errors
/// [`Error::LastSignInMethod`].
pub(super) async fn leaves_a_way<C: ConnectionTrait>(
    db: &C,
    scope: &CrmScope,
    provider_id: &str,
) -> Result<(), Error> {
    if owner_has_factor(db, scope).await? {
        return Ok(());
    }
    let managers = active(scope)
        .filter(crm_user::COLUMN.role.is_in([Role::Owner, Role::Admin]))
        .all(db)
        .await?;
    let keys = managers
        .iter()
        .map(|user| Principal::user(&user.crm_id, &user.id).key());
    let known = identity_link::Entity::find()
        .filter(identity_link::COLUMN.provider_id.eq(provider_id))
        .filter(identity_link::COLUMN.principal_key.is_in(keys))
        .one(db)
        .await?;
    known.map(drop).ok_or(Error::LastSignInMethod)
}

async fn has_factor<C: ConnectionTrait>(
    db: &C,
    crm_id: &str,
    user_id: &str,
) -> Result<bool, Error> {
    let goal = Goal::Crm {
        crm_id: crm_id.to_owned(),
        user_id: user_id.to_owned(),
        through_account: false,
    };
    Ok(factor_for(db, &goal).await?.is_some())
}

async fn find<C: ConnectionTrait>(
    db: &C,
    crm_id: &str,
    user_id: &str,
) -> Result<Option<crm_user::Model>, Error> {
    let key = (crm_id.to_owned(), user_id.to_owned());
    Ok(crm_user::Entity::find_by_id(key).one(db).await?)
}

fn active(scope: &CrmScope) -> Select<crm_user::Entity> {
    crm_user::Entity::find()
        .filter(crm_user::COLUMN.crm_id.eq(scope.crm_id()))
        .filter(crm_user::COLUMN.status.eq(CrmUserStatus::Active))
        .filter(crm_user::COLUMN.deleted_at.is_null())
}
