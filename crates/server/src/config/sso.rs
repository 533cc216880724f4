//! The provider of single sign-on for accounts, as it is named in settings.

use clap::Args;
use domain::Sensitive;

use super::file::ConfigFile;
use crate::{error::ServeError, options::SsoOptions};

/// The provider that signs accounts in at the portal.
#[derive(Debug, Default, Args)]
pub struct SsoArgs {
    /// The issuer of an OpenID Connect provider that signs accounts in [default: none]
    #[arg(long, value_name = "URL", env = "NINEFOLD_SSO_ISSUER")]
    pub sso_issuer: Option<String>,

    /// The name that the provider knows this server by
    #[arg(long, value_name = "NAME", env = "NINEFOLD_SSO_CLIENT_ID")]
    pub sso_client_id: Option<String>,

    /// The secret that goes with the name; it belongs in `NINEFOLD_SSO_CLIENT_SECRET`
    #[arg(
        long,
        value_name = "SECRET",
        env = "NINEFOLD_SSO_CLIENT_SECRET",
        hide_env_values = true
    )]
    pub sso_client_secret: Option<Sensitive<String>>,

    /// What the provider's button says [default: the issuer]
    #[arg(long, value_name = "TEXT", env = "NINEFOLD_SSO_LABEL")]
    pub sso_label: Option<String>,

    /// A domain of e-mail addresses that the provider may speak for; may be repeated
    #[arg(
        long = "sso-domain",
        value_name = "DOMAIN",
        env = "NINEFOLD_SSO_DOMAINS",
        value_delimiter = ','
    )]
    pub sso_domains: Vec<String>,

    /// Whether the provider's word for a second factor counts [default: false]
    #[arg(
        long,
        value_name = "BOOL",
        env = "NINEFOLD_SSO_SATISFIES_2FA",
        num_args = 0..=1,
        default_missing_value = "true"
    )]
    pub sso_satisfies_2fa: Option<bool>,
}

impl SsoArgs {
    /// What counts of all that was said; none where nobody named one.
    pub(super) fn options(self, file: &mut ConfigFile) -> Result<Option<SsoOptions>, ServeError> {
        let issuer = self.sso_issuer.or_else(|| file.sso_issuer.take());
        let client_id = self.sso_client_id.or_else(|| file.sso_client_id.take());
        let (issuer, client_id) = match (issuer, client_id) {
            (None, None) => return Ok(None),
            (Some(issuer), Some(client_id)) => (issuer, client_id),
            _ => return Err(ServeError::SsoIncomplete),
        };
        let domains = if self.sso_domains.is_empty() {
            file.sso_domains.take().unwrap_or_default()
        } else {
            self.sso_domains
        };
        let satisfies = self.sso_satisfies_2fa.or(file.sso_satisfies_2fa);
        Ok(Some(SsoOptions {
            issuer,
            client_id,
            client_secret: self
                .sso_client_secret
                .or_else(|| file.sso_client_secret.take()),
            label: self.sso_label.or_else(|| file.sso_label.take()),
            domains,
            satisfies_second_factor: satisfies.unwrap_or_default(),
        }))
    }
}
