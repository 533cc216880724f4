//! The host check: a name that an attacker points at this machine opens nothing.

use api::ErrorCode;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Uri, header::HOST},
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

/// Exactly one `Host`, and where the request line names an authority too, the same.
fn is_for(headers: &HeaderMap, uri: &Uri, authority: &str) -> bool {
    let mut hosts = headers.get_all(HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return false;
    };
    let host_fits = host.as_bytes().eq_ignore_ascii_case(authority.as_bytes());
    let uri_fits = uri
        .authority()
        .is_none_or(|named| named.as_str().eq_ignore_ascii_case(authority));
    host_fits && uri_fits
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

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
        assert!(!check(&["127.0.0.1:8090"], "http://evil.example/"));
    }
}
