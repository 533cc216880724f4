//! A page that tries everything gets nothing.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use whole_tests::{App, on_a_desk};

use crate::crm::{all_said, fake_crm, go, said, signed_in};
use crate::processes::{namespaces, web_processes};

/// The program's own addresses, where a page would be one of its own.
const OWN: [&str; 4] = [
    "tauri://localhost/",
    "http://tauri.localhost/",
    "ipc://localhost/snapshot_get",
    "file:///etc/passwd",
];

#[test]
fn a_hostile_page_that_tries_every_command_by_name_gets_nothing() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        let before = app.accounts()?;
        let commands: Vec<_> = ipc::COMMANDS.iter().map(|c| c.name).collect();
        let mark = crm.log().mark();
        let path = format!(
            "/t/acme/hostile?commands={}&leave={}",
            commands.join(","),
            OWN.join(",")
        );
        go(&app, &crm, "Acme", &path)?;

        let report = said(&crm, mark, "hostile", |_| true)?;
        let tries = report.as_array().context("a list")?;
        for command in &commands {
            let name = format!("invoke {command}");
            ensure!(
                tries.iter().any(|t| t["attempt"] == *name),
                "{name} was not tried"
            );
        }
        let through: Vec<&Value> = tries
            .iter()
            .filter(|t| t["outcome"] == "answered" || t["outcome"] == "reached")
            .collect();
        ensure!(through.is_empty(), "{through:#?}");

        said(&crm, mark, "hostile-done", |_| true)?;
        let stayed = all_said(&crm, mark, "hostile-stayed");
        ensure!(stayed.len() == OWN.len(), "{stayed:#?}");
        let left = all_said(&crm, mark, "hostile-left");
        ensure!(left.is_empty(), "{left:#?}");

        // And nothing has changed: no account, no window, and the page is where it was.
        let after = app.accounts()?;
        ensure!(
            after.len() == 1 && after[0].id == before[0].id,
            "{after:#?}"
        );
        ensure!(
            after[0].label == "Acme" && after[0].state == "connected",
            "{after:#?}"
        );
        ensure!(
            after[0]
                .url
                .as_deref()
                .is_some_and(|u| u.contains("/hostile")),
            "{after:#?}"
        );
        ensure!(app.windows()?.len() == 1, "{:#?}", app.windows()?);
        ensure!(
            desk.opened_outside()?.is_empty(),
            "{:?}",
            desk.opened_outside()?
        );
        Ok(())
    })
}

#[test]
fn every_pages_process_is_in_the_sandbox() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        let own = namespaces(app.pid()?)?;
        let processes = web_processes(&app)?;
        ensure!(processes.len() >= 2, "{processes:?}");
        for pid in processes.into_keys() {
            // One that has ended meanwhile is none to worry about.
            let Ok(inside) = namespaces(pid) else {
                continue;
            };
            ensure!(
                inside > own,
                "{pid} is outside of the sandbox; is there a /.flatpak-info?"
            );
        }
        Ok(())
    })
}
