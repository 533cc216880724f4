//! `GET /c/{crm}/audit.csv`: what was done in the CRM, for a spreadsheet.

use std::{borrow::Cow, error::Error, sync::Arc};

use api::Problem;
use axum::{
    BoxError,
    body::Body,
    extract::State,
    response::{IntoResponse as _, Response},
};
use crm::{AuditFilter, AuditView, Crm, CrmSession, Database};
use futures_util::stream::try_unfold;

use super::Wanted;
use crate::{
    http::{
        extract::{ApiQuery, Caller},
        failure::Failure,
        spreadsheet::{self, harmless},
        view,
    },
    state::AppState,
};

/// Entries that are in memory at a time: a long log takes no more.
const MOST_AT_ONCE: usize = 250;

const HEAD: [&str; 11] = [
    "time",
    "kind",
    "actor_kind",
    "actor_id",
    "actor",
    "subject_id",
    "subject",
    "fields",
    "ip",
    "device",
    "request_id",
];

/// Lists what was done in the CRM, and by whom, as CSV
///
/// For owner and admins. UTF-8 with a byte order mark (RFC 4180). What moved money is told the owner alone. A text that a
/// spreadsheet would take for a formula begins with an apostrophe.
#[utoipa::path(
    get,
    path = "/api/v1/c/{crm}/audit.csv",
    tag = "settings",
    operation_id = "audit_log_csv",
    params(("crm" = String, Path, description = "The CRM's slug"), Wanted),
    responses(
        (status = 200, description = "The last ones first", body = String, content_type = "text/csv"),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `forbidden`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Caller { crm, session }: Caller,
    ApiQuery(wanted): ApiQuery<Wanted>,
) -> Result<Response, Failure> {
    let reader = Reader {
        filter: wanted.filter()?,
        db: state.db,
        crm,
        session,
    };
    let name = format!("audit-{}.csv", reader.crm.slug);
    // Whether it may be read is known before the answer begins.
    let first = Part {
        before: spreadsheet::head(HEAD).map_err(|error| Failure::internal(&error))?,
        rows: reader.part(None).await?,
    };
    let parts = try_unfold((Arc::new(reader), Some(first)), next);
    let body = Body::from_stream(parts);
    Ok((spreadsheet::headers(&name), body).into_response())
}

/// Whose log is read, and what of it.
struct Reader {
    db: Database,
    crm: Crm,
    session: CrmSession,
    filter: AuditFilter,
}

impl Reader {
    async fn part(&self, after: Option<&str>) -> Result<Vec<AuditView>, crm::Error> {
        let (db, filter) = (self.db.read(), &self.filter);
        let most = u64::try_from(MOST_AT_ONCE).unwrap_or(u64::MAX);
        crm::audit_log(db, &self.crm, &self.session, filter, after, most).await
    }
}

/// Entries that were read, and what stands before them.
struct Part {
    before: Vec<u8>,
    rows: Vec<AuditView>,
}

type Reading = (Arc<Reader>, Option<Part>);

/// What is sent next; an answer that can't be finished is cut off, which browsers tell from its end.
async fn next((reader, part): Reading) -> Result<Option<(Vec<u8>, Reading)>, BoxError> {
    let Some(Part { before, rows }) = part else {
        return Ok(None);
    };
    let following = following(&reader, &rows).await.inspect_err(|error| {
        let error = error as &dyn Error;
        tracing::error!(error, "Audit log wasn't sent to its end");
    })?;
    let text = spreadsheet::add(before, rows.iter().map(record))?;
    Ok(Some((text, (reader, following))))
}

async fn following(reader: &Reader, rows: &[AuditView]) -> Result<Option<Part>, crm::Error> {
    match rows.last() {
        Some(last) if rows.len() == MOST_AT_ONCE => {
            let rows = reader.part(Some(&last.id)).await?;
            let before = Vec::new();
            Ok(Some(Part { before, rows }))
        }
        _ => Ok(None),
    }
}

fn record(row: &AuditView) -> [Cow<'_, str>; HEAD.len()] {
    [
        Cow::from(view::instant(row.at)),
        harmless(&row.action),
        Cow::from(row.actor_kind.name()),
        optional(row.actor_id.as_deref()),
        optional(row.actor_name.as_deref()),
        optional(row.subject_id.as_deref()),
        optional(row.subject_name.as_deref()),
        // Begins with a name of ours.
        Cow::from(fields(row)),
        optional(row.ip.as_deref()),
        optional(row.device.as_deref()),
        optional(row.request_id.as_deref()),
    ]
}

fn optional(text: Option<&str>) -> Cow<'_, str> {
    harmless(text.unwrap_or_default())
}

fn fields(row: &AuditView) -> String {
    let fields = row.fields.iter();
    let texts = fields.map(|(name, value)| format!("{name}: {value}"));
    texts.collect::<Vec<_>>().join("; ")
}
