//! Strip, picker, profile menu, and accounts moving between windows.

use anyhow::{Result, ensure};
use whole_tests::{App, Desk, What, Window, on_a_desk, until};

use crate::crm::{add, all_said, fake_crm, into_note, logged, said, signed_in};

#[test]
fn the_picker_on_a_login_page_opens_the_other_accounts_window_and_covers_no_field() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        add(&app, &crm, "globex", "Globex")?;
        let offered = desk
            .screen()
            .wait(&What::with("push button", "Acme").within("Globex"))?;
        for role in ["entry", "password text"] {
            let field = desk.screen().wait(&What::role(role).within("Globex"))?;
            ensure!(
                !overlap(offered.rect, field.rect),
                "{offered:#?} covers {field:#?}"
            );
        }
        desk.click(&What::with("push button", "Acme").within("Globex"))?;
        desk.wait_active("Acme")?;
        into_note(&app, "Acme")
    })
}

#[test]
fn the_picker_takes_the_keyboard_from_nobody_who_types_while_it_comes() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        let address = crm.tenant_url("globex");
        app.ask(&["add", &address, "--label", "Globex"])?;
        let name = What::named("entry", "User name").within("Globex");
        let field = name.that_is("focused");
        desk.screen().wait(&field)?;
        let typed = "somebody who types slowly ".repeat(4);
        desk.run("xdotool", &["type", "--delay", "40", &typed])?;
        desk.screen()
            .wait(&What::with("push button", "Acme").within("Globex"))?;
        // What is in it is part of its name.
        let field = What::with("entry", "User name").within("Globex");
        let found = desk.screen().wait(&field)?;
        ensure!(found.text.as_deref() == Some(&*typed), "{found:#?}");
        Ok(())
    })
}

const fn overlap(a: (i32, i32, i32, i32), b: (i32, i32, i32, i32)) -> bool {
    a.0 < b.0 + b.2 && b.0 < a.0 + a.2 && a.1 < b.1 + b.3 && b.1 < a.1 + a.3
}

/// Opens the profile menu of an account's window by its avatar.
pub(crate) fn open_menu(desk: &Desk, label: &str) -> Result<()> {
    let avatar = What::named("combo box", format!("Account menu: {label}")).within(label);
    desk.click(&avatar)?;
    desk.screen()
        .wait(&What::named("menu", "Account menu").within(label))
        .map(drop)
}

/// Chooses in the … menu of an account, from the profile menu of another one's window.
pub(crate) fn choose(desk: &Desk, window: &str, account: &str, item: &str) -> Result<()> {
    open_menu(desk, window)?;
    desk.click(&What::with("menu item", format!("More for {account}")).within(window))?;
    desk.click(&What::with("menu item", item).within(window))
}

/// The windows, if these sets of accounts are in one each; a set's order is the strip's.
pub(crate) fn windows_of(app: &App<'_>, wanted: &[&[&str]]) -> Result<Vec<Window>> {
    let windows = app.windows()?;
    let mut sets: Vec<_> = windows.iter().map(|w| w.accounts.clone()).collect();
    let mut wanted = wanted.to_vec();
    sets.sort();
    wanted.sort_unstable();
    ensure!(sets == wanted, "{windows:#?}");
    Ok(windows)
}

/// Waits until these sets of accounts are in a window each.
pub(crate) fn wait_windows(app: &App<'_>, wanted: &[&[&str]]) -> Result<()> {
    until("the windows are as wanted", || {
        windows_of(app, wanted).map(drop)
    })
}

#[test]
fn the_avatar_opens_the_menu_with_all_accounts_and_a_click_switches() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        signed_in(&app, &crm, "globex", 1, "Globex")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        into_note(&app, "Acme")?;
        open_menu(desk, "Acme")?;
        let row = |name: &str| What::with("radio menu item", name).within("Acme");
        desk.screen().wait(&row("Acme").that_is("checked"))?;
        let other = desk.screen().wait(&row("Globex"))?;
        ensure!(!other.is("checked"), "{other:#?}");
        // It shows who is signed in, as the CRM says.
        let person = crm.person("acme", 1);
        desk.screen().wait_words(&person.name)?;
        desk.click(&row("Globex"))?;
        desk.wait_active("Globex")?;

        // By keyboard alone: the chord, an arrow, Enter; Escape gives the keyboard back to the page.
        into_note(&app, "Globex")?;
        desk.key("ctrl+shift+m")?;
        desk.screen().wait(
            &What::role("radio menu item")
                .within("Globex")
                .that_is("focused"),
        )?;
        let mark = crm.log().mark();
        desk.key("Escape")?;
        desk.screen()
            .wait_gone(&What::named("menu", "Account menu").within("Globex"))?;
        desk.key("k")?;
        said(&crm, mark, "key", |k| {
            k["key"] == "k" && k["target"] == "note"
        })?;
        let got = all_said(&crm, mark, "key");
        ensure!(
            !got.iter().any(|key| key["key"] == "Escape"),
            "the page got the menu's Escape: {got:?}"
        );
        Ok(())
    })
}

#[test]
fn an_account_gets_another_name_everywhere() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        into_note(&app, "Acme")?;
        choose(desk, "Acme", "Acme", "Rename")?;
        desk.screen()
            .wait(&What::with("entry", "Name in Ninefold").that_is("focused"))?;
        desk.key("ctrl+a")?;
        desk.type_text("Berry")?;
        desk.key("Return")?;
        app.wait_state("Berry", "connected")?;
        desk.wait_active("Berry: Acme")?;
        desk.screen()
            .wait(&What::with("page tab", "Berry"))
            .map(drop)
    })
}

#[test]
fn a_page_moves_to_another_window_and_out_again_without_being_loaded_again() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        signed_in(&app, &crm, "globex", 1, "Globex")?;
        into_note(&app, "Acme")?;
        let mark = crm.log().mark();

        choose(desk, "Acme", "Globex", "Move to this window")?;
        until("both are in one window", || {
            let windows = app.windows()?;
            ensure!(
                windows.len() == 1 && windows[0].accounts.len() == 2,
                "{windows:#?}"
            );
            Ok(())
        })?;
        // Each by its pill.
        for label in ["Acme", "Globex"] {
            desk.click(&What::with("page tab", label))?;
            desk.wait_active(label)?;
            into_note(&app, label)?;
        }

        let pill = desk
            .screen()
            .wait(&What::with("page tab", "Globex"))?
            .middle();
        desk.drag(pill, (pill.0 + 60, pill.1 + 350))?;
        until("each has its window again", || {
            let windows = app.windows()?;
            ensure!(windows.len() == 2, "{windows:#?}");
            Ok(())
        })?;
        into_note(&app, "Globex")?;
        let loaded = crm.log().since(mark);
        let again = loaded
            .iter()
            .filter(|e| e.is_request_for("/t/globex/") || e.said("left").is_some());
        ensure!(again.count() == 0, "the page was loaded again");
        Ok(())
    })
}

#[test]
fn ctrl_w_closes_the_account_in_front_and_ctrl_shift_t_brings_it_back() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        signed_in(&app, &crm, "globex", 1, "Globex")?;
        into_note(&app, "Globex")?;
        desk.key("ctrl+w")?;
        app.wait_state("Globex", "disconnected")?;
        into_note(&app, "Acme")?;
        let mark = crm.log().mark();
        desk.key("ctrl+shift+t")?;
        logged(&crm, mark, "the page is loaded", |e| {
            e.is_request_for("/t/globex/")
        })?;
        app.wait_account("Globex", "signed in", |a| {
            a.page.as_deref() == Some("signed_in")
        })?;
        desk.wait_active("Globex")
    })
}
