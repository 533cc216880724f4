//! Carries out what the accounts' rules ask for: windows, strips, panels and pages come and go here.

use std::{
    cell::Cell,
    sync::Arc,
    time::{Duration, Instant},
};

use accounts::{Effect, Message, State, actor::Host};
use domain::{AccountId, WindowId};
use ipc::{AppEvent, PanelAnchor, Severity, Surface};
use tauri::{
    Emitter, EventTarget, LogicalPosition, LogicalSize, Manager, WebviewUrl,
    webview::WebviewBuilder, window::WindowBuilder,
};
use tokio::sync::oneshot;

use crate::{
    account::{device, session, sign_out},
    pages,
    platform::{
        layout::{Area, Layout, Native, PanelPlace, share_process},
        theme,
    },
    shell::Shell,
    windows::{labels, notices, strips},
};

/// Gets effects from the actor, hands them to the main thread and the disk.
pub(crate) struct Stage {
    app: tauri::AppHandle,
    writer: Arc<store::Writer>,
}

impl Stage {
    pub(crate) const fn new(app: tauri::AppHandle, writer: Arc<store::Writer>) -> Self {
        Self { app, writer }
    }
}

impl Host for Stage {
    fn carry_out(
        &mut self,
        effects: Vec<Effect>,
        state: &Arc<State>,
        done: Option<oneshot::Sender<bool>>,
    ) {
        let (persist, rest): (Vec<_>, Vec<_>) = effects
            .into_iter()
            .partition(|e| matches!(e, Effect::Persist));
        if !persist.is_empty() {
            let written = done.map(|done| -> store::Written {
                // Whoever asked may have given up.
                Box::new(move |is_kept| {
                    let _told = done.send(is_kept).is_ok();
                })
            });
            self.writer.save(Arc::clone(state), written);
        }
        let Some(shell) = self.app.try_state::<Shell>().map(|s| s.inner().clone()) else {
            return;
        };
        if !rest.is_empty() {
            let s = shell.clone();
            shell.on_main(move |_| rest.iter().for_each(|effect| carry_out(&s, effect)));
        }
        shell.changed.notify_one();
    }
}

thread_local! {
    /// The window that was raised before the rules asked for it, and when.
    static EARLY: Cell<Option<(WindowId, Instant)>> = const { Cell::new(None) };
}
/// The rules come to it within so long, or to something else.
const SOON: Duration = Duration::from_secs(1);

/// Raises a window that the rules are about to raise: a switch doesn't wait for them. Main thread only.
pub(crate) fn raise_early(shell: &Shell, window: WindowId) {
    carry_out(shell, &Effect::RaiseWindow(window));
    EARLY.set(Some((window, Instant::now())));
}

fn was_raised_early(window: WindowId) -> bool {
    EARLY
        .take()
        .is_some_and(|(early, at)| early == window && at.elapsed() < SOON)
}

/// Carries one effect out. Main thread only. What fails is logged: the rules go on.
pub(crate) fn carry_out(shell: &Shell, effect: &Effect) {
    if let Err(error) = try_to(shell, effect) {
        let text = format!("{effect:?}");
        let kind = text.split([' ', '(', '{']).next().unwrap_or_default();
        tracing::error!(effect = kind, %error, "An effect could not be carried out");
    }
}

fn try_to(shell: &Shell, effect: &Effect) -> tauri::Result<()> {
    match *effect {
        Effect::OpenWindow {
            window,
            place,
            focus,
        } => open_window(shell, window, place, focus),
        Effect::CloseWindow(window) => close_window(shell, window),
        Effect::RaiseWindow(window) if was_raised_early(window) => Ok(()),
        Effect::RaiseWindow(window) => with_window(shell, window, Native::raise),
        Effect::PlaceWindow(window, place) => {
            with_window(shell, window, |w| Native::place(w, place))
        }
        Effect::OpenPage {
            account,
            window,
            ref url,
        } => pages::open(shell, account, window, url.clone()),
        Effect::RemakePage(account) => pages::remake(shell, account),
        Effect::MovePage(account, window) => move_page(shell, account, window),
        Effect::ClosePage(account) => close_page(shell, account),
        Effect::ShowPage(window, account) => with_window(shell, window, |w| {
            let page = account.and_then(|a| shell.app.get_webview(&labels::page(a)));
            Native::show_page(w, page.as_ref())
        }),
        Effect::Navigate(account, ref url) => {
            with_page(shell, account, |p| p.navigate(url.clone()))
        }
        Effect::SetZoom(account, percent) => {
            with_page(shell, account, |p| p.set_zoom(f64::from(percent) / 100.0))
        }
        Effect::SignOutAtServer(account) => {
            sign_out::start(shell, account);
            Ok(())
        }
        Effect::RevokeDevice(account, ref proxy) => {
            device::revoke(shell, account, proxy.as_ref());
            Ok(())
        }
        Effect::ClearSession(account) => {
            session::clear(shell, account);
            Ok(())
        }
        Effect::RemoveData(account) => {
            pages::notifications::take_all_back(account);
            pages::downloads::end_of(shell, account);
            session::remove(shell, account);
            Ok(())
        }
        Effect::Tell(ref message) => {
            tell(shell, message);
            Ok(())
        }
        Effect::Quit => {
            crate::lifecycle::quit(shell);
            Ok(())
        }
        Effect::Persist => Ok(()),
    }
}

fn with_window(
    shell: &Shell,
    id: WindowId,
    f: impl FnOnce(&tauri::Window) -> tauri::Result<()>,
) -> tauri::Result<()> {
    shell
        .app
        .get_window(&labels::window(id))
        .map_or(Ok(()), |window| f(&window))
}

fn with_page(
    shell: &Shell,
    id: AccountId,
    f: impl FnOnce(&tauri::Webview) -> tauri::Result<()>,
) -> tauri::Result<()> {
    shell
        .app
        .get_webview(&labels::page(id))
        .map_or(Ok(()), |page| f(&page))
}

fn open_window(
    shell: &Shell,
    id: WindowId,
    place: accounts::monitors::Place,
    focus: bool,
) -> tauri::Result<()> {
    let window = WindowBuilder::new(&shell.app, labels::window(id))
        .title("Ninefold")
        .inner_size(f64::from(place.width), f64::from(place.height))
        .min_inner_size(360.0, 320.0)
        .visible(false)
        .focused(focus)
        .background_color(theme::ground(shell))
        .build()?;
    Native::prepare(shell, &window)?;
    shell.show(|shown| shown.windows_made.insert(id));
    Native::show(&window, place, focus)?;
    strips::due(shell, id);
    Ok(())
}

/// A page of the shell's own, in the process that all of them share.
pub(crate) fn own_page(
    shell: &Shell,
    surface: Surface,
    label: &str,
    about: Option<WindowId>,
) -> WebviewBuilder<tauri::Wry> {
    let about = about.map(|id| format!("/{id}")).unwrap_or_default();
    let address = format!("index.html#/{}{about}", surface.name());
    let builder = WebviewBuilder::new(label, WebviewUrl::App(address.into()))
        .focused(false)
        .background_color(theme::ground(shell))
        .on_navigation(|url| {
            matches!(url.scheme(), "tauri" | "http" | "https") && is_own_address(url)
        });
    share_process(builder)
}

fn is_own_address(url: &tauri::Url) -> bool {
    matches!(
        (url.scheme(), url.host_str()),
        ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost"))
    )
}

/// Makes a window's panel where it isn't there yet. Main thread only.
pub(crate) fn ensure_panel(shell: &Shell, id: WindowId) {
    let Some(window) = shell.app.get_window(&labels::window(id)) else {
        return;
    };
    if !shell.shown().panels_made.insert(id) {
        return;
    }
    let label = labels::surface(Surface::Panel, id);
    let made = window
        .add_child(
            own_page(shell, Surface::Panel, &label, Some(id)),
            LogicalPosition::new(0, 40),
            LogicalSize::new(320, 320),
        )
        .and_then(|panel| Native::place_panel(shell, &window, &panel));
    if let Err(error) = made {
        tracing::error!(%error, window = %id, "A panel could not be made");
    }
}

fn close_window(shell: &Shell, id: WindowId) -> tauri::Result<()> {
    shell.show(|shown| {
        shown.panels.remove(&id);
        shown.opened_by_key.remove(&id);
        shown.panels_made.remove(&id);
        shown.strips_made.remove(&id);
        shown.windows_made.remove(&id);
    });
    let Some(window) = shell.app.get_window(&labels::window(id)) else {
        return Ok(());
    };
    Native::forget(&window);
    window.destroy()
}

fn move_page(shell: &Shell, account: AccountId, to: WindowId) -> tauri::Result<()> {
    let Some(page) = shell.app.get_webview(&labels::page(account)) else {
        return Ok(());
    };
    let Some(window) = shell.app.get_window(&labels::window(to)) else {
        return Ok(());
    };
    // Tells Tauri too: else the page is dropped with the window that it was made in.
    page.reparent(&window)?;
    Native::place_page(&window, &page)
}

/// Takes an account's page away, and all that was under way in it. Main thread only.
pub(crate) fn close_page(shell: &Shell, account: AccountId) -> tauri::Result<()> {
    sign_out::call_off(account);
    crate::pages::closing::forget(&labels::page(account));
    crate::pages::asks::drop_all_of(shell, account);
    pages::close_popups(shell, account);
    let Some(page) = shell.app.get_webview(&labels::page(account)) else {
        return Ok(());
    };
    Native::forget_page(&page)?;
    page.close()
}

/// Gives a panel the room that it asks for.
pub(crate) fn set_panel(shell: &Shell, id: WindowId, place: PanelPlace) -> tauri::Result<()> {
    with_window(shell, id, |w| Native::set_panel(w, place))
}

/// Hides a panel before it has said so itself: a switch must not wait for it.
pub(crate) fn hide_panel(shell: &Shell, id: WindowId) {
    let place = PanelPlace {
        anchor: PanelAnchor::Hidden,
        width: 0,
        height: 0,
        x: 0,
        focus: false,
    };
    if let Err(error) = set_panel(shell, id, place) {
        tracing::warn!(%error, "A panel could not be hidden");
    }
}

/// Hides a panel that the strip has opened by a key, which has the keyboard again.
pub(crate) fn back_to_strip(shell: &Shell, id: WindowId) {
    hide_panel(shell, id);
    if let Err(error) = with_window(shell, id, |window| Native::focus(window, Area::Strip)) {
        tracing::warn!(%error, "The keyboard could not be given back");
    }
}

fn tell(shell: &Shell, message: &Message) {
    let label = |id: AccountId| {
        let state = shell.state();
        state
            .registry
            .account(id)
            .map(|a| state.registry.name(a))
            .unwrap_or_default()
    };
    match message {
        Message::Switched(id) => announce(shell, *id, label(*id)),
        Message::SignedIn(id) => shell.show(|shown| notices::signed_in(shown, *id)),
        Message::SignedOut(id) => shell.notice_of(Severity::Info, notices::SIGNED_OUT, *id, &[]),
        Message::SignOutUnconfirmed(id) => {
            shell.notice_of(Severity::Warning, notices::UNCONFIRMED, *id, &[]);
        }
        Message::SignOutUnreached(id) => {
            shell.notice_of(Severity::Warning, notices::UNREACHED, *id, &[]);
        }
        Message::NotCleared(id) => {
            shell.notice(
                Severity::Error,
                "session-not-cleared",
                &[("label", label(*id))],
            );
        }
        Message::NotKept => {
            if let Some(why) = shell.folders.read_only() {
                notices::say_read_only(shell, why);
            }
        }
        Message::AlreadyListed(id) => {
            shell.notice(Severity::Info, "already-listed", &[("label", label(*id))]);
        }
        Message::DataNotRemoved(_) => shell.notice(Severity::Error, "data-not-removed", &[]),
    }
}

/// Has the strip of the account's window say it to a screen reader: that window alone, so that it's heard once.
fn announce(shell: &Shell, account: AccountId, text: String) {
    let state = shell.state();
    if let Some(window) = state.registry.window_of(account) {
        let strip = labels::surface(Surface::Strip, window.id);
        emit(shell, &strip, &AppEvent::Announce { text });
    }
}

/// Sends an event to one of the shell's own pages.
pub(crate) fn emit(shell: &Shell, label: &str, event: &AppEvent) {
    // The pages listen by their own label: an event for anybody would wake all of them.
    let target = EventTarget::labeled(label);
    if let Err(error) = shell.app.emit_to(target, ipc::APP_EVENT, event) {
        tracing::warn!(%error, "One of the shell's pages could not be told");
    }
}
