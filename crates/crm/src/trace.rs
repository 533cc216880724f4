//! Where a request came from, for limits and the audit log.

use std::net::IpAddr;

use crate::token::Token;

/// Who asks, as far as the network tells.
#[derive(Debug, Clone, Copy)]
pub struct RequestTrace<'a> {
    /// The client's address.
    pub ip: IpAddr,
    /// What the browser is known by; a new one for a browser that brought none.
    pub device: &'a Token,
    /// What the browser says of itself.
    pub agent: &'a str,
    /// The id under which the request is logged.
    pub request_id: &'a str,
}
