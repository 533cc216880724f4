//! Pages that people come back to from a provider.

use crm::{FieldFault, sso::Place};
use url::Url;

use crate::{
    base_url::BaseUrl,
    http::{failure::Failure, sign_in::step::PORTAL},
};

const LONGEST: usize = 500;

/// What a QR code leads to, which is for whoever is signed in anywhere.
const QR: &str = "/qr/";

/// A path and query of this server, written as a browser writes it: what hides another host, or leaves where it
/// begins, reads otherwise then.
pub(crate) fn checked(path: Option<&str>, base: &BaseUrl) -> Result<Option<String>, Failure> {
    let Some(path) = path else { return Ok(None) };
    if path.len() <= LONGEST && is_plain(path, base) {
        return Ok(Some(path.to_owned()));
    }
    Err(Failure::field(
        "/return_path".to_owned(),
        FieldFault::Invalid,
    ))
}

fn is_plain(path: &str, base: &BaseUrl) -> bool {
    let url = Url::parse(base.origin()).and_then(|home| home.join(path));
    url.is_ok_and(|url| url.as_str().strip_prefix(base.origin()) == Some(path))
        && path.starts_with('/')
        && !path.contains('#')
}

/// Whether a page is one of a place, or leads on to it.
pub(crate) fn is_of(path: &str, place: Place<'_>) -> bool {
    let is_there = match place {
        Place::Portal => is_page(path, PORTAL) || path.starts_with("/account/"),
        Place::Crm(crm) => {
            path.starts_with(&crm.home_path()) && !is_page(path, &crm.sign_in_path())
        }
    };
    is_there || path.starts_with(QR)
}

fn is_page(path: &str, page: &str) -> bool {
    path.split('?').next() == Some(page)
}

/// A page with more in its query.
pub(crate) fn with<'a>(path: &str, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    let joint = if path.contains('?') { '&' } else { '?' };
    format!("{path}{joint}{query}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_this_server_are_come_back_to() {
        let base = BaseUrl::parse("https://crm.example").expect("a base URL");
        let is_good = |path: &str| checked(Some(path), &base).is_ok();
        for good in [
            "/c/acme/",
            "/c/acme/staff?x=1&y=%20",
            "/account/settings",
            "/qr/0192f0c1-2345-7abc-8def-0123456789ab",
        ] {
            assert!(is_good(good), "{good}");
        }
        let long = format!("/c/acme/{}", "x".repeat(500));
        for bad in [
            "",
            "c/acme/",
            "//evil.example/c/acme/",
            "/\\evil.example/c/acme/",
            "/\t/evil.example",
            "https://evil.example/c/acme/",
            "javascript:alert(1)",
            "/c/acme/../../account",
            "/c/acme/%2e%2e/berry/",
            "/c/acme/#fragment",
            "/c/acme/ x",
            &long,
        ] {
            assert!(!is_good(bad), "{bad}");
        }
    }
}
