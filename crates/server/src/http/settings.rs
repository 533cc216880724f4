//! Settings of a CRM.

pub(super) mod change_second_factor;
pub(super) mod second_factor;
