//! Notifications.

use api::{Notification, NotificationSubject};
use crm::notification::NotificationView;

use super::instant;

/// A notification as whom it tells something sees it.
pub(crate) fn notification(row: NotificationView) -> Notification {
    Notification {
        id: row.id,
        kind: row.kind,
        subject: NotificationSubject {
            kind: row.subject_kind,
            id: row.subject_id,
        },
        fields: row.fields,
        at: instant(row.at),
        read_at: row.read_at.map(instant),
    }
}
