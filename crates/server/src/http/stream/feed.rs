//! The events of one stream. They are made when they are asked for: nothing piles up for a reader who is slow.

use std::{collections::VecDeque, convert::Infallible, error::Error, time::Duration};

use api::{NotificationRead, RecordChanged, UnreadResponse};
use axum::response::sse::Event;
use crm::live::{self, Change, Fact, Heard, News, Step};
use futures_util::{Stream, stream::unfold};
use serde::Serialize;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

use crate::{
    http::view,
    live::{Listener, Owner, Signal},
    state::AppState,
};

/// How often a reader is told that the connection lives.
const HEARTBEAT: Duration = Duration::from_secs(25);

/// How long a reader who lost the connection waits before they come back.
const RETRY: Duration = Duration::from_secs(3);

/// What a stream has to tell, and who is told.
pub(super) struct Feed {
    state: AppState,
    listener: Listener,
    owner: Owner,
    /// The number of the last event that is behind the reader.
    after: i64,
    /// The number that the reader knows of.
    told: Option<i64>,
    /// What is told next.
    waiting: VecDeque<Event>,
    /// There may be more in the log.
    is_behind: bool,
    /// What waits is all that there is to tell.
    is_over: bool,
    heartbeat: Interval,
}

impl Feed {
    /// Goes on after the last event that the reader heard of, or else after the last one that there was.
    pub(super) fn new(
        state: AppState,
        listener: Listener,
        owner: Owner,
        (heard, last): (Option<i64>, i64),
    ) -> Self {
        let mut heartbeat = interval_at(Instant::now() + HEARTBEAT, HEARTBEAT);
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut feed = Self {
            state,
            listener,
            owner,
            after: heard.unwrap_or(last),
            told: heard,
            waiting: VecDeque::from([Event::default().retry(RETRY)]),
            is_behind: true,
            is_over: false,
            heartbeat,
        };
        if heard.is_none() {
            feed.ping();
        }
        feed
    }

    pub(super) fn into_stream(self) -> impl Stream<Item = Result<Event, Infallible>> {
        unfold(self, |mut feed| async move {
            let event = feed.next().await?;
            Some((Ok(event), feed))
        })
    }

    /// What is told next; `None` at the end.
    async fn next(&mut self) -> Option<Event> {
        loop {
            // What was ready to be told isn't told any more to whom nothing may be told.
            if self.listener.is_over() && !self.is_over {
                self.end();
            }
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            if self.is_over {
                return None;
            }
            if self.is_behind {
                self.advance().await;
            } else {
                self.wait().await;
            }
        }
    }

    /// Waits until there may be something to tell.
    async fn wait(&mut self) {
        tokio::select! {
            signal = self.listener.next() => match signal {
                Some(Signal::At(_)) => self.is_behind = true,
                Some(Signal::Over) => self.end(),
                None => self.is_over = true,
            },
            _at = self.heartbeat.tick() => {
                self.waiting.push_back(Event::default().comment(""));
                if self.told != Some(self.after) {
                    self.ping();
                }
                // Not all that ends a stream is in the log: that a demand's time has come, say.
                self.is_behind = true;
            }
        }
    }

    /// Reads on in the log.
    async fn advance(&mut self) {
        match self.read().await {
            Ok(Some(step)) => self.take(step),
            Ok(None) => {}
            Err(error) => {
                tracing::warn!(
                    error = &error as &dyn Error,
                    "Stream ends: log can't be read"
                );
                self.is_over = true;
            }
        }
    }

    /// What has happened since, as long as the reader may know.
    async fn read(&mut self) -> Result<Option<Step>, crm::Error> {
        let (db, now) = (self.state.db.read(), self.state.now());
        let owner = &self.owner;
        let standing = live::standing(db, &owner.crm_id, &owner.pass, now).await?;
        let Some((crm, session)) = standing else {
            self.end();
            return Ok(None);
        };
        if session.must_enrol(now) {
            // Whoever comes back is told why that's no use.
            self.is_over = true;
            return Ok(None);
        }
        let whom = (session.who.id.as_str(), session.who.role);
        let step = live::follow(db, &crm, whom, self.after, now).await?;
        self.is_behind = step.seq < crm.last_event;
        Ok(Some(step))
    }

    fn take(&mut self, step: Step) {
        self.after = step.seq;
        match step.news {
            News::Facts(heard) => {
                self.told = heard.last().map(|heard| heard.seq).or(self.told);
                // Before what it follows from: who is cut off in between hears it again.
                self.waiting.extend(step.unread.map(unread));
                self.waiting.extend(heard.into_iter().map(told));
            }
            News::Reset => {
                self.told = Some(step.seq);
                self.waiting.push_back(numbered(step.seq, "reset", "{}"));
            }
        }
    }

    /// Tells that the connection lives, and from where it could go on.
    fn ping(&mut self) {
        self.told = Some(self.after);
        self.waiting.push_back(numbered(self.after, "ping", "{}"));
    }

    fn end(&mut self) {
        let event = Event::default().event("session_revoked").data("{}");
        self.waiting = VecDeque::from([event]);
        self.is_over = true;
    }
}

/// It has no number of its own: it is told again with what it follows from.
fn unread(unread: u64) -> Event {
    let data = json(&UnreadResponse { unread });
    Event::default().event("unread").data(data)
}

fn told(Heard { seq, fact }: Heard) -> Event {
    match fact {
        Fact::Changed(change) => numbered(seq, "record_changed", &json(&record_changed(change))),
        Fact::Notified(row) => numbered(seq, "notification", &json(&view::notification(row))),
        Fact::Read(id) => numbered(seq, "notification_read", &json(&NotificationRead { id })),
    }
}

fn record_changed(change: Change) -> RecordChanged {
    RecordChanged {
        kind: view::record_type(change.kind),
        id: change.id,
        version: change.version,
    }
}

fn json(data: &impl Serialize) -> String {
    serde_json::to_string(data).unwrap_or_default()
}

fn numbered(seq: i64, name: &str, data: &str) -> Event {
    Event::default().id(seq.to_string()).event(name).data(data)
}
