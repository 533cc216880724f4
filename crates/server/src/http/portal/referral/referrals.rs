//! `GET /portal/referral/referrals`: whom the account has recommended the service to.

use api::{Problem, ReferralsResponse};
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

/// Lists whom the account has recommended the service to
#[utoipa::path(
    get,
    path = "/api/v1/portal/referral/referrals",
    tag = "portal",
    operation_id = "portal_referrals",
    params(Part),
    responses(
        (status = 200, description = "The last ones first", body = ReferralsResponse),
        (status = 400, description = "`validation_failed`, `cursor_invalid`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`referral_disabled`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Holder(session): Holder,
    ApiQuery(part): ApiQuery<Part>,
) -> Result<Json<ReferralsResponse>, Failure> {
    super::programme(&state)?;
    let (after, shown) = (part.after()?, part.shown());
    let rows = crm::referral::referrals(state.db.read(), &session, after, shown.read()).await?;
    let (rows, next_cursor) = shown.cut(rows, |row| &row.id);
    Ok(Json(ReferralsResponse {
        items: rows.into_iter().map(view::referral).collect(),
        next_cursor,
    }))
}
