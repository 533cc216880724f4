//! What a person does with a page by keys and menus: load it again, go back, fill the screen, let it sleep.

use anyhow::{Result, ensure};
use testkit::Event;
use whole_tests::{App, Desk, What, on_a_desk, until};

use crate::crm::{
    fake_crm, go, go_home, into_note, logged, note, said, sign_in, sign_ins, signed_in,
};
use crate::restart::geometry;
use crate::windows::choose;

/// The whole display.
const DISPLAY: [i32; 2] = [1600, 1000];

#[test]
fn an_accounts_memory_counts_its_page() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        let mark = crm.log().mark();
        go(&app, &crm, "Acme", "/t/acme/heavy?mb=200")?;
        said(&crm, mark, "heavy", |h| h["mb"] == 200)?;
        until("its page's memory is counted", || {
            let status = app.ask(&["status"])?;
            let kib = status[0]["memory_kib"].as_u64();
            ensure!(kib.is_some_and(|kib| kib > 200 * 1024), "{status:#}");
            Ok(())
        })
    })
}

#[test]
fn pages_are_asked_for_in_a_language_that_there_is() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        let mark = crm.log().mark();
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        // The desk's own locale is `C`, which is no language.
        let page = logged(&crm, mark, "a page is asked for", |e| {
            matches!(&e.event, Event::Request { headers, .. }
                if headers.get("accept-language").is_some_and(|l| l.starts_with("en")))
        })?;
        let all = crm.log().since(mark);
        let in_none = all.iter().filter(|e| {
            matches!(&e.event, Event::Request { headers, .. }
                if headers.get("accept-language").is_some_and(|l| l.starts_with(['c', 'C'])))
        });
        ensure!(in_none.count() == 0, "{page:#?} {all:#?}");
        Ok(())
    })
}

#[test]
fn f6_takes_the_keyboard_from_the_page_to_the_strip_and_back() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        signed_in(&app, &crm, "globex", 1, "Globex")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        into_note(&app, "Acme")?;
        desk.key("F6")?;
        let pill = |label: &str| What::with("page tab", label).within("Acme");
        desk.screen().wait(&pill("Acme").that_is("focused"))?;
        let mark = crm.log().mark();
        desk.key("F6")?;
        desk.screen().wait(&note("Acme").that_is("focused"))?;
        desk.key("k")?;
        said(&crm, mark, "key", |k| {
            k["key"] == "k" && k["target"] == "note"
        })?;

        // From the strip, an arrow and Enter lead to another account.
        desk.key("F6")?;
        desk.screen().wait(&pill("Acme").that_is("focused"))?;
        desk.key("Left")?;
        desk.screen().wait(&pill("Globex").that_is("focused"))?;
        desk.key("Return")?;
        desk.wait_active("Globex")?;
        into_note(&app, "Globex")
    })
}

#[test]
fn a_page_is_loaded_again_and_goes_back_and_forward_by_keys() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        for key in ["ctrl+r", "F5", "ctrl+shift+r", "ctrl+F5"] {
            into_note(&app, "Acme")?;
            let mark = crm.log().mark();
            desk.key(key)?;
            said(&crm, mark, "left", |_| true)?;
            said(&crm, mark, "home", |_| true)?;
        }
        go(&app, &crm, "Acme", "/t/acme/long")?;
        desk.wait_active("Acme: A long page")?;
        desk.key("alt+Left")?;
        into_note(&app, "Acme")?;
        desk.key("alt+Right")?;
        desk.wait_active("Acme: A long page")?;
        desk.key("alt+Home")?;
        into_note(&app, "Acme")
    })
}

fn wait_size(desk: &Desk, wanted: [i32; 2]) -> Result<()> {
    until(&format!("the window is as large as {wanted:?}"), || {
        let size = geometry(desk, "^Acme")?;
        ensure!(size == wanted, "{size:?}");
        Ok(())
    })
}

#[test]
fn f11_fills_the_screen_and_so_does_the_next_start() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let mut app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        into_note(&app, "Acme")?;
        let before = geometry(desk, "^Acme")?;
        let noted = |app: &App<'_>, mode: &str| {
            until(&format!("it's noted as {mode}"), || {
                let window = app.window_of("Acme")?;
                ensure!(window.mode.as_deref() == Some(mode), "{window:?}");
                Ok(())
            })
        };
        desk.key("F11")?;
        wait_size(desk, DISPLAY)?;
        noted(&app, "full_screen")?;
        app.quit()?;
        app.start_again(&[])?;
        desk.screen().wait(&note("Acme"))?;
        wait_size(desk, DISPLAY)?;
        noted(&app, "full_screen")?;
        into_note(&app, "Acme")?;
        desk.key("F11")?;
        wait_size(desk, before)?;
        noted(&app, "normal")
    })
}

#[test]
fn an_account_put_to_sleep_wakes_by_its_digit_at_the_address_where_it_was() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        signed_in(&app, &crm, "globex", 1, "Globex")?;
        go(&app, &crm, "Globex", "/t/globex/long")?;
        app.wait_account("Globex", "on the long page", |a| {
            a.url.as_deref().is_some_and(|u| u.ends_with("/long"))
        })?;
        into_note(&app, "Acme")?;
        let mark = crm.log().mark();
        choose(desk, "Acme", "Globex", "Put to sleep")?;
        let asleep = app.wait_account("Globex", "asleep", |a| !a.awake)?;
        ensure!(
            asleep.state == "connected" && asleep.window.is_some(),
            "{asleep:#?}"
        );
        let heading = What::with("heading", "Globex is asleep").within("Globex");
        desk.screen().wait(&heading)?;

        into_note(&app, "Acme")?;
        desk.key("ctrl+2")?;
        logged(&crm, mark, "its page is loaded again", |e| {
            e.is_request_for("/t/globex/long")
        })?;
        desk.wait_active("Globex: A long page")?;
        app.wait_account("Globex", "awake", |a| a.awake && a.trouble.is_none())?;
        desk.screen().wait_gone(&heading)?;
        ensure!(sign_ins(&crm, mark) == 0, "it had to sign in again");
        Ok(())
    })
}

#[test]
fn an_account_goes_through_a_proxy_of_its_own_and_no_other_does() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        // What is asked of a proxy has the whole address in it, which this server answers as its own.
        let proxy = fake_crm()?;
        let app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        signed_in(&app, &crm, "globex", 1, "Globex")?;
        let address = to_proxy_of_acme(desk)?;
        desk.type_text("no such://proxy")?;
        desk.key("Return")?;
        desk.screen()
            .wait_words("That isn't the address of a proxy")?;
        desk.key("ctrl+a")?;
        desk.type_text(&proxy.url())?;
        desk.key("Return")?;
        desk.screen().wait_gone(&address)?;
        logged(&proxy, 0, "Acme is loaded anew through it", |e| {
            e.is_request_for("/t/acme/")
        })?;
        let mark = crm.log().mark();
        desk.activate("^Globex")?;
        desk.key("F5")?;
        logged(&crm, mark, "Globex goes its own way", |e| {
            e.is_request_for("/t/globex/")
        })?;
        let through = proxy.log().entries();
        let globex = through.iter().filter(|e| e.is_request_for("/t/globex/"));
        ensure!(globex.count() == 0, "{through:#?}");
        Ok(())
    })
}

/// Goes to where the address of Acme's own proxy is typed.
fn to_proxy_of_acme(desk: &Desk) -> Result<What> {
    desk.activate("^Acme")?;
    desk.key("ctrl+shift+m")?;
    desk.screen()
        .press(&What::named("menu item", "More for Acme"))?;
    desk.screen().press(&What::with("menu item", "Proxy"))?;
    desk.screen()
        .wait(&What::with("combo box", "Proxy").that_is("focused"))?;
    desk.key("End")?;
    let address = What::with("entry", "Address of the proxy");
    desk.screen().focus(&address)?;
    Ok(address)
}

#[test]
fn a_proxy_that_wants_a_name_and_password_is_asked_for_until_it_has_them() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let proxy = fake_crm()?;
        proxy.ask_at_proxy("px", "let me out");
        let app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        let address = to_proxy_of_acme(desk)?;
        desk.type_text(&proxy.url())?;
        desk.key("Return")?;
        desk.screen().wait_gone(&address)?;

        // Nobody signs in: that is said, and each way back leads to the question.
        let name = What::named("entry", "Name").that_is("focused");
        desk.screen().wait(&name)?;
        ensure!(
            desk.screen().tree().contains("The proxy 127.0.0.1"),
            "it's called a proxy"
        );
        let refused = "lets nothing through without a name and password";
        desk.key("Escape")?;
        desk.screen().wait_words(refused)?;
        desk.key("F5")?;
        desk.screen().wait(&name)?;
        desk.key("Escape")?;
        desk.screen()
            .press(&What::named("push button", "Sign in"))?;
        desk.screen().wait(&name)?;
        desk.key("Escape")?;
        desk.screen().wait_words(refused)?;
        desk.key("alt+Home")?;
        desk.screen().wait(&name)?;
        app.ask(&["disconnect", "Acme"])?;
        desk.screen().wait_gone(&name)?;
        app.ask(&["open", "Acme"])?;
        desk.screen().wait(&name)?;

        desk.type_text("px")?;
        desk.key("Tab")?;
        desk.type_text("wrong")?;
        desk.key("Return")?;
        desk.screen()
            .wait_words("The proxy didn't accept that name and password")?;
        let password = What::role("password text")
            .within("Acme")
            .that_is("focused");
        desk.screen().wait(&password)?;
        ensure!(proxy.log().entries().is_empty(), "nothing goes through");
        desk.type_text("let me out")?;
        desk.key("Return")?;
        sign_in(&app, &proxy, "acme", 1, "Acme")?;

        // What a page says at its end is let through by the same name: nobody is asked again.
        go(&app, &proxy, "Acme", "/t/acme/popups")?;
        ensure!(
            !desk.screen().tree().contains("The proxy 127.0.0.1"),
            "it asks again"
        );

        // A page with something unsaved isn't thrown away for it.
        go_home(&app, "Acme")?;
        go(&app, &proxy, "Acme", "/t/acme/dialogs")?;
        let mark = proxy.log().mark();
        desk.key("g")?;
        said(&proxy, mark, "dialog", |d| d["name"] == "guard")?;
        proxy.ask_at_proxy("px", "another");
        desk.key("g")?;
        desk.screen().wait(&password)?;
        desk.key("Escape")?;
        desk.screen().wait_gone(&password)?;
        for way in ["F5", "alt+Home", "F5"] {
            desk.key(way)?;
            let leave = What::named("push button", "Leave page");
            desk.screen().wait(&leave)?;
            desk.key("Escape")?;
            desk.screen().wait_gone(&leave)?;
        }

        // Nor is one that was left for what the proxy refuses then, as long as nobody signs in.
        let leave = || -> Result<()> {
            desk.key("l")?;
            desk.screen()
                .press(&What::named("push button", "Leave page"))?;
            desk.screen().wait_words(refused).map(drop)
        };
        leave()?;
        for way in ["F5", "alt+Home"] {
            desk.key(way)?;
            desk.screen().wait(&name)?;
            desk.key("Escape")?;
            desk.screen().wait_gone(&name)?;
        }
        desk.key("alt+Left")?;
        desk.screen().wait(&What::named(
            "push button",
            "(g) ask before the page is left",
        ))?;
        ensure!(!desk.screen().tree().contains("Leave page"), "it asks");
        leave()?;
        desk.key("F5")?;
        desk.screen().wait(&name)?;
        desk.type_text("px")?;
        desk.key("Tab")?;
        desk.type_text("another")?;
        desk.key("Return")?;
        logged(&proxy, mark, "what was wanted is loaded", |e| {
            e.is_request_for("/t/acme/title")
        })?;
        Ok(())
    })
}
