//! Mail that goes out: written down with what it tells, sent by whoever has a way to send.

mod stuck;

use std::time::Duration;

use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set,
    ConnectionTrait, DbBackend, QueryOrder as _, QuerySelect as _,
    entity::prelude::*,
    sea_query::{Expr, OnConflict},
};
use serde_json::json;

pub use self::stuck::{Backlog, StuckLetter, backlog, send_again, stuck};
pub use crate::letter::Sender;
use crate::{
    database::Database,
    email,
    entity::{
        account,
        outbox::{self, OutboxState},
    },
    error::Error,
    id::new_id,
    instant::after,
    letter::{Letter, Rendered},
    locale::Locale,
};

const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);

/// How long the one who took a letter has to send it.
const LEASE: Duration = MINUTE;

/// How long to wait after each failure; after the last one the letter has failed.
const RETRIES: [Duration; 7] = [
    MINUTE,
    MINUTE.saturating_mul(5),
    MINUTE.saturating_mul(15),
    HOUR,
    HOUR.saturating_mul(3),
    HOUR.saturating_mul(6),
    HOUR.saturating_mul(12),
];

/// Who gets a letter.
pub(crate) struct Recipient<'a> {
    pub(crate) email: &'a str,
    pub(crate) locale: Locale,
    /// The CRM that it is about, with which it goes.
    pub(crate) crm_id: Option<&'a str>,
}

impl<'a> Recipient<'a> {
    /// The holder of an account, in their language.
    pub(crate) fn account(row: &'a account::Model) -> Self {
        Self {
            email: &row.email,
            locale: Locale::from_tag(&row.locale).unwrap_or_default(),
            crm_id: None,
        }
    }
}

/// A letter to be sent now.
#[derive(Debug)]
pub struct Due {
    /// The same at every attempt.
    pub id: String,
    /// The address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The body as plain text.
    pub text: String,
    /// The body as HTML.
    pub html: String,
    attempts: i32,
}

/// Writes a letter down, in the transaction of what it tells. It goes to the normal form of the address.
pub(crate) async fn enqueue<C: ConnectionTrait>(
    tx: &C,
    letter: &Letter,
    to: Recipient<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    new_row(letter, &to, None, now)?.insert(tx).await?;
    Ok(())
}

/// The same, unless a letter with this key was written down before. False when there was one.
pub(crate) async fn enqueue_once<C: ConnectionTrait>(
    tx: &C,
    letter: &Letter,
    to: Recipient<'_>,
    key: &str,
    now: Timestamp,
) -> Result<bool, Error> {
    let same = OnConflict::column(outbox::Column::DedupeKey)
        .do_nothing()
        .to_owned();
    let inserted = outbox::Entity::insert(new_row(letter, &to, Some(key), now)?)
        .on_conflict(same)
        .exec_without_returning(tx)
        .await?;
    Ok(inserted == 1)
}

fn new_row(
    letter: &Letter,
    to: &Recipient<'_>,
    dedupe_key: Option<&str>,
    now: Timestamp,
) -> Result<outbox::ActiveModel, Error> {
    let value = serde_json::to_value(letter)?;
    let kind = value.get("kind").and_then(|kind| kind.as_str());
    Ok(outbox::ActiveModel {
        id: Set(new_id(now)),
        recipient: Set(email::for_letters(to.email)),
        locale: Set(to.locale.tag().to_owned()),
        kind: Set(kind.unwrap_or_default().to_owned()),
        letter: Set(value),
        crm_id: Set(to.crm_id.map(str::to_owned)),
        state: Set(OutboxState::Ready),
        attempts: Set(0),
        next_at: Set(now.as_millisecond()),
        error: Set(None),
        dedupe_key: Set(dedupe_key.map(str::to_owned)),
        sent_at: Set(None),
        created_at: Set(now.as_millisecond()),
    })
}

/// Takes the letter that has waited longest, for a minute: nobody else gets it meanwhile. Works for
/// the whole server.
///
/// # Errors
/// [`Error::Database`].
pub async fn take_due(
    db: &Database,
    sender: Sender<'_>,
    now: Timestamp,
) -> Result<Option<Due>, Error> {
    let tx = db.write().await?;
    let mut due = outbox::Entity::find()
        .filter(outbox::COLUMN.state.eq(OutboxState::Ready))
        .filter(outbox::COLUMN.next_at.lte(now.as_millisecond()))
        .order_by_asc(outbox::COLUMN.next_at)
        .limit(1);
    if tx.get_database_backend() == DbBackend::Postgres {
        due = due.lock_with_behavior(
            sea_orm::sea_query::LockType::Update,
            sea_orm::sea_query::LockBehavior::SkipLocked,
        );
    }
    let Some(row) = due.one(&tx).await? else {
        return Ok(None);
    };
    outbox::Entity::update_many()
        .col_expr(outbox::Column::Attempts, Expr::value(row.attempts + 1))
        .col_expr(outbox::Column::NextAt, Expr::value(after(now, LEASE)))
        .filter(outbox::COLUMN.id.eq(row.id.as_str()))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    let letter: Letter = serde_json::from_value(row.letter)?;
    let locale = Locale::from_tag(&row.locale).unwrap_or_default();
    let Rendered {
        subject,
        text,
        html,
    } = letter.render(locale, sender)?;
    Ok(Some(Due {
        id: row.id,
        to: row.recipient,
        subject,
        text,
        html,
        attempts: row.attempts + 1,
    }))
}

/// The letter was sent. What it said is forgotten: it may hold a link.
///
/// # Errors
/// [`Error::Database`].
pub async fn note_sent(db: &Database, due: &Due, now: Timestamp) -> Result<(), Error> {
    let tx = db.write().await?;
    outbox::Entity::update_many()
        .col_expr(
            outbox::Column::State,
            Expr::value(OutboxState::Sent.to_value()),
        )
        .col_expr(outbox::Column::SentAt, Expr::value(now.as_millisecond()))
        .col_expr(outbox::Column::Letter, Expr::value(json!({})))
        .filter(outbox::COLUMN.id.eq(due.id.as_str()))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// The letter wasn't sent: it waits for its next attempt, or has failed.
///
/// # Errors
/// [`Error::Database`].
pub async fn note_failure(
    db: &Database,
    due: &Due,
    reason: &str,
    for_good: bool,
    now: Timestamp,
) -> Result<(), Error> {
    let wait = usize::try_from(due.attempts - 1)
        .ok()
        .and_then(|nth| RETRIES.get(nth))
        .filter(|_| !for_good);
    let (state, next_at) = match wait {
        Some(wait) => (OutboxState::Ready, after(now, *wait)),
        None => (OutboxState::Failed, now.as_millisecond()),
    };
    let tx = db.write().await?;
    outbox::Entity::update_many()
        .col_expr(outbox::Column::State, Expr::value(state.to_value()))
        .col_expr(outbox::Column::NextAt, Expr::value(next_at))
        .col_expr(outbox::Column::Error, Expr::value(reason))
        .filter(outbox::COLUMN.id.eq(due.id.as_str()))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(())
}
