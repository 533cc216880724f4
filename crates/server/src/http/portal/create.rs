//! `POST /portal/crms`: a new CRM.

use api::{CreateCrmRequest, PortalCrm, Problem};
use axum::{Json, extract::State};
use crm::{CopyPhoto, Request, portal::NewCrmInput};

use crate::{
    http::{
        extract::{ApiJson, Holder, Once},
        failure::Failure,
        observe::RequestInfo,
        view,
    },
    state::AppState,
};

/// Creates a CRM
///
/// Needs the `X-CSRF-Token` and `Idempotency-Key` headers. The same request again makes no second one.
#[utoipa::path(
    post,
    path = "/api/v1/portal/crms",
    tag = "portal",
    operation_id = "portal_create_crm",
    params(("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`"),
        ("idempotency-key" = String, Header, description = "1 to 64 visible characters")),
    request_body = CreateCrmRequest,
    responses(
        (status = 200, description = "Created, and on the list", body = PortalCrm),
        (status = 400, description = "`validation_failed`, `idempotency_key_required`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`slug_taken`, `crm_limit_reached`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`slug_invalid`, `idempotency_key_reused`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Holder(session): Holder,
    Once(key): Once,
    ApiJson(body): ApiJson<CreateCrmRequest>,
) -> Result<Json<PortalCrm>, Failure> {
    let request = Request {
        key,
        content: format!(
            "create_crm\n{}\n{}",
            body.name,
            body.slug.as_deref().unwrap_or_default()
        ),
    };
    let input = NewCrmInput {
        name: &body.name,
        slug: body.slug.as_deref(),
    };
    let (db, photos, trace, now) = (&state.db, &state.photos, &info.trace(), state.now());
    let account_id = session.who.id.as_str();
    let copy: &CopyPhoto<'_> = &|hash, crm_id| Box::pin(photos.copy(account_id, hash, crm_id, now));
    let row = crm::portal::create_crm(db, &session, input, &request, copy, trace, now).await?;
    Ok(Json(view::listed(row, &state.base)))
}
