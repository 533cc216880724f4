//! HTTP clients that judge certificates as the system does, and follow nothing by themselves.

use reqwest::{Client, ClientBuilder, Proxy, redirect};

use crate::{
    ProbeProxy, StartError,
    tls::{Memory, Trust},
};

/// The client's own name: honest, and without a version that could be told apart.
const USER_AGENT: &str = "Mozilla/5.0 (compatible; Ninefold)";

/// What such a client is made of; what is wrong with certificates is written into `memory`.
pub(crate) fn builder(trust: &Trust, memory: &Memory) -> Result<ClientBuilder, StartError> {
    Ok(Client::builder()
        .tls_backend_preconfigured(trust.config(memory)?)
        .redirect(redirect::Policy::none())
        .user_agent(USER_AGENT)
        .referer(false))
}

/// Has it reach servers this way.
pub(crate) fn through(
    proxy: &ProbeProxy,
    builder: ClientBuilder,
) -> Result<ClientBuilder, StartError> {
    Ok(match proxy {
        ProbeProxy::System => builder,
        ProbeProxy::Direct => builder.no_proxy(),
        ProbeProxy::Server(proxy) => {
            let proxy = Proxy::all(proxy.clone()).map_err(StartError::Client)?;
            builder.proxy(proxy)
        }
    })
}
