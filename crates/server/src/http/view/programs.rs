//! Keys of programs, and whom the CRM tells what happens.

use api::{
    ApiKey, ApiKeyScope, DeliveryState, NewWebhookResponse, Webhook, WebhookDelivery,
    WebhookRequest, WebhookState,
};
use crm::{
    KeyView, Scope,
    webhook::{self, DeliveryView, EndpointInput, EndpointState, EndpointView, NewEndpoint},
};

use super::instant;

/// What a key may do.
pub(crate) const fn key_scope(scope: ApiKeyScope) -> Scope {
    match scope {
        ApiKeyScope::Read => Scope::Read,
        ApiKeyScope::Webhooks => Scope::Webhooks,
    }
}

/// A key as admins see it.
pub(crate) fn api_key(row: KeyView) -> ApiKey {
    let scope = |scope: &Scope| match scope {
        Scope::Read => ApiKeyScope::Read,
        Scope::Webhooks => ApiKeyScope::Webhooks,
    };
    ApiKey {
        id: row.id,
        name: row.name,
        begins: row.begins,
        scopes: row.scopes.iter().map(scope).collect(),
        made_by: row.made_by,
        created_at: instant(row.created_at),
        expires_at: row.expires_at.map(instant),
        last_used_at: row.last_used_at.map(instant),
    }
}

/// What is filled in about an endpoint.
pub(crate) fn webhook_input(body: &WebhookRequest) -> EndpointInput<'_> {
    EndpointInput {
        url: &body.url,
        types: &body.types,
        enabled: body.enabled,
    }
}

/// An endpoint as its keepers see it.
pub(crate) fn webhook(row: EndpointView) -> Webhook {
    Webhook {
        id: row.id,
        url: row.url,
        types: row.types,
        state: match row.state {
            EndpointState::On => WebhookState::On,
            EndpointState::Off => WebhookState::Off,
            EndpointState::Gone => WebhookState::Gone,
            EndpointState::Failing => WebhookState::Failing,
        },
        failing_since: row.failing_since.map(instant),
        old_secret_until: row.old_secret_until.map(instant),
        version: row.version,
    }
}

/// An endpoint with its secret.
pub(crate) fn new_webhook(made: NewEndpoint) -> NewWebhookResponse {
    NewWebhookResponse {
        webhook: webhook(made.view),
        // EXPOSE: it is shown to who made it, once.
        secret: made.secret.expose().clone(),
    }
}

/// What was sent, or is on its way.
pub(crate) fn delivery(row: DeliveryView) -> WebhookDelivery {
    WebhookDelivery {
        id: row.id,
        kind: row.kind,
        body: row.body,
        state: match row.state {
            webhook::DeliveryState::Waiting => DeliveryState::Waiting,
            webhook::DeliveryState::Done => DeliveryState::Done,
            webhook::DeliveryState::Failed => DeliveryState::Failed,
        },
        attempts: row.attempts,
        next_at: row.next_at.map(instant),
        status: row.status,
        response_head: row.response_head,
        happened_at: instant(row.happened_at),
    }
}
