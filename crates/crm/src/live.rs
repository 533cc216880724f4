//! Following what happens in a CRM while it happens, for pages that are open.
//!
//! The event log is all there is to it: whoever keeps the number of the last event that they heard of goes on from
//! there, whichever process tells them. They hear which records changed, of those that they may see, and read them
//! by the routes that they have anyway; and they hear what they alone are told.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, QueryOrder as _, QuerySelect as _, entity::prelude::*};

use crate::{
    crm_record::{Crm, CrmStatus, crm_by_id},
    device_token,
    entity::{crm, crm_user::Role, event},
    error::Error,
    event::{self as log, Told},
    instant::millis,
    notification::{self, NotificationView},
    session::{self, CrmSession},
    token::Token,
};

/// Events that are read at once.
const BATCH: u64 = 100;

/// Whoever is further behind reads everything anew.
const FURTHEST: i64 = 1_000;

/// The same for who missed something so long ago.
const LONGEST: Duration = Duration::from_hours(24);

/// Rows that one statement names.
const NAMED: usize = 500;

/// What somebody follows a CRM by: their session, or the token of the client at it. The default one is nobody's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Pass {
    session_id: String,
    token_hash: Option<String>,
}

impl Pass {
    /// A session, or the token that is presented for it.
    #[must_use]
    pub fn new(session: &CrmSession, token: Option<&Token>) -> Self {
        Self {
            session_id: session.id.clone(),
            token_hash: token.map(|token| token.hash().to_hex()),
        }
    }
}

/// What kind of record it is that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordKind {
    /// Somebody in the CRM.
    User,
    /// An invitation.
    Invitation,
    /// What is set for everybody.
    Crm,
    /// A key of a program.
    ApiKey,
    /// A webhook.
    Webhook,
}

impl RecordKind {
    /// The one that the log calls so.
    fn of_subject(name: &str) -> Option<Self> {
        Some(match name {
            "user" => Self::User,
            "invitation" => Self::Invitation,
            "crm" => Self::Crm,
            "api_key" => Self::ApiKey,
            "webhook" => Self::Webhook,
            _ => return None,
        })
    }

    /// Whether routes show such records to somebody with a role: everybody sees the people of their CRM, and its
    /// managers what is set for it.
    const fn is_shown_to(self, role: Role) -> bool {
        matches!(self, Self::User) || matches!(role, Role::Owner | Role::Admin)
    }
}

/// What somebody hears of one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// The number of the event.
    pub seq: i64,
    /// What it tells them.
    pub fact: Fact,
}

/// What an event tells somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// A record changed.
    Changed(Change),
    /// They have a new notification.
    Notified(NotificationView),
    /// They have read this notification, or all that there are.
    Read(Option<String>),
}

/// A record that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What kind of record it is.
    pub kind: RecordKind,
    /// Its id.
    pub id: String,
    /// The version that it has since, if it has versions.
    pub version: Option<i64>,
}

/// What is new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// This, in this order; of the rest it isn't told.
    Facts(Vec<Heard>),
    /// Too much was missed: anything may have changed.
    Reset,
}

/// How somebody who follows gets on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The number of the last event that is behind them now.
    pub seq: i64,
    /// What they hear.
    pub news: News,
    /// How many of their notifications they haven't read, if they hear of any.
    pub unread: Option<u64>,
}

/// What a CRM's log has to say at a glance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The number of the last event.
    pub seq: i64,
    /// Where the CRM is in its life.
    pub status: CrmStatus,
}

impl Head {
    /// That of a CRM as it was read.
    #[must_use]
    pub const fn of(crm: &Crm) -> Self {
        Self {
            seq: crm.last_event,
            status: crm.status,
        }
    }
}

/// What has happened since the event with a number, for a user with a role. The CRM has just been read.
///
/// # Errors
/// [`Error::Database`].
pub async fn follow<C: ConnectionTrait>(
    db: &C,
    crm: &Crm,
    (user_id, role): (&str, Role),
    after: i64,
    now: Timestamp,
) -> Result<Step, Error> {
    let head = crm.last_event;
    let reset = Step {
        seq: head,
        news: News::Reset,
        unread: None,
    };
    // Nobody is ahead of the log but where it was restored from an older copy.
    match head.checked_sub(after) {
        Some(0) => return Ok(step(head, Vec::new(), None)),
        Some(1..=FURTHEST) => {}
        _ => return Ok(reset),
    }
    let crm_id = crm.scope().crm_id();
    let events = event::Entity::find()
        .filter(event::COLUMN.crm_id.eq(crm_id))
        .filter(event::COLUMN.seq.gt(after))
        .filter(event::COLUMN.seq.lte(head))
        .order_by_asc(event::COLUMN.seq)
        .limit(BATCH)
        .all(db)
        .await?;
    let (Some(first), Some(last)) = (events.first(), events.last()) else {
        return Ok(reset);
    };
    let oldest = now.as_millisecond().saturating_sub(millis(LONGEST));
    if first.seq != after + 1 || first.at < oldest {
        return Ok(reset);
    }
    let (seq, whom) = (last.seq, (crm_id, user_id));
    let told: Vec<Told<'_>> = events
        .iter()
        .filter_map(|event| log::told_of(event, user_id))
        .collect();
    let (unread, mut notified) = if told.is_empty() {
        (None, HashMap::new())
    } else {
        let unread = notification::unread_of(db, crm_id, user_id).await?;
        (Some(unread), views_of(db, whom, &told).await?)
    };
    let facts = events.iter().filter_map(|event| {
        let fact = match log::told_of(event, user_id) {
            Some(Told::Notification(_, id)) => notified.remove(id).map(Fact::Notified),
            Some(Told::Read(which)) => Some(Fact::Read(which.map(str::to_owned))),
            None => change(event, role).map(Fact::Changed),
        };
        let seq = event.seq;
        fact.map(|fact| Heard { seq, fact })
    });
    Ok(step(seq, facts.collect(), unread))
}

const fn step(seq: i64, heard: Vec<Heard>, unread: Option<u64>) -> Step {
    Step {
        seq,
        news: News::Facts(heard),
        unread,
    }
}

/// The notifications of a user that they are told of, by their ids.
async fn views_of<C: ConnectionTrait>(
    db: &C,
    whom: (&str, &str),
    told: &[Told<'_>],
) -> Result<HashMap<String, NotificationView>, Error> {
    let ids: Vec<&str> = told
        .iter()
        .filter_map(|told| match told {
            Told::Notification(_, id) => Some(*id),
            Told::Read(_) => None,
        })
        .collect();
    notification::by_id(db, whom, &ids).await
}

/// The change of a record that somebody with a role hears of, if they do.
fn change(event: &event::Model, role: Role) -> Option<Change> {
    let kind = RecordKind::of_subject(&event.subject_type)?;
    let version = event.payload.pointer("/user/version");
    kind.is_shown_to(role).then(|| Change {
        kind,
        version: version.and_then(serde_json::Value::as_i64),
        id: event.subject_id.clone(),
    })
}

/// The CRM and the session of somebody who follows, as they are now; nothing once what they follow by isn't good any
/// more. Changes nothing.
///
/// # Errors
/// [`Error::Database`].
pub async fn standing<C: ConnectionTrait>(
    db: &C,
    crm_id: &str,
    pass: &Pass,
    now: Timestamp,
) -> Result<Option<(Crm, CrmSession)>, Error> {
    let Some(crm) = crm_by_id(db, crm_id).await? else {
        return Ok(None);
    };
    if good(db, &[pass], now).await?.is_empty() {
        return Ok(None);
    }
    let session = session::crm_session_by_id(db, &crm, &pass.session_id, now).await?;
    Ok(session.map(|session| (crm, session)))
}

/// Those among what people follow by that are good now, as far as sessions and tokens say themselves.
///
/// # Errors
/// [`Error::Database`].
pub async fn good<'a, C: ConnectionTrait>(
    db: &C,
    passes: &[&'a Pass],
    now: Timestamp,
) -> Result<HashSet<&'a Pass>, Error> {
    let mut good = HashSet::new();
    for some in passes.chunks(NAMED) {
        let ids: Vec<&str> = some.iter().map(|pass| pass.session_id.as_str()).collect();
        let sessions = session::good_by_id(db, &ids, now).await?;
        let sessions: HashSet<String> = sessions.into_iter().collect();
        let tokens = some.iter().filter_map(|pass| pass.token_hash.as_deref());
        let tokens: Vec<&str> = tokens.collect();
        let tokens: HashMap<String, String> = if tokens.is_empty() {
            HashMap::new()
        } else {
            let rows = device_token::good_by_hash(db, &tokens).await?;
            rows.into_iter().collect()
        };
        let is_good = |pass: &&&Pass| {
            sessions.contains(&pass.session_id)
                && pass
                    .token_hash
                    .as_ref()
                    .is_none_or(|hash| tokens.get(hash) == Some(&pass.session_id))
        };
        good.extend(some.iter().filter(is_good).copied());
    }
    Ok(good)
}

/// What the logs of some CRMs have to say. Of one that is gone there is nothing.
///
/// # Errors
/// [`Error::Database`].
pub async fn heads<C: ConnectionTrait>(
    db: &C,
    crm_ids: &[&str],
) -> Result<HashMap<String, Head>, Error> {
    let mut heads = HashMap::new();
    for some in crm_ids.chunks(NAMED) {
        let rows: Vec<(String, i64, CrmStatus)> = crm::Entity::find()
            .filter(crm::COLUMN.id.is_in(some.iter().copied()))
            .select_only()
            .column(crm::Column::Id)
            .column(crm::Column::EventSeq)
            .column(crm::Column::Status)
            .into_tuple()
            .all(db)
            .await?;
        let known = rows
            .into_iter()
            .map(|(id, seq, status)| (id, Head { seq, status }));
        heads.extend(known);
    }
    Ok(heads)
}

#[cfg(test)]
mod tests;
