//! The page's notifications. `WKWebView` has none, so a script in the page's own world gives it the standard's
//! `Notification`. The page may say anything through it, and gets no more by it than a notification with the
//! account's name, once the person has allowed that.

use std::{cell::Cell, ptr};

use accounts::Permission;
use block2::DynBlock;
use domain::AccountId;
use objc2::{
    DefinedClass, MainThreadOnly, define_class, msg_send,
    rc::Retained,
    runtime::{AnyObject, NSObject, NSObjectProtocol, ProtocolObject},
};
use objc2_foundation::{NSDictionary, NSNumber, NSString, ns_string};
use objc2_web_kit::{
    WKContentWorld, WKScriptMessage, WKScriptMessageHandlerWithReply, WKUserContentController,
    WKUserScript, WKUserScriptInjectionTime, WKWebView,
};
use tauri::Url;

use super::panels;
use crate::{
    pages::{asks, notifications},
    platform::page::asking,
    shell::Shell,
};

const SCRIPT: &str = include_str!("notices.js");

/// Answers a call of the page's, once.
type Reply = block2::RcBlock<dyn Fn(*mut AnyObject, *mut NSString)>;

pub(super) struct Ivars {
    shell: Shell,
    id: AccountId,
}

define_class!(
    /// Hears the page's script.
    #[unsafe(super(NSObject))]
    #[thread_kind = MainThreadOnly]
    #[ivars = Ivars]
    pub(super) struct Notices;

    // SAFETY: it has no demands beyond those of NSObject.
    unsafe impl NSObjectProtocol for Notices {}

    // SAFETY: the signature is that of the protocol.
    unsafe impl WKScriptMessageHandlerWithReply for Notices {
        #[unsafe(method(userContentController:didReceiveScriptMessage:replyHandler:))]
        fn heard(
            &self,
            _controller: &WKUserContentController,
            message: &WKScriptMessage,
            reply: &DynBlock<dyn Fn(*mut AnyObject, *mut NSString)>,
        ) {
            // SAFETY: main thread; the message lives through the call.
            let (body, from) = unsafe {
                (
                    message.body(),
                    panels::url(&message.frameInfo().securityOrigin()),
                )
            };
            let body = body.downcast_ref::<NSDictionary>();
            let said = |key: &NSString| {
                let value = body.and_then(|b| b.objectForKey(key))?;
                value.downcast::<NSString>().ok().map(|t| t.to_string())
            };
            let reply = reply.copy();
            match said(ns_string!("kind")).as_deref() {
                Some("ask") => self.ask(&from, reply),
                Some("show") => {
                    let title = said(ns_string!("title")).unwrap_or_default();
                    let body = said(ns_string!("body")).unwrap_or_default();
                    self.show(&from, &title, &body, reply);
                }
                _ => answer(&reply, &NSString::from_str(self.state(&from))),
            }
        }
    }
);

impl Notices {
    fn state(&self, from: &Url) -> &'static str {
        let Ivars { shell, id } = self.ivars();
        match asks::remembered(shell, *id, from, Permission::Notifications) {
            Some(true) => "granted",
            Some(false) => "denied",
            None => "default",
        }
    }

    fn ask(&self, from: &Url, reply: Reply) {
        let Ivars { shell, id } = self.ivars();
        asking::permission(
            shell,
            *id,
            from,
            Permission::Notifications,
            move |allowed| {
                let state = if allowed { "granted" } else { "denied" };
                answer(&reply, &NSString::from_str(state));
            },
        );
    }

    fn show(&self, from: &Url, title: &str, body: &str, reply: Reply) {
        if self.state(from) != "granted" {
            return reply.call((
                ptr::null_mut(),
                Retained::as_ptr(&NSString::new()).cast_mut(),
            ));
        }
        let Ivars { shell, id } = self.ivars();
        let reply = Cell::new(Some(reply));
        notifications::show(shell, *id, title, body, move || {
            if let Some(reply) = reply.take() {
                answer(&reply, &NSNumber::numberWithBool(true));
            }
        });
    }
}

fn answer(reply: &Reply, value: &AnyObject) {
    reply.call((ptr::from_ref(value).cast_mut(), ptr::null_mut()));
}

/// Gives a view's pages their notifications. Before the first load; pop-ups have the same scripts.
pub(super) fn connect(shell: &Shell, id: AccountId, view: &WKWebView) {
    let main = view.mtm();
    let this = Notices::alloc(main).set_ivars(Ivars {
        shell: shell.clone(),
        id,
    });
    // SAFETY: NSObject's initialiser takes nothing.
    let this: Retained<Notices> = unsafe { msg_send![super(this), init] };
    // SAFETY: main thread; the controller keeps the handler, which keeps nothing of the view.
    unsafe {
        let world = WKContentWorld::pageWorld(main);
        let controller = view.configuration().userContentController();
        controller.addScriptMessageHandlerWithReply_contentWorld_name(
            ProtocolObject::from_ref(&*this),
            &world,
            ns_string!("notice"),
        );
        let script = WKUserScript::initWithSource_injectionTime_forMainFrameOnly_inContentWorld(
            WKUserScript::alloc(main),
            &NSString::from_str(SCRIPT),
            WKUserScriptInjectionTime::AtDocumentStart,
            false,
            &world,
        );
        controller.addUserScript(&script);
    }
}
