//! The program is killed in the middle of its work. After the next start everything that was answered is there, and
//! nothing is half done.

use std::{
    collections::BTreeMap,
    fs, io,
    path::Path,
    time::{Duration, Instant},
};

use futures_util::future::join_all;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{
    process::Command,
    time::{sleep, timeout},
};

use crate::{
    harness::{PASSWORD, setup_body},
    program::Program,
};

const PATIENCE: Duration = Duration::from_secs(30);
/// Kills of each kind, spread over the time that the work takes.
const KILLS: u32 = 8;
const SQL: &str = "import json, sqlite3, sys
with sqlite3.connect(sys.argv[1], timeout=10) as db:
    print(json.dumps([row[0] for row in db.execute(sys.argv[2])]))";
/// What an account may create in a day.
const NAMES: [&str; 4] = ["Birch", "Cedar", "Dogwood", "Elm"];

/// A data folder, where its letters go, and a browser in which Olena is signed in at its portal.
struct Place {
    folder: TempDir,
    http: Client,
    csrf: String,
}

impl Place {
    /// Set up, with Acme, and stopped.
    async fn new() -> Self {
        let http = Client::builder()
            .cookie_store(true)
            .no_proxy()
            .build()
            .expect("a client");
        let mut place = Self {
            folder: tempfile::tempdir().expect("a folder"),
            http,
            csrf: String::new(),
        };
        let program = place.start().await;
        let mut body = setup_body();
        body["token"] = program.told["bootstrap"].clone();
        let sign_in = json!({ "login": "olena@acme.example", "password": PASSWORD });
        for (path, body) in [
            ("/setup", body),
            ("/sign-in", sign_in),
            (
                "/sign-in/tickets/current/open",
                json!({ "choice": "portal" }),
            ),
        ] {
            let answer = place
                .call(&program, Method::POST, path, Some(body), "")
                .await;
            assert_eq!(answer.expect("an answer").0, 200, "{path}");
        }
        let me = place.get(&program, "/portal/me").await;
        me["csrf"]
            .as_str()
            .expect("a token")
            .clone_into(&mut place.csrf);
        stop(program).await;
        place
    }

    /// The same in a folder of its own. Of a place whose program is stopped.
    fn copy(&self) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        copy(self.folder.path(), folder.path()).expect("copied");
        Self {
            folder,
            http: self.http.clone(),
            csrf: self.csrf.clone(),
        }
    }

    async fn start(&self) -> Program {
        let letters = format!("file://{}", self.folder.path().join("letters").display());
        fs::create_dir_all(self.folder.path().join("letters")).expect("made");
        Program::start_with(&self.folder.path().join("data"), |command| {
            command.env("NINEFOLD_MAIL", letters);
        })
        .await
    }

    /// Nothing where the program is gone before it has answered.
    async fn call(
        &self,
        program: &Program,
        method: Method,
        path: &str,
        body: Option<Value>,
        key: &str,
    ) -> Option<(u16, Value)> {
        let mut request = self
            .http
            .request(method, format!("{}/api/v1{path}", program.url()))
            .header("sec-fetch-site", "same-origin")
            .header("x-csrf-token", &self.csrf);
        if !key.is_empty() {
            request = request.header("idempotency-key", key);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.ok()?;
        let status = answer.status().as_u16();
        let text = answer.text().await.ok()?;
        Some((status, serde_json::from_str(&text).unwrap_or_default()))
    }

    async fn get(&self, program: &Program, path: &str) -> Value {
        let answer = self.call(program, Method::GET, path, None, "").await;
        answer.expect("an answer").1
    }

    async fn crms(&self, program: &Program) -> Vec<Value> {
        let list = self.get(program, "/portal/crms").await;
        list["items"].as_array().expect("a list").clone()
    }

    /// All of [`NAMES`] at once, each with a key of its own.
    async fn create(&self, program: &Program) -> Vec<Option<(u16, Value)>> {
        join_all(NAMES.map(|name| {
            let body = json!({ "name": name });
            self.call(program, Method::POST, "/portal/crms", Some(body), name)
        }))
        .await
    }

    /// All of these at once.
    async fn delete(&self, program: &Program, crms: &[Value]) -> Vec<Option<(u16, Value)>> {
        join_all(crms.iter().map(|crm| {
            let path = format!("/portal/crms/{}", id(crm));
            let body = json!({ "name": crm["crm"]["name"] });
            async move {
                self.call(program, Method::DELETE, &path, Some(body), "")
                    .await
            }
        }))
        .await
    }

    /// Whether it can be used: somebody enters it.
    async fn enter(&self, program: &Program, crm: &Value) {
        let path = format!("/portal/crms/{}/enter", id(crm));
        let link = self
            .call(program, Method::POST, &path, Some(json!({})), "")
            .await
            .expect("an answer");
        assert_eq!(link.0, 200, "{link:?}");
        let url = link.1["url"].as_str().expect("a link");
        let (path, ticket) = url.split_once("#ticket=").expect("a ticket");
        let body = json!({ "ticket": ticket });
        let path = path.trim_end_matches('/');
        let entered = self
            .call(program, Method::POST, path, Some(body), "")
            .await
            .expect("an answer");
        assert_eq!(entered.0, 200, "{entered:?}");
    }

    /// Waits for a whole letter with each of these in its subject.
    async fn wait_for_letters(&self, subjects: &[String]) {
        let written = || {
            let files = fs::read_dir(self.folder.path().join("letters")).expect("a folder");
            let letters = files.map(|file| fs::read(file.expect("a file").path()));
            letters.map(Result::unwrap_or_default).collect::<Vec<_>>()
        };
        let there = |letters: &[Vec<u8>], subject: &str| {
            letters.iter().any(|letter| {
                let parsed = mail_parser::MessageParser::default().parse(letter);
                parsed.is_some_and(|letter| {
                    letter.subject() == Some(subject) && letter.body_html(0).is_some()
                })
            })
        };
        let all = timeout(PATIENCE, async {
            loop {
                let letters = written();
                if subjects.iter().all(|subject| there(&letters, subject)) {
                    return;
                }
                sleep(Duration::from_millis(20)).await;
            }
        });
        let found = all.await;
        assert!(
            found.is_ok(),
            "{subjects:?} are not all in {} letters",
            written().len()
        );
    }

    /// Asks its database, or changes it behind the program's back; the first column of what is found.
    async fn sql(&self, statement: &str) -> Vec<String> {
        let file = self.folder.path().join("data/ninefold.db");
        let done = Command::new("python3")
            .args(["-c", SQL])
            .arg(file)
            .arg(statement)
            .output()
            .await
            .expect("ran");
        assert!(done.status.success(), "{done:?}");
        serde_json::from_slice(&done.stdout).expect("a list")
    }
}

/// Stops a program in order.
async fn stop(mut program: Program) {
    drop(program.child.stdin.take());
    assert!(program.ended().await.success());
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            fs::create_dir(&to)?;
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), &to)?;
        }
    }
    Ok(())
}

fn id(crm: &Value) -> &str {
    crm["id"].as_str().expect("an id")
}

fn name(crm: &Value) -> &str {
    crm["crm"]["name"].as_str().expect("a name")
}

/// Kills the program after a while of this work, and gives what came of the work till then.
async fn killed_after<T>(
    mut program: Program,
    moment: Duration,
    work: impl AsyncFnOnce(&Program) -> T,
) -> T {
    let pid = program.child.id().expect("running").to_string();
    let killed = async {
        sleep(moment).await;
        let done = Command::new("kill").args(["-KILL", &pid]).status().await;
        assert!(done.expect("ran").success());
    };
    let (done, ()) = tokio::join!(work(&program), killed);
    assert!(!program.ended().await.success());
    done
}

#[tokio::test]
async fn crms_that_were_made_are_there_and_none_is_half_made() {
    let ground = Place::new().await;
    let place = ground.copy();
    let program = place.start().await;
    let began = Instant::now();
    for made in place.create(&program).await {
        assert_eq!(made.expect("an answer").0, 200);
    }
    let whole = began.elapsed();
    stop(program).await;

    for kill in 0..KILLS {
        let place = ground.copy();
        let program = place.start().await;
        let answered = killed_after(program, whole * kill / KILLS, async |program| {
            place.create(program).await
        })
        .await;

        let program = place.start().await;
        let again = place.create(&program).await;
        for (first, again) in answered.iter().zip(&again) {
            let (status, again) = again.as_ref().expect("an answer");
            assert_eq!(*status, 200, "{again}");
            if let Some((status, first)) = first {
                assert_eq!((*status, id(first)), (200, id(again)));
            }
        }
        let crms = place.crms(&program).await;
        let mut names: Vec<_> = crms.iter().map(name).collect();
        names.sort_unstable();
        assert_eq!(names, ["Acme", "Birch", "Cedar", "Dogwood", "Elm"]);
        for crm in &crms {
            place.enter(&program, crm).await;
        }
        let ready = NAMES.map(|name| format!("{name} готова"));
        place.wait_for_letters(&ready).await;
        stop(program).await;
    }
}

#[tokio::test]
async fn what_was_deleted_is_scheduled_and_can_be_brought_back() {
    let ground = Place::new().await;
    let program = ground.start().await;
    ground.create(&program).await;
    let crms = ground.crms(&program).await;
    stop(program).await;

    let place = ground.copy();
    let program = place.start().await;
    let began = Instant::now();
    for deleted in place.delete(&program, &crms).await {
        assert_eq!(deleted.expect("an answer").0, 200);
    }
    let whole = began.elapsed();
    stop(program).await;

    for kill in 0..KILLS {
        let place = ground.copy();
        let program = place.start().await;
        let answered = killed_after(program, whole * kill / KILLS, async |program| {
            place.delete(program, &crms).await
        })
        .await;

        let program = place.start().await;
        let listed: BTreeMap<_, _> = place
            .crms(&program)
            .await
            .into_iter()
            .map(|crm| (id(&crm).to_owned(), crm))
            .collect();
        for (crm, answer) in crms.iter().zip(&answered) {
            let crm = &listed[id(crm)];
            let scheduled = crm["status"] == "deletion_scheduled" && crm["delete_at"].is_string();
            let active = crm["status"] == "active" && crm["delete_at"].is_null();
            assert!(scheduled || (active && answer.is_none()), "{crm}");
            let path = format!("/portal/crms/{}/cancel-deletion", id(crm));
            let back = place
                .call(&program, Method::POST, &path, Some(json!({})), "")
                .await;
            assert_eq!(back.expect("an answer").1["status"], "active");
            place.enter(&program, crm).await;
        }
        stop(program).await;
    }
}

#[tokio::test]
async fn a_purge_goes_on_and_leaves_nothing() {
    let ground = Place::new().await;
    let program = ground.start().await;
    ground.create(&program).await;
    let crms = ground.crms(&program).await;
    ground.delete(&program, &crms).await;
    stop(program).await;
    ground.sql("UPDATE crm SET delete_at = 1").await;
    // An hour later its work comes again.
    ground.sql("DELETE FROM job").await;

    let place = ground.copy();
    let began = Instant::now();
    let program = place.start().await;
    let gone = async |place: &Place| {
        let all_gone = timeout(PATIENCE, async {
            while !place.sql("SELECT id FROM crm").await.is_empty() {}
        });
        all_gone.await.expect("all are gone");
    };
    gone(&place).await;
    let whole = began.elapsed();
    stop(program).await;

    for kill in 0..KILLS {
        let place = ground.copy();
        let program = place.start().await;
        killed_after(program, whole * kill / KILLS, async |_| ()).await;
        // A minute later somebody else may go on.
        place.sql("UPDATE job SET locked_until = 1").await;
        let program = place.start().await;
        gone(&place).await;
        stop(program).await;

        let ids: Vec<_> = crms.iter().map(|crm| format!("'{}'", id(crm))).collect();
        let ids = ids.join(", ");
        let columns = "SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c \
                       WHERE m.type = 'table' AND upper(c.type) IN ('TEXT', 'VARCHAR')";
        let columns = place.sql(columns).await;
        let selects = columns.iter().map(|column| {
            let (table, name) = column.split_once('.').expect("a column");
            format!(
                "SELECT '{column}' WHERE EXISTS (SELECT 1 FROM \"{table}\" WHERE \"{name}\" IN ({ids}))"
            )
        });
        let all = selects.collect::<Vec<_>>().join(" UNION ALL ");
        let mut held = place.sql(&all).await;
        held.sort_unstable();
        // The tombstone, its money, and what its owner's own log has of it.
        let outlive = [
            "audit_entry.subject",
            "crm_tombstone.crm_id",
            "ledger_entry.reference",
            "wallet.crm_id",
        ];
        assert_eq!(held, outlive);
        let stones = place
            .sql("SELECT name FROM crm_tombstone ORDER BY name")
            .await;
        assert_eq!(stones, ["Acme", "Birch", "Cedar", "Dogwood", "Elm"]);
    }
}

#[tokio::test]
async fn an_export_is_offered_whole_and_what_was_begun_is_gone() {
    let ground = Place::new().await;
    let program = ground.start().await;
    let crm = ground.crms(&program).await.remove(0);
    ground.delete(&program, std::slice::from_ref(&crm)).await;
    stop(program).await;
    // So that its writing takes a while.
    ground
        .sql(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) \
             INSERT INTO event (crm_id, id, seq, type, actor, subject_type, subject_id, payload, at) \
             SELECT crm.id, 'e' || n.i, 1000 + n.i, 'test', '{}', 'test', hex(randomblob(64)), '{}', 1 FROM n, crm",
        )
        .await;
    let path = format!("/portal/crms/{}/exports", id(&crm));
    let ask = async |place: &Place, program: &Program| {
        let body = Some(json!({}));
        place.call(program, Method::POST, &path, body, "").await
    };
    let ready = async |place: &Place, program: &Program| {
        let all = timeout(PATIENCE, async {
            loop {
                let listed = place.get(program, &path).await;
                if listed["items"][0]["state"] == "ready" {
                    return listed["items"][0].clone();
                }
                sleep(Duration::from_millis(20)).await;
            }
        });
        all.await.expect("it is made")
    };

    let place = ground.copy();
    let program = place.start().await;
    let began = Instant::now();
    assert_eq!(ask(&place, &program).await.expect("an answer").0, 202);
    ready(&place, &program).await;
    let whole = began.elapsed();
    stop(program).await;

    for kill in 0..KILLS {
        let place = ground.copy();
        let program = place.start().await;
        killed_after(program, whole * kill / KILLS, async |program| {
            ask(&place, program).await
        })
        .await;
        // A minute later somebody else may go on.
        place.sql("UPDATE job SET locked_until = 1").await;
        let program = place.start().await;
        if place.get(&program, &path).await["items"] == json!([]) {
            assert_eq!(ask(&place, &program).await.expect("an answer").0, 202);
        }
        let export = ready(&place, &program).await;
        let folder = place.folder.path().join("data/exports");
        let files = || {
            let files = fs::read_dir(&folder).expect("a folder");
            let sizes = files.map(|file| file.expect("a file").metadata().map(|file| file.len()));
            sizes.filter_map(Result::ok).collect::<Vec<_>>()
        };
        stop(program).await;
        // Its start does what is due.
        let program = place.start().await;
        let alone = timeout(PATIENCE, async {
            while files().len() != 1 {
                sleep(Duration::from_millis(20)).await;
            }
        });
        assert!(alone.await.is_ok(), "{:?}", files());
        assert_eq!(export["bytes"], files()[0]);
        let letters = "SELECT id FROM outbox WHERE kind = 'export_ready'";
        assert_eq!(place.sql(letters).await.len(), 1);
        stop(program).await;
    }
}
