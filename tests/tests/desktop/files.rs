//! Files that go up, paper that comes out, and addresses of other programs.

use std::{fs::File, io::Write, path::Path};

use anyhow::{Context, Result, ensure};
use whole_tests::{Desk, What, on_a_desk, until};

use crate::crm::{fake_crm, on_page, said};

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
