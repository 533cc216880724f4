//! The server's own certificate, as it is named in settings.

use std::{net::SocketAddr, path::PathBuf};

use clap::Args;

use super::file::ConfigFile;
use crate::{options::TlsOptions, tls::TlsError};

/// TLS without a proxy.
#[derive(Debug, Default, Args)]
pub struct TlsArgs {
    /// The file of the server's certificate and of those that lead to its authority, in PEM; read again
    /// when it changes [default: none, so that a proxy speaks https]
    #[arg(long, value_name = "FILE", env = "NINEFOLD_TLS_CERTIFICATE")]
    pub tls_certificate: Option<PathBuf>,

    /// The file of the certificate's private key, in PEM, which no other user may read
    #[arg(long, value_name = "FILE", env = "NINEFOLD_TLS_KEY")]
    pub tls_key: Option<PathBuf>,

    /// Where plain HTTP is answered by sending people to the base URL, such as 0.0.0.0:80
    /// [default: nowhere]
    #[arg(long, value_name = "IP:PORT", env = "NINEFOLD_REDIRECT_HTTP")]
    pub redirect_http: Option<SocketAddr>,
}

impl TlsArgs {
    /// What counts of it and the file: both files, or neither.
    pub(super) fn options(self, file: &mut ConfigFile) -> Result<Option<TlsOptions>, TlsError> {
        let certificate = self.tls_certificate.or_else(|| file.tls_certificate.take());
        let key = self.tls_key.or_else(|| file.tls_key.take());
        match (certificate, key) {
            (Some(certificate), Some(key)) => Ok(Some(TlsOptions { certificate, key })),
            (None, None) => Ok(None),
            _ => Err(TlsError::Incomplete),
        }
    }
}
