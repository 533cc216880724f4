//! Whom a provider has recognised.

use serde::Deserialize;
use serde_json::Value;

/// Whom a provider has recognised. Only `subject` says who they are, and only together with the issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// `sub`: permanent, and unique at the provider.
    pub subject: String,
    /// The address that the provider has for them.
    pub email: Option<String>,
    /// The provider says that the address is theirs.
    pub email_verified: bool,
    /// First name.
    pub given_name: Option<String>,
    /// Last name.
    pub family_name: Option<String>,
    /// The whole name.
    pub name: Option<String>,
    /// When they proved to the provider who they are, in seconds since 1970.
    pub auth_time: Option<i64>,
    /// By what they proved it (RFC 8176).
    pub amr: Vec<String>,
    /// How surely, in the provider's words.
    pub acr: Option<String>,
    /// Their session at the provider.
    pub session: Option<String>,
}

/// What an ID token or the `UserInfo` endpoint tells about a person.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Profile {
    pub(crate) email: Option<String>,
    // Some providers write it as text, which proves nothing.
    #[serde(default)]
    email_verified: Value,
    #[serde(default)]
    xms_edov: Value,
    given_name: Option<String>,
    family_name: Option<String>,
    name: Option<String>,
}

impl Profile {
    /// Fills in what is told about the person.
    pub(crate) fn tell(self, issuer: &str, identity: &mut Identity) {
        let vouched = match &self.email_verified {
            Value::Null => is_entra(issuer) && self.xms_edov == Value::Bool(true),
            other => *other == Value::Bool(true),
        };
        identity.email_verified = vouched && self.email.is_some();
        identity.email = self.email;
        identity.given_name = self.given_name;
        identity.family_name = self.family_name;
        identity.name = self.name;
    }
}

/// Microsoft Entra has another claim for an address whose domain's owner has proved it.
fn is_entra(issuer: &str) -> bool {
    issuer.starts_with("https://login.microsoftonline.com/")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    const ENTRA: &str = "https://login.microsoftonline.com/tenant/v2.0";

    #[rstest]
    #[case("https://a.example", json!({ "email_verified": true }), true)]
    #[case("https://a.example", json!({ "email_verified": "true" }), false)]
    #[case("https://a.example", json!({ "email_verified": 1 }), false)]
    #[case("https://a.example", json!({ "email_verified": false }), false)]
    #[case("https://a.example", json!({}), false)]
    #[case("https://a.example", json!({ "xms_edov": true }), false)]
    #[case(ENTRA, json!({ "xms_edov": true }), true)]
    #[case(ENTRA, json!({ "xms_edov": "1" }), false)]
    #[case(ENTRA, json!({ "xms_edov": true, "email_verified": false }), false)]
    #[case(ENTRA, json!({}), false)]
    fn an_address_is_verified_when_json_says_true(
        #[case] issuer: &str,
        #[case] claims: Value,
        #[case] verified: bool,
    ) {
        let mut claims = claims;
        claims["email"] = json!("olena@acme.example");
        let profile: Profile = serde_json::from_value(claims).expect("readable");
        let mut identity = Identity {
            subject: "1".to_owned(),
            email: None,
            email_verified: false,
            given_name: None,
            family_name: None,
            name: None,
            auth_time: None,
            amr: Vec::new(),
            acr: None,
            session: None,
        };
        profile.tell(issuer, &mut identity);
        assert_eq!(identity.email_verified, verified);
    }
}
