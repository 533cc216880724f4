//! The command line, with a running program and without one.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use whole_tests::{App, Desk, LONG, on_a_desk, until, until_at_most};

use crate::{
    crm::{add, fake_crm},
    list_files::{file, list_of},
};

/// Runs a command line that must end with this code, and gives what it said on either side.
fn ends_with(app: &App<'_>, arguments: &[&str], code: i32) -> Result<String> {
    let ran = app.cli(arguments)?;
    ensure!(ran.code == Some(code), "{arguments:?}: {ran:?}");
    Ok(ran.out + &ran.err)
}

fn runs(app: &App<'_>) -> Result<bool> {
    let told = app.cli(&["doctor", "--json"])?;
    let checks: Value = serde_json::from_str(&told.out).with_context(|| format!("{told:?}"))?;
    Ok(check(&checks, "instance")?
        .to_string()
        .contains("as process"))
}

fn check<'a>(checks: &'a Value, name: &str) -> Result<&'a Value> {
    let all = checks.as_array().context("a list")?;
    let found = all.iter().find(|c| c["check"] == name);
    found.with_context(|| format!("no {name} in {checks:#}"))
}

/// The programs that run on a data directory in the background: a command line's own end at once. Each leads a group of
/// its own; a child of theirs has their arguments for a moment, too, until it's another program.
fn processes(app: &App<'_>) -> Result<Vec<PathBuf>> {
    let wanted = format!("--data-dir\0{}\0", app.data().display());
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc")?.flatten() {
        let process = entry.path();
        let arguments = fs::read(process.join("cmdline")).unwrap_or_default();
        if String::from_utf8_lossy(&arguments).contains(&wanted) && leads_a_group(&process) {
            found.push(process);
        }
    }
    Ok(found)
}

fn leads_a_group(process: &Path) -> bool {
    let stat = fs::read_to_string(process.join("stat")).unwrap_or_default();
    let group = stat.rsplit(')').next().and_then(|s| s.split(' ').nth(3));
    group.is_some() && group == process.file_name().and_then(|n| n.to_str())
}

fn nothing_was_started(app: &App<'_>) -> Result<()> {
    let found = processes(app)?;
    ensure!(found.is_empty(), "{found:?}");
    ends_with(app, &["quit"], 6).map(drop)
}

/// Ends what a command line has started in the background.
fn quit(app: &App<'_>) -> Result<()> {
    ends_with(app, &["quit"], 0)?;
    until("it has ended", || {
        let left = processes(app)?;
        ensure!(left.is_empty(), "{left:?}");
        Ok(())
    })
}

fn read(path: impl AsRef<Path>) -> Result<Value> {
    Ok(serde_json::from_slice(&fs::read(path)?)?)
}

/// An address of this computer where nothing answers.
fn nowhere() -> Result<String> {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    Ok(format!("http://127.0.0.1:{port}/"))
}

#[test]
fn the_help_names_every_exit_code_and_how_to_agree_to_plain_http() -> Result<()> {
    on_a_desk(|desk| {
        let app = App::stopped(desk, "app");
        let help = ends_with(&app, &["--help"], 0)?;
        for code in 0..=7 {
            ensure!(help.contains(&format!("\n  {code}  ")), "{code}: {help}");
        }
        let add = ends_with(&app, &["add", "--help"], 0)?;
        ensure!(add.contains("--insecure"), "{add}");
        ensure!(!app.data().exists(), "help needs no data");
        Ok(())
    })
}

#[test]
fn every_failure_has_its_exit_code_with_a_program_and_without() -> Result<()> {
    on_a_desk(|desk| {
        let mut app = App::stopped(desk, "app");
        let twin = json!({ "label": "Twin", "address": "https://twin.example.com/" });
        let twins = file(desk, "twins.json", &list_of(&[twin.clone(), twin]))?;
        let other = file(desk, "other.json", &json!({}))?;
        let bad = file(
            desk,
            "bad.json",
            &list_of(&[
                json!({ "address": "https://good.example.com/" }),
                json!({ "address": "javascript:alert(1)" }),
            ]),
        )?;
        let nowhere = nowhere()?;
        ends_with(&app, &["import", &twins], 0)?;
        let all = |app: &App<'_>| -> Result<()> {
            for (arguments, code) in [
                (&["list"][..], 0),
                (&["status"], 0),
                (&["windows"], 0),
                (&["export", "-"], 0),
                (&["import", "nowhere.json"], 1),
                (&["import", &other], 1),
                (&["export", "no/such/folder/list.json"], 1),
                (&["conjure"], 2),
                (&["open"], 2),
                (&["delete", "1", "--undo", "--sign-out"], 2),
                (&["open", "Nobody"], 3),
                (&["open", "Twin"], 3),
                (&["switch", "7"], 3),
                (&["disconnect", "Nobody"], 3),
                (&["sign-out", "Nobody"], 3),
                (&["delete", "Nobody"], 3),
                (&["delete", "Nobody", "--sign-out"], 3),
                (&["delete", "Twin", "--undo"], 3),
                (&["add", "javascript:alert(1)"], 4),
                (&["add", &nowhere], 4),
                (&["import", &bad], 4),
            ] {
                let said = ends_with(app, arguments, code)?;
                ensure!(code == 0 || !said.is_empty(), "{arguments:?} says why");
            }
            ensure!(app.accounts()?.len() == 2, "nothing was half done");
            Ok(())
        };
        all(&app)?;
        nothing_was_started(&app)?;
        app.start_again(&[])?;
        all(&app)?;
        app.quit()?;

        // Its folder would lie in a file.
        let nowhere = App::stopped(desk, "twins.json/app");
        ends_with(&nowhere, &["list"], 5)?;
        ends_with(&nowhere, &["open", "1"], 5)?;
        Ok(())
    })
}

#[test]
fn without_a_display_what_shows_a_window_says_so_and_the_rest_works() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::stopped(desk, "app");
        let acme = json!({ "label": "Acme", "address": crm.tenant_url("acme") });
        let list = file(desk, "list.json", &list_of(&[acme]))?;
        for (arguments, code) in [
            (&["import", &list][..], 0),
            (&["list"], 0),
            (&["open", "Acme"], 1),
            (&["sign-out", "Acme"], 1),
            (&["open", "Nobody"], 3),
            (&["add", &crm.tenant_url("globex")], 1),
            (&["delete", "Acme"], 0),
            (&["delete", "Acme", "--undo"], 0),
        ] {
            let ran = app.command(arguments)?.env_remove("DISPLAY").output()?;
            let said = String::from_utf8_lossy(&ran.stderr);
            ensure!(ran.status.code() == Some(code), "{arguments:?}: {said}");
            ensure!(code != 1 || said.contains("no display"), "{said}");
        }
        nothing_was_started(&app)
    })
}

#[test]
fn adding_starts_the_program_in_the_background_and_opens_the_login_page() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::stopped(desk, "app");
        let added = add(&app, &crm, "acme", "Acme")?;
        ensure!(added.state == "adding", "{added:#?}");
        desk.wait_active("Acme")?;
        let titles = desk.titles()?;
        ensure!(titles.len() == 1, "one window: {titles:?}");

        // It neither hears of this terminal's end nor holds on to its pipes.
        let running = processes(&app)?;
        let [process] = running.as_slice() else {
            anyhow::bail!("one program, in a group of its own: {running:?}");
        };
        for stream in ["fd/0", "fd/1", "fd/2"] {
            let to = fs::read_link(process.join(stream))?;
            ensure!(to == Path::new("/dev/null"), "{stream} is {}", to.display());
        }

        // The next one goes to the same program, and so does a bare start.
        add(&app, &crm, "globex", "Globex")?;
        ends_with(&app, &[], 0)?;
        ensure!(processes(&app)? == running, "another one was started");
        quit(&app)
    })
}

#[test]
fn an_address_without_encryption_is_added_only_when_agreed_to() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::stopped(desk, "app");
        // No test leaves this computer: the fake CRM stands in for the network's proxy.
        let through = |arguments: &[&str]| -> Result<_> {
            let mut command = app.command(arguments)?;
            Ok(command.env("http_proxy", crm.url()).output()?)
        };
        let refused = through(&["add", "http://crm.example"])?;
        let why = String::from_utf8_lossy(&refused.stderr);
        ensure!(refused.status.code() == Some(4), "{why}");
        ensure!(why.contains("isn't encrypted"), "{why}");
        ensure!(why.contains("--insecure"), "{why}");
        nothing_was_started(&app)?;

        let agreed = through(&["add", "http://crm.example", "--insecure", "--json"])?;
        let added: Value = serde_json::from_slice(&agreed.stdout)
            .with_context(|| String::from_utf8_lossy(&agreed.stderr).into_owned())?;
        ensure!(added["address"] == "http://crm.example", "{added}");
        let id = added["id"].as_str().context("an id")?;
        app.wait_account(id, "a window", |a| a.window.is_some())?;
        quit(&app)
    })
}

#[test]
fn a_listed_account_opens_and_signs_out_and_goes_whether_a_program_runs_or_not() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::stopped(desk, "app");
        let acme = json!({ "label": "Acme", "address": crm.tenant_url("acme") });
        let list = file(desk, "list.json", &list_of(&[acme]))?;
        ends_with(&app, &["import", &list], 0)?;

        let shows_it = || -> Result<()> {
            desk.wait_active("Acme")?;
            app.wait_account("Acme", "its login page", |a| {
                a.page.as_deref() == Some("login")
            })
            .map(drop)
        };
        let opened = app.ask(&["open", "Acme"])?;
        ensure!(opened["id"] == app.account("Acme")?.id, "{opened}");
        shows_it()?;
        quit(&app)?;

        // What comes back is known without a program, and can be changed.
        app.window_of("Acme")?;
        ends_with(&app, &["disconnect", "1"], 0)?;
        ensure!(app.window_of("Acme").is_err(), "it would come back");
        nothing_was_started(&app)?;

        ends_with(&app, &["sign-out", "1"], 0)?;
        shows_it()?;
        quit(&app)?;

        ends_with(&app, &["delete", "Acme", "--sign-out"], 0)?;
        app.wait_state("Acme", "deleting")?;
        quit(&app)
    })
}

/// What the list can go through, by command line alone.
fn go_through_everything(app: &App<'_>, desk: &Desk) -> Result<()> {
    let list = list_of(&[
        json!({ "label": "Acme", "address": "https://acme.example.com/" }),
        json!({ "label": "Globex", "address": "https://globex.example.com/" }),
    ]);
    let added = app.ask(&["import", &file(desk, "list.json", &list)?])?;
    ensure!(
        added["added"].as_array().is_some_and(|a| a.len() == 2),
        "{added}"
    );
    ends_with(app, &["disconnect", "Acme"], 0)?;
    let globex = app.account("Globex")?;
    ensure!(globex.number == Some(2), "{globex:#?}");

    let deleted = app.ask(&["delete", "Acme"])?;
    ensure!(deleted["id"] == app.account("Acme")?.id, "{deleted}");
    ensure!(app.account("Acme")?.state == "deleting", "it goes");
    ensure!(app.account("Globex")?.number == Some(1), "it moves up");
    app.ask(&["delete", "Acme", "--undo"])?;
    let back = app.account("Acme")?;
    ensure!(
        back.number == Some(1) && back.state == "signed_out",
        "{back:#?}"
    );

    let table = ends_with(app, &["status"], 0)?;
    let head = table.lines().next().unwrap_or_default();
    for column in ["number", "label", "state", "unread", "window", "memory"] {
        ensure!(head.contains(column), "{column}: {table}");
    }
    let list = ends_with(app, &["list"], 0)?;
    ensure!(
        list.lines().count() == 3 && list.contains("Globex"),
        "{list}"
    );
    let exported = app.ask(&["export", "-"])?;
    ensure!(exported["accounts"][1]["label"] == "Globex", "{exported}");
    Ok(())
}

#[test]
fn the_list_is_changed_and_read_without_a_program() -> Result<()> {
    on_a_desk(|desk| {
        let mut app = App::stopped(desk, "app");
        let none = ends_with(&app, &["list"], 0)?;
        ensure!(none.contains("No accounts yet"), "{none}");
        let none = ends_with(&app, &["windows"], 0)?;
        ensure!(none.contains("No window is open"), "{none}");
        go_through_everything(&app, desk)?;
        nothing_was_started(&app)?;

        // A program finds it so, and finishes what was begun.
        let doomed = app.account("Acme")?;
        app.ask(&["delete", "Acme"])?;
        ensure!(app.folder(&doomed).is_dir(), "undo is possible still");
        app.start_again(&[])?;
        ensure!(app.account("Acme")?.state == "deleting", "it goes still");
        until_at_most(LONG, "its folder is gone", || {
            ensure!(!app.folder(&doomed).exists(), "{:?}", app.folders()?);
            Ok(())
        })?;
        let left = app.accounts()?;
        ensure!(left.len() == 1 && left[0].label == "Globex", "{left:#?}");
        app.quit()
    })
}

#[test]
fn the_list_is_changed_and_read_with_a_program() -> Result<()> {
    on_a_desk(|desk| {
        let mut app = App::start(desk, "app")?;
        go_through_everything(&app, desk)?;
        let windows = ends_with(&app, &["windows"], 0)?;
        ensure!(windows.starts_with("id"), "{windows}");
        app.quit()
    })
}

#[test]
fn an_exported_list_is_the_same_in_an_empty_data_directory() -> Result<()> {
    on_a_desk(|desk| {
        let list = list_of(&[
            json!({
                "label": "Acme", "address": "https://acme.example.com/crm/", "connector": "odoo",
                "colour": "#123456", "zoom": 125, "muted": true,
            }),
            json!({
                "label": "Олена", "address": "https://acme.example.com/crm/", "connector": "generic",
                "colour": "#abcdef", "zoom": 80, "muted": false,
            }),
            json!({
                "label": null, "address": "http://localhost:8080/", "connector": "generic",
                "colour": "#0b7a55", "zoom": 100, "muted": false,
            }),
        ]);
        let one = App::stopped(desk, "one");
        ends_with(&one, &["import", &file(desk, "list.json", &list)?], 0)?;
        ends_with(&one, &["export", "exported.json"], 0)?;
        let exported = read(desk.path("exported.json"))?;
        ensure!(exported == list, "{exported:#}");
        let again = one.ask(&["import", "exported.json"])?;
        ensure!(again["added"] == json!([]), "{again}");
        let there = again["already_listed"].as_array().map(Vec::len);
        ensure!(there == Some(3), "{again}");

        let mut two = App::start(desk, "two")?;
        ends_with(&two, &["import", "exported.json"], 0)?;
        ends_with(&two, &["export", "again.json"], 0)?;
        ensure!(read(desk.path("again.json"))? == list, "with a program");
        let shown = |app: &App<'_>| -> Result<Vec<_>> {
            let accounts = app.accounts()?.into_iter();
            Ok(accounts
                .map(|a| (a.number, a.label, a.address, a.state, a.zoom))
                .collect())
        };
        ensure!(shown(&one)? == shown(&two)?, "{:?}", shown(&two)?);
        two.quit()
    })
}

#[test]
fn the_doctor_examines_with_a_program_and_without() -> Result<()> {
    on_a_desk(|desk| {
        let mut app = App::stopped(desk, "app");
        let examine = |app: &App<'_>| -> Result<()> {
            let ran = app.cli(&["doctor", "--json"])?;
            let checks: Value =
                serde_json::from_str(&ran.out).with_context(|| format!("{ran:?}"))?;
            let all = checks.as_array().context("a list")?;
            let failed = all.iter().any(|c| c["status"] == "failed");
            ensure!(ran.code == Some(if failed { 7 } else { 0 }), "{ran:?}");
            for name in ["isolation", "registry", "data-directory", "account-folders"] {
                ensure!(check(&checks, name)?["status"] == "ok", "{checks:#}");
            }
            Ok(())
        };
        examine(&app)?;
        ensure!(!runs(&app)?, "the doctor leaves none behind");
        app.start_again(&[])?;
        examine(&app)?;
        ensure!(runs(&app)?, "it was asked");
        app.quit()
    })
}

#[test]
fn a_data_directory_whose_path_is_too_long_for_a_socket_is_no_obstacle() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::stopped(desk, &"long".repeat(40));
        add(&app, &crm, "acme", "Acme")?;
        let running = processes(&app)?;
        add(&app, &crm, "globex", "Globex")?;
        ensure!(processes(&app)? == running, "another one was started");
        quit(&app)
    })
}
