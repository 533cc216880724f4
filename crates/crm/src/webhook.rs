//! Webhooks: addresses that a CRM tells what happens, as Standard Webhooks says.
//!
//! Each endpoint follows the event log by the number of the last event that was looked at for it ([`fan_out`]). What
//! it wants to know becomes a delivery, which a job sends and which is repeated for days. Nothing here speaks HTTP.

mod delivery;
mod endpoint;
mod place;
mod schedule;
mod secret;

pub use self::{
    delivery::{
        Delivered, DeliveryView, Outcome, Outgoing, RESPONSE_HEAD, deliveries, fan_out, note,
        send_again, take,
    },
    endpoint::{
        EndpointChange, EndpointInput, EndpointView, NewEndpoint, add, change, check, endpoints,
        remove, rotate, send_test,
    },
};
pub(crate) use self::{
    delivery::{follow, resume},
    secret::forget_secrets,
};
pub use crate::entity::{webhook_delivery::DeliveryState, webhook_endpoint::EndpointState};

use sea_orm::{ConnectionTrait, entity::prelude::*};

use crate::{
    api_key::Scope, crm_record::Crm, entity::webhook_endpoint, error::Error, requester::Requester,
    staff::require_admin,
};

/// Refuses whoever may not keep webhooks.
fn require_keeper(by: &Requester) -> Result<(), Error> {
    match by {
        Requester::Person(session) => require_admin(session),
        Requester::Program(key) => key.require(Scope::Webhooks),
    }
}

/// An endpoint of the CRM.
async fn find<C: ConnectionTrait>(
    db: &C,
    crm: &Crm,
    id: &str,
) -> Result<webhook_endpoint::Model, Error> {
    let key = (crm.scope().crm_id().to_owned(), id.to_owned());
    let row = webhook_endpoint::Entity::find_by_id(key).one(db).await?;
    row.ok_or(Error::NotFound)
}

#[cfg(test)]
mod tests;
