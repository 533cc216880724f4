//! Which targets may be reached.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use crate::error::Error;

const fn v4(a: u8, b: u8, c: u8, bits: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, 0), bits)
}

const fn v6(a: u16, b: u16, bits: u8) -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::new(a, b, 0, 0, 0, 0, 0, 0), bits)
}

/// Not of the public Internet, by IANA's registry of special-purpose addresses.
const SPECIAL_V4: [Ipv4Net; 15] = [
    v4(0, 0, 0, 8),
    v4(10, 0, 0, 8),
    v4(100, 64, 0, 10),
    v4(127, 0, 0, 8),
    v4(169, 254, 0, 16),
    v4(172, 16, 0, 12),
    v4(192, 0, 0, 24),
    v4(192, 0, 2, 24),
    v4(192, 88, 99, 24),
    v4(192, 168, 0, 16),
    v4(198, 18, 0, 15),
    v4(198, 51, 100, 24),
    v4(203, 0, 113, 24),
    v4(224, 0, 0, 4),
    v4(240, 0, 0, 4),
];

/// What is handed out to the public Internet.
const GLOBAL_V6: Ipv6Net = v6(0x2000, 0, 3);

/// Of that, what isn't part of it, or leads to IPv4 addresses that could be anything.
const SPECIAL_V6: [Ipv6Net; 4] = [
    v6(0x2001, 0, 23),
    v6(0x2001, 0x0db8, 32),
    v6(0x2002, 0, 16),
    v6(0x3fff, 0, 20),
];

/// Decides which targets may be reached: public ones, and networks that the operator allows. Cheap to
/// clone.
#[derive(Debug, Clone, Default)]
pub struct Guard {
    allowed: Arc<[IpNet]>,
}

impl Guard {
    /// A guard that lets requests into these networks, too.
    #[must_use]
    pub fn new(allowed: &[IpNet]) -> Self {
        Self {
            allowed: allowed.into(),
        }
    }

    /// Refuses a URL that isn't https, or whose host is an address that isn't allowed. Plain http is for
    /// loopback alone, where the operator allows that. Names are looked at when they are resolved.
    ///
    /// # Errors
    /// [`Error::Refused`].
    pub fn check(&self, url: &Url) -> Result<(), Error> {
        let ip = match url.host().ok_or(Error::Refused)? {
            Host::Ipv4(ip) => Some(IpAddr::V4(ip)),
            Host::Ipv6(ip) => Some(IpAddr::V6(ip)),
            Host::Domain(_) => None,
        };
        let has_user = !url.username().is_empty() || url.password().is_some();
        let secure = match url.scheme() {
            "https" => true,
            "http" => ip.is_some_and(|ip| ip.is_loopback()),
            _ => false,
        };
        if !secure || has_user || ip.is_some_and(|ip| !self.permits(ip)) {
            return Err(Error::Refused);
        }
        Ok(())
    }

    /// Whether an address may be connected to.
    #[must_use]
    pub fn permits(&self, ip: IpAddr) -> bool {
        let ip = ip.to_canonical();
        is_public(ip) || self.allowed.iter().any(|net| net.contains(&ip))
    }
}

fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => !SPECIAL_V4.iter().any(|net| net.contains(&ip)),
        IpAddr::V6(ip) => {
            GLOBAL_V6.contains(&ip) && !SPECIAL_V6.iter().any(|net| net.contains(&ip))
        }
    }
}

/// A name leads to what may not be reached.
#[derive(Debug, thiserror::Error)]
#[error("Name leads to addresses that are refused")]
pub(crate) struct NameRefused;

/// The client connects to what this returns and to nothing else, so that no second answer of a name server
/// can lead elsewhere.
impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.clone();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let (permitted, refused): (Vec<SocketAddr>, Vec<SocketAddr>) =
                found.partition(|address| guard.permits(address.ip()));
            // One public address beside a private one is no accident.
            if !refused.is_empty() {
                return Err(NameRefused.into());
            }
            if permitted.is_empty() {
                return Err(io::Error::from(io::ErrorKind::NotFound).into());
            }
            Ok(Box::new(permitted.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn url(text: &str) -> Url {
        text.parse().expect("a URL")
    }

    #[rstest]
    #[case("https://8.8.8.8/")]
    #[case("https://[2606:4700:4700::1111]/")]
    #[case("https://login.example/")]
    fn public_targets_are_reached(#[case] text: &str) {
        assert!(Guard::default().check(&url(text)).is_ok());
    }

    #[rstest]
    #[case("https://127.0.0.1/")]
    #[case("https://0.0.0.0/")]
    #[case("https://10.1.2.3/")]
    #[case("https://172.31.255.1/")]
    #[case("https://192.168.0.1/")]
    #[case("https://100.100.100.200/")]
    #[case("https://169.254.169.254/latest/meta-data")]
    #[case("https://2130706433/")]
    #[case("https://0x7f.1/")]
    #[case("https://[::1]/")]
    #[case("https://[::]/")]
    #[case("https://[::ffff:10.0.0.1]/")]
    #[case("https://[::127.0.0.1]/")]
    #[case("https://[64:ff9b::10.0.0.1]/")]
    #[case("https://[2002:a00:1::]/")]
    #[case("https://[2001:0:1::]/")]
    #[case("https://[fd00:ec2::254]/")]
    #[case("https://[fe80::1]/")]
    #[case("https://[ff02::1]/")]
    #[case("http://8.8.8.8/")]
    #[case("http://login.example/")]
    #[case("http://127.0.0.1/")]
    #[case("https://user@login.example/")]
    #[case("https://user:password@8.8.8.8/")]
    #[case("file:///etc/passwd")]
    #[case("javascript:alert(1)")]
    fn what_only_the_own_network_reaches_is_refused(#[case] text: &str) {
        assert!(matches!(
            Guard::default().check(&url(text)),
            Err(Error::Refused)
        ));
    }

    #[test]
    fn the_operator_allows_networks_and_plain_http_on_loopback_alone() {
        let nets = ["127.0.0.0/8", "10.1.0.0/16"].map(|net| net.parse().expect("a network"));
        let guard = Guard::new(&nets);
        for allowed in ["http://127.0.0.1:8080/", "https://10.1.2.3/"] {
            assert!(guard.check(&url(allowed)).is_ok(), "{allowed}");
        }
        for refused in ["http://10.1.2.3/", "https://10.2.0.1/", "http://[::1]/"] {
            assert!(guard.check(&url(refused)).is_err(), "{refused}");
        }
        assert!(guard.permits("::ffff:10.1.2.3".parse().expect("an address")));
    }

    #[tokio::test]
    async fn a_name_that_leads_to_a_refused_address_is_refused() {
        let name: Name = "localhost".parse().expect("a name");
        let found = Guard::default().resolve(name).await;
        assert!(found.is_err_and(|error| error.is::<NameRefused>()));
    }
}
