//! The first start: operator, first CRM and its owner, all or nothing.

mod records;

use std::time::Duration;

use domain::Sensitive;
use jiff::{Timestamp, tz::TimeZone};

use crate::{
    attempt::{self, BOOTSTRAP_BY_IP},
    crm_record::Crm,
    database::{Database, Exclusive},
    email,
    enter::EnterTicket,
    error::{Error, Field, FieldError, FieldFault},
    locale::Locale,
    password::{self, Hasher},
    portal::LONGEST_CRM_NAME,
    session::NewSession,
    setting,
    text::{check_length, tidy},
    token::{Token, TokenHash},
    trace::RequestTrace,
};

const LONGEST_NAME: usize = 120;

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
    /// The operator's name.
    pub name: &'a str,
    /// The operator's address.
    pub email: &'a str,
    /// The operator's password.
    pub password: &'a Sensitive<String>,
    /// The first CRM's name.
    pub crm_name: Option<&'a str>,
    /// The language of operator and CRM.
    pub locale: Option<&'a str>,
    /// The language to take when none is told.
    pub preferred_locale: Locale,
    /// The time zone of operator and CRM.
    pub time_zone: Option<&'a str>,
    /// What the server calls itself: no password.
    pub server_name: &'a str,
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

/// The input in the form in which it is stored.
struct Plan {
    name: String,
    email: String,
    email_norm: String,
    crm_name: String,
    locale: Locale,
    time_zone: String,
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
    let plan = plan(&input)?;
    let password_hash = hasher.hash(input.password).await?;

    let tx = db.write().await?;
    Exclusive::SetUp.hold(&tx).await?;
    if setting::set_up_done(&tx).await? {
        return Err(Error::AlreadySetUp);
    }
    let made = records::make(&tx, &plan, password_hash, trace, now).await?;
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

/// Checks all fields, and reports every fault at once.
fn plan(input: &SetUpInput<'_>) -> Result<Plan, Error> {
    let mut faults = Vec::new();
    let mut fault = |field, fault| faults.push(FieldError { field, fault });

    let name = tidy(input.name);
    if let Err(wrong) = check_length(&name, LONGEST_NAME) {
        fault(Field::Name, wrong);
    }
    let email_norm = email::normalise(input.email).unwrap_or_else(|| {
        let wrong = if input.email.trim().is_empty() {
            FieldFault::Required
        } else {
            FieldFault::Invalid
        };
        fault(Field::Email, wrong);
        String::new()
    });
    let locale = input
        .locale
        .map_or(Some(input.preferred_locale), Locale::from_tag);
    if locale.is_none() {
        fault(Field::Locale, FieldFault::Unknown);
    }
    let time_zone = input.time_zone.unwrap_or("UTC");
    if TimeZone::get(time_zone).is_err() {
        fault(Field::TimeZone, FieldFault::Unknown);
    }
    let locale = locale.unwrap_or_default();
    let crm_name = match input.crm_name.map(tidy) {
        Some(crm_name) if !crm_name.is_empty() => crm_name,
        _ => locale.first_crm_name().to_owned(),
    };
    if let Err(wrong) = check_length(&crm_name, LONGEST_CRM_NAME) {
        fault(Field::CrmName, wrong);
    }
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let personal = [
        input.email,
        &email_norm,
        &name,
        &crm_name,
        input.server_name,
    ];
    // EXPOSE: the rules are about the password's text.
    password::check(input.password.expose(), password::SHORTEST_ALONE, &personal)
        .map_err(Error::weak(Field::Password))?;
    let email = input.email.trim().to_owned();
    Ok(Plan {
        name,
        email,
        email_norm,
        crm_name,
        locale,
        time_zone: time_zone.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use sea_orm::entity::prelude::*;

    use super::*;
    use crate::entity::crm;
    use crate::sign_in::tests::{PASSWORD, Server, trace};

    fn input<'a>(token: &Token, password: &'a Sensitive<String>) -> SetUpInput<'a> {
        SetUpInput {
            token: Token::presented(token.secret().clone()),
            name: "Olena Koval",
            email: "olena@acme.example",
            password,
            crm_name: None,
            locale: None,
            preferred_locale: Locale::Ukrainian,
            time_zone: Some("Europe/Kyiv"),
            server_name: "Ninefold",
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

    #[tokio::test]
    async fn every_wrong_field_is_reported_at_once() {
        let token = Token::new();
        let password = Sensitive::from(String::from(PASSWORD));
        let mut input = input(&token, &password);
        (input.name, input.email, input.locale) = (" ", "olena", Some("tlh"));
        input.time_zone = Some("Europe/Atlantis");
        let long = "x".repeat(81);
        input.crm_name = Some(&long);
        let Err(Error::Invalid(faults)) = plan(&input).map(|_| ()) else {
            panic!("accepted")
        };
        let fields: Vec<_> = faults.iter().map(|fault| fault.field).collect();
        let all = [
            Field::Name,
            Field::Email,
            Field::Locale,
            Field::TimeZone,
            Field::CrmName,
        ];
        assert_eq!(fields, all);
    }
}
