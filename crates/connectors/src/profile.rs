//! Who is signed in, as far as the page tells.

use domain::plain;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::{Connector, PageFacts, facts::Person};

/// Name, e-mail and picture of whoever is signed in. Plain text, a suggestion: never an account's
/// key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The name, at most 80 letters.
    pub name: Option<String>,
    /// The e-mail address, at most 254 letters.
    pub email: Option<String>,
    /// Where the picture is: https, of the page's own site (plain http only on this computer).
    pub avatar_url: Option<Url>,
}

/// What the page tells of the person. `None` when it tells neither name nor e-mail.
#[must_use]
pub fn profile(connector: &Connector, facts: &PageFacts) -> Option<Profile> {
    let page = Url::parse(&facts.url).ok()?;
    let asked = asked(connector, facts);
    let mut found = Profile::default();
    for person in asked.iter().chain(&facts.people) {
        let name = Some(plain(&person.name, 80)).filter(|name| is_name(name));
        let email = Some(plain(&person.email, 254)).filter(|email| is_email(email));
        found.name = found.name.or(name);
        found.email = found.email.or(email);
        found.avatar_url = found.avatar_url.or_else(|| picture(&person.avatar, &page));
    }
    (found.name.is_some() || found.email.is_some()).then_some(found)
}

/// The answer to the connector's own request goes before what the page shows.
fn asked(connector: &Connector, facts: &PageFacts) -> Option<Person> {
    let probe = facts.probe.as_ref()?;
    let yes = connector
        .document()
        .and_then(|d| d.probe.as_ref())
        .map_or(200, |rule| rule.yes);
    let value = |key: &str| probe.values.get(key).cloned().unwrap_or_default();
    let (name, username) = (value("name"), value("username"));
    (probe.status == yes).then(|| Person {
        name: if name.is_empty() { username } else { name },
        email: value("email"),
        avatar: value("avatar"),
    })
}

fn is_name(name: &str) -> bool {
    name.chars().any(char::is_alphabetic) && !is_email(name)
}

fn is_email(text: &str) -> bool {
    let Some((user, host)) = text.split_once('@') else {
        return false;
    };
    let clean = |part: &str| {
        !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || "<>()\"'@,;".contains(c))
    };
    clean(user)
        && clean(host)
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
}

fn picture(address: &str, page: &Url) -> Option<Url> {
    if address.is_empty() {
        return None;
    }
    let url = page.join(address).ok()?;
    let encrypted =
        url.scheme() == "https" || url.scheme() == "http" && domain::address::is_loopback(&url);
    let vector = url.path().to_ascii_lowercase().ends_with(".svg");
    (encrypted && !vector && domain::address::same_site(&url, page)).then_some(url)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{ProbeFacts, generic};

    fn page(people: Vec<Person>) -> PageFacts {
        PageFacts {
            url: "https://crm.acme.example/x".into(),
            people,
            ..PageFacts::default()
        }
    }

    fn person(name: &str, email: &str, avatar: &str) -> Person {
        Person {
            name: name.into(),
            email: email.into(),
            avatar: avatar.into(),
        }
    }

    #[test]
    fn the_first_usable_value_of_each_kind_is_taken() {
        let found = profile(
            generic(),
            &page(vec![
                person("", "not an address", ""),
                person("Olena Koval", "", "/photo.png"),
                person("OK", "olena@acme.example", "/other.png"),
            ]),
        )
        .unwrap();
        assert_eq!(found.name.as_deref(), Some("Olena Koval"));
        assert_eq!(found.email.as_deref(), Some("olena@acme.example"));
        assert_eq!(
            found.avatar_url.unwrap().as_str(),
            "https://crm.acme.example/photo.png"
        );
    }

    #[test]
    fn a_page_that_tells_nothing_has_no_profile() {
        assert_eq!(profile(generic(), &page(vec![])), None);
        assert_eq!(
            profile(generic(), &page(vec![person("42", "", "/photo.png")])),
            None
        );
    }

    #[test]
    fn pictures_come_from_the_crms_own_site_alone() {
        for (avatar, taken) in [
            ("https://cdn.acme.example/a.png", true),
            ("/a.png", true),
            ("https://evil.example/a.png", false),
            ("http://crm.acme.example/a.png", false),
            ("/a.svg", false),
            ("javascript:alert(1)", false),
            ("file:///a.png", false),
        ] {
            let found = profile(generic(), &page(vec![person("Olena", "", avatar)])).unwrap();
            assert_eq!(found.avatar_url.is_some(), taken, "{avatar}");
        }
    }

    #[test]
    fn the_servers_own_answer_goes_first() {
        let mut facts = page(vec![person("Menu", "menu@acme.example", "")]);
        let values = [("name", "Olena Koval"), ("email", "olena@acme.example")];
        facts.probe = Some(ProbeFacts {
            status: 200,
            values: values.map(|(k, v)| (k.to_owned(), v.to_owned())).into(),
        });
        assert_eq!(
            profile(generic(), &facts).unwrap().name.as_deref(),
            Some("Olena Koval")
        );
        facts.probe = Some(ProbeFacts {
            status: 401,
            values: BTreeMap::new(),
        });
        assert_eq!(
            profile(generic(), &facts).unwrap().name.as_deref(),
            Some("Menu")
        );
    }
}
