//! Runs scripts in frames of one real browser, against a server of the test's own.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::Command,
    sync::{Arc, Mutex},
    thread,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value;

/// One page, and the script to run in it.
pub(crate) struct Scene {
    pub(crate) name: &'static str,
    /// Path of the page; what follows `/` up to `?` or `#` names the file.
    pub(crate) path: &'static str,
    /// Its value is the scene's; a promise is waited for.
    pub(crate) script: String,
}

/// What a browser gave back: the value of each scene, and the requests that the server saw.
pub(crate) struct Played {
    pub(crate) values: BTreeMap<String, Value>,
    pub(crate) requests: Vec<String>,
}

/// A server for one run; scripts may need its address.
pub(crate) struct Stage {
    listener: TcpListener,
    pub(crate) origin: String,
}

impl Stage {
    pub(crate) fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        Self { listener, origin }
    }

    /// Plays the scenes one after another.
    pub(crate) fn play(self, scenes: &[Scene]) -> Played {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (listener, log, runner) = (self.listener, Arc::clone(&seen), runner(scenes));
        // Ends with the test's process.
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, runner) = (Arc::clone(&log), runner.clone());
                thread::spawn(move || answer(stream, &log, &runner));
            }
        });
        let profile = tempfile::tempdir().unwrap();
        let output = Command::new("chromium")
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"])
            .args(["--virtual-time-budget=300000", "--window-size=1200,900"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg(format!("{}/runner", self.origin))
            .output()
            .expect("chromium is installed");
        let html = String::from_utf8_lossy(&output.stdout);
        let inner = html
            .split_once("<pre>")
            .and_then(|(_, rest)| rest.split_once("</pre>"));
        let Some((encoded, _)) = inner else {
            panic!("the browser printed no result: {html}")
        };
        let json = STANDARD.decode(encoded).unwrap();
        let requests = seen.lock().unwrap().clone();
        Played {
            values: serde_json::from_slice(&json).unwrap(),
            requests,
        }
    }
}

fn runner(scenes: &[Scene]) -> String {
    let scenes: Vec<_> = scenes.iter().map(|s| (s.name, s.path, &s.script)).collect();
    let scenes = serde_json::to_string(&scenes)
        .unwrap()
        .replace('<', "\\u003c");
    format!(
        r#"<!doctype html><body><script>(async () => {{
        const values = {{}};
        for (const [name, path, script] of {scenes}) {{
            document.cookie.split("; ").forEach((c) => (document.cookie = c.split("=")[0] + "=; Max-Age=0; Path=/"));
            localStorage.clear();
            const frame = document.createElement("iframe");
            frame.width = 1000; frame.height = 700; frame.src = path;
            document.body.append(frame);
            await new Promise((done) => (frame.onload = done));
            // A page that goes away takes its script with it.
            const gone = new Promise((done) => setTimeout(done, 25000, "gone"));
            try {{ values[name] = await Promise.race([frame.contentWindow.eval(script), gone]); }}
            catch (error) {{ values[name] = "threw: " + error; }}
            frame.remove();
        }}
        const bytes = new TextEncoder().encode(JSON.stringify(values));
        const text = Array.from(bytes, (b) => String.fromCharCode(b)).join("");
        const played = document.createElement("pre"); played.textContent = btoa(text);
        document.body.replaceChildren(played);
        }})();</script>"#
    )
}

fn answer(stream: TcpStream, log: &Mutex<Vec<String>>, runner: &str) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut head = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or_default() == 0 || line == "\r\n" {
            break;
        }
        head.push(line.trim_end().to_owned());
    }
    let header = |name: &str| {
        let found = head
            .iter()
            .find(|line| line.to_lowercase().starts_with(name));
        found
            .and_then(|line| line.split_once(": "))
            .map(|(_, value)| value.to_owned())
    };
    let length = header("content-length:")
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let first = head.first().cloned().unwrap_or_default();
    let token = header("x-csrf-token:").unwrap_or_default();
    let body = String::from_utf8_lossy(&body);
    log.lock()
        .unwrap()
        .push(format!("{first} {token} {body}").trim_end().to_owned());
    let path = first.split(' ').nth(1).unwrap_or("/");
    let (kind, text) = content(path, runner);
    let reply = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{text}",
        text.len()
    );
    let mut stream = stream;
    stream.write_all(reply.as_bytes()).ok();
}

fn content(path: &str, runner: &str) -> (&'static str, String) {
    let name = path
        .trim_start_matches('/')
        .split(['?', '/'])
        .next()
        .unwrap_or_default();
    match name {
        "runner" => ("text/html; charset=utf-8", runner.to_owned()),
        "api" => (
            "application/json",
            r#"{"csrf":"c-1","token":"t-1","user":{"display_name":"Olena Koval","email":"olena@acme.example"}}"#
                .to_owned(),
        ),
        name => {
            let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/connectors/pages");
            let page = fs::read_to_string(pages.join(format!("{name}.html")));
            ("text/html; charset=utf-8", page.unwrap_or_default())
        }
    }
}
