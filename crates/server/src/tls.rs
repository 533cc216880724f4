//! The server's own certificate: read from files, checked, and read again when they change.

use std::{
    error::Error,
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use axum_server::tls_rustls::RustlsConfig;
use domain::Sensitive;
use jiff::Timestamp;
use rustls::{
    ServerConfig,
    client::verify_server_name,
    crypto::aws_lc_rs,
    pki_types::{
        CertificateDer, InvalidDnsNameError, PrivateKeyDer, ServerName,
        pem::{self, PemObject as _},
    },
    server::ParsedCertificate,
};
use sha2::{Digest as _, Sha256};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::{base_url::BaseUrl, options::TlsOptions, state::AppState};

/// How often the files are looked at. They are small, and their times tell little: whoever renews them
/// may point a link elsewhere.
const EVERY: Duration = Duration::from_secs(5);

/// Why a certificate can't be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A certificate without its key, or the other way round.
    #[error("TLS needs both tls-certificate and tls-key")]
    Incomplete,
    /// People would be sent to an address that isn't encrypted.
    #[error("TLS needs an https base URL, not {origin}")]
    BaseUrl {
        /// The base URL.
        origin: String,
    },
    /// A file can't be read.
    #[error("Read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Others could read the key, or put another in its place.
    #[error(
        "{} can be read or written by other users: let its owner alone read it (chmod 600)",
        path.display()
    )]
    KeyExposed {
        /// The file.
        path: PathBuf,
    },
    /// The file isn't a chain of certificates.
    #[error("{} holds no certificate in PEM", path.display())]
    NoCertificate {
        /// The file.
        path: PathBuf,
    },
    /// The file isn't a private key, or one under a passphrase.
    #[error("{} holds no private key in PEM, or one under a passphrase", path.display())]
    NoKey {
        /// The file.
        path: PathBuf,
    },
    /// The key is another certificate's.
    #[error("{} isn't the key of the certificate in {}", key.display(), certificate.display())]
    KeyMismatch {
        /// The file of the certificate.
        certificate: PathBuf,
        /// The file of the key.
        key: PathBuf,
    },
    /// Every browser would refuse it.
    #[error("The certificate in {} isn't for {host}", path.display())]
    OtherHost {
        /// The file.
        path: PathBuf,
        /// The host of the base URL.
        host: String,
    },
    /// The certificate or its key is of a kind that can't be used.
    #[error("The certificate in {} can't be used", path.display())]
    Unusable {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        #[source]
        source: rustls::Error,
    },
}

impl TlsError {
    /// What programs tell it by.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Incomplete => "tls_incomplete",
            Self::BaseUrl { .. } => "tls_needs_https",
            Self::Read { .. } => "tls_file_unreadable",
            Self::KeyExposed { .. } => "tls_key_exposed",
            Self::NoCertificate { .. } => "tls_certificate_invalid",
            Self::NoKey { .. } => "tls_key_invalid",
            Self::KeyMismatch { .. } => "tls_key_mismatch",
            Self::OtherHost { .. } => "tls_other_host",
            Self::Unusable { .. } => "tls_unusable",
        }
    }
}

/// A certificate that is in use, with the files that it comes from.
pub(crate) struct Tls {
    files: TlsOptions,
    host: String,
    config: RustlsConfig,
    seen: Option<Mark>,
}

/// Tells what files held from what they hold.
type Mark = [u8; 32];

/// What the files hold.
struct Contents {
    certificate: Vec<u8>,
    key: Sensitive<Vec<u8>>,
}

impl Tls {
    /// Reads and checks the files, for a server that people reach at the base URL.
    pub(crate) fn load(
        files: &TlsOptions,
        base: &BaseUrl,
        now: Timestamp,
    ) -> Result<Self, TlsError> {
        if !base.is_https() {
            let origin = base.origin().to_owned();
            return Err(TlsError::BaseUrl { origin });
        }
        let contents = Contents::read(files)?;
        let config = contents.config(files, base.host(), now)?;
        Ok(Self {
            files: files.clone(),
            host: base.host().to_owned(),
            config: RustlsConfig::from_config(Arc::new(config)),
            seen: Some(contents.mark()),
        })
    }

    /// What connections are encrypted by: those that are made after a change, by what is new.
    pub(crate) fn config(&self) -> RustlsConfig {
        self.config.clone()
    }

    /// Takes what is new in the files until told to stop. What can't be used changes nothing.
    pub(crate) async fn watch(mut self, state: AppState, stop: CancellationToken) {
        let mut ticks = interval(EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while stop.run_until_cancelled(ticks.tick()).await.is_some() {
            let files = self.files.clone();
            let looked = tokio::task::spawn_blocking(move || Contents::read(&files)).await;
            match looked {
                Ok(contents) => self.take(contents, state.now()),
                Err(error) => tracing::error!(
                    error = &error as &dyn Error,
                    "Files of the certificate aren't looked at"
                ),
            }
        }
    }

    /// Says once of each change what came of it.
    fn take(&mut self, contents: Result<Contents, TlsError>, now: Timestamp) {
        let mark = contents.as_ref().ok().map(Contents::mark);
        if mark == self.seen {
            return;
        }
        self.seen = mark;
        let config = contents.and_then(|contents| contents.config(&self.files, &self.host, now));
        match config {
            Ok(config) => {
                self.config.reload_from_config(Arc::new(config));
                tracing::info!("New certificate is in use");
            }
            // Whoever renews it may have written one of two files so far.
            Err(error) => tracing::warn!(
                code = error.code(),
                error = &error as &dyn Error,
                "New certificate can't be used: the one from before stays"
            ),
        }
    }
}

impl Contents {
    fn read(files: &TlsOptions) -> Result<Self, TlsError> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            |source| TlsError::Read { path, source }
        };
        let mut certificate = Vec::new();
        File::open(&files.certificate)
            .and_then(|mut file| file.read_to_end(&mut certificate))
            .map_err(failed(&files.certificate))?;
        let mut file = File::open(&files.key).map_err(failed(&files.key))?;
        if !is_private(&file).map_err(failed(&files.key))? {
            let path = files.key.clone();
            return Err(TlsError::KeyExposed { path });
        }
        let mut key = Vec::new();
        file.read_to_end(&mut key).map_err(failed(&files.key))?;
        Ok(Self {
            certificate,
            key: Sensitive::new(key),
        })
    }

    fn mark(&self) -> Mark {
        let certificate = Sha256::digest(&self.certificate);
        // EXPOSE: a digest of the whole file tells nothing of it.
        let key = Sha256::digest(self.key.expose());
        Sha256::new()
            .chain_update(certificate)
            .chain_update(key)
            .finalize()
            .into()
    }

    fn config(
        &self,
        files: &TlsOptions,
        host: &str,
        now: Timestamp,
    ) -> Result<ServerConfig, TlsError> {
        let chain = self.chain(&files.certificate)?;
        is_for(&chain, host, &files.certificate)?;
        warn_of_age(&chain, now);
        // EXPOSE: it goes where connections are encrypted by it.
        let key = PrivateKeyDer::from_pem_slice(self.key.expose());
        let key = key.map_err(|_| TlsError::NoKey {
            path: files.key.clone(),
        })?;
        let unusable = |source| match source {
            rustls::Error::InconsistentKeys(_) => TlsError::KeyMismatch {
                certificate: files.certificate.clone(),
                key: files.key.clone(),
            },
            source => TlsError::Unusable {
                path: files.certificate.clone(),
                source,
            },
        };
        let provider = Arc::new(aws_lc_rs::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(unusable)?
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .map_err(unusable)?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(config)
    }

    fn chain(&self, path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
        let chain: Result<Vec<_>, pem::Error> =
            CertificateDer::pem_slice_iter(&self.certificate).collect();
        match chain {
            Ok(chain) if !chain.is_empty() => Ok(chain),
            _ => Err(TlsError::NoCertificate {
                path: path.to_owned(),
            }),
        }
    }
}

/// Whether a browser that is sent to the host takes the certificate for it.
fn is_for(chain: &[CertificateDer<'_>], host: &str, path: &Path) -> Result<(), TlsError> {
    let path = || path.to_owned();
    let other = || TlsError::OtherHost {
        path: path(),
        host: host.to_owned(),
    };
    let leaf = chain
        .first()
        .ok_or_else(|| TlsError::NoCertificate { path: path() })?;
    let leaf = ParsedCertificate::try_from(leaf).map_err(|source| TlsError::Unusable {
        path: path(),
        source,
    })?;
    let name = ServerName::try_from(host).map_err(|_: InvalidDnsNameError| other())?;
    verify_server_name(&leaf, &name).map_err(|_| other())
}

/// An expired certificate is still better than none: who renews it may be on the way.
fn warn_of_age(chain: &[CertificateDer<'_>], now: Timestamp) {
    let leaf = chain.first();
    let leaf = leaf.and_then(|leaf| x509_parser::parse_x509_certificate(leaf).ok());
    let Some((_, leaf)) = leaf else {
        return;
    };
    let until = leaf.validity().not_after;
    if until.timestamp() <= now.as_second() {
        tracing::warn!(%until, "The certificate has expired");
    } else {
        tracing::info!(%until, "The certificate is good");
    }
}

/// Whether the key is its owner's alone. A key of root's may be readable by a group, as systems keep
/// theirs that several services share.
#[cfg(unix)]
fn is_private(file: &File) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt as _;
    let found = file.metadata()?;
    let others = if found.uid() == 0 { 0o027 } else { 0o077 };
    Ok(found.mode() & others == 0)
}

/// On Windows a file's readers are set by its folder.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "other systems can fail here")]
fn is_private(_file: &File) -> io::Result<bool> {
    Ok(true)
}
