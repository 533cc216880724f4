//! Finds out what answers at an address, and says it in the contract's words.

use api_client::{Certificate, CertificateFault, Found, NoPage, Outcome, Prober};
use domain::address::host_and_port;
use ipc::{
    AddressProbe, AlreadyView, CertificateView, ErrorCode, IpcError, ProbeCode, ProbeOutcome,
};
use url::Url;

use crate::{shell::Shell, windows::snapshot};

/// Probes what a person typed.
pub(crate) async fn run(shell: &Shell, request: AddressProbe) -> Result<ProbeOutcome, IpcError> {
    let prober = Prober::new().map_err(|e| IpcError::new(ErrorCode::Internal, e.to_string()))?;
    let outcome = look_up(&prober, &request.input, request.connector.as_deref()).await;
    let outcome = match outcome {
        // The person has said yes to where it leads.
        Outcome::RedirectsElsewhere { to, .. } if request.accept => {
            prober.probe_typed(to.as_str()).await
        }
        // … or to the address that answers without encryption alone.
        Outcome::PlainHttp {
            address,
            found: None,
        } if request.accept => prober.probe_typed(address.as_str()).await,
        outcome => outcome,
    };
    if let Some(found) = outcome.found() {
        remember(shell, found);
    }
    Ok(say(shell, outcome, request.accept))
}

/// What answers at what was typed; a connector that's known knows what its names stand for.
pub(crate) async fn look_up(prober: &Prober, typed: &str, connector: Option<&str>) -> Outcome {
    match connector.and_then(connectors::find) {
        Some(connector) => match connector.candidate(typed) {
            Ok(candidate) => prober.probe(&candidate).await,
            Err(error) => error.into(),
        },
        None => prober.probe_typed(typed).await,
    }
}

/// What was learnt of an address is at hand when its account opens.
pub(crate) fn remember(shell: &Shell, found: &Found) {
    let home = key(&found.home);
    let hosts = found.identity_hosts.clone();
    let mut shown = shell.shown();
    if let Some(document) = &found.document {
        shown.documents.insert(home.clone(), (**document).clone());
    }
    shown.identity_hosts.insert(home, hosts);
}

/// What is known of an address is found by: the same with a slash at the end or without.
pub(crate) fn key(home: &Url) -> String {
    home.as_str().trim_end_matches('/').to_owned()
}

fn blank(code: ProbeCode, host: String) -> ProbeOutcome {
    ProbeOutcome {
        code,
        address: None,
        host,
        connector: None,
        title: None,
        redirects_to: None,
        certificate: None,
        already: Vec::new(),
    }
}

/// What was found, as the texts about it are called (`probe-…`), and the host that they name.
pub(crate) fn told(outcome: &Outcome) -> (ProbeCode, String) {
    match outcome {
        Outcome::NotAnAddress { .. } => (ProbeCode::NotAnAddress, String::new()),
        Outcome::UnknownHost { host } => (ProbeCode::UnknownHost, host.clone()),
        Outcome::Refused { host, port, .. } => (ProbeCode::Refused, format!("{host}:{port}")),
        Outcome::TimedOut { host, .. } => (ProbeCode::TimedOut, host.clone()),
        Outcome::CertificateInvalid { host, .. } => (ProbeCode::CertificateInvalid, host.clone()),
        Outcome::CertificateExpired { host, .. } => (ProbeCode::CertificateExpired, host.clone()),
        Outcome::PlainHttp { address, .. } => {
            (ProbeCode::PlainHttp, host_and_port(address).to_owned())
        }
        Outcome::RedirectsElsewhere { from, .. } => (
            ProbeCode::RedirectsElsewhere,
            host_and_port(from).to_owned(),
        ),
        Outcome::NotAWebPage { host, why } => (no_page(why), host.clone()),
        Outcome::TooOld { host, .. } => (ProbeCode::TooOld, host.clone()),
        Outcome::ProxySignIn { host } => (ProbeCode::ProxySignIn, host.clone()),
        Outcome::UnknownCrm { found } => (ProbeCode::UnknownCrm, found.base.host_display()),
        Outcome::Works { found } => (ProbeCode::Works, found.base.host_display()),
    }
}

fn say(shell: &Shell, outcome: Outcome, accept: bool) -> ProbeOutcome {
    let (code, host) = told(&outcome);
    let plain = blank(code, host);
    match outcome {
        Outcome::CertificateInvalid {
            fault, certificate, ..
        } => ProbeOutcome {
            certificate: certificate.map(|c| self::certificate(c, reason(fault))),
            ..plain
        },
        Outcome::CertificateExpired { certificate, .. } => ProbeOutcome {
            certificate: certificate.map(|c| self::certificate(c, "expired")),
            ..plain
        },
        Outcome::PlainHttp {
            found: Some(found), ..
        } if accept => found_there(shell, *found, true),
        Outcome::PlainHttp { found, address } => ProbeOutcome {
            address: Some(found.map_or(address, |f| f.home.clone()).to_string()),
            ..plain
        },
        Outcome::RedirectsElsewhere { to, .. } => ProbeOutcome {
            redirects_to: Some(to.to_string()),
            ..plain
        },
        Outcome::UnknownCrm { found } => found_there(shell, *found, false),
        Outcome::Works { found } => found_there(shell, *found, true),
        _ => plain,
    }
}

const fn no_page(why: &NoPage) -> ProbeCode {
    match why {
        NoPage::NotHttp => ProbeCode::NotHttp,
        NoPage::Content { .. } => ProbeCode::NotAWebPage,
        NoPage::ServerError { .. } => ProbeCode::ServerError,
        NoPage::RedirectLoop => ProbeCode::RedirectLoop,
        NoPage::Empty => ProbeCode::EmptyAnswer,
    }
}

fn found_there(shell: &Shell, found: Found, known: bool) -> ProbeOutcome {
    let state = shell.state();
    let already: Vec<_> = state
        .registry
        .listed()
        .filter(|a| a.is_at(&found.home))
        .map(|a| AlreadyView {
            account: a.id.to_string(),
            label: state.registry.name(a),
            state: snapshot::state_of(&state, a),
        })
        .collect();
    let code = match (already.is_empty(), known && found.connector != "generic") {
        (false, _) => ProbeCode::AlreadyAdded,
        (true, true) => ProbeCode::Works,
        (true, false) => ProbeCode::UnknownCrm,
    };
    ProbeOutcome {
        address: Some(found.home.to_string()),
        connector: Some(found.connector),
        title: found.title,
        already,
        ..blank(code, found.base.host_display())
    }
}

/// What is wrong with a certificate, as the texts about it are called (`trouble-certificate-…`).
pub(crate) const fn reason(fault: CertificateFault) -> &'static str {
    match fault {
        CertificateFault::UnknownIssuer | CertificateFault::SelfSigned => "unknownIssuer",
        CertificateFault::WrongHost => "wrongHost",
        CertificateFault::Revoked | CertificateFault::Other => "other",
    }
}

fn certificate(c: Certificate, reason: &str) -> CertificateView {
    CertificateView {
        subject: c.subject,
        issuer: c.issuer,
        valid_from: Some(c.not_before.to_string()),
        valid_until: Some(c.not_after.to_string()),
        reason: reason.to_owned(),
    }
}
