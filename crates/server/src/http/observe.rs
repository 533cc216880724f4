//! What surrounds every request: its id, its line in the log, its headers, its problem body.

use std::sync::{Arc, OnceLock};

use api::ErrorCode;
use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header::USER_AGENT},
    middleware::Next,
    response::Response,
};
use crm::{Locale, RequestTrace, Token};
use tracing::Instrument as _;

use crate::{
    calls::Counted,
    http::{client_ip, cookie::Jar, failure::Failure, headers, language, limits},
    state::AppState,
};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const LONGEST_ID: usize = 64;
const LONGEST_AGENT: usize = 400;

/// What is known about a request before its route is asked.
#[derive(Debug, Clone)]
pub(crate) struct RequestInfo {
    pub(crate) request_id: Arc<str>,
    pub(crate) locale: Locale,
    pub(crate) ip: std::net::IpAddr,
    /// What the browser is known by; a new one for a browser that brought none.
    pub(crate) device: Token,
    /// What the browser says of itself.
    agent: Arc<str>,
    /// What came of counting it, once it's known whose it is.
    counted: Arc<OnceLock<Counted>>,
}

impl RequestInfo {
    /// Keeps what came of counting the request, for its answer.
    pub(crate) fn note_counted(&self, counted: Counted) {
        // What was counted first was the caller.
        self.counted.get_or_init(|| counted);
    }

    /// What rules and log want to know of it.
    pub(crate) fn trace(&self) -> RequestTrace<'_> {
        RequestTrace {
            ip: self.ip,
            device: &self.device,
            agent: &self.agent,
            request_id: &self.request_id,
        }
    }
}

/// The outermost layer.
pub(crate) async fn observe(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    let info = RequestInfo {
        request_id: request_id(request.headers()),
        locale: language::preferred(request.headers()),
        ip: client_ip::of(&request, &state.trusted_proxies),
        device: Jar::Device
            .token(request.headers(), &state.base)
            .unwrap_or_default(),
        agent: agent(request.headers()),
        counted: Arc::default(),
    };
    // The pattern, not the path: what stands in its place may be somebody's secret.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(|path| path.as_str().to_owned());
    let span = tracing::info_span!(
        "http",
        request.id = &*info.request_id,
        http.method = request.method().as_str(),
        http.route = route.as_deref().unwrap_or("-"),
    );
    let is_api = request.uri().path().starts_with("/api/");
    let method = request.method().clone();
    request.extensions_mut().insert(info.clone());

    let begin = state.now();
    let response = next.run(request).instrument(span.clone()).await;
    let mut response = with_problem(response, &info);
    let duration = state.now().duration_since(begin);
    let duration_ms = duration.as_millis();
    let status = response.status().as_u16();
    state.metrics.answered(&method, route, status, duration);
    span.in_scope(|| {
        tracing::debug!(http.status = status, duration_ms, "Answered");
    });
    headers::secure(response.headers_mut(), &state.base, is_api);
    if let Some(counted) = info.counted.get() {
        limits::tell(response.headers_mut(), counted);
    }
    if let Ok(id) = HeaderValue::from_str(&info.request_id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// Writes the body of a failure.
fn with_problem(mut response: Response, info: &RequestInfo) -> Response {
    let failure = response.extensions_mut().remove::<Failure>().or_else(|| {
        let bare = !response
            .headers()
            .contains_key(axum::http::header::CONTENT_TYPE)
            || response.status().is_server_error();
        bare.then(|| Failure::from_status(response.status()))
            .flatten()
    });
    match failure {
        Some(failure) => {
            let mut problem = failure.render(info.locale, &info.request_id);
            for (name, value) in response.headers() {
                if !problem.headers().contains_key(name)
                    && name != axum::http::header::CONTENT_LENGTH
                {
                    problem.headers_mut().append(name, value.clone());
                }
            }
            problem
        }
        None if response.status().is_server_error() => {
            Failure::new(ErrorCode::InternalError).render(info.locale, &info.request_id)
        }
        None => response,
    }
}

/// The beginning of `User-Agent`, where what matters is.
fn agent(headers: &HeaderMap) -> Arc<str> {
    let text = headers
        .get(USER_AGENT)
        .and_then(|value| value.to_str().ok());
    let text = text.unwrap_or_default();
    text.get(..LONGEST_AGENT).unwrap_or(text).into()
}

/// The client's own id, if it is a harmless one, or a new one.
fn request_id(headers: &HeaderMap) -> Arc<str> {
    headers
        .get(REQUEST_ID)
        .and_then(|value| value.to_str().ok())
        .filter(|id| (1..=LONGEST_ID).contains(&id.len()))
        .filter(|id| {
            id.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        })
        .map_or_else(
            || format!("{:032x}", rand::random::<u128>()).into(),
            Arc::from,
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_harmless_id_of_the_client_is_taken() {
        let with = |id: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(REQUEST_ID, HeaderValue::from_static(id));
            request_id(&headers)
        };
        assert_eq!(&*with("abc-123_X"), "abc-123_X");
        assert_ne!(&*with("a b"), "a b");
        assert_eq!(with("").len(), 32);
        assert_ne!(request_id(&HeaderMap::new()), request_id(&HeaderMap::new()));
    }
}
