//! What a server is told: by options, by the environment and by a file, in this order.

mod billing;
mod file;
mod referral;
mod show;
mod sso;
mod tls;

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use clap::Args;
use domain::Sensitive;
use ipnet::IpNet;

pub use self::billing::BillingArgs;
use self::file::ConfigFile;
pub use self::referral::ReferralArgs;
pub use self::show::{ConfigCommand, run};
pub use self::sso::SsoArgs;
pub use self::tls::TlsArgs;
use crate::{
    error::ServeError,
    options::{ServeOptions, SignUpPolicy},
    running::Location,
};

/// Where a server keeps what it has.
#[derive(Debug, Default, Args)]
pub struct PlaceArgs {
    /// A file of settings, in TOML; options and the environment win over it
    #[arg(long, value_name = "FILE", env = "NINEFOLD_CONFIG")]
    pub config: Option<PathBuf>,

    /// The folder in which everything is kept
    #[arg(long, value_name = "FOLDER", env = "NINEFOLD_DATA_DIR")]
    pub data_dir: Option<PathBuf>,

    /// A SQLite file or a postgres:// URL; one with a password belongs in `NINEFOLD_DATABASE`
    /// [default: ninefold.db in the data folder]
    #[arg(
        long,
        value_name = "FILE|URL",
        env = "NINEFOLD_DATABASE",
        hide_env_values = true
    )]
    pub database: Option<Sensitive<String>>,
}

/// Everything that a server can be told.
#[derive(Debug, Default, Args)]
pub struct ConfigArgs {
    /// Where it keeps what it has.
    #[command(flatten)]
    pub place: PlaceArgs,

    /// The address to listen on [default: 127.0.0.1:8765 or, embedded, a port that stays]
    #[arg(long, value_name = "IP:PORT", env = "NINEFOLD_LISTEN")]
    pub listen: Option<SocketAddr>,

    /// Where people reach the server, such as <https://crm.example>
    #[arg(long, value_name = "URL", env = "NINEFOLD_BASE_URL")]
    pub base_url: Option<String>,

    /// Where mail goes: <smtps://user:password@host>, <smtp://host:port?tls=required> or
    /// <file:///folder>; one with a password belongs in `NINEFOLD_MAIL`
    #[arg(
        long,
        value_name = "URL",
        env = "NINEFOLD_MAIL",
        hide_env_values = true
    )]
    pub mail: Option<Sensitive<String>>,

    /// Who mail is from, such as "Acme <crm@acme.example>"
    #[arg(long, value_name = "ADDRESS", env = "NINEFOLD_MAIL_FROM")]
    pub mail_from: Option<String>,

    /// Where metrics are told, on this machine alone [default: nowhere]
    #[arg(long, value_name = "IP:PORT", env = "NINEFOLD_METRICS")]
    pub metrics: Option<SocketAddr>,

    /// A network that isn't public and that the server may send requests to by itself, such as
    /// 10.1.0.0/16; may be repeated
    #[arg(
        long,
        value_name = "NETWORK",
        env = "NINEFOLD_OUTBOUND_ALLOW",
        value_delimiter = ','
    )]
    pub outbound_allow: Vec<IpNet>,

    /// The name server that owners of domains are asked by [default: those of the system]
    #[arg(long, value_name = "IP:PORT", env = "NINEFOLD_NAME_SERVER")]
    pub name_server: Option<SocketAddr>,

    /// Who may sign up for an account: whoever comes, whoever has a link of yours, or nobody [default: open where
    /// mail goes out from an https address, closed elsewhere]
    #[arg(long, value_name = "WHO", env = "NINEFOLD_SIGN_UP")]
    pub sign_up: Option<SignUpPolicy>,

    /// The provider that signs accounts in.
    #[command(flatten)]
    pub sso: SsoArgs,

    /// The server's own certificate.
    #[command(flatten)]
    pub tls: TlsArgs,
    /// What CRMs cost.
    #[command(flatten)]
    pub billing: BillingArgs,

    /// What is promised to who recommends the service.
    #[command(flatten)]
    pub referral: ReferralArgs,

    /// A proxy whose word about the client's address counts; may be repeated
    #[arg(
        long = "trusted-proxy",
        value_name = "IP",
        env = "NINEFOLD_TRUSTED_PROXIES",
        value_delimiter = ','
    )]
    pub trusted_proxies: Vec<IpAddr>,
}

impl PlaceArgs {
    /// The database that the server works on.
    pub(crate) fn location(self) -> Result<Location, ServeError> {
        Ok(self.places()?.1)
    }

    /// The data folder and the database.
    pub(crate) fn places(self) -> Result<(PathBuf, Location), ServeError> {
        let file = self.file()?;
        let data_dir = self.data_dir.or(file.data_dir);
        let data_dir = data_dir.ok_or(ServeError::DataDirRequired)?;
        let location = Location::of(self.database.or(file.database), &data_dir)?;
        Ok((data_dir, location))
    }

    /// What the file says; without a file, nothing.
    fn file(&self) -> Result<ConfigFile, ServeError> {
        let path = self.config.as_deref();
        path.map_or_else(|| Ok(ConfigFile::default()), ConfigFile::read)
    }
}

impl ConfigArgs {
    /// What counts of all that was said.
    pub(crate) fn options(self) -> Result<ServeOptions, ServeError> {
        let mut file = self.place.file()?;
        let sso = self.sso.options(&mut file)?;
        let redirect_http = self.tls.redirect_http.or(file.redirect_http);
        let tls = self.tls.options(&mut file)?;
        let plan = self.billing.plan(&file);
        let referral = self.referral.programme(&file)?;
        let payments_secret = self.billing.secret(&mut file)?;
        let data_dir = self.place.data_dir.or(file.data_dir);
        let outbound_allow = if self.outbound_allow.is_empty() {
            file.outbound_allow.unwrap_or_default()
        } else {
            self.outbound_allow
        };
        let trusted_proxies = if self.trusted_proxies.is_empty() {
            file.trusted_proxies.unwrap_or_default()
        } else {
            self.trusted_proxies
        };
        Ok(ServeOptions {
            data_dir: data_dir.ok_or(ServeError::DataDirRequired)?,
            listen: self.listen.or(file.listen),
            database: self.place.database.or(file.database),
            base_url: self.base_url.or(file.base_url),
            bootstrap: bootstrap(),
            mail: self.mail.or(file.mail),
            mail_from: self.mail_from.or(file.mail_from),
            metrics: self.metrics.or(file.metrics),
            outbound_allow,
            name_server: self.name_server.or(file.name_server),
            sso,
            sign_up: self.sign_up.or(file.sign_up),
            tls,
            redirect_http,
            plan,
            referral,
            payments_secret,
            trusted_proxies,
        })
    }
}

/// From the environment alone: on the command line every user of the machine could read it, and in a
/// file it would outlive its use.
#[expect(
    clippy::disallowed_methods,
    reason = "this is where configuration is read, once"
)]
fn bootstrap() -> Option<Sensitive<String>> {
    let text = std::env::var("NINEFOLD_BOOTSTRAP").ok();
    text.filter(|text| !text.is_empty()).map(Sensitive::new)
}
