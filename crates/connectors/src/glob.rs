//! Globs over addresses: `*` within one segment, `**` at any depth, `#…` for the fragment, `?a=b`
//! for parts of the query.

use domain::CrmAddress;
use url::{Position, Url};

/// Whether an address matches a pattern of a preset; `{base}` is the account's address. A slash at
/// the end makes no difference.
pub(crate) fn url_matches(pattern: &str, base: &CrmAddress, url: &Url) -> bool {
    let pattern = pattern.replace("{base}", base.as_str());
    let (pattern, fragment) = split(&pattern, '#');
    let (path, query) = split(pattern, '?');
    let whole = &url[..Position::AfterPath];
    (glob(path, whole) || glob(path.trim_end_matches('/'), whole.trim_end_matches('/')))
        && fragment.is_none_or(|wanted| url.fragment().is_some_and(|found| glob(wanted, found)))
        && query.is_none_or(|wanted| query_matches(wanted, url))
}

fn split(text: &str, at: char) -> (&str, Option<&str>) {
    text.split_once(at)
        .map_or((text, None), |(before, after)| (before, Some(after)))
}

fn query_matches(wanted: &str, url: &Url) -> bool {
    wanted
        .split('&')
        .filter(|pair| !pair.is_empty())
        .all(|pair| {
            let (key, value) = split(pair, '=');
            url.query_pairs()
                .any(|(k, v)| k == key && value.is_none_or(|wanted| glob(wanted, &v)))
        })
}

/// One step of a pattern.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Token {
    Letter(char),
    /// Anything without a slash.
    Segment,
    /// Anything.
    Depth,
}

fn tokens(pattern: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    for c in pattern.chars() {
        match (c, tokens.last()) {
            ('*', Some(Token::Segment)) => {
                tokens.pop();
                tokens.push(Token::Depth);
            }
            ('*', Some(Token::Depth)) => {}
            ('*', _) => tokens.push(Token::Segment),
            _ => tokens.push(Token::Letter(c)),
        }
    }
    tokens
}

/// Matches in time proportional to both lengths, whatever the pattern.
pub(crate) fn glob(pattern: &str, text: &str) -> bool {
    let tokens = tokens(pattern);
    // reached[i]: the first i tokens match the text read so far.
    let mut reached = vec![false; tokens.len() + 1];
    reached[0] = true;
    skip_stars(&tokens, &mut reached);
    for c in text.chars() {
        let mut next = vec![false; tokens.len() + 1];
        for (i, token) in tokens.iter().enumerate().filter(|(i, _)| reached[*i]) {
            match token {
                Token::Letter(letter) if *letter == c => next[i + 1] = true,
                Token::Segment if c != '/' => next[i] = true,
                Token::Depth => next[i] = true,
                _ => {}
            }
        }
        skip_stars(&tokens, &mut next);
        reached = next;
    }
    reached.last().copied().unwrap_or_default()
}

/// A star also stands for nothing.
fn skip_stars(tokens: &[Token], reached: &mut [bool]) {
    for (i, token) in tokens.iter().enumerate() {
        if reached[i] && !matches!(token, Token::Letter(_)) {
            reached[i + 1] = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn stars_stay_in_their_segment() {
        for (pattern, text, expected) in [
            ("a/*/c", "a/b/c", true),
            ("a/*/c", "a/b/b/c", false),
            ("a/**/c", "a/b/b/c", true),
            ("a/**", "a/", true),
            ("a/**", "a", false),
            ("a**", "a/b", true),
            ("*", "", true),
            ("", "", true),
            ("", "a", false),
            ("sao_session_*", "sao_session_demo", true),
        ] {
            assert_eq!(glob(pattern, text), expected, "{pattern} on {text}");
        }
    }

    #[test]
    fn addresses_match_by_path_query_and_fragment() {
        let base: CrmAddress = "https://host.example/crm".parse().unwrap();
        for (pattern, url, expected) in [
            ("{base}/login", "https://host.example/crm/login", true),
            (
                "{base}/login",
                "https://host.example/crm/login/?next=/x",
                true,
            ),
            ("{base}/login", "https://host.example/login", false),
            ("{base}/auth/**", "https://host.example/crm/auth/a/b", true),
            ("{base}/#/Login", "https://host.example/crm/#/Login", true),
            ("{base}/#/Login", "https://host.example/crm/", false),
            (
                "{base}/?_task=login",
                "https://host.example/crm/?_task=login&x=1",
                true,
            ),
            (
                "{base}/?_task=login",
                "https://host.example/crm/?_task=mail",
                false,
            ),
            (
                "https://a.example/**/rejected**",
                "https://a.example/v3/rejected?x",
                true,
            ),
            ("https://a.example/**", "https://a.example.evil.org/", false),
            (
                "https://a.example/**",
                "https://evil.org/https://a.example/",
                false,
            ),
        ] {
            let url = url.parse().unwrap();
            assert_eq!(
                url_matches(pattern, &base, &url),
                expected,
                "{pattern} on {url}"
            );
        }
    }

    proptest! {
        #[test]
        fn a_pattern_without_stars_matches_itself_alone(a in "[a-z/]{0,8}", b in "[a-z/]{0,8}") {
            prop_assert!(glob(&a, &a));
            prop_assert_eq!(glob(&a, &b), a == b);
        }

        #[test]
        fn two_stars_match_whatever_stands_between(a in "[a-z/]{0,6}", b in ".{0,12}") {
            let text = format!("{a}{b}{a}");
            let pattern = format!("{a}**{a}");
            prop_assert!(glob(&pattern, &text));
        }

        #[test]
        fn many_stars_cost_no_time(text in "a{0,200}") {
            prop_assert!(!glob("*a*a*a*a*a*a*a*a*a*a*a*a*b", &text));
        }
    }
}
