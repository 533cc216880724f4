//! Letters that don't get on their way, for whoever runs the server. Never what they say.

use jiff::Timestamp;
use sea_orm::{
    Condition, ConnectionTrait, PaginatorTrait as _, QueryOrder as _, QuerySelect as _,
    entity::prelude::*, sea_query::Expr,
};
use serde_json::json;

use crate::{
    audit::{self, Actor, AuditScope},
    database::Database,
    entity::outbox::{self, OutboxState},
    error::Error,
    instant::moment,
    session::PortalSession,
    trace::RequestTrace,
};

/// A letter that hasn't gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StuckLetter {
    /// Permanent id.
    pub id: String,
    /// What sort of letter it is.
    pub kind: String,
    /// Who would get it.
    pub recipient: String,
    /// It is tried no more.
    pub has_failed: bool,
    /// How often it was tried.
    pub attempts: i32,
    /// Why it hasn't gone, where it was tried.
    pub error: Option<String>,
    /// When it was written.
    pub at: Timestamp,
}

/// How many letters haven't gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backlog {
    /// They are tried no more.
    pub failed: u64,
    /// They have to wait: their last attempt failed, or there is no way to send them.
    pub waiting: u64,
}

/// Letters that don't get on their way, the last ones first, after one that was read before. Where there is no way
/// to send, that is all that wait. Works for the whole server.
///
/// # Errors
/// [`Error::Database`].
pub async fn stuck<C: ConnectionTrait>(
    db: &C,
    has_transport: bool,
    after: Option<&str>,
    most: u64,
) -> Result<Vec<StuckLetter>, Error> {
    let which = Condition::any()
        .add(outbox::COLUMN.state.eq(OutboxState::Failed))
        .add(waiting(has_transport));
    let mut found = outbox::Entity::find().filter(which);
    if let Some(after) = after {
        // Ids sort by time.
        found = found.filter(outbox::COLUMN.id.lt(after));
    }
    let found = found.order_by_desc(outbox::COLUMN.id).limit(most);
    let rows = found.all(db).await?;
    Ok(rows.into_iter().map(StuckLetter::from).collect())
}

/// How many there are of them.
///
/// # Errors
/// [`Error::Database`].
pub async fn backlog<C: ConnectionTrait>(db: &C, has_transport: bool) -> Result<Backlog, Error> {
    let failed = outbox::Entity::find().filter(outbox::COLUMN.state.eq(OutboxState::Failed));
    let waiting = outbox::Entity::find().filter(waiting(has_transport));
    Ok(Backlog {
        failed: failed.count(db).await?,
        waiting: waiting.count(db).await?,
    })
}

fn waiting(has_transport: bool) -> Condition {
    let ready = Condition::all().add(outbox::COLUMN.state.eq(OutboxState::Ready));
    if has_transport {
        ready.add(outbox::COLUMN.error.is_not_null())
    } else {
        ready
    }
}

/// Sets a letter that has failed on its way again, with all its attempts before it: for the operator.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`] when no letter with this id has failed.
pub async fn send_again(
    db: &Database,
    session: &PortalSession,
    id: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    if !session.who.is_operator {
        return Err(Error::Forbidden);
    }
    let tx = db.write().await?;
    let revived = outbox::Entity::update_many()
        .col_expr(
            outbox::Column::State,
            Expr::value(OutboxState::Ready.to_value()),
        )
        .col_expr(outbox::Column::Attempts, Expr::value(0))
        .col_expr(outbox::Column::NextAt, Expr::value(now.as_millisecond()))
        .col_expr(outbox::Column::Error, Expr::value(None::<String>))
        .filter(outbox::COLUMN.id.eq(id))
        .filter(outbox::COLUMN.state.eq(OutboxState::Failed))
        .exec(&tx)
        .await?;
    if revived.rows_affected != 1 {
        return Err(Error::NotFound);
    }
    let entry = audit::Entry {
        scope: AuditScope::Server,
        scope_id: audit::SERVER,
        action: "letter.sent_again",
        actor: Actor::Account(&session.who.id),
        subject: Some(id),
        fields: json!({}),
    };
    audit::append(&tx, entry, trace, now).await?;
    tx.commit().await?;
    Ok(())
}

impl From<outbox::Model> for StuckLetter {
    fn from(row: outbox::Model) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            recipient: row.recipient,
            has_failed: row.state == OutboxState::Failed,
            attempts: row.attempts,
            error: row.error,
            at: moment(row.created_at),
        }
    }
}
