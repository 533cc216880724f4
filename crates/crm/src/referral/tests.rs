//! Who is whose, what that brings, and that nothing brings it twice.

use std::sync::LazyLock;

use domain::Sensitive;
use jiff::civil::Date;
use sea_orm::{ConnectionTrait as _, EntityTrait as _};
use tokio::task::JoinSet;

use super::*;
use crate::{
    Applicant, Charged, Correction, Error, IdempotencyKey, Locale, Payee, Poster, Request,
    RequestTrace, Token, TopUp,
    billing::{self, Plan},
    check_ledger, correct,
    email::Proof,
    entity::{referral as referral_row, referral_click},
    jobs::{self, Queue, Work},
    portal::tests::{at_the_portal, numbers, session_of},
    refund,
    session::PortalSession,
    sign_in::{
        selection::{open_selected, sign_in_anywhere},
        step::Step,
        tests::{Server, trace},
    },
    sign_up::{SignUp, Terms, sign_up},
    top_up,
};

const PLAN: Plan = Plan {
    price_minor: 1_003,
    trial_days: 14,
    grace_days: 14,
};
const IHOR: &str = "ihor@berry.example";
const PASSWORD: &str = "nine purple balloons";

static THEIRS: LazyLock<Token> = LazyLock::new(Token::new);

/// A browser that no referrer has used.
fn elsewhere(agent: &'static str) -> RequestTrace<'static> {
    RequestTrace {
        device: &THEIRS,
        agent,
        ..trace("198.51.100.7")
    }
}

fn programme() -> Programme {
    Programme::default()
}

fn days(server: &Server, count: u32) -> Timestamp {
    server.now.checked_add(DAY * count).expect("in range")
}

async fn sql(server: &Server, statement: &str) {
    let tx = server.db.write().await.expect("writable");
    tx.execute_unprepared(statement).await.expect("done");
    tx.commit().await.expect("committed");
}

/// Olena, who has accepted the rules, with her code.
async fn olena(server: &Server) -> (PortalSession, String) {
    let session = at_the_portal(server).await;
    let code = takes_part(server, &session).await;
    (session, code)
}

async fn takes_part(server: &Server, session: &PortalSession) -> String {
    let (told, from) = (programme(), trace("192.0.2.1"));
    activate(&server.db, session, &told, "1", &from, server.now)
        .await
        .expect("accepted");
    shown(server, session).await.code.expect("a link")
}

async fn shown(server: &Server, session: &PortalSession) -> Membership {
    let told = programme();
    membership(server.db.read(), session, &told)
        .await
        .expect("read")
}

async fn visited(
    server: &Server,
    code: &str,
    earlier: Option<&str>,
    now: Timestamp,
) -> Option<String> {
    let (told, from) = (programme(), elsewhere("Firefox/140.0"));
    let click = visit(&server.db, &told, code, earlier, None, &from, now).await;
    click.expect("counted").map(|click| click.id)
}

/// Somebody signs up who is told of no letter.
async fn joins(
    server: &Server,
    email: &str,
    click: Option<&str>,
    code: Option<&str>,
    from: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<SignUp, Error> {
    let password = Sensitive::from(String::from(PASSWORD));
    let applicant = Applicant {
        name: "Ihor Bondar",
        email,
        password: &password,
        crm_name: Some("Berry"),
        locale: Some("en"),
        preferred_locale: Locale::English,
        time_zone: None,
        server_name: "Ninefold",
    };
    let told = programme();
    let recommended = Some(Recommended {
        programme: &told,
        click,
        code,
    });
    let (db, hasher) = (&server.db, &server.hasher);
    let terms = Terms {
        proof: Proof::Waived,
        link: None,
    };
    sign_up(db, hasher, &applicant, recommended, terms, from, now).await
}

/// Ihor, who came by Olena's link.
async fn ihor(server: &Server, code: &str) {
    let click = visited(server, code, None, server.now).await;
    let from = elsewhere("Firefox/140.0");
    joins(server, IHOR, click.as_deref(), None, &from, server.now)
        .await
        .expect("signed up");
}

async fn portal_of(server: &Server, email: &str) -> PortalSession {
    let password = Sensitive::from(String::from(PASSWORD));
    let (db, hasher, from) = (&server.db, &server.hasher, elsewhere("Firefox/140.0"));
    let list = sign_in_anywhere(db, hasher, email, &password, false, &from, server.now);
    let ticket = list.await.expect("the password is right").ticket;
    let opened = open_selected(db, &ticket, "portal", &from, server.now).await;
    let Ok(Step::Portal(session)) = opened else {
        panic!("{opened:?}")
    };
    session_of(server, &session.token).await
}

async fn whose(server: &Server) -> Vec<referral_row::Model> {
    let rows = referral_row::Entity::find().all(server.db.read()).await;
    let mut rows = rows.expect("read");
    rows.sort_by_key(|row| row.signed_up_at);
    rows
}

/// Charges Berry for a period, and does what follows from it.
async fn charged(server: &Server, period: &str, now: Timestamp) {
    charge_alone(server, period, now).await;
    follow(server, &programme(), now).await;
}

async fn charge_alone(server: &Server, period: &str, now: Timestamp) {
    sql(
        server,
        &format!("UPDATE crm SET billing_day = '{period}', time_zone = 'UTC' WHERE slug = 'berry'"),
    )
    .await;
    let berry = crate::crm_by_slug(server.db.read(), "berry", server.now).await;
    let berry = berry.expect("read").expect("there");
    let (id, from) = (berry.scope().crm_id(), trace("192.0.2.1"));
    let done = billing::charge(&server.db, id, period, &PLAN, &from, now).await;
    assert!(done.expect("charged"));
}

/// Does the jobs that wait, and says how many there were.
async fn follow(server: &Server, programme: &Programme, now: Timestamp) -> usize {
    let from = trace("192.0.2.1");
    let mut done = 0;
    while let Some(job) = jobs::claim(&server.db, Queue::Default, now)
        .await
        .expect("claimed")
    {
        match job.work().expect("known") {
            Work::RewardCharge {
                entry_id,
                referral_id,
            } => {
                accrue(&server.db, programme, &entry_id, &referral_id, now)
                    .await
                    .expect("no error");
            }
            Work::ReverseReward { entry_id } => {
                reverse(&server.db, &entry_id, &from, now)
                    .await
                    .expect("no error");
            }
            other => panic!("{other:?}"),
        }
        jobs::complete(&server.db, &job, now).await.expect("done");
        done += 1;
    }
    done
}

async fn pays(server: &Server, payee: Payee<'_>, minor: i64, reference: &str) {
    let amount = &euros(minor);
    let told = TopUp {
        payee,
        amount,
        reference,
        note: "",
    };
    let from = trace("192.0.2.1");
    top_up(&server.db, Poster::Adapter, told, &from, server.now)
        .await
        .expect("posted");
}

fn euros(minor: i64) -> Money {
    Money {
        minor,
        currency: "EUR".to_owned(),
    }
}

async fn released(server: &Server, now: Timestamp) -> usize {
    let from = trace("192.0.2.1");
    release(&server.db, &from, now).await.expect("released")
}

async fn wallet(server: &Server) -> i64 {
    let sql = "SELECT CAST(COALESCE(SUM(balance_minor), 0) AS bigint) FROM wallet \
               WHERE account_id = (SELECT id FROM account WHERE email_norm = 'olena@acme.example')";
    numbers(server, sql).await
}

async fn state(server: &Server, session: &PortalSession) -> Vec<(RewardState, i64)> {
    let rows = rewards(server.db.read(), session, None, 10)
        .await
        .expect("read");
    rows.iter()
        .map(|row| (row.state, row.amount.minor))
        .collect()
}

async fn gives_back(server: &Server, period: &str, now: Timestamp) -> bool {
    let from = trace("192.0.2.1");
    let done = refund(&server.db, None, of_berry(period), &from, now).await;
    let is_new = done.expect("given back").is_new;
    follow(server, &programme(), now).await;
    is_new
}

fn of_berry(first_day: &str) -> Charged<'_> {
    let slug = "berry";
    Charged::Period { slug, first_day }
}

async fn books_are_right(server: &Server) {
    let check = check_ledger(server.db.read()).await.expect("read");
    assert_eq!(check.mismatches, []);
}

async fn asks(
    server: &Server,
    session: &PortalSession,
    minor: i64,
    key: &str,
) -> Result<(), Error> {
    let told = Programme {
        minimum_payout_minor: 100,
        ..programme()
    };
    let request = Request {
        key: IdempotencyKey::parse(key).expect("a key"),
        content: minor.to_string(),
    };
    let from = trace("192.0.2.1");
    let amount = euros(minor);
    request_payout(
        &server.db, session, &told, &amount, &request, &from, server.now,
    )
    .await
}

#[tokio::test]
async fn there_is_a_link_once_rules_are_accepted_and_it_stays_the_same() {
    let (server, _) = Server::set_up().await;
    let session = at_the_portal(&server).await;
    let before = shown(&server, &session).await;
    assert_eq!((before.code, before.accepted), (None, None));
    let (told, from) = (programme(), trace("192.0.2.1"));
    let other = activate(&server.db, &session, &told, "2", &from, server.now).await;
    assert!(matches!(other, Err(Error::RulesNotAccepted)), "{other:?}");
    let code = takes_part(&server, &session).await;
    assert_eq!(code.len(), 10);
    let accepted = Accepted {
        version: "1".to_owned(),
        at: server.now,
    };
    assert_eq!(shown(&server, &session).await.accepted, Some(accepted));

    deactivate(&server.db, &session, &from, server.now)
        .await
        .expect("done");
    assert_eq!(shown(&server, &session).await.code, None);
    assert_eq!(visited(&server, &code, None, server.now).await, None);
    assert_eq!(takes_part(&server, &session).await, code);
    let next = Programme {
        rules_version: "2".to_owned(),
        ..programme()
    };
    let later = membership(server.db.read(), &session, &next)
        .await
        .expect("read");
    assert!(!later.is_current && later.code == Some(code));
}

#[tokio::test]
async fn rules_accepted_twice_at_once_are_accepted_once() {
    let (server, _) = Server::set_up().await;
    let session = at_the_portal(&server).await;
    let (one, other) = tokio::join!(takes_part(&server, &session), takes_part(&server, &session));
    assert_eq!(one, other);
    let logged = "SELECT count(*) FROM audit_entry WHERE action = 'referral.activated'";
    assert_eq!(numbers(&server, logged).await, 1);
}

#[tokio::test]
async fn whose_link_was_visited_first_has_recommended_the_service() {
    let (server, _) = Server::set_up().await;
    let (_, first) = olena(&server).await;
    let from = elsewhere("Firefox/140.0");
    joins(
        &server,
        "mariia@cherry.example",
        None,
        None,
        &from,
        server.now,
    )
    .await
    .expect("signed up");
    assert!(
        whose(&server).await.is_empty(),
        "nobody has recommended it to her"
    );
    let mariia = portal_of(&server, "mariia@cherry.example").await;
    let second = takes_part(&server, &mariia).await;

    let click = visited(&server, &first, None, server.now)
        .await
        .expect("a visit");
    let later = days(&server, 6);
    assert_eq!(visited(&server, &second, Some(&click), later).await, None);
    // A code that is typed comes after a visit, in whatever form it is typed.
    let typed = format!(" {}-{}", &second[..5].to_lowercase(), &second[5..]);
    joins(&server, IHOR, Some(&click), Some(&typed), &from, later)
        .await
        .expect("signed up");
    let rows = whose(&server).await;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].first_click_at, Some(server.now.as_millisecond()));
    assert_ne!(rows[0].referrer_account_id, mariia.who.id);

    // The first visit is over: the next one counts.
    let over = days(&server, 7);
    assert!(
        visited(&server, &second, Some(&click), over)
            .await
            .is_some()
    );
    joins(
        &server,
        "nina@date.example",
        Some(&click),
        Some(&typed),
        &from,
        over,
    )
    .await
    .expect("signed up");
    let rows = whose(&server).await;
    assert_eq!(rows[1].referrer_account_id, mariia.who.id);
    assert_eq!(rows[1].first_click_at, None);
    let wrong = joins(
        &server,
        "o@fig.example",
        None,
        Some("0000000000"),
        &from,
        over,
    )
    .await;
    assert!(matches!(wrong, Err(Error::Invalid(_))), "{wrong:?}");
}

#[tokio::test]
async fn visits_are_counted_once_a_day_and_nobody_is_found_by_them() {
    let (server, _) = Server::set_up().await;
    let (session, code) = olena(&server).await;
    let told = programme();
    let (one, other) = tokio::join!(
        visited(&server, &code, None, server.now),
        visited(&server, &code, None, server.now)
    );
    assert!(one.is_some() && one == other, "{one:?} {other:?}");
    let count = async |agent, visitor: Option<&str>, now| {
        let from = elsewhere(agent);
        visit(&server.db, &told, &code, None, visitor, &from, now)
            .await
            .expect("counted");
        numbers(&server, "SELECT count(*) FROM referral_click").await
    };
    assert_eq!(count("Chrome/131.0", None, server.now).await, 2);
    assert_eq!(count("Chrome/999.0", None, server.now).await, 2);
    let herself = Some(session.who.id.as_str());
    assert_eq!(count("Safari/605 macOS", herself, server.now).await, 2);
    assert_eq!(count("Chrome/131.0", None, days(&server, 1)).await, 3);
    let rows = referral_click::Entity::find().all(server.db.read()).await;
    let (today, next): (Vec<_>, Vec<_>) = rows
        .expect("read")
        .into_iter()
        .partition(|row| row.at == server.now.as_millisecond());
    let hash = &next[0].visitor_hash;
    assert!(
        today.iter().all(|row| row.visitor_hash != *hash),
        "another day, another salt"
    );
    let salts = "SELECT count(*) FROM server_setting WHERE key = 'visitor_salt'";
    assert_eq!(numbers(&server, salts).await, 1);
    for unknown in ["0000000000", "", "' OR 1=1 --"] {
        assert_eq!(visited(&server, unknown, None, server.now).await, None);
    }
}

#[tokio::test]
async fn whoever_recommends_it_to_themselves_gets_nothing() {
    let (server, _) = Server::set_up().await;
    let (session, code) = olena(&server).await;
    let click = visited(&server, &code, None, server.now).await;
    let own_browser = trace("192.0.2.1");
    joins(
        &server,
        IHOR,
        click.as_deref(),
        None,
        &own_browser,
        server.now,
    )
    .await
    .expect("signed up");
    let seen = referrals(server.db.read(), &session, None, 10)
        .await
        .expect("read");
    assert_eq!(seen[0].state, ReferralState::SelfReferral);
    charge_alone(&server, "2027-01-10", server.now).await;
    assert_eq!(follow(&server, &programme(), server.now).await, 0);
    assert_eq!(state(&server, &session).await, []);
}

#[tokio::test]
async fn whoever_was_here_before_came_by_nobody() {
    let (server, _) = Server::set_up().await;
    let (_, code) = olena(&server).await;
    let click = visited(&server, &code, None, server.now).await;
    let from = elsewhere("Firefox/140.0");
    let click = click.as_deref();
    // Of somebody's staff.
    sql(
        &server,
        &format!("UPDATE crm_user SET email_norm = '{IHOR}'"),
    )
    .await;
    joins(&server, IHOR, click, None, &from, server.now)
        .await
        .expect("signed up");
    // With an account that was closed.
    sql(
        &server,
        "UPDATE account SET closed_at = 1 WHERE name = 'Ihor Bondar'",
    )
    .await;
    sql(&server, "UPDATE crm_user SET email_norm = id").await;
    joins(&server, IHOR, click, None, &from, server.now)
        .await
        .expect("signed up");
    // Whose referrer is gone.
    sql(
        &server,
        "UPDATE account SET closed_at = 1 WHERE is_operator",
    )
    .await;
    joins(&server, "nina@date.example", click, None, &from, server.now)
        .await
        .expect("signed up");
    assert!(whose(&server).await.is_empty());
}

#[tokio::test]
async fn a_charge_is_rewarded_once_after_the_hold_and_when_it_is_paid() {
    let (server, _) = Server::set_up().await;
    let (session, code) = olena(&server).await;
    ihor(&server, &code).await;
    charge_alone(&server, "2027-01-10", server.now).await;
    let entry = "SELECT id FROM ledger_entry WHERE kind = 'charge'";
    let (entry, referral) = (
        text(&server, entry).await,
        text(&server, "SELECT id FROM referral").await,
    );
    let mut at_once = JoinSet::new();
    for _ in 0..8 {
        let (db, entry, referral, now) = (
            server.db.clone(),
            entry.clone(),
            referral.clone(),
            server.now,
        );
        at_once.spawn(async move {
            accrue(&db, &programme(), &entry, &referral, now)
                .await
                .expect("no error")
        });
    }
    let new = at_once.join_all().await;
    assert_eq!(new.into_iter().filter(|is_new| *is_new).count(), 1);
    follow(&server, &programme(), server.now).await;
    assert_eq!(state(&server, &session).await, [(RewardState::Held, 200)]);
    assert_eq!(shown(&server, &session).await.held, euros(200));

    assert_eq!(released(&server, days(&server, 29)).await, 0);
    assert_eq!(
        released(&server, days(&server, 30)).await,
        0,
        "nobody has paid"
    );
    pays(&server, Payee::Crm("berry"), 1_003, "1").await;
    let mut at_once = JoinSet::new();
    for _ in 0..8 {
        let (db, now) = (server.db.clone(), days(&server, 30));
        at_once.spawn(async move {
            release(&db, &trace("192.0.2.1"), now)
                .await
                .expect("no error")
        });
    }
    assert_eq!(at_once.join_all().await.into_iter().sum::<usize>(), 1);
    assert_eq!(wallet(&server).await, 200);
    assert_eq!(
        state(&server, &session).await,
        [(RewardState::Available, 200)]
    );
    assert_eq!(shown(&server, &session).await.payable, euros(200));

    charged(&server, "2027-01-11", days(&server, 30)).await;
    pays(&server, Payee::Crm("berry"), 1_003, "2").await;
    assert_eq!(released(&server, days(&server, 60)).await, 1);
    let letters = "SELECT count(*) FROM outbox WHERE kind = 'first_reward'";
    assert_eq!(numbers(&server, letters).await, 1, "of the first one");
    let seen = referrals(server.db.read(), &session, None, 10)
        .await
        .expect("read");
    assert_eq!(
        (
            seen[0].email.as_str(),
            seen[0].paid.minor,
            seen[0].reward.minor
        ),
        ("i•••@b•••.example", 2_006, 400)
    );
    books_are_right(&server).await;
}

async fn text(server: &Server, sql: &str) -> String {
    let db = server.db.read();
    let statement = sea_orm::Statement::from_string(db.get_database_backend(), sql);
    let row = db.query_one_raw(statement).await.expect("read");
    row.expect("a row").try_get_by_index(0).expect("a text")
}

#[tokio::test]
async fn what_is_given_back_brings_nothing_whenever_that_is() {
    let (server, _) = Server::set_up().await;
    let (session, code) = olena(&server).await;
    ihor(&server, &code).await;
    pays(&server, Payee::Crm("berry"), 10_000, "1").await;
    // While it is held.
    charged(&server, "2027-01-10", server.now).await;
    assert!(gives_back(&server, "2027-01-10", server.now).await);
    assert!(!gives_back(&server, "2027-01-10", server.now).await, "once");
    assert_eq!(
        state(&server, &session).await,
        [(RewardState::Cancelled, 200)]
    );
    // Before it is rewarded.
    charge_alone(&server, "2027-01-11", server.now).await;
    gives_back(&server, "2027-01-11", server.now).await;
    assert_eq!(released(&server, days(&server, 30)).await, 0);
    assert_eq!(state(&server, &session).await.len(), 1);
    // When it is in the wallet, and was used.
    charged(&server, "2027-01-12", days(&server, 1)).await;
    assert_eq!(released(&server, days(&server, 31)).await, 1);
    asks(&server, &session, 150, "a").await.expect("asked for");
    gives_back(&server, "2027-01-12", days(&server, 32)).await;
    assert_eq!(wallet(&server).await, -150);
    assert_eq!(
        state(&server, &session).await[0],
        (RewardState::Reversed, 200)
    );
    assert_eq!(shown(&server, &session).await.payable, euros(0));
    // What was charged for another period was never given back.
    let from = trace("192.0.2.1");
    let none = refund(&server.db, None, of_berry("2027-01-13"), &from, server.now).await;
    assert!(matches!(none, Err(Error::NotFound)), "{none:?}");
    let berry =
        "SELECT balance_minor FROM wallet WHERE crm_id = (SELECT id FROM crm WHERE slug = 'berry')";
    assert_eq!(numbers(&server, berry).await, 10_000);
    books_are_right(&server).await;
}

#[tokio::test]
async fn the_operator_gives_a_charge_back_and_puts_an_entry_right_once() {
    let (server, _) = Server::set_up().await;
    let (session, code) = olena(&server).await;
    ihor(&server, &code).await;
    pays(&server, Payee::Crm("berry"), 10_000, "1").await;
    charged(&server, "2027-01-10", server.now).await;
    let (db, from, now) = (&server.db, trace("192.0.2.1"), server.now);
    let request = |key| Request {
        key: IdempotencyKey::parse(key).expect("a key"),
        content: "the same".to_owned(),
    };
    let paid = text(&server, "SELECT id FROM ledger_entry WHERE kind = 'top_up'").await;
    let charge = text(&server, "SELECT id FROM ledger_entry WHERE kind = 'charge'").await;
    let other = portal_of(&server, IHOR).await;
    for (by, entry, is_right) in [
        (&other, &charge, false),
        (&session, &paid, false),
        (&session, &charge, true),
        (&session, &charge, true),
    ] {
        let by = Some((by, &request("a")));
        let done = refund(db, by, Charged::Entry(entry), &from, now).await;
        assert_eq!(done.is_ok(), is_right, "{done:?}");
    }
    follow(&server, &programme(), now).await;
    assert_eq!(
        state(&server, &session).await,
        [(RewardState::Cancelled, 200)]
    );
    let (one, two) = (request("b"), request("c"));
    let less = euros(-12_000);
    let told = Correction {
        entry_id: &paid,
        amount: &less,
        note: "Another payer's",
    };
    let refused = correct(db, &other, told, &one, &from, now).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    for (request, left) in [(&one, -2_000), (&one, -2_000), (&two, -14_000)] {
        let made = correct(db, &session, told, request, &from, now).await;
        assert_eq!(made.expect("posted").balance, euros(left));
    }
    let logged =
        "SELECT count(*) FROM audit_entry WHERE action = 'ledger.posted' AND scope = 'server'";
    // The payment, the charge that was given back, and two corrections.
    assert_eq!(numbers(&server, logged).await, 4);
    let pointing = format!("SELECT count(*) FROM ledger_entry WHERE corrects_id = '{paid}'");
    assert_eq!(numbers(&server, &pointing).await, 2);
    books_are_right(&server).await;
}

#[tokio::test]
async fn charges_are_rewarded_for_a_year_and_by_rules_that_are_accepted() {
    let (server, _) = Server::set_up().await;
    let (session, code) = olena(&server).await;
    ihor(&server, &code).await;
    let next = Programme {
        rules_version: "2".to_owned(),
        ..programme()
    };
    charge_alone(&server, "2027-01-10", server.now).await;
    follow(&server, &next, server.now).await;
    assert_eq!(
        state(&server, &session).await,
        [],
        "other rules count by now"
    );
    // Who takes part no more is still rewarded for whom they have brought.
    let from = trace("192.0.2.1");
    deactivate(&server.db, &session, &from, server.now)
        .await
        .expect("done");
    charged(&server, "2027-01-11", days(&server, 364)).await;
    charged(&server, "2027-01-12", days(&server, 365)).await;
    assert_eq!(
        state(&server, &session).await.len(),
        1,
        "a year after the first charge"
    );
    // What is no charge brings nothing, whatever a job says.
    pays(&server, Payee::Crm("berry"), 10_000, "1").await;
    let entry = text(&server, "SELECT id FROM ledger_entry WHERE kind = 'top_up'").await;
    let referral = text(&server, "SELECT id FROM referral").await;
    for (entry, referral) in [
        (entry.as_str(), referral.as_str()),
        ("x", &referral),
        ("x", "y"),
    ] {
        let done = accrue(&server.db, &programme(), entry, referral, server.now).await;
        assert!(!done.expect("no error"));
    }
}

#[tokio::test]
async fn what_rewards_have_brought_is_paid_out_and_nothing_else() {
    let (server, _) = Server::set_up().await;
    let session = at_the_portal(&server).await;
    pays(&server, Payee::Account("olena@acme.example"), 50_000, "1").await;
    let early = asks(&server, &session, 100, "a").await;
    assert!(matches!(early, Err(Error::RulesNotAccepted)), "{early:?}");
    let code = takes_part(&server, &session).await;
    ihor(&server, &code).await;
    pays(&server, Payee::Crm("berry"), 10_000, "2").await;
    charged(&server, "2027-01-10", server.now).await;
    released(&server, days(&server, 30)).await;
    let little = asks(&server, &session, 99, "a").await;
    assert!(
        matches!(little, Err(Error::PayoutBelowMinimum)),
        "{little:?}"
    );
    let much = asks(&server, &session, 201, "a").await;
    assert!(matches!(much, Err(Error::InsufficientFunds)), "{much:?}");

    let (one, other) = tokio::join!(
        asks(&server, &session, 150, "b"),
        asks(&server, &session, 150, "c")
    );
    let done = [&one, &other]
        .into_iter()
        .filter(|done| done.is_ok())
        .count();
    assert_eq!(done, 1, "{one:?} {other:?}");
    let again = if one.is_ok() { "b" } else { "c" };
    asks(&server, &session, 150, again)
        .await
        .expect("told again");
    assert_eq!(wallet(&server).await, 50_050);
    let open = open_payouts(server.db.read(), None, 10)
        .await
        .expect("read");
    assert_eq!(
        (open.len(), open[0].email.as_str()),
        (1, "Olena@Acme.Example")
    );

    let from = trace("192.0.2.1");
    let (db, id) = (&server.db, open[0].id.as_str());
    let by = Some(&session);
    let decide = |decision| decide_payout(db, by, id, decision, "no account", &from, server.now);
    let (one, other) = tokio::join!(decide(Decision::Rejected), decide(Decision::Paid));
    let done = [&one, &other]
        .into_iter()
        .filter(|done| done.is_ok())
        .count();
    assert_eq!(done, 1, "{one:?} {other:?}");
    let refused = decide(Decision::Rejected).await;
    assert!(matches!(refused, Err(Error::PayoutDecided)), "{refused:?}");
    let mine = payouts(db.read(), &session, None, 10).await;
    let expected = if one.is_ok() {
        (PayoutState::Rejected, 50_200, 200)
    } else {
        (PayoutState::Paid, 50_050, 50)
    };
    let left = shown(&server, &session).await.payable.minor;
    let state = mine.expect("read")[0].state;
    assert_eq!((state, wallet(&server).await, left), expected);
    let letters = "SELECT count(*) FROM outbox WHERE kind LIKE 'payout_%'";
    assert_eq!(numbers(&server, letters).await, 1);
    books_are_right(&server).await;
}

#[tokio::test]
async fn a_year_is_counted_by_days_and_others_see_nothing_of_it() {
    let (server, _) = Server::set_up().await;
    let (session, code) = olena(&server).await;
    ihor(&server, &code).await;
    let next = days(&server, 1);
    visited(&server, &code, None, next).await;
    charged(&server, "2027-01-10", next).await;
    let day = |text: &str| text.parse::<Date>().expect("a date");
    let counted = async |session: &PortalSession, from, to| {
        let counts = statistics(server.db.read(), session, day(from), day(to)).await;
        counts.expect("read")
    };
    let counts = counted(&session, "2027-01-01", "2027-01-31").await;
    let row = |day: &str, clicks, sign_ups, paying, rewards| DayCounts {
        day: day.to_owned(),
        clicks,
        sign_ups,
        paying,
        rewards: euros(rewards),
    };
    let expected = [
        row("2027-01-15", 1, 1, 0, 0),
        row("2027-01-16", 1, 0, 1, 200),
    ];
    assert_eq!(counts, expected);
    assert_eq!(
        counted(&session, "2027-01-16", "2027-01-16").await,
        expected[1..]
    );

    let other = portal_of(&server, IHOR).await;
    assert_eq!(counted(&other, "2027-01-01", "2027-01-31").await, []);
    let db = server.db.read();
    assert_eq!(referrals(db, &other, None, 10).await.expect("read"), []);
    assert_eq!(rewards(db, &other, None, 10).await.expect("read"), []);
    assert_eq!(payouts(db, &other, None, 10).await.expect("read"), []);
}
