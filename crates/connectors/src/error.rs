//! What can be wrong with a preset file or with a page's answer.

/// Why a preset file isn't used. The generic rules apply in its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PresetError {
    /// Not TOML, or a field of the wrong type.
    #[error("the preset can't be read: {reason}")]
    Unreadable {
        /// What the reader said.
        reason: String,
    },
    /// Written for another version of the format.
    #[error("the preset has schema {schema}, known is 1")]
    SchemaUnknown {
        /// The number in the file.
        schema: i64,
    },
    /// An id outside `[a-z0-9-]{2,40}`.
    #[error("{id:?} is no connector id")]
    IdInvalid {
        /// The id in the file.
        id: String,
    },
    /// A host pattern that somebody else could own.
    #[error("the host pattern {pattern:?} is not safe")]
    HostPatternUnsafe {
        /// The pattern in the file.
        pattern: String,
    },
    /// An address template that makes no http or https address.
    #[error("the address template {template:?} makes no address")]
    TemplateInvalid {
        /// The template in the file.
        template: String,
    },
}

impl PresetError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "preset_unreadable",
            Self::SchemaUnknown { .. } => "preset_schema_unknown",
            Self::IdInvalid { .. } => "preset_id_invalid",
            Self::HostPatternUnsafe { .. } => "preset_host_pattern_unsafe",
            Self::TemplateInvalid { .. } => "preset_template_invalid",
        }
    }
}

/// Why a page's answer isn't looked at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FactsError {
    /// More than [`MAX_FACTS`](crate::MAX_FACTS) bytes.
    #[error("the page's answer is too large")]
    TooLarge,
    /// Not the expected JSON.
    #[error("the page's answer can't be read: {reason}")]
    Unreadable {
        /// What the reader said.
        reason: String,
    },
}

impl FactsError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "facts_too_large",
            Self::Unreadable { .. } => "facts_unreadable",
        }
    }
}
