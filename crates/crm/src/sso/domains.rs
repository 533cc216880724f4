//! Domains of e-mail addresses that a provider may speak for, and their owners' word for it.

use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, QueryOrder as _, entity::prelude::*, sea_query::Expr,
};
use serde_json::json;

use super::{
    decision::Domain,
    provider::{self, ProviderView},
};
use crate::{
    audit::{self, Actor, AuditScope},
    crm_record::Crm,
    database::Database,
    email,
    entity::{
        sso_domain,
        sso_provider::{self, ProviderScope},
    },
    error::{Error, Field, FieldError, FieldFault},
    id::new_id,
    session::CrmSession,
    staff::require_admin,
    trace::RequestTrace,
};

/// Domains of one provider at most.
const MOST: usize = 20;

/// A domain that a provider may speak for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainView {
    /// In lower case, in punycode.
    pub domain: String,
    /// When its owner's word was last found.
    pub proven_at: Option<Timestamp>,
}

/// Where a domain's owner gives their word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToProve {
    /// The domain.
    pub domain: String,
    /// The name of the TXT record.
    pub record: String,
    /// What it must say.
    pub value: String,
}

/// The name of the TXT record that a domain's owner makes.
#[must_use]
pub fn record(domain: &str) -> String {
    format!("_ninefold-sso.{domain}")
}

/// What the record says.
pub(super) fn value(token: &str) -> String {
    format!("ninefold-sso={token}")
}

/// Domains in their normal form, each once.
pub(super) fn normalise(domains: &[String]) -> Result<Vec<String>, Vec<FieldError>> {
    if domains.len() > MOST {
        return Err(vec![FieldError {
            field: Field::Domains(MOST),
            fault: FieldFault::TooMany(MOST),
        }]);
    }
    let mut normal: Vec<String> = Vec::new();
    let mut faults = Vec::new();
    for (nth, domain) in domains.iter().enumerate() {
        match of_address(&format!("x@{domain}")) {
            Some(domain) if domain.contains('.') => {
                if !normal.contains(&domain) {
                    normal.push(domain);
                }
            }
            _ => faults.push(FieldError {
                field: Field::Domains(nth),
                fault: FieldFault::Invalid,
            }),
        }
    }
    if faults.is_empty() {
        Ok(normal)
    } else {
        Err(faults)
    }
}

/// The domain of an address, in the form in which it is compared.
pub(super) fn of_address(address: &str) -> Option<String> {
    let normal = email::normalise(address)?;
    let (_, domain) = normal.rsplit_once('@')?;
    Some(domain.to_owned())
}

/// The domains of a provider, by name.
pub(super) async fn of_provider<C: ConnectionTrait>(
    db: &C,
    provider_id: &str,
) -> Result<Vec<sso_domain::Model>, Error> {
    let rows = sso_domain::Entity::find()
        .filter(sso_domain::COLUMN.provider_id.eq(provider_id))
        .order_by_asc(sso_domain::COLUMN.domain)
        .all(db)
        .await?;
    Ok(rows)
}

/// What a provider may say of an address. For a server's provider its operator has vouched.
pub(super) async fn trust<C: ConnectionTrait>(
    db: &C,
    provider: &sso_provider::Model,
    domain: &str,
) -> Result<Domain, Error> {
    let row = sso_domain::Entity::find()
        .filter(sso_domain::COLUMN.provider_id.eq(provider.id.as_str()))
        .filter(sso_domain::COLUMN.domain.eq(domain))
        .one(db)
        .await?;
    Ok(match row {
        None => Domain::Foreign,
        Some(row) if row.proven_at.is_some() || provider.scope == ProviderScope::Server => {
            Domain::Proven
        }
        Some(_) => Domain::Listed,
    })
}

/// Makes a provider's list of domains what it shall be. What was proven and stays on it stays proven.
pub(super) async fn set<C: ConnectionTrait>(
    tx: &C,
    provider: &sso_provider::Model,
    domains: &[String],
    now: Timestamp,
) -> Result<(), Error> {
    let present = of_provider(tx, &provider.id).await?;
    for row in &present {
        if !domains.contains(&row.domain) {
            sso_domain::Entity::delete_by_id(row.id.clone())
                .exec(tx)
                .await?;
        }
    }
    let at = now.as_millisecond();
    for domain in domains {
        if present.iter().any(|row| row.domain == *domain) {
            continue;
        }
        let row = sso_domain::ActiveModel {
            id: Set(new_id(now)),
            provider_id: Set(provider.id.clone()),
            crm_id: Set(provider.crm_id.clone()),
            domain: Set(domain.clone()),
            proven_at: Set(None),
            version: Set(1),
            created_at: Set(at),
            updated_at: Set(at),
            created_by: Set(None),
            updated_by: Set(None),
        };
        row.insert(tx).await?;
    }
    Ok(())
}

/// The records that owners of a provider's domains make, for whoever looks them up.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but owner and admins; [`Error::NotFound`].
pub async fn domains_to_prove<C: ConnectionTrait>(
    db: &C,
    crm: &Crm,
    session: &CrmSession,
    provider_id: &str,
) -> Result<Vec<ToProve>, Error> {
    require_admin(session)?;
    let provider = provider::find(db, crm, provider_id).await?;
    let rows = of_provider(db, &provider.id).await?;
    let all = rows.into_iter().map(|row| ToProve {
        record: record(&row.domain),
        value: value(&provider.domain_token),
        domain: row.domain,
    });
    Ok(all.collect())
}

/// Notes at which of a provider's domains the record was found. Elsewhere it isn't proven any more.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but owner and admins; [`Error::NotFound`].
pub async fn note_proofs(
    db: &Database,
    crm: &Crm,
    session: &CrmSession,
    provider_id: &str,
    found: &[String],
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<ProviderView, Error> {
    require_admin(session)?;
    let tx = db.write().await?;
    let provider = provider::find(&tx, crm, provider_id).await?;
    for row in of_provider(&tx, &provider.id).await? {
        let proven_at = found.contains(&row.domain).then_some(now.as_millisecond());
        sso_domain::Entity::update_many()
            .col_expr(sso_domain::Column::ProvenAt, Expr::value(proven_at))
            .filter(sso_domain::COLUMN.id.eq(row.id))
            .exec(&tx)
            .await?;
    }
    let entry = audit::Entry {
        scope: AuditScope::Crm,
        scope_id: crm.scope().crm_id(),
        action: "sso.configured",
        actor: Actor::User(&session.who.id),
        subject: Some(&provider.id),
        fields: json!({ "proven": found }),
    };
    audit::append(&tx, entry, trace, now).await?;
    let view = provider::view(&tx, provider).await?;
    tx.commit().await?;
    Ok(view)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_have_one_form_each_and_are_no_addresses() {
        let normal = |domains: &[&str]| {
            let domains: Vec<String> = domains.iter().map(|&text| text.to_owned()).collect();
            normalise(&domains)
        };
        assert_eq!(
            normal(&["Acme.Example", "acme.example.", "пошта.укр"]),
            Ok(vec![
                "acme.example".to_owned(),
                "xn--80a1acn3a.xn--j1amh".to_owned()
            ])
        );
        for wrong in ["", "localhost", "a@b.example", "acme example", "*.example"] {
            let faults = normal(&["acme.example", wrong]).expect_err(wrong);
            assert_eq!(faults.len(), 1, "{wrong}");
            assert_eq!(faults[0].field, Field::Domains(1), "{wrong}");
        }
    }

    #[test]
    fn of_too_many_domains_one_word_is_said() {
        let domains: Vec<String> = (0..=MOST).map(|n| format!("no domain {n}")).collect();
        let faults = normalise(&domains).expect_err("too many");
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert_eq!(faults[0].fault, FieldFault::TooMany(MOST));
    }
}
