//! A real provider of OpenID Connect, in a process of its own, and a browser that signs in there.

use std::{process::Stdio, time::Duration};

use domain::Sensitive;
use reqwest::{Client, redirect::Policy};
use serde_json::{Value, json};
use server::SsoOptions;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
    time::timeout,
};
use url::Url;

use crate::harness::Server;

const PATIENCE: Duration = Duration::from_mins(1);

/// Ends with the value.
pub(crate) struct Provider {
    pub(crate) issuer: String,
    /// What it tells of people stands in its ID tokens.
    pub(crate) claims_in_id_token: bool,
    /// Changes of its client `ninefold`.
    pub(crate) changes: Value,
    input: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
    _child: Child,
}

impl Provider {
    pub(crate) async fn start() -> Self {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/provider");
        let mut child = Command::new("node")
            .arg("provider.mjs")
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("started");
        let input = child.stdin.take().expect("piped");
        let stdout = child.stdout.take().expect("piped");
        let mut provider = Self {
            issuer: String::new(),
            claims_in_id_token: false,
            changes: json!({}),
            input,
            lines: BufReader::new(stdout).lines(),
            _child: child,
        };
        let told = provider.next().await;
        told["issuer"]
            .as_str()
            .expect("an issuer (scripts/setup installs the provider)")
            .clone_into(&mut provider.issuer);
        provider
    }

    /// One that knows the server as `ninefold`, with these people.
    pub(crate) async fn for_server(server: &Server, people: Value) -> Self {
        let mut provider = Self::start().await;
        provider.tell(server, people, &[]).await;
        provider
    }

    /// What the operator says of it, who lets it sign accounts in.
    pub(crate) fn for_accounts(&self) -> SsoOptions {
        SsoOptions {
            issuer: self.issuer.clone(),
            client_id: "ninefold".to_owned(),
            client_secret: Some(Sensitive::from("a secret + of & ours%".to_owned())),
            label: Some("House sign-on".to_owned()),
            domains: vec!["acme.example".to_owned()],
            satisfies_second_factor: false,
        }
    }

    /// Says whom it knows. More clients are copies of `ninefold` with changes.
    pub(crate) async fn tell(&mut self, server: &Server, people: Value, more: &[Value]) {
        let mut client = json!({
            "client_id": "ninefold",
            "client_secret": "a secret + of & ours%",
            "redirect_uris": [format!("{}/sso/callback", server.url)],
            "post_logout_redirect_uris": [
                format!("{}/c/acme/sign-in", server.url), format!("{}/sign-in", server.url),
            ],
        });
        merge(&mut client, &self.changes);
        let mut clients = vec![client.clone()];
        for changes in more {
            let mut other = client.clone();
            merge(&mut other, changes);
            clients.push(other);
        }
        let told = json!({
            "clients": clients, "people": people, "claimsInIdToken": self.claims_in_id_token,
        });
        let mut line = told.to_string();
        line.push('\n');
        self.input.write_all(line.as_bytes()).await.expect("sent");
        assert_eq!(self.next().await, json!({ "ready": true }));
    }

    async fn next(&mut self) -> Value {
        let line = timeout(PATIENCE, self.lines.next_line()).await;
        let line = line.expect("in time").expect("readable").expect("a line");
        serde_json::from_str(&line).expect("JSON")
    }
}

fn merge(value: &mut Value, changes: &Value) {
    let all = value.as_object_mut().expect("an object");
    all.extend(changes.as_object().expect("an object").clone());
}

/// A browser at the provider, which keeps its cookies.
pub(crate) struct Browser {
    pub(crate) http: Client,
    home: String,
}

impl Browser {
    /// One that comes from the server, and goes back there.
    pub(crate) fn from(server: &Server) -> Self {
        Self {
            http: Client::builder()
                .cookie_store(true)
                .redirect(Policy::none())
                .no_proxy()
                .build()
                .expect("a client"),
            home: server.url.clone(),
        }
    }

    /// Goes where it's sent, signs in as somebody, and returns the path that it's sent back to.
    pub(crate) async fn sign_in(&self, url: &str, who: &str) -> String {
        let mut url: Url = url.parse().expect("a URL");
        for hop in 0.. {
            assert!(hop < 10, "round and round: {url}");
            if url.path().starts_with("/interaction/") {
                url.query_pairs_mut().append_pair("as", who);
            }
            let answer = self.http.get(url.clone()).send().await.expect("an answer");
            let (status, headers) = (answer.status(), answer.headers().clone());
            let told = answer.text().await.expect("a page");
            assert!(status.is_redirection(), "{status} at {url}: {told}");
            let location = headers["location"].to_str().expect("text");
            url = url.join(location).expect("a location");
            if url.as_str().starts_with(&self.home) {
                break;
            }
        }
        url.as_str()
            .strip_prefix(&self.home)
            .expect("home")
            .to_owned()
    }
}
