//! Exports of a CRM.

use api::{Export, ExportState, ExportsResponse};
use crm::export::{OrderState, OrderView};

use super::instant;

/// An export as the CRM's owner sees it.
pub(crate) fn export(row: OrderView) -> Export {
    Export {
        id: row.id,
        state: match row.state {
            OrderState::Waiting => ExportState::Waiting,
            OrderState::Making => ExportState::Making,
            OrderState::Ready => ExportState::Ready,
            OrderState::Failed => ExportState::Failed,
        },
        bytes: row.bytes,
        created_at: instant(row.created_at),
        expires_at: row.expires_at.map(instant),
    }
}

/// Several of them.
pub(crate) fn exports(rows: Vec<OrderView>) -> ExportsResponse {
    let items = rows.into_iter().map(export);
    ExportsResponse {
        items: items.collect(),
    }
}
