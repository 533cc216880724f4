//! Somebody who comes back from a provider.

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseTransaction, entity::prelude::*};
use serde_json::json;

use super::{
    decision::{Bearer, Decision, Domain, Facts, Refusal, decide},
    departure::{self, Journal, Place, Purpose, is_for, secrets},
    domains, identities, jit, offer,
    provider::{self, Credentials, texts},
};
use crate::{
    audit::{self, Actor, AuditScope},
    crm_record::Crm,
    database::{Database, Exclusive},
    email,
    entity::{
        account::{self, AccountStatus},
        crm_user::{self, CrmUserStatus},
        sso_provider,
    },
    error::Error,
    principal::Principal,
    qr::hand_off,
    sealer::Sealer,
    session::{self, Assurance, NewSession, Renewal, Session, SessionMethod, SsoOrigin},
    sign_in::step::{self, Arrival, Goal, Step},
    ticket::{self, TicketKind},
    token::Token,
    trace::RequestTrace,
};

/// What people are told of everything that only the log tells.
const FAILED: &str = "sso_failed";

/// What tells of two factors (RFC 8176).
const TWO_FACTORS: [&str; 3] = ["mfa", "otp", "hwk"];

/// Somebody who came back, and what they went for.
#[derive(Debug)]
pub struct Journey {
    row: sso_provider::Model,
    crm: Option<Crm>,
    purpose: Purpose,
    back_to: Option<String>,
    anew: bool,
    /// What it takes to speak with the provider.
    pub credentials: Credentials,
    /// What must come back inside the provider's word.
    pub nonce: Sensitive<String>,
    /// What is shown when their code is exchanged.
    pub verifier: Sensitive<String>,
}

/// Whom a provider has recognised, as it was checked.
#[derive(Debug, Clone)]
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

impl Journey {
    /// Where they come back to.
    #[must_use]
    pub const fn place(&self) -> Place<'_> {
        match &self.crm {
            Some(crm) => Place::Crm(crm),
            None => Place::Portal,
        }
    }

    /// They want to be signed in.
    #[must_use]
    pub const fn signs_in(&self) -> bool {
        matches!(self.purpose, Purpose::SignIn { .. })
    }

    /// The id of the window that waits for them, if one does.
    #[must_use]
    pub fn hands_off(&self) -> Option<&str> {
        match &self.purpose {
            Purpose::HandOff { request_id, .. } => Some(request_id),
            _ => None,
        }
    }

    /// The page, with path and query, that they want to come back to in place of the usual one.
    #[must_use]
    pub fn back_to(&self) -> Option<&str> {
        self.back_to.as_deref()
    }

    /// They want to see whether the provider works.
    #[must_use]
    pub const fn tries_out(&self) -> bool {
        matches!(self.purpose, Purpose::Try { .. })
    }

    /// They want to prove anew who they are.
    #[must_use]
    pub const fn proves_anew(&self) -> bool {
        matches!(self.purpose, Purpose::Prove { .. })
    }

    /// They were asked who they are, whatever the provider knew.
    #[must_use]
    pub const fn was_asked_anew(&self) -> bool {
        self.anew
    }

    /// Whether the provider's word stands for a second factor.
    fn has_two_factors(&self, person: &Recognised) -> bool {
        let by_factors = person
            .amr
            .iter()
            .any(|by| TWO_FACTORS.contains(&by.as_str()));
        let listed = texts(&self.row.acr_values);
        let by_class = person.acr.as_ref().is_some_and(|acr| listed.contains(acr));
        self.row.satisfies_2fa && (by_factors || by_class)
    }

    /// Somebody who was recognised, on the way in.
    fn arrival(&self, who: &Principal, person: &Recognised, keep: bool) -> Arrival {
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
                provider_id: self.row.id.clone(),
                session: person.session.clone(),
            }),
        }
    }

    /// Which of the session's requests it belongs to.
    fn is_of<W>(&self, session: &Session<W>) -> bool {
        let session_id = match &self.purpose {
            Purpose::SignIn { .. } | Purpose::HandOff { .. } => return false,
            Purpose::Connect { session_id }
            | Purpose::Prove { session_id }
            | Purpose::Try { session_id } => session_id,
        };
        *session_id == session.id && is_for(&self.row, &session.principal)
    }
}

/// Uses up what somebody took along. It is good once, and in the browser that left alone.
///
/// # Errors
/// [`Error::TicketInvalid`]; [`Error::SsoFailed`] when the provider was taken away meanwhile.
pub async fn take(
    db: &Database,
    sealer: &Sealer,
    state: &Token,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Journey, Error> {
    let tx = db.write().await?;
    let row = ticket::find(&tx, TicketKind::SsoState, state.hash(), now).await?;
    let browser = trace.device.hash().to_hex();
    let row = row.filter(|row| row.browser_hash.as_ref() == Some(&browser));
    let row = row.ok_or(Error::TicketInvalid)?;
    let used = ticket::use_up(&tx, TicketKind::SsoState, state.hash(), None, now).await?;
    used.ok_or(Error::TicketInvalid)?;
    tx.commit().await?;
    let journal: Journal = serde_json::from_value(row.payload)?;
    let row = match departure::find(db.read(), &journal.provider_id, &journal.purpose).await {
        Err(Error::NotFound) => return Err(Error::SsoFailed),
        found => found?,
    };
    let crm = match &row.crm_id {
        Some(id) => Some(
            offer::open_crm(db.read(), id)
                .await?
                .ok_or(Error::SsoFailed)?,
        ),
        None => None,
    };
    let (nonce, verifier) = secrets(sealer, &row.id, state)?;
    Ok(Journey {
        credentials: provider::credentials(sealer, &row)?,
        purpose: journal.purpose,
        back_to: journal.back_to,
        anew: journal.anew,
        row,
        crm,
        nonce,
        verifier,
    })
}

/// Lets in whom the provider has recognised, or asks for the second factor that they have.
///
/// # Errors
/// [`Error::SsoNoUser`], [`Error::SsoEmailUnverified`], [`Error::SsoLinkRequired`];
/// [`Error::CrmSuspended`], [`Error::CrmScheduledForDeletion`]; [`Error::TicketInvalid`] for somebody who
/// went for something else.
pub async fn sign_in(
    db: &Database,
    journey: &Journey,
    person: &Recognised,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Step, Error> {
    let Purpose::SignIn { keep } = journey.purpose else {
        return Err(Error::TicketInvalid);
    };
    let (tx, principal) = resolve(db, journey, person, trace, now).await?;
    let arrival = journey.arrival(&principal, person, keep);
    let step = step::arrive(&tx, arrival, trace, now).await?;
    tx.commit().await?;
    Ok(step)
}

/// Notes whom the provider has recognised for the window that waits. This browser is let in nowhere: what it gets is
/// good for picking that window's number.
///
/// # Errors
/// [`Error::SsoNoUser`], [`Error::SsoEmailUnverified`], [`Error::SsoLinkRequired`]; [`Error::TicketInvalid`] when
/// no window waits any more, and for somebody who went for something else.
pub async fn hand_off(
    db: &Database,
    journey: &Journey,
    person: &Recognised,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Token, Error> {
    let Purpose::HandOff { request_id, keep } = &journey.purpose else {
        return Err(Error::TicketInvalid);
    };
    let (tx, principal) = resolve(db, journey, person, trace, now).await?;
    let arrival = journey.arrival(&principal, person, *keep);
    let provider_id = &journey.row.id;
    let secret = hand_off::note(&tx, request_id, provider_id, &arrival, trace, now).await?;
    tx.commit().await?;
    Ok(secret)
}

/// Who somebody is here whom the provider has recognised, in the transaction in which they may have become so.
async fn resolve(
    db: &Database,
    journey: &Journey,
    person: &Recognised,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(DatabaseTransaction, Principal), Error> {
    let tx = db.write().await?;
    Exclusive::Identities(&journey.row.id).hold(&tx).await?;
    let (facts, candidate) = look(&tx, journey, person, now).await?;
    let is_active = match &candidate {
        Some(principal) => {
            hold(&tx, principal).await?;
            step::may_sign_in(&tx, principal).await?
        }
        None => false,
    };
    match (decide(facts), candidate) {
        (Decision::Open, Some(principal)) if is_active => Ok((tx, principal)),
        (Decision::Link, Some(principal)) if is_active => {
            identities::link(&tx, &journey.row, &principal, person, trace, now).await?;
            Ok((tx, principal))
        }
        (Decision::Join, _) => {
            let principal = jit::join(&tx, journey.crm.as_ref(), person, now).await?;
            identities::link(&tx, &journey.row, &principal, person, trace, now).await?;
            Ok((tx, principal))
        }
        (Decision::Refuse(refusal), _) => {
            drop(tx);
            refuse(db, journey, refusal.code(), "", trace, now).await?;
            Err(refusal.error())
        }
        (Decision::Open | Decision::Link, _) => {
            drop(tx);
            refuse(db, journey, "sso_no_user", "not_active", trace, now).await?;
            Err(Error::SsoNoUser)
        }
    }
}

/// Connects whom the provider has recognised with whoever is signed in, who left for that.
///
/// # Errors
/// [`Error::TicketInvalid`] in another session than the one that left, and for an account that was closed in this
/// moment; [`Error::SsoFailed`] when they are somebody else here already, or somebody else there.
pub async fn connect<W: Sync>(
    db: &Database,
    journey: &Journey,
    session: &Session<W>,
    person: &Recognised,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    if !journey.is_of(session) || !matches!(journey.purpose, Purpose::Connect { .. }) {
        return Err(Error::TicketInvalid);
    }
    let tx = db.write().await?;
    Exclusive::Identities(&journey.row.id).hold(&tx).await?;
    let principal = &session.principal;
    hold(&tx, principal).await?;
    if !step::may_sign_in(&tx, principal).await? {
        return Err(Error::TicketInvalid);
    }
    let there = identities::of_subject(&tx, &journey.row.id, &person.subject).await?;
    let here = identities::of_principal(&tx, &journey.row.id, principal).await?;
    match (there, here) {
        (None, None) => {
            identities::link(&tx, &journey.row, principal, person, trace, now).await?;
            tx.commit().await?;
            Ok(())
        }
        (Some(row), _) if row.principal_key == principal.key() => Ok(()),
        (there, _) => {
            drop(tx);
            let reason = if there.is_some() {
                "linked_elsewhere"
            } else {
                "linked_otherwise"
            };
            refuse(db, journey, FAILED, reason, trace, now).await?;
            Err(Error::SsoFailed)
        }
    }
}

/// Takes the provider's word that whoever is signed in has proved anew who they are. The session gets a new
/// token. Whoever has a second factor must have proved that, too.
///
/// # Errors
/// [`Error::TicketInvalid`] in another session than the one that left; [`Error::SsoFailed`] when the
/// provider has recognised somebody else, or by one factor where two are asked for.
pub async fn prove<W: Sync>(
    db: &Database,
    journey: &Journey,
    session: &Session<W>,
    person: &Recognised,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<NewSession, Error> {
    if !journey.is_of(session) || !journey.proves_anew() {
        return Err(Error::TicketInvalid);
    }
    let tx = db.write().await?;
    let link = identities::of_subject(&tx, &journey.row.id, &person.subject).await?;
    let is_them = link.is_some_and(|row| row.principal_key == session.principal.key());
    let two = journey.has_two_factors(person);
    let reason = match (is_them, session.has_factor && !two) {
        (false, _) => Some("somebody_else"),
        (true, true) => Some("second_factor_missing"),
        (true, false) => None,
    };
    if let Some(reason) = reason {
        drop(tx);
        refuse(db, journey, FAILED, reason, trace, now).await?;
        return Err(Error::SsoFailed);
    }
    let renewal = Renewal {
        proved: true,
        assurance: if two {
            Assurance::Two
        } else {
            session.assurance
        },
    };
    let renewed = session::renew(&tx, session, renewal, now).await?;
    tx.commit().await?;
    Ok(renewed)
}

/// What would have come of somebody who had gone to be signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trial {
    /// The provider recognises them: they would be let in.
    Opens,
    /// They would be recognised by their address, and from then on.
    Connects,
    /// They would become a member.
    Joins,
    /// Their address is known here, but its domain isn't proven.
    NeedsConnection,
    /// They are nobody here.
    Nobody,
    /// The provider doesn't vouch for their address.
    Unverified,
}

/// Says what would have come of whom the provider has recognised. Nothing does.
///
/// # Errors
/// [`Error::TicketInvalid`] in another session than the one that left.
pub async fn try_out<W: Sync>(
    db: &Database,
    journey: &Journey,
    session: &Session<W>,
    person: &Recognised,
    now: Timestamp,
) -> Result<Trial, Error> {
    if !journey.is_of(session) || !journey.tries_out() {
        return Err(Error::TicketInvalid);
    }
    let (facts, candidate) = look(db.read(), journey, person, now).await?;
    let is_active = match &candidate {
        Some(principal) => step::may_sign_in(db.read(), principal).await?,
        None => false,
    };
    Ok(match decide(facts) {
        Decision::Open if is_active => Trial::Opens,
        Decision::Link => Trial::Connects,
        Decision::Join => Trial::Joins,
        Decision::Refuse(Refusal::LinkRequired) => Trial::NeedsConnection,
        Decision::Refuse(Refusal::EmailUnverified) => Trial::Unverified,
        Decision::Open | Decision::Refuse(Refusal::NoUser) => Trial::Nobody,
    })
}

/// Notes that the provider's answer was none that counts. `reason` says why, for the log alone.
///
/// # Errors
/// [`Error::Database`].
pub async fn fail(
    db: &Database,
    journey: &Journey,
    reason: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    refuse(db, journey, FAILED, reason, trace, now).await
}

/// Notes why somebody who came back wasn't let in.
async fn refuse(
    db: &Database,
    journey: &Journey,
    code: &'static str,
    reason: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let (scope, scope_id) = match &journey.crm {
        Some(crm) => (AuditScope::Crm, crm.scope().crm_id()),
        None => (AuditScope::Server, audit::SERVER),
    };
    let tx = db.write().await?;
    let entry = audit::Entry {
        scope,
        scope_id,
        action: "sso.refused",
        actor: Actor::Nobody,
        subject: Some(&journey.row.id),
        fields: json!({ "code": code, "reason": reason }),
    };
    audit::append(&tx, entry, trace, now).await?;
    tx.commit().await?;
    Ok(())
}

/// What is known of somebody, and who they are or may become.
async fn look<C: ConnectionTrait>(
    db: &C,
    journey: &Journey,
    person: &Recognised,
    now: Timestamp,
) -> Result<(Facts, Option<Principal>), Error> {
    let mut facts = Facts {
        is_linked: false,
        is_verified: person.email_verified,
        domain: Domain::Foreign,
        bearer: Bearer::Nobody,
        may_join: journey.row.jit && journey.crm.is_some(),
    };
    let link = identities::of_subject(db, &journey.row.id, &person.subject).await?;
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
        facts.domain = domains::trust(db, &journey.row, &name).await?;
    }
    let bearer = bearer(db, journey.crm.as_ref(), &address).await?;
    let Some((principal, is_active)) = bearer else {
        facts.may_join |= jit::is_invited(db, journey.crm.as_ref(), &address, now).await?;
        return Ok((facts, None));
    };
    let other = identities::of_principal(db, &journey.row.id, &principal).await?;
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
async fn hold(tx: &DatabaseTransaction, principal: &Principal) -> Result<(), Error> {
    if let Principal::Account { id } = principal {
        Exclusive::Account(id).hold(tx).await?;
    }
    Ok(())
}
