//! The operator's provider, which signs accounts in at the portal.

use serde_json::json;

use crate::{
    letters::Letters,
    provider::{Browser, Provider},
    team::{is_led_to, is_refused, sign_in},
    visitor::Visitor,
};

#[tokio::test]
async fn the_operators_provider_signs_accounts_in() {
    let mut provider = Provider::start().await;
    let letters = Letters::with_provider(provider.for_accounts()).await;
    let server = &letters.server;
    let people = json!({
        "1": { "email": "Olena@acme.example", "email_verified": true },
        "2": { "email": "olena@acme.example", "email_verified": true },
        "3": { "email": "olena@other.example", "email_verified": true },
        "4": { "email": "nobody@acme.example", "email_verified": true },
        "5": { "email": "olena@acme.example", "email_verified": false },
    });
    provider.tell(server, people, &[]).await;
    let offers = server.get("/api/v1/sign-in/sso").await.json();
    assert_eq!(offers["items"][0]["label"], "House sign-on");
    assert_eq!(offers["items"][0]["crm"], json!(null));
    let by_address = async |email: &str| {
        let path = format!("/api/v1/sign-in/sso?email={email}");
        server.get(&path).await.json()
    };
    assert_eq!(by_address("whoever@ACME.example").await, offers);
    for none in ["olena@other.example", "acme.example", ""] {
        assert_eq!(by_address(none).await, json!({ "items": [] }), "{none}");
    }
    let id = crate::team::id(&offers["items"][0]);
    let refused = async |who: &str, code: &str| {
        let visitor = Visitor::new(server);
        let answer = sign_in(&visitor, &Browser::from(server), &id, who).await;
        is_refused(&answer, "/sign-in", code);
    };
    refused("3", "sso_no_user").await;
    refused("4", "sso_no_user").await;
    refused("5", "sso_email_unverified").await;
    let visitor = Visitor::new(server);
    let entered = sign_in(&visitor, &Browser::from(server), &id, "1").await;
    is_led_to(&entered, "/account");
    let me = visitor.get("/portal/me").await.json();
    assert_eq!(me["account"]["email"], "olena@acme.example");
    assert!(letters.wait(1).await[0].text.contains("House sign-on"));
    // Another person of the provider with the same address is somebody else.
    refused("2", "sso_no_user").await;
    assert_eq!(
        visitor.get("/c/acme/session").await.status,
        401,
        "the portal alone"
    );

    visitor.take_csrf("/portal/me").await;
    let links = visitor.get("/portal/identity-links").await.json();
    assert_eq!(links["items"][0]["label"], "House sign-on");
    let path = format!(
        "/portal/identity-links/{}",
        crate::team::id(&links["items"][0])
    );
    visitor
        .delete(&path)
        .await
        .is_problem(403, "step_up_required");
    visitor.step_up().await;
    assert_eq!(visitor.delete(&path).await.status, 204);

    // Without the setting it is offered no more.
    let server = letters.server.restarted().await;
    let offers = server.get("/api/v1/sign-in/sso").await.json();
    assert_eq!(offers, json!({ "items": [] }));
}
