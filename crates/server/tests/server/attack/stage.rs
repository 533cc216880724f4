//! Two CRMs on one server, each with an owner, who has an account, with staff, and with one of everything that an
//! address can name.

use domain::Sensitive;
use reqwest::Method;
use serde_json::json;
use server::SsoOptions;
use tokio::time::{sleep, timeout};

use super::{
    PATIENCE, PAUSE,
    call::{Call, Pass, page, told},
    things::{Things, never},
};
use crate::{
    api_keys,
    authenticator::Authenticator,
    exports::made,
    harness::{PASSWORD, Server},
    letters::Letters,
    notifications, photo, portal,
    qr::Waiting,
    receiver::Receiver,
    rogue::Rogue,
    routes::Route,
    security_key::SecurityKey,
    sso_attacks,
    team::{id, provider_body},
    visitor::Visitor,
};

/// A server, and what it's connected with.
pub(super) struct Stage {
    letters: Letters,
    rogue: Rogue,
    receiver: Receiver,
}

/// A CRM, its people, and what they have.
pub(super) struct Side<'a> {
    pub(super) slug: &'static str,
    /// In the CRM.
    pub(super) owner: Visitor<'a>,
    /// The same person at the portal.
    pub(super) holder: Visitor<'a>,
    /// A member.
    pub(super) staff: Visitor<'a>,
    pub(super) viewer: Visitor<'a>,
    /// What its program asks by.
    pub(super) key: String,
    pub(super) things: Things,
}

/// What somebody got to see: who, by which route, and what.
pub(super) type Seen = Vec<(&'static str, String, (u16, String))>;

impl Stage {
    pub(super) async fn set() -> Self {
        let rogue = Rogue::start().await;
        let letters = Letters::named_with(SsoOptions {
            issuer: rogue.issuer.clone(),
            client_id: "ninefold".to_owned(),
            client_secret: Some(Sensitive::new("a secret + of & ours%".to_owned())),
            label: None,
            domains: Vec::new(),
            satisfies_second_factor: false,
        })
        .await;
        let receiver = Receiver::start().await;
        Self {
            letters,
            rogue,
            receiver,
        }
    }

    pub(super) fn server(&self) -> &Server {
        &self.letters.server
    }

    /// Olena's, who is the operator, too.
    pub(super) async fn acme(&self) -> Side<'_> {
        self.side("acme", "Acme", "olena@acme.example").await
    }

    /// Mariia's, who has signed up.
    pub(super) async fn berry(&self) -> Side<'_> {
        let email = "mariia@berry.example";
        let application = json!({
            "name": "Mariia Yahoda", "email": email, "password": PASSWORD, "crm_name": "Berry",
        });
        let mariia = Visitor::new(self.server());
        let asked = mariia.post("/sign-up", &application).await;
        assert_eq!(asked.status, 202, "{asked:?}");
        let ticket = json!({ "ticket": self.letters.first_to(email).await.ticket() });
        let confirmed = mariia.post("/sign-up/confirm", &ticket).await;
        assert_eq!(confirmed.status, 200, "{confirmed:?}");
        self.side("berry", "Berry", email).await
    }

    async fn side(&self, slug: &'static str, crm_name: &'static str, email: &str) -> Side<'_> {
        let server = self.server();
        let owner = in_crm(server, slug, email).await;
        let holder = at_portal(server, email).await;
        let staff = self.join(&owner, slug, "ihor", "member").await;
        let viewer = self.join(&owner, slug, "vira", "viewer").await;
        // Sessions that these don't come by.
        let other = in_crm(server, slug, email).await;
        // Nothing more is told of them.
        let notification = id(&notifications::of_sign_in(&owner, slug).await);
        notifications::of_sign_in(&other, slug).await;
        at_portal(server, email).await;

        let keys = format!("/c/{slug}/api-keys");
        let (key_id, key) = api_keys::make(&owner, &keys, &["read", "webhooks"]).await;
        let screen = Waiting::begin(server, Some(slug)).await;
        let crm_id = id(&holder.crms().await[0]);
        let provider = self.provider(&owner, slug, email).await;
        let (operators_provider, account_link) = self.operators_provider(&holder, email).await;
        let mut ids = vec![
            ("/api/v1/c/{crm}/api-keys/{id}", key_id),
            ("/api/v1/c/{crm}/notifications/{id}", notification),
            ("/api/v1/c/{crm}/qr/{id}", screen.id().to_owned()),
            ("/api/v1/c/{crm}/sso-providers/{id}", provider.clone()),
            ("/api/v1/portal/crms/{crm_id}", crm_id.clone()),
            ("/api/v1/portal/identity-links/{id}", account_link),
            ("/api/v1/portal/memberships/{crm_id}", crm_id),
            ("/api/v1/portal/qr/{id}", screen.id().to_owned()),
        ];
        let window = Waiting::for_provider(self.server(), &provider).await;
        ids.extend(other_things(&screen, &window, provider));
        ids.extend(self.crm_things(slug, &owner, &staff).await);
        ids.extend(self.portal_things(&holder, email).await);
        let things = Things {
            crm_name,
            issuer: self.rogue.issuer.clone(),
            operators_provider,
            code: screen.code().to_owned(),
            number: screen.number().clone(),
            ids,
        };
        Side {
            slug,
            owner,
            holder,
            staff,
            viewer,
            key,
            things,
        }
    }

    /// Somebody who takes an invitation of the CRM.
    async fn join(&self, owner: &Visitor<'_>, slug: &str, name: &str, role: &str) -> Visitor<'_> {
        let email = format!("{name}@{slug}.example");
        invite(owner, slug, &email, role).await;
        let ticket = self.letters.first_to(&email).await.ticket().to_owned();
        let joined = Visitor::new(self.server());
        let body = json!({ "ticket": ticket, "first_name": name, "password": PASSWORD });
        let accepted = joined.post("/invitations/accept", &body).await;
        assert_eq!(accepted.status, 200, "{accepted:?}");
        joined.take_csrf(&format!("/c/{slug}/session")).await;
        joined
    }

    /// A provider that the CRM has, and that knows its owner.
    async fn provider(&self, owner: &Visitor<'_>, slug: &str, who: &str) -> String {
        let body = provider_body(&self.rogue.issuer, &json!({}));
        let added = owner.post(&format!("/c/{slug}/sso-providers"), &body).await;
        assert_eq!(added.status, 201, "{added:?}");
        let provider = id(&added.json());
        let links = format!("/c/{slug}/me/identity-links");
        let between = (self.server(), &self.rogue);
        sso_attacks::connect(between, owner, &links, &provider, who).await;
        provider
    }

    /// The operator's provider, and the link by which it knows the holder of an account.
    async fn operators_provider(&self, holder: &Visitor<'_>, who: &str) -> (String, String) {
        let provider = first(holder, "/sign-in/sso").await;
        let links = "/portal/identity-links";
        let between = (self.server(), &self.rogue);
        sso_attacks::connect(between, holder, links, &provider, who).await;
        (provider, first(holder, links).await)
    }

    async fn crm_things(
        &self,
        slug: &str,
        owner: &Visitor<'_>,
        staff: &Visitor<'_>,
    ) -> [(&'static str, String); 10] {
        let me = format!("/c/{slug}/me");
        let device = json!({ "name": "Ninefold on thinkpad", "platform": "linux" });
        let registered = owner.post(&format!("/c/{slug}/devices"), &device).await;
        assert_eq!(registered.status, 201, "{registered:?}");
        Authenticator::enabled(self.server(), staff, &me).await;
        let user = staff.get(&format!("/c/{slug}/session")).await.json()["user"].clone();
        let invitation = invite(owner, slug, &format!("nina@{slug}.example"), "member").await;
        let (passkey, removed) = self.passkeys(owner, &me).await;
        let export = made(owner, &format!("/c/{slug}/exports")).await;
        let (webhook, delivery) = self.webhook(owner, slug).await;
        let photo = photo::shown(self.server(), owner, slug).await;
        [
            ("/api/v1/c/{crm}/exports/{id}", id(&export)),
            ("/api/v1/c/{crm}/invitations/{id}", invitation),
            (
                "/api/v1/c/{crm}/me/identity-links/{id}",
                first(owner, &format!("{me}/identity-links")).await,
            ),
            ("/api/v1/c/{crm}/me/passkeys/{id}", passkey),
            ("/api/v1/c/{crm}/me/passkeys/{id}/restore", removed),
            (
                "/api/v1/c/{crm}/me/sessions/{id}",
                other_session(owner, &me).await,
            ),
            ("/api/v1/c/{crm}/photos/{hash}", photo),
            ("/api/v1/c/{crm}/users/{id}", id(&user)),
            ("/api/v1/c/{crm}/webhooks/{id}", webhook),
            (
                "/api/v1/c/{crm}/webhooks/{id}/deliveries/{delivery}",
                delivery,
            ),
        ]
    }

    async fn portal_things(
        &self,
        holder: &Visitor<'_>,
        email: &str,
    ) -> [(&'static str, String); 12] {
        let (passkey, removed) = self.passkeys(holder, "/portal").await;
        let own_photo = "/api/v1/portal/me/photo";
        let photo = photo::shown_at(self.server(), holder, own_photo, email).await;
        let scheduled = scheduled(holder).await;
        let export = made(holder, &format!("/portal/crms/{scheduled}/exports")).await;
        let entry = self.top_up(email).await;
        let wallet = first(holder, "/portal/wallets").await;
        [
            (
                "/api/v1/portal/crms/{crm_id}/cancel-deletion",
                scheduled.clone(),
            ),
            ("/api/v1/portal/crms/{crm_id}/exports", scheduled),
            ("/api/v1/portal/crms/{crm_id}/exports/{id}", id(&export)),
            ("/api/v1/portal/passkeys/{id}", passkey),
            ("/api/v1/portal/passkeys/{id}/restore", removed),
            ("/api/v1/portal/photos/{hash}", photo),
            (
                "/api/v1/portal/sessions/{id}",
                other_session(holder, "/portal").await,
            ),
            ("/api/v1/portal/wallets/{id}", wallet.clone()),
            ("/api/v1/operator/wallets/{id}", wallet),
            ("/api/v1/operator/entries/{id}", entry),
            ("/api/v1/operator/payouts/{id}", never()),
            ("/api/v1/operator/letters/{id}", never()),
        ]
    }

    /// A passkey, and one that was removed.
    async fn passkeys(&self, visitor: &Visitor<'_>, path: &str) -> (String, String) {
        let url = &self.server().url;
        let (_, kept) = SecurityKey::added(url, visitor, path).await;
        let (_, removed) = SecurityKey::added(url, visitor, path).await;
        let removed = id(&removed);
        let gone = visitor.delete(&format!("{path}/passkeys/{removed}")).await;
        assert_eq!(gone.status, 204, "{gone:?}");
        (id(&kept), removed)
    }

    /// A webhook, and what was delivered to it.
    async fn webhook(&self, owner: &Visitor<'_>, slug: &str) -> (String, String) {
        let webhooks = format!("/c/{slug}/webhooks");
        let types = ["account.settings_changed"];
        let body = json!({ "url": self.receiver.url, "types": types, "enabled": true });
        let made = owner.post(&webhooks, &body).await;
        assert_eq!(made.status, 201, "{made:?}");
        let webhook = id(&made.json()["webhook"]);
        let sent = owner
            .post(&format!("{webhooks}/{webhook}/test"), &json!({}))
            .await;
        assert_eq!(sent.status, 202, "{sent:?}");
        let deliveries = format!("{webhooks}/{webhook}/deliveries");
        let done = timeout(PATIENCE, async {
            loop {
                let delivery = owner.get(&deliveries).await.json()["items"][0].clone();
                if delivery["state"] == "done" {
                    return id(&delivery);
                }
                sleep(PAUSE).await;
            }
        });
        (webhook, done.await.expect("it is delivered"))
    }

    /// Money on somebody's account; the entry that says so.
    async fn top_up(&self, email: &str) -> String {
        let operator = Visitor::at_the_portal(self.server()).await;
        let body = json!({
            "payee": { "kind": "account", "email": email }, "reference": email,
            "amount": { "minor": 1_000, "currency": "EUR" },
        });
        let once = [("idempotency-key", email)];
        let posted = operator
            .call(Method::POST, "/operator/top-ups", Some(&body), &once)
            .await;
        assert_eq!(posted.status, 200, "{posted:?}");
        let entry = posted.json()["entry_id"].clone();
        entry.as_str().expect("an id").to_owned()
    }
}

impl Side<'_> {
    /// A page of whoever a route is for: of the owner in the CRM, or at the portal.
    pub(super) fn page(&self, route: &Route) -> Pass {
        page(if route.path.starts_with("/api/v1/c/") {
            &self.owner
        } else {
            &self.holder
        })
    }

    /// All that the owner, the holder and the staff get to see.
    pub(super) async fn seen(&self, server: &Server, routes: &[Route]) -> Seen {
        let mut seen = Vec::new();
        // A stream has no end, and the log grows with what is looked at.
        let is_other = |path: &str| path.ends_with("/stream") || path.contains("/audit");
        let read = routes
            .iter()
            .filter(|route| !route.is_unsafe() && !is_other(&route.path));
        for route in read {
            let pages = if route.path.starts_with("/api/v1/c/") {
                vec![("owner", page(&self.owner)), ("staff", page(&self.staff))]
            } else if route.path.starts_with("/api/v1/portal/") {
                vec![("holder", page(&self.holder))]
            } else {
                continue;
            };
            let call = Call::new(route, self.slug, &self.things);
            for (who, page) in pages {
                let answer = call.send(server, &page).await;
                seen.push((who, route.to_string(), told(&answer)));
            }
        }
        seen
    }
}

async fn in_crm<'a>(server: &'a Server, slug: &str, email: &str) -> Visitor<'a> {
    let visitor = Visitor::new(server);
    let body = json!({ "address": slug, "login": email, "password": PASSWORD });
    let answer = visitor.post("/sign-in", &body).await;
    assert_eq!(answer.json()["next"], "open", "{answer:?}");
    visitor.take_csrf(&format!("/c/{slug}/session")).await;
    visitor
}

async fn at_portal<'a>(server: &'a Server, email: &str) -> Visitor<'a> {
    let visitor = Visitor::new(server);
    let list = visitor.sign_in(email, PASSWORD).await;
    assert_eq!(list.status, 200, "{list:?}");
    let opened = visitor.open("portal").await;
    assert_eq!(opened.json()["next"], "open", "{opened:?}");
    visitor.take_csrf("/portal/me").await;
    visitor
}

/// Invites somebody; the invitation's id.
async fn invite(owner: &Visitor<'_>, slug: &str, email: &str, role: &str) -> String {
    let body = json!({ "emails": [email], "role": role });
    let invited = owner.post(&format!("/c/{slug}/invitations"), &body).await;
    assert_eq!(invited.status, 200, "{invited:?}");
    id(&invited.json()["items"][0])
}

/// The first of a list.
async fn first(visitor: &Visitor<'_>, path: &str) -> String {
    id(&visitor.get(path).await.json()["items"][0])
}

/// A session of somebody's that isn't the one that asks.
async fn other_session(visitor: &Visitor<'_>, path: &str) -> String {
    let listed = visitor.get(&format!("{path}/sessions")).await.json();
    let mut items = listed["items"].as_array().expect("a list").iter();
    id(items
        .find(|item| item["is_current"] == false)
        .expect("another"))
}

/// Another CRM of an account, which waits for its deletion.
async fn scheduled(holder: &Visitor<'_>) -> String {
    let made = portal::create(holder, "Cherry", "cherry").await;
    assert_eq!(made.status, 200, "{made:?}");
    let crm = id(&made.json());
    let name = json!({ "name": "Cherry" });
    let path = format!("/portal/crms/{crm}");
    let scheduled = holder.call(Method::DELETE, &path, Some(&name), &[]).await;
    assert_eq!(scheduled.status, 200, "{scheduled:?}");
    crm
}

/// What is named by whoever signs in, by providers, and by the operator, to whom no work that failed has come here.
fn other_things(
    screen: &Waiting<'_>,
    window: &Waiting<'_>,
    provider: String,
) -> [(&'static str, String); 5] {
    [
        ("/api/v1/operator/jobs/{id}", never()),
        ("/api/v1/sign-in/hand-off/{id}", window.id().to_owned()),
        ("/api/v1/sign-in/qr/{id}", screen.id().to_owned()),
        ("/api/v1/sign-in/sso/{provider}", provider.clone()),
        ("/sso/backchannel/{provider}", provider),
    ]
}
