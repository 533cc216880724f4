//! What the shell must do.

use domain::{AccountId, WindowId};
use url::Url;

use crate::{model::Proxy, monitors::Place};

/// What the shell must do, in this order.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Make an OS window with its strip.
    OpenWindow {
        /// Its id.
        window: WindowId,
        /// Where it stands.
        place: Place,
        /// Whether it may take the keyboard.
        focus: bool,
    },
    /// Take an OS window away.
    CloseWindow(WindowId),
    /// Bring a window to the front, with the keyboard in its page.
    RaiseWindow(WindowId),
    /// Put a window where it belongs.
    PlaceWindow(WindowId, Place),
    /// Make an account's page in a window and load the address.
    OpenPage {
        /// Whose.
        account: AccountId,
        /// Where.
        window: WindowId,
        /// What to load.
        url: Url,
    },
    /// Make an account's page anew where it is: what it was made with has changed.
    RemakePage(AccountId),
    /// Move a page, as it is, into another window.
    MovePage(AccountId, WindowId),
    /// Drop a page and its process; the session stays.
    ClosePage(AccountId),
    /// Show this account's page in front of its window; `None` shows the window's first page.
    ShowPage(WindowId, Option<AccountId>),
    /// Load an address in a page.
    Navigate(AccountId, Url),
    /// In percent.
    SetZoom(AccountId, u16),
    /// Sign out by the connector's rule; answered by [`crate::Event::SignOutEnded`].
    SignOutAtServer(AccountId),
    /// Have the token taken back by which the account's server knows this device, the way that its pages take.
    RevokeDevice(AccountId, Option<Proxy>),
    /// Clear everything that a session keeps; answered by
    /// [`crate::Event::SessionCleared`] or [`crate::Event::SessionNotCleared`].
    ClearSession(AccountId),
    /// Remove an account's folder and secrets; answered by [`crate::Event::DataRemoved`].
    RemoveData(AccountId),
    /// Write the registry.
    Persist,
    /// Tell the person.
    Tell(Message),
    /// End the program.
    Quit,
}

/// What a person is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// For the screen reader: this account is in front now.
    Switched(AccountId),
    /// Somebody is signed in who wasn't: what was said of signing out and in before has been dealt with.
    SignedIn(AccountId),
    /// Signed out and cleared.
    SignedOut(AccountId),
    /// Cleared here, but the server didn't confirm.
    SignOutUnconfirmed(AccountId),
    /// Cleared here alone: the server wasn't reached.
    SignOutUnreached(AccountId),
    /// The session could not be cleared; it's tried again at the next start.
    NotCleared(AccountId),
    /// Some of a deleted account's data is still on disk; tried again at the next start.
    DataNotRemoved(AccountId),
    /// Nothing can be kept, so what was asked for wasn't done.
    NotKept,
    /// The new sign-in is one that's listed.
    AlreadyListed(AccountId),
}
