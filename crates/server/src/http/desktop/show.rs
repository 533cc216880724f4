//! `GET /.well-known/crm-desktop.json`: how a desktop client works with this server.

use api::{
    DESKTOP_DOCUMENT_VERSION, DesktopCrm, DesktopDevice, DesktopDocument, DesktopEnter,
    DesktopIcon, DesktopQr, DesktopServer, DesktopSignIn, DesktopSignOut, DesktopSignedIn,
    ErrorCode, Problem, SessionPointers,
};
use axum::{
    extract::State,
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
    },
    response::{IntoResponse, Response},
};
use crm::{Crm, slug, sso};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use utoipa::IntoParams;

use crate::{
    base_url::BaseUrl,
    http::{extract::ApiQuery, failure::Failure},
    state::AppState,
};

const THEME_COLOR: &str = "#4a4fd4";

/// Which document.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct DesktopQuery {
    /// The slug of a CRM; without it the document is about the server as a whole.
    crm: Option<String>,
}

/// Tells a desktop client how this server works
///
/// Public, the same for everybody, and without cookies.
#[utoipa::path(
    get,
    path = "/.well-known/crm-desktop.json",
    tag = "desktop",
    operation_id = "desktop_document",
    params(DesktopQuery),
    responses(
        (status = 200, description = "The document", body = DesktopDocument),
        (status = 304, description = "The reader has it already"),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    headers: HeaderMap,
    ApiQuery(query): ApiQuery<DesktopQuery>,
) -> Result<Response, Failure> {
    let crm = match &query.crm {
        Some(name) if slug::is_valid(name) => {
            let found = crm::crm_by_slug(state.db.read(), name, state.now()).await?;
            Some(found.ok_or(ErrorCode::CrmNotFound)?)
        }
        Some(_) => return Err(ErrorCode::CrmNotFound.into()),
        None => None,
    };
    let offers = match &crm {
        Some(crm) => sso::offers_of_crm(state.db.read(), crm).await?,
        None => sso::offers_of_server(state.db.read()).await?,
    };
    let document = document(&state, crm.as_ref(), !offers.is_empty());
    let body = serde_json::to_vec(&document).map_err(|error| Failure::internal(&error))?;
    let tag = etag(&body);
    let known = headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .any(|known| names(known, &tag));
    let common = [
        (
            ETAG,
            HeaderValue::from_str(&tag).unwrap_or(HeaderValue::from_static("\"\"")),
        ),
        (
            CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=3600"),
        ),
        (ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
    ];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, common).into_response());
    }
    Ok((common, [(CONTENT_TYPE, "application/json")], body).into_response())
}

/// Where the portal is at home.
const PORTAL: &str = "/account";

fn etag(body: &[u8]) -> String {
    let hash = Sha256::digest(body);
    let short = hash
        .iter()
        .take(16)
        .fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    format!("\"{short}\"")
}

/// Whether an `If-None-Match` names a tag; weak comparison (RFC 9110, 13.1.2).
fn names(header: &HeaderValue, tag: &str) -> bool {
    let Ok(text) = header.to_str() else {
        return false;
    };
    text.split(',')
        .map(str::trim)
        .any(|named| named == "*" || named.trim_start_matches("W/") == tag)
}

fn document(state: &AppState, crm: Option<&Crm>, has_sso: bool) -> DesktopDocument {
    let without_address = "/sign-in".to_owned();
    DesktopDocument {
        v: DESKTOP_DOCUMENT_VERSION,
        server: DesktopServer {
            id: state.identity.id.clone(),
            name: state.identity.name.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        },
        crm: crm.map(|crm| about(crm, &state.base)),
        icons: icons(),
        theme_color: Some(THEME_COLOR.to_owned()),
        scope: crm.map_or_else(Vec::new, |crm| {
            vec![
                crm.home_path(),
                without_address.clone(),
                "/sso/".to_owned(),
                "/qr/".to_owned(),
                PORTAL.to_owned(),
            ]
        }),
        start: crm.map(Crm::home_path),
        sign_in: Some(DesktopSignIn {
            page: crm.map(Crm::sign_in_path),
            without_address,
            methods: methods(has_sso),
            // A server as a whole has no scope: its links stay in the window.
            browser_handoff: has_sso && crm.is_some(),
            switcher_slot: "[data-account-switcher]".to_owned(),
        }),
        signed_in: Some(crm.map_or_else(signed_in_at_portal, signed_in)),
        sign_out: Some(DesktopSignOut {
            method: "POST".to_owned(),
            url: crm.map_or_else(
                || "/api/v1/portal/sign-out".to_owned(),
                |crm| format!("/api/v1/c/{}/sign-out", crm.slug),
            ),
            csrf_header: "X-CSRF-Token".to_owned(),
        }),
        device: crm.map(device),
        qr: Some(qr(crm)),
        portal: Some(PORTAL.to_owned()),
        enter: Some(DesktopEnter {
            page: "/c/{crm}/enter".to_owned(),
            home: "/c/{crm}/".to_owned(),
        }),
    }
}

fn device(crm: &Crm) -> DesktopDevice {
    let register = format!("/api/v1/c/{}/devices", crm.slug);
    DesktopDevice {
        revoke: format!("{register}/current"),
        register,
    }
}

/// Approving is for whoever is signed in: at the CRM, or at the portal.
fn qr(crm: Option<&Crm>) -> DesktopQr {
    let api = crm.map_or_else(
        || "/api/v1/portal".to_owned(),
        |crm| format!("/api/v1/c/{}", crm.slug),
    );
    DesktopQr {
        url_pattern: "/qr/{request_id}".to_owned(),
        lookup: format!("{api}/qr?code={{user_code}}"),
        approve: format!("{api}/qr/{{request_id}}/approve"),
        page: Some(crm.map_or_else(
            || "/account/qr".to_owned(),
            |crm| format!("{}qr", crm.home_path()),
        )),
    }
}

fn methods(has_sso: bool) -> Vec<String> {
    let sso = has_sso.then_some("sso");
    let all = ["password", "qr"].into_iter().chain(sso);
    all.map(str::to_owned).collect()
}

fn about(crm: &Crm, base: &BaseUrl) -> DesktopCrm {
    DesktopCrm {
        slug: crm.slug.clone(),
        name: crm.name.clone(),
        address: format!("{}/c/{}", base.origin(), crm.slug),
    }
}

fn icons() -> Vec<DesktopIcon> {
    [
        ("/icon-192.png", "192x192", "image/png"),
        ("/icon.svg", "any", "image/svg+xml"),
    ]
    .into_iter()
    .map(|(src, sizes, media_type)| DesktopIcon {
        src: src.to_owned(),
        sizes: sizes.to_owned(),
        media_type: media_type.to_owned(),
    })
    .collect()
}

/// Who has an account on the server as a whole has no username there.
fn signed_in_at_portal() -> DesktopSignedIn {
    DesktopSignedIn {
        probe: "/api/v1/portal/me".to_owned(),
        yes: 200,
        no: 401,
        pointers: SessionPointers {
            id: "/account/id".to_owned(),
            name: "/account/name".to_owned(),
            username: "/account/email".to_owned(),
            email: "/account/email".to_owned(),
            photo: "/account/photo_url".to_owned(),
            csrf: "/csrf".to_owned(),
        },
    }
}

fn signed_in(crm: &Crm) -> DesktopSignedIn {
    DesktopSignedIn {
        probe: format!("/api/v1/c/{}/session", crm.slug),
        yes: 200,
        no: 401,
        pointers: SessionPointers {
            id: "/user/id".to_owned(),
            name: "/user/display_name".to_owned(),
            username: "/user/username".to_owned(),
            email: "/user/email".to_owned(),
            photo: "/user/photo_url".to_owned(),
            csrf: "/csrf".to_owned(),
        },
    }
}
