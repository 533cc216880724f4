//! What goes wrong with a page: the server is away, or the certificate is bad.

use accounts::{Event, Trouble, Unreachable};
use domain::{AccountId, address::host_and_port};
use objc2::rc::Retained;
use objc2_foundation::{
    NSError, NSURL, NSURLErrorCancelled, NSURLErrorCannotConnectToHost, NSURLErrorCannotFindHost,
    NSURLErrorClientCertificateRejected, NSURLErrorDNSLookupFailed, NSURLErrorDomain,
    NSURLErrorFailingURLErrorKey, NSURLErrorNetworkConnectionLost,
    NSURLErrorNotConnectedToInternet, NSURLErrorSecureConnectionFailed,
    NSURLErrorServerCertificateHasBadDate, NSURLErrorServerCertificateHasUnknownRoot,
    NSURLErrorServerCertificateNotYetValid, NSURLErrorServerCertificateUntrusted,
    NSURLErrorTimedOut,
};
use tauri::Url;

use crate::{
    pages,
    platform::page::retrying::{self, Retry},
    shell::Shell,
};

/// WebKit has told why a page could not be loaded.
pub(super) fn told(shell: &Shell, id: AccountId, retry: &Retry, error: &NSError) {
    // SAFETY: a constant of Foundation's.
    let network = error.domain().isEqualToString(unsafe { NSURLErrorDomain });
    // An address that was refused or handed on, a download, and a stop by the person are no failures.
    if !network || error.code() == NSURLErrorCancelled {
        shell.send(Event::PageSettled(id));
        return;
    }
    let url = failing(error);
    let text = url.as_ref().map(Url::to_string).unwrap_or_default();
    let Some(reason) = bad_certificate(error.code()) else {
        return retrying::offline(shell, id, retry, reason(error.code()), text);
    };
    let trouble = Trouble::Certificate {
        host: url.as_ref().map_or("", host_and_port).to_owned(),
        reasons: vec![reason],
        subject: String::new(),
        issuer: String::new(),
        valid_until: None,
    };
    pages::show_trouble(shell, id, trouble);
}

fn failing(error: &NSError) -> Option<Url> {
    // SAFETY: a constant of Foundation's.
    let found = error
        .userInfo()
        .objectForKey(unsafe { NSURLErrorFailingURLErrorKey })?;
    let url: Retained<NSURL> = found.downcast().ok()?;
    super::url(&url)
}

#[expect(non_upper_case_globals, reason = "names of Foundation's")]
const fn bad_certificate(code: isize) -> Option<&'static str> {
    Some(match code {
        NSURLErrorServerCertificateHasBadDate => "expired",
        // A wrong host name comes as this one too.
        NSURLErrorServerCertificateUntrusted | NSURLErrorServerCertificateHasUnknownRoot => {
            "unknownIssuer"
        }
        NSURLErrorServerCertificateNotYetValid => "notYetValid",
        NSURLErrorSecureConnectionFailed | NSURLErrorClientCertificateRejected => "other",
        _ => return None,
    })
}

#[expect(non_upper_case_globals, reason = "names of Foundation's")]
const fn reason(code: isize) -> Unreachable {
    match code {
        NSURLErrorCannotFindHost | NSURLErrorDNSLookupFailed | NSURLErrorNotConnectedToInternet => {
            Unreachable::UnknownHost
        }
        NSURLErrorCannotConnectToHost => Unreachable::Refused,
        NSURLErrorTimedOut => Unreachable::TimedOut,
        NSURLErrorNetworkConnectionLost => Unreachable::Reset,
        _ => Unreachable::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_certificate_is_told_from_a_server_that_is_away() {
        assert_eq!(
            bad_certificate(NSURLErrorServerCertificateHasBadDate),
            Some("expired")
        );
        assert_eq!(bad_certificate(NSURLErrorTimedOut), None);
        assert_eq!(reason(NSURLErrorTimedOut), Unreachable::TimedOut);
    }
}
