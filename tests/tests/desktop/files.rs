//! Files that go up, paper that comes out, and addresses of other programs.

use std::{fs::File, io::Write, path::Path};

use anyhow::{Context, Result, ensure};
use testkit::FakeCrm;
use whole_tests::{App, Desk, What, on_a_desk, until};

use crate::crm::{all_said, fake_crm, into_note, on_page, said, signed_in};

/// Types a path into the system's dialog for files, which has the keyboard.
fn choose_file(desk: &Desk, file: &Path) -> Result<()> {
    let path = file.to_str().context("a path")?;
    let holds = |text: &str| {
        let field = What::role("text").that_is("focused");
        until(&format!("the dialog's field holds {text:?}"), || {
            let found = desk.screen().all(&field);
            let held = found.iter().any(|f| f.text.as_deref() == Some(text));
            ensure!(held, "{found:#?}");
            Ok(())
        })
    };
    // The first letter makes the field.
    desk.key("slash")?;
    holds("/")?;
    desk.type_text(path.trim_start_matches('/'))?;
    holds(path)?;
    desk.key("Return")
}

#[test]
fn a_file_chosen_in_the_systems_dialog_arrives_with_its_name_and_size() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let _app = on_page(desk, &crm, "upload")?;
        let file = desk.path("home/offer for Anna.txt");
        File::create(&file)?.write_all(&[b'x'; 12_345])?;
        let mark = crm.log().mark();
        desk.click(&What::with("push button", "Files").within("Acme"))?;
        desk.wait_active("Select")?;
        choose_file(desk, &file)?;
        said(&crm, mark, "chosen", |c| {
            c[0]["name"] == "offer for Anna.txt" && c[0]["size"] == 12_345
        })?;
        desk.wait_active("Acme")?;
        desk.click(&What::with("push button", "Send").within("Acme"))?;
        let arrived = said(&crm, mark, "upload", |_| true)?;
        ensure!(
            arrived[0]["name"] == "offer for Anna.txt" && arrived[0]["size"] == 12_345,
            "{arrived}"
        );
        Ok(())
    })
}

#[test]
fn ctrl_p_and_the_page_itself_open_the_print_dialog_and_escape_closes_it() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let _app = on_page(desk, &crm, "print")?;
        for key in ["ctrl+p", "p"] {
            desk.key(key)?;
            desk.wait_active("Print")?;
            desk.screen()
                .wait(&What::named("push button", "Print").within("Print"))?;
            desk.key("Escape")?;
            desk.screen()
                .wait_gone(&What::role("dialog").within("Print"))?;
            desk.wait_active("Acme")?;
        }
        Ok(())
    })
}

#[test]
fn an_open_print_dialog_leaves_the_other_accounts_and_the_end_alone() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let mut app = on_page(desk, &crm, "print")?;
        signed_in(&app, &crm, "globex", 1, "Globex")?;
        desk.activate("^Acme")?;
        desk.key("ctrl+p")?;
        desk.wait_active("Print – Acme")?;
        writes_into_note(&app, &crm, "Globex", "beside")?;
        app.quit()
    })
}

#[test]
fn a_page_that_prints_again_and_again_is_stopped_and_takes_nobodys_keyboard() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = on_page(desk, &crm, "print")?;
        signed_in(&app, &crm, "globex", 1, "Globex")?;
        desk.activate("^Acme")?;
        let mark = crm.log().mark();
        desk.key("a")?;
        let active = || desk.run("xdotool", &["getactivewindow"]);
        for _ in 0..3 {
            desk.wait_active("Print")?;
            let dialog = active()?;
            desk.key("Escape")?;
            // The next one may be there before anybody sees that none is.
            until("the dialog is gone", || {
                ensure!(active()? != dialog, "it's there");
                Ok(())
            })?;
        }
        desk.wait_active("Acme")?;
        let asked = all_said(&crm, mark, "again").len();
        until("it has asked a few times more", || {
            let now = all_said(&crm, mark, "again").len();
            ensure!(now >= asked + 5, "{now} of {asked}");
            ensure!(
                desk.active_title()?.starts_with("Acme"),
                "{:?}",
                desk.active_title()?
            );
            Ok(())
        })?;
        writes_into_note(&app, &crm, "Globex", "in peace")
    })
}

#[test]
fn a_dialog_for_files_takes_the_keyboard_of_its_own_window_alone() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = on_page(desk, &crm, "upload")?;
        signed_in(&app, &crm, "globex", 1, "Globex")?;
        desk.activate("^Acme")?;
        desk.click(&What::with("push button", "Files").within("Acme"))?;
        desk.wait_active("Select")?;
        writes_into_note(&app, &crm, "Globex", "not a file")?;
        // By its number one comes back to the window, and to what it waits for.
        desk.key("ctrl+1")?;
        desk.wait_active("Select")
    })
}

/// Types into the field of an account's home page, which gets every letter.
fn writes_into_note(app: &App<'_>, crm: &FakeCrm, label: &str, text: &str) -> Result<()> {
    let mark = crm.log().mark();
    into_note(app, label)?;
    app.desk().type_text(text)?;
    said(crm, mark, "note", |written| written == text).map(drop)
}

#[test]
fn addresses_of_other_programs_are_opened_once_the_person_says_yes() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let _app = on_page(desk, &crm, "links")?;
        let asks = What::named("push button", "Open program").within("Acme");
        let opened = |wanted: &[&str]| {
            until("the system is asked to open them", || {
                let opened = desk.opened_outside()?;
                ensure!(opened == wanted, "{opened:?}");
                Ok(())
            })
        };
        let mail = "mailto:anna@example.org?subject=Offer";
        let tel = "tel:+493012345";

        // No, by button and by Escape: nothing happens, and the next time it asks again.
        desk.key("m")?;
        desk.screen().wait(&asks)?;
        let tree = desk.screen().tree();
        for words in ["Open this with another program?", mail, "Acme"] {
            ensure!(tree.contains(words), "{words:?} is not in\n{tree}");
        }
        desk.click(&What::named("push button", "Cancel").within("Acme"))?;
        desk.screen().wait_gone(&asks)?;
        desk.key("m")?;
        desk.screen().wait(&asks)?;
        desk.key("Escape")?;
        desk.screen().wait_gone(&asks)?;
        opened(&[])?;

        // Yes, for this once.
        desk.key("m")?;
        desk.click(&asks)?;
        opened(&[mail])?;
        desk.screen().wait_gone(&asks)?;

        // Yes, and remembered: for this kind of address alone.
        desk.key("m")?;
        desk.screen().wait(&asks)?;
        desk.click(&What::with("check box", "Remember").within("Acme"))?;
        desk.click(&asks)?;
        opened(&[mail, mail])?;
        desk.screen().wait_gone(&asks)?;
        desk.key("m")?;
        opened(&[mail, mail, mail])?;
        ensure!(!desk.screen().shows(&asks), "it asks again");
        desk.key("t")?;
        desk.screen().wait(&asks)?;
        ensure!(desk.screen().tree().contains(tel), "it says what");
        desk.click(&asks)?;
        opened(&[mail, mail, mail, tel])
    })
}
