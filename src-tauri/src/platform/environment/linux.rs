//! WebKitGTK reads its environment before the first webview.
#![expect(
    unsafe_code,
    reason = "changing the environment is safe while there's one thread only"
)]

use std::path::Path;

/// Linux.
pub(crate) struct Native;

impl super::Environment for Native {
    fn prepare() {
        // Without a GPU the DMABUF renderer takes twice the memory and three times as long to paint.
        if !Path::new("/dev/dri").exists() {
            set_unless_set("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
        }
        // Tauri leaves WebKit's sandbox off; enabling it on the context comes too late.
        if Self::has_sandbox() {
            set_unless_set("WEBKIT_FORCE_SANDBOX", "1");
        }
    }

    fn has_sandbox() -> bool {
        let found = |program: &str| {
            let path = std::env::var_os("PATH").unwrap_or_default();
            std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
        };
        // WebKit takes this file for the sign that it's inside of Flatpak, whose sandbox it then asks for.
        let inside_flatpak = Path::new("/.flatpak-info").exists();
        found("bwrap") && found("xdg-dbus-proxy") && !inside_flatpak
    }

    fn can_isolate() -> bool {
        true
    }

    fn has_system_wide_keys() -> bool {
        // Without an X server registering a key succeeds and nothing ever happens.
        std::env::var_os("DISPLAY").is_some_and(|d| !d.is_empty())
            && std::env::var_os("WAYLAND_DISPLAY").is_none_or(|w| w.is_empty())
    }
}

fn set_unless_set(name: &str, value: &str) {
    if std::env::var_os(name).is_none() {
        // SAFETY: `prepare` runs first thing in `main`, before any other thread is started.
        unsafe { std::env::set_var(name, value) };
    }
}
