//! Where a page may go: in the account's window, in the system browser, or nowhere.
//!
//! The rule of the house: the account's own site and its sign-in hosts stay inside; other web
//! pages, among them those of the vendor's other customers, go to the system browser; and no page
//! reaches a scheme or a host of the client itself. A site is a registrable domain
//! (publicsuffix.org).

use std::collections::BTreeSet;

use domain::{CrmAddress, address};
use serde::Serialize;
use url::Url;

use crate::{Connector, generic, hosts::HostPattern, template};

/// What happens with a navigation of the main frame, or of a frame in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Goes on where it is.
    Allow,
    /// Stays where it is; the system opens it (a browser, or the program for its scheme).
    OpenExternally,
    /// The person decides: here, or in the browser.
    Ask,
    /// Doesn't happen.
    Deny,
}

/// What happens with a window that a page wants to open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NewWindow {
    /// A pop-up of the same account, in the same session.
    InApp,
    /// The system opens it; the page gets no window.
    OpenExternally,
    /// Nothing opens.
    Deny,
}

/// What a scheme is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SchemeVerdict {
    /// http or https.
    Web,
    /// A blank page, or one that a page made itself (`about:blank`, `blob:`, `data:`).
    Local,
    /// Belongs to a program of the system (`mailto:`, `tel:`, …).
    Handoff,
    /// Nothing that a page may open.
    Refused,
}

/// Schemes that are handed to the system, once the person has said yes.
const HANDOFF: &[&str] = &["mailto", "tel", "sip", "sips", "callto", "sms"];

/// Hosts by which webviews on Windows reach the client's own pages.
const OWN_HOSTS: &[&str] = &["tauri", "ipc", "asset", "ninefold"];

/// Sorts an address by its scheme alone.
#[must_use]
pub fn scheme(url: &Url) -> SchemeVerdict {
    match url.scheme() {
        "http" | "https" if is_own_host(url) => SchemeVerdict::Refused,
        "http" | "https" => SchemeVerdict::Web,
        "about" if matches!(url.path(), "blank" | "srcdoc") => SchemeVerdict::Local,
        "blob" | "data" => SchemeVerdict::Local,
        other if HANDOFF.contains(&other) => SchemeVerdict::Handoff,
        _ => SchemeVerdict::Refused,
    }
}

fn is_own_host(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let host = host.strip_suffix('.').unwrap_or(host);
    host.strip_suffix(".localhost")
        .is_some_and(|name| OWN_HOSTS.contains(&name))
}

/// Where the pages of one account may go.
#[derive(Debug, Clone)]
pub struct NavigationPolicy {
    home: CrmAddress,
    main: Vec<HostPattern>,
    identity: Vec<HostPattern>,
    popups: Vec<HostPattern>,
    external: Vec<HostPattern>,
    neighbours: Vec<String>,
    scope: Vec<String>,
    pages: Vec<Url>,
    allowed: BTreeSet<String>,
    signing_in: bool,
}

impl NavigationPolicy {
    /// The policy of an account at `home`.
    #[must_use]
    pub fn new(connector: &Connector, home: &CrmAddress) -> Self {
        let hosts = &connector.preset.hosts;
        let known = &generic().preset.hosts;
        let fill = |patterns: &[String]| connector.host_patterns(patterns, home);
        let document = connector.document().filter(|document| {
            // A description of another origin has no say here.
            document.origin.origin() == home.home().origin()
        });
        Self {
            home: home.clone(),
            main: fill(&hosts.main),
            identity: [&hosts.idp_in_place, &hosts.idp_popup, &hosts.idp_refuses]
                .into_iter()
                .chain([&known.idp_in_place, &known.idp_refuses])
                .flat_map(|patterns| fill(patterns))
                .collect(),
            popups: fill(&connector.preset.features.popup_hosts),
            external: fill(&hosts.external),
            neighbours: templates_of_customers(connector, home),
            scope: document
                .map(|document| document.scope.clone())
                .unwrap_or_default(),
            pages: document
                .into_iter()
                .flat_map(|document| {
                    [
                        &document.start,
                        &document.sign_in,
                        &document.sign_in_without_address,
                    ]
                })
                .filter_map(Clone::clone)
                .collect(),
            allowed: BTreeSet::new(),
            signing_in: false,
        }
    }

    /// Adds hosts that the CRM was seen to send people to for signing in.
    #[must_use]
    pub fn with_identity_hosts<'a>(mut self, hosts: impl IntoIterator<Item = &'a str>) -> Self {
        let exact = |host: &str| HostPattern::Exact(host.to_ascii_lowercase());
        self.identity.extend(hosts.into_iter().map(exact));
        self
    }

    /// Remembers that the person lets this host be shown in the account's window.
    pub fn allow_host(&mut self, host: &str) {
        self.allowed.insert(host.to_ascii_lowercase());
    }

    /// While somebody signs in, an unknown host may be a sign-in provider: then it is asked about
    /// and not sent to the browser, where signing in would not reach this account.
    pub const fn set_signing_in(&mut self, signing_in: bool) {
        self.signing_in = signing_in;
    }

    /// Decides a navigation of the main frame.
    #[must_use]
    pub fn main_frame(&self, url: &Url) -> Verdict {
        match scheme(url) {
            SchemeVerdict::Web => self.web(url),
            SchemeVerdict::Local => self.local(url),
            SchemeVerdict::Handoff => Verdict::OpenExternally,
            SchemeVerdict::Refused => Verdict::Deny,
        }
    }

    /// Decides a navigation of a frame inside a page: any site may be embedded, as in a browser.
    #[must_use]
    pub fn frame(&self, url: &Url) -> Verdict {
        match scheme(url) {
            SchemeVerdict::Web | SchemeVerdict::Local => Verdict::Allow,
            SchemeVerdict::Handoff => Verdict::OpenExternally,
            SchemeVerdict::Refused => Verdict::Deny,
        }
    }

    /// Decides a window that a page at `opener` wants. A blank one is allowed: where it goes then
    /// is decided as for the main frame.
    #[must_use]
    pub fn new_window(&self, url: &Url, opener: &Url) -> NewWindow {
        match scheme(url) {
            SchemeVerdict::Web if self.is_popup(url, opener) => NewWindow::InApp,
            // Asked about there, when it goes: it may be where one signs in.
            SchemeVerdict::Web if self.signing_in && self.web(url) == Verdict::Ask => {
                NewWindow::InApp
            }
            SchemeVerdict::Web | SchemeVerdict::Handoff => NewWindow::OpenExternally,
            SchemeVerdict::Local if self.local(url) == Verdict::Allow => NewWindow::InApp,
            SchemeVerdict::Local | SchemeVerdict::Refused => NewWindow::Deny,
        }
    }

    fn is_popup(&self, url: &Url, opener: &Url) -> bool {
        let inside = |url: &Url| self.web(url) == Verdict::Allow;
        let popup = url
            .host_str()
            .is_some_and(|host| matches(&self.popups, host));
        inside(url) || popup || inside(opener) && self.is_identity(opener) && same_site(url, opener)
    }

    fn web(&self, url: &Url) -> Verdict {
        let Some(host) = url.host_str() else {
            return Verdict::Deny;
        };
        if matches(&self.external, host) {
            return Verdict::OpenExternally;
        }
        let listed = matches(&self.main, host) || self.is_identity(url);
        if same_site(url, self.home.home()) && (listed || !self.is_neighbour(host)) {
            return self.own_site(url);
        }
        let encrypted = url.scheme() == "https" || !self.home.is_encrypted();
        if listed && encrypted || self.allowed.contains(host) {
            return Verdict::Allow;
        }
        if listed || self.signing_in {
            Verdict::Ask
        } else {
            Verdict::OpenExternally
        }
    }

    /// Whether another customer of the same vendor has this host, or one that it lies below.
    fn is_neighbour(&self, host: &str) -> bool {
        let host = host.strip_suffix('.').unwrap_or(host);
        let own = self.home.home().host_str();
        let is_own = with_all_above(host).any(|name| own == Some(name));
        !is_own && self.neighbours.iter().any(|t| is_below_customer(t, host))
    }

    fn own_site(&self, url: &Url) -> Verdict {
        let falls_to_plain = self.home.is_encrypted() && url.scheme() == "http";
        let host_allowed = url
            .host_str()
            .is_some_and(|host| self.allowed.contains(host));
        if falls_to_plain && !host_allowed {
            return Verdict::Ask;
        }
        if self.is_in_scope(url) {
            Verdict::Allow
        } else {
            Verdict::OpenExternally
        }
    }

    /// What a server's own document leaves outside the window goes to the browser.
    fn is_in_scope(&self, url: &Url) -> bool {
        self.scope.is_empty()
            || url.origin() != self.home.home().origin()
            || url.path() == "/"
            || self.home.contains(url)
            || self
                .scope
                .iter()
                .any(|prefix| url.path().starts_with(prefix.as_str()))
            || self.pages.iter().any(|page| page.path() == url.path())
    }

    fn is_identity(&self, url: &Url) -> bool {
        url.host_str()
            .is_some_and(|host| matches(&self.identity, host))
    }

    fn local(&self, url: &Url) -> Verdict {
        match url.scheme() {
            "about" => Verdict::Allow,
            "blob" => {
                let maker = Url::parse(url.path());
                let inside = maker.is_ok_and(|maker| {
                    scheme(&maker) == SchemeVerdict::Web && self.web(&maker) == Verdict::Allow
                });
                if inside {
                    Verdict::Allow
                } else {
                    Verdict::Deny
                }
            }
            // A page of its own making in the main frame could show anything under no address.
            _ => Verdict::Deny,
        }
    }
}

/// Templates by which the vendor gives each customer a host, when the account's home is one, or lies below one: a
/// vendor may group customers.
fn templates_of_customers(connector: &Connector, home: &CrmAddress) -> Vec<String> {
    let host = home.home().host_str().unwrap_or_default();
    let templates = connector.address_templates().iter();
    templates
        .map(|address| address.template.clone())
        .filter(|template| is_below_customer(template, host))
        .collect()
}

/// Whether a template makes this host or one that it lies below.
fn is_below_customer(template: &str, host: &str) -> bool {
    with_all_above(host).any(|name| is_of_customer(template, name))
}

/// A host's name, and those of the domains that it lies in.
fn with_all_above(host: &str) -> impl Iterator<Item = &str> {
    let above = host.match_indices('.').map(|(dot, _)| &host[dot + 1..]);
    std::iter::once(host).chain(above)
}

/// Whether a template with a customer's name in it makes this host.
fn is_of_customer(template: &str, host: &str) -> bool {
    template::bind(template, host).is_some_and(|values| values.contains_key("name"))
}

fn same_site(a: &Url, b: &Url) -> bool {
    address::same_site(a, b)
}

fn matches(patterns: &[HostPattern], host: &str) -> bool {
    patterns.iter().any(|pattern| pattern.matches(host))
}

#[cfg(test)]
mod tests;
