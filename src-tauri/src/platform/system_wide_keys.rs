//! Digits that work in other programs too: off until the person asks for them.

use std::cell::RefCell;

use accounts::Event;
use global_hotkey::{
    GlobalHotKeyEvent, GlobalHotKeyManager, HotKeyState,
    hotkey::{Code, HotKey, Modifiers},
};
use ipc::Severity;

use super::environment::{Environment, Native};
use crate::shell::Shell;

/// Ctrl+Alt+1…9: Ctrl+digit alone belongs to the program in front.
const DIGITS: [Code; 9] = [
    Code::Digit1,
    Code::Digit2,
    Code::Digit3,
    Code::Digit4,
    Code::Digit5,
    Code::Digit6,
    Code::Digit7,
    Code::Digit8,
    Code::Digit9,
];

thread_local! {
    /// Dropped when the keys are turned off: it polls while it's there.
    static MANAGER: RefCell<Option<GlobalHotKeyManager>> = const { RefCell::new(None) };
}

/// Turns the keys on and off as the setting says.
pub(crate) fn follow(shell: &Shell) {
    let mut changes = shell.accounts.changes();
    let s = shell.clone();
    shell.spawn(async move {
        let mut on = false;
        loop {
            let wanted = changes
                .borrow_and_update()
                .registry
                .settings
                .system_wide_keys;
            if wanted != on {
                on = wanted;
                s.on_main(move |shell| if wanted { turn_on(shell) } else { turn_off() });
            }
            if changes.changed().await.is_err() {
                return;
            }
        }
    });
}

fn turn_off() {
    MANAGER.with_borrow_mut(|manager| drop(manager.take()));
    GlobalHotKeyEvent::set_event_handler::<fn(GlobalHotKeyEvent)>(None);
}

fn turn_on(shell: &Shell) {
    if !Native::has_system_wide_keys() {
        shell.notice(
            Severity::Warning,
            "system-keys-unavailable",
            &[("keys", "Ctrl+Alt+1…9".into())],
        );
        return;
    }
    let manager = match GlobalHotKeyManager::new() {
        Ok(manager) => manager,
        Err(error) => {
            tracing::warn!(%error, "System-wide keys can't be had");
            shell.notice(
                Severity::Warning,
                "system-keys-unavailable",
                &[("keys", "Ctrl+Alt+1…9".into())],
            );
            return;
        }
    };
    let keys: Vec<(u32, usize)> = (1..)
        .zip(DIGITS)
        .map(|(n, code)| {
            (
                HotKey::new(Some(Modifiers::CONTROL | Modifiers::ALT), code).id(),
                n,
            )
        })
        .collect();
    let mut held: Vec<String> = Vec::new();
    for (n, code) in (1..).zip(DIGITS) {
        let key = HotKey::new(Some(Modifiers::CONTROL | Modifiers::ALT), code);
        if let Err(error) = manager.register(key) {
            tracing::info!(%error, "Another program has a key");
            held.push(format!("Ctrl+Alt+{n}"));
        }
    }
    if !held.is_empty() {
        shell.notice(
            Severity::Warning,
            "system-keys-unavailable",
            &[("keys", held.join(", "))],
        );
    }
    let s = shell.clone();
    GlobalHotKeyEvent::set_event_handler(Some(move |event: GlobalHotKeyEvent| {
        let number = keys.iter().find(|(id, _)| *id == event.id).map(|(_, n)| *n);
        if let (HotKeyState::Pressed, Some(number)) = (event.state, number) {
            s.send(Event::SwitchTo(number));
        }
    }));
    MANAGER.with_borrow_mut(|slot| slot.replace(manager));
}
