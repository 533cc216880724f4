//! Accounts.

use accounts::Event;
use base64::Engine as _;
use domain::AccountId;
use ipc::{
    AccountAdd, AccountDelete, AccountKeep, AccountKeepSession, AccountMove, AccountMute,
    AccountRef, AccountRename, AccountReorder, AccountRevokePermission, AccountSetColour,
    AccountSetKeys, AccountSetPicture, AccountSetProxy, AccountSetZoom, ErrorCode, IpcError,
};
use tauri::{State, Webview};
use url::Url;

use super::{Answer, account, asking, done, invalid, window, wish};
use crate::{
    account::{adding, picture},
    actions,
    pages::closing,
    shell::Shell,
    windows::{labels, snapshot},
};

#[tauri::command]
pub(crate) fn account_add(
    shell: State<'_, Shell>,
    webview: Webview,
    request: AccountAdd,
) -> Answer {
    let here = asking(&shell, &webview);
    let place = actions::placement(here, request.place);
    let Some(address) = request.address else {
        adding::beside(&shell, here, place);
        return done();
    };
    let home = Url::parse(&address)
        .map_err(|e| IpcError::new(ErrorCode::AddressInvalid, e.to_string()))?;
    let new = adding::at(&shell, &home, request.connector, request.label)?;
    adding::open(&shell, new, place)?;
    done()
}

#[tauri::command]
pub(crate) fn account_open(
    shell: State<'_, Shell>,
    webview: Webview,
    request: AccountRef,
) -> Answer {
    let id = account(&shell, &request.account)?;
    if let Some(window) = labels::window_of(webview.label()) {
        actions::close(&shell, window);
    }
    shell.send(Event::Open(id));
    done()
}

#[tauri::command]
pub(crate) fn account_disconnect(shell: State<'_, Shell>, request: AccountRef) -> Answer {
    closing::ask_then(
        &shell,
        Event::Disconnect(account(&shell, &request.account)?),
    );
    done()
}

#[tauri::command]
pub(crate) fn account_sign_out(shell: State<'_, Shell>, request: AccountRef) -> Answer {
    wish(&shell, Event::SignOut(account(&shell, &request.account)?))
}

#[tauri::command]
pub(crate) fn account_approve_sign_in(shell: State<'_, Shell>, request: AccountRef) -> Answer {
    let id = account(&shell, &request.account)?;
    let connector = shell.connector(id);
    let page = connector.document().and_then(|d| d.approval.clone());
    let page = page.ok_or_else(|| invalid("this account's server has no page for it"))?;
    shell.send(Event::OpenAt(id, page));
    done()
}

#[tauri::command]
pub(crate) fn account_delete(shell: State<'_, Shell>, request: AccountDelete) -> Answer {
    let account = account(&shell, &request.account)?;
    let sign_out = request.sign_out;
    let event = Event::Delete { account, sign_out };
    shell.may_wish(&event)?;
    closing::ask_then(&shell, event);
    done()
}

#[tauri::command]
pub(crate) fn account_undo_delete(shell: State<'_, Shell>, request: AccountRef) -> Answer {
    let id = folder(&shell, &request.account).or_else(|_| account(&shell, &request.account))?;
    wish(&shell, Event::UndoDelete(id))
}

#[tauri::command]
pub(crate) fn account_remove_folder(shell: State<'_, Shell>, request: AccountRef) -> Answer {
    wish(
        &shell,
        Event::RemoveFolder(folder(&shell, &request.account)?),
    )
}

/// The folder that a request names, of those that don't say whose they are.
fn folder(shell: &Shell, id: &str) -> Answer<AccountId> {
    let id: Option<AccountId> = id.parse().ok();
    let state = shell.state();
    id.filter(|id| state.nameless.contains_key(id))
        .ok_or_else(|| IpcError::new(ErrorCode::AccountNotFound, "no such folder"))
}

#[tauri::command]
pub(crate) fn account_rename(shell: State<'_, Shell>, request: AccountRename) -> Answer {
    let id = account(&shell, &request.account)?;
    wish(&shell, Event::Rename(id, request.label))
}

#[tauri::command]
pub(crate) fn account_set_colour(shell: State<'_, Shell>, request: AccountSetColour) -> Answer {
    let hex = request.colour.strip_prefix('#').filter(|h| h.len() == 6);
    if hex.is_none_or(|h| u32::from_str_radix(h, 16).is_err()) {
        return Err(invalid("a colour is #rrggbb"));
    }
    let id = account(&shell, &request.account)?;
    wish(&shell, Event::SetColour(id, request.colour))
}

#[tauri::command]
pub(crate) async fn account_set_picture(
    shell: State<'_, Shell>,
    request: AccountSetPicture,
) -> Answer {
    let id = account(&shell, &request.account)?;
    let picture = request.picture.map(|text| {
        let refuse = |e: String| IpcError::new(ErrorCode::PictureInvalid, e);
        let bytes = base64::prelude::BASE64_STANDARD
            .decode(text)
            .map_err(|e| refuse(e.to_string()))?;
        picture::small_png(&bytes).map_err(|e| refuse(e.to_string()))
    });
    let small = picture
        .transpose()?
        .map(|png| base64::prelude::BASE64_STANDARD.encode(png));
    let event = Event::SetPicture {
        account: id,
        picture: small,
        initials: request.initials,
    };
    wish(&shell, event)
}

#[tauri::command]
pub(crate) fn account_mute(shell: State<'_, Shell>, request: AccountMute) -> Answer {
    let id = account(&shell, &request.account)?;
    wish(&shell, Event::Mute(id, request.muted))
}

#[tauri::command]
pub(crate) fn account_set_zoom(shell: State<'_, Shell>, request: AccountSetZoom) -> Answer {
    let id = account(&shell, &request.account)?;
    wish(&shell, Event::SetZoom(id, request.zoom))
}

#[tauri::command]
pub(crate) fn account_set_keys(shell: State<'_, Shell>, request: AccountSetKeys) -> Answer {
    let id = account(&shell, &request.account)?;
    wish(&shell, Event::SetAllKeys(id, request.all_keys_to_page))
}

#[tauri::command]
pub(crate) fn account_keep_session(shell: State<'_, Shell>, request: AccountKeepSession) -> Answer {
    let id = account(&shell, &request.account)?;
    shell.wish(Event::SetKeepSession(id, request.keep))?;
    if !request.keep {
        shell.on_main(move |shell| crate::account::session::forget(shell, id));
    }
    done()
}

#[tauri::command]
pub(crate) fn account_set_proxy(shell: State<'_, Shell>, request: AccountSetProxy) -> Answer {
    let id = account(&shell, &request.account)?;
    let proxy = match request.proxy.trim() {
        "" => None,
        text => Some(text.parse().map_err(|e: accounts::NotAProxy| {
            IpcError::new(ErrorCode::ProxyInvalid, e.to_string())
        })?),
    };
    let event = Event::SetProxy(id, proxy);
    shell.may_wish(&event)?;
    closing::ask_then(&shell, event);
    done()
}

#[tauri::command]
pub(crate) fn account_sleep(shell: State<'_, Shell>, request: AccountRef) -> Answer {
    closing::ask_then(&shell, Event::Sleep(account(&shell, &request.account)?));
    done()
}

#[tauri::command]
pub(crate) fn account_move(shell: State<'_, Shell>, request: AccountMove) -> Answer {
    let to = request.window.map(|w| window(&shell, &w)).transpose()?;
    shell.send(Event::Move(account(&shell, &request.account)?, to));
    done()
}

#[tauri::command]
pub(crate) fn account_reorder(shell: State<'_, Shell>, request: AccountReorder) -> Answer {
    let to = usize::try_from(request.to).map_err(invalid)?;
    let id = account(&shell, &request.account)?;
    wish(&shell, Event::Reorder(id, to))
}

#[tauri::command]
pub(crate) fn account_clear_cache(shell: State<'_, Shell>, request: AccountRef) -> Answer {
    actions::clear_cache(&shell, account(&shell, &request.account)?);
    done()
}

#[tauri::command]
pub(crate) fn account_copy_address(shell: State<'_, Shell>, request: AccountRef) -> Answer {
    actions::copy_address(&shell, account(&shell, &request.account)?);
    done()
}

#[tauri::command]
pub(crate) fn account_keep(shell: State<'_, Shell>, request: AccountKeep) -> Answer {
    let (keep, discard) = (
        account(&shell, &request.keep)?,
        account(&shell, &request.discard)?,
    );
    wish(&shell, Event::Keep { keep, discard })
}

#[tauri::command]
pub(crate) fn account_revoke_permission(
    shell: State<'_, Shell>,
    request: AccountRevokePermission,
) -> Answer {
    let id = account(&shell, &request.account)?;
    let permission = snapshot::permission(request.permission);
    wish(&shell, Event::Revoke(id, request.origin, permission))
}
