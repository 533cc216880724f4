//! A server's question for a name and password (RFC 7617). All others, of certificates above all, WebKit
//! answers as it does by itself: what it doesn't trust is not let through.

use block2::DynBlock;
use domain::AccountId;
use ipc::Question;
use objc2::rc::Retained;
use objc2_foundation::{
    NSString, NSURLAuthenticationChallenge, NSURLAuthenticationMethodHTTPBasic,
    NSURLAuthenticationMethodHTTPDigest, NSURLCredential, NSURLCredentialPersistence,
    NSURLProtectionSpace, NSURLSessionAuthChallengeDisposition as Disposition,
};
use tauri::Url;

use crate::{
    pages::{self, asks},
    shell::Shell,
};

pub(super) fn answer(
    shell: &Shell,
    id: AccountId,
    challenge: &NSURLAuthenticationChallenge,
    handler: &DynBlock<dyn Fn(Disposition, *mut NSURLCredential)>,
) {
    let space = challenge.protectionSpace();
    if !asks_for_a_password(&space) {
        handler.call((Disposition::PerformDefaultHandling, std::ptr::null_mut()));
        return;
    }
    let (host, port) = (space.host(), space.port());
    let question = Question::SignIn {
        host: format!("{host}:{port}"),
        proxy: space.isProxy(),
        realm: space
            .realm()
            .map(|r| r.to_string().chars().take(200).collect())
            .unwrap_or_default(),
        retry: challenge.previousFailureCount() > 0,
    };
    let scheme = space.protocol().map(|p| p.to_string()).unwrap_or_default();
    let from = Url::parse(&format!("{scheme}://{host}:{port}/")).unwrap_or_else(|_| pages::blank());
    // WebKit waits until the block is called.
    let handler = handler.copy();
    asks::ask(shell, id, &from, question, move |answer| {
        if !answer.allow {
            let refused = Disposition::CancelAuthenticationChallenge;
            return handler.call((refused, std::ptr::null_mut()));
        }
        let name = NSString::from_str(&answer.text.unwrap_or_default());
        let password = NSString::from_str(&answer.password.unwrap_or_default());
        let credential = NSURLCredential::credentialWithUser_password_persistence(
            &name,
            &password,
            NSURLCredentialPersistence::ForSession,
        );
        handler.call((
            Disposition::UseCredential,
            Retained::as_ptr(&credential).cast_mut(),
        ));
    });
}

fn asks_for_a_password(space: &NSURLProtectionSpace) -> bool {
    let method = space.authenticationMethod();
    // SAFETY: constants of Foundation's.
    let known = unsafe {
        [
            NSURLAuthenticationMethodHTTPBasic,
            NSURLAuthenticationMethodHTTPDigest,
        ]
    };
    known.into_iter().any(|m| method.isEqualToString(m))
}
