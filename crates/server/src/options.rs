//! What a server is started with.

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use clap::ValueEnum;
use crm::{billing::Plan, referral::Programme};
use domain::Sensitive;
use ipnet::IpNet;
use serde::Deserialize;

/// What a server is started with.
#[derive(Debug, Default)]
pub struct ServeOptions {
    /// Where everything is kept. Made if need be, readable for its owner alone.
    pub data_dir: PathBuf,
    /// Where to listen; without it on this machine alone.
    pub listen: Option<SocketAddr>,
    /// A `SQLite` file, as a path or a `sqlite:` URL, or a `postgres://` URL, which may hold a
    /// password; without it a file in the data folder.
    pub database: Option<Sensitive<String>>,
    /// The origin under which the server is reached; without it the one it listens on.
    pub base_url: Option<String>,
    /// The token that allows set-up; without it a new one.
    pub bootstrap: Option<Sensitive<String>>,
    /// Where mail goes: `smtp://`, `smtps://` or `file://`; without it none is sent.
    pub mail: Option<Sensitive<String>>,
    /// Who mail is from; without it `no-reply` at the server's host.
    pub mail_from: Option<String>,
    /// Where counts are told, on this machine alone; without it nowhere.
    pub metrics: Option<SocketAddr>,
    /// Networks that aren't public, and into which the server may send requests by itself all the same.
    pub outbound_allow: Vec<IpNet>,
    /// The name server that owners of domains are asked by; without it those of the system.
    pub name_server: Option<SocketAddr>,
    /// The provider of single sign-on that signs accounts in, if there is one.
    pub sso: Option<SsoOptions>,
    /// Who may sign up for an account; without it whoever comes, where mail goes out from an https address.
    pub sign_up: Option<SignUpPolicy>,
    /// The files of the server's own certificate; without them it speaks plain HTTP.
    pub tls: Option<TlsOptions>,
    /// Where plain HTTP is answered by sending people to the base URL; without it nowhere.
    pub redirect_http: Option<SocketAddr>,
    /// What the operator takes for a CRM; without it nothing.
    pub plan: Plan,
    /// What is promised to who recommends the service; without it nothing.
    pub referral: Option<Programme>,
    /// What payment adapters sign with; without it none is listened to.
    pub payments_secret: Option<Sensitive<String>>,
    /// Proxies whose word about the client's address counts.
    pub trusted_proxies: Vec<IpAddr>,
}

/// Who may sign up for an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignUpPolicy {
    /// Whoever comes.
    Open,
    /// Whoever has a link of the operator's.
    Invite,
    /// Nobody.
    Closed,
}

/// The files of the server's own certificate, in PEM.
#[derive(Debug, Clone)]
pub struct TlsOptions {
    /// The certificate and those that lead from it to an authority, in this order.
    pub certificate: PathBuf,
    /// The private key that goes with the certificate.
    pub key: PathBuf,
}

/// A provider of single sign-on that signs accounts in.
#[derive(Debug)]
pub struct SsoOptions {
    /// Its issuer identifier, byte for byte.
    pub issuer: String,
    /// The name that it knows the server by.
    pub client_id: String,
    /// The secret that goes with the name.
    pub client_secret: Option<Sensitive<String>>,
    /// What its button says; without it the issuer.
    pub label: Option<String>,
    /// Domains of e-mail addresses that it may speak for.
    pub domains: Vec<String>,
    /// Its word for a second factor counts.
    pub satisfies_second_factor: bool,
}

/// What a server is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A service for many.
    Server,
    /// One person's own, on this machine, at a port that stays the same.
    Embedded,
}
