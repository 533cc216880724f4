//! The people of a CRM: invitations, roles, deactivation, lost devices, the owner, and the directory.

mod accept;
mod delete;
mod directory;
mod hand_over;
mod invite;
mod recovery;
mod rights;

pub use accept::{Acceptance, Accepted, Invited, accept, accept_with_account, look_up};
pub use delete::delete;
pub use directory::{Colleague, ColleagueStatus, change_role, deactivate, directory, reactivate};
pub use hand_over::{HandedOver, hand_over};
pub use invite::{
    INVITATION_LIFE, Invitation, invitations, invite, make_invitation_link, resend, revoke,
};
pub(crate) use invite::{is_known, is_users, revoke_open};
pub use recovery::{reset_factor, revoke_sessions};
pub(crate) use rights::require_admin;
