//! The program's own windows: what stands in them and what they show.

pub(crate) mod labels;
pub(crate) mod notices;
pub(crate) mod publisher;
pub(crate) mod settings_window;
pub(crate) mod snapshot;
pub(crate) mod stage;
pub(crate) mod strips;
