//! Jobs that were tried often enough, for whoever runs the server.

use jiff::Timestamp;
use sea_orm::{
    ConnectionTrait, QueryOrder as _, QuerySelect as _, entity::prelude::*, sea_query::Expr,
};
use serde_json::json;

use crate::{
    audit::{self, Actor, AuditScope},
    database::Database,
    entity::job::{self, JobState},
    error::Error,
    session::PortalSession,
    trace::RequestTrace,
};

/// The most that are shown.
const MOST_SHOWN: u64 = 200;

/// A job that is tried no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadJob {
    /// The job.
    pub id: String,
    /// What sort of work it is.
    pub kind: String,
    /// The CRM that it is for, if it is for one.
    pub crm_id: Option<String>,
    /// How often it was tried.
    pub attempts: i32,
    /// Why the last attempt failed.
    pub last_error: String,
    /// When that was.
    pub ended_at: Timestamp,
}

/// Jobs that are tried no more, the last ones first. Works for the whole server.
///
/// # Errors
/// [`Error::Database`].
pub async fn dead_jobs<C: ConnectionTrait>(db: &C) -> Result<Vec<DeadJob>, Error> {
    let rows = job::Entity::find()
        .filter(job::COLUMN.state.eq(JobState::Dead))
        .order_by_desc(job::COLUMN.ended_at)
        .limit(MOST_SHOWN)
        .all(db)
        .await?;
    let dead = rows.into_iter().map(|row| DeadJob {
        id: row.id,
        kind: row.kind,
        crm_id: row.crm_id,
        attempts: row.attempts,
        last_error: row.last_error.unwrap_or_default(),
        ended_at: Timestamp::from_millisecond(row.ended_at.unwrap_or(row.created_at))
            .unwrap_or(Timestamp::MIN),
    });
    Ok(dead.collect())
}

/// Sets a dead job going again, with all its attempts before it: for the operator, or for the command line.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`] when there is no dead job with this id, or one like it waits already.
pub async fn run_again(
    db: &Database,
    by: Option<&PortalSession>,
    id: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    if by.is_some_and(|session| !session.who.is_operator) {
        return Err(Error::Forbidden);
    }
    let tx = db.write().await?;
    let revived = job::Entity::update_many()
        .col_expr(job::Column::State, Expr::value(JobState::Ready.to_value()))
        .col_expr(job::Column::Attempts, Expr::value(0))
        .col_expr(job::Column::RunAt, Expr::value(now.as_millisecond()))
        .col_expr(job::Column::EndedAt, Expr::value(None::<i64>))
        .filter(job::COLUMN.id.eq(id))
        .filter(job::COLUMN.state.eq(JobState::Dead))
        .exec(&tx)
        .await;
    match revived {
        Ok(revived) if revived.rows_affected == 1 => {}
        Err(error)
            if matches!(
                error.sql_err(),
                Some(sea_orm::SqlErr::UniqueConstraintViolation(_))
            ) =>
        {
            return Err(Error::NotFound);
        }
        Ok(_) => return Err(Error::NotFound),
        Err(error) => return Err(error.into()),
    }
    let entry = audit::Entry {
        scope: AuditScope::Server,
        scope_id: audit::SERVER,
        action: "job.run_again",
        actor: by.map_or(Actor::Operator, |session| Actor::Account(&session.who.id)),
        subject: Some(id),
        fields: json!({}),
    };
    audit::append(&tx, entry, trace, now).await?;
    tx.commit().await?;
    Ok(())
}
