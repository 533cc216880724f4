//! The photo of somebody: what is taken, who sees it, and what is left of it.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use image::{ExtendedColorType, ImageEncoder as _, ImageFormat, Rgb, RgbImage};
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::{
    harness::{Answer, Server, send},
    letters::Letters,
    listener::Listener,
    notifications,
    team::{ihor, olena},
    visitor::Visitor,
};

const ME: &str = "/c/acme/me";
const PHOTO: &str = "/api/v1/c/acme/me/photo";
const DAY: Duration = Duration::from_hours(24);
/// As many bytes as a picture may have.
const MOST: usize = 10_000_000;

/// A PNG file, another one for each word.
pub(crate) fn picture(word: &[u8]) -> Vec<u8> {
    let at = |n: u32| word[n as usize % word.len()];
    let picture = RgbImage::from_fn(64, 48, |x, y| Rgb([at(x), at(y), at(x / 8 + y)]));
    file(&picture, ImageFormat::Png)
}

fn file(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut file, format).expect("written");
    file.into_inner()
}

/// Who has a photo there, or has none.
async fn me(who: &Visitor<'_>, path: &str) -> Answer {
    let me = path.split("/photo").next().expect("a path");
    who.get(me.trim_start_matches("/api/v1")).await
}

/// Where the photo is that somebody has there.
pub(crate) async fn own(who: &Visitor<'_>, path: &str) -> Value {
    let me = me(who, path).await.json();
    me.get("account").unwrap_or(&me)["photo_url"].clone()
}

/// Sends a picture at the version that there is.
pub(crate) async fn put(
    server: &Server,
    who: &Visitor<'_>,
    path: &str,
    picture: Vec<u8>,
) -> Answer {
    let version = me(who, path).await.header("etag").to_owned();
    put_at(server, who, path, &version, picture).await
}

async fn put_at(
    server: &Server,
    who: &Visitor<'_>,
    path: &str,
    version: &str,
    picture: Vec<u8>,
) -> Answer {
    let request = server
        .request(Method::PUT, path)
        .header("cookie", who.cookies())
        .header("sec-fetch-site", "same-origin")
        .header("x-csrf-token", who.csrf())
        .header("if-match", version)
        // What it's called is nobody's business.
        .header("content-type", "image/png")
        .body(picture);
    send(request).await
}

pub(crate) async fn remove(who: &Visitor<'_>, path: &str) -> Answer {
    let version = me(who, path).await.header("etag").to_owned();
    let headers = [("if-match", version.as_str())];
    let path = path.trim_start_matches("/api/v1");
    who.call(Method::DELETE, path, None, &headers).await
}

/// Gives somebody a photo in a CRM; returns its hash.
pub(crate) async fn shown(server: &Server, who: &Visitor<'_>, slug: &str) -> String {
    let path = format!("/api/v1/c/{slug}/me/photo");
    shown_at(server, who, &path, slug).await
}

/// The same, wherever it is.
pub(crate) async fn shown_at(server: &Server, who: &Visitor<'_>, path: &str, word: &str) -> String {
    let answer = put(server, who, path, picture(word.as_bytes())).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    hash(&answer.json()["photo_url"])
}

pub(crate) fn hash(url: &Value) -> String {
    let url = url.as_str().expect("a photo");
    url.rsplit('/').next().expect("a hash").to_owned()
}

/// What a page gets that shows a photo.
pub(crate) async fn seen(server: &Server, who: &Visitor<'_>, path: &str) -> Response {
    let request = server.request(Method::GET, path);
    let answer = request.header("cookie", who.cookies()).send().await;
    answer.expect("an answer")
}

pub(crate) fn folder(server: &Server) -> PathBuf {
    server.folder.path().join("files")
}

/// What lies in the folders of owners, by its path.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(crms) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let inside =
        crms.flat_map(|crm| fs::read_dir(crm.expect("readable").path()).expect("a folder"));
    let mut files: Vec<_> = inside.map(|file| file.expect("readable").path()).collect();
    files.sort();
    files
}

#[tokio::test]
async fn a_photo_is_seen_at_once_wherever_its_owner_is() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let hers = notifications::olena(server).await;
    let his = ihor(&letters, &hers).await;
    let session = hers.get("/c/acme/session").await.json();
    assert_eq!(session["user"]["photo_url"], Value::Null);
    let mut listener = Listener::of(server, &hers, session["last_event"].as_i64()).await;

    let changed = put(server, &his, PHOTO, picture(b"ihor")).await;
    assert_eq!(changed.status, 200, "{changed:?}");
    assert_eq!(changed.header("etag"), "\"v2\"");
    let (id, url) = (&changed.json()["id"], &changed.json()["photo_url"]);
    let hash = hash(url);
    assert_eq!(hash.len(), 64, "{url}");
    assert_eq!(*url, format!("/api/v1/c/acme/photos/{hash}"));
    let told = listener.next_named("record_changed").await;
    assert_eq!(told.data, json!({ "type": "user", "id": id, "version": 2 }));
    assert_eq!(his.get(ME).await.json()["photo_url"], *url);
    assert_eq!(
        his.get(&format!("{ME}/menu")).await.json()["photo_url"],
        *url
    );
    let session = his.get("/c/acme/session").await.json();
    assert_eq!(session["user"]["photo_url"], *url);
    let users = hers.get("/c/acme/users").await.json();
    let mut photos = users["items"].as_array().expect("a list").iter();
    let photo = photos.find(|user| user["id"] == *id).expect("there");
    assert_eq!(photo["photo_url"], *url);

    let url = url.as_str().expect("text");
    for (query, side) in [
        ("", 128),
        ("?size=48", 48),
        ("?size=128", 128),
        ("?size=512", 512),
    ] {
        let answer = seen(server, &hers, &format!("{url}{query}")).await;
        assert_eq!(answer.status(), 200, "{query}");
        for (name, value) in [
            ("content-type", "image/webp"),
            ("cache-control", "private, max-age=31536000, immutable"),
            ("content-disposition", "inline; filename=\"photo.webp\""),
            ("content-security-policy", "default-src 'none'; sandbox"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(answer.headers()[name], value, "{name}");
        }
        let bytes = answer.bytes().await.expect("a body");
        let photo = image::load_from_memory_with_format(&bytes, ImageFormat::WebP);
        assert_eq!(photo.expect("WebP").width(), side);
    }
    let unknown = hers.get(&format!("/c/acme/photos/{hash}?size=64")).await;
    unknown.is_problem(400, "validation_failed");

    let removed = remove(&his, PHOTO).await;
    assert_eq!(
        (removed.status.as_u16(), removed.header("etag")),
        (200, "\"v3\"")
    );
    assert_eq!(removed.json()["photo_url"], Value::Null);
    let menu = his.get(&format!("{ME}/menu")).await.json();
    assert_eq!(
        (&menu["photo_url"], &menu["initials"]),
        (&Value::Null, &json!("IB"))
    );
    hers.get(&format!("/c/acme/photos/{hash}"))
        .await
        .is_problem(404, "not_found");
    let again = remove(&his, PHOTO).await;
    assert_eq!(
        (again.status.as_u16(), again.header("etag")),
        (200, "\"v3\"")
    );
    let log = hers.get("/c/acme/audit?kind=photo.changed").await.json();
    let entries = log["items"].as_array().expect("a list");
    assert_eq!(entries.len(), 2, "{log}");
    assert!(!log.to_string().contains(&hash), "{log}");
}

#[tokio::test]
async fn each_kind_is_taken_and_nothing_else_of_it_is_kept() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    takes_each_kind(&server, &hers, PHOTO).await;
}

/// Each kind is taken where somebody has their photo.
pub(crate) async fn takes_each_kind(server: &Server, hers: &Visitor<'_>, path: &str) {
    let red = RgbImage::from_pixel(64, 64, Rgb([200, 0, 0]));
    for format in [
        ImageFormat::Jpeg,
        ImageFormat::Png,
        ImageFormat::WebP,
        ImageFormat::Gif,
    ] {
        let answer = put(server, hers, path, file(&red, format)).await;
        assert_eq!(answer.status, 200, "{format:?}: {answer:?}");
    }
    let mut jpeg = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new(&mut jpeg);
    let exif = b"II*\0\x08\0\0\0\x01\0\x0f\x01\x02\0\x0c\0\0\0\x1a\0\0\0\0\0\0\0Secret-Spot\0";
    encoder.set_exif_metadata(exif.to_vec()).expect("taken");
    encoder
        .write_image(&red, 64, 64, ExtendedColorType::Rgb8)
        .expect("written");
    assert!(jpeg.windows(6).any(|part| part == b"Secret"));
    assert_eq!(put(server, hers, path, jpeg).await.status, 200);
    for file in files(&folder(server)) {
        let kept = fs::read(&file).expect("readable");
        let name = file.display();
        assert!(kept.starts_with(b"RIFF"), "{name}");
        for trace in [b"Secret".as_slice(), b"EXIF", b"Exif"] {
            assert!(
                !kept.windows(trace.len()).any(|part| part == trace),
                "{name}"
            );
        }
    }
    let part = format!("{path}?x=8&y=0&size=32");
    assert_eq!(put(server, hers, &part, picture(b"part")).await.status, 200);
    for wrong in [
        "x=8",
        "x=33&y=0&size=32",
        "x=0&y=0&size=0",
        "x=-1&y=0&size=8",
        "side=8",
    ] {
        let path = format!("{path}?{wrong}");
        let answer = put(server, hers, &path, picture(b"part")).await;
        answer.is_problem(400, "validation_failed");
    }
}

#[tokio::test]
async fn what_is_no_photo_is_refused_and_changes_nothing() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    refuses_what_is_none(&server, &hers, PHOTO).await;
}

/// What is no photo is refused where somebody has theirs.
pub(crate) async fn refuses_what_is_none(server: &Server, hers: &Visitor<'_>, path: &str) {
    let mut largest = picture(b"largest");
    largest.resize(MOST, 0);
    let taken = put(server, hers, path, largest.clone()).await;
    assert_eq!(taken.status, 200, "{taken:?}");
    largest.push(0);
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>".to_vec();
    let large = file(&RgbImage::new(10_001, 32), ImageFormat::Png);
    let small = file(&RgbImage::new(31, 32), ImageFormat::Png);
    let mut half = picture(b"half");
    half.truncate(half.len() / 2);
    for (status, code, picture) in [
        (413, "image_too_large", largest),
        (413, "image_too_large", large),
        (415, "image_type_unsupported", svg),
        (415, "image_type_unsupported", Vec::new()),
        (422, "image_invalid", small),
        (422, "image_invalid", half),
    ] {
        put(server, hers, path, picture)
            .await
            .is_problem(status, code);
    }
    let stale = put_at(server, hers, path, "\"v1\"", picture(b"stale")).await;
    stale.is_problem(412, "version_conflict");
    let without = hers.delete(path.trim_start_matches("/api/v1")).await;
    without.is_problem(428, "precondition_required");
    assert_eq!(own(hers, path).await, taken.json()["photo_url"]);
    assert_eq!(files(&folder(server)).len(), 3, "nothing of them is kept");
}

#[tokio::test]
async fn sixty_files_a_minute_are_looked_at() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let nothing = async || put_at(&server, &hers, PHOTO, "\"v1\"", b"nothing".to_vec()).await;
    for _ in 0..60 {
        nothing().await.is_problem(415, "image_type_unsupported");
    }
    nothing().await.is_problem(429, "rate_limited");
    server.clock.turn(Duration::from_mins(1));
    nothing().await.is_problem(415, "image_type_unsupported");
}

/// Makes a file older than it is.
fn date(path: &Path, moment: SystemTime) {
    let file = File::options().write(true).open(path).expect("there");
    file.set_modified(moment).expect("dated");
}

#[tokio::test]
async fn a_file_without_a_photo_goes_after_a_day_and_no_other() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let first = shown(&server, &hers, "acme").await;
    let second = put(&server, &hers, PHOTO, picture(b"second")).await;
    let second = hash(&second.json()["photo_url"]);
    assert_ne!(first, second);
    let lying = files(&folder(&server));
    assert_eq!(lying.len(), 6, "{lying:?}");
    let crm = lying[0].parent().expect("a folder").to_owned();
    // What is left by who died while writing, and what is another database's.
    File::create(crm.join(".tmpA1b2C3")).expect("made");
    date(&crm.join(".tmpA1b2C3"), SystemTime::UNIX_EPOCH);
    let foreign = server
        .folder
        .path()
        .join("files/0192f0c1-2345-7abc-8def-0123456789ab");
    fs::create_dir(&foreign).expect("made");
    let foreign = foreign.join(format!("{first}-48.webp"));
    File::create(&foreign).expect("made");
    date(&foreign, SystemTime::UNIX_EPOCH);

    // It is looked through at each start.
    let of = |hash: &str| [512, 128, 48].map(|size| crm.join(format!("{hash}-{size}.webp")));
    let sorted = |mut files: Vec<PathBuf>| {
        files.push(foreign.clone());
        files.sort();
        files
    };
    let both = sorted([of(&first), of(&second)].concat());
    let server = server.restarted().await;
    wait_for(&server, &both).await;
    server.clock.turn(DAY + Duration::from_millis(1));
    let server = server.restarted().await;
    wait_for(&server, &sorted(of(&second).to_vec())).await;
    let hers = olena(&server).await;
    let path = format!("/api/v1/c/acme/photos/{second}");
    assert_eq!(seen(&server, &hers, &path).await.status(), 200);
}

#[tokio::test]
async fn a_purge_takes_the_photos_of_a_crm() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    shown(&server, &hers, "acme").await;
    assert_eq!(files(&folder(&server)).len(), 3);
    let portal = Visitor::at_the_portal(&server).await;
    let crm = portal.crms().await[0]["id"].clone();
    let path = format!("/portal/crms/{}", crm.as_str().expect("an id"));
    let name = json!({ "name": "Acme" });
    let scheduled = portal.call(Method::DELETE, &path, Some(&name), &[]).await;
    assert_eq!(scheduled.status, 200, "{scheduled:?}");
    server.clock.turn(DAY * 7);
    let server = server.restarted().await;
    wait_for(&server, &[]).await;
}

/// Waits until just these are left.
pub(crate) async fn wait_for(server: &Server, left: &[PathBuf]) {
    let swept = tokio::time::timeout(Duration::from_secs(20), async {
        while files(&folder(server)) != left {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    assert!(swept.await.is_ok(), "{:?}", files(&folder(server)));
}

#[tokio::test]
async fn a_photo_counts_only_once_its_files_are_there() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let blocked = folder(&server);
    File::create(&blocked).expect("made");
    let failed = put(&server, &hers, PHOTO, picture(b"first")).await;
    failed.is_problem(500, "internal_error");
    assert_eq!(hers.get(ME).await.json()["photo_url"], Value::Null);
    fs::remove_file(&blocked).expect("removed");
    let taken = put(&server, &hers, PHOTO, picture(b"first")).await;
    assert_eq!(taken.header("etag"), "\"v2\"", "{taken:?}");

    // A file that is lost is said to be, and comes back by the same picture.
    let path = format!("/c/acme/photos/{}", hash(&taken.json()["photo_url"]));
    fs::remove_dir_all(&blocked).expect("removed");
    hers.get(&path).await.is_problem(404, "not_found");
    let again = put(&server, &hers, PHOTO, picture(b"first")).await;
    assert_eq!(again.header("etag"), "\"v2\"", "{again:?}");
    assert_eq!(hers.get(&path).await.status, 200);
}

#[tokio::test]
async fn whoever_is_not_in_the_crm_sees_no_photo_of_it() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let path = format!("/c/acme/photos/{}", shown(&server, &hers, "acme").await);
    let nobody = Visitor::new(&server);
    nobody.get(&path).await.is_problem(401, "unauthenticated");
    let portal = Visitor::at_the_portal(&server).await;
    portal.get(&path).await.is_problem(401, "unauthenticated");
    let elsewhere = path.replace("acme", "berry");
    hers.get(&elsewhere).await.is_problem(404, "crm_not_found");
}
