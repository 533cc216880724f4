//! Signing up for an account.

use axum::http::{HeaderName, HeaderValue};
use axum::response::AppendHeaders;
use crm::SignedUp;

use crate::{
    http::{
        cookie::{self, Jar},
        observe::RequestInfo,
    },
    state::AppState,
};

pub(crate) mod confirm;
pub(crate) mod create;
pub(crate) mod show;

/// Lets the browser of a new account in, at the portal and in the CRM.
fn cookies(
    done: &SignedUp,
    info: &RequestInfo,
    state: &AppState,
) -> AppendHeaders<Vec<(HeaderName, HeaderValue)>> {
    let base = &state.base;
    let mut all = Vec::from(Jar::Portal.set(&done.portal, base));
    all.extend(Jar::Crm(&done.crm).set(&done.session, base));
    all.extend(cookie::set_device(&info.device, base));
    AppendHeaders(all)
}
