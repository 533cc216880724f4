//! `GET /c/{crm}/stream`: what happens in a CRM, told while it happens.

use std::{sync::Arc, time::Duration};

use api::{ErrorCode, Problem, RecordChanged};
use axum::{
    extract::State,
    http::{
        HeaderMap, HeaderName,
        header::{CACHE_CONTROL, HeaderValue},
    },
    response::{IntoResponse as _, Response, sse::Sse},
};
use crm::live::{Head, Pass};

use super::feed::Feed;
use crate::{
    http::{failure::Failure, registrant::Registrant},
    live::{Owner, Refusal},
    state::AppState,
};

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// Whoever has too many streams closes one first.
const TOO_MANY_WAIT: Duration = Duration::from_mins(1);

/// A proxy that collects an answer before it hands it on would hand on nothing.
const UNBUFFERED: [(HeaderName, HeaderValue); 2] = [
    (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (
        HeaderName::from_static("x-accel-buffering"),
        HeaderValue::from_static("no"),
    ),
];

/// Tells what happens in the CRM while it happens
///
/// Server-Sent Events: `record_changed` names a record that changed, of those that the caller may see; `notification` is one
/// of theirs, `notification_read` says which was read, or that all were, and `unread` how many weren't; `reset` says that
/// too much was missed, so that everything is to be read anew; `session_revoked` that what the stream is open by isn't
/// good any more, which ends it; `ping` nothing but that the connection lives. The `id` of an event is the number of what
/// happened: `Last-Event-ID` goes on from there, as long as no more than 1 000 events or 24 hours lie between. By
/// session or by the desktop client's token. Reads only: it extends no session. A person has 12 streams at most.
#[utoipa::path(
    get,
    path = "/api/v1/c/{crm}/stream",
    tag = "session",
    operation_id = "stream",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("last-event-id" = Option<String>, Header, description = "The `id` of the last event that was heard, or `last_event` of the session")),
    security((), ("device_token" = [])),
    responses(
        (status = 200, description = "Until one of the two ends it. The data of `record_changed` is a `RecordChanged`, of `notification` a `Notification`, of `notification_read` a `NotificationRead`, of `unread` an `UnreadResponse`", body = RecordChanged, content_type = "text/event-stream"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "`server_busy` while the server stops", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    headers: HeaderMap,
    Registrant {
        crm,
        session,
        token,
    }: Registrant,
) -> Result<Response, Failure> {
    let owner = Owner {
        crm_id: crm.scope().crm_id().into(),
        user_id: session.who.id.as_str().into(),
        pass: Arc::new(Pass::new(&session, token.as_ref())),
    };
    let opened = state.live.open(owner.clone(), Head::of(&crm));
    let listener = opened.map_err(|refusal| match refusal {
        Refusal::TooMany => Failure::waiting(ErrorCode::RateLimited, TOO_MANY_WAIT),
        Refusal::Stopping => ErrorCode::ServerBusy.into(),
    })?;
    let from = (heard(&headers), crm.last_event);
    let feed = Feed::new(state, listener, owner, from);
    Ok((UNBUFFERED, Sse::new(feed.into_stream())).into_response())
}

/// The number of the last event that the reader heard of. What isn't one of ours is a number that there never was:
/// whoever says so has everything to read.
fn heard(headers: &HeaderMap) -> Option<i64> {
    let header = headers.get(LAST_EVENT_ID)?;
    let seq = header.to_str().ok().and_then(|text| text.parse().ok());
    Some(seq.filter(|seq| *seq >= 0).unwrap_or(-1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_of_an_event_is_one_that_there_never_was() {
        let read = |text: &'static str| {
            let headers = HeaderMap::from_iter([(LAST_EVENT_ID, HeaderValue::from_static(text))]);
            heard(&headers)
        };
        assert_eq!(read("42"), Some(42));
        for other in ["", "-7", "x", "9223372036854775808", "4.2"] {
            assert_eq!(read(other), Some(-1), "{other}");
        }
        assert_eq!(heard(&HeaderMap::new()), None);
    }
}
