//! Single sign-on: leaving for a provider, coming back, and what providers tell by themselves.

pub(super) mod backchannel;
pub(super) mod callback;
pub(super) mod leave;
pub(super) mod refusal;
pub(super) mod return_path;
