//! The desktop's notification service, by one connection for all (Desktop Notifications Specification 1.2).

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, HashMap},
};

use gtk::{
    gio::{self, BusType, Cancellable, DBusCallFlags, DBusConnection, DBusSignalFlags},
    glib::Variant,
    prelude::*,
};
use tauri::Url;

use super::Words;

/// Name and interface of the service.
const SERVICE: &str = "org.freedesktop.Notifications";
const OBJECT: &str = "/org/freedesktop/Notifications";
/// What a click on the notification itself does.
const DEFAULT: &str = "default";
/// So many are waited for; of older ones no click is heard.
const KEPT: usize = 50;

/// Linux.
pub(crate) struct Native;

/// Hears whether a notification was clicked.
type Ended = Box<dyn FnOnce(bool)>;

thread_local! {
    /// Who waits for the end of which notification.
    static WAITING: RefCell<BTreeMap<u32, Ended>> = RefCell::default();
    static LISTENS: Cell<bool> = const { Cell::new(false) };
}

impl super::Notice for Native {
    fn show(
        words: Words,
        shown: impl FnOnce(u32) + Send + 'static,
        ended: impl FnOnce(bool) + Send + 'static,
    ) {
        gio::bus_get(BusType::Session, Cancellable::NONE, move |bus| match bus {
            Ok(bus) => {
                listen(&bus);
                notify(&bus, &words, shown, ended);
            }
            Err(error) => {
                tracing::info!(%error, "The system shows no notifications");
                ended(false);
            }
        });
    }

    fn close(number: u32) {
        gio::bus_get(BusType::Session, Cancellable::NONE, move |bus| {
            let Ok(bus) = bus else { return };
            let number = (number,).to_variant();
            call(&bus, "CloseNotification", &number, |closed| {
                if let Err(error) = closed {
                    tracing::debug!(%error, "A notification was gone already");
                }
            });
        });
    }
}

fn notify(
    bus: &DBusConnection,
    words: &Words,
    shown: impl FnOnce(u32) + 'static,
    ended: impl FnOnce(bool) + 'static,
) {
    // The service may take markup.
    let body = words
        .body
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let picture = words.picture.as_ref().map(Url::from_file_path);
    let hints: HashMap<&str, Variant> = picture
        .and_then(Result::ok)
        .map(|picture| ("image-path", picture.as_str().to_variant()))
        .into_iter()
        .collect();
    let (replaces, icon, expires) = (0_u32, "", -1_i32);
    let actions = [DEFAULT, DEFAULT].as_slice();
    let asked = (
        "Ninefold",
        replaces,
        icon,
        words.summary.as_str(),
        body,
        actions,
        hints,
        expires,
    );
    call(bus, "Notify", &asked.to_variant(), move |answer| {
        let number = answer.map(|answer| answer.try_child_value(0).and_then(|n| n.get::<u32>()));
        match number {
            Ok(None) => {
                tracing::info!("The system's notifications have no number");
                ended(false);
            }
            Ok(Some(number)) => {
                shown(number);
                WAITING.with_borrow_mut(|w| {
                    w.insert(number, Box::new(ended));
                    while w.len() > KEPT {
                        w.pop_first();
                    }
                });
            }
            Err(error) => {
                tracing::info!(%error, "The system shows no notifications");
                ended(false);
            }
        }
    });
}

/// Hears of clicks and ends from now on, once for the whole run.
fn listen(bus: &DBusConnection) {
    if LISTENS.replace(true) {
        return;
    }
    for (signal, ends_by) in [
        ("ActionInvoked", clicked as fn(&Variant) -> Option<bool>),
        ("NotificationClosed", |_| Some(false)),
    ] {
        // For as long as the connection lasts, which is that of the whole program.
        bus.signal_subscribe(
            Some(SERVICE),
            Some(SERVICE),
            Some(signal),
            Some(OBJECT),
            None,
            DBusSignalFlags::NONE,
            move |_, _, _, _, _, values| {
                let number = values.try_child_value(0).and_then(|n| n.get::<u32>());
                if let (Some(number), Some(was_clicked)) = (number, ends_by(values)) {
                    end(number, was_clicked);
                }
            },
        );
    }
}

/// Another action than the default one isn't ours.
fn clicked(values: &Variant) -> Option<bool> {
    let action = values.try_child_value(1)?;
    (action.str()? == DEFAULT).then_some(true)
}

fn end(number: u32, was_clicked: bool) {
    let ended = WAITING.with_borrow_mut(|w| w.remove(&number));
    if let Some(ended) = ended {
        ended(was_clicked);
    }
}

fn call(
    bus: &DBusConnection,
    method: &str,
    values: &Variant,
    answered: impl FnOnce(Result<Variant, gtk::glib::Error>) + 'static,
) {
    bus.call(
        Some(SERVICE),
        OBJECT,
        SERVICE,
        method,
        Some(values),
        None,
        DBusCallFlags::NONE,
        -1,
        Cancellable::NONE,
        answered,
    );
}
