//! What differs between systems: one folder a capability, one file a system.

pub(crate) mod environment;
pub(crate) mod file_dialog;
pub(crate) mod health;
pub(crate) mod keys;
#[cfg(not(target_os = "linux"))]
mod later;
pub(crate) mod layout;
pub(crate) mod memory;
pub(crate) mod page;
pub(crate) mod system_wide_keys;

/// Whether `Mod` of the key table is Cmd.
pub(crate) const MAC: bool = cfg!(target_os = "macos");

/// This system's name in the contract.
pub(crate) const SYSTEM: &str = std::env::consts::OS;

/// Shows a notification and waits until it's clicked or gone; says whether it was clicked. On a thread of
/// its own.
pub(crate) fn notify(summary: &str, body: &str) -> bool {
    let mut notification = notify_rust::Notification::new();
    notification
        .appname("Ninefold")
        .summary(summary)
        .body(body)
        .action("default", "default");
    match notification.show() {
        Ok(handle) => wait(handle),
        Err(error) => {
            tracing::info!(%error, "The system shows no notifications");
            false
        }
    }
}

#[cfg(target_os = "linux")]
fn wait(handle: notify_rust::NotificationHandle) -> bool {
    let mut clicked = false;
    handle.wait_for_action(|action| clicked = action == "default");
    clicked
}

#[cfg(not(target_os = "linux"))]
fn wait(handle: notify_rust::NotificationHandle) -> bool {
    use notify_rust::NotificationResponse::{Action, Default};
    let mut clicked = false;
    let told = handle.wait_for_response(|response: &notify_rust::NotificationResponse| {
        clicked = matches!(response, Default | Action(_));
    });
    if let Err(error) = told {
        tracing::info!(%error, "What became of a notification isn't known");
    }
    clicked
}

/// Puts a text into the clipboard. Main thread only.
#[cfg(target_os = "linux")]
pub(crate) fn copy(text: &str) {
    gtk::Clipboard::get(&gtk::gdk::SELECTION_CLIPBOARD).set_text(text);
}

/// Puts a text into the clipboard.
#[cfg(not(target_os = "linux"))]
pub(crate) fn copy(text: &str) {
    let put = arboard::Clipboard::new().and_then(|mut clipboard| clipboard.set_text(text));
    if let Err(error) = put {
        tracing::warn!(%error, "The clipboard could not be reached");
    }
}
