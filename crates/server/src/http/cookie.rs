//! Session cookies, one a CRM.

use axum::http::{
    HeaderMap, HeaderValue,
    header::{COOKIE, SET_COOKIE},
};
use axum_extra::extract::cookie::{Cookie, SameSite};
use crm::{Crm, NewSession, Token};

use crate::base_url::BaseUrl;

/// The name of a CRM's cookie. On https the prefix makes the browser vouch for how it was set; on
/// loopback http browsers don't agree on the prefix, so it is left out.
fn name(crm: &Crm, base: &BaseUrl) -> String {
    let id: String = crm
        .scope()
        .crm_id()
        .chars()
        .filter(char::is_ascii_hexdigit)
        .collect();
    let end = id.get(id.len().saturating_sub(12)..).unwrap_or(&id);
    let prefix = if base.is_https() { "__Host-" } else { "" };
    format!("{prefix}s_{end}")
}

/// The token that a browser presents for a CRM.
pub(crate) fn token(headers: &HeaderMap, crm: &Crm, base: &BaseUrl) -> Option<Token> {
    let name = name(crm, base);
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|cookie| cookie.name() == name)
        .map(|cookie| Token::presented(cookie.value().to_owned().into()))
}

/// Gives the browser a session to keep.
pub(crate) fn set(
    session: &NewSession,
    crm: &Crm,
    base: &BaseUrl,
) -> [(axum::http::HeaderName, HeaderValue); 1] {
    // EXPOSE: the cookie is where the token lives.
    let mut cookie = plain(
        name(crm, base),
        session.token.secret().expose().clone(),
        base,
    );
    if let Some(life) = session.cookie_life {
        cookie.set_max_age(life.try_into().ok());
    }
    header(&cookie)
}

/// Takes a CRM's session from the browser; those of other CRMs stay.
pub(crate) fn clear(crm: &Crm, base: &BaseUrl) -> [(axum::http::HeaderName, HeaderValue); 1] {
    let mut cookie = plain(name(crm, base), String::new(), base);
    cookie.make_removal();
    header(&cookie)
}

fn plain(name: String, value: String, base: &BaseUrl) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(base.is_https())
        .build()
}

fn header(cookie: &Cookie<'_>) -> [(axum::http::HeaderName, HeaderValue); 1] {
    // Names and tokens are ASCII letters, digits, `-` and `_`.
    let value = HeaderValue::from_str(&cookie.to_string());
    [(SET_COOKIE, value.unwrap_or(HeaderValue::from_static("")))]
}
