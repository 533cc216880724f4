//! A local monitor of `AppKit`'s hears each key of this program before any window or menu does, and can
//! keep it. Type-checked, not run.
#![expect(
    unsafe_code,
    reason = "AppKit calls back with an event that lives through the call"
)]

use std::{cell::Cell, ptr::NonNull};

use accounts::{
    Event,
    keymap::{Modifiers, Stroke},
};
use block2::RcBlock;
use keyboard_types::Code;
use objc2::{MainThreadMarker, rc::Retained};
use objc2_app_kit::{NSEvent, NSEventMask, NSEventModifierFlags, NSEventType, NSWindow};
use tauri::{Manager, Webview, Window};

use super::meaning;
use crate::{actions, shell::Shell, windows::labels};

thread_local! {
    static LISTENS: Cell<bool> = const { Cell::new(false) };
}

/// Whether Shift is held now.
pub(crate) fn shift_is_held() -> bool {
    NSEvent::modifierFlags_class().contains(NSEventModifierFlags::Shift)
}

/// Hears the keys of every window, from the first call on.
#[expect(clippy::unnecessary_wraps, reason = "other systems can fail here")]
pub(crate) fn listen(shell: &Shell, _window: &Window, _page: &Webview) -> tauri::Result<()> {
    if LISTENS.replace(true) {
        return Ok(());
    }
    let shell = shell.clone();
    let block = RcBlock::new(move |event: NonNull<NSEvent>| {
        // SAFETY: AppKit's event lives through this call.
        let kept = heard(&shell, unsafe { event.as_ref() });
        if kept {
            std::ptr::null_mut()
        } else {
            event.as_ptr()
        }
    });
    let mask = NSEventMask::KeyDown | NSEventMask::FlagsChanged;
    // SAFETY: the block gives back the event that it got, or null.
    let monitor = unsafe { NSEvent::addLocalMonitorForEventsMatchingMask_handler(mask, &block) };
    // It listens as long as the program runs, and its object is AppKit's.
    if monitor.is_none() {
        tracing::error!("Keys can't be heard");
    }
    Ok(())
}

/// Whether a key is ours.
fn heard(shell: &Shell, event: &NSEvent) -> bool {
    if event.r#type() == NSEventType::FlagsChanged {
        if !event
            .modifierFlags()
            .contains(NSEventModifierFlags::Control)
        {
            shell.send(Event::SwitchRecentDone);
        }
        return false;
    }
    let Some(label) = MainThreadMarker::new()
        .and_then(|m| event.window(m))
        .and_then(|w| label(shell, &w))
    else {
        return false;
    };
    let Some(stroke) = stroke(event) else {
        return false;
    };
    let window = labels::window_of(&label);
    meaning(shell, &label, &stroke)
        .is_some_and(|action| actions::run(shell, action, window, &label))
}

/// The label of one of our own windows; pop-ups keep their keys.
fn label(shell: &Shell, window: &Retained<NSWindow>) -> Option<String> {
    let pointer = Retained::as_ptr(window).cast();
    let windows = shell.app.windows();
    let found = windows
        .into_iter()
        .find(|(_, w)| w.ns_window().is_ok_and(|p| p.cast_const() == pointer));
    found
        .map(|(label, _)| label)
        .filter(|l| l == labels::SETTINGS || labels::window_of(l).is_some())
}

fn stroke(event: &NSEvent) -> Option<Stroke> {
    let flags = event.modifierFlags();
    let shift = flags & NSEventModifierFlags::Shift;
    let text = event
        .charactersByApplyingModifiers(shift)
        .map(|t| t.to_string())
        .unwrap_or_default();
    let character = text.chars().next().and_then(|c| c.to_lowercase().next());
    Some(Stroke {
        code: code(event.keyCode())?,
        // Arrows and the like type something from the private use area.
        character: character.filter(|c| !c.is_control() && !('\u{F700}'..='\u{F8FF}').contains(c)),
        modifiers: Modifiers {
            ctrl: flags.contains(NSEventModifierFlags::Control),
            shift: !shift.is_empty(),
            alt: flags.contains(NSEventModifierFlags::Option),
            meta: flags.contains(NSEventModifierFlags::Command),
        },
        // Option types characters, but then Cmd isn't held: what a chord asks for tells them apart.
        alt_gr: false,
    })
}

/// UI Events' name for a key's place, from its virtual key code.
const fn code(key: u16) -> Option<Code> {
    Some(match key {
        0x00 => Code::KeyA,
        0x01 => Code::KeyS,
        0x02 => Code::KeyD,
        0x03 => Code::KeyF,
        0x04 => Code::KeyH,
        0x05 => Code::KeyG,
        0x06 => Code::KeyZ,
        0x07 => Code::KeyX,
        0x08 => Code::KeyC,
        0x09 => Code::KeyV,
        0x0B => Code::KeyB,
        0x0C => Code::KeyQ,
        0x0D => Code::KeyW,
        0x0E => Code::KeyE,
        0x0F => Code::KeyR,
        0x10 => Code::KeyY,
        0x11 => Code::KeyT,
        0x12 => Code::Digit1,
        0x13 => Code::Digit2,
        0x14 => Code::Digit3,
        0x15 => Code::Digit4,
        0x16 => Code::Digit6,
        0x17 => Code::Digit5,
        0x18 => Code::Equal,
        0x19 => Code::Digit9,
        0x1A => Code::Digit7,
        0x1B => Code::Minus,
        0x1C => Code::Digit8,
        0x1D => Code::Digit0,
        0x1E => Code::BracketRight,
        0x1F => Code::KeyO,
        0x20 => Code::KeyU,
        0x21 => Code::BracketLeft,
        0x22 => Code::KeyI,
        0x23 => Code::KeyP,
        0x25 => Code::KeyL,
        0x26 => Code::KeyJ,
        0x28 => Code::KeyK,
        0x2B => Code::Comma,
        0x2C => Code::Slash,
        0x2D => Code::KeyN,
        0x2E => Code::KeyM,
        0x2F => Code::Period,
        0x30 => Code::Tab,
        0x45 => Code::NumpadAdd,
        0x4E => Code::NumpadSubtract,
        0x52 => Code::Numpad0,
        0x53 => Code::Numpad1,
        0x54 => Code::Numpad2,
        0x55 => Code::Numpad3,
        0x56 => Code::Numpad4,
        0x57 => Code::Numpad5,
        0x58 => Code::Numpad6,
        0x59 => Code::Numpad7,
        0x5B => Code::Numpad8,
        0x5C => Code::Numpad9,
        0x60 => Code::F5,
        0x61 => Code::F6,
        0x62 => Code::F7,
        0x63 => Code::F3,
        0x64 => Code::F8,
        0x65 => Code::F9,
        0x67 => Code::F11,
        0x6D => Code::F10,
        0x6F => Code::F12,
        0x72 => Code::Insert,
        0x73 => Code::Home,
        0x74 => Code::PageUp,
        0x76 => Code::F4,
        0x77 => Code::End,
        0x78 => Code::F2,
        0x79 => Code::PageDown,
        0x7A => Code::F1,
        0x7B => Code::ArrowLeft,
        0x7C => Code::ArrowRight,
        0x7D => Code::ArrowDown,
        0x7E => Code::ArrowUp,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stand_where_the_keyboard_has_them() {
        let row = [0x12, 0x13, 0x14, 0x15, 0x17, 0x16, 0x1A, 0x1C, 0x19].map(code);
        let digits = (1..=9).map(|n| format!("Digit{n}").parse().ok());
        assert!(row.into_iter().eq(digits));
    }
}
