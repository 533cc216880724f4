//! Small servers that answer whatever a test wants, and remember what they were asked.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpListener,
    task::JoinSet,
};
use tokio_rustls::{TlsAcceptor, rustls};

/// What a server does with one request.
pub(crate) enum Reply {
    /// Sends these bytes and closes.
    Bytes(Vec<u8>),
    /// Never answers.
    Hang,
    /// Sends a page that never ends.
    Endless,
}

/// One request: its first line and headers.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) line: String,
    pub(crate) text: String,
}

impl Request {
    pub(crate) fn path(&self) -> &str {
        self.line.split(' ').nth(1).unwrap_or_default()
    }
}

/// A server; it ends with this value.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    seen: Arc<Mutex<Vec<Request>>>,
    _running: JoinSet<()>,
}

type Handler = Arc<dyn Fn(&Request) -> Reply + Send + Sync>;

impl Server {
    /// Plain HTTP.
    pub(crate) async fn http(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        Self::start(None, Arc::new(answer)).await
    }

    /// HTTPS with the given certificate.
    pub(crate) async fn https(
        identity: &Identity,
        answer: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> Self {
        Self::start(Some(identity.acceptor()), Arc::new(answer)).await
    }

    async fn start(tls: Option<TlsAcceptor>, handler: Handler) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let mut running = JoinSet::new();
        let log = Arc::clone(&seen);
        running.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let (tls, handler, log) = (tls.clone(), Arc::clone(&handler), Arc::clone(&log));
                connections.spawn(async move {
                    match tls {
                        Some(tls) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                serve(stream, handler, log).await;
                            }
                        }
                        None => serve(stream, handler, log).await,
                    }
                });
            }
        });
        Self {
            address,
            seen,
            _running: running,
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn seen(&self) -> Vec<Request> {
        self.seen.lock().unwrap().clone()
    }
}

/// Answers one request and closes the connection.
async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: S,
    handler: Handler,
    log: Arc<Mutex<Vec<Request>>>,
) {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    while !bytes.windows(4).any(|end| end == b"\r\n\r\n") && !bytes.starts_with(&[22]) {
        match stream.read(&mut buffer).await {
            Ok(count) if count > 0 => bytes.extend_from_slice(&buffer[..count]),
            _ => return,
        }
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let request = Request {
        line: text.lines().next().unwrap_or_default().to_owned(),
        text,
    };
    log.lock().unwrap().push(request.clone());
    match handler(&request) {
        Reply::Bytes(bytes) => {
            // A client that has seen enough may be gone.
            stream.write_all(&bytes).await.ok();
            stream.shutdown().await.ok();
        }
        Reply::Hang => std::future::pending().await,
        Reply::Endless => {
            let head = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<title>Long</title>";
            stream.write_all(head.as_bytes()).await.ok();
            while stream.write_all(&[b'x'; 8192]).await.is_ok() {}
        }
    }
}

/// A whole answer.
pub(crate) fn reply(status: u16, headers: &[(&str, &str)], body: &str) -> Reply {
    let mut text = format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        text.extend([name, ": ", value, "\r\n"]);
    }
    Reply::Bytes(format!("{text}connection: close\r\n\r\n{body}").into_bytes())
}

pub(crate) fn html(body: &str) -> Reply {
    reply(200, &[("content-type", "text/html; charset=utf-8")], body)
}

pub(crate) fn redirect(to: &str) -> Reply {
    reply(302, &[("location", to)], "")
}

pub(crate) fn not_found() -> Reply {
    reply(404, &[("content-type", "text/plain")], "no")
}

pub(crate) const LOGIN: &str =
    "<!doctype html><title>Acme</title><form><input name=login><input type=password></form>";

/// A page at `/`, nothing else: above all no description for clients.
pub(crate) fn only_root(request: &Request, page: impl Fn() -> Reply) -> Reply {
    if request.path() == "/" {
        page()
    } else {
        not_found()
    }
}

/// A certificate authority of the test's own.
pub(crate) struct Authority {
    pub(crate) root: Vec<u8>,
    issuer: Issuer<'static, KeyPair>,
}

/// A certificate with its key.
pub(crate) struct Identity {
    chain: Vec<Vec<u8>>,
    key: Vec<u8>,
}

impl Authority {
    pub(crate) fn new(name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, name);
        let certificate = params.self_signed(&key).unwrap();
        let root = certificate.der().to_vec();
        Self {
            root,
            issuer: Issuer::new(params, key),
        }
    }

    /// A certificate for a host, good until the end of a year.
    pub(crate) fn sign(&self, host: &str, last_year: i32) -> Identity {
        let key = KeyPair::generate().unwrap();
        let params = params(host, last_year);
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        Identity {
            chain: vec![certificate.der().to_vec()],
            key: key.serialize_der(),
        }
    }
}

impl Identity {
    pub(crate) fn self_signed(host: &str, last_year: i32) -> Self {
        let key = KeyPair::generate().unwrap();
        let certificate = params(host, last_year).self_signed(&key).unwrap();
        Self {
            chain: vec![certificate.der().to_vec()],
            key: key.serialize_der(),
        }
    }

    fn acceptor(&self) -> TlsAcceptor {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let chain = self.chain.iter().cloned().map(Into::into).collect();
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, self.key.clone().try_into().unwrap())
            .unwrap();
        TlsAcceptor::from(Arc::new(config))
    }
}

fn params(host: &str, last_year: i32) -> CertificateParams {
    let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
    params.distinguished_name.push(DnType::CommonName, host);
    params.not_before = date_time_ymd(2019, 1, 1);
    params.not_after = date_time_ymd(last_year, 12, 31);
    params
}
