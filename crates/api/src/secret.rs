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
