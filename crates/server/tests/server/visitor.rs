//! One browser at the server: keeps cookies, and proves that its own page sends what it sends.

use std::{cell::RefCell, collections::BTreeMap};

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, PASSWORD, Server, send};

pub(crate) struct Visitor<'a> {
    server: &'a Server,
    cookies: RefCell<BTreeMap<String, String>>,
    csrf: RefCell<String>,
}

impl<'a> Visitor<'a> {
    pub(crate) fn new(server: &'a Server) -> Self {
        Self {
            server,
            cookies: RefCell::default(),
            csrf: RefCell::default(),
        }
    }

    /// Olena, at the portal.
    pub(crate) async fn at_the_portal(server: &'a Server) -> Self {
        let visitor = Self::new(server);
        let list = visitor.sign_in("olena@acme.example", PASSWORD).await;
        assert_eq!(list.status, 200, "{list:?}");
        let opened = visitor.open("portal").await;
        assert_eq!(
            opened.json(),
            json!({ "next": "open", "url": "/account" }),
            "{opened:?}"
        );
        visitor.take_csrf("/portal/me").await;
        visitor
    }

    /// Without an address.
    pub(crate) async fn sign_in(&self, login: &str, password: &str) -> Answer {
        self.post("/sign-in", &json!({ "login": login, "password": password }))
            .await
    }

    /// One of the list.
    pub(crate) async fn open(&self, choice: &str) -> Answer {
        let body = json!({ "choice": choice });
        self.post("/sign-in/tickets/current/open", &body).await
    }

    /// What it keeps, as it is sent.
    pub(crate) fn cookies(&self) -> String {
        let cookies = self.cookies.borrow();
        let pairs = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }

    /// What it proves with that its own page sends.
    pub(crate) fn csrf(&self) -> String {
        self.csrf.borrow().clone()
    }

    /// Sends from now on what a page that was just loaded would.
    pub(crate) async fn take_csrf(&self, path: &str) {
        let csrf = self.get(path).await.json()["csrf"].clone();
        csrf.as_str()
            .expect("a token")
            .clone_into(&mut self.csrf.borrow_mut());
    }

    /// A `DELETE`.
    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.call(Method::DELETE, path, None, &[]).await
    }

    pub(crate) async fn step_up(&self) {
        let body = json!({ "password": PASSWORD });
        let answer = self.post("/portal/step-up", &body).await;
        assert_eq!(answer.status, 204, "{answer:?}");
    }

    /// The account's CRMs.
    pub(crate) async fn crms(&self) -> Vec<Value> {
        let answer = self.get("/portal/crms").await;
        let items = answer.json()["items"].clone();
        items.as_array().expect("a list").clone()
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, None, &[]).await
    }

    /// A page, to which another site has sent the browser.
    pub(crate) async fn come_to(&self, path: &str) -> Answer {
        let sent = [("sec-fetch-site", "cross-site")];
        self.send(Method::GET, path, None, &sent).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.call(Method::POST, path, Some(body), &[]).await
    }

    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        self.send(method, &format!("/api/v1{path}"), body, headers)
            .await
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let cookies = self.cookies();
        let csrf = self.csrf.borrow().clone();
        let mut sent = BTreeMap::from([
            ("cookie", cookies.as_str()),
            ("sec-fetch-site", "same-origin"),
            ("x-csrf-token", csrf.as_str()),
        ]);
        sent.extend(headers.iter().copied());
        let mut request = self.server.request(method, path);
        for (name, value) in sent {
            request = request.header(name, value);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = send(request).await;
        for cookie in answer.headers.get_all("set-cookie") {
            let pair = cookie.to_str().expect("text").split(';').next();
            let (name, value) = pair
                .and_then(|pair| pair.split_once('='))
                .expect("a cookie");
            self.cookies
                .borrow_mut()
                .insert(name.to_owned(), value.to_owned());
        }
        answer
    }
}
