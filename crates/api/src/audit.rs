//! The audit logs of CRMs and accounts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What kind of one did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AuditActorKind {
    /// A user of the CRM.
    User,
    /// The holder of an account, at the portal.
    Account,
    /// A program with a key.
    ApiKey,
    /// Whoever runs the server, by its command line.
    Operator,
    /// The server by itself, or somebody who wasn't signed in.
    Nobody,
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AuditActor {
    /// What kind of one.
    pub kind: AuditActorKind,
    /// The id of the user, the account or the key.
    pub id: Option<String>,
    /// What they are called now; none when they are gone, or nobody that the reader knows.
    pub name: Option<String>,
}

/// What something was done to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AuditSubject {
    /// Its id.
    pub id: String,
    /// What it is called now; none when it is gone or has no name.
    pub name: Option<String>,
}

/// Something that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AuditEntry {
    /// Permanent id.
    pub id: String,
    /// When (RFC 3339).
    #[schema(format = DateTime)]
    pub at: String,
    /// What it was, such as `user.role_changed`. There may be more kinds with each release.
    pub kind: String,
    /// Who did it.
    pub actor: AuditActor,
    /// What it was done to.
    pub subject: Option<AuditSubject>,
    /// More about it, by names: no secrets.
    pub fields: BTreeMap<String, String>,
    /// The address that it came from.
    pub ip: Option<String>,
    /// What the device that it came from was called then, as lists of sessions do.
    pub device: Option<String>,
    /// The id of the request, which the server's own log has, too.
    pub request_id: Option<String>,
}

/// `GET /c/{crm}/audit`, `GET /portal/audit`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AuditLogResponse {
    /// The last ones first.
    pub items: Vec<AuditEntry>,
    /// What to ask for to see those before; none when there are none.
    pub next_cursor: Option<String>,
}
