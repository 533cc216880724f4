//! Where the server is reached from.

use std::net::{IpAddr, SocketAddr};

use url::{Host, Url};

use crate::error::ServeError;

/// The one origin under which the server answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BaseUrl {
    origin: String,
    authority: String,
    host: String,
    https: bool,
}

impl BaseUrl {
    /// The origin that was configured or, on this machine, the listener's.
    pub(crate) fn of(
        configured: Option<&str>,
        listen: SocketAddr,
        encrypted: bool,
    ) -> Result<Self, ServeError> {
        match configured {
            Some(text) => Self::parse(text),
            None if listen.ip().is_loopback() => Ok(Self::loopback(listen, encrypted)),
            None => Err(ServeError::BaseUrlRequired { address: listen }),
        }
    }

    /// The origin of a listener on this machine.
    fn loopback(address: SocketAddr, encrypted: bool) -> Self {
        let scheme = if encrypted { "https" } else { "http" };
        Self {
            origin: format!("{scheme}://{address}"),
            authority: address.to_string(),
            host: address.ip().to_string(),
            https: encrypted,
        }
    }

    /// An origin that the operator configured: https, or http on this machine.
    pub(crate) fn parse(text: &str) -> Result<Self, ServeError> {
        let invalid = || ServeError::BaseUrlInvalid {
            text: text.to_owned(),
        };
        let url = Url::parse(text).map_err(|_| invalid())?;
        let https = url.scheme() == "https";
        let bare = matches!(url.path(), "" | "/")
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        if !bare || !(https || url.scheme() == "http") {
            return Err(invalid());
        }
        if !https && !is_loopback(&url) {
            return Err(ServeError::BaseUrlInsecure {
                text: text.to_owned(),
            });
        }
        let origin = url.origin().ascii_serialization();
        let authority = origin.split_once("://").ok_or_else(invalid)?.1.to_owned();
        let host = match url.host().ok_or_else(invalid)? {
            Host::Domain(name) => name.to_owned(),
            Host::Ipv4(ip) => ip.to_string(),
            Host::Ipv6(ip) => ip.to_string(),
        };
        Ok(Self {
            origin,
            authority,
            host,
            https,
        })
    }

    /// `https://crm.example`, without a slash at the end.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// `crm.example`, with the port if it isn't the scheme's own.
    pub(crate) fn authority(&self) -> &str {
        &self.authority
    }

    /// `crm.example`, without a port; an address without brackets.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// What stands after the `@` of the server's own addresses.
    pub(crate) fn mail_domain(&self) -> &str {
        let is_name = self.host.starts_with(|c: char| c.is_ascii_alphabetic());
        if is_name { &self.host } else { "localhost" }
    }

    pub(crate) const fn is_https(&self) -> bool {
        self.https
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_kept_in_its_normal_form() {
        let base = BaseUrl::parse("https://CRM.example:443/").expect("an origin");
        assert_eq!(
            (base.origin(), base.authority()),
            ("https://crm.example", "crm.example")
        );
        assert!(base.is_https());
        let base = BaseUrl::parse("http://localhost:8090").expect("an origin");
        assert_eq!(base.authority(), "localhost:8090");
    }

    #[test]
    fn what_is_no_origin_or_would_send_passwords_in_the_clear_is_refused() {
        for text in [
            "crm.example",
            "ftp://crm.example",
            "https://crm.example/x",
            "https://a@b.example",
        ] {
            let error = BaseUrl::parse(text).expect_err(text);
            assert_eq!(error.code(), "base_url_invalid", "{text}");
        }
        let error = BaseUrl::parse("http://crm.example").expect_err("insecure");
        assert_eq!(error.code(), "base_url_insecure");
    }
}
