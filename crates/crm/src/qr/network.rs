//! Whether two browsers are in one network, as far as their addresses tell.

use std::net::IpAddr;

use crate::attempt::network;

/// Whether two addresses belong to different public networks. Addresses of one private network may differ in
/// any way.
pub(super) fn differ(one: IpAddr, other: IpAddr) -> bool {
    let are_private = is_private(one) && is_private(other);
    !are_private && network(one) != network(other)
}

fn is_private(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(v4) => v4.is_private() || v4.is_loopback() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_unique_local() || v6.is_loopback() || v6.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("192.0.2.1", "192.0.2.1", false)]
    #[case("192.0.2.1", "192.0.2.2", true)]
    #[case("192.0.2.1", "::ffff:192.0.2.1", false)]
    #[case("2001:db8::1", "2001:db8::2", false)]
    #[case("2001:db8::1", "2001:db8:0:1::1", true)]
    #[case("192.0.2.1", "2001:db8::1", true)]
    #[case("192.168.1.5", "192.168.1.9", false)]
    #[case("127.0.0.1", "::1", false)]
    #[case("192.168.1.5", "192.0.2.1", true)]
    fn networks_differ_where_public_addresses_do(
        #[case] one: IpAddr,
        #[case] other: IpAddr,
        #[case] expected: bool,
    ) {
        assert_eq!(differ(one, other), expected);
        assert_eq!(differ(other, one), expected);
    }
}
