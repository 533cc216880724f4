//! The fake CRM: start, handle, stop.

mod certificate;
pub(crate) mod control;
mod downloads;
mod home;
mod isolation;
mod listener;
pub(crate) mod log;
mod page;
mod pages;
pub(crate) mod people;
mod popups;
mod record;
mod router;
mod sign_in;
mod state;
mod visit;

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::thread;
use std::time::Duration;

use axum::Router;
use tokio::sync::oneshot;

use crate::TestkitError;
use certificate::Certificate;
use control::{Expiry, LoginStyle};
use listener::{Arrival, Door};
use log::{Entry, Log};
use people::Person;
use state::{ROOT, Shared};

/// How a fake CRM is set up.
#[derive(Clone, Debug)]
pub struct Options {
    /// Port for HTTP, 0 for any.
    pub port: u16,
    /// Port for TLS (which takes plain HTTP as well), 0 for any.
    pub tls_port: u16,
    /// The tenants under `/t/…`, besides the one at the root.
    pub tenants: Vec<String>,
    /// How many users each tenant has.
    pub users: usize,
    /// Session ids depend on it.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        let tenants = ["acme", "globex", "initech"].map(String::from).to_vec();
        Self {
            port: 0,
            tls_port: 0,
            tenants,
            users: 50,
            seed: 1,
        }
    }
}

/// A running fake CRM. Dropping it closes its ports and every connection before it returns.
#[derive(Debug)]
pub struct FakeCrm {
    shared: Shared,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

/// A fake CRM that is off: its ports are closed, its sessions and log are kept.
#[derive(Debug)]
pub struct Stopped {
    shared: Shared,
}

impl FakeCrm {
    /// Starts one on any free loopback ports.
    ///
    /// # Errors
    /// [`TestkitError`], when there is no port, no certificate or no thread.
    pub async fn start() -> Result<Self, TestkitError> {
        Self::start_with(Options::default()).await
    }

    /// Starts one as `options` say.
    ///
    /// # Errors
    /// [`TestkitError`], when a port is taken, or there is no certificate or no thread.
    pub async fn start_with(options: Options) -> Result<Self, TestkitError> {
        let sockets = [listen(options.port)?, listen(options.tls_port)?];
        let ports = (port_of(&sockets[0])?, port_of(&sockets[1])?);
        let certificate = Certificate::new()?;
        let pem = certificate.authority_pem.clone();
        let shared = Shared::new(options.tenants, options.users, options.seed, ports, pem);
        Self::run(shared, sockets, certificate).await
    }

    async fn run(
        shared: Shared,
        sockets: [TcpListener; 2],
        certificate: Certificate,
    ) -> Result<Self, TestkitError> {
        let (stop, stopped) = oneshot::channel();
        let (ready, is_ready) = oneshot::channel();
        let router = router::router(shared.clone());
        // A thread and a runtime of its own: with them ends every connection, for certain.
        let thread = thread::Builder::new()
            .name("fake-crm".into())
            .spawn(move || serve(sockets, certificate, router, ready, stopped))
            .map_err(TestkitError::ThreadFailed)?;
        let running = Self {
            shared,
            stop: Some(stop),
            thread: Some(thread),
        };
        is_ready.await.map_err(|_| TestkitError::NotReady)??;
        Ok(running)
    }

    /// Closes the ports and all connections and keeps the rest, to be started again.
    #[must_use]
    pub fn stop(mut self) -> Stopped {
        self.close();
        Stopped {
            shared: self.shared.clone(),
        }
    }

    /// The address of the root tenant over HTTP, such as `http://127.0.0.1:41234/`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.shared.http_port)
    }

    /// The same server under a certificate that nobody trusts.
    #[must_use]
    pub fn tls_url(&self) -> String {
        format!("https://127.0.0.1:{}/", self.shared.tls_port)
    }

    /// The address of a tenant, such as `http://127.0.0.1:41234/t/acme/`.
    #[must_use]
    pub fn tenant_url(&self, tenant: &str) -> String {
        if tenant == ROOT {
            self.url()
        } else {
            format!("{}t/{tenant}/", self.url())
        }
    }

    /// The port for HTTP.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.shared.http_port
    }

    /// The certificate, in PEM, of the authority that signed the TLS port's certificate.
    #[must_use]
    pub fn authority_pem(&self) -> &str {
        &self.shared.authority_pem
    }

    /// The n-th user of a tenant, from 1. The tenant outside of `/t/…` is called `root`.
    #[must_use]
    pub fn person(&self, tenant: &str, number: usize) -> Person {
        Person::nth(tenant, number)
    }

    /// The log. A clone stays readable after the server is gone.
    #[must_use]
    pub fn log(&self) -> &Log {
        &self.shared.log
    }

    /// Waits until an entry of the log fits, starting with the oldest.
    ///
    /// # Errors
    /// [`TestkitError::WaitedInVain`] with the end of the log.
    pub async fn wait_for(
        &self,
        fits: impl FnMut(&Entry) -> bool,
        at_most: Duration,
    ) -> Result<Entry, TestkitError> {
        self.shared.log.wait_for(fits, at_most).await
    }

    /// What the isolation pages found so far.
    #[must_use]
    pub fn isolation(&self) -> ::isolation::Findings {
        self.shared.isolation.findings()
    }

    /// Tenant and user of each live session, sorted.
    #[must_use]
    pub fn signed_in(&self) -> Vec<(String, String)> {
        let mut who: Vec<_> = self.shared.look(|state| {
            state
                .sessions()
                .map(|s| (s.tenant.clone(), s.person.user.clone()))
                .collect()
        });
        who.sort();
        who
    }

    /// Sets the counter in a user's title; an open home page follows at once.
    pub fn set_unread(&self, tenant: &str, user: &str, count: u32) {
        self.shared
            .change(|state| state.set_unread(tenant, user, count));
    }

    /// Ends the sessions of a tenant, of one user or of all, as if they had timed out.
    pub fn expire(&self, tenant: &str, user: Option<&str>) {
        self.shared
            .change(|state| state.end_sessions_of(tenant, user));
    }

    /// How a tenant answers a cookie whose session has ended.
    pub fn set_expiry(&self, tenant: &str, expiry: Expiry) {
        self.shared.change(|state| state.set_expiry(tenant, expiry));
    }

    /// Which login page a tenant sends people to.
    pub fn set_login(&self, tenant: &str, style: LoginStyle) {
        self.shared.change(|state| state.set_login(tenant, style));
    }

    /// Answers everything with this status, or works again with `None`.
    pub fn set_failing(&self, status: Option<u16>) {
        self.shared.change(|state| state.failing = status);
    }

    /// Has sign-outs wait from now on, until `sign-out` is released.
    pub fn hold_sign_outs(&self) {
        self.shared.change(|state| state.holds_sign_outs = true);
    }

    /// Has whoever comes as through a proxy sign in from now on.
    pub fn ask_at_proxy(&self, name: &str, password: &str) {
        let wanted = (name.to_owned(), password.to_owned());
        self.shared.change(|state| state.at_proxy = Some(wanted));
    }

    /// Lets `/hang?name=…` or `/downloads/held?name=…` go on.
    pub fn release(&self, name: &str) {
        self.shared
            .change(|state| state.released.insert(name.to_owned()));
    }

    /// Forgets sessions, counters, findings, switches and the log.
    pub fn reset(&self) {
        self.shared.reset();
    }

    fn close(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic in the server has been printed by its thread already.
            let _ended = thread.join();
        }
    }
}

impl Drop for FakeCrm {
    fn drop(&mut self) {
        self.close();
    }
}

impl Stopped {
    /// Starts it again on the same ports, with a new certificate, sessions and log as they were.
    ///
    /// # Errors
    /// [`TestkitError::ListenFailed`], when another program took the port meanwhile.
    pub async fn start(self) -> Result<FakeCrm, TestkitError> {
        let sockets = [
            listen(self.shared.http_port)?,
            listen(self.shared.tls_port)?,
        ];
        let certificate = Certificate::new()?;
        let mut shared = self.shared;
        shared.authority_pem = certificate.authority_pem.clone().into();
        FakeCrm::run(shared, sockets, certificate).await
    }

    /// The log up to the stop.
    #[must_use]
    pub fn log(&self) -> &Log {
        &self.shared.log
    }
}

fn listen(port: u16) -> Result<TcpListener, TestkitError> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let failed = |source| TestkitError::ListenFailed { address, source };
    let socket = TcpListener::bind(address).map_err(failed)?;
    socket.set_nonblocking(true).map_err(failed)?;
    Ok(socket)
}

fn port_of(socket: &TcpListener) -> Result<u16, TestkitError> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let failed = |source| TestkitError::ListenFailed { address, source };
    Ok(socket.local_addr().map_err(failed)?.port())
}

fn serve(
    [http, tls]: [TcpListener; 2],
    certificate: Certificate,
    router: Router,
    ready: oneshot::Sender<Result<(), TestkitError>>,
    stopped: oneshot::Receiver<()>,
) {
    let runtime = match tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            // Nobody listens only when the start was given up.
            let _told = ready.send(Err(TestkitError::ThreadFailed(error)));
            return;
        }
    };
    runtime.block_on(async {
        let doors = (
            tokio::net::TcpListener::from_std(http),
            tokio::net::TcpListener::from_std(tls),
        );
        let (http, tls) = match doors {
            (Ok(http), Ok(tls)) => (
                Door::new(http, None),
                Door::new(tls, Some(certificate.acceptor)),
            ),
            (Err(error), _) | (_, Err(error)) => {
                let _told = ready.send(Err(TestkitError::ThreadFailed(error)));
                return;
            }
        };
        let service = router.into_make_service_with_connect_info::<Arrival>();
        let _told = ready.send(Ok(()));
        tokio::select! {
            _ = axum::serve(http, service.clone()).into_future() => {}
            _ = axum::serve(tls, service).into_future() => {}
            _ = stopped => {}
        }
    });
}
