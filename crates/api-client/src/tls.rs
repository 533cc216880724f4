//! TLS with the system's judgement, and a memory of what it judged.

use std::sync::{Arc, Mutex, PoisonError};

use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::CryptoProvider,
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use rustls_platform_verifier::Verifier;

use crate::{Certificate, StartError, outcome::CertificateFault};

/// The certificate that a server showed last, and what was wrong with it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shown {
    pub(crate) certificate: Option<Certificate>,
    pub(crate) fault: Option<Fault>,
}

/// Why a certificate was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Not good any more, or not yet.
    Expired,
    /// Never good here.
    Invalid(CertificateFault),
}

/// Where the last certificate is remembered; shared by one probe and its connections.
#[derive(Debug, Clone, Default)]
pub(crate) struct Memory(Arc<Mutex<Shown>>);

impl Memory {
    pub(crate) fn last(&self) -> Shown {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(crate) fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Shown::default();
    }

    fn remember(&self, shown: Shown) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = shown;
    }
}

/// What the system trusts. Reading it takes a while: made once.
pub(crate) struct Trust {
    provider: Arc<CryptoProvider>,
    verifier: Arc<dyn ServerCertVerifier>,
}

impl Trust {
    /// The system's trust, with roots of one's own besides (company policy, tests).
    pub(crate) fn new(extra_roots: Vec<CertificateDer<'static>>) -> Result<Self, StartError> {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let verifier = Verifier::new_with_extra_roots(extra_roots, Arc::clone(&provider))
            .map_err(StartError::Certificates)?;
        Ok(Self {
            provider,
            verifier: Arc::new(verifier),
        })
    }

    /// A configuration that writes into `memory`.
    pub(crate) fn config(&self, memory: &Memory) -> Result<ClientConfig, StartError> {
        let verifier = Remembering {
            inner: Arc::clone(&self.verifier),
            memory: memory.clone(),
        };
        let mut config = ClientConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_safe_default_protocol_versions()
            .map_err(StartError::Certificates)?
            // Not to accept more: the system's judgement is only written down.
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth();
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(config)
    }
}

#[derive(Debug)]
struct Remembering {
    inner: Arc<dyn ServerCertVerifier>,
    memory: Memory,
}

impl ServerCertVerifier for Remembering {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verdict = self.inner.verify_server_cert(
            end_entity,
            intermediates,
            server_name,
            ocsp_response,
            now,
        );
        let certificate = Certificate::from_der(end_entity);
        let fault = verdict
            .as_ref()
            .err()
            .map(|error| fault(error, certificate.as_ref(), now));
        self.memory.remember(Shown { certificate, fault });
        verdict
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.inner.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.inner.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }
}

fn fault(error: &Error, certificate: Option<&Certificate>, now: UnixTime) -> Fault {
    let Error::InvalidCertificate(error) = error else {
        return Fault::Invalid(CertificateFault::Other);
    };
    let now = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
    let out_of_time = certificate
        .is_some_and(|c| now > c.not_after.as_second() || now < c.not_before.as_second());
    match error {
        CertificateError::Expired
        | CertificateError::ExpiredContext { .. }
        | CertificateError::NotValidYet
        | CertificateError::NotValidYetContext { .. } => Fault::Expired,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            Fault::Invalid(CertificateFault::WrongHost)
        }
        CertificateError::Revoked => Fault::Invalid(CertificateFault::Revoked),
        _ if out_of_time => Fault::Expired,
        _ if certificate.is_some_and(|certificate| certificate.self_signed) => {
            Fault::Invalid(CertificateFault::SelfSigned)
        }
        CertificateError::UnknownIssuer => Fault::Invalid(CertificateFault::UnknownIssuer),
        _ => Fault::Invalid(CertificateFault::Other),
    }
}
