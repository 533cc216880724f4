//! Who somebody is here whom a provider has recognised.

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseTransaction, entity::prelude::*};
use serde::{Deserialize, Serialize};

use super::{
    decision::{Bearer, Decision, Domain, Facts, Refusal, decide},
    domains, identities, jit,
    provider::texts,
};
use crate::{
    crm_record::{Crm, CrmStatus},
    database::Exclusive,
    email,
    entity::{
        account::{self, AccountStatus},
        crm_user::{self, CrmUserStatus},
        sso_provider,
    },
    error::Error,
    principal::Principal,
    session::{Assurance, SessionMethod, SsoOrigin},
    sign_in::step::{self, Arrival, Goal},
    trace::RequestTrace,
};

/// What tells of two factors (RFC 8176).
const TWO_FACTORS: [&str; 3] = ["mfa", "otp", "hwk"];

/// Whom a provider has recognised, as it was checked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Recognised {
    /// Permanent, and unique at the provider.
    pub subject: String,
    /// The address that the provider has for them.
    pub email: Option<String>,
    /// The provider says that the address is theirs.
    pub email_verified: bool,
    /// First and last name, as far as the provider tells.
    pub name: (String, String),
    /// By what they proved who they are (RFC 8176).
    pub amr: Vec<String>,
    /// How surely, in the provider's words.
    pub acr: Option<String>,
    /// Their session at the provider.
    pub session: Option<String>,
}

/// A provider, and the CRM that it signs in to; without one it signs in to the portal.
#[derive(Debug)]
pub(super) struct Realm {
    pub(super) provider: sso_provider::Model,
    pub(super) crm: Option<Crm>,
}

/// How somebody stands here whom a provider has recognised, and who may come in.
#[derive(Debug)]
pub(super) enum Standing {
    /// The provider has recognised them before.
    Known(Principal),
    /// It hasn't. They are the one with this address; without one they become a user.
    New(Option<Principal>),
}

impl Realm {
    /// Whether the provider's word stands for a second factor.
    pub(super) fn has_two_factors(&self, person: &Recognised) -> bool {
        let by_factors = person
            .amr
            .iter()
            .any(|by| TWO_FACTORS.contains(&by.as_str()));
        let listed = texts(&self.provider.acr_values);
        let by_class = person.acr.as_ref().is_some_and(|acr| listed.contains(acr));
        self.provider.satisfies_2fa && (by_factors || by_class)
    }

    /// Somebody who was recognised, on the way in.
    pub(super) fn arrival(&self, who: &Principal, person: &Recognised, keep: bool) -> Arrival {
        Arrival {
            goal: Goal::of(who),
            method: SessionMethod::Sso,
            keep,
            // The provider may have recognised them by a cookie.
            proved: false,
            assurance: if self.has_two_factors(person) {
                Assurance::Two
            } else {
                Assurance::One
            },
            from: None,
            until: None,
            sso: Some(SsoOrigin {
                provider_id: self.provider.id.clone(),
                session: person.session.clone(),
            }),
        }
    }
}

/// How somebody stands here, or why they may not come in: with a reason for the log alone. That holds until the
/// transaction ends.
pub(super) async fn standing(
    tx: &DatabaseTransaction,
    realm: &Realm,
    person: &Recognised,
    now: Timestamp,
) -> Result<Result<Standing, (Refusal, &'static str)>, Error> {
    Exclusive::Identities(&realm.provider.id).hold(tx).await?;
    let (facts, candidate) = look(tx, realm, person, now).await?;
    let is_active = match &candidate {
        Some(principal) => {
            hold(tx, principal).await?;
            step::may_sign_in(tx, principal).await?
        }
        None => false,
    };
    Ok(match (decide(facts), candidate) {
        (Decision::Open, Some(principal)) if is_active => Ok(Standing::Known(principal)),
        (Decision::Link, Some(principal)) if is_active => Ok(Standing::New(Some(principal))),
        (Decision::Join, _) => {
            jit::hold(tx, realm.crm.as_ref()).await?;
            Ok(Standing::New(None))
        }
        (Decision::Refuse(refusal), _) => Err((refusal, "")),
        (Decision::Open | Decision::Link, _) => Err((Refusal::NoUser, "not_active")),
    })
}

/// Lets the provider recognise somebody from now on who was new to it.
pub(super) async fn admit(
    tx: &DatabaseTransaction,
    realm: &Realm,
    candidate: Option<Principal>,
    person: &Recognised,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Principal, Error> {
    let principal = match candidate {
        Some(principal) => principal,
        None => jit::join(tx, realm.crm.as_ref(), person, now).await?,
    };
    identities::link(tx, &realm.provider, &principal, person, trace, now).await?;
    Ok(principal)
}

/// What is known of somebody, and who they are or may become.
pub(super) async fn look<C: ConnectionTrait>(
    db: &C,
    realm: &Realm,
    person: &Recognised,
    now: Timestamp,
) -> Result<(Facts, Option<Principal>), Error> {
    let crm = realm.crm.as_ref();
    let takes_in = crm.is_some_and(|crm| crm.status == CrmStatus::Active);
    let mut facts = Facts {
        is_linked: false,
        is_verified: person.email_verified,
        domain: Domain::Foreign,
        bearer: Bearer::Nobody,
        may_join: takes_in && realm.provider.jit,
    };
    let link = identities::of_subject(db, &realm.provider.id, &person.subject).await?;
    if let Some(link) = link {
        facts.is_linked = true;
        return Ok((facts, Some(identities::principal(&link))));
    }
    let address = person.email.as_deref().and_then(email::normalise);
    let Some(address) = address else {
        // What isn't an address is nobody's.
        facts.is_verified = false;
        return Ok((facts, None));
    };
    if let Some(name) = domains::of_address(&address) {
        facts.domain = domains::trust(db, &realm.provider, &name).await?;
    }
    let bearer = bearer(db, crm, &address).await?;
    let Some((principal, is_active)) = bearer else {
        facts.may_join |= takes_in && jit::is_invited(db, crm, &address, now).await?;
        return Ok((facts, None));
    };
    let other = identities::of_principal(db, &realm.provider.id, &principal).await?;
    facts.bearer = if is_active && other.is_none() {
        Bearer::Free
    } else {
        Bearer::Barred
    };
    Ok((facts, Some(principal)))
}

/// Who has an address at the CRM or, without one, at the portal, and whether they may sign in.
async fn bearer<C: ConnectionTrait>(
    db: &C,
    crm: Option<&Crm>,
    address: &str,
) -> Result<Option<(Principal, bool)>, Error> {
    let Some(crm) = crm else {
        let row = account::Entity::find()
            .filter(account::COLUMN.email_norm.eq(address))
            .filter(account::COLUMN.closed_at.is_null())
            .one(db)
            .await?;
        return Ok(row.map(|row| {
            let is_active = row.status == AccountStatus::Active && row.email_verified_at.is_some();
            (Principal::account(&row.id), is_active)
        }));
    };
    let row = crm_user::Entity::find()
        .filter(crm_user::COLUMN.crm_id.eq(crm.scope().crm_id()))
        .filter(crm_user::COLUMN.email_norm.eq(address))
        .filter(crm_user::COLUMN.deleted_at.is_null())
        .one(db)
        .await?;
    Ok(row.map(|row| {
        let is_active = row.status == CrmUserStatus::Active;
        (Principal::user(&row.crm_id, &row.id), is_active)
    }))
}

/// An account isn't closed before the transaction ends.
pub(super) async fn hold(tx: &DatabaseTransaction, principal: &Principal) -> Result<(), Error> {
    if let Principal::Account { id } = principal {
        Exclusive::Account(id).hold(tx).await?;
    }
    Ok(())
}
