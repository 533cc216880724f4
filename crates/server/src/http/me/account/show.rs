//! `GET /c/{crm}/me/account`: the account behind the user.

use api::{LinkedAccount, MyAccountResponse, Problem};
use axum::{Json, extract::State};

use crate::{
    http::{extract::Caller, failure::Failure, view},
    state::AppState,
};

/// Tells which account the user is connected to
#[utoipa::path(
    get,
    path = "/api/v1/c/{crm}/me/account",
    tag = "my profile",
    operation_id = "my_account",
    params(("crm" = String, Path, description = "The CRM's slug")),
    responses(
        (status = 200, description = "The account, if there is one", body = MyAccountResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Caller { session, .. }: Caller,
) -> Result<Json<MyAccountResponse>, Failure> {
    let link = crm::account_link(state.db.read(), &session).await?;
    Ok(Json(MyAccountResponse {
        has_password: session.has_password,
        account: link.map(|link| LinkedAccount {
            since: view::instant(link.since),
            can_disconnect: !link.is_owner && !link.by_account,
            email: link.email,
            by_account: link.by_account,
        }),
    }))
}
