//! Whether what is drawn before a page's own style is there is dark.

use accounts::Theme;
use tauri::webview::Color;

use crate::shell::Shell;

/// The ground of the shell's own pages (`ui/kit/src/tokens.css`).
const LIGHT: Color = Color(0xfb, 0xfb, 0xfd, 0xff);
const DARK: Color = Color(0x13, 0x13, 0x16, 0xff);

/// Dark by the person's choice, else by the system's theme, as the engine takes it for pages. Main thread only.
pub(crate) fn is_dark(shell: &Shell) -> bool {
    let chosen = shell.state().registry.settings.theme;
    match chosen {
        Theme::Light => false,
        Theme::Dark => true,
        Theme::System => is_system_dark(shell),
    }
}

/// What is seen of a window until its pages are drawn. Main thread only.
pub(crate) fn ground(shell: &Shell) -> Color {
    if is_dark(shell) { DARK } else { LIGHT }
}

#[cfg(target_os = "linux")]
fn is_system_dark(_: &Shell) -> bool {
    use gtk::prelude::*;

    let names_dark = |theme: &str| {
        let theme = theme.to_lowercase();
        theme.ends_with("-dark") || theme.ends_with(":dark")
    };
    // GTK's own variable, which counts before what the settings say.
    if let Some(theme) = std::env::var_os("GTK_THEME") {
        return names_dark(&theme.to_string_lossy());
    }
    gtk::Settings::default().is_some_and(|settings| {
        let theme = settings.gtk_theme_name().unwrap_or_default();
        settings.is_gtk_application_prefer_dark_theme() || names_dark(&theme)
    })
}

/// Any window knows it.
#[cfg(not(target_os = "linux"))]
fn is_system_dark(shell: &Shell) -> bool {
    use tauri::Manager;

    let windows = shell.app.windows();
    let theme = windows.values().next().and_then(|w| w.theme().ok());
    theme == Some(tauri::Theme::Dark)
}
