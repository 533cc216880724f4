//! Headers that every answer carries.

use axum::http::{
    HeaderMap, HeaderValue,
    header::{
        CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
        X_CONTENT_TYPE_OPTIONS,
    },
};

use crate::base_url::BaseUrl;

const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; \
     form-action 'self'; frame-ancestors 'none'",
);
const TWO_YEARS: HeaderValue = HeaderValue::from_static("max-age=63072000");

/// Sets them. What the interface's API answers is nobody's to keep, unless the route says more; a file that people
/// have sent may do even less than a page, and its route says so.
pub(crate) fn secure(headers: &mut HeaderMap, base: &BaseUrl, is_api: bool) {
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(POLICY);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    if base.is_https() {
        headers.insert(STRICT_TRANSPORT_SECURITY, TWO_YEARS);
    }
    if is_api && !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
