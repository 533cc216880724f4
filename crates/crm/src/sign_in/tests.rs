//! Rules of sign-in that can't be seen from one client alone.

use std::{sync::LazyLock, time::Instant};

use rstest::rstest;

use crate::{
    audit::{AuditBreak, verify_audit},
    crm_by_slug,
    entity::{audit_entry, crm},
    locale::Locale,
    new_account::Applicant,
    setup::{Bootstrap, SetUp, SetUpInput, set_up},
    token::Token,
};

use super::{attempts::SLOW_DOWN, *};
use crate::{CrmStatus, attempt::PASSWORD_BY_IP};

static DEVICE: LazyLock<Token> = LazyLock::new(Token::new);

pub(crate) const PASSWORD: &str = "seven green bottles";

/// A database in a folder of its own.
pub(crate) struct Server {
    pub(crate) db: Database,
    pub(crate) hasher: Hasher,
    pub(crate) now: Timestamp,
    _folder: tempfile::TempDir,
}

pub(crate) fn trace(ip: &str) -> RequestTrace<'static> {
    RequestTrace {
        ip: ip.parse().expect("an address"),
        device: &DEVICE,
        agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        request_id: "test",
    }
}

impl Server {
    pub(crate) async fn empty() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let db = match testkit::postgres_database().expect("a database") {
            Some(url) => Database::open_postgres(&url.into()).await,
            None => Database::open_file(&folder.path().join("ninefold.db")).await,
        }
        .expect("opened");
        let now = Timestamp::from_second(1_800_000_000).expect("in range");
        Self {
            db,
            hasher: Hasher::new(2).expect("hashing works"),
            now,
            _folder: folder,
        }
    }

    pub(crate) async fn set_up() -> (Self, SetUp) {
        let server = Self::empty().await;
        let token = Token::new();
        let bootstrap = Bootstrap::new(&token, server.now);
        let password = Sensitive::from(String::from(PASSWORD));
        let input = SetUpInput {
            token,
            operator: Applicant {
                name: "Olena Koval",
                email: "Olena@Acme.Example",
                password: &password,
                crm_name: Some("Acme"),
                locale: Some("en"),
                preferred_locale: Locale::English,
                time_zone: None,
                server_name: "Ninefold",
            },
        };
        let from = trace("192.0.2.1");
        let made = set_up(
            &server.db,
            &server.hasher,
            Some(&bootstrap),
            input,
            &from,
            server.now,
        )
        .await
        .expect("set up");
        (server, made)
    }

    async fn try_sign_in(
        &self,
        crm: &Crm,
        login: &str,
        password: &str,
        ip: &str,
    ) -> Result<Step, Error> {
        let password = Sensitive::from(String::from(password));
        let input = SignInInput {
            login,
            password: &password,
            keep: false,
        };
        sign_in(&self.db, &self.hasher, crm, input, &trace(ip), self.now).await
    }
}

#[tokio::test]
async fn a_user_signs_in_by_address_in_any_case_and_by_username() {
    let (server, made) = Server::set_up().await;
    for login in [
        "olena@acme.example",
        " OLENA@ACME.EXAMPLE",
        "olena",
        "Olena",
    ] {
        let result = server
            .try_sign_in(&made.crm, login, PASSWORD, "192.0.2.1")
            .await;
        assert!(result.is_ok(), "{login}: {result:?}");
    }
}

#[tokio::test]
async fn a_login_under_attack_from_everywhere_is_slowed_down_but_never_locked() {
    let (server, made) = Server::set_up().await;
    for n in 0..30 {
        let ip = format!("198.51.100.{n}");
        let result = server
            .try_sign_in(&made.crm, "olena", "wrong wrong wrong", &ip)
            .await;
        assert!(matches!(result, Err(Error::SignInFailed)));
    }
    let begin = Instant::now();
    let result = server
        .try_sign_in(&made.crm, "olena", PASSWORD, "203.0.113.1")
        .await;
    assert!(result.is_ok(), "the owner gets in: {result:?}");
    assert!(begin.elapsed() >= SLOW_DOWN);
}

#[tokio::test]
async fn many_wrong_passwords_at_once_do_not_slip_through_the_limit() {
    let (server, made) = Server::set_up().await;
    let tries =
        (0..25).map(|_| server.try_sign_in(&made.crm, "olena", "wrong wrong wrong", "192.0.2.9"));
    let results = join_all(tries).await;
    let checked = results
        .iter()
        .filter(|r| matches!(r, Err(Error::SignInFailed)))
        .count();
    assert_eq!(checked, PASSWORD_BY_IP.most);
}

/// Runs futures at once, in the order given.
async fn join_all<T>(futures: impl IntoIterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut futures: Vec<_> = futures.into_iter().map(|f| Some(Box::pin(f))).collect();
    let mut done: Vec<Option<T>> = futures.iter().map(|_| None).collect();
    std::future::poll_fn(|cx| {
        for (future, done) in futures.iter_mut().zip(&mut done) {
            if let Some(running) = future
                && let std::task::Poll::Ready(value) = running.as_mut().poll(cx)
            {
                *done = Some(value);
                *future = None;
            }
        }
        if futures.iter().all(Option::is_none) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    done.into_iter().flatten().collect()
}

#[tokio::test]
async fn a_suspended_crm_says_so_only_to_who_knows_the_password() {
    let (server, made) = Server::set_up().await;
    set_status(&server.db, CrmStatus::DeletionScheduled).await;
    let crm = crm_by_slug(server.db.read(), &made.crm.slug, server.now)
        .await
        .expect("read")
        .expect("there");
    let wrong = server
        .try_sign_in(&crm, "olena", "wrong wrong wrong", "192.0.2.1")
        .await;
    assert!(matches!(wrong, Err(Error::SignInFailed)));
    let right = server
        .try_sign_in(&crm, "olena", PASSWORD, "192.0.2.1")
        .await;
    assert!(matches!(right, Err(Error::CrmScheduledForDeletion)));
    let session = crate::crm_session(server.db.read(), &crm, &made.session.token, server.now).await;
    assert!(
        session.expect("read").is_none(),
        "open sessions end as well"
    );
}

async fn set_status(db: &Database, status: CrmStatus) {
    let tx = db.write().await.expect("writable");
    let change =
        crm::Entity::update_many().col_expr(crm::Column::Status, Expr::value(status.to_value()));
    change.exec(&tx).await.expect("changed");
    tx.commit().await.expect("committed");
}

#[rstest]
#[case(audit_entry::Column::Fields, json!({ "reason": "none" }))]
#[case(audit_entry::Column::Device, "Chrome · Windows")]
#[tokio::test]
async fn a_changed_audit_entry_breaks_its_chain(
    #[case] column: audit_entry::Column,
    #[case] value: impl Into<sea_orm::Value>,
) {
    let (server, made) = Server::set_up().await;
    let crm_id = made.crm.scope().crm_id();
    let wrong = server
        .try_sign_in(&made.crm, "nobody", "wrong wrong wrong", "192.0.2.1")
        .await;
    assert!(wrong.is_err());
    server
        .try_sign_in(&made.crm, "olena", PASSWORD, "192.0.2.1")
        .await
        .expect("signed in");
    let check = verify_audit(&server.db).await.expect("read");
    assert_eq!((check.entries, check.breaks), (6, vec![]));

    let tx = server.db.write().await.expect("writable");
    audit_entry::Entity::update_many()
        .col_expr(column, Expr::value(value))
        .filter(audit_entry::COLUMN.scope_id.eq(crm_id))
        .filter(audit_entry::COLUMN.seq.eq(2))
        .exec(&tx)
        .await
        .expect("changed");
    tx.commit().await.expect("committed");
    let check = verify_audit(&server.db).await.expect("read");
    let broken = AuditBreak {
        chain: format!("crm {crm_id}"),
        seq: 2,
    };
    assert_eq!(check.breaks, [broken]);
}
