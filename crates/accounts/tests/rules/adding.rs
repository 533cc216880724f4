//! New accounts.

use accounts::{
    Effect, Event, Imported, Message, NewAccount, NewAccountIn, PageState, Placement, Registry,
    SettingChange,
};

use crate::desktop::{Program, id, url, with_tabs, with_windows};

#[test]
fn the_first_account_uses_the_window_with_the_first_page() {
    let mut program = Program::start(Registry::default());
    let first = program.state.registry.windows[0].id;
    program.draft(1, Placement::NewWindow);
    assert_eq!(program.layout(), [(first, vec![id(1)], Some(id(1)))]);
}

#[test]
fn a_new_account_opens_as_the_setting_says() {
    for (setting, windows) in [(NewAccountIn::Window, 2), (NewAccountIn::Tab, 1)] {
        let mut program = with_windows(1);
        program.send(Event::ChangeSetting(SettingChange::NewAccountIn(setting)));
        let here = program.window_of(id(1));
        program.draft(2, Placement::BySetting(here));
        assert_eq!(program.screen.windows.len(), windows, "{setting:?}");
    }
}

#[test]
fn it_is_listed_once_it_is_signed_in() {
    let mut program = with_windows(1);
    program.draft(2, Placement::NewWindow);
    assert_eq!(program.state.registry.listed().count(), 1);
    program.send(Event::PageIs(id(2), PageState::Login, None));
    assert_eq!(program.state.registry.listed().count(), 1);
    program.send(Event::PageIs(id(2), PageState::SignedIn, None));
    assert_eq!(program.state.registry.number(id(2)), Some(2));
}

#[test]
fn one_that_is_being_added_gives_no_other_a_longer_name() {
    let mut program = with_windows(1);
    program.is(id(1), "a@example.com");
    let name = |program: &Program| program.state.registry.name(program.account(id(1)));
    assert_eq!(name(&program), "crm.example.com");
    program.draft(2, Placement::NewWindow);
    assert_eq!(name(&program), "crm.example.com");
    program.is(id(2), "b@example.com");
    program.send(Event::PageIs(id(2), PageState::SignedIn, None));
    assert_eq!(name(&program), "a@example.com · crm.example.com");
}

#[test]
fn whoever_signs_in_later_takes_nobodys_number() {
    let mut program = with_windows(1);
    program.draft(2, Placement::NewWindow);
    program.draft(3, Placement::NewWindow);
    program.send(Event::PageIs(id(3), PageState::SignedIn, None));
    program.send(Event::PageIs(id(2), PageState::SignedIn, None));
    let numbers = [1, 2, 3].map(|n| program.state.registry.number(id(n)));
    assert_eq!(numbers, [Some(1), Some(3), Some(2)]);
}

#[test]
fn closed_before_that_nothing_stays_behind() {
    for close in [
        Event::Disconnect(id(2)),
        Event::Delete {
            account: id(2),
            sign_out: true,
        },
    ] {
        let mut program = with_windows(1);
        program.draft(2, Placement::NewWindow);
        program.send(close);
        assert_eq!(program.state.registry.account(id(2)), None);
        assert_eq!(program.state.registry.removing, [id(2)]);
        program.settle();
        assert_eq!(program.state.registry.removing, []);
        assert_eq!(program.screen.windows.len(), 1);
    }
    let mut program = with_windows(1);
    program.draft(2, Placement::NewWindow);
    let window = program.window_of(id(2)).unwrap();
    program.send(Event::WindowClosed(window));
    assert_eq!(program.state.registry.removing, [id(2)]);
}

#[test]
fn the_address_that_was_asked_for_is_loaded_first_and_home_stays_home() {
    let mut program = with_windows(1);
    let new = NewAccount {
        id: id(2),
        home: url("https://a.example/"),
        first: Some(url("https://a.example/login")),
        connector: "generic".into(),
        label: Some("  Label ".into()),
        site: None,
        identity_hosts: Vec::new(),
    };
    let effects = program.send(Event::Add(Box::new(new), Placement::NewWindow));
    let opened = effects.iter().find_map(|e| match e {
        Effect::OpenPage { url, .. } => Some(url.as_str()),
        _ => None,
    });
    assert_eq!(opened, Some("https://a.example/login"));
    assert_eq!(program.account(id(2)).home.as_str(), "https://a.example/");
    assert_eq!(program.account(id(2)).label(), "Label");
}

#[test]
fn the_first_nine_accounts_have_nine_colours() {
    let program = with_tabs(9);
    let colours: std::collections::BTreeSet<_> = program
        .state
        .registry
        .accounts
        .iter()
        .map(|a| &a.colour)
        .collect();
    assert_eq!(colours.len(), 9);
}

/// Two sign-ins of the same person at the same address; the second is new.
fn twice() -> Program {
    let mut program = with_windows(1);
    program.is(id(1), "a@example.com");
    program.send(Event::Rename(id(1), "Mine".into()));
    program.add(2, Placement::NewWindow);
    program.is(id(2), "A@Example.com");
    program
}

#[test]
fn somebody_who_is_listed_already_is_noticed() {
    let program = twice();
    assert!(program.was_told(&Message::AlreadyListed(id(1))));
    assert_eq!(program.state.duplicates.len(), 1);
}

#[test]
fn somebody_whose_deletion_is_taken_back_is_noticed_where_they_were_added_anew() {
    let mut program = with_windows(1);
    program.is(id(1), "a@example.com");
    program.send(Event::Delete {
        account: id(1),
        sign_out: false,
    });
    program.add(2, Placement::NewWindow);
    program.is(id(2), "a@example.com");
    assert_eq!(program.state.duplicates, []);
    program.send(Event::UndoDelete(id(1)));
    assert!(program.was_told(&Message::AlreadyListed(id(2))));
    let [question] = &program.state.duplicates[..] else {
        panic!("{:?}", program.state.duplicates);
    };
    assert_eq!((question.added, question.listed), (id(1), id(2)));
}

#[test]
fn nobody_is_asked_of_a_deletion_that_is_taken_back_alone() {
    let mut program = with_windows(2);
    program.is(id(1), "a@example.com");
    program.send(Event::Delete {
        account: id(1),
        sign_out: false,
    });
    program.send(Event::UndoDelete(id(1)));
    assert_eq!(program.state.duplicates, []);
}

#[test]
fn somebody_else_at_the_same_address_is_not() {
    let mut program = with_windows(1);
    program.is(id(1), "a@example.com");
    program.add(2, Placement::NewWindow);
    program.is(id(2), "b@example.com");
    assert_eq!(program.state.duplicates, []);
}

#[test]
fn the_one_that_the_person_keeps_takes_the_others_name_and_place() {
    for (keep, discard) in [(id(2), id(1)), (id(1), id(2))] {
        let mut program = twice();
        program.send(Event::Keep { keep, discard });
        assert_eq!(program.account(keep).label(), "Mine");
        assert_eq!(program.state.registry.number(keep), Some(1));
        assert_eq!(program.state.current(), Some(keep));
        assert_eq!(program.state.registry.removing, [discard]);
        assert_eq!(program.state.duplicates, []);
    }
}

#[test]
fn only_a_question_that_was_asked_can_be_answered() {
    let mut program = with_windows(2);
    let effects = program.send(Event::Keep {
        keep: id(1),
        discard: id(2),
    });
    assert_eq!(effects, []);
    assert!(program.state.registry.account(id(2)).is_some());
}

#[test]
fn keeping_the_one_that_was_listed_leaves_it_where_it_is() {
    let mut program = with_windows(2);
    program.is(id(1), "a@example.com");
    program.add(3, Placement::NewWindow);
    program.is(id(3), "a@example.com");
    program.send(Event::Keep {
        keep: id(1),
        discard: id(3),
    });
    assert_eq!(program.state.registry.number(id(1)), Some(1));
    assert_eq!(program.state.registry.number(id(2)), Some(2));
}

#[test]
fn accounts_that_come_at_the_same_moment_keep_their_order_in_their_folders() {
    let mut program = with_windows(1);
    for number in 2..6 {
        let new = NewAccount {
            id: id(number),
            home: url("https://a.example/"),
            first: None,
            connector: "generic".into(),
            label: None,
            site: None,
            identity_hosts: Vec::new(),
        };
        program.send(Event::Import(Box::new(new), Imported::default()));
    }
    let added: Vec<_> = (1..6).map(|n| program.account(id(n)).added_at).collect();
    assert!(added.is_sorted_by(|a, b| a < b), "{added:?}");
}

#[test]
fn an_imported_account_is_as_it_was_exported() {
    let mut program = with_windows(1);
    let new = NewAccount {
        id: id(2),
        home: url("https://a.example/"),
        first: None,
        connector: "generic".into(),
        label: Some("Berry".into()),
        site: None,
        identity_hosts: Vec::new(),
    };
    let more = Imported {
        colour: Some("#123456".into()),
        zoom: Some(1000),
        muted: true,
    };
    program.send(Event::Import(Box::new(new), more));
    let account = program.account(id(2));
    assert!(account.muted && account.listed && !account.signed_in);
    assert_eq!((account.colour.as_str(), account.zoom), ("#123456", 300));
}
