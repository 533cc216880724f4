//! What a desktop client reads.

pub(super) mod show;
