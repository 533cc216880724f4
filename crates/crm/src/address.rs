//! Addresses of CRMs, in the forms in which people type them.

/// The slug that an address names on the server whose authority is `host` (`crm.example` or
/// `127.0.0.1:8090`), or `None` when it names nothing here.
///
/// Takes a bare slug, `/c/slug`, `host/c/slug` and full URLs, with anything after the slug.
#[must_use]
pub fn slug_in(address: &str, host: &str) -> Option<String> {
    let text = address.trim().to_lowercase();
    let slug = match text.split_once("://") {
        Some(("http" | "https", rest)) => on_host(rest, host)?,
        Some(_) => return None,
        None if text.contains('/') => on_host(&text, host)?,
        None => &text,
    };
    crate::slug::is_valid(slug).then(|| slug.to_owned())
}

/// The slug in `host/c/slug…`, where the host may be left out.
fn on_host<'a>(text: &'a str, host: &str) -> Option<&'a str> {
    let (before, path) = text.split_once('/')?;
    if !before.is_empty() && !before.eq_ignore_ascii_case(host) {
        return None;
    }
    path.strip_prefix("c/")?.split(['/', '?', '#']).next()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("acme", Some("acme"))]
    #[case("  Acme ", Some("acme"))]
    #[case("/c/acme", Some("acme"))]
    #[case("crm.example/c/acme", Some("acme"))]
    #[case("https://crm.example/c/acme", Some("acme"))]
    #[case("https://CRM.example/c/acme/contacts?x=1#y", Some("acme"))]
    #[case("https://other.example/c/acme", None)]
    #[case("https://crm.example/acme", None)]
    #[case("https://crm.example/", None)]
    #[case("ftp://crm.example/c/acme", None)]
    #[case("https://crm.example/c/", None)]
    #[case("admin", None)]
    #[case("", None)]
    fn an_address_names_a_slug(#[case] address: &str, #[case] slug: Option<&str>) {
        assert_eq!(slug_in(address, "crm.example").as_deref(), slug);
    }

    proptest! {
        #[test]
        fn what_comes_out_is_a_valid_slug(address in "\\PC{0,60}") {
            if let Some(slug) = slug_in(&address, "crm.example") {
                prop_assert!(crate::slug::is_valid(&slug));
            }
        }
    }
}
