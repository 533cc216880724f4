//! How much is unread: a leading counter in the title, or the connector's own counter.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Connector, PageFacts, PageState};

/// The largest number that is shown.
const MOST: u32 = 999;

/// A count of unread things. Shown as `3`, `9+` or `999+`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    /// How many, at least.
    pub count: u32,
    /// Whether there are more than that.
    pub more: bool,
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plus = if self.more || self.count > MOST {
            "+"
        } else {
            ""
        };
        write!(f, "{}{plus}", self.count.min(MOST))
    }
}

/// The unread count of a page. `None` where nothing tells; a login page has none.
#[must_use]
pub fn unread(connector: &Connector, facts: &PageFacts, state: PageState) -> Option<Unread> {
    if matches!(
        state,
        PageState::Login | PageState::Expired | PageState::Refused
    ) {
        return None;
    }
    let rules = &connector.preset.unread;
    let pattern = rules
        .title
        .as_ref()
        .map_or("(n)", |title| title.pattern.as_str());
    let of = |source: &str| match source {
        "title" => from_title(&facts.title, pattern),
        "dom" => facts.counter.as_deref().and_then(number),
        _ => None,
    };
    if rules.order.is_empty() {
        return of("title");
    }
    rules.order.iter().find_map(|source| of(source))
}

/// The count at the start of a title: `(3) Deals`, `[3] Deals`. A number elsewhere is none.
///
/// ```
/// assert_eq!(connectors::unread_from_title("(9+) Inbox").unwrap().to_string(), "9+");
/// assert_eq!(connectors::unread_from_title("Deal (2)"), None);
/// ```
#[must_use]
pub fn unread_from_title(title: &str) -> Option<Unread> {
    from_title(title, "(n)")
}

fn from_title(title: &str, pattern: &str) -> Option<Unread> {
    let title = title.trim_start();
    if pattern == "n " {
        return title.split_once(' ').and_then(|(head, _)| number(head));
    }
    let close = match title.chars().next()? {
        '(' => ')',
        '[' => ']',
        _ => return None,
    };
    number(title[1..].split_once(close)?.0)
}

/// `3`, `9+`, `1k`, `1.2k`, `1,234`.
fn number(text: &str) -> Option<Unread> {
    let text = text.trim();
    let (text, plus) = text
        .strip_suffix('+')
        .map_or((text, false), |rest| (rest, true));
    let (digits, thousands) = match text.strip_suffix(['k', 'K']) {
        Some(rest) => (
            rest.split(['.', ',']).next().unwrap_or_default().to_owned(),
            true,
        ),
        None => (
            text.replace([',', '.', '\u{a0}', '\u{202f}', ' '], ""),
            false,
        ),
    };
    if digits.is_empty() || digits.len() > 9 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let count: u32 = digits.parse().ok()?;
    let count = if thousands {
        count.saturating_mul(1000)
    } else {
        count
    };
    Some(Unread {
        count,
        more: plus || thousands,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{find, generic};

    fn shown(title: &str) -> Option<String> {
        unread_from_title(title).map(|unread| unread.to_string())
    }

    #[test]
    fn a_leading_counter_counts() {
        for (title, expected) in [
            ("(3) Deals", Some("3")),
            ("[12] Deals", Some("12")),
            ("  (3)Deals", Some("3")),
            ("(0) Deals", Some("0")),
            ("(9+) Deals", Some("9+")),
            ("(1k) Deals", Some("999+")),
            ("(1.2K) Deals", Some("999+")),
            ("(1,234) Deals", Some("999+")),
            ("(999) Deals", Some("999")),
            ("(1000) Deals", Some("999+")),
            ("Deals (3)", None),
            ("(new) Deals", None),
            ("() Deals", None),
            ("(3", None),
            ("(3] Deals", None),
            ("(-3) Deals", None),
            ("(99999999999) Deals", None),
            ("3 Deals", None),
            ("", None),
            ("(٣) Deals", None),
        ] {
            assert_eq!(shown(title).as_deref(), expected, "title: {title}");
        }
    }

    #[test]
    fn a_login_page_has_no_count() {
        let facts = PageFacts {
            title: "(3) Acme".into(),
            ..PageFacts::default()
        };
        assert!(unread(generic(), &facts, PageState::SignedIn).is_some());
        for state in [PageState::Login, PageState::Expired, PageState::Refused] {
            assert_eq!(unread(generic(), &facts, state), None);
        }
    }

    #[test]
    fn a_connector_says_where_its_count_is() {
        let facts = PageFacts {
            title: "(3) Acme".into(),
            counter: Some("9+".into()),
            ..PageFacts::default()
        };
        let tryton = unread(find("tryton").unwrap(), &facts, PageState::SignedIn);
        assert_eq!(
            tryton,
            Some(Unread {
                count: 9,
                more: true
            })
        );
        let roundcube = unread(find("roundcube").unwrap(), &facts, PageState::SignedIn);
        assert_eq!(
            roundcube,
            Some(Unread {
                count: 3,
                more: false
            })
        );
    }

    proptest! {
        #[test]
        fn no_title_makes_it_panic(title in "[(\\[]?.{0,20}") {
            let _ = unread_from_title(&title);
        }

        #[test]
        fn every_number_is_read_back(count in 0_u32..1_000_000, rest in "[^)]{0,10}") {
            let found = unread_from_title(&format!("({count}) {rest}"));
            prop_assert_eq!(found, Some(Unread { count, more: false }));
        }
    }
}
