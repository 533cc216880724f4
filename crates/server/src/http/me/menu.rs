//! `GET /c/{crm}/me/menu`: what a menu of the user shows.

use api::{MyMenuResponse, Problem};
use axum::Json;

use crate::http::{extract::Caller, view};

/// Tells what a menu of the user shows
#[utoipa::path(
    get,
    path = "/api/v1/c/{crm}/me/menu",
    tag = "my profile",
    operation_id = "my_menu",
    params(("crm" = String, Path, description = "The CRM's slug")),
    responses(
        (status = 200, description = "The menu", body = MyMenuResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(Caller { crm, session }: Caller) -> Json<MyMenuResponse> {
    let user = session.who;
    Json(MyMenuResponse {
        photo_url: view::photo_url(&crm, user.photo.as_deref()),
        initials: user.initials(),
        display_name: user.display_name,
        username: user.username,
        email: user.email,
        sign_out_url: format!("/api/v1/c/{}/sign-out", crm.slug),
        profile_url: crm.home_path(),
        crm_name: crm.name,
    })
}
