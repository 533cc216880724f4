//! The streams that are open at this process, and what wakes them.
//!
//! One task looks for all of them at once whether there is something new in the logs of their CRMs, and whether what
//! they are open by is still good: every second, and as soon as `PostgreSQL` says that something was written. What
//! there is to tell a stream reads from the log itself.

use std::{
    collections::{HashMap, HashSet},
    error::Error,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use crm::{
    Wakes,
    live::{self, Head, Pass},
};
use tokio::{
    sync::watch,
    time::{Interval, MissedTickBehavior, interval},
};
use tokio_util::sync::CancellationToken;

use crate::state::AppState;

/// Streams of one person at one process: each page that somebody looks at has one.
const MOST: usize = 12;

/// How long something new may lie there unseen.
const PAUSE: Duration = Duration::from_secs(1);

/// What a stream is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signal {
    /// Where its CRM's log is.
    At(Head),
    /// What it is open by isn't good any more.
    Over,
}

/// Why no stream is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The person has as many as they may.
    TooMany,
    /// The server stops.
    Stopping,
}

/// Whose a stream is.
#[derive(Debug, Clone)]
pub(crate) struct Owner {
    pub(crate) crm_id: Arc<str>,
    pub(crate) user_id: Arc<str>,
    pub(crate) pass: Arc<Pass>,
}

/// Streams that are open.
#[derive(Debug, Default)]
pub(crate) struct Live(Mutex<Open>);

#[derive(Debug, Default)]
struct Open {
    streams: HashMap<u64, Stream>,
    next_id: u64,
    is_stopping: bool,
}

#[derive(Debug)]
struct Stream {
    owner: Owner,
    signal: watch::Sender<Signal>,
}

/// The stream's own end. The stream is over when it is dropped.
#[derive(Debug)]
pub(crate) struct Listener {
    live: Arc<Live>,
    id: u64,
    signal: watch::Receiver<Signal>,
}

impl Live {
    /// Opens a stream of somebody who knows so much of their CRM's log.
    pub(crate) fn open(self: &Arc<Self>, owner: Owner, known: Head) -> Result<Listener, Refusal> {
        let mut open = self.lock();
        if open.is_stopping {
            return Err(Refusal::Stopping);
        }
        let theirs = open.streams.values();
        if theirs.filter(|stream| stream.owner.is_of(&owner)).count() >= MOST {
            return Err(Refusal::TooMany);
        }
        let (sender, signal) = watch::channel(Signal::At(known));
        let id = open.next_id;
        open.next_id += 1;
        let stream = Stream {
            owner,
            signal: sender,
        };
        open.streams.insert(id, stream);
        let live = self.clone();
        Ok(Listener { live, id, signal })
    }

    /// Everybody who listens now.
    fn owners(&self) -> Vec<(u64, Owner)> {
        let open = self.lock();
        let streams = open.streams.iter();
        streams.map(|(id, it)| (*id, it.owner.clone())).collect()
    }

    fn tell(&self, id: u64, signal: Signal) {
        if let Some(stream) = self.lock().streams.get(&id) {
            stream.signal.send_if_modified(|last| {
                let is_news = *last != signal;
                *last = signal;
                is_news
            });
        }
    }

    /// Ends all streams, and opens no more.
    fn stop(&self) {
        let mut open = self.lock();
        open.is_stopping = true;
        open.streams.clear();
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        // Nobody leaves it half changed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Owner {
    fn is_of(&self, other: &Self) -> bool {
        self.crm_id == other.crm_id && self.user_id == other.user_id
    }
}

impl Listener {
    /// Whether what the stream is open by isn't good any more.
    pub(crate) fn is_over(&self) -> bool {
        *self.signal.borrow() == Signal::Over
    }

    /// Waits until there is something to be told; `None` when the server stops.
    pub(crate) async fn next(&mut self) -> Option<Signal> {
        self.signal.changed().await.ok()?;
        Some(*self.signal.borrow_and_update())
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.live.lock().streams.remove(&self.id);
    }
}

/// Wakes streams until told to stop, which ends them.
pub(crate) async fn run(state: AppState, stop: CancellationToken) {
    stop.run_until_cancelled(wake(&state)).await;
    state.live.stop();
}

async fn wake(state: &AppState) {
    let mut ticks = interval(PAUSE);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        match state.db.wakes().await {
            Ok(wakes) => keep_looking(state, wakes, &mut ticks).await,
            Err(error) => note(&error),
        }
        ticks.tick().await;
        look(state).await;
    }
}

/// Looks whenever there may be something new, until nothing is heard any more.
async fn keep_looking(state: &AppState, mut wakes: Wakes, ticks: &mut Interval) {
    loop {
        tokio::select! {
            _at = ticks.tick() => {}
            heard = wakes.next() => if let Err(error) = heard {
                return note(&error);
            },
        }
        look(state).await;
    }
}

fn note(error: &crm::Error) {
    tracing::warn!(
        error = error as &dyn Error,
        "Nothing is heard of other processes: streams are looked after by the second"
    );
}

/// Tells every stream what has become of its CRM and of what it is open by.
async fn look(state: &AppState) {
    if let Err(error) = try_look(state).await {
        tracing::error!(
            error = &error as &dyn Error,
            "Streams wait: their CRMs can't be read"
        );
    }
}

async fn try_look(state: &AppState) -> Result<(), crm::Error> {
    let owners = state.live.owners();
    if owners.is_empty() {
        return Ok(());
    }
    let crms: HashSet<&str> = owners.iter().map(|(_, owner)| &*owner.crm_id).collect();
    let crms: Vec<&str> = crms.into_iter().collect();
    let passes: Vec<&Pass> = owners.iter().map(|(_, owner)| &*owner.pass).collect();
    let heads = live::heads(state.db.read(), &crms).await?;
    let good = live::good(state.db.read(), &passes, state.now()).await?;
    for (id, owner) in &owners {
        let head = heads.get(&*owner.crm_id).copied();
        let head = head.filter(|_| good.contains(&*owner.pass));
        state.live.tell(*id, head.map_or(Signal::Over, Signal::At));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crm::CrmStatus;

    use super::*;

    const KNOWN: Head = Head {
        seq: 7,
        status: CrmStatus::Active,
    };

    fn owner(crm: &str, user: &str) -> Owner {
        Owner {
            crm_id: crm.into(),
            user_id: user.into(),
            pass: Arc::new(Pass::default()),
        }
    }

    #[test]
    fn a_person_has_so_many_streams_and_no_more_and_nobody_pays_for_another() {
        let live = Arc::new(Live::default());
        let open = |crm, user| live.open(owner(crm, user), KNOWN);
        let mut all: Vec<Listener> = (0..MOST)
            .map(|_| open("acme", "olena").expect("opened"))
            .collect();
        assert_eq!(open("acme", "olena").err(), Some(Refusal::TooMany));
        for (crm, user) in [("acme", "ihor"), ("berry", "olena")] {
            assert!(open(crm, user).is_ok(), "{user} at {crm}");
        }
        all.pop();
        assert!(open("acme", "olena").is_ok(), "there is room again");
    }

    #[tokio::test]
    async fn a_stream_hears_what_is_new_and_nothing_twice() {
        let live = Arc::new(Live::default());
        let mut listener = live.open(owner("acme", "olena"), KNOWN).expect("opened");
        let id = listener.id;
        let next = Head { seq: 8, ..KNOWN };
        live.tell(id, Signal::At(KNOWN));
        live.tell(id, Signal::At(next));
        assert_eq!(listener.next().await, Some(Signal::At(next)));
        live.tell(id, Signal::At(next));
        live.tell(id, Signal::Over);
        assert!(listener.is_over());
        assert_eq!(listener.next().await, Some(Signal::Over));
    }

    #[tokio::test]
    async fn a_server_that_stops_ends_its_streams_and_opens_no_more() {
        let live = Arc::new(Live::default());
        let mut listener = live.open(owner("acme", "olena"), KNOWN).expect("opened");
        live.stop();
        assert_eq!(listener.next().await, None);
        let refused = live.open(owner("acme", "olena"), KNOWN);
        assert_eq!(refused.err(), Some(Refusal::Stopping));
    }
}
