//! What floats over a page, pills, and actions.

use accounts::{Event, keymap::Action};
use ipc::{ActionRun, PanelClose, PanelLayout, PanelOpen, PillDrop};
use tauri::{State, Webview};

use super::{Answer, account, asking, done, invalid};
use crate::{
    actions,
    platform::layout::{Layout, Native, PanelPlace},
    shell::Shell,
    windows::{labels, stage},
};

#[tauri::command]
pub(crate) fn panel_open(shell: State<'_, Shell>, webview: Webview, request: PanelOpen) -> Answer {
    let window = asking(&shell, &webview);
    actions::open(&shell, window, request.panel);
    if request.by_key {
        shell.shown().opened_by_key.extend(window);
    }
    done()
}

#[tauri::command]
pub(crate) fn panel_close(
    shell: State<'_, Shell>,
    webview: Webview,
    request: PanelClose,
) -> Answer {
    if let Some(window) = asking(&shell, &webview) {
        let by_key = shell.shown().opened_by_key.remove(&window);
        actions::close(&shell, window);
        if by_key && request.dismissed {
            shell.on_main(move |shell| stage::back_to_strip(shell, window));
        }
    }
    done()
}

#[tauri::command]
pub(crate) fn panel_layout(
    shell: State<'_, Shell>,
    webview: Webview,
    request: PanelLayout,
) -> Answer {
    let Some(window) = labels::window_of(webview.label()) else {
        return done();
    };
    let place = PanelPlace {
        anchor: request.anchor,
        width: size(request.width),
        height: size(request.height),
        x: size(request.x),
        focus: request.focus,
    };
    shell.on_main(move |shell| {
        if let Err(error) = stage::set_panel(shell, window, place) {
            tracing::error!(%error, "A panel could not be placed");
        }
    });
    done()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "clamped to what a screen may have"
)]
fn size(value: f64) -> i32 {
    value.clamp(0.0, 10_000.0).ceil() as i32
}

#[tauri::command]
#[expect(
    clippy::cast_possible_truncation,
    reason = "no desktop is as large as that; of what is beyond, the cast takes the rim"
)]
pub(crate) fn pill_drop(shell: State<'_, Shell>, request: PillDrop) -> Answer {
    let account = account(&shell, &request.account)?;
    shell.on_main(move |shell| {
        let (x, y) = (request.screen_x, request.screen_y);
        shell.send(match Native::strip_at(shell, x, y) {
            Some(window) => Event::Move(account, Some(window)),
            None => Event::MoveOut(account, x as i32, y as i32),
        });
    });
    done()
}

#[tauri::command]
pub(crate) fn action_run(shell: State<'_, Shell>, webview: Webview, request: ActionRun) -> Answer {
    let action = Action::named(&request.action).ok_or_else(|| invalid("no such action"))?;
    actions::run(&shell, action, asking(&shell, &webview), webview.label());
    done()
}
