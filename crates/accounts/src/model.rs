//! What is kept over a restart.

use std::collections::BTreeMap;

use domain::{AccountId, WindowId, WorkspaceId, address::host_and_port};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::monitors::{Arrangement, Place};

/// Everything that the client keeps about accounts and windows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub struct Registry {
    /// In the person's order; the first nine listed have a number key.
    pub accounts: Vec<Account>,
    /// Open windows, the one used last first.
    pub windows: Vec<Window>,
    /// Most recently used first; open accounts only.
    #[serde(default)]
    pub recent: Vec<AccountId>,
    /// Closed lately, the last one last.
    #[serde(default)]
    pub closed: Vec<Closed>,
    /// Windows that a start didn't bring back, with what hasn't been opened since, until the program is ended with
    /// others open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set_aside: Vec<Window>,
    /// Named sets of windows.
    #[serde(default)]
    pub workspaces: Vec<Workspace>,
    /// Accounts whose data must still go from disk.
    #[serde(default)]
    pub removing: Vec<AccountId>,
    /// Accounts deleted in the last days: label and address alone.
    #[serde(default)]
    pub deleted: Vec<Tombstone>,
    /// The person's settings.
    #[serde(default)]
    pub settings: Settings,
}

/// One sign-in at one CRM address. Also what the account's own folder says of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a choice of its own, in any combination"
)]
pub struct Account {
    /// Permanent.
    pub id: AccountId,
    /// The CRM's address: where home leads.
    pub home: Url,
    /// Which connector knows this CRM.
    pub connector: String,
    /// The person's own name for it.
    #[serde(default)]
    pub label: Option<String>,
    /// What the CRM calls itself.
    #[serde(default)]
    pub site: Option<String>,
    /// Who is signed in, as the CRM says; after a sign-out, who was: it tells the account from others there.
    #[serde(default)]
    pub profile: Profile,
    /// `#rrggbb`.
    pub colour: String,
    /// A small PNG in base64, if the person gave one.
    #[serde(default)]
    pub picture: Option<String>,
    /// The same, of who is signed in, as the CRM shows it.
    #[serde(default)]
    pub avatar: Option<String>,
    /// The person wants neither: its initials stand for it. Written where it's so alone: files stay as they are.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub initials: bool,
    /// Whether it was signed in when last seen.
    pub signed_in: bool,
    /// Whether it's on the list: a new one is, once it has been signed in.
    pub listed: bool,
    /// Set while it's on its way out.
    #[serde(default)]
    pub deletion: Option<Deletion>,
    /// Its session is to be cleared, and it's not known to be empty yet.
    #[serde(default)]
    pub clearing: bool,
    /// In percent.
    #[serde(default = "full_size")]
    pub zoom: u16,
    /// No notifications.
    #[serde(default)]
    pub muted: bool,
    /// Every key but the digits goes to the page.
    #[serde(default)]
    pub all_keys_to_page: bool,
    /// Keep session-only cookies over a restart.
    #[serde(default = "yes")]
    pub keep_session: bool,
    /// Answers about permissions.
    #[serde(default)]
    pub grants: Vec<Grant>,
    /// How its server is reached; the system's way when not set.
    #[serde(default)]
    pub proxy: Option<Proxy>,
    /// Hosts that the CRM was seen to send people to for signing in.
    #[serde(default)]
    pub identity_hosts: Vec<String>,
    /// The last address that's safe to go back to.
    #[serde(default)]
    pub last_url: Option<Url>,
    /// When it was added.
    pub added_at: Timestamp,
}

const fn full_size() -> u16 {
    100
}

const fn yes() -> bool {
    true
}

impl Account {
    /// One that nobody has signed in to, with everything else as it is at first.
    #[must_use]
    pub const fn new(
        id: AccountId,
        home: Url,
        connector: String,
        colour: String,
        added_at: Timestamp,
    ) -> Self {
        Self {
            id,
            home,
            connector,
            label: None,
            site: None,
            profile: Profile {
                name: None,
                email: None,
            },
            colour,
            picture: None,
            avatar: None,
            initials: false,
            signed_in: false,
            listed: false,
            deletion: None,
            clearing: false,
            zoom: full_size(),
            muted: false,
            all_keys_to_page: false,
            keep_session: yes(),
            grants: Vec::new(),
            proxy: None,
            identity_hosts: Vec::new(),
            last_url: None,
            added_at,
        }
    }

    /// What to call it: the person's word, else the CRM's, else the host, with its port where that's needed.
    #[must_use]
    pub fn label(&self) -> &str {
        self.label
            .as_deref()
            .or(self.site.as_deref())
            .unwrap_or_else(|| host_and_port(&self.home))
    }

    /// What to draw for it, a small PNG in base64: the person's picture, else the CRM's, unless they want initials.
    #[must_use]
    pub fn shown_picture(&self) -> Option<&str> {
        let of_crm = self.avatar.as_deref().filter(|_| !self.initials);
        self.picture.as_deref().or(of_crm)
    }

    /// The CRM's picture where it isn't the one drawn: it can be chosen.
    #[must_use]
    pub fn other_picture(&self) -> Option<&str> {
        let drawn = self.picture.is_none() && !self.initials;
        self.avatar.as_deref().filter(|_| !drawn)
    }

    /// Whether it's on the list now.
    #[must_use]
    pub const fn is_listed(&self) -> bool {
        self.listed && self.deletion.is_none()
    }

    /// Whether both are sign-ins at the same address by the same person, as far as the CRM says.
    #[must_use]
    pub fn is_same_sign_in(&self, other: &Self) -> bool {
        let same_person = match (&self.profile.email, &other.profile.email) {
            (Some(a), Some(b)) => a.eq_ignore_ascii_case(b),
            _ => false,
        };
        same_person && self.is_at(&other.home)
    }

    /// Whether this is its CRM's address, with a slash at the end or without.
    #[must_use]
    pub fn is_at(&self, home: &Url) -> bool {
        let path = |url: &Url| url.path().trim_end_matches('/').to_owned();
        self.home.origin() == home.origin() && path(&self.home) == path(home)
    }
}

/// Who is signed in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Name.
    #[serde(default)]
    pub name: Option<String>,
    /// E-mail address.
    #[serde(default)]
    pub email: Option<String>,
}

/// How an account's server is reached, where not as the system has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proxy {
    /// Without any proxy.
    Direct,
    /// Through this one: `http` or `socks5`, host and port; no user name, it's asked for.
    Server(Url),
}

/// Why a text is no proxy's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a proxy is written like http://proxy.example.com:3128 or socks5://127.0.0.1:1080")]
pub struct NotAProxy;

impl std::str::FromStr for Proxy {
    type Err = NotAProxy;

    fn from_str(text: &str) -> Result<Self, NotAProxy> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("direct") {
            return Ok(Self::Direct);
        }
        let whole = if text.contains("://") {
            text.to_owned()
        } else {
            format!("http://{text}")
        };
        let url = Url::parse(&whole).map_err(|_| NotAProxy)?;
        let is_plain = url.username().is_empty()
            && url.password().is_none()
            && matches!(url.path(), "" | "/")
            && url.query().is_none()
            && url.fragment().is_none();
        let is_known = matches!(url.scheme(), "http" | "socks5");
        if is_plain && is_known && url.host().is_some() {
            Ok(Self::Server(url))
        } else {
            Err(NotAProxy)
        }
    }
}

impl std::fmt::Display for Proxy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Direct => f.write_str("direct"),
            Self::Server(url) => f.write_str(url.as_str().trim_end_matches('/')),
        }
    }
}

/// A deletion that can still be undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deletion {
    /// When it becomes final.
    pub until: Timestamp,
    /// The account's place on the list until then, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<usize>,
    /// The window that the account was in.
    #[serde(default)]
    pub window: Option<WindowId>,
    /// Where that window stood.
    #[serde(default)]
    pub places: BTreeMap<Arrangement, Place>,
}

/// One answer to a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Scheme, host and port.
    pub origin: String,
    /// What was asked for.
    pub permission: Permission,
    /// The answer.
    pub allowed: bool,
}

/// What a page may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Show notifications.
    Notifications,
    /// Where the person is.
    Location,
    /// Microphone.
    Microphone,
    /// Camera.
    Camera,
    /// Both at once.
    CameraAndMicrophone,
    /// Share the screen.
    Screen,
    /// Read the clipboard.
    Clipboard,
    /// Open another site in the account's window.
    OtherSite,
    /// Hand an address of this scheme to the system's program.
    Launch,
    /// Save more files in a short time than a person asks for.
    ManyFiles,
    /// Anything else that the engine asks for: one name for many things, so an answer is good once.
    Other,
}

impl Permission {
    /// Whether an answer may be kept: not where one name stands for several things, of which the person has
    /// heard of one.
    #[must_use]
    pub const fn can_be_kept(self) -> bool {
        !matches!(self, Self::Other)
    }
}

/// An OS window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Window {
    /// Permanent.
    pub id: WindowId,
    /// The accounts in it; none while it shows the first page.
    pub accounts: Vec<AccountId>,
    /// The one in front.
    #[serde(default)]
    pub front: Option<AccountId>,
    /// Where it stands, for each arrangement of monitors.
    #[serde(default)]
    pub places: BTreeMap<Arrangement, Place>,
}

/// Something closed lately, to be opened again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// What was closed.
    pub account: AccountId,
    /// The window that it was in.
    pub window: WindowId,
    /// Where that window stood.
    #[serde(default)]
    pub places: BTreeMap<Arrangement, Place>,
}

/// A named set of windows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Workspace {
    /// Permanent.
    pub id: WorkspaceId,
    /// The person's name for it.
    pub name: String,
    /// Its windows.
    pub windows: Vec<WorkspaceWindow>,
}

/// One window of a workspace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorkspaceWindow {
    /// The accounts in it.
    pub accounts: Vec<AccountId>,
    /// The one in front.
    #[serde(default)]
    pub front: Option<AccountId>,
    /// Where it stood.
    #[serde(default)]
    pub places: BTreeMap<Arrangement, Place>,
}

/// What stays of a deleted account for some days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tombstone {
    /// Which it was: what is known of it on disk is found by it. Older versions didn't write it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<AccountId>,
    /// What it was called.
    pub label: String,
    /// Where it was.
    pub home: Url,
    /// When it was deleted for good.
    pub at: Timestamp,
}

/// The person's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a choice of its own, in any combination"
)]
pub struct Settings {
    /// Colour scheme.
    pub theme: Theme,
    /// `en`, `uk`, `ru`; the system's when not set.
    pub language: Option<String>,
    /// Where a new account opens.
    pub new_account_in: NewAccountIn,
    /// Load tabs behind others at start.
    pub load_tabs_in_background: bool,
    /// The program's own keys work.
    pub keys_enabled: bool,
    /// Digits work in other programs too.
    pub system_wide_keys: bool,
    /// Chords that differ from the table; `None` takes the key away.
    pub keys: BTreeMap<String, Option<String>>,
    /// Ask for each download's place.
    pub ask_where_to_save: bool,
    /// Where downloads go; the system's folder when not set.
    pub download_folder: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            language: None,
            new_account_in: NewAccountIn::Window,
            load_tabs_in_background: false,
            keys_enabled: true,
            system_wide_keys: false,
            keys: BTreeMap::new(),
            ask_where_to_save: false,
            download_folder: None,
        }
    }
}

/// A change of one setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingChange {
    /// Colour scheme.
    Theme(Theme),
    /// `en`, `uk`, `ru`; `None` for the system's.
    Language(Option<String>),
    /// Where a new account opens.
    NewAccountIn(NewAccountIn),
    /// Load tabs behind others at start.
    LoadTabsInBackground(bool),
    /// The program's own keys work.
    KeysEnabled(bool),
    /// Digits work in other programs too.
    SystemWideKeys(bool),
    /// An action's chord, by the action's stable name.
    Key(String, KeyChoice),
    /// Ask for each download's place.
    AskWhereToSave(bool),
    /// Where downloads go; `None` for the system's folder.
    DownloadFolder(Option<String>),
}

/// Which chord an action has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyChoice {
    /// The table's own.
    Default,
    /// None.
    Nothing,
    /// This one.
    Chord(String),
}

impl Settings {
    /// Applies a change; says whether anything is different now.
    pub fn change(&mut self, change: SettingChange) -> bool {
        let before = self.clone();
        match change {
            SettingChange::Theme(theme) => self.theme = theme,
            SettingChange::Language(language) => self.language = language,
            SettingChange::NewAccountIn(place) => self.new_account_in = place,
            SettingChange::LoadTabsInBackground(on) => self.load_tabs_in_background = on,
            SettingChange::KeysEnabled(on) => self.keys_enabled = on,
            SettingChange::SystemWideKeys(on) => self.system_wide_keys = on,
            SettingChange::Key(action, KeyChoice::Default) => {
                self.keys.remove(&action);
            }
            SettingChange::Key(action, KeyChoice::Nothing) => {
                self.keys.insert(action, None);
            }
            SettingChange::Key(action, KeyChoice::Chord(chord)) => {
                self.keys.insert(action, Some(chord));
            }
            SettingChange::AskWhereToSave(on) => self.ask_where_to_save = on,
            SettingChange::DownloadFolder(folder) => self.download_folder = folder,
        }
        *self != before
    }
}

/// Colour scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Where a new account opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NewAccountIn {
    /// In a window of its own.
    #[default]
    Window,
    /// In the current window.
    Tab,
}

impl Registry {
    /// The account with this id.
    #[must_use]
    pub fn account(&self, id: AccountId) -> Option<&Account> {
        self.accounts.iter().find(|a| a.id == id)
    }

    /// The window with this id.
    #[must_use]
    pub fn window(&self, id: WindowId) -> Option<&Window> {
        self.windows.iter().find(|w| w.id == id)
    }

    /// The window that an account is in.
    #[must_use]
    pub fn window_of(&self, account: AccountId) -> Option<&Window> {
        self.windows.iter().find(|w| w.accounts.contains(&account))
    }

    /// The window that has an account in front: all it takes to get there is to raise it.
    #[must_use]
    pub fn window_that_shows(&self, account: AccountId) -> Option<WindowId> {
        self.window_of(account)
            .filter(|w| w.front == Some(account))
            .map(|w| w.id)
    }

    /// The accounts that a person sees, in order.
    pub fn listed(&self) -> impl Iterator<Item = &Account> {
        self.accounts.iter().filter(|a| a.is_listed())
    }

    /// What to call an account so that it's told from the others: its label, and before it who is signed in, or
    /// was, where another one on the list is called the same. What differs comes first: a narrow pill cuts off the
    /// end.
    #[must_use]
    pub fn name(&self, account: &Account) -> String {
        let label = account.label();
        let same: Vec<_> = self
            .accounts
            .iter()
            .filter(|a| a.id != account.id && a.is_listed() && a.label() == label)
            .collect();
        let Profile { name, email } = &account.profile;
        let is_namesake = |a: &&Account| a.profile.name == *name;
        let who = match (name, email) {
            (Some(_), Some(email)) if same.iter().any(is_namesake) => Some(email),
            (name, email) => name.as_ref().or(email.as_ref()),
        };
        match who.filter(|_| account.label.is_none() && !same.is_empty()) {
            Some(who) => format!("{who} · {label}"),
            None => label.to_owned(),
        }
    }

    /// An account's place on the list, from 1.
    #[must_use]
    pub fn number(&self, id: AccountId) -> Option<usize> {
        self.listed().position(|a| a.id == id).map(|i| i + 1)
    }

    /// The listed account that the person behind another one is let into a CRM with: one that's theirs, or
    /// nobody's now. `None` where that takes a new account.
    #[must_use]
    pub fn entered_by(&self, by: AccountId, home: &Url) -> Option<AccountId> {
        let email = |a: &Account| a.profile.email.clone();
        let person = self.account(by).and_then(email);
        let fits = |a: &&Account| {
            let other = person.is_some() && email(a).is_some() && email(a) != person;
            a.id != by && a.is_at(home) && !(a.signed_in && other)
        };
        self.listed().find(fits).map(|a| a.id)
    }

    /// Makes hold what every other rule builds on, whatever was read from disk: no account twice, no
    /// account in two windows, no reference to nothing, a front account in every window that has any.
    /// Gives back whether anything had to be changed.
    pub fn normalise(&mut self) -> bool {
        let before = self.clone();
        let mut seen = std::collections::BTreeSet::new();
        self.accounts.retain(|a| seen.insert(a.id));
        for account in &mut self.accounts {
            account.grants.retain(|g| g.permission.can_be_kept());
        }
        let known = seen;
        let open: std::collections::BTreeSet<_> = self
            .accounts
            .iter()
            .filter(|a| a.deletion.is_none())
            .map(|a| a.id)
            .collect();
        let mut placed = std::collections::BTreeSet::new();
        let mut windows = std::collections::BTreeSet::new();
        self.windows.retain(|w| windows.insert(w.id));
        for window in &mut self.windows {
            let had_any = !window.accounts.is_empty();
            window
                .accounts
                .retain(|a| open.contains(a) && placed.insert(*a));
            if !window.front.is_some_and(|f| window.accounts.contains(&f)) {
                let used_last = self.recent.iter().find(|a| window.accounts.contains(a));
                window.front = used_last.or(window.accounts.first()).copied();
            }
            if had_any && window.accounts.is_empty() {
                window.places.clear();
            }
        }
        let emptied = |w: &Window| w.accounts.is_empty() && w.places.is_empty();
        self.windows.retain(|w| !emptied(w));
        let mut recent = std::collections::BTreeSet::new();
        self.recent
            .retain(|a| placed.contains(a) && recent.insert(*a));
        self.closed.retain(|c| known.contains(&c.account));
        let mut removing = std::collections::BTreeSet::new();
        self.removing
            .retain(|a| !known.contains(a) && removing.insert(*a));
        self.keep_in_sets(|a| known.contains(&a));
        *self != before
    }

    /// The accounts of a window stand in the order of the list.
    pub(crate) fn order_tabs(&mut self) {
        let place = |a: &AccountId| self.accounts.iter().position(|b| b.id == *a);
        for window in &mut self.windows {
            window.accounts.sort_by_key(place);
        }
    }

    /// What is open, in whichever way it was opened, isn't among what was closed.
    pub(crate) fn forget_closed_that_are_open(&mut self) {
        let open = self.windows.iter().flat_map(|w| &w.accounts);
        let open: std::collections::BTreeSet<_> = open.collect();
        self.closed.retain(|c| !open.contains(&c.account));
    }

    /// Takes all but these accounts out of the windows that aren't open: those set aside, and those of workspaces.
    pub(crate) fn keep_in_sets(&mut self, stays: impl Fn(AccountId) -> bool) {
        keep_in(&mut self.set_aside, &stays);
        for workspace in &mut self.workspaces {
            for window in &mut workspace.windows {
                window.accounts.retain(|a| stays(*a));
                if !window.front.is_some_and(|f| window.accounts.contains(&f)) {
                    window.front = window.accounts.first().copied();
                }
            }
            workspace.windows.retain(|w| !w.accounts.is_empty());
        }
    }
}

/// Takes all but these accounts out of windows, and the windows that have none left.
pub(crate) fn keep_in(windows: &mut Vec<Window>, stays: impl Fn(AccountId) -> bool) {
    for window in &mut *windows {
        window.accounts.retain(|a| stays(*a));
        if !window.front.is_some_and(|f| window.accounts.contains(&f)) {
            window.front = window.accounts.first().copied();
        }
    }
    windows.retain(|w| !w.accounts.is_empty());
}

/// Adds windows to others. Whose window is among these joins its accounts.
pub(crate) fn merge(windows: &mut Vec<Window>, more: Vec<Window>) {
    for new in more {
        match windows.iter_mut().find(|w| w.id == new.id) {
            Some(window) => window.accounts.extend(new.accounts),
            None => windows.push(new),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Proxy;

    #[test]
    fn a_proxy_is_read_as_people_write_it_and_written_back() {
        for (typed, kept) in [
            ("proxy.acme.example:3128", "http://proxy.acme.example:3128"),
            (" http://10.0.0.1:8080/ ", "http://10.0.0.1:8080"),
            ("socks5://127.0.0.1:1080", "socks5://127.0.0.1:1080"),
            ("Direct", "direct"),
        ] {
            let proxy: Proxy = typed.parse().unwrap();
            assert_eq!(proxy.to_string(), kept);
            assert_eq!(kept.parse(), Ok(proxy));
        }
    }

    #[test]
    fn what_would_leave_a_password_in_the_list_or_is_no_proxy_is_refused() {
        for typed in [
            "",
            "http://olena:secret@proxy.acme.example:3128",
            "https://proxy.acme.example/pac",
            "ftp://proxy.acme.example",
            "http://proxy.acme.example/path",
            "proxy with spaces",
        ] {
            assert!(typed.parse::<Proxy>().is_err(), "{typed:?}");
        }
    }
}
