//! What the way to the actor answers.

use std::sync::Arc;

use accounts::{
    Effect, Event, Registry, StartKind, State,
    actor::{Actor, Handle, Host},
};
use domain::SystemClock;
use tokio::sync::oneshot;

use crate::desktop::{id, monitor, with_windows};

/// A disk that takes everything, or nothing.
struct Disk {
    is_whole: bool,
}

impl Host for Disk {
    fn carry_out(
        &mut self,
        effects: Vec<Effect>,
        _state: &Arc<State>,
        done: Option<oneshot::Sender<bool>>,
    ) {
        if let Some(done) = done {
            assert!(effects.contains(&Effect::Persist), "{effects:?}");
            done.send(self.is_whole).unwrap();
        }
    }
}

fn started(registry: Registry, read_only: bool, is_whole: bool) -> (Actor<Disk>, Handle) {
    let program = with_windows(1);
    let mut random = || 1 << 100;
    let mut cx = accounts::Context {
        now: program.now,
        random: &mut random,
    };
    let monitors = vec![monitor("A", 0)];
    let (state, first) = State::start(registry, StartKind::Usual, monitors, read_only, &mut cx);
    Actor::new(state, first, Arc::new(SystemClock), Disk { is_whole })
}

#[tokio::test]
async fn only_what_is_on_disk_or_needs_not_be_there_counts_as_kept() {
    let registry = with_windows(2).kept;
    let rename = || Event::Rename(id(1), "New name".to_owned());
    for (read_only, is_whole, event, is_kept) in [
        (false, true, rename(), true),
        (false, false, rename(), false),
        (false, false, Event::SwitchRecentDone, true),
        (true, true, rename(), false),
    ] {
        let (actor, handle) = started(registry.clone(), read_only, is_whole);
        let ask = async {
            let answer = handle.send_and_wait(event.clone()).await;
            assert_eq!(answer, is_kept, "{event:?}, {read_only}, {is_whole}");
        };
        tokio::select! {
            () = actor.run() => unreachable!("there is a handle"),
            () = ask => {}
        }
    }
}

#[tokio::test]
async fn what_nobody_is_there_for_any_more_is_not_kept() {
    let (actor, handle) = started(with_windows(1).kept, false, true);
    drop(actor);
    assert!(!handle.send_and_wait(Event::SwitchRecentDone).await);
}
