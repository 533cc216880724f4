//! Hosts: how they are shown, which are this computer, which belong together.

use idna::uts46::{AsciiDenyList, Hyphens, Uts46};
use unicode_security::{GeneralSecurityProfile, RestrictionLevel, RestrictionLevelDetection};
use url::{Host, Position, Url};

/// Cyrillic letters which look like Latin ones. A label of nothing else can pass for a Latin
/// name (Unicode Technical Standard 39, "whole-script confusables").
const CYRILLIC_LOOKALIKES: &str = "асԁеһіїјӏорԛѕԝхуъьҽпгѵѡкмтнв";

/// A host name as people read it: international names in their own script, but in punycode
/// (`xn--…`) wherever they could be mistaken for another name.
///
/// ```
/// assert_eq!(domain::address::display_host("xn--80ak6aa92e.com"), "xn--80ak6aa92e.com");
/// assert_eq!(domain::address::display_host("xn--mnchen-3ya.de"), "münchen.de");
/// ```
#[must_use]
pub fn display_host(ascii: &str) -> String {
    let (shown, errors) = Uts46::new().to_user_interface(
        ascii.as_bytes(),
        AsciiDenyList::URL,
        Hyphens::Allow,
        |label, tld, _| is_safe_label(label, tld),
    );
    if errors.is_ok() {
        shown.into_owned()
    } else {
        ascii.to_owned()
    }
}

/// The host of an address with its port, as it may be shown: international names in their ASCII form, which can't be
/// mistaken for another. Empty where it has none.
#[must_use]
pub fn host_and_port(url: &Url) -> &str {
    &url[Position::BeforeHost..Position::AfterPort]
}

fn is_safe_label(label: &[char], tld: &[char]) -> bool {
    let text: String = label.iter().collect();
    let allowed = label
        .iter()
        .all(|c| *c == '-' || GeneralSecurityProfile::identifier_allowed(*c));
    let lookalike = tld.iter().all(char::is_ascii)
        && label
            .iter()
            .all(|c| CYRILLIC_LOOKALIKES.contains(*c) || *c == '-' || c.is_ascii_digit());
    allowed && !lookalike && text.check_restriction_level(RestrictionLevel::HighlyRestrictive)
}

/// Whether the address is this computer itself: a loopback address, `localhost` or a name below
/// it (RFC 6761, section 6.3).
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => {
            ip.is_loopback() || ip.to_ipv4_mapped().is_some_and(|ip| ip.is_loopback())
        }
        Some(Host::Domain(name)) => {
            let name = name.strip_suffix('.').unwrap_or(name);
            name == "localhost" || name.ends_with(".localhost")
        }
        None => false,
    }
}

/// The registrable domain of a host name by the public suffix list (`example.co.uk` of
/// `crm.example.co.uk`); `None` for an IP address, a single label or a public suffix itself.
#[must_use]
pub fn site_of(url: &Url) -> Option<&str> {
    match url.host()? {
        Host::Domain(name) => psl::domain_str(name),
        _ => None,
    }
}

/// Whether two addresses belong to one owner: the same registrable domain, whatever the port; for
/// IP addresses and single labels (`localhost`) the same host and port, since there each port is a
/// program of its own.
#[must_use]
pub fn same_site(a: &Url, b: &Url) -> bool {
    match (site_of(a), site_of(b)) {
        (Some(a), Some(b)) => a == b,
        (None, None) => {
            let default = |url: &Url| url.port().is_none();
            a.host().is_some()
                && a.host() == b.host()
                && (a.port_or_known_default() == b.port_or_known_default()
                    || default(a) && default(b))
        }
        _ => false,
    }
}

/// Whether DNS could know this name (RFC 1035, section 2.3.4; underscores are seen in the wild).
pub(super) fn is_plausible_name(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    name.len() <= 253
        && name.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && label
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
                && !label.starts_with('-')
                && !label.ends_with('-')
        })
}
