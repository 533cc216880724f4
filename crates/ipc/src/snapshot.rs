//! What the shell tells its pages: one whole picture of the program, sent when it changes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The only event that pages of the shell listen to.
#[derive(Debug, Clone, Serialize, Deserialize, TS, PartialEq)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum AppEvent {
    /// Everything there is to draw.
    Snapshot(Box<Snapshot>),
    /// A short message for the screen reader, such as an account's name after a switch.
    Announce {
        /// Already in the person's language.
        text: String,
    },
    /// The find bar, or another panel that is open already, is asked for again: focus its field.
    FocusPanel,
}

/// Name of [`AppEvent`] on Tauri's event bus.
pub const APP_EVENT: &str = "app";

/// A whole picture of the program. Pages keep no truth of their own: they draw this.
#[derive(Debug, Clone, Serialize, Deserialize, TS, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// All listed accounts in order; the first nine have a number key.
    pub accounts: Vec<AccountView>,
    /// Open windows.
    pub windows: Vec<WindowView>,
    /// Account ids, most recently used first.
    pub recent: Vec<String>,
    /// Accounts on their way out: undo is possible.
    pub deleting: Vec<DeletingView>,
    /// Folders of accounts that don't say whose they are, by their ids; without those on their way out.
    pub nameless: Vec<String>,
    /// Labels and addresses of accounts deleted in the last 7 days.
    pub recently_deleted: Vec<TombstoneView>,
    /// How many accounts were open in windows that the start didn't bring back.
    pub set_aside: u32,
    /// The service on this computer has a CRM.
    pub own_crm: bool,
    /// Named sets of windows.
    pub workspaces: Vec<WorkspaceView>,
    /// Name of the one that was deleted last, and can be brought back.
    pub deleted_workspace: Option<String>,
    /// Downloads of this run, newest first.
    pub downloads: Vec<DownloadView>,
    /// The person's settings.
    pub settings: SettingsView,
    /// The key table: every action with its chord, in the order of the help sheet.
    pub keys: Vec<KeyView>,
    /// CRMs that the client knows, for tiles.
    pub connectors: Vec<ConnectorView>,
    /// What must be said to the person until it's dismissed: repairs, read-only data, …
    pub notices: Vec<NoticeView>,
    /// What this system can do.
    pub host: HostCapabilities,
    /// Language in use: `en`, `uk` or `ru`.
    pub language: String,
    /// Version of the program.
    pub version: String,
}

/// One account.
#[derive(Debug, Clone, Serialize, Deserialize, TS, PartialEq)]
#[serde(rename_all = "camelCase")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts that don't depend on each other"
)]
pub struct AccountView {
    /// Permanent id.
    pub id: String,
    /// 1…9 for the first nine listed accounts.
    pub number: Option<u8>,
    /// What the person calls it; at first the name that the CRM gives, or its host.
    pub label: String,
    /// Name of who is signed in, as the CRM says.
    pub name: Option<String>,
    /// E-mail of who is signed in, as the CRM says.
    pub email: Option<String>,
    /// Host to show, in the safe display form.
    pub host: String,
    /// The whole address.
    pub address: String,
    /// Which connector knows this CRM.
    pub connector: String,
    /// Picture as a `data:` URL; initials on the colour where there is none.
    pub picture: Option<String>,
    /// The CRM's own picture, where it has one that isn't shown.
    pub crm_picture: Option<String>,
    /// `#rrggbb`.
    pub colour: String,
    /// Where it stands.
    pub state: AccountStateView,
    /// Whether web content runs for it now.
    pub awake: bool,
    /// Whether it's being signed out, cleared or opened right now.
    pub busy: bool,
    /// The window it's in, when connected.
    pub window: Option<String>,
    /// Unread count as text (`3`, `999+`).
    pub unread: Option<String>,
    /// Whether notifications are muted.
    pub muted: bool,
    /// Zoom in percent.
    pub zoom: u16,
    /// Page keys: every key but the digits goes to the page.
    pub all_keys_to_page: bool,
    /// Whether session-only cookies are kept over a restart.
    pub keep_session: bool,
    /// Permissions that were answered.
    pub permissions: Vec<PermissionView>,
    /// `direct`, or its own proxy's address; `null` for the system's way.
    pub proxy: Option<String>,
    /// Whether its page has a question that isn't answered.
    pub asks: bool,
    /// Whether whoever is signed in can approve sign-ins on other screens.
    pub approves: bool,
}

/// Where an account stands.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub enum AccountStateView {
    /// A new account whose login page is open; not listed yet.
    Adding,
    /// Has a place in a window.
    Connected,
    /// Listed and signed in; no web content.
    Disconnected,
    /// Listed; the next opening shows the login page.
    SignedOut,
}

/// One answered permission.
#[derive(Debug, Clone, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct PermissionView {
    /// Scheme, host and port.
    pub origin: String,
    /// What was asked for.
    pub permission: PermissionKind,
    /// The answer.
    pub allowed: bool,
}

/// What a page may ask for.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(rename_all = "camelCase")]
pub enum PermissionKind {
    /// Show notifications.
    Notifications,
    /// Where the person is.
    Location,
    /// Microphone.
    Microphone,
    /// Camera.
    Camera,
    /// Camera and microphone at once.
    CameraAndMicrophone,
    /// Share the screen.
    Screen,
    /// Read the clipboard.
    Clipboard,
    /// Another site opened in the account's window.
    OtherSite,
    /// Addresses of a kind handed to the system's program for it.
    Launch,
    /// Many files saved in a short time.
    ManyFiles,
    /// Anything else the engine asks for.
    Other,
}

/// One OS window.
#[derive(Debug, Clone, Serialize, Deserialize, TS, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct WindowView {
    /// Permanent id.
    pub id: String,
    /// Accounts in it, in order.
    pub accounts: Vec<String>,
    /// The one in front.
    pub front: Option<String>,
    /// Whether the window has the keyboard.
    pub focused: bool,
    /// The page in front.
    pub page: Option<PageView>,
    /// What is open over the page.
    pub panel: Option<PanelView>,
    /// Questions of the page in front, oldest first.
    pub asks: Vec<AskView>,
    /// A new account of this window's turned out to be one that is listed already.
    pub duplicate: Option<DuplicateView>,
}

/// The page in front of a window.
#[derive(Debug, Clone, Serialize, Deserialize, TS, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct PageView {
    /// Its account.
    pub account: String,
    /// The real address.
    pub url: String,
    /// The real host, in the safe display form.
    pub host: String,
    /// Title, as the page says.
    pub title: String,
    /// How the connection is secured.
    pub security: Security,
    /// Loading progress in percent, or `null` at rest.
    pub progress: Option<u8>,
    /// Whether there's a page to go back to.
    pub can_go_back: bool,
    /// Whether there's a page to go forward to.
    pub can_go_forward: bool,
    /// Whether it's a login page, where the account picker shows.
    pub login: bool,
    /// The login form's box in CSS pixels, so that the picker doesn't cover it.
    pub login_form: Option<Rect>,
    /// Width of the page's area in CSS pixels of the page, where it's known.
    pub width: Option<f64>,
    /// Something that stands in place of the page.
    pub trouble: Option<Trouble>,
    /// The search in the page: matches found for the term, or `null` when none runs.
    pub find_matches: Option<u32>,
}

/// How a page's connection is secured.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS, PartialEq, Eq, Default)]
#[serde(rename_all = "camelCase")]
pub enum Security {
    /// https with a valid certificate.
    Secure,
    /// Plain http on this computer.
    Loopback,
    /// Plain http over a network.
    Insecure,
    /// Nothing was loaded yet.
    #[default]
    Unknown,
}

/// A rectangle in CSS pixels of the page.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS, PartialEq, Default)]
#[serde(rename_all = "camelCase")]
pub struct Rect {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// What stands in place of a page.
#[derive(Debug, Clone, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Trouble {
    /// The account sleeps; opening it wakes it.
    Asleep,
    /// The server can't be reached; tried again by itself.
    Offline {
        /// `unknownHost`, `refused`, `timedOut`, `reset` or `other`.
        reason: String,
        /// What was asked for.
        url: String,
    },
    /// The certificate isn't valid. There's no way past it.
    Certificate {
        /// Host asked for.
        host: String,
        /// `unknownIssuer`, `expired`, `notYetValid`, `wrongHost`, `revoked`, `weak` or `other`.
        reasons: Vec<String>,
        /// Who the certificate is for.
        subject: String,
        /// Who signed it.
        issuer: String,
        /// End of validity, RFC 3339.
        valid_until: Option<String>,
    },
    /// The page takes no key and no click now. It may come back by itself.
    Unresponsive,
    /// The page's process ended.
    Crashed {
        /// `crashed`, `memory` or `ended`.
        reason: String,
    },
    /// This system can't give the account a store of its own.
    NoIsolation,
    /// What the account stores has no place on this computer now.
    NoFolder {
        /// `readOnly`, `full`, `fullAtStart` or `other`.
        reason: String,
    },
    /// The address asked for leads to something that's not opened.
    Blocked {
        /// What was asked for.
        url: String,
    },
}

/// What is open over the page of a window.
#[derive(Debug, Clone, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum PanelView {
    /// The profile menu.
    Menu,
    /// The … menu of one account (opened from its pill).
    AccountMenu {
        /// Whose.
        account: String,
        /// Where its pill starts, in CSS pixels from the strip's left edge.
        x: i32,
    },
    /// The quick switcher.
    Switcher,
    /// The search in the page.
    Find,
    /// Connection details.
    Connection,
    /// Downloads.
    Downloads,
    /// The key sheet.
    Keys,
    /// Rename an account.
    Rename {
        /// Which.
        account: String,
    },
}

/// A question of a page, held until it's answered.
#[derive(Debug, Clone, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct AskView {
    /// To answer with.
    pub id: u32,
    /// Whose page asks.
    pub account: String,
    /// Scheme, host and port of who asks.
    pub origin: String,
    /// The title of the window that asks, where it's one that the account's page has opened.
    pub window: Option<String>,
    /// What it asks.
    pub question: Question,
    /// Whether it's one of several at once, which may be ended with `remember`.
    pub repeated: bool,
}

/// What a page asks.
#[derive(Debug, Clone, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Question {
    /// A permission.
    Permission {
        /// Which.
        permission: PermissionKind,
    },
    /// `alert()`.
    Alert {
        /// The page's words.
        message: String,
    },
    /// `confirm()`.
    Confirm {
        /// The page's words.
        message: String,
    },
    /// `prompt()`.
    Prompt {
        /// The page's words.
        message: String,
        /// What stands in the field.
        default: String,
    },
    /// The page wants to ask before it's left.
    LeavePage,
    /// HTTP authentication.
    SignIn {
        /// Who asks.
        host: String,
        /// Whether that's a proxy on the way to the server.
        proxy: bool,
        /// The server's word for the area.
        realm: String,
        /// Whether the last try was refused.
        retry: bool,
    },
    /// Another site in the account's own window: open it here or in the browser?
    OtherSite {
        /// Where to.
        url: String,
    },
    /// A program of the system's is to open this (`tel:`, `mailto:`).
    Launch {
        /// What for.
        url: String,
    },
    /// The program is to end, and with it these downloads.
    StopDownloads {
        /// How many.
        files: u32,
    },
    /// This CRM has no known way to sign out: remove its stored session from this computer?
    NoSignOut,
}

/// A new sign-in that turned out to be a listed account.
#[derive(Debug, Clone, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct DuplicateView {
    /// The one just signed in.
    pub added: String,
    /// The one listed before.
    pub listed: String,
}

/// An account that's being deleted.
#[derive(Debug, Clone, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct DeletingView {
    /// Its id.
    pub id: String,
    /// Its label.
    pub label: String,
    /// When undo ends, RFC 3339.
    pub until: String,
}

/// An account deleted lately.
#[derive(Debug, Clone, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct TombstoneView {
    /// Its label.
    pub label: String,
    /// Its address, to add it again.
    pub address: String,
    /// When it was deleted, RFC 3339.
    pub deleted_at: String,
}

/// A named set of windows.
#[derive(Debug, Clone, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct WorkspaceView {
    /// Permanent id.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// How many accounts it opens.
    pub accounts: u32,
}

/// A download.
#[derive(Debug, Clone, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct DownloadView {
    /// Number within this run.
    pub id: u32,
    /// Whose.
    pub account: String,
    /// Name on disk.
    pub file_name: String,
    /// Bytes so far.
    #[ts(type = "number")]
    pub received: u64,
    /// Percent, where the length is known.
    pub percent: Option<u8>,
    /// How it stands.
    pub state: DownloadState,
    /// Whether the person has yet to say if they want it, or where.
    pub waiting: bool,
    /// Whether opening it may run a program.
    pub dangerous: bool,
}

/// How a download stands.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub enum DownloadState {
    /// Under way.
    Running,
    /// On disk.
    Done,
    /// Cut off.
    Failed,
    /// The disk didn't take it.
    Unwritten,
    /// Ended by the person.
    Cancelled,
}

/// The person's settings.
#[derive(Debug, Clone, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "settings that don't depend on each other"
)]
pub struct SettingsView {
    /// Light, dark, or as the system has it.
    pub theme: Theme,
    /// `en`, `uk`, `ru`, or `null` for the system's.
    pub language: Option<String>,
    /// Where a new account opens.
    pub new_account_in: NewAccountIn,
    /// Whether tabs behind others are loaded at start.
    pub load_tabs_in_background: bool,
    /// Whether the program's own keys work at all.
    pub keys_enabled: bool,
    /// Whether the digits work in other programs too.
    pub system_wide_keys: bool,
    /// Ask for each download's place.
    pub ask_where_to_save: bool,
    /// Where downloads go.
    pub download_folder: String,
}

/// Colour scheme.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS, PartialEq, Eq, Default)]
#[serde(rename_all = "camelCase")]
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
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS, PartialEq, Eq, Default)]
#[serde(rename_all = "camelCase")]
pub enum NewAccountIn {
    /// In a window of its own.
    #[default]
    Window,
    /// In the current window.
    Tab,
}

/// One action of the key table.
#[derive(Debug, Clone, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct KeyView {
    /// Stable name; its text is the message `key-<action>`.
    pub action: String,
    /// The chord as shown on this system (`Ctrl+Shift+A`, `⇧⌘A`), or `null` when it has none.
    pub chord: Option<String>,
    /// The chord as it's set (`Mod+Shift+A`).
    pub set: Option<String>,
    /// The chord that it has by default.
    pub default: Option<String>,
    /// Actions that have the same chord.
    pub conflicts: Vec<String>,
}

/// A CRM that the client knows.
#[derive(Debug, Clone, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct ConnectorView {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `#rrggbb`.
    pub colour: String,
    /// An example of what to type, such as `mycompany.bitrix24.com`.
    pub example: String,
}

/// Something the person must be told.
#[derive(Debug, Clone, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct NoticeView {
    /// To dismiss it with.
    pub id: u32,
    /// Stable code; its text is the message `notice-<code>`.
    pub code: String,
    /// Values for the text.
    pub arguments: BTreeMap<String, String>,
    /// How bad it is.
    pub severity: Severity,
}

/// How bad a notice is.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// Good to know.
    Info,
    /// Look at this.
    Warning,
    /// Something doesn't work.
    Error,
}

/// What this system can do; pages ask this instead of sniffing.
#[derive(Debug, Clone, Serialize, Deserialize, TS, PartialEq, Eq, Default)]
#[serde(rename_all = "camelCase")]
pub struct HostCapabilities {
    /// `linux`, `macos` or `windows`.
    pub system: String,
    /// Whether system-wide keys can be had.
    pub system_wide_keys: bool,
    /// Where session cookies' key is kept: `keychain`, `file`, `locked` (a file that waits for its
    /// passphrase), or `none`.
    pub secrets: String,
    /// Whether each page's process runs in the system's sandbox.
    pub sandbox: bool,
}
