//! Key presses of a window, before its page sees them.

#[cfg(target_os = "linux")]
pub(crate) mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "linux")]
use tauri::{Webview, Window};

#[cfg(target_os = "macos")]
pub(crate) use macos::listen;
#[cfg(windows)]
pub(crate) use windows::listen;

use crate::{actions, shell::Shell};

/// Hears the keys of a window with one page, whichever of the two the system gives them to.
#[cfg(target_os = "linux")]
pub(crate) fn listen(shell: &Shell, window: &Window, page: &Webview) -> tauri::Result<()> {
    linux::connect(shell, window.label(), &window.gtk_window()?);
    super::layout::keep_alive(&super::layout::widget(page)?);
    Ok(())
}

/// Whether Shift is held now: at the start that means that nothing is brought back. Main thread only.
#[cfg(target_os = "linux")]
pub(crate) use linux::shift_is_held;
#[cfg(target_os = "macos")]
pub(crate) use macos::shift_is_held;
#[cfg(windows)]
pub(crate) use windows::shift_is_held;

/// What a key press means in a window, if it's ours.
fn meaning(
    shell: &Shell,
    label: &str,
    stroke: &accounts::keymap::Stroke,
) -> Option<accounts::keymap::Action> {
    let state = shell.state();
    let settings = &state.registry.settings;
    if !settings.keys_enabled || shell.shown().recording {
        return None;
    }
    if crate::windows::labels::opener_of(label).is_some() {
        // A pop-up has the account's page before it: of our keys, those that lead elsewhere.
        let action = shell.keys(settings).map.action(stroke, false);
        return action.filter(|a| actions::leads_elsewhere(*a));
    }
    let window = crate::windows::labels::window_of(label).and_then(|w| state.registry.window(w));
    let front = window
        .and_then(|w| w.front)
        .and_then(|f| state.registry.account(f));
    let all_keys = front.is_some_and(|a| a.all_keys_to_page);
    shell.keys(settings).map.action(stroke, all_keys)
}
