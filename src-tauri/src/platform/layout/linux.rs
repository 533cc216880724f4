//! A GTK overlay a window: strip and page in a column, the panel floating over the page.
//!
//! Tauri packs the webviews of a window into a vertical box, whatever place is asked for; they are taken
//! out and put where they belong.
#![expect(
    unsafe_code,
    reason = "GTK objects pass through a channel that stays on one thread"
)]

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::Rc,
    time::Duration,
};

use accounts::{
    Event,
    monitors::{Mode, Monitor, Place},
};
use domain::WindowId;
use gtk::{
    gdk::{self, WindowState},
    glib,
    prelude::*,
};
use ipc::PanelAnchor;
use tauri::{AppHandle, Manager, Webview, Window};
use webkit2gtk::{SettingsExt, WebView, WebViewExt};

use super::{Area, PanelPlace, STRIP_HEIGHT};
use crate::{actions, pages::closing, platform::keys, shell::Shell, windows::labels};

/// Room around a panel that floats, in logical pixels.
const GAP: i32 = 4;
/// Dots an inch at which one of a page's pixels is one of GTK's.
const PLAIN_DPI: f64 = 96.0;
/// Moving and resizing sends many events: the place is noted once they have stopped for so long.
const SETTLE: Duration = Duration::from_millis(250);

/// Linux.
pub(crate) struct Native;

struct Frame {
    overlay: gtk::Overlay,
    pages: gtk::Box,
    /// Where the strip is or will be. An overlay is as high as it's told, whatever a web view in it asks for.
    strip_room: gtk::Overlay,
    strip: Option<WebView>,
    panel: Option<WebView>,
    /// Label and widget of each page in this window.
    inside: HashMap<String, WebView>,
    shown: Option<String>,
    place: PanelPlace,
}

thread_local! {
    /// How often monitors have come, gone or moved.
    static MONITOR_CHANGES: Cell<u32> = const { Cell::new(0) };
    /// By the window's label. GTK objects never leave this thread.
    static FRAMES: RefCell<HashMap<String, Frame>> = RefCell::default();
}

/// Keep `f` short: no GTK call inside that could come back here.
fn frame<T>(window: &Window, f: impl FnOnce(&mut Frame) -> T) -> Option<T> {
    FRAMES.with_borrow_mut(|frames| frames.get_mut(window.label()).map(f))
}

/// A trusted page that later ones share their process with.
pub(crate) fn trusted() -> Option<WebView> {
    FRAMES.with_borrow(|frames| {
        let own = |f: &Frame| f.strip.clone().or_else(|| f.panel.clone());
        frames.values().find_map(own)
    })
}

/// Whether a page is in a window. One that goes by itself still is.
pub(crate) fn is_placed(label: &str) -> bool {
    FRAMES.with_borrow(|frames| frames.values().any(|f| f.inside.contains_key(label)))
}

/// Our own pages keep no truth: when their process ends, they are loaded again.
pub(crate) fn keep_alive(widget: &WebView) {
    widget.connect_web_process_terminated(|widget, reason| {
        tracing::error!(?reason, "The process of the program's own pages ended");
        let again = widget.downgrade();
        glib::timeout_add_local_once(SETTLE, move || {
            if let Some(widget) = again.upgrade() {
                widget.reload();
            }
        });
    });
}

struct SameThread<T>(T);
// SAFETY: the value is sent and received on the main thread, within one call.
unsafe impl<T> Send for SameThread<T> {}

/// The GTK widget of a webview. Main thread only.
pub(crate) fn widget(webview: &Webview) -> tauri::Result<WebView> {
    let (sender, receiver) = std::sync::mpsc::channel();
    webview.with_webview(move |w| {
        // The receiver is there until the closure has run.
        let _sent = sender.send(SameThread(w.inner())).is_ok();
    })?;
    receiver
        .recv()
        .map(|w| w.0)
        .map_err(|_| tauri::Error::WebviewNotFound)
}

fn take_out(widget: &WebView) {
    if let Some(parent) = widget
        .parent()
        .and_then(|p| p.downcast::<gtk::Container>().ok())
    {
        parent.remove(widget);
    }
}

/// A dialog that belongs to a window takes the keyboard of that window alone, and not of other accounts'.
pub(crate) fn keep_dialogs_apart(top: &impl IsA<gtk::Window>) {
    gtk::WindowGroup::new().add_window(top);
}

impl super::Layout for Native {
    fn prepare(shell: &Shell, window: &Window) -> tauri::Result<()> {
        let overlay = gtk::Overlay::new();
        let column = gtk::Box::new(gtk::Orientation::Vertical, 0);
        let pages = gtk::Box::new(gtk::Orientation::Vertical, 0);
        let strip_room = gtk::Overlay::new();
        strip_room.set_size_request(-1, strip_height());
        column.pack_start(&strip_room, false, false, 0);
        column.pack_end(&pages, true, true, 0);
        overlay.add(&column);
        let label = window.label().to_owned();
        overlay.connect_get_child_position(move |overlay, _| {
            let place = FRAMES.with_borrow(|frames| frames.get(&label).map(|f| f.place))?;
            Some(rectangle(
                place,
                overlay.allocated_width(),
                overlay.allocated_height(),
            ))
        });
        let outermost = window.default_vbox()?;
        outermost.pack_start(&overlay, true, true, 0);
        // A window made hidden has a hidden box.
        outermost.show_all();
        let frame = Frame {
            overlay,
            pages,
            strip_room,
            strip: None,
            panel: None,
            inside: HashMap::new(),
            shown: None,
            place: PanelPlace {
                anchor: PanelAnchor::Hidden,
                width: 0,
                height: 0,
                x: 0,
                focus: false,
            },
        };
        FRAMES.with_borrow_mut(|frames| frames.insert(window.label().to_owned(), frame));
        let top = window.gtk_window()?;
        keep_dialogs_apart(&top);
        keys::linux::connect(shell, window.label(), &top);
        connect(shell, window, &top);
        Ok(())
    }

    fn place_strip(window: &Window, strip: &Webview) -> tauri::Result<()> {
        let widget = widget(strip)?;
        take_out(&widget);
        draw_without_gpu(&widget);
        keep_alive(&widget);
        name(&widget, "Ninefold");
        if let Some(room) = frame(window, |f| {
            f.strip = Some(widget.clone());
            f.strip_room.clone()
        }) {
            room.add_overlay(&widget);
            widget.show();
        }
        Ok(())
    }

    fn place_panel(shell: &Shell, window: &Window, panel: &Webview) -> tauri::Result<()> {
        let widget = widget(panel)?;
        take_out(&widget);
        draw_without_gpu(&widget);
        keep_alive(&widget);
        widget.set_no_show_all(true);
        widget.hide();
        if let Some(id) = labels::window_of(window.label()) {
            let s = shell.clone();
            // A click beside a menu closes it.
            widget.connect_focus_out_event(move |_, _| {
                actions::look_away(&s, id);
                glib::Propagation::Proceed
            });
        }
        if let Some(overlay) = frame(window, |f| {
            f.panel = Some(widget.clone());
            f.overlay.clone()
        }) {
            overlay.add_overlay(&widget);
        }
        Ok(())
    }

    fn place_page(window: &Window, page: &Webview) -> tauri::Result<()> {
        let widget = widget(page)?;
        take_out(&widget);
        FRAMES.with_borrow_mut(|frames| {
            for f in frames.values_mut() {
                f.inside.remove(page.label());
                f.shown.take_if(|s| s == page.label());
            }
        });
        widget.set_no_show_all(true);
        widget.hide();
        if let Some(pages) = frame(window, |f| {
            f.inside.insert(page.label().to_owned(), widget.clone());
            f.pages.clone()
        }) {
            pages.pack_start(&widget, true, true, 0);
        }
        Ok(())
    }

    fn show_page(window: &Window, page: Option<&Webview>) -> tauri::Result<()> {
        let label = page.map(|p| p.label().to_owned());
        let Some((all, panel)) = frame(window, |f| {
            f.shown.clone_from(&label);
            (f.inside.clone(), f.panel.clone())
        }) else {
            return Ok(());
        };
        for (other, widget) in &all {
            if Some(other) != label.as_ref() {
                widget.hide();
            }
        }
        if let Some(widget) = label.and_then(|l| all.get(&l).cloned()) {
            widget.show();
            if !panel.is_some_and(|p| p.is_visible() && p.has_focus()) {
                widget.grab_focus();
            }
        }
        Ok(())
    }

    fn forget_page(page: &Webview) -> tauri::Result<()> {
        // Our own reference would keep the page's process alive.
        let widget = FRAMES.with_borrow_mut(|frames| {
            frames.values_mut().find_map(|f| {
                f.shown.take_if(|s| s == page.label());
                f.inside.remove(page.label())
            })
        });
        drop(widget);
        Ok(())
    }

    fn set_panel(window: &Window, place: PanelPlace) -> tauri::Result<()> {
        let Some((panel, page, overlay)) = frame(window, |f| {
            let page = f.shown.as_ref().and_then(|s| f.inside.get(s)).cloned();
            (f.panel.clone(), page, f.overlay.clone())
        }) else {
            return Ok(());
        };
        let Some(panel) = panel else { return Ok(()) };
        let had_focus = panel.has_focus();
        if place.anchor == PanelAnchor::Hidden {
            panel.hide();
        } else {
            frame(window, |f| {
                f.place = place;
                // What strip or panel say of the button that was pressed would cover it. The next move over them brings
                // that back.
                for said in f.strip.iter().chain(&f.panel) {
                    said.set_has_tooltip(false);
                }
            });
            panel.show();
            overlay.queue_resize();
        }
        if place.focus && place.anchor != PanelAnchor::Hidden {
            panel.grab_focus();
        } else if had_focus {
            // A window whose focused widget went away has no focus at all: give it to the page.
            if let Some(page) = page {
                page.grab_focus();
            }
        }
        Ok(())
    }

    fn show(window: &Window, place: Place, focus: bool) -> tauri::Result<()> {
        let top = window.gtk_window()?;
        top.set_focus_on_map(focus);
        apply(&top, place);
        top.show();
        top.move_(place.x, place.y);
        if focus {
            top.present_with_time(gtk::current_event_time());
        }
        Ok(())
    }

    fn place(window: &Window, place: Place) -> tauri::Result<()> {
        apply(&window.gtk_window()?, place);
        Ok(())
    }

    fn raise(window: &Window) -> tauri::Result<()> {
        let top = window.gtk_window()?;
        let time = gtk::current_event_time();
        let on_screen = top.window().filter(|w| {
            let away = WindowState::ICONIFIED | WindowState::WITHDRAWN;
            top.is_visible() && !w.state().intersects(away)
        });
        match on_screen {
            // Presenting would map it anew too, and have the window manager do its work twice.
            Some(surface) if time != gdk::ffi::GDK_CURRENT_TIME as u32 => surface.focus(time),
            _ => {
                top.deiconify();
                // Without the time of a key or a click GTK asks the X server for its own: a window manager
                // that guards against stolen focus would refuse an older one.
                top.present_with_time(time);
            }
        }
        let page = frame(window, |f| {
            let covered = f.panel.as_ref().is_some_and(WidgetExt::is_visible);
            f.shown
                .as_ref()
                .filter(|_| !covered)
                .and_then(|s| f.inside.get(s))
                .cloned()
        });
        // Else the wish waits in our own queue until the main loop comes round again.
        if let Some(display) = gdk::Display::default() {
            display.flush();
        }
        if let Some(page) = page.flatten() {
            page.grab_focus();
        }
        Ok(())
    }

    fn focus(window: &Window, area: Area) -> tauri::Result<()> {
        let target = frame(window, |f| match area {
            Area::Strip => f.strip.clone(),
            Area::Panel => f.panel.clone().filter(WidgetExt::is_visible),
            Area::Page => f.shown.as_ref().and_then(|s| f.inside.get(s)).cloned(),
        });
        if let Some(target) = target.flatten() {
            target.grab_focus();
        }
        Ok(())
    }

    fn focused_area(window: &Window) -> Area {
        let has = |widget: Option<WebView>| widget.is_some_and(|w| w.has_focus());
        match frame(window, |f| (f.strip.clone(), f.panel.clone())) {
            Some((strip, _)) if has(strip.clone()) => Area::Strip,
            Some((_, panel)) if has(panel.clone()) => Area::Panel,
            _ => Area::Page,
        }
    }

    fn shows(window: &Window, area: Area) -> bool {
        let there = frame(window, |f| match area {
            Area::Strip => f.strip.is_some(),
            Area::Panel => f.panel.as_ref().is_some_and(WidgetExt::is_visible),
            // A panel in place of the page leaves nothing of it.
            Area::Page => {
                let covered = f.panel.as_ref().is_some_and(WidgetExt::is_visible)
                    && f.place.anchor == PanelAnchor::Fill;
                f.shown.is_some() && !covered
            }
        });
        there.unwrap_or(false)
    }

    #[expect(clippy::cast_possible_truncation, reason = "a place on a screen")]
    fn strip_at(shell: &Shell, x: f64, y: f64) -> Option<WindowId> {
        let (x, y) = (x as i32, y as i32);
        let state = shell.state();
        // The one used last lies above the others.
        for id in state.registry.windows.iter().map(|w| w.id) {
            let window = shell.app.get_window(&labels::window(id));
            let strip = window.and_then(|w| frame(&w, |f| f.strip.clone()).flatten());
            let Some((strip, surface)) = strip.and_then(|s| s.window().map(|w| (s, w))) else {
                continue;
            };
            let top = surface.toplevel();
            if top.state().contains(WindowState::ICONIFIED) {
                continue;
            }
            let frame = top.frame_extents();
            let (_, left, upper) = surface.origin();
            let at = strip.allocation();
            let in_strip =
                (left..left + at.width()).contains(&x) && (upper..upper + at.height()).contains(&y);
            let in_window = (frame.x()..frame.x() + frame.width()).contains(&x)
                && (frame.y()..frame.y() + frame.height()).contains(&y);
            if in_strip || in_window {
                return in_strip.then_some(id);
            }
        }
        None
    }

    fn toggle_full_screen(window: &Window) -> tauri::Result<()> {
        let top = window.gtk_window()?;
        // What the window manager says: it may have been its own wish.
        let state = top.window().map_or(WindowState::empty(), |w| w.state());
        if state.contains(WindowState::FULLSCREEN) {
            top.unfullscreen();
        } else {
            top.fullscreen();
        }
        Ok(())
    }

    fn forget(window: &Window) {
        FRAMES.with_borrow_mut(|frames| frames.remove(window.label()));
    }

    fn watch_monitors(_app: &AppHandle) -> Vec<Monitor> {
        monitors()
    }

    fn follow_monitors(shell: &Shell) {
        follow_text_size();
        let Some(screen) = gdk::Screen::default() else {
            return;
        };
        let shell = shell.clone();
        screen.connect_monitors_changed(move |_| {
            MONITOR_CHANGES.set(MONITOR_CHANGES.get() + 1);
            shell.send(Event::MonitorsChanged(monitors()));
        });
    }
}

fn monitors() -> Vec<Monitor> {
    let Some(display) = gdk::Display::default() else {
        return Vec::new();
    };
    (0..display.n_monitors())
        .filter_map(|i| display.monitor(i))
        .map(|m| {
            let g = m.geometry();
            Monitor {
                name: m.model().map(String::from).unwrap_or_default(),
                x: g.x(),
                y: g.y(),
                width: u32::try_from(g.width()).unwrap_or(0),
                height: u32::try_from(g.height()).unwrap_or(0),
            }
        })
        .collect()
}

/// Our own pages need no GPU buffers: without them one more in the shared process costs nothing.
fn draw_without_gpu(widget: &WebView) {
    if let Some(settings) = WebViewExt::settings(widget) {
        settings.set_hardware_acceleration_policy(webkit2gtk::HardwareAccelerationPolicy::Never);
        settings.set_enable_write_console_messages_to_stdout(cfg!(debug_assertions));
    }
}

fn name(widget: &WebView, text: &str) {
    if let Some(accessible) = widget.accessible() {
        accessible.set_name(text);
    }
}

/// How many of GTK's pixels one of a page's takes: the engine enlarges its pages with the system's text.
fn scale() -> f64 {
    let resolution = gdk::Screen::default().map_or(PLAIN_DPI, |s| s.resolution());
    // Less than nothing where the system doesn't say.
    if resolution > 0.0 {
        (resolution / PLAIN_DPI).clamp(0.5, 4.0)
    } else {
        1.0
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a length on a screen")]
fn scaled(pixels: i32) -> i32 {
    (f64::from(pixels) * scale()).ceil() as i32
}

fn strip_height() -> i32 {
    scaled(STRIP_HEIGHT)
}

/// Strips and panels follow when the system's text becomes larger or smaller.
fn follow_text_size() {
    let Some(settings) = gtk::Settings::default() else {
        return;
    };
    settings.connect_gtk_xft_dpi_notify(|_| {
        let frames = FRAMES.with_borrow(|frames| {
            let parts = frames
                .values()
                .map(|f| (f.strip_room.clone(), f.overlay.clone()));
            parts.collect::<Vec<_>>()
        });
        for (strip_room, overlay) in frames {
            strip_room.set_size_request(-1, strip_height());
            overlay.queue_resize();
        }
    });
}

/// A panel's place over the page. One that's larger than the window is made smaller: its page scrolls then.
/// (Left to itself GTK gives a web view the size of what it shows, which never shrinks.)
fn rectangle(place: PanelPlace, width: i32, height: i32) -> gtk::Rectangle {
    let page = height - strip_height();
    if place.anchor == PanelAnchor::Fill {
        return gtk::Rectangle::new(0, strip_height(), width, page);
    }
    let w = scaled(place.width).min(width - 2 * GAP).max(1);
    let h = scaled(place.height).min(page - 2 * GAP).max(1);
    let (top, end) = (strip_height() + GAP, width - w - GAP);
    let (x, y) = match place.anchor {
        PanelAnchor::At => (scaled(place.x).min(end).max(GAP), top),
        PanelAnchor::TopRight => (end, top),
        PanelAnchor::Center => ((width - w) / 2, strip_height() + (page - h) / 2),
        PanelAnchor::Bottom => ((width - w) / 2, height - h - GAP),
        PanelAnchor::Top | PanelAnchor::Hidden | PanelAnchor::Fill => ((width - w) / 2, top),
    };
    gtk::Rectangle::new(x, y, w, h)
}

fn apply(top: &gtk::ApplicationWindow, place: Place) {
    let size = |v: u32| i32::try_from(v).unwrap_or(i32::MAX);
    let state = top.window().map_or(WindowState::empty(), |w| w.state());
    if state.contains(WindowState::MAXIMIZED) && place.mode != Mode::Maximised {
        top.unmaximize();
    }
    if state.contains(WindowState::FULLSCREEN) && place.mode != Mode::FullScreen {
        top.unfullscreen();
    }
    top.move_(place.x, place.y);
    top.resize(size(place.width), size(place.height));
    match place.mode {
        Mode::Normal => {}
        Mode::Maximised => top.maximize(),
        Mode::FullScreen => top.fullscreen(),
        Mode::Minimised => top.iconify(),
    }
}

fn connect(shell: &Shell, window: &Window, top: &gtk::ApplicationWindow) {
    let Some(id) = labels::window_of(window.label()) else {
        return;
    };

    let s = shell.clone();
    top.connect_delete_event(move |_, _| {
        closing::ask_then(&s, Event::WindowClosed(id));
        glib::Propagation::Stop
    });

    let s = shell.clone();
    top.connect_is_active_notify(move |top| {
        if top.is_active() {
            s.send(Event::WindowFocused(id));
        }
    });

    let pending: Rc<Cell<Option<glib::SourceId>>> = Rc::default();
    let s = shell.clone();
    let weak = top.downgrade();
    let note = move || {
        if let Some(source) = pending.take() {
            source.remove();
        }
        let (s, weak, done) = (s.clone(), weak.clone(), pending.clone());
        let moved_under = MONITOR_CHANGES.get();
        let source = glib::timeout_add_local_once(SETTLE, move || {
            done.take();
            // Where the window manager put it because a monitor went is no place for the monitors that are
            // there now: the rules put it where it belongs.
            if moved_under != MONITOR_CHANGES.get() {
                return;
            }
            if let Some(place) = weak.upgrade().as_ref().and_then(current_place) {
                s.send(Event::WindowPlaced(id, place));
            }
        });
        pending.set(Some(source));
    };
    let n = note.clone();
    top.connect_configure_event(move |_, _| {
        n();
        false
    });
    top.connect_window_state_event(move |_, _| {
        note();
        glib::Propagation::Proceed
    });
}

/// Where a window stands now; nothing while it isn't on the screen.
fn current_place(top: &gtk::ApplicationWindow) -> Option<Place> {
    let state = top
        .window()
        .filter(|w| w.is_visible() || top.is_visible())?
        .state();
    let mode = if state.contains(WindowState::ICONIFIED) {
        Mode::Minimised
    } else if state.contains(WindowState::FULLSCREEN) {
        Mode::FullScreen
    } else if state.contains(WindowState::MAXIMIZED) {
        Mode::Maximised
    } else {
        Mode::Normal
    };
    let (x, y) = top.position();
    let (width, height) = top.size();
    let size = |v: i32| u32::try_from(v).unwrap_or(0);
    Some(Place {
        x,
        y,
        width: size(width),
        height: size(height),
        mode,
    })
}
