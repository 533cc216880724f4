//! Windows, tabs, monitors, workspaces.

use accounts::{
    Effect, Event, Placement,
    monitors::{Mode, Place},
};

use crate::desktop::{id, monitor, place, with_tabs, with_windows};

#[test]
fn a_tab_moves_into_a_window_of_its_own_with_its_page_as_it_is() {
    let mut program = with_tabs(3);
    let old = program.window_of(id(1)).unwrap();
    let effects = program.send(Event::Move(id(2), None)).to_vec();
    let new = program.window_of(id(2)).unwrap();
    assert_ne!(new, old);
    assert!(effects.contains(&Effect::MovePage(id(2), new)));
    assert!(
        !effects
            .iter()
            .any(|e| matches!(e, Effect::OpenPage { .. } | Effect::ClosePage(_)))
    );
}

#[test]
fn a_pill_that_is_dropped_beside_all_windows_has_its_own_there() {
    let mut program = with_tabs(2);
    let window = program.window_of(id(1)).unwrap();
    let old = Place {
        x: 10,
        y: 10,
        width: 600,
        height: 400,
        mode: Mode::Normal,
    };
    program.send(Event::WindowPlaced(window, old));
    program.send(Event::MoveOut(id(2), 700, 300));
    let new = program.window_of(id(2)).unwrap();
    assert_ne!(new, window);
    let at = program.screen.places[&new];
    assert_eq!((at.width, at.height), (old.width, old.height));
    let right = at.x + i32::try_from(at.width).unwrap();
    assert!(at.x < 700 && at.y < 300 && right > 700, "{at:?}");
    // Alone in its window, there is nothing to move out of.
    program.send(Event::MoveOut(id(2), 10, 10));
    assert_eq!(program.window_of(id(2)), Some(new));
}

#[test]
fn a_new_window_covers_none_that_is_there() {
    let mut program = with_windows(5);
    for (window, place) in program.screen.places.clone() {
        program.send(Event::WindowPlaced(window, place));
    }
    // The window of the third goes, and with it the count of windows that the next place went by.
    let there = program.window_of(id(5)).unwrap();
    program.send(Event::Move(id(3), Some(there)));
    program.send(Event::Move(id(3), None));
    let new = program.window_of(id(3)).unwrap();
    let corner = |p: &Place| (p.x, p.y);
    let places = &program.screen.places;
    let covered = places
        .iter()
        .filter(|(w, p)| **w != new && corner(p) == corner(&places[&new]));
    assert_eq!(covered.count(), 0, "{places:?}");
}

#[test]
fn the_last_tab_takes_its_old_window_with_it() {
    let mut program = with_windows(2);
    let (from, to) = (
        program.window_of(id(1)).unwrap(),
        program.window_of(id(2)).unwrap(),
    );
    let effects = program.send(Event::Move(id(1), Some(to)));
    assert!(effects.contains(&Effect::CloseWindow(from)));
    assert_eq!(program.layout(), [(to, vec![id(1), id(2)], Some(id(1)))]);
}

#[test]
fn moves_that_change_nothing_only_show_the_account() {
    let mut program = with_windows(2);
    let window = program.window_of(id(1)).unwrap();
    let before = program.screen.windows.clone();
    for to in [None, Some(window)] {
        program.send(Event::Move(id(1), to));
        assert_eq!(program.screen.windows, before);
        assert_eq!(program.state.current(), Some(id(1)));
    }
}

#[test]
fn a_window_that_is_gone_takes_nobody_in() {
    let mut program = with_windows(2);
    let gone = program.window_of(id(1)).unwrap();
    program.send(Event::Disconnect(id(1)));
    assert_eq!(program.send(Event::Move(id(2), Some(gone))), []);
}

#[test]
fn tabs_stand_in_the_order_of_the_list() {
    let mut program = with_tabs(3);
    program.send(Event::Reorder(id(3), 0));
    let order = vec![id(3), id(1), id(2)];
    assert_eq!(program.layout()[0].1, order);
    let listed: Vec<_> = program.state.registry.listed().map(|a| a.id).collect();
    assert_eq!(listed, order);
    assert_eq!(
        program.send(Event::Reorder(id(3), 0)),
        [],
        "nothing changed"
    );
    program.send(Event::Reorder(id(3), 99));
    assert_eq!(program.state.registry.number(id(3)), Some(3));
}

#[test]
fn where_the_front_tab_leaves_the_one_used_before_takes_its_place() {
    let mut program = with_tabs(3);
    for n in [1, 2, 3] {
        program.send(Event::Open(id(n)));
    }
    program.send(Event::Disconnect(id(3)));
    assert_eq!(program.state.current(), Some(id(2)));
}

#[test]
fn a_maximised_window_keeps_the_place_that_it_goes_back_to() {
    let mut program = with_windows(1);
    let window = program.window_of(id(1)).unwrap();
    program.send(Event::WindowPlaced(window, place(300)));
    let screen = Place {
        x: 0,
        y: 0,
        width: 1920,
        height: 1080,
        mode: Mode::Maximised,
    };
    program.send(Event::WindowPlaced(window, screen));
    let kept = program
        .state
        .place_for(program.state.registry.window(window).unwrap());
    assert_eq!(
        kept,
        Place {
            mode: Mode::Maximised,
            ..place(300)
        }
    );
}

#[test]
fn an_unplugged_monitors_window_comes_over_and_goes_back() {
    let mut program = with_windows(1);
    let window = program.window_of(id(1)).unwrap();
    let both = vec![monitor("A", 0), monitor("B", 1920)];
    program.send(Event::MonitorsChanged(both.clone()));
    program.send(Event::WindowPlaced(window, place(2500)));
    program.send(Event::MonitorsChanged(vec![monitor("A", 0)]));
    let here = program.screen.places[&window];
    assert!(
        accounts::monitors::is_visible(&here, &[monitor("A", 0)]),
        "{here:?}"
    );
    program.send(Event::WindowPlaced(window, here));
    program.send(Event::MonitorsChanged(both));
    assert_eq!(program.screen.places[&window], place(2500));
}

#[test]
fn a_workspace_brings_its_windows_back_as_they_were_kept() {
    let mut program = with_tabs(2);
    program.add(3, Placement::NewWindow);
    program.send(Event::SaveWorkspace(" Monday ".into()));
    let workspace = program.state.registry.workspaces[0].clone();
    assert_eq!(workspace.name, "Monday");
    for n in 1..=3 {
        program.send(Event::Disconnect(id(n)));
    }
    program.send(Event::OpenWorkspace(workspace.id));
    let mut sets: Vec<_> = program
        .layout()
        .into_iter()
        .map(|(_, accounts, _)| accounts)
        .collect();
    sets.retain(|accounts| !accounts.is_empty());
    sets.sort();
    assert_eq!(sets, [vec![id(1), id(2)], vec![id(3)]]);
}

#[test]
fn a_workspace_of_the_same_name_is_replaced() {
    let mut program = with_windows(1);
    program.send(Event::SaveWorkspace("a".into()));
    program.add(2, Placement::NewWindow);
    program.send(Event::SaveWorkspace("a".into()));
    assert_eq!(program.state.registry.workspaces.len(), 1);
    assert_eq!(program.state.registry.workspaces[0].windows.len(), 2);
}

#[test]
fn a_deleted_account_leaves_its_workspaces() {
    let mut program = with_windows(2);
    program.send(Event::SaveWorkspace("a".into()));
    program.send(Event::Delete {
        account: id(1),
        sign_out: false,
    });
    program.pass(3600);
    let sets: Vec<_> = program.state.registry.workspaces[0]
        .windows
        .iter()
        .collect();
    assert_eq!(sets.len(), 1, "{sets:?}");
    assert_eq!(sets[0].accounts, [id(2)]);
}

#[test]
fn a_deleted_workspace_comes_back_to_its_place_without_accounts_that_are_gone() {
    let mut program = with_windows(2);
    for name in ["a", "b"] {
        program.send(Event::SaveWorkspace(name.into()));
    }
    let before = program.state.registry.workspaces.clone();
    program.send(Event::DeleteWorkspace(before[0].id));
    assert_eq!(program.state.registry.workspaces, before[1..]);
    program.send(Event::UndoDeleteWorkspace);
    assert_eq!(program.state.registry.workspaces, before);
    // Once is all.
    program.send(Event::UndoDeleteWorkspace);
    assert_eq!(program.state.registry.workspaces, before);

    program.send(Event::DeleteWorkspace(before[0].id));
    program.send(Event::Delete {
        account: id(1),
        sign_out: false,
    });
    program.pass(3600);
    program.send(Event::UndoDeleteWorkspace);
    let workspaces = &program.state.registry.workspaces;
    assert_eq!(workspaces[0].id, before[0].id);
    let accounts: Vec<_> = workspaces[0]
        .windows
        .iter()
        .flat_map(|w| &w.accounts)
        .collect();
    assert_eq!(accounts, [&id(2)]);
}

#[test]
fn a_workspace_saved_under_a_deleted_ones_name_takes_its_place() {
    let mut program = with_windows(2);
    program.send(Event::SaveWorkspace("a".into()));
    let first = program.state.registry.workspaces[0].id;
    program.send(Event::DeleteWorkspace(first));
    program.send(Event::SaveWorkspace("b".into()));
    program.send(Event::SaveWorkspace("a".into()));
    program.send(Event::UndoDeleteWorkspace);
    let workspaces = &program.state.registry.workspaces;
    let names: Vec<_> = workspaces.iter().map(|w| w.name.as_str()).collect();
    assert_eq!(names, ["b", "a"]);
}

#[test]
fn a_workspace_uses_up_the_window_with_the_first_page() {
    let mut program = with_windows(2);
    program.send(Event::SaveWorkspace("Monday".into()));
    let monday = program.state.registry.workspaces[0].id;
    for account in [1, 2] {
        program.send(Event::Disconnect(id(account)));
    }
    assert_eq!(program.layout().len(), 1);
    program.send(Event::OpenWorkspace(monday));
    let accounts: Vec<_> = program.layout().into_iter().map(|(_, a, _)| a).collect();
    assert_eq!(accounts.len(), 2, "{accounts:?}");
    assert!(accounts.iter().all(|a| a.len() == 1), "{accounts:?}");
}

#[test]
fn a_window_that_fills_another_monitor_goes_back_to_a_place_there() {
    let mut program = with_windows(1);
    let window = program.window_of(id(1)).unwrap();
    program.send(Event::MonitorsChanged(vec![
        monitor("A", 0),
        monitor("B", 1920),
    ]));
    program.send(Event::WindowPlaced(window, place(300)));
    for mode in [Mode::Maximised, Mode::FullScreen] {
        let filled = Place {
            x: 1920,
            y: 0,
            width: 1920,
            height: 1080,
            mode,
        };
        program.send(Event::WindowPlaced(window, filled));
        let kept = program.state.registry.window(window).unwrap();
        assert_eq!(
            program.state.place_for(kept),
            Place {
                mode,
                ..place(2220)
            }
        );
    }
}
