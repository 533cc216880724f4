//! Speaking https without a proxy.

use std::{
    fs::{self, File, Permissions},
    io::Write as _,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    time::Duration,
};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use reqwest::{Certificate, Client, StatusCode, Version, redirect::Policy, tls::TlsInfo};
use serde_json::json;
use tempfile::TempDir;
use tokio::{process::Command, time::sleep, time::timeout};

use crate::{
    harness::{client, send, setup_body},
    operation::free_address,
    program::Program,
};

const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(50);

/// An authority that the test's browsers trust, and a folder with the files of one certificate.
struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    folder: TempDir,
}

/// A certificate with its key.
struct Issued {
    der: Vec<u8>,
    pem: String,
    key: String,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("parameters");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        let authority = Self {
            issuer: CertifiedIssuer::self_signed(params, key).expect("signed"),
            folder: tempfile::tempdir().expect("a folder"),
        };
        let first = authority.issue("127.0.0.1");
        authority.keep(&first);
        authority
    }

    fn issue(&self, host: &str) -> Issued {
        let key = KeyPair::generate().expect("a key");
        let params = CertificateParams::new(vec![host.to_owned()]).expect("parameters");
        let leaf = params.signed_by(&key, &self.issuer).expect("signed");
        Issued {
            der: leaf.der().to_vec(),
            pem: leaf.pem(),
            key: key.serialize_pem(),
        }
    }

    /// Puts it where the server looks for it.
    fn keep(&self, issued: &Issued) {
        write(&self.certificate(), &issued.pem, 0o644);
        write(&self.key(), &issued.key, 0o600);
    }

    fn certificate(&self) -> PathBuf {
        self.folder.path().join("fullchain.pem")
    }

    fn key(&self) -> PathBuf {
        self.folder.path().join("privkey.pem")
    }

    fn tell(&self, command: &mut Command) {
        command
            .env("NINEFOLD_TLS_CERTIFICATE", self.certificate())
            .env("NINEFOLD_TLS_KEY", self.key());
    }

    async fn start(&self, data: &Path) -> Program {
        Program::start_with(data, |command| self.tell(command)).await
    }

    /// A browser with connections of its own.
    fn client(&self) -> Client {
        let pem = self.issuer.pem();
        let trusted = Certificate::from_pem(pem.as_bytes()).expect("a certificate");
        Client::builder()
            .tls_certs_only([trusted])
            .tls_info(true)
            .redirect(Policy::none())
            .no_proxy()
            .build()
            .expect("a client")
    }
}

/// As those who renew certificates do it: the file is another one at once.
fn write(path: &Path, text: &str, mode: u32) {
    let beside = path.with_extension("new");
    let mut file = File::create(&beside).expect("a file");
    file.write_all(text.as_bytes()).expect("written");
    file.set_permissions(Permissions::from_mode(mode))
        .expect("set");
    fs::rename(beside, path).expect("renamed");
}

/// Asks, and tells which certificate it was shown.
async fn shown(client: &Client, url: &str) -> (StatusCode, Vec<u8>) {
    let request = client.get(format!("{url}/healthz"));
    let answer = request.send().await.expect("an answer");
    let info = answer.extensions().get::<TlsInfo>();
    let certificate = info.and_then(TlsInfo::peer_certificate).expect("encrypted");
    (answer.status(), certificate.to_vec())
}

/// Waits until new browsers are shown this certificate.
async fn wait_for(authority: &Authority, url: &str, issued: &Issued) {
    let changed = async {
        while shown(&authority.client(), url).await.1 != issued.der {
            sleep(PAUSE).await;
        }
    };
    timeout(PATIENCE, changed)
        .await
        .expect("the new one is shown");
}

#[tokio::test]
async fn a_server_with_a_certificate_speaks_https_and_nothing_else() {
    let (authority, data) = (Authority::new(), tempfile::tempdir().expect("a folder"));
    let program = authority.start(data.path()).await;
    let url = program.url();
    let address = url.strip_prefix("https://").expect("https");

    let mut body = setup_body();
    body["token"] = program.told["bootstrap"].clone();
    let request = authority.client().post(format!("{url}/api/v1/setup"));
    let answer = send(request.json(&body)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-"), "{cookie}");
    assert!(cookie.contains("; Secure"), "{cookie}");
    assert!(
        answer
            .header("strict-transport-security")
            .starts_with("max-age="),
        "{answer:?}"
    );

    let page = authority.client().get(format!("{url}/setup")).send().await;
    assert_eq!(page.expect("an answer").version(), Version::HTTP_2);
    let foreign = authority.client().get(format!("{url}/setup"));
    let foreign = foreign.header("host", "evil.example");
    assert_eq!(send(foreign).await.status, 421);

    let plain = client().get(format!("http://{address}/healthz")).send();
    assert!(plain.await.is_err(), "nothing is said in the clear");
    let stranger = client().get(format!("{url}/healthz")).send();
    assert!(stranger.await.is_err(), "nobody else trusts the authority");
}

#[tokio::test]
async fn a_renewed_certificate_is_shown_and_no_connection_is_dropped() {
    let (authority, data) = (Authority::new(), tempfile::tempdir().expect("a folder"));
    let log_path = data.path().join("log");
    let log = File::create(&log_path).expect("a file");
    let program = Program::start_with(data.path(), |command| {
        authority.tell(command);
        command.stderr(log);
    })
    .await;
    let url = program.url();
    let connected = authority.client();
    let (status, first) = shown(&connected, url).await;
    assert_eq!(status, 200);

    let second = authority.issue("127.0.0.1");
    write(&authority.certificate(), &second.pem, 0o644);
    let noticed = async {
        while !fs::read_to_string(&log_path)
            .expect("readable")
            .contains("tls_key_mismatch")
        {
            sleep(PAUSE).await;
        }
    };
    timeout(PATIENCE, noticed)
        .await
        .expect("half of it is noticed");
    assert_eq!(
        shown(&authority.client(), url).await.1,
        first,
        "half of a renewal changes nothing"
    );

    authority.keep(&second);
    wait_for(&authority, url, &second).await;
    assert_eq!(
        shown(&connected, url).await,
        (StatusCode::OK, first),
        "who was connected still is"
    );
    let log = fs::read_to_string(&log_path).expect("readable");
    let whole_key = second.key.lines().nth(1).expect("a line");
    assert!(!log.contains(whole_key), "the key isn't logged");
}

#[tokio::test]
async fn files_that_cannot_be_used_stop_the_start_and_say_why() {
    let authority = Authority::new();
    let data = tempfile::tempdir().expect("a folder");
    let good = authority.issue("127.0.0.1");
    let other_host = authority.issue("crm.example");
    for (certificate, key, mode, code) in [
        ("", good.key.as_str(), 0o600, "tls_certificate_invalid"),
        (&good.key, &good.key, 0o600, "tls_certificate_invalid"),
        (&good.pem, "", 0o600, "tls_key_invalid"),
        (&good.pem, &good.pem, 0o600, "tls_key_invalid"),
        (&good.pem, &other_host.key, 0o600, "tls_key_mismatch"),
        (&other_host.pem, &other_host.key, 0o600, "tls_other_host"),
        (&good.pem, &good.key, 0o644, "tls_key_exposed"),
        (&good.pem, &good.key, 0o620, "tls_key_exposed"),
    ] {
        write(&authority.certificate(), certificate, 0o644);
        write(&authority.key(), key, mode);
        let mut program = authority.start(data.path()).await;
        assert_eq!(
            (&program.told["ready"], &program.told["code"]),
            (&json!(false), &json!(code))
        );
        assert_eq!(program.ended().await.code(), Some(1));
    }
    fs::remove_file(authority.key()).expect("removed");
    let mut program = authority.start(data.path()).await;
    assert_eq!(program.told["code"], "tls_file_unreadable");
    let message = program.told["message"].as_str().expect("words");
    assert!(message.contains("privkey.pem"), "{message}");
    assert_eq!(program.ended().await.code(), Some(1));
}

#[tokio::test]
async fn half_of_the_settings_is_refused() {
    let authority = Authority::new();
    let data = tempfile::tempdir().expect("a folder");
    for (name, value, code) in [
        ("NINEFOLD_TLS_KEY", "privkey.pem", "tls_incomplete"),
        (
            "NINEFOLD_REDIRECT_HTTP",
            "127.0.0.1:0",
            "redirect_needs_https",
        ),
    ] {
        let mut program = Program::start_with(data.path(), |command| {
            command.env(name, value);
        })
        .await;
        assert_eq!(program.told["code"], code);
        assert_eq!(program.ended().await.code(), Some(1));
    }
    let mut program = Program::start_with(data.path(), |command| {
        authority.tell(command);
        command.env("NINEFOLD_BASE_URL", "http://localhost:8080");
    })
    .await;
    assert_eq!(program.told["code"], "tls_needs_https");
    assert_eq!(program.ended().await.code(), Some(1));
}

#[tokio::test]
async fn plain_http_sends_people_to_the_base_url_alone() {
    let (authority, data) = (Authority::new(), tempfile::tempdir().expect("a folder"));
    let address = free_address().await.to_string();
    let mut program = Program::start_with(data.path(), |command| {
        authority.tell(command);
        command.env("NINEFOLD_REDIRECT_HTTP", &address);
    })
    .await;
    for path in [
        "/",
        "/c/acme/?a=b",
        "//evil.example/",
        "/api/v1/openapi.json",
    ] {
        let request = client().get(format!("http://{address}{path}"));
        let answer = send(request.header("host", "evil.example")).await;
        assert_eq!(answer.status, 308, "{path}");
        let target = format!("{}{path}", program.url());
        assert_eq!(answer.header("location"), target);
        assert_eq!(answer.header("set-cookie"), "");
    }
    let form = client().post(format!("http://{address}/api/v1/sign-in"));
    assert_eq!(send(form.json(&json!({}))).await.status, 405);
    drop(program.child.stdin.take());
    assert!(program.ended().await.success());
}
