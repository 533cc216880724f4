//! A code for tokens (OpenID Connect Core 1.0, 3.1.3), and what the access token is good for.

use domain::Sensitive;
use outbound::{Answer, BasicAuth};
use serde::{Deserialize, de::DeserializeOwned};
use url::form_urlencoded::byte_serialize;

use crate::{
    discovery::{Metadata, SecretGoes},
    error::{Error, TokenFault},
    identity::Profile,
    relying_party::{Callback, Challenge, Client},
};

/// What a provider gives for a code.
#[derive(Debug, Deserialize)]
pub(crate) struct Tokens {
    pub(crate) id_token: Sensitive<String>,
    pub(crate) access_token: Option<Sensitive<String>>,
}

/// Exchanges a code.
pub(crate) async fn tokens(
    http: &outbound::Client,
    metadata: &Metadata,
    client: &Client<'_>,
    challenge: &Challenge<'_>,
    callback: &Callback<'_>,
) -> Result<Tokens, Error> {
    // EXPOSE: all of it is for the provider.
    let (code, verifier) = (callback.code.expose(), challenge.verifier.expose());
    let mut fields = vec![
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", client.redirect_uri),
        ("code_verifier", verifier),
    ];
    let goes = metadata.secret_goes();
    // RFC 6749, 2.3.1: name and secret are written like a form's fields before they are a header's.
    let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    let name = encoded(client.client_id);
    let password = client
        .client_secret
        // EXPOSE: it is for the provider.
        .map(|secret| Sensitive::new(encoded(secret.expose())));
    let auth = match (&password, goes) {
        (Some(password), SecretGoes::InHeader) => Some(BasicAuth {
            name: &name,
            password,
        }),
        _ => None,
    };
    if auth.is_none() {
        fields.push(("client_id", client.client_id));
        // EXPOSE: it is for the provider.
        fields.extend(
            client
                .client_secret
                .map(|s| ("client_secret", s.expose().as_str())),
        );
    }
    let answer = http
        .post_form(&metadata.token_endpoint, &fields, auth)
        .await?;
    read(&answer, "token_endpoint")
}

/// What the provider tells about the person beside the ID token: some tell the address only there. It must
/// be the same person.
pub(crate) async fn profile(
    http: &outbound::Client,
    metadata: &Metadata,
    access_token: &Sensitive<String>,
    subject: &str,
) -> Result<Option<Profile>, Error> {
    #[derive(Deserialize)]
    struct UserInfo {
        sub: String,
        #[serde(flatten)]
        profile: Profile,
    }
    let Some(url) = &metadata.userinfo_endpoint else {
        return Ok(None);
    };
    let answer = http.get(url, Some(access_token)).await?;
    let told: UserInfo = read(&answer, "userinfo_endpoint")?;
    if told.sub != subject {
        return Err(TokenFault::Malformed.into());
    }
    Ok(Some(told.profile))
}

/// Reads a good answer.
pub(crate) fn read<T: DeserializeOwned>(
    answer: &Answer,
    endpoint: &'static str,
) -> Result<T, Error> {
    if answer.status != 200 {
        let status = answer.status;
        return Err(Error::Status { endpoint, status });
    }
    serde_json::from_slice(&answer.body).map_err(|source| Error::Unreadable { endpoint, source })
}
