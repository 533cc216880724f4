//! What an account's server knows this device by: a token, got in the page's session once for each sign-in, kept
//! sealed in the account's folder, and taken back when the session or the account goes.

use std::{
    cell::RefCell,
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use accounts::Proxy;
use connectors::{Connector, PageState, Registration};
use domain::{AccountId, Sensitive};
use secrets::{Kind, Purpose, SecretsError};
use serde::{Deserialize, Serialize};
use tauri::{Manager, Url};

use crate::{
    account::{documents, sign_out},
    platform::page::{HANDLER, Native, PageEngine},
    shell::Shell,
    windows::labels,
};

const FILE: &str = "device.sealed";

thread_local! {
    /// Accounts that were registered, or tried to, since their login page was seen in this run.
    static TRIED: RefCell<BTreeSet<AccountId>> = RefCell::default();
}

/// What is sealed.
#[derive(Serialize, Deserialize)]
struct Kept {
    token: String,
    /// Where it's taken back: nobody asks the server for its description then.
    revoke: Url,
}

/// Follows what an account's page is, which stands at this address. Main thread only.
pub(crate) fn follow(
    shell: &Shell,
    id: AccountId,
    connector: &Connector,
    (state, address): (PageState, &str),
) {
    if connector.document().is_none_or(|d| d.device.is_none()) {
        return;
    }
    let file = file(shell, id);
    let is_registered = TRIED.with_borrow(|tried| tried.contains(&id)) || file.exists();
    match connectors::registration(state, is_registered) {
        Registration::Stays => {}
        Registration::Ends => {
            TRIED.with_borrow_mut(|tried| tried.remove(&id));
            shell.sessions.remove(file);
        }
        Registration::IsDue => register(shell, id, connector, address),
    }
}

/// Has the page register this device, in its session.
fn register(shell: &Shell, id: AccountId, connector: &Connector, address: &str) {
    // What can't be kept couldn't be taken back.
    if !stays(shell, id) || shell.vault.kind() == Kind::None {
        return;
    }
    let Ok(address) = Url::parse(address) else {
        return;
    };
    let host = gethostname::gethostname();
    let name = connectors::client_name(&host.to_string_lossy());
    let script = connectors::device_script(connector, &address, &name, HANDLER);
    let page = shell.app.get_webview(&labels::page(id));
    let (Some(script), Some(page)) = (script, page) else {
        return;
    };
    TRIED.with_borrow_mut(|tried| tried.insert(id));
    if let Err(error) = Native::run_apart(&page, &script) {
        tracing::warn!(%error, account = %id, "A device could not be registered");
    }
}

/// Whether the account's session is to last.
fn stays(shell: &Shell, id: AccountId) -> bool {
    let state = shell.state();
    let account = state.registry.account(id);
    account.is_some_and(|a| !a.clearing && a.deletion.is_none()) && !sign_out::is_under_way(id)
}

/// Keeps the token that the server gave. Main thread only.
pub(crate) fn keep(shell: &Shell, id: AccountId, token: &Sensitive<String>) {
    let connector = shell.connector(id);
    let Some(device) = connector.document().and_then(|d| d.device.as_ref()) else {
        return;
    };
    let file = file(shell, id);
    if !stays(shell, id) || !file.parent().is_some_and(Path::exists) {
        return;
    }
    let kept = Kept {
        // EXPOSE: it's sealed below.
        token: token.expose().clone(),
        revoke: device.revoke.clone(),
    };
    let sealed = serde_json::to_vec(&kept)
        .map_err(|error| error.to_string())
        .and_then(|plain| {
            let plain = Sensitive::new(plain);
            // EXPOSE: it leaves sealed.
            let sealed = shell.vault.seal(Purpose::DeviceToken, id, plain.expose());
            sealed.map_err(|error| error.to_string())
        });
    match sealed {
        Ok(sealed) => shell.sessions.write(file, sealed, || {}),
        Err(error) => tracing::warn!(%error, account = %id, "A device's token is not kept"),
    }
}

/// Has the token taken back at the server, once, and forgets it here. Main thread only.
pub(crate) fn revoke(shell: &Shell, id: AccountId, proxy: Option<&Proxy>) {
    TRIED.with_borrow_mut(|tried| tried.remove(&id));
    let file = file(shell, id);
    let kept = read(shell, id, &file);
    shell.sessions.remove(file);
    let kept = match kept {
        Ok(Some(kept)) => kept,
        Ok(None) => return,
        Err(error) => {
            tracing::warn!(%error, account = %id, "A device's token could not be read");
            return;
        }
    };
    let way = documents::way(proxy);
    shell.spawn(async move {
        let token = Sensitive::new(kept.token);
        if let Err(error) = api_client::revoke_device(&kept.revoke, &token, &way).await {
            tracing::warn!(%error, account = %id, "A device's token could not be taken back");
        }
    });
}

fn read(shell: &Shell, id: AccountId, file: &Path) -> Result<Option<Kept>, SecretsError> {
    if !file.exists() {
        return Ok(None);
    }
    let plain = shell
        .vault
        .unseal(Purpose::DeviceToken, id, &std::fs::read(file)?)?;
    // EXPOSE: the token goes into a request.
    Ok(serde_json::from_slice(plain.expose()).ok())
}

fn file(shell: &Shell, id: AccountId) -> PathBuf {
    shell.folders.path(id).join(FILE)
}
