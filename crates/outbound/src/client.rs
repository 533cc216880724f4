//! The one client.

use std::{error::Error as _, time::Duration};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::Sensitive;
use reqwest::{
    Method, RequestBuilder,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue},
    redirect::Policy,
};
use tokio::sync::OnceCell;
use url::{Url, form_urlencoded};

use crate::{
    error::Error,
    guard::{Guard, NameRefused},
};

const CONNECT: Duration = Duration::from_secs(5);
const WHOLE: Duration = Duration::from_secs(10);
const LONGEST: usize = 512 * 1024;

/// Sends requests to where the operator lets them go.
#[derive(Debug)]
pub struct Client {
    guard: Guard,
    /// Made for the first request: it reads all certificates of the system.
    http: OnceCell<reqwest::Client>,
}

/// What a server answered, whatever its status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status. A redirect isn't followed.
    pub status: u16,
    /// The body, half a megabyte at most.
    pub body: Vec<u8>,
}

/// Name and password of HTTP Basic authentication (RFC 7617).
#[derive(Debug, Clone, Copy)]
pub struct BasicAuth<'a> {
    /// The name.
    pub name: &'a str,
    /// The password.
    pub password: &'a Sensitive<String>,
}

impl Client {
    /// A client that goes where its guard lets it.
    #[must_use]
    pub fn new(guard: Guard) -> Self {
        Self {
            guard,
            http: OnceCell::new(),
        }
    }

    /// What decides where requests go.
    #[must_use]
    pub const fn guard(&self) -> &Guard {
        &self.guard
    }

    /// Gets JSON; `bearer` is an access token (RFC 6750).
    ///
    /// # Errors
    /// Every [`Error`].
    pub async fn get(
        &self,
        url: &Url,
        bearer: Option<&Sensitive<String>>,
    ) -> Result<Answer, Error> {
        let mut request = self.request(Method::GET, url).await?;
        if let Some(token) = bearer {
            // EXPOSE: it goes to the server that gave it out.
            request = request.header(AUTHORIZATION, secret(format!("Bearer {}", token.expose())));
        }
        finish(request).await
    }

    /// Posts a form, and gets JSON.
    ///
    /// # Errors
    /// Every [`Error`].
    pub async fn post_form(
        &self,
        url: &Url,
        fields: &[(&str, &str)],
        auth: Option<BasicAuth<'_>>,
    ) -> Result<Answer, Error> {
        let mut request = self
            .request(Method::POST, url)
            .await?
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form(fields));
        if let Some(BasicAuth { name, password }) = auth {
            // EXPOSE: it is sent to the server that it is for.
            let both = STANDARD.encode(format!("{name}:{}", password.expose()));
            request = request.header(AUTHORIZATION, secret(format!("Basic {both}")));
        }
        finish(request).await
    }

    /// Posts JSON with headers, and keeps no more of the answer's body than its first bytes.
    ///
    /// # Errors
    /// Every [`Error`] but [`Error::TooLong`].
    pub async fn post(
        &self,
        url: &Url,
        headers: &[(&str, String)],
        body: String,
        keep: usize,
    ) -> Result<Answer, Error> {
        let mut request = self
            .request(Method::POST, url)
            .await?
            .header(CONTENT_TYPE, "application/json")
            .body(body);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let mut response = request.send().await.map_err(failed)?;
        let status = response.status().as_u16();
        let mut body = Vec::new();
        while body.len() < keep
            && let Some(chunk) = response.chunk().await.map_err(failed)?
        {
            body.extend_from_slice(&chunk);
        }
        body.truncate(keep);
        Ok(Answer { status, body })
    }

    async fn request(&self, method: Method, url: &Url) -> Result<RequestBuilder, Error> {
        self.guard.check(url)?;
        let http = self.http.get_or_try_init(|| async { self.build() }).await?;
        let request = http.request(method, url.clone());
        Ok(request.header(ACCEPT, "application/json"))
    }

    fn build(&self) -> Result<reqwest::Client, Error> {
        reqwest::Client::builder()
            .dns_resolver(self.guard.clone())
            .no_proxy()
            .redirect(Policy::none())
            .connect_timeout(CONNECT)
            .timeout(WHOLE)
            .build()
            .map_err(Error::Client)
    }
}

fn form(fields: &[(&str, &str)]) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(fields).finish()
}

/// A header that no log shows. What can't stand in one is no secret that any server gave out.
fn secret(text: String) -> HeaderValue {
    let mut value = HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""));
    value.set_sensitive(true);
    value
}

async fn finish(request: RequestBuilder) -> Result<Answer, Error> {
    let mut response = request.send().await.map_err(failed)?;
    let status = response.status().as_u16();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        if body.len() + chunk.len() > LONGEST {
            return Err(Error::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer { status, body })
}

/// The URL stays out of the error: it may hold secrets.
fn failed(error: reqwest::Error) -> Error {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if inner.is::<NameRefused>() {
            return Error::Refused;
        }
        cause = inner.source();
    }
    Error::Send(error.without_url())
}
