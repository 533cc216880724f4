//! Somebody who becomes the holder of an account, with a first CRM.

use domain::Sensitive;
use jiff::{Timestamp, tz::TimeZone};
use sea_orm::{ActiveValue::Set, ConnectionTrait, entity::prelude::*};
use serde::{Deserialize, Serialize};

use crate::{
    email,
    entity::account::{self, AccountStatus},
    error::{Error, Field, FieldError, FieldFault},
    id::new_id,
    locale::Locale,
    password,
    portal::LONGEST_CRM_NAME,
    text::{check_length, tidy},
};

pub(crate) const LONGEST_NAME: usize = 120;

/// What a person fills in who has no account yet.
#[derive(Debug)]
pub struct Applicant<'a> {
    /// Their name.
    pub name: &'a str,
    /// Their address.
    pub email: &'a str,
    /// Their password.
    pub password: &'a Sensitive<String>,
    /// The first CRM's name.
    pub crm_name: Option<&'a str>,
    /// The language of account and CRM.
    pub locale: Option<&'a str>,
    /// The language to take when none is told.
    pub preferred_locale: Locale,
    /// The time zone of account and CRM.
    pub time_zone: Option<&'a str>,
    /// What the server calls itself: no password.
    pub server_name: &'a str,
}

/// The same in the form in which it is stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct NewAccount {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) email_norm: String,
    pub(crate) crm_name: String,
    pub(crate) locale: String,
    pub(crate) time_zone: String,
}

/// Where an account stands when it begins.
pub(crate) struct Standing {
    pub(crate) status: AccountStatus,
    pub(crate) is_operator: bool,
    /// The person has proved that the address is theirs.
    pub(crate) is_verified: bool,
}

/// Checks all fields, and reports every fault at once.
///
/// # Errors
/// [`Error::Invalid`], [`Error::PasswordWeak`].
pub(crate) fn check(input: &Applicant<'_>) -> Result<NewAccount, Error> {
    let mut faults = Vec::new();
    let mut fault = |field, fault| faults.push(FieldError { field, fault });

    let name = tidy(input.name);
    if let Err(wrong) = check_length(&name, LONGEST_NAME) {
        fault(Field::Name, wrong);
    }
    let email_norm = email::normalise(input.email).unwrap_or_else(|| {
        fault(Field::Email, email::fault(input.email));
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
    Ok(NewAccount {
        name,
        email: input.email.trim().to_owned(),
        email_norm,
        crm_name,
        locale: locale.tag().to_owned(),
        time_zone: time_zone.to_owned(),
    })
}

/// Writes an account down.
pub(crate) async fn insert<C: ConnectionTrait>(
    db: &C,
    new: &NewAccount,
    standing: Standing,
    now: Timestamp,
) -> Result<account::Model, Error> {
    let at = now.as_millisecond();
    let row = account::ActiveModel {
        id: Set(new_id(now)),
        email: Set(new.email.clone()),
        email_norm: Set(new.email_norm.clone()),
        name: Set(new.name.clone()),
        locale: Set(new.locale.clone()),
        time_zone: Set(new.time_zone.clone()),
        photo_hash: Set(None),
        status: Set(standing.status),
        is_operator: Set(standing.is_operator),
        email_verified_at: Set(standing.is_verified.then_some(at)),
        closed_at: Set(None),
        referral_code: Set(None),
        referral_rules_version: Set(None),
        referral_accepted_at: Set(None),
        referral_active: Set(false),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        created_by: Set(None),
        updated_by: Set(None),
    };
    Ok(row.insert(db).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_field_is_reported_at_once() {
        let password = Sensitive::from(String::from("seven green bottles"));
        let long = "x".repeat(81);
        let input = Applicant {
            name: " ",
            email: "olena",
            password: &password,
            crm_name: Some(&long),
            locale: Some("tlh"),
            preferred_locale: Locale::English,
            time_zone: Some("Europe/Atlantis"),
            server_name: "Ninefold",
        };
        let Err(Error::Invalid(faults)) = check(&input).map(|_| ()) else {
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

    #[test]
    fn a_password_that_names_its_owner_is_none() {
        for name in ["seven green bottles", "Acme"] {
            let password = Sensitive::from(String::from("Seven Green  Bottles"));
            let input = Applicant {
                name,
                email: "olena@acme.example",
                password: &password,
                crm_name: Some("Seven green bottles"),
                locale: None,
                preferred_locale: Locale::English,
                time_zone: None,
                server_name: "Ninefold",
            };
            let checked = check(&input).map(|_| ());
            assert!(
                matches!(checked, Err(Error::PasswordWeak(_))),
                "{checked:?}"
            );
        }
    }
}
