//! What people type and servers give is in no log, no argument, and in no file in the clear.

use std::fs;

use anyhow::{Result, ensure};
use walkdir::WalkDir;
use whole_tests::{App, What, on_a_desk, until};

use crate::crm::{add, fake_crm, note, sign_in, sign_ins, signed_in};

/// Files below a folder that have one of the words in them.
fn with_words(folder: &std::path::Path, words: &[String]) -> Vec<String> {
    let files = WalkDir::new(folder)
        .into_iter()
        .flatten()
        .filter(|e| e.file_type().is_file());
    let found = files.filter_map(|file| {
        let bytes = fs::read(file.path()).ok()?;
        let text = String::from_utf8_lossy(&bytes);
        let word = words.iter().find(|w| text.contains(*w))?;
        Some(format!("{}: {word}", file.path().display()))
    });
    found.collect()
}

#[test]
fn passwords_and_session_cookies_are_in_no_log_no_argument_and_no_file_in_the_clear() -> Result<()>
{
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let mut app = App::start(desk, "app")?;
        let mut kept = Vec::new();
        for user in [31, 32] {
            let label = format!("User {user}");
            let account = signed_in(&app, &crm, "acme", user, &label)?;
            kept.push(app.folder(&account).join("session.sealed"));
        }
        for sealed in &kept {
            until("the session is kept, sealed", || Ok(sealed.metadata()?))?;
        }
        app.ask(&["sign-out", "User 32"])?;
        app.wait_state("User 32", "signed_out")?;

        let entries = crm.log().entries();
        let mut words: Vec<_> = entries
            .iter()
            .filter_map(|e| e.who.session.clone())
            .collect();
        words.sort();
        words.dedup();
        ensure!(words.len() == 2, "two sessions: {words:?}");
        words.extend([31, 32].map(|user| crm.person("acme", user).password));

        let mut arguments = Vec::new();
        for process in fs::read_dir("/proc")?.flatten() {
            let bytes = fs::read(process.path().join("cmdline")).unwrap_or_default();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            arguments.extend(
                words
                    .iter()
                    .filter(|w| text.contains(*w))
                    .map(|w| format!("{w}: {text}")),
            );
        }
        ensure!(arguments.is_empty(), "{arguments:#?}");

        app.quit()?;
        let found = with_words(app.data(), &words);
        ensure!(found.is_empty(), "{found:#?}");
        let found = with_words(&desk.path("notes"), &words);
        ensure!(found.is_empty(), "{found:#?}");
        Ok(())
    })
}

#[test]
fn a_sign_in_that_cannot_be_kept_is_said() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let mut app = App::start(desk, "app")?;
        let account = add(&app, &crm, "acme", "Acme")?;
        // Where its file is to be, a folder stands that isn't empty.
        fs::create_dir_all(app.folder(&account).join("session.sealed/something"))?;
        sign_in(&app, &crm, "acme", 1, "Acme")?;
        desk.screen()
            .wait_words("The sign-in of Acme can't be kept")?;
        app.quit()
    })
}

#[test]
fn a_start_without_the_key_leaves_the_kept_session_for_the_one_that_has_it() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let mut app = App::start(desk, "app")?;
        let account = signed_in(&app, &crm, "acme", 1, "Acme")?;
        let sealed = app.folder(&account).join("session.sealed");
        until("its session is kept", || Ok(sealed.metadata()?))?;
        app.quit()?;
        let before = fs::read(&sealed)?;

        // Whoever asks for the keyring now gets a locked one, and nobody is there to unlock it.
        desk.end_keyring()?;
        app.start_again(&[])?;
        app.wait_account("Acme", "its login page is there", |a| {
            a.page.as_deref() == Some("login")
        })?;
        app.quit()?;
        ensure!(fs::read(&sealed)? == before, "the kept session was touched");

        desk.end_keyring()?;
        desk.start_keyring()?;
        let mark = crm.log().mark();
        app.start_again(&[])?;
        desk.screen().wait(&note("Acme"))?;
        ensure!(sign_ins(&crm, mark) == 0, "it had to sign in again");
        Ok(())
    })
}

#[test]
fn without_a_keychain_a_passphrase_brings_sign_ins_back_after_a_restart() -> Result<()> {
    const PASSPHRASE: &str = "four plain short words";
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        // Whoever asks for the keyring now gets none: the system's question for its password is put away.
        desk.end_keyring()?;
        let refuse_the_keyring = || {
            let question = What::role("password text").that_is("focused");
            desk.screen().wait(&question)?;
            desk.key("Escape")?;
            desk.screen().wait_gone(&question)
        };
        let mut app = App::start(desk, "app")?;
        refuse_the_keyring()?;
        let account = signed_in(&app, &crm, "acme", 1, "Acme")?;
        let says = |words: &str| {
            until(&format!("“{words}”"), || {
                let tree = desk.screen().tree();
                ensure!(tree.contains(words), "{tree}");
                Ok(())
            })
        };
        let to_settings = What::named("push button", "Open settings");
        let type_into = |label: &str, text: &str| {
            desk.screen().focus(&What::with("password text", label))?;
            desk.wait_active("Settings")?;
            desk.key("ctrl+a")?;
            desk.type_text(text)
        };
        desk.screen().press(&to_settings)?;
        type_into("Passphrase", PASSPHRASE)?;
        type_into("The same once more", PASSPHRASE)?;
        desk.key("Return")?;
        says("In an encrypted file, under your passphrase")?;
        let sealed = app.folder(&account).join("session.sealed");
        until("its session is kept", || Ok(sealed.metadata()?))?;
        app.quit()?;

        let mark = crm.log().mark();
        app.start_again(&[])?;
        app.wait_account("Acme", "its login page is there", |a| {
            a.page.as_deref() == Some("login")
        })?;
        // It's asked for at once, so that nobody types it, or a password, into the login page.
        let asked = || {
            desk.wait_active("Settings")?;
            let field = What::with("password text", "Passphrase");
            desk.screen().wait(&field.that_is("focused"))
        };
        asked()?;
        desk.type_text("another one")?;
        desk.key("Return")?;
        says("That isn't the passphrase that was set")?;
        type_into("Passphrase", PASSPHRASE)?;
        desk.key("Return")?;
        desk.screen().wait(&note("Acme"))?;
        ensure!(sign_ins(&crm, mark) == 0, "it had to sign in again");
        // What was asked for is there: the window that asked for it is not in the way any longer.
        desk.wait_active("Acme")?;

        let changed = "a passphrase of another day";
        let change = What::named("push button", "Change the passphrase");
        desk.key("ctrl+comma")?;
        let privacy = What::named("push button", "Privacy and safety");
        desk.screen().press(&privacy)?;
        desk.screen().press(&change)?;
        type_into("Current passphrase", PASSPHRASE)?;
        type_into("New passphrase", changed)?;
        type_into("The same once more", changed)?;
        desk.key("Return")?;
        says("The passphrase is changed")?;
        app.quit()?;

        let mark = crm.log().mark();
        app.start_again(&[])?;
        asked()?;
        desk.type_text(PASSPHRASE)?;
        desk.key("Return")?;
        says("That isn't the passphrase that was set")?;
        type_into("Passphrase", changed)?;
        desk.key("Return")?;
        desk.screen().wait(&note("Acme"))?;
        ensure!(sign_ins(&crm, mark) == 0, "it had to sign in again");
        app.quit()?;

        // Forgotten: there is a way on, and it costs no more than a sign-in.
        app.start_again(&[])?;
        asked()?;
        let other = What::named("push button", "Set another one instead");
        desk.screen().press(&other)?;
        type_into("Passphrase", "the third of them all")?;
        type_into("The same once more", "the third of them all")?;
        desk.key("Return")?;
        desk.wait_active("Acme")?;
        sign_in(&app, &crm, "acme", 1, "Acme")?;
        app.quit()
    })
}
