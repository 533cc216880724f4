//! The service that the desktop runs on this computer: waiting for it, and its first set-up.

use std::time::Duration;

use api::{Problem, SetupRequest, SetupResponse};
use domain::{CrmAddress, Sensitive};
use reqwest::{Client, redirect};
use tokio::time::Instant;
use url::Url;

use crate::{ServiceError, StartError};

/// Between two questions whether the service is ready; doubled each time, up to the second one.
const FIRST_PAUSE: Duration = Duration::from_millis(10);
const LONGEST_PAUSE: Duration = Duration::from_millis(160);

/// What a person says to "Try it on this computer", and what the system adds.
#[derive(Debug)]
pub struct SetUp {
    /// The token that the service gave to whoever started it.
    pub token: Sensitive<String>,
    /// The person's name.
    pub name: String,
    /// The person's e-mail address.
    pub email: String,
    /// The password for the new account.
    pub password: Sensitive<String>,
    /// The name of the first CRM; the service chooses one when there is none.
    pub crm_name: Option<String>,
    /// `en`, `uk` or `ru`.
    pub locale: Option<String>,
    /// An IANA time zone.
    pub time_zone: Option<String>,
}

/// What set-up made.
#[derive(Debug)]
pub struct SetUpDone {
    /// The new CRM's address.
    pub home: CrmAddress,
    /// The new CRM's name.
    pub crm_name: String,
    /// The page that signs one webview in, once. Whoever has it is in.
    pub enter_url: Sensitive<String>,
    /// How long it works.
    pub enter_valid: Duration,
}

/// Waits until the service answers that it is ready.
///
/// # Errors
/// [`ServiceError::NotReady`] after `at_most`.
pub async fn wait_ready(base: &Url, at_most: Duration) -> Result<(), ServiceError> {
    let client = client()?;
    let ready = address(base, "/readyz");
    let end = Instant::now() + at_most;
    let mut pause = FIRST_PAUSE;
    loop {
        let left = end.saturating_duration_since(Instant::now());
        let asked = client
            .get(ready.clone())
            .timeout(left.max(FIRST_PAUSE))
            .send()
            .await;
        if asked.is_ok_and(|answer| answer.status().is_success()) {
            return Ok(());
        }
        if Instant::now() + pause >= end {
            return Err(ServiceError::NotReady {
                waited_s: at_most.as_secs(),
            });
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Makes the operator's account and the first CRM.
///
/// # Errors
/// [`ServiceError::Refused`] with the service's own problem (a weak password, a wrong token), or
/// one of the others when there was no proper answer.
pub async fn set_up(base: &Url, set_up: SetUp) -> Result<SetUpDone, ServiceError> {
    let request = SetupRequest {
        token: set_up.token,
        name: set_up.name,
        email: set_up.email,
        password: set_up.password,
        crm_name: set_up.crm_name,
        locale: set_up.locale,
        time_zone: set_up.time_zone,
    };
    let url = address(base, &format!("{}/setup", api::BASE));
    let origin = base.origin().ascii_serialization();
    let answer = client()?
        .post(url)
        .header("origin", origin)
        .json(&request)
        .send()
        .await
        .map_err(ServiceError::NoAnswer)?;
    let status = answer.status();
    if !status.is_success() {
        return Err(match answer.json::<Problem>().await {
            Ok(problem) => ServiceError::Refused(Box::new(problem)),
            Err(_) => ServiceError::Unexpected {
                status: status.as_u16(),
            },
        });
    }
    let made: SetupResponse = answer.json().await.map_err(ServiceError::NoAnswer)?;
    let unexpected = ServiceError::Unexpected {
        status: status.as_u16(),
    };
    let (Ok(home), Ok(enter)) = (
        made.crm.address.parse::<CrmAddress>(),
        base.join(&made.enter.url),
    ) else {
        return Err(unexpected);
    };
    if enter.origin() != base.origin() {
        return Err(unexpected);
    }
    Ok(SetUpDone {
        home,
        crm_name: made.crm.name,
        enter_url: Sensitive::new(enter.into()),
        enter_valid: Duration::from_secs(made.enter.valid_s.into()),
    })
}

fn address(base: &Url, path: &str) -> Url {
    let mut url = base.clone();
    url.set_path(path);
    url.set_query(None);
    url.set_fragment(None);
    url
}

fn client() -> Result<Client, ServiceError> {
    Client::builder()
        .no_proxy()
        .redirect(redirect::Policy::none())
        .timeout(Duration::from_secs(30))
        .build()
        .map_err(|error| StartError::Client(error).into())
}
