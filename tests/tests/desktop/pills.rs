//! Pills in the strip: dragged, reordered, closed.

use anyhow::{Result, ensure};
use testkit::FakeCrm;
use whole_tests::{App, Desk, What, on_a_desk, until};

use crate::crm::{fake_crm, into_note, sign_in, sign_ins, signed_in, three_signed_in};
use crate::monitors::corner;
use crate::restart::move_window;
use crate::windows::{choose, wait_windows};

/// Windows of an account each, side by side and half as wide as the display; the second so much lower.
fn side_by_side<'a>(desk: &'a Desk, crm: &FakeCrm, lower: i32) -> Result<App<'a>> {
    let app = App::start(desk, "app")?;
    signed_in(&app, crm, "acme", 1, "Acme")?;
    signed_in(&app, crm, "globex", 1, "Globex")?;
    move_window(desk, "^Acme", [10, 60, 760, 600])?;
    move_window(desk, "^Globex", [810, 60 + lower, 760, 600])?;
    until("both stand side by side", || {
        let windows = app.windows()?;
        let width = windows.iter().all(|w| w.width == Some(760));
        ensure!(width && windows.len() == 2, "{windows:#?}");
        Ok(())
    })?;
    into_note(&app, "Globex")?;
    Ok(app)
}

fn pill(label: &str, window: &str) -> What {
    What::with("page tab", label).within(window)
}

fn was_loaded_again(crm: &FakeCrm, mark: usize) -> bool {
    let entries = crm.log().since(mark);
    entries.iter().any(|e| e.said("left").is_some())
}

fn drags_onto_the_other_strip(lower: i32) -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = side_by_side(desk, &crm, lower)?;
        let mark = crm.log().mark();
        let from = desk.screen().wait(&pill("Globex", "Globex"))?.middle();
        let to = desk.screen().wait(&pill("Acme", "Acme"))?.middle();
        desk.drag(from, to)?;
        wait_windows(&app, &[&["Acme", "Globex"]])?;
        // The pages go on where they were, each with the keyboard in its field.
        for label in ["Acme", "Globex"] {
            desk.click(&What::with("page tab", label))?;
            desk.wait_active(label)?;
            into_note(&app, label)?;
        }
        ensure!(!was_loaded_again(&crm, mark), "a page was loaded again");
        Ok(())
    })
}

#[test]
fn a_pill_dragged_onto_another_windows_strip_moves_its_page_there_without_loading_it_again()
-> Result<()> {
    drags_onto_the_other_strip(120)
}

#[test]
fn a_pill_dragged_onto_the_strip_of_a_window_beside_it_moves_there_too() -> Result<()> {
    drags_onto_the_other_strip(0)
}

#[test]
fn the_menu_key_opens_the_pills_menu_and_not_the_engines() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        let account = signed_in(&app, &crm, "acme", 1, "Acme")?;
        into_note(&app, "Acme")?;
        desk.key("F6")?;
        let focused = pill("Acme", "Acme").that_is("focused");
        desk.screen().wait(&focused)?;
        // The second one is the pill's, too: Esc has given it the keyboard back.
        for key in ["shift+F10", "Menu"] {
            desk.key(key)?;
            let item = What::with("menu item", "Rename").within("Acme");
            desk.screen().wait(&item)?;
            ensure!(
                !desk.screen().tree().contains("Inspect Element"),
                "the engine's"
            );
            desk.key("Escape")?;
            desk.screen().wait_gone(&item)?;
        }
        // What is chosen there leaves the keyboard to the page.
        desk.key("Menu")?;
        let sign_out = What::named("menu item", "Sign out").within("Acme");
        for _ in 0..3 {
            desk.screen().wait(&sign_out)?;
            desk.key("Up")?;
        }
        desk.screen().wait(&sign_out.that_is("focused"))?;
        desk.key("Return")?;
        sign_in(&app, &crm, "acme", 2, "Acme")?;
        app.wait_account(&account.id, "signed in", |a| {
            a.page.as_deref() == Some("signed_in")
        })
        .map(drop)
    })
}

#[test]
fn a_pill_flung_out_of_the_strip_in_one_go_gets_its_own_window() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = side_by_side(desk, &crm, 0)?;
        choose(desk, "Globex", "Acme", "Move to this window")?;
        wait_windows(&app, &[&["Acme", "Globex"]])?;
        let mark = crm.log().mark();
        // The strip has moved its pills by then.
        let in_front = What::named("page tab", "Acme").within("Acme");
        desk.screen().wait(&in_front.that_is("selected"))?;
        let (x, y) = desk.screen().wait(&pill("Globex", "Acme"))?.middle();
        let [x0, y0, x1, y1] = [x, y, x - 300, y + 400].map(|n| n.to_string());
        desk.run(
            "xdotool",
            &[
                "mousemove",
                "--sync",
                &x0,
                &y0,
                "mousedown",
                "1",
                "mousemove",
                &x1,
                &y1,
                "mouseup",
                "1",
            ],
        )?;
        wait_windows(&app, &[&["Acme"], &["Globex"]])?;
        into_note(&app, "Globex")?;
        ensure!(!was_loaded_again(&crm, mark), "a page was loaded again");
        Ok(())
    })
}

#[test]
fn a_pill_let_go_beside_all_windows_stands_there_in_its_own() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = side_by_side(desk, &crm, 0)?;
        choose(desk, "Globex", "Acme", "Move to this window")?;
        wait_windows(&app, &[&["Acme", "Globex"]])?;
        let in_front = What::named("page tab", "Acme").within("Acme");
        desk.screen().wait(&in_front.that_is("selected"))?;
        let from = desk.screen().wait(&pill("Globex", "Acme"))?.middle();
        let at = (300, 300);
        desk.drag(from, at)?;
        wait_windows(&app, &[&["Acme"], &["Globex"]])?;
        until("its strip is where it was let go of", || {
            let (left, _) = corner(desk, "^Globex")?;
            let (_, top, _, height) = desk.screen().wait(&pill("Globex", "Globex"))?.rect;
            let is_there =
                (left..left + 760).contains(&at.0) && (top..top + height).contains(&at.1);
            ensure!(is_there, "{:?}", (left, top, height));
            Ok(())
        })
    })
}

#[test]
fn a_pill_let_go_over_a_page_lands_in_no_strip_that_the_page_covers() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        three_signed_in(&app, &crm)?;
        into_note(&app, "Globex")?;
        choose(desk, "Globex", "Initech", "Move to this window")?;
        wait_windows(&app, &[&["Acme"], &["Globex", "Initech"]])?;
        move_window(desk, "^Acme", [300, 400, 600, 400])?;
        let covered = corner(desk, "^Acme")?;
        move_window(desk, "^Initech", [100, 60, 1200, 860])?;
        into_note(&app, "Initech")?;
        let from = desk.screen().wait(&pill("Initech", "Initech"))?.middle();
        desk.drag(from, (covered.0 + 250, covered.1 + 20))?;
        wait_windows(&app, &[&["Acme"], &["Globex"], &["Initech"]])
    })
}

/// Labels in the order of their numbers.
fn wait_order(app: &App<'_>, wanted: [&str; 3]) -> Result<()> {
    until("the order is as wanted", || {
        let mut accounts = app.accounts()?;
        accounts.sort_by_key(|a| a.number);
        let labels: Vec<_> = accounts.iter().map(|a| a.label.clone()).collect();
        ensure!(labels == wanted, "{labels:?}");
        Ok(())
    })
}

/// Pills of a window from left to right.
fn wait_pills(desk: &Desk, window: &str, wanted: [&str; 3]) -> Result<()> {
    until("the pills stand in this order", || {
        let mut pills = desk.screen().all(&pill("", window));
        pills.sort_by_key(|p| p.rect.0);
        let names: Vec<_> = pills.iter().map(|p| p.name.clone()).collect();
        let fits = names.len() == 3 && names.iter().zip(wanted).all(|(n, w)| n.starts_with(w));
        ensure!(fits, "{names:?}");
        Ok(())
    })
}

#[test]
fn pills_dragged_along_the_strip_change_the_order_and_the_digits_follow() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let mut app = App::start(desk, "app")?;
        three_signed_in(&app, &crm)?;
        into_note(&app, "Initech")?;
        wait_pills(desk, "Initech", ["Acme", "Globex", "Initech"])?;
        let from = desk.screen().wait(&pill("Initech", "Initech"))?.middle();
        let first = desk.screen().wait(&pill("Acme", "Initech"))?;
        desk.drag(from, (first.rect.0 + 4, first.middle().1))?;
        let moved = ["Initech", "Acme", "Globex"];
        wait_order(&app, moved)?;
        for window in ["Initech", "Acme"] {
            wait_pills(desk, window, moved)?;
        }
        // The drag switched nothing; the digits do, in the new order.
        desk.wait_active("Initech")?;
        into_note(&app, "Initech")?;
        for (keys, label) in [
            ("ctrl+3", "Globex"),
            ("ctrl+1", "Initech"),
            ("ctrl+2", "Acme"),
        ] {
            desk.key(keys)?;
            desk.wait_active(label)?;
        }

        // By keyboard alone, too.
        into_note(&app, "Acme")?;
        desk.key("F6")?;
        desk.screen()
            .wait(&pill("Acme", "Acme").that_is("focused"))?;
        desk.key("ctrl+shift+Left")?;
        let moved = ["Acme", "Initech", "Globex"];
        wait_order(&app, moved)?;

        let mark = crm.log().mark();
        app.quit()?;
        app.start_again(&[])?;
        wait_order(&app, moved)?;
        desk.screen().wait(&pill("Globex", "Acme"))?;
        wait_pills(desk, "Acme", moved)?;
        ensure!(sign_ins(&crm, mark) == 0, "somebody had to sign in again");
        Ok(())
    })
}

#[test]
fn the_middle_button_on_a_pill_disconnects() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = side_by_side(desk, &crm, 0)?;
        // Of the other window, from here.
        desk.click_with(&pill("Acme", "Globex"), "2")?;
        app.wait_account("Acme", "closed", |a| a.state == "disconnected" && !a.awake)?;
        desk.screen().wait_gone(&pill("Acme", "Globex"))?;
        wait_windows(&app, &[&["Globex"]])?;
        // Of the last one: its window stays, with what can be opened.
        desk.click_with(&pill("Globex", "Globex"), "2")?;
        app.wait_account("Globex", "closed", |a| {
            a.state == "disconnected" && !a.awake
        })?;
        desk.screen()
            .wait(&What::with("push button", "Globex").within("Ninefold"))
            .map(drop)
    })
}
