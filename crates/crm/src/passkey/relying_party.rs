//! The server as authenticators know it.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use uuid::Uuid;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, Webauthn, WebauthnBuilder, WebauthnError,
};

use super::challenge::CHALLENGE_LIFE;
use crate::{entity::passkey::Model, error::Error, principal::Principal};

/// The server as authenticators know it: its host is the relying party's id, its origin the only one that counts.
#[derive(Debug, Clone)]
pub struct RelyingParty(Webauthn);

/// Who a passkey is for, as authenticators show them.
pub(super) struct Person<'a> {
    pub(super) who: &'a Principal,
    /// Tells them from themselves at the server's other CRMs.
    pub(super) login: &'a str,
    pub(super) name: &'a str,
}

impl RelyingParty {
    /// The relying party of an origin. `None` where its host is an IP address, which can't be one (`WebAuthn`, 5.1.2).
    #[must_use]
    pub fn new(origin: &str, name: &str) -> Option<Self> {
        let origin = Url::parse(origin).ok()?;
        let host = origin.domain()?.to_owned();
        let builder = WebauthnBuilder::new(&host, &origin).ok()?;
        let party = builder.rp_name(name).timeout(CHALLENGE_LIFE).build().ok()?;
        Some(Self(party))
    }

    /// What makes a passkey, and the state of that.
    pub(super) fn start_registration(
        &self,
        person: &Person<'_>,
        known: &[Model],
    ) -> Result<(Value, Value), Error> {
        let ids = known
            .iter()
            .map(|row| URL_SAFE_NO_PAD.decode(&row.credential_id));
        let exclude = ids.filter_map(Result::ok).collect();
        let handle = handle(person.who)?;
        let (options, state) =
            self.0
                .start_passkey_registration(handle, person.login, person.name, Some(exclude))?;
        let mut options = serde_json::to_value(options.public_key)?;
        // Who signs in by it types no login: it must be found without one.
        options["authenticatorSelection"]["residentKey"] = "required".into();
        options["authenticatorSelection"]["requireResidentKey"] = true.into();
        Ok((options, serde_json::to_value(state)?))
    }

    /// The id and the key of the passkey that was made.
    pub(super) fn finish_registration(
        &self,
        made: &Value,
        state: Value,
    ) -> Result<(String, Value), Error> {
        let state: PasskeyRegistration = serde_json::from_value(state)?;
        let made = serde_json::from_value::<RegisterPublicKeyCredential>(made.clone());
        let made = made.map_err(|_| Error::PasskeyRefused)?;
        let key = self.0.finish_passkey_registration(&made, &state);
        let key = key.map_err(|_| Error::PasskeyRefused)?;
        Ok((text_of(key.cred_id()), serde_json::to_value(key)?))
    }

    /// What asks for one of these passkeys, or for any of this server, and the state of that.
    pub(super) fn start_authentication(
        &self,
        known: Option<&[Model]>,
    ) -> Result<(Value, Value), Error> {
        let (options, state) = self.0.start_discoverable_authentication()?;
        let mut options = serde_json::to_value(options.public_key)?;
        if let Some(known) = known {
            let allow = known
                .iter()
                .map(|row| json!({ "type": "public-key", "id": row.credential_id }));
            options["allowCredentials"] = allow.collect();
        }
        Ok((options, serde_json::to_value(state)?))
    }

    /// Checks what a passkey has signed; returns it as it is from now on.
    pub(super) fn finish_authentication(
        &self,
        assertion: &PublicKeyCredential,
        state: Value,
        key: Value,
    ) -> Result<Result<Value, WebauthnError>, Error> {
        let state: DiscoverableAuthentication = serde_json::from_value(state)?;
        let mut key: Passkey = serde_json::from_value(key)?;
        let verified = self
            .0
            .finish_discoverable_authentication_v2(assertion, state, &key);
        match verified {
            Ok(result) => {
                key.update_credential(&result);
                Ok(Ok(serde_json::to_value(key)?))
            }
            Err(error) => Ok(Err(error)),
        }
    }
}

/// What a passkey calls its principal by: the id, which is nobody else's on the server.
pub(super) fn handle(who: &Principal) -> Result<Uuid, Error> {
    let (Principal::Account { id } | Principal::User { id, .. }) = who;
    Uuid::parse_str(id).map_err(|_| Error::UnknownValue {
        table: "passkey",
        column: "principal_key",
    })
}

/// An authenticator's id of a passkey, as the database has it.
pub(super) fn text_of(credential_id: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(credential_id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_a_name_has_no_passkeys() {
        for origin in [
            "http://127.0.0.1:8765",
            "http://[::1]:8765",
            "https://192.0.2.7",
        ] {
            assert!(RelyingParty::new(origin, "Ninefold").is_none(), "{origin}");
        }
        for origin in ["http://localhost:8765", "https://crm.example"] {
            assert!(RelyingParty::new(origin, "Ninefold").is_some(), "{origin}");
        }
    }
}
