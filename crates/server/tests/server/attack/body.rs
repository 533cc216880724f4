//! What a page would send: nothing is wrong with it, so that no call is refused for it.

use serde_json::{Value, json};

use super::things::Things;
use crate::{
    harness::{PASSWORD, setup_body},
    routes::Route,
    team::provider_body,
};

const NEW: &str = "eight yellow submarines";
const TICKET: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// What an operation is sent, about these things where it's about any.
pub(super) fn body(route: &Route, things: &Things) -> Value {
    let path = &route.path;
    let path = path.strip_prefix("/api/v1").unwrap_or(path);
    let found = at_the_portal(path, things)
        .or_else(|| in_a_crm(path, things))
        .or_else(|| of_ones_own(path, things))
        .or_else(|| for_the_operator(path))
        .or_else(|| before_sign_in(path));
    assert!(found.is_some(), "{route}: say here what a page sends");
    found.expect("there")
}

fn at_the_portal(path: &str, things: &Things) -> Option<Value> {
    let body = match path.strip_prefix("/portal")? {
        "/close" => json!({ "gives_money_up": true }),
        "/crms" => json!({ "name": "Date" }),
        "/crms/connect" => json!({ "code": "0000-0000-0000" }),
        "/crms/{crm_id}" => json!({ "name": things.crm_name }),
        "/identity-links" | "/step-up/sso" => json!({ "provider_id": things.operators_provider }),
        "/invitations/accept" => json!({ "ticket": TICKET }),
        "/me" => json!({ "name": "Another's" }),
        "/referral/activate" => json!({ "rules_version": "1" }),
        "/referral/payouts" => json!({ "amount": euros(5_000) }),
        "/transfers" => {
            let crm = things.id("/api/v1/portal/crms/{crm_id}", "crm_id");
            json!({ "amount": euros(1), "crm_id": crm })
        }
        _ => return None,
    };
    Some(body)
}

fn in_a_crm(path: &str, things: &Things) -> Option<Value> {
    let body = match path.strip_prefix("/c/{crm}")? {
        "/api-keys" => json!({ "name": "Reporting", "scopes": ["read"] }),
        "/devices" => json!({ "name": "Ninefold on thinkpad", "platform": "linux" }),
        "/enter" => json!({ "ticket": TICKET }),
        "/invitations" => json!({ "emails": ["taras@evil.example"], "role": "member" }),
        "/me" => json!({ "title": "Director" }),
        "/me/username" => json!({ "username": "somebody_else" }),
        "/me/identity-links" | "/me/step-up/sso" => {
            let provider = things.id("/api/v1/c/{crm}/sso-providers/{id}", "id");
            json!({ "provider_id": provider })
        }
        "/notifications/read" => {
            let notification = things.id("/api/v1/c/{crm}/notifications/{id}", "id");
            json!({ "id": notification })
        }
        "/settings/address" => json!({ "slug": "elsewhere" }),
        "/settings/general" => json!({ "name": "Another's" }),
        "/settings/second-factor" => {
            json!({ "allow_trusted_devices": false, "policy": "required" })
        }
        "/sso-providers" | "/sso-providers/{id}" => {
            provider_body(&things.issuer, &json!({ "label": "Other sign-on" }))
        }
        "/sso-providers/{id}/try" => json!({ "return_path": "/account" }),
        "/users/{id}" => json!({ "role": "viewer" }),
        "/webhooks" | "/webhooks/{id}" => {
            let types = ["account.user_invited"];
            json!({ "enabled": true, "types": types, "url": "https://127.0.0.1:1/hook" })
        }
        _ => return None,
    };
    Some(body)
}

/// What an account and a user of a CRM both do with their own.
fn of_ones_own(path: &str, things: &Things) -> Option<Value> {
    let bases = ["/portal", "/c/{crm}/me", "/c/{crm}"];
    let body = match bases.iter().find_map(|base| path.strip_prefix(base))? {
        "/2fa/totp/confirm" => json!({ "code": "123456" }),
        "/email" => json!({ "email": "olena@evil.example" }),
        "/own-password" => json!({ "new": NEW, "confirmation": NEW }),
        "/passkeys" | "/step-up/passkey" => json!({ "ticket": TICKET, "credential": {} }),
        "/passkeys/{id}" => json!({ "name": "Another's" }),
        "/password" => json!({ "current": PASSWORD, "new": NEW, "confirmation": NEW }),
        "/qr/{id}/approve" => json!({ "number": things.number }),
        "/sessions/{id}" => json!({ "device_name": "Another's" }),
        "/step-up" => json!({ "password": PASSWORD }),
        _ => return None,
    };
    Some(body)
}

fn for_the_operator(path: &str) -> Option<Value> {
    let body = match path.strip_prefix("/operator")? {
        "/entries/{id}/correct" => json!({ "amount": euros(-5), "note": "Typed wrong" }),
        "/payments" | "/top-ups" => json!({
            "payee": { "kind": "crm", "slug": "berry" }, "amount": euros(1_000), "reference": "INV-9",
        }),
        "/payouts/{id}/decide" => json!({ "decision": "paid", "reference": "SEPA-1" }),
        _ => return None,
    };
    Some(body)
}

fn before_sign_in(path: &str) -> Option<Value> {
    let body = match path {
        "/account-link/undo"
        | "/account/reopen"
        | "/email/confirm"
        | "/email/undo"
        | "/invitations/look-up"
        | "/sign-in/hand-off/{id}/deny"
        | "/sign-in/hand-off/{id}/look-up"
        | "/sign-in/second-factor/passkey/start"
        | "/sign-up/confirm" => json!({ "ticket": TICKET }),
        "/invitations/accept" => {
            json!({ "ticket": TICKET, "first_name": "Taras", "password": PASSWORD })
        }
        "/password-reset" => json!({ "email": "nobody@acme.example" }),
        "/password-reset/complete" => json!({ "ticket": TICKET, "new": NEW, "confirmation": NEW }),
        "/setup" => setup_body(),
        "/sign-in" => json!({ "login": "olena@acme.example", "password": NEW }),
        "/sign-in/passkey" => json!({ "ticket": TICKET, "credential": {} }),
        "/sign-in/hand-off/{id}/approve" => json!({ "ticket": TICKET, "number": 42 }),
        "/sign-in/hand-off/{id}/start"
        | "/sign-in/passkey/start"
        | "/sign-in/qr"
        | "/sign-in/sso/{provider}/hand-off"
        | "/sign-in/sso/{provider}/start" => json!({}),
        "/sign-in/second-factor" => json!({ "ticket": TICKET, "code": "123456" }),
        "/sign-in/second-factor/passkey" => {
            json!({ "ticket": TICKET, "challenge": TICKET, "credential": {} })
        }
        "/sign-in/tickets/current/open" => json!({ "choice": "portal" }),
        "/sign-up" => {
            let email = "taras@evil.example";
            json!({ "name": "Taras", "email": email, "password": PASSWORD, "crm_name": "Elder" })
        }
        "/sso/backchannel/{provider}" => json!({ "logout_token": TICKET }),
        _ => return None,
    };
    Some(body)
}

fn euros(minor: i64) -> Value {
    json!({ "minor": minor, "currency": "EUR" })
}
