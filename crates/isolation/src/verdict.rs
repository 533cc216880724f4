//! From findings to a verdict.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{FindingState, Findings};

/// Kinds without which nothing is proved: every CRM keeps its sign-in in one of them.
pub const ESSENTIAL: [&str; 5] = [
    "cookie",
    "http_only_cookie",
    "indexed_db",
    "local_storage",
    "session_cookie",
];

/// What is known of one kind of storage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", content = "note")]
pub enum Kind {
    /// A mark stayed with who left it, and another visitor who looked did not see it.
    Apart,
    /// A visitor saw another one's mark.
    Shared,
    /// Nobody could look, or no mark stayed: nothing is known. Why, where a page said so.
    Untested(String),
}

/// What is known of every kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// By the kind's name, such as `local_storage`.
    pub kinds: BTreeMap<String, Kind>,
}

/// What follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Sessions are kept apart in everything that could be tested, all of [`ESSENTIAL`] among it.
    Apart,
    /// They are not, in these kinds.
    Shared(Vec<String>),
    /// No leak was seen, but these of [`ESSENTIAL`] could not be tested.
    Untested(Vec<String>),
}

impl Verdict {
    /// What follows from it. One leak outweighs everything else.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        let shared = self.that(|kind| *kind == Kind::Shared);
        if !shared.is_empty() {
            return Outcome::Shared(shared);
        }
        let open = |kind: &&str| self.kinds.get(*kind) != Some(&Kind::Apart);
        let open: Vec<_> = ESSENTIAL
            .into_iter()
            .filter(open)
            .map(ToOwned::to_owned)
            .collect();
        if open.is_empty() {
            Outcome::Apart
        } else {
            Outcome::Untested(open)
        }
    }

    /// The kinds that were not tested.
    #[must_use]
    pub fn untested(&self) -> Vec<String> {
        self.that(|kind| matches!(kind, Kind::Untested(_)))
    }

    /// The kinds that are apart.
    #[must_use]
    pub fn apart(&self) -> Vec<String> {
        self.that(|kind| *kind == Kind::Apart)
    }

    fn that(&self, fits: impl Fn(&Kind) -> bool) -> Vec<String> {
        let fitting = self.kinds.iter().filter(|(_, kind)| fits(kind));
        fitting.map(|(name, _)| name.clone()).collect()
    }
}

impl From<&Findings> for Verdict {
    fn from(findings: &Findings) -> Self {
        let kinds: BTreeSet<&str> = findings.findings.iter().map(|f| f.kind.as_str()).collect();
        let of = |kind: &str| (kind.to_owned(), verdict_on(findings, kind));
        Self {
            kinds: kinds.into_iter().map(of).collect(),
        }
    }
}

fn verdict_on(findings: &Findings, kind: &str) -> Kind {
    let all: Vec<_> = findings
        .findings
        .iter()
        .filter(|f| f.kind == kind)
        .collect();
    if all
        .iter()
        .any(|f| f.saw.iter().any(|mark| *mark != f.visitor))
    {
        return Kind::Shared;
    }
    let kept = all.iter().position(|f| f.saw.contains(&f.visitor));
    // Whoever looked before that mark was left can't have seen it: only those in between say something.
    let first = kept.and_then(|kept| all.iter().position(|f| f.visitor == all[kept].visitor));
    let others_looked = first.is_some_and(|first| {
        all.iter()
            .skip(first)
            .any(|f| f.visitor != all[first].visitor && f.state == FindingState::Looked)
    });
    if others_looked {
        return Kind::Apart;
    }
    let note = all.iter().rev().find(|f| !f.note.is_empty());
    Kind::Untested(note.map_or_else(|| "no mark stayed".to_owned(), |f| f.note.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Finding;

    fn found(kind: &str, saw: &[&str]) -> Finding {
        Finding {
            visitor: String::new(),
            kind: kind.into(),
            state: FindingState::Looked,
            saw: saw.iter().map(|&mark| mark.to_owned()).collect(),
            note: String::new(),
        }
    }

    /// What A, then B, then A again saw of one kind.
    fn seen(kind: &str, [first, other, again]: [&[&str]; 3]) -> Findings {
        let mut findings = Findings::default();
        for (visitor, saw) in [("a", first), ("b", other), ("a", again)] {
            findings.report(visitor, [found(kind, saw)]);
        }
        findings
    }

    fn kind(findings: &Findings) -> Kind {
        Verdict::from(findings).kinds["k"].clone()
    }

    #[test]
    fn a_mark_that_stays_with_its_visitor_alone_is_apart() {
        assert_eq!(kind(&seen("k", [&[], &[], &["a"]])), Kind::Apart);
    }

    #[test]
    fn a_mark_that_another_visitor_sees_is_shared_whoever_it_is() {
        assert_eq!(kind(&seen("k", [&[], &["a"], &["a"]])), Kind::Shared);
        assert_eq!(kind(&seen("k", [&[], &[], &["b"]])), Kind::Shared);
        assert_eq!(kind(&seen("k", [&[], &["b", "a"], &[]])), Kind::Shared);
    }

    #[test]
    fn where_no_mark_stays_nothing_is_proved() {
        let findings = seen("k", [&[], &[], &[]]);
        assert_eq!(kind(&findings), Kind::Untested("no mark stayed".into()));
    }

    #[test]
    fn where_the_other_visitor_could_not_look_nothing_is_proved() {
        let mut findings = Findings::default();
        findings.report("a", [found("k", &["a"])]);
        let failed = Finding {
            state: FindingState::Failed,
            note: "Error: gone".into(),
            ..found("k", &[])
        };
        findings.report("b", [failed]);
        assert_eq!(kind(&findings), Kind::Untested("Error: gone".into()));
    }

    #[test]
    fn a_look_before_the_mark_was_left_proves_nothing() {
        let mut findings = Findings::default();
        findings.report("b", [found("k", &[])]);
        findings.report("a", [found("k", &[])]);
        findings.report("a", [found("k", &["a"])]);
        assert_eq!(kind(&findings), Kind::Untested("no mark stayed".into()));
    }

    fn verdict(change: impl FnOnce(&mut BTreeMap<String, Kind>)) -> Verdict {
        let mut kinds = ESSENTIAL
            .map(|k| (k.to_owned(), Kind::Apart))
            .into_iter()
            .collect();
        change(&mut kinds);
        Verdict { kinds }
    }

    #[test]
    fn one_shared_kind_decides() {
        let leak = verdict(|kinds| {
            kinds.insert("cookie".into(), Kind::Untested(String::new()));
            kinds.insert("web_lock".into(), Kind::Shared);
        });
        assert_eq!(leak.outcome(), Outcome::Shared(vec!["web_lock".into()]));
    }

    #[test]
    fn a_lesser_kind_may_stay_untested_an_essential_one_may_not() {
        let lesser = verdict(|kinds| {
            kinds.insert("web_lock".into(), Kind::Untested(String::new()));
        });
        assert_eq!(lesser.outcome(), Outcome::Apart);
        for essential in ESSENTIAL {
            let open = verdict(|kinds| drop(kinds.remove(essential)));
            assert_eq!(open.outcome(), Outcome::Untested(vec![essential.into()]));
        }
    }

    #[test]
    fn no_findings_are_no_proof() {
        assert!(matches!(
            Verdict::from(&Findings::default()).outcome(),
            Outcome::Untested(_)
        ));
    }
}
