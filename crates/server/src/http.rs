//! Routes, and what every request goes through.
//!
//! From outside to inside: [`observe`] (request id, log, headers, problem bodies), the host check,
//! the origin check, the check for NULs, panics, the time limit, the body limit, the route.

mod access;
mod account_link;
mod api_keys;
mod audit;
mod client_ip;
mod cookie;
mod csrf;
mod desktop;
mod devices;
mod email_change;
mod enter;
mod exports;
mod extract;
mod failure;
mod floor;
mod headers;
mod host;
mod invitation;
mod invitations;
mod language;
mod limits;
mod me;
mod notifications;
mod nul;
mod observe;
mod openapi;
mod operation;
mod operator;
mod page;
mod part;
mod passkey;
mod password_reset;
mod photos;
mod portal;
mod qr;
mod recommend;
mod registrant;
mod session;
mod settings;
mod setup;
mod sign_in;
mod sign_out;
mod sign_up;
mod spreadsheet;
mod sso;
mod sso_providers;
mod stream;
mod users;
mod versioned;
mod view;
mod webhooks;

use std::time::Duration;

use axum::{
    Json, Router,
    extract::DefaultBodyLimit,
    http::StatusCode,
    middleware::{from_fn, from_fn_with_state},
    routing::get,
};
use tower_http::{catch_panic::CatchPanicLayer, timeout::TimeoutLayer};
use utoipa::openapi::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::state::AppState;

const LONGEST_BODY: usize = 1024 * 1024;
const LONGEST_TIME: Duration = Duration::from_secs(30);

/// The whole service.
pub(crate) fn router(state: AppState) -> Router {
    let (api, document) = described_routes();
    let document = Json(document);
    api.route("/api/v1/openapi.json", get(move || async move { document }))
        .route("/healthz", get(operation::healthz))
        .route("/readyz", get(operation::readyz))
        .route("/", get(page::front))
        .route("/setup", get(page::setup))
        .route("/sign-in", get(page::before_sign_in))
        .route(sign_in::step::SECOND_FACTOR_PAGE, get(page::before_sign_in))
        .route("/sign-up", get(page::before_sign_in))
        .route("/sign-up/confirm", get(page::before_sign_in))
        .route("/email/confirm", get(page::before_sign_in))
        .route("/email/undo", get(page::before_sign_in))
        .route("/account-link/undo", get(page::before_sign_in))
        .route("/reopen-account", get(page::before_sign_in))
        .route("/forgot-password", get(page::before_sign_in))
        .route("/reset-password", get(page::before_sign_in))
        .route("/invitation", get(page::before_sign_in))
        .route(sign_in::hand_off::PAGE, get(page::before_sign_in))
        .route(crate::sso::CALLBACK, get(sso::callback::handler))
        .route("/account", get(page::account))
        .route("/account/settings", get(page::account))
        .route("/account/audit", get(page::account))
        .route("/account/balance", get(page::account))
        .route("/account/referral", get(page::account))
        .route("/account/operator", get(page::account))
        .route("/account/operator/crms", get(page::account))
        .route("/account/operator/balances", get(page::account))
        .route("/account/operator/settings", get(page::account))
        .route("/account/qr", get(page::account))
        .route("/account/qr/{id}", get(page::account))
        .route("/r/{code}", get(recommend::handler))
        .route("/qr/{id}", get(page::qr))
        .route("/c/{crm}", get(page::without_slash))
        .route("/c/{crm}/", get(page::inside))
        .route("/c/{crm}/staff", get(page::inside))
        .route("/c/{crm}/settings", get(page::inside))
        .route("/c/{crm}/audit", get(page::inside))
        .route("/c/{crm}/second-factor", get(page::inside))
        .route("/c/{crm}/qr", get(page::inside))
        .route("/c/{crm}/qr/{id}", get(page::inside))
        .route("/c/{crm}/sign-in", get(page::sign_in))
        .route("/c/{crm}/enter", get(page::enter))
        .fallback(page::asset_or_not_found)
        .method_not_allowed_fallback(page::method_not_allowed)
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            LONGEST_TIME,
        ))
        .layer(CatchPanicLayer::custom(failure::from_panic))
        .layer(from_fn(nul::refuse_nul))
        .layer(from_fn_with_state(
            state.clone(),
            csrf::refuse_other_origins,
        ))
        .layer(from_fn_with_state(state.clone(), host::refuse_other_hosts))
        .layer(from_fn_with_state(state.clone(), observe::observe))
        .with_state(state)
}

/// The routes of the API, and the document that describes them.
fn described_routes() -> (Router<AppState>, OpenApi) {
    let (api, mut document) = api_routes().split_for_parts();
    openapi::complete(&mut document);
    (api, document)
}

/// What the `OpenAPI` document describes: nothing can be routed here without being described.
fn api_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(openapi::frame())
        .merge(routes_for_all())
        .merge(portal_routes())
        .merge(money_routes())
        .merge(operator_routes())
        .merge(referral_routes())
        .merge(crm_routes())
        .merge(own_routes())
        .merge(photo_routes())
}

/// For whoever comes, signed in or not.
fn routes_for_all() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(setup::create::handler))
        .routes(routes!(sign_in::resolve::handler))
        .routes(routes!(sign_in::create::handler))
        .routes(routes!(
            sign_in::selection::handler,
            sign_in::change_user::handler
        ))
        .routes(routes!(sign_in::open::handler))
        .routes(routes!(sign_in::second_factor::handler))
        .routes(routes!(sign_in::passkey::start::handler))
        .routes(routes!(sign_in::passkey::finish::handler))
        .routes(routes!(sign_in::passkey_factor::start::handler))
        .routes(routes!(sign_in::passkey_factor::finish::handler))
        .routes(routes!(sign_in::qr::create::handler))
        .routes(routes!(sign_in::qr::progress::handler))
        .routes(routes!(sign_in::qr::exchange::handler))
        .routes(routes!(sign_in::sso_offers::handler))
        .routes(routes!(sign_in::sso_start::handler))
        .routes(routes!(sign_in::hand_off::create::handler))
        .routes(routes!(sign_in::hand_off::show::handler))
        .routes(routes!(sign_in::hand_off::start::handler))
        .routes(routes!(sign_in::hand_off::look_up::handler))
        .routes(routes!(sign_in::hand_off::approve::handler))
        .routes(routes!(sign_in::hand_off::deny::handler))
        .routes(routes!(sso::backchannel::handler))
        .routes(routes!(sign_up::show::handler, sign_up::create::handler))
        .routes(routes!(sign_up::confirm::handler))
        .routes(routes!(password_reset::create::handler))
        .routes(routes!(password_reset::complete::handler))
        .routes(routes!(email_change::confirm::handler))
        .routes(routes!(email_change::undo::handler))
        .routes(routes!(account_link::undo::handler))
        .routes(routes!(portal::reopen::handler))
        .routes(routes!(invitation::look_up::handler))
        .routes(routes!(invitation::accept::handler))
        .routes(routes!(invitation::join::handler))
        .routes(routes!(enter::create::handler))
        .routes(routes!(desktop::show::handler))
}

/// For the holder of an account.
fn portal_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(portal::me::handler, portal::change_me::handler))
        .routes(routes!(portal::audit::handler))
        .routes(routes!(portal::list::handler, portal::create::handler))
        .routes(routes!(portal::connect::handler))
        .routes(routes!(portal::delete::handler))
        .routes(routes!(portal::loss::handler))
        .routes(routes!(portal::enter::handler))
        .routes(routes!(portal::cancel_deletion::handler))
        .routes(routes!(
            portal::exports::list::handler,
            portal::exports::create::handler
        ))
        .routes(routes!(portal::exports::file::handler))
        .routes(routes!(portal::remove::handler))
        .routes(routes!(portal::step_up::handler))
        .routes(routes!(
            portal::step_up_sso_offers::handler,
            portal::step_up_sso::handler
        ))
        .routes(routes!(portal::step_up_passkey::start::handler))
        .routes(routes!(portal::step_up_passkey::finish::handler))
        .routes(routes!(
            portal::passkeys::list::handler,
            portal::passkeys::create::handler
        ))
        .routes(routes!(portal::passkeys::start::handler))
        .routes(routes!(
            portal::passkeys::rename::handler,
            portal::passkeys::remove::handler
        ))
        .routes(routes!(portal::passkeys::restore::handler))
        .routes(routes!(portal::password::handler))
        .routes(routes!(portal::closing::handler))
        .routes(routes!(portal::close::handler))
        .routes(routes!(portal::email::handler))
        .routes(routes!(
            portal::identity_links::list::handler,
            portal::identity_links::create::handler
        ))
        .routes(routes!(portal::identity_links::remove::handler))
        .routes(routes!(
            portal::second_factor::show::handler,
            portal::second_factor::disable::handler
        ))
        .routes(routes!(portal::second_factor::enrol::handler))
        .routes(routes!(portal::second_factor::confirm::handler))
        .routes(routes!(portal::second_factor::recovery_codes::handler))
        .routes(routes!(portal::sessions::list::handler))
        .routes(routes!(
            portal::sessions::rename::handler,
            portal::sessions::revoke::handler
        ))
        .routes(routes!(portal::sessions::revoke_others::handler))
        .routes(routes!(portal::sessions::revoke_all::handler))
        .routes(routes!(portal::qr::look_up::handler))
        .routes(routes!(portal::qr::show::handler))
        .routes(routes!(portal::qr::approve::handler))
        .routes(routes!(portal::qr::deny::handler))
        .routes(routes!(portal::sign_out::handler))
}

/// Balances.
fn money_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(portal::wallets::list::handler))
        .routes(routes!(portal::wallets::entries::handler))
        .routes(routes!(portal::wallets::csv::handler))
        .routes(routes!(portal::transfer::handler))
}

/// What the operator does, and what payment adapters tell.
fn operator_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(operator::top_up::handler))
        .routes(routes!(operator::payments::handler))
        .routes(routes!(operator::payouts::handler))
        .routes(routes!(operator::decide_payout::handler))
        .routes(routes!(operator::crms::handler))
        .routes(routes!(operator::wallet::handler))
        .routes(routes!(operator::entries::handler))
        .routes(routes!(operator::refund::handler))
        .routes(routes!(operator::correct::handler))
        .routes(routes!(operator::jobs::handler))
        .routes(routes!(operator::run_again::handler))
        .routes(routes!(operator::letters::handler))
        .routes(routes!(operator::send_again::handler))
        .routes(routes!(operator::settings::handler))
}

/// The referral programme.
fn referral_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(portal::referral::show::handler))
        .routes(routes!(portal::referral::activate::handler))
        .routes(routes!(portal::referral::deactivate::handler))
        .routes(routes!(portal::referral::referrals::handler))
        .routes(routes!(portal::referral::rewards::handler))
        .routes(routes!(portal::referral::statistics::handler))
        .routes(routes!(
            portal::referral::payouts::handler,
            portal::referral::request_payout::handler
        ))
}

/// A CRM's staff and settings.
fn crm_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(
            settings::second_factor::handler,
            settings::change_second_factor::handler
        ))
        .routes(routes!(
            settings::general::handler,
            settings::change_general::handler
        ))
        .routes(routes!(settings::change_address::handler))
        .routes(routes!(api_keys::list::handler, api_keys::create::handler))
        .routes(routes!(api_keys::revoke::handler))
        .routes(routes!(exports::list::handler, exports::create::handler))
        .routes(routes!(exports::file::handler))
        .routes(routes!(audit::list::handler))
        .routes(routes!(audit::csv::handler))
        .routes(routes!(webhooks::list::handler, webhooks::create::handler))
        .routes(routes!(
            webhooks::change::handler,
            webhooks::remove::handler
        ))
        .routes(routes!(webhooks::rotate::handler))
        .routes(routes!(webhooks::send_test::handler))
        .routes(routes!(webhooks::deliveries::handler))
        .routes(routes!(webhooks::send_again::handler))
        .routes(routes!(
            sso_providers::list::handler,
            sso_providers::create::handler
        ))
        .routes(routes!(
            sso_providers::change::handler,
            sso_providers::remove::handler
        ))
        .routes(routes!(sso_providers::prove::handler))
        .routes(routes!(sso_providers::try_out::handler))
        .routes(routes!(users::list::handler))
        .routes(routes!(users::patch::handler, users::delete::handler))
        .routes(routes!(users::revoke_sessions::handler))
        .routes(routes!(users::reset_second_factor::handler))
        .routes(routes!(
            invitations::list::handler,
            invitations::create::handler
        ))
        .routes(routes!(invitations::revoke::handler))
        .routes(routes!(invitations::resend::handler))
}

/// What a user of a CRM does with their own.
fn own_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(
            me::profile::show::handler,
            me::profile::patch::handler
        ))
        .routes(routes!(me::username::handler))
        .routes(routes!(me::menu::handler))
        .routes(routes!(me::step_up::handler))
        .routes(routes!(
            me::step_up_sso_offers::handler,
            me::step_up_sso::handler
        ))
        .routes(routes!(me::step_up_passkey::start::handler))
        .routes(routes!(me::step_up_passkey::finish::handler))
        .routes(routes!(
            me::passkeys::list::handler,
            me::passkeys::create::handler
        ))
        .routes(routes!(me::passkeys::start::handler))
        .routes(routes!(
            me::passkeys::rename::handler,
            me::passkeys::remove::handler
        ))
        .routes(routes!(me::passkeys::restore::handler))
        .routes(routes!(me::password::handler))
        .routes(routes!(me::own_password::handler))
        .routes(routes!(me::account_password::handler))
        .routes(routes!(
            me::account::show::handler,
            me::account::disconnect::handler
        ))
        .routes(routes!(me::email::handler))
        .routes(routes!(
            me::identity_links::list::handler,
            me::identity_links::create::handler
        ))
        .routes(routes!(me::identity_links::remove::handler))
        .routes(routes!(
            me::second_factor::show::handler,
            me::second_factor::disable::handler
        ))
        .routes(routes!(me::second_factor::enrol::handler))
        .routes(routes!(me::second_factor::confirm::handler))
        .routes(routes!(me::second_factor::recovery_codes::handler))
        .routes(routes!(me::sessions::list::handler))
        .routes(routes!(
            me::sessions::rename::handler,
            me::sessions::revoke::handler
        ))
        .routes(routes!(me::sessions::revoke_others::handler))
        .routes(routes!(me::sessions::revoke_all::handler))
        .routes(routes!(me::connect_code::handler))
        .routes(routes!(qr::look_up::handler))
        .routes(routes!(qr::show::handler))
        .routes(routes!(qr::approve::handler))
        .routes(routes!(qr::deny::handler))
        .routes(routes!(session::show::handler))
        .routes(routes!(notifications::list::handler))
        .routes(routes!(notifications::read::handler))
        .routes(routes!(notifications::unread::handler))
        .routes(routes!(stream::follow::handler))
        .routes(routes!(devices::create::handler))
        .routes(routes!(devices::show::handler, devices::revoke::handler))
        .routes(routes!(sign_out::create::handler))
}

/// Photos of people, which are larger than other bodies.
fn photo_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(
            me::photo::change::handler,
            me::photo::remove::handler
        ))
        .routes(routes!(photos::show::handler))
        .routes(routes!(
            portal::photo::change::handler,
            portal::photo::remove::handler
        ))
        .routes(routes!(portal::photo::show::handler))
        .layer(DefaultBodyLimit::max(photos::LONGEST))
}

#[cfg(test)]
mod tests;
