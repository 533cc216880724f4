//! Who may do what with people.

use crate::{entity::crm_user::Role, error::Error, session::CrmSession};

/// Refuses everybody but owner and admins.
pub(crate) fn require_admin(session: &CrmSession) -> Result<(), Error> {
    match session.who.role {
        Role::Owner | Role::Admin => Ok(()),
        Role::Member | Role::Viewer => Err(Error::Forbidden),
    }
}

/// The role that a name means, if it can be given to somebody.
pub(super) fn given_role(name: &str) -> Option<Role> {
    match name {
        "admin" => Some(Role::Admin),
        "member" => Some(Role::Member),
        "viewer" => Some(Role::Viewer),
        _ => None,
    }
}
