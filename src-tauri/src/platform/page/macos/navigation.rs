//! Stands in front of wry's navigation delegate: decides where the main frame may go, and hears of failures,
//! questions for a name and password, ended processes and downloads.

use accounts::Event;
use block2::DynBlock;
use domain::AccountId;
use objc2::{
    DefinedClass, MainThreadOnly, define_class, msg_send,
    rc::Retained,
    runtime::{AnyObject, NSObject, NSObjectProtocol, ProtocolObject, Sel},
};
use objc2_foundation::{
    NSError, NSURLAuthenticationChallenge, NSURLCredential, NSURLSessionAuthChallengeDisposition,
};
use objc2_web_kit::{
    WKDownload, WKNavigation, WKNavigationAction, WKNavigationActionPolicy, WKNavigationDelegate,
    WKNavigationResponse, WKWebView,
};

use super::{challenge, failures, transfers};
use crate::{
    pages::{self, asks},
    platform::page::{retrying::Retry, watching},
    shell::Shell,
};

pub(super) struct Ivars {
    shell: Shell,
    id: AccountId,
    /// Whether it's the account's own page, not a pop-up.
    main: bool,
    inner: Retained<ProtocolObject<dyn WKNavigationDelegate>>,
    retry: Retry,
}

define_class!(
    /// See the module.
    #[unsafe(super(NSObject))]
    #[thread_kind = MainThreadOnly]
    #[ivars = Ivars]
    pub(super) struct Navigation;

    // SAFETY: it has no demands beyond those of NSObject.
    unsafe impl NSObjectProtocol for Navigation {}

    /// What it doesn't answer itself wry's delegate is asked.
    impl Navigation {
        #[unsafe(method(respondsToSelector:))]
        fn answers(&self, selector: Sel) -> bool {
            // SAFETY: a method of NSObject with this very signature.
            let own: bool = unsafe { msg_send![super(self), respondsToSelector: selector] };
            own || self.ivars().inner.respondsToSelector(selector)
        }

        #[unsafe(method(forwardingTargetForSelector:))]
        fn other(&self, _selector: Sel) -> *mut AnyObject {
            Retained::as_ptr(&self.ivars().inner).cast_mut().cast()
        }
    }

    // SAFETY: the signatures are those of the protocol.
    unsafe impl WKNavigationDelegate for Navigation {
        #[unsafe(method(webView:decidePolicyForNavigationAction:decisionHandler:))]
        fn decide(
            &self,
            view: &WKWebView,
            action: &WKNavigationAction,
            handler: &DynBlock<dyn Fn(WKNavigationActionPolicy)>,
        ) {
            if self.refuses(action) {
                handler.call((WKNavigationActionPolicy::Cancel,));
                return;
            }
            // SAFETY: the arguments are passed on as they came; wry answers this one.
            unsafe {
                self.ivars()
                    .inner
                    .webView_decidePolicyForNavigationAction_decisionHandler(view, action, handler);
            }
        }

        #[unsafe(method(webView:didCommitNavigation:))]
        fn committed(&self, view: &WKWebView, navigation: Option<&WKNavigation>) {
            let ivars = self.ivars();
            ivars.retry.disarm();
            asks::document_is_gone(&ivars.shell, ivars.id);
            if let Some(url) = super::address(view).filter(|u| u.scheme() != "about") {
                watching::address_is(&ivars.shell, ivars.id, url);
            }
            // SAFETY: as above.
            unsafe {
                self.ivars()
                    .inner
                    .webView_didCommitNavigation(view, navigation);
            }
        }

        #[unsafe(method(webView:didFinishNavigation:))]
        fn finished(&self, view: &WKWebView, navigation: Option<&WKNavigation>) {
            self.settled();
            // SAFETY: as above.
            unsafe {
                self.ivars()
                    .inner
                    .webView_didFinishNavigation(view, navigation);
            }
        }

        #[unsafe(method(webView:didFailProvisionalNavigation:withError:))]
        fn not_begun(
            &self,
            _view: &WKWebView,
            _navigation: Option<&WKNavigation>,
            error: &NSError,
        ) {
            self.failed(error);
        }

        #[unsafe(method(webView:didFailNavigation:withError:))]
        fn broken_off(
            &self,
            _view: &WKWebView,
            _navigation: Option<&WKNavigation>,
            error: &NSError,
        ) {
            self.failed(error);
        }

        #[unsafe(method(webView:didReceiveAuthenticationChallenge:completionHandler:))]
        fn challenged(
            &self,
            _view: &WKWebView,
            challenge: &NSURLAuthenticationChallenge,
            handler: &DynBlock<dyn Fn(NSURLSessionAuthChallengeDisposition, *mut NSURLCredential)>,
        ) {
            challenge::answer(&self.ivars().shell, self.ivars().id, challenge, handler);
        }

        #[unsafe(method(webViewWebContentProcessDidTerminate:))]
        fn process_ended(&self, view: &WKWebView) {
            let ivars = self.ivars();
            if ivars.main {
                // WebKit doesn't say why.
                pages::process_ended(&ivars.shell, ivars.id, "ended");
            }
            // SAFETY: as above.
            unsafe {
                self.ivars()
                    .inner
                    .webViewWebContentProcessDidTerminate(view);
            }
        }

        #[unsafe(method(webView:navigationAction:didBecomeDownload:))]
        fn action_downloads(
            &self,
            view: &WKWebView,
            action: &WKNavigationAction,
            download: &WKDownload,
        ) {
            // SAFETY: as above.
            unsafe {
                self.ivars()
                    .inner
                    .webView_navigationAction_didBecomeDownload(view, action, download);
            }
            transfers::follow(&self.ivars().shell, self.ivars().id, download);
        }

        #[unsafe(method(webView:navigationResponse:didBecomeDownload:))]
        fn answer_downloads(
            &self,
            view: &WKWebView,
            response: &WKNavigationResponse,
            download: &WKDownload,
        ) {
            let inner = &self.ivars().inner;
            // SAFETY: as above.
            unsafe { inner.webView_navigationResponse_didBecomeDownload(view, response, download) };
            transfers::follow(&self.ivars().shell, self.ivars().id, download);
        }
    }
);

impl Navigation {
    /// Puts one in front of a view's delegate. The view doesn't keep it.
    pub(super) fn put_before(
        shell: &Shell,
        id: AccountId,
        view: &WKWebView,
        main: bool,
    ) -> Option<Retained<Self>> {
        // SAFETY: main thread.
        let inner = unsafe { view.navigationDelegate() }?;
        let ivars = Ivars {
            shell: shell.clone(),
            id,
            main,
            inner,
            retry: Retry::default(),
        };
        let this = Self::alloc(view.mtm()).set_ivars(ivars);
        // SAFETY: NSObject's initialiser takes nothing.
        let this: Retained<Self> = unsafe { msg_send![super(this), init] };
        // SAFETY: main thread; the caller keeps the delegate as long as the view.
        unsafe { view.setNavigationDelegate(Some(ProtocolObject::from_ref(&*this))) };
        Some(this)
    }

    /// Whether the main frame must not go where it wants to. Other schemes than http are for wry's delegate.
    fn refuses(&self, action: &WKNavigationAction) -> bool {
        // SAFETY: main thread; the action lives through the call.
        let (main, request) = unsafe {
            (
                action.targetFrame().is_some_and(|f| f.isMainFrame()),
                action.request(),
            )
        };
        let url = request.URL().and_then(|u| super::url(&u));
        let url = url.filter(|u| main && u.scheme().starts_with("http"));
        let (shell, id) = (&self.ivars().shell, self.ivars().id);
        url.is_some_and(|u| !pages::main_frame(shell, id, &u, super::super::here(shell, id)))
    }

    fn failed(&self, error: &NSError) {
        let ivars = self.ivars();
        if ivars.main {
            failures::told(&ivars.shell, ivars.id, &ivars.retry, error);
        }
    }

    fn settled(&self) {
        if self.ivars().main {
            self.ivars().shell.send(Event::PageSettled(self.ivars().id));
        }
    }
}
