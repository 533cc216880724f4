//! What visitors found, and who they are.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// Whether a page could look into a kind of storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingState {
    /// It looked.
    Looked,
    /// The browser does not have this kind, or not on this address.
    Unsupported,
    /// It tried, and an error came.
    Failed,
}

/// What one visit found in one kind of storage, before it left its own mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Who looked.
    #[serde(default)]
    pub visitor: String,
    /// The kind of storage, such as `local_storage`.
    pub kind: String,
    /// Whether it could look.
    pub state: FindingState,
    /// The marks that were there.
    #[serde(default)]
    pub saw: BTreeSet<String>,
    /// The error's text, or another remark.
    #[serde(default)]
    pub note: String,
}

/// All findings so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Findings {
    /// Everyone who came, in the order of their first visit.
    pub visitors: Vec<String>,
    /// Everything found, in order.
    pub findings: Vec<Finding>,
    /// How often each visitor has reported.
    #[serde(default)]
    pub reports: BTreeMap<String, usize>,
    /// By host: who was told there to come over TLS only.
    #[serde(default)]
    told_hsts: BTreeMap<String, BTreeSet<String>>,
}

impl Findings {
    /// Findings of `visitor` which show somebody else's mark. Empty is what isolation means.
    #[must_use]
    pub fn foreign<'a>(&'a self, visitor: &'a str) -> Vec<&'a Finding> {
        self.of(visitor)
            .filter(|found| found.saw.iter().any(|mark| mark != visitor))
            .collect()
    }

    /// The kinds in which `visitor` found its own mark again: only for these does "nothing
    /// foreign" say anything.
    #[must_use]
    pub fn proven<'a>(&'a self, visitor: &'a str) -> BTreeSet<&'a str> {
        self.of(visitor)
            .filter(|f| f.saw.contains(visitor))
            .map(|f| f.kind.as_str())
            .collect()
    }

    /// The kinds which `visitor` never could look into, with the last reason.
    #[must_use]
    pub fn untested<'a>(&'a self, visitor: &'a str) -> BTreeMap<&'a str, &'a Finding> {
        let mut last = BTreeMap::new();
        for finding in self.of(visitor) {
            last.insert(finding.kind.as_str(), finding);
        }
        last.retain(|_, finding| finding.state != FindingState::Looked);
        last
    }

    /// All kinds which `visitor` reported.
    #[must_use]
    pub fn kinds<'a>(&'a self, visitor: &'a str) -> BTreeSet<&'a str> {
        self.of(visitor)
            .map(|finding| finding.kind.as_str())
            .collect()
    }

    fn of<'a>(&'a self, visitor: &'a str) -> impl Iterator<Item = &'a Finding> {
        self.findings
            .iter()
            .filter(move |finding| finding.visitor == visitor)
    }

    /// Takes a visitor's report. Whatever name the findings bear, they are this visitor's.
    pub fn report(&mut self, visitor: &str, findings: impl IntoIterator<Item = Finding>) {
        self.number(visitor);
        *self.reports.entry(visitor.to_owned()).or_default() += 1;
        let visitor = visitor.to_owned();
        self.findings
            .extend(findings.into_iter().map(|finding| Finding {
                visitor: visitor.clone(),
                ..finding
            }));
    }

    /// Writes down that this visitor was told to ask for this host over TLS only.
    pub fn strict(&mut self, host: &str, visitor: &str) {
        self.number(visitor);
        self.told_hsts
            .entry(host.to_owned())
            .or_default()
            .insert(visitor.to_owned());
    }

    /// Writes down how a visitor came to `http://host`: over TLS only if its browser knew better.
    pub fn arrived(&mut self, host: &str, visitor: &str, tls: bool) {
        self.number(visitor);
        let told = self.told_hsts.get(host).cloned().unwrap_or_default();
        self.findings.push(Finding {
            visitor: visitor.to_owned(),
            kind: "hsts".into(),
            state: FindingState::Looked,
            saw: if tls { told } else { BTreeSet::new() },
            note: String::new(),
        });
    }

    /// The visitor's number, from 1; a new visitor gets the next one.
    pub fn number(&mut self, visitor: &str) -> usize {
        let known = self.visitors.iter().position(|name| name == visitor);
        known.unwrap_or_else(|| {
            self.visitors.push(visitor.to_owned());
            self.visitors.len() - 1
        }) + 1
    }

    /// The visitor with a number.
    #[must_use]
    pub fn name(&self, number: usize) -> Option<&str> {
        self.visitors
            .get(number.checked_sub(1)?)
            .map(String::as_str)
    }
}
