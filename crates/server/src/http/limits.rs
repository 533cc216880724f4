//! What a caller is told of the limits on calls, before they meet them
//! (draft-ietf-httpapi-ratelimit-headers).

use axum::http::{HeaderMap, HeaderName, HeaderValue};

use crate::calls::{Counted, Standing, WINDOW};

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// Tells what the limits are, and what is left of them.
pub(crate) fn tell(headers: &mut HeaderMap, counted: &Counted) {
    let policy = |standing: &Standing| {
        let (name, most) = (standing.policy.name, standing.policy.most);
        format!("\"{name}\";q={most};w={}", WINDOW.as_secs())
    };
    let limit = |standing: &Standing| {
        let whole_in = standing.whole_in();
        let seconds = whole_in.as_secs() + u64::from(whole_in.subsec_nanos() > 0);
        format!(
            "\"{}\";r={};t={seconds}",
            standing.policy.name, standing.left
        )
    };
    set(headers, POLICY, counted, policy);
    set(headers, LIMIT, counted, limit);
}

fn set(
    headers: &mut HeaderMap,
    name: HeaderName,
    counted: &Counted,
    item: impl Fn(&Standing) -> String,
) {
    let items: Vec<String> = counted.standings.iter().map(item).collect();
    if let Ok(value) = HeaderValue::from_str(&items.join(", ")) {
        headers.insert(name, value);
    }
}
