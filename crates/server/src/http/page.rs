//! Pages: which one a path shows, and where to go instead.

use api::ErrorCode;
use axum::{
    extract::{Path, State},
    http::{HeaderMap, Uri, header::CACHE_CONTROL},
    response::{IntoResponse, Redirect, Response},
};
use crm::{Crm, slug};

use crate::{
    assets,
    http::{
        extract::{CrmSegment, portal_session_of, session_of, some_crm_of},
        failure::Failure,
    },
    state::AppState,
};

/// Characters of an id (RFC 9562).
const ID_LENGTH: usize = 36;

/// `/`
pub(crate) async fn front(State(state): State<AppState>) -> Result<Response, Failure> {
    let done = crm::set_up_done(state.db.read()).await?;
    Ok(go_to(if done { "/sign-in" } else { "/setup" }))
}

/// `/setup`
pub(crate) async fn setup(State(state): State<AppState>) -> Result<Response, Failure> {
    let done = crm::set_up_done(state.db.read()).await?;
    Ok(if done {
        assets::not_found_page()
    } else {
        assets::page()
    })
}

/// `/sign-in` and other pages for whoever isn't signed in, which need a server that is set up.
pub(crate) async fn before_sign_in(State(state): State<AppState>) -> Result<Response, Failure> {
    let done = crm::set_up_done(state.db.read()).await?;
    Ok(if done {
        assets::page()
    } else {
        go_to("/setup")
    })
}

/// `/account` and its settings.
pub(crate) async fn account(
    State(state): State<AppState>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let signed_in = portal_session_of(&state, &headers).await?.is_some();
    Ok(if signed_in {
        assets::page()
    } else {
        go_to("/sign-in")
    })
}

/// `/c/{crm}`
pub(crate) async fn without_slash(Path(slug): Path<String>) -> Response {
    if slug::is_valid(&slug) {
        Redirect::permanent(&format!("/c/{slug}/")).into_response()
    } else {
        assets::not_found_page()
    }
}

/// `/c/{crm}/` and what is inside it, for who is signed in there.
pub(crate) async fn inside(
    State(state): State<AppState>,
    Path(CrmSegment { crm: slug }): Path<CrmSegment>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Some(crm) = find(&state, &slug).await? else {
        return Ok(assets::not_found_page());
    };
    if let Some(onward) = onward(&crm, &slug, &uri) {
        return Ok(onward);
    }
    match session_of(&state, &crm, &headers).await? {
        Some(session) => {
            crm::touch(&state.db, &session, state.now()).await?;
            Ok(assets::crm_page(&crm.name))
        }
        None => Ok(go_to(&format!(
            "{}?return={}",
            crm.sign_in_path(),
            uri.path()
        ))),
    }
}

/// `/c/{crm}/sign-in`
pub(crate) async fn sign_in(
    State(state): State<AppState>,
    Path(slug): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Some(crm) = find(&state, &slug).await? else {
        return Ok(assets::not_found_page());
    };
    if let Some(onward) = onward(&crm, &slug, &uri) {
        return Ok(onward);
    }
    let signed_in = session_of(&state, &crm, &headers).await?.is_some();
    Ok(if signed_in {
        go_to(&crm.home_path())
    } else {
        assets::crm_page(&crm.name)
    })
}

/// `/c/{crm}/enter`
pub(crate) async fn enter(
    State(state): State<AppState>,
    Path(slug): Path<String>,
    uri: Uri,
) -> Result<Response, Failure> {
    let Some(crm) = find(&state, &slug).await? else {
        return Ok(assets::not_found_page());
    };
    let onward = onward(&crm, &slug, &uri);
    Ok(onward.unwrap_or_else(|| assets::crm_page(&crm.name)))
}

/// `/qr/{id}`, which a QR code leads to: where the browser is signed in, or may sign in, to approve it.
pub(crate) async fn qr(
    State(state): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let is_id = id.len() == ID_LENGTH && id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    if !is_id {
        return Ok(assets::not_found_page());
    }
    let page_at = |crm: &Crm| format!("{}qr/{id}", crm.home_path());
    let named = crm::qr::target(state.db.read(), &id).await?;
    if let Some(crm) = &named
        && session_of(&state, crm, &headers).await?.is_some()
    {
        return Ok(go_to(&page_at(crm)));
    }
    if portal_session_of(&state, &headers).await?.is_some() {
        return Ok(go_to(&format!("/account/qr/{id}")));
    }
    if let Some(crm) = named {
        let page = format!("{}?return={}", crm.sign_in_path(), page_at(&crm));
        return Ok(go_to(&page));
    }
    Ok(match some_crm_of(&state, &headers).await? {
        Some(crm) => go_to(&page_at(&crm)),
        None => go_to(&format!("/sign-in?return=/qr/{id}")),
    })
}

/// Everything else.
pub(crate) async fn asset_or_not_found(uri: Uri) -> Response {
    let path = uri.path();
    if path.starts_with("/api/") || path.starts_with("/.well-known/") {
        return Failure::new(ErrorCode::NotFound).into_response();
    }
    assets::file(path).unwrap_or_else(assets::not_found_page)
}

/// A path that exists, with a method that doesn't.
pub(crate) async fn method_not_allowed() -> Failure {
    ErrorCode::MethodNotAllowed.into()
}

async fn find(state: &AppState, name: &str) -> Result<Option<Crm>, Failure> {
    if !slug::is_valid(name) {
        return Ok(None);
    }
    Ok(crm::crm_by_slug(state.db.read(), name, state.now()).await?)
}

/// Where a page is that was asked for at a former address of its CRM.
fn onward(crm: &Crm, asked: &str, uri: &Uri) -> Option<Response> {
    if crm.slug == asked {
        return None;
    }
    let page = uri.path().strip_prefix("/c/")?.strip_prefix(asked)?;
    let query = uri.query().map(|query| format!("?{query}"));
    let query = query.unwrap_or_default();
    Some(go_to(&format!("/c/{}{page}{query}", crm.slug)))
}

/// Where to go depends on who is signed in: nobody may remember it.
fn go_to(path: &str) -> Response {
    ([(CACHE_CONTROL, "no-store")], Redirect::to(path)).into_response()
}
