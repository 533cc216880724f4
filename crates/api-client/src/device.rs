//! Taking the token of a device back, where no page of the account is there to do it.

use std::time::Duration;

use domain::{Sensitive, address};
use reqwest::StatusCode;
use url::Url;

use crate::{
    ProbeProxy, ServiceError, StartError, client,
    tls::{Memory, Trust},
};

/// How long a server may take.
const LONGEST: Duration = Duration::from_secs(15);

/// Takes a token back at the address that its server named for it. One that is good no more is taken back already.
///
/// # Errors
/// [`ServiceError`]; the token may be good still.
pub async fn revoke_device(
    at: &Url,
    token: &Sensitive<String>,
    proxy: &ProbeProxy,
) -> Result<(), ServiceError> {
    // This computer itself is never reached by a proxy.
    let proxy = if address::is_loopback(at) {
        &ProbeProxy::Direct
    } else {
        proxy
    };
    let trust = Trust::new(Vec::new())?;
    let builder = client::builder(&trust, &Memory::default())?.timeout(LONGEST);
    let client = client::through(proxy, builder)?.build();
    let client = client.map_err(StartError::Client)?;
    // EXPOSE: its server gave it, and gets it back.
    let request = client.delete(at.clone()).bearer_auth(token.expose());
    let answer = request.send().await.map_err(ServiceError::NoAnswer)?;
    match answer.status() {
        StatusCode::UNAUTHORIZED | StatusCode::NOT_FOUND | StatusCode::GONE => Ok(()),
        status if status.is_success() => Ok(()),
        status => Err(ServiceError::Unexpected {
            status: status.as_u16(),
        }),
    }
}
