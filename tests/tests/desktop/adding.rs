//! New accounts from the command line and from the login page, and what the command line answers.

use anyhow::{Result, ensure};
use serde_json::json;
use testkit::FakeCrm;
use whole_tests::{Account, App, Desk, What, on_a_desk, until};

use crate::{
    crm::{add, fake_crm, into_note, sign_in, sign_ins, signed_in},
    list_files::import,
};

/// An account, a second sign-in of the same person at the same address, and the question about both.
fn twice(app: &App<'_>, crm: &FakeCrm) -> Result<(Account, Account)> {
    let desk = app.desk();
    let listed = signed_in(app, crm, "acme", 1, "Acme")?;
    signed_in(app, crm, "globex", 1, "Globex")?;
    let added = add(app, crm, "acme", "Again")?;
    sign_in(app, crm, "acme", 1, "Again")?;
    desk.screen()
        .wait(&What::with("heading", "You are in the list already").within("Again"))?;
    let tree = desk.screen().tree();
    ensure!(tree.contains("as “Acme”"), "{tree}");
    Ok((listed, added))
}

/// Waits until one of the two is all that is left, with its page in a window, in the first place.
fn wait_only(app: &App<'_>, desk: &Desk, kept: &Account, gone: &Account) -> Result<Account> {
    until("the other one is gone", || {
        let (folders, accounts) = (app.folders()?, app.accounts()?);
        ensure!(
            !folders.contains(&gone.id) && accounts.iter().all(|a| a.id != gone.id),
            "{folders:?} {accounts:#?}"
        );
        Ok(())
    })?;
    let stays = app.wait_account(&kept.id, "signed in", |a| {
        a.state == "connected" && a.page.as_deref() == Some("signed_in")
    })?;
    ensure!(stays.number == Some(1), "{stays:#?}");
    until("a window for each of the two accounts", || {
        let titles = desk.titles()?;
        ensure!(titles.len() == 2, "{titles:?}");
        Ok(())
    })?;
    desk.screen()
        .wait_gone(&What::with("heading", "You are in the list already"))?;
    Ok(stays)
}

#[test]
fn of_two_sign_ins_of_one_person_the_listed_one_can_be_kept() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        let (listed, added) = twice(&app, &crm)?;
        let mark = crm.log().mark();
        desk.click(&What::named("push button", "Keep Acme").within("Again"))?;
        wait_only(&app, desk, &listed, &added)?;
        desk.wait_active("Acme")?;
        into_note(&app, "Acme")?;
        ensure!(sign_ins(&crm, mark) == 0, "it had to sign in again");
        Ok(())
    })
}

#[test]
fn of_two_sign_ins_of_one_person_the_new_one_can_take_the_others_place() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let mut app = App::start(desk, "app")?;
        let (listed, added) = twice(&app, &crm)?;
        let mark = crm.log().mark();
        desk.click(&What::named("push button", "Keep the new sign-in").within("Again"))?;
        let stays = wait_only(&app, desk, &added, &listed)?;
        desk.wait_active(&stays.label)?;
        into_note(&app, &stays.label)?;

        app.quit()?;
        app.start_again(&[])?;
        wait_only(&app, desk, &added, &listed)?;
        ensure!(sign_ins(&crm, mark) == 0, "it had to sign in again");
        Ok(())
    })
}

#[test]
fn an_added_account_gets_a_window_of_its_own_which_leaves_nothing_when_it_is_closed() -> Result<()>
{
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        let kept = signed_in(&app, &crm, "acme", 1, "Acme")?;
        let added = add(&app, &crm, "globex", "Globex")?;
        ensure!(
            added.window.is_some() && added.window != kept.window,
            "{added:#?}"
        );
        ensure!(added.number.is_none(), "{added:#?}");
        desk.wait_active("Globex")?;
        // The window manager's own key.
        desk.key("alt+F4")?;
        until("nothing is left of it", || {
            let (folders, accounts) = (app.folders()?, app.accounts()?);
            ensure!(
                folders == [kept.id.clone()] && accounts.len() == 1,
                "{folders:?} {accounts:#?}"
            );
            let titles = desk.titles()?;
            ensure!(titles.len() == 1, "{titles:?}");
            Ok(())
        })?;
        into_note(&app, "Acme")
    })
}

#[test]
fn an_address_opens_as_it_answered() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        // With a slash at the end, the server has no such page.
        let address = format!("{}/t/acme/dialogs", crm.url().trim_end_matches('/'));
        let mark = crm.log().mark();
        let added = app.ask(&["add", &address])?;
        let id = added["id"].as_str().unwrap_or_default();
        app.wait_account(id, "a page", |a| a.url.is_some())?;
        let asked = crm.log().since(mark);
        let with_slash = asked
            .iter()
            .filter(|e| e.is_request_for("/t/acme/dialogs/"));
        ensure!(with_slash.count() == 0, "{asked:#?}");
        Ok(())
    })
}

#[test]
fn the_command_line_ends_with_the_codes_that_its_help_has() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let mut app = App::stopped(desk, "app");
        let ends = |arguments: &[&str], code: i32, says: &str| {
            let ran = app.cli(arguments)?;
            let said = format!("{}{}", ran.out, ran.err);
            ensure!(
                ran.code == Some(code) && said.contains(says),
                "{arguments:?} should end with {code} and say {says:?}: {ran:?}"
            );
            anyhow::Ok(())
        };
        ends(
            &["--help"],
            0,
            "3  no such account, or the label fits several",
        )?;
        ends(&["list"], 0, "")?;
        ends(&["quit"], 6, "")?;
        ends(&["no-such-command"], 2, "no-such-command")?;
        ends(&["open"], 2, "ACCOUNT")?;

        app.start_again(&[])?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        signed_in(&app, &crm, "globex", 1, "Twin")?;
        let twin = json!({ "label": "Twin", "address": crm.tenant_url("initech"), "connector": "generic" });
        import(&app, &[twin])?;
        let states = || -> Result<Vec<_>> {
            let accounts = app.accounts()?;
            Ok(accounts
                .into_iter()
                .map(|a| (a.id, a.state, a.awake))
                .collect())
        };
        let before = states()?;
        let ends = |arguments: &[&str], code: i32| {
            let ran = app.cli(arguments)?;
            let fits = ran.code == Some(code) && ran.err.is_empty() == (code == 0);
            ensure!(fits, "{arguments:?} should end with {code}: {ran:?}");
            anyhow::Ok(())
        };
        for command in ["open", "switch", "disconnect", "sign-out", "delete"] {
            for account in ["Nobody", "0", "4", "Twin"] {
                ends(&[command, account], 3)?;
            }
        }
        ends(&["delete", "Nobody", "--undo"], 3)?;
        ends(&["add", "not an address"], 4)?;
        ends(&["add", "http://127.0.0.1:9/"], 4)?;
        ends(&["open", "1"], 0)?;
        desk.wait_active("Acme")?;
        ends(&["switch", "2"], 0)?;
        desk.wait_active("Twin")?;
        let after = states()?;
        ensure!(
            after == before,
            "something happened: {before:#?} {after:#?}"
        );
        Ok(())
    })
}
