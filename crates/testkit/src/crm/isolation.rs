//! Visitors and their marks: does one browser session see what another one left?
//!
//! A visitor opens `/isolation?visitor=NAME`. The page first looks for marks in every kind of
//! storage, then leaves its own, and reports. A visitor who comes twice must find its own mark,
//! else the kind was not tested at all; a visitor who finds somebody else's is not isolated.

mod hsts;

use std::collections::{BTreeMap, BTreeSet};

use ::isolation::{Finding, HTTP_COOKIE, set_http_cookie};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};

use super::certificate::{HSTS_HOSTS, hsts_host};
use super::page::page;
use super::state::Shared;
use super::visit::Visit;

const PAGE: &str = include_str!("../../pages/isolation.html");

pub(crate) fn router(shared: &Shared) -> Router<Shared> {
    Router::new()
        .route("/isolation", get(show))
        .route("/__isolation", get(report).post(take))
        .nest("/isolation", ::isolation::router(shared.isolation.clone()))
        .merge(hsts::router())
}

async fn show(State(shared): State<Shared>, visit: Visit) -> Response {
    let Some(visitor) = visit.visitor.clone() else {
        return (StatusCode::BAD_REQUEST, "Open /isolation?visitor=NAME").into_response();
    };
    let (number, visitors) = shared.isolation.change(|findings| {
        let number = findings.number(&visitor);
        (number, findings.visitors.clone())
    });
    let mark = visit
        .cookies
        .get(HTTP_COOKIE)
        .map_or("", |cookie| cookie.value());
    let hosts = hsts_hosts(&visitors);
    let number = number.to_string();
    let values = [
        ("visitor", visitor.as_str()),
        ("number", &number),
        ("http_cookie", mark),
        ("hsts", &hosts),
    ];
    let shown = page(&shared, &visit, "Isolation", PAGE, &values);
    ([(header::SET_COOKIE, set_http_cookie(&visitor))], shown).into_response()
}

/// The visitors' HSTS hosts as `name=host` pairs, as many as the certificate has.
fn hsts_hosts(visitors: &[String]) -> String {
    let pairs = visitors.iter().zip(1..=HSTS_HOSTS);
    let pairs: Vec<_> = pairs
        .map(|(name, n)| format!("{name}={}", hsts_host(n)))
        .collect();
    pairs.join(",")
}

async fn take(
    State(shared): State<Shared>,
    visit: Visit,
    Json(findings): Json<Vec<Finding>>,
) -> StatusCode {
    let Some(visitor) = visit.visitor else {
        return StatusCode::BAD_REQUEST;
    };
    shared
        .isolation
        .change(|all| all.report(&visitor, findings));
    StatusCode::NO_CONTENT
}

/// By kind: who saw whose marks.
async fn report(State(shared): State<Shared>) -> Response {
    let isolation = shared.isolation.findings();
    let mut kinds: BTreeMap<&str, BTreeMap<&str, BTreeSet<&String>>> = BTreeMap::new();
    for finding in &isolation.findings {
        let seen = kinds
            .entry(&finding.kind)
            .or_default()
            .entry(&finding.visitor)
            .or_default();
        seen.extend(&finding.saw);
    }
    let all = serde_json::json!({
        "visitors": isolation.visitors,
        "seen": kinds,
        "findings": isolation.findings,
    });
    Json(all).into_response()
}
