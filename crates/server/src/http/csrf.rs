//! Requests that another site makes a browser send.

use api::{CSRF_HEADER, ErrorCode};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header::ORIGIN},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use crm::Session;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::{base_url::BaseUrl, http::failure::Failure, state::AppState};

/// Where an unsafe request comes from, as far as it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sender {
    /// A page of this server.
    OwnPage,
    /// A page of somebody else.
    OtherPage,
    /// No browser, or one so old that it says nothing.
    Unknown,
}

/// Refuses unsafe requests of other sites' pages, signed in or not. Programs that aren't browsers
/// say nothing about pages, and carry nobody's cookies.
pub(crate) async fn refuse_other_origins(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    if is_unsafe(request.method()) && sender(request.headers(), &state.base) == Sender::OtherPage {
        return Failure::new(ErrorCode::OriginRefused).into_response();
    }
    next.run(request).await
}

/// Whether a method may change something.
pub(crate) fn is_unsafe(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Checks an unsafe request that a session's cookie came with.
pub(crate) fn check<W>(
    state: &AppState,
    headers: &HeaderMap,
    session: &Session<W>,
) -> Result<(), ErrorCode> {
    if sender(headers, &state.base) != Sender::OwnPage {
        return Err(ErrorCode::OriginRefused);
    }
    let presented = headers
        .get(CSRF_HEADER)
        .map(|value| URL_SAFE_NO_PAD.decode(value.as_bytes()));
    let Some(Ok(presented)) = presented else {
        return Err(ErrorCode::CsrfFailed);
    };
    mac(state, session)
        .and_then(|mac| mac.verify_slice(&presented).ok())
        .ok_or(ErrorCode::CsrfFailed)
}

/// What a page of the session sends with unsafe requests.
pub(crate) fn token<W>(state: &AppState, session: &Session<W>) -> String {
    mac(state, session)
        .map(|mac| URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
        .unwrap_or_default()
}

fn mac<W>(state: &AppState, session: &Session<W>) -> Option<Hmac<Sha256>> {
    // EXPOSE: the key of a MAC.
    let mut mac = Hmac::<Sha256>::new_from_slice(state.key.expose()).ok()?;
    mac.update(b"csrf\n");
    mac.update(session.id.as_bytes());
    mac.update(session.csrf_salt.as_bytes());
    Some(mac)
}

fn sender(headers: &HeaderMap, base: &BaseUrl) -> Sender {
    if let Some(site) = headers.get("sec-fetch-site") {
        return if site == "same-origin" {
            Sender::OwnPage
        } else {
            Sender::OtherPage
        };
    }
    match headers.get(ORIGIN) {
        Some(origin) if origin == base.origin() => Sender::OwnPage,
        Some(_) => Sender::OtherPage,
        None => Sender::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn sent(headers: &[(&'static str, &'static str)]) -> Sender {
        let headers = headers
            .iter()
            .map(|&(name, value)| {
                (
                    name.parse().expect("a name"),
                    HeaderValue::from_static(value),
                )
            })
            .collect();
        sender(
            &headers,
            &BaseUrl::parse("https://crm.example").expect("an origin"),
        )
    }

    #[test]
    fn the_sender_is_who_the_browser_says() {
        assert_eq!(sent(&[("sec-fetch-site", "same-origin")]), Sender::OwnPage);
        assert_eq!(sent(&[("origin", "https://crm.example")]), Sender::OwnPage);
        assert_eq!(sent(&[]), Sender::Unknown);
        for site in ["cross-site", "same-site", "none", ""] {
            let headers = [("sec-fetch-site", site), ("origin", "https://crm.example")];
            assert_eq!(sent(&headers), Sender::OtherPage, "{site}");
        }
        for origin in [
            "https://evil.example",
            "http://crm.example",
            "null",
            "https://crm.example:444",
        ] {
            assert_eq!(sent(&[("origin", origin)]), Sender::OtherPage, "{origin}");
        }
    }
}
