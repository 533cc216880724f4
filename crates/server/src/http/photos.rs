//! Photos of people.

pub(crate) mod show;
