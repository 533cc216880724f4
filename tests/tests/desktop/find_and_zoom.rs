//! Searching in a page, and making it larger and smaller.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use testkit::FakeCrm;
use whole_tests::{App, What, on_a_desk};

use crate::crm::{fake_crm, into_note, note, on_page, said, signed_in};

fn top(scrolled: &Value) -> i64 {
    scrolled["top"].as_i64().unwrap_or_default()
}

#[test]
fn find_counts_the_matches_goes_from_one_to_the_next_and_gives_the_keyboard_back() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let _app = on_page(desk, &crm, "long")?;
        let field = What::named("entry", "Find").within("Acme");
        desk.key("ctrl+f")?;
        desk.screen().wait(&field.clone().that_is("focused"))?;
        desk.type_text("nothing like it")?;
        desk.screen().wait_words("No matches")?;

        // 11, and 110 to 119, which stand far below.
        desk.key("ctrl+a")?;
        desk.type_text("number 11")?;
        desk.screen().wait_words("11 matches")?;
        for (key, below) in [
            ("Return", true),
            ("shift+Return", false),
            ("F3", true),
            ("shift+F3", false),
            ("ctrl+g", true),
        ] {
            let mark = crm.log().mark();
            desk.key(key)?;
            said(&crm, mark, "scroll", |s| (top(s) > 2000) == below)
                .with_context(|| format!("after {key}"))?;
        }

        desk.key("Escape")?;
        desk.screen().wait_gone(&field)?;
        let mark = crm.log().mark();
        desk.key("Home")?;
        said(&crm, mark, "scroll", |s| top(s) == 0).map(drop)
    })
}

/// Waits until the home page of a user has about this much room.
fn wait_width(crm: &FakeCrm, mark: usize, user: &str, width: f64) -> Result<()> {
    said(crm, mark, "width", |w| {
        let now = w["width"].as_f64().unwrap_or_default();
        w["user"] == user && (now - width).abs() <= 2.0
    })
    .map(drop)
}

fn wait_zoom(app: &App<'_>, label: &str, percent: u32) -> Result<()> {
    app.wait_account(label, "its zoom", |a| a.zoom == percent)
        .map(drop)
}

#[test]
fn zoom_is_the_accounts_own_and_kept_over_a_restart() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let mut app = App::start(desk, "app")?;
        signed_in(&app, &crm, "globex", 2, "Globex")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        into_note(&app, "Acme")?;
        let said_first = said(&crm, 0, "width", |w| w["user"] == "user1")?;
        let full = said_first["width"].as_f64().context("a width")?;
        let others = |mark| {
            let entries = crm.log().since(mark);
            let said = entries.iter().filter_map(|e| e.said("width"));
            said.filter(|w| w["user"] == "user2").count()
        };

        let began = crm.log().mark();
        for (key, percent) in [
            ("ctrl+plus", 110),
            ("ctrl+equal", 125),
            ("ctrl+minus", 110),
            ("ctrl+KP_Subtract", 100),
            ("ctrl+KP_Add", 110),
        ] {
            let mark = crm.log().mark();
            desk.key(key)?;
            wait_zoom(&app, "Acme", percent).with_context(|| format!("after {key}"))?;
            wait_width(&crm, mark, "user1", full * 100.0 / f64::from(percent))?;
        }
        wait_zoom(&app, "Globex", 100)?;
        ensure!(others(began) == 0, "the other page changed, too");

        let mark = crm.log().mark();
        app.quit()?;
        app.start_again(&[])?;
        desk.screen().wait(&note("Acme"))?;
        wait_width(&crm, mark, "user1", full / 1.1)?;
        wait_zoom(&app, "Acme", 110)?;
        wait_zoom(&app, "Globex", 100)?;

        into_note(&app, "Acme")?;
        let mark = crm.log().mark();
        desk.key("ctrl+0")?;
        wait_zoom(&app, "Acme", 100)?;
        wait_width(&crm, mark, "user1", full)
    })
}
