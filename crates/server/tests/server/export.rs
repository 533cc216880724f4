//! Everything of one CRM in one file.

use std::fs;

use tokio::process::Command;

use crate::harness::Server;

/// `ninefold-server` with these words, beside the running server: exit code, and what it says where.
async fn run(server: &Server, args: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ninefold-server"));
    command.args(args).arg("--data-dir");
    command.arg(server.folder.path());
    if let Some(url) = server.database() {
        command.env("NINEFOLD_DATABASE", url);
    }
    let done = command.output().await.expect("ran");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (done.status.code(), text(done.stdout), text(done.stderr))
}

#[tokio::test]
async fn the_operator_writes_everything_of_a_crm_into_a_file_and_its_log_keeps_that() {
    let server = Server::set_up_today().await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("acme.zip");
    let to = path.to_str().expect("text");

    let (code, _, complaints) = run(&server, &["export", "--crm", "berry", "--to", to]).await;
    assert_eq!(code, Some(1));
    assert!(complaints.contains("no CRM has this slug"), "{complaints}");
    assert_eq!(fs::read_dir(folder.path()).expect("there").count(), 0);

    let (code, told, complaints) = run(&server, &["export", "--crm", "acme", "--to", to]).await;
    assert_eq!(code, Some(0), "{complaints}");
    assert!(told.contains("\nusers: 1\n"), "{told}");
    assert!(fs::read(&path).expect("there").starts_with(b"PK"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(&path).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "its owner's alone");
    }

    let (code, _, complaints) = run(&server, &["export", "--crm", "acme", "--to", to]).await;
    assert_eq!(code, Some(2));
    assert!(complaints.contains("file_exists"), "{complaints}");
    let (code, told, _) = run(&server, &["audit", "verify"]).await;
    assert_eq!(code, Some(0), "{told}");
}
