//! Rules of closing an account that take another owner, money, or time.

use domain::Sensitive;
use sea_orm::ConnectionTrait as _;
use serde_json::Value;

use super::{forget::FORGOTTEN, *};
use crate::{
    PasswordReset, complete_reset, confirm_email_change,
    email::Proof,
    entity::{crm_user, outbox as outbox_row},
    locale::Locale,
    new_account::Applicant,
    portal::{
        add_by_code,
        tests::{at_the_portal, numbers, session_of, tables_with, token_at_the_portal},
    },
    principal::Principal,
    request_email_change,
    retention::sweep,
    sign_in::tests::{PASSWORD, Server, trace},
    sign_up::{SignUp, Terms, sign_up},
    ticket::{self, NewTicket, TicketKind},
    token::Token,
    undo_email_change,
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
    let terms = Terms { proof, link: None };
    sign_up(db, hasher, &applicant, None, terms, &from, server.now).await
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
    // What may have slipped in while it was closed goes, too.
    let link = format!(
        "INSERT INTO membership (id, account_id, crm_id, crm_user_id, origin, version, created_at, \
         updated_at) SELECT 'm', '{account}', crm_id, id, 'connected', 1, 0, 0 FROM crm_user"
    );
    sql(&server, &link).await;
    let photo = format!("UPDATE account SET photo_hash = '0a' WHERE id = '{account}'");
    sql(&server, &photo).await;
    let named = format!("SELECT count(*) FROM account WHERE id = '{account}' AND name <> ''");
    let before = days(&server, 30).checked_sub(Duration::from_millis(1));
    sweep(&server.db, before.expect("in range"))
        .await
        .expect("swept");
    assert_eq!(numbers(&server, &named).await, 1);
    assert!(numbers(&server, &at_account("credential")).await > 0);

    sweep(&server.db, days(&server, 30)).await.expect("swept");
    assert_eq!(numbers(&server, &named).await, 0);
    let shown = "SELECT count(*) FROM account WHERE photo_hash IS NOT NULL";
    assert_eq!(numbers(&server, shown).await, 0);
    let tables: Vec<String> = tables_with(&server, "account_id")
        .await
        .into_iter()
        .collect();
    let mut known: Vec<&str> = FORGOTTEN.into_iter().chain(["payout", "wallet"]).collect();
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

/// Moves her account to a thief's address, and closes it a minute later.
async fn moved_and_closed() -> Server {
    let (mut server, _) = olena().await;
    let from = trace("192.0.2.1");
    let token = token_at_the_portal(&server).await;
    let session = session_of(&server, &token).await;
    let thief = "thief@evil.example";
    request_email_change(
        &server.db,
        &session,
        thief,
        Proof::ByLetter,
        &from,
        server.now,
    )
    .await
    .expect("asked");
    let ticket = ticket_of(&server, "confirm_email").await;
    let there = [token.clone()];
    confirm_email_change(&server.db, &ticket, &there, &from, server.now)
        .await
        .expect("confirmed");
    server.now = server
        .now
        .checked_add(Duration::from_mins(1))
        .expect("in range");
    let session = session_of(&server, &token).await;
    close(&server, &session, false).await.expect("closed");
    server
}

#[tokio::test]
async fn whoever_had_the_address_until_lately_brings_the_account_back_with_it() {
    let server = moved_and_closed().await;
    let from = trace("192.0.2.1");
    let ticket = ticket_of(&server, "former_account_closed").await;
    reopen_account(&server.db, &ticket, &from, server.now)
        .await
        .expect("reopened");
    let theirs = format!("SELECT count(*) FROM account WHERE email_norm = '{EMAIL}'");
    assert_eq!(numbers(&server, &theirs).await, 1);
    let thiefs = reopen(&server, server.now).await;
    assert!(matches!(thiefs, Err(Error::TicketInvalid)), "{thiefs:?}");
}

#[tokio::test]
async fn whoever_brings_it_back_in_between_takes_no_way_back_away() {
    let server = moved_and_closed().await;
    let from = trace("192.0.2.1");
    reopen(&server, server.now).await.expect("reopened");
    let former = ticket_of(&server, "former_account_closed").await;
    let again = reopen_account(&server.db, &former, &from, server.now).await;
    assert!(matches!(again, Err(Error::TicketInvalid)), "{again:?}");
    let way_back = ticket_of(&server, "email_changing").await;
    undo_email_change(&server.db, &way_back, &from, days(&server, 6))
        .await
        .expect("undone");
    let theirs = format!("SELECT count(*) FROM account WHERE email_norm = '{EMAIL}'");
    assert_eq!(numbers(&server, &theirs).await, 1);
}

#[tokio::test]
async fn the_former_address_brings_it_back_as_long_as_the_change_could_be_undone() {
    let server = moved_and_closed().await;
    let from = trace("192.0.2.1");
    let ticket = ticket_of(&server, "former_account_closed").await;
    let late = reopen_account(&server.db, &ticket, &from, days(&server, 7)).await;
    assert!(matches!(late, Err(Error::TicketInvalid)), "{late:?}");
}

/// A code that connects Acme's user, who is on no list.
async fn code(server: &Server) -> Sensitive<String> {
    sql(server, "DELETE FROM membership").await;
    sql(server, "UPDATE crm_user SET credential_source = 'own'").await;
    let user = crm_user::Entity::find()
        .one(server.db.read())
        .await
        .expect("read")
        .expect("there");
    let plain = Sensitive::from(String::from("ABCDEFGHJKMN"));
    let new = NewTicket {
        kind: TicketKind::ConnectCode,
        secret: Token::presented(plain.clone()).hash(),
        principal: Some(&Principal::user(&user.crm_id, &user.id)),
        payload: Value::Null,
        browser: None,
        life: Some(Duration::from_mins(15)),
    };
    let tx = server.db.write().await.expect("writable");
    ticket::issue(&tx, new, server.now).await.expect("issued");
    tx.commit().await.expect("committed");
    plain
}

#[tokio::test]
async fn an_account_that_is_closed_in_this_moment_gets_no_crm() {
    let (server, session) = olena().await;
    let code = code(&server).await;
    let from = trace("192.0.2.1");
    let (closed, _added) = tokio::join!(
        close(&server, &session, false),
        add_by_code(&server.db, &session, &code, &from, server.now)
    );
    closed.expect("closed");
    let links = "SELECT count(*) FROM membership";
    assert_eq!(numbers(&server, links).await, 0);
    // Nor one that was closed in another moment than its session was read.
    sql(&server, "DELETE FROM ticket").await;
    let code = self::code(&server).await;
    let added = add_by_code(&server.db, &session, &code, &from, server.now).await;
    assert!(matches!(added, Err(Error::NotFound)), "{added:?}");
    assert_eq!(numbers(&server, links).await, 0);
}
