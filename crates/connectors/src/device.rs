//! Making the client known to the server of an account, as a device: lists of sessions name it then.

use domain::{Sensitive, plain};
use serde_json::json;
use url::Url;

use crate::{
    Connector, PageState,
    script::{as_literal, pointer_path},
};

const DOM: &str = include_str!("../scripts/dom.js");
const DEVICE: &str = include_str!("../scripts/device.js");

/// The longest name that a server takes, in letters.
const LONGEST_NAME: usize = 60;
/// The longest token that is kept, in bytes.
const LONGEST_TOKEN: usize = 1024;

/// What becomes of an account's registration at its server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Registration {
    /// Nothing.
    Stays,
    /// Its session is over, and with it the token.
    Ends,
    /// It's to be made.
    IsDue,
}

/// What follows from what a page of the account is, where the account is registered already, or was tried to.
#[must_use]
pub const fn registration(page: PageState, is_registered: bool) -> Registration {
    match (page, is_registered) {
        (PageState::SignedIn, false) => Registration::IsDue,
        (PageState::Login | PageState::Expired, true) => Registration::Ends,
        _ => Registration::Stays,
    }
}

/// What the client calls itself on a machine of this name.
#[must_use]
pub fn client_name(host: &str) -> String {
    let host = plain(host.split('.').next().unwrap_or_default(), LONGEST_NAME);
    if host.is_empty() {
        return "Ninefold".to_owned();
    }
    plain(&format!("Ninefold on {host}"), LONGEST_NAME)
}

/// A script that registers the client in the session of a page, and posts the token that it's given to
/// `webkit.messageHandlers[handler]`. `None` where the server doesn't say how, or the page isn't its own.
#[must_use]
pub fn device_script(
    connector: &Connector,
    page: &Url,
    name: &str,
    handler: &str,
) -> Option<String> {
    let document = connector.document()?;
    let (device, probe) = (document.device.as_ref()?, document.probe.as_ref()?);
    if page.origin() != device.register.origin() {
        return None;
    }
    let config = as_literal(&json!({
        "session": probe.url,
        "pointer": pointer_path(probe.pointers.get("csrf")?),
        "header": document.sign_out.as_ref()?.csrf_header.as_ref()?,
        "register": device.register,
        "device": { "name": name, "platform": std::env::consts::OS },
    }));
    let handler = as_literal(&handler);
    Some(format!(
        "(() => {{\"use strict\";\n{DOM}\n{DEVICE}\nregisterDevice({config}, {handler});\n}})();"
    ))
}

/// What [`device_script`] has posted: the token. `None` for anything else.
#[must_use]
pub fn device_token_in(message: &str) -> Option<Sensitive<String>> {
    #[derive(serde::Deserialize)]
    struct Posted {
        device: Device,
    }
    #[derive(serde::Deserialize)]
    struct Device {
        token: String,
    }
    let posted: Posted = serde_json::from_str(message).ok()?;
    let token = posted.device.token;
    // What goes into a header (RFC 6750, 2.1).
    let fits = (1..=LONGEST_TOKEN).contains(&token.len());
    let is_token = fits && token.bytes().all(|byte| byte.is_ascii_graphic());
    is_token.then(|| Sensitive::new(token))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DesktopDocument, document::tests::acme, find, generic};

    fn page(url: &str) -> Url {
        url.parse().unwrap()
    }

    fn ninefold(document: &serde_json::Value) -> Connector {
        let from = page("https://host.example/.well-known/crm-desktop.json?crm=acme");
        let document = DesktopDocument::parse(document.to_string().as_bytes(), &from).unwrap();
        find("ninefold").unwrap().with_document(document)
    }

    fn script(connector: &Connector, at: &str) -> Option<String> {
        device_script(connector, &page(at), "Ninefold on thinkpad", "state")
    }

    #[test]
    fn a_client_is_registered_once_for_each_sign_in() {
        for (page, is_registered, follows) in [
            (PageState::SignedIn, false, Registration::IsDue),
            (PageState::SignedIn, true, Registration::Stays),
            (PageState::Login, true, Registration::Ends),
            (PageState::Expired, true, Registration::Ends),
            (PageState::Login, false, Registration::Stays),
            (PageState::Expired, false, Registration::Stays),
            (PageState::Refused, true, Registration::Stays),
            (PageState::Unknown, true, Registration::Stays),
            (PageState::Unknown, false, Registration::Stays),
        ] {
            assert_eq!(
                registration(page, is_registered),
                follows,
                "{page:?} {is_registered}"
            );
        }
    }

    #[test]
    fn a_client_is_called_by_its_machine() {
        for (host, name) in [
            ("thinkpad", "Ninefold on thinkpad"),
            ("Olenas-Mac.local", "Ninefold on Olenas-Mac"),
            ("ноутбук", "Ninefold on ноутбук"),
            ("think\u{202e}pad\u{1b}\n", "Ninefold on thinkpad"),
            ("", "Ninefold"),
            (".local", "Ninefold"),
        ] {
            assert_eq!(client_name(host), name, "{host:?}");
        }
        assert_eq!(client_name(&"x".repeat(300)).chars().count(), 60);
    }

    #[test]
    fn the_server_says_how_and_hears_of_it_from_its_own_pages_alone() {
        let connector = ninefold(&acme());
        let made = script(&connector, "https://host.example/c/acme/").unwrap();
        for part in [
            "https://host.example/api/v1/c/acme/devices",
            "https://host.example/api/v1/c/acme/session",
            "X-CSRF-Token",
            "Ninefold on thinkpad",
        ] {
            assert!(made.contains(part), "{part}");
        }
        for other in [
            "https://login.example/",
            "http://host.example/c/acme/",
            "https://host.example:444/c/acme/",
        ] {
            assert_eq!(script(&connector, other), None, "{other}");
        }
        assert_eq!(script(generic(), "https://host.example/c/acme/"), None);
        for part in ["device", "signed_in", "sign_out"] {
            let mut document = acme();
            document.as_object_mut().unwrap().remove(part);
            let connector = ninefold(&document);
            assert_eq!(
                script(&connector, "https://host.example/c/acme/"),
                None,
                "{part}"
            );
        }
    }

    #[test]
    fn a_token_is_short_and_fits_into_a_header() {
        let token = |text: &str| {
            let message = json!({ "device": { "token": text } }).to_string();
            // EXPOSE: the test checks the token itself.
            device_token_in(&message).map(|token| token.expose().clone())
        };
        assert_eq!(token("abc-_").as_deref(), Some("abc-_"));
        assert!(token(&"x".repeat(LONGEST_TOKEN)).is_some());
        for other in [
            "",
            "a b",
            "a\r\nx: y",
            "ключ",
            &"x".repeat(LONGEST_TOKEN + 1),
        ] {
            assert_eq!(token(other), None, "{other}");
        }
        for other in [r#"{"picture":"AAAA"}"#, "{}", "7", r#"{"device":"x"}"#] {
            assert!(device_token_in(other).is_none(), "{other}");
        }
    }
}
