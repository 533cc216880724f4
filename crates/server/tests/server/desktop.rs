//! The document for desktop clients.

use reqwest::Method;
use serde_json::json;

use crate::{
    harness::{Server, send},
    qr::{Approver, Waiting},
};

const PATH: &str = "/.well-known/crm-desktop.json";

#[tokio::test]
async fn the_document_of_a_crm_tells_all_that_works() {
    let (server, setup) = Server::set_up().await;
    let answer = server.get(&format!("{PATH}?crm=acme")).await;
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("cache-control"), "public, max-age=3600");
    let document = answer.json();
    assert_eq!(document["v"], 1);
    assert_eq!(document["crm"], setup.json()["crm"]);
    assert_eq!(
        document["scope"],
        json!(["/c/acme/", "/sign-in", "/sso/", "/qr/", "/account"])
    );
    assert_eq!(document["sign_in"]["page"], "/c/acme/sign-in");
    assert_eq!(
        document["sign_in"]["switcher_slot"],
        "[data-account-switcher]"
    );
    for part in ["unread", "stream", "ack"] {
        assert!(document.get(part).is_none(), "{part} doesn't exist yet");
    }
    for icon in document["icons"].as_array().expect("icons") {
        let file = server.get(icon["src"].as_str().expect("a path")).await;
        assert_eq!(
            (file.status.as_u16(), file.header("content-type")),
            (200, icon["type"].as_str().expect("a type"))
        );
    }
}

#[tokio::test]
async fn what_the_document_promises_is_there() {
    let (server, setup) = Server::set_up().await;
    let document = server.get(&format!("{PATH}?crm=acme")).await.json();
    let text = |pointer: &str| {
        document
            .pointer(pointer)
            .and_then(|v| v.as_str())
            .expect("text")
            .to_owned()
    };

    let probe = text("/signed_in/probe");
    assert_eq!(
        server.get(&probe).await.status.as_u16(),
        document["signed_in"]["no"]
    );
    let session = server.get_with(&probe, &setup.cookie()).await;
    assert_eq!(session.status.as_u16(), document["signed_in"]["yes"]);
    let session = session.json();
    for (what, pointer) in document["signed_in"]["pointers"]
        .as_object()
        .expect("pointers")
    {
        assert!(
            session
                .pointer(pointer.as_str().expect("a pointer"))
                .is_some(),
            "{what}"
        );
    }

    let method: Method = text("/sign_out/method").parse().expect("a method");
    let csrf = session
        .pointer(&text("/signed_in/pointers/csrf"))
        .and_then(|v| v.as_str())
        .expect("a token");
    let by_page = |method: Method, path: &str| {
        let request = server.request(method, path);
        request
            .header("cookie", setup.cookie())
            .header(text("/sign_out/csrf_header"), csrf)
            .header("origin", &server.url)
    };
    let client = json!({ "name": "Ninefold on thinkpad", "platform": "linux" });
    let register = by_page(Method::POST, &text("/device/register")).json(&client);
    let token = send(register).await.json()["token"].clone();
    let revoke = server.request(Method::DELETE, &text("/device/revoke"));
    let revoke = revoke.bearer_auth(token.as_str().expect("a token"));
    assert_eq!(send(revoke).await.status, 204);
    let sign_out = by_page(method, &text("/sign_out/url"));
    assert_eq!(send(sign_out).await.status, 200);
    assert_eq!(server.get(&probe).await.status, 401);
    for page in [
        text("/start"),
        text("/sign_in/page"),
        text("/sign_in/without_address"),
    ] {
        assert!(server.get(&page).await.status.as_u16() < 400, "{page}");
    }
}

#[tokio::test]
async fn the_document_says_how_a_screen_is_let_in() {
    let (server, _) = Server::set_up().await;
    for (query, approver) in [
        ("?crm=acme", Approver::in_the_crm(&server).await),
        ("", Approver::at_the_portal(&server).await),
    ] {
        let document = server.get(&format!("{PATH}{query}")).await.json();
        assert_eq!(document["sign_in"]["methods"], json!(["password", "qr"]));
        assert_eq!(document["sign_in"]["browser_handoff"], false);
        let waiting = Waiting::begin(&server, None).await;
        let path = |part: &str, name: &str, value: &str| {
            let pattern = document["qr"][part].as_str().expect("a pattern");
            pattern.replace(name, value)
        };
        let page = path("url_pattern", "{request_id}", waiting.id());
        let shown = &waiting.shown["verification_url"];
        assert_eq!(*shown, format!("{}{page}", server.url));
        let in_api = |path: &str| path.strip_prefix("/api/v1").expect("of the API").to_owned();
        let look_up = in_api(&path("lookup", "{user_code}", waiting.code()));
        let asked = approver.browser.get(&look_up).await;
        assert_eq!(asked.json()["id"], waiting.id(), "{asked:?}");
        let approve = in_api(&path("approve", "{request_id}", waiting.id()));
        let number = json!({ "number": waiting.number() });
        let done = approver.browser.post(&approve, &number).await;
        assert_eq!(done.status, 204, "{done:?}");
        let typing = document["qr"]["page"].as_str().expect("a page");
        assert!(server.get(typing).await.status.as_u16() < 400, "{typing}");
    }
}

#[tokio::test]
async fn who_has_the_document_is_not_sent_it_again() {
    let (server, _) = Server::set_up().await;
    let path = format!("{PATH}?crm=acme");
    let tag = server.get(&path).await.header("etag").to_owned();
    for known in [
        tag.clone(),
        format!("W/{tag}"),
        format!("\"x\", {tag}"),
        "*".to_owned(),
    ] {
        let answer = send(
            server
                .request(Method::GET, &path)
                .header("if-none-match", &known),
        )
        .await;
        assert_eq!(
            (answer.status.as_u16(), answer.text.as_str()),
            (304, ""),
            "{known}"
        );
        assert_eq!(answer.header("etag"), tag);
    }
    let other = server.get(PATH).await;
    assert_ne!(other.header("etag"), tag);
}

#[tokio::test]
async fn the_document_of_the_server_names_no_crm() {
    let (server, _) = Server::set_up().await;
    let document = server.get(PATH).await.json();
    assert_eq!(document["server"]["name"], "Ninefold");
    assert_eq!(document["sign_in"]["without_address"], "/sign-in");
    for part in ["crm", "scope", "start", "device"] {
        assert!(document.get(part).is_none(), "{part}");
    }
    // Who is signed in there is asked of the portal.
    let probe = document["signed_in"]["probe"].as_str().unwrap();
    assert_eq!(
        server.get(probe).await.status.as_u16(),
        document["signed_in"]["no"]
    );
    assert_eq!(document["portal"], "/account");
    server
        .get(&format!("{PATH}?crm=berry"))
        .await
        .is_problem(404, "crm_not_found");
    server
        .get(&format!("{PATH}?crm=..%2F"))
        .await
        .is_problem(404, "crm_not_found");
    server
        .get(&format!("{PATH}?tenant=acme"))
        .await
        .is_problem(400, "validation_failed");
    let id = document["server"]["id"].clone();
    let server = server.restarted().await;
    assert_eq!(
        server.get(PATH).await.json()["server"]["id"],
        id,
        "the id is permanent"
    );
}
