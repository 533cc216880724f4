//! What the service asks of providers, and what it remembers of them.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::Sensitive;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::{
    discovery::{self, Metadata},
    error::{Error, TokenFault},
    exchange,
    id_token::{self, Expected},
    identity::Identity,
    keys::Keys,
    logout::{self, LoggedOut},
};

/// How long it is remembered what a provider says of itself.
const METADATA_LIFE: Duration = Duration::from_hours(24);

/// A provider is asked for keys no more often than this, however many tokens name unknown ones.
const KEYS_STEP: Duration = Duration::from_mins(5);

/// The same while it has told none: one that couldn't be reached is soon asked again.
const FIRST_KEYS_STEP: Duration = Duration::from_secs(10);

/// Providers that are remembered at once.
const MOST_KNOWN: usize = 1_000;

const SCOPES: &str = "openid email profile";

/// What the service is at a provider.
#[derive(Debug, Clone, Copy)]
pub struct Client<'a> {
    /// The provider's issuer identifier, to be compared byte for byte.
    pub issuer: &'a str,
    /// The name that the provider knows the service by.
    pub client_id: &'a str,
    /// The secret that goes with it; a public client has none.
    pub client_secret: Option<&'a Sensitive<String>>,
    /// Where people come back to.
    pub redirect_uri: &'a str,
}

/// What binds what somebody comes back with to what they were sent away with.
#[derive(Debug, Clone, Copy)]
pub struct Challenge<'a> {
    /// Comes back with the person.
    pub state: &'a Sensitive<String>,
    /// Comes back inside the ID token.
    pub nonce: &'a Sensitive<String>,
    /// Is shown only by who exchanges the code (RFC 7636): 43 to 128 letters, digits and `-._~`.
    pub verifier: &'a Sensitive<String>,
    /// What the provider is asked to do.
    pub prompt: Prompt,
}

/// What the provider is asked to do with the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prompt {
    /// Recognise them, however it likes.
    Recognise,
    /// Let them prove anew who they are, which counts for so many seconds.
    ProveAnew {
        /// Seconds.
        max_age: u32,
    },
}

/// What somebody came back with.
#[derive(Debug, Clone, Copy)]
pub struct Callback<'a> {
    /// The code.
    pub code: &'a Sensitive<String>,
    /// Who says to have sent them back (RFC 9207).
    pub issuer: Option<&'a str>,
}

/// Speaks with providers, and remembers what they say of themselves.
#[derive(Debug)]
pub struct RelyingParty {
    http: outbound::Client,
    /// What is known, by issuer. Never held while something is waited for.
    known: Mutex<HashMap<String, Known>>,
}

#[derive(Debug, Clone)]
struct Known {
    metadata: Arc<Metadata>,
    since: Timestamp,
    keys: Arc<Keys>,
    /// When it was last asked for keys, whatever came of it.
    keys_asked_at: Option<Timestamp>,
    /// Held by the one who asks for keys: the others wait for what it gets.
    asking: Arc<tokio::sync::Mutex<()>>,
}

impl RelyingParty {
    /// One that speaks through this client.
    #[must_use]
    pub fn new(http: outbound::Client) -> Self {
        Self {
            http,
            known: Mutex::default(),
        }
    }

    /// Asks a provider what it says of itself, whatever is remembered. Nothing of it is: whoever asks may name any.
    ///
    /// # Errors
    /// Every [`Error`] but those of tokens.
    pub async fn discover(&self, issuer: &str) -> Result<(), Error> {
        self.ask(issuer).await?;
        Ok(())
    }

    /// Where to send somebody who wants to be recognised.
    ///
    /// # Errors
    /// Every [`Error`] but those of tokens.
    pub async fn authorization_url(
        &self,
        client: &Client<'_>,
        challenge: &Challenge<'_>,
        now: Timestamp,
    ) -> Result<Url, Error> {
        let metadata = self.metadata(client.issuer, now).await?;
        let mut url = metadata.authorization_endpoint.clone();
        // EXPOSE: the verifier's hash leaves, and the other two are sent to come back.
        let hash = Sha256::digest(challenge.verifier.expose().as_bytes());
        let (state, nonce) = (challenge.state.expose(), challenge.nonce.expose());
        let mut query = url.query_pairs_mut();
        query
            .append_pair("response_type", "code")
            .append_pair("client_id", client.client_id)
            .append_pair("redirect_uri", client.redirect_uri)
            .append_pair("scope", SCOPES)
            .append_pair("state", state)
            .append_pair("nonce", nonce)
            .append_pair("code_challenge", &URL_SAFE_NO_PAD.encode(hash))
            .append_pair("code_challenge_method", "S256");
        if challenge.prompt != Prompt::Recognise {
            query
                .append_pair("prompt", "login")
                .append_pair("max_age", "0");
        }
        drop(query);
        Ok(url)
    }

    /// Turns what somebody came back with into whom the provider has recognised.
    ///
    /// # Errors
    /// Every [`Error`].
    pub async fn identify(
        &self,
        client: &Client<'_>,
        challenge: &Challenge<'_>,
        callback: &Callback<'_>,
        now: Timestamp,
    ) -> Result<Identity, Error> {
        let metadata = self.metadata(client.issuer, now).await?;
        let must_say = metadata.authorization_response_iss_parameter_supported;
        // Before the code goes anywhere: it may be another provider's.
        if callback
            .issuer
            .map_or(must_say, |said| said != client.issuer)
        {
            return Err(Error::MixedUp);
        }
        let tokens = exchange::tokens(&self.http, &metadata, client, challenge, callback).await?;
        let expected = Expected {
            issuer: client.issuer,
            client_id: client.client_id,
            nonce: challenge.nonce,
            access_token: tokens.access_token.as_ref(),
            max_age: match challenge.prompt {
                Prompt::Recognise => None,
                Prompt::ProveAnew { max_age } => Some(max_age.into()),
            },
        };
        // EXPOSE: it is read here, and goes nowhere.
        let token = tokens.id_token.expose();
        let read = |keys: &Keys| id_token::read(token, keys, expected, now);
        let mut identity = self.with_keys(client.issuer, now, read).await?;
        if let (None, Some(access)) = (&identity.email, &tokens.access_token) {
            let subject = identity.subject.clone();
            let profile = exchange::profile(&self.http, &metadata, access, &subject).await?;
            if let Some(profile) = profile {
                profile.tell(client.issuer, &mut identity);
            }
        }
        Ok(identity)
    }

    /// Reads a logout token that a provider sent by itself.
    ///
    /// # Errors
    /// Every [`Error`].
    pub async fn logged_out(
        &self,
        client: &Client<'_>,
        token: &str,
        now: Timestamp,
    ) -> Result<LoggedOut, Error> {
        let for_us = (client.issuer, client.client_id);
        let read = |keys: &Keys| logout::read(token, keys, for_us, now);
        self.with_keys(client.issuer, now, read).await
    }

    /// Where somebody signs out at the provider, too, if it has such a page (RP-Initiated Logout 1.0).
    ///
    /// # Errors
    /// Every [`Error`] but those of tokens.
    pub async fn sign_out_url(
        &self,
        client: &Client<'_>,
        back_to: &str,
        now: Timestamp,
    ) -> Result<Option<Url>, Error> {
        let metadata = self.metadata(client.issuer, now).await?;
        let Some(mut url) = metadata.end_session_endpoint.clone() else {
            return Ok(None);
        };
        url.query_pairs_mut()
            .append_pair("client_id", client.client_id)
            .append_pair("post_logout_redirect_uri", back_to);
        Ok(Some(url))
    }

    async fn metadata(&self, issuer: &str, now: Timestamp) -> Result<Arc<Metadata>, Error> {
        Ok(self.known(issuer, now).await?.metadata)
    }

    async fn known(&self, issuer: &str, now: Timestamp) -> Result<Known, Error> {
        let fresh = self
            .recall(issuer)
            .filter(|known| is_younger(known.since, METADATA_LIFE, now));
        match fresh {
            Some(known) => Ok(known),
            None => self.fetch(issuer, now).await,
        }
    }

    async fn ask(&self, issuer: &str) -> Result<Metadata, Error> {
        let url = discovery::address(issuer)?;
        let answer = self.http.get(&url, None).await?;
        let metadata: Metadata = exchange::read(&answer, "discovery")?;
        metadata.check(issuer, self.http.guard())?;
        Ok(metadata)
    }

    async fn fetch(&self, issuer: &str, now: Timestamp) -> Result<Known, Error> {
        let metadata = Arc::new(self.ask(issuer).await?);
        let before = self
            .recall(issuer)
            .filter(|known| known.metadata.jwks_uri == metadata.jwks_uri);
        let known = match before {
            Some(before) => Known {
                metadata,
                since: now,
                ..before
            },
            None => Known {
                metadata,
                since: now,
                keys: Arc::default(),
                keys_asked_at: None,
                asking: Arc::default(),
            },
        };
        self.remember(issuer, known.clone(), now);
        Ok(known)
    }

    /// Reads something with the keys that are known and, where its key isn't among them, with new ones.
    async fn with_keys<T>(
        &self,
        issuer: &str,
        now: Timestamp,
        read: impl Fn(&Keys) -> Result<T, TokenFault>,
    ) -> Result<T, Error> {
        let known = self.known(issuer, now).await?;
        match read(&known.keys) {
            Err(TokenFault::KeyUnknown) => {
                let keys = self.newer_keys(issuer, &known, now).await?;
                Ok(read(&keys)?)
            }
            done => Ok(done?),
        }
    }

    /// Keys that are newer than the known ones, or these where the provider was asked just now.
    async fn newer_keys(
        &self,
        issuer: &str,
        known: &Known,
        now: Timestamp,
    ) -> Result<Arc<Keys>, Error> {
        let _asking = known.asking.lock().await;
        let latest = self.recall(issuer).unwrap_or_else(|| known.clone());
        let step = if latest.keys.is_empty() {
            FIRST_KEYS_STEP
        } else {
            KEYS_STEP
        };
        let was_asked = latest
            .keys_asked_at
            .is_some_and(|at| is_younger(at, step, now));
        if was_asked || !Arc::ptr_eq(&latest.keys, &known.keys) {
            return Ok(latest.keys);
        }
        self.note(issuer, |known| known.keys_asked_at = Some(now));
        let keys = Arc::new(self.fetch_keys(&latest.metadata).await?);
        self.note(issuer, |known| known.keys = keys.clone());
        Ok(keys)
    }

    async fn fetch_keys(&self, metadata: &Metadata) -> Result<Keys, Error> {
        let answer = self.http.get(&metadata.jwks_uri, None).await?;
        let endpoint = "jwks_uri";
        if answer.status != 200 {
            let status = answer.status;
            return Err(Error::Status { endpoint, status });
        }
        Keys::read(&answer.body).map_err(|source| Error::Unreadable { endpoint, source })
    }

    fn recall(&self, issuer: &str) -> Option<Known> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(issuer).cloned()
    }

    /// Remembers a provider, in place of those that are of no use any more and, where there are too many, the one
    /// that was asked the longest ago.
    fn remember(&self, issuer: &str, new: Known, now: Timestamp) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|of, known| {
            of.as_str() == issuer || is_younger(known.since, METADATA_LIFE, now)
        });
        if known.len() >= MOST_KNOWN && !known.contains_key(issuer) {
            let oldest = known.iter().min_by_key(|(_, known)| known.since);
            if let Some(oldest) = oldest.map(|(issuer, _)| issuer.clone()) {
                known.remove(&oldest);
            }
        }
        known.insert(issuer.to_owned(), new);
    }

    fn note(&self, issuer: &str, change: impl FnOnce(&mut Known)) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get_mut(issuer) {
            change(known);
        }
    }
}

fn is_younger(since: Timestamp, life: Duration, now: Timestamp) -> bool {
    now.as_millisecond() - since.as_millisecond()
        < i64::try_from(life.as_millis()).unwrap_or(i64::MAX)
}
