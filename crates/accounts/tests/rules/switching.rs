//! Showing an account.

use accounts::{Effect, Event, Message, PageState, Placement, Profile, StartKind};

use crate::desktop::{Program, id, url, with_tabs, with_windows};

fn recent(program: &Program) -> Vec<domain::AccountId> {
    program.state.registry.recent.clone()
}

#[test]
fn switching_raises_the_window_and_says_so() {
    let mut program = with_windows(3);
    let window = program.window_of(id(1)).unwrap();
    let effects = program.send(Event::SwitchTo(1)).to_vec();
    assert_eq!(
        effects,
        [
            Effect::RaiseWindow(window),
            Effect::Tell(Message::Switched(id(1))),
            Effect::Persist,
        ],
        "nothing is loaded, made or moved"
    );
    assert_eq!(recent(&program), [id(1), id(3), id(2)]);
}

#[test]
fn a_tab_behind_another_comes_to_the_front() {
    let mut program = with_tabs(3);
    let window = program.window_of(id(1)).unwrap();
    let effects = program.send(Event::Open(id(2)));
    assert!(effects.contains(&Effect::ShowPage(window, Some(id(2)))));
    assert_eq!(program.screen.windows[&window], Some(id(2)));
}

#[test]
fn an_account_opens_at_an_address_awake_or_not() {
    let mut program = with_windows(2);
    let at = url("https://crm.example.com/enter#ticket=1");
    let effects = program.send(Event::OpenAt(id(1), at.clone()));
    assert!(effects.contains(&Effect::Navigate(id(1), at.clone())));
    program.send(Event::Disconnect(id(1)));
    let effects = program.send(Event::OpenAt(id(1), at.clone())).to_vec();
    let opens = |e: &Effect| matches!(e, Effect::OpenPage { account, url, .. } if *account == id(1) && *url == at);
    assert!(effects.iter().any(opens), "{effects:?}");
}

#[test]
fn who_enters_a_crm_gets_their_own_account_there_or_nobodys_and_never_anothers() {
    let mut program = with_windows(3);
    let email = |program: &mut Program, n: u128, email: &str| {
        let profile = Profile {
            email: Some(email.into()),
            ..Profile::default()
        };
        program.send(Event::PageProfile(id(n), profile));
    };
    let home = program.account(id(2)).home.clone();
    let entered = |program: &Program| program.state.registry.entered_by(id(1), &home);
    // Nothing is known of who it is.
    assert_eq!(entered(&program), Some(id(2)));
    email(&mut program, 1, "olena@acme.example");
    email(&mut program, 2, "taras@acme.example");
    email(&mut program, 3, "petro@acme.example");
    assert_eq!(entered(&program), None);
    email(&mut program, 3, "olena@acme.example");
    assert_eq!(entered(&program), Some(id(3)));
    let elsewhere = url("https://other.example/");
    assert_eq!(program.state.registry.entered_by(id(1), &elsewhere), None);
}

#[test]
fn who_is_signed_in_is_seen_where_their_page_is_there_alone() {
    let mut program = with_windows(1);
    let shows = |program: &Program| program.state.shows_signed_in(id(1));
    program.send(Event::PageIs(id(1), PageState::Login, None));
    assert!(!shows(&program));
    program.send(Event::PageIs(id(1), PageState::SignedIn, None));
    assert!(shows(&program));
    program.send(Event::Sleep(id(1)));
    assert!(!shows(&program));
}

#[test]
fn a_number_beyond_the_list_does_nothing() {
    let mut program = with_windows(2);
    for number in [0, 3, 9, usize::MAX] {
        assert_eq!(program.send(Event::SwitchTo(number)), []);
    }
}

#[test]
fn a_disconnected_account_is_opened_and_a_sleeping_one_woken() {
    let mut program = with_windows(2);
    program.send(Event::Disconnect(id(1)));
    program.send(Event::SwitchTo(1));
    assert!(program.screen.pages.contains_key(&id(1)));
    program.send(Event::Sleep(id(1)));
    assert!(!program.screen.pages.contains_key(&id(1)));
    program.send(Event::SwitchTo(1));
    assert!(program.screen.pages.contains_key(&id(1)));
}

#[test]
fn one_that_is_being_deleted_is_not_opened() {
    let mut program = with_windows(2);
    program.send(Event::Delete {
        account: id(1),
        sign_out: false,
    });
    assert_eq!(program.send(Event::Open(id(1))), []);
    // The number key is the next one's now.
    program.send(Event::SwitchTo(1));
    assert_eq!(program.state.current(), Some(id(2)));
}

#[test]
fn ctrl_tab_toggles_between_the_last_two() {
    let mut program = with_windows(3);
    for expected in [2, 3, 2] {
        program.send(Event::SwitchRecent { back: false });
        program.send(Event::SwitchRecentDone);
        assert_eq!(program.state.current(), Some(id(expected)));
    }
}

#[test]
fn held_on_it_goes_through_all_in_both_directions() {
    let mut program = with_windows(3);
    for (back, expected) in [(false, 2), (false, 1), (false, 3), (true, 1), (true, 2)] {
        program.send(Event::SwitchRecent { back });
        assert_eq!(program.state.current(), Some(id(expected)));
        assert_eq!(recent(&program), [id(3), id(2), id(1)], "the order waits");
    }
    program.send(Event::SwitchRecentDone);
    assert_eq!(recent(&program), [id(2), id(3), id(1)]);
}

#[test]
fn with_one_account_ctrl_tab_does_nothing() {
    let mut program = with_windows(1);
    assert_eq!(program.send(Event::SwitchRecent { back: false }), []);
}

#[test]
fn after_a_tab_was_closed_ctrl_tab_leads_away_from_the_one_shown() {
    // Of these the last one used is 1, in a window of its own; 3 and 2 are tabs of another.
    let mut program = with_windows(2);
    let window = program.window_of(id(2)).unwrap();
    program.add(3, Placement::In(window));
    for n in [2, 1, 3] {
        program.send(Event::Open(id(n)));
    }
    program.send(Event::Disconnect(id(3)));
    assert_eq!(program.state.current(), Some(id(2)));
    assert_eq!(recent(&program), [id(2), id(1)]);
    program.send(Event::SwitchRecent { back: false });
    assert_eq!(program.state.current(), Some(id(1)));
}

#[test]
fn a_window_that_gets_the_keyboard_is_the_one_used_last() {
    let mut program = with_windows(3);
    let window = program.window_of(id(1)).unwrap();
    program.send(Event::WindowFocused(window));
    assert_eq!(recent(&program), [id(1), id(3), id(2)]);
    assert_eq!(program.state.registry.windows[0].id, window);
}

#[test]
fn what_was_closed_last_is_reopened_first_and_where_it_was() {
    let mut program = with_tabs(3);
    let window = program.window_of(id(1)).unwrap();
    program.send(Event::Disconnect(id(1)));
    program.send(Event::Disconnect(id(3)));
    program.send(Event::ReopenClosed);
    assert_eq!(
        program.layout(),
        [(window, vec![id(2), id(3)], Some(id(3)))]
    );
    program.send(Event::ReopenClosed);
    assert_eq!(
        program.layout(),
        [(window, vec![id(1), id(2), id(3)], Some(id(1)))]
    );
    assert_eq!(program.send(Event::ReopenClosed), []);
}

#[test]
fn a_disconnected_account_that_is_opened_stands_where_it_stood_after_a_restart_too() {
    for restarts in [false, true] {
        let mut program = with_windows(2);
        let window = program.window_of(id(1)).unwrap();
        let stood = crate::desktop::place(300);
        program.send(Event::WindowPlaced(window, stood));
        program.send(Event::Disconnect(id(1)));
        if restarts {
            program = program.restarted(StartKind::Usual);
        }
        program.send(Event::Open(id(1)));
        assert_eq!(
            program.screen.places[&window], stood,
            "restarts: {restarts}"
        );
        assert_eq!(program.window_of(id(1)), Some(window));
    }
}
