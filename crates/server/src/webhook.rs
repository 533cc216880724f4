//! Sending webhooks as Standard Webhooks says: between rules, which `crm` has, and the network.

use std::error::Error;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use crm::{
    RequestTrace,
    webhook::{self, Delivered, Outcome, Outgoing, RESPONSE_HEAD},
};
use domain::Sensitive;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use url::Url;

use crate::state::AppState;

const ID: &str = "webhook-id";
const TIMESTAMP: &str = "webhook-timestamp";
const SIGNATURE: &str = "webhook-signature";

/// Makes one attempt at a delivery, if it waits.
pub(crate) async fn send(
    state: &AppState,
    delivery: (&str, &str),
    trace: &RequestTrace<'_>,
) -> Result<(), crm::Error> {
    let (db, now) = (&state.db, state.now());
    let Some(outgoing) = webhook::take(db, &state.sealer, delivery, now).await? else {
        return Ok(());
    };
    let outcome = attempt(state, &outgoing).await;
    let noted = webhook::note(db, delivery, &outcome, trace, state.now()).await?;
    if noted == Delivered::SwitchedOff {
        tracing::warn!(delivery = delivery.1, "Webhook is switched off");
    }
    Ok(())
}

async fn attempt(state: &AppState, outgoing: &Outgoing) -> Outcome {
    let failed = |head: String| Outcome { status: None, head };
    let Ok(url) = Url::parse(&outgoing.url) else {
        return failed("Address can't be read".to_owned());
    };
    let timestamp = state.now().as_second();
    let headers = [
        (ID, outgoing.event_id.clone()),
        (TIMESTAMP, timestamp.to_string()),
        (SIGNATURE, signatures(outgoing, timestamp)),
    ];
    let body = outgoing.body.clone();
    match state
        .webhooks
        .post(&url, &headers, body, RESPONSE_HEAD)
        .await
    {
        Ok(answer) => Outcome {
            status: Some(answer.status),
            head: String::from_utf8_lossy(&answer.body).into_owned(),
        },
        Err(error) => {
            tracing::info!(error = &error as &dyn Error, "Webhook got no answer");
            failed(error.to_string())
        }
    }
}

fn signatures(outgoing: &Outgoing, timestamp: i64) -> String {
    let signed = format!("{}.{timestamp}.{}", outgoing.event_id, outgoing.body);
    let all = outgoing.secrets.iter().filter_map(|key| sign(key, &signed));
    all.collect::<Vec<_>>().join(" ")
}

fn sign(key: &Sensitive<Vec<u8>>, text: &str) -> Option<String> {
    // EXPOSE: the key of a MAC.
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose()).ok()?;
    mac.update(text.as_bytes());
    Some(format!(
        "v1,{}",
        STANDARD.encode(mac.finalize().into_bytes())
    ))
}
