//! Who is told of a CRM's deletion.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use crate::{
    letters::{Letter, Letters},
    team,
    visitor::Visitor,
};

const DAY: Duration = Duration::from_hours(24);
const OLENA: &str = "olena@acme.example";
const IHOR: &str = "ihor@acme.example";

/// Addresses of the letters after the first so many.
fn later(letters: &[Letter], first: usize) -> Vec<&str> {
    let mut to: Vec<_> = letters.iter().skip(first).map(|l| l.to.as_str()).collect();
    to.sort_unstable();
    to
}

#[tokio::test]
async fn everybody_is_told_of_a_deletion_and_its_owner_a_day_before_it() {
    let mut letters = Letters::set_up().await;
    {
        let olena = team::olena(&letters.server).await;
        // His invitation is the first letter.
        team::ihor(&letters, &olena).await;
        let olena = Visitor::at_the_portal(&letters.server).await;
        let id = team::id(&olena.crms().await[0]);
        let path = format!("/portal/crms/{id}");
        let body = json!({ "name": "Acme" });
        let scheduled = olena.call(Method::DELETE, &path, Some(&body), &[]).await;
        assert_eq!(scheduled.status, 200, "{scheduled:?}");
    }
    assert_eq!(later(&letters.wait(3).await, 1), [IHOR, OLENA]);

    letters.server.clock.turn(DAY * 6);
    // Its start does what is due.
    letters.server = letters.server.restarted().await;
    let sent = letters.wait(4).await;
    assert_eq!(later(&sent, 3), [OLENA]);
    assert!(sent[3].subject.contains("протягом доби"), "{sent:#?}");

    letters.server.clock.turn(DAY);
    letters.server = letters.server.restarted().await;
    let sent = letters.wait(6).await;
    assert_eq!(
        later(&sent, 4),
        [IHOR, OLENA],
        "one by her account, one by his address alone"
    );
    let gone = &sent[4];
    assert!(gone.subject.contains("Acme"), "{gone:?}");
}
