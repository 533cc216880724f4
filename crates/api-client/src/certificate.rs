//! A server's certificate, as people look at it.

use jiff::Timestamp;
use serde::Serialize;
use x509_parser::prelude::{FromDer, GeneralName, X509Certificate, X509Name};

/// The details that help to decide whom a certificate belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Certificate {
    /// For whom.
    pub subject: String,
    /// By whom.
    pub issuer: String,
    /// Good from.
    pub not_before: Timestamp,
    /// Good until.
    pub not_after: Timestamp,
    /// Host names and addresses that it is for.
    pub names: Vec<String>,
    /// Whether it is signed by itself.
    pub self_signed: bool,
}

/// The longest name that is shown.
const MAX_NAME: usize = 200;

impl Certificate {
    /// Reads the certificate that a server showed. `None` when it can't be read.
    #[must_use]
    pub fn from_der(der: &[u8]) -> Option<Self> {
        let (_, certificate) = X509Certificate::from_der(der).ok()?;
        let validity = certificate.validity();
        let names = certificate.subject_alternative_name().ok().flatten();
        Some(Self {
            subject: name(certificate.subject()),
            issuer: name(certificate.issuer()),
            not_before: Timestamp::from_second(validity.not_before.timestamp()).ok()?,
            not_after: Timestamp::from_second(validity.not_after.timestamp()).ok()?,
            names: names
                .iter()
                .flat_map(|names| &names.value.general_names)
                .filter_map(alternative_name)
                .take(20)
                .collect(),
            self_signed: certificate.subject() == certificate.issuer(),
        })
    }
}

/// The common name, else the organisation, else everything.
fn name(name: &X509Name<'_>) -> String {
    let first = name
        .iter_common_name()
        .chain(name.iter_organization())
        .find_map(|attribute| attribute.as_str().ok());
    cut(&first.map_or_else(|| name.to_string(), str::to_owned))
}

fn alternative_name(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some(cut(name)),
        GeneralName::IPAddress(bytes) => match bytes.len() {
            4 => <[u8; 4]>::try_from(*bytes)
                .ok()
                .map(|ip| std::net::Ipv4Addr::from(ip).to_string()),
            16 => <[u8; 16]>::try_from(*bytes)
                .ok()
                .map(|ip| std::net::Ipv6Addr::from(ip).to_string()),
            _ => None,
        },
        _ => None,
    }
}

/// A server writes what it likes into its certificate.
fn cut(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .take(MAX_NAME)
        .collect()
}
