//! What Ninefold services say of themselves: needed before their pages are opened.

use std::time::Duration;

use accounts::{Event, Proxy};
use api_client::{ProbeProxy, Prober, ProberOptions};
use domain::AccountId;

use crate::{account::probe, shell::Shell};

/// How long a page waits for its service's word: one on this computer may be starting still.
const WAIT: Duration = Duration::from_secs(3);
/// Between two tries.
const AGAIN: Duration = Duration::from_millis(120);

/// Whether an account's rules depend on a document that isn't at hand.
pub(crate) fn is_missing(shell: &Shell, id: AccountId) -> bool {
    let state = shell.state();
    state.registry.account(id).is_some_and(|a| {
        a.connector == "ninefold" && !shell.shown().documents.contains_key(&probe::key(&a.home))
    })
}

/// Fetches it, or gives up after some seconds: then the general rules must do.
pub(crate) async fn fetch(shell: &Shell, id: AccountId) {
    let state = shell.state();
    let Some(account) = state.registry.account(id) else {
        return;
    };
    let home = account.home.to_string();
    let options = ProberOptions {
        proxy: way(account.proxy.as_ref()),
        ..ProberOptions::default()
    };
    let found = tokio::time::timeout(WAIT, async {
        let prober = match Prober::with(options) {
            Ok(prober) => prober,
            Err(error) => {
                tracing::warn!(%error, account = %id, "A service's description can't be asked for");
                return;
            }
        };
        loop {
            if let Some(found) = prober.probe_typed(&home).await.found() {
                probe::remember(shell, found);
                let document = found.document.as_ref();
                if let Some(name) = document.and_then(|d| d.name.clone()) {
                    shell.send(Event::SiteNamed(found.home.clone(), name));
                }
                return;
            }
            tokio::time::sleep(AGAIN).await;
        }
    });
    if found.await.is_err() {
        tracing::warn!(account = %id, "A service's description could not be had");
    }
}

/// The way that an account's pages take: its server may be reached by no other, or is to see no other.
pub(crate) fn way(proxy: Option<&Proxy>) -> ProbeProxy {
    match proxy {
        None => ProbeProxy::System,
        Some(Proxy::Direct) => ProbeProxy::Direct,
        Some(Proxy::Server(proxy)) => ProbeProxy::Server(proxy.clone()),
    }
}
