//! The next start brings back what was open, and nobody has to sign in again.

use std::{collections::BTreeSet, thread, time::Duration};

use anyhow::{Context, Result, ensure};
use serde_json::json;
use testkit::FakeCrm;
use whole_tests::{App, Desk, What, Window, on_a_desk, until};

use crate::{
    crm::{fake_crm, into_note, logged, sign_ins, signed_in},
    keys::wait_switcher,
    list_files::import,
};

/// Labels of the accounts in windows, and that each shows a signed-in page.
fn wait_open(app: &App<'_>, labels: &[&str]) -> Result<()> {
    let wanted: BTreeSet<_> = labels.iter().map(ToString::to_string).collect();
    until("exactly those accounts are open and signed in", || {
        let windows = app.windows()?;
        let open: BTreeSet<_> = windows.iter().flat_map(|w| w.accounts.clone()).collect();
        ensure!(open == wanted, "{windows:#?}");
        let accounts = app.accounts()?;
        for account in accounts.iter().filter(|a| open.contains(&a.label)) {
            ensure!(account.page.as_deref() == Some("signed_in"), "{account:#?}");
        }
        Ok(())
    })
}

fn places(app: &App<'_>) -> Result<Vec<(Vec<String>, Place)>> {
    let place = |w: &Window| (w.x, w.y, w.width, w.height);
    let mut all: Vec<_> = app
        .windows()?
        .into_iter()
        .map(|w| (w.accounts.clone(), place(&w)))
        .collect();
    all.sort();
    Ok(all)
}

type Place = (Option<i32>, Option<i32>, Option<u32>, Option<u32>);

fn three(app: &App<'_>, crm: &FakeCrm) -> Result<()> {
    for (label, tenant, user) in [
        ("Acme", "acme", 1),
        ("Second", "acme", 2),
        ("Globex", "globex", 1),
    ] {
        signed_in(app, crm, tenant, user, label)?;
    }
    Ok(())
}

#[test]
fn exactly_the_open_accounts_come_back_after_quitting_in_their_places_and_signed_in() -> Result<()>
{
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let mut app = App::start(desk, "app")?;
        three(&app, &crm)?;
        app.ask(&["disconnect", "Second"])?;
        app.wait_state("Second", "disconnected")?;
        move_window(desk, "^Acme", [100, 80, 900, 600])?;
        move_window(desk, "^Globex", [500, 200, 800, 500])?;
        let before = until("the places are noted", || {
            let places = places(&app)?;
            let noted = |width| places.iter().any(|(_, (_, _, w, _))| *w == Some(width));
            ensure!(noted(900) && noted(800), "{places:?}");
            Ok(places)
        })?;
        into_note(&app, "Acme")?;
        let mark = crm.log().mark();
        app.quit()?;
        ensure!(
            desk.titles()?.is_empty(),
            "no window stays: {:?}",
            desk.titles()?
        );

        app.start_again(&[])?;
        wait_open(&app, &["Acme", "Globex"])?;
        ensure!(sign_ins(&crm, mark) == 0, "somebody had to sign in again");
        until("both windows are where they were", || {
            let now = places(&app)?;
            ensure!(now == before, "{now:?} instead of {before:?}");
            let shown = [geometry(desk, "^Acme")?, geometry(desk, "^Globex")?];
            ensure!(shown == [[900, 600], [800, 500]], "{shown:?}");
            Ok(())
        })?;
        // The one used last is in front again.
        desk.wait_active("Acme")
    })
}

/// Moves a window and gives its content this size.
pub(crate) fn move_window(desk: &Desk, title: &str, [x, y, width, height]: [i32; 4]) -> Result<()> {
    let id = desk.window_id(title)?;
    let [x, y, width, height] = [x, y, width, height].map(|n| n.to_string());
    desk.run("xdotool", &["windowsize", "--sync", &id, &width, &height])?;
    desk.run("xdotool", &["windowmove", "--sync", &id, &x, &y])
        .map(drop)
}

pub(crate) fn geometry(desk: &Desk, title: &str) -> Result<[i32; 2]> {
    let id = desk.window_id(title)?;
    let shell = desk.run("xdotool", &["getwindowgeometry", "--shell", &id])?;
    let value = |key: &str| {
        let found = shell
            .lines()
            .find_map(|l| l.strip_prefix(key)?.strip_prefix('='));
        found
            .and_then(|v| v.parse().ok())
            .with_context(|| shell.clone())
    };
    Ok([value("WIDTH")?, value("HEIGHT")?])
}

#[test]
fn a_kill_two_seconds_after_signing_in_loses_no_session_and_no_window() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let mut app = App::start(desk, "app")?;
        three(&app, &crm)?;
        let mark = crm.log().mark();
        // The moment is part of the promise: so long after the last sign-in at most.
        thread::sleep(Duration::from_secs(2));
        app.kill9()?;
        app.start_again(&[])?;
        wait_open(&app, &["Acme", "Globex", "Second"])?;
        ensure!(sign_ins(&crm, mark) == 0, "somebody had to sign in again");
        Ok(())
    })
}

#[test]
fn of_ten_accounts_the_three_open_ones_come_back() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let mut app = App::start(desk, "app")?;
        import_many(&app, &crm, 7)?;
        three(&app, &crm)?;
        app.ask(&["open", "Imported 4"])?;
        app.wait_account("Imported 4", "open", |a| a.window.is_some())?;
        app.ask(&["disconnect", "Imported 4"])?;
        app.wait_account("Imported 4", "closed", |a| a.window.is_none())?;
        let mark = crm.log().mark();
        for account in app.accounts()?.iter().filter(|a| a.window.is_some()) {
            let kept = app.folder(account).join("session.sealed");
            until("its session is kept", || Ok(kept.metadata()?))?;
        }
        app.kill9()?;
        app.start_again(&[])?;
        wait_open(&app, &["Acme", "Globex", "Second"])?;
        ensure!(app.accounts()?.len() == 10, "{:#?}", app.accounts()?);
        app.quit()?;
        app.start_again(&[])?;
        wait_open(&app, &["Acme", "Globex", "Second"])?;
        ensure!(sign_ins(&crm, mark) == 0, "somebody had to sign in again");
        let numbers: Vec<_> = app.accounts()?.iter().map(|a| a.number).collect();
        ensure!(
            numbers == (1..=10).map(Some).collect::<Vec<_>>(),
            "{numbers:?}"
        );
        Ok(())
    })
}

#[test]
fn sign_ins_outlive_the_process_that_holds_their_cookies() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let mut app = App::start(desk, "app")?;
        let acme = signed_in(&app, &crm, "acme", 1, "Acme")?;
        let kept = app.folder(&acme).join("session.sealed");
        until("its session is kept", || Ok(kept.metadata()?))?;
        let mark = crm.log().mark();

        // In the middle of the day.
        end_network_process(&app)?;
        into_note(&app, "Acme")?;
        desk.key("F5")?;
        logged(&crm, mark, "the page comes back with its session", |e| {
            e.who.tenant == "acme" && e.who.user.as_deref() == Some("user1")
        })?;
        wait_open(&app, &["Acme"])?;

        // All processes at once, as at the end of the person's session: what is kept stays.
        end_network_process(&app)?;
        app.terminate()?;
        ensure!(kept.exists(), "the session isn't kept any more");
        app.start_again(&[])?;
        wait_open(&app, &["Acme"])?;
        ensure!(sign_ins(&crm, mark) == 0, "somebody had to sign in again");
        Ok(())
    })
}

/// Kills WebKit's process for the network, and waits until it's gone.
fn end_network_process(app: &App<'_>) -> Result<()> {
    let parent = app.pid()?.to_string();
    let named = ["-P", &parent, "WebKitNetwork"];
    let found = app.desk().run("pgrep", &named)?;
    let pid = found.lines().next().context("no process")?.to_owned();
    app.desk().run("kill", &["-KILL", &pid])?;
    until("it's gone", || {
        let left = app.desk().run("pgrep", &named).unwrap_or_default();
        ensure!(left.lines().all(|line| line != pid), "{left}");
        Ok(())
    })
}

/// Imports so many accounts, none of them open.
fn import_many(app: &App<'_>, crm: &FakeCrm, count: usize) -> Result<()> {
    let accounts: Vec<_> = (1..=count)
        .map(|n| json!({ "label": format!("Imported {n}"), "address": crm.tenant_url("initech"), "connector": "generic" }))
        .collect();
    let before = app.accounts()?.len();
    import(app, &accounts)?;
    ensure!(
        app.accounts()?.len() == before + count,
        "{:#?}",
        app.accounts()?
    );
    Ok(())
}

#[test]
fn fifty_accounts_are_listed_and_the_switcher_finds_the_last() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let mut app = App::start(desk, "app")?;
        import_many(&app, &crm, 49)?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        app.quit()?;
        // Without a running program the list comes from the registry.
        ensure!(app.accounts()?.len() == 50, "{}", app.accounts()?.len());
        app.start_again(&[])?;
        wait_open(&app, &["Acme"])?;
        into_note(&app, "Acme")?;
        desk.key("ctrl+shift+a")?;
        wait_switcher(desk, "Acme")?;
        desk.type_text("imported 49")?;
        desk.screen()
            .wait(&What::with("list item", "Imported 49"))?;
        desk.key("Return")?;
        app.wait_account("Imported 49", "its login page", |a| {
            a.page.as_deref() == Some("login")
        })?;
        desk.wait_active("Imported 49")
    })
}

#[test]
fn of_starts_at_once_one_runs_and_the_others_hand_over() -> Result<()> {
    on_a_desk(|desk| {
        let app = App::stopped(desk, "app");
        let mut started = Vec::new();
        for _ in 0..3 {
            started.push(app.launch(&[])?);
        }
        let running = until("one runs on, the others have handed over", || {
            let mut running = Vec::new();
            for (place, child) in started.iter_mut().enumerate() {
                match child.try_wait()? {
                    Some(status) => ensure!(status.success(), "{status}"),
                    None => running.push(place),
                }
            }
            ensure!(running.len() == 1, "{running:?} run");
            Ok(running[0])
        })?;
        let titles = desk.titles()?;
        ensure!(titles.len() == 1, "one window: {titles:?}");
        ensure!(app.cli(&["quit"])?.code == Some(0), "quit");
        let status = until("it ends", || {
            started[running].try_wait()?.context("it runs")
        })?;
        ensure!(status.success(), "{status}");
        Ok(())
    })
}

#[test]
fn queries_while_it_starts_are_answered_and_do_not_stop_it() -> Result<()> {
    on_a_desk(|desk| {
        let mut app = App::stopped(desk, "app");
        // Alone, a query reads the registry; in the middle of a start, it has to wait for its answer.
        ensure!(app.accounts()?.is_empty(), "{:#?}", app.accounts()?);
        thread::scope(|scope| {
            let asking = scope.spawn(|| {
                let asker = App::stopped(desk, "app");
                (0..40)
                    .map(|_| asker.cli(&["list", "--json"]))
                    .collect::<Result<Vec<_>>>()
            });
            app.start_again(&[])?;
            let answers = asking
                .join()
                .map_err(|_| anyhow::anyhow!("the asking thread ended"))??;
            let failed: Vec<_> = answers.iter().filter(|a| a.code != Some(0)).collect();
            ensure!(failed.is_empty(), "{failed:#?}");
            Ok(())
        })?;
        app.quit()
    })
}

#[test]
fn after_two_early_crashes_nothing_opens_by_itself_and_each_is_offered() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let mut app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        let kept = app.folder(&app.account("Acme")?).join("session.sealed");
        until("its session is kept", || Ok(kept.metadata()?))?;
        app.kill9()?;
        app.start_again(&[])?;
        wait_open(&app, &["Acme"])?;
        app.kill9()?;
        let mark = crm.log().mark();
        app.start_again(&[])?;
        let listed = app.account("Acme")?;
        ensure!(!listed.awake && listed.window.is_none(), "{listed:#?}");
        let offer = What::with("push button", "Acme");
        desk.screen().press(&offer)?;
        wait_open(&app, &["Acme"])?;
        ensure!(sign_ins(&crm, mark) == 0, "it had to sign in again");
        Ok(())
    })
}

#[test]
fn an_end_that_the_system_asks_for_is_no_crash() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let mut app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        let mark = crm.log().mark();
        for _ in 0..3 {
            app.terminate()?;
            app.start_again(&[])?;
            wait_open(&app, &["Acme"])?;
        }
        ensure!(sign_ins(&crm, mark) == 0, "it had to sign in again");
        Ok(())
    })
}

#[test]
fn an_empty_start_offers_every_account_and_the_next_one_opens_what_was_chosen_then() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let mut app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        signed_in(&app, &crm, "globex", 1, "Globex")?;
        let mark = crm.log().mark();
        app.quit()?;

        app.start_again(&["--empty"])?;
        let offer = |label: &str| What::with("push button", label).within("Ninefold");
        desk.screen().wait(&offer("Acme"))?;
        desk.screen().wait(&offer("Globex"))?;
        for account in app.accounts()? {
            ensure!(!account.awake && account.window.is_none(), "{account:#?}");
        }
        let titles = desk.titles()?;
        ensure!(titles == ["Ninefold"], "{titles:?}");

        // Nothing was chosen: what was open is open again, and in one step where it isn't wanted to wait.
        app.quit()?;
        app.start_again(&[])?;
        wait_open(&app, &["Acme", "Globex"])?;
        app.quit()?;
        app.start_again(&["--empty"])?;
        desk.screen()
            .press(&What::with("push button", "Open again what was open"))?;
        wait_open(&app, &["Acme", "Globex"])?;
        app.quit()?;
        app.start_again(&["--empty"])?;
        desk.screen().wait(&offer("Globex"))?;
        desk.click(&offer("Globex"))?;
        wait_open(&app, &["Globex"])?;
        app.quit()?;

        app.start_again(&[])?;
        wait_open(&app, &["Globex"])?;
        into_note(&app, "Globex")?;
        // What the empty start left closed is the last closed.
        desk.key("ctrl+shift+t")?;
        wait_open(&app, &["Acme", "Globex"])?;
        ensure!(sign_ins(&crm, mark) == 0, "somebody had to sign in again");
        Ok(())
    })
}
