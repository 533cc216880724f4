//! Balances, and what moved them.

pub(crate) mod csv;
pub(crate) mod entries;
pub(crate) mod list;

use api::{EntryKind, WalletsResponse};
use axum::Json;
use crm::{FieldFault, PortalSession, portal::EntryFilter};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    http::{failure::Failure, view},
    state::AppState,
};

/// Which entries.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// Of this kind alone.
    kind: Option<EntryKind>,
    /// From this moment on (RFC 3339).
    from: Option<String>,
    /// Before this moment (RFC 3339).
    until: Option<String>,
}

impl Wanted {
    fn filter(&self) -> Result<EntryFilter, Failure> {
        Ok(EntryFilter {
            kind: self.kind.map(view::kind_of),
            from: instant(self.from.as_deref())?,
            until: instant(self.until.as_deref())?,
        })
    }
}

/// The account's wallets as they are now.
pub(super) async fn all(
    state: &AppState,
    session: &PortalSession,
) -> Result<Json<WalletsResponse>, Failure> {
    let rows = crm::portal::wallets(state.db.read(), session, &state.plan).await?;
    let items = rows.into_iter().map(|row| view::wallet(row, &state.base));
    Ok(Json(WalletsResponse {
        items: items.collect(),
    }))
}

fn instant(text: Option<&str>) -> Result<Option<Timestamp>, Failure> {
    let read = text.map(str::parse).transpose();
    read.map_err(|_| Failure::field("?".to_owned(), FieldFault::Invalid))
}
