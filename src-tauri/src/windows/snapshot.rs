//! The whole picture that the shell's own pages draw.

use accounts::{Account, Page, Permission, State};
use domain::{AccountId, WindowId, address::host_and_port};
use ipc::{
    AccountStateView, AccountView, ConnectorView, DeletingView, DownloadView, DuplicateView,
    PageView, PermissionKind, PermissionView, SettingsView, Snapshot, Surface, TombstoneView,
    WindowView, WorkspaceView,
};

use crate::{
    account::probe,
    shell::{Shell, Shown},
    windows::labels,
};

/// The picture as it is now.
pub(crate) fn take(shell: &Shell) -> Snapshot {
    let state = shell.state();
    let shown = shell.shown();
    let is_listed = |a: &&AccountId| state.registry.account(**a).is_some_and(Account::is_listed);
    Snapshot {
        accounts: state
            .registry
            .accounts
            .iter()
            .filter(|a| a.deletion.is_none())
            .map(|a| account(&state, &shown, a))
            .collect(),
        windows: state
            .registry
            .windows
            .iter()
            .map(|w| window(&state, &shown, w))
            .collect(),
        recent: state
            .registry
            .recent
            .iter()
            .map(ToString::to_string)
            .collect(),
        deleting: deleting(&state),
        nameless: state
            .nameless
            .iter()
            .filter(|(_, until)| until.is_none())
            .map(|(id, _)| id.to_string())
            .collect(),
        recently_deleted: state
            .registry
            .deleted
            .iter()
            .rev()
            .map(|t| TombstoneView {
                label: t.label.clone(),
                address: t.home.to_string(),
                deleted_at: t.at.to_string(),
            })
            .collect(),
        set_aside: count(state.set_aside().iter().flat_map(|w| &w.accounts)),
        own_crm: shown.own_crm,
        workspaces: state
            .registry
            .workspaces
            .iter()
            .map(|w| WorkspaceView {
                id: w.id.to_string(),
                name: w.name.clone(),
                accounts: count((w.windows.iter().flat_map(|w| &w.accounts)).filter(is_listed)),
            })
            .collect(),
        deleted_workspace: state
            .deleted_workspace
            .as_ref()
            .map(|(_, w)| w.name.clone()),
        downloads: shown.downloads.iter().rev().cloned().collect(),
        settings: settings(&state),
        keys: shell.keys(&state.registry.settings).views.clone(),
        connectors: connectors::tiles().iter().map(connector).collect(),
        notices: shown.notices.clone(),
        host: shown.host.clone(),
        language: crate::language::language(&state.registry.settings).to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

fn count<'a>(accounts: impl Iterator<Item = &'a AccountId>) -> u32 {
    u32::try_from(accounts.count()).unwrap_or(u32::MAX)
}

/// What a page of the shell's own draws of it, by the page's label.
pub(crate) fn of_page(now: Snapshot, label: &str) -> Snapshot {
    let own = now.windows.iter().find(|w| {
        w.id.parse()
            .is_ok_and(|id| labels::surface(Surface::Strip, id) == label)
    });
    match own {
        Some(window) => of_strip(&now, window),
        None => now,
    }
}

/// What a window's strip draws: the open accounts, this window's page, and how many downloads run. A strip
/// is told of no change that it wouldn't show.
pub(crate) fn of_strip(now: &Snapshot, window: &WindowView) -> Snapshot {
    // All count in the order, of which the strip shows those that are open.
    let account = |a: &AccountView| AccountView {
        picture: a.picture.clone().filter(|_| a.window.is_some()),
        crm_picture: None,
        email: None,
        address: String::new(),
        connector: String::new(),
        zoom: 100,
        all_keys_to_page: false,
        keep_session: false,
        permissions: Vec::new(),
        proxy: None,
        approves: false,
        ..a.clone()
    };
    let page = window.page.clone().map(|page| PageView {
        url: String::new(),
        title: String::new(),
        login: false,
        login_form: None,
        width: None,
        find_matches: None,
        ..page
    });
    Snapshot {
        accounts: now.accounts.iter().map(account).collect(),
        windows: vec![WindowView {
            page,
            focused: false,
            asks: Vec::new(),
            duplicate: None,
            ..window.clone()
        }],
        downloads: now.downloads.iter().map(running_or_not).collect(),
        recent: Vec::new(),
        deleting: Vec::new(),
        nameless: Vec::new(),
        recently_deleted: Vec::new(),
        set_aside: 0,
        own_crm: false,
        workspaces: Vec::new(),
        deleted_workspace: None,
        connectors: Vec::new(),
        notices: Vec::new(),
        settings: now.settings.clone(),
        keys: now.keys.clone(),
        host: now.host.clone(),
        language: now.language.clone(),
        version: now.version.clone(),
    }
}

/// A download without what changes while it runs.
fn running_or_not(download: &DownloadView) -> DownloadView {
    DownloadView {
        received: 0,
        percent: None,
        ..download.clone()
    }
}

/// Whether anything is to be drawn over the page of a window, or in its place.
pub(crate) fn needs_panel(snapshot: &Snapshot, window: &WindowView) -> bool {
    let on_login = || window.page.as_ref().is_some_and(|p| p.login) && snapshot.accounts.len() > 1;
    window.front.is_none()
        || window.panel.is_some()
        || !window.asks.is_empty()
        || window.duplicate.is_some()
        || window.page.as_ref().is_none_or(|p| p.trouble.is_some())
        || !snapshot.notices.is_empty()
        || !snapshot.deleting.is_empty()
        || on_login()
}

/// Where an account stands.
pub(crate) fn state_of(state: &State, a: &Account) -> AccountStateView {
    match (
        a.listed,
        a.signed_in,
        state.registry.window_of(a.id).is_some(),
    ) {
        (false, ..) => AccountStateView::Adding,
        (_, false, _) => AccountStateView::SignedOut,
        (_, true, true) => AccountStateView::Connected,
        (_, true, false) => AccountStateView::Disconnected,
    }
}

fn account(state: &State, shown: &Shown, a: &Account) -> AccountView {
    let window = state.registry.window_of(a.id);
    AccountView {
        id: a.id.to_string(),
        number: state
            .registry
            .number(a.id)
            .and_then(|n| u8::try_from(n).ok())
            .filter(|n| *n <= 9),
        label: state.registry.name(a),
        name: a.profile.name.clone(),
        email: a.profile.email.clone(),
        host: host_and_port(&a.home).to_owned(),
        address: a.home.to_string(),
        connector: a.connector.clone(),
        picture: a.shown_picture().map(data_url),
        crm_picture: a.other_picture().map(data_url),
        colour: a.colour.clone(),
        state: state_of(state, a),
        awake: state.awake.contains(&a.id),
        busy: state.busy.contains_key(&a.id),
        window: window.map(|w| w.id.to_string()),
        unread: state.unread.get(&a.id).and_then(|u| u.text()),
        muted: a.muted,
        zoom: a.zoom,
        all_keys_to_page: a.all_keys_to_page,
        keep_session: a.keep_session,
        permissions: a
            .grants
            .iter()
            .map(|g| PermissionView {
                origin: g.origin.clone(),
                permission: permission_kind(g.permission),
                allowed: g.allowed,
            })
            .collect(),
        proxy: a.proxy.as_ref().map(ToString::to_string),
        asks: shown.asks.iter().any(|q| q.account == a.id.to_string()),
        approves: a.listed && a.signed_in && has_approval(shown, a),
    }
}

fn has_approval(shown: &Shown, a: &Account) -> bool {
    let document = shown.documents.get(&probe::key(&a.home));
    document.is_some_and(|d| d.approval.is_some())
}

fn data_url(png: &str) -> String {
    format!("data:image/png;base64,{png}")
}

fn window(state: &State, shown: &Shown, w: &accounts::Window) -> WindowView {
    let front = w.front.map(|f| f.to_string());
    WindowView {
        id: w.id.to_string(),
        accounts: w.accounts.iter().map(ToString::to_string).collect(),
        focused: state.focused == Some(w.id),
        page: w.front.and_then(|f| page(state, f)),
        panel: shown.panels.get(&w.id).cloned(),
        asks: shown
            .asks
            .iter()
            .filter(|a| Some(&a.account) == front.as_ref())
            .cloned()
            .collect(),
        duplicate: duplicate(state, w.id),
        front,
    }
}

fn duplicate(state: &State, window: WindowId) -> Option<DuplicateView> {
    let here = |a: &AccountId| state.registry.window_of(*a).is_some_and(|w| w.id == window);
    let found = state.duplicates.iter().find(|d| here(&d.added))?;
    Some(DuplicateView {
        added: found.added.to_string(),
        listed: found.listed.to_string(),
    })
}

fn page(state: &State, id: AccountId) -> Option<PageView> {
    let account = state.registry.account(id)?;
    let unknown = Page::default();
    let page = state.pages.get(&id).unwrap_or(&unknown);
    let url = page.url.as_ref().unwrap_or(&account.home);
    let awake = state.awake.contains(&id);
    let trouble = if awake {
        page.trouble.as_ref().map(trouble)
    } else {
        Some(ipc::Trouble::Asleep)
    };
    // An account that waits for its turn after the start isn't asleep: its page is coming.
    let waiting = !awake && !state.asleep.contains(&id) && state.is_waiting(id);
    Some(PageView {
        account: id.to_string(),
        url: url.to_string(),
        host: host_and_port(url).to_owned(),
        title: page.title.clone(),
        security: security(page.security, trouble.as_ref()),
        progress: if waiting { Some(0) } else { page.progress },
        can_go_back: page.can_go_back,
        can_go_forward: page.can_go_forward,
        login: page.state.is_login(),
        login_form: page.login_form.map(|r| ipc::Rect {
            x: r.x,
            y: r.y,
            width: r.width,
            height: r.height,
        }),
        width: page.width,
        trouble: trouble.filter(|_| !waiting),
        find_matches: page.find_matches,
    })
}

/// How the page is connected that is shown. What stands in place of a page came over no connection.
const fn security(of_page: accounts::Security, trouble: Option<&ipc::Trouble>) -> ipc::Security {
    match (of_page, trouble) {
        (_, Some(trouble)) if !matches!(trouble, ipc::Trouble::Unresponsive) => {
            ipc::Security::Unknown
        }
        (accounts::Security::Secure, _) => ipc::Security::Secure,
        (accounts::Security::Loopback, _) => ipc::Security::Loopback,
        (accounts::Security::Insecure, _) => ipc::Security::Insecure,
        (accounts::Security::Unknown, _) => ipc::Security::Unknown,
    }
}

fn trouble(trouble: &accounts::Trouble) -> ipc::Trouble {
    use accounts::Trouble;
    match trouble.clone() {
        Trouble::Offline { reason, url } => ipc::Trouble::Offline {
            reason: reason.code().to_owned(),
            url,
        },
        Trouble::Certificate {
            host,
            reasons,
            subject,
            issuer,
            valid_until,
        } => {
            let reasons = reasons.into_iter().map(Into::into).collect();
            ipc::Trouble::Certificate {
                host,
                reasons,
                subject,
                issuer,
                valid_until,
            }
        }
        Trouble::Unresponsive => ipc::Trouble::Unresponsive,
        Trouble::Crashed { reason } => ipc::Trouble::Crashed {
            reason: reason.into(),
        },
        Trouble::NoIsolation => ipc::Trouble::NoIsolation,
        Trouble::NoFolder { reason } => ipc::Trouble::NoFolder {
            reason: reason.into(),
        },
        Trouble::Blocked { url } => ipc::Trouble::Blocked { url },
    }
}

fn deleting(state: &State) -> Vec<DeletingView> {
    let going = |a: &Account| {
        let deletion = a.deletion.as_ref()?;
        Some(DeletingView {
            id: a.id.to_string(),
            label: state.registry.name(a),
            until: deletion.until.to_string(),
        })
    };
    // There is no other name for it than the folder's.
    let folder = |(id, until): (&AccountId, &Option<jiff::Timestamp>)| {
        Some(DeletingView {
            id: id.to_string(),
            label: id.to_string(),
            until: until.as_ref()?.to_string(),
        })
    };
    let accounts = state.registry.accounts.iter().filter_map(going);
    accounts
        .chain(state.nameless.iter().filter_map(folder))
        .collect()
}

fn settings(state: &State) -> SettingsView {
    let s = &state.registry.settings;
    SettingsView {
        theme: match s.theme {
            accounts::Theme::System => ipc::Theme::System,
            accounts::Theme::Light => ipc::Theme::Light,
            accounts::Theme::Dark => ipc::Theme::Dark,
        },
        language: s.language.clone(),
        new_account_in: match s.new_account_in {
            accounts::NewAccountIn::Window => ipc::NewAccountIn::Window,
            accounts::NewAccountIn::Tab => ipc::NewAccountIn::Tab,
        },
        load_tabs_in_background: s.load_tabs_in_background,
        keys_enabled: s.keys_enabled,
        system_wide_keys: s.system_wide_keys,
        ask_where_to_save: s.ask_where_to_save,
        download_folder: crate::pages::downloads::folder(s).display().to_string(),
    }
}

fn connector(c: &connectors::Connector) -> ConnectorView {
    ConnectorView {
        id: c.id().to_owned(),
        name: c.name().to_owned(),
        colour: c.colour().to_owned(),
        example: c
            .address_templates()
            .first()
            .map(example)
            .unwrap_or_default(),
    }
}

/// What a person might type: the template without its scheme, with an example in each place.
fn example(template: &connectors::AddressTemplate) -> String {
    let mut text = template
        .template
        .trim_start_matches("https://")
        .trim_end_matches('/')
        .to_owned();
    for (name, variable) in &template.vars {
        let value = variable.choices.first().unwrap_or(&variable.example);
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text.replace("{host}", "crm.example.com")
        .replace("/{path}", "")
}

/// Permissions as the person sees them.
pub(crate) const fn permission_kind(permission: Permission) -> PermissionKind {
    match permission {
        Permission::Notifications => PermissionKind::Notifications,
        Permission::Location => PermissionKind::Location,
        Permission::Microphone => PermissionKind::Microphone,
        Permission::Camera => PermissionKind::Camera,
        Permission::CameraAndMicrophone => PermissionKind::CameraAndMicrophone,
        Permission::Screen => PermissionKind::Screen,
        Permission::Clipboard => PermissionKind::Clipboard,
        Permission::Other => PermissionKind::Other,
        Permission::OtherSite => PermissionKind::OtherSite,
        Permission::Launch => PermissionKind::Launch,
        Permission::ManyFiles => PermissionKind::ManyFiles,
    }
}

/// The other way round.
pub(crate) const fn permission(kind: PermissionKind) -> Permission {
    match kind {
        PermissionKind::Notifications => Permission::Notifications,
        PermissionKind::Location => Permission::Location,
        PermissionKind::Microphone => Permission::Microphone,
        PermissionKind::Camera => Permission::Camera,
        PermissionKind::CameraAndMicrophone => Permission::CameraAndMicrophone,
        PermissionKind::Screen => Permission::Screen,
        PermissionKind::Clipboard => Permission::Clipboard,
        PermissionKind::OtherSite => Permission::OtherSite,
        PermissionKind::Launch => Permission::Launch,
        PermissionKind::ManyFiles => Permission::ManyFiles,
        PermissionKind::Other => Permission::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_place_of_a_page_is_not_said_to_be_secure() {
        let offline = ipc::Trouble::Offline {
            reason: "refused".to_owned(),
            url: "https://acme.example/".to_owned(),
        };
        for (trouble, expected) in [
            (None, ipc::Security::Secure),
            (Some(ipc::Trouble::Unresponsive), ipc::Security::Secure),
            (Some(ipc::Trouble::Asleep), ipc::Security::Unknown),
            (Some(offline), ipc::Security::Unknown),
        ] {
            let shown = security(accounts::Security::Secure, trouble.as_ref());
            assert_eq!(shown, expected, "{trouble:?}");
        }
    }
}
