//! `GET /portal/referral/rewards`: what charges have brought.

use api::{Problem, RewardsResponse};
use axum::{Json, extract::State};

use crate::{
    http::{
        extract::{ApiQuery, Holder},
        failure::Failure,
        part::Part,
        view,
    },
    state::AppState,
};

/// Lists what charges have brought
#[utoipa::path(
    get,
    path = "/api/v1/portal/referral/rewards",
    tag = "portal",
    operation_id = "portal_referral_rewards",
    params(Part),
    responses(
        (status = 200, description = "The last ones first", body = RewardsResponse),
        (status = 400, description = "`validation_failed`, `cursor_invalid`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`referral_disabled`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Holder(session): Holder,
    ApiQuery(part): ApiQuery<Part>,
) -> Result<Json<RewardsResponse>, Failure> {
    super::programme(&state)?;
    let (after, shown) = (part.after()?, part.shown());
    let rows = crm::referral::rewards(state.db.read(), &session, after, shown.read()).await?;
    let (rows, next_cursor) = shown.cut(rows, |row| &row.id);
    Ok(Json(RewardsResponse {
        items: rows.into_iter().map(view::reward).collect(),
        next_cursor,
    }))
}
