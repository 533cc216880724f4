//! `GET /operator/wallet`: whose wallet is which.

use api::{HeldWallet, Problem};
use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    http::{
        extract::{ApiQuery, Operator},
        failure::Failure,
        view,
    },
    state::AppState,
};

/// Whose.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Whose {
    /// The last part of a CRM's address, or the e-mail address of an account.
    holder: String,
}

/// Finds the wallet of a CRM or an account
#[utoipa::path(
    get,
    path = "/api/v1/operator/wallet",
    tag = "operator",
    operation_id = "operator_wallet",
    params(Whose),
    responses(
        (status = 200, description = "It", body = HeldWallet),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`forbidden`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Operator(_session): Operator,
    ApiQuery(whose): ApiQuery<Whose>,
) -> Result<Json<HeldWallet>, Failure> {
    let (db, holder) = (state.db.read(), view::holder(&whose.holder));
    let found = crm::operator::wallet_of(db, holder, state.now()).await?;
    Ok(Json(view::held_wallet(found)))
}
