//! One key from account to account, in every layout; all others are the page's.

use anyhow::{Result, ensure};
use serde_json::Value;
use testkit::FakeCrm;
use whole_tests::{App, Desk, What, on_a_desk, until};

use crate::crm::{all_said, fake_crm, into_note, said, signed_in};

const CONTROL: &str = "Control_L";
/// X key codes of the digits 1 to 3 above the letters, and on the keypad.
const ROW: [u8; 3] = [10, 11, 12];
const KEYPAD: [u8; 3] = [87, 88, 89];
const LETTER_A: u8 = 38;

fn three<'a>(desk: &'a Desk, crm: &FakeCrm) -> Result<App<'a>> {
    let app = App::start(desk, "app")?;
    for (label, tenant, user) in [
        ("Acme", "acme", 1),
        ("Globex", "globex", 1),
        ("Initech", "initech", 1),
    ] {
        signed_in(&app, crm, tenant, user, label)?;
    }
    Ok(app)
}

/// Digits that a page has seen pressed together with Ctrl.
fn digits_with_ctrl(crm: &FakeCrm, mark: usize) -> Vec<Value> {
    let is_digit = |key: &Value| {
        let code = key["code"].as_str().unwrap_or_default();
        key["ctrl"] == true && (code.starts_with("Digit") || code.starts_with("Numpad"))
    };
    all_said(crm, mark, "key")
        .into_iter()
        .filter(is_digit)
        .collect()
}

/// Goes to each account by these keys, from inside the field of the page before.
fn goes_round(app: &App<'_>, crm: &FakeCrm, keys: [u8; 3]) -> Result<()> {
    let desk = app.desk();
    into_note(app, "Initech")?;
    let mark = crm.log().mark();
    for (code, label) in keys.into_iter().zip(["Acme", "Globex", "Initech"]) {
        desk.key_at(&[CONTROL], code)?;
        desk.wait_active(label)?;
        // The field has the keyboard at once: what is typed now arrives there.
        let before = crm.log().mark();
        desk.key("x")?;
        said(crm, before, "key", |k| {
            k["key"] == "x" && k["target"] == "note"
        })?;
    }
    let seen = digits_with_ctrl(crm, mark);
    ensure!(seen.is_empty(), "pages saw {seen:#?}");
    Ok(())
}

#[test]
fn ctrl_and_a_digit_switches_from_inside_a_field_and_the_page_never_sees_the_digit() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = three(desk, &crm)?;
        goes_round(&app, &crm, ROW)?;
        goes_round(&app, &crm, KEYPAD)?;
        // A digit that no account has isn't the page's either; a digit alone is.
        let mark = crm.log().mark();
        desk.key_at(&[CONTROL], 17)?;
        desk.key("7")?;
        said(&crm, mark, "key", |k| k["key"] == "7")?;
        let seen = digits_with_ctrl(&crm, mark);
        ensure!(seen.is_empty(), "pages saw {seen:#?}");
        Ok(())
    })
}

#[test]
fn digits_are_where_they_are_on_french_and_ukrainian_keyboards_and_alt_gr_is_the_pages()
-> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = three(desk, &crm)?;
        desk.layout("ua")?;
        goes_round(&app, &crm, ROW)?;
        desk.layout("fr")?;
        goes_round(&app, &crm, ROW)?;
        goes_round(&app, &crm, KEYPAD)?;

        let mark = crm.log().mark();
        desk.key_at(&["ISO_Level3_Shift"], ROW[1])?;
        said(&crm, mark, "note", |text| {
            text.as_str().is_some_and(|t| t.ends_with('~'))
        })?;
        desk.key_at(&[CONTROL, "ISO_Level3_Shift"], ROW[1])?;
        said(&crm, mark, "key", |k| {
            k["code"] == "Digit2" && k["ctrl"] == true
        })?;
        desk.wait_active("Initech")
    })
}

#[test]
fn ctrl_tab_goes_to_the_account_used_before() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = three(desk, &crm)?;
        into_note(&app, "Initech")?;
        for (keys, label) in [
            ("ctrl+1", "Acme"),
            ("ctrl+Tab", "Initech"),
            ("ctrl+Tab", "Acme"),
        ] {
            desk.key(keys)?;
            desk.wait_active(label)?;
        }
        desk.key("ctrl+2")?;
        desk.wait_active("Globex")?;
        desk.key("ctrl+Tab")?;
        desk.wait_active("Acme")
    })
}

/// Waits until the switcher has a window's keyboard. The engine calls its field focused, or the account that the field
/// points at.
pub(crate) fn wait_switcher(desk: &Desk, window: &str) -> Result<()> {
    let field = What::called("Find an account").that_is("focused");
    let account = What::role("list item").that_is("focused");
    let either = [field.within(window), account.within(window)];
    until("the switcher has the keyboard", || {
        let screen = desk.screen();
        ensure!(either.iter().any(|w| screen.shows(w)), "{}", screen.tree());
        Ok(())
    })
}

#[test]
fn the_switcher_finds_by_what_is_typed_and_opens_with_enter() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = three(desk, &crm)?;
        into_note(&app, "Initech")?;
        let field = What::called("Find an account").within("Initech");
        let option = |name: &str| What::with("list item", name).within("Initech");

        desk.key("ctrl+shift+a")?;
        wait_switcher(desk, "Initech")?;
        desk.type_text("glob")?;
        desk.screen().wait(&option("Globex"))?;
        desk.screen().wait_gone(&option("Acme"))?;
        let mark = crm.log().mark();
        desk.key("Return")?;
        desk.wait_active("Globex")?;
        let typed = all_said(&crm, mark, "note");
        ensure!(
            typed.is_empty(),
            "a page got what was typed into the switcher: {typed:?}"
        );

        // By the key's place where the layout has no Latin letters; Escape gives the keyboard back.
        desk.layout("ua")?;
        into_note(&app, "Initech")?;
        desk.key_at(&[CONTROL, "Shift_L"], LETTER_A)?;
        wait_switcher(desk, "Initech")?;
        desk.key("Escape")?;
        desk.screen().wait_gone(&field)?;
        desk.layout("us")?;
        let mark = crm.log().mark();
        desk.key("k")?;
        said(&crm, mark, "key", |k| {
            k["key"] == "k" && k["target"] == "note"
        })
        .map(drop)
    })
}
