//! The audit log of a CRM, for its owner and admins.

pub(crate) mod csv;
pub(crate) mod list;

use crm::{AuditActorKind, AuditBy, AuditFilter, FieldFault, audit_action};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::http::{failure::Failure, part::moment};

/// Which entries.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// Of this user, account or key alone, by its id, or of `operator` or `nobody`. What a user did by their account is
    /// theirs, too.
    actor: Option<String>,
    /// Of this kind alone.
    kind: Option<String>,
    /// From this moment on (RFC 3339).
    from: Option<String>,
    /// Before this moment (RFC 3339).
    until: Option<String>,
}

impl Wanted {
    fn filter(self) -> Result<AuditFilter, Failure> {
        let known = |name: &str| {
            audit_action(name).ok_or_else(|| Failure::field("?".to_owned(), FieldFault::Unknown))
        };
        Ok(AuditFilter {
            by: self.actor.map(by),
            action: self.kind.as_deref().map(known).transpose()?,
            from: moment(self.from.as_deref())?,
            until: moment(self.until.as_deref())?,
        })
    }
}

fn by(actor: String) -> AuditBy {
    match actor.as_str() {
        "operator" => AuditBy::Kind(AuditActorKind::Operator),
        "nobody" => AuditBy::Kind(AuditActorKind::Nobody),
        _ => AuditBy::One(actor),
    }
}
