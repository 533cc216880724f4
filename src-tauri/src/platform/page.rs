//! What the web engine of a system does for an account's page.

pub(crate) mod asking;
mod kept;
#[cfg(target_os = "linux")]
pub(crate) mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(not(target_os = "linux"))]
mod retrying;
#[cfg(not(target_os = "macos"))]
mod told;
mod watching;
#[cfg(windows)]
mod windows;

use std::path::PathBuf;

use domain::AccountId;
use tauri::{
    Url, Webview, WebviewWindow,
    webview::{NewWindowFeatures, WebviewBuilder},
};

#[cfg(target_os = "linux")]
pub(crate) use linux::Native;
#[cfg(target_os = "macos")]
pub(crate) use macos::{Native, forget, remove_store, view};
#[cfg(windows)]
pub(crate) use windows::{Native, com, controller, forget, value};

pub(crate) use watching::HANDLER;

use crate::shell::Shell;

/// Loads an address in an account's own page: what [`crate::pages::main_frame`] does there once the person
/// agrees.
#[cfg(not(target_os = "linux"))]
fn here(shell: &Shell, id: AccountId) -> impl FnOnce(Url) + use<> {
    let shell = shell.clone();
    move |url| crate::pages::navigate(&shell, id, url)
}

/// Removes an account's store, where it isn't in the account's folder. Its page must be gone. Main thread
/// only.
#[cfg(not(target_os = "macos"))]
pub(crate) const fn remove_store(_id: AccountId) {}

/// How a sign-out step, or another script of ours, is run.
pub(crate) trait PageEngine {
    /// Gives a page a store of its own.
    fn isolate(
        builder: WebviewBuilder<tauri::Wry>,
        folder: PathBuf,
        id: AccountId,
    ) -> WebviewBuilder<tauri::Wry>;
    /// Connects everything that the engine tells of a new page, puts the session cookies back, and
    /// then loads the address.
    fn dress(shell: &Shell, id: AccountId, page: &Webview, url: Url) -> tauri::Result<()>;
    /// Opens a window for a page, in the same session.
    fn open_popup(
        shell: &Shell,
        id: AccountId,
        url: &Url,
        features: NewWindowFeatures,
    ) -> tauri::Result<WebviewWindow>;
    /// Runs a script in a world of its own, which the page can't see or change.
    fn run_apart(page: &Webview, script: &str) -> tauri::Result<()>;
    /// Has pages asked for in these languages, the best first. Where the engine takes them from the system, does
    /// nothing.
    fn set_languages(_page: &Webview, _languages: &[String]) -> tauri::Result<()> {
        Ok(())
    }
    /// Has a page's `beforeunload` run; `through` runs on the main thread once the page is through with it, and
    /// any question of its own was answered. Closes nothing. Where the engine has no such call, no page is asked.
    fn ask_to_close(_page: &Webview, through: Box<dyn FnOnce()>) -> tauri::Result<()> {
        through();
        Ok(())
    }
    /// Clears everything that the account's session keeps; `then` runs on the main thread and hears
    /// whether it's gone.
    fn clear(page: &Webview, then: Box<dyn FnOnce(bool)>) -> tauri::Result<()>;
    /// Clears the cache alone.
    fn clear_cache(page: &Webview) -> tauri::Result<()>;
    /// Writes the session cookies now; `then` runs on the main thread.
    fn save_session(
        shell: &Shell,
        id: AccountId,
        page: &Webview,
        then: Box<dyn FnOnce()>,
    ) -> tauri::Result<()>;
    /// Loads again.
    fn reload(page: &Webview, past_the_cache: bool) -> tauri::Result<()>;
    /// Whether an account's page can load nothing any more, while one that is made anew can.
    fn needs_new_page(_id: AccountId) -> bool {
        false
    }
    /// Asks for what an account's page made anew needs to load anything; `then` runs on the main thread once that is
    /// known, and not at all where the person has nothing to say.
    fn ask_first(shell: &Shell, _id: AccountId, then: Box<dyn FnOnce(&Shell)>) {
        then(shell);
    }
    /// Ends the process of a page that hears nothing any more; what is loaded next has a new one. Where the engine
    /// has no such call, does nothing.
    fn end_process(_page: &Webview) -> tauri::Result<()> {
        Ok(())
    }
    /// Stops loading.
    fn stop(page: &Webview) -> tauri::Result<()>;
    /// Back in history.
    fn back(page: &Webview) -> tauri::Result<()>;
    /// Forward in history.
    fn forward(page: &Webview) -> tauri::Result<()>;
    /// Opens the print dialog.
    fn print(_shell: &Shell, _id: AccountId, page: &Webview) -> tauri::Result<()> {
        page.print()
    }
    /// Searches; an empty text ends the search.
    fn find(page: &Webview, text: &str, backwards: bool) -> tauri::Result<()>;
    /// Next match.
    fn find_again(page: &Webview, backwards: bool) -> tauri::Result<()>;
}
