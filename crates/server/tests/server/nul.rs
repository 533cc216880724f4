//! PostgreSQL keeps no NUL in a text, and says so with an error of its own: no address with one may come that far.

use serde_json::json;

use crate::{
    harness::{PASSWORD, Server},
    routes::Route,
    visitor::Visitor,
};

#[tokio::test]
async fn no_address_with_a_nul_is_an_error_of_the_servers() {
    let (server, _) = Server::set_up().await;
    let inside = Visitor::new(&server);
    let body = json!({ "address": "acme", "login": "olena", "password": PASSWORD });
    inside.post("/sign-in", &body).await;
    inside.take_csrf("/c/acme/session").await;
    let at_portal = Visitor::at_the_portal(&server).await;
    let mut called = 0;
    for route in Route::all(&server).await {
        let with_nul = route.at(|name| if name == "crm" { "acme" } else { "%00" }.to_owned());
        // What a provider of single sign-on calls is outside of it.
        let path = with_nul.strip_prefix("/api/v1");
        let Some(path) = path.filter(|path| path.contains("%00")) else {
            continue;
        };
        let visitor = if path.starts_with("/c/") {
            &inside
        } else {
            &at_portal
        };
        let body = route.is_unsafe().then(|| json!({}));
        let method = route.method.clone();
        let answer = visitor.call(method, path, body.as_ref(), &[]).await;
        assert_eq!(answer.status, 404, "{route}: {answer:?}");
        called += 1;
    }
    assert!(called > 20, "{called}");
    for query in ["search=%00", "after=%00"] {
        let path = format!("/operator/crms?{query}");
        let answer = at_portal.get(&path).await;
        answer.is_problem(400, "validation_failed");
    }
}
