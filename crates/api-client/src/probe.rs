//! Probing: is there a CRM at this address, and which?

mod answer;
mod failure;
mod page;
mod walk;

use std::{collections::BTreeMap, net::SocketAddr, time::Duration};

use domain::{AddressError, Candidate, address};
use rustls::pki_types::CertificateDer;
use tokio::time::Instant;
use url::Url;

use crate::{Outcome, StartError, tls::Trust};

/// What one probe may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// For everything together.
    pub total: Duration,
    /// Bytes of a page; the rest isn't read.
    pub body: usize,
    /// Redirects that are followed.
    pub redirects: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            total: Duration::from_secs(8),
            body: 256 * 1024,
            redirects: 5,
        }
    }
}

/// What differs from how the system does it.
#[derive(Debug, Clone, Default)]
pub struct ProberOptions {
    /// What a probe may take.
    pub limits: Limits,
    /// How servers are reached. This computer itself always is without a proxy.
    pub proxy: ProbeProxy,
    /// Roots to trust besides the system's, as DER.
    pub extra_roots: Vec<Vec<u8>>,
    /// Fixed addresses of names; a port in the asked address goes before the one here.
    pub fixed_hosts: BTreeMap<String, SocketAddr>,
}

/// How servers are reached.
#[derive(Debug, Clone, Default)]
pub enum ProbeProxy {
    /// As the system has it.
    #[default]
    System,
    /// Without any proxy.
    Direct,
    /// Through this one, `http://host:port` or `socks5://host:port`.
    Server(Url),
}

/// Probes addresses. Making one reads the system's certificates; it can be kept and shared.
pub struct Prober {
    options: ProberOptions,
    trust: Trust,
}

impl Prober {
    /// A prober that does as the system does.
    ///
    /// # Errors
    /// [`StartError`], when the system's certificates can't be read.
    pub fn new() -> Result<Self, StartError> {
        Self::with(ProberOptions::default())
    }

    /// A prober with settings of its own.
    ///
    /// # Errors
    /// [`StartError`], when certificates can't be read or the proxy's address is none.
    pub fn with(options: ProberOptions) -> Result<Self, StartError> {
        let roots = options
            .extra_roots
            .iter()
            .cloned()
            .map(CertificateDer::from)
            .collect();
        let prober = Self {
            trust: Trust::new(roots)?,
            options,
        };
        // Fails here rather than at the first probe.
        walk::Walker::new(&prober.options, &prober.trust)?;
        Ok(prober)
    }

    /// Probes what a person typed.
    pub async fn probe_typed(&self, typed: &str) -> Outcome {
        match address::parse(typed) {
            Ok(candidate) => self.probe(&candidate).await,
            Err(error) => error.into(),
        }
    }

    /// Tries the addresses in order, in a throw-away session, until one answers. When none does,
    /// the outcome of the one that got farthest is given. Takes at most [`Limits::total`].
    pub async fn probe(&self, candidate: &Candidate) -> Outcome {
        let started = Instant::now();
        let end = started + self.options.limits.total;
        let mut best = Outcome::from(AddressError::InvalidHost);
        let urls = candidate.urls();
        for (i, url) in urls.iter().enumerate() {
            let Ok(walker) = walk::Walker::new(&self.options, &self.trust) else {
                break;
            };
            let left = end.saturating_duration_since(Instant::now());
            let share = left / u32::try_from(urls.len() - i).unwrap_or(1);
            let outcome = match tokio::time::timeout(share, walker.walk(url)).await {
                Ok(Outcome::TimedOut { host, .. }) => Outcome::timed_out(host, started.elapsed()),
                Ok(outcome) => outcome,
                Err(_) => Outcome::timed_out(failure::host_of(url), started.elapsed()),
            };
            let outcome = or_plain(candidate, url, outcome);
            if outcome.distance() >= best.distance() {
                best = outcome;
            }
            if best.found().is_some() {
                break;
            }
        }
        best
    }
}

/// A server that speaks plain HTTP where https was guessed: to be asked about, not followed.
fn or_plain(candidate: &Candidate, url: &Url, outcome: Outcome) -> Outcome {
    let no_tls = matches!(
        &outcome,
        Outcome::NotAWebPage {
            why: crate::NoPage::NotHttp,
            ..
        }
    );
    let guessed = !candidate.has_explicit_scheme() && url.scheme() == "https";
    if !no_tls || !guessed || address::is_loopback(url) {
        return outcome;
    }
    let mut plain = url.clone();
    match plain.set_scheme("http") {
        Ok(()) => Outcome::PlainHttp {
            found: None,
            address: plain,
        },
        Err(()) => outcome,
    }
}
