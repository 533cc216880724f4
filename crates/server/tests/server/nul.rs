//! PostgreSQL keeps no NUL in a text, and says so with an error of its own: no address with one may come that far.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    harness::{PASSWORD, Server},
    visitor::Visitor,
};

const CRM: &str = "{crm}";

/// Every operation of the API that is named by more than its CRM, with a NUL in place of each such name.
fn addresses(document: &Value) -> Vec<(Method, String)> {
    let paths = document["paths"].as_object().expect("paths");
    let mut found = Vec::new();
    for (path, operations) in paths {
        // What a provider of single sign-on calls is outside of it.
        let Some(path) = path.strip_prefix("/api/v1") else {
            continue;
        };
        let with_nul: String = path
            .replace(CRM, "acme")
            .split('/')
            .map(|part| if part.starts_with('{') { "%00" } else { part })
            .collect::<Vec<_>>()
            .join("/");
        if !with_nul.contains("%00") {
            continue;
        }
        for method in operations.as_object().expect("operations").keys() {
            let method = method.to_uppercase().parse().expect("a method");
            found.push((method, with_nul.clone()));
        }
    }
    found
}

#[tokio::test]
async fn no_address_with_a_nul_is_an_error_of_the_servers() {
    let (server, _) = Server::set_up().await;
    let inside = Visitor::new(&server);
    let body = json!({ "address": "acme", "login": "olena", "password": PASSWORD });
    inside.post("/sign-in", &body).await;
    inside.take_csrf("/c/acme/session").await;
    let at_portal = Visitor::at_the_portal(&server).await;
    let document = server.get("/api/v1/openapi.json").await.json();
    let addresses = addresses(&document);
    assert!(addresses.len() > 20, "{addresses:?}");
    for (method, path) in addresses {
        let visitor = if path.starts_with("/c/") {
            &inside
        } else {
            &at_portal
        };
        let body = (method != Method::GET).then(|| json!({}));
        let answer = visitor
            .call(method.clone(), &path, body.as_ref(), &[])
            .await;
        assert_eq!(answer.status, 404, "{method} {path}: {answer:?}");
    }
    for query in ["search=%00", "after=%00"] {
        let path = format!("/operator/crms?{query}");
        let answer = at_portal.get(&path).await;
        answer.is_problem(400, "validation_failed");
    }
}
