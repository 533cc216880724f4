//! Secrets inside requests.

use domain::Sensitive;
use serde::Serializer;

/// Writes a secret into a request body.
pub(crate) fn send<S: Serializer>(
    secret: &Sensitive<String>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    // EXPOSE: the service can't check a secret that it isn't sent.
    serializer.serialize_str(secret.expose())
}

/// The same, where there may be none.
#[expect(clippy::ref_option, reason = "serde hands the field over so")]
pub(crate) fn send_some<S: Serializer>(
    secret: &Option<Sensitive<String>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match secret {
        Some(secret) => send(secret, serializer),
        None => serializer.serialize_none(),
    }
}
