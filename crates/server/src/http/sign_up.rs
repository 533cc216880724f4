//! Signing up for an account.

use axum::http::{HeaderName, HeaderValue};
use axum::response::AppendHeaders;
use crm::SignedUp;

use crate::{
    http::{
        cookie::{self, Jar},
        observe::RequestInfo,
    },
    options::SignUpPolicy,
    state::AppState,
};

pub(crate) mod confirm;
pub(crate) mod create;
pub(crate) mod show;

/// Who may sign up, in the words of the API.
pub(crate) const fn policy(state: &AppState) -> api::SignUpPolicy {
    match state.sign_up {
        SignUpPolicy::Open => api::SignUpPolicy::Open,
        SignUpPolicy::Invite => api::SignUpPolicy::Invite,
        SignUpPolicy::Closed => api::SignUpPolicy::Closed,
    }
}

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
