//! How strip, page and panel lie in a window.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod other;

use accounts::monitors::{Monitor, Place};
use domain::WindowId;
use ipc::PanelAnchor;
use tauri::{AppHandle, Webview, Window, webview::WebviewBuilder};

#[cfg(target_os = "linux")]
use linux::trusted;
#[cfg(target_os = "linux")]
pub(crate) use linux::{Native, is_placed, keep_alive, keep_dialogs_apart, widget};
#[cfg(not(target_os = "linux"))]
pub(crate) use other::Native;

use crate::shell::Shell;

/// Has one of the shell's own pages share its process with the others, where that must be asked for.
#[cfg(target_os = "linux")]
pub(crate) fn share_process(page: WebviewBuilder<tauri::Wry>) -> WebviewBuilder<tauri::Wry> {
    match trusted() {
        Some(first) => page.with_related_view(first),
        None => page,
    }
}

/// Has one of the shell's own pages share its process with the others: the engines here do so by themselves
/// for pages of one site in one store.
#[cfg(not(target_os = "linux"))]
pub(crate) fn share_process(page: WebviewBuilder<tauri::Wry>) -> WebviewBuilder<tauri::Wry> {
    page
}

/// Has a page fill its window, as GTK does by itself.
pub(crate) fn fill(page: WebviewBuilder<tauri::Wry>) -> WebviewBuilder<tauri::Wry> {
    if cfg!(target_os = "linux") {
        page
    } else {
        page.auto_resize()
    }
}

/// The strip's height, in pixels of its page.
pub(crate) const STRIP_HEIGHT: i32 = 40;

/// Where a panel stands, in pixels of its page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PanelPlace {
    pub(crate) anchor: PanelAnchor,
    pub(crate) width: i32,
    pub(crate) height: i32,
    pub(crate) x: i32,
    pub(crate) focus: bool,
}

/// Which of a window's areas has the keyboard, in the order that F6 goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Area {
    Strip,
    Panel,
    Page,
}

/// Lays webviews out. Everything here is called on the main thread.
pub(crate) trait Layout {
    /// Makes a window's frame, and tells the shell of its keys, focus, place and closing.
    fn prepare(shell: &Shell, window: &Window) -> tauri::Result<()>;
    /// Puts the strip at the top.
    fn place_strip(window: &Window, strip: &Webview) -> tauri::Result<()>;
    /// Puts a panel over the page, hidden.
    fn place_panel(shell: &Shell, window: &Window, panel: &Webview) -> tauri::Result<()>;
    /// Puts an account's page below the strip, hidden.
    fn place_page(window: &Window, page: &Webview) -> tauri::Result<()>;
    /// Shows one page of the window, or none.
    fn show_page(window: &Window, page: Option<&Webview>) -> tauri::Result<()>;
    /// Forgets a page that's about to be dropped.
    fn forget_page(page: &Webview) -> tauri::Result<()>;
    /// Gives a panel its room.
    fn set_panel(window: &Window, place: PanelPlace) -> tauri::Result<()>;
    /// Shows a new window.
    fn show(window: &Window, place: Place, focus: bool) -> tauri::Result<()>;
    /// Puts a window elsewhere.
    fn place(window: &Window, place: Place) -> tauri::Result<()>;
    /// Brings a window to the front, on whatever desktop it is.
    fn raise(window: &Window) -> tauri::Result<()>;
    /// Gives an area the keyboard.
    fn focus(window: &Window, area: Area) -> tauri::Result<()>;
    /// Which area has it.
    fn focused_area(window: &Window) -> Area;
    /// Whether there is such an area now.
    fn shows(window: &Window, area: Area) -> bool;
    /// Fills the screen with a window, or no longer.
    fn toggle_full_screen(window: &Window) -> tauri::Result<()>;
    /// The window whose strip is at a place of the screen, if any, and no other window before it.
    fn strip_at(shell: &Shell, x: f64, y: f64) -> Option<WindowId>;
    /// Forgets a window that's about to be closed.
    fn forget(window: &Window);
    /// Live monitors; and tells the shell when they change.
    fn watch_monitors(app: &AppHandle) -> Vec<Monitor>;
    /// Tells of changes of monitors from now on.
    fn follow_monitors(shell: &Shell);
}
