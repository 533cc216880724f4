//! One answer of a server, read as far as it is needed.

use reqwest::{Response, header};
use url::Url;

use crate::NoPage;

/// Status, the headers that matter, and the beginning of the body.
pub(super) struct Answer {
    pub(super) url: Url,
    pub(super) status: u16,
    pub(super) cookies: Vec<String>,
    pub(super) body: Vec<u8>,
    pub(super) truncated: bool,
    location: Option<String>,
    media_type: String,
}

impl Answer {
    /// Reads at most `limit` bytes; the connection is dropped with the rest.
    pub(super) async fn read(mut response: Response, limit: usize) -> Result<Self, reqwest::Error> {
        let mut answer = Self {
            url: response.url().clone(),
            status: response.status().as_u16(),
            cookies: cookie_names(&response),
            body: Vec::new(),
            truncated: false,
            location: header_text(&response, header::LOCATION.as_str()),
            media_type: media_type(&response),
        };
        if answer.redirect().is_some() {
            return Ok(answer);
        }
        while let Some(chunk) = response.chunk().await? {
            let room = limit - answer.body.len();
            answer
                .body
                .extend_from_slice(&chunk[..chunk.len().min(room)]);
            if chunk.len() >= room {
                answer.truncated = true;
                break;
            }
        }
        Ok(answer)
    }

    /// Where it sends the reader, if anywhere on the web.
    pub(super) fn redirect(&self) -> Option<Url> {
        if !matches!(self.status, 301 | 302 | 303 | 307 | 308) {
            return None;
        }
        let next = self.url.join(self.location.as_deref()?).ok()?;
        (matches!(next.scheme(), "http" | "https") && next.host().is_some()).then_some(next)
    }

    /// Why this is no web page.
    pub(super) fn no_page(&self) -> Option<NoPage> {
        if self.status >= 500 {
            return Some(NoPage::ServerError {
                status: self.status,
            });
        }
        // A page behind HTTP authentication shows itself after it.
        if self.status == 401 {
            return None;
        }
        match self.media_type.as_str() {
            "text/html" | "application/xhtml+xml" => None,
            "" if looks_like_html(&self.body) => None,
            "" if self.body.is_empty() => Some(NoPage::Empty),
            media_type => Some(NoPage::Content {
                media_type: media_type.to_owned(),
            }),
        }
    }
}

fn looks_like_html(body: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&body[..body.len().min(512)]).to_ascii_lowercase();
    start.contains("<html") || start.contains("<!doctype html")
}

fn header_text(response: &Response, name: &str) -> Option<String> {
    let value = response.headers().get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

fn media_type(response: &Response) -> String {
    let text = header_text(response, header::CONTENT_TYPE.as_str()).unwrap_or_default();
    let kind = text
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    kind.chars().filter(|c| !c.is_control()).take(80).collect()
}

/// Names only: what a cookie holds is nobody's business here.
fn cookie_names(response: &Response) -> Vec<String> {
    let cookies = response
        .headers()
        .get_all(header::SET_COOKIE)
        .iter()
        .take(50);
    cookies
        .filter_map(|cookie| cookie.to_str().ok()?.split('=').next().map(str::trim))
        .map(str::to_owned)
        .collect()
}
