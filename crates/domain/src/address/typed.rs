//! From a typed text to a [`Candidate`].

use std::net::Ipv6Addr;

use url::{Host, Url};

use super::{AddressError, Candidate, MAX_TYPED, host};

/// Schemes that may look like a host with a port (`tel:123`), and never are one.
const SCHEMES: &[&str] = &[
    "about",
    "asset",
    "blob",
    "callto",
    "chrome",
    "data",
    "file",
    "ftp",
    "intent",
    "ipc",
    "javascript",
    "mailto",
    "ninefold",
    "resource",
    "sip",
    "sips",
    "skype",
    "sms",
    "ssh",
    "tauri",
    "tel",
    "vbscript",
    "view-source",
    "ws",
    "wss",
];

/// What people, mail programs and chats put around a link.
const WRAPPING: &[char] = &[
    '<', '>', '(', ')', '{', '}', '"', '\'', '`', '“', '”', '„', '«', '»', '‘', '’', ',', ';', '!',
];

/// What ends a sentence or a bracket, and no address.
const ENDING: &[char] = &['.', ':', '?', '…', '[', ']', '(', ')', ',', ';', '!', '\''];

pub(super) fn parse(typed: &str) -> Result<Candidate, AddressError> {
    if typed.len() > MAX_TYPED {
        return Err(AddressError::TooLong);
    }
    let text: String = typed.chars().filter_map(visible).collect();
    if let Some(link) = link_in(&text) {
        return explicit(link);
    }
    let mut words = text
        .split_whitespace()
        .map(unwrap)
        .filter(|word| !word.is_empty());
    match (words.next(), words.next()) {
        (None, _) => Err(AddressError::Empty),
        (Some(word), None) => single(word),
        _ => only_host_in(&text),
    }
}

/// Drops what can't be seen, and turns each kind of white space into a plain space.
fn visible(c: char) -> Option<char> {
    match c {
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}'
        | '\u{ad}' => None,
        c if c.is_whitespace() || c.is_control() => Some(' '),
        c => Some(c),
    }
}

/// A word without the quotes, brackets and full stops around it. Square brackets stay when they
/// hold an IPv6 address.
fn unwrap(word: &str) -> &str {
    let word = word
        .trim_matches(WRAPPING)
        .trim_end_matches(['.', ':', '?', '…']);
    let bracketed = word
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    match bracketed {
        Some(inner) if inner.parse::<Ipv6Addr>().is_err() => unwrap(inner),
        _ => word,
    }
}

/// The first http or https link in a text, if it begins a word: one inside the query of another
/// address isn't meant.
fn link_in(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    let start = ["http://", "https://"]
        .iter()
        .flat_map(|scheme| lower.match_indices(scheme))
        .map(|(at, _)| at)
        .filter(|&at| begins_word(&text[..at]))
        .min()?;
    let link = &text[start..];
    let end = link.find([' ', '<', '>', '"', '“', '”', '»']);
    let link = &link[..end.unwrap_or(link.len())];
    let link = link
        .trim_end_matches(WRAPPING)
        .trim_end_matches(['.', ':', '?', '…']);
    Some(if link.contains('[') {
        link
    } else {
        link.trim_end_matches([']', ')'])
    })
}

fn begins_word(before: &str) -> bool {
    let joined = |c: char| c.is_alphanumeric() || "=/?&%#:@.-_~+".contains(c);
    before
        .split(' ')
        .next_back()
        .is_none_or(|word| !word.contains(['/', '?', '#']))
        && !before.ends_with(joined)
}

/// One word without `http://` before it.
fn single(word: &str) -> Result<Candidate, AddressError> {
    if word.parse::<Ipv6Addr>().is_ok() {
        return guessed(&format!("[{word}]"));
    }
    let word = word.strip_prefix("//").unwrap_or(word);
    if word.starts_with(['/', '\\']) {
        return Err(AddressError::InvalidHost);
    }
    if let Some(scheme) = scheme_of(word) {
        return match scheme.as_str() {
            // `https:/acme.example.com`, one slash lost.
            "http" | "https" => explicit(word),
            _ => Err(AddressError::SchemeRefused { scheme }),
        };
    }
    let authority = word.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    if is_email(authority) && authority == word {
        return Err(AddressError::EmailAddress);
    }
    if is_name(word) {
        return Ok(named(word));
    }
    guessed(word)
}

/// The scheme of `scheme:rest`, unless what follows the colon is a port or a password.
fn scheme_of(word: &str) -> Option<String> {
    let (head, rest) = word.split_once(':')?;
    let scheme = head.to_ascii_lowercase();
    let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-'));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_port = !authority.is_empty() && authority.chars().all(|c| c.is_ascii_digit());
    let is_password = authority.contains('@');
    let known = SCHEMES.contains(&scheme.as_str());
    (valid && (known || !(is_port || is_password || authority.is_empty() && rest.is_empty())))
        .then_some(scheme)
}

fn is_email(authority: &str) -> bool {
    authority.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty() && !user.contains(':') && host.contains('.') && !host.contains(':')
    })
}

fn is_name(word: &str) -> bool {
    word.len() <= 63
        && !word.eq_ignore_ascii_case("localhost")
        && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && word.starts_with(|c: char| c.is_ascii_alphanumeric())
        && word.ends_with(|c: char| c.is_ascii_alphanumeric())
}

/// A bare name, which may also be a computer in the office network.
fn named(word: &str) -> Candidate {
    let name = word.to_ascii_lowercase();
    // A number would be read as an IPv4 address.
    let numeric = !name.starts_with(|c: char| c.is_ascii_alphabetic());
    let urls = if numeric {
        Vec::new()
    } else {
        guesses(&name).unwrap_or_default()
    };
    Candidate {
        urls,
        name: Some(name),
        explicit: false,
    }
}

fn guessed(text: &str) -> Result<Candidate, AddressError> {
    Ok(Candidate {
        urls: guesses(text)?,
        name: None,
        explicit: false,
    })
}

/// https first; http too where nobody can listen in.
fn guesses(text: &str) -> Result<Vec<Url>, AddressError> {
    let secure = cleaned(&format!("https://{text}"))?;
    let mut urls = vec![secure];
    if host::is_loopback(&urls[0]) {
        urls.push(cleaned(&format!("http://{text}"))?);
    }
    Ok(urls)
}

fn explicit(link: &str) -> Result<Candidate, AddressError> {
    Ok(Candidate {
        urls: vec![cleaned(link)?],
        name: None,
        explicit: true,
    })
}

/// The address without what isn't the CRM's: user, password, query, fragment.
fn cleaned(text: &str) -> Result<Url, AddressError> {
    let mut url = Url::parse(text).map_err(|_| AddressError::InvalidHost)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(AddressError::SchemeRefused {
            scheme: url.scheme().to_owned(),
        });
    }
    if !is_plausible(&url) {
        return Err(AddressError::InvalidHost);
    }
    // Neither can fail on an address with a host.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_query(None);
    url.set_fragment(None);
    // What ends a sentence may also stand before a query.
    let path = url
        .path()
        .trim_end_matches(WRAPPING)
        .trim_end_matches(ENDING)
        .to_owned();
    url.set_path(&path);
    Ok(url)
}

fn is_plausible(url: &Url) -> bool {
    if url.port() == Some(0) {
        return false;
    }
    match url.host() {
        Some(Host::Domain(name)) => host::is_plausible_name(name),
        Some(Host::Ipv4(ip)) => !ip.is_unspecified() && !ip.is_broadcast() && !ip.is_multicast(),
        Some(Host::Ipv6(ip)) => !ip.is_unspecified() && !ip.is_multicast(),
        None => false,
    }
}

/// Several words: an address only if exactly one of them has a dot and can be a host.
fn only_host_in(text: &str) -> Result<Candidate, AddressError> {
    let mut hosts = text
        .split_whitespace()
        .map(unwrap)
        .filter(|word| looks_like_host(word));
    match (hosts.next(), hosts.next()) {
        (Some(word), None) => single(word),
        _ => Err(AddressError::NotAnAddress),
    }
}

fn looks_like_host(word: &str) -> bool {
    let host = word.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let Some((_, last)) = host.rsplit_once('.') else {
        return false;
    };
    !host.contains('@') && last.chars().count() >= 2 && last.chars().all(char::is_alphabetic)
        || host.parse::<std::net::Ipv4Addr>().is_ok()
}
