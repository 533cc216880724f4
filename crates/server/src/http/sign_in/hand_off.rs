//! Single sign-on by way of another browser: the side of the window that waits, and that of the browser that goes.

pub(crate) mod approve;
pub(crate) mod create;
pub(crate) mod deny;
pub(crate) mod look_up;
pub(crate) mod show;
pub(crate) mod start;

/// The page for the browser that goes.
pub(crate) const PAGE: &str = "/hand-off/{id}";

/// The page of one request.
pub(crate) fn page(id: &str) -> String {
    PAGE.replace("{id}", id)
}
