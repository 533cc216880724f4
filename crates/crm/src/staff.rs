//! The people of a CRM: invitations, roles, deactivation, lost devices, and the directory.

mod accept;
mod directory;
mod invite;
mod recovery;
mod rights;

pub use accept::{Acceptance, Accepted, Invited, accept, accept_with_account, look_up};
pub use directory::{Colleague, ColleagueStatus, change_role, deactivate, directory, reactivate};
pub use invite::{
    INVITATION_LIFE, Invitation, invitations, invite, make_invitation_link, resend, revoke,
};
pub(crate) use invite::{is_known, is_users, revoke_open};
pub use recovery::{reset_factor, revoke_sessions};
pub(crate) use rights::require_admin;
