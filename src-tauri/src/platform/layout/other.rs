//! Windows and macOS: strip, page and panel are child webviews of the window, given their places here
//! whenever the window changes. Type-checked, not run.
//!
//! A [`Place`] is in physical pixels on Windows and in points on macOS: each is what stays the same from
//! one monitor to the next there.

#[cfg_attr(target_os = "macos", path = "macos.rs")]
#[cfg_attr(windows, path = "windows.rs")]
mod native;
mod place;
mod room;

use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
    time::Duration,
};

use accounts::{
    Event,
    monitors::{Mode, Monitor, Place},
};
use domain::WindowId;
use ipc::PanelAnchor;
use tauri::{AppHandle, LogicalPosition, LogicalSize, Manager, Webview, Window, WindowEvent};

use self::{
    place::{apply, current_place, monitors},
    room::{panel_room, rect},
};
use super::{Area, PanelPlace, STRIP_HEIGHT};
use crate::{
    actions,
    pages::closing,
    platform::{keys, later::Settle, page},
    shell::Shell,
    windows::labels,
};

/// Moving and resizing sends many events: the place is noted once they have stopped for so long.
const SETTLE: Duration = Duration::from_millis(250);

/// Windows or macOS.
pub(crate) struct Native;

/// Labels of what is in a window. Webviews themselves are Tauri's.
#[derive(Default)]
struct Frame {
    strip: Option<String>,
    panel: Option<String>,
    panel_place: Option<PanelPlace>,
    pages: BTreeSet<String>,
    shown: Option<String>,
    /// Where it stands when it's neither maximised, minimised nor full screen.
    normal: Option<Place>,
}

thread_local! {
    /// By the window's label.
    static FRAMES: RefCell<HashMap<String, Frame>> = RefCell::default();
}

/// Keep `f` short: no call inside that could come back here.
fn frame<T>(window: &Window, f: impl FnOnce(&mut Frame) -> T) -> Option<T> {
    FRAMES.with_borrow_mut(|frames| frames.get_mut(window.label()).map(f))
}

fn webview(window: &Window, label: impl FnOnce(&Frame) -> Option<String>) -> Option<Webview> {
    frame(window, |f| label(f))
        .flatten()
        .and_then(|label| window.get_webview(&label))
}

impl super::Layout for Native {
    fn prepare(shell: &Shell, window: &Window) -> tauri::Result<()> {
        FRAMES.with_borrow_mut(|frames| frames.insert(window.label().to_owned(), Frame::default()));
        connect(shell, window);
        Ok(())
    }

    fn place_strip(window: &Window, strip: &Webview) -> tauri::Result<()> {
        frame(window, |f| f.strip = Some(strip.label().to_owned()));
        own_page(window, strip)?;
        lay_out(window)?;
        strip.show()
    }

    fn place_panel(shell: &Shell, window: &Window, panel: &Webview) -> tauri::Result<()> {
        frame(window, |f| f.panel = Some(panel.label().to_owned()));
        own_page(window, panel)?;
        if let Some(id) = labels::window_of(window.label()) {
            let s = shell.clone();
            // A click beside a menu closes it.
            let looked_away = move || s.soon(move |shell| actions::look_away(shell, id));
            native::hear_blur(panel, looked_away)?;
        }
        panel.hide()
    }

    fn place_page(window: &Window, page: &Webview) -> tauri::Result<()> {
        let label = page.label();
        FRAMES.with_borrow_mut(|frames| {
            for f in frames.values_mut() {
                f.pages.remove(label);
                f.shown.take_if(|s| s == label);
            }
        });
        frame(window, |f| f.pages.insert(label.to_owned()));
        page.hide()
    }

    fn show_page(window: &Window, page: Option<&Webview>) -> tauri::Result<()> {
        let label = page.map(|p| p.label().to_owned());
        let others = frame(window, |f| {
            f.shown.clone_from(&label);
            f.pages
                .iter()
                .filter(|p| Some(*p) != label.as_ref())
                .cloned()
                .collect::<Vec<_>>()
        });
        if let Some(page) = page {
            lay_out(window)?;
            page.show()?;
            if let Some(panel) = open_panel(window) {
                native::bring_to_top(&panel)?;
            } else if window.is_focused()? {
                page.set_focus()?;
            }
        }
        // After the new one is there: nothing flashes through.
        for other in others
            .into_iter()
            .flatten()
            .filter_map(|l| window.get_webview(&l))
        {
            other.hide()?;
        }
        Ok(())
    }

    fn forget_page(page: &Webview) -> tauri::Result<()> {
        FRAMES.with_borrow_mut(|frames| {
            for f in frames.values_mut() {
                f.shown.take_if(|s| s == page.label());
                f.pages.remove(page.label());
            }
        });
        page::forget(page.label());
        Ok(())
    }

    fn set_panel(window: &Window, place: PanelPlace) -> tauri::Result<()> {
        let Some(panel) = webview(window, |f| f.panel.clone()) else {
            return Ok(());
        };
        let hidden = place.anchor == PanelAnchor::Hidden;
        let had_focus = native::has_focus(&panel);
        frame(window, |f| f.panel_place = (!hidden).then_some(place));
        if hidden {
            panel.hide()?;
        } else {
            lay_out(window)?;
            panel.show()?;
            native::bring_to_top(&panel)?;
        }
        if !hidden && place.focus {
            panel.set_focus()?;
        } else if had_focus && let Some(page) = webview(window, |f| f.shown.clone()) {
            page.set_focus()?;
        }
        Ok(())
    }

    fn show(window: &Window, place: Place, focus: bool) -> tauri::Result<()> {
        apply(window, place)?;
        lay_out(window)?;
        if place.mode != Mode::Minimised {
            window.show()?;
        }
        if focus { window.set_focus() } else { Ok(()) }
    }

    fn place(window: &Window, place: Place) -> tauri::Result<()> {
        apply(window, place)
    }

    fn raise(window: &Window) -> tauri::Result<()> {
        window.unminimize()?;
        window.show()?;
        window.set_focus()?;
        match webview(window, |f| f.shown.clone()) {
            Some(page) if open_panel(window).is_none() => page.set_focus(),
            _ => Ok(()),
        }
    }

    fn focus(window: &Window, area: Area) -> tauri::Result<()> {
        let target = match area {
            Area::Strip => webview(window, |f| f.strip.clone()),
            Area::Panel => open_panel(window),
            Area::Page => webview(window, |f| f.shown.clone()),
        };
        target.map_or(Ok(()), |t| t.set_focus())
    }

    fn focused_area(window: &Window) -> Area {
        let strip = webview(window, |f| f.strip.clone());
        if strip.is_some_and(|s| native::has_focus(&s)) {
            Area::Strip
        } else if open_panel(window).is_some_and(|p| native::has_focus(&p)) {
            Area::Panel
        } else {
            Area::Page
        }
    }

    fn shows(window: &Window, area: Area) -> bool {
        match area {
            Area::Strip => true,
            Area::Panel => open_panel(window).is_some(),
            Area::Page => webview(window, |f| f.shown.clone()).is_some(),
        }
    }

    fn toggle_full_screen(window: &Window) -> tauri::Result<()> {
        let on = window.is_fullscreen()?;
        window.set_fullscreen(!on)
    }

    fn strip_at(shell: &Shell, x: f64, y: f64) -> Option<WindowId> {
        shell
            .state()
            .registry
            .windows
            .iter()
            .map(|w| w.id)
            .find(|id| {
                let window = shell.app.get_window(&labels::window(*id));
                window.and_then(|w| strip(&w)).is_some_and(|(at, size)| {
                    (at.x..at.x + size.width).contains(&x)
                        && (at.y..at.y + size.height).contains(&y)
                })
            })
    }

    fn forget(window: &Window) {
        FRAMES.with_borrow_mut(|frames| frames.remove(window.label()));
        for inside in window.webviews() {
            page::forget(inside.label());
        }
    }

    fn watch_monitors(app: &AppHandle) -> Vec<Monitor> {
        monitors(app)
    }

    fn follow_monitors(shell: &Shell) {
        let s = shell.clone();
        native::follow_screens(move || s.send(Event::MonitorsChanged(monitors(&s.app))));
    }
}

/// One of the shell's own pages.
fn own_page(window: &Window, page: &Webview) -> tauri::Result<()> {
    native::hear_focus(page)?;
    match window.try_state::<Shell>() {
        Some(shell) => keys::listen(&shell, window, page),
        None => Ok(()),
    }
}

/// The panel, where it's shown.
fn open_panel(window: &Window) -> Option<Webview> {
    webview(window, |f| {
        f.panel.clone().filter(|_| f.panel_place.is_some())
    })
}

/// Gives everything in a window its place.
fn lay_out(window: &Window) -> tauri::Result<()> {
    let room: LogicalSize<f64> = window.inner_size()?.to_logical(window.scale_factor()?);
    let strip_height = f64::from(STRIP_HEIGHT);
    let below = (room.height - strip_height).max(1.0);
    if let Some(strip) = webview(window, |f| f.strip.clone()) {
        strip.set_bounds(rect(0.0, 0.0, room.width, strip_height))?;
    }
    if let Some(page) = webview(window, |f| f.shown.clone()) {
        page.set_bounds(rect(0.0, strip_height, room.width, below))?;
    }
    if let (Some(panel), Some(place)) = (
        open_panel(window),
        frame(window, |f| f.panel_place).flatten(),
    ) {
        let (x, y, width, height) = panel_room(place, room);
        panel.set_bounds(rect(x, y, width, height))?;
    }
    Ok(())
}

/// A window's strip on the screen, in logical pixels: what a page calls `screenX` and `screenY`.
fn strip(window: &Window) -> Option<(LogicalPosition<f64>, LogicalSize<f64>)> {
    let scale = window.scale_factor().ok()?;
    let at = window.inner_position().ok()?.to_logical(scale);
    let width = window.inner_size().ok()?.to_logical::<f64>(scale).width;
    Some((at, LogicalSize::new(width, f64::from(STRIP_HEIGHT))))
}

fn connect(shell: &Shell, window: &Window) {
    let Some(id) = labels::window_of(window.label()) else {
        return;
    };
    let (s, w, moved) = (shell.clone(), window.clone(), Settle::default());
    let note = move || {
        let w = w.clone();
        moved.run(&s, SETTLE, move |shell| {
            if let Some(place) = current_place(&w) {
                shell.send(Event::WindowPlaced(id, place));
            }
        });
    };
    let (s, w) = (shell.clone(), window.clone());
    window.on_window_event(move |event| match event {
        WindowEvent::CloseRequested { api, .. } => {
            api.prevent_close();
            closing::ask_then(&s, Event::WindowClosed(id));
        }
        WindowEvent::Focused(true) => s.send(Event::WindowFocused(id)),
        WindowEvent::Resized(_) | WindowEvent::ScaleFactorChanged { .. } => {
            if let Err(error) = lay_out(&w) {
                tracing::warn!(%error, "A window could not be laid out");
            }
            note();
        }
        WindowEvent::Moved(_) => note(),
        _ => {}
    });
}
