//! Host patterns: a name, or `*.` and a domain that one owner holds.

use crate::PresetError;

/// Stands for a name that the person types, while a pattern is checked.
const PLACEHOLDER: &str = "placeholder-name";

/// A host name, or every name below a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum HostPattern {
    Exact(String),
    Below(String),
}

impl HostPattern {
    /// Reads a pattern without placeholders. `*` may stand for labels left of a registrable domain
    /// only: anybody can own `example.<some tld>`.
    pub(crate) fn parse(pattern: &str) -> Result<Self, PresetError> {
        let lower = pattern.to_ascii_lowercase();
        let unsafe_pattern = || PresetError::HostPatternUnsafe {
            pattern: pattern.to_owned(),
        };
        match lower.strip_prefix("*.") {
            Some(rest) if !rest.contains('*') && psl::domain_str(rest).is_some() => {
                Ok(Self::Below(rest.to_owned()))
            }
            None if !lower.contains(['*', '/', '{', '}']) && !lower.is_empty() => {
                Ok(Self::Exact(lower))
            }
            _ => Err(unsafe_pattern()),
        }
    }

    /// Checks a pattern that may hold placeholders: none may stand where the owner's own name has
    /// to be.
    pub(crate) fn check_template(pattern: &str) -> Result<(), PresetError> {
        if pattern == "{base}" {
            return Ok(());
        }
        let sample = pattern
            .replace("{tld}", "com")
            .replace("{name}", PLACEHOLDER);
        let owner = psl::domain_str(sample.trim_start_matches("*."));
        if pattern.contains('{') && owner.is_none_or(|owner| owner.starts_with(PLACEHOLDER)) {
            return Err(PresetError::HostPatternUnsafe {
                pattern: pattern.to_owned(),
            });
        }
        Self::parse(&sample).map(drop)
    }

    pub(crate) fn matches(&self, host: &str) -> bool {
        let host = host.strip_suffix('.').unwrap_or(host);
        match self {
            Self::Exact(name) => host == name,
            Self::Below(domain) => host
                .strip_suffix(domain)
                .is_some_and(|left| left.ends_with('.')),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_matches_what_its_owner_holds() {
        for (pattern, host, expected) in [
            ("auth.example.com", "auth.example.com", true),
            ("auth.example.com", "x.auth.example.com", false),
            ("*.example.com", "a.example.com", true),
            ("*.example.com", "a.b.example.com", true),
            ("*.example.com", "example.com", false),
            ("*.example.com", "badexample.com", false),
            ("*.example.com", "example.com.evil.org", false),
        ] {
            let pattern = HostPattern::parse(pattern).unwrap();
            assert_eq!(pattern.matches(host), expected, "{pattern:?} on {host}");
        }
    }

    #[test]
    fn patterns_that_anybody_could_own_are_refused() {
        for pattern in [
            "*",
            "*.com",
            "*.co.uk",
            "*.example.*",
            "a.*.example.com",
            "exa*.com",
            "",
        ] {
            assert!(HostPattern::parse(pattern).is_err(), "{pattern} is refused");
        }
        for template in ["{name}.{tld}", "{name}", "*.{name}.com", "{name}.com"] {
            assert!(
                HostPattern::check_template(template).is_err(),
                "{template} is refused"
            );
        }
        assert!(HostPattern::check_template("{name}.bitrix24.{tld}").is_ok());
        assert!(HostPattern::check_template("{base}").is_ok());
    }
}
