//! What goes wrong with a page: the server is away, the certificate is bad, a process has ended.

use std::{cell::RefCell, rc::Rc};

use accounts::{Event, Trouble, Unreachable};
use domain::{AccountId, address::host_and_port};
use webview2_com::{
    Microsoft::Web::WebView2::Win32::{
        COREWEBVIEW2_PROCESS_FAILED_KIND_BROWSER_PROCESS_EXITED,
        COREWEBVIEW2_PROCESS_FAILED_KIND_RENDER_PROCESS_EXITED,
        COREWEBVIEW2_PROCESS_FAILED_REASON_CRASHED,
        COREWEBVIEW2_PROCESS_FAILED_REASON_OUT_OF_MEMORY,
        COREWEBVIEW2_PROCESS_FAILED_REASON_UNEXPECTED,
        COREWEBVIEW2_SERVER_CERTIFICATE_ERROR_ACTION_CANCEL, COREWEBVIEW2_WEB_ERROR_STATUS,
        COREWEBVIEW2_WEB_ERROR_STATUS_CANNOT_CONNECT,
        COREWEBVIEW2_WEB_ERROR_STATUS_CERTIFICATE_COMMON_NAME_IS_INCORRECT,
        COREWEBVIEW2_WEB_ERROR_STATUS_CERTIFICATE_EXPIRED,
        COREWEBVIEW2_WEB_ERROR_STATUS_CERTIFICATE_IS_INVALID,
        COREWEBVIEW2_WEB_ERROR_STATUS_CERTIFICATE_REVOKED,
        COREWEBVIEW2_WEB_ERROR_STATUS_CONNECTION_RESET, COREWEBVIEW2_WEB_ERROR_STATUS_DISCONNECTED,
        COREWEBVIEW2_WEB_ERROR_STATUS_ERROR_HTTP_INVALID_SERVER_RESPONSE,
        COREWEBVIEW2_WEB_ERROR_STATUS_HOST_NAME_NOT_RESOLVED,
        COREWEBVIEW2_WEB_ERROR_STATUS_REDIRECT_FAILED,
        COREWEBVIEW2_WEB_ERROR_STATUS_SERVER_UNREACHABLE, COREWEBVIEW2_WEB_ERROR_STATUS_TIMEOUT,
        COREWEBVIEW2_WEB_ERROR_STATUS_UNEXPECTED_ERROR, ICoreWebView2, ICoreWebView2_14,
        ICoreWebView2NavigationCompletedEventArgs, ICoreWebView2NavigationCompletedEventArgs2,
        ICoreWebView2ProcessFailedEventArgs, ICoreWebView2ProcessFailedEventArgs2,
        ICoreWebView2ServerCertificateErrorDetectedEventArgs,
    },
    NavigationCompletedEventHandler, NavigationStartingEventHandler, ProcessFailedEventHandler,
    ServerCertificateErrorDetectedEventHandler,
};
use windows::core::{Interface, Result};

use super::{address, text, value};
use crate::{
    pages,
    platform::page::{
        asking::clip,
        retrying::{self, Retry},
    },
    shell::Shell,
};

/// The address that the main frame goes to.
type Going = Rc<RefCell<String>>;

pub(super) fn connect(shell: &Shell, id: AccountId, core: &ICoreWebView2) -> Result<()> {
    let going = Going::default();
    let g = Rc::clone(&going);
    let starting = NavigationStartingEventHandler::create(Box::new(move |_, args| {
        if let Some(args) = args {
            // SAFETY: the getter fills in a text that is ours to free.
            g.replace(text(|t| unsafe { args.Uri(t) }));
        }
        Ok(())
    }));
    let (s, g, retry) = (shell.clone(), Rc::clone(&going), Retry::default());
    let completed = NavigationCompletedEventHandler::create(Box::new(move |_, args| {
        if let Some(args) = args {
            completed(&s, id, &retry, &g.borrow(), &args);
        }
        Ok(())
    }));
    let s = shell.clone();
    let failed = ProcessFailedEventHandler::create(Box::new(move |_, args| {
        if let Some(args) = args {
            process_failed(&s, id, &args);
        }
        Ok(())
    }));
    let mut token = 0;
    // SAFETY: the token outlives the calls; the page keeps the handlers.
    unsafe {
        core.add_NavigationStarting(&starting, &raw mut token)?;
        core.add_NavigationCompleted(&completed, &raw mut token)?;
        core.add_ProcessFailed(&failed, &raw mut token)?;
    }
    connect_certificates(shell, id, core, going)
}

fn completed(
    shell: &Shell,
    id: AccountId,
    retry: &Retry,
    url: &str,
    args: &ICoreWebView2NavigationCompletedEventArgs,
) {
    // SAFETY: the getters fill in numbers.
    let status = value(|v| unsafe { args.WebErrorStatus(v) });
    // SAFETY: as above.
    let whole = value(|v| unsafe { args.IsSuccess(v) }).as_bool();
    let answer = args.cast::<ICoreWebView2NavigationCompletedEventArgs2>();
    // SAFETY: as above. A server that answers with an error is there: its page is shown.
    let answered = answer.is_ok_and(|a| value(|v| unsafe { a.HttpStatusCode(v) }) > 0);
    match reason(status) {
        _ if whole || answered => {
            retry.disarm();
            shell.send(Event::PageSettled(id));
        }
        Some(reason) => retrying::offline(shell, id, retry, reason, url.to_owned()),
        None => shell.send(Event::PageSettled(id)),
    }
}

/// Why a server can't be reached. A stop by the person, a download, an address that was refused or handed
/// on, and a bad certificate are not among it.
fn reason(status: COREWEBVIEW2_WEB_ERROR_STATUS) -> Option<Unreachable> {
    Some(match status {
        COREWEBVIEW2_WEB_ERROR_STATUS_HOST_NAME_NOT_RESOLVED
        | COREWEBVIEW2_WEB_ERROR_STATUS_DISCONNECTED => Unreachable::UnknownHost,
        COREWEBVIEW2_WEB_ERROR_STATUS_CANNOT_CONNECT
        | COREWEBVIEW2_WEB_ERROR_STATUS_SERVER_UNREACHABLE => Unreachable::Refused,
        COREWEBVIEW2_WEB_ERROR_STATUS_TIMEOUT => Unreachable::TimedOut,
        COREWEBVIEW2_WEB_ERROR_STATUS_CONNECTION_RESET => Unreachable::Reset,
        COREWEBVIEW2_WEB_ERROR_STATUS_ERROR_HTTP_INVALID_SERVER_RESPONSE
        | COREWEBVIEW2_WEB_ERROR_STATUS_REDIRECT_FAILED
        | COREWEBVIEW2_WEB_ERROR_STATUS_UNEXPECTED_ERROR => Unreachable::Other,
        _ => return None,
    })
}

fn process_failed(shell: &Shell, id: AccountId, args: &ICoreWebView2ProcessFailedEventArgs) {
    // SAFETY: the getters fill in numbers.
    let kind = value(|v| unsafe { args.ProcessFailedKind(v) });
    let why = args.cast::<ICoreWebView2ProcessFailedEventArgs2>();
    // SAFETY: as above.
    let why = why
        .map(|a| value(|v| unsafe { a.Reason(v) }))
        .unwrap_or_default();
    let reason = match why {
        COREWEBVIEW2_PROCESS_FAILED_REASON_OUT_OF_MEMORY => "memory",
        COREWEBVIEW2_PROCESS_FAILED_REASON_CRASHED
        | COREWEBVIEW2_PROCESS_FAILED_REASON_UNEXPECTED => "crashed",
        _ => "ended",
    };
    let browser = kind == COREWEBVIEW2_PROCESS_FAILED_KIND_BROWSER_PROCESS_EXITED;
    // The engine starts the others again by itself.
    if browser || kind == COREWEBVIEW2_PROCESS_FAILED_KIND_RENDER_PROCESS_EXITED {
        pages::process_ended(shell, id, reason);
    }
    if browser {
        // Nothing can be done with this page any more: a reload makes a new one.
        shell.send(Event::Sleep(id));
    }
}

fn connect_certificates(
    shell: &Shell,
    id: AccountId,
    core: &ICoreWebView2,
    going: Going,
) -> Result<()> {
    let shell = shell.clone();
    let handler = ServerCertificateErrorDetectedEventHandler::create(Box::new(move |_, args| {
        let Some(args) = args else { return Ok(()) };
        // SAFETY: the getter fills in a text that is ours to free.
        let url = text(|t| unsafe { args.RequestUri(t) });
        // What a page loads beside itself is refused as well, but is no news.
        if url == *going.borrow() {
            pages::show_trouble(&shell, id, bad_certificate(&args)?);
        }
        // SAFETY: nothing lets the certificate through: no request reaches the site.
        unsafe { args.SetAction(COREWEBVIEW2_SERVER_CERTIFICATE_ERROR_ACTION_CANCEL) }
    }));
    let mut token = 0;
    // SAFETY: the token outlives the call; the page keeps the handler.
    unsafe {
        core.cast::<ICoreWebView2_14>()?
            .add_ServerCertificateErrorDetected(&handler, &raw mut token)
    }
}

fn bad_certificate(args: &ICoreWebView2ServerCertificateErrorDetectedEventArgs) -> Result<Trouble> {
    // SAFETY: the getters fill in numbers, and texts that are ours to free.
    let (status, url, certificate) = unsafe {
        (
            value(|v| args.ErrorStatus(v)),
            address(|t| args.RequestUri(t)),
            args.ServerCertificate()?,
        )
    };
    // SAFETY: as above.
    let (subject, issuer, until) = unsafe {
        (
            text(|t| certificate.Subject(t)),
            text(|t| certificate.Issuer(t)),
            value(|v| certificate.ValidTo(v)),
        )
    };
    let reason = match status {
        COREWEBVIEW2_WEB_ERROR_STATUS_CERTIFICATE_COMMON_NAME_IS_INCORRECT => "wrongHost",
        COREWEBVIEW2_WEB_ERROR_STATUS_CERTIFICATE_EXPIRED => "expired",
        COREWEBVIEW2_WEB_ERROR_STATUS_CERTIFICATE_REVOKED => "revoked",
        COREWEBVIEW2_WEB_ERROR_STATUS_CERTIFICATE_IS_INVALID => "unknownIssuer",
        _ => "other",
    };
    Ok(Trouble::Certificate {
        host: url.as_ref().map_or("", host_and_port).to_owned(),
        reasons: vec![reason],
        subject: clip(&subject),
        issuer: clip(&issuer),
        valid_until: date(until),
    })
}

/// Seconds since 1970, as RFC 3339.
fn date(seconds: f64) -> Option<String> {
    let since = jiff::SignedDuration::try_from_secs_f64(seconds).ok()?;
    jiff::Timestamp::from_duration(since)
        .ok()
        .map(|t| t.to_string())
}
