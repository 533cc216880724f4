//! Tokens as an attacker would make them.

use jsonwebtoken::{EncodingKey, Header, encode};
use rcgen::KeyPair;
use rstest::rstest;
use serde_json::{Value, json};

use super::*;
use crate::logout;

const ISSUER: &str = "https://login.example";
const CLIENT: &str = "ninefold";
const NOW: i64 = 1_800_000_000;

/// A provider's key.
struct Signer {
    key: EncodingKey,
    jwk: Value,
}

impl Signer {
    fn new(kid: &str) -> Self {
        let pair = KeyPair::generate().expect("a key");
        let point = pair.public_key_raw();
        let (x, y) = point.get(1..).expect("uncompressed").split_at(32);
        let encoded = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        Self {
            key: EncodingKey::from_ec_der(&pair.serialize_der()),
            jwk: json!({
                "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": kid,
                "x": encoded(x), "y": encoded(y),
            }),
        }
    }

    fn sign(&self, header: &Value, claims: &Value) -> String {
        let mut whole = serde_json::to_value(Header::new(Algorithm::ES256)).expect("written");
        merge(&mut whole, header);
        let header: Header = serde_json::from_value(whole).expect("a header");
        encode(&header, claims, &self.key).expect("signed")
    }
}

fn merge(value: &mut Value, changes: &Value) {
    let all = value.as_object_mut().expect("an object");
    for (name, change) in changes.as_object().expect("an object") {
        if change.is_null() {
            all.remove(name);
        } else {
            all.insert(name.clone(), change.clone());
        }
    }
}

fn keys(jwks: &[&Value]) -> Keys {
    Keys::read(json!({ "keys": jwks }).to_string().as_bytes()).expect("keys")
}

fn claims(changes: &Value) -> Value {
    let mut claims = json!({
        "iss": ISSUER, "sub": "24400320", "aud": CLIENT, "nonce": "n",
        "iat": NOW, "exp": NOW + 300, "email": "olena@acme.example", "email_verified": true,
    });
    merge(&mut claims, changes);
    claims
}

fn read_at(token: &str, keys: &Keys, max_age: Option<i64>) -> Result<Identity, TokenFault> {
    let (nonce, access) = (
        Sensitive::from("n".to_owned()),
        Sensitive::from("at".to_owned()),
    );
    let expected = Expected {
        issuer: ISSUER,
        client_id: CLIENT,
        nonce: &nonce,
        access_token: Some(&access),
        max_age,
    };
    let now = Timestamp::from_second(NOW).expect("in range");
    read(token, keys, expected, now)
}

fn read_claims(changes: &Value) -> Result<Identity, TokenFault> {
    let signer = Signer::new("1");
    let token = signer.sign(&json!({ "kid": "1" }), &claims(changes));
    read_at(&token, &keys(&[&signer.jwk]), None)
}

#[test]
fn a_good_token_tells_who_it_is() {
    let identity = read_claims(&json!({ "amr": ["pwd", "otp"], "sid": "s" })).expect("good");
    assert_eq!(identity.subject, "24400320");
    assert_eq!(identity.email.as_deref(), Some("olena@acme.example"));
    assert!(identity.email_verified);
    assert_eq!(identity.amr, ["pwd", "otp"]);
    assert_eq!(identity.session.as_deref(), Some("s"));
}

#[rstest]
#[case(json!({ "iss": "https://evil.example" }), TokenFault::Issuer)]
#[case(json!({ "iss": "https://login.example/" }), TokenFault::Issuer)]
#[case(json!({ "iss": null }), TokenFault::Malformed)]
#[case(json!({ "aud": "another" }), TokenFault::Audience)]
#[case(json!({ "aud": [] }), TokenFault::Audience)]
#[case(json!({ "aud": null }), TokenFault::Malformed)]
#[case(json!({ "aud": [CLIENT, "another"] }), TokenFault::Audience)]
#[case(json!({ "aud": [CLIENT, "another"], "azp": "another" }), TokenFault::Audience)]
#[case(json!({ "azp": "another" }), TokenFault::Audience)]
#[case(json!({ "exp": NOW - 120 }), TokenFault::Expired)]
#[case(json!({ "exp": null }), TokenFault::Expired)]
#[case(json!({ "exp": "never" }), TokenFault::Malformed)]
#[case(json!({ "iat": NOW - 121 }), TokenFault::NotOfNow)]
#[case(json!({ "iat": NOW + 121 }), TokenFault::NotOfNow)]
#[case(json!({ "iat": null }), TokenFault::Malformed)]
#[case(json!({ "nonce": "other" }), TokenFault::Nonce)]
#[case(json!({ "nonce": "" }), TokenFault::Nonce)]
#[case(json!({ "nonce": null }), TokenFault::Nonce)]
#[case(json!({ "at_hash": "AAAAAAAAAAAAAAAAAAAAAA" }), TokenFault::AccessTokenHash)]
#[case(json!({ "sub": "" }), TokenFault::Malformed)]
#[case(json!({ "sub": null }), TokenFault::Malformed)]
#[case(json!({ "sub": "x".repeat(256) }), TokenFault::Malformed)]
fn a_token_that_is_not_for_us_of_now_is_refused(#[case] changes: Value, #[case] fault: TokenFault) {
    assert_eq!(read_claims(&changes), Err(fault));
}

#[test]
fn what_is_just_within_the_limits_is_taken() {
    let hash = half_hash(Algorithm::ES256, &Sensitive::from("at".to_owned()));
    for changes in [
        json!({ "exp": NOW - 119 }),
        json!({ "iat": NOW - 120 }),
        json!({ "iat": NOW + 120 }),
        json!({ "aud": [CLIENT] }),
        json!({ "aud": [CLIENT, "another"], "azp": CLIENT }),
        json!({ "at_hash": hash }),
    ] {
        assert!(read_claims(&changes).is_ok(), "{changes}");
    }
}

#[test]
fn only_what_the_providers_own_key_signed_is_taken() {
    let (ours, other) = (Signer::new("1"), Signer::new("1"));
    let token = other.sign(&json!({ "kid": "1" }), &claims(&json!({})));
    let known = keys(&[&ours.jwk]);
    assert_eq!(read_at(&token, &known, None), Err(TokenFault::Signature));
    let unknown = ours.sign(&json!({ "kid": "2" }), &claims(&json!({})));
    assert_eq!(read_at(&unknown, &known, None), Err(TokenFault::KeyUnknown));
    let unnamed = ours.sign(&json!({}), &claims(&json!({})));
    assert!(
        read_at(&unnamed, &known, None).is_ok(),
        "there is but one key"
    );
    let mut for_secrets = ours.jwk.clone();
    merge(&mut for_secrets, &json!({ "use": "enc" }));
    let known = keys(&[&for_secrets]);
    assert_eq!(read_at(&unnamed, &known, None), Err(TokenFault::KeyUnknown));
}

/// The attacker brings a key along, or names one of theirs.
#[test]
fn a_key_inside_the_token_counts_for_nothing() {
    let (ours, other) = (Signer::new("1"), Signer::new("1"));
    let header = json!({ "kid": "1", "jwk": other.jwk, "jku": "https://evil.example/keys" });
    let token = other.sign(&header, &claims(&json!({})));
    let read = read_at(&token, &keys(&[&ours.jwk]), None);
    assert_eq!(read, Err(TokenFault::Signature));
}

#[test]
fn an_algorithm_that_proves_nothing_is_refused() {
    let ours = Signer::new("1");
    let known = keys(&[&ours.jwk]);
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    for alg in [
        "none", "None", "NONE", "HS256", "RS384", "ES384", "XS256", "",
    ] {
        let header = part(&json!({ "alg": alg, "kid": "1" }));
        let body = part(&claims(&json!({})));
        for signature in ["", "AAAA"] {
            let token = format!("{header}.{body}.{signature}");
            let read = read_at(&token, &known, None);
            assert_eq!(read, Err(TokenFault::Algorithm), "{alg}");
        }
    }
    // The public key as the secret of an HMAC.
    let secret = EncodingKey::from_secret(ours.jwk["x"].as_str().expect("x").as_bytes());
    let mut header = Header::new(Algorithm::HS256);
    header.kid = Some("1".to_owned());
    let token = encode(&header, &claims(&json!({})), &secret).expect("signed");
    assert_eq!(read_at(&token, &known, None), Err(TokenFault::Algorithm));
}

#[test]
fn what_is_no_token_is_refused() {
    let known = keys(&[&Signer::new("1").jwk]);
    for text in ["", "a", "a.b", "a.b.c", "....", "eyJhbGciOiJFUzI1NiJ9"] {
        assert!(read_at(text, &known, None).is_err(), "{text}");
    }
}

#[test]
fn an_extension_that_must_be_understood_is_refused() {
    let ours = Signer::new("1");
    let token = ours.sign(&json!({ "kid": "1", "crit": ["b64"] }), &claims(&json!({})));
    let read = read_at(&token, &keys(&[&ours.jwk]), None);
    assert_eq!(read, Err(TokenFault::Malformed));
}

#[test]
fn a_fresh_proof_is_one_that_the_provider_dates() {
    let ours = Signer::new("1");
    let known = keys(&[&ours.jwk]);
    for (at, fresh) in [
        (json!(NOW - 10), true),
        (json!(NOW - 300), true),
        (json!(NOW - 301), false),
        (Value::Null, false),
    ] {
        let token = ours.sign(&json!({ "kid": "1" }), &claims(&json!({ "auth_time": at })));
        let read = read_at(&token, &known, Some(300));
        assert_eq!(read.is_ok(), fresh, "{at}");
    }
}

#[test]
fn keys_of_unknown_kinds_do_not_hide_the_others() {
    let ours = Signer::new("1");
    let strange = json!({ "kty": "AKP", "alg": "ML-DSA-44", "kid": "2", "pub": "AA" });
    let token = ours.sign(&json!({ "kid": "1" }), &claims(&json!({})));
    assert!(read_at(&token, &keys(&[&strange, &ours.jwk]), None).is_ok());
}

fn log_out(header: &Value, changes: &Value) -> Result<logout::LoggedOut, TokenFault> {
    let ours = Signer::new("1");
    let mut claims = json!({
        "iss": ISSUER, "aud": CLIENT, "iat": NOW, "exp": NOW + 120, "jti": "1", "sub": "7", "sid": "s",
        "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
    });
    merge(&mut claims, changes);
    let mut with_key = json!({ "kid": "1", "typ": "logout+jwt" });
    merge(&mut with_key, header);
    let token = ours.sign(&with_key, &claims);
    let now = Timestamp::from_second(NOW).expect("in range");
    logout::read(&token, &keys(&[&ours.jwk]), (ISSUER, CLIENT), now)
}

#[test]
fn a_logout_token_names_a_session_or_a_person() {
    let both = log_out(&json!({}), &json!({})).expect("good");
    assert_eq!(
        (both.subject.as_deref(), both.session.as_deref()),
        (Some("7"), Some("s"))
    );
    assert!(log_out(&json!({ "typ": null }), &json!({ "sid": null })).is_ok());
    for (header, changes, fault) in [
        (
            json!({}),
            json!({ "sub": null, "sid": null }),
            TokenFault::Malformed,
        ),
        (json!({}), json!({ "nonce": "n" }), TokenFault::Kind),
        (json!({}), json!({ "events": null }), TokenFault::Kind),
        (
            json!({}),
            json!({ "events": { "other": {} } }),
            TokenFault::Kind,
        ),
        (json!({ "typ": "at+jwt" }), json!({}), TokenFault::Kind),
        (
            json!({}),
            json!({ "iss": "https://evil.example" }),
            TokenFault::Issuer,
        ),
        (json!({}), json!({ "aud": "another" }), TokenFault::Audience),
        (json!({}), json!({ "iat": NOW - 500 }), TokenFault::NotOfNow),
    ] {
        assert_eq!(log_out(&header, &changes), Err(fault), "{changes}");
    }
    // An ID token is no wish to sign somebody out.
    let ours = Signer::new("1");
    let token = ours.sign(&json!({ "kid": "1" }), &claims(&json!({ "nonce": null })));
    let now = Timestamp::from_second(NOW).expect("in range");
    let read = logout::read(&token, &keys(&[&ours.jwk]), (ISSUER, CLIENT), now);
    assert_eq!(read, Err(TokenFault::Kind));
}
