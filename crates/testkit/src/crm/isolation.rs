//! Visitors and their marks: does one browser session see what another one left?
//!
//! A visitor opens `/isolation?visitor=NAME`. The page first looks for marks in every kind of
//! storage, then leaves its own, and reports. A visitor who comes twice must find its own mark,
//! else the kind was not tested at all; a visitor who finds somebody else's is not isolated.

mod traps;

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

use super::certificate::{HSTS_HOSTS, hsts_host};
use super::page::page;
use super::state::Shared;
use super::visit::Visit;

const PAGE: &str = include_str!("../../pages/isolation.html");

/// Whether a page could look into a kind of storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingState {
    /// It looked.
    Looked,
    /// The browser does not have this kind, or not on this address.
    Unsupported,
    /// It tried, and an error came.
    Failed,
}

/// What one visit found in one kind of storage, before it left its own mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Who looked.
    #[serde(default)]
    pub visitor: String,
    /// The kind of storage, such as `local_storage`.
    pub kind: String,
    /// Whether it could look.
    pub state: FindingState,
    /// The marks that were there.
    #[serde(default)]
    pub saw: BTreeSet<String>,
    /// The error's text, or another remark.
    #[serde(default)]
    pub note: String,
}

/// All findings so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Isolation {
    /// Everyone who came, in the order of their first visit.
    pub visitors: Vec<String>,
    /// Everything found, in order.
    pub findings: Vec<Finding>,
    /// By host: who was told there to come over TLS only.
    #[serde(default)]
    told_hsts: BTreeMap<String, BTreeSet<String>>,
}

impl Isolation {
    /// Findings of `visitor` which show somebody else's mark. Empty is what isolation means.
    #[must_use]
    pub fn foreign<'a>(&'a self, visitor: &'a str) -> Vec<&'a Finding> {
        self.of(visitor)
            .filter(|found| found.saw.iter().any(|mark| mark != visitor))
            .collect()
    }

    /// The kinds in which `visitor` found its own mark again: only for these does "nothing
    /// foreign" say anything.
    #[must_use]
    pub fn proven<'a>(&'a self, visitor: &'a str) -> BTreeSet<&'a str> {
        self.of(visitor)
            .filter(|f| f.saw.contains(visitor))
            .map(|f| f.kind.as_str())
            .collect()
    }

    /// The kinds which `visitor` never could look into, with the last reason.
    #[must_use]
    pub fn untested<'a>(&'a self, visitor: &'a str) -> BTreeMap<&'a str, &'a Finding> {
        let mut last = BTreeMap::new();
        for finding in self.of(visitor) {
            last.insert(finding.kind.as_str(), finding);
        }
        last.retain(|_, finding| finding.state != FindingState::Looked);
        last
    }

    /// All kinds which `visitor` reported.
    #[must_use]
    pub fn kinds<'a>(&'a self, visitor: &'a str) -> BTreeSet<&'a str> {
        self.of(visitor)
            .map(|finding| finding.kind.as_str())
            .collect()
    }

    fn of<'a>(&'a self, visitor: &'a str) -> impl Iterator<Item = &'a Finding> {
        self.findings
            .iter()
            .filter(move |finding| finding.visitor == visitor)
    }

    /// Writes down that this visitor was told to ask for this host over TLS only.
    fn strict(&mut self, host: &str, visitor: &str) {
        self.number(visitor);
        self.told_hsts
            .entry(host.to_owned())
            .or_default()
            .insert(visitor.to_owned());
    }

    /// Writes down how a visitor came to `http://host`: over TLS only if its browser knew better.
    fn arrived(&mut self, host: &str, visitor: &str, tls: bool) {
        self.number(visitor);
        let told = self.told_hsts.get(host).cloned().unwrap_or_default();
        self.findings.push(Finding {
            visitor: visitor.to_owned(),
            kind: "hsts".into(),
            state: FindingState::Looked,
            saw: if tls { told } else { BTreeSet::new() },
            note: String::new(),
        });
    }

    /// The visitor's number, from 1.
    fn number(&mut self, visitor: &str) -> usize {
        let known = self.visitors.iter().position(|name| name == visitor);
        known.unwrap_or_else(|| {
            self.visitors.push(visitor.to_owned());
            self.visitors.len() - 1
        }) + 1
    }

    fn name(&self, number: usize) -> Option<&String> {
        self.visitors.get(number.checked_sub(1)?)
    }
}

pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/isolation", get(show))
        .route("/__isolation", get(report).post(take))
        .merge(traps::router())
}

async fn show(State(shared): State<Shared>, visit: Visit) -> Response {
    let Some(visitor) = visit.visitor.clone() else {
        return (StatusCode::BAD_REQUEST, "Open /isolation?visitor=NAME").into_response();
    };
    let (number, visitors) = shared.change(|state| {
        let number = state.isolation.number(&visitor);
        (number, state.isolation.visitors.clone())
    });
    let mark = visit
        .cookies
        .get("mark_http")
        .map_or("", |cookie| cookie.value());
    let hosts = hsts_hosts(&visitors);
    let number = number.to_string();
    let values = [
        ("visitor", visitor.as_str()),
        ("number", &number),
        ("http_cookie", mark),
        ("hsts", &hosts),
    ];
    let cookie = format!("mark_http={visitor}; Path=/; HttpOnly; Max-Age=86400");
    let shown = page(&shared, &visit, "Isolation", PAGE, &values);
    ([(header::SET_COOKIE, cookie)], shown).into_response()
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
    shared.change(|state| {
        for finding in findings {
            state.isolation.findings.push(Finding {
                visitor: visitor.clone(),
                ..finding
            });
        }
    });
    StatusCode::NO_CONTENT
}

/// By kind: who saw whose marks.
async fn report(State(shared): State<Shared>) -> Response {
    let isolation = shared.look(|state| state.isolation.clone());
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
