//! Disconnect, sign out, delete, and taking it back.

use anyhow::{Result, ensure};
use testkit::Event;
use whole_tests::{App, LONG, What, on_a_desk, until, until_at_most};

use crate::crm::{fake_crm, go, into_note, logged, on_page, sign_ins, signed_in, wait_loaded};

#[test]
fn a_disconnected_account_opens_again_without_login() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        signed_in(&app, &crm, "globex", 1, "Globex")?;
        let mark = crm.log().mark();

        app.ask(&["disconnect", "Acme"])?;
        let gone = app.wait_account("Acme", "closed", |a| a.state == "disconnected" && !a.awake)?;
        ensure!(gone.number == Some(1) && gone.window.is_none(), "{gone:#?}");
        until("its window is gone", || {
            let titles = desk.titles()?;
            ensure!(titles == ["Globex – Ninefold"], "{titles:?}");
            Ok(())
        })?;

        // By its number, as if it were open.
        into_note(&app, "Globex")?;
        desk.key("ctrl+1")?;
        desk.wait_active("Acme")?;
        into_note(&app, "Acme")?;
        app.wait_account("Acme", "signed in", |a| {
            a.page.as_deref() == Some("signed_in")
        })?;
        ensure!(sign_ins(&crm, mark) == 0, "it had to sign in again");
        Ok(())
    })
}

#[test]
fn signing_out_ends_the_session_at_the_server_and_the_other_accounts_stay() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        signed_in(&app, &crm, "acme", 2, "Second")?;
        let mark = crm.log().mark();
        app.ask(&["sign-out", "Acme"])?;
        let out = logged(&crm, mark, "somebody signs out", |e| {
            matches!(e.event, Event::SignedOut)
        })?;
        ensure!(out.who.user.as_deref() == Some("user1"), "{out:#?}");
        let left = app.wait_account("Acme", "its login page", |a| {
            a.state == "signed_out" && a.page.as_deref() == Some("login")
        })?;
        // It's told by who was signed in, until somebody else is.
        let first = crm.person("acme", 1);
        ensure!(
            left.number == Some(1) && left.email.as_deref() == Some(&*first.mail),
            "{left:#?}"
        );
        desk.screen().wait(&picker())?;
        ensure!(
            crm.signed_in() == [("acme".into(), "user2".into())],
            "{:?}",
            crm.signed_in()
        );

        // The session is empty: home leads to the login page, and somebody else can sign in.
        desk.screen()
            .wait(&What::named("entry", "User name").within("Acme"))?;
        crate::crm::sign_in(&app, &crm, "acme", 3, "Acme")?;
        let third = crm.person("acme", 3);
        app.wait_account("Acme", "the third person", |a| {
            a.state == "connected" && a.email.as_deref() == Some(&*third.mail)
        })?;
        app.wait_account("Second", "still there", |a| {
            a.page.as_deref() == Some("signed_in")
        })?;
        Ok(())
    })
}

#[test]
fn a_page_that_asks_something_is_signed_out_without_an_answer() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = on_page(desk, &crm, "dialogs")?;
        desk.key("c")?;
        let ok = What::named("push button", "OK").within("Acme");
        desk.screen().wait(&ok)?;
        app.ask(&["sign-out", "Acme"])?;
        app.wait_account("Acme", "its login page", |a| {
            a.state == "signed_out" && a.page.as_deref() == Some("login")
        })?;
        ensure!(crm.signed_in().is_empty(), "{:?}", crm.signed_in());
        Ok(())
    })
}

#[test]
fn a_page_that_asks_before_it_is_left_is_signed_out_as_the_person_says() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = on_page(desk, &crm, "dialogs")?;
        let mark = crm.log().mark();
        desk.key("g")?;
        crate::crm::said(&crm, mark, "dialog", |d| d["name"] == "guard")?;
        let leave = What::named("push button", "Leave page").within("Acme");

        let mut wish = app.command(&["sign-out", "Acme"])?.spawn()?;
        desk.screen().wait(&leave)?;
        desk.key("Escape")?;
        ensure!(!wish.wait()?.success(), "it was signed out");
        ensure!(!desk.screen().shows(&leave), "it asks again");
        app.wait_account("Acme", "signed in", |a| a.state == "connected")?;

        let mut wish = app.command(&["sign-out", "Acme"])?.spawn()?;
        desk.screen().press(&leave)?;
        ensure!(wish.wait()?.success(), "it wasn't signed out");
        app.wait_account("Acme", "its login page", |a| {
            a.state == "signed_out" && a.page.as_deref() == Some("login")
        })?;
        ensure!(crm.signed_in().is_empty(), "{:?}", crm.signed_in());
        Ok(())
    })
}

#[test]
fn a_session_that_is_being_cleared_gives_its_cookies_to_no_page_and_does_not_come_back()
-> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let mut app = App::start(desk, "app")?;
        signed_in(&app, &crm, "globex", 1, "Globex")?;
        let acme = signed_in(&app, &crm, "acme", 1, "Acme")?;
        crm.hold_sign_outs();
        let mark = crm.log().mark();
        let mut leaving = app.launch(&["sign-out", "Acme"])?;
        logged(&crm, mark, "it is signing out", |e| {
            e.is_request_for("/t/acme/logout")
        })?;

        // In the middle of it the page goes, and another one opens.
        app.ask(&["disconnect", "Acme"])?;
        let mark = crm.log().mark();
        app.ask(&["open", "Acme"])?;
        let shows_login = |app: &App<'_>| {
            app.wait_account(&acme.id, "its login page", |a| {
                a.state == "signed_out" && a.page.as_deref() == Some("login")
            })
        };
        shows_login(&app)?;
        leaving.wait()?;
        app.quit()?;
        app.start_again(&[])?;
        shows_login(&app)?;

        // The server has heard of no sign-out, so its session would still be good.
        let still = ("acme".to_owned(), "user1".to_owned());
        ensure!(crm.signed_in().contains(&still), "{:?}", crm.signed_in());
        let seen = crm.log().since(mark);
        let given = |e: &testkit::Entry| e.who.tenant == "acme" && e.who.session.is_some();
        ensure!(!seen.iter().any(given), "{seen:#?}");
        Ok(())
    })
}

/// The list of accounts over Acme's login page.
fn picker() -> What {
    What::named("heading", "Your accounts").within("Acme")
}

#[test]
fn a_login_page_after_a_session_that_ended_shows_the_other_accounts() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        signed_in(&app, &crm, "globex", 1, "Globex")?;
        into_note(&app, "Acme")?;
        crm.expire("acme", None);
        desk.key("F5")?;
        app.wait_account("Acme", "an ended session", |a| {
            a.page.as_deref() == Some("expired")
        })?;
        desk.screen().wait(&picker())?;

        // What is cleared here hasn't expired.
        app.ask(&["sign-out", "Acme"])?;
        app.wait_account("Acme", "its login page", |a| {
            a.state == "signed_out" && a.page.as_deref() == Some("login")
        })?;
        desk.screen().wait(&picker()).map(drop)
    })
}

#[test]
fn a_deleted_account_is_gone_from_disk_when_its_time_is_over() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        let kept = signed_in(&app, &crm, "acme", 2, "Second")?;
        let doomed = signed_in(&app, &crm, "acme", 1, "Acme")?;
        go(&app, &crm, "Acme", "/t/acme/downloads")?;
        wait_loaded(&app, &crm, "downloads")?;
        let mark = crm.log().mark();
        desk.key("k")?;
        logged(&crm, mark, "a download began", |e| {
            e.is_request_for("/t/acme/downloads/held")
        })?;
        app.ask(&["delete", "Acme"])?;
        let going = app.wait_state("Acme", "deleting")?;
        ensure!(!going.awake && going.window.is_none(), "{going:#?}");
        ensure!(app.folder(&doomed).is_dir(), "undo is possible still");
        until_at_most(LONG, "its folder is gone", || {
            let folders = app.folders()?;
            ensure!(folders == [kept.id.clone()], "{folders:?}");
            Ok(())
        })?;
        ensure!(app.account("Acme").is_err(), "it's listed still");
        logged(&crm, mark, "the server sees the end of the download", |e| {
            matches!(e.event, Event::Download { whole: false, .. })
        })?;
        let registry = everything_in(&app.data().join("registry"))?;
        ensure!(
            registry.contains(&kept.id),
            "the other one is in the registry"
        );
        app.wait_account("Second", "still signed in", |a| {
            a.page.as_deref() == Some("signed_in")
        })?;
        Ok(())
    })
}

fn everything_in(folder: &std::path::Path) -> Result<String> {
    let mut all = String::new();
    for entry in std::fs::read_dir(folder)? {
        all.push_str(&String::from_utf8_lossy(&std::fs::read(entry?.path())?));
    }
    Ok(all)
}

#[test]
fn undo_brings_a_deleted_account_back_signed_in_also_after_a_restart() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let mut app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        signed_in(&app, &crm, "globex", 1, "Globex")?;
        let mark = crm.log().mark();

        // By the button that offers it.
        app.ask(&["delete", "Acme"])?;
        app.wait_state("Acme", "deleting")?;
        desk.screen().press(&What::with("push button", "Undo"))?;
        app.wait_account("Acme", "back", |a| {
            a.state == "connected" && a.page.as_deref() == Some("signed_in")
        })?;

        // After a restart in between.
        app.ask(&["delete", "Acme"])?;
        app.wait_state("Acme", "deleting")?;
        app.quit()?;
        app.start_again(&[])?;
        app.wait_state("Acme", "deleting")?;
        app.ask(&["delete", "Acme", "--undo"])?;
        app.wait_account("Acme", "back again", |a| {
            a.state == "connected" && a.page.as_deref() == Some("signed_in")
        })?;
        ensure!(sign_ins(&crm, mark) == 0, "it had to sign in again");
        Ok(())
    })
}
