//! What differs between systems: one file a capability, with one file a system in its folder where there is
//! enough of it.

pub(crate) mod asked_to_end;
pub(crate) mod background;
pub(crate) mod channel;
pub(crate) mod environment;
pub(crate) mod file_dialog;
pub(crate) mod health;
pub(crate) mod keys;
#[cfg(not(target_os = "linux"))]
mod later;
pub(crate) mod layout;
pub(crate) mod memory;
pub(crate) mod notice;
pub(crate) mod page;
pub(crate) mod system_wide_keys;
pub(crate) mod theme;

/// Whether `Mod` of the key table is Cmd.
pub(crate) const MAC: bool = cfg!(target_os = "macos");

/// This system's name in the contract.
pub(crate) const SYSTEM: &str = std::env::consts::OS;

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
