//! Progress and end of downloads. Their place is chosen in Tauri's `on_download`: it comes first, always.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    path::Path,
    rc::Rc,
};

use domain::AccountId;
use ipc::DownloadState;
use webkit2gtk::{DownloadError, DownloadExt, WebContextExt, WebView, WebViewExt};

use crate::{
    pages::downloads,
    platform::page::{told::Told, watching},
    shell::Shell,
};

thread_local! {
    /// Accounts whose context is listened to.
    static CONNECTED: RefCell<BTreeSet<AccountId>> = const { RefCell::new(BTreeSet::new()) };
}

pub(super) fn connect(shell: &Shell, id: AccountId, view: &WebView) {
    let Some(context) = view.context() else {
        return;
    };
    // One handler an account, however often its page is made anew: the context stays.
    if !CONNECTED.with_borrow_mut(|connected| connected.insert(id)) {
        return;
    }
    let shell = shell.clone();
    context.connect_download_started(move |_, download| {
        let cancel = download.clone();
        let number = downloads::started(&shell, id, Box::new(move || cancel.cancel()));
        let s = shell.clone();
        download.connect_created_destination(move |_, uri| {
            if let Some(path) = file(uri) {
                downloads::named(&s, number, Path::new(&path));
            }
        });
        let s = shell.clone();
        let told = RefCell::new(Told::default());
        download.connect_received_data(move |download, _| {
            let percent = watching::percent(download.estimated_progress());
            let received = download.received_data_length();
            if told.borrow_mut().is_news(received, percent) {
                downloads::progressed(&s, number, received, percent);
            }
        });
        let end = Rc::new(Cell::new(DownloadState::Done));
        let failed = end.clone();
        download.connect_failed(move |_, error| {
            tracing::info!(%error, "A download ended early");
            failed.set(if error.matches(DownloadError::Destination) {
                DownloadState::Unwritten
            } else {
                DownloadState::Failed
            });
        });
        let s = shell.clone();
        // Comes after a failure too.
        download.connect_finished(move |download| {
            downloads::ended(&s, number, end.get(), download.received_data_length());
        });
    });
}

/// The path of a `file:` address; older engines give the path itself.
fn file(uri: &str) -> Option<String> {
    match tauri::Url::parse(uri) {
        Ok(url) => url.to_file_path().ok().map(|p| p.display().to_string()),
        Err(_) => Some(uri.to_owned()),
    }
}
