//! The service on this computer.

use ipc::{Nothing, ServiceTry};
use tauri::{State, Webview};

use super::{Answer, asking, done};
use crate::{service, shell::Shell};

#[tauri::command]
pub(crate) async fn service_try(
    shell: State<'_, Shell>,
    webview: Webview,
    request: ServiceTry,
) -> Answer {
    let window = asking(&shell, &webview);
    shell.can_keep()?;
    service::try_it(&shell, window, request).await?;
    done()
}

#[tauri::command]
pub(crate) async fn service_open(
    shell: State<'_, Shell>,
    webview: Webview,
    request: Nothing,
) -> Answer {
    let Nothing {} = request;
    let window = asking(&shell, &webview);
    service::open(&shell, window).await?;
    done()
}
