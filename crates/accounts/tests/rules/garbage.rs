//! Registries that no version ever wrote.

use accounts::{
    Closed, Registry, StartKind, Window, Workspace, WorkspaceWindow, monitors::Arrangement,
};
use domain::{AccountId, WindowId, WorkspaceId};
use jiff::Timestamp;
use proptest::{collection::vec, prelude::*};

use crate::desktop::{Program, id, place, with_windows};

fn some_id() -> impl Strategy<Value = AccountId> {
    (1u128..8).prop_map(id)
}

fn window_id() -> impl Strategy<Value = WindowId> {
    (1u128..5).prop_map(|n| WindowId::from_random(n << 64))
}

fn window() -> impl Strategy<Value = Window> {
    let places = prop::option::of(0..900).prop_map(|x| {
        x.into_iter()
            .map(|x| (Arrangement("A:1920x1080+0+0".into()), place(x)))
            .collect()
    });
    (
        window_id(),
        vec(some_id(), 0..5),
        prop::option::of(some_id()),
        places,
    )
        .prop_map(|(id, accounts, front, places)| Window {
            id,
            accounts,
            front,
            places,
        })
}

fn registry() -> impl Strategy<Value = Registry> {
    let accounts = vec(
        (some_id(), any::<bool>(), prop::option::of(-50i64..50)),
        0..8,
    );
    let sets = vec((vec(some_id(), 0..4), prop::option::of(some_id())), 0..3);
    let rest = (
        vec(some_id(), 0..6),
        vec((some_id(), window_id()), 0..4),
        vec(some_id(), 0..4),
        sets,
    );
    (accounts, vec(window(), 0..5), rest).prop_map(|(accounts, windows, rest)| {
        let (recent, closed, removing, sets) = rest;
        let template = with_windows(1).account(id(1)).clone();
        let accounts = accounts
            .into_iter()
            .map(|(id, listed, until)| accounts::Account {
                id,
                listed,
                deletion: until.map(|seconds| accounts::Deletion {
                    number: None,
                    until: Timestamp::from_second(seconds).unwrap(),
                    window: None,
                    places: [].into(),
                }),
                ..template.clone()
            });
        let workspace = Workspace {
            id: WorkspaceId::from_random(1),
            name: "w".into(),
            windows: sets
                .into_iter()
                .map(|(accounts, front)| WorkspaceWindow {
                    accounts,
                    front,
                    places: [].into(),
                })
                .collect(),
        };
        let closed = closed.into_iter().map(|(account, window)| Closed {
            account,
            window,
            places: [].into(),
        });
        Registry {
            accounts: accounts.collect(),
            windows,
            recent,
            closed: closed.collect(),
            workspaces: vec![workspace],
            removing,
            ..Registry::default()
        }
    })
}

proptest! {
    #[test]
    fn normalising_puts_right_whatever_was_read(mut registry in registry()) {
        let known: std::collections::BTreeSet<_> = registry.accounts.iter().map(|a| a.id).collect();
        registry.normalise();
        let kept: Vec<_> = registry.accounts.iter().map(|a| a.id).collect();
        prop_assert_eq!(kept.len(), known.len(), "every account once");
        prop_assert!(kept.iter().all(|a| known.contains(a)));
        let mut placed = std::collections::BTreeSet::new();
        for window in &registry.windows {
            for account in &window.accounts {
                prop_assert!(placed.insert(*account), "in one window");
                let account = registry.account(*account);
                prop_assert!(account.is_some_and(|a| a.deletion.is_none()));
            }
            let is_inside = |front| window.accounts.contains(&front);
            prop_assert!(window.front.is_none_or(is_inside));
            prop_assert_eq!(window.front.is_some(), !window.accounts.is_empty());
        }
        prop_assert!(registry.recent.iter().all(|a| placed.contains(a)));
        prop_assert!(!registry.removing.iter().any(|a| known.contains(a)));
        prop_assert!(!registry.normalise(), "once is enough");
    }

    #[test]
    fn a_start_from_any_registry_agrees_with_its_screen(registry in registry(), kind in 0usize..3) {
        let kind = [StartKind::Usual, StartKind::Safe, StartKind::Empty][kind];
        let program = Program::start_at(registry, kind, Timestamp::UNIX_EPOCH);
        if kind != StartKind::Usual {
            prop_assert_eq!(program.screen.pages.len(), 0, "nothing opens");
        }
    }
}
