//! Single sign-on between rules and protocol: what `crm` decides about, and `oidc` speaks.

use crm::sso::{self, Credentials, Departure, Journey, Recognised, ToProve};
use domain::Sensitive;
use oidc::{Callback, Challenge, Client, Identity, Prompt};

use crate::{base_url::BaseUrl, state::AppState};

/// The path that people come back to.
pub(crate) const CALLBACK: &str = "/sso/callback";

/// How old a proof may be that counts as made anew, in seconds.
const FRESH: u32 = 5 * 60;

/// Where people come back to. The same for every provider, so that each can be told exactly.
pub(crate) fn redirect_uri(base: &BaseUrl) -> String {
    format!("{}{CALLBACK}", base.origin())
}

/// Where a provider tells who has signed out there.
pub(crate) fn backchannel_uri(base: &BaseUrl, provider_id: &str) -> String {
    format!("{}/sso/backchannel/{provider_id}", base.origin())
}

/// What the service is at a provider.
pub(crate) fn client<'a>(credentials: &'a Credentials, redirect_uri: &'a str) -> Client<'a> {
    Client {
        issuer: &credentials.issuer,
        client_id: &credentials.client_id,
        client_secret: credentials.client_secret.as_ref(),
        redirect_uri,
    }
}

/// The page of the provider that somebody goes to.
pub(crate) async fn destination(
    state: &AppState,
    departure: &Departure,
) -> Result<String, oidc::Error> {
    let redirect_uri = redirect_uri(&state.base);
    let client = client(&departure.credentials, &redirect_uri);
    let challenge = Challenge {
        state: departure.state.secret(),
        nonce: &departure.nonce,
        verifier: &departure.verifier,
        prompt: prompt(departure.proves_anew),
    };
    let url = state
        .sso
        .authorization_url(&client, &challenge, state.now())
        .await?;
    Ok(url.into())
}

/// Whom the provider has recognised.
pub(crate) async fn identify(
    state: &AppState,
    journey: &Journey,
    (came, code): (&Sensitive<String>, &Sensitive<String>),
    issuer: Option<&str>,
) -> Result<Recognised, oidc::Error> {
    let redirect_uri = redirect_uri(&state.base);
    let client = client(&journey.credentials, &redirect_uri);
    let challenge = Challenge {
        state: came,
        nonce: &journey.nonce,
        verifier: &journey.verifier,
        prompt: prompt(journey.was_asked_anew()),
    };
    let callback = Callback { code, issuer };
    let identity = state
        .sso
        .identify(&client, &challenge, &callback, state.now())
        .await?;
    Ok(recognised(identity))
}

/// The domains whose owners have given their word.
pub(crate) async fn proven_domains(
    state: &AppState,
    wanted: Vec<ToProve>,
) -> Result<Vec<String>, outbound::Error> {
    let mut found = Vec::new();
    for ToProve {
        domain,
        record,
        value,
    } in wanted
    {
        if state.txt.texts(&record).await?.contains(&value) {
            found.push(domain);
        }
    }
    Ok(found)
}

/// The page on which somebody signs out at the provider that their session began by, if it has one. Signing out
/// here doesn't wait for a provider that doesn't answer.
pub(crate) async fn sign_out_url(
    state: &AppState,
    provider_id: Option<&str>,
    back_to: &str,
) -> Result<Option<String>, crm::Error> {
    let Some(provider_id) = provider_id else {
        return Ok(None);
    };
    let credentials = sso::provider_credentials(state.db.read(), &state.sealer, provider_id);
    let credentials = match credentials.await {
        // It was taken away since.
        Err(crm::Error::NotFound) => return Ok(None),
        found => found?,
    };
    let back_to = format!("{}{back_to}", state.base.origin());
    let client = client(&credentials, "");
    match state.sso.sign_out_url(&client, &back_to, state.now()).await {
        Ok(url) => Ok(url.map(String::from)),
        Err(error) => {
            tracing::warn!(
                reason = error.reason(),
                error = &error as &dyn std::error::Error,
                "Provider isn't asked for its page to sign out"
            );
            Ok(None)
        }
    }
}

const fn prompt(proves_anew: bool) -> Prompt {
    if proves_anew {
        Prompt::ProveAnew { max_age: FRESH }
    } else {
        Prompt::Recognise
    }
}

fn recognised(identity: Identity) -> Recognised {
    let whole = identity.name.unwrap_or_default();
    let name = match (identity.given_name, identity.family_name) {
        (None, None) => {
            let (first, last) = whole.split_once(' ').unwrap_or((&whole, ""));
            (first.to_owned(), last.to_owned())
        }
        (first, last) => (first.unwrap_or_default(), last.unwrap_or_default()),
    };
    Recognised {
        subject: identity.subject,
        email: identity.email,
        email_verified: identity.email_verified,
        name,
        amr: identity.amr,
        acr: identity.acr,
        session: identity.session,
    }
}
