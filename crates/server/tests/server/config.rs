//! Settings by option, environment and file.

use std::path::Path;

use tempfile::TempDir;
use tokio::process::Command;

/// A folder with a file of settings, which says where the data is.
fn folder(more: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let data = toml::Value::String(folder.path().join("data").display().to_string());
    let text = format!("data-dir = {data}\n{more}");
    std::io::Write::write_all(
        &mut std::fs::File::create(folder.path().join("ninefold.toml")).expect("a file"),
        text.as_bytes(),
    )
    .expect("written");
    folder
}

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ninefold-server"));
    command.args(args).arg("--config");
    command.arg(folder.join("ninefold.toml"));
    command
}

async fn run(command: &mut Command) -> (Option<i32>, String, String) {
    let done = command.output().await.expect("ran");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (done.status.code(), text(done.stdout), text(done.stderr))
}

#[tokio::test]
async fn an_option_wins_over_the_environment_and_that_over_the_file() {
    let folder = folder(
        "listen = '127.0.0.1:1'\nbase-url = 'http://localhost:1'\nmail-from = 'file@acme.example'\n\
         mail = 'smtps://acme:hunter2@mail.example'\ntrusted-proxies = ['127.0.0.1']\n",
    );
    let mut show = command(folder.path(), &["config", "show"]);
    show.args(["--listen", "127.0.0.1:3"])
        .env("NINEFOLD_LISTEN", "127.0.0.1:2")
        .env("NINEFOLD_BASE_URL", "http://localhost:2")
        .env("NINEFOLD_DATABASE", "postgres://crm:hunter2@db.example/crm");
    let (code, told, complaints) = run(&mut show).await;
    assert_eq!((code, complaints.as_str()), (Some(0), ""));
    for line in [
        "listen = \"127.0.0.1:3\" # option",
        "base-url = \"http://localhost:2\" # environment",
        "database = \"postgres://<redacted>@db.example/crm\" # environment",
        "mail-from = \"file@acme.example\" # file",
        "mail = \"smtps://<redacted>@mail.example\" # file",
        "trusted-proxies = [\"127.0.0.1\"] # file",
    ] {
        assert!(told.lines().any(|l| l == line), "{line} in {told}");
    }
    assert!(!told.contains("hunter2"), "{told}");
}

#[tokio::test]
async fn what_nobody_said_is_shown_as_default_or_not_set() {
    let folder = folder("");
    let (code, told, _) = run(&mut command(folder.path(), &["config", "show"])).await;
    assert_eq!(code, Some(0));
    assert!(
        told.contains("listen = \"127.0.0.1:8765\" # default\n"),
        "{told}"
    );
    assert!(told.contains("ninefold.db"), "{told}");
    assert!(told.contains("# mail is not set\n"), "{told}");
    assert!(
        !folder.path().join("data").exists(),
        "showing makes nothing"
    );
}

#[tokio::test]
async fn a_setting_that_there_is_not_stops_every_command() {
    let folder = folder("databse = 'postgres://crm:hunter2@db.example/crm'\n");
    for args in [
        &["config", "show"][..],
        &["audit", "verify"],
        &["second-factor", "reset", "olena@acme.example"],
        &["serve"],
    ] {
        let (code, told, complaints) = run(&mut command(folder.path(), args)).await;
        assert!(code.is_some_and(|code| code != 0), "{args:?}");
        assert!(complaints.contains("config_invalid"), "{complaints}");
        assert!(
            complaints.contains("line 2: unknown field `databse`"),
            "{complaints}"
        );
        assert!(
            !complaints.contains("hunter2") && told.is_empty(),
            "{complaints}"
        );
    }
    assert!(!folder.path().join("data").exists(), "nothing was begun");
}

#[tokio::test]
async fn nobody_signs_up_from_the_network_without_letters() {
    let folder = folder("sign-up = 'open'\nbase-url = 'https://crm.example'\n");
    let (code, _, complaints) = run(&mut command(folder.path(), &["serve"])).await;
    assert_eq!(code, Some(1));
    assert!(complaints.contains("sign_up_needs_mail"), "{complaints}");
    let mut by_link = command(folder.path(), &["serve", "--sign-up", "invite"]);
    let (code, _, complaints) = run(&mut by_link).await;
    assert_eq!(code, Some(1));
    assert!(complaints.contains("sign_up_needs_mail"), "{complaints}");
    for policy in ["closed", "invite"] {
        let mut show = command(folder.path(), &["config", "show", "--sign-up", policy]);
        let (_, told, _) = run(&mut show).await;
        let shown = format!("sign-up = \"{policy}\" # option\n");
        assert!(told.contains(&shown), "{told}");
    }
}

#[tokio::test]
async fn without_a_folder_for_the_data_nothing_starts() {
    let mut serve = Command::new(env!("CARGO_BIN_EXE_ninefold-server"));
    let (code, _, complaints) = run(serve.arg("serve")).await;
    assert_eq!(code, Some(1));
    assert!(complaints.contains("data_dir_required"), "{complaints}");
}
