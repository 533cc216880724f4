//! `/r/{code}`, the link of who recommends the service: it leads to the sign-up, and its first visit is remembered.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, header::CACHE_CONTROL},
    response::{AppendHeaders, IntoResponse as _, Redirect, Response},
};

use crate::{
    http::{
        cookie::{self, Jar},
        extract::portal_session_of,
        failure::Failure,
        observe::RequestInfo,
    },
    state::AppState,
};

/// Leads everybody to the same page, whether or not the link counts.
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let mut cookies = Vec::new();
    if let Some(programme) = &state.referral {
        let visitor = portal_session_of(&state, &headers).await?;
        let earlier = Jar::Referral.token(&headers, &state.base);
        let click = crm::referral::visit(
            &state.db,
            programme,
            &code,
            // EXPOSE: it names a visit, and lets nobody in.
            earlier
                .as_ref()
                .map(|click| click.secret().expose().as_str()),
            visitor.as_ref().map(|session| session.who.id.as_str()),
            &info.trace(),
            state.now(),
        )
        .await?;
        cookies.extend(click.map(|click| cookie::set_referral(click, &state.base)));
    }
    let cookies = AppendHeaders(cookies.into_iter().flatten());
    let kept = [(CACHE_CONTROL, "no-store")];
    Ok((kept, cookies, Redirect::to("/sign-up")).into_response())
}
