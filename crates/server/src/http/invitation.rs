//! Taking an invitation.

pub(super) mod accept;
pub(super) mod join;
pub(super) mod look_up;
