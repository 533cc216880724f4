//! The addresses behind the isolation page that a browser remembers something about.

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;

use crate::crm::pages::{challenge, credentials};
use crate::crm::people::square;
use crate::crm::state::Shared;
use crate::crm::visit::{Visit, text};

const WORKER: &str = include_str!("../../../pages/isolation-worker.js");
const SHARED_WORKER: &str = include_str!("../../../pages/isolation-shared.js");
const COMPANION: &str = include_str!("../../../pages/isolation-companion.html");
const A_DAY: &str = "max-age=86400";

pub(super) fn router() -> Router<Shared> {
    Router::new()
        .route("/isolation/etag", get(etag))
        .route("/isolation/cached", get(cached))
        .route("/isolation/picture.png", get(picture))
        .route("/isolation/who", get(who))
        .route("/isolation/companion", get(companion))
        .route("/isolation/auth/ask", get(ask))
        .route("/isolation/auth/peek", get(peek))
        .route("/isolation/hsts/set", get(hsts_set))
        .route("/isolation/hsts/probe", get(hsts_probe))
        .route("/isolation/hsts/visit", get(hsts_visit))
        .route("/isolation/worker.js", get(worker))
        .route("/isolation/shared.js", get(shared_worker))
}

/// Who leaves a mark says so in a header; a request without it only looks, and what it gets from
/// here is empty and never kept.
fn leaves_mark(headers: &HeaderMap) -> Option<&str> {
    Some(text(headers, "x-visitor")).filter(|visitor| !visitor.is_empty())
}

/// Names the visitor in the tag, and says "unchanged" to whoever has a tag already.
async fn etag(headers: HeaderMap) -> Response {
    let held = text(&headers, "if-none-match");
    if !held.is_empty() {
        let headers = [(header::ETAG, held), (header::CACHE_CONTROL, "no-cache")];
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    let Some(visitor) = leaves_mark(&headers) else {
        return nothing();
    };
    let tag = format!("\"{visitor}\"");
    let headers = [
        (header::ETAG, tag),
        (header::CACHE_CONTROL, "no-cache".into()),
    ];
    (headers, visitor.to_owned()).into_response()
}

/// An answer to be kept for a day, with the visitor's name in it.
async fn cached(headers: HeaderMap) -> Response {
    let Some(visitor) = leaves_mark(&headers) else {
        return nothing();
    };
    ([(header::CACHE_CONTROL, A_DAY)], visitor.to_owned()).into_response()
}

fn nothing() -> Response {
    ([(header::CACHE_CONTROL, "no-store")], "").into_response()
}

/// A picture to be kept for a day; its width is one more than the visitor's number. A width of one
/// says nothing.
async fn picture(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    let kind = (header::CONTENT_TYPE, "image/png");
    let Some(visitor) = leaves_mark(&headers) else {
        return (
            [kind, (header::CACHE_CONTROL, "no-store")],
            square("nobody", 1),
        )
            .into_response();
    };
    let number = shared.change(|state| state.isolation.number(visitor));
    let width = u32::try_from(number + 1).unwrap_or(u32::MAX);
    (
        [kind, (header::CACHE_CONTROL, A_DAY)],
        square(visitor, width),
    )
        .into_response()
}

#[derive(Deserialize)]
struct Number {
    number: usize,
}

/// The visitor with a number, for the page that found a picture's width.
async fn who(State(shared): State<Shared>, Query(asked): Query<Number>) -> Response {
    shared
        .look(|state| {
            state
                .isolation
                .name(asked.number)
                .cloned()
                .unwrap_or_default()
        })
        .into_response()
}

/// Lets in who says the own name as user name; the browser remembers that it did.
async fn ask(visit: Visit, headers: HeaderMap) -> Response {
    let visitor = visit.visitor.unwrap_or_default();
    match credentials(text(&headers, "authorization")) {
        Some((name, _)) if name == visitor => StatusCode::NO_CONTENT.into_response(),
        _ => challenge("Isolation"),
    }
}

/// Says as whom the browser introduces itself without being asked.
async fn peek(headers: HeaderMap) -> Response {
    let known = credentials(text(&headers, "authorization")).map(|(name, _)| name);
    Json(json!({ "mark": known })).into_response()
}

fn anyone() -> (header::HeaderName, &'static str) {
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")
}

/// Over TLS: from now on this host is to be asked over TLS only.
async fn hsts_set(State(shared): State<Shared>, visit: Visit) -> Response {
    if let Some(visitor) = visit.visitor {
        shared.change(|state| state.isolation.strict(&visit.host, &visitor));
    }
    let strict = (header::STRICT_TRANSPORT_SECURITY, "max-age=86400");
    (
        [strict, anyone()],
        Html("<title>HSTS is set</title><h1>HSTS is set</h1>"),
    )
        .into_response()
}

/// For a script: asked in clear by whoever does not know, over TLS by whoever was told.
async fn hsts_probe(visit: Visit) -> Response {
    let headers = [(header::CACHE_CONTROL, "no-store"), anyone()];
    (headers, Json(json!({ "tls": visit.tls }))).into_response()
}

/// To be opened with `http://` at the TLS port. Some browsers go by HSTS in the main frame only.
async fn hsts_visit(State(shared): State<Shared>, visit: Visit) -> Response {
    let Some(visitor) = visit.visitor else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let how = if visit.tls { "over TLS" } else { "in clear" };
    shared.change(|state| state.isolation.arrived(&visit.host, &visitor, visit.tls));
    let page = format!("<title>HSTS {how}</title><h1>You came {how}</h1>");
    ([(header::CACHE_CONTROL, "no-store")], Html(page)).into_response()
}

/// A second page of the same visitor, for the kinds that only open pages share.
async fn companion() -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Html(COMPANION)).into_response()
}

async fn worker() -> Response {
    javascript(WORKER)
}

async fn shared_worker() -> Response {
    javascript(SHARED_WORKER)
}

fn javascript(source: &'static str) -> Response {
    ([(header::CONTENT_TYPE, "text/javascript")], source).into_response()
}
