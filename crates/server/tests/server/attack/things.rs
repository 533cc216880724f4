//! The ids of what a CRM and its owner's account have, and where they stand in addresses.

use serde_json::Value;

/// What nothing ever was named.
const NEVER: &str = "0192f0c1-2345-7abc-8def-0123456789ab";

#[derive(Debug, Clone)]
pub(super) struct Things {
    /// What the CRM is called.
    pub(super) crm_name: &'static str,
    /// Who its provider of single sign-on is.
    pub(super) issuer: String,
    /// The operator's provider, which is there for every account.
    pub(super) operators_provider: String,
    /// What a screen shows that waits to be let in.
    pub(super) code: String,
    /// The number that it shows.
    pub(super) number: Value,
    /// Each by the beginning of an address whose last parameter it stands for. The longest that fits counts.
    pub(super) ids: Vec<(&'static str, String)>,
}

impl Things {
    /// What a parameter of an address names.
    pub(super) fn id(&self, path: &str, name: &str) -> &str {
        let ids = self.ids.iter();
        let fitting = ids.filter(|(begin, _)| path.starts_with(begin) && last(begin) == name);
        let found = fitting.max_by_key(|(begin, _)| begin.len());
        assert!(
            found.is_some(),
            "`{name}` of {path} could name nothing that is there: let each CRM have one of it in `stage.rs`, and add its \
             id to what `crm_things`, `portal_things` or `other_things` returns"
        );
        let (_, id) = found.expect("there");
        id
    }

    /// The same, where nothing is named by any id.
    pub(super) fn never(&self) -> Self {
        let ids = self.ids.iter();
        Self {
            code: "0000-0000".to_owned(),
            ids: ids.map(|(begin, _)| (*begin, NEVER.to_owned())).collect(),
            ..self.clone()
        }
    }
}

/// The last parameter of a beginning.
fn last(begin: &str) -> &str {
    let (_, rest) = begin.rsplit_once('{').expect("a parameter");
    rest.split('}').next().expect("closed")
}

/// What the operator alone could name and nothing has come to here: work and letters that failed, payouts.
pub(super) fn never() -> String {
    NEVER.to_owned()
}
