//! The first start: operator, first CRM and its owner, all or nothing.

mod records;

use std::time::Duration;

use jiff::Timestamp;

use crate::{
    attempt::{self, BOOTSTRAP_BY_IP},
    crm_record::Crm,
    database::{Database, Exclusive},
    enter::EnterTicket,
    error::Error,
    new_account::{self, Applicant},
    password::Hasher,
    session::NewSession,
    setting,
    token::{Token, TokenHash},
    trace::RequestTrace,
};

/// The one-time secret that lets whoever started the server set it up.
#[derive(Debug, Clone, Copy)]
pub struct Bootstrap {
    hash: TokenHash,
    expires_at: Timestamp,
}

impl Bootstrap {
    /// How long a bootstrap token is good.
    pub const LIFE: Duration = Duration::from_mins(30);

    /// Keeps what is needed to know the token again.
    #[must_use]
    pub fn new(token: &Token, now: Timestamp) -> Self {
        let expires_at = now.checked_add(Self::LIFE).unwrap_or(Timestamp::MAX);
        Self {
            hash: token.hash(),
            expires_at,
        }
    }

    fn accepts(&self, token: &Token, now: Timestamp) -> bool {
        self.hash.matches(&token.hash()) && now < self.expires_at
    }
}

/// What set-up is told.
#[derive(Debug)]
pub struct SetUpInput<'a> {
    /// The token that was presented.
    pub token: Token,
    /// The operator, with the first CRM.
    pub operator: Applicant<'a>,
}

/// What set-up made.
#[derive(Debug)]
pub struct SetUp {
    /// The first CRM.
    pub crm: Crm,
    /// The operator's name.
    pub account_name: String,
    /// The operator's address.
    pub account_email: String,
    /// The owner is signed in.
    pub session: NewSession,
    /// Lets another browser in.
    pub enter: EnterTicket,
}

/// Sets the server up.
///
/// # Errors
/// [`Error::AlreadySetUp`], [`Error::TicketInvalid`] for a wrong or expired token,
/// [`Error::RateLimited`] after too many wrong ones, [`Error::Invalid`], [`Error::PasswordWeak`].
pub async fn set_up(
    db: &Database,
    hasher: &Hasher,
    bootstrap: Option<&Bootstrap>,
    input: SetUpInput<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<SetUp, Error> {
    if setting::set_up_done(db.read()).await? {
        return Err(Error::AlreadySetUp);
    }
    check_token(db, bootstrap, &input.token, trace, now).await?;
    let operator = new_account::check(&input.operator)?;
    let password_hash = hasher.hash(input.operator.password).await?;

    let tx = db.write().await?;
    Exclusive::SetUp.hold(&tx).await?;
    if setting::set_up_done(&tx).await? {
        return Err(Error::AlreadySetUp);
    }
    let made = records::make(&tx, &operator, password_hash, trace, now).await?;
    tx.commit().await?;
    Ok(made)
}

async fn check_token(
    db: &Database,
    bootstrap: Option<&Bootstrap>,
    presented: &Token,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = db.write().await?;
    let attempt = attempt::reserve(&tx, &BOOTSTRAP_BY_IP, &attempt::network(trace.ip), now).await?;
    let accepted = bootstrap.is_some_and(|bootstrap| bootstrap.accepts(presented, now));
    if accepted {
        attempt::forgive(&tx, attempt).await?;
    }
    tx.commit().await?;
    if accepted {
        Ok(())
    } else {
        Err(Error::TicketInvalid)
    }
}

#[cfg(test)]
mod tests {
    use domain::Sensitive;
    use sea_orm::entity::prelude::*;

    use super::*;
    use crate::sign_in::tests::{PASSWORD, Server, trace};
    use crate::{entity::crm, locale::Locale};

    fn input<'a>(token: &Token, password: &'a Sensitive<String>) -> SetUpInput<'a> {
        SetUpInput {
            token: Token::presented(token.secret().clone()),
            operator: Applicant {
                name: "Olena Koval",
                email: "olena@acme.example",
                password,
                crm_name: None,
                locale: None,
                preferred_locale: Locale::Ukrainian,
                time_zone: Some("Europe/Kyiv"),
                server_name: "Ninefold",
            },
        }
    }

    #[tokio::test]
    async fn an_expired_token_sets_nothing_up() {
        let server = Server::empty().await;
        let token = Token::new();
        let bootstrap = Bootstrap::new(&token, server.now);
        let password = Sensitive::from(String::from(PASSWORD));
        let late = server.now.checked_add(Bootstrap::LIFE).expect("in range");
        let from = trace("192.0.2.1");
        let done = set_up(
            &server.db,
            &server.hasher,
            Some(&bootstrap),
            input(&token, &password),
            &from,
            late,
        );
        assert!(matches!(done.await, Err(Error::TicketInvalid)));
        assert!(
            !setting::set_up_done(server.db.read())
                .await
                .expect("readable")
        );
    }

    #[tokio::test]
    async fn of_two_set_ups_at_once_one_wins() {
        let server = Server::empty().await;
        let token = Token::new();
        let bootstrap = Bootstrap::new(&token, server.now);
        let password = Sensitive::from(String::from(PASSWORD));
        let from = trace("192.0.2.1");
        let run = || {
            let input = input(&token, &password);
            set_up(
                &server.db,
                &server.hasher,
                Some(&bootstrap),
                input,
                &from,
                server.now,
            )
        };
        let (one, other) = tokio::join!(run(), run());
        let won = [&one, &other]
            .into_iter()
            .filter(|result| result.is_ok())
            .count();
        assert_eq!(won, 1, "{one:?} {other:?}");
        let crms = crm::Entity::find()
            .all(server.db.read())
            .await
            .expect("readable");
        assert_eq!(crms.len(), 1);
        assert_eq!(
            (crms[0].name.as_str(), crms[0].slug.as_str()),
            ("Моя CRM", "moia-crm")
        );
    }
}
