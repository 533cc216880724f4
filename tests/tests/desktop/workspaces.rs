//! Sets of windows that are kept under a name.

use anyhow::{Result, ensure};
use whole_tests::{App, Desk, What, on_a_desk, until};

use crate::crm::{fake_crm, into_note, note, sign_ins, signed_in, three_signed_in};
use crate::restart::move_window;
use crate::windows::{choose, open_menu, windows_of};

const NAME: &str = "Monday billing";

/// Goes to the workspaces in the profile menu of a window.
fn open_workspaces(desk: &Desk, window: &str) -> Result<()> {
    if window == "Ninefold" {
        desk.click(&What::named("combo box", "Menu").within(window))?;
    } else {
        open_menu(desk, window)?;
    }
    desk.click(&item("Workspaces").within(window))
}

fn item(words: &str) -> What {
    What::with("menu item", words)
}

/// Waits until these sets of accounts are in a window each, and each window shows a signed-in page.
fn wait_signed_in(app: &App<'_>, wanted: &[&[&str]]) -> Result<()> {
    until("the windows are as wanted", || {
        for front in windows_of(app, wanted)?
            .iter()
            .filter_map(|w| w.front.as_ref())
        {
            let account = app.account(front)?;
            ensure!(account.page.as_deref() == Some("signed_in"), "{account:#?}");
        }
        Ok(())
    })
}

#[test]
fn a_workspace_brings_its_windows_back_by_name() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let mut app = App::start(desk, "app")?;
        three_signed_in(&app, &crm)?;
        into_note(&app, "Acme")?;
        choose(desk, "Acme", "Globex", "Move to this window")?;
        let together: &[&[&str]] = &[&["Acme", "Globex"], &["Initech"]];
        wait_signed_in(&app, together)?;
        move_window(desk, "^Initech", [600, 150, 700, 500])?;
        until("its place is noted", || {
            let window = app.window_of("Initech")?;
            ensure!(
                window.width == Some(700) && window.height == Some(500),
                "{window:?}"
            );
            Ok(())
        })?;
        let place = app.window_of("Initech")?;

        into_note(&app, "Initech")?;
        open_workspaces(desk, "Initech")?;
        desk.click(&item("Save open windows").within("Initech"))?;
        desk.screen().wait(
            &What::with("entry", "Name")
                .within("Initech")
                .that_is("focused"),
        )?;
        desk.type_text(NAME)?;
        desk.key("Return")?;
        let saved = item(&format!("{NAME}, 3 accounts"));
        desk.screen().wait(&saved.clone().within("Initech"))?;
        desk.key("Escape")?;

        // Everything is closed, and the program started again in between.
        for label in ["Acme", "Globex", "Initech"] {
            app.ask(&["disconnect", label])?;
            app.wait_state(label, "disconnected")?;
        }
        let mark = crm.log().mark();
        app.quit()?;
        app.start_again(&[])?;
        desk.wait_active("Ninefold")?;
        open_workspaces(desk, "Ninefold")?;
        desk.click(&saved.within("Ninefold"))?;
        wait_signed_in(&app, together)?;
        until("the window is where it was", || {
            let now = app.window_of("Initech")?;
            let same = (now.x, now.y, now.width, now.height)
                == (place.x, place.y, place.width, place.height);
            ensure!(same, "{now:?} instead of {place:?}");
            Ok(())
        })?;
        ensure!(sign_ins(&crm, mark) == 0, "somebody had to sign in again");

        // Opened again while its windows are there, it changes nothing.
        desk.screen().wait(&note("Initech"))?;
        into_note(&app, "Initech")?;
        open_workspaces(desk, "Initech")?;
        desk.click(&item(&format!("{NAME}, 3 accounts")).within("Initech"))?;
        desk.screen()
            .wait_gone(&What::named("menu", "Workspaces"))?;
        wait_signed_in(&app, together)
    })
}

#[test]
fn a_workspace_takes_in_accounts_that_are_open_elsewhere_and_can_be_deleted() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        signed_in(&app, &crm, "globex", 1, "Globex")?;
        into_note(&app, "Globex")?;
        open_workspaces(desk, "Globex")?;
        desk.click(&item("Save open windows").within("Globex"))?;
        desk.screen().wait(
            &What::with("entry", "Name")
                .within("Globex")
                .that_is("focused"),
        )?;
        desk.type_text(NAME)?;
        desk.key("Return")?;
        desk.screen().wait(&item(NAME).within("Globex"))?;
        desk.key("Escape")?;

        into_note(&app, "Acme")?;
        choose(desk, "Acme", "Globex", "Move to this window")?;
        wait_signed_in(&app, &[&["Acme", "Globex"]])?;
        let mark = crm.log().mark();
        desk.wait_active("Globex")?;
        open_workspaces(desk, "Globex")?;
        desk.click(&item(&format!("{NAME}, 2 accounts")).within("Globex"))?;
        wait_signed_in(&app, &[&["Acme"], &["Globex"]])?;
        let again = crm.log().since(mark);
        let again = again.iter().filter(|e| e.said("left").is_some());
        ensure!(again.count() == 0, "a page was loaded again");

        into_note(&app, "Acme")?;
        open_workspaces(desk, "Acme")?;
        let opens = item(&format!("{NAME}, 2 accounts")).within("Acme");
        let deletes = item(&format!("Delete workspace {NAME}")).within("Acme");
        desk.click(&deletes)?;
        desk.screen().wait_gone(&opens)?;
        desk.click(&item("Undo: delete workspace").within("Acme"))?;
        desk.screen().wait(&opens)?;
        desk.click(&deletes)?;
        desk.screen().wait_gone(&opens)?;
        wait_signed_in(&app, &[&["Acme"], &["Globex"]])
    })
}
