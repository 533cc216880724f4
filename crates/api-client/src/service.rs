//! The service that the desktop runs on this computer: its first set-up.

use std::time::Duration;

use api::{Problem, SetupRequest, SetupResponse};
use domain::{CrmAddress, Sensitive};
use reqwest::{Client, redirect};
use url::Url;

use crate::{ServiceError, StartError};

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
