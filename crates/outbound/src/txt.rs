//! TXT records of the DNS (RFC 1035, 3.3.14), in which owners of domains give their word.

use std::net::SocketAddr;

use hickory_resolver::{
    TokioResolver,
    config::{ConnectionConfig, NameServerConfig, ResolverConfig},
    net::runtime::TokioRuntimeProvider,
    proto::rr::RData,
};
use tokio::sync::OnceCell;

use crate::error::Error;

/// Looks TXT records up, and remembers none: whoever has just written one wants to see it.
#[derive(Debug)]
pub struct TxtResolver {
    name_server: Option<SocketAddr>,
    resolver: OnceCell<TokioResolver>,
}

impl TxtResolver {
    /// One that asks this name server or, without one, those of the system.
    #[must_use]
    pub const fn new(name_server: Option<SocketAddr>) -> Self {
        Self {
            name_server,
            resolver: OnceCell::const_new(),
        }
    }

    /// What the TXT records of a name say; nothing where there are none.
    ///
    /// # Errors
    /// [`Error::Dns`].
    pub async fn texts(&self, name: &str) -> Result<Vec<String>, Error> {
        let resolver = self.resolver.get_or_try_init(|| async { self.build() });
        // With the dot no domain of the own network is tried.
        let found = resolver.await?.txt_lookup(format!("{name}.")).await;
        let found = match found {
            Err(error) if error.is_no_records_found() || error.is_nx_domain() => {
                return Ok(Vec::new());
            }
            found => found?,
        };
        let texts = found
            .answers()
            .iter()
            .filter_map(|record| match &record.data {
                RData::TXT(text) => Some(text.txt_data.concat()),
                _ => None,
            });
        Ok(texts
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .collect())
    }

    fn build(&self) -> Result<TokioResolver, Error> {
        let mut builder = match self.name_server {
            None => TokioResolver::builder_tokio()?,
            Some(address) => {
                let mut server = NameServerConfig::udp_and_tcp(address.ip());
                let with_port = |mut connection: ConnectionConfig| {
                    connection.port = address.port();
                    connection
                };
                server.connections = server.connections.into_iter().map(with_port).collect();
                let config = ResolverConfig::from_name_servers(vec![server]);
                TokioResolver::builder_with_config(config, TokioRuntimeProvider::default())
            }
        };
        builder.options_mut().cache_size = 0;
        Ok(builder.build()?)
    }
}
