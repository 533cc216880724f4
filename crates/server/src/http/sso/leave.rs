//! Leaving for a provider.

use api::StartSsoResponse;
use axum::{
    Json,
    response::{IntoResponse as _, Response},
};
use crm::sso::{self, Wish};

use crate::{
    http::{
        cookie,
        failure::Failure,
        observe::RequestInfo,
        sso::{refusal::failure, return_path},
    },
    sso::destination,
    state::AppState,
};

/// Where the browser goes. What it takes along is good in this browser alone, which must be known for that.
pub(crate) async fn answer(
    state: &AppState,
    info: &RequestInfo,
    provider_id: &str,
    wish: Wish,
    return_path: Option<&str>,
) -> Result<Response, Failure> {
    let wish = wish.back_to(return_path::checked(return_path, &state.base)?);
    let (db, sealer, trace, now) = (&state.db, &state.sealer, &info.trace(), state.now());
    let departure = sso::depart(db, sealer, provider_id, wish, trace, now).await?;
    let url = destination(state, &departure)
        .await
        .map_err(|error| failure(&error))?;
    let cookies = cookie::set_device(&info.device, &state.base);
    Ok((cookies, Json(StartSsoResponse { url })).into_response())
}
