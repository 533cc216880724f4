//! Hosts that a browser was told to ask over TLS only.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;

use crate::crm::state::Shared;
use crate::crm::visit::Visit;

pub(super) fn router() -> Router<Shared> {
    Router::new()
        .route("/isolation/hsts/set", get(set))
        .route("/isolation/hsts/probe", get(probe))
        .route("/isolation/hsts/visit", get(arrive))
}

fn anyone() -> (header::HeaderName, &'static str) {
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")
}

/// Over TLS: from now on this host is to be asked over TLS only.
async fn set(State(shared): State<Shared>, visit: Visit) -> Response {
    if let Some(visitor) = visit.visitor {
        shared
            .isolation
            .change(|findings| findings.strict(&visit.host, &visitor));
    }
    let strict = (header::STRICT_TRANSPORT_SECURITY, "max-age=86400");
    (
        [strict, anyone()],
        Html("<title>HSTS is set</title><h1>HSTS is set</h1>"),
    )
        .into_response()
}

/// For a script: asked in clear by whoever does not know, over TLS by whoever was told.
async fn probe(visit: Visit) -> Response {
    let headers = [(header::CACHE_CONTROL, "no-store"), anyone()];
    (headers, Json(json!({ "tls": visit.tls }))).into_response()
}

/// To be opened with `http://` at the TLS port. Some browsers go by HSTS in the main frame only.
async fn arrive(State(shared): State<Shared>, visit: Visit) -> Response {
    let Some(visitor) = visit.visitor else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let how = if visit.tls { "over TLS" } else { "in clear" };
    shared
        .isolation
        .change(|findings| findings.arrived(&visit.host, &visitor, visit.tls));
    let page = format!("<title>HSTS {how}</title><h1>You came {how}</h1>");
    ([(header::CACHE_CONTROL, "no-store")], Html(page)).into_response()
}
