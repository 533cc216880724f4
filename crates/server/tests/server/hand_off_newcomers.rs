//! Whom a provider recognises for the first time, by way of another browser: nothing comes of it but with the number.

use serde_json::{Value, json};

use crate::{
    hand_off::{Messenger, recognised_as, with_operators_provider},
    hand_off_attacks::ihor_resets_password,
    harness::Server,
    letters::Letters,
    name_server::NameServer,
    portal,
    provider::Provider,
    qr::{Waiting, opens},
    qr_attacks::wrong,
    sso_domains::{RECORD, add_proven, comes, look},
    staff::users,
    team::{LINKS, change, id, ihor, is_led_to, is_refused, olena},
    visitor::Visitor,
};

const HOME: &str = "/c/acme/";
const SIGN_IN: &str = "/c/acme/sign-in";
const IHOR: &str = "ihor@acme.example";
const PETRO: &str = "petro@acme.example";

/// Acme, whose provider speaks for its domain and knows nobody yet. Ihor would be linked, Petro would join.
struct Acme<'a> {
    server: &'a Server,
    names: &'a NameServer,
    provider: Provider,
    id: String,
    olena: Visitor<'a>,
    ihor: Visitor<'a>,
}

impl<'a> Acme<'a> {
    async fn of(letters: &'a Letters, names: &'a NameServer) -> Self {
        let server = &letters.server;
        let people = json!({
            "ihor": { "email": IHOR, "email_verified": true },
            "petro": { "email": PETRO, "email_verified": true, "name": "Petro Melnyk" },
        });
        let provider = Provider::for_server(server, people).await;
        let olena = olena(server).await;
        let ihor = ihor(letters, &olena).await;
        let id = add_proven(names, &olena, &provider, true).await;
        Self {
            server,
            names,
            provider,
            id,
            olena,
            ihor,
        }
    }

    /// A window, and the browser that has come back in its place.
    async fn came_back(&self, who: &str) -> (Waiting<'a>, Messenger<'a>) {
        recognised_as(self.server, &self.id, who).await
    }

    /// Ihor isn't linked, and Petro isn't there.
    async fn knows_nobody(&self) {
        assert_eq!(self.ihor.get(LINKS).await.json()["items"], json!([]));
        let users = users(&self.olena).await;
        assert!(users.iter().all(|user| user["email"] != PETRO), "{users:?}");
        let linked = self.log("sso.linked").await;
        assert!(linked.is_empty(), "{linked:?}");
    }

    async fn log(&self, kind: &str) -> Vec<Value> {
        let path = format!("/c/acme/audit?kind={kind}");
        let log = self.olena.get(&path).await.json();
        log["items"].as_array().expect("a list").clone()
    }

    /// The owner of the domain takes the word back: an address says nothing any more.
    async fn loses_its_domain(&self) {
        self.names.say(RECORD, None);
        let domain = look(&self.olena, &self.id).await;
        assert_eq!(domain["proven_at"], Value::Null);
    }
}

#[tokio::test]
async fn nobody_is_linked_and_nobody_joins_without_the_right_number() {
    let names = NameServer::start().await;
    let letters = Letters::asking(names.address).await;
    let acme = Acme::of(&letters, &names).await;
    for who in ["ihor", "petro"] {
        for answer in ["wrong", "not me", "none"] {
            let (window, messenger) = acme.came_back(who).await;
            match answer {
                "wrong" => {
                    let picked = messenger.pick(&wrong(&window)).await;
                    picked.is_problem(401, "qr_denied");
                }
                "not me" => assert_eq!(messenger.deny().await.status, 204),
                _ => {
                    window.exchange().await.is_problem(400, "slow_down");
                    continue;
                }
            }
            let right = messenger.pick(window.number()).await;
            right.is_problem(401, "qr_denied");
            window.exchange().await.is_problem(401, "qr_denied");
        }
    }
    acme.knows_nobody().await;
    let denied = acme.log("sso.hand_off_denied").await;
    let by = denied.iter().map(|entry| &entry["actor"]["kind"]);
    assert_eq!(by.collect::<Vec<_>>(), ["nobody", "nobody", "user", "user"]);

    // An ordinary sign-in finds both as they were.
    acme.loses_its_domain().await;
    for (who, code) in [("ihor", "sso_link_required"), ("petro", "sso_no_user")] {
        let answer = comes(acme.server, &acme.id, who).await;
        is_refused(&answer, SIGN_IN, code);
    }
}

#[tokio::test]
async fn whoever_picks_it_is_linked_or_joins() {
    let names = NameServer::start().await;
    let letters = Letters::asking(names.address).await;
    let acme = Acme::of(&letters, &names).await;
    for (who, email) in [("ihor", IHOR), ("petro", PETRO)] {
        let (window, messenger) = acme.came_back(who).await;
        assert_eq!(messenger.pick(window.number()).await.status, 204);
        assert_eq!(window.exchange().await.json(), opens(HOME));
        let user = window.browser.get("/c/acme/session").await.json()["user"].clone();
        assert_eq!(user["email"], email);
        assert_eq!(user["role"], "member");
        let links = window.browser.get(LINKS).await.json();
        assert_eq!(links["items"][0]["email"], email);
        let session = messenger.browser.get("/c/acme/session").await;
        session.is_problem(401, "unauthenticated");
    }
    assert_eq!(users(&acme.olena).await.len(), 3);
    let told = letters.wait(3).await;
    assert_eq!((told[1].to.as_str(), told[2].to.as_str()), (IHOR, PETRO));

    // The provider knows them from now on, whatever it may say of addresses.
    acme.loses_its_domain().await;
    for who in ["ihor", "petro"] {
        is_led_to(&comes(acme.server, &acme.id, who).await, HOME);
    }
    let (window, messenger) = acme.came_back("petro").await;
    assert_eq!(messenger.pick(window.number()).await.status, 204);
    assert_eq!(window.exchange().await.json(), opens(HOME));
}

#[tokio::test]
async fn one_number_picked_often_at_once_lets_somebody_join_once() {
    let names = NameServer::start().await;
    let letters = Letters::asking(names.address).await;
    let acme = Acme::of(&letters, &names).await;
    let (window, messenger) = acme.came_back("petro").await;
    let picks = (0..4).map(|_| messenger.pick(window.number()));
    let answers = futures_util::future::join_all(picks).await;
    let taken = answers.iter().filter(|answer| answer.status == 204);
    assert_eq!(taken.count(), 1, "{answers:?}");
    assert_eq!(users(&acme.olena).await.len(), 3);
    assert_eq!(acme.log("sso.linked").await.len(), 1);
    assert_eq!(window.exchange().await.json(), opens(HOME));
}

#[tokio::test]
async fn what_made_somebody_of_them_must_hold_until_they_pick_it() {
    let names = NameServer::start().await;
    let letters = Letters::asking(names.address).await;
    let acme = Acme::of(&letters, &names).await;
    let (ihors, his) = acme.came_back("ihor").await;
    let (petros, theirs) = acme.came_back("petro").await;
    let waiting = [(&ihors, &his), (&petros, &theirs)];
    let are_refused = async || {
        for (window, messenger) in waiting {
            let picked = messenger.pick(window.number()).await;
            picked.is_problem(400, "ticket_invalid");
            window.exchange().await.is_problem(400, "slow_down");
        }
    };
    for is_on in [false, true] {
        let wish = json!({ "domains": ["acme.example"], "jit": true, "enabled": is_on });
        let changed = change(&acme.olena, &acme.provider, &acme.id, &wish).await;
        assert_eq!(changed.status, 200, "{changed:?}");
        if !is_on {
            are_refused().await;
        }
    }
    acme.loses_its_domain().await;
    are_refused().await;
    acme.knows_nobody().await;
}

#[tokio::test]
async fn a_new_password_by_a_letter_links_nobody_who_was_on_the_way() {
    let names = NameServer::start().await;
    let letters = Letters::asking(names.address).await;
    let acme = Acme::of(&letters, &names).await;
    let (window, messenger) = acme.came_back("ihor").await;
    ihor_resets_password(&letters, 2).await;
    let late = messenger.pick(window.number()).await;
    late.is_problem(401, "qr_denied");
    window.exchange().await.is_problem(401, "qr_denied");
    let linked = acme.log("sso.linked").await;
    assert!(linked.is_empty(), "{linked:?}");
}

#[tokio::test]
async fn nobody_joins_a_crm_that_waits_for_its_deletion() {
    let names = NameServer::start().await;
    let letters = Letters::asking(names.address).await;
    let acme = Acme::of(&letters, &names).await;
    let (window, early) = acme.came_back("petro").await;
    let holder = Visitor::at_the_portal(acme.server).await;
    let crm = id(&holder.crms().await[0]);
    let scheduled = portal::delete(&holder, &crm, "Acme").await;
    assert_eq!(scheduled.status, 200, "{scheduled:?}");

    let picked = early.pick(window.number()).await;
    picked.is_problem(400, "ticket_invalid");
    // Who comes now isn't asked for a number that would let them in nowhere.
    let other = Waiting::for_provider(acme.server, &acme.id).await;
    let late = Messenger::of(acme.server, &other);
    is_refused(&late.go("petro").await, &late.page(), "sso_no_user");

    assert_eq!(portal::cancel(&holder, &crm).await.status, 200);
    let olena = olena(acme.server).await;
    assert_eq!(users(&olena).await.len(), 2);
    let log = olena.get("/c/acme/audit?kind=sso.refused").await.json();
    assert_eq!(log["items"].as_array().map(Vec::len), Some(1), "{log}");
}

#[tokio::test]
async fn no_account_is_linked_without_it() {
    let (letters, _provider, provider_id) = with_operators_provider().await;
    let server = &letters.server;
    let (window, messenger) = recognised_as(server, &provider_id, "1").await;
    let picked = messenger.pick(&wrong(&window)).await;
    picked.is_problem(401, "qr_denied");
    let hers = Visitor::at_the_portal(server).await;
    let links = hers.get("/portal/identity-links").await.json();
    assert_eq!(links["items"], json!([]));
}
