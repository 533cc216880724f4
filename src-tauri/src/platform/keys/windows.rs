//! WebView2 tells of accelerator keys (those with Ctrl or Alt, and those that type nothing) before its
//! page gets them, for each page by itself. Type-checked, not run.
//!
//! What a key does is done in a later turn of the main loop: WebView2 locks up when a webview is made
//! inside one of its callbacks. So a key of ours is ours even where it has nothing to do.
#![expect(
    unsafe_code,
    reason = "COM and Win32 calls; each gets pointers that outlive it"
)]

use accounts::{
    Event,
    keymap::{Modifiers, Stroke},
};
use keyboard_types::Code;
use tauri::{Webview, Window};
use webview2_com::{
    AcceleratorKeyPressedEventHandler,
    Microsoft::Web::WebView2::Win32::{
        COREWEBVIEW2_KEY_EVENT_KIND_KEY_DOWN, COREWEBVIEW2_KEY_EVENT_KIND_SYSTEM_KEY_DOWN,
        COREWEBVIEW2_PHYSICAL_KEY_STATUS, ICoreWebView2AcceleratorKeyPressedEventArgs,
    },
};
use windows::Win32::UI::Input::KeyboardAndMouse::{
    GetAsyncKeyState, GetKeyState, GetKeyboardLayout, ToUnicodeEx, VIRTUAL_KEY, VK_CONTROL,
    VK_LWIN, VK_MENU, VK_RMENU, VK_RWIN, VK_SHIFT,
};

use super::meaning;
use crate::{
    actions,
    platform::page::{com, controller, value},
    shell::Shell,
    windows::labels,
};

/// Whether Shift is held now.
pub(crate) fn shift_is_held() -> bool {
    // SAFETY: takes a number and gives one; the highest bit says that the key is down.
    unsafe { GetAsyncKeyState(i32::from(VK_SHIFT.0)) < 0 }
}

/// `ToUnicodeEx` leaves dead keys that wait as they are.
const LEAVE_STATE: u32 = 1 << 2;

/// Hears the keys of one page.
pub(crate) fn listen(shell: &Shell, _window: &Window, page: &Webview) -> tauri::Result<()> {
    let (shell, page) = (shell.clone(), page.clone());
    let controller = controller(&page)?;
    let handler = AcceleratorKeyPressedEventHandler::create(Box::new(move |_, args| {
        args.map_or(Ok(()), |args| pressed(&shell, &page, &args))
    }));
    let mut token = 0;
    // SAFETY: see the module.
    unsafe { controller.add_AcceleratorKeyPressed(&handler, &raw mut token) }.map_err(com)
}

fn pressed(
    shell: &Shell,
    page: &Webview,
    args: &ICoreWebView2AcceleratorKeyPressedEventArgs,
) -> windows::core::Result<()> {
    // SAFETY: see the module.
    let kind = value(|v| unsafe { args.KeyEventKind(v) });
    // SAFETY: as above.
    let key = value(|v| unsafe { args.VirtualKey(v) });
    let down = matches!(
        kind,
        COREWEBVIEW2_KEY_EVENT_KIND_KEY_DOWN | COREWEBVIEW2_KEY_EVENT_KIND_SYSTEM_KEY_DOWN
    );
    if !down {
        if key == u32::from(VK_CONTROL.0) {
            shell.send(Event::SwitchRecentDone);
        }
        return Ok(());
    }
    // SAFETY: as above.
    let place = value(|v| unsafe { args.PhysicalKeyStatus(v) });
    let Some(stroke) = stroke(key, &place) else {
        return Ok(());
    };
    // An account's page may have moved to another window since.
    let label = page.window().label().to_owned();
    let Some(action) = meaning(shell, &label, &stroke) else {
        return Ok(());
    };
    shell.soon(move |shell| {
        actions::run(shell, action, labels::window_of(&label), &label);
    });
    // SAFETY: as above.
    unsafe { args.SetHandled(true) }
}

fn stroke(key: u32, place: &COREWEBVIEW2_PHYSICAL_KEY_STATUS) -> Option<Stroke> {
    let code = code(place.ScanCode, place.IsExtendedKey.as_bool())?;
    let modifiers = Modifiers {
        ctrl: held(VK_CONTROL),
        shift: held(VK_SHIFT),
        alt: held(VK_MENU),
        meta: held(VK_LWIN) || held(VK_RWIN),
    };
    // Windows presses a left Ctrl by itself together with AltGr.
    let alt_gr = modifiers.ctrl && held(VK_RMENU);
    Some(Stroke {
        code,
        character: typed(key, place.ScanCode, modifiers.shift),
        modifiers,
        alt_gr,
    })
}

fn held(key: VIRTUAL_KEY) -> bool {
    // SAFETY: takes and gives numbers alone.
    unsafe { GetKeyState(i32::from(key.0)) < 0 }
}

/// What the key types without Ctrl and Alt, in lower case.
fn typed(key: u32, scan_code: u32, shift: bool) -> Option<char> {
    let mut keyboard = [0_u8; 256];
    keyboard[usize::from(VK_SHIFT.0)] = if shift { 0x80 } else { 0 };
    let mut text = [0_u16; 4];
    // SAFETY: both buffers are passed with their lengths and outlive the call.
    let length = unsafe {
        let layout = GetKeyboardLayout(0);
        ToUnicodeEx(
            key,
            scan_code,
            &keyboard,
            &mut text,
            LEAVE_STATE,
            Some(layout),
        )
    };
    let length = usize::try_from(length).ok()?.min(text.len());
    let character = char::decode_utf16(text[..length].iter().copied())
        .next()?
        .ok()?;
    character.to_lowercase().next().filter(|c| !c.is_control())
}

/// UI Events' name for a key's place, from its scan code (set 1).
fn code(scan_code: u32, extended: bool) -> Option<Code> {
    if extended {
        extended_code(scan_code)
    } else {
        plain_code(scan_code)
    }
}

const fn extended_code(scan_code: u32) -> Option<Code> {
    Some(match scan_code {
        0x47 => Code::Home,
        0x48 => Code::ArrowUp,
        0x49 => Code::PageUp,
        0x4B => Code::ArrowLeft,
        0x4D => Code::ArrowRight,
        0x4F => Code::End,
        0x50 => Code::ArrowDown,
        0x51 => Code::PageDown,
        0x52 => Code::Insert,
        _ => return None,
    })
}

const fn plain_code(scan_code: u32) -> Option<Code> {
    Some(match scan_code {
        0x02 => Code::Digit1,
        0x03 => Code::Digit2,
        0x04 => Code::Digit3,
        0x05 => Code::Digit4,
        0x06 => Code::Digit5,
        0x07 => Code::Digit6,
        0x08 => Code::Digit7,
        0x09 => Code::Digit8,
        0x0A => Code::Digit9,
        0x0B => Code::Digit0,
        0x0C => Code::Minus,
        0x0D => Code::Equal,
        0x0F => Code::Tab,
        0x10 => Code::KeyQ,
        0x11 => Code::KeyW,
        0x12 => Code::KeyE,
        0x13 => Code::KeyR,
        0x14 => Code::KeyT,
        0x15 => Code::KeyY,
        0x16 => Code::KeyU,
        0x17 => Code::KeyI,
        0x18 => Code::KeyO,
        0x19 => Code::KeyP,
        0x1A => Code::BracketLeft,
        0x1B => Code::BracketRight,
        0x1E => Code::KeyA,
        0x1F => Code::KeyS,
        0x20 => Code::KeyD,
        0x21 => Code::KeyF,
        0x22 => Code::KeyG,
        0x23 => Code::KeyH,
        0x24 => Code::KeyJ,
        0x25 => Code::KeyK,
        0x26 => Code::KeyL,
        0x2C => Code::KeyZ,
        0x2D => Code::KeyX,
        0x2E => Code::KeyC,
        0x2F => Code::KeyV,
        0x30 => Code::KeyB,
        0x31 => Code::KeyN,
        0x32 => Code::KeyM,
        0x33 => Code::Comma,
        0x34 => Code::Period,
        0x35 => Code::Slash,
        0x3B => Code::F1,
        0x3C => Code::F2,
        0x3D => Code::F3,
        0x3E => Code::F4,
        0x3F => Code::F5,
        0x40 => Code::F6,
        0x41 => Code::F7,
        0x42 => Code::F8,
        0x43 => Code::F9,
        0x44 => Code::F10,
        0x47 => Code::Numpad7,
        0x48 => Code::Numpad8,
        0x49 => Code::Numpad9,
        0x4A => Code::NumpadSubtract,
        0x4B => Code::Numpad4,
        0x4C => Code::Numpad5,
        0x4D => Code::Numpad6,
        0x4E => Code::NumpadAdd,
        0x4F => Code::Numpad1,
        0x50 => Code::Numpad2,
        0x51 => Code::Numpad3,
        0x52 => Code::Numpad0,
        0x57 => Code::F11,
        0x58 => Code::F12,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digit_row_and_the_keypad_are_told_from_the_arrows_by_the_extended_bit() {
        assert_eq!(code(0x02, false), Some(Code::Digit1));
        assert_eq!(code(0x4F, false), Some(Code::Numpad1));
        assert_eq!(code(0x4F, true), Some(Code::End));
        assert_eq!(code(0x02, true), None);
    }
}
