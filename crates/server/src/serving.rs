//! Serving HTTP on a listener, in the clear or encrypted.

mod patient;

use std::{error::Error, io, net::SocketAddr, time::Duration};

use axum::Router;
use axum_server::{
    Handle, Server,
    tls_rustls::{RustlsAcceptor, RustlsConfig},
};
use tokio::net::TcpListener;

use self::patient::PatientAcceptor;

/// How long somebody may take to say what they want: who opens connections and says nothing takes
/// none away from others for long.
const PATIENCE: Duration = Duration::from_mins(1);

/// How long somebody may take none of what they asked for.
const LONGEST_BLOCKED: Duration = Duration::from_secs(30);

/// Serves until the handle says that it is enough.
pub(crate) async fn serve(
    listener: TcpListener,
    tls: Option<RustlsConfig>,
    app: Router,
    handle: Handle<SocketAddr>,
) -> io::Result<()> {
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    let mut server = Server::<SocketAddr>::from_listener(listener)
        .handle(handle)
        .first_request_timeout(PATIENCE)
        .accept_error_handler(|peer, error| note(peer.is_some(), error));
    server.http_builder().http1().header_read_timeout(PATIENCE);
    let patient = PatientAcceptor::new(LONGEST_BLOCKED);
    match tls {
        Some(config) => {
            let acceptor = RustlsAcceptor::new(config).acceptor(patient);
            server.acceptor(acceptor).serve(app).await
        }
        None => server.acceptor(patient).serve(app).await,
    }
}

/// Strangers who speak no TLS, or trust another authority, are everyday; a listener that fails is not.
fn note(has_peer: bool, error: &io::Error) {
    let error = error as &dyn Error;
    if has_peer {
        tracing::debug!(error, "A connection comes to nothing");
    } else {
        tracing::warn!(error, "Connections aren't taken");
    }
}
