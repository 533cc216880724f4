//! A page that wants to be asked before it's left is asked before it's closed.

use std::{
    io::{BufRead, BufReader},
    process::Stdio,
};

use anyhow::{Context, Result, ensure};
use whole_tests::{App, Desk, LONG, What, on_a_desk, until, until_at_most};

use crate::crm::{fake_crm, go, into_note, logged, on_page, said, signed_in, wait};

fn leave() -> What {
    What::named("push button", "Leave page")
}

/// Answers the page's question with staying.
fn stay(desk: &Desk) -> Result<()> {
    desk.screen().wait(&leave())?;
    desk.key("Escape")?;
    desk.screen().wait_gone(&leave())
}

#[test]
fn whatever_closes_a_pop_up_with_something_unsaved_asks_first() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let mut app = on_page(desk, &crm, "popups")?;
        let mark = crm.log().mark();
        desk.key("g")?;
        desk.wait_active("Acme: Dialogs")?;
        desk.key("g")?;
        said(&crm, mark, "dialog", |d| d["name"] == "guard")?;

        desk.key("alt+F4")?;
        stay(desk)?;
        desk.wait_active("Acme: Dialogs")?;

        let mut wish = app.command(&["quit"])?.spawn()?;
        desk.screen().wait(&leave())?;
        desk.screen().wait_words("in the window “Acme: Dialogs”")?;
        // Somebody else who wants it, too, isn't told that the answer was given.
        let second = app.cli(&["disconnect", "Acme"])?;
        ensure!(
            second.code == Some(1) && second.err.contains("answer there first"),
            "{second:?}"
        );
        stay(desk)?;
        ensure!(!wish.wait()?.success(), "it has ended");
        ensure!(app.account("Acme")?.awake, "it was closed");

        desk.activate("^Acme: Dialogs")?;
        desk.key("ctrl+w")?;
        desk.screen().press(&leave())?;
        let popup = What::named("frame", "Acme: Dialogs");
        desk.screen().wait_gone(&popup)?;
        app.quit()
    })
}

#[test]
fn whatever_closes_a_page_with_something_unsaved_asks_first() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let mut app = on_page(desk, &crm, "dialogs")?;
        let mark = crm.log().mark();
        desk.key("g")?;
        said(&crm, mark, "dialog", |d| d["name"] == "guard")?;
        signed_in(&app, &crm, "globex", 1, "Globex")?;

        for close in ["ctrl+w", "alt+F4"] {
            desk.activate("^Acme")?;
            desk.key(close)?;
            stay(desk)?;
        }
        // Nothing is on its way any more, and the page can be loaded anew.
        desk.key("F5")?;
        stay(desk)?;
        desk.screen().wait(&What::named("push button", "Reload"))?;
        desk.screen()
            .wait_gone(&What::named("push button", "Stop loading"))?;
        // What is deleted can be had back, what was typed on its page can't.
        let mut wish = app.command(&["delete", "Acme"])?.spawn()?;
        stay(desk)?;
        ensure!(!wish.wait()?.success(), "it was deleted");
        ensure!(app.accounts()?.len() == 2, "it was deleted");
        // From behind, too: it comes to the front with its question.
        into_note(&app, "Globex")?;
        let mut wish = app.command(&["disconnect", "Acme"])?.spawn()?;
        desk.screen().wait(&leave())?;
        desk.wait_active("Acme")?;
        desk.key("Escape")?;
        ensure!(!wish.wait()?.success(), "it was closed");
        // Also where it stands still in a dialog of its own, which goes with the wish.
        desk.activate("^Acme")?;
        desk.key("c")?;
        let dialog = What::named("push button", "OK").within("Acme");
        desk.screen().wait(&dialog)?;
        let mut wish = app.command(&["disconnect", "Acme"])?.spawn()?;
        stay(desk)?;
        ensure!(!wish.wait()?.success(), "it was closed");
        // As the program ends: the one in front has agreed by then, and stays all the same.
        into_note(&app, "Globex")?;
        let mut quit = app.command(&["quit"])?;
        let mut wish = quit.stderr(Stdio::piped()).spawn()?;
        desk.screen().wait(&leave())?;
        let mut words = String::new();
        BufReader::new(wish.stderr.take().context("standard error")?).read_line(&mut words)?;
        ensure!(words.contains("a page asks in its window"), "{words}");
        stay(desk)?;
        ensure!(!wish.wait()?.success(), "it has ended");

        let both = app.accounts()?;
        ensure!(
            both.iter().all(|a| a.awake && a.window.is_some()),
            "{both:#?}"
        );
        ensure!(
            crm.log()
                .since(mark)
                .iter()
                .all(|e| e.said("dialog").is_none_or(|d| d["name"] != "left")),
            "the page was left"
        );

        desk.activate("^Acme")?;
        desk.key("ctrl+w")?;
        desk.screen().press(&leave())?;
        app.wait_state("Acme", "disconnected")?;
        app.quit()
    })
}

#[test]
fn a_page_that_was_left_is_not_asked_again_while_its_server_is_away() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = on_page(desk, &crm, "dialogs")?;
        let mark = crm.log().mark();
        desk.key("g")?;
        said(&crm, mark, "dialog", |d| d["name"] == "guard")?;
        let away = crm.stop();
        let heading = What::with("heading", "can't be reached");
        let is_left = |tries: usize| -> Result<()> {
            desk.key("l")?;
            desk.screen().press(&leave())?;
            desk.screen().wait(&heading)?;
            until("it's tried again by itself", || {
                let log = app.log()?;
                let seen = log.matches("A page could not be loaded").count();
                ensure!(seen >= tries, "{seen}");
                Ok(())
            })?;
            ensure!(!desk.screen().tree().contains("Leave page"), "it asks");
            Ok(())
        };
        is_left(3)?;
        // Back to it, it asks as before.
        desk.key("alt+Left")?;
        desk.screen().wait_gone(&heading)?;
        desk.screen().wait(&What::named(
            "push button",
            "(g) ask before the page is left",
        ))?;
        desk.key("F5")?;
        stay(desk)?;
        is_left(6)?;
        let crm = wait(away.start())?;
        logged(&crm, 0, "it comes back by itself", |e| {
            e.is_request_for("/t/acme/title")
        })?;
        desk.screen().wait_gone(&heading)
    })
}

#[test]
fn a_page_that_hangs_is_closed_all_the_same() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        signed_in(&app, &crm, "globex", 1, "Globex")?;
        go(&app, &crm, "Globex", "/t/globex/heavy?mb=1&spin=600000")?;
        desk.activate("^Globex")?;
        desk.key("ctrl+w")?;
        until_at_most(LONG, "it's closed", || {
            let account = app.account("Globex")?;
            ensure!(account.state == "disconnected", "{account:#?}");
            Ok(())
        })?;
        until("its window is gone", || {
            let titles = desk.titles()?;
            ensure!(titles.len() == 1, "{titles:?}");
            Ok(())
        })
    })
}
