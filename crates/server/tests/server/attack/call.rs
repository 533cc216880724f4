//! Calls that nothing is wrong with but who makes them, and what they name.

use std::time::Duration;

use serde_json::Value;
use tokio::time::timeout;

use super::{body::body, things::Things};
use crate::{
    harness::{Answer, Server, send},
    photo,
    routes::Route,
    visitor::Visitor,
};

/// A stream that somebody got open would have no end.
const PATIENCE: Duration = Duration::from_secs(20);

/// The media type of a file, as which pictures are sent.
const FILE: &str = "application/octet-stream";

/// The headers by which somebody is known.
pub(super) type Pass = Vec<(&'static str, String)>;

/// A page of somebody who is signed in.
pub(super) fn page(visitor: &Visitor<'_>) -> Pass {
    vec![
        ("cookie", visitor.cookies()),
        ("sec-fetch-site", "same-origin".to_owned()),
        ("x-csrf-token", visitor.csrf()),
    ]
}

/// A program with a key.
pub(super) fn program(key: &str) -> Pass {
    vec![("authorization", format!("Bearer {key}"))]
}

pub(super) struct Call<'a> {
    route: &'a Route,
    path: String,
    body: Option<Value>,
}

impl<'a> Call<'a> {
    /// For a CRM, if it's for one, about these things.
    pub(super) fn new(route: &'a Route, crm: &str, things: &Things) -> Self {
        Self::below(route, crm, things, things)
    }

    /// The same below things of somebody else: where several ids stand in the address, only the last is of these.
    pub(super) fn below(route: &'a Route, crm: &str, above: &Things, things: &Things) -> Self {
        let id = |name: &str| match name {
            "crm" => crm.to_owned(),
            last if Some(last) == route.last_parameter() => things.id(&route.path, last).to_owned(),
            other => above.id(&route.path, other).to_owned(),
        };
        let query = route.required("query").map(|name| asked(name, things));
        let query = query.collect::<Vec<_>>().join("&");
        let mark = if query.is_empty() { "" } else { "?" };
        Self {
            route,
            path: format!("{}{mark}{query}", route.at(id)),
            body: route
                .takes()
                .filter(|kind| *kind != FILE)
                .map(|_| body(route, things)),
        }
    }

    /// Whether both name the same.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        (&self.path, &self.body) == (&other.path, &other.body)
    }

    pub(super) async fn send(&self, server: &Server, who: &Pass) -> Answer {
        let mut request = server.request(self.route.method.clone(), &self.path);
        for (name, value) in who {
            request = request.header(*name, value);
        }
        for name in self.route.required("header") {
            if let Some(value) = header(name) {
                request = request.header(name, value);
            }
        }
        let request = match (self.route.takes(), &self.body) {
            (Some("application/json"), Some(body)) => request.json(body),
            (Some(FILE), _) => request.body(photo::picture(b"another's")),
            (Some(form), Some(body)) => request.header("content-type", form).body(encoded(body)),
            _ => request,
        };
        let answer = timeout(PATIENCE, send(request)).await;
        assert!(answer.is_ok(), "{} has no end", self.route);
        answer.expect("there")
    }
}

/// What is asked for in a query.
fn asked(name: &str, things: &Things) -> String {
    let value = match name {
        "code" => &things.code,
        "address" | "holder" => "acme",
        _ => "",
    };
    assert!(!value.is_empty(), "say here what `{name}` of a query is");
    format!("{name}={value}")
}

/// What a header says that a call can't leave out, unless it's one of a pass.
fn header(name: &str) -> Option<String> {
    match name {
        "x-csrf-token" => None,
        "if-match" => Some("\"v1\"".to_owned()),
        "idempotency-key" => Some(format!("{:016x}", rand::random::<u64>())),
        // Nobody has signed it.
        name => {
            assert!(name.starts_with("webhook-"), "say here what `{name}` is");
            Some("1".to_owned())
        }
    }
}

/// A form as browsers and providers send one.
fn encoded(body: &Value) -> String {
    let fields = body.as_object().expect("an object").iter();
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(fields.map(|(name, value)| (name, value.as_str().expect("text"))));
    form.finish()
}

/// All that an answer says, but for the request's own id.
pub(super) fn told(answer: &Answer) -> (u16, String) {
    let status = answer.status.as_u16();
    if answer.header("content-type") != "application/problem+json" {
        return (status, answer.text.clone());
    }
    let mut problem = answer.json();
    problem.as_object_mut().expect("one").remove("request_id");
    (status, problem.to_string())
}
