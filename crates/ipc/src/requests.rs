//! What the commands take and give.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{AccountStateView, NewAccountIn, PanelView, PermissionKind, Theme};

macro_rules! requests {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Serialize, Deserialize, TS, PartialEq)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        pub struct $name { $($(#[$field_doc])* pub $field: $type,)* }
    )*};
}

requests! {
    /// No parameters, or no answer but success.
    Nothing {}

    /// Opens the login page of a CRM in a new session.
    AccountAdd {
        /// Address; `null` for the one of the account in front of the asking window.
        address: Option<String>,
        /// Connector id, where the probe or a tile said which.
        connector: Option<String>,
        /// A name for it, if the person gave one.
        label: Option<String>,
        /// Here (as a tab), or by the setting when `null`.
        place: Option<NewAccountIn>,
    }

    /// Names an account.
    AccountRef {
        /// Its id.
        account: String,
    }

    /// Deletes an account; undo is possible for 30 seconds.
    AccountDelete {
        /// Its id.
        account: String,
        /// Sign out at the server first.
        sign_out: bool,
    }

    /// Renames an account.
    AccountRename {
        /// Its id.
        account: String,
        /// 1…80 characters; empty gives the CRM's own name back.
        label: String,
    }

    /// Gives an account a colour.
    AccountSetColour {
        /// Its id.
        account: String,
        /// `#rrggbb`.
        colour: String,
    }

    /// Says what is drawn for an account.
    AccountSetPicture {
        /// Its id.
        account: String,
        /// PNG, JPEG or WebP in base64, 256 KiB at most; `null` takes it away.
        picture: Option<String>,
        /// Without a picture: the initials, also where the CRM has one.
        initials: bool,
    }

    /// Mutes an account's notifications, or not.
    AccountMute {
        /// Its id.
        account: String,
        /// Whether they're muted.
        muted: bool,
    }

    /// Sets an account's zoom.
    AccountSetZoom {
        /// Its id.
        account: String,
        /// 30…300 percent.
        zoom: u16,
    }

    /// Gives every key but the digits to an account's page, or not.
    AccountSetKeys {
        /// Its id.
        account: String,
        /// Whether it gets them.
        all_keys_to_page: bool,
    }

    /// Keeps an account's session-only cookies over a restart, or not.
    AccountKeepSession {
        /// Its id.
        account: String,
        /// Whether they're kept.
        keep: bool,
    }

    /// Has an account's server reached another way.
    AccountSetProxy {
        /// Its id.
        account: String,
        /// `direct`, or an address such as `http://proxy.example.com:3128`; empty for the system's way.
        proxy: String,
    }

    /// Puts an account into a window.
    AccountMove {
        /// Its id.
        account: String,
        /// Window id; `null` for a new one.
        window: Option<String>,
    }

    /// Gives an account another place in the order.
    AccountReorder {
        /// Its id.
        account: String,
        /// New place, from 0.
        to: u32,
    }

    /// Says which of two sign-ins of the same person to keep.
    AccountKeep {
        /// The one to keep.
        keep: String,
        /// The one to drop.
        discard: String,
    }

    /// Takes an answer about a permission back.
    AccountRevokePermission {
        /// Its id.
        account: String,
        /// Scheme, host and port.
        origin: String,
        /// Which.
        permission: PermissionKind,
    }

    /// Finds out what answers at an address.
    AddressProbe {
        /// As the person typed it.
        input: String,
        /// Connector id, when a tile was chosen.
        connector: Option<String>,
        /// Whether to go on where a redirect leads, or over plain http, since the person said so.
        accept: bool,
    }

    /// Starts the embedded service and opens its first CRM, signed in.
    ServiceTry {
        /// The person's name.
        name: String,
        /// Their e-mail address.
        email: String,
        /// Their password.
        password: String,
    }

    /// Searches in the page in front.
    PageFind {
        /// What for; empty ends the search.
        text: String,
        /// Go backwards.
        backwards: bool,
    }

    /// A pill was let go of.
    PillDrop {
        /// Its account.
        account: String,
        /// Where on the screen, in CSS pixels.
        screen_x: f64,
        /// Where on the screen, in CSS pixels.
        screen_y: f64,
    }

    /// Opens something over the page of the asking window.
    PanelOpen {
        /// What.
        panel: PanelView,
        /// From the strip, by a key: the keyboard goes back there when it's dismissed.
        by_key: bool,
    }

    /// Closes what is open over the page of the asking window.
    PanelClose {
        /// Nothing was chosen in it.
        dismissed: bool,
    }

    /// What room the panel needs. It's opaque, and exactly as large as what it shows; a window that is
    /// too small for it makes it smaller.
    PanelLayout {
        /// Where it stands.
        anchor: PanelAnchor,
        /// CSS pixels; ignored for `fill` and `hidden`.
        width: f64,
        /// CSS pixels; ignored for `fill` and `hidden`.
        height: f64,
        /// For `at`: CSS pixels from the window's left edge.
        x: f64,
        /// Whether the panel takes the keyboard.
        focus: bool,
    }

    /// Answers a page's question.
    AskAnswer {
        /// Its id.
        ask: u32,
        /// Yes or no.
        allow: bool,
        /// Remember the answer (permissions, other sites, programs).
        remember: bool,
        /// For `prompt()`: the text. For HTTP authentication: the name.
        /// For another site: `browser` to open it there, `null` to open it here.
        text: Option<String>,
        /// For HTTP authentication.
        password: Option<String>,
    }

    /// Names a download.
    DownloadRef {
        /// Its number.
        download: u32,
    }

    /// Keeps the open windows under a name.
    WorkspaceSave {
        /// 1…80 characters; a workspace of the same name is replaced.
        name: String,
    }

    /// Names a workspace.
    WorkspaceRef {
        /// Its id.
        workspace: String,
    }

    /// Changes one setting; the others stay.
    SettingsSet {
        /// Which, and to what.
        change: SettingChange,
    }

    /// Gives an action another chord.
    KeySet {
        /// Stable name of the action.
        action: String,
        /// `Mod+Shift+A`; empty for none, `null` for the default.
        chord: Option<String>,
    }

    /// A key is being recorded, or no longer: meanwhile none means anything.
    KeyRecord {
        /// Whether it is.
        on: bool,
    }

    /// A passphrase for the key that session cookies are kept under.
    Passphrase {
        /// The person's words.
        passphrase: String,
    }

    /// Another passphrase in place of the one that the key is kept under.
    PassphraseChange {
        /// The one that it's kept under.
        current: String,
        /// The one from now on.
        passphrase: String,
    }

    /// Names a notice.
    NoticeRef {
        /// Its id.
        notice: u32,
    }

    /// Runs an action of the key table, as if its key had been pressed in the asking window.
    ActionRun {
        /// Stable name of the action.
        action: String,
    }
}

/// A change of one setting.
#[derive(Debug, Clone, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(tag = "setting", content = "value", rename_all = "camelCase")]
pub enum SettingChange {
    /// Colour scheme.
    Theme(Theme),
    /// `en`, `uk`, `ru`, or `system`.
    Language(String),
    /// Where a new account opens.
    NewAccountIn(NewAccountIn),
    /// Load tabs behind others at start.
    LoadTabsInBackground(bool),
    /// The program's own keys.
    KeysEnabled(bool),
    /// Digits in other programs too.
    SystemWideKeys(bool),
    /// Ask for each download's place.
    AskWhereToSave(bool),
    /// Where downloads go; empty for the system's folder.
    DownloadFolder(String),
}

/// Where a panel stands in its window.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub enum PanelAnchor {
    /// Nothing to show.
    Hidden,
    /// In place of the page.
    Fill,
    /// Under the strip, from an x on.
    At,
    /// Top right corner, under the strip.
    TopRight,
    /// In the middle, under the strip.
    Top,
    /// In the middle of the page.
    Center,
    /// In the middle at the bottom.
    Bottom,
}

/// What answered at an address.
#[derive(Debug, Clone, Serialize, Deserialize, TS, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct ProbeOutcome {
    /// What was found; its sentence is the message `probe-<code>`, its next step `probe-<code>-next`.
    pub code: ProbeCode,
    /// The address to use, where one was found.
    pub address: Option<String>,
    /// Host to show, in the safe display form.
    pub host: String,
    /// Connector that fits.
    pub connector: Option<String>,
    /// What the page calls itself.
    pub title: Option<String>,
    /// Where a redirect leads.
    pub redirects_to: Option<String>,
    /// The certificate, when it's what is wrong.
    pub certificate: Option<CertificateView>,
    /// Accounts listed at this address already.
    pub already: Vec<AlreadyView>,
}

/// An account that's listed at the address already.
#[derive(Debug, Clone, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct AlreadyView {
    /// Its id.
    pub account: String,
    /// Its label.
    pub label: String,
    /// Where it stands.
    pub state: AccountStateView,
}

/// What's wrong with a certificate.
#[derive(Debug, Clone, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct CertificateView {
    /// Who it is for.
    pub subject: String,
    /// Who signed it.
    pub issuer: String,
    /// RFC 3339.
    pub valid_from: Option<String>,
    /// RFC 3339.
    pub valid_until: Option<String>,
    /// `unknownIssuer`, `expired`, `notYetValid`, `wrongHost` or `other`.
    pub reason: String,
}

/// What was found at an address.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub enum ProbeCode {
    /// What was typed isn't an address.
    NotAnAddress,
    /// Nobody knows this host.
    UnknownHost,
    /// Nothing listens there.
    Refused,
    /// No answer in time.
    TimedOut,
    /// The certificate isn't valid.
    CertificateInvalid,
    /// The certificate is out of date.
    CertificateExpired,
    /// Plain http over a network: ask.
    PlainHttp,
    /// Leads to another site: ask.
    RedirectsElsewhere,
    /// Something answers, and doesn't speak HTTP.
    NotHttp,
    /// Something answers, but with other content than a page.
    NotAWebPage,
    /// An error of the server's, or its maintenance page.
    ServerError,
    /// It sends in circles.
    RedirectLoop,
    /// An answer with nothing in it.
    EmptyAnswer,
    /// Speaks a version that's too old, or too new.
    TooOld,
    /// A proxy wants a sign-in first.
    ProxySignIn,
    /// A page, but of no CRM that is known: offer the general rules.
    UnknownCrm,
    /// Listed already: a second account there, or go to the first?
    AlreadyAdded,
    /// A CRM that's known.
    Works,
}

/// As it is called in the contract, and in the ids of the texts.
impl std::fmt::Display for ProbeCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.serialize(f)
    }
}

impl ProbeCode {
    /// All codes, to hold the texts against.
    pub const ALL: &'static [Self] = &[
        Self::NotAnAddress,
        Self::UnknownHost,
        Self::Refused,
        Self::TimedOut,
        Self::CertificateInvalid,
        Self::CertificateExpired,
        Self::PlainHttp,
        Self::RedirectsElsewhere,
        Self::NotHttp,
        Self::NotAWebPage,
        Self::ServerError,
        Self::RedirectLoop,
        Self::EmptyAnswer,
        Self::TooOld,
        Self::ProxySignIn,
        Self::UnknownCrm,
        Self::AlreadyAdded,
        Self::Works,
    ];
}
