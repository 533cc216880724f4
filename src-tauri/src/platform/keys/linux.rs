//! GTK's toplevel hears a key before the focused webview does, and can keep it.

use std::{cell::RefCell, collections::BTreeSet};

use accounts::{
    Event,
    keymap::{Modifiers, Stroke},
};
use domain::WindowId;
use gtk::{
    gdk::{self, EventKey, ModifierType},
    glib::Propagation,
    prelude::*,
};
use keyboard_types::Code;
use tauri::Manager;

use crate::{
    actions,
    pages::asks,
    platform::layout::{Area, Layout as _, Native as Layout},
    shell::Shell,
    windows::labels,
};

thread_local! {
    /// Keys whose press was ours: their release is, too. By then another window may have the keyboard.
    static OURS: RefCell<BTreeSet<u16>> = const { RefCell::new(BTreeSet::new()) };
}

/// Whether Shift is held now.
pub(crate) fn shift_is_held() -> bool {
    let keymap = gdk::Display::default().and_then(|d| gdk::Keymap::for_display(&d));
    let held = keymap.map_or(0, |k| k.modifier_state());
    held & ModifierType::SHIFT_MASK.bits() != 0
}

/// Handles the keys of a window.
pub(crate) fn connect(shell: &Shell, label: &str, top: &gtk::ApplicationWindow) {
    let window = labels::window_of(label);
    let s = shell.clone();
    let l = label.to_owned();
    top.connect_key_press_event(move |_, event| {
        if let Some(window) = window {
            back_to_question(&s, window);
        }
        let Some(stroke) = stroke(event) else {
            return Propagation::Proceed;
        };
        let key = event.hardware_keycode();
        match super::meaning(&s, &l, &stroke) {
            Some(action) if actions::run(&s, action, window, &l) => {
                OURS.with_borrow_mut(|ours| ours.insert(key));
                Propagation::Stop
            }
            _ => {
                OURS.with_borrow_mut(|ours| ours.remove(&key));
                Propagation::Proceed
            }
        }
    });
    let s = shell.clone();
    top.connect_key_release_event(move |_, event| {
        let ctrl = gdk::keys::constants::Control_L == event.keyval()
            || gdk::keys::constants::Control_R == event.keyval();
        if ctrl {
            s.send(Event::SwitchRecentDone);
        }
        if OURS.with_borrow_mut(|ours| ours.remove(&event.hardware_keycode())) {
            Propagation::Stop
        } else {
            Propagation::Proceed
        }
    });
}

/// A click on a page takes the keyboard from the question that stands over it: the next key brings it back.
fn back_to_question(shell: &Shell, window: WindowId) {
    let front = shell.state().registry.window(window).and_then(|w| w.front);
    let asks = front.is_some_and(|front| asks::stands_over(shell, front));
    let label = labels::window(window);
    let Some(window) = shell.app.get_window(&label).filter(|_| asks) else {
        return;
    };
    if Layout::focused_area(&window) == Area::Page
        && let Err(error) = Layout::focus(&window, Area::Panel)
    {
        tracing::warn!(%error, "A question could not be given the keyboard");
    }
}

/// The stroke of an event, if its key is one that can be ours.
fn stroke(event: &EventKey) -> Option<Stroke> {
    let state = event.state();
    let held = state & gtk::accelerator_get_default_mod_mask();
    let typed = event
        .keyval()
        .to_lower()
        .to_unicode()
        .filter(|c| !c.is_control());
    Some(Stroke {
        code: code(event.hardware_keycode())?,
        character: typed,
        modifiers: Modifiers {
            ctrl: held.contains(ModifierType::CONTROL_MASK),
            shift: held.contains(ModifierType::SHIFT_MASK),
            alt: held.contains(ModifierType::MOD1_MASK),
            meta: held.intersects(ModifierType::META_MASK | ModifierType::SUPER_MASK),
        },
        // AltGr is not in GTK's default mask.
        alt_gr: state.contains(ModifierType::MOD5_MASK),
    })
}

/// UI Events' name for a key's place. The hardware code is evdev's plus 8, under X11 and Wayland alike.
fn code(hardware: u16) -> Option<Code> {
    Some(match hardware {
        10 => Code::Digit1,
        11 => Code::Digit2,
        12 => Code::Digit3,
        13 => Code::Digit4,
        14 => Code::Digit5,
        15 => Code::Digit6,
        16 => Code::Digit7,
        17 => Code::Digit8,
        18 => Code::Digit9,
        19 => Code::Digit0,
        20 => Code::Minus,
        21 => Code::Equal,
        23 => Code::Tab,
        24 => Code::KeyQ,
        25 => Code::KeyW,
        26 => Code::KeyE,
        27 => Code::KeyR,
        28 => Code::KeyT,
        29 => Code::KeyY,
        30 => Code::KeyU,
        31 => Code::KeyI,
        32 => Code::KeyO,
        33 => Code::KeyP,
        34 => Code::BracketLeft,
        35 => Code::BracketRight,
        38 => Code::KeyA,
        39 => Code::KeyS,
        40 => Code::KeyD,
        41 => Code::KeyF,
        42 => Code::KeyG,
        43 => Code::KeyH,
        44 => Code::KeyJ,
        45 => Code::KeyK,
        46 => Code::KeyL,
        52 => Code::KeyZ,
        53 => Code::KeyX,
        54 => Code::KeyC,
        55 => Code::KeyV,
        56 => Code::KeyB,
        57 => Code::KeyN,
        58 => Code::KeyM,
        59 => Code::Comma,
        60 => Code::Period,
        61 => Code::Slash,
        67 => Code::F1,
        68 => Code::F2,
        69 => Code::F3,
        70 => Code::F4,
        71 => Code::F5,
        72 => Code::F6,
        73 => Code::F7,
        74 => Code::F8,
        75 => Code::F9,
        76 => Code::F10,
        79 => Code::Numpad7,
        80 => Code::Numpad8,
        81 => Code::Numpad9,
        82 => Code::NumpadSubtract,
        83 => Code::Numpad4,
        84 => Code::Numpad5,
        85 => Code::Numpad6,
        86 => Code::NumpadAdd,
        87 => Code::Numpad1,
        88 => Code::Numpad2,
        89 => Code::Numpad3,
        90 => Code::Numpad0,
        95 => Code::F11,
        96 => Code::F12,
        110 => Code::Home,
        111 => Code::ArrowUp,
        112 => Code::PageUp,
        113 => Code::ArrowLeft,
        114 => Code::ArrowRight,
        115 => Code::End,
        116 => Code::ArrowDown,
        117 => Code::PageDown,
        118 => Code::Insert,
        _ => return None,
    })
}
