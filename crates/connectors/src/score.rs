//! How much a page looks like a login page: the table of points.

use domain::CrmAddress;
use url::Url;

use crate::{Connector, PageFacts, Status, generic, hosts::HostPattern, state::hits};

/// From this score on it is a login page.
pub(crate) const LOGIN: i32 = 5;

/// Segments of path, fragment and query that login pages have.
const LOGIN_WORDS: &[&str] = &[
    "login", "signin", "sign-in", "sign_in", "auth", "sso", "welcome",
];

/// The login score of a page: 5 or more means a login page. Public, so that a diagnosis can show
/// it.
#[must_use]
pub fn login_score(connector: &Connector, home: &CrmAddress, facts: &PageFacts) -> i32 {
    let url = Url::parse(&facts.url).ok();
    let login_like = url.as_ref().is_some_and(is_login_like);
    let points = [
        (
            facts.password_fields == 1 && facts.new_password_fields == 0,
            4,
        ),
        (facts.username_with_password, 2),
        (login_like, 2),
        (
            url.as_ref()
                .is_some_and(|url| is_identity_host(connector, home, url)),
            3,
        ),
        ((1..=3).contains(&facts.form_fields) && facts.links < 40, 1),
        (is_first_step(facts) && login_like, 2),
        (is_signed_in_sign(connector, home, facts), -6),
        (facts.password_fields >= 2, -4),
        (facts.password_fields >= 1 && facts.nav_links > 8, -3),
        (hits(connector, home, facts).login_hint, 3),
    ];
    points
        .iter()
        .filter(|(holds, _)| *holds)
        .map(|(_, points)| points)
        .sum()
}

/// An e-mail first, the password on the next page.
fn is_first_step(facts: &PageFacts) -> bool {
    facts.username_fields == 1 && facts.form_submits == 1 && facts.password_fields == 0
}

fn is_signed_in_sign(connector: &Connector, home: &CrmAddress, facts: &PageFacts) -> bool {
    let hits = hits(connector, home, facts);
    facts.sign_out_visible || hits.signed_in == Some(Status::Verified) || hits.signed_in_hint
}

/// Whether path, fragment or query speak of signing in.
pub(crate) fn is_login_like(url: &Url) -> bool {
    let texts = [Some(url.path()), url.fragment(), url.query()];
    let lower = texts.iter().flatten().map(|text| text.to_ascii_lowercase());
    lower.into_iter().any(|text| {
        text.contains("session/new")
            || text
                .split(['/', '?', '&', '=', '#', '.', ':'])
                .any(|segment| LOGIN_WORDS.contains(&segment))
    })
}

fn is_identity_host(connector: &Connector, home: &CrmAddress, url: &Url) -> bool {
    let Some(host) = url.host_str() else {
        return false;
    };
    if home.home().host_str() == Some(host) {
        return false;
    }
    [connector, generic()].iter().any(|connector| {
        let hosts = &connector.preset.hosts;
        [&hosts.idp_in_place, &hosts.idp_popup, &hosts.idp_refuses]
            .iter()
            .flat_map(|patterns| connector.host_patterns(patterns, home))
            .any(|pattern| pattern.matches(host))
    })
}

/// Whether a page is at a host that is known for signing people in, whatever the CRM.
#[must_use]
pub fn is_sign_in_host(url: &Url) -> bool {
    let Some(host) = url.host_str() else {
        return false;
    };
    let hosts = &generic().preset.hosts;
    let patterns = hosts.idp_in_place.iter().chain(&hosts.idp_refuses);
    patterns
        .filter_map(|text| HostPattern::parse(text).ok())
        .any(|pattern| pattern.matches(host))
}
