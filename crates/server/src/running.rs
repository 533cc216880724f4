//! Starting, running and stopping a server.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    num::NonZero,
    path::{Path, PathBuf},
    sync::Arc,
    thread::available_parallelism,
    time::Duration,
};

use axum_server::{Control, Handle};
use crm::{
    Bootstrap, Database, Hasher, Sealer, Token, passkey,
    sso::{ServerProvider, adopt_server_provider},
};
use domain::{Clock, Sensitive, SystemClock};
use jiff::Timestamp;
use mail::Transport;
use oidc::RelyingParty;
use outbound::{Guard, TxtResolver};
use serde::Serialize;
use tokio::{
    net::TcpListener,
    task::{JoinError, JoinHandle},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    base_url::BaseUrl,
    calls::Calls,
    data_dir::DataDir,
    error::ServeError,
    exports::ExportFiles,
    http, live,
    metrics::{self, Metrics},
    options::{Mode, ServeOptions, SignUpPolicy, SsoOptions},
    photos::Photos,
    postman, redirect, serving,
    state::AppState,
    tls::Tls,
    worker,
};

/// Where a server listens that wasn't told where.
pub(crate) const DEFAULT_LISTEN: SocketAddr =
    SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8765);

/// How long requests under way may take once the server is told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// A server that listens.
#[derive(Debug)]
pub struct Running {
    url: String,
    bootstrap: Option<Sensitive<String>>,
    stop: CancellationToken,
    control: Control,
    tasks: TaskTracker,
    server: JoinHandle<io::Result<()>>,
    db: Database,
    _data: DataDir,
}

/// What the one who started an embedded server is told, as one line of JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Ready {
    /// It listens.
    Yes {
        /// Always true.
        ready: bool,
        /// Its origin.
        url: String,
        /// The token for set-up, while there is no operator.
        bootstrap: Option<String>,
    },
    /// It doesn't start.
    No {
        /// Always false.
        ready: bool,
        /// [`ServeError::code`].
        code: &'static str,
        /// The same in words, for a log.
        message: String,
    },
}

impl Ready {
    /// What is told when a server doesn't start.
    #[must_use]
    pub fn refused(error: &ServeError) -> Self {
        Self::No {
            ready: false,
            code: error.code(),
            message: error.to_string(),
        }
    }
}

/// Starts a server; when this returns, it listens.
///
/// # Errors
/// Every [`ServeError`] but [`ServeError::Run`].
pub async fn start(
    options: ServeOptions,
    mode: Mode,
    clock: Arc<dyn Clock>,
) -> Result<Running, ServeError> {
    let data = DataDir::open(&options.data_dir)?;
    let listener = listen(&options, mode, &data).await?;
    let address = listener.local_addr().map_err(ServeError::Run)?;
    let metrics_listener = match options.metrics {
        Some(address) => Some(bind_here(address).await?),
        None => None,
    };
    let base = BaseUrl::of(options.base_url.as_deref(), address, options.tls.is_some())?;
    let tls = match &options.tls {
        Some(files) => Some(Tls::load(files, &base, clock.now())?),
        None => None,
    };
    let redirect_listener = match options.redirect_http {
        Some(_) if !base.is_https() => return Err(ServeError::RedirectNeedsHttps),
        Some(address) => Some(bind(address).await?),
        None => None,
    };
    let sign_up = sign_up_policy(&options, mode, &base)?;
    let database = options.database.clone();
    let db = Location::of(database, &options.data_dir)?.open().await?;
    let bootstrap = if crm::set_up_done(db.read()).await? {
        None
    } else {
        Some(options.bootstrap.map_or_else(Token::new, Token::presented))
    };
    let key = key_for(&db, &data).await?;
    let sealer = Sealer::new(&key)?;
    check_key(&db, &sealer, &data).await?;
    adopt_provider(&db, &sealer, options.sso.as_ref(), clock.now()).await?;
    let guard = Guard::new(&options.outbound_allow);
    let mail_from = options
        .mail_from
        .clone()
        .unwrap_or_else(|| format!("no-reply@{}", base.mail_domain()));
    let identity = crm::server_identity(&db, clock.now()).await?;
    let passkeys = passkey::RelyingParty::new(base.origin(), &identity.name);
    let begun = bootstrap.as_ref().map(|t| Bootstrap::new(t, clock.now()));
    let state = AppState {
        hasher: Hasher::new(available_parallelism().map_or(1, NonZero::get))?,
        identity: Arc::new(identity),
        passkeys: passkeys.map(Arc::new),
        base: Arc::new(base),
        sealer,
        key: Arc::new(key),
        bootstrap: begun,
        mail: options.mail.as_ref().map(Transport::from_url).transpose()?,
        mail_from: mail_from.into(),
        sign_up,
        plan: options.plan,
        referral: options.referral.map(Arc::new),
        payments_secret: options.payments_secret.map(Arc::new),
        webhooks: Arc::new(outbound::Client::new(guard.clone())),
        sso: Arc::new(RelyingParty::new(outbound::Client::new(guard))),
        txt: Arc::new(TxtResolver::new(options.name_server)),
        exports: Arc::new(ExportFiles::new(data.exports_path())),
        photos: Arc::new(Photos::new(data.files_path())),
        metrics: Metrics::new(),
        trusted_proxies: options.trusted_proxies.into(),
        calls: Arc::new(Calls::new(clock.clone())),
        live: Arc::default(),
        db: db.clone(),
        clock,
    };
    let stop = CancellationToken::new();
    let tasks = TaskTracker::new();
    start_own_work(&state, &tasks, &stop);
    if let Some(listener) = metrics_listener {
        tasks.spawn(metrics::run(listener, state.metrics.clone(), stop.clone()));
    }
    let control = Control::new();
    let handle = || Handle::with_control(control.clone());
    if let Some(listener) = redirect_listener {
        let app = redirect::router(&state.base);
        tasks.spawn(serving::serve(listener, None, app, handle()));
    }
    let encrypted = tls.as_ref().map(Tls::config);
    if let Some(tls) = tls {
        tasks.spawn(tls.watch(state.clone(), stop.clone()));
    }
    let url = state.base.origin().to_owned();
    let server = tasks.spawn(serving::serve(
        listener,
        encrypted,
        http::router(state),
        handle(),
    ));
    tasks.close();
    let bootstrap = bootstrap.map(|token| token.secret().clone());
    Ok(Running {
        url,
        bootstrap,
        stop,
        control,
        tasks,
        server,
        db,
        _data: data,
    })
}

/// What a server does without being asked.
fn start_own_work(state: &AppState, tasks: &TaskTracker, stop: &CancellationToken) {
    worker::start(state, tasks, stop);
    tasks.spawn(live::run(state.clone(), stop.clone()));
    if let Some(transport) = state.mail.clone() {
        tasks.spawn(postman::run(state.clone(), transport, stop.clone()));
    }
}

impl Running {
    /// The origin under which it answers.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The token for set-up, while there was no operator at the start.
    #[must_use]
    pub const fn bootstrap(&self) -> Option<&Sensitive<String>> {
        self.bootstrap.as_ref()
    }

    /// What to tell the one who started it.
    #[must_use]
    pub fn ready(&self) -> Ready {
        // EXPOSE: the line goes to the parent process, through a pipe that only it reads.
        let bootstrap = self.bootstrap.as_ref().map(|token| token.expose().clone());
        Ready::Yes {
            ready: true,
            url: self.url.clone(),
            bootstrap,
        }
    }

    /// Serves until told to stop, then lets requests under way finish.
    ///
    /// # Errors
    /// [`ServeError::Run`] when it can't go on; [`ServeError::Crm`] when the database can't be
    /// closed in order.
    pub async fn until(mut self, told: CancellationToken) -> Result<(), ServeError> {
        let ended = told.run_until_cancelled(&mut self.server).await;
        self.stop.cancel();
        self.control.graceful_shutdown(None);
        let result = match ended {
            Some(ended) => ended,
            None => self.finish().await,
        };
        // Whoever is only sent elsewhere is kept no longer than the server itself.
        self.control.shutdown();
        self.tasks.wait().await;
        self.db.close().await?;
        result
            .map_err(io::Error::from)
            .flatten()
            .map_err(ServeError::Run)
    }

    /// Waits for requests under way, but not for ever.
    async fn finish(&mut self) -> Result<io::Result<()>, JoinError> {
        if let Ok(ended) = tokio::time::timeout(GRACE, &mut self.server).await {
            return ended;
        }
        tracing::warn!("Requests still under way are cut off");
        self.control.shutdown();
        (&mut self.server).await
    }
}

/// Serves one person on this machine until told to stop, and says so on standard output.
///
/// # Errors
/// Every [`ServeError`].
pub async fn serve_embedded(
    options: ServeOptions,
    told: CancellationToken,
    tell: impl FnOnce(&Ready) -> io::Result<()>,
) -> Result<(), ServeError> {
    let running = start(options, Mode::Embedded, Arc::new(SystemClock)).await?;
    tell(&running.ready()).map_err(ServeError::Run)?;
    running.until(told).await
}

/// Serves many until told to stop.
///
/// # Errors
/// Every [`ServeError`].
pub async fn serve(options: ServeOptions, told: CancellationToken) -> Result<(), ServeError> {
    let running = start(options, Mode::Server, Arc::new(SystemClock)).await?;
    if let Some(token) = running.bootstrap() {
        // EXPOSE: the operator reads it from the log; it is good once and for half an hour.
        tracing::info!(
            url = running.url(),
            bootstrap = token.expose(),
            "Open /setup with this token"
        );
    } else {
        tracing::info!(url = running.url(), "Listening");
    }
    running.until(told).await
}

/// The server's key. None is made while the database holds what one has sealed: a new key would open
/// nothing of it.
async fn key_for(db: &Database, data: &DataDir) -> Result<Sensitive<[u8; 32]>, ServeError> {
    match data.key()? {
        Some(key) => Ok(key),
        None if crm::has_sealed(db.read()).await? => Err(ServeError::KeyMissing {
            path: data.key_path(),
        }),
        None => data.make_key(),
    }
}

async fn check_key(db: &Database, sealer: &Sealer, data: &DataDir) -> Result<(), ServeError> {
    match crm::check_key(db.read(), sealer).await {
        Err(crm::Error::SealedWithAnotherKey) => Err(ServeError::KeyWrong {
            path: data.key_path(),
        }),
        checked => Ok(checked?),
    }
}

/// The provider of single sign-on that the operator has named is the one that counts.
async fn adopt_provider(
    db: &Database,
    sealer: &Sealer,
    named: Option<&SsoOptions>,
    now: Timestamp,
) -> Result<(), ServeError> {
    let told = named.map(|named| ServerProvider {
        issuer: &named.issuer,
        client_id: &named.client_id,
        client_secret: named.client_secret.as_ref(),
        label: named.label.as_deref().unwrap_or(&named.issuer),
        domains: &named.domains,
        satisfies_second_factor: named.satisfies_second_factor,
    });
    match adopt_server_provider(db, sealer, told.as_ref(), now).await {
        Err(crm::Error::Invalid(_)) => Err(ServeError::SsoInvalid),
        adopted => Ok(adopted?),
    }
}

/// Who may sign up: nobody can where no letter proves an address, but on this machine.
fn sign_up_policy(
    options: &ServeOptions,
    mode: Mode,
    base: &BaseUrl,
) -> Result<SignUpPolicy, ServeError> {
    let has_mail = options.mail.is_some();
    match options.sign_up {
        Some(SignUpPolicy::Open | SignUpPolicy::Invite) if base.is_https() && !has_mail => {
            Err(ServeError::SignUpNeedsMail)
        }
        Some(policy) => Ok(policy),
        None if mode == Mode::Server && base.is_https() && has_mail => Ok(SignUpPolicy::Open),
        None => Ok(SignUpPolicy::Closed),
    }
}

async fn listen(
    options: &ServeOptions,
    mode: Mode,
    data: &DataDir,
) -> Result<TcpListener, ServeError> {
    let kept = data.port()?;
    let address = match (options.listen, mode) {
        (Some(address), _) => address,
        (None, Mode::Server) => DEFAULT_LISTEN,
        (None, Mode::Embedded) => SocketAddr::from((Ipv4Addr::LOCALHOST, kept.unwrap_or(0))),
    };
    let listener = match mode {
        Mode::Server => bind(address).await?,
        Mode::Embedded => bind_here(address).await?,
    };
    // Cookies and bookmarks hang on the port: it is chosen once.
    if mode == Mode::Embedded && kept.is_none() {
        let port = listener.local_addr().map_err(ServeError::Run)?.port();
        data.keep_port(port)?;
    }
    Ok(listener)
}

/// Listens where no other machine reaches it.
async fn bind_here(address: SocketAddr) -> Result<TcpListener, ServeError> {
    if !address.ip().is_loopback() {
        return Err(ServeError::NotLoopback { address });
    }
    bind(address).await
}

async fn bind(address: SocketAddr) -> Result<TcpListener, ServeError> {
    let bound = TcpListener::bind(address).await;
    bound.map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => ServeError::PortTaken { address },
        _ => ServeError::Listen { address, source },
    })
}

/// Where a database is.
#[derive(Debug)]
pub(crate) enum Location {
    /// A `SQLite` file.
    File(PathBuf),
    /// A `PostgreSQL` server's, by its URL.
    Postgres(Sensitive<String>),
}

impl Location {
    /// What an option means; without one it is in the data folder.
    pub(crate) fn of(
        option: Option<Sensitive<String>>,
        data_dir: &Path,
    ) -> Result<Self, ServeError> {
        let Some(option) = option else {
            return Ok(Self::File(data_dir.join("ninefold.db")));
        };
        // EXPOSE: looks for its kind.
        let text = option.expose().as_str();
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(option));
        }
        let path = text.strip_prefix("sqlite:").unwrap_or(text);
        let path = path.strip_prefix("//").unwrap_or(path);
        if path.is_empty() || path.contains("://") {
            return Err(ServeError::DatabaseUnsupported);
        }
        Ok(Self::File(PathBuf::from(path)))
    }

    /// Opens it, makes it if need be, and brings its schema up to date.
    pub(crate) async fn open(self) -> Result<Database, ServeError> {
        Ok(match self {
            Self::File(path) => Database::open_file(&path).await?,
            Self::Postgres(url) => Database::open_postgres(&url).await?,
        })
    }
}
