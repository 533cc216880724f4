//! Where nothing can be kept: what would only seem to have worked isn't done, and nothing goes from disk.

use accounts::{
    Context, Effect, Event, Message, Placement, RECENTLY_DELETED_KEPT, Registry, SettingChange,
    StartKind, State, UNDO_TIME,
};
use jiff::Timestamp;

use crate::desktop::{Program, id, monitor, with_windows};

fn started(registry: Registry, now: Timestamp) -> (State, Vec<Effect>) {
    let mut random = || 1 << 100;
    let random = &mut random;
    let cx = &mut Context { now, random };
    State::start(registry, StartKind::Usual, vec![monitor("A", 0)], true, cx)
}

fn step(state: &mut State, event: Event, now: Timestamp) -> Vec<Effect> {
    let mut random = || 2 << 100;
    let random = &mut random;
    state.step(event, &mut Context { now, random })
}

#[test]
fn a_wish_that_could_not_be_kept_changes_nothing_and_that_is_said() {
    let program = with_windows(2);
    let (mut state, _) = started(program.kept.clone(), program.now);
    let before = state.registry.clone();
    let (account, label) = (id(1), "New name".to_owned());
    for wish in [
        Event::Delete {
            account,
            sign_out: false,
        },
        Event::Delete {
            account,
            sign_out: true,
        },
        Event::SignOut(account),
        Event::Rename(account, label.clone()),
        Event::Mute(account, true),
        Event::SetZoom(account, 150),
        Event::Reorder(account, 1),
        Event::Revoke(account, label.clone(), accounts::Permission::Camera),
        Event::SaveWorkspace(label),
        Event::UndoDeleteWorkspace,
        Event::ChangeSetting(SettingChange::AskWhereToSave(true)),
    ] {
        let effects = step(&mut state, wish.clone(), program.now);
        assert_eq!(effects, [Effect::Tell(Message::NotKept)], "{wish:?}");
        assert_eq!(state.registry, before, "{wish:?}");
    }
    // What is only shown goes on.
    let effects = step(&mut state, Event::Disconnect(account), program.now);
    assert!(effects.contains(&Effect::ClosePage(account)) || !state.awake.contains(&account));
    assert!(state.registry.window_of(account).is_none());
}

/// A registry in which all that a start finishes is half done.
fn half_done() -> Program {
    let mut program = with_windows(3);
    program.send(Event::SignOut(id(1)));
    program.send(Event::SignOutEnded(
        id(1),
        accounts::SignOutOutcome::Confirmed,
    ));
    program.send(Event::Delete {
        account: id(2),
        sign_out: false,
    });
    program.draft(4, Placement::NewWindow);
    program.now += UNDO_TIME;
    program
}

#[test]
fn nothing_goes_from_a_disk_that_cannot_be_written() {
    let program = half_done();
    assert!(program.account(id(1)).clearing);
    let (mut state, effects) = started(program.kept.clone(), program.now);
    let removes = |effects: &[Effect]| {
        let mut effects = effects.iter();
        effects.any(|e| matches!(e, Effect::RemoveData(_) | Effect::ClearSession(_)))
    };
    assert!(!removes(&effects), "{effects:?}");
    assert!(
        state.registry.account(id(2)).is_some(),
        "it may be undone still"
    );
    assert_eq!(state.next_deadline(), None);
    let later = program.now + RECENTLY_DELETED_KEPT;
    assert_eq!(step(&mut state, Event::Tick, later), []);
}
