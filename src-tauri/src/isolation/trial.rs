//! One run of the test: two hidden pages with stores of their own, made as accounts' pages are made.

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use ::isolation::{IsolationError, Server, Verdict};
use domain::AccountId;
use serde::{Deserialize, Serialize};
use store::{Disk, SystemDisk};
use tauri::{
    AppHandle, LogicalPosition, LogicalSize, Manager, Url, WebviewUrl,
    webview::{NewWindowResponse, WebviewBuilder},
    window::WindowBuilder,
};
use tokio::sync::{Mutex, oneshot};

use crate::platform::{
    health::{Health, Native as System, WebProcess},
    page::{Native as Engine, PageEngine, remove_store},
};

/// How long all visits together may take.
const LIMIT: Duration = Duration::from_secs(20);
/// How long clearing what the visitors left may take.
const CLEARING: Duration = Duration::from_secs(5);
/// How often removal is tried: the engine may still write.
const ATTEMPTS: u32 = 20;
/// Between two attempts.
const PAUSE: Duration = Duration::from_millis(50);
/// The engine writes its caches so much later, even of pages that are gone.
const LATE: Duration = Duration::from_secs(3);

/// Whoever has it may use the folder.
static TURN: Mutex<()> = Mutex::const_new(());

const WINDOW: &str = "isolation";
const VISITORS: [&str; 2] = ["a", "b"];
/// In the data directory.
const FOLDER: &str = "isolation-test";

/// What a run found.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Trial {
    /// What the two visitors saw of each other.
    pub(crate) verdict: Verdict,
    /// How this program's pages were shut in while both were open; `None` where the system doesn't tell.
    pub(crate) web_processes: Option<Vec<WebProcess>>,
}

/// Why a run found nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TrialError {
    /// The test's own server, or a visitor, failed.
    #[error("the self-test's pages did not report: {0}")]
    NoReport(#[from] IsolationError),
    /// No folder for the throw-away sessions.
    #[error("no folder for the self-test could be made")]
    Folder(#[source] io::Error),
    /// No page could be made.
    #[error("the self-test's pages could not be opened: {0}")]
    Page(#[from] tauri::Error),
    /// It took too long.
    #[error("the self-test took longer than {} seconds", LIMIT.as_secs())]
    TooSlow,
    /// The program ends.
    #[error("the program is ending")]
    Ending,
}

/// Runs the test. It shows nothing, and leaves nothing behind. Never more than one at a time.
pub(crate) async fn run(app: &AppHandle, data_dir: &Path) -> Result<Trial, TrialError> {
    let turn = TURN.lock().await;
    let stores = VISITORS.map(|_| AccountId::new());
    let folder = data_dir.join(FOLDER);
    let visited = tokio::time::timeout(LIMIT, visits(app, &folder, stores)).await;
    if let Err(error) = close(app, stores).await {
        tracing::warn!(%error, "The self-test's pages could not be closed");
    }
    drop(turn);
    clean_up(data_dir).await;
    let data_dir = data_dir.to_path_buf();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(LATE).await;
        clean_up(&data_dir).await;
    });
    visited.unwrap_or(Err(TrialError::TooSlow))
}

/// Clears what the visitors left, and closes their pages.
async fn close(app: &AppHandle, stores: [AccountId; 2]) -> Result<(), TrialError> {
    for visitor in VISITORS {
        let (cleared, wait) = oneshot::channel::<()>();
        on_main(app, move |app| {
            let Some(page) = app.get_webview(&label(visitor)) else {
                return Ok(());
            };
            // Dropped with the page, if that is how it ends.
            Engine::clear(&page, Box::new(move |_| drop(cleared)))
        })
        .await?;
        // An error is the sign: nothing is sent.
        drop(tokio::time::timeout(CLEARING, wait).await);
    }
    on_main(app, move |app| {
        let closed = app.get_window(WINDOW).map_or(Ok(()), |w| w.destroy());
        stores.into_iter().for_each(remove_store);
        closed
    })
    .await
}

/// Removes what runs have written, this one or one that was cut off.
pub(crate) async fn clean_up(data_dir: &Path) {
    let _turn = TURN.lock().await;
    let folder = data_dir.join(FOLDER);
    for _ in 0..ATTEMPTS {
        let removed = SystemDisk.remove_tree(&folder);
        if removed.is_ok() && matches!(SystemDisk.exists(&folder), Ok(false)) {
            return;
        }
        tokio::time::sleep(PAUSE).await;
    }
    tracing::warn!("The self-test's folder could not be removed");
}

/// A, then B, then A again while B's page is open still.
async fn visits(
    app: &AppHandle,
    folder: &Path,
    stores: [AccountId; 2],
) -> Result<Trial, TrialError> {
    let server = Server::start().await?;
    on_main(app, |app| {
        WindowBuilder::new(app, WINDOW)
            .title("Ninefold")
            .visible(false)
            .focused(false)
            .skip_taskbar(true)
            .build()
            .map(drop)
    })
    .await?;
    for (visitor, store) in VISITORS.into_iter().zip(stores) {
        open(app, folder, visitor, store, server.url(visitor)).await?;
        server.reported(visitor, 1, LIMIT).await?;
    }
    let again = server.url("a");
    on_main(app, move |app| {
        app.get_webview(&label("a"))
            .map_or(Ok(()), |page| page.navigate(again))
    })
    .await?;
    server.reported("a", 2, LIMIT).await?;
    Ok(Trial {
        verdict: server.verdict(),
        web_processes: System::web_processes(),
    })
}

/// Opens a visitor's page, in a folder that no page had before and others can't enter.
async fn open(
    app: &AppHandle,
    folder: &Path,
    visitor: &str,
    id: AccountId,
    url: Url,
) -> Result<(), TrialError> {
    let folder = folder.join(id.to_string());
    SystemDisk
        .create_folder(&folder)
        .map_err(TrialError::Folder)?;
    let label = label(visitor);
    on_main(app, move |app| {
        let Some(window) = app.get_window(WINDOW) else {
            return Err(tauri::Error::WindowNotFound);
        };
        let page = page(&label, id, folder, url);
        window
            .add_child(page, LogicalPosition::new(0, 0), LogicalSize::new(400, 300))
            .map(drop)
    })
    .await
}

fn label(visitor: &str) -> String {
    format!("{WINDOW}-{visitor}")
}

/// Its store is its own by the same call as an account's; it goes nowhere but to the test's server.
fn page(label: &str, id: AccountId, folder: PathBuf, url: Url) -> WebviewBuilder<tauri::Wry> {
    let origin = url.origin();
    Engine::isolate(
        WebviewBuilder::new(label, WebviewUrl::External(url)),
        folder,
        id,
    )
    .disable_drag_drop_handler()
    .focused(false)
    .on_navigation(move |to| to.origin() == origin || to.scheme() == "about")
    .on_new_window(|_, _| NewWindowResponse::Deny)
    .on_download(|_, _| false)
}

async fn on_main<T: Send + 'static>(
    app: &AppHandle,
    f: impl FnOnce(&AppHandle) -> tauri::Result<T> + Send + 'static,
) -> Result<T, TrialError> {
    let (sender, receiver) = oneshot::channel();
    let a = app.clone();
    app.run_on_main_thread(move || {
        // The run may have been given up.
        let _waiting = sender.send(f(&a)).is_ok();
    })?;
    Ok(receiver.await.map_err(|_| TrialError::Ending)??)
}
