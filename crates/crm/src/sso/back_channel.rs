//! Providers that tell by themselves who has signed out there.

use jiff::Timestamp;
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::{
    identities, offer,
    provider::{self, Credentials},
};
use crate::{
    attempt::{self, Attempt, SIGN_OUT_BY_IP},
    audit::{self, Actor, AuditScope},
    database::Database,
    error::Error,
    principal::Principal,
    sealer::Sealer,
    session,
    trace::RequestTrace,
};

/// Who has signed out at a provider: a session, or everything of a person.
#[derive(Debug, Clone, Copy)]
pub struct Gone<'a> {
    /// The person.
    pub subject: Option<&'a str>,
    /// The session at the provider.
    pub session: Option<&'a str>,
}

/// What it takes to speak with a provider.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn provider_credentials<C: ConnectionTrait>(
    db: &C,
    sealer: &Sealer,
    provider_id: &str,
) -> Result<Credentials, Error> {
    let row = offer::find(db, provider_id).await?;
    provider::credentials(sealer, &row)
}

/// A provider that says who has signed out there.
#[derive(Debug)]
pub struct Announcement {
    provider_id: String,
    attempt: Attempt,
    /// What it takes to tell whether it is the provider.
    pub credentials: Credentials,
}

/// Counts what somebody says before it is looked at, as a provider: reading it costs a signature, and
/// perhaps a request.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::RateLimited`].
pub async fn hear(
    db: &Database,
    sealer: &Sealer,
    provider_id: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Announcement, Error> {
    let tx = db.write().await?;
    let network = attempt::network(trace.ip);
    let attempt = attempt::reserve(&tx, &SIGN_OUT_BY_IP, &network, now).await?;
    tx.commit().await?;
    Ok(Announcement {
        credentials: provider_credentials(db.read(), sealer, provider_id).await?,
        provider_id: provider_id.to_owned(),
        attempt,
    })
}

/// Ends the sessions that began by what has ended at the provider.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn sign_out_at_provider(
    db: &Database,
    heard: Announcement,
    gone: Gone<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let Announcement {
        provider_id,
        attempt,
        ..
    } = heard;
    let provider_id = provider_id.as_str();
    let tx = db.write().await?;
    // It was the provider: it may say as much as it has to.
    attempt::forgive(&tx, attempt).await?;
    let row = offer::find(&tx, provider_id).await?;
    let link = match gone.subject {
        Some(subject) => identities::of_subject(&tx, provider_id, subject).await?,
        None => None,
    };
    let whose: Option<Principal> = link.as_ref().map(identities::principal);
    if gone.session.is_none() && whose.is_none() {
        // Nobody here is that person.
        tx.commit().await?;
        return Ok(());
    }
    let by = (provider_id, gone.session);
    let ended = session::revoke_of_provider(&tx, by, whose.as_ref(), now).await?;
    if ended > 0 {
        let (scope, scope_id) = match &row.crm_id {
            Some(id) => (AuditScope::Crm, id.as_str()),
            None => (AuditScope::Server, audit::SERVER),
        };
        let entry = audit::Entry {
            scope,
            scope_id,
            action: "session.revoked",
            actor: Actor::Nobody,
            subject: Some(provider_id),
            fields: json!({ "sessions": ended, "reason": "signed_out_at_provider" }),
        };
        audit::append(&tx, entry, trace, now).await?;
    }
    tx.commit().await?;
    Ok(())
}
