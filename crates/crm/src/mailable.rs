//! Who is behind a principal, for letters.

use sea_orm::{ConnectionTrait, entity::prelude::*};

use crate::{
    entity::{account, crm, crm_user},
    error::Error,
    locale::Locale,
    outbox::Recipient,
    person,
    principal::Principal,
};

/// A person that a letter can go to.
pub(crate) struct Mailable {
    pub(crate) name: String,
    pub(crate) email: String,
    /// What they sign in to: the CRM's name, or "account portal" in their language.
    pub(crate) what: String,
    /// The same without words that somebody chose: the CRM's slug in place of its name.
    pub(crate) plainly: String,
    pub(crate) locale: Locale,
    pub(crate) crm_id: Option<String>,
}

impl Mailable {
    pub(crate) fn recipient(&self) -> Recipient<'_> {
        Recipient {
            email: &self.email,
            locale: self.locale,
            crm_id: self.crm_id.as_deref(),
        }
    }
}

/// The person behind a principal.
pub(crate) async fn of<C: ConnectionTrait>(
    db: &C,
    principal: &Principal,
) -> Result<Option<Mailable>, Error> {
    match principal {
        Principal::Account { id } => {
            let row = account::Entity::find_by_id(id.clone()).one(db).await?;
            Ok(row.map(|row| {
                let locale = Locale::from_tag(&row.locale).unwrap_or_default();
                Mailable {
                    name: row.name,
                    email: row.email,
                    what: locale.portal_name().to_owned(),
                    plainly: locale.portal_name().to_owned(),
                    locale,
                    crm_id: None,
                }
            }))
        }
        Principal::User { crm_id, id } => {
            let user = crm_user::Entity::find()
                .filter(crm_user::COLUMN.crm_id.eq(crm_id.as_str()))
                .filter(crm_user::COLUMN.id.eq(id.as_str()))
                .one(db)
                .await?;
            let crm = crm::Entity::find_by_id(crm_id.clone()).one(db).await?;
            Ok(user.zip(crm).map(|(user, crm)| Mailable {
                name: person::display(&user.first_name, &user.last_name),
                email: user.email,
                what: crm.name,
                plainly: crm.slug,
                locale: Locale::from_tag(&user.locale).unwrap_or_default(),
                crm_id: Some(user.crm_id),
            }))
        }
    }
}
