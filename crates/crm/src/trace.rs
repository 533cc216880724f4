//! Where a request came from, for limits and the audit log.

use std::net::IpAddr;

/// Who asks, as far as the network tells.
#[derive(Debug, Clone, Copy)]
pub struct RequestTrace<'a> {
    /// The client's address.
    pub ip: IpAddr,
    /// The id under which the request is logged.
    pub request_id: &'a str,
}
