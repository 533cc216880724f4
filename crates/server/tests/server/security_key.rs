//! An authenticator of passkeys in software, which does what it is told to do wrong.

use std::cell::{Cell, RefCell};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use rcgen::{KeyPair, PublicKeyData as _, SigningKey as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::{harness::Answer, visitor::Visitor};

const USER_PRESENT: u8 = 0x01;
const USER_VERIFIED: u8 = 0x04;
const HAS_KEY: u8 = 0x40;

/// How it behaves, and what its browser says.
#[derive(Debug, Clone)]
pub(crate) struct Manners {
    pub(crate) origin: String,
    /// It has recognised its person.
    pub(crate) verifies: bool,
    /// It says whose the passkey is.
    pub(crate) handle: Option<String>,
    /// It has counted this far.
    pub(crate) count: Option<u32>,
}

/// Holds one passkey.
pub(crate) struct SecurityKey {
    pair: KeyPair,
    id: [u8; 16],
    handle: RefCell<String>,
    count: Cell<u32>,
    pub(crate) manners: RefCell<Manners>,
}

impl SecurityKey {
    /// At the server's own pages.
    pub(crate) fn at(url: &str) -> Self {
        Self {
            pair: KeyPair::generate().expect("a key"),
            id: rand::random(),
            handle: RefCell::default(),
            count: Cell::new(1),
            manners: RefCell::new(Manners {
                origin: url.to_owned(),
                verifies: true,
                handle: None,
                count: None,
            }),
        }
    }

    /// Adds a passkey for whoever is signed in and has proved it lately, under this path. Returns it with what the
    /// server knows of it.
    pub(crate) async fn added(url: &str, visitor: &Visitor<'_>, path: &str) -> (Self, Value) {
        let key = Self::at(url);
        let answer = key.add(visitor, path).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        let passkey = answer.json();
        (key, passkey)
    }

    pub(crate) async fn add(&self, visitor: &Visitor<'_>, path: &str) -> Answer {
        let asked = visitor
            .post(&format!("{path}/passkeys/start"), &json!({}))
            .await;
        assert_eq!(asked.status, 200, "{asked:?}");
        let asked = asked.json();
        let body = json!({ "ticket": asked["ticket"], "credential": self.make(&asked["options"]) });
        visitor.post(&format!("{path}/passkeys"), &body).await
    }

    /// `navigator.credentials.create`.
    pub(crate) fn make(&self, options: &Value) -> Value {
        assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(
            options["authenticatorSelection"]["userVerification"],
            "required"
        );
        let handle = options["user"]["id"].as_str().expect("a handle");
        handle.clone_into(&mut self.handle.borrow_mut());
        let host = options["rp"]["id"].as_str().expect("a host");
        let mut data = self.data(host, HAS_KEY);
        data.extend([0; 16]);
        data.extend([0, 16]);
        data.extend(self.id);
        data.extend(self.public_key());
        // CBOR (RFC 8949): { fmt: "none", attStmt: {}, authData: data }.
        let mut attestation = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        attestation.push(u8::try_from(data.len()).expect("short"));
        attestation.extend(data);
        json!({
            "id": text(&self.id), "rawId": text(&self.id), "type": "public-key",
            "response": {
                "clientDataJSON": text(self.client_data("webauthn.create", options).as_bytes()),
                "attestationObject": text(&attestation),
            },
            "clientExtensionResults": {},
        })
    }

    /// `navigator.credentials.get`.
    pub(crate) fn answer(&self, options: &Value) -> Value {
        self.count.set(self.count.get() + 1);
        let host = options["rpId"].as_str().expect("a host");
        let data = self.data(host, 0);
        let said = self.client_data("webauthn.get", options);
        let mut signed = data.clone();
        signed.extend(Sha256::digest(said.as_bytes()));
        let signature = self.pair.sign(&signed).expect("signed");
        let own = self.handle.borrow().clone();
        let handle = self.manners.borrow().handle.clone().unwrap_or(own);
        json!({
            "id": text(&self.id), "rawId": text(&self.id), "type": "public-key",
            "response": {
                "clientDataJSON": text(said.as_bytes()), "authenticatorData": text(&data),
                "signature": text(&signature),
                "userHandle": Some(handle).filter(|handle| !handle.is_empty()),
            },
            "clientExtensionResults": {},
        })
    }

    /// Signs in, at a CRM or wherever the passkey belongs.
    pub(crate) async fn sign_in(&self, visitor: &Visitor<'_>, address: Option<&str>) -> Answer {
        let asked = start(visitor, address).await;
        visitor.post("/sign-in/passkey", &self.body(&asked)).await
    }

    /// What a page sends with an answer.
    pub(crate) fn body(&self, asked: &Value) -> Value {
        json!({ "ticket": asked["ticket"], "credential": self.answer(&asked["options"]) })
    }

    /// Authenticator data (`WebAuthn`, 6.1).
    fn data(&self, host: &str, more: u8) -> Vec<u8> {
        let manners = self.manners.borrow();
        let verified = if manners.verifies { USER_VERIFIED } else { 0 };
        let mut data = Sha256::digest(host.as_bytes()).to_vec();
        data.push(USER_PRESENT | verified | more);
        let count = manners.count.unwrap_or(self.count.get());
        data.extend(count.to_be_bytes());
        data
    }

    fn client_data(&self, kind: &str, options: &Value) -> String {
        let origin = &self.manners.borrow().origin;
        json!({
            "type": kind, "challenge": options["challenge"], "origin": origin, "crossOrigin": false,
        })
        .to_string()
    }

    /// The public key in COSE (RFC 9053): ES256, by its two coordinates.
    fn public_key(&self) -> Vec<u8> {
        let point = self.pair.der_bytes();
        assert_eq!((point.len(), point[0]), (65, 4), "an uncompressed point");
        let mut key = b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20".to_vec();
        key.extend(&point[1..33]);
        key.extend(b"\x22\x58\x20");
        key.extend(&point[33..]);
        key
    }
}

/// What a page asks with.
pub(crate) async fn start(visitor: &Visitor<'_>, address: Option<&str>) -> Value {
    let asked = visitor
        .post("/sign-in/passkey/start", &json!({ "address": address }))
        .await;
    assert_eq!(asked.status, 200, "{asked:?}");
    asked.json()
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
