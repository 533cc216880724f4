//! What every part of the shell needs at hand.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use accounts::{State, actor::Handle};
use domain::{AccountId, Clock, WindowId};
use ipc::{AskView, DownloadView, IpcError, NoticeView, PanelView, Severity};
use tauri::AppHandle;
use tokio::sync::Notify;

use crate::{
    account::adding,
    keys::Keys,
    windows::notices::{self, Notice},
};

/// Handles to everything. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Shell(Arc<Inner>);

impl std::ops::Deref for Shell {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// See [`Shell`].
pub(crate) struct Inner {
    /// Tauri.
    pub(crate) app: AppHandle,
    /// The accounts' actor.
    pub(crate) accounts: Handle,
    /// Where the accounts' folders are.
    pub(crate) folders: store::Folders,
    /// Keeps the registry on disk.
    pub(crate) writer: Arc<store::Writer>,
    /// Keeps session cookies on disk.
    pub(crate) sessions: crate::account::session::SessionFiles,
    /// Seals session cookies.
    pub(crate) vault: secrets::Vault,
    /// This run and those before; a leaf lock.
    pub(crate) runs: Mutex<store::RunLog>,
    /// The data directory.
    pub(crate) data_dir: PathBuf,
    /// What time it is.
    pub(crate) clock: Arc<dyn Clock>,
    /// What is drawn but not kept: a leaf lock, held for moments and never over an await.
    shown: Mutex<Shown>,
    /// The key table as it was last asked for; a leaf lock.
    keys: Mutex<Option<Arc<Keys>>>,
    /// What pages may cause.
    pub(crate) limits: crate::pages::limits::Limits,
    /// Rung when anything in `shown` changes.
    pub(crate) changed: Notify,
    /// The embedded service, once it has been asked for.
    pub(crate) service: crate::service::Service,
}

/// What is drawn but not kept.
#[derive(Default)]
pub(crate) struct Shown {
    /// What is open over each window's page.
    pub(crate) panels: BTreeMap<WindowId, PanelView>,
    /// Windows whose panel was opened from the strip by a key.
    pub(crate) opened_by_key: BTreeSet<WindowId>,
    /// Windows that are there, and not only on their way.
    pub(crate) windows_made: BTreeSet<WindowId>,
    /// Windows that have their strip's webview.
    pub(crate) strips_made: BTreeSet<WindowId>,
    /// Windows that have their panel's webview.
    pub(crate) panels_made: BTreeSet<WindowId>,
    /// Questions of pages.
    pub(crate) asks: Vec<AskView>,
    /// Downloads of this run.
    pub(crate) downloads: Vec<DownloadView>,
    /// What the person must be told.
    pub(crate) notices: Vec<NoticeView>,
    /// What was repaired on disk, and stands in the notice about it.
    pub(crate) repairs: Vec<store::Repair>,
    /// The service on this computer has a CRM.
    pub(crate) own_crm: bool,
    /// What the system can do.
    pub(crate) host: ipc::HostCapabilities,
    /// Accounts that have had a page in this run.
    pub(crate) used: BTreeSet<AccountId>,
    /// Hosts that the person let an account open, for this run.
    pub(crate) allowed_once: Vec<(AccountId, String)>,
    /// What connects the shell's accounts with their services' descriptions, by address.
    pub(crate) documents: BTreeMap<String, connectors::DesktopDocument>,
    /// Hosts that addresses were seen to send people to for signing in, by address.
    pub(crate) identity_hosts: BTreeMap<String, Vec<String>>,
    /// A key is being recorded: none means anything meanwhile.
    pub(crate) recording: bool,
    /// The settings are open for the passphrase alone, at which nobody has asked for them.
    pub(crate) only_asks: bool,
    /// Kinds of storage that the isolation self-test found shared.
    pub(crate) leaks: Vec<String>,
    /// The one account that stays open beside a known leak: whoever was first when it was found.
    pub(crate) alone: Option<AccountId>,
    last: u32,
}

impl Shown {
    /// A number that nothing else has in this run.
    pub(crate) const fn next_id(&mut self) -> u32 {
        self.last += 1;
        self.last
    }
}

impl Shell {
    pub(crate) fn new(parts: Parts) -> Self {
        let shown = Shown {
            host: parts.host,
            ..Shown::default()
        };
        Self(Arc::new(Inner {
            app: parts.app,
            accounts: parts.accounts,
            folders: parts.folders,
            writer: parts.writer,
            sessions: crate::account::session::SessionFiles::start(),
            vault: parts.vault,
            runs: Mutex::new(parts.runs),
            data_dir: parts.data_dir,
            clock: parts.clock,
            shown: Mutex::new(shown),
            keys: Mutex::new(None),
            limits: crate::pages::limits::Limits::new(),
            changed: Notify::new(),
            service: crate::service::Service::default(),
        }))
    }

    /// Looks at what is shown.
    pub(crate) fn shown(&self) -> MutexGuard<'_, Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes what is shown, and has it drawn.
    pub(crate) fn show<T>(&self, change: impl FnOnce(&mut Shown) -> T) -> T {
        let result = change(&mut self.shown());
        self.changed.notify_one();
        result
    }

    /// The key table as these settings have it.
    pub(crate) fn keys(&self, settings: &accounts::Settings) -> Arc<Keys> {
        let mut last = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        let keys = Keys::of(&settings.keys, last.as_ref());
        *last = Some(Arc::clone(&keys));
        keys
    }

    /// Sends an event to the accounts' actor.
    pub(crate) fn send(&self, event: accounts::Event) {
        self.accounts.send(event);
    }

    /// Sends a wish of the person's, and says where it comes to nothing since it couldn't be kept.
    pub(crate) fn wish(&self, event: accounts::Event) -> Result<(), IpcError> {
        self.may_wish(&event)?;
        self.send(event);
        Ok(())
    }

    /// Why a wish comes to nothing, where it couldn't be kept.
    pub(crate) fn may_wish(&self, event: &accounts::Event) -> Result<(), IpcError> {
        let refused = self.state().refuses(event);
        if refused { self.can_keep() } else { Ok(()) }
    }

    /// Whether anything can be kept, and else why it can't.
    pub(crate) fn can_keep(&self) -> Result<(), IpcError> {
        self.folders.read_only().map_or(Ok(()), |why| {
            let error = store::StoreError::ReadOnly(why);
            Err(IpcError::new(adding::code_of(&error), error.to_string()))
        })
    }

    /// What is now.
    pub(crate) fn state(&self) -> Arc<State> {
        self.accounts.state()
    }

    /// Tells the person something. It stays until it's dismissed; what's only good to know goes by itself after
    /// some seconds in view. The same thing isn't said twice.
    pub(crate) fn notice(&self, severity: Severity, code: &str, arguments: &[(&str, String)]) {
        let notice = Notice::new(severity, code, arguments);
        self.show(|shown| notices::add(shown, notice));
    }

    /// Tells the person something that an account's page has caused, with the account's name as `label`. Of one
    /// kind there's one for each account: the newest, which counts those before it as `count`.
    pub(crate) fn notice_of(
        &self,
        severity: Severity,
        code: &str,
        account: AccountId,
        arguments: &[(&str, String)],
    ) {
        let state = self.state();
        let label = state.registry.account(account);
        let label = label.map(|a| state.registry.name(a)).unwrap_or_default();
        let mut notice = Notice::new(severity, code, arguments);
        notice.arguments.insert("label".to_owned(), label);
        self.show(|shown| notices::add_of(shown, account, notice));
    }

    /// The connector of an account, the general one if its own is gone.
    pub(crate) fn connector(&self, account: AccountId) -> connectors::Connector {
        let state = self.state();
        let Some(account) = state.registry.account(account) else {
            return connectors::generic().clone();
        };
        let connector = connectors::find(&account.connector).unwrap_or_else(connectors::generic);
        match self
            .shown()
            .documents
            .get(&crate::account::probe::key(&account.home))
        {
            Some(document) => connector.with_document(document.clone()),
            None => connector.clone(),
        }
    }

    /// Hosts that the person let an account open, for this run.
    pub(crate) fn allowed_once(&self, account: AccountId) -> Vec<String> {
        let shown = self.shown();
        let own = shown.allowed_once.iter().filter(|(a, _)| *a == account);
        own.map(|(_, host)| host.clone()).collect()
    }

    /// Whether accounts are known to be kept apart: the self-test has found no leak.
    pub(crate) fn isolation_holds(&self) -> bool {
        self.shown().leaks.is_empty()
    }

    /// Waits until the registry as it is now is on disk. Not on the main thread.
    pub(crate) fn flush_registry(&self) {
        let (sender, written) = std::sync::mpsc::channel();
        let done: store::Written = Box::new(move |whole| {
            // The receiver below waits.
            let _told = sender.send(whole).is_ok();
        });
        self.writer.save(self.state(), Some(done));
        if !written.recv().unwrap_or(false) {
            tracing::error!("The registry could not be written at the end");
        }
    }

    /// Notes that this run ends as it should.
    pub(crate) fn note_clean_end(&self) {
        let mut runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = runs.clean(self.clock.now()) {
            tracing::warn!(%error, "The end of this run could not be noted");
        }
    }

    /// Runs `f` on the main thread, with the shell.
    pub(crate) fn on_main(&self, f: impl FnOnce(&Self) + Send + 'static) {
        let shell = self.clone();
        if let Err(error) = self.app.run_on_main_thread(move || f(&shell)) {
            tracing::error!(%error, "The main thread is gone");
        }
    }

    /// Runs `f` in a later turn of the main loop: an engine's callback must not make or drop a webview.
    pub(crate) fn soon(&self, f: impl FnOnce(&Self) + Send + 'static) {
        let shell = self.clone();
        self.spawn(async move { shell.on_main(f) });
    }

    /// Starts something that ends by itself; it's given up when the program ends.
    #[expect(clippy::unused_self, reason = "tasks belong to the running program")]
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        tauri::async_runtime::spawn(task);
    }
}

/// What a [`Shell`] is made of.
pub(crate) struct Parts {
    pub(crate) app: AppHandle,
    pub(crate) accounts: Handle,
    pub(crate) folders: store::Folders,
    pub(crate) writer: Arc<store::Writer>,
    pub(crate) vault: secrets::Vault,
    pub(crate) runs: store::RunLog,
    pub(crate) data_dir: PathBuf,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) host: ipc::HostCapabilities,
}
