//! The settings window.

use ipc::Surface;
use tauri::{LogicalPosition, LogicalSize, Manager, WindowEvent, window::WindowBuilder};

use crate::{
    platform::{keys, layout::fill, theme},
    shell::Shell,
    windows::{labels, stage},
};

const SIZE: (f64, f64) = (860.0, 680.0);

/// Opens it, or brings it to the front.
pub(crate) fn open(shell: &Shell) {
    shell.on_main(|shell| {
        if let Err(error) = try_to_open(shell) {
            tracing::error!(%error, "The settings could not be opened");
        }
    });
}

/// Opens it for the passphrase alone: it goes as soon as there's a key.
pub(crate) fn ask_for_passphrase(shell: &Shell) {
    shell.shown().only_asks = true;
    open(shell);
}

/// Closes it, if it was opened for the passphrase alone.
pub(crate) fn close_if_only_asked(shell: &Shell) {
    if shell.shown().only_asks {
        close(shell);
    }
}

fn try_to_open(shell: &Shell) -> tauri::Result<()> {
    if let Some(window) = shell.app.get_window(labels::SETTINGS) {
        window.unminimize()?;
        return window.set_focus();
    }
    let window = WindowBuilder::new(&shell.app, labels::SETTINGS)
        .title("Ninefold")
        .inner_size(SIZE.0, SIZE.1)
        .center()
        .min_inner_size(420.0, 400.0)
        .background_color(theme::ground(shell))
        .build()?;
    let page = stage::own_page(shell, Surface::Settings, labels::SETTINGS, None)
        .on_document_title_changed(|page, title| {
            // The page knows the person's language.
            if let Err(error) = page.window().set_title(&title) {
                tracing::warn!(%error, "The settings' title could not be set");
            }
        });
    let size = LogicalSize::new(SIZE.0, SIZE.1);
    let page = window.add_child(fill(page), LogicalPosition::new(0, 0), size)?;
    page.set_focus()?;
    let s = shell.clone();
    window.on_window_event(move |event| {
        let is_gone = matches!(event, WindowEvent::Destroyed);
        // Whoever records a key and closes the window, or goes elsewhere, wants keys to work again.
        if is_gone || matches!(event, WindowEvent::Focused(false)) {
            s.show(|shown| shown.recording = false);
        }
        if is_gone {
            s.shown().only_asks = false;
        }
    });
    keys::listen(shell, &window, &page)
}

/// Closes it.
pub(crate) fn close(shell: &Shell) {
    shell.on_main(|shell| {
        if let Some(window) = shell.app.get_window(labels::SETTINGS)
            && let Err(error) = window.destroy()
        {
            tracing::warn!(%error, "The settings could not be closed");
        }
    });
}
