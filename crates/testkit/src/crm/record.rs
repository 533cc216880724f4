//! Around every route: finds out who asks, writes it into the log, and fails when told to.

use std::collections::BTreeMap;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::listener::Arrival;
use super::log::Event;
use super::pages::credentials;
use super::state::Shared;
use super::visit::{Visit, tenant_of, text};

/// Headers which go into the log.
const KEPT: [&str; 14] = [
    "accept",
    "accept-language",
    "authorization",
    "cache-control",
    "content-type",
    "if-none-match",
    "origin",
    "range",
    "referer",
    "sec-fetch-dest",
    "sec-fetch-mode",
    "sec-fetch-site",
    "upgrade-insecure-requests",
    "user-agent",
];

pub(crate) async fn record(
    State(shared): State<Shared>,
    ConnectInfo(arrival): ConnectInfo<Arrival>,
    mut request: Request,
    next: Next,
) -> Response {
    // A proxy is asked for whole addresses (RFC 9112, section 3.2.2).
    let wanted = shared.look(|state| state.at_proxy.clone());
    if request.uri().authority().is_some()
        && wanted.is_some()
        && credentials(text(request.headers(), "proxy-authorization")) != wanted
    {
        let asked = [(header::PROXY_AUTHENTICATE, "Basic realm=\"Office\"")];
        return (StatusCode::PROXY_AUTHENTICATION_REQUIRED, asked).into_response();
    }
    let path = request.uri().path().to_owned();
    if tenant_of(&path).is_some_and(|tenant| !shared.knows(tenant)) {
        return (StatusCode::NOT_FOUND, "No such tenant").into_response();
    }
    let visit = Visit::new(&shared, request.uri(), request.headers(), arrival.tls);
    let who = visit.who();
    let event = arrived(&request, arrival);
    request.extensions_mut().insert(visit);
    if path.contains("/__") {
        return next.run(request).await;
    }
    let number = shared.log.add(who, event);
    let response = match shared.look(|state| state.failing) {
        Some(code) => failure(code),
        None => next.run(request).await,
    };
    shared.log.answered(number, response.status().as_u16());
    response
}

fn arrived(request: &Request, arrival: Arrival) -> Event {
    Event::Request {
        method: request.method().to_string(),
        host: super::visit::text(request.headers(), header::HOST.as_str()).to_owned(),
        path: request.uri().path().to_owned(),
        query: request.uri().query().unwrap_or_default().to_owned(),
        tls: arrival.tls,
        headers: kept(request.headers()),
        status: None,
    }
}

fn kept(headers: &HeaderMap) -> BTreeMap<String, String> {
    KEPT.into_iter()
        .filter_map(|name| {
            let value = headers.get(name)?.to_str().ok()?;
            Some((name.to_owned(), value.to_owned()))
        })
        .collect()
}

fn failure(code: u16) -> Response {
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
    (status, [(header::RETRY_AFTER, "1")], "Down for maintenance").into_response()
}
