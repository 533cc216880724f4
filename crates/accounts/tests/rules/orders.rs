//! Whatever happens in whatever order: the desktop's own checks hold after each step, and these ones
//! at the end.

use accounts::{
    Event, NewAccountIn, PageState, Placement, Profile, RECENTLY_DELETED_KEPT, Security,
    SettingChange, SignOutOutcome, StartKind, Trouble, Unread,
};
use domain::WindowId;
use proptest::prelude::*;

use crate::desktop::{Program, id, monitor, place, url};

/// How many accounts a random life knows. Small, so that events meet.
const KNOWN: u128 = 6;

/// Something that happens; numbers choose among what's there.
#[derive(Debug, Clone)]
enum Happening {
    Event(Box<Event>),
    /// An event about a window, by its place on the list.
    AtWindow(usize, WindowEvent),
    Add(u128, usize),
    Move(u128, Option<usize>),
    MoveOut(u128, i32, i32),
    Keep {
        newer: bool,
    },
    OpenWorkspace(usize),
    DeleteWorkspace(usize),
    UndoDeleteWorkspace,
    /// The shell gives one of the answers that it owes.
    Answer {
        which: usize,
        is_good: bool,
    },
    Pass(i64),
    Restart(StartKind),
}

#[derive(Debug, Clone, Copy)]
enum WindowEvent {
    Closed,
    Focused,
    Placed(i32),
}

fn account_event() -> impl Strategy<Value = Happening> {
    let email = prop_oneof![Just("a@example.com"), Just("b@example.com")];
    let state = prop_oneof![
        4 => Just(PageState::SignedIn),
        2 => Just(PageState::Login),
        1 => Just(PageState::Unknown),
        1 => Just(PageState::Expired),
    ];
    let event = (1..=KNOWN, 0usize..8, any::<bool>(), state, email);
    let event = event.prop_flat_map(|(n, number, flag, state, email)| {
        let id = id(n);
        let profile = Profile {
            name: None,
            email: Some(email.into()),
        };
        let page = url(&format!("https://crm.example.com/{number}"));
        prop_oneof![
            3 => Just(Event::Open(id)),
            2 => Just(Event::Disconnect(id)),
            2 => Just(Event::SignOut(id)),
            3 => Just(Event::Delete { account: id, sign_out: flag }),
            3 => Just(Event::UndoDelete(id)),
            1 => Just(Event::Rename(id, number.to_string())),
            1 => Just(Event::SetZoom(id, 100 + u16::try_from(number).unwrap_or(0))),
            2 => Just(Event::Sleep(id)),
            2 => Just(Event::Reorder(id, number)),
            6 => Just(Event::PageIs(id, state, None)),
            3 => Just(Event::PageProfile(id, profile)),
            1 => Just(Event::SiteNamed(url("https://crm.example.com/"), number.to_string())),
            2 => Just(Event::PageUrl(id, page, Security::Secure)),
            2 => Just(Event::PageSettled(id)),
            1 => Just(Event::PageTrouble(id, Some(Trouble::Crashed { reason: "crashed" }))),
            1 => Just(Event::PageUnread(id, Unread::Count(3))),
            1 => Just(Event::SignOutEnded(id, SignOutOutcome::Unconfirmed)),
            1 => any::<bool>().prop_map(move |in_page| Event::SessionCleared { account: id, in_page }),
        ]
    });
    event.prop_map(|event| Happening::Event(Box::new(event)))
}

fn general_event() -> impl Strategy<Value = Happening> {
    let setting = prop_oneof![
        Just(SettingChange::NewAccountIn(NewAccountIn::Tab)),
        Just(SettingChange::NewAccountIn(NewAccountIn::Window)),
        any::<bool>().prop_map(SettingChange::LoadTabsInBackground),
    ];
    let settings = setting.prop_map(Event::ChangeSetting);
    let event = prop_oneof![
        3 => (0usize..9).prop_map(Event::SwitchTo),
        3 => any::<bool>().prop_map(|back| Event::SwitchRecent { back }),
        2 => Just(Event::SwitchRecentDone),
        2 => Just(Event::ReopenClosed),
        1 => Just(Event::NewWindow),
        1 => Just(Event::OpenSetAside),
        1 => "[ab]".prop_map(Event::SaveWorkspace),
        1 => settings,
        1 => (0..3).prop_map(|x| Event::MonitorsChanged(vec![monitor("A", 0), monitor("B", x)])),
        1 => Just(Event::MonitorsChanged(vec![monitor("A", 0)])),
    ];
    event.prop_map(|event| Happening::Event(Box::new(event)))
}

fn happening() -> impl Strategy<Value = Happening> {
    let window_event = prop_oneof![
        2 => Just(WindowEvent::Closed),
        3 => Just(WindowEvent::Focused),
        2 => (0..500).prop_map(WindowEvent::Placed),
    ];
    let kind = prop_oneof![
        4 => Just(StartKind::Usual),
        1 => Just(StartKind::Safe),
        1 => Just(StartKind::Empty),
    ];
    prop_oneof![
        30 => account_event(),
        12 => general_event(),
        8 => (0usize..5, window_event).prop_map(|(w, e)| Happening::AtWindow(w, e)),
        8 => (1..=KNOWN, 0usize..6).prop_map(|(n, at)| Happening::Add(n, at)),
        5 => (1..=KNOWN, prop::option::of(0usize..4)).prop_map(|(n, w)| Happening::Move(n, w)),
        2 => (1..=KNOWN, any::<i32>(), any::<i32>()).prop_map(|(n, x, y)| Happening::MoveOut(n, x, y)),
        2 => any::<bool>().prop_map(|newer| Happening::Keep { newer }),
        1 => (0usize..2).prop_map(Happening::OpenWorkspace),
        1 => (0usize..2).prop_map(Happening::DeleteWorkspace),
        1 => Just(Happening::UndoDeleteWorkspace),
        8 => (0usize..4, prop::bool::weighted(0.8))
            .prop_map(|(which, is_good)| Happening::Answer { which, is_good }),
        4 => (1i64..100).prop_map(Happening::Pass),
        2 => kind.prop_map(Happening::Restart),
    ]
}

fn nth_window(program: &Program, n: usize) -> Option<WindowId> {
    program.state.registry.windows.get(n).map(|w| w.id)
}

/// Lets it happen. What can't happen to this program now does nothing.
fn let_happen(program: &mut Program, happening: Happening) {
    let event = match happening {
        Happening::Event(event) => Some(*event),
        Happening::AtWindow(n, what) => nth_window(program, n).map(|window| match what {
            WindowEvent::Closed => Event::WindowClosed(window),
            WindowEvent::Focused => Event::WindowFocused(window),
            WindowEvent::Placed(x) => Event::WindowPlaced(window, place(x)),
        }),
        Happening::Add(n, at) => {
            let place = match (at, nth_window(program, at)) {
                (5, _) => Placement::BySetting(nth_window(program, 0)),
                (_, Some(window)) => Placement::In(window),
                (_, None) => Placement::NewWindow,
            };
            // Ids are random: none comes twice.
            let is_new = program.state.registry.account(id(n)).is_none()
                && !program.state.registry.removing.contains(&id(n));
            if is_new {
                program.draft(n, place);
            }
            None
        }
        Happening::MoveOut(n, x, y) => Some(Event::MoveOut(id(n), x, y)),
        Happening::Move(n, to) => match to.map(|to| nth_window(program, to)) {
            Some(None) => None,
            to => Some(Event::Move(id(n), to.flatten())),
        },
        Happening::Keep { newer } => program.state.duplicates.first().map(|d| {
            let (keep, discard) = if newer {
                (d.added, d.listed)
            } else {
                (d.listed, d.added)
            };
            Event::Keep { keep, discard }
        }),
        Happening::OpenWorkspace(n) => program
            .state
            .registry
            .workspaces
            .get(n)
            .map(|w| Event::OpenWorkspace(w.id)),
        Happening::DeleteWorkspace(n) => program
            .state
            .registry
            .workspaces
            .get(n)
            .map(|w| Event::DeleteWorkspace(w.id)),
        Happening::UndoDeleteWorkspace => Some(Event::UndoDeleteWorkspace),
        Happening::Answer { which, is_good } => program.owed.remove(which).map(|e| match e {
            Event::DataRemoved(id, _) => Event::DataRemoved(id, is_good),
            Event::SignOutEnded(id, _) if !is_good => {
                Event::SignOutEnded(id, SignOutOutcome::Unconfirmed)
            }
            other => other,
        }),
        Happening::Pass(seconds) => {
            program.pass(seconds);
            None
        }
        Happening::Restart(kind) => {
            *program = program.restarted(kind);
            None
        }
    };
    if let Some(event) = event {
        program.send(event);
    }
    if program.screen.has_quit {
        *program = program.restarted(StartKind::Usual);
    }
}

/// Whatever became of an account before, it's on the list now.
fn make_listed(program: &mut Program, n: u128) {
    program.settle();
    if program.state.registry.account(id(n)).is_none() {
        program.send(Event::DataRemoved(id(n), true));
        program.draft(n, Placement::NewWindow);
    }
    program.send(Event::UndoDelete(id(n)));
    if !program.account(id(n)).listed {
        program.send(Event::Open(id(n)));
        program.send(Event::PageIs(id(n), PageState::SignedIn, None));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_order_of_events_loses_an_account_or_contradicts_the_screen(
        life in prop::collection::vec(happening(), 1..120)
    ) {
        let mut program = Program::start(accounts::Registry::default());
        for happening in life {
            let_happen(&mut program, happening);
        }
    }

    #[test]
    fn after_any_life_every_deletion_finishes(
        life in prop::collection::vec(happening(), 1..80),
        asked in 1..=KNOWN,
        sign_out: bool,
    ) {
        let mut program = Program::start(accounts::Registry::default());
        for happening in life {
            let_happen(&mut program, happening);
        }
        let was_known = program.state.registry.account(id(asked)).is_some();
        program.send(Event::Delete { account: id(asked), sign_out });
        // The server never answers; data that couldn't be removed is tried again by the next start.
        program.owed.retain(|answer| matches!(answer, Event::SessionCleared { .. }));
        program.settle();
        for _ in 0..20 {
            program.pass(120);
        }
        program = program.restarted(StartKind::Usual);
        program.settle();
        prop_assert!(!was_known || program.state.registry.account(id(asked)).is_none());
        prop_assert!(program.state.registry.accounts.iter().all(|a| a.deletion.is_none()));
        prop_assert_eq!(&program.state.registry.removing, &vec![]);
        // Nothing is waited for but the day when what was deleted is forgotten.
        let forgotten = program.state.registry.deleted.iter().map(|t| t.at + RECENTLY_DELETED_KEPT);
        prop_assert_eq!(program.state.next_deadline(), forgotten.min());
    }

    #[test]
    fn after_any_life_a_restart_opens_the_same_windows_with_the_same_fronts(
        life in prop::collection::vec(happening(), 1..80),
    ) {
        let mut program = Program::start(accounts::Registry::default());
        for happening in life {
            let_happen(&mut program, happening);
        }
        program.send(Event::SwitchRecentDone);
        let is_listed = |id: &domain::AccountId| program.account(*id).listed;
        let mut expected = Vec::new();
        for (window, accounts, front) in program.layout() {
            let kept: Vec<_> = accounts.into_iter().filter(is_listed).collect();
            let recent = &program.state.registry.recent;
            let used_last = recent.iter().find(|a| kept.contains(a)).or(kept.first()).copied();
            if used_last.is_some() {
                expected.push((window, kept, front.filter(is_listed).or(used_last)));
            }
        }
        if expected.is_empty() {
            // A start opened nothing, and nobody has opened anything since.
            let aside = program.state.set_aside();
            expected.extend(aside.into_iter().map(|w| (w.id, w.accounts, w.front)));
        }
        let again = program.restarted(StartKind::Usual);
        let mut opened = again.layout();
        opened.retain(|(_, accounts, _)| !accounts.is_empty());
        prop_assert_eq!(opened, expected);
        prop_assert!(again.state.registry.accounts.iter().all(|a| a.listed), "no draft survives");
    }

    #[test]
    fn after_any_life_number_keys_follow_the_list(
        life in prop::collection::vec(happening(), 1..60),
        number in 1usize..9,
    ) {
        let mut program = Program::start(accounts::Registry::default());
        for happening in life {
            let_happen(&mut program, happening);
        }
        let wanted = program.state.registry.listed().nth(number - 1).map(|a| a.id);
        let before = program.state.current();
        program.send(Event::SwitchTo(number));
        prop_assert_eq!(program.state.current(), wanted.or(before));
        if let Some(wanted) = wanted {
            prop_assert_eq!(program.state.registry.recent.first(), Some(&wanted));
            prop_assert_eq!(program.state.registry.number(wanted), Some(number));
        }
    }

    #[test]
    fn after_any_life_undo_brings_back_all_that_was_there(
        life in prop::collection::vec(happening(), 1..60),
        n in 1..=KNOWN,
        seconds in 0i64..30,
        restart: bool,
    ) {
        let mut program = Program::start(accounts::Registry::default());
        for happening in life {
            let_happen(&mut program, happening);
        }
        make_listed(&mut program, n);
        let is_listed = |p: &Program| p.account(id(n)).is_listed();
        let list = |p: &Program| p.state.registry.listed().map(|a| a.id).collect::<Vec<_>>();
        let window = program.state.registry.window_of(id(n)).cloned();
        let (account, order) = (program.account(id(n)).clone(), list(&program));
        program.send(Event::Delete { account: id(n), sign_out: false });
        prop_assert!(!is_listed(&program));
        prop_assert_eq!(program.window_of(id(n)), None);
        program.pass(seconds);
        if restart {
            program = program.restarted(StartKind::Usual);
        }
        // Others may have gone meanwhile, for reasons of their own.
        let still_there = list(&program);
        let still_open = window.as_ref().map(|window| {
            let is_in = |a: &domain::AccountId| program.window_of(*a) == Some(window.id);
            window.accounts.iter().copied().filter(|a| *a == id(n) || is_in(a)).collect::<Vec<_>>()
        });
        program.send(Event::UndoDelete(id(n)));
        prop_assert_eq!(program.account(id(n)), &account);
        let mut expected = order;
        expected.retain(|a| *a == id(n) || still_there.contains(a));
        prop_assert_eq!(list(&program), expected, "everybody has the same place");
        let again = program.state.registry.window_of(id(n));
        prop_assert_eq!(again.map(|w| w.id), window.as_ref().map(|w| w.id));
        prop_assert_eq!(again.map(|w| &w.places), window.as_ref().map(|w| &w.places));
        prop_assert_eq!(again.map(|w| &w.accounts), still_open.as_ref());
    }
}
