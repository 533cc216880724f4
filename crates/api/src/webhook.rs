//! Webhooks: addresses that a CRM tells what happens.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// `POST /c/{crm}/webhooks`, and `PUT /c/{crm}/webhooks/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookRequest {
    /// Where deliveries go: https, and public unless the operator allows more. At most 2000 characters.
    pub url: String,
    /// Names of the kinds of events that it is told.
    pub types: Vec<String>,
    /// It is told them.
    pub enabled: bool,
}

/// Whether an endpoint is told anything, and why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WebhookState {
    /// It is.
    On,
    /// Somebody switched it off.
    Off,
    /// It said that it wants nothing any more (410).
    Gone,
    /// It took nothing for five days.
    Failing,
}

/// An endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Webhook {
    /// Its id.
    pub id: String,
    /// Where deliveries go.
    pub url: String,
    /// What it is told.
    pub types: Vec<String>,
    /// Whether it is told anything, and why not.
    pub state: WebhookState,
    /// Since when it takes nothing (RFC 3339).
    #[schema(format = DateTime)]
    pub failing_since: Option<String>,
    /// Until when deliveries are signed with the secret before the present one, too (RFC 3339).
    #[schema(format = DateTime)]
    pub old_secret_until: Option<String>,
    /// Rises with every change.
    pub version: i64,
}

/// `GET /c/{crm}/webhooks`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WebhooksResponse {
    /// The endpoints, oldest first.
    pub items: Vec<Webhook>,
    /// What endpoints can be told.
    pub types: Vec<String>,
}

/// An endpoint that was just made, or has a new secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NewWebhookResponse {
    /// The endpoint.
    pub webhook: Webhook,
    /// What deliveries are signed with, as Standard Webhooks writes it. Nobody is shown it again.
    pub secret: String,
}

/// What became of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It is tried, now or later.
    Waiting,
    /// The endpoint has it.
    Done,
    /// It isn't tried any more.
    Failed,
}

/// An event on its way to an endpoint, or there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WebhookDelivery {
    /// Its id.
    pub id: String,
    /// The name of what happened.
    #[serde(rename = "type")]
    pub kind: String,
    /// What is sent.
    pub body: String,
    /// What became of it.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: i32,
    /// When it is tried again (RFC 3339).
    #[schema(format = DateTime)]
    pub next_at: Option<String>,
    /// The HTTP status of the last answer; none where no answer came.
    pub status: Option<i32>,
    /// How the last answer began, or why there was none.
    pub response_head: Option<String>,
    /// When what it tells happened (RFC 3339).
    #[schema(format = DateTime)]
    pub happened_at: String,
}

/// `GET /c/{crm}/webhooks/{id}/deliveries`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WebhookDeliveriesResponse {
    /// The latest hundred of the last thirty days, newest first.
    pub items: Vec<WebhookDelivery>,
}
