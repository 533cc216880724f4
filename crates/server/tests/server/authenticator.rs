//! A person's authenticator app.

use domain::Clock as _;
use serde_json::{Value, json};
use totp_rs::{Secret, Totp};

use crate::{
    harness::{Answer, Server},
    visitor::Visitor,
};

pub(crate) struct Authenticator<'a> {
    server: &'a Server,
    totp: Totp,
}

impl<'a> Authenticator<'a> {
    /// Reads the secret of an enrolment.
    pub(crate) fn new(server: &'a Server, enrolment: &Answer) -> Self {
        assert_eq!(enrolment.status, 200, "{enrolment:?}");
        let body = enrolment.json();
        let url = body["otpauth_url"].as_str().expect("a URL");
        let totp = Totp::from_url(url).expect("an otpauth URL");
        let typed = Secret::try_from_base32(body["secret"].as_str().expect("a secret"));
        assert_eq!(totp.secret(), &typed.expect("base32"), "shown and typed");
        Self { server, totp }
    }

    /// Sets the factor up for whoever is signed in and has proved it lately, under this path.
    /// Returns the recovery codes, too.
    pub(crate) async fn enabled(
        server: &'a Server,
        visitor: &Visitor<'_>,
        path: &str,
    ) -> (Self, Vec<String>) {
        let enrolment = visitor.post(&format!("{path}/2fa/totp"), &json!({})).await;
        let app = Self::new(server, &enrolment);
        let confirm = format!("{path}/2fa/totp/confirm");
        let answer = visitor.post(&confirm, &json!({ "code": app.code() })).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        (app, codes(&answer))
    }

    /// What it shows.
    pub(crate) fn code(&self) -> String {
        self.code_of(0)
    }

    /// What it shows so many steps from now.
    pub(crate) fn code_of(&self, steps: i64) -> String {
        let second = self.server.clock.now().as_second() + 30 * steps;
        let second = u64::try_from(second).expect("after 1970");
        self.totp.generate(second).to_string()
    }

    /// Waits for a code that wasn't used yet.
    pub(crate) fn next_code(&self) -> String {
        self.server.clock.turn(std::time::Duration::from_secs(30));
        self.code()
    }

    /// A code that is wrong, now and soon.
    pub(crate) fn wrong_code(&self) -> String {
        let right = [-1, 0, 1, 2].map(|steps| self.code_of(steps));
        let mut all = (0..9).map(|digit| format!("00000{digit}"));
        all.find(|code| !right.contains(code)).expect("one of nine")
    }

    /// Issuer and account, as it names the entry.
    pub(crate) fn entry(&self) -> (Option<&str>, &str) {
        (self.totp.issuer(), self.totp.account_name())
    }
}

/// Recovery codes of an answer.
pub(crate) fn codes(answer: &Answer) -> Vec<String> {
    let body = answer.json();
    let codes = body["recovery_codes"].as_array().expect("codes");
    let text = |code: &Value| code.as_str().expect("text").to_owned();
    codes.iter().map(text).collect()
}
