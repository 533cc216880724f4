//! `ninefold-server config show`: what counts of all that was said, and who said it.

use std::{
    io::{self, Write as _},
    path::PathBuf,
    process::ExitCode,
};

use clap::{ArgMatches, Subcommand, ValueEnum as _, parser::ValueSource};
use domain::Sensitive;
use ipnet::IpNet;
use toml::Value;
use url::Url;

use super::{BillingArgs, ConfigArgs, ReferralArgs, SsoArgs, TlsArgs, file::ConfigFile};
use crate::{error::ServeError, running::DEFAULT_LISTEN};

/// Looks at the settings.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print the settings that the server would start with, and where each comes from
    Show(ConfigArgs),
}

/// One setting, as it counts.
struct Setting {
    key: &'static str,
    value: Option<Value>,
    source: &'static str,
}

/// Runs the command; `matches` are the command's own. Exit code 0: the settings can be read; 2: they
/// can't.
#[must_use]
pub fn run(command: ConfigCommand, matches: &ArgMatches) -> ExitCode {
    let ConfigCommand::Show(args) = command;
    let told = args
        .place
        .file()
        .map(|file| settings(args, file, matches))
        .and_then(|settings| tell(&settings).map_err(ServeError::Run));
    match told {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let mut out = io::stderr().lock();
            // Nobody may be there any more to read it.
            writeln!(out, "ninefold-server: {error} ({})", error.code()).ok();
            ExitCode::from(2)
        }
    }
}

fn settings(args: ConfigArgs, file: ConfigFile, matches: &ArgMatches) -> Vec<Setting> {
    let tls = tls_settings(args.tls, &file, matches);
    let outbound = outbound_settings(args.outbound_allow, args.sso, &file, matches);
    let billing = billing_settings(&args.billing, &file, matches);
    let referral = referral_settings(&args.referral, &file, matches);
    let name_server = args.name_server.or(file.name_server);
    let name_server = setting(
        matches,
        "name-server",
        name_server.map(|address| Value::String(address.to_string())),
        file.name_server.is_some(),
        None,
    );
    let setting = |key, value, in_file, default| setting(matches, key, value, in_file, default);
    let text = |text: String| Value::String(text);
    let path = |path: PathBuf| text(path.display().to_string());
    let proxies = |all: Vec<std::net::IpAddr>| {
        let all: Vec<Value> = all.iter().map(|ip| text(ip.to_string())).collect();
        (!all.is_empty()).then_some(Value::Array(all))
    };
    let place = args.place;
    let data_dir = place.data_dir.or_else(|| file.data_dir.clone());
    let own_database = data_dir
        .as_ref()
        .map(|folder| path(folder.join("ninefold.db")));
    let listen = args.listen.or(file.listen);
    let database = place.database.as_ref().or(file.database.as_ref());
    let mail = args.mail.as_ref().or(file.mail.as_ref());
    let base_url = args.base_url.or_else(|| file.base_url.clone());
    let mail_from = args.mail_from.or_else(|| file.mail_from.clone());
    let metrics = args.metrics.or(file.metrics);
    let sign_up = args.sign_up.or(file.sign_up).and_then(|policy| {
        let value = policy.to_possible_value();
        value.map(|value| value.get_name().to_owned())
    });
    let in_file = file.trusted_proxies.is_some();
    let trusted = proxies(args.trusted_proxies).or_else(|| file.trusted_proxies.and_then(proxies));
    vec![
        setting(
            "data-dir",
            data_dir.map(path),
            file.data_dir.is_some(),
            None,
        ),
        setting(
            "listen",
            listen.map(|address| text(address.to_string())),
            file.listen.is_some(),
            Some(text(DEFAULT_LISTEN.to_string())),
        ),
        setting(
            "database",
            database.map(|url| text(redacted(url))),
            file.database.is_some(),
            own_database,
        ),
        setting(
            "base-url",
            base_url.map(text),
            file.base_url.is_some(),
            None,
        ),
        setting(
            "mail",
            mail.map(|url| text(redacted(url))),
            file.mail.is_some(),
            None,
        ),
        setting(
            "mail-from",
            mail_from.map(text),
            file.mail_from.is_some(),
            None,
        ),
        setting(
            "metrics",
            metrics.map(|address| text(address.to_string())),
            file.metrics.is_some(),
            None,
        ),
        setting("sign-up", sign_up.map(text), file.sign_up.is_some(), None),
        setting("trusted-proxies", trusted, in_file, None),
    ]
    .into_iter()
    .chain([name_server])
    .chain(tls)
    .chain(outbound)
    .chain(billing)
    .chain(referral)
    .collect()
}

/// What is encrypted, and by what.
fn tls_settings(tls: TlsArgs, file: &ConfigFile, matches: &ArgMatches) -> [Setting; 3] {
    let setting = |key, value, in_file| setting(matches, key, value, in_file, None);
    let path = |said: Option<PathBuf>, in_file: Option<&PathBuf>| {
        let path = said.or_else(|| in_file.cloned())?;
        Some(Value::String(path.display().to_string()))
    };
    let certificate = path(tls.tls_certificate, file.tls_certificate.as_ref());
    let key = path(tls.tls_key, file.tls_key.as_ref());
    let redirect = tls.redirect_http.or(file.redirect_http);
    let redirect = redirect.map(|address| Value::String(address.to_string()));
    [
        setting(
            "tls-certificate",
            certificate,
            file.tls_certificate.is_some(),
        ),
        setting("tls-key", key, file.tls_key.is_some()),
        setting("redirect-http", redirect, file.redirect_http.is_some()),
    ]
}

/// What the server sends requests to by itself.
fn outbound_settings(
    allow: Vec<IpNet>,
    sso: SsoArgs,
    file: &ConfigFile,
    matches: &ArgMatches,
) -> [Setting; 7] {
    let setting = |key, value, in_file| setting(matches, key, value, in_file, None);
    let one = |said: Option<String>, in_file: Option<&String>| {
        said.or_else(|| in_file.cloned()).map(Value::String)
    };
    let list = |all: Vec<String>| {
        let all: Vec<Value> = all.into_iter().map(Value::String).collect();
        (!all.is_empty()).then_some(Value::Array(all))
    };
    let nets = |nets: Vec<IpNet>| list(nets.iter().map(IpNet::to_string).collect());
    let allowed = nets(allow).or_else(|| file.outbound_allow.clone().and_then(nets));
    let domains = list(sso.sso_domains).or_else(|| file.sso_domains.clone().and_then(list));
    let has_secret = sso.sso_client_secret.is_some() || file.sso_client_secret.is_some();
    let secret = has_secret.then(|| Value::String("<redacted>".to_owned()));
    let satisfies = sso.sso_satisfies_2fa.or(file.sso_satisfies_2fa);
    let issuer = one(sso.sso_issuer, file.sso_issuer.as_ref());
    let client_id = one(sso.sso_client_id, file.sso_client_id.as_ref());
    let label = one(sso.sso_label, file.sso_label.as_ref());
    let secret_in_file = file.sso_client_secret.is_some();
    [
        setting("outbound-allow", allowed, file.outbound_allow.is_some()),
        setting("sso-issuer", issuer, file.sso_issuer.is_some()),
        setting("sso-client-id", client_id, file.sso_client_id.is_some()),
        setting("sso-client-secret", secret, secret_in_file),
        setting("sso-label", label, file.sso_label.is_some()),
        setting("sso-domains", domains, file.sso_domains.is_some()),
        setting(
            "sso-satisfies-2fa",
            satisfies.map(Value::Boolean),
            file.sso_satisfies_2fa.is_some(),
        ),
    ]
}

/// What CRMs cost.
fn billing_settings(args: &BillingArgs, file: &ConfigFile, matches: &ArgMatches) -> [Setting; 4] {
    let plan = args.plan(file);
    let setting = |key, value, in_file| setting(matches, key, value, in_file, None);
    let number = |number: i64| Some(Value::Integer(number));
    let has_secret = args.payments_secret.is_some() || file.payments_secret.is_some();
    let secret = has_secret.then(|| Value::String("<redacted>".to_owned()));
    [
        setting("price", number(plan.price_minor), file.price.is_some()),
        setting(
            "trial-days",
            number(plan.trial_days.into()),
            file.trial_days.is_some(),
        ),
        setting(
            "grace-days",
            number(plan.grace_days.into()),
            file.grace_days.is_some(),
        ),
        setting("payments-secret", secret, file.payments_secret.is_some()),
    ]
}

/// What is promised to who recommends the service.
fn referral_settings(args: &ReferralArgs, file: &ConfigFile, matches: &ArgMatches) -> [Setting; 8] {
    let setting = |key, value, in_file| setting(matches, key, value, in_file, None);
    let told = args.numbers(file);
    let number = |number: i64| Some(Value::Integer(number));
    let is_on = args.is_on(file);
    let rules = args.rules_file(file).map(|path| path.display().to_string());
    [
        setting(
            "referral",
            Some(Value::Boolean(is_on)),
            file.referral.is_some(),
        ),
        setting(
            "referral-percent",
            number(told.percent.into()),
            file.referral_percent.is_some(),
        ),
        setting(
            "referral-months",
            number(told.months.into()),
            file.referral_months.is_some(),
        ),
        setting(
            "referral-attribution-days",
            number(told.attribution_days.into()),
            file.referral_attribution_days.is_some(),
        ),
        setting(
            "referral-hold-days",
            number(told.hold_days.into()),
            file.referral_hold_days.is_some(),
        ),
        setting(
            "referral-minimum-payout",
            number(told.minimum_payout_minor),
            file.referral_minimum_payout.is_some(),
        ),
        setting(
            "referral-rules",
            rules.map(Value::String),
            file.referral_rules.is_some(),
        ),
        setting(
            "referral-rules-version",
            Some(Value::String(told.rules_version)),
            file.referral_rules_version.is_some(),
        ),
    ]
}

fn setting(
    matches: &ArgMatches,
    key: &'static str,
    value: Option<Value>,
    in_file: bool,
    default: Option<Value>,
) -> Setting {
    let source = match matches.value_source(&key.replace('-', "_")) {
        Some(ValueSource::CommandLine) => "option",
        Some(ValueSource::EnvVariable) => "environment",
        _ if in_file => "file",
        _ => "default",
    };
    let value = value.or(default);
    Setting { key, value, source }
}

/// A place without what may be secret: who signs in, how, and every parameter.
fn redacted(place: &Sensitive<String>) -> String {
    // EXPOSE: what is shown of it holds no password.
    let place = place.expose();
    if !place.contains("://") {
        return place.clone();
    }
    let Ok(url) = Url::parse(place) else {
        return "<not a URL>".to_owned();
    };
    let who = if url.username().is_empty() && url.password().is_none() {
        ""
    } else {
        "<redacted>@"
    };
    let host = url.host_str().unwrap_or_default();
    let port = url
        .port()
        .map(|port| format!(":{port}"))
        .unwrap_or_default();
    let query = url.query().map_or("", |_| "?<redacted>");
    format!("{}://{who}{host}{port}{}{query}", url.scheme(), url.path())
}

fn tell(settings: &[Setting]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for Setting { key, value, source } in settings {
        match value {
            Some(value) => writeln!(out, "{key} = {value} # {source}")?,
            None => writeln!(out, "# {key} is not set")?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_of_a_place_is_shown() {
        for (place, shown) in [
            ("/var/lib/a.db", "/var/lib/a.db"),
            ("file:///var/mail", "file:///var/mail"),
            ("postgres://db.example/crm", "postgres://db.example/crm"),
            (
                "postgres://crm:hunter2@db.example:5433/crm",
                "postgres://<redacted>@db.example:5433/crm",
            ),
            (
                "postgres://db.example/crm?user=a&password=hunter2",
                "postgres://db.example/crm?<redacted>",
            ),
            (
                "smtps://a%40b:hunter2@mail.example",
                "smtps://<redacted>@mail.example",
            ),
            ("smtp://:hunter2@:99999", "<not a URL>"),
        ] {
            assert_eq!(redacted(&Sensitive::new(place.to_owned())), shown);
        }
    }
}
