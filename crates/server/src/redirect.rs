//! Plain HTTP beside https: answers by sending people there, and tells nothing else.

use std::sync::Arc;

use axum::{
    Router,
    extract::State,
    http::{HeaderValue, StatusCode, Uri, header::LOCATION},
    routing::get,
};

use crate::base_url::BaseUrl;

/// Sends whoever asks for a page to the same one below the base URL, whatever `Host` they named.
pub(crate) fn router(base: &BaseUrl) -> Router {
    let origin: Arc<str> = base.origin().into();
    // Not what a form sends: it has gone over the network in the clear already.
    Router::new().fallback_service(get(send_on).with_state(origin))
}

async fn send_on(
    State(origin): State<Arc<str>>,
    uri: Uri,
) -> (StatusCode, [(axum::http::HeaderName, HeaderValue); 1]) {
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let target = HeaderValue::from_str(&format!("{origin}{path}"))
        .or_else(|_| HeaderValue::from_str(&origin))
        .unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::PERMANENT_REDIRECT, [(LOCATION, target)])
}
