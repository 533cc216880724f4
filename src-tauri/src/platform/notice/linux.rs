//! The desktop's notification service, by one connection for all (Desktop Notifications Specification 1.2).

use std::{cell::Cell, collections::HashMap};

use gtk::{
    gio::{
        self, BusNameWatcherFlags, BusType, Cancellable, DBusCallFlags, DBusConnection,
        DBusSignalFlags,
    },
    glib::Variant,
    prelude::*,
};
use tauri::Url;

use super::Words;
use crate::{pages::notifications, shell::Shell};

/// Name and interface of the service.
const SERVICE: &str = "org.freedesktop.Notifications";
const OBJECT: &str = "/org/freedesktop/Notifications";
/// What a click on the notification itself does.
const DEFAULT: &str = "default";
/// Linux.
pub(crate) struct Native;

thread_local! {
    static LISTENS: Cell<bool> = const { Cell::new(false) };
}

impl super::Notice for Native {
    fn show(shell: &Shell, number: u64, words: Words) {
        let shell = shell.clone();
        gio::bus_get(BusType::Session, Cancellable::NONE, move |bus| match bus {
            Ok(bus) => {
                listen(&shell, &bus);
                notify(&shell, &bus, number, &words);
            }
            Err(error) => {
                tracing::info!(%error, "The system shows no notifications");
                notifications::ended(&shell, number, false);
            }
        });
    }

    fn close(system: u32) {
        gio::bus_get(BusType::Session, Cancellable::NONE, move |bus| {
            let Ok(bus) = bus else { return };
            let system = (system,).to_variant();
            call(&bus, "CloseNotification", &system, |closed| {
                if let Err(error) = closed {
                    tracing::debug!(%error, "A notification was gone already");
                }
            });
        });
    }
}

fn notify(shell: &Shell, bus: &DBusConnection, number: u64, words: &Words) {
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
    let shell = shell.clone();
    call(bus, "Notify", &asked.to_variant(), move |answer| {
        let system = answer.map(|answer| answer.try_child_value(0).and_then(|n| n.get::<u32>()));
        match system {
            Ok(Some(system)) => notifications::shown(number, system),
            Ok(None) => {
                tracing::info!("The system's notifications have no number");
                notifications::ended(&shell, number, false);
            }
            Err(error) => {
                tracing::info!(%error, "The system shows no notifications");
                notifications::ended(&shell, number, false);
            }
        }
    });
}

/// Hears of clicks and ends from now on, once for the whole run.
fn listen(shell: &Shell, bus: &DBusConnection) {
    if LISTENS.replace(true) {
        return;
    }
    for (signal, ends_by) in [
        ("ActionInvoked", clicked as fn(&Variant) -> Option<bool>),
        ("NotificationClosed", |_| Some(false)),
    ] {
        let shell = shell.clone();
        // For as long as the connection lasts, which is that of the whole program.
        bus.signal_subscribe(
            Some(SERVICE),
            Some(SERVICE),
            Some(signal),
            Some(OBJECT),
            None,
            DBusSignalFlags::NONE,
            move |_, _, _, _, _, values| {
                let system = values.try_child_value(0).and_then(|n| n.get::<u32>());
                if let (Some(system), Some(was_clicked)) = (system, ends_by(values)) {
                    notifications::ended_by_system(&shell, system, was_clicked);
                }
            },
        );
    }
    // Another service, or the same one started again, gives the same numbers to others.
    gio::bus_watch_name_on_connection(
        bus,
        SERVICE,
        BusNameWatcherFlags::NONE,
        |_, _, _| {},
        |_, _| notifications::service_is_gone(),
    );
}

/// Another action than the default one isn't ours.
fn clicked(values: &Variant) -> Option<bool> {
    let action = values.try_child_value(1)?;
    (action.str()? == DEFAULT).then_some(true)
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
