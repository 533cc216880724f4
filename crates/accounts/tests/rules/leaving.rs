//! Disconnect, sign out, delete, undo.

use accounts::{
    Effect, Event, Message, PageState, Profile, Proxy, RECENTLY_DELETED_KEPT, SignOutOutcome,
    StartKind, Trouble, UNDO_TIME, Unreachable,
};

use crate::desktop::{Program, id, url, with_tabs, with_windows};

#[test]
fn a_disconnected_account_stays_listed_and_signed_in() {
    let mut program = with_windows(2);
    let window = program.window_of(id(1)).unwrap();
    let effects = program.send(Event::Disconnect(id(1))).to_vec();
    assert_eq!(
        effects,
        [
            Effect::ClosePage(id(1)),
            Effect::CloseWindow(window),
            Effect::Persist
        ]
    );
    assert!(program.account(id(1)).signed_in);
    assert_eq!(program.state.registry.number(id(1)), Some(1));
}

#[test]
fn two_signed_out_accounts_at_one_address_are_told_apart_by_who_they_were() {
    let mut program = with_windows(2);
    for (n, email) in [(1, "olena@acme.example"), (2, "taras@acme.example")] {
        program.is(id(n), email);
        program.send(Event::SignOut(id(n)));
        program.settle();
    }
    let names = |program: &Program| -> Vec<_> {
        let registry = &program.state.registry;
        registry.listed().map(|a| registry.name(a)).collect()
    };
    assert!(program.state.registry.listed().all(|a| !a.signed_in));
    assert_eq!(
        names(&program),
        [
            "olena@acme.example · crm.example.com",
            "taras@acme.example · crm.example.com"
        ]
    );
    assert_eq!(
        program
            .restarted(StartKind::Usual)
            .account(id(1))
            .profile
            .email,
        program.account(id(1)).profile.email
    );

    // Somebody else signs in; who isn't said at once.
    program.send(Event::PageIs(id(1), PageState::SignedIn, None));
    assert_eq!(program.account(id(1)).profile, Profile::default());
    program.is(id(1), "petro@acme.example");
    assert_eq!(names(&program)[0], "petro@acme.example · crm.example.com");
}

#[test]
fn another_person_gets_nothing_of_the_one_before() {
    let mut program = with_windows(1);
    let person = |name: Option<&str>, email: Option<&str>| Profile {
        name: name.map(Into::into),
        email: email.map(Into::into),
    };
    for (said, kept) in [
        (person(Some("Olena"), None), person(Some("Olena"), None)),
        (
            person(None, Some("olena@x.example")),
            person(Some("Olena"), Some("olena@x.example")),
        ),
        // Left out once, and known still.
        (
            person(None, None),
            person(Some("Olena"), Some("olena@x.example")),
        ),
        (
            person(None, Some("taras@x.example")),
            person(None, Some("taras@x.example")),
        ),
    ] {
        program.send(Event::PageProfile(id(1), said.clone()));
        assert_eq!(program.account(id(1)).profile, kept, "{said:?}");
    }
}

#[test]
fn namesakes_are_told_apart_by_their_addresses() {
    let mut program = with_windows(2);
    for (n, email) in [(1, "olena@a.example"), (2, "olena@b.example")] {
        let profile = Profile {
            name: Some("Olena".into()),
            email: Some(email.into()),
        };
        program.send(Event::PageProfile(id(n), profile));
        assert_eq!(
            program.state.registry.name(program.account(id(n))),
            if n == 1 {
                "Olena · crm.example.com"
            } else {
                "olena@b.example · crm.example.com"
            }
        );
    }
    let registry = &program.state.registry;
    assert_eq!(
        registry.name(program.account(id(1))),
        "olena@a.example · crm.example.com"
    );
}

#[test]
fn the_page_of_a_cleared_session_is_not_what_it_was() {
    let mut program = with_windows(1);
    program.send(Event::SignOut(id(1)));
    program.settle();
    assert_eq!(program.state.pages[&id(1)].state, PageState::Unknown);
}

#[test]
fn the_pages_that_a_wish_closes_are_known_before() {
    let mut program = with_tabs(3);
    program.add(4, accounts::Placement::NewWindow);
    program.send(Event::Sleep(id(3)));
    let window = program.window_of(id(1)).unwrap();
    for (wish, closed) in [
        (Event::Disconnect(id(1)), vec![id(1)]),
        (Event::Sleep(id(2)), vec![id(2)]),
        (Event::WindowClosed(window), vec![id(1), id(2)]),
        (Event::Quit, vec![id(4), id(1), id(2)]),
        // It has no page.
        (Event::Disconnect(id(3)), vec![]),
        // The account comes back by undo, what was typed on its page doesn't.
        (
            Event::Delete {
                account: id(1),
                sign_out: false,
            },
            vec![id(1)],
        ),
        // Another way to the server makes the page anew.
        (Event::SetProxy(id(1), Some(Proxy::Direct)), vec![id(1)]),
        (Event::SetProxy(id(1), None), vec![]),
        (Event::SetProxy(id(3), Some(Proxy::Direct)), vec![]),
        // What signs out leaves the page first, which asks by itself.
        (Event::SignOut(id(1)), vec![]),
        (
            Event::Delete {
                account: id(1),
                sign_out: true,
            },
            vec![],
        ),
    ] {
        assert_eq!(program.state.closed_by(&wish), closed, "{wish:?}");
    }
    program.send(Event::SignOut(id(1)));
    assert_eq!(program.state.closed_by(&Event::Disconnect(id(1))), []);
}

#[test]
fn the_program_ends_with_its_last_window_and_with_no_other() {
    let mut program = with_windows(2);
    let windows: Vec<_> = program
        .state
        .registry
        .windows
        .iter()
        .map(|w| w.id)
        .collect();
    let close = |n: usize| Event::WindowClosed(windows[n]);
    assert!(program.state.ends_by(&Event::Quit));
    assert!(!program.state.ends_by(&close(0)));
    program.send(close(0));
    assert!(!program.state.ends_by(&close(0)), "it's gone");
    assert!(program.state.ends_by(&close(1)));
    assert!(!program.state.ends_by(&Event::Disconnect(id(2))));
}

#[test]
fn the_last_window_shows_the_first_page_when_its_account_goes() {
    let mut program = with_windows(1);
    let window = program.window_of(id(1)).unwrap();
    let effects = program.send(Event::Disconnect(id(1)));
    assert!(effects.contains(&Effect::ShowPage(window, None)));
    assert_eq!(program.layout(), [(window, vec![], None)]);
}

#[test]
fn closing_a_window_disconnects_its_accounts() {
    let mut program = with_tabs(2);
    program.add(3, accounts::Placement::NewWindow);
    let window = program.window_of(id(1)).unwrap();
    program.send(Event::WindowClosed(window));
    assert_eq!(
        program.screen.pages.keys().copied().collect::<Vec<_>>(),
        [id(3)]
    );
    assert_eq!(program.state.registry.listed().count(), 3);
}

#[test]
fn closing_the_last_window_ends_the_program_and_keeps_the_window() {
    let mut program = with_tabs(2);
    let before = program.layout();
    let window = program.window_of(id(1)).unwrap();
    program.send(Event::WindowClosed(window));
    assert!(program.screen.has_quit);
    assert_eq!(program.restarted(StartKind::Usual).layout(), before);
}

#[test]
fn quitting_keeps_every_window_whatever_closes_afterwards() {
    let mut program = with_windows(3);
    let before = program.layout();
    program.send(Event::Quit);
    for (window, ..) in &before {
        assert_eq!(program.send(Event::WindowClosed(*window)), []);
    }
    assert_eq!(program.restarted(StartKind::Usual).layout(), before);
}

#[test]
fn signing_out_goes_to_the_server_then_clears_then_shows_the_login_page() {
    let mut program = with_windows(1);
    let home = program.account(id(1)).home.clone();
    let effects = program.send(Event::SignOut(id(1))).to_vec();
    assert_eq!(effects, [Effect::SignOutAtServer(id(1))]);
    let effects = program
        .send(Event::SignOutEnded(id(1), SignOutOutcome::Confirmed))
        .to_vec();
    let revoke = Effect::RevokeDevice(id(1), None);
    assert_eq!(
        effects,
        [revoke, Effect::ClearSession(id(1)), Effect::Persist]
    );
    let effects = program.send(cleared(1)).to_vec();
    let told = Effect::Tell(Message::SignedOut(id(1)));
    assert_eq!(
        effects,
        [Effect::Navigate(id(1), home), told, Effect::Persist]
    );
    assert!(!program.account(id(1)).signed_in);
    assert!(program.account(id(1)).listed);
}

#[test]
fn a_server_that_does_not_confirm_is_said_and_the_session_is_cleared_all_the_same() {
    let mut program = with_windows(1);
    program.send(Event::SignOut(id(1)));
    program.pass(3600);
    assert!(program.effects.contains(&Effect::ClearSession(id(1))));
    let effects = program.send(cleared(1)).to_vec();
    let told = Effect::Tell(Message::SignOutUnconfirmed(id(1)));
    assert_eq!(
        effects,
        [Effect::RemakePage(id(1)), told, Effect::Persist],
        "the page of who was signed in isn't left standing"
    );
}

fn offline(program: &mut Program) {
    let trouble = Trouble::Offline {
        reason: Unreachable::Refused,
        url: "https://crm.example.com/sign-out".into(),
    };
    program.send(Event::PageTrouble(id(1), Some(trouble)));
}

#[test]
fn a_server_that_is_not_reached_is_said_and_nobody_is_called_signed_out() {
    // Open, or closed and opened to sign out in it.
    for is_open in [true, false] {
        let mut program = with_windows(2);
        if !is_open {
            program.send(Event::Disconnect(id(1)));
        }
        program.send(Event::SignOut(id(1)));
        offline(&mut program);
        // Nothing is waited for where no page comes to sign out in.
        if is_open {
            program.pass(3600);
        }
        program.send(cleared(1));
        assert!(program.was_told(&Message::SignOutUnreached(id(1))));
        assert!(!program.was_told(&Message::SignedOut(id(1))));
        let outcome = program.state.signed_out.get(&id(1));
        assert_eq!(outcome, Some(&SignOutOutcome::Unreached));
        if is_open {
            let home = program.account(id(1)).home.clone();
            assert_eq!(program.state.wanted(id(1)), Some(home), "not the way out");
        }
    }
}

#[test]
fn an_account_that_is_deleted_while_its_server_is_away_is_said_to_be_signed_in_there() {
    let mut program = deleting_with_sign_out();
    offline(&mut program);
    program.pass(3600);
    assert!(is_deleting(&program));
    assert!(program.was_told(&Message::SignOutUnreached(id(1))));
}

#[test]
fn the_next_sign_out_is_not_judged_by_the_last_one() {
    let mut program = with_windows(1);
    program.send(Event::SignOut(id(1)));
    offline(&mut program);
    program.pass(3600);
    program.settle();
    program.send(Event::PageTrouble(id(1), None));
    program.send(Event::PageIs(id(1), PageState::SignedIn, None));
    program.send(Event::SignOut(id(1)));
    assert!(program.state.signed_out.is_empty());
    program.send(Event::SignOutEnded(id(1), SignOutOutcome::Confirmed));
    program.send(cleared(1));
    assert!(program.was_told(&Message::SignedOut(id(1))));
}

#[test]
fn an_account_without_page_is_opened_to_sign_out_in_it() {
    let mut program = with_windows(2);
    program.send(Event::Disconnect(id(1)));
    program.send(Event::SignOut(id(1)));
    assert!(program.screen.pages.contains_key(&id(1)));
    assert!(!program.effects.contains(&Effect::SignOutAtServer(id(1))));
    let effects = program.send(Event::PageIs(id(1), PageState::SignedIn, None));
    assert!(effects.contains(&Effect::SignOutAtServer(id(1))));
}

#[test]
fn where_the_page_shows_the_login_form_nobody_is_signed_in_any_more() {
    let mut program = with_windows(2);
    program.send(Event::Disconnect(id(1)));
    program.send(Event::SignOut(id(1)));
    let effects = program.send(Event::PageIs(id(1), PageState::Login, None));
    assert!(effects.contains(&Effect::ClearSession(id(1))));
}

#[test]
fn a_session_that_was_cleared_after_its_window_closed_is_known_to_be_signed_out() {
    let mut program = with_windows(2);
    program.send(Event::SignOut(id(1)));
    program.send(Event::SignOutEnded(id(1), SignOutOutcome::Confirmed));
    program.send(Event::Disconnect(id(1)));
    program.send(cleared(1));
    assert!(!program.account(id(1)).signed_in);
}

#[test]
fn a_sign_out_whose_page_is_closed_clears_the_session_all_the_same() {
    for close_window in [false, true] {
        let mut program = with_windows(2);
        let window = program.window_of(id(1)).unwrap();
        program.send(Event::SignOut(id(1)));
        let effects = program
            .send(if close_window {
                Event::WindowClosed(window)
            } else {
                Event::Disconnect(id(1))
            })
            .to_vec();
        let place = |wanted: Effect| effects.iter().position(|e| *e == wanted).unwrap();
        assert!(place(Effect::ClearSession(id(1))) < place(Effect::ClosePage(id(1))));
        program.send(cleared(1));
        assert!(program.was_told(&Message::SignOutUnconfirmed(id(1))));
        assert!(!program.account(id(1)).signed_in);
    }
}

#[test]
fn a_session_that_was_to_be_cleared_when_the_program_ended_is_cleared_before_its_page_is_made() {
    for ended in [false, true] {
        let mut program = with_windows(2);
        program.send(Event::SignOut(id(1)));
        if ended {
            program.send(Event::SignOutEnded(id(1), SignOutOutcome::Confirmed));
        }
        program.send(Event::Quit);
        program.owed.clear();
        let mut program = program.restarted(StartKind::Usual);
        let place = |wanted: &dyn Fn(&Effect) -> bool| program.effects.iter().position(wanted);
        let cleared = place(&|e| *e == Effect::ClearSession(id(1)));
        let opened = place(&|e| matches!(e, Effect::OpenPage { account, .. } if *account == id(1)));
        assert!(cleared.is_some() && opened.is_none_or(|o| cleared < Some(o)));
        program.settle();
        assert!(!program.account(id(1)).signed_in && !program.account(id(1)).clearing);
    }
}

#[test]
fn a_question_about_a_session_waits_for_its_answer() {
    let mut program = with_windows(1);
    program.send(Event::SignOut(id(1)));
    program.send(Event::SignOutAsked(id(1)));
    assert_eq!(program.state.next_deadline(), None);
    program.pass(3600);
    assert!(program.account(id(1)).signed_in);
    program.send(Event::SignOutCancelled(id(1)));
    assert!(program.state.busy.is_empty() && program.account(id(1)).signed_in);
}

#[test]
fn a_session_that_could_not_be_cleared_is_said_and_tried_again_at_the_next_start() {
    let mut program = with_windows(1);
    program.send(Event::SignOut(id(1)));
    program.send(Event::SignOutEnded(id(1), SignOutOutcome::Confirmed));
    program.owed.clear();
    program.send(Event::SessionNotCleared(id(1)));
    assert!(program.was_told(&Message::NotCleared(id(1))));
    assert!(program.state.busy.is_empty() && program.account(id(1)).signed_in);
    let program = program.restarted(StartKind::Usual);
    assert!(program.effects.contains(&Effect::ClearSession(id(1))));
}

#[test]
fn a_deleted_account_is_off_the_list_at_once_and_gone_after_the_time_for_undo() {
    let mut program = with_windows(2);
    program.send(Event::Delete {
        account: id(1),
        sign_out: false,
    });
    assert_eq!(program.state.registry.number(id(2)), Some(1));
    assert!(!program.screen.pages.contains_key(&id(1)));
    let deadline = program.state.next_deadline().unwrap();
    assert_eq!(deadline, program.now + UNDO_TIME);
    program.pass(UNDO_TIME.as_secs() - 1);
    assert!(program.state.registry.account(id(1)).is_some());
    program.pass(1);
    assert!(program.effects.contains(&Effect::RemoveData(id(1))));
    assert_eq!(
        program.state.registry.deleted[0].home,
        url("https://crm.example.com/")
    );
    program.settle();
    assert_eq!(program.state.registry.removing, []);
}

#[test]
fn the_server_forgets_this_device_with_the_session_or_the_account_and_not_before() {
    let way = Some(Proxy::Direct);
    let revoke = |n| Effect::RevokeDevice(id(n), Some(Proxy::Direct));
    let mut program = with_windows(3);
    for n in 1..=3 {
        program.send(Event::SetProxy(id(n), way.clone()));
    }
    let deleted = |account| Event::Delete {
        account,
        sign_out: false,
    };
    for kept in [Event::Disconnect(id(1)), deleted(id(2))] {
        let effects = program.send(kept);
        let revoked = |e: &Effect| matches!(e, Effect::RevokeDevice(..));
        assert!(!effects.iter().any(revoked), "{effects:?}");
    }
    program.pass(UNDO_TIME.as_secs());
    assert!(program.effects.contains(&revoke(2)), "by its own way still");
    assert!(!program.effects.contains(&revoke(1)));

    program.send(Event::SignOut(id(3)));
    program.send(Event::SignOutEnded(id(3), SignOutOutcome::Unreached));
    assert!(program.effects.contains(&revoke(3)));
    assert!(
        program
            .restarted(StartKind::Usual)
            .effects
            .contains(&revoke(3))
    );

    // One whose time came while no program ran.
    program.send(deleted(id(1)));
    program.now += UNDO_TIME;
    let restarted = program.restarted(StartKind::Usual);
    assert!(restarted.effects.contains(&revoke(1)));
}

#[test]
fn undo_after_the_time_brings_nothing_back() {
    let mut program = with_windows(2);
    program.send(Event::Delete {
        account: id(1),
        sign_out: false,
    });
    program.pass(UNDO_TIME.as_secs());
    assert_eq!(program.send(Event::UndoDelete(id(1))), []);
}

#[test]
fn undo_opens_the_window_again_where_it_stood() {
    let mut program = with_windows(2);
    let window = program.window_of(id(1)).unwrap();
    program.send(Event::WindowPlaced(window, crate::desktop::place(300)));
    program.send(Event::Delete {
        account: id(1),
        sign_out: false,
    });
    let mut program = program.restarted(StartKind::Usual);
    program.send(Event::UndoDelete(id(1)));
    assert_eq!(program.window_of(id(1)), Some(window));
    assert_eq!(program.screen.places[&window], crate::desktop::place(300));
}

#[test]
fn data_that_could_not_be_removed_is_said_and_tried_again_at_the_next_start() {
    let mut program = with_windows(2);
    program.send(Event::Delete {
        account: id(1),
        sign_out: false,
    });
    program.pass(UNDO_TIME.as_secs());
    program.send(Event::DataRemoved(id(1), false));
    assert!(program.was_told(&Message::DataNotRemoved(id(1))));
    let program = program.restarted(StartKind::Usual);
    assert!(program.effects.contains(&Effect::RemoveData(id(1))));
}

#[test]
fn label_and_address_of_a_deleted_account_are_kept_for_a_week() {
    let mut program = with_windows(2);
    program.send(Event::Delete {
        account: id(1),
        sign_out: false,
    });
    program.pass(UNDO_TIME.as_secs());
    program.settle();
    program.now += RECENTLY_DELETED_KEPT - jiff::SignedDuration::from_secs(1);
    assert_eq!(
        program
            .restarted(StartKind::Usual)
            .state
            .registry
            .deleted
            .len(),
        1
    );
    program.now += jiff::SignedDuration::from_secs(1);
    assert_eq!(
        program
            .restarted(StartKind::Usual)
            .state
            .registry
            .deleted
            .len(),
        0
    );
}

#[test]
fn a_page_that_opened_after_its_session_was_cleared_is_left_alone() {
    let mut program = with_windows(1);
    program.send(Event::SignOut(id(1)));
    program.send(Event::SignOutEnded(id(1), SignOutOutcome::Confirmed));
    // It ends before the session is cleared. The next start clears it before it makes a page.
    let mut program = program.restarted(StartKind::Usual);
    let home = program.account(id(1)).home.clone();
    let at = |e: &Effect| program.effects.iter().position(|other| other == e);
    let opens = Effect::OpenPage {
        account: id(1),
        window: program.window_of(id(1)).unwrap(),
        url: home,
    };
    assert!(at(&Effect::ClearSession(id(1))).unwrap() < at(&opens).unwrap());
    program.owed.clear();
    let effects = program.send(Event::SessionCleared {
        account: id(1),
        in_page: false,
    });
    assert!(
        !effects.iter().any(|e| matches!(e, Effect::Navigate(..))),
        "{effects:?}"
    );
    assert!(!program.account(id(1)).clearing && !program.account(id(1)).signed_in);
}

#[test]
fn what_tells_of_a_deleted_account_goes_from_disk_with_its_label() {
    let mut program = with_windows(2);
    program.send(Event::Delete {
        account: id(1),
        sign_out: false,
    });
    program.pass(UNDO_TIME.as_secs());
    program.settle();
    program.now += RECENTLY_DELETED_KEPT;
    let restarted = program.restarted(StartKind::Usual);
    assert!(restarted.effects.contains(&Effect::RemoveData(id(1))));
    assert_eq!(
        restarted.state.registry.removing,
        [id(1)],
        "a crash forgets nothing"
    );

    program.send(Event::Tick);
    assert!(program.effects.contains(&Effect::RemoveData(id(1))));
    assert_eq!(program.state.registry.deleted, []);
    program.settle();
    assert_eq!(program.state.registry.removing, []);
}

/// The session of an account with a page was cleared.
fn cleared(n: u128) -> Event {
    Event::SessionCleared {
        account: id(n),
        in_page: true,
    }
}

/// Deleting with a sign-out that's under way.
fn deleting_with_sign_out() -> Program {
    let mut program = with_windows(2);
    program.send(Event::Delete {
        account: id(1),
        sign_out: true,
    });
    assert!(program.effects.contains(&Effect::SignOutAtServer(id(1))));
    program.owed.clear();
    program
}

fn is_deleting(program: &Program) -> bool {
    program.account(id(1)).deletion.is_some()
}

#[test]
fn deleting_with_sign_out_deletes_once_the_server_has_answered() {
    let mut program = deleting_with_sign_out();
    assert!(!is_deleting(&program));
    program.send(Event::SignOutEnded(id(1), SignOutOutcome::Confirmed));
    assert!(is_deleting(&program));
}

#[test]
fn closing_the_page_meanwhile_does_not_forget_the_deletion() {
    let mut program = deleting_with_sign_out();
    program.send(Event::Disconnect(id(1)));
    assert!(is_deleting(&program));
    assert!(program.was_told(&Message::SignOutUnconfirmed(id(1))));

    let mut program = deleting_with_sign_out();
    let window = program.window_of(id(1)).unwrap();
    program.send(Event::WindowClosed(window));
    assert!(is_deleting(&program));
}

#[test]
fn quitting_meanwhile_does_not_forget_the_deletion() {
    let mut program = deleting_with_sign_out();
    program.send(Event::Quit);
    assert!(is_deleting(&program.restarted(StartKind::Usual)));
}

#[test]
fn deleting_while_a_sign_out_is_under_way_deletes_after_it() {
    let mut program = with_windows(2);
    program.send(Event::SignOut(id(1)));
    program.send(Event::Delete {
        account: id(1),
        sign_out: true,
    });
    program.send(Event::SignOutEnded(id(1), SignOutOutcome::Confirmed));
    assert!(is_deleting(&program));
}

#[test]
fn one_that_is_signed_out_is_deleted_without_asking_the_server() {
    let mut program = with_windows(2);
    program.send(Event::SignOut(id(1)));
    program.settle();
    let effects = program.send(Event::Delete {
        account: id(1),
        sign_out: true,
    });
    assert!(!effects.contains(&Effect::SignOutAtServer(id(1))));
    assert!(is_deleting(&program));
}

#[test]
fn a_folder_that_does_not_say_whose_it_is_goes_when_the_person_wants_it_and_not_before() {
    let mut program = with_windows(1);
    program.state.nameless = [(id(7), None), (id(8), None), (id(9), None)].into();
    program.now += UNDO_TIME * 2;
    program.send(Event::Tick);
    assert_eq!(program.state.nameless.len(), 3, "nobody has asked for it");

    program.send(Event::RemoveFolder(id(7)));
    program.send(Event::RemoveFolder(id(8)));
    program.send(Event::RemoveFolder(id(1)));
    program.send(Event::UndoDelete(id(8)));
    program.send(Event::Tick);
    assert!(program.state.registry.removing.is_empty());
    assert_eq!(program.state.next_deadline(), Some(program.now + UNDO_TIME));
    program.now += UNDO_TIME;
    let effects = program.send(Event::Tick).to_vec();
    assert_eq!(effects, [Effect::RemoveData(id(7)), Effect::Persist]);
    assert_eq!(
        program.state.nameless,
        [(id(8), None), (id(9), None)].into()
    );
    assert!(
        program.account(id(1)).listed,
        "an account's is no such folder"
    );
    program.send(Event::DataRemoved(id(7), true));
    assert!(program.state.registry.removing.is_empty());
}

#[test]
fn an_end_before_a_folder_goes_removes_nothing() {
    let mut program = with_windows(1);
    program.state.nameless = [(id(7), None)].into();
    program.send(Event::RemoveFolder(id(7)));
    let program = program.restarted(StartKind::Usual);
    assert!(program.state.registry.removing.is_empty());
}
