//! What the desktop says to servers by itself, outside any account: whether an address is a CRM
//! ([`Prober`]), setting up the service that it runs on this computer ([`set_up`]), and taking the token of a device
//! back ([`revoke_device`]).
//!
//! Nothing is kept between two calls: no cookies, no cache, no connection. Certificates are never
//! accepted against the system's judgement.

mod certificate;
mod client;
mod device;
mod error;
mod outcome;
mod probe;
mod resolve;
mod service;
mod tls;

pub use certificate::Certificate;
pub use device::revoke_device;
pub use error::{ServiceError, StartError};
pub use outcome::{CertificateFault, Found, NoPage, Outcome, Unreachable, VersionFault};
pub use probe::{Limits, ProbeProxy, Prober, ProberOptions};
pub use service::{SetUp, SetUpDone, set_up};
