//! What an action of the key table does, whether it came by key, menu or system-wide chord.

use accounts::{Event, Placement, keymap::Action};
use domain::{AccountId, WindowId};
use ipc::{AppEvent, PanelView, Severity, Surface};
use tauri::Manager;

use crate::{
    account::adding,
    pages::{self, closing, popups},
    platform::{
        self,
        layout::{Area, Layout, Native},
        page::{Native as Engine, PageEngine},
    },
    shell::Shell,
    windows::{labels, settings_window, stage},
};

/// Runs an action asked for in a window. Says whether it was ours to run: a key that has nothing to do
/// is left to the page.
pub(crate) fn run(shell: &Shell, action: Action, window: Option<WindowId>, label: &str) -> bool {
    let state = shell.state();
    let window = window.or(state.focused);
    let front = window
        .and_then(|w| state.registry.window(w))
        .and_then(|w| w.front);
    match action {
        _ if label == labels::SETTINGS && !leads_elsewhere(action) => return false,
        Action::Switch(number) => {
            let number = usize::from(number);
            let Some(account) = state.registry.listed().nth(number - 1) else {
                // Ours all the same: the page must not get digits now and then.
                return true;
            };
            close_panels(shell);
            if let Some(window) = state.registry.window_that_shows(account.id) {
                shell.on_main(move |shell| stage::raise_early(shell, window));
            }
            shell.send(Event::SwitchTo(number));
        }
        Action::SwitchRecent => shell.send(Event::SwitchRecent { back: false }),
        Action::SwitchRecentBack => shell.send(Event::SwitchRecent { back: true }),
        Action::Switcher => toggle(shell, window, PanelView::Switcher),
        Action::ProfileMenu => toggle(shell, window, PanelView::Menu),
        Action::Help => toggle(shell, window, PanelView::Keys),
        Action::Downloads => toggle(shell, window, PanelView::Downloads),
        Action::Find => match front {
            Some(_) => open(shell, window, PanelView::Find),
            None => return false,
        },
        Action::AddAccount => adding::beside(shell, window, Event::placement(window, None)),
        Action::NewWindow => shell.send(Event::NewWindow),
        Action::Close if label == labels::SETTINGS => settings_window::close(shell),
        Action::Close if labels::opener_of(label).is_some() => popups::ask_then_close(shell, label),
        Action::Close => match (front, window) {
            (Some(front), _) => closing::ask_then(shell, Event::Disconnect(front)),
            (None, Some(window)) => closing::ask_then(shell, Event::WindowClosed(window)),
            (None, None) => return false,
        },
        Action::Quit => closing::ask_then(shell, Event::Quit),
        Action::ReopenClosed => shell.send(Event::ReopenClosed),
        Action::Settings => settings_window::open(shell),
        Action::FullScreen => full_screen(shell, window),
        Action::FocusNextArea => next_area(shell, window),
        _ => match front {
            Some(front) => {
                return on_page(shell, action, front) || on_account(shell, action, front, window);
            }
            None => return false,
        },
    }
    true
}

/// Whether an action makes sense in a window that isn't an account's own: the settings, a pop-up.
pub(crate) const fn leads_elsewhere(action: Action) -> bool {
    matches!(
        action,
        Action::Switch(_)
            | Action::SwitchRecent
            | Action::SwitchRecentBack
            | Action::NewWindow
            | Action::ReopenClosed
            | Action::Settings
            | Action::Close
            | Action::Quit
    )
}

fn on_page(shell: &Shell, action: Action, account: AccountId) -> bool {
    let zoom = shell
        .state()
        .registry
        .account(account)
        .map_or(100, |a| a.zoom);
    match action {
        Action::Reload => pages::reload(shell, account, false),
        Action::ReloadHard => pages::reload(shell, account, true),
        Action::Stop => pages::stop(shell, account),
        Action::Back => pages::back(shell, account),
        Action::Forward => pages::forward(shell, account),
        Action::Home => pages::home(shell, account),
        Action::Print => pages::print(shell, account),
        Action::FindNext => pages::find_again(shell, account, false),
        Action::FindPrevious => pages::find_again(shell, account, true),
        Action::ZoomIn => shell.send(Event::SetZoom(account, step(zoom, true))),
        Action::ZoomOut => shell.send(Event::SetZoom(account, step(zoom, false))),
        Action::ZoomReset => shell.send(Event::SetZoom(account, 100)),
        _ => return false,
    }
    true
}

/// What the … menu has for an account, by key for the one in front.
fn on_account(shell: &Shell, action: Action, account: AccountId, window: Option<WindowId>) -> bool {
    match action {
        Action::SignOut => shell.send(Event::SignOut(account)),
        Action::Delete => closing::ask_then(
            shell,
            Event::Delete {
                account,
                sign_out: false,
            },
        ),
        Action::Rename => {
            let account = account.to_string();
            toggle(shell, window, PanelView::Rename { account });
        }
        Action::Mute => {
            let muted = shell.state().registry.account(account).map(|a| a.muted);
            shell.send(Event::Mute(account, muted == Some(false)));
        }
        Action::Sleep => closing::ask_then(shell, Event::Sleep(account)),
        Action::OwnWindow => shell.send(Event::Move(account, None)),
        Action::CopyAddress => copy_address(shell, account),
        Action::ClearCache => clear_cache(shell, account),
        _ => return false,
    }
    true
}

/// Puts the address of an account's page on the clipboard.
pub(crate) fn copy_address(shell: &Shell, id: AccountId) {
    let state = shell.state();
    let here = state.pages.get(&id).and_then(|p| p.url.as_ref());
    let text = here.or_else(|| state.registry.account(id).map(|a| &a.home));
    let text = text.map(ToString::to_string).unwrap_or_default();
    shell.on_main(move |shell| {
        platform::copy(&text);
        shell.notice(Severity::Info, "address-copied", &[]);
    });
}

/// Empties what an account's pages have stored to load faster; the session stays.
pub(crate) fn clear_cache(shell: &Shell, id: AccountId) {
    shell.on_main(move |shell| {
        let Some(page) = shell.app.get_webview(&labels::page(id)) else {
            return;
        };
        let state = shell.state();
        let label = state.registry.account(id).map(|a| state.registry.name(a));
        match Engine::clear_cache(&page) {
            Ok(()) => {
                let label = label.unwrap_or_default();
                shell.notice(Severity::Info, "cache-cleared", &[("label", label)]);
            }
            Err(error) => tracing::error!(%error, "A cache could not be cleared"),
        }
    });
}

/// The steps that browsers have, in percent.
const ZOOM: [u16; 13] = [30, 50, 67, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300];

fn step(zoom: u16, larger: bool) -> u16 {
    let next = if larger {
        ZOOM.into_iter().find(|z| *z > zoom)
    } else {
        ZOOM.into_iter().rev().find(|z| *z < zoom)
    };
    next.unwrap_or(zoom)
}

/// Opens something over a window's page.
pub(crate) fn open(shell: &Shell, window: Option<WindowId>, panel: PanelView) {
    let Some(window) = window else { return };
    shell.show(|shown| {
        shown.opened_by_key.remove(&window);
        shown.panels.insert(window, panel)
    });
    let label = labels::surface(Surface::Panel, window);
    stage::emit(shell, &label, &AppEvent::FocusPanel);
}

fn toggle(shell: &Shell, window: Option<WindowId>, panel: PanelView) {
    let is_open = window.is_some_and(|w| shell.shown().panels.get(&w) == Some(&panel));
    match window {
        Some(window) if is_open => close(shell, window),
        window => open(shell, window, panel),
    }
}

/// Closes what is open over a window's page.
pub(crate) fn close(shell: &Shell, window: WindowId) {
    let closed = shell.show(|shown| shown.panels.remove(&window));
    if closed == Some(PanelView::Find)
        && let Some(front) = shell.state().registry.window(window).and_then(|w| w.front)
    {
        pages::find(shell, front, "", false);
    }
}

/// The person has gone on to something else: a menu closes; what they search or write in stays.
pub(crate) fn look_away(shell: &Shell, window: WindowId) {
    let stays = |panel: &PanelView| {
        matches!(
            panel,
            PanelView::Find | PanelView::Rename { .. } | PanelView::Keys
        )
    };
    let closes = shell
        .shown()
        .panels
        .get(&window)
        .is_some_and(|panel| !stays(panel));
    if closes {
        close(shell, window);
    }
}

fn close_panels(shell: &Shell) {
    let open: Vec<_> = shell.shown().panels.keys().copied().collect();
    for window in open {
        close(shell, window);
        shell.on_main(move |shell| stage::hide_panel(shell, window));
    }
}

fn full_screen(shell: &Shell, window: Option<WindowId>) {
    let Some(window) = window.and_then(|w| shell.app.get_window(&labels::window(w))) else {
        return;
    };
    shell.on_main(move |_| {
        if let Err(error) = Native::toggle_full_screen(&window) {
            tracing::warn!(%error, "Full screen could not be changed");
        }
    });
}

fn next_area(shell: &Shell, window: Option<WindowId>) {
    let Some(window) = window else { return };
    shell.on_main(move |shell| {
        let Some(window) = shell.app.get_window(&labels::window(window)) else {
            return;
        };
        let order = [Area::Strip, Area::Panel, Area::Page];
        let now = Native::focused_area(&window);
        let at = order.iter().position(|a| *a == now).unwrap_or(0);
        let after = order.iter().cycle().skip(at + 1).take(order.len());
        let next = after.copied().find(|a| Native::shows(&window, *a));
        let Some(next) = next else { return };
        if let Err(error) = Native::focus(&window, next) {
            tracing::warn!(%error, "The keyboard could not be moved");
        }
    });
}

/// The placement that a command asks for.
pub(crate) fn placement(window: Option<WindowId>, place: Option<ipc::NewAccountIn>) -> Placement {
    let choice = place.map(|p| match p {
        ipc::NewAccountIn::Window => accounts::NewAccountIn::Window,
        ipc::NewAccountIn::Tab => accounts::NewAccountIn::Tab,
    });
    Event::placement(window, choice)
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn zoom_goes_in_steps_and_stops_at_both_ends() {
        assert_eq!((step(100, true), step(100, false)), (110, 90));
        assert_eq!((step(300, true), step(30, false)), (300, 30));
        assert_eq!(step(95, true), 100);
    }
}
