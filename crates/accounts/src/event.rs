//! What can happen.

use domain::{AccountId, WindowId, WorkspaceId};
use url::Url;

use crate::{
    model::{Grant, NewAccountIn, Permission, Profile, Proxy, SettingChange},
    monitors::{Monitor, Place},
    page::{PageState, Rect, Security, Trouble, Unread},
};

/// Where an account is to open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    /// In a new window.
    NewWindow,
    /// In this window, as a tab.
    In(WindowId),
    /// As the person's setting says; the window is where they are.
    BySetting(Option<WindowId>),
}

/// How a sign-out at the server went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignOutOutcome {
    /// The page shows the login form, or the probe says so.
    Confirmed,
    /// It was tried, and nothing shows that it worked.
    Unconfirmed,
    /// The server couldn't be reached, so it knows nothing of it.
    Unreached,
}

/// What a new account starts with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// Its id, made by the caller.
    pub id: AccountId,
    /// The CRM's address.
    pub home: Url,
    /// First page to load, when it isn't the address itself.
    pub first: Option<Url>,
    /// Connector id.
    pub connector: String,
    /// The person's name for it.
    pub label: Option<String>,
    /// What the CRM calls itself.
    pub site: Option<String>,
    /// Hosts that the CRM was seen to send people to for signing in.
    pub identity_hosts: Vec<String>,
}

/// What an exported list says of an account besides; what it leaves out is as with any new one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// `#rrggbb`.
    pub colour: Option<String>,
    /// In percent.
    pub zoom: Option<u16>,
    /// No notifications.
    pub muted: bool,
}

/// What can happen. Names of people's wishes are imperative, facts are past.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Open the login page of a CRM in a new session.
    Add(Box<NewAccount>, Placement),
    /// List an account of an exported list: signed out, and closed.
    Import(Box<NewAccount>, Imported),
    /// Show an account: raise its window, or open it, wake it.
    Open(AccountId),
    /// The same, at an address.
    OpenAt(AccountId, Url),
    /// Show the nth listed account, from 1.
    SwitchTo(usize),
    /// Show the account used before this one; again and again while the key is held.
    SwitchRecent {
        /// The other way round.
        back: bool,
    },
    /// The key was let go of: the account shown now is the most recent one.
    SwitchRecentDone,
    /// Close an account; it stays listed and signed in.
    Disconnect(AccountId),
    /// Sign out at the server, clear the session, show the login page.
    SignOut(AccountId),
    /// Delete, after a sign-out where `sign_out` says so.
    Delete {
        /// Which.
        account: AccountId,
        /// Sign out at the server first.
        sign_out: bool,
    },
    /// Remove a folder that doesn't say whose it is; it can be undone as a deletion can.
    RemoveFolder(AccountId),
    /// Take a deletion back.
    UndoDelete(AccountId),
    /// Choose between two sign-ins of the same person.
    Keep {
        /// This one stays.
        keep: AccountId,
        /// This one goes.
        discard: AccountId,
    },
    /// Name an account; empty gives the CRM's own name back.
    Rename(AccountId, String),
    /// `#rrggbb`.
    SetColour(AccountId, String),
    /// What is drawn for an account.
    SetPicture {
        /// Which.
        account: AccountId,
        /// A small PNG in base64.
        picture: Option<String>,
        /// Without a picture: the initials, also where the CRM has one.
        initials: bool,
    },
    /// Mute notifications.
    Mute(AccountId, bool),
    /// In percent; kept within 30…300.
    SetZoom(AccountId, u16),
    /// Every key but the digits to the page.
    SetAllKeys(AccountId, bool),
    /// Keep session-only cookies.
    SetKeepSession(AccountId, bool),
    /// Reach an account's server another way; `None` for the system's.
    SetProxy(AccountId, Option<Proxy>),
    /// Put an account to sleep.
    Sleep(AccountId),
    /// Move an account into a window, or a new one.
    Move(AccountId, Option<WindowId>),
    /// Move an account into a window of its own, whose pill was let go of here on the desktop, in logical pixels.
    MoveOut(AccountId, i32, i32),
    /// Another place in the order, from 0.
    Reorder(AccountId, usize),
    /// Open what was closed last.
    ReopenClosed,
    /// Open a window with the first page.
    NewWindow,
    /// Keep the open windows under a name.
    SaveWorkspace(String),
    /// Open a workspace's windows.
    OpenWorkspace(WorkspaceId),
    /// Open the windows that a start has set aside.
    OpenSetAside,
    /// Forget a workspace.
    DeleteWorkspace(WorkspaceId),
    /// Bring back the workspace that was forgotten last.
    UndoDeleteWorkspace,
    /// Change one setting; the others stay as they are when this comes to its turn.
    ChangeSetting(SettingChange),
    /// Remember an answer.
    Grant(AccountId, Grant),
    /// Forget an answer.
    Revoke(AccountId, String, Permission),
    /// End the program; windows are kept for the next start.
    Quit,

    /// The person closed a window.
    WindowClosed(WindowId),
    /// A window got the keyboard.
    WindowFocused(WindowId),
    /// A window stands elsewhere.
    WindowPlaced(WindowId, Place),
    /// Monitors came or went.
    MonitorsChanged(Vec<Monitor>),
    /// Where the page is, and how safe its connection is.
    PageUrl(AccountId, Url, Security),
    /// Title of the page.
    PageTitle(AccountId, String),
    /// Loading progress; `None` once it's done.
    PageProgress(AccountId, Option<u8>),
    /// History of the page.
    PageHistory {
        /// Whose.
        account: AccountId,
        /// Back is possible.
        back: bool,
        /// Forward is possible.
        forward: bool,
    },
    /// The page has loaded, or failed for good: the next one in line may load.
    PageSettled(AccountId),
    /// The page takes its time: the next one in line needn't wait for it.
    PageSlow(AccountId),
    /// What kind of page it is.
    PageIs(AccountId, PageState, Option<Rect>),
    /// Width of the page's area, in CSS pixels of the page.
    PageWidth(AccountId, f64),
    /// What the CRM at this address calls itself.
    SiteNamed(Url, String),
    /// Who is signed in.
    PageProfile(AccountId, Profile),
    /// The picture of who is signed in, as the CRM shows it: a small PNG in base64.
    PageAvatar(AccountId, String),
    /// Unread things.
    PageUnread(AccountId, Unread),
    /// Something stands in its place, or no longer.
    PageTrouble(AccountId, Option<Trouble>),
    /// Whether it takes no key and no click now.
    PageHangs(AccountId, bool),
    /// Matches of the search.
    PageFound(AccountId, Option<u32>),
    /// A sign-out at the server has ended.
    SignOutEnded(AccountId, SignOutOutcome),
    /// No sign-out worked: the person is asked, and takes their time.
    SignOutAsked(AccountId),
    /// No sign-out worked, and the person keeps the session.
    SignOutCancelled(AccountId),
    /// A session was cleared.
    SessionCleared {
        /// Whose.
        account: AccountId,
        /// Out of the engine of a page that is there, which shows what it showed. `false`: nothing was open, and a
        /// page that has opened since has a session of its own.
        in_page: bool,
    },
    /// A session could not be cleared.
    SessionNotCleared(AccountId),
    /// An account's data is gone from disk; `false`: not all of it.
    DataRemoved(AccountId, bool),
    /// Time has passed: see [`crate::State::next_deadline`].
    Tick,
}

impl Event {
    /// Whether it's a wish that comes to nothing where nothing can be kept: it would only seem to have worked.
    #[must_use]
    pub const fn must_be_kept(&self) -> bool {
        matches!(
            self,
            Self::Add(..)
                | Self::Import(..)
                | Self::SignOut(_)
                | Self::Delete { .. }
                | Self::RemoveFolder(_)
                | Self::UndoDelete(_)
                | Self::Keep { .. }
                | Self::Rename(..)
                | Self::SetColour(..)
                | Self::SetPicture { .. }
                | Self::Mute(..)
                | Self::SetZoom(..)
                | Self::SetAllKeys(..)
                | Self::SetKeepSession(..)
                | Self::SetProxy(..)
                | Self::Reorder(..)
                | Self::SaveWorkspace(_)
                | Self::DeleteWorkspace(_)
                | Self::UndoDeleteWorkspace
                | Self::ChangeSetting(_)
                | Self::Revoke(..)
        )
    }

    /// The setting for a new account's place.
    #[must_use]
    pub const fn placement(here: Option<WindowId>, choice: Option<NewAccountIn>) -> Placement {
        match (choice, here) {
            (Some(NewAccountIn::Tab), Some(window)) => Placement::In(window),
            (Some(NewAccountIn::Window), _) => Placement::NewWindow,
            (_, here) => Placement::BySetting(here),
        }
    }
}
