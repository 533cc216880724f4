//! One address: the page, its redirects, the server's own description.

use std::time::Duration;

use connectors::{DesktopDocument, DocumentError, MAX_DOCUMENT, Traces};
use domain::{CrmAddress, address};
use reqwest::Client;
use url::Url;

use super::{
    ProberOptions,
    answer::Answer,
    failure::{self, Failure, host_of},
    page::Page,
};
use crate::{
    Found, NoPage, Outcome, StartError, VersionFault, client,
    resolve::SystemResolver,
    tls::{Memory, Trust},
};

/// The longest wait for the server's own description.
const DOCUMENT_WAIT: Duration = Duration::from_secs(5);

/// The session of one probe.
pub(super) struct Walker<'a> {
    options: &'a ProberOptions,
    direct: Client,
    client: Client,
    memory: Memory,
}

/// What was met on the way to the final page.
#[derive(Default)]
struct Way {
    identity_hosts: Vec<String>,
    cookies: Vec<String>,
}

impl<'a> Walker<'a> {
    pub(super) fn new(options: &'a ProberOptions, trust: &Trust) -> Result<Self, StartError> {
        let memory = Memory::default();
        let builder = || -> Result<reqwest::ClientBuilder, StartError> {
            let resolver = SystemResolver::shared(&options.fixed_hosts);
            Ok(client::builder(trust, &memory)?.dns_resolver(resolver))
        };
        let direct = builder()?.no_proxy().build().map_err(StartError::Client)?;
        let client = client::through(&options.proxy, builder()?)?;
        Ok(Self {
            options,
            direct,
            client: client.build().map_err(StartError::Client)?,
            memory,
        })
    }

    /// Follows an address to the page that it leads to, and tells what that is.
    pub(super) async fn walk(&self, typed: &Url) -> Outcome {
        let mut way = Way::default();
        let mut url = typed.clone();
        for _ in 0..=self.options.limits.redirects {
            let answer = match self.get(&url).await {
                Ok(answer) => answer,
                Err(failure) => return failure.into_outcome(&url),
            };
            way.cookies.extend(answer.cookies.iter().cloned());
            let Some(next) = answer.redirect() else {
                return self.judge(typed, &answer, way).await;
            };
            if address::same_site(&url, &next) {
                url = next;
                continue;
            }
            if !is_sign_in_elsewhere(&url, &next) {
                let mut to = next;
                to.set_query(None);
                to.set_fragment(None);
                return Outcome::RedirectsElsewhere { from: url, to };
            }
            way.identity_hosts
                .extend(next.host_str().map(str::to_owned));
            return self.judge(typed, &answer, way).await;
        }
        Outcome::NotAWebPage {
            host: host_of(typed),
            why: NoPage::RedirectLoop,
        }
    }

    async fn get(&self, url: &Url) -> Result<Answer, Failure> {
        self.memory.forget();
        let client = if address::is_loopback(url) {
            &self.direct
        } else {
            &self.client
        };
        let request = client
            .get(url.clone())
            .header("accept", "text/html, application/json;q=0.9");
        let sent = request.send().await;
        let response = sent.map_err(|error| failure::of(&error, &self.memory.last()))?;
        Answer::read(response, self.options.limits.body)
            .await
            .map_err(|error| failure::of(&error, &self.memory.last()))
    }

    async fn judge(&self, typed: &Url, answer: &Answer, way: Way) -> Outcome {
        let host = host_of(&answer.url);
        if matches!(answer.status, 407 | 511) {
            return Outcome::ProxySignIn { host };
        }
        let certificate = self.memory.last().certificate;
        let document = match self.document(&answer.url).await {
            Ok(document) => document,
            Err((version, server)) => {
                let what = VersionFault::Document { version, server };
                return Outcome::TooOld { host, what };
            }
        };
        let page = Page::read(&answer.body);
        let needs_page = document.is_none() && way.identity_hosts.is_empty();
        if let Some(why) = answer.no_page().filter(|_| needs_page) {
            return Outcome::NotAWebPage { host, why };
        }
        let found = found(typed, answer, &page, way, document);
        let Some(found) = found else {
            return Outcome::NotAWebPage {
                host,
                why: NoPage::NotHttp,
            };
        };
        let found = Box::new(Found {
            certificate,
            ..found
        });
        if answer.url.scheme() == "http" && !address::is_loopback(&answer.url) {
            return Outcome::PlainHttp {
                found: Some(found),
                address: answer.url.clone(),
            };
        }
        if found.connector == connectors::generic().id() {
            Outcome::UnknownCrm { found }
        } else {
            Outcome::Works { found }
        }
    }

    /// The server's own description; one of another version is an error, anything else wrong
    /// counts as absent.
    async fn document(&self, page: &Url) -> Result<Option<DesktopDocument>, (i64, String)> {
        let mut url = page.clone();
        url.set_path(api::DESKTOP_DOCUMENT_PATH);
        url.set_fragment(None);
        url.set_query(slug_of(page).map(|slug| format!("crm={slug}")).as_deref());
        let Ok(Ok(answer)) = tokio::time::timeout(DOCUMENT_WAIT, self.get(&url)).await else {
            return Ok(None);
        };
        if answer.status != 200 || answer.truncated || answer.body.len() > MAX_DOCUMENT {
            return Ok(None);
        }
        match DesktopDocument::parse(&answer.body, &url) {
            Ok(document) => Ok(Some(document)),
            // A number alone, on a page about something else, is no description.
            Err(DocumentError::OtherVersion { version, server }) if !server.name.is_empty() => {
                Err((version, server.name))
            }
            Err(_) => Ok(None),
        }
    }
}

/// `acme` of `/c/acme/…`: the path form of a Ninefold CRM's address.
fn slug_of(page: &Url) -> Option<&str> {
    let mut segments = page.path_segments()?;
    let slug = segments
        .find(|segment| *segment == "c")
        .and_then(|_| segments.next())?;
    let plain = slug.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    (plain && !slug.is_empty()).then_some(slug)
}

/// Known sign-in hosts, and others that are told where to send the person back to.
fn is_sign_in_elsewhere(from: &Url, to: &Url) -> bool {
    let comes_back = from.host_str().is_some_and(|host| {
        to.query_pairs().any(|(key, value)| {
            let names_us = value.contains(host);
            let is_saml = matches!(&*key, "SAMLRequest" | "wtrealm");
            let is_return = matches!(
                &*key,
                "redirect_uri" | "return_to" | "returnTo" | "continue" | "service" | "redirect_to"
            );
            is_saml || is_return && names_us
        })
    });
    to.scheme() == "https" && (connectors::is_sign_in_host(to) || comes_back)
}

fn found(
    typed: &Url,
    answer: &Answer,
    page: &Page,
    way: Way,
    document: Option<DesktopDocument>,
) -> Option<Found> {
    let known = if document.is_some() {
        connectors::find("ninefold")
    } else {
        connectors::recognise(&Traces {
            generator: page.generator.as_deref(),
            cookies: way.cookies.iter().map(String::as_str).collect(),
            html: &page.html,
        })
    };
    let connector = known.unwrap_or_else(|| connectors::generic());
    let base = match document.as_ref().and_then(DesktopDocument::crm_address) {
        Some(base) => base,
        None => base_of(connector, typed, &answer.url)?,
    };
    let name = document.as_ref().and_then(|document| document.name.clone());
    Some(Found {
        home: home_of(&base, &answer.url),
        base,
        connector: connector.id().to_owned(),
        title: name.or_else(|| page.title.clone()),
        document: document.map(Box::new),
        identity_hosts: way.identity_hosts,
        has_login_form: page.has_login_form,
        http_auth: answer.status == 401,
        certificate: None,
    })
}

/// `https://host.example/crm` may answer where `https://host.example/crm/` doesn't.
fn home_of(base: &CrmAddress, page: &Url) -> Url {
    let mut plain = page.clone();
    plain.set_query(None);
    plain.set_fragment(None);
    if plain.as_str() == base.as_str() {
        plain
    } else {
        base.home().clone()
    }
}

/// The base is what was typed, unless the page that it led to has a shorter one (a deep link that
/// led to the login) or another origin.
fn base_of(connector: &connectors::Connector, typed: &Url, page: &Url) -> Option<CrmAddress> {
    let of_typed = connector.base_of(typed).ok()?;
    let of_page = connector.base_of(page).ok()?;
    let shorter = of_page.contains(of_typed.home());
    if of_typed.origin() == of_page.origin() && !shorter {
        Some(of_typed)
    } else {
        Some(of_page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_what_follows_c() {
        for (page, slug) in [
            ("https://host.example/c/acme/sign-in", Some("acme")),
            ("https://host.example/c/acme", Some("acme")),
            ("https://host.example/c/", None),
            ("https://host.example/c/a%2Fb", None),
            ("https://host.example/crm/acme", None),
        ] {
            assert_eq!(slug_of(&page.parse().unwrap()), slug, "{page}");
        }
    }

    #[test]
    fn a_redirect_that_comes_back_is_a_sign_in() {
        let from: Url = "https://acme.example/".parse().unwrap();
        for (to, expected) in [
            ("https://login.microsoftonline.com/x", true),
            (
                "https://id.corp.test/auth?redirect_uri=https%3A%2F%2Facme.example%2Fcb",
                true,
            ),
            ("https://id.corp.test/saml?SAMLRequest=abc", true),
            (
                "https://id.corp.test/auth?redirect_uri=https%3A%2F%2Fother.example%2Fcb",
                false,
            ),
            ("https://parking.test/?domain=acme.example", false),
            (
                "http://id.corp.test/auth?redirect_uri=https%3A%2F%2Facme.example%2Fcb",
                false,
            ),
        ] {
            assert_eq!(
                is_sign_in_elsewhere(&from, &to.parse().unwrap()),
                expected,
                "{to}"
            );
        }
    }

    #[test]
    fn the_base_is_what_was_typed_unless_the_page_says_otherwise() {
        for (typed, page, base) in [
            (
                "https://a.example/",
                "https://a.example/users/sign_in",
                "https://a.example",
            ),
            (
                "https://a.example/crm/",
                "https://a.example/crm/login",
                "https://a.example/crm",
            ),
            (
                "https://a.example/crm/deals/7",
                "https://a.example/crm/login",
                "https://a.example/crm",
            ),
            (
                "https://a.example/",
                "https://www.a.example/crm/login",
                "https://www.a.example/crm",
            ),
            (
                "http://a.example/",
                "https://a.example/login",
                "https://a.example",
            ),
        ] {
            let (typed, page) = (typed.parse().unwrap(), page.parse().unwrap());
            let found = base_of(connectors::generic(), &typed, &page).unwrap();
            assert_eq!(found.as_str(), base, "{typed} led to {page}");
        }
    }
}
