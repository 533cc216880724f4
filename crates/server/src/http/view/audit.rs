//! Entries of the audit log.

use api::{AuditActor, AuditEntry, AuditSubject};
use crm::{AuditActorKind, AuditView};

use super::instant;

/// An entry as readers of a log see it.
pub(crate) fn audit_entry(row: AuditView) -> AuditEntry {
    let name = row.subject_name;
    AuditEntry {
        id: row.id,
        at: instant(row.at),
        kind: row.action,
        actor: AuditActor {
            kind: match row.actor_kind {
                AuditActorKind::User => api::AuditActorKind::User,
                AuditActorKind::Account => api::AuditActorKind::Account,
                AuditActorKind::Key => api::AuditActorKind::ApiKey,
                AuditActorKind::Operator => api::AuditActorKind::Operator,
                AuditActorKind::Nobody => api::AuditActorKind::Nobody,
            },
            id: row.actor_id,
            name: row.actor_name,
        },
        subject: row.subject_id.map(|id| AuditSubject { id, name }),
        fields: row.fields,
        ip: row.ip,
        device: row.device,
        request_id: row.request_id,
    }
}
