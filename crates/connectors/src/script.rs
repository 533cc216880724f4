//! The scripts, put together from `scripts/*.js` and a connector's rules.
//!
//! Rules go in as one JSON value, never as text inside the program.

use domain::CrmAddress;
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    Connector,
    preset::{ProfileRule, Rule},
};

const DOM: &str = include_str!("../scripts/dom.js");
const PAGE_FACTS: &str = include_str!("../scripts/page_facts.js");
const WATCH: &str = include_str!("../scripts/watch.js");
const PICTURE: &str = include_str!("../scripts/picture.js");

/// An expression whose value is a plain object: what [`PageFacts`](crate::PageFacts) reads, once
/// it is turned into JSON. It changes nothing on the page and makes no request.
#[must_use]
pub fn probe_script(connector: &Connector, home: &CrmAddress) -> String {
    let config = as_literal(&config(connector, home));
    format!("(() => {{\"use strict\";\n{DOM}\n{PAGE_FACTS}\nreturn collect({config});\n}})()")
}

/// A script for the end of each document: it posts the facts as a JSON text to
/// `webkit.messageHandlers[handler]`, at once and whenever they have changed. It also makes the
/// connector's own request, where there is one. For the main frame only.
#[must_use]
pub fn watch_script(connector: &Connector, home: &CrmAddress, handler: &str) -> String {
    let config = as_literal(&config(connector, home));
    let handler = as_literal(&handler);
    format!(
        "(() => {{\"use strict\";\n{DOM}\n{PAGE_FACTS}\n{WATCH}\nwatch({config}, {handler});\n}})();"
    )
}

/// A script that fetches a picture in the page's session and posts it, as `{"picture": base64}`, to
/// `webkit.messageHandlers[handler]`. Nothing is posted of what is no picture, or too large.
#[must_use]
pub fn picture_script(address: &url::Url, handler: &str) -> String {
    let (address, handler) = (as_literal(&address.as_str()), as_literal(&handler));
    format!("(() => {{\"use strict\";\n{PICTURE}\nfetchPicture({address}, {handler});\n}})();")
}

/// What [`picture_script`] has posted: the picture in base64. `None` for anything else.
#[must_use]
pub fn picture_in(message: &str) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Posted {
        picture: String,
    }
    let posted: Posted = serde_json::from_str(message).ok()?;
    Some(posted.picture)
}

/// A value as JavaScript: JSON, but for the two line ends which older engines don't take in it.
pub(crate) fn as_literal(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned());
    json.replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

fn config(connector: &Connector, home: &CrmAddress) -> Value {
    let preset = &connector.preset;
    let in_page = |rule: &&ProfileRule| matches!(rule.kind.as_str(), "dom" | "cookie");
    let people: Vec<Value> = preset.profile.iter().filter(in_page).map(person).collect();
    json!({
        "login": conditions(&preset.login),
        "signedIn": conditions(&preset.signed_in),
        "expired": conditions(&preset.expired),
        "refused": conditions(&preset.refused),
        "people": people,
        "counter": preset.unread.dom.as_ref().map(|rule| {
            json!({ "selector": rule.selector, "mode": rule.mode })
        }),
        "probe": probe(connector, home),
    })
}

fn conditions(rules: &[Rule]) -> Vec<Value> {
    let condition = |rule: &Rule| {
        json!({
            "dom": rule.dom,
            "storage": rule.storage,
            "cookie": rule.cookie.as_ref().map(|cookie| {
                json!({ "name": cookie.name, "not": cookie.not })
            }),
        })
    };
    rules.iter().map(condition).collect()
}

fn person(rule: &ProfileRule) -> Value {
    json!({
        "kind": rule.kind,
        "name": rule.name.as_slice(),
        "email": rule.email,
        "avatar": rule.avatar,
    })
}

/// The request that tells who is signed in: the server's own, or the preset's first.
fn probe(connector: &Connector, home: &CrmAddress) -> Option<Value> {
    if let Some(rule) = connector
        .document()
        .and_then(|document| document.probe.as_ref())
    {
        let path = |key: &str| {
            rule.pointers
                .get(key)
                .map(|pointer| vec![pointer_path(pointer)])
        };
        return Some(json!({
            "always": true,
            "method": "GET",
            "url": rule.url,
            "values": {
                "name": path("name").unwrap_or_default(),
                "username": path("username").unwrap_or_default(),
                "email": path("email").unwrap_or_default(),
                "avatar": path("photo").unwrap_or_default(),
            },
        }));
    }
    let rule = connector
        .preset
        .profile
        .iter()
        .find(|rule| rule.kind == "json")?;
    let one = |path: &Option<String>| {
        path.iter()
            .map(|path| dotted_path(path))
            .collect::<Vec<_>>()
    };
    Some(json!({
        // Without a session some CRMs answer with a password dialog of the browser's own.
        "always": false,
        "method": rule.method.as_deref().unwrap_or("GET"),
        "url": rule.url.as_ref()?.replace("{base}", home.as_str()),
        "body": rule.body,
        "values": {
            "name": rule.name.as_slice().iter().map(|path| dotted_path(path)).collect::<Vec<_>>(),
            "email": one(&rule.email),
            "avatar": one(&rule.avatar),
        },
    }))
}

/// `/a/b~1c` (RFC 6901) as keys.
pub(crate) fn pointer_path(pointer: &str) -> Vec<String> {
    pointer
        .split('/')
        .skip(1)
        .map(|key| key.replace("~1", "/").replace("~0", "~"))
        .collect()
}

/// `a.b[0].c` as keys.
fn dotted_path(path: &str) -> Vec<String> {
    path.split(['.', '[', ']'])
        .filter(|key| !key.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{catalogue, find, generic};

    fn home() -> CrmAddress {
        "https://host.example/crm".parse().unwrap()
    }

    #[test]
    fn paths_become_keys() {
        assert_eq!(
            dotted_path("user.emailAddressList[0]"),
            ["user", "emailAddressList", "0"]
        );
        assert_eq!(pointer_path("/user/a~1b~0c"), ["user", "a/b~c"]);
        assert_eq!(pointer_path(""), Vec::<String>::new());
    }

    #[test]
    fn rules_go_into_the_script_as_data() {
        let mut odd = find("espocrm").unwrap().clone();
        odd.preset.login[0].dom = Some("\"); alert(1); (\"\u{2028}</script>".to_owned());
        let script = probe_script(&odd, &home());
        assert!(script.contains(r#""\"); alert(1); (\"\u2028</script>""#));
        assert!(!script.contains('\u{2028}'));
    }

    #[test]
    fn addresses_in_requests_are_the_accounts_own() {
        let script = watch_script(find("espocrm").unwrap(), &home(), "state");
        assert!(script.contains("https://host.example/crm/api/v1/App/user"));
        assert!(script.contains("\"state\""));
        assert!(!watch_script(generic(), &home(), "state").contains("\"probe\":{"));
    }

    #[test]
    fn a_probe_makes_no_request() {
        for connector in catalogue() {
            assert!(
                !probe_script(connector, &home()).contains("fetch("),
                "{}",
                connector.id()
            );
        }
    }
}
