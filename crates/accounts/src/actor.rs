//! The one owner of the state in a running program.

use std::sync::Arc;

use domain::Clock;
use tokio::sync::{mpsc, oneshot, watch};

use crate::{
    effect::Effect,
    event::Event,
    state::{Context, State},
};

/// What carries effects out. Called in order, and must not block.
pub trait Host: Send + 'static {
    /// Carries `effects` out. `state` is what they led to. `done` comes only with something among them that must
    /// reach the disk, and is answered once that is there, or can't be.
    fn carry_out(
        &mut self,
        effects: Vec<Effect>,
        state: &Arc<State>,
        done: Option<oneshot::Sender<bool>>,
    );
}

type Message = (Event, Option<oneshot::Sender<bool>>);

/// The way to reach the actor. Cheap to clone.
#[derive(Clone)]
pub struct Handle {
    events: mpsc::UnboundedSender<Message>,
    latest: watch::Receiver<Arc<State>>,
}

impl Handle {
    /// Sends an event. Waits for nothing: whoever passes on what pages say limits how much that is.
    pub fn send(&self, event: Event) {
        // Where nobody is there any more, the program ends.
        drop(self.events.send((event, None)));
    }

    /// Sends an event, and waits until what followed from it is on disk. `false`: it isn't, and may be lost, or
    /// it was refused, or nobody is there any more.
    #[must_use]
    pub async fn send_and_wait(&self, event: Event) -> bool {
        let (done, wait) = oneshot::channel();
        self.events.send((event, Some(done))).is_ok() && wait.await.unwrap_or(false)
    }

    /// What is now.
    #[must_use]
    pub fn state(&self) -> Arc<State> {
        self.latest.borrow().clone()
    }

    /// Tells of every change.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<Arc<State>> {
        self.latest.clone()
    }
}

/// Owns the state, applies events, and wakes at its deadlines.
pub struct Actor<H> {
    state: State,
    events: mpsc::UnboundedReceiver<Message>,
    latest: watch::Sender<Arc<State>>,
    clock: Arc<dyn Clock>,
    host: H,
}

impl<H: Host> Actor<H> {
    /// An actor and its handle. `first`: what the start asks for.
    pub fn new(
        state: State,
        first: Vec<Effect>,
        clock: Arc<dyn Clock>,
        mut host: H,
    ) -> (Self, Handle) {
        let (sender, events) = mpsc::unbounded_channel();
        let shared = Arc::new(state.clone());
        host.carry_out(first, &shared, None);
        let (latest, receiver) = watch::channel(shared);
        (
            Self {
                state,
                events,
                latest,
                clock,
                host,
            },
            Handle {
                events: sender,
                latest: receiver,
            },
        )
    }

    /// Runs until every handle is gone.
    pub async fn run(mut self) {
        loop {
            let deadline = self.state.next_deadline();
            let wait = deadline.map(|d| {
                let left = d.duration_since(self.clock.now());
                std::time::Duration::try_from(left).unwrap_or_default()
            });
            let message = match wait {
                Some(wait) => match tokio::time::timeout(wait, self.events.recv()).await {
                    Ok(message) => message,
                    Err(_) => Some((Event::Tick, None)),
                },
                None => self.events.recv().await,
            };
            let Some((event, done)) = message else { return };
            self.apply(event, done);
        }
    }

    fn apply(&mut self, event: Event, done: Option<oneshot::Sender<bool>>) {
        let mut random = || uuid::Uuid::new_v4().as_u128();
        let mut cx = Context {
            now: self.clock.now(),
            random: &mut random,
        };
        let is_refused = self.state.refuses(&event);
        let effects = self.state.step(event, &mut cx);
        let done = done.and_then(|done| {
            if effects.contains(&Effect::Persist) {
                return Some(done);
            }
            // There's nothing to wait for. Whoever asked may have given up.
            let _told = done.send(!is_refused).is_ok();
            None
        });
        let shared = Arc::new(self.state.clone());
        // Whoever carries out an effect finds the state that it belongs to, or a newer one.
        self.latest.send_replace(Arc::clone(&shared));
        self.host.carry_out(effects, &shared, done);
    }
}
