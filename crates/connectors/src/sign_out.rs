//! How to sign out at the server: steps in order, until the page shows the login.
//!
//! Never a guessed address: without a rule, only what the page itself offers is used.

use std::{collections::BTreeMap, time::Duration};

use domain::CrmAddress;
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    Connector,
    preset::{Csrf, StepRule},
    script::{as_literal, pointer_path},
};

const DOM: &str = include_str!("../scripts/dom.js");
const SIGN_OUT: &str = include_str!("../scripts/sign_out.js");

/// Forms of a page that sign out.
const FORMS: &str = "form[action*='logout' i], form[action*='signout' i], \
                     form[action*='sign-out' i], form[action*='sign_out' i]";

/// Steps to sign out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignOutPlan {
    /// To be tried in order, each for at most [`wait`](Self::wait).
    pub steps: Vec<SignOutStep>,
    /// How long one step may take.
    pub wait: Duration,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SignOutStep {
    /// A request in the page's session.
    Request(SignOutRequest),
    /// Sends a form of the page, with its own hidden fields.
    Submit {
        /// Which form.
        selector: String,
    },
    /// Clicks a control of the page, opening its menu first if need be.
    Click {
        /// Which control.
        target: ClickTarget,
    },
    /// Goes to an address that the connector knows. The shell does it, without a script.
    Navigate {
        /// Where to.
        url: String,
    },
}

/// A request that signs out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignOutRequest {
    /// HTTP method.
    pub method: String,
    /// Absolute address, of the account's own origin.
    pub url: String,
    /// Headers beside those that each such request has.
    pub headers: BTreeMap<String, String>,
    /// A JSON body; `$cookie:NAME` stands for a readable cookie.
    pub body: Option<String>,
    /// Where the token against forged requests comes from.
    pub csrf: Option<CsrfSource>,
    /// The page to open afterwards.
    pub after: String,
    /// Readable cookies to remove afterwards.
    pub drop_cookies: Vec<String>,
}

/// Where a token against forged requests comes from, and the header that carries it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "source", rename_all = "snake_case")]
pub enum CsrfSource {
    /// A readable cookie.
    Cookie {
        /// Its name.
        path: String,
        /// The header.
        header: String,
    },
    /// A meta element.
    Meta {
        /// Its name.
        path: String,
        /// The header.
        header: String,
    },
    /// A hidden field.
    Input {
        /// Its name.
        path: String,
        /// The header.
        header: String,
    },
    /// An answer of the server.
    Json {
        /// Where to ask.
        url: String,
        /// Keys into the answer.
        pointer: Vec<String>,
        /// The header.
        header: String,
    },
}

/// What to click.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClickTarget {
    /// An element by selector.
    Selector(String),
    /// Whatever the page calls "sign out".
    SignOutControl,
}

/// The plan for an account of this connector. After the last step the shell asks whether to clear
/// the account's data instead ("This CRM has no known sign-out").
#[must_use]
pub fn sign_out(connector: &Connector, home: &CrmAddress) -> SignOutPlan {
    let rules = &connector.preset.sign_out;
    let mut steps = Vec::new();
    steps.extend(own_step(connector, home));
    let csrf = csrf(&connector.preset.csrf);
    steps.extend(
        rules
            .steps
            .iter()
            .filter_map(|rule| step(rule, home, csrf.as_ref())),
    );
    steps.push(SignOutStep::Submit {
        selector: FORMS.to_owned(),
    });
    steps.push(SignOutStep::Click {
        target: ClickTarget::SignOutControl,
    });
    SignOutPlan {
        steps,
        wait: Duration::from_secs(10),
    }
}

/// What the server itself says.
fn own_step(connector: &Connector, home: &CrmAddress) -> Option<SignOutStep> {
    let document = connector.document()?;
    let rule = document.sign_out.as_ref()?;
    let token = document.probe.as_ref().and_then(|probe| {
        let pointer = probe.pointers.get("csrf")?;
        Some(CsrfSource::Json {
            url: probe.url.to_string(),
            pointer: pointer_path(pointer),
            header: rule.csrf_header.clone()?,
        })
    });
    Some(SignOutStep::Request(SignOutRequest {
        method: rule.method.clone(),
        url: rule.url.to_string(),
        headers: BTreeMap::new(),
        body: None,
        csrf: token,
        after: document
            .sign_in
            .as_ref()
            .unwrap_or_else(|| home.home())
            .to_string(),
        drop_cookies: Vec::new(),
    }))
}

fn step(rule: &StepRule, home: &CrmAddress, csrf: Option<&CsrfSource>) -> Option<SignOutStep> {
    let filled = |text: &String| text.replace("{base}", home.as_str());
    let selector = || rule.selector.clone();
    match rule.kind.as_str() {
        "request" => Some(SignOutStep::Request(SignOutRequest {
            method: rule.method.clone().unwrap_or_else(|| "POST".to_owned()),
            url: rule.url.as_ref().map(filled)?,
            headers: rule.headers.clone(),
            body: rule.body.clone(),
            csrf: csrf.cloned(),
            after: rule
                .after
                .as_ref()
                .map_or_else(|| home.home().to_string(), filled),
            drop_cookies: rule.drop_cookies.clone(),
        })),
        "submit" => Some(SignOutStep::Submit {
            selector: selector()?,
        }),
        "click" => Some(SignOutStep::Click {
            target: ClickTarget::Selector(selector()?),
        }),
        "navigate" => Some(SignOutStep::Navigate {
            url: rule.url.as_ref().map(filled)?,
        }),
        _ => None,
    }
}

fn csrf(rule: &Csrf) -> Option<CsrfSource> {
    let (path, header) = (rule.path.clone(), rule.header.clone());
    match rule.source.as_str() {
        "cookie" => Some(CsrfSource::Cookie { path, header }),
        "meta" => Some(CsrfSource::Meta { path, header }),
        "input" => Some(CsrfSource::Input { path, header }),
        _ => None,
    }
}

/// The script of one step, for the separate script world; its value says at once whether the page
/// has what the step needs. `None` for a step that is no script ([`SignOutStep::Navigate`]).
#[must_use]
pub fn step_script(step: &SignOutStep) -> Option<String> {
    let step: Value = match step {
        SignOutStep::Request(request) => json!({
            "kind": "request", "method": request.method, "url": request.url,
            "headers": request.headers, "body": request.body, "csrf": request.csrf,
            "after": request.after, "dropCookies": request.drop_cookies,
        }),
        SignOutStep::Submit { selector } => json!({ "kind": "submit", "selector": selector }),
        SignOutStep::Click {
            target: ClickTarget::Selector(selector),
        } => {
            json!({ "kind": "click", "selector": selector })
        }
        SignOutStep::Click {
            target: ClickTarget::SignOutControl,
        } => json!({ "kind": "click" }),
        SignOutStep::Navigate { .. } => return None,
    };
    let step = as_literal(&step);
    Some(format!(
        "(() => {{\"use strict\";\n{DOM}\n{SIGN_OUT}\nreturn signOutStep({step});\n}})()"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DesktopDocument, catalogue, find, generic};

    fn home() -> CrmAddress {
        "https://host.example/crm".parse().unwrap()
    }

    #[test]
    fn without_a_rule_only_what_the_page_offers_is_used() {
        let plan = sign_out(generic(), &home());
        assert!(matches!(
            plan.steps[..],
            [
                SignOutStep::Submit { .. },
                SignOutStep::Click {
                    target: ClickTarget::SignOutControl
                }
            ]
        ));
    }

    #[test]
    fn a_connectors_own_steps_go_first() {
        let plan = sign_out(find("odoo").unwrap(), &home());
        let SignOutStep::Request(request) = &plan.steps[0] else {
            panic!("a request first")
        };
        assert_eq!(request.url, "https://host.example/crm/web/session/destroy");
        assert_eq!((request.method.as_str(), plan.steps.len()), ("POST", 3));
    }

    #[test]
    fn the_servers_own_word_goes_before_all() {
        let from = "https://host.example/.well-known/crm-desktop.json"
            .parse()
            .unwrap();
        let body = json!({
            "v": 1,
            "sign_in": { "page": "/crm/sign-in" },
            "signed_in": { "probe": "/crm/session", "pointers": { "csrf": "/csrf" } },
            "sign_out": { "method": "POST", "url": "/crm/sign-out", "csrf_header": "X-CSRF-Token" },
        });
        let document = DesktopDocument::parse(body.to_string().as_bytes(), &from).unwrap();
        let plan = sign_out(&find("ninefold").unwrap().with_document(document), &home());
        let SignOutStep::Request(request) = &plan.steps[0] else {
            panic!("a request first")
        };
        assert_eq!(request.url, "https://host.example/crm/sign-out");
        assert_eq!(request.after, "https://host.example/crm/sign-in");
        assert_eq!(
            request.csrf,
            Some(CsrfSource::Json {
                url: "https://host.example/crm/session".into(),
                pointer: vec!["csrf".into()],
                header: "X-CSRF-Token".into(),
            })
        );
    }

    #[test]
    fn every_step_but_going_somewhere_is_a_script() {
        for connector in catalogue() {
            for step in sign_out(connector, &home()).steps {
                let is_script = step_script(&step).is_some();
                assert_eq!(
                    is_script,
                    !matches!(step, SignOutStep::Navigate { .. }),
                    "{step:?}"
                );
            }
        }
    }
}
