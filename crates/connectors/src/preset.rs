//! The preset file, schema 1, as it is written. Field by field, no decisions. What a preset states
//! and nothing reads yet has a name with `_`, so that only misspelt keys count as unknown.
//!
//! Unknown keys are kept out here and reported by [`load`](crate::load()); wrong types refuse the
//! file.

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Preset {
    #[serde(rename = "schema")]
    pub(crate) _schema: i64,
    pub(crate) id: String,
    pub(crate) name: String,
    #[serde(default, rename = "homepage")]
    pub(crate) _homepage: String,
    #[serde(default)]
    pub(crate) kind: Kind,
    #[serde(default)]
    pub(crate) icon: String,
    #[serde(default)]
    pub(crate) colour: String,
    #[serde(default, rename = "revision")]
    pub(crate) _revision: u32,
    #[serde(default, rename = "verified")]
    pub(crate) _verified: Option<toml::value::Datetime>,
    #[serde(default)]
    pub(crate) status: Status,
    /// Offered as a tile on the first start.
    #[serde(default)]
    pub(crate) tile: bool,
    #[serde(default, rename = "address")]
    pub(crate) addresses: Vec<AddressTemplate>,
    #[serde(default)]
    pub(crate) hosts: Hosts,
    #[serde(default)]
    pub(crate) recognise: Recognise,
    #[serde(default)]
    pub(crate) login: Vec<Rule>,
    #[serde(default)]
    pub(crate) signed_in: Vec<Rule>,
    #[serde(default)]
    pub(crate) expired: Vec<Rule>,
    #[serde(default)]
    pub(crate) refused: Vec<Rule>,
    #[serde(default)]
    pub(crate) sign_out: SignOutRules,
    #[serde(default)]
    pub(crate) csrf: Csrf,
    #[serde(default)]
    pub(crate) profile: Vec<ProfileRule>,
    #[serde(default)]
    pub(crate) unread: UnreadRules,
    #[serde(default)]
    pub(crate) features: Features,
    #[serde(default)]
    pub(crate) evidence: BTreeMap<String, String>,
}

/// Where a CRM runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// At its vendor.
    Cloud,
    /// At whoever installed it.
    SelfHosted,
    /// Either.
    #[default]
    Both,
}

/// How far a fact can be trusted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Read in the CRM's source or documentation.
    #[default]
    Verified,
    /// A hint only: the generic rules decide.
    Unverified,
}

/// What backs one fact: `V`, `D`, `P` or `U`, and where it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The dotted key of the fact.
    pub fact: String,
    /// The mark and its source.
    pub source: String,
}

/// One way to write a CRM's address.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct AddressTemplate {
    /// What the field is called, in English ("Cloud", "Own server").
    #[serde(default)]
    pub label: String,
    /// `https://{name}.example.com/`; `{host}` and `{path}` stand for a whole typed address.
    pub template: String,
    /// What may stand for the placeholders.
    #[serde(default)]
    pub vars: BTreeMap<String, Variable>,
    /// Path ends that belong to the CRM's pages and not to its base (`/web`).
    #[serde(default)]
    pub strip: Vec<String>,
}

/// What may stand for one placeholder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Variable {
    /// An example to show.
    #[serde(default)]
    pub example: String,
    /// Known values, the most usual first.
    #[serde(default)]
    pub choices: Vec<String>,
    /// Whether other values are allowed.
    #[serde(default)]
    pub free: bool,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Hosts {
    #[serde(default)]
    pub(crate) main: Vec<String>,
    #[serde(default)]
    pub(crate) idp_in_place: Vec<String>,
    #[serde(default)]
    pub(crate) idp_popup: Vec<String>,
    #[serde(default)]
    pub(crate) idp_refuses: Vec<String>,
    #[serde(default)]
    pub(crate) external: Vec<String>,
}

/// What gives a product away from outside. Any one hit is enough.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Recognise {
    #[serde(default)]
    pub(crate) generator: Vec<String>,
    #[serde(default)]
    pub(crate) cookies: Vec<String>,
    #[serde(default)]
    pub(crate) html: Vec<String>,
    /// Each inner list is a hit when all its words occur.
    #[serde(default)]
    pub(crate) html_all: Vec<Vec<String>>,
}

/// One rule about the page's state: all conditions that are given must hold.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Rule {
    #[serde(default)]
    pub(crate) url: Option<String>,
    #[serde(default)]
    pub(crate) dom: Option<String>,
    /// A path into the page's own window: not visible from a separate script world, so such a rule
    /// never hits.
    #[serde(default)]
    pub(crate) global: Option<String>,
    #[serde(default)]
    pub(crate) cookie: Option<CookieCondition>,
    /// A glob over the keys of localStorage.
    #[serde(default)]
    pub(crate) storage: Option<String>,
    #[serde(default)]
    pub(crate) probe_status: Vec<u16>,
    #[serde(default)]
    pub(crate) url_from_signed_in_to: Option<String>,
    #[serde(default)]
    pub(crate) status: Status,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct CookieCondition {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) not: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct SignOutRules {
    #[serde(default, rename = "then")]
    pub(crate) _then: Option<String>,
    #[serde(default, rename = "confirm_state")]
    pub(crate) _confirm_state: Option<String>,
    #[serde(default, rename = "step")]
    pub(crate) steps: Vec<StepRule>,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct StepRule {
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) method: Option<String>,
    #[serde(default)]
    pub(crate) url: Option<String>,
    #[serde(default)]
    pub(crate) body: Option<String>,
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) selector: Option<String>,
    #[serde(default)]
    pub(crate) after: Option<String>,
    /// Readable cookies to remove afterwards, as the CRM's own page does.
    #[serde(default)]
    pub(crate) drop_cookies: Vec<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Csrf {
    #[serde(default)]
    pub(crate) source: String,
    #[serde(default)]
    pub(crate) path: String,
    #[serde(default)]
    pub(crate) header: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct ProfileRule {
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) method: Option<String>,
    #[serde(default)]
    pub(crate) url: Option<String>,
    #[serde(default)]
    pub(crate) body: Option<String>,
    #[serde(default)]
    pub(crate) name: OneOrMany,
    #[serde(default)]
    pub(crate) email: Option<String>,
    #[serde(default)]
    pub(crate) avatar: Option<String>,
    #[serde(default, rename = "side_effects")]
    pub(crate) _side_effects: Option<String>,
    #[serde(default, rename = "status")]
    pub(crate) _status: Status,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl Default for OneOrMany {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl OneOrMany {
    pub(crate) fn as_slice(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct UnreadRules {
    #[serde(default)]
    pub(crate) order: Vec<String>,
    #[serde(default, rename = "means")]
    pub(crate) _means: String,
    #[serde(default)]
    pub(crate) title: Option<TitleRule>,
    #[serde(default)]
    pub(crate) dom: Option<CountRule>,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct TitleRule {
    #[serde(default)]
    pub(crate) pattern: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct CountRule {
    pub(crate) selector: String,
    #[serde(default)]
    pub(crate) mode: String,
    #[serde(default, rename = "status")]
    pub(crate) _status: Status,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Features {
    #[serde(default)]
    pub(crate) popup_hosts: Vec<String>,
    #[serde(default, rename = "protocols")]
    pub(crate) _protocols: Vec<String>,
    #[serde(default, rename = "before_unload")]
    pub(crate) _before_unload: bool,
}
