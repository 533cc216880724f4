//! Backups, and moving to another database.

use std::{
    fs::{self, File},
    io::Write as _,
    path::Path,
};

use serde_json::{Value, json};
use tokio::process::Command;

use crate::{
    harness::{Answer, PASSWORD, client, send, setup_body},
    photo::picture,
    program::Program,
};

/// Where somebody's session is told of, and who they are.
const IN_THE_CRM: [&str; 2] = ["/c/acme/session", "/c/acme/me"];
const AT_THE_PORTAL: [&str; 2] = ["/portal/me", "/portal/me"];

/// `ninefold-server` with these arguments and this database: exit code and what is printed.
async fn run(args: &[&str], folder: &Path, database: Option<&str>) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ninefold-server"));
    command.args(args).arg("--data-dir").arg(folder);
    if let Some(url) = database {
        command.env("NINEFOLD_DATABASE", url);
    }
    let done = command.output().await.expect("ran");
    let told = [done.stdout, done.stderr].concat();
    (done.status.code(), String::from_utf8(told).expect("text"))
}

fn text(path: &Path) -> &str {
    path.to_str().expect("text")
}

/// A server that is set up, and the cookie of its owner.
async fn set_up(folder: &Path) -> (Program, String) {
    let program = Program::start(folder).await;
    let mut body = setup_body();
    body["token"] = program.told["bootstrap"].clone();
    let url = format!("{}/api/v1/setup", program.url());
    let answer = send(client().post(url).json(&body)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let cookie = answer.cookie();
    (program, cookie)
}

async fn stop(mut program: Program) {
    drop(program.child.stdin.take());
    assert!(program.ended().await.success());
}

async fn session(url: &str, cookie: &str) -> Answer {
    let url = format!("{url}/api/v1/c/acme/session");
    send(client().get(url).header("cookie", cookie)).await
}

#[tokio::test]
async fn a_backup_made_beside_the_running_server_brings_everything_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let (program, cookie) = set_up(&data).await;
    let file = folder.path().join("kept.db");
    let backup = ["backup", "--to", text(&file)];
    let (code, told) = run(&backup, &data, None).await;
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("server.key"), "{told}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(&file).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let (code, told) = run(&backup, &data, None).await;
    assert!(code == Some(2) && told.contains("file_exists"), "{told}");

    // Nothing is put over a database, nor beside a server that runs.
    let restore = ["restore", "--from", text(&file)];
    let (code, told) = run(&restore, &data, None).await;
    assert!(
        code == Some(2) && told.contains("data_dir_in_use"),
        "{told}"
    );
    stop(program).await;
    let (code, told) = run(&restore, &data, None).await;
    assert!(code == Some(2) && told.contains("file_exists"), "{told}");

    let other = folder.path().join("other");
    let (code, told) = run(&restore, &other, None).await;
    assert_eq!(code, Some(0), "{told}");
    fs::copy(data.join("server.key"), other.join("server.key")).expect("copied");
    let restored = Program::start(&other).await;
    assert_eq!(restored.told["bootstrap"], Value::Null, "it is set up");
    assert_eq!(session(restored.url(), &cookie).await.status, 200);
    let body = json!({
        "address": "acme", "login": "olena@acme.example", "password": PASSWORD, "keep": false,
    });
    let sign_in = client()
        .post(format!("{}/api/v1/sign-in", restored.url()))
        .json(&body);
    assert_eq!(send(sign_in).await.status, 200);
}

/// The cookie of the owner at the portal.
async fn at_the_portal(url: &str) -> String {
    let mut kept = String::new();
    let sign_in = json!({ "login": "olena@acme.example", "password": PASSWORD });
    for (path, body) in [
        ("/sign-in", sign_in),
        (
            "/sign-in/tickets/current/open",
            json!({ "choice": "portal" }),
        ),
    ] {
        let request = client().post(format!("{url}/api/v1{path}")).json(&body);
        let answer = send(request.header("cookie", &kept)).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let set = answer.headers.get_all("set-cookie").iter();
        let pairs = set.filter_map(|cookie| cookie.to_str().expect("text").split(';').next());
        kept = pairs.collect::<Vec<_>>().join("; ");
    }
    kept
}

/// Gives the owner a photo, as a user or as the holder of the account; returns where it is.
async fn photo(url: &str, cookie: &str, [session, me]: [&str; 2]) -> String {
    let get = async |path: &str| {
        let request = client().get(format!("{url}/api/v1{path}"));
        send(request.header("cookie", cookie)).await
    };
    let csrf = get(session).await.json()["csrf"].clone();
    let request = client()
        .put(format!("{url}/api/v1{me}/photo"))
        .header("cookie", cookie)
        .header("sec-fetch-site", "same-origin")
        .header("x-csrf-token", csrf.as_str().expect("a token"))
        .header("if-match", get(me).await.header("etag"))
        .body(picture(me.as_bytes()));
    let set = send(request).await;
    assert_eq!(set.status, 200, "{set:?}");
    let photo = set.json()["photo_url"].clone();
    photo.as_str().expect("a photo").to_owned()
}

/// The photo as pages get it.
async fn shown(url: &str, cookie: &str, photo: &str) -> Vec<u8> {
    let request = client().get(format!("{url}{photo}"));
    let answer = request.header("cookie", cookie).send().await;
    let answer = answer.expect("an answer");
    assert_eq!(answer.status(), 200);
    answer.bytes().await.expect("whole").to_vec()
}

#[tokio::test]
async fn photos_come_back_with_the_database() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let (program, cookie) = set_up(&data).await;
    let portal = at_the_portal(program.url()).await;
    let mut photos = Vec::new();
    for (cookie, paths) in [(&cookie, IN_THE_CRM), (&portal, AT_THE_PORTAL)] {
        let photo = photo(program.url(), cookie, paths).await;
        let before = shown(program.url(), cookie, &photo).await;
        photos.push((cookie, photo, before));
    }
    let file = folder.path().join("kept.db");
    let files = folder.path().join("kept.db-files");
    let backup = ["backup", "--to", text(&file)];
    fs::create_dir(&files).expect("made");
    let (code, told) = run(&backup, &data, None).await;
    assert!(code == Some(2) && told.contains("file_exists"), "{told}");
    assert!(!file.exists(), "nothing half");
    fs::remove_dir(&files).expect("removed");
    let (code, told) = run(&backup, &data, None).await;
    assert_eq!(code, Some(0), "{told}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(&files).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }
    stop(program).await;

    let other = folder.path().join("other");
    let restore = ["restore", "--from", text(&file)];
    fs::create_dir_all(other.join("files/somebody")).expect("made");
    let (code, told) = run(&restore, &other, None).await;
    assert!(code == Some(2) && told.contains("file_exists"), "{told}");
    assert!(!other.join("ninefold.db").exists());
    fs::remove_dir(other.join("files/somebody")).expect("removed");
    let (code, told) = run(&restore, &other, None).await;
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("with its photos"), "{told}");
    let restored = Program::start(&other).await;
    for (cookie, photo, before) in photos {
        assert_eq!(shown(restored.url(), cookie, &photo).await, before);
    }
    stop(restored).await;

    // One from before photos were in it.
    fs::rename(&files, folder.path().join("elsewhere")).expect("moved");
    let third = folder.path().join("third");
    let (code, told) = run(&restore, &third, None).await;
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("without photos"), "{told}");
}

#[tokio::test]
async fn a_damaged_backup_is_not_put_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let (program, _) = set_up(&data).await;
    let file = folder.path().join("kept.db");
    let (code, told) = run(&["backup", "--to", text(&file)], &data, None).await;
    assert_eq!(code, Some(0), "{told}");
    stop(program).await;

    let whole = fs::read(&file).expect("there");
    let half = whole[..whole.len() / 2].to_vec();
    let mut overwritten = whole.clone();
    overwritten[4096..3 * 4096].fill(0x5a);
    for (n, damaged) in [half, overwritten, b"no database".to_vec()]
        .iter()
        .enumerate()
    {
        let file = folder.path().join(format!("damaged-{n}.db"));
        File::create(&file)
            .and_then(|mut file| file.write_all(damaged))
            .expect("written");
        let other = folder.path().join(format!("other-{n}"));
        let (code, told) = run(&["restore", "--from", text(&file)], &other, None).await;
        assert_eq!(code, Some(2), "{told}");
        assert!(told.contains("(database_"), "{told}");
        assert!(!other.join("ninefold.db").exists());
    }
}

#[tokio::test]
async fn everything_moves_to_postgresql_and_the_file_stays() {
    let Some(database) = testkit::postgres_database().expect("a database") else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let (program, cookie) = set_up(&data).await;
    let migrate = ["migrate-database", "--to", &database];
    let (code, told) = run(&migrate, &data, None).await;
    assert!(
        code == Some(2) && told.contains("data_dir_in_use"),
        "{told}"
    );
    stop(program).await;

    let before = fs::read(data.join("ninefold.db")).expect("there");
    let (code, told) = run(&migrate, &data, None).await;
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("1  account\n"), "{told}");
    assert_eq!(fs::read(data.join("ninefold.db")).expect("there"), before);
    let (code, told) = run(&migrate, &data, None).await;
    assert!(
        code == Some(2) && told.contains("target_not_empty"),
        "{told}"
    );

    let (code, told) = run(&["audit", "verify"], &data, Some(&database)).await;
    assert_eq!(code, Some(0), "{told}");
    let program = Program::start_with(&data, |command| {
        command.env("NINEFOLD_DATABASE", &database);
    })
    .await;
    assert_eq!(session(program.url(), &cookie).await.status, 200);
}
