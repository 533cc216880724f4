//! Opening the login page of a CRM in a new session.

use accounts::{Event, NewAccount, Placement};
use domain::{AccountId, AddressError, CrmAddress, WindowId};
use ipc::{ErrorCode, IpcError, Severity};
use store::{ReadOnly, StoreError};
use url::Url;

use crate::shell::Shell;

/// Opens a new account. Its folder is made, closed to others, before there's any web content.
pub(crate) fn open(
    shell: &Shell,
    new: NewAccount,
    place: Placement,
) -> Result<AccountId, IpcError> {
    use crate::platform::environment::{Environment, Native};
    let state = shell.state();
    if !Native::can_isolate() && !state.registry.accounts.is_empty() {
        return Err(IpcError::new(
            ErrorCode::NoIsolation,
            "one account only on this system",
        ));
    }
    // One account alone can leak into no other.
    let alone = state.registry.listed().next().is_none();
    if !shell.isolation_holds() && !alone {
        return Err(IpcError::new(
            ErrorCode::NoIsolation,
            "the isolation self-test failed",
        ));
    }
    let id = new.id;
    shell
        .folders
        .begin(id)
        .map_err(|e| IpcError::new(code_of(&e), e.to_string()))?;
    if !shell.isolation_holds() {
        shell.show(|shown| shown.alone = Some(id));
    }
    shell.send(Event::Add(Box::new(new), place));
    Ok(id)
}

/// The contract's code for what the store says.
pub(crate) const fn code_of(error: &StoreError) -> ErrorCode {
    match error {
        StoreError::ReadOnly(ReadOnly::NewerSchema { .. }) => ErrorCode::ReadOnly,
        StoreError::ReadOnly(_) => ErrorCode::FolderReadOnly,
        _ => ErrorCode::StorageFailed,
    }
}

/// Says why an account that the person wanted isn't there, where no page of ours waits for the answer.
pub(crate) fn say_not_added(shell: &Shell, error: &IpcError) {
    tracing::error!(%error, "A new account could not be opened");
    match error.code {
        ErrorCode::NoIsolation => {
            shell.notice(Severity::Error, "account-not-added-no-isolation", &[]);
        }
        ErrorCode::ReadOnly => {
            shell.notice(Severity::Error, "account-not-added-newer-version", &[]);
        }
        ErrorCode::FolderReadOnly => {
            shell.notice(Severity::Error, "account-not-added-folder-read-only", &[]);
        }
        ErrorCode::AddressInvalid => {
            shell.notice(Severity::Error, "account-not-added-address", &[]);
        }
        _ => shell.notice(Severity::Error, "account-not-added-storage", &[]),
    }
}

/// Opens a second account where the one in front of a window is; the first page where none is.
pub(crate) fn beside(shell: &Shell, window: Option<WindowId>, place: Placement) {
    let state = shell.state();
    let front = window
        .and_then(|w| state.registry.window(w))
        .and_then(|w| w.front)
        .and_then(|f| state.registry.account(f));
    let Some(front) = front else {
        shell.send(Event::NewWindow);
        return;
    };
    let new = NewAccount {
        id: AccountId::new(),
        home: front.home.clone(),
        first: None,
        connector: front.connector.clone(),
        label: None,
        site: front.site.clone(),
        identity_hosts: front.identity_hosts.clone(),
    };
    if let Err(error) = open(shell, new, place) {
        say_not_added(shell, &error);
    }
}

/// What a new account at an address starts with. The connector is the one named, if it's known.
pub(crate) fn at(
    shell: &Shell,
    home: &Url,
    connector: Option<String>,
    label: Option<String>,
) -> Result<NewAccount, IpcError> {
    let mut new = by_address(home, connector, label)
        .map_err(|e| IpcError::new(ErrorCode::AddressInvalid, e.to_string()))?;
    add_what_is_known(shell, &mut new);
    Ok(new)
}

/// The same, by the address alone: no program has learnt anything of it.
pub(crate) fn by_address(
    home: &Url,
    connector: Option<String>,
    label: Option<String>,
) -> Result<NewAccount, AddressError> {
    let address = CrmAddress::from_base(home)?;
    // Its page may be there without the slash alone.
    let home = if home.as_str() == address.as_str() {
        home.clone()
    } else {
        address.home().clone()
    };
    let known = connector.filter(|c| connectors::find(c).is_some());
    Ok(NewAccount {
        id: AccountId::new(),
        home,
        first: None,
        connector: known.unwrap_or_else(|| connectors::generic().id().to_owned()),
        label,
        site: None,
        identity_hosts: Vec::new(),
    })
}

/// Adds what probing has learnt in this run.
pub(crate) fn add_what_is_known(shell: &Shell, new: &mut NewAccount) {
    let key = crate::account::probe::key(&new.home);
    let shown = shell.shown();
    let document = shown.documents.get(&key);
    new.site = document.and_then(|d| d.name.clone());
    let seen = shown.identity_hosts.get(&key);
    new.identity_hosts = seen.cloned().unwrap_or_default();
}
