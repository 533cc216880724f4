//! What a page asks. Every question is held until it's answered, and drawn by us: the engine's own dialogs
//! don't say whose they are.

use accounts::Permission;
use domain::AccountId;
use ipc::Question;
use tauri::Url;
use webview2_com::{
    BasicAuthenticationRequestedEventHandler,
    Microsoft::Web::WebView2::Win32::{
        COREWEBVIEW2_PERMISSION_KIND, COREWEBVIEW2_PERMISSION_KIND_CAMERA,
        COREWEBVIEW2_PERMISSION_KIND_CLIPBOARD_READ, COREWEBVIEW2_PERMISSION_KIND_GEOLOCATION,
        COREWEBVIEW2_PERMISSION_KIND_MICROPHONE, COREWEBVIEW2_PERMISSION_KIND_NOTIFICATIONS,
        COREWEBVIEW2_PERMISSION_STATE_ALLOW, COREWEBVIEW2_PERMISSION_STATE_DENY,
        COREWEBVIEW2_SCRIPT_DIALOG_KIND_ALERT, COREWEBVIEW2_SCRIPT_DIALOG_KIND_CONFIRM,
        COREWEBVIEW2_SCRIPT_DIALOG_KIND_PROMPT, ICoreWebView2, ICoreWebView2_10, ICoreWebView2_24,
        ICoreWebView2PermissionRequestedEventArgs3, ICoreWebView2ScriptDialogOpeningEventArgs,
    },
    NotificationReceivedEventHandler, PermissionRequestedEventHandler,
    ScriptDialogOpeningEventHandler,
};
use windows::core::{HSTRING, Interface, Result};

use super::{address, text, value};
use crate::{
    pages::{
        self,
        asks::{self, Source},
        notifications,
    },
    platform::page::asking::{self, clip},
    shell::Shell,
};

/// `popup` is the label of a window that a page has opened.
pub(super) fn connect(
    shell: &Shell,
    id: AccountId,
    popup: Option<&str>,
    core: &ICoreWebView2,
) -> Result<()> {
    connect_permissions(shell, id, core)?;
    connect_dialogs(shell, id, popup, core)?;
    connect_authentication(shell, id, core)?;
    connect_notifications(shell, id, core);
    Ok(())
}

/// Says so when an answer of ours doesn't arrive: the page may be gone.
fn log(result: Result<()>) {
    if let Err(error) = result {
        tracing::debug!(%error, "A page didn't hear an answer");
    }
}

fn connect_permissions(shell: &Shell, id: AccountId, core: &ICoreWebView2) -> Result<()> {
    let shell = shell.clone();
    let handler = PermissionRequestedEventHandler::create(Box::new(move |_, args| {
        let Some(args) = args else { return Ok(()) };
        // SAFETY: the getters fill in a number, and a text that is ours to free.
        let kind = value(|v| unsafe { args.PermissionKind(v) });
        // SAFETY: as above.
        let from = address(|t| unsafe { args.Uri(t) }).unwrap_or_else(pages::blank);
        if let Ok(args) = args.cast::<ICoreWebView2PermissionRequestedEventArgs3>() {
            // Answers are kept with the account, where the person can take them back.
            // SAFETY: takes a flag.
            unsafe { args.SetSavesInProfile(false)? };
        }
        // SAFETY: takes nothing.
        let deferral = unsafe { args.GetDeferral()? };
        asking::permission(&shell, id, &from, permission(kind), move |allowed| {
            let state = if allowed {
                COREWEBVIEW2_PERMISSION_STATE_ALLOW
            } else {
                COREWEBVIEW2_PERMISSION_STATE_DENY
            };
            // SAFETY: takes a number; the deferral is completed once.
            log(unsafe { args.SetState(state).and_then(|()| deferral.Complete()) });
        });
        Ok(())
    }));
    let mut token = 0;
    // SAFETY: the token outlives the call; the page keeps the handler.
    unsafe { core.add_PermissionRequested(&handler, &raw mut token) }
}

const fn permission(kind: COREWEBVIEW2_PERMISSION_KIND) -> Permission {
    match kind {
        COREWEBVIEW2_PERMISSION_KIND_NOTIFICATIONS => Permission::Notifications,
        COREWEBVIEW2_PERMISSION_KIND_GEOLOCATION => Permission::Location,
        COREWEBVIEW2_PERMISSION_KIND_MICROPHONE => Permission::Microphone,
        COREWEBVIEW2_PERMISSION_KIND_CAMERA => Permission::Camera,
        COREWEBVIEW2_PERMISSION_KIND_CLIPBOARD_READ => Permission::Clipboard,
        _ => Permission::Other,
    }
}

fn connect_dialogs(
    shell: &Shell,
    id: AccountId,
    popup: Option<&str>,
    core: &ICoreWebView2,
) -> Result<()> {
    let (shell, popup) = (shell.clone(), popup.map(ToOwned::to_owned));
    let handler = ScriptDialogOpeningEventHandler::create(Box::new(move |_, args| {
        args.map_or(Ok(()), |args| dialog(&shell, id, popup.as_deref(), &args))
    }));
    let mut token = 0;
    // SAFETY: the token outlives the call; the page keeps the handler.
    unsafe { core.add_ScriptDialogOpening(&handler, &raw mut token) }
}

fn dialog(
    shell: &Shell,
    id: AccountId,
    popup: Option<&str>,
    args: &ICoreWebView2ScriptDialogOpeningEventArgs,
) -> Result<()> {
    // SAFETY: the getters fill in a number, and texts that are ours to free.
    let (kind, from, message, default) = unsafe {
        (
            value(|v| args.Kind(v)),
            address(|t| args.Uri(t)).unwrap_or_else(pages::blank),
            clip(&text(|t| args.Message(t))),
            clip(&text(|t| args.DefaultText(t))),
        )
    };
    let question = match kind {
        COREWEBVIEW2_SCRIPT_DIALOG_KIND_ALERT => Question::Alert { message },
        COREWEBVIEW2_SCRIPT_DIALOG_KIND_CONFIRM => Question::Confirm { message },
        COREWEBVIEW2_SCRIPT_DIALOG_KIND_PROMPT => Question::Prompt { message, default },
        _ => Question::LeavePage,
    };
    // The page's script waits, the program doesn't, until the deferral is completed.
    // SAFETY: takes nothing.
    let deferral = unsafe { args.GetDeferral()? };
    let args = args.clone();
    let source = Source { url: &from, popup };
    asks::ask(shell, id, source, question, move |answer| {
        // SAFETY: the text lives through the call, which copies it; the deferral is completed once.
        let told = unsafe {
            let accepted = if answer.allow {
                let text = HSTRING::from(answer.text.unwrap_or_default());
                args.SetResultText(&text).and_then(|()| args.Accept())
            } else {
                Ok(())
            };
            accepted.and_then(|()| deferral.Complete())
        };
        log(told);
    });
    Ok(())
}

fn connect_authentication(shell: &Shell, id: AccountId, core: &ICoreWebView2) -> Result<()> {
    let shell = shell.clone();
    // WebView2 doesn't say whether the last try was refused: the same place asked twice in a row was.
    let mut last = None;
    let handler = BasicAuthenticationRequestedEventHandler::create(Box::new(move |_, args| {
        let Some(args) = args else { return Ok(()) };
        // SAFETY: the getters fill in texts that are ours to free.
        let (from, challenge) = unsafe { (address(|t| args.Uri(t)), text(|t| args.Challenge(t))) };
        let from = from.unwrap_or_else(pages::blank);
        let retry = last.replace(from.clone()).is_some_and(|l| l == from);
        let question = Question::SignIn {
            host: host(&from),
            // WebView2 doesn't say.
            proxy: false,
            realm: realm(&challenge),
            retry,
        };
        // SAFETY: takes nothing.
        let deferral = unsafe { args.GetDeferral()? };
        asks::ask(&shell, id, &from, question, move |answer| {
            // SAFETY: the texts live through the calls, which copy them; the deferral is completed once.
            let told = unsafe {
                if answer.allow {
                    let name = HSTRING::from(answer.text.unwrap_or_default());
                    let password = HSTRING::from(answer.password.unwrap_or_default());
                    args.Response().and_then(|r| {
                        r.SetUserName(&name)?;
                        r.SetPassword(&password)
                    })
                } else {
                    args.SetCancel(true)
                }
                .and_then(|()| deferral.Complete())
            };
            log(told);
        });
        Ok(())
    }));
    let mut token = 0;
    // SAFETY: the token outlives the call; the page keeps the handler.
    unsafe {
        core.cast::<ICoreWebView2_10>()?
            .add_BasicAuthenticationRequested(&handler, &raw mut token)
    }
}

fn host(url: &Url) -> String {
    let port = url.port_or_known_default().unwrap_or_default();
    format!("{}:{port}", url.host_str().unwrap_or_default())
}

/// The realm of `Basic realm="…"` (RFC 7617).
fn realm(challenge: &str) -> String {
    let quoted = challenge
        .split_once("realm=\"")
        .and_then(|(_, rest)| rest.split_once('"'));
    quoted.map_or_else(String::new, |(realm, _)| realm.chars().take(200).collect())
}

/// A page's notification is ours to show, with the account's name. Runtimes before 2024 show it themselves.
fn connect_notifications(shell: &Shell, id: AccountId, core: &ICoreWebView2) {
    let Ok(core) = core.cast::<ICoreWebView2_24>() else {
        tracing::info!("This WebView2 shows notifications itself");
        return;
    };
    let shell = shell.clone();
    let handler = NotificationReceivedEventHandler::create(Box::new(move |_, args| {
        let Some(args) = args else { return Ok(()) };
        // SAFETY: the getters fill in texts that are ours to free.
        let (notice, title, body) = unsafe {
            args.SetHandled(true)?;
            let notice = args.Notification()?;
            let (title, body) = (text(|t| notice.Title(t)), text(|t| notice.Body(t)));
            notice.ReportShown()?;
            (notice, title, body)
        };
        notifications::show(&shell, id, &title, &body, move || {
            // SAFETY: takes nothing.
            log(unsafe { notice.ReportClicked() });
        });
        Ok(())
    }));
    let mut token = 0;
    // SAFETY: the token outlives the call; the page keeps the handler.
    log(unsafe { core.add_NotificationReceived(&handler, &raw mut token) });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_realm_is_read_from_its_challenge() {
        assert_eq!(realm("Basic realm=\"Sales\", charset=\"UTF-8\""), "Sales");
        assert_eq!(realm("Negotiate"), "");
    }
}
