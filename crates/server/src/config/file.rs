//! The file of settings.

use std::{
    fs,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};

use domain::Sensitive;
use ipnet::IpNet;
use serde::Deserialize;

use crate::{error::ServeError, options::SignUpPolicy};

/// What a file of settings says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ConfigFile {
    pub(super) data_dir: Option<PathBuf>,
    pub(super) listen: Option<SocketAddr>,
    pub(super) database: Option<Sensitive<String>>,
    pub(super) base_url: Option<String>,
    pub(super) mail: Option<Sensitive<String>>,
    pub(super) mail_from: Option<String>,
    pub(super) metrics: Option<SocketAddr>,
    pub(super) trusted_proxies: Option<Vec<IpAddr>>,
    pub(super) outbound_allow: Option<Vec<IpNet>>,
    pub(super) name_server: Option<SocketAddr>,
    pub(super) sign_up: Option<SignUpPolicy>,
    pub(super) tls_certificate: Option<PathBuf>,
    pub(super) tls_key: Option<PathBuf>,
    pub(super) redirect_http: Option<SocketAddr>,
    pub(super) sso_issuer: Option<String>,
    pub(super) sso_client_id: Option<String>,
    pub(super) sso_client_secret: Option<Sensitive<String>>,
    pub(super) sso_label: Option<String>,
    pub(super) sso_domains: Option<Vec<String>>,
    pub(super) sso_satisfies_2fa: Option<bool>,
    pub(super) price: Option<u32>,
    pub(super) trial_days: Option<u16>,
    pub(super) grace_days: Option<u16>,
    pub(super) referral: Option<bool>,
    pub(super) referral_percent: Option<u8>,
    pub(super) referral_months: Option<u16>,
    pub(super) referral_attribution_days: Option<u16>,
    pub(super) referral_hold_days: Option<u16>,
    pub(super) referral_minimum_payout: Option<u32>,
    pub(super) referral_rules: Option<PathBuf>,
    pub(super) referral_rules_version: Option<String>,
    pub(super) payments_secret: Option<Sensitive<String>>,
}

impl ConfigFile {
    pub(super) fn read(path: &Path) -> Result<Self, ServeError> {
        let text = fs::read_to_string(path).map_err(|source| ServeError::ConfigRead {
            path: path.to_owned(),
            source,
        })?;
        let text = Sensitive::new(text);
        // EXPOSE: only what is known to be secret stays so.
        let text = text.expose().as_str();
        // Not the error as a whole: it quotes the line, and a password may stand there.
        toml::from_str(text).map_err(|error| ServeError::ConfigInvalid {
            path: path.to_owned(),
            line: line_of(text, error.span().map_or(0, |span| span.start)),
            message: error.message().to_owned(),
        })
    }
}

/// Lines are counted from 1.
fn line_of(text: &str, offset: usize) -> usize {
    let before = text.bytes().take(offset);
    1 + before.filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn read(text: &str) -> Result<ConfigFile, ServeError> {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(text.as_bytes()).expect("written");
        ConfigFile::read(file.path())
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line_and_without_secrets() {
        for (text, line, says) in [
            ("listen = \"[::1]:80\"\n\nlisten-on = 1\n", 3, "`listen-on`"),
            ("\ndatabse = \"postgres://a:hunter2@b/c\"", 2, "`databse`"),
            ("listen = \"hunter2\"", 1, "socket address"),
            ("# x\nmail = \"hunter2", 2, "basic string"),
            ("[server]\nlisten = \"[::1]:80\"", 1, "`server`"),
        ] {
            let error = read(text).expect_err(text);
            assert_eq!(error.code(), "config_invalid", "{text}");
            let told = error.to_string();
            assert!(told.contains(&format!("line {line}: ")), "{told}");
            assert!(told.contains(says), "{told}");
            assert!(!told.contains("hunter2"), "{told}");
        }
    }

    #[test]
    fn a_file_that_is_not_there_is_no_empty_one() {
        let error = ConfigFile::read(Path::new("/nowhere/ninefold.toml")).expect_err("none");
        assert_eq!(error.code(), "config_unreadable");
    }

    #[test]
    fn the_example_is_what_this_version_reads() {
        let example = include_str!("../../../../docs/ninefold.example.toml");
        read(example).expect("readable as it is");
        let mut said = String::new();
        for line in example.lines() {
            // A line that begins so is a setting, the others are words.
            let setting = line.strip_prefix('#').filter(|rest| !rest.starts_with(' '));
            said.extend([setting.unwrap_or(line), "\n"]);
        }
        let file = read(&said).expect("readable with all that it shows");
        assert!(file.data_dir.is_some() && file.listen.is_some() && file.database.is_some());
        assert!(file.base_url.is_some() && file.mail.is_some() && file.mail_from.is_some());
        assert!(file.metrics.is_some() && file.outbound_allow.is_some());
        assert!(file.name_server.is_some());
        assert!(file.sign_up.is_some());
        assert!(file.tls_certificate.is_some() && file.tls_key.is_some());
        assert!(file.redirect_http.is_some());
        assert!(file.sso_issuer.is_some() && file.sso_client_id.is_some());
        assert!(file.sso_client_secret.is_some() && file.sso_label.is_some());
        assert!(file.sso_domains.is_some() && file.sso_satisfies_2fa.is_some());
        assert!(file.referral.is_some() && file.referral_percent.is_some());
        assert!(file.referral_months.is_some() && file.referral_attribution_days.is_some());
        assert!(file.referral_hold_days.is_some() && file.referral_minimum_payout.is_some());
        assert!(file.referral_rules.is_some() && file.referral_rules_version.is_some());
        assert!(file.price.is_some() && file.payments_secret.is_some());
        assert!(file.trial_days.is_some() && file.grace_days.is_some());
        assert!(
            file.trusted_proxies
                .is_some_and(|proxies| !proxies.is_empty())
        );
    }
}
