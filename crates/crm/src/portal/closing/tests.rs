//! Rules of closing an account that take another owner, money, or time.

use domain::Sensitive;
use sea_orm::ConnectionTrait as _;

use super::*;
use crate::{
    PasswordReset, complete_reset,
    email::Proof,
    new_account::Applicant,
    portal::tests::{at_the_portal, numbers, tables_with},
    retention::sweep,
    sign_in::tests::{PASSWORD, Server, trace},
    sign_up::{SignUp, sign_up},
};

const EMAIL: &str = "olena@acme.example";
const NEW: &str = "nine purple balloons";

async fn sql(server: &Server, statements: &str) {
    let tx = server.db.write().await.expect("writable");
    tx.execute_unprepared(statements).await.expect("done");
    tx.commit().await.expect("committed");
}

/// Olena, whose CRM belongs to another account, and who is in it by hers.
async fn olena() -> (Server, PortalSession) {
    let (server, _) = Server::set_up().await;
    sql(
        &server,
        "INSERT INTO account (id, email, email_norm, name, locale, time_zone, status, is_operator, \
         version, created_at, updated_at) VALUES ('other', 'other@acme.example', \
         'other@acme.example', 'Other', 'en', 'UTC', 'active', true, 1, 0, 0)",
    )
    .await;
    sql(
        &server,
        "UPDATE account SET is_operator = false WHERE id <> 'other'",
    )
    .await;
    sql(&server, "UPDATE crm SET owner_account_id = 'other'").await;
    sql(&server, "UPDATE crm_user SET role = 'admin'").await;
    let session = at_the_portal(&server).await;
    (server, session)
}

async fn close(
    server: &Server,
    session: &PortalSession,
    gives_money_up: bool,
) -> Result<(), Error> {
    let from = trace("192.0.2.1");
    close_account(&server.db, session, gives_money_up, &from, server.now).await
}

/// The ticket in the one letter of a kind.
async fn ticket_of(server: &Server, kind: &str) -> Token {
    let row = outbox_row::Entity::find()
        .filter(outbox_row::COLUMN.kind.eq(kind))
        .one(server.db.read())
        .await
        .expect("read")
        .expect("a letter");
    let path = row.letter["path"].as_str().expect("a path").to_owned();
    let (_, ticket) = path.split_once("#ticket=").expect("a ticket");
    Token::presented(ticket.to_owned().into())
}

async fn reopen(server: &Server, now: Timestamp) -> Result<(), Error> {
    let ticket = ticket_of(server, "account_closed").await;
    reopen_account(&server.db, &ticket, &trace("192.0.2.1"), now).await
}

async fn apply(server: &Server, proof: Proof) -> Result<SignUp, Error> {
    let password = Sensitive::from(String::from(NEW));
    let applicant = Applicant {
        name: "Olena Koval",
        email: EMAIL,
        password: &password,
        crm_name: None,
        locale: Some("en"),
        preferred_locale: Locale::English,
        time_zone: None,
        server_name: "Ninefold",
    };
    let (db, hasher, from) = (&server.db, &server.hasher, trace("192.0.2.1"));
    sign_up(db, hasher, &applicant, proof, &from, server.now).await
}

fn days(server: &Server, days: u32) -> Timestamp {
    let time = Duration::from_hours(24) * days;
    server.now.checked_add(time).expect("in range")
}

#[tokio::test]
async fn what_stands_in_the_way_is_told_and_stays_in_the_way() {
    let (server, session) = olena().await;
    let account = session.who.id.as_str();
    let wallet = format!(
        "INSERT INTO wallet (id, account_id, currency, balance_minor, version, created_at, \
         updated_at) VALUES ('w', '{account}', 'EUR', 0, 1, 0, 0)"
    );
    sql(&server, &wallet).await;
    let owned = format!("UPDATE crm SET owner_account_id = '{account}'");
    for (change, back, waived) in [
        (
            owned.as_str(),
            "UPDATE crm SET owner_account_id = 'other'",
            true,
        ),
        (
            "UPDATE wallet SET balance_minor = -1 WHERE id = 'w'",
            "UPDATE wallet SET balance_minor = 0 WHERE id = 'w'",
            true,
        ),
        (
            "UPDATE wallet SET balance_minor = 1 WHERE id = 'w'",
            "",
            false,
        ),
    ] {
        sql(&server, change).await;
        let told = closing(server.db.read(), &session).await.expect("read");
        assert_eq!(told.can_close(), !waived, "{change}");
        let closed = close(&server, &session, waived).await;
        assert!(matches!(closed, Err(Error::AccountInUse)), "{change}");
        if !back.is_empty() {
            sql(&server, back).await;
        }
    }
    close(&server, &session, true).await.expect("closed");
    let kept = "SELECT balance_minor FROM wallet WHERE id = 'w'";
    assert_eq!(numbers(&server, kept).await, 0);
    let entries =
        "SELECT sum(CAST(amount_minor AS integer)) FROM ledger_entry WHERE wallet_id = 'w'";
    assert_eq!(numbers(&server, entries).await, -1, "the entry is there");
}

#[tokio::test]
async fn whoever_had_the_accounts_password_alone_sets_one_of_their_own() {
    let (server, session) = olena().await;
    let told = closing(server.db.read(), &session).await.expect("read");
    let names: Vec<_> = told
        .by_account
        .iter()
        .map(|crm| crm.name.as_str())
        .collect();
    assert_eq!(names, ["Acme"]);
    close(&server, &session, false).await.expect("closed");
    assert_eq!(numbers(&server, "SELECT count(*) FROM membership").await, 0);
    let ticket = ticket_of(&server, "password_of_own").await;
    let password = Sensitive::from(String::from(NEW));
    let reset = PasswordReset {
        ticket: &ticket,
        new: &password,
        confirmation: &password,
    };
    let (db, hasher, from) = (&server.db, &server.hasher, trace("192.0.2.1"));
    // The letter may be read days later.
    complete_reset(db, hasher, reset, &from, days(&server, 6))
        .await
        .expect("set");
    let own = "SELECT count(*) FROM crm_user WHERE credential_source = 'own'";
    assert_eq!(numbers(&server, own).await, 1);
    let theirs = "SELECT count(*) FROM credential WHERE crm_user_id IS NOT NULL AND password_hash IS NOT NULL";
    assert_eq!(numbers(&server, theirs).await, 1);
}

#[tokio::test]
async fn of_two_who_close_at_once_one_does() {
    let (server, session) = olena().await;
    let (one, other) = tokio::join!(
        close(&server, &session, false),
        close(&server, &session, false)
    );
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    let letters = "SELECT count(*) FROM outbox WHERE kind = 'account_closed'";
    assert_eq!(numbers(&server, letters).await, 1);
}

#[tokio::test]
async fn it_comes_back_for_thirty_days_and_not_in_somebody_elses_place() {
    let (server, session) = olena().await;
    close(&server, &session, false).await.expect("closed");
    let late = reopen(&server, days(&server, 30)).await;
    assert!(matches!(late, Err(Error::TicketInvalid)), "{late:?}");
    // Nobody has confirmed that one.
    let pending = apply(&server, Proof::ByLetter).await;
    assert!(matches!(pending, Ok(SignUp::Mailed)), "{pending:?}");
    reopen(&server, days(&server, 29)).await.expect("reopened");
    // Of two letters of one moment none is the newer.
    sql(&server, "DELETE FROM outbox").await;
    let session = at_the_portal(&server).await;
    close(&server, &session, false).await.expect("closed again");
    let taken = apply(&server, Proof::Waived).await;
    assert!(matches!(taken, Ok(SignUp::Done(_))), "{taken:?}");
    let refused = reopen(&server, server.now).await;
    assert!(matches!(refused, Err(Error::EmailTaken)), "{refused:?}");
}

#[tokio::test]
async fn after_thirty_days_nothing_of_its_holder_is_left() {
    let (server, session) = olena().await;
    let account = session.who.id.as_str();
    let at_account =
        |table: &str| format!("SELECT count(*) FROM {table} WHERE account_id = '{account}'");
    close(&server, &session, false).await.expect("closed");
    sql(&server, "UPDATE outbox SET state = 'sent', letter = '{}'").await;
    let named = format!("SELECT count(*) FROM account WHERE id = '{account}' AND name <> ''");
    let before = days(&server, 30).checked_sub(Duration::from_millis(1));
    sweep(&server.db, before.expect("in range"))
        .await
        .expect("swept");
    assert_eq!(numbers(&server, &named).await, 1);
    assert!(numbers(&server, &at_account("credential")).await > 0);

    sweep(&server.db, days(&server, 30)).await.expect("swept");
    assert_eq!(numbers(&server, &named).await, 0);
    let tables: Vec<String> = tables_with(&server, "account_id")
        .await
        .into_iter()
        .collect();
    let mut known: Vec<&str> = FORGOTTEN.into_iter().chain(["wallet"]).collect();
    known.sort_unstable();
    assert_eq!(tables, known, "each is forgotten or kept on purpose");
    for table in FORGOTTEN {
        assert_eq!(numbers(&server, &at_account(table)).await, 0, "{table}");
    }
    let letters =
        format!("SELECT count(*) FROM outbox WHERE recipient = '{EMAIL}' AND crm_id IS NULL");
    assert_eq!(numbers(&server, &letters).await, 0);
    let keys = format!("SELECT count(*) FROM idempotency_key WHERE principal_key = 'a:{account}'");
    assert_eq!(numbers(&server, &keys).await, 0);
    // Nor does it stand in anybody's way.
    let anew = apply(&server, Proof::ByLetter).await;
    assert!(matches!(anew, Ok(SignUp::Mailed)), "{anew:?}");
    let password = Sensitive::from(String::from(PASSWORD));
    let from = trace("192.0.2.1");
    let (db, hasher) = (&server.db, &server.hasher);
    let list = crate::sign_in_anywhere(db, hasher, EMAIL, &password, false, &from, server.now);
    assert!(matches!(list.await, Err(Error::SignInFailed)));
}
