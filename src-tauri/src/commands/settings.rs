//! Settings, keys and notices.

use accounts::{
    Event, KeyChoice, NewAccountIn, SettingChange, Settings, Theme,
    keymap::{Action, Chord},
};
use ipc::{
    ErrorCode, IpcError, KeyRecord, KeySet, Nothing, NoticeRef, Passphrase, PassphraseChange,
    SettingsSet,
};
use tauri::State;

use super::{Answer, done, invalid, wish};
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
    let change = change(request.change)?;
    shell.wish(Event::ChangeSetting(change.clone()))?;
    if let SettingChange::Language(language) = change {
        let settings = Settings {
            language,
            ..Settings::default()
        };
        pages::set_languages(&shell, language::wanted(&settings));
    }
    done()
}

/// A change that was looked at.
fn change(wanted: ipc::SettingChange) -> Answer<SettingChange> {
    Ok(match wanted {
        ipc::SettingChange::Theme(theme) => SettingChange::Theme(match theme {
            ipc::Theme::System => Theme::System,
            ipc::Theme::Light => Theme::Light,
            ipc::Theme::Dark => Theme::Dark,
        }),
        ipc::SettingChange::NewAccountIn(place) => SettingChange::NewAccountIn(match place {
            ipc::NewAccountIn::Window => NewAccountIn::Window,
            ipc::NewAccountIn::Tab => NewAccountIn::Tab,
        }),
        ipc::SettingChange::Language(language) => SettingChange::Language(spoken(language)?),
        ipc::SettingChange::DownloadFolder(folder) => {
            SettingChange::DownloadFolder(usable(folder)?)
        }
        ipc::SettingChange::LoadTabsInBackground(on) => SettingChange::LoadTabsInBackground(on),
        ipc::SettingChange::KeysEnabled(on) => SettingChange::KeysEnabled(on),
        ipc::SettingChange::SystemWideKeys(on) => SettingChange::SystemWideKeys(on),
        ipc::SettingChange::AskWhereToSave(on) => SettingChange::AskWhereToSave(on),
    })
}

fn spoken(language: String) -> Answer<Option<String>> {
    match language.as_str() {
        "system" => Ok(None),
        known if LANGUAGES.contains(&known) => Ok(Some(language)),
        _ => Err(invalid("no such language")),
    }
}

fn usable(folder: String) -> Answer<Option<String>> {
    if folder.is_empty() {
        return Ok(None);
    }
    if downloads::can_take(std::path::Path::new(&folder)) {
        return Ok(Some(folder));
    }
    let text = "no file can be made there";
    Err(IpcError::new(ErrorCode::FolderUnusable, text))
}

#[tauri::command]
pub(crate) fn key_set(shell: State<'_, Shell>, request: KeySet) -> Answer {
    let action = Action::named(&request.action).ok_or_else(|| invalid("no such action"))?;
    let choice = match request.chord.as_deref() {
        None => KeyChoice::Default,
        Some("") => KeyChoice::Nothing,
        Some(text) => {
            let chord: Chord = text.parse().map_err(invalid)?;
            KeyChoice::Chord(chord.to_string())
        }
    };
    let change = SettingChange::Key(action.name().to_owned(), choice);
    wish(&shell, Event::ChangeSetting(change))
}

#[tauri::command]
pub(crate) fn key_record(shell: State<'_, Shell>, request: KeyRecord) -> Answer {
    shell.show(|shown| shown.recording = request.on);
    done()
}

#[tauri::command]
pub(crate) async fn secrets_keep(shell: State<'_, Shell>, request: Passphrase) -> Answer {
    shell.can_keep()?;
    vault::keep(&shell, request.passphrase).await?;
    done()
}

#[tauri::command]
pub(crate) async fn secrets_unlock(shell: State<'_, Shell>, request: Passphrase) -> Answer {
    vault::unlock(&shell, request.passphrase).await?;
    done()
}

#[tauri::command]
pub(crate) async fn secrets_change(shell: State<'_, Shell>, request: PassphraseChange) -> Answer {
    shell.can_keep()?;
    vault::change(&shell, request).await?;
    done()
}

#[tauri::command]
pub(crate) async fn secrets_replace(shell: State<'_, Shell>, request: Passphrase) -> Answer {
    shell.can_keep()?;
    vault::replace(&shell, request.passphrase).await?;
    done()
}

#[tauri::command]
pub(crate) fn notice_dismiss(shell: State<'_, Shell>, request: NoticeRef) -> Answer {
    shell.show(|shown| shown.notices.retain(|n| n.id != request.notice));
    done()
}
