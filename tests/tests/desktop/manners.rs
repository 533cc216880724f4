//! What a person expects of a browser: pop-ups, downloads, questions, failures, unread counts.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use serde_json::json;
use whole_tests::{Account, App, Desk, What, on_a_desk, until};

use crate::crm::{
    all_said, fake_crm, go, go_home, into_note, logged, note, on_page, said, sign_ins, signed_in,
    wait, wait_loaded, wait_loaded_since,
};
use crate::list_files::import;
use crate::processes::{busy_process, web_processes};

#[test]
fn a_pop_up_of_the_same_crm_is_in_the_same_session_talks_to_its_opener_and_closes_itself()
-> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let _app = on_page(desk, &crm, "popups")?;
        let mark = crm.log().mark();
        desk.key("c")?;
        let child = said(&crm, mark, "popup", |p| p["name"] == "in the child")?;
        ensure!(
            child["opener"] == true && child["user"] == "user1",
            "{child}"
        );
        said(&crm, mark, "popup", |p| {
            p["name"] == "child" && p["got"] == "pong"
        })?;
        said(&crm, mark, "popup", |p| {
            p["name"] == "child" && p["closed"] == true
        })?;
        until("one window is left", || {
            let titles = desk.titles()?;
            ensure!(titles.len() == 1, "{titles:?}");
            Ok(())
        })
    })
}

#[test]
fn one_click_opens_a_few_windows_and_the_rest_is_refused_once_with_the_accounts_name() -> Result<()>
{
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let _app = on_page(desk, &crm, "popups")?;
        let mark = crm.log().mark();
        desk.key("m")?;
        let many = said(&crm, mark, "popup", |p| p["name"] == "many")?;
        ensure!(many["opened"] == 3, "{many}");
        desk.screen().wait_words("Acme wanted to open many windows")
    })
}

#[test]
fn a_sign_in_pop_up_signs_its_opener_in() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let _app = on_page(desk, &crm, "popups")?;
        let mark = crm.log().mark();
        desk.key("s")?;
        let field = What::named("entry", "User name").that_is("focused");
        desk.screen().wait(&field)?;
        desk.type_text("user2")?;
        desk.key("Tab")?;
        desk.type_text("secret-2")?;
        desk.key("Return")?;
        let done = said(&crm, mark, "popup", |p| p["name"] == "signed in")?;
        ensure!(done["user"] == "user2" && done["opener"] == true, "{done}");
        // The opener goes to its home page, in the new session.
        said(&crm, mark, "home", |h| h["user"] == "user2")?;
        desk.screen().wait(&note("Acme")).map(drop)
    })
}

#[test]
fn a_pop_up_whose_server_is_away_says_so_and_can_be_tried_again() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let _app = on_page(desk, &crm, "popups")?;
        let mark = crm.log().mark();
        desk.key("h")?;
        logged(&crm, mark, "the pop-up asks", |e| {
            e.is_request_for("/t/acme/hang")
        })?;
        let away = crm.stop();
        let heading = What::with("heading", "127.0.0.1 can't be reached");
        desk.screen().wait(&heading)?;
        let crm = wait(away.start())?;
        crm.release("held");
        desk.screen().press(&What::named("link", "Try again"))?;
        desk.wait_active("Acme: Hang")
    })
}

#[test]
fn links_to_other_sites_go_to_the_system_browser_and_dangerous_ones_nowhere() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = on_page(desk, &crm, "popups")?;
        let other = format!("http://localhost:{}/", crm.port());
        for (count, key) in ["o", "p", "q"].into_iter().enumerate() {
            desk.key(key)?;
            until("the system is asked to open it", || {
                let opened = desk.opened_outside()?;
                ensure!(opened.len() == count + 1, "{opened:?}");
                ensure!(opened.iter().all(|o| o.starts_with(&other)), "{opened:?}");
                Ok(())
            })?;
        }
        go_home(&app, "Acme")?;
        go(&app, &crm, "Acme", "/t/acme/links")?;
        wait_loaded(&app, &crm, "links")?;
        let mark = crm.log().mark();
        for key in ["f", "v"] {
            desk.activate("^Acme")?;
            desk.key(key)?;
            said(&crm, mark, "link", |l| {
                l["name"] == if key == "f" { "file" } else { "view-source" }
            })?;
        }
        // Of what is asked for without the engine's refusing it first, the person hears.
        desk.activate("^Acme")?;
        desk.key("n")?;
        desk.screen()
            .wait_words("tried to open a ninefold: address")?;
        let account = app.account("Acme")?;
        let stays = account
            .url
            .as_deref()
            .is_some_and(|u| u.ends_with("/t/acme/links"));
        ensure!(stays, "{account:#?}");
        ensure!(
            desk.opened_outside()?.len() == 3,
            "{:?}",
            desk.opened_outside()?
        );
        Ok(())
    })
}

fn downloads(desk: &Desk) -> Result<Vec<String>> {
    let folder = fs::read_dir(desk.path("home/Downloads"))?;
    let mut names = folder
        .map(|f| Ok(f?.file_name().to_string_lossy().into_owned()))
        .collect::<Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}

fn wait_downloads(desk: &Desk, wanted: &[&str]) -> Result<()> {
    until(&format!("downloads {wanted:?}"), || {
        let names = downloads(desk)?;
        ensure!(names == wanted, "{names:?}");
        Ok(())
    })
}

#[test]
fn downloads_get_free_names_and_none_leaves_the_folder() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let _app = on_page(desk, &crm, "downloads")?;
        desk.key("r")?;
        wait_downloads(desk, &["report.csv"])?;
        desk.key("r")?;
        wait_downloads(desk, &["report (1).csv", "report.csv"])?;
        let first = fs::read(desk.path("home/Downloads/report.csv"))?;
        ensure!(
            !first.is_empty() && first == fs::read(desk.path("home/Downloads/report (1).csv"))?
        );
        // A link that is followed takes the place of one whose answer hasn't come: one after another.
        desk.key("e")?;
        wait_downloads(desk, &["na me.csv", "report (1).csv", "report.csv"])?;
        desk.key("h")?;
        wait_downloads(
            desk,
            &["bashrc", "na me.csv", "report (1).csv", "report.csv"],
        )?;
        let outside: Vec<PathBuf> = [".bad", "home/.bad", "home/.bashrc", "bad"]
            .iter()
            .map(|p| desk.path(p))
            .collect();
        ensure!(outside.iter().all(|p| !p.exists()), "{outside:?}");

        // What has come stands in the list.
        desk.key("ctrl+shift+y")?;
        desk.screen()
            .wait(&What::with("push button", "Show in folder"))
            .map(drop)
    })
}

/// Whether a page may save so many files.
fn many_files() -> What {
    What::named("heading", "Let this site save many files?")
}

/// A page saves twenty files, something happens, and the person answers whether it may; those that are there in the
/// end.
fn save_twenty(
    desk: &Desk,
    meanwhile: impl FnOnce(&App<'_>) -> Result<()>,
    answer: &str,
) -> Result<usize> {
    let crm = fake_crm()?;
    let app = on_page(desk, &crm, "downloads")?;
    desk.key("m")?;
    desk.screen().wait(&many_files())?;
    meanwhile(&app)?;
    desk.screen().press(&What::named("push button", answer))?;
    until("all are whole, or gone", || {
        let names = downloads(desk)?;
        ensure!(names.len() >= 10, "{names:?}");
        let is_whole = |n: &String| Path::new(n).extension().is_some_and(|e| e == "txt");
        ensure!(names.iter().all(is_whole), "{names:?}");
        ensure!(answer != "Allow" || names.len() == 20, "{names:?}");
        Ok(names.len())
    })
}

#[test]
fn a_page_saves_a_few_files_unasked_and_no_more() -> Result<()> {
    on_a_desk(|desk| {
        let saved = save_twenty(desk, |_| Ok(()), "Don't allow")?;
        ensure!(saved < 20, "{saved}");
        desk.screen().wait_words("files weren't saved")
    })
}

#[test]
fn a_page_that_may_saves_many_files() -> Result<()> {
    on_a_desk(|desk| save_twenty(desk, |_| Ok(()), "Allow").map(drop))
}

#[test]
fn files_that_wait_for_an_answer_outlive_the_page_that_saved_them() -> Result<()> {
    on_a_desk(|desk| {
        let goes_on = |app: &App<'_>| {
            go_home(app, "Acme")?;
            desk.screen().wait(&many_files()).map(drop)
        };
        save_twenty(desk, goes_on, "Allow").map(drop)
    })
}

#[test]
fn files_that_wait_for_an_answer_are_not_left_lying_about_at_the_end() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let mut app = on_page(desk, &crm, "downloads")?;
        desk.key("m")?;
        desk.screen().wait(&many_files())?;
        let waiting = |names: &[String]| names.iter().any(|n| n.contains(".part"));
        until("some wait", || {
            let names = downloads(desk)?;
            ensure!(waiting(&names), "{names:?}");
            Ok(())
        })?;
        app.quit()?;
        let names = downloads(desk)?;
        ensure!(!waiting(&names) && names.len() >= 10, "{names:?}");
        Ok(())
    })
}

#[test]
fn several_files_whose_place_is_chosen_are_asked_about_one_after_another() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let _app = on_page(desk, &crm, "downloads")?;
        desk.key("ctrl+comma")?;
        desk.wait_active("Settings")?;
        desk.screen()
            .press(&What::named("push button", "Downloads").within("Settings"))?;
        desk.screen()
            .press(&What::named("toggle button", "Ask where to save each file"))?;
        desk.screen().wait(
            &What::named("toggle button", "Ask where to save each file").that_is("checked"),
        )?;
        desk.key("ctrl+w")?;
        desk.wait_active("Acme")?;
        let windows = desk.titles()?.len();
        desk.key("m")?;
        // Once the page is asked about, the first ten wait for their place.
        desk.screen().wait(&many_files())?;
        // The name that the one dialog suggests, which isn't that of the one before.
        let next_dialog = |before: Option<&str>| {
            until("one dialog, for the next file", || {
                let titles = desk.titles()?;
                ensure!(titles.len() == windows + 1, "{titles:?}");
                let fields = desk.screen().all(&What::role("text").that_is("focused"));
                let mut names = fields.iter().filter_map(|f| f.text.clone());
                let name = names.find(|n| n.starts_with("letter-") && Some(&**n) != before);
                name.with_context(|| format!("{fields:#?}"))
            })
        };
        let first = next_dialog(None)?;
        desk.key("Return")?;
        let second = next_dialog(Some(&first))?;
        until("the first is there", || {
            let names = downloads(desk)?;
            ensure!(names.contains(&first), "{names:?}");
            Ok(())
        })?;
        desk.key("Escape")?;
        next_dialog(Some(&second))?;
        let names = downloads(desk)?;
        let is_second = |n: &String| n.starts_with(&second);
        ensure!(!names.iter().any(is_second), "{names:?}");
        Ok(())
    })
}

#[test]
fn a_download_can_be_cancelled_and_leaves_nothing() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let _app = on_page(desk, &crm, "downloads")?;
        let mark = crm.log().mark();
        desk.key("k")?;
        logged(&crm, mark, "the download began", |e| {
            e.is_request_for("/t/acme/downloads/held")
        })?;
        desk.key("ctrl+shift+y")?;
        desk.screen()
            .press(&What::with("push button", "Cancel download"))?;
        logged(&crm, mark, "the server sees the end", |e| {
            matches!(&e.event, testkit::Event::Download { whole: false, .. })
        })?;
        wait_downloads(desk, &[])
    })
}

#[test]
fn the_program_asks_before_it_ends_downloads_that_have_not_come() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let mut app = on_page(desk, &crm, "downloads")?;
        let mark = crm.log().mark();
        desk.key("k")?;
        logged(&crm, mark, "the download began", |e| {
            e.is_request_for("/t/acme/downloads/held")
        })?;
        let is_there = || {
            // An engine may keep what has come so far under another name beside it.
            let names = downloads(desk)?;
            ensure!(names.contains(&"held.bin".to_owned()), "{names:?}");
            Ok(())
        };
        until("some of the file is there", is_there)?;
        let quit = What::named("push button", "Quit");
        for end in ["ctrl+shift+q", "alt+F4"] {
            desk.key(end)?;
            desk.screen().wait(&quit)?;
            // A click on the page takes no keyboard from the question.
            desk.click(&What::with("heading", "Downloads"))?;
            desk.key("Escape")?;
            desk.screen().wait_gone(&quit)?;
        }
        let mut wish = app.command(&["quit"])?.spawn()?;
        desk.screen().wait(&quit)?;
        desk.screen()
            .press(&What::named("push button", "Go on downloading"))?;
        ensure!(!wish.wait()?.success(), "it has ended");
        is_there()?;

        desk.key("ctrl+shift+q")?;
        desk.screen().press(&quit)?;
        app.wait_end()?;
        wait_downloads(desk, &[])
    })
}

#[test]
fn a_server_that_asks_for_a_name_and_password_gets_them_once() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        go(&app, &crm, "Acme", "/t/acme/auth")?;
        let name = What::named("entry", "Name").that_is("focused");
        desk.screen().wait(&name)?;
        ensure!(
            desk.screen().tree().contains("Call centre"),
            "the realm is said"
        );
        desk.type_text("user1")?;
        desk.key("Tab")?;
        desk.type_text("wrong")?;
        desk.key("Return")?;
        desk.screen().wait(&What::with("notification", ""))?;
        until("it asks again", || {
            ensure!(desk.screen().tree().contains("didn't accept"), "not yet");
            Ok(())
        })?;
        // The name is kept: only the password is typed anew.
        let password = What::role("password text").within("Acme");
        desk.screen().wait(&password.that_is("focused"))?;
        desk.type_text("secret-1")?;
        desk.key("Return")?;
        desk.wait_active("Acme: Let in")
    })
}

#[test]
fn a_permission_is_asked_for_once_and_the_answer_remembered() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = on_page(desk, &crm, "asks")?;
        let mark = crm.log().mark();
        desk.key("n")?;
        desk.screen().press(&What::named("push button", "Allow"))?;
        said(&crm, mark, "ask", |a| {
            a["name"] == "notifications" && a["result"] == "granted"
        })?;

        desk.activate("^Acme")?;
        desk.key("g")?;
        desk.screen()
            .press(&What::named("push button", "Don't allow"))?;
        said(&crm, mark, "ask", |a| {
            a["name"] == "geolocation" && a["error"].is_string()
        })?;

        // Loaded again: the same answers, and no question.
        go_home(&app, "Acme")?;
        go(&app, &crm, "Acme", "/t/acme/asks")?;
        let mark = crm.log().mark();
        until("the page is there", || {
            desk.key("g")?;
            ensure!(!all_said(&crm, mark, "ask").is_empty(), "nothing said yet");
            Ok(())
        })?;
        let again = said(&crm, mark, "ask", |a| a["name"] == "geolocation")?;
        ensure!(again["error"].is_string(), "{again}");
        desk.key("n")?;
        said(&crm, mark, "ask", |a| {
            a["name"] == "notifications" && a["result"] == "granted"
        })?;
        ensure!(
            !desk.screen().shows(&What::named("push button", "Allow")),
            "it asks again"
        );
        Ok(())
    })
}

#[test]
fn a_page_that_waits_for_the_clipboard_leaves_the_keyboard_to_the_question() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let _app = on_page(desk, &crm, "asks")?;
        let question = What::with("heading", "read the clipboard");
        let mark = crm.log().mark();
        desk.key("r")?;
        desk.screen().wait(&question)?;
        desk.key("Escape")?;
        desk.screen().wait_gone(&question)?;
        said(&crm, mark, "ask", |a| {
            a["name"] == "clipboard-read" && a["error"].is_string()
        })
        .map(drop)
    })
}

#[test]
fn a_question_goes_with_the_page_that_asked_it() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = on_page(desk, &crm, "asks")?;
        let allow = What::named("push button", "Allow");
        desk.key("n")?;
        desk.screen().wait(&allow)?;
        go_home(&app, "Acme")?;
        desk.screen().wait_gone(&allow)
    })
}

#[test]
fn a_question_of_a_pop_up_goes_with_it_however_that_ends() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        let ours = web_processes(&app)?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        let answer = What::named("entry", "Answer").within("Acme");
        let ask = || {
            go_home(&app, "Acme")?;
            let mark = crm.log().mark();
            go(&app, &crm, "Acme", "/t/acme/popups")?;
            wait_loaded_since(&app, &crm, mark, "popups")?;
            desk.key("r")?;
            desk.wait_active("Acme: Child")?;
            desk.key("p")?;
            desk.screen().wait(&answer)
        };
        ask()?;
        // The opener doesn't hear of the pointer while its pop-up asks, which WebKit takes for hanging later on.
        let (x, y) = desk.screen().wait(&answer)?.middle();
        for above in [200, 190] {
            let (x, y) = (x.to_string(), (y - above).to_string());
            desk.run("xdotool", &["mousemove", "--sync", &x, &y])?;
        }
        desk.activate("^Acme: Child")?;
        desk.key("alt+F4")?;
        desk.screen().wait_gone(&answer)?;
        until("the opener was asked itself", || {
            ensure!(app.log()?.contains("A page that took no input is through"));
            Ok(())
        })?;
        app.wait_account("Acme", "answers", |a| a.trouble.is_none())?;

        ask()?;
        for (pid, _) in web_processes(&app)? {
            if !ours.contains_key(&pid) {
                desk.run("kill", &["-KILL", &pid.to_string()])?;
            }
        }
        let heading = What::with("heading", "The page of Acme ended unexpectedly");
        desk.screen().wait(&heading)?;
        desk.screen().wait_gone(&answer)?;
        desk.key("alt+Home")?;
        desk.screen().wait(&note("Acme")).map(drop)
    })
}

#[test]
fn a_certificate_nobody_trusts_is_explained_and_never_accepted() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = on_page(desk, &crm, "links")?;
        let refused = app.cli(&["add", &crm.tls_url()])?;
        ensure!(
            refused.code == Some(4) && refused.err.contains("certificate"),
            "{refused:?}"
        );
        let mark = crm.log().mark();
        desk.activate("^Acme")?;
        desk.key("s")?;
        desk.screen()
            .wait(&What::with("heading", "can't prove who it is"))?;
        let sent = crm.log().since(mark);
        let over_tls =
            |e: &testkit::Entry| matches!(e.event, testkit::Event::Request { tls: true, .. });
        ensure!(!sent.iter().any(over_tls), "{sent:#?}");
        Ok(())
    })
}

#[test]
fn what_never_could_be_loaded_is_tried_again() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        let account = json!({
            "address": format!("{}t/acme/", crm.tls_url()),
            "label": "Acme",
            "connector": "generic",
        });
        import(&app, &[account])?;
        app.ask(&["open", "Acme"])?;
        let heading = What::with("heading", "can't prove who it is");
        desk.screen().wait(&heading)?;
        let failures =
            || -> Result<usize> { Ok(app.log()?.matches("could not prove who it is").count()) };
        let before = failures()?;
        desk.screen()
            .press(&What::named("push button", "Try again"))?;
        until("it's tried again", || {
            ensure!(failures()? > before, "it isn't");
            Ok(())
        })?;
        desk.screen().wait(&heading).map(drop)
    })
}

#[test]
fn a_page_whose_server_is_away_comes_back_by_itself_and_signed_in() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        let mark = crm.log().mark();
        let away = crm.stop();
        desk.activate("^Acme")?;
        desk.key("F5")?;
        app.wait_account("Acme", "in trouble", |a| a.trouble.is_some())?;
        desk.screen()
            .wait(&What::with("heading", "can't be reached"))?;
        let crm = wait(away.start())?;
        desk.screen().wait(&note("Acme"))?;
        app.wait_account("Acme", "well again", |a| {
            a.trouble.is_none() && a.page.as_deref() == Some("signed_in")
        })?;
        ensure!(sign_ins(&crm, mark) == 0, "it had to sign in again");
        Ok(())
    })
}

#[test]
fn back_from_what_could_not_be_reached_is_the_page_that_was_left_for_it() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        into_note(&app, "Acme")?;
        let away = crm.stop();
        desk.screen().press(&What::named("link", "Deals"))?;
        let heading = What::with("heading", "can't be reached");
        desk.screen().wait(&heading)?;
        desk.key("alt+Left")?;
        desk.screen().wait_gone(&heading)?;
        desk.screen().wait(&note("Acme"))?;
        app.wait_account("Acme", "well", |a| a.trouble.is_none())?;
        wait(away.start()).map(drop)
    })
}

#[test]
fn unread_counts_stand_on_pill_and_window() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        signed_in(&app, &crm, "globex", 1, "Globex")?;
        crm.set_unread("acme", "user1", 3);
        app.wait_account("Acme", "three unread", |a| a.unread.as_deref() == Some("3"))?;
        until("the window says so", || {
            let titles = desk.titles()?;
            ensure!(
                titles.iter().any(|t| t.starts_with("(3) Acme")),
                "{titles:?}"
            );
            Ok(())
        })?;
        // In the other window, too.
        desk.screen()
            .wait(&What::with("page tab", "3 unread").within("Globex"))?;
        crm.set_unread("acme", "user1", 0);
        app.wait_account("Acme", "none", |a| a.unread.is_none())?;
        until("the window says so", || {
            let titles = desk.titles()?;
            ensure!(titles.iter().all(|t| !t.starts_with('(')), "{titles:?}");
            Ok(())
        })
    })
}

#[test]
fn a_count_goes_with_the_title_where_nobody_can_tell_who_is_signed_in() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        let address = format!("{}title", crm.tenant_url("acme"));
        let added = app.ask(&["add", &address, "--label", "Plain"])?;
        let id = added["id"].as_str().context("no id")?.to_owned();
        desk.click(&What::with("entry", "Title"))?;
        desk.type_text("(3) Deals")?;
        app.wait_account(&id, "three unread", |a| a.unread.as_deref() == Some("3"))?;
        desk.key("ctrl+a")?;
        desk.type_text("Deals")?;
        app.wait_account(&id, "none", |a| a.unread.is_none())
            .map(drop)
    })
}

#[test]
fn a_page_whose_process_ends_says_so_and_reloads_signed_in() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        signed_in(&app, &crm, "globex", 1, "Globex")?;
        let mark = crm.log().mark();
        go(&app, &crm, "Globex", "/t/globex/heavy?mb=1&spin=8000")?;
        let pid = busy_process(&app)?.to_string();
        desk.run("kill", &["-KILL", &pid])?;
        app.wait_account("Globex", "in trouble", |a| a.trouble.is_some())?;
        let heading = What::with("heading", "The page of Globex ended unexpectedly");
        desk.screen().wait(&heading)?;
        // The other one goes on.
        app.wait_account("Acme", "well", |a| a.trouble.is_none())?;
        desk.activate("^Globex")?;
        desk.key("alt+Home")?;
        desk.screen().wait(&note("Globex"))?;
        app.wait_account("Globex", "well again", |a| a.trouble.is_none())?;
        ensure!(sign_ins(&crm, mark) == 0, "it had to sign in again");
        Ok(())
    })
}

#[test]
fn a_page_that_hangs_says_so_comes_back_by_itself_and_can_be_ended() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = on_page(desk, &crm, "busy")?;
        let mark = crm.log().mark();
        let hangs = |a: &Account| a.trouble.as_deref() == Some("unresponsive");
        // Nothing on the screen is looked at while it hangs: its part of the accessible tree doesn't answer.
        let hang = |key: &str| {
            let begun = crm.log().mark();
            // Until the keyboard is back in the page, which it may have left a moment ago.
            until("it's busy", || {
                desk.key(key)?;
                ensure!(!all_said(&crm, begun, "busy").is_empty(), "not yet");
                Ok(())
            })?;
            busy_process(&app)?;
            // That this isn't taken shows that it hangs.
            desk.key("z")?;
            app.wait_account("Acme", "hanging", hangs).map(drop)
        };
        hang("w")?;
        said(&crm, mark, "busy", |b| b["over"] == 8000)?;
        app.wait_account("Acme", "well again", |a| a.trouble.is_none())?;

        hang("e")?;
        let reloaded = crm.log().mark();
        desk.key("F5")?;
        wait_loaded_since(&app, &crm, reloaded, "busy")?;
        app.wait_account("Acme", "loaded anew", |a| a.trouble.is_none())?;

        hang("e")?;
        desk.key("alt+Home")?;
        desk.screen().wait(&note("Acme"))?;
        ensure!(sign_ins(&crm, mark) == 0, "it had to sign in again");
        Ok(())
    })
}

#[test]
fn a_page_with_a_hundred_alerts_can_be_silenced_until_it_is_loaded_anew() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = on_page(desk, &crm, "dialogs")?;
        let mark = crm.log().mark();
        let close = What::named("push button", "Close").within("Acme");
        let silence = What::named("check box", "Show no more questions of this page");
        desk.key("f")?;
        for nth in 1..=2 {
            until("the next one is there", || {
                let tree = desk.screen().tree();
                ensure!(tree.contains(&format!("\"Alert {nth}\"")), "{tree}");
                Ok(())
            })?;
            ensure!(!desk.screen().shows(&silence), "at alert {nth} already");
            desk.key("Return")?;
        }
        desk.screen().press(&silence)?;
        desk.screen().press(&close)?;
        said(&crm, mark, "dialog", |d| d["name"] == "flood")?;
        // No other question of this document shows.
        until("the keyboard is back in the page", || {
            desk.key("c")?;
            ensure!(all_said(&crm, mark, "dialog").len() > 1, "not yet");
            Ok(())
        })?;
        said(&crm, mark, "dialog", |d| {
            d["name"] == "confirm" && d["result"] == false
        })?;
        go_home(&app, "Acme")?;
        let mark = crm.log().mark();
        go(&app, &crm, "Acme", "/t/acme/dialogs")?;
        wait_loaded_since(&app, &crm, mark, "dialogs")?;
        desk.key("c")?;
        desk.screen()
            .wait(&What::named("push button", "OK").within("Acme"))
            .map(drop)
    })
}

#[test]
fn an_open_dialog_holds_nobody_on_its_page() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = on_page(desk, &crm, "dialogs")?;
        let close = What::named("push button", "Close").within("Acme");
        desk.key("a")?;
        desk.screen().wait(&close)?;
        go_home(&app, "Acme")?;
        desk.screen().wait_gone(&close)
    })
}

#[test]
fn dialogs_of_a_page_say_whose_they_are_and_give_the_answer_back() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let _app = on_page(desk, &crm, "dialogs")?;
        let origin = format!("http://127.0.0.1:{}", crm.port());
        let ok = What::named("push button", "OK").within("Acme");
        let mark = crm.log().mark();
        desk.key("c")?;
        desk.screen().wait(&ok)?;
        let tree = desk.screen().tree();
        for words in ["The page asks", "Delete the deal?", origin.as_str()] {
            ensure!(tree.contains(words), "{words:?} is not in\n{tree}");
        }
        desk.click(&ok)?;
        said(&crm, mark, "dialog", |d| {
            d["name"] == "confirm" && d["result"] == true
        })?;
        desk.screen().wait_gone(&ok)?;

        let mark = crm.log().mark();
        desk.key("c")?;
        desk.screen().wait(&ok)?;
        desk.key("Escape")?;
        said(&crm, mark, "dialog", |d| {
            d["name"] == "confirm" && d["result"] == false
        })?;
        desk.screen().wait_gone(&ok)?;

        desk.key("p")?;
        desk.screen()
            .wait(&What::with("entry", "Answer").that_is("focused"))?;
        desk.key("ctrl+a")?;
        desk.type_text("green")?;
        desk.key("Return")?;
        said(&crm, mark, "dialog", |d| {
            d["name"] == "prompt" && d["result"] == "green"
        })
        .map(drop)
    })
}
