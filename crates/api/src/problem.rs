//! How errors are told: RFC 9457 problem details.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ErrorCode, ProofMethod};

/// One error, as `application/problem+json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// `/problems/{code}`, relative to the server.
    #[serde(rename = "type")]
    pub kind: String,
    /// What happened, in the reader's language.
    pub title: String,
    /// The HTTP status, repeated.
    pub status: u16,
    /// What programs decide by.
    pub code: ErrorCode,
    /// What to do about it, in the reader's language.
    pub detail: String,
    /// The id to look for in the server's log.
    pub request_id: String,
    /// The fields that are wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
    /// By what the person may prove who they are, with `step_up_required`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub methods: Vec<ProofMethod>,
    /// What may be taken instead, with `username_taken`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suggestions: Vec<String>,
    /// Seconds to wait before trying again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
}

impl Problem {
    /// The media type of a problem.
    pub const CONTENT_TYPE: &'static str = "application/problem+json";
}

/// One field of the request that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldProblem {
    /// Where it is: a JSON pointer (RFC 6901) into the body, or `?name` for a query parameter.
    pub pointer: String,
    /// What is wrong with it, for programs: `required`, `too_short`, `too_long`, `invalid`,
    /// `reserved`, `unknown`, `common`, `personal`.
    pub code: String,
    /// The same in the reader's language.
    pub detail: String,
}
