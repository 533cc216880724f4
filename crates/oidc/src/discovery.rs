//! What a provider says of itself (OpenID Connect Discovery 1.0).

use outbound::Guard;
use serde::Deserialize;
use url::Url;

use crate::error::Error;

const PATH: &str = "/.well-known/openid-configuration";

/// The document, as far as it matters here.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Metadata {
    issuer: String,
    pub(crate) authorization_endpoint: Url,
    pub(crate) token_endpoint: Url,
    pub(crate) jwks_uri: Url,
    pub(crate) userinfo_endpoint: Option<Url>,
    pub(crate) end_session_endpoint: Option<Url>,
    #[serde(default = "basic")]
    token_endpoint_auth_methods_supported: Vec<String>,
    #[serde(default)]
    pub(crate) authorization_response_iss_parameter_supported: bool,
}

/// What the standard says where a provider says nothing.
fn basic() -> Vec<String> {
    vec!["client_secret_basic".to_owned()]
}

/// How a client with a secret proves to be itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SecretGoes {
    InHeader,
    InBody,
}

/// Where the document is.
pub(crate) fn address(issuer: &str) -> Result<Url, Error> {
    let text = format!("{}{PATH}", issuer.strip_suffix('/').unwrap_or(issuer));
    Url::parse(&text).map_err(|_| Error::Refused)
}

impl Metadata {
    /// Refuses a document of somebody else, and addresses that would send people or requests where none
    /// may go.
    pub(crate) fn check(&self, issuer: &str, guard: &Guard) -> Result<(), Error> {
        if self.issuer != issuer {
            return Err(Error::IssuerDiffers);
        }
        let optional = [&self.userinfo_endpoint, &self.end_session_endpoint];
        let all = [
            &self.authorization_endpoint,
            &self.token_endpoint,
            &self.jwks_uri,
        ];
        for url in all.into_iter().chain(optional.into_iter().flatten()) {
            guard.check(url).map_err(|_| Error::EndpointRefused)?;
        }
        Ok(())
    }

    pub(crate) fn secret_goes(&self) -> SecretGoes {
        let takes = |name| {
            let methods = &self.token_endpoint_auth_methods_supported;
            methods.iter().any(|method| method == name)
        };
        if takes("client_secret_post") && !takes("client_secret_basic") {
            SecretGoes::InBody
        } else {
            SecretGoes::InHeader
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const ISSUER: &str = "https://login.example/realm";

    fn document(changes: &Value) -> Metadata {
        let mut document = json!({
            "issuer": ISSUER,
            "authorization_endpoint": "https://login.example/auth",
            "token_endpoint": "https://login.example/token",
            "jwks_uri": "https://login.example/keys",
        });
        let all = document.as_object_mut().expect("an object");
        all.extend(changes.as_object().expect("an object").clone());
        serde_json::from_value(document).expect("readable")
    }

    fn check(changes: &Value) -> Result<(), Error> {
        document(changes).check(ISSUER, &Guard::default())
    }

    #[test]
    fn the_document_is_below_the_issuer_with_or_without_a_slash() {
        let at = "https://login.example/realm/.well-known/openid-configuration";
        for issuer in [ISSUER, "https://login.example/realm/"] {
            assert_eq!(address(issuer).expect("a URL").as_str(), at);
        }
    }

    #[test]
    fn the_issuer_is_the_configured_one_byte_for_byte() {
        assert!(check(&json!({})).is_ok());
        for other in [
            "https://login.example/realm/",
            "https://LOGIN.example/realm",
            "https://login.example:443/realm",
            "https://evil.example",
        ] {
            let checked = check(&json!({ "issuer": other }));
            assert!(matches!(checked, Err(Error::IssuerDiffers)), "{other}");
        }
    }

    #[test]
    fn no_address_leads_where_none_may_go() {
        for name in [
            "authorization_endpoint",
            "token_endpoint",
            "jwks_uri",
            "userinfo_endpoint",
            "end_session_endpoint",
        ] {
            for url in [
                "javascript:alert(1)",
                "http://login.example/",
                "https://10.0.0.1/",
            ] {
                let checked = check(&json!({ name: url }));
                assert!(
                    matches!(checked, Err(Error::EndpointRefused)),
                    "{name} {url}"
                );
            }
        }
    }

    #[test]
    fn a_secret_goes_into_the_header_unless_only_the_body_is_taken() {
        let goes = |methods: Value| {
            document(&json!({ "token_endpoint_auth_methods_supported": methods })).secret_goes()
        };
        assert_eq!(document(&json!({})).secret_goes(), SecretGoes::InHeader);
        let both = json!(["client_secret_post", "client_secret_basic"]);
        assert_eq!(goes(both), SecretGoes::InHeader);
        assert_eq!(goes(json!(["client_secret_post"])), SecretGoes::InBody);
    }
}
