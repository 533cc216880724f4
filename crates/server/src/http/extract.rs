//! What handlers take out of a request. Everything that can't be read becomes a [`Failure`].

use api::{ErrorCode, IDEMPOTENCY_HEADER};
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Query, Request},
    http::{
        HeaderMap, StatusCode,
        header::{CONTENT_TYPE, IF_MATCH},
        request::Parts,
    },
    response::IntoResponse as _,
};
use crm::{Crm, CrmSession, FieldFault, IdempotencyKey, PortalSession, slug};
use serde::{Deserialize, de::DeserializeOwned};
use serde_path_to_error::Segment;

use crate::{
    calls::Counted,
    http::{
        cookie::{self, Jar},
        csrf,
        failure::Failure,
        nul,
        observe::RequestInfo,
    },
    state::AppState,
};

/// A JSON body.
pub(crate) struct ApiJson<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for ApiJson<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let headers = request.headers().clone();
        let bytes =
            Bytes::from_request(request, state)
                .await
                .map_err(|rejection| match rejection.into_response().status() {
                    StatusCode::PAYLOAD_TOO_LARGE => ErrorCode::PayloadTooLarge.into(),
                    _ => Failure::field(String::new(), FieldFault::Invalid),
                })?;
        read_json(&headers, &bytes).map(Self)
    }
}

/// Reads a JSON body.
pub(crate) fn read_json<T: DeserializeOwned>(
    headers: &HeaderMap,
    body: &[u8],
) -> Result<T, Failure> {
    if !is_json(headers) {
        return Err(ErrorCode::UnsupportedMediaType.into());
    }
    let mut reader = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut reader)
        .map_err(|error| Failure::field(pointer(error.path()), FieldFault::Invalid))?;
    reader
        .end()
        .map_err(|_| Failure::field(String::new(), FieldFault::Invalid))?;
    Ok(value)
}

fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// A JSON pointer (RFC 6901).
fn pointer(path: &serde_path_to_error::Path) -> String {
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } | Segment::Enum { variant: key } => {
                format!("/{}", key.replace('~', "~0").replace('/', "~1"))
            }
            Segment::Unknown => String::new(),
        })
        .collect()
}

/// The version that a change is about (RFC 9110, `If-Match`).
pub(crate) struct IfMatch(pub(crate) i64);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Failure> {
        let header = parts
            .headers
            .get(IF_MATCH)
            .ok_or(ErrorCode::PreconditionRequired)?;
        // Whatever it names that isn't one of ours is no version that there is.
        let version = header
            .to_str()
            .ok()
            .and_then(|text| text.strip_prefix("\"v")?.strip_suffix('"')?.parse().ok());
        version
            .map(Self)
            .ok_or_else(|| ErrorCode::VersionConflict.into())
    }
}

/// Query parameters.
pub(crate) struct ApiQuery<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for ApiQuery<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let invalid = || Failure::field("?".to_owned(), FieldFault::Invalid);
        if parts.uri.query().is_some_and(nul::has_nul) {
            return Err(invalid());
        }
        let Query(query) = Query::from_request_parts(parts, state)
            .await
            .map_err(|_| invalid())?;
        Ok(Self(query))
    }
}

/// The part of the path that varies.
pub(crate) struct ApiPath<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for ApiPath<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let path = Path::<T>::from_request_parts(parts, state).await;
        let Path(part) = path.map_err(|_| ErrorCode::NotFound)?;
        Ok(Self(part))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for RequestInfo {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Failure> {
        // The outermost layer puts it there.
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| ErrorCode::InternalError.into())
    }
}

/// The row inside a CRM that the path names.
pub(crate) struct PathId(pub(crate) String);

#[derive(Deserialize)]
struct IdSegment {
    id: String,
}

impl<S: Send + Sync> FromRequestParts<S> for PathId {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let segment = Path::<IdSegment>::from_request_parts(parts, state).await;
        let Path(IdSegment { id }) = segment.map_err(|_| ErrorCode::NotFound)?;
        Ok(Self(id))
    }
}

/// The CRM that the path names.
pub(crate) struct PathCrm(pub(crate) Crm);

/// The name of a CRM in a path.
#[derive(Deserialize)]
pub(crate) struct CrmSegment {
    pub(crate) crm: String,
}

impl FromRequestParts<AppState> for PathCrm {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Failure> {
        let segment = Path::<CrmSegment>::from_request_parts(parts, state).await;
        let Path(CrmSegment { crm }) = segment.map_err(|_| ErrorCode::CrmNotFound)?;
        if !slug::is_valid(&crm) {
            return Err(ErrorCode::CrmNotFound.into());
        }
        let found = crm::crm_by_slug(state.db.read(), &crm, state.now()).await?;
        found.map(Self).ok_or_else(|| ErrorCode::CrmNotFound.into())
    }
}

/// Who calls, signed in to the CRM that the path names. Unsafe requests must prove that a page of
/// the CRM sent them. Whoever must set a second factor up first gets nowhere else.
pub(crate) struct Caller {
    pub(crate) crm: Crm,
    pub(crate) session: CrmSession,
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Failure> {
        let Enrollee { crm, session } = Enrollee::from_request_parts(parts, state).await?;
        if session.must_enrol(state.now()) {
            return Err(ErrorCode::FactorRequiredByPolicy.into());
        }
        Ok(Self { crm, session })
    }
}

/// The same, also when all they may do is set a second factor up.
pub(crate) struct Enrollee {
    pub(crate) crm: Crm,
    pub(crate) session: CrmSession,
}

impl FromRequestParts<AppState> for Enrollee {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Failure> {
        let PathCrm(crm) = PathCrm::from_request_parts(parts, state).await?;
        let session = find_session(state, &crm, &parts.headers).await?;
        let session = session.ok_or(ErrorCode::Unauthenticated)?;
        let counted = state.calls.count(&session.id, Some(crm.scope().crm_id()));
        admit(counted, parts)?;
        if csrf::is_unsafe(&parts.method) {
            csrf::check(state, &parts.headers, &session)?;
        }
        Ok(Self { crm, session })
    }
}

/// Who calls, signed in to the portal. Unsafe requests must prove that a page of it sent them.
pub(crate) struct Holder(pub(crate) PortalSession);

impl FromRequestParts<AppState> for Holder {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Failure> {
        let session = find_portal_session(state, &parts.headers).await?;
        let session = session.ok_or(ErrorCode::Unauthenticated)?;
        admit(state.calls.count(&session.id, None), parts)?;
        if csrf::is_unsafe(&parts.method) {
            csrf::check(state, &parts.headers, &session)?;
        }
        Ok(Self(session))
    }
}

/// The operator, signed in to the portal.
pub(crate) struct Operator(pub(crate) PortalSession);

impl FromRequestParts<AppState> for Operator {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Failure> {
        let Holder(session) = Holder::from_request_parts(parts, state).await?;
        if session.who.is_operator {
            Ok(Self(session))
        } else {
            Err(ErrorCode::Forbidden.into())
        }
    }
}

/// The session that a browser has at the portal.
pub(crate) async fn portal_session_of(
    state: &AppState,
    headers: &HeaderMap,
) -> Result<Option<PortalSession>, Failure> {
    let session = find_portal_session(state, headers).await?;
    if let Some(session) = &session {
        in_time(&state.calls.count(&session.id, None))?;
    }
    Ok(session)
}

async fn find_portal_session(
    state: &AppState,
    headers: &HeaderMap,
) -> Result<Option<PortalSession>, Failure> {
    let Some(token) = Jar::Portal.token(headers, &state.base) else {
        return Ok(None);
    };
    Ok(crm::portal_session(state.db.read(), &token, state.now()).await?)
}

impl<S: Send + Sync> FromRequestParts<S> for Once {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Failure> {
        let text = parts.headers.get(IDEMPOTENCY_HEADER);
        let key = text
            .and_then(|value| value.to_str().ok())
            .and_then(IdempotencyKey::parse);
        key.map(Self)
            .ok_or_else(|| ErrorCode::IdempotencyKeyRequired.into())
    }
}

/// The key under which a request that is sent again happens once.
pub(crate) struct Once(pub(crate) IdempotencyKey);

/// The session that a browser has at a CRM.
pub(crate) async fn session_of(
    state: &AppState,
    crm: &Crm,
    headers: &HeaderMap,
) -> Result<Option<CrmSession>, Failure> {
    let session = find_session(state, crm, headers).await?;
    if let Some(session) = &session {
        let crm_id = crm.scope().crm_id();
        in_time(&state.calls.count(&session.id, Some(crm_id)))?;
    }
    Ok(session)
}

async fn find_session(
    state: &AppState,
    crm: &Crm,
    headers: &HeaderMap,
) -> Result<Option<CrmSession>, Failure> {
    let Some(token) = Jar::Crm(crm).token(headers, &state.base) else {
        return Ok(None);
    };
    Ok(crm::crm_session(state.db.read(), crm, &token, state.now()).await?)
}

/// A CRM that a browser has a session at, whichever it is.
pub(crate) async fn some_crm_of(
    state: &AppState,
    headers: &HeaderMap,
) -> Result<Option<Crm>, Failure> {
    for token in cookie::crm_tokens(headers, &state.base) {
        let found = crm::crm_of_session(state.db.read(), &token, state.now()).await?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// Lets a call of the API through that came in time. Its answer says what is left.
pub(crate) fn admit(counted: Counted, parts: &Parts) -> Result<(), Failure> {
    let admitted = in_time(&counted);
    if let Some(info) = parts.extensions.get::<RequestInfo>() {
        info.note_counted(counted);
    }
    admitted
}

fn in_time(counted: &Counted) -> Result<(), Failure> {
    match counted.wait {
        Some(wait) => Err(Failure::waiting(ErrorCode::RateLimited, wait)),
        None => Ok(()),
    }
}
