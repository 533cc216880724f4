//! Addresses that a CRM tells what happens.

pub(super) mod change;
pub(super) mod create;
pub(super) mod deliveries;
pub(super) mod list;
pub(super) mod remove;
pub(super) mod rotate;
pub(super) mod send_again;
pub(super) mod send_test;

use api::ErrorCode;
use url::Url;

use crate::{http::failure::Failure, state::AppState};

/// Refuses an address that no delivery goes to. Where names lead is looked at when something is sent.
fn check_target(state: &AppState, url: &str) -> Result<(), Failure> {
    let url = Url::parse(url).map_err(|_| ErrorCode::TargetRefused)?;
    let guard = state.webhooks.guard();
    guard
        .check(&url)
        .map_err(|_| ErrorCode::TargetRefused.into())
}
