//! The referral programme.

pub(crate) mod activate;
pub(crate) mod deactivate;
pub(crate) mod payouts;
pub(crate) mod referrals;
pub(crate) mod request_payout;
pub(crate) mod rewards;
pub(crate) mod show;
pub(crate) mod statistics;

use api::{ErrorCode, ReferralResponse};
use axum::Json;
use crm::{PortalSession, referral::Programme};

use crate::{
    http::{failure::Failure, view},
    state::AppState,
};

/// What is promised, where anything is.
fn programme(state: &AppState) -> Result<&Programme, Failure> {
    let programme = state.referral.as_deref();
    programme.ok_or_else(|| ErrorCode::ReferralDisabled.into())
}

/// How the account takes part by now.
async fn shown(
    state: &AppState,
    session: &PortalSession,
) -> Result<Json<ReferralResponse>, Failure> {
    let programme = programme(state)?;
    let membership = crm::referral::membership(state.db.read(), session, programme).await?;
    Ok(Json(view::referral_state_of(
        programme,
        membership,
        &state.base,
    )))
}
