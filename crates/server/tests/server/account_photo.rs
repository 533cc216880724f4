//! The photo of the holder of an account: who sees it, where it's shown, and what is left of it.

use std::time::Duration;

use crm::{Database, PhotoOwner, photos_of};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use crate::{
    closing::{close, free_to_close, mariia, purged},
    harness::{Server, send},
    letters::Letters,
    photo::{
        files, folder, hash, own, picture, put, refuses_what_is_none, remove, seen, shown_at,
        takes_each_kind, wait_for,
    },
    portal,
    team::{id, olena},
    visitor::Visitor,
};

const ME: &str = "/portal/me";
const PHOTO: &str = "/api/v1/portal/me/photo";
const INSIDE: &str = "/api/v1/c/acme/me/photo";
const DAY: Duration = Duration::from_hours(24);

/// What the portal's menu shows of who is signed in.
async fn menu(who: &Visitor<'_>) -> [Value; 5] {
    let me = who.get(ME).await.json();
    let account = &me["account"];
    let of_account = |name: &str| account[name].clone();
    [
        of_account("photo_url"),
        of_account("initials"),
        of_account("name"),
        of_account("email"),
        me["sign_out_url"].clone(),
    ]
}

#[tokio::test]
async fn the_menu_shows_the_photo_and_initials_without_one() {
    let (server, _) = Server::set_up().await;
    let hers = Visitor::at_the_portal(&server).await;
    let with = |photo: &Value| {
        [
            photo.clone(),
            json!("OK"),
            json!("Olena Koval"),
            json!("olena@acme.example"),
            json!("/api/v1/portal/sign-out"),
        ]
    };
    assert_eq!(menu(&hers).await, with(&Value::Null));

    let changed = put(&server, &hers, PHOTO, picture(b"olena")).await;
    assert_eq!(
        (changed.status.as_u16(), changed.header("etag")),
        (200, "\"v2\"")
    );
    let url = changed.json()["photo_url"].clone();
    let hash = hash(&url);
    assert_eq!(url, format!("/api/v1/portal/photos/{hash}"));
    assert_eq!(menu(&hers).await, with(&url));
    for side in [48, 128, 512] {
        let path = format!("/api/v1/portal/photos/{hash}?size={side}");
        let answer = seen(&server, &hers, &path).await;
        assert_eq!(answer.status(), 200, "{side}");
        let kept = &answer.headers()["cache-control"];
        assert_eq!(kept, "private, max-age=31536000, immutable");
        let bytes = answer.bytes().await.expect("a body");
        let photo = image::load_from_memory_with_format(&bytes, image::ImageFormat::WebP);
        assert_eq!(photo.expect("WebP").width(), side);
    }
    let unknown = hers.get(&format!("/portal/photos/{hash}?size=64")).await;
    unknown.is_problem(400, "validation_failed");

    let second = put(&server, &hers, PHOTO, picture(b"second")).await;
    assert_ne!(second.json()["photo_url"], url);
    let former = hers.get(&format!("/portal/photos/{hash}")).await;
    former.is_problem(404, "not_found");
    let removed = remove(&hers, PHOTO).await;
    assert_eq!(
        (removed.status.as_u16(), removed.header("etag")),
        (200, "\"v4\"")
    );
    assert_eq!(menu(&hers).await, with(&Value::Null));
    let again = remove(&hers, PHOTO).await;
    assert_eq!(again.header("etag"), "\"v4\"");
    let log = hers.get("/portal/audit").await.json();
    let entries = log["items"].as_array().expect("a list").iter();
    let told = entries.filter(|entry| entry["kind"] == "photo.changed");
    assert_eq!(told.count(), 3, "{log}");
    assert!(!log.to_string().contains(&hash), "{log}");
}

#[tokio::test]
async fn each_kind_is_taken_and_nothing_else_of_it_is_kept() {
    let (server, _) = Server::set_up().await;
    let hers = Visitor::at_the_portal(&server).await;
    takes_each_kind(&server, &hers, PHOTO).await;
}

#[tokio::test]
async fn what_is_no_photo_is_refused_and_changes_nothing() {
    let (server, _) = Server::set_up().await;
    let hers = Visitor::at_the_portal(&server).await;
    refuses_what_is_none(&server, &hers, PHOTO).await;
}

#[tokio::test]
async fn a_user_is_shown_with_it_only_where_that_is_wanted() {
    let (server, _) = Server::set_up().await;
    let hers = Visitor::at_the_portal(&server).await;
    let inside = olena(&server).await;
    shown_at(&server, &hers, PHOTO, "here").await;
    assert_eq!(own(&inside, INSIDE).await, Value::Null);

    let everywhere = format!("{PHOTO}?in_crms=true");
    let photo = shown_at(&server, &hers, &everywhere, "everywhere").await;
    let url = own(&inside, INSIDE).await;
    assert_eq!(hash(&url), photo);
    let url = url.as_str().expect("text").to_owned();
    assert_eq!(seen(&server, &inside, &url).await.status(), 200);
    let changes = "/c/acme/audit?kind=photo.changed";
    let log = inside.get(changes).await.json();
    assert_eq!(log["items"][0]["actor"]["kind"], "account", "{log}");
    // The same again changes nothing.
    shown_at(&server, &hers, &everywhere, "everywhere").await;
    let log = inside.get(changes).await.json();
    assert_eq!(log["items"].as_array().map(Vec::len), Some(1), "{log}");

    // What is taken away at the portal stays in the CRM, and the other way round.
    assert_eq!(remove(&hers, PHOTO).await.status, 200);
    assert_eq!(own(&inside, INSIDE).await, url);
    shown_at(&server, &hers, PHOTO, "here").await;
    assert_eq!(remove(&inside, INSIDE).await.status, 200);
    assert_ne!(own(&hers, PHOTO).await, Value::Null);
}

#[tokio::test]
async fn a_new_crm_begins_with_a_copy_of_it() {
    let (server, _) = Server::set_up().await;
    let hers = Visitor::at_the_portal(&server).await;
    let entered = async |name: &str| {
        let made = portal::create(&hers, name, name).await;
        assert_eq!(made.status, 200, "{made:?}");
        let id = id(&made.json());
        let link = portal::enter_link(&hers, &id).await;
        let inside = portal::enter_in(&hers, &link).await;
        assert_eq!(inside.status, 200, "{inside:?}");
        id
    };
    entered("Plum").await;
    assert_eq!(own(&hers, "/api/v1/c/plum/me/photo").await, Value::Null);

    let photo = shown_at(&server, &hers, PHOTO, "hers").await;
    let berry = entered("Berry").await;
    let url = own(&hers, "/api/v1/c/berry/me/photo").await;
    assert_eq!(hash(&url), photo);
    // Of its own: what happens at the portal is nothing to it.
    assert_eq!(remove(&hers, PHOTO).await.status, 200);
    let url = url.as_str().expect("text");
    for side in [48, 128, 512] {
        let path = format!("{url}?size={side}");
        assert_eq!(seen(&server, &hers, &path).await.status(), 200, "{side}");
    }
    assert_eq!(own(&hers, "/api/v1/c/plum/me/photo").await, Value::Null);
    let mut kept = files(&folder(&server));
    kept.retain(|file| file.starts_with(folder(&server).join(&berry)));
    assert_eq!(kept.len(), 3, "{kept:?}");

    // One whose files are lost comes along nowhere.
    shown_at(&server, &hers, PHOTO, "lost").await;
    for file in files(&folder(&server)) {
        std::fs::remove_file(file).expect("removed");
    }
    entered("Cherry").await;
    assert_eq!(own(&hers, "/api/v1/c/cherry/me/photo").await, Value::Null);
}

#[tokio::test]
async fn nobody_else_sees_or_changes_it() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let another = mariia(&letters).await;
    let hers = Visitor::at_the_portal(server).await;
    let photo = shown_at(server, &hers, PHOTO, "hers").await;
    let path = format!("/portal/photos/{photo}");
    another.get(&path).await.is_problem(404, "not_found");
    // Not even where the very same is theirs: what they see is their own.
    shown_at(server, &another, PHOTO, "hers").await;
    assert_eq!(remove(&hers, PHOTO).await.status, 200);
    hers.get(&path).await.is_problem(404, "not_found");
    assert_eq!(another.get(&path).await.status, 200);

    let inside = olena(server).await;
    inside.get(&path).await.is_problem(401, "unauthenticated");
    let nobody = Visitor::new(server);
    nobody.get(&path).await.is_problem(401, "unauthenticated");
    let before = own(&another, PHOTO).await;
    for (status, code, headers) in [
        (403, "csrf_failed", [("x-csrf-token", "")]),
        (403, "origin_refused", [("sec-fetch-site", "cross-site")]),
        (412, "version_conflict", [("if-match", "\"v1\"")]),
        (401, "unauthenticated", [("cookie", "")]),
    ] {
        let sent = [
            ("cookie", another.cookies()),
            ("sec-fetch-site", "same-origin".to_owned()),
            ("x-csrf-token", another.csrf()),
            ("if-match", "\"v2\"".to_owned()),
        ];
        for method in [Method::PUT, Method::DELETE] {
            let mut request = server.request(method, PHOTO).body(picture(b"eve"));
            for (name, value) in &sent {
                let changed = headers.iter().find(|(changed, _)| changed == name);
                request = request.header(*name, changed.map_or(value.as_str(), |(_, to)| to));
            }
            send(request).await.is_problem(status, code);
        }
    }
    assert_eq!(own(&another, PHOTO).await, before);
}

#[tokio::test]
async fn files_go_a_day_after_the_photo_and_no_others() {
    let (server, _) = Server::set_up().await;
    let left = {
        let hers = Visitor::at_the_portal(&server).await;
        shown_at(&server, &hers, &format!("{PHOTO}?in_crms=true"), "both").await;
        let mut kept = files(&folder(&server));
        assert_eq!(kept.len(), 6, "{kept:?}");
        let account = hers.get(ME).await.json()["account"]["id"].clone();
        let own = folder(&server).join(account.as_str().expect("an id"));
        kept.retain(|file| !file.starts_with(&own));
        assert_eq!(kept.len(), 3, "{kept:?}");
        assert_eq!(remove(&hers, PHOTO).await.status, 200);
        kept
    };
    server.clock.turn(DAY + Duration::from_millis(1));
    // It is looked through at each start.
    let server = server.restarted().await;
    wait_for(&server, &left).await;
}

/// Waits until nothing tells any more of whom a closed account was.
async fn is_forgotten(server: &Server, account: &str) {
    let db = match server.database() {
        Some(url) => Database::read_postgres(&url.to_owned().into()).await,
        None => Database::read_file(&server.folder.path().join("ninefold.db")).await,
    };
    let db = db.expect("opened");
    let forgotten = timeout(Duration::from_secs(20), async {
        let owner = PhotoOwner::Account(account);
        while !photos_of(db.read(), owner).await.expect("read").is_empty() {
            sleep(Duration::from_millis(20)).await;
        }
    });
    forgotten.await.expect("its holder is forgotten");
    db.close().await.expect("closed");
}

#[tokio::test]
async fn an_account_that_is_closed_for_good_leaves_no_file_of_it() {
    let letters = purged().await;
    let (closed, left) = {
        let server = &letters.server;
        let hers = Visitor::at_the_portal(server).await;
        shown_at(server, &hers, PHOTO, "hers").await;
        let left = files(&folder(server));
        assert_eq!(left.len(), 3, "{left:?}");
        let closing = free_to_close(server).await;
        shown_at(server, &closing, PHOTO, "closing").await;
        assert_eq!(files(&folder(server)).len(), 6);
        let account = id(&closing.get(ME).await.json()["account"]);
        let answer = close(&closing, &json!({})).await;
        assert_eq!(answer.status, 204, "{answer:?}");
        (account, left)
    };
    letters.server.clock.turn(DAY * 30);
    let server = letters.server.restarted().await;
    is_forgotten(&server, &closed).await;
    // It is looked through at each start.
    let server = server.restarted().await;
    wait_for(&server, &left).await;
}
