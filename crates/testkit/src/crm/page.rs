//! Turns a template into a page.

use axum::http::header;
use axum::response::{Html, IntoResponse, Response};

use super::state::Shared;
use super::visit::Visit;

const FRAME: &str = include_str!("../../pages/frame.html");

/// What every page's script needs besides its own part.
pub(crate) const SCRIPT: &str = include_str!("../../pages/page.js");

/// A whole page: the frame with `body` in it, whose `{{name}}`s are replaced by escaped values.
pub(crate) fn page(
    shared: &Shared,
    visit: &Visit,
    title: &str,
    body: &str,
    values: &[(&str, &str)],
) -> Response {
    // The same server under another name: another site for a browser.
    let other = if visit.host == "127.0.0.1" {
        "localhost"
    } else {
        "127.0.0.1"
    };
    let (http, tls) = (shared.http_port.to_string(), shared.tls_port.to_string());
    let csrf = visit.session.as_ref().map_or("", |s| s.csrf.as_str());
    let known = [
        ("base", visit.base.as_str()),
        ("csrf", csrf),
        ("tenant", &visit.tenant_name()),
        ("host", &visit.host),
        ("other_host", other),
        ("port", &http),
        ("tls_port", &tls),
    ];
    let values: Vec<_> = values.iter().chain(&known).copied().collect();
    let body = fill(body, &values);
    let (before, after) = FRAME.split_once("{{body}}").unwrap_or((FRAME, ""));
    let values: Vec<_> = values.into_iter().chain([("title", title)]).collect();
    let html = [fill(before, &values), body, fill(after, &values)].concat();
    ([(header::CACHE_CONTROL, "no-store")], Html(html)).into_response()
}

/// Replaces `{{name}}` by its escaped value; unknown names become nothing.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut parts = template.split("{{");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once("}}").unwrap_or((part, ""));
        let value = values
            .iter()
            .find(|(known, _)| *known == name)
            .map_or("", |(_, value)| value);
        filled.push_str(&escaped(value));
        filled.push_str(rest);
    }
    filled
}

fn escaped(value: &str) -> String {
    value
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
