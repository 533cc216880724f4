//! What the page shows: told by the view itself, and read by a script in a world of our own.

use std::{ffi::c_void, ptr};

use accounts::Event;
use block2::DynBlock;
use domain::AccountId;
use objc2::{
    DefinedClass, MainThreadOnly, define_class, msg_send,
    rc::Retained,
    runtime::{AnyObject, NSObject, NSObjectProtocol, ProtocolObject},
};
use objc2_foundation::{
    NSDictionary, NSKeyValueChangeKey, NSKeyValueObservingOptions,
    NSObjectNSKeyValueObserverRegistration, NSString,
};
use objc2_web_kit::{
    WKScriptMessage, WKScriptMessageHandlerWithReply, WKUserContentController, WKUserScript,
    WKUserScriptInjectionTime, WKWebView,
};

use crate::{
    platform::page::watching::{self, HANDLER, Watch},
    shell::Shell,
};

/// Properties of a view that tell of their changes.
const PROPERTIES: [&str; 5] = [
    "URL",
    "title",
    "estimatedProgress",
    "canGoBack",
    "canGoForward",
];

/// Observes a view until it's dropped.
pub(super) struct Watched {
    view: Retained<WKWebView>,
    observer: Retained<Observer>,
}

impl Drop for Watched {
    fn drop(&mut self) {
        for property in PROPERTIES {
            // SAFETY: main thread; it was added for each of these, once.
            unsafe {
                self.view
                    .removeObserver_forKeyPath(&self.observer, &NSString::from_str(property));
            }
        }
    }
}

pub(super) struct Watcher {
    shell: Shell,
    id: AccountId,
}

define_class!(
    /// Hears of changed properties.
    #[unsafe(super(NSObject))]
    #[thread_kind = MainThreadOnly]
    #[ivars = Watcher]
    pub(super) struct Observer;

    // SAFETY: it has no demands beyond those of NSObject.
    unsafe impl NSObjectProtocol for Observer {}

    /// Key-value observing.
    impl Observer {
        #[unsafe(method(observeValueForKeyPath:ofObject:change:context:))]
        fn observe(
            &self,
            property: Option<&NSString>,
            object: Option<&AnyObject>,
            _change: Option<&NSDictionary<NSKeyValueChangeKey, AnyObject>>,
            _context: *mut c_void,
        ) {
            let view = object.and_then(|o| o.downcast_ref::<WKWebView>());
            if let (Some(property), Some(view)) = (property, view) {
                changed(self.ivars(), &property.to_string(), view);
            }
        }
    }
);

fn changed(to: &Watcher, property: &str, view: &WKWebView) {
    let (shell, id) = (&to.shell, to.id);
    // SAFETY: main thread: WebKit changes these properties on it alone.
    unsafe {
        match property {
            "URL" => {
                // That of what is being loaded, as soon as it starts: what is shown is known once it's there.
                let url = super::address(view).filter(|_| !view.isLoading());
                if let Some(url) = url.filter(|u| u.scheme() != "about") {
                    watching::address_is(shell, id, url);
                }
            }
            "title" => {
                let title = view.title().map(|t| t.to_string()).unwrap_or_default();
                watching::title_is(shell, id, title);
            }
            "estimatedProgress" if view.isLoading() => {
                let percent = watching::percent(view.estimatedProgress());
                shell.send(Event::PageProgress(id, Some(percent)));
            }
            "canGoBack" | "canGoForward" => {
                let (back, forward) = (view.canGoBack(), view.canGoForward());
                shell.send(Event::PageHistory {
                    account: id,
                    back,
                    forward,
                });
            }
            _ => {}
        }
    }
}

/// Connects everything that tells of the page's state. Before the first load.
pub(super) fn connect(shell: &Shell, id: AccountId, view: &Retained<WKWebView>) -> Option<Watched> {
    let watch = Watch::new(shell, id)?;
    let watcher = Watcher {
        shell: shell.clone(),
        id,
    };
    let observer = Observer::alloc(view.mtm()).set_ivars(watcher);
    // SAFETY: NSObject's initialiser takes nothing.
    let observer: Retained<Observer> = unsafe { msg_send![super(observer), init] };
    for property in PROPERTIES {
        // SAFETY: main thread; `Watched` removes it again before either is gone.
        unsafe {
            view.addObserver_forKeyPath_options_context(
                &observer,
                &NSString::from_str(property),
                NSKeyValueObservingOptions::New,
                ptr::null_mut(),
            );
        }
    }
    connect_facts(watch, view);
    Some(Watched {
        view: view.clone(),
        observer,
    })
}

pub(super) struct Listening {
    watch: Watch,
    /// Only compared: pop-ups share the account's page's scripts.
    view: *const WKWebView,
}

define_class!(
    /// Hears the script in our world.
    #[unsafe(super(NSObject))]
    #[thread_kind = MainThreadOnly]
    #[ivars = Listening]
    pub(super) struct Facts;

    // SAFETY: it has no demands beyond those of NSObject.
    unsafe impl NSObjectProtocol for Facts {}

    // SAFETY: the signature is that of the protocol.
    unsafe impl WKScriptMessageHandlerWithReply for Facts {
        #[unsafe(method(userContentController:didReceiveScriptMessage:replyHandler:))]
        fn heard(
            &self,
            _controller: &WKUserContentController,
            message: &WKScriptMessage,
            reply: &DynBlock<dyn Fn(*mut AnyObject, *mut NSString)>,
        ) {
            // SAFETY: main thread; the message lives through the call.
            let (view, body) = unsafe { (message.webView(), message.body()) };
            let from = view.as_ref().map_or(ptr::null(), Retained::as_ptr);
            if ptr::eq(from, self.ivars().view)
                && let Some(json) = body.downcast_ref::<NSString>()
            {
                self.ivars().watch.heard(&json.to_string());
            }
            reply.call((ptr::null_mut(), ptr::null_mut()));
        }
    }
);

fn connect_facts(watch: Watch, view: &Retained<WKWebView>) {
    let main = view.mtm();
    let script = NSString::from_str(&watch.script());
    let listening = Listening {
        watch,
        view: Retained::as_ptr(view),
    };
    let facts = Facts::alloc(main).set_ivars(listening);
    // SAFETY: NSObject's initialiser takes nothing.
    let facts: Retained<Facts> = unsafe { msg_send![super(facts), init] };
    let world = super::world(main);
    // SAFETY: main thread; the controller keeps the handler, which keeps nothing of the view.
    unsafe {
        let controller = view.configuration().userContentController();
        controller.addScriptMessageHandlerWithReply_contentWorld_name(
            ProtocolObject::from_ref(&*facts),
            &world,
            &NSString::from_str(HANDLER),
        );
        let script = WKUserScript::initWithSource_injectionTime_forMainFrameOnly_inContentWorld(
            WKUserScript::alloc(main),
            &script,
            WKUserScriptInjectionTime::AtDocumentEnd,
            true,
            &world,
        );
        controller.addUserScript(&script);
    }
}
