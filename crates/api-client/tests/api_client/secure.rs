//! Certificates, good and bad.

use api_client::{CertificateFault, Outcome, Prober, ProberOptions, VersionFault};

use crate::server::{Authority, Identity, LOGIN, Reply, Server, html, only_root};

/// A year in which the certificates of these tests are good.
const GOOD: i32 = 2090;

fn prober(server: &Server, roots: &[&Authority]) -> Prober {
    Prober::with(ProberOptions {
        fixed_hosts: [("crm.acme.test".to_owned(), server.address)].into(),
        extra_roots: roots
            .iter()
            .map(|authority| authority.root.clone())
            .collect(),
        ..ProberOptions::default()
    })
    .unwrap()
}

async fn probe(identity: &Identity, roots: &[&Authority]) -> (Outcome, usize) {
    let server = Server::https(identity, |request| only_root(request, || html(LOGIN))).await;
    let typed = format!("https://crm.acme.test:{}/", server.address.port());
    let outcome = prober(&server, roots).probe_typed(&typed).await;
    (outcome, server.seen().len())
}

#[tokio::test]
async fn a_certificate_that_is_trusted_is_shown_with_its_details() {
    let authority = Authority::new("Test CA");
    let (outcome, _) = probe(&authority.sign("crm.acme.test", GOOD), &[&authority]).await;
    assert_eq!(outcome.code(), "unknown_crm");
    let certificate = outcome.found().unwrap().certificate.clone().unwrap();
    assert_eq!(
        (certificate.subject.as_str(), certificate.issuer.as_str()),
        ("crm.acme.test", "Test CA")
    );
    assert_eq!(certificate.names, ["crm.acme.test"]);
    assert!(certificate.not_after.to_string().starts_with("2090-12-31"));
    assert!(!certificate.self_signed);
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused_before_anything_is_sent() {
    let stranger = Authority::new("Stranger");
    for (identity, expected) in [
        (
            Identity::self_signed("crm.acme.test", GOOD),
            CertificateFault::SelfSigned,
        ),
        (
            stranger.sign("crm.acme.test", GOOD),
            CertificateFault::UnknownIssuer,
        ),
    ] {
        let (outcome, requests) = probe(&identity, &[]).await;
        let Outcome::CertificateInvalid {
            host,
            fault,
            certificate,
        } = outcome
        else {
            panic!("{outcome:?}")
        };
        assert_eq!((host.as_str(), fault), ("crm.acme.test", expected));
        assert_eq!(certificate.unwrap().subject, "crm.acme.test");
        assert_eq!(requests, 0);
    }
}

#[tokio::test]
async fn a_certificate_for_another_host_is_refused() {
    let authority = Authority::new("Test CA");
    let (outcome, _) = probe(&authority.sign("shop.other.test", GOOD), &[&authority]).await;
    let Outcome::CertificateInvalid {
        fault, certificate, ..
    } = outcome
    else {
        panic!("{outcome:?}")
    };
    assert_eq!(fault, CertificateFault::WrongHost);
    assert_eq!(certificate.unwrap().names, ["shop.other.test"]);
}

#[tokio::test]
async fn an_expired_certificate_says_since_when() {
    let authority = Authority::new("Test CA");
    for identity in [
        authority.sign("crm.acme.test", 2020),
        Identity::self_signed("crm.acme.test", 2020),
    ] {
        let (outcome, requests) = probe(&identity, &[&authority]).await;
        let Outcome::CertificateExpired { certificate, .. } = outcome else {
            panic!("{outcome:?}")
        };
        assert!(
            certificate
                .unwrap()
                .not_after
                .to_string()
                .starts_with("2020-12-31")
        );
        assert_eq!(requests, 0);
    }
}

#[tokio::test]
async fn a_server_without_a_common_version_of_tls_is_too_old() {
    // A fatal alert, "protocol version" (RFC 8446, section 6.2).
    let alert = [21, 3, 1, 0, 2, 2, 70];
    let server = Server::http(move |_| Reply::Bytes(alert.to_vec())).await;
    let typed = format!("https://crm.acme.test:{}/", server.address.port());
    let outcome = prober(&server, &[]).probe_typed(&typed).await;
    let host = "crm.acme.test".to_owned();
    assert_eq!(
        outcome,
        Outcome::TooOld {
            host,
            what: VersionFault::Tls
        }
    );
}

#[tokio::test]
async fn a_redirect_to_plain_http_is_asked_about() {
    let plain = Server::http(|request| only_root(request, || html(LOGIN))).await;
    let authority = Authority::new("Test CA");
    let to = format!("http://crm.acme.test:{}/", plain.address.port());
    let target = to.clone();
    let secure = Server::https(&authority.sign("crm.acme.test", GOOD), move |_| {
        crate::server::redirect(&target)
    })
    .await;
    let typed = format!("https://crm.acme.test:{}/", secure.address.port());
    let outcome = prober(&secure, &[&authority]).probe_typed(&typed).await;
    let Outcome::PlainHttp { address, found } = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(address.as_str(), to);
    assert_eq!(found.unwrap().base.home().as_str(), to);
}
