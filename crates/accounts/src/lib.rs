//! The account registry and the life of windows and pages, as rules without I/O.
//!
//! [`State`] holds everything; [`State::step`] takes an [`Event`] and gives the [`Effect`]s that the
//! shell must carry out. The [`actor`] owns the one state of a running program. Nothing here knows
//! Tauri, files, or what time it is.

pub mod actor;
mod effect;
mod event;
mod kept_sessions;
pub mod keymap;
mod model;
pub mod monitors;
mod page;
mod restore;
mod state;
mod step;

pub use effect::{Effect, Message};
pub use event::{Event, Imported, NewAccount, Placement, SignOutOutcome};
pub use kept_sessions::KeptSessions;
pub use model::{
    Account, Closed, Deletion, Grant, KeyChoice, NewAccountIn, NotAProxy, Permission, Profile,
    Proxy, Registry, SettingChange, Settings, Theme, Tombstone, Window, Workspace, WorkspaceWindow,
};
pub use page::{Page, PageState, Rect, Security, Trouble, Unreachable, Unread};
pub use restore::{CRASH_LIMIT, CRASH_SPAN, RunRecord, StartKind, start_kind};
pub use state::{Busy, Context, Duplicate, State};
pub use step::{
    LONGEST_NAME, NameTooLong, RECENTLY_DELETED_KEPT, UNDO_TIME, check_name, kept_label,
};
