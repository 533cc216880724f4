//! A provider of OpenID Connect that lies as it is told to.

use std::sync::{Arc, Mutex};

use axum::{
    Json, Router,
    extract::State,
    routing::{get, post},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use rcgen::KeyPair;
use serde_json::{Value, json};
use tokio::{net::TcpListener, task::JoinSet};

/// Ends with the value.
pub(crate) struct Rogue {
    pub(crate) issuer: String,
    told: Arc<Mutex<Told>>,
    signer: Signer,
    _tasks: JoinSet<()>,
}

#[derive(Default)]
struct Told {
    document: Value,
    keys: Value,
    id_token: String,
    exchanges: usize,
    key_requests: usize,
}

/// A key and what is published of it.
pub(crate) struct Signer {
    key: EncodingKey,
    jwk: Value,
}

impl Signer {
    pub(crate) fn new() -> Self {
        let pair = KeyPair::generate().expect("a key");
        let point = pair.public_key_raw();
        let (x, y) = point.get(1..).expect("uncompressed").split_at(32);
        let encoded = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        Self {
            key: EncodingKey::from_ec_der(&pair.serialize_der()),
            jwk: json!({
                "kty": "EC", "crv": "P-256", "kid": "1", "x": encoded(x), "y": encoded(y),
            }),
        }
    }

    /// What is published of it.
    pub(crate) fn published(&self) -> Value {
        self.jwk.clone()
    }

    pub(crate) fn sign(&self, kid: &str, claims: &Value) -> String {
        let mut header = Header::new(Algorithm::ES256);
        header.kid = Some(kid.to_owned());
        encode(&header, claims, &self.key).expect("signed")
    }
}

/// A token that nobody has signed.
pub(crate) fn unsigned(claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.", part(&json!({ "alg": "none" })), part(claims))
}

impl Rogue {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("bound");
        let issuer = format!("http://{}", listener.local_addr().expect("an address"));
        let told = Arc::new(Mutex::new(Told::default()));
        let routes = Router::new()
            .route("/.well-known/openid-configuration", get(document))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .with_state(told.clone());
        let mut tasks = JoinSet::new();
        tasks.spawn(async move { axum::serve(listener, routes).await.expect("served") });
        let rogue = Self {
            issuer,
            told,
            signer: Signer::new(),
            _tasks: tasks,
        };
        rogue.say(&json!({}));
        rogue.publish(&json!([rogue.signer.jwk]));
        rogue
    }

    /// What it says of itself, with changes.
    pub(crate) fn say(&self, changes: &Value) {
        let at = |path: &str| format!("{}{path}", self.issuer);
        let mut document = json!({
            "issuer": self.issuer,
            "authorization_endpoint": at("/authorize"),
            "token_endpoint": at("/token"),
            "jwks_uri": at("/keys"),
        });
        let all = document.as_object_mut().expect("an object");
        all.extend(changes.as_object().expect("an object").clone());
        self.told.lock().expect("whole").document = document;
    }

    pub(crate) fn publish(&self, keys: &Value) {
        self.told.lock().expect("whole").keys = json!({ "keys": keys });
    }

    /// What it gives for the next code.
    pub(crate) fn give(&self, id_token: String) {
        self.told.lock().expect("whole").id_token = id_token;
    }

    /// Signs with the key that it publishes.
    pub(crate) fn sign(&self, claims: &Value) -> String {
        self.signer.sign("1", claims)
    }

    /// How often it was asked for its keys.
    pub(crate) fn key_requests(&self) -> usize {
        self.told.lock().expect("whole").key_requests
    }

    /// How often it was shown a code.
    pub(crate) fn exchanges(&self) -> usize {
        self.told.lock().expect("whole").exchanges
    }
}

type Shared = State<Arc<Mutex<Told>>>;

async fn document(State(told): Shared) -> Json<Value> {
    Json(told.lock().expect("whole").document.clone())
}

async fn keys(State(told): Shared) -> Json<Value> {
    let mut told = told.lock().expect("whole");
    told.key_requests += 1;
    Json(told.keys.clone())
}

async fn token(State(told): Shared) -> Json<Value> {
    let mut told = told.lock().expect("whole");
    told.exchanges += 1;
    Json(json!({
        "token_type": "Bearer", "access_token": "at", "id_token": told.id_token,
    }))
}
