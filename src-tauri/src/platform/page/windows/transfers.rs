//! Progress and end of downloads. Their place is chosen in Tauri's `on_download`, whose handler comes first.

use std::{path::Path, rc::Rc};

use domain::AccountId;
use ipc::DownloadState;
use webview2_com::{
    BytesReceivedChangedEventHandler, DownloadStartingEventHandler,
    Microsoft::Web::WebView2::Win32::{
        COREWEBVIEW2_DOWNLOAD_STATE_COMPLETED, COREWEBVIEW2_DOWNLOAD_STATE_INTERRUPTED,
        ICoreWebView2, ICoreWebView2_4, ICoreWebView2DownloadOperation,
    },
    StateChangedEventHandler,
};
use windows::core::{Interface, Result};

use super::{text, value};
use crate::{pages::downloads, platform::page::told::Told, shell::Shell};

pub(super) fn connect(shell: &Shell, id: AccountId, core: &ICoreWebView2) -> Result<()> {
    let shell = shell.clone();
    let handler = DownloadStartingEventHandler::create(Box::new(move |_, args| {
        let Some(args) = args else { return Ok(()) };
        // SAFETY: the getter fills in a flag.
        if value(|v| unsafe { args.Cancel(v) }).as_bool() {
            return Ok(());
        }
        // SAFETY: the getter fills in a text that is ours to free.
        let (path, download) =
            unsafe { (text(|t| args.ResultFilePath(t)), args.DownloadOperation()?) };
        follow(&shell, id, &path, download)
    }));
    let mut token = 0;
    // SAFETY: the token outlives the call; the page keeps the handler.
    unsafe {
        core.cast::<ICoreWebView2_4>()?
            .add_DownloadStarting(&handler, &raw mut token)
    }
}

fn follow(
    shell: &Shell,
    id: AccountId,
    path: &str,
    download: ICoreWebView2DownloadOperation,
) -> Result<()> {
    let download = Rc::new(download);
    let cancelled = Rc::clone(&download);
    let cancel = Box::new(move || {
        // SAFETY: takes nothing.
        if let Err(error) = unsafe { cancelled.Cancel() } {
            tracing::debug!(%error, "A download had ended already");
        }
    });
    let number = downloads::started(shell, id, cancel);
    downloads::named(shell, number, Path::new(path));

    let (s, mut told) = (shell.clone(), Told::default());
    let more = BytesReceivedChangedEventHandler::create(Box::new(move |download, _| {
        if let Some(download) = download {
            let (received, percent) = progress(&download);
            if told.is_news(received, percent) {
                downloads::progressed(&s, number, received, percent);
            }
        }
        Ok(())
    }));
    let s = shell.clone();
    let state = StateChangedEventHandler::create(Box::new(move |download, _| {
        if let Some(download) = download {
            ended(&s, number, &download);
        }
        Ok(())
    }));
    let mut token = 0;
    // SAFETY: the token outlives the calls; the download keeps the handlers.
    unsafe {
        download.add_BytesReceivedChanged(&more, &raw mut token)?;
        download.add_StateChanged(&state, &raw mut token)
    }
}

fn ended(shell: &Shell, number: u32, download: &ICoreWebView2DownloadOperation) {
    // SAFETY: the getter fills in a number.
    let end = match value(|v| unsafe { download.State(v) }) {
        COREWEBVIEW2_DOWNLOAD_STATE_COMPLETED => DownloadState::Done,
        COREWEBVIEW2_DOWNLOAD_STATE_INTERRUPTED => DownloadState::Failed,
        _ => return,
    };
    downloads::ended(shell, number, end, progress(download).0);
}

/// Bytes, and how much of the whole they are in percent; 0 where the whole isn't known.
fn progress(download: &ICoreWebView2DownloadOperation) -> (u64, u8) {
    // SAFETY: the getters fill in numbers.
    let received = value(|v| unsafe { download.BytesReceived(v) });
    // SAFETY: as above.
    let total = value(|v| unsafe { download.TotalBytesToReceive(v) });
    let received = u64::try_from(received).unwrap_or_default();
    let total = u64::try_from(total).unwrap_or_default();
    let percent = received
        .saturating_mul(100)
        .checked_div(total)
        .unwrap_or_default()
        .min(100);
    (received, u8::try_from(percent).unwrap_or_default())
}
