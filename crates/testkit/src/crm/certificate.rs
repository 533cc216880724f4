//! The certificate of the TLS port: signed by an authority of this run that nobody trusts.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use crate::TestkitError;

/// How many visitors of the isolation page have a host name of their own for HSTS.
pub(crate) const HSTS_HOSTS: usize = 12;

/// A fresh authority and the TLS set-up with a certificate of it.
pub(crate) struct Certificate {
    pub(crate) acceptor: TlsAcceptor,
    /// The authority's certificate in PEM, for a test that wants to trust it.
    pub(crate) authority_pem: String,
}

impl Certificate {
    pub(crate) fn new() -> Result<Self, TestkitError> {
        let authority = authority()?;
        let key = KeyPair::generate()?;
        let mut params = CertificateParams::new(host_names())?;
        params
            .distinguished_name
            .push(DnType::CommonName, "crm.example");
        let leaf = params.signed_by(&key, &authority)?;
        let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(
                vec![leaf.der().clone()],
                PrivateKeyDer::Pkcs8(key.serialize_der().into()),
            )?;
        Ok(Self {
            acceptor: TlsAcceptor::from(Arc::new(config)),
            authority_pem: authority.pem(),
        })
    }
}

fn authority() -> Result<CertifiedIssuer<'static, KeyPair>, TestkitError> {
    let mut params = CertificateParams::new(Vec::new())?;
    params
        .distinguished_name
        .push(DnType::CommonName, "Fake CRM test authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    Ok(CertifiedIssuer::self_signed(params, KeyPair::generate()?)?)
}

fn host_names() -> Vec<String> {
    let fixed = [
        "localhost",
        "127.0.0.1",
        "a.localhost",
        "b.localhost",
        "other.localhost",
    ];
    let own = (1..=HSTS_HOSTS).map(hsts_host);
    fixed.into_iter().map(String::from).chain(own).collect()
}

/// The host name whose HSTS entry is the mark of the n-th visitor.
pub(crate) fn hsts_host(number: usize) -> String {
    format!("hsts-{number}.localhost")
}
