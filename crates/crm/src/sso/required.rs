//! CRMs whose people sign in by their provider alone.

use sea_orm::{ConnectionTrait, entity::prelude::*};

use crate::{
    entity::{
        crm_user::{self, Role},
        sso_provider,
    },
    error::Error,
    session::{Assurance, SessionMethod},
    sign_in::step::{Arrival, Goal, factor_for},
};

/// Whether a CRM demands it.
pub(crate) async fn at<C: ConnectionTrait>(db: &C, crm_id: &str) -> Result<bool, Error> {
    let row = sso_provider::Entity::find()
        .filter(sso_provider::COLUMN.crm_id.eq(crm_id))
        .filter(sso_provider::COLUMN.required.eq(true))
        .filter(sso_provider::COLUMN.enabled.eq(true))
        .one(db)
        .await?;
    Ok(row.is_some())
}

/// Refuses whoever comes with a password, their own or their account's, where it is demanded. The owner gets
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
        SessionMethod::Password | SessionMethod::Portal => true,
        SessionMethod::Qr => *through_account,
        SessionMethod::Sso => false,
    };
    if !by_password || !at(db, crm_id).await? {
        return Ok(());
    }
    let user = crm_user::Entity::find()
        .filter(crm_user::COLUMN.crm_id.eq(crm_id.as_str()))
        .filter(crm_user::COLUMN.id.eq(user_id.as_str()))
        .one(db)
        .await?;
    let is_owner = user.is_some_and(|user| user.role == Role::Owner);
    let by_two =
        arrival.assurance == Assurance::Two || factor_for(db, &arrival.goal).await?.is_some();
    if is_owner && by_two {
        Ok(())
    } else {
        Err(Error::MethodNotAllowedHere)
    }
}
