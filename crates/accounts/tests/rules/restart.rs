//! What comes back after a restart, and in which order it loads.

use accounts::{Effect, Event, Placement, SettingChange, StartKind};
use domain::AccountId;

use crate::desktop::{Program, id, with_tabs, with_windows};

fn loaded(program: &Program) -> Vec<AccountId> {
    program.screen.pages.keys().copied().collect()
}

#[test]
fn the_front_one_loads_at_once_and_the_others_after_it_a_few_abreast() {
    let mut program = with_windows(6).restarted(StartKind::Usual);
    assert_eq!(loaded(&program), [id(6)]);
    program.send(Event::PageSettled(id(6)));
    assert_eq!(loaded(&program), [3, 4, 5, 6].map(id));
    program.send(Event::PageSettled(id(4)));
    assert_eq!(loaded(&program), [2, 3, 4, 5, 6].map(id));
    program.send(Event::PageSlow(id(5)));
    assert_eq!(loaded(&program), [1, 2, 3, 4, 5, 6].map(id));
}

#[test]
fn windows_lie_as_they_did_and_only_the_one_used_last_takes_the_keyboard() {
    let mut program = with_windows(4);
    program.send(Event::Open(id(2)));
    let by_use: Vec<_> = program
        .state
        .registry
        .windows
        .iter()
        .map(|w| w.id)
        .collect();
    let program = program.restarted(StartKind::Usual);
    // Each new one comes to lie above those before it.
    let mut lying = Vec::new();
    for effect in &program.effects {
        match effect {
            Effect::OpenWindow { window, focus, .. } => {
                assert_eq!(*focus, lying.is_empty());
                lying.insert(0, *window);
            }
            Effect::RaiseWindow(window) => {
                lying.retain(|w| w != window);
                lying.insert(0, *window);
            }
            _ => {}
        }
    }
    assert_eq!(lying, by_use);
}

#[test]
fn tabs_behind_others_load_when_they_are_shown_or_in_the_background() {
    for in_background in [false, true] {
        let mut program = with_tabs(3);
        let change = SettingChange::LoadTabsInBackground(in_background);
        program.send(Event::ChangeSetting(change));
        let mut program = program.restarted(StartKind::Usual);
        for n in [3, 1, 2, 3, 1, 2] {
            program.send(Event::PageSettled(id(n)));
        }
        let expected = if in_background { 3 } else { 1 };
        assert_eq!(
            loaded(&program).len(),
            expected,
            "in the background: {in_background}"
        );
        program.send(Event::Open(id(1)));
        assert!(loaded(&program).contains(&id(1)));
    }
}

#[test]
fn a_page_that_never_settles_does_not_keep_a_shown_one_waiting() {
    let mut program = with_windows(3).restarted(StartKind::Usual);
    program.send(Event::Open(id(1)));
    assert!(loaded(&program).contains(&id(1)));
}

#[test]
fn a_disconnected_account_does_not_come_back() {
    let mut program = with_windows(3);
    program.send(Event::Disconnect(id(2)));
    let mut program = program.restarted(StartKind::Usual);
    for n in [3, 1, 2] {
        program.send(Event::PageSettled(id(n)));
    }
    assert_eq!(loaded(&program), [id(1), id(3)]);
    assert_eq!(program.state.registry.listed().count(), 3);
}

#[test]
fn the_last_page_is_loaded_again() {
    let mut program = with_windows(1);
    let page = crate::desktop::url("https://crm.example.com/deals/7");
    program.send(Event::PageUrl(
        id(1),
        page.clone(),
        accounts::Security::Secure,
    ));
    let program = program.restarted(StartKind::Usual);
    let opened = program.effects.iter().find_map(|e| match e {
        Effect::OpenPage { url, .. } => Some(url),
        _ => None,
    });
    assert_eq!(opened, Some(&page));
}

#[test]
fn a_login_page_that_was_open_leaves_nothing() {
    let mut program = with_windows(1);
    program.draft(2, Placement::NewWindow);
    let mut program = program.restarted(StartKind::Usual);
    assert_eq!(program.screen.windows.len(), 1);
    assert!(program.effects.contains(&Effect::RemoveData(id(2))));
    program.settle();
    assert_eq!(program.state.registry.removing, []);
}

#[test]
fn a_deletion_goes_on_over_a_restart() {
    let mut program = with_windows(2);
    program.send(Event::Delete {
        account: id(1),
        sign_out: false,
    });
    let mut again = program.restarted(StartKind::Usual);
    assert_eq!(again.state.next_deadline(), program.state.next_deadline());
    again.pass(30);
    assert!(again.effects.contains(&Effect::RemoveData(id(1))));
    // Also when the program wasn't running at that time.
    program.now = again.now;
    let late = program.restarted(StartKind::Usual);
    assert!(late.effects.contains(&Effect::RemoveData(id(1))));
}

#[test]
fn what_a_start_did_not_open_comes_back_as_it_was() {
    for kind in [StartKind::Safe, StartKind::Empty] {
        let mut open = with_tabs(2);
        open.add(3, Placement::NewWindow);
        open.send(Event::Open(id(1)));
        let before = open.layout();

        // In one step …
        let mut program = open.restarted(kind);
        program.send(Event::OpenSetAside);
        assert_eq!(program.layout(), before);
        assert_eq!(program.restarted(StartKind::Usual).layout(), before);

        // … or by itself, however often nothing at all was opened.
        let again = open.restarted(kind).restarted(kind);
        assert_eq!(again.screen.pages.len(), 0);
        assert_eq!(again.restarted(StartKind::Usual).layout(), before);
    }
}

#[test]
fn what_is_opened_by_hand_does_not_take_the_rest_away() {
    let mut open = with_tabs(2);
    open.add(3, Placement::NewWindow);
    let before = open.layout();
    for kind in [StartKind::Safe, StartKind::Empty] {
        let mut program = open.restarted(kind);
        program.send(Event::Open(id(2)));
        let chosen = program.layout();
        assert_eq!(chosen.len(), 1);

        // However often it crashes with one of them, in whichever way it starts, all can be opened as they were.
        for kind in [StartKind::Usual, StartKind::Safe, StartKind::Empty] {
            let mut again = program.restarted(kind);
            again.send(Event::OpenSetAside);
            assert_eq!(again.state.set_aside(), []);
            let mut after = again.layout();
            after.sort_by_key(|w| w.0);
            let mut all = before.clone();
            all.sort_by_key(|w| w.0);
            assert_eq!(after, all, "{kind:?}");
        }

        // Ended as it should, what is open is the arrangement.
        program.send(Event::Quit);
        let mut again = program.restarted(StartKind::Usual);
        assert_eq!(again.state.set_aside(), []);
        again.send(Event::OpenSetAside);
        assert_eq!(again.layout(), chosen);
    }
}

#[test]
fn what_was_set_aside_comes_in_front_of_what_is_open_and_leaves_who_sleeps_asleep() {
    let mut open = with_windows(3);
    open.send(Event::ChangeSetting(SettingChange::LoadTabsInBackground(
        true,
    )));
    let mut program = open.restarted(StartKind::Safe);
    program.send(Event::Open(id(1)));
    program.send(Event::Sleep(id(1)));
    program.send(Event::OpenSetAside);
    assert_eq!(program.layout()[0].2, Some(id(3)));
    for n in [3, 2] {
        program.send(Event::PageSettled(id(n)));
    }
    assert_eq!(program.state.awake, [id(2), id(3)].into());
}

#[test]
fn an_account_deleted_meanwhile_does_not_come_back_with_the_others() {
    let open = with_windows(2);
    let mut program = open.restarted(StartKind::Empty);
    program.send(Event::Delete {
        account: id(1),
        sign_out: false,
    });
    program.send(Event::OpenSetAside);
    assert_eq!(program.window_of(id(1)), None);
    assert!(program.window_of(id(2)).is_some());
}

#[test]
fn a_start_that_opens_nothing_loses_nothing() {
    for kind in [StartKind::Safe, StartKind::Empty] {
        let program = with_windows(3);
        let before = program.layout();
        let mut program = program.restarted(kind);
        assert_eq!(program.screen.pages.len(), 0);
        assert_eq!(program.state.registry.listed().count(), 3);
        // What was open is a key press away, the one in front first.
        for _ in 0..3 {
            program.send(Event::ReopenClosed);
        }
        let mut after = program.layout();
        after.reverse();
        assert_eq!(after, before);
    }
}
