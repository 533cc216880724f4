//! One server for each outcome of probing, without encryption.

use std::time::Duration;

use api_client::{
    Found, Limits, NoPage, Outcome, ProbeProxy, Prober, ProberOptions, Unreachable, VersionFault,
};
use domain::AddressError;
use tokio::net::TcpListener;

use crate::server::{LOGIN, Reply, Server, html, not_found, only_root, redirect, reply};

/// A prober for which `*.acme.test` and `id.corp.test` are names of the server.
fn prober(server: &Server) -> Prober {
    let hosts = [
        "crm.acme.test",
        "www.acme.test",
        "other.test",
        "id.corp.test",
    ];
    Prober::with(ProberOptions {
        fixed_hosts: hosts.map(|host| (host.to_owned(), server.address)).into(),
        ..ProberOptions::default()
    })
    .unwrap()
}

async fn probe(server: &Server, typed: &str) -> Outcome {
    prober(server).probe_typed(typed).await
}

fn found(outcome: &Outcome) -> &Found {
    outcome
        .found()
        .unwrap_or_else(|| panic!("found nothing: {outcome:?}"))
}

#[tokio::test]
async fn a_text_that_is_no_address_is_not_tried() {
    let outcome = Prober::new()
        .unwrap()
        .probe_typed("javascript:alert(1)")
        .await;
    let scheme = "javascript".to_owned();
    let expected = Outcome::from(AddressError::SchemeRefused { scheme });
    assert_eq!(outcome, expected);
    let code = serde_json::json!({ "code": "not_an_address", "reason": "address_scheme_refused" });
    assert_eq!(serde_json::to_value(outcome).unwrap(), code);
}

#[tokio::test]
async fn a_host_that_does_not_exist_is_unknown() {
    let outcome = Prober::new()
        .unwrap()
        .probe_typed("https://crm.invalid/")
        .await;
    assert_eq!(
        outcome,
        Outcome::UnknownHost {
            host: "crm.invalid".into()
        }
    );
}

#[tokio::test]
async fn a_port_where_nobody_listens_refuses() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let outcome = Prober::new()
        .unwrap()
        .probe_typed(&format!("127.0.0.1:{port}"))
        .await;
    let reason = Unreachable::NobodyListens;
    assert_eq!(
        outcome,
        Outcome::Refused {
            host: "127.0.0.1".into(),
            port,
            reason
        }
    );
}

#[tokio::test]
async fn a_server_that_never_answers_times_out() {
    let server = Server::http(|_| Reply::Hang).await;
    let limits = Limits {
        total: Duration::from_millis(300),
        ..Limits::default()
    };
    let prober = Prober::with(ProberOptions {
        limits,
        ..ProberOptions::default()
    })
    .unwrap();
    let outcome = prober.probe_typed(&server.url("/")).await;
    let Outcome::TimedOut { host, waited_ms } = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(host, "127.0.0.1");
    assert!((300..5000).contains(&waited_ms), "waited {waited_ms} ms");
}

#[tokio::test]
async fn a_server_that_hangs_at_one_scheme_and_speaks_no_other_times_out() {
    // What isn't http, as the greeting of TLS, is turned away at once.
    let server = Server::http(|request| {
        if request.line.starts_with("GET") {
            Reply::Hang
        } else {
            Reply::Bytes(b"no\r\n".to_vec())
        }
    })
    .await;
    let limits = Limits {
        total: Duration::from_millis(600),
        ..Limits::default()
    };
    let prober = Prober::with(ProberOptions {
        limits,
        ..ProberOptions::default()
    })
    .unwrap();
    let outcome = prober.probe_typed(&server.address.to_string()).await;
    assert_eq!(outcome.code(), "timed_out", "{outcome:?}");
}

#[tokio::test]
async fn plain_http_in_the_network_is_asked_about() {
    let server = Server::http(|request| only_root(request, || html(LOGIN))).await;
    let address = format!("http://crm.acme.test:{}/", server.address.port());
    let outcome = probe(&server, &address).await;
    assert_eq!(outcome.code(), "plain_http");
    assert_eq!(found(&outcome).base.home().as_str(), address);
    assert!(found(&outcome).has_login_form);
}

#[tokio::test]
async fn a_guessed_https_that_meets_plain_http_is_asked_about_and_not_followed() {
    let server = Server::http(|_| html(LOGIN)).await;
    let typed = format!("crm.acme.test:{}", server.address.port());
    let outcome = probe(&server, &typed).await;
    let Outcome::PlainHttp {
        found: None,
        address,
    } = outcome
    else {
        panic!("{outcome:?}")
    };
    assert_eq!(address.as_str(), format!("http://{typed}/"));
    assert!(
        !server
            .seen()
            .iter()
            .any(|request| request.line.starts_with("GET"))
    );
}

#[tokio::test]
async fn this_computer_is_tried_without_encryption_too() {
    let server = Server::http(|request| only_root(request, || html(LOGIN))).await;
    let outcome = probe(&server, &server.address.to_string()).await;
    assert_eq!(outcome.code(), "unknown_crm");
    assert_eq!(found(&outcome).base.as_str(), server.url(""));
}

#[tokio::test]
async fn somebody_elses_address_is_asked_about() {
    let server = Server::http(|_| redirect("https://parking.example/buy?name=acme")).await;
    let typed = format!("http://crm.acme.test:{}/", server.address.port());
    let outcome = probe(&server, &typed).await;
    let Outcome::RedirectsElsewhere { from, to } = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(
        (from.as_str(), to.as_str()),
        (typed.as_str(), "https://parking.example/buy")
    );
}

#[tokio::test]
async fn redirects_within_one_owner_are_followed_without_cookies() {
    let server = Server::http(|request| match request.path() {
        "/" => reply(
            302,
            &[("location", "/crm/"), ("set-cookie", "sid=1; Path=/")],
            "",
        ),
        "/crm/" => redirect("/crm/login?next=%2F"),
        "/crm/login?next=%2F" => html(LOGIN),
        _ => not_found(),
    })
    .await;
    let outcome = probe(&server, &server.url("/")).await;
    assert_eq!(found(&outcome).base.as_str(), server.url(""));
    let deep = probe(&server, &server.url("/crm/")).await;
    assert_eq!(found(&deep).base.as_str(), server.url("/crm"));
    let sent = server.seen();
    assert!(sent.len() >= 5);
    assert!(
        sent.iter()
            .all(|request| !request.text.to_lowercase().contains("cookie:"))
    );
}

#[tokio::test]
async fn an_address_is_found_with_or_without_its_slash_as_it_answers() {
    let server = Server::http(|request| match request.path() {
        "/bare" | "/slash/" => html(LOGIN),
        "/slash" => redirect("/slash/"),
        _ => not_found(),
    })
    .await;
    for (typed, home, base) in [
        ("/bare", "/bare", "/bare"),
        ("/bare?x=1", "/bare", "/bare"),
        ("/slash", "/slash/", "/slash"),
        ("/slash/", "/slash/", "/slash"),
    ] {
        let outcome = probe(&server, &server.url(typed)).await;
        let found = found(&outcome);
        assert_eq!(found.home.as_str(), server.url(home), "{typed}");
        assert_eq!(found.base.as_str(), server.url(base), "{typed}");
    }
}

#[tokio::test]
async fn a_sign_in_elsewhere_is_remembered_and_not_visited() {
    let server = Server::http(|request| {
        only_root(request, || {
            redirect("https://id.corp.test/auth?redirect_uri=http%3A%2F%2F127.0.0.1%2Fcb")
        })
    })
    .await;
    let outcome = probe(&server, &server.url("/")).await;
    assert_eq!(found(&outcome).identity_hosts, ["id.corp.test"]);
    assert!(
        server
            .seen()
            .iter()
            .all(|request| !request.path().starts_with("/auth"))
    );
}

#[tokio::test]
async fn circles_end() {
    let server = Server::http(|request| match request.path() {
        "/a" => redirect("/b"),
        _ => redirect("/a"),
    })
    .await;
    let outcome = probe(&server, &server.url("/")).await;
    assert!(matches!(
        outcome,
        Outcome::NotAWebPage {
            why: NoPage::RedirectLoop,
            ..
        }
    ));
    assert_eq!(
        server.seen().len(),
        6,
        "the first request and five redirects"
    );
}

#[tokio::test]
async fn what_is_no_web_page_is_said_to_be_none() {
    for (answer, expected) in [
        (b"SSH-2.0-OpenSSH_9.2\r\n".to_vec(), NoPage::NotHttp),
        (
            bytes(reply(200, &[("content-type", "application/json")], "{}")),
            NoPage::Content {
                media_type: "application/json".into(),
            },
        ),
        (
            bytes(reply(502, &[("content-type", "text/html")], "<html>")),
            NoPage::ServerError { status: 502 },
        ),
        (bytes(reply(200, &[], "")), NoPage::Empty),
    ] {
        let server = Server::http(move |_| Reply::Bytes(answer.clone())).await;
        let outcome = probe(&server, &server.url("/")).await;
        let Outcome::NotAWebPage { why, .. } = outcome else {
            panic!("{outcome:?}")
        };
        assert_eq!(why, expected);
    }
}

fn bytes(reply: Reply) -> Vec<u8> {
    match reply {
        Reply::Bytes(bytes) => bytes,
        Reply::Hang | Reply::Endless => Vec::new(),
    }
}

#[tokio::test]
async fn a_server_that_speaks_no_http_at_all_is_found_out_at_both_schemes() {
    let server = Server::http(|_| Reply::Bytes(b"220 mail ready\r\n".to_vec())).await;
    let outcome = probe(&server, &server.address.to_string()).await;
    assert!(
        matches!(
            outcome,
            Outcome::NotAWebPage {
                why: NoPage::NotHttp,
                ..
            }
        ),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn a_page_without_end_is_read_only_as_far_as_needed() {
    let server = Server::http(|request| only_root(request, || Reply::Endless)).await;
    let outcome = probe(&server, &server.url("/")).await;
    assert_eq!(outcome.code(), "unknown_crm");
    assert_eq!(found(&outcome).title.as_deref(), Some("Long"));
}

#[tokio::test]
async fn a_description_of_another_version_is_too_old_or_too_new() {
    let server = Server::http(|request| {
        if request.path().starts_with("/.well-known/") {
            let body = r#"{"v":2,"server":{"name":"Acme"}}"#;
            return reply(200, &[("content-type", "application/json")], body);
        }
        html(LOGIN)
    })
    .await;
    let outcome = probe(&server, &server.url("/")).await;
    let Outcome::TooOld { what, .. } = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(
        what,
        VersionFault::Document {
            version: 2,
            server: "Acme".into()
        }
    );
}

#[tokio::test]
async fn a_proxy_that_wants_a_password_is_named() {
    let needs = || reply(407, &[("proxy-authenticate", "Basic realm=x")], "");
    let proxy = Server::http(move |_| needs()).await;
    let options = ProberOptions {
        proxy: ProbeProxy::Server(proxy.url("/").parse().unwrap()),
        ..ProberOptions::default()
    };
    let prober = Prober::with(options).unwrap();
    for typed in ["https://crm.acme.test/", "http://crm.acme.test/"] {
        let outcome = prober.probe_typed(typed).await;
        assert_eq!(
            outcome,
            Outcome::ProxySignIn {
                host: "crm.acme.test".into()
            },
            "{typed}"
        );
    }
    assert!(
        proxy.seen()[0]
            .line
            .starts_with("CONNECT crm.acme.test:443")
    );
}

#[tokio::test]
async fn a_network_that_wants_a_sign_in_is_named() {
    let server = Server::http(|_| reply(511, &[("content-type", "text/html")], "<html>")).await;
    assert_eq!(
        probe(&server, &server.url("/")).await.code(),
        "proxy_sign_in"
    );
}

#[tokio::test]
async fn a_page_behind_http_authentication_can_still_be_an_account() {
    let server = Server::http(|_| reply(401, &[("www-authenticate", "Basic realm=x")], "")).await;
    let outcome = probe(&server, &server.url("/")).await;
    assert_eq!(outcome.code(), "unknown_crm");
    assert!(found(&outcome).http_auth);
}

#[tokio::test]
async fn a_known_product_is_recognised() {
    let page = "<title>Odoo</title><link href=/web/static/a.css>Powered by Odoo";
    let server = Server::http(move |request| match request.path() {
        "/" => redirect("/web/login"),
        "/web/login" => html(page),
        _ => not_found(),
    })
    .await;
    let outcome = probe(&server, &server.url("/")).await;
    assert_eq!(outcome.code(), "works");
    assert_eq!(found(&outcome).connector, "odoo");
    assert_eq!(found(&outcome).base.as_str(), server.url(""));
}

#[tokio::test]
async fn a_ninefold_service_tells_about_itself() {
    let server = Server::http(|request| match request.path() {
        "/c/acme/sign-in" => html(LOGIN),
        "/.well-known/crm-desktop.json?crm=acme" => {
            let host = request
                .text
                .lines()
                .find_map(|line| line.strip_prefix("host: "));
            let body = format!(
                r#"{{"v":1,"server":{{"id":"1","name":"S","version":"1"}},
                "crm":{{"slug":"acme","name":"Acme","address":"http://{}/c/acme"}},
                "start":"/c/acme/","signed_in":{{"probe":"/api/v1/c/acme/session"}}}}"#,
                host.unwrap_or_default()
            );
            reply(200, &[("content-type", "application/json")], &body)
        }
        _ => not_found(),
    })
    .await;
    let outcome = probe(&server, &server.url("/c/acme/sign-in?return=x")).await;
    assert_eq!(outcome.code(), "works");
    let found = found(&outcome);
    assert_eq!(
        (found.connector.as_str(), found.title.as_deref()),
        ("ninefold", Some("Acme"))
    );
    assert_eq!(found.base.as_str(), server.url("/c/acme"));
    assert_eq!(found.home.as_str(), server.url("/c/acme/"));
    assert!(
        found
            .connector()
            .document()
            .is_some_and(|document| document.probe.is_some())
    );
}

#[tokio::test]
async fn outcomes_carry_their_code_when_they_are_sent_on() {
    let server = Server::http(|request| only_root(request, || html(LOGIN))).await;
    let outcome = probe(&server, &server.url("/")).await;
    let value = serde_json::to_value(&outcome).unwrap();
    assert_eq!(value["code"], outcome.code());
    assert_eq!(value["found"]["base"], server.url(""));
}
