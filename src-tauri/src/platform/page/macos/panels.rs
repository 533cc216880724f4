//! Stands in front of wry's UI delegate: a page's dialogs and its wish for camera and microphone are asked by
//! us, with the account's name. (wry's grants camera and microphone unasked.)

use accounts::Permission;
use block2::DynBlock;
use domain::AccountId;
use ipc::Question;
use objc2::{
    DefinedClass, MainThreadOnly, define_class, msg_send,
    rc::Retained,
    runtime::{AnyObject, Bool, NSObject, NSObjectProtocol, ProtocolObject, Sel},
};
use objc2_foundation::NSString;
use objc2_web_kit::{
    WKFrameInfo, WKMediaCaptureType, WKPermissionDecision, WKSecurityOrigin, WKUIDelegate,
    WKWebView,
};
use tauri::Url;

use super::popup;
use crate::{
    pages::{
        self,
        asks::{self, Source},
    },
    platform::page::asking::{self, clip},
    shell::Shell,
};

pub(super) struct Ivars {
    shell: Shell,
    id: AccountId,
    /// Its label, where it's a pop-up's.
    popup: Option<String>,
    inner: Retained<ProtocolObject<dyn WKUIDelegate>>,
}

define_class!(
    /// See the module.
    #[unsafe(super(NSObject))]
    #[thread_kind = MainThreadOnly]
    #[ivars = Ivars]
    pub(super) struct Panels;

    // SAFETY: it has no demands beyond those of NSObject.
    unsafe impl NSObjectProtocol for Panels {}

    /// What it doesn't answer itself wry's delegate is asked.
    impl Panels {
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
    unsafe impl WKUIDelegate for Panels {
        #[unsafe(method(webView:runJavaScriptAlertPanelWithMessage:initiatedByFrame:completionHandler:))]
        fn alert(
            &self,
            _view: &WKWebView,
            message: &NSString,
            frame: &WKFrameInfo,
            handler: &DynBlock<dyn Fn()>,
        ) {
            let handler = handler.copy();
            let question = Question::Alert {
                message: clip(&message.to_string()),
            };
            self.ask(frame, question, move |_| handler.call(()));
        }

        #[unsafe(method(webView:runJavaScriptConfirmPanelWithMessage:initiatedByFrame:completionHandler:))]
        fn confirm(
            &self,
            _view: &WKWebView,
            message: &NSString,
            frame: &WKFrameInfo,
            handler: &DynBlock<dyn Fn(Bool)>,
        ) {
            let handler = handler.copy();
            let question = Question::Confirm {
                message: clip(&message.to_string()),
            };
            self.ask(frame, question, move |answer| {
                handler.call((Bool::new(answer.allow),));
            });
        }

        #[unsafe(method(webView:runJavaScriptTextInputPanelWithPrompt:defaultText:initiatedByFrame:completionHandler:))]
        fn prompt(
            &self,
            _view: &WKWebView,
            prompt: &NSString,
            default: Option<&NSString>,
            frame: &WKFrameInfo,
            handler: &DynBlock<dyn Fn(*mut NSString)>,
        ) {
            let handler = handler.copy();
            let default = default.map(|d| clip(&d.to_string())).unwrap_or_default();
            let question = Question::Prompt {
                message: clip(&prompt.to_string()),
                default,
            };
            self.ask(frame, question, move |answer| {
                let text = answer
                    .text
                    .filter(|_| answer.allow)
                    .map(|t| NSString::from_str(&t));
                let pointer = text.as_ref().map_or(std::ptr::null(), Retained::as_ptr);
                handler.call((pointer.cast_mut(),));
            });
        }

        #[unsafe(method(webView:requestMediaCapturePermissionForOrigin:initiatedByFrame:type:decisionHandler:))]
        fn capture(
            &self,
            _view: &WKWebView,
            origin: &WKSecurityOrigin,
            _frame: &WKFrameInfo,
            kind: WKMediaCaptureType,
            handler: &DynBlock<dyn Fn(WKPermissionDecision)>,
        ) {
            let permission = match kind {
                WKMediaCaptureType::Camera => Permission::Camera,
                WKMediaCaptureType::Microphone => Permission::Microphone,
                _ => Permission::CameraAndMicrophone,
            };
            let handler = handler.copy();
            let ivars = self.ivars();
            asking::permission(
                &ivars.shell,
                ivars.id,
                &url(origin),
                permission,
                move |allowed| {
                    let decision = if allowed {
                        WKPermissionDecision::Grant
                    } else {
                        WKPermissionDecision::Deny
                    };
                    handler.call((decision,));
                },
            );
        }

        #[unsafe(method(webViewDidClose:))]
        fn closed(&self, _view: &WKWebView) {
            // A page may close the window that it was opened in, never the account's own.
            if let Some(label) = &self.ivars().popup {
                popup::close_soon(&self.ivars().shell, label);
            }
        }
    }
);

impl Panels {
    /// Puts one in front of a view's delegate. The view doesn't keep it.
    pub(super) fn put_before(
        shell: &Shell,
        id: AccountId,
        view: &WKWebView,
        popup: Option<&str>,
    ) -> Option<Retained<Self>> {
        // SAFETY: main thread.
        let inner = unsafe { view.UIDelegate() }?;
        let ivars = Ivars {
            shell: shell.clone(),
            id,
            popup: popup.map(ToOwned::to_owned),
            inner,
        };
        let this = Self::alloc(view.mtm()).set_ivars(ivars);
        // SAFETY: NSObject's initialiser takes nothing.
        let this: Retained<Self> = unsafe { msg_send![super(this), init] };
        // SAFETY: main thread; the caller keeps the delegate as long as the view.
        unsafe { view.setUIDelegate(Some(ProtocolObject::from_ref(&*this))) };
        Some(this)
    }

    fn ask(
        &self,
        frame: &WKFrameInfo,
        question: Question,
        then: impl FnOnce(ipc::AskAnswer) + 'static,
    ) {
        // SAFETY: main thread; the frame lives through the call.
        let origin = unsafe { frame.securityOrigin() };
        let ivars = self.ivars();
        let source = Source {
            url: &url(&origin),
            popup: ivars.popup.as_deref(),
        };
        asks::ask(&ivars.shell, ivars.id, source, question, then);
    }
}

/// The address of an origin.
pub(super) fn url(origin: &WKSecurityOrigin) -> Url {
    // SAFETY: main thread; the origin lives through the call.
    let (scheme, host, port) = unsafe { (origin.protocol(), origin.host(), origin.port()) };
    // 0 stands for the scheme's own port.
    let port = if port == 0 {
        String::new()
    } else {
        format!(":{port}")
    };
    Url::parse(&format!("{scheme}://{host}{port}/")).unwrap_or_else(|_| pages::blank())
}
