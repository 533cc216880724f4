//! A server in this process, with a clock that tests turn.

use std::{
    net::{SocketAddr, TcpListener},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use crm::referral::Programme;
use domain::{Clock, Sensitive, SystemClock};
use jiff::Timestamp;
use reqwest::{Client, Method, RequestBuilder, StatusCode, header::HeaderMap, redirect::Policy};
use serde_json::{Value, json};
use server::{Mode, ServeError, ServeOptions, SignUpPolicy, SsoOptions};
use tempfile::TempDir;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

pub(crate) const BOOTSTRAP: &str = "test-bootstrap-token";
pub(crate) const PAYMENTS_SECRET: &str = "payments-of-this-test-are-signed-so";
pub(crate) const PASSWORD: &str = "seven green bottles";

/// A clock that stands still until it is turned.
pub(crate) struct TestClock(AtomicI64);

impl TestClock {
    pub(crate) fn turn(&self, by: Duration) {
        self.0.fetch_add(
            i64::try_from(by.as_millis()).expect("short"),
            Ordering::SeqCst,
        );
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).expect("in range")
    }
}

pub(crate) struct Server {
    pub(crate) url: String,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) folder: Arc<TempDir>,
    database: Option<String>,
    mail: Option<String>,
    http: Client,
    stop: CancellationToken,
    tasks: JoinSet<Result<(), ServeError>>,
}

/// What is left of a server that was stopped.
pub(crate) struct Stopped {
    pub(crate) folder: Arc<TempDir>,
    clock: Arc<TestClock>,
    database: Option<String>,
    mail: Option<String>,
}

impl Stopped {
    /// Starts it again.
    pub(crate) async fn start(&self) -> Result<Server, ServeError> {
        let (folder, clock) = (self.folder.clone(), self.clock.clone());
        Server::try_on(
            folder,
            clock,
            self.database.clone(),
            None,
            self.mail.clone(),
        )
        .await
    }
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).expect("JSON")
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("text"))
    }

    /// `name=value` of the cookie that the answer sets.
    pub(crate) fn cookie(&self) -> String {
        self.header("set-cookie")
            .split(';')
            .next()
            .expect("a cookie")
            .to_owned()
    }

    #[track_caller]
    pub(crate) fn is_problem(&self, status: u16, code: &str) {
        assert_eq!(
            (self.status.as_u16(), self.json()["code"].as_str()),
            (status, Some(code)),
            "{self:?}"
        );
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(self.json()["status"], status);
        assert_eq!(self.json()["request_id"], self.header("x-request-id"));
    }
}

impl Server {
    /// A server that nobody has set up.
    pub(crate) async fn empty() -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a folder"));
        let clock = Arc::new(TestClock(AtomicI64::new(1_800_000_000_000)));
        let database = testkit::postgres_database().expect("a database");
        Self::on(folder, clock, database, None, None).await
    }

    /// A server with one CRM, `acme`, and its owner, Olena.
    pub(crate) async fn set_up() -> (Self, Answer) {
        let server = Self::empty().await;
        let answer = server.post("/api/v1/setup", &setup_body()).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        (server, answer)
    }

    /// The same, with a clock that stands at the moment: for commands, which know no other.
    pub(crate) async fn set_up_today() -> Self {
        Self::set_up_today_with(None).await
    }

    /// The same, with mail that goes there.
    pub(crate) async fn set_up_today_with(mail: Option<String>) -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a folder"));
        let now = SystemClock.now().as_millisecond();
        let clock = Arc::new(TestClock(AtomicI64::new(now)));
        let database = testkit::postgres_database().expect("a database");
        let server = Self::on(folder, clock, database, None, mail).await;
        let answer = server.post("/api/v1/setup", &setup_body()).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        server
    }

    /// The same, with mail that goes there.
    pub(crate) async fn set_up_with_mail(mail: String) -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a folder"));
        let clock = Arc::new(TestClock(AtomicI64::new(1_800_000_000_000)));
        let database = testkit::postgres_database().expect("a database");
        let server = Self::on(folder, clock, database, None, Some(mail)).await;
        let answer = server.post("/api/v1/setup", &setup_body()).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        server
    }

    /// The same, where the operator has said nothing of who may sign up, and promises nobody anything.
    pub(crate) async fn closed() -> Self {
        Self::plain(None, None, 1_800_000_000_000).await
    }

    /// The same, where people sign up by a link of the operator's, with mail if it goes anywhere. Its clock stands at
    /// the moment: for commands, which know no other.
    pub(crate) async fn by_invitation(mail: Option<String>) -> Self {
        let now = SystemClock.now().as_millisecond();
        Self::plain(Some(SignUpPolicy::Invite), mail, now).await
    }

    async fn plain(sign_up: Option<SignUpPolicy>, mail: Option<String>, now: i64) -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a folder"));
        let clock = Arc::new(TestClock(AtomicI64::new(now)));
        let database = testkit::postgres_database().expect("a database");
        let options = ServeOptions {
            sign_up,
            referral: None,
            ..options(&folder, database.as_deref(), mail.as_deref())
        };
        let started = Self::with(options, folder, clock, database, mail).await;
        let server = started.expect("started");
        let answer = server.post("/api/v1/setup", &setup_body()).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        server
    }

    /// The same under a name of this machine, which passkeys need, with mail that goes there if it goes anywhere.
    pub(crate) async fn named(mail: Option<String>) -> Self {
        Self::named_with(mail, None).await
    }

    /// The same, with a provider of single sign-on for accounts if there is one.
    pub(crate) async fn named_with(mail: Option<String>, sso: Option<SsoOptions>) -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a folder"));
        let clock = Arc::new(TestClock(AtomicI64::new(1_800_000_000_000)));
        let database = testkit::postgres_database().expect("a database");
        let free = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
        let address = free.expect("a port");
        let options = ServeOptions {
            listen: Some(address),
            base_url: Some(format!("http://localhost:{}", address.port())),
            sso,
            ..options(&folder, database.as_deref(), mail.as_deref())
        };
        let started = Self::with(options, folder, clock, database, mail).await;
        let server = started.expect("started");
        let answer = server.post("/api/v1/setup", &setup_body()).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        server
    }

    pub(crate) async fn on(
        folder: Arc<TempDir>,
        clock: Arc<TestClock>,
        database: Option<String>,
        base_url: Option<String>,
        mail: Option<String>,
    ) -> Self {
        Self::try_on(folder, clock, database, base_url, mail)
            .await
            .expect("started")
    }

    async fn try_on(
        folder: Arc<TempDir>,
        clock: Arc<TestClock>,
        database: Option<String>,
        base_url: Option<String>,
        mail: Option<String>,
    ) -> Result<Self, ServeError> {
        let options = ServeOptions {
            // From the network nobody signs up without letters.
            sign_up: base_url.is_none().then_some(SignUpPolicy::Open),
            base_url,
            ..options(&folder, database.as_deref(), mail.as_deref())
        };
        Self::with(options, folder, clock, database, mail).await
    }

    /// A server that nobody has set up, with mail and a provider of single sign-on for accounts. Its clock stands
    /// at the moment, as that of a real provider does.
    pub(crate) async fn with_provider(mail: String, sso: SsoOptions) -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a folder"));
        let now = SystemClock.now().as_millisecond();
        let clock = Arc::new(TestClock(AtomicI64::new(now)));
        let database = testkit::postgres_database().expect("a database");
        let options = ServeOptions {
            sso: Some(sso),
            ..options(&folder, database.as_deref(), Some(&mail))
        };
        let started = Self::with(options, folder, clock, database, Some(mail)).await;
        let server = started.expect("started");
        let answer = server.post("/api/v1/setup", &setup_body()).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        server
    }

    /// A server with one CRM, `acme`, which asks this name server. Its clock stands at the moment.
    pub(crate) async fn asking(mail: String, name_server: SocketAddr) -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a folder"));
        let now = SystemClock.now().as_millisecond();
        let clock = Arc::new(TestClock(AtomicI64::new(now)));
        let database = testkit::postgres_database().expect("a database");
        let options = ServeOptions {
            name_server: Some(name_server),
            ..options(&folder, database.as_deref(), Some(&mail))
        };
        let started = Self::with(options, folder, clock, database, Some(mail)).await;
        let server = started.expect("started");
        let answer = server.post("/api/v1/setup", &setup_body()).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        server
    }

    async fn with(
        options: ServeOptions,
        folder: Arc<TempDir>,
        clock: Arc<TestClock>,
        database: Option<String>,
        mail: Option<String>,
    ) -> Result<Self, ServeError> {
        let running = server::start(options, Mode::Embedded, clock.clone()).await?;
        let url = running.url().to_owned();
        let stop = CancellationToken::new();
        let mut tasks = JoinSet::new();
        tasks.spawn(running.until(stop.clone()));
        Ok(Self {
            url,
            clock,
            folder,
            database,
            mail,
            http: client(),
            stop,
            tasks,
        })
    }

    /// Stops it in order, and starts it again on the same folder.
    pub(crate) async fn restarted(self) -> Self {
        self.stopped().await.start().await.expect("started")
    }

    /// Stops it in order.
    pub(crate) async fn stopped(mut self) -> Stopped {
        self.stop.cancel();
        let ended = self.tasks.join_next().await.expect("running");
        ended.expect("no panic").expect("stopped in order");
        Stopped {
            folder: self.folder,
            clock: self.clock,
            database: self.database,
            mail: self.mail,
        }
    }

    /// Another process on the same database, where that can be: it isn't a file in its folder.
    pub(crate) async fn beside(&self) -> Option<Self> {
        let database = self.database.clone()?;
        let folder = Arc::new(tempfile::tempdir().expect("a folder"));
        let key = |folder: &TempDir| folder.path().join("server.key");
        std::fs::copy(key(&self.folder), key(&folder)).expect("copied");
        let clock = self.clock.clone();
        Some(Self::on(folder, clock, Some(database), None, None).await)
    }

    /// The URL of its database, where it isn't a file in its folder.
    pub(crate) fn database(&self) -> Option<&str> {
        self.database.as_deref()
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.url))
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        send(self.request(Method::GET, path)).await
    }

    pub(crate) async fn get_with(&self, path: &str, cookie: &str) -> Answer {
        send(self.request(Method::GET, path).header("cookie", cookie)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        send(self.request(Method::POST, path).json(body)).await
    }

    pub(crate) async fn sign_in(&self, login: &str, password: &str, keep: bool) -> Answer {
        let body = json!({ "address": "acme", "login": login, "password": password, "keep": keep });
        self.post("/api/v1/sign-in", &body).await
    }

    /// The status of the session probe.
    pub(crate) async fn probe(&self, cookie: &str) -> u16 {
        self.get_with("/api/v1/c/acme/session", cookie)
            .await
            .status
            .as_u16()
    }
}

/// What every server of a test is told. Requests may go to this machine, by one of its two families of addresses.
fn options(folder: &TempDir, database: Option<&str>, mail: Option<&str>) -> ServeOptions {
    let secret = |text: &str| Sensitive::new(text.to_owned());
    ServeOptions {
        data_dir: folder.path().to_owned(),
        database: database.map(secret),
        bootstrap: Some(secret(BOOTSTRAP)),
        mail: mail.map(secret),
        sign_up: Some(SignUpPolicy::Open),
        referral: Some(Programme::default()),
        payments_secret: Some(secret(PAYMENTS_SECRET)),
        outbound_allow: vec!["127.0.0.0/8".parse().expect("a network")],
        ..ServeOptions::default()
    }
}

pub(crate) fn client() -> Client {
    Client::builder()
        .redirect(Policy::none())
        .no_proxy()
        .build()
        .expect("a client")
}

pub(crate) async fn send(request: RequestBuilder) -> Answer {
    let response = request.send().await.expect("an answer");
    let (status, headers) = (response.status(), response.headers().clone());
    Answer {
        status,
        headers,
        text: response.text().await.expect("a body"),
    }
}

pub(crate) fn setup_body() -> Value {
    json!({
        "token": BOOTSTRAP, "name": "Olena Koval", "email": "olena@acme.example",
        "password": PASSWORD, "crm_name": "Acme", "locale": "uk", "time_zone": "Europe/Kyiv",
    })
}
