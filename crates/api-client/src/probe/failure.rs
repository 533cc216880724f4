//! Errors of a request, sorted into outcomes.

use std::{error::Error, io};

use domain::address;
use url::Url;

use crate::{
    Certificate, NoPage, Outcome, Unreachable, VersionFault,
    resolve::UnknownHost,
    tls::{Fault, Shown},
};

/// Why there was no answer.
#[derive(Debug)]
pub(super) enum Failure {
    UnknownHost,
    Unreachable(Unreachable),
    Certificate(Fault, Option<Certificate>),
    TlsTooOld,
    ProxySignIn,
    TimedOut,
    NotHttp,
}

impl Failure {
    pub(super) fn into_outcome(self, url: &Url) -> Outcome {
        let host = host_of(url);
        match self {
            Self::UnknownHost => Outcome::UnknownHost { host },
            Self::Unreachable(reason) => Outcome::Refused {
                host,
                port: url.port_or_known_default().unwrap_or_default(),
                reason,
            },
            Self::Certificate(Fault::Expired, certificate) => {
                Outcome::CertificateExpired { host, certificate }
            }
            Self::Certificate(Fault::Invalid(fault), certificate) => Outcome::CertificateInvalid {
                host,
                fault,
                certificate,
            },
            Self::TlsTooOld => Outcome::TooOld {
                host,
                what: VersionFault::Tls,
            },
            Self::ProxySignIn => Outcome::ProxySignIn { host },
            Self::TimedOut => Outcome::TimedOut { host, waited_ms: 0 },
            Self::NotHttp => Outcome::NotAWebPage {
                host,
                why: NoPage::NotHttp,
            },
        }
    }
}

/// The host of an address as people may safely read it.
pub(super) fn host_of(url: &Url) -> String {
    address::display_host(url.host_str().unwrap_or_default())
}

/// Sorts an error of the HTTP client; `shown` is what the server showed as its certificate.
pub(super) fn of(error: &reqwest::Error, shown: &Shown) -> Failure {
    if let Some(fault) = shown.fault {
        return Failure::Certificate(fault, shown.certificate.clone());
    }
    if find::<UnknownHost>(error).is_some() {
        return Failure::UnknownHost;
    }
    if error.is_timeout() {
        return Failure::TimedOut;
    }
    if wants_proxy_sign_in(error) {
        return Failure::ProxySignIn;
    }
    if let Some(tls) = find::<rustls::Error>(error) {
        return of_tls(tls);
    }
    match find::<io::Error>(error).map(io::Error::kind) {
        Some(io::ErrorKind::ConnectionRefused) => Failure::Unreachable(Unreachable::NobodyListens),
        Some(io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable) => {
            Failure::Unreachable(Unreachable::NoRoute)
        }
        Some(io::ErrorKind::TimedOut) => Failure::TimedOut,
        Some(
            io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe,
        ) => Failure::Unreachable(Unreachable::Closed),
        _ => Failure::NotHttp,
    }
}

fn of_tls(error: &rustls::Error) -> Failure {
    use rustls::{AlertDescription, Error};
    match error {
        Error::PeerIncompatible(_)
        | Error::AlertReceived(
            AlertDescription::ProtocolVersion
            | AlertDescription::HandshakeFailure
            | AlertDescription::InsufficientSecurity,
        ) => Failure::TlsTooOld,
        _ => Failure::NotHttp,
    }
}

/// The HTTP library keeps the type of this error to itself; its text is all there is. A test holds
/// it.
fn wants_proxy_sign_in(error: &reqwest::Error) -> bool {
    causes(error).any(|cause| cause.to_string().ends_with("proxy authorization required"))
}

/// The first cause of a type. I/O errors hide what they wrap from `source`.
fn find<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    causes(error).find_map(|cause| cause.downcast_ref::<T>())
}

fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| cause_of(*error))
}

fn cause_of<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error.downcast_ref::<io::Error>() {
        Some(io) => io.get_ref().map(|inner| inner as &(dyn Error + 'static)),
        None => error.source(),
    }
}
