//! Balances, and what moved them.

pub(crate) mod csv;
pub(crate) mod entries;
pub(crate) mod list;

use api::{EntryKind, WalletsResponse};
use axum::Json;
use crm::{PortalSession, portal::EntryFilter};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    http::{failure::Failure, part::moment, view},
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
            from: moment(self.from.as_deref())?,
            until: moment(self.until.as_deref())?,
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
