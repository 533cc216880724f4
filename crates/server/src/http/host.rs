//! The host check: a name that an attacker points at this machine opens nothing.

use api::ErrorCode;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Uri, header::HOST},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use crate::{http::failure::Failure, state::AppState};

/// Refuses requests for other hosts. Probes of the process are asked by address, and tell nothing.
pub(crate) async fn refuse_other_hosts(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let is_probe = matches!(request.uri().path(), "/healthz" | "/readyz");
    if is_probe || is_for(request.headers(), request.uri(), state.base.authority()) {
        return next.run(request).await;
    }
    Failure::new(ErrorCode::MisdirectedHost).into_response()
}

/// One `Host`, or in HTTP/2, where it may be missing, an authority; where there are both, the same.
fn is_for(headers: &HeaderMap, uri: &Uri, authority: &str) -> bool {
    let mut hosts = headers.get_all(HOST).iter();
    let (host, None) = (hosts.next(), hosts.next()) else {
        return false;
    };
    let named = uri.authority().map(|named| named.as_str().as_bytes());
    let host = host.map(HeaderValue::as_bytes);
    let fits = |name: &[u8]| name.eq_ignore_ascii_case(authority.as_bytes());
    host.or(named).is_some() && host.is_none_or(fits) && named.is_none_or(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(hosts: &[&'static str], uri: &'static str) -> bool {
        let mut headers = HeaderMap::new();
        for host in hosts {
            headers.append(HOST, HeaderValue::from_static(host));
        }
        is_for(&headers, &Uri::from_static(uri), "127.0.0.1:8090")
    }

    #[test]
    fn only_the_configured_host_is_served() {
        assert!(check(&["127.0.0.1:8090"], "/"));
        assert!(check(&["127.0.0.1:8090"], "http://127.0.0.1:8090/"));
        assert!(check(&[], "https://127.0.0.1:8090/"));
        for hosts in [
            &["evil.example:8090"][..],
            &["127.0.0.1"],
            &["127.0.0.1:8091"],
            &["localhost:8090"],
            &[],
        ] {
            assert!(!check(hosts, "/"), "{hosts:?}");
        }
        assert!(!check(&["127.0.0.1:8090", "evil.example"], "/"));
        for named in ["http://evil.example/", "http://127.0.0.1/"] {
            assert!(!check(&["127.0.0.1:8090"], named), "{named}");
            assert!(!check(&[], named), "{named}");
        }
    }
}
