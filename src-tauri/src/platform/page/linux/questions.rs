//! What a page asks. Every question is held until it's answered, and drawn by us: WebKit's own dialogs
//! don't say whose they are.
#![expect(unsafe_code, reason = "the binding lacks two calls")]

use accounts::{Event, Permission};
use domain::AccountId;
use gtk::{
    glib::{self, translate::ToGlibPtr},
    prelude::*,
};
use ipc::{AskAnswer, Question};
use tauri::Url;
use webkit2gtk::{
    GeolocationPermissionRequest, LoadEvent, NotificationPermissionRequest, PermissionRequest,
    PermissionRequestExt, ScriptDialogType, UserMediaPermissionRequest,
    UserMediaPermissionRequestExt, WebView, WebViewExt, ffi,
};

use super::{address, authentication, failures};
use crate::{
    pages::{
        asks::{self, Source},
        closing,
    },
    platform::page::asking::{self, clip},
    shell::Shell,
};

pub(super) fn connect(
    shell: &Shell,
    id: AccountId,
    label: &str,
    view: &WebView,
    window: Option<&gtk::ApplicationWindow>,
) {
    let asker = Asker {
        shell: shell.clone(),
        id,
        label: label.to_owned(),
        window: window.map(ObjectExt::downgrade),
    };
    connect_permissions(&asker, view);
    connect_queries(shell, id, view);
    connect_dialogs(&asker, view);
    authentication::connect(&asker, view);
    if window.is_none() {
        let shell = shell.clone();
        view.connect_load_changed(move |_, event| {
            if event == LoadEvent::Committed {
                asks::document_is_gone(&shell, id);
            }
        });
    }
}

/// Whose page asks, and in which pop-up.
#[derive(Clone)]
pub(super) struct Asker {
    pub(super) shell: Shell,
    pub(super) id: AccountId,
    label: String,
    window: Option<glib::WeakRef<gtk::ApplicationWindow>>,
}

impl Asker {
    /// Questions stand in the account's own window. One of a pop-up in use brings that to the front, and its answer
    /// brings the pop-up back. So does one that `closes` the page, which may be behind others.
    fn come_forward(&self, closes: bool) -> impl FnOnce() + use<> {
        let window = self.window.as_ref().and_then(glib::WeakRef::upgrade);
        let window = window.filter(|window| closes || window.is_active());
        if closes || window.is_some() {
            self.shell.send(Event::Open(self.id));
        }
        let window = window.map(|w| w.downgrade());
        move || {
            let window = window.and_then(|w| w.upgrade());
            // One that was closed meanwhile can't be shown any more: GTK would end the program.
            if let Some(window) = window.filter(WidgetExt::is_realized) {
                window.present();
            }
        }
    }

    fn ask(&self, view: &WebView, question: Question, then: impl FnOnce(AskAnswer) + 'static) {
        self.ask_for(view, &from(view), question, then);
    }

    pub(super) fn ask_for(
        &self,
        view: &WebView,
        from: &Url,
        question: Question,
        then: impl FnOnce(AskAnswer) + 'static,
    ) {
        let closes = question == Question::LeavePage && closing::is_asked(&self.label);
        let back = self.come_forward(closes);
        let source = Source {
            url: from,
            popup: self.window.is_some().then_some(self.label.as_str()),
        };
        let label = self.label.clone();
        let ask = asks::ask(&self.shell, self.id, source, question, move |answer| {
            if closes && !answer.allow {
                closing::stays(&label);
            }
            then(answer);
            back();
        });
        self.goes_with(view, ask);
    }

    /// A question of a pop-up goes with it. Those of an account's own page go as its document does.
    fn goes_with(&self, view: &WebView, ask: u32) {
        if self.window.is_none() {
            return;
        }
        let shell = self.shell.clone();
        view.connect_destroy(move |_| shell.soon(move |shell| asks::withdraw(shell, ask)));
    }
}

fn from(view: &WebView) -> Url {
    address::shown(view).unwrap_or_else(crate::pages::blank)
}

fn connect_permissions(asker: &Asker, view: &WebView) {
    let asker = asker.clone();
    view.connect_permission_request(move |view, request| {
        let (request, wish) = (request.clone(), permission(request));
        let (shell, id, origin) = (&asker.shell, asker.id, from(view));
        let known = asks::remembered(shell, id, &origin, wish).is_some();
        let back = (!known).then(|| asker.come_forward(false));
        let ask = asking::permission(shell, id, &origin, wish, move |allowed| {
            if allowed {
                request.allow();
            } else {
                request.deny();
            }
            if let Some(back) = back {
                back();
            }
        });
        if let Some(ask) = ask {
            asker.goes_with(view, ask);
        }
        true
    });
}

fn permission(request: &PermissionRequest) -> Permission {
    if request.is::<NotificationPermissionRequest>() {
        Permission::Notifications
    } else if request.is::<GeolocationPermissionRequest>() {
        Permission::Location
    } else if request.type_().name() == "WebKitClipboardPermissionRequest" {
        Permission::Clipboard
    } else if let Some(media) = request.downcast_ref::<UserMediaPermissionRequest>() {
        match (media.is_for_audio_device(), media.is_for_video_device()) {
            (true, true) => Permission::CameraAndMicrophone,
            (true, false) => Permission::Microphone,
            (false, true) => Permission::Camera,
            (false, false) => Permission::Screen,
        }
    } else {
        Permission::Other
    }
}

/// `navigator.permissions.query`: without an answer the page always hears "prompt".
fn connect_queries(shell: &Shell, id: AccountId, view: &WebView) {
    let shell = shell.clone();
    view.connect_local("query-permission-state", false, move |values| {
        let value = values.get(1)?;
        // SAFETY: the signal's second argument is a boxed WebKitPermissionStateQuery, which lives
        // through the handler; it's finished exactly once.
        unsafe {
            let query = glib::gobject_ffi::g_value_get_boxed(value.to_glib_none().0)
                .cast::<ffi::WebKitPermissionStateQuery>();
            let name = std::ffi::CStr::from_ptr(ffi::webkit_permission_state_query_get_name(query));
            let origin: webkit2gtk::SecurityOrigin = glib::translate::from_glib_none(
                ffi::webkit_permission_state_query_get_security_origin(query),
            );
            let asked = match name.to_bytes() {
                b"notifications" => Some(Permission::Notifications),
                b"geolocation" => Some(Permission::Location),
                b"microphone" => Some(Permission::Microphone),
                b"camera" => Some(Permission::Camera),
                _ => None,
            };
            let url = Url::parse(&origin.to_str()).ok();
            let answer = asked
                .zip(url)
                .and_then(|(p, u)| asks::remembered(&shell, id, &u, p));
            let state = match answer {
                Some(true) => ffi::WEBKIT_PERMISSION_STATE_GRANTED,
                Some(false) => ffi::WEBKIT_PERMISSION_STATE_DENIED,
                None => ffi::WEBKIT_PERMISSION_STATE_PROMPT,
            };
            ffi::webkit_permission_state_query_finish(query, state);
        }
        Some(true.to_value())
    });
}

fn connect_dialogs(asker: &Asker, view: &WebView) {
    let asker = asker.clone();
    view.connect_script_dialog(move |view, dialog| {
        let text = |t: Option<glib::GString>| clip(&t.unwrap_or_default());
        let message = text(dialog.message());
        let kind = dialog.dialog_type();
        if kind == ScriptDialogType::BeforeUnloadConfirm && failures::is_left(view) {
            dialog.confirm_set_confirmed(true);
            return true;
        }
        let question = match kind {
            ScriptDialogType::Alert => Question::Alert { message },
            ScriptDialogType::Confirm => Question::Confirm { message },
            ScriptDialogType::Prompt => {
                let default = text(dialog.prompt_get_default_text());
                Question::Prompt { message, default }
            }
            _ => Question::LeavePage,
        };
        // A clone is a reference: the page's script waits, the program doesn't, until `close`.
        let held = dialog.clone();
        asker.ask(view, question, move |answer| {
            match kind {
                ScriptDialogType::Confirm | ScriptDialogType::BeforeUnloadConfirm => {
                    held.confirm_set_confirmed(answer.allow);
                }
                ScriptDialogType::Prompt if answer.allow => {
                    held.prompt_set_text(answer.text.as_deref().unwrap_or_default());
                }
                _ => {}
            }
            held.close();
        });
        true
    });
}
