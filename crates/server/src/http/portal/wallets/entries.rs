//! `GET /portal/wallets/{id}/entries`: what moved a balance.

use api::{Problem, WalletEntriesResponse};
use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::IntoParams;

use super::Wanted;
use crate::{
    http::{
        extract::{ApiQuery, Holder, PathId},
        failure::Failure,
        part::{Shown, place},
        view,
    },
    state::AppState,
};

/// How much of it at once.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Part {
    /// 1 to 200; 50 unless said.
    limit: Option<u64>,
    /// `next_cursor` of the part before.
    cursor: Option<String>,
    /// Of this kind alone.
    kind: Option<api::EntryKind>,
    /// From this moment on (RFC 3339).
    from: Option<String>,
    /// Before this moment (RFC 3339).
    until: Option<String>,
}

/// Lists what moved a balance
#[utoipa::path(
    get,
    path = "/api/v1/portal/wallets/{id}/entries",
    tag = "portal",
    operation_id = "portal_wallet_entries",
    params(("id" = String, Path, description = "The wallet's id"), Part),
    responses(
        (status = 200, description = "The last ones first", body = WalletEntriesResponse),
        (status = 400, description = "`validation_failed`, `cursor_invalid`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Holder(session): Holder,
    PathId(id): PathId,
    ApiQuery(part): ApiQuery<Part>,
) -> Result<Json<WalletEntriesResponse>, Failure> {
    let shown = Shown::of(part.limit);
    let cursor = part.cursor;
    let after = place(cursor.as_deref())?;
    let filter = Wanted {
        kind: part.kind,
        from: part.from,
        until: part.until,
    }
    .filter()?;
    let db = state.db.read();
    let rows = crm::portal::wallet_entries(db, &session, &id, &filter, after, shown.read()).await?;
    let (rows, next_cursor) = shown.cut(rows, |row| &row.id);
    let items = rows.into_iter().map(view::wallet_entry);
    Ok(Json(WalletEntriesResponse {
        items: items.collect(),
        next_cursor,
    }))
}
