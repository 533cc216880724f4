//! Settings, keys and notices.

use accounts::{
    Event, NewAccountIn, Settings, Theme,
    keymap::{Action, Chord},
};
use ipc::{ErrorCode, IpcError, KeyRecord, KeySet, Nothing, NoticeRef, Passphrase, SettingsSet};
use tauri::State;

use super::{Answer, done, invalid};
use crate::{
    account::vault,
    language::{self, LANGUAGES},
    pages::{self, downloads},
    shell::Shell,
    windows::settings_window,
};

#[tauri::command]
pub(crate) fn settings_open(shell: State<'_, Shell>, request: Nothing) -> Answer {
    let Nothing {} = request;
    settings_window::open(&shell);
    done()
}

#[tauri::command]
pub(crate) fn settings_set(shell: State<'_, Shell>, request: SettingsSet) -> Answer {
    let mut settings = shell.state().registry.settings.clone();
    let spoken = settings.language.clone();
    change(&mut settings, request)?;
    if settings.language != spoken {
        pages::set_languages(&shell, language::wanted(&settings));
    }
    shell.send(Event::SetSettings(Box::new(settings)));
    done()
}

fn change(settings: &mut Settings, request: SettingsSet) -> Answer {
    if let Some(theme) = request.theme {
        settings.theme = match theme {
            ipc::Theme::System => Theme::System,
            ipc::Theme::Light => Theme::Light,
            ipc::Theme::Dark => Theme::Dark,
        };
    }
    if let Some(place) = request.new_account_in {
        settings.new_account_in = match place {
            ipc::NewAccountIn::Window => NewAccountIn::Window,
            ipc::NewAccountIn::Tab => NewAccountIn::Tab,
        };
    }
    match request.language.as_deref() {
        None => {}
        Some("system") => settings.language = None,
        Some(language) if LANGUAGES.contains(&language) => {
            settings.language = Some(language.to_owned());
        }
        Some(_) => return Err(invalid("no such language")),
    }
    match request.download_folder.as_deref() {
        None => {}
        Some("") => settings.download_folder = None,
        Some(folder) if downloads::can_take(std::path::Path::new(folder)) => {
            settings.download_folder = Some(folder.to_owned());
        }
        Some(_) => {
            let text = "no file can be made there";
            return Err(IpcError::new(ErrorCode::FolderUnusable, text));
        }
    }
    let set = |to: &mut bool, value: Option<bool>| *to = value.unwrap_or(*to);
    set(
        &mut settings.load_tabs_in_background,
        request.load_tabs_in_background,
    );
    set(&mut settings.keys_enabled, request.keys_enabled);
    set(&mut settings.system_wide_keys, request.system_wide_keys);
    set(&mut settings.ask_where_to_save, request.ask_where_to_save);
    done()
}

#[tauri::command]
pub(crate) fn key_set(shell: State<'_, Shell>, request: KeySet) -> Answer {
    let action = Action::named(&request.action).ok_or_else(|| invalid("no such action"))?;
    let mut settings = shell.state().registry.settings.clone();
    let name = action.name().to_owned();
    match request.chord.as_deref() {
        None => drop(settings.keys.remove(&name)),
        Some("") => drop(settings.keys.insert(name, None)),
        Some(text) => {
            let chord: Chord = text.parse().map_err(invalid)?;
            settings.keys.insert(name, Some(chord.to_string()));
        }
    }
    shell.send(Event::SetSettings(Box::new(settings)));
    done()
}

#[tauri::command]
pub(crate) fn key_record(shell: State<'_, Shell>, request: KeyRecord) -> Answer {
    shell.show(|shown| shown.recording = request.on);
    done()
}

#[tauri::command]
pub(crate) async fn secrets_keep(shell: State<'_, Shell>, request: Passphrase) -> Answer {
    vault::keep(&shell, request.passphrase).await?;
    done()
}

#[tauri::command]
pub(crate) async fn secrets_unlock(shell: State<'_, Shell>, request: Passphrase) -> Answer {
    vault::unlock(&shell, request.passphrase).await?;
    done()
}

#[tauri::command]
pub(crate) fn notice_dismiss(shell: State<'_, Shell>, request: NoticeRef) -> Answer {
    shell.show(|shown| shown.notices.retain(|n| n.id != request.notice));
    done()
}
