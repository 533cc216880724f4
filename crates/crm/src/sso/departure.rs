//! Sending somebody to a provider: what binds what they come back with to this browser.

use std::time::Duration;

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, entity::prelude::*};
use serde::{Deserialize, Serialize};

use super::{
    offer,
    provider::{self, Credentials},
};
use crate::{
    attempt::{self, Attempt, LOOK_UP_BY_IP},
    crm_record::Crm,
    database::Database,
    entity::sso_provider,
    error::Error,
    principal::Principal,
    sealer::Sealer,
    session::{CrmSession, Session},
    staff::require_admin,
    step_up,
    ticket::{self, NewTicket, TicketKind},
    token::Token,
    trace::RequestTrace,
};

/// How long somebody may be away.
const STATE_LIFE: Duration = Duration::from_mins(10);

/// What somebody goes to a provider for.
#[derive(Debug, Clone)]
pub struct Wish {
    purpose: Purpose,
    whose: Option<Principal>,
    back_to: Option<String>,
    anew: bool,
}

/// Somebody who is about to go.
#[derive(Debug)]
pub struct Departure {
    /// Comes back with them; kept by this browser alone.
    pub state: Token,
    /// Comes back inside the provider's word.
    pub nonce: Sensitive<String>,
    /// Shown when their code is exchanged (RFC 7636).
    pub verifier: Sensitive<String>,
    /// What it takes to speak with the provider.
    pub credentials: Credentials,
    /// They must prove anew who they are.
    pub proves_anew: bool,
}

/// Where somebody comes back to.
#[derive(Debug, Clone, Copy)]
pub enum Place<'a> {
    /// The portal.
    Portal,
    /// A CRM.
    Crm(&'a Crm),
}

/// What is remembered meanwhile.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Journal {
    pub(super) provider_id: String,
    pub(super) purpose: Purpose,
    /// The page to come back to, where another than usual was wished for.
    #[serde(default)]
    pub(super) back_to: Option<String>,
    /// The provider asks who they are, also when it knows.
    #[serde(default)]
    pub(super) anew: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "for", rename_all = "snake_case")]
pub(super) enum Purpose {
    SignIn { keep: bool },
    HandOff { request_id: String, keep: bool },
    Connect { session_id: String },
    Prove { session_id: String },
    Try { session_id: String },
}

impl Wish {
    /// To be signed in. `keep`: "Keep me signed in".
    #[must_use]
    pub const fn sign_in(keep: bool) -> Self {
        Self {
            purpose: Purpose::SignIn { keep },
            whose: None,
            back_to: None,
            anew: false,
        }
    }

    /// To let the window in that waits under this id.
    pub(crate) const fn hand_off(request_id: String, keep: bool) -> Self {
        Self {
            purpose: Purpose::HandOff { request_id, keep },
            whose: None,
            back_to: None,
            anew: false,
        }
    }

    /// To be recognised by this provider from now on.
    ///
    /// # Errors
    /// [`Error::StepUpRequired`].
    pub fn connect<W>(session: &Session<W>, now: Timestamp) -> Result<Self, Error> {
        step_up::require(session, now)?;
        let session_id = session.id.clone();
        Ok(Self::of(session, Purpose::Connect { session_id }))
    }

    /// To prove anew who one is.
    #[must_use]
    pub fn prove<W>(session: &Session<W>) -> Self {
        let session_id = session.id.clone();
        Self::of(session, Purpose::Prove { session_id }).anew(true)
    }

    /// To see whether a provider works, also one that isn't offered yet. Nothing comes of it.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for everybody but owner and admins.
    pub fn try_out(session: &CrmSession) -> Result<Self, Error> {
        require_admin(session)?;
        let session_id = session.id.clone();
        Ok(Self::of(session, Purpose::Try { session_id }))
    }

    /// To come back to this page, with path and query, in place of the usual one.
    #[must_use]
    pub fn back_to(self, page: Option<String>) -> Self {
        Self {
            back_to: page,
            ..self
        }
    }

    /// To be asked who one is, also by a provider that knows: the only way to be somebody else there.
    #[must_use]
    pub fn anew(self, anew: bool) -> Self {
        Self { anew, ..self }
    }

    fn of<W>(session: &Session<W>, purpose: Purpose) -> Self {
        Self {
            purpose,
            whose: Some(session.principal.clone()),
            back_to: None,
            anew: false,
        }
    }
}

/// Makes what somebody takes along to a provider.
///
/// # Errors
/// [`Error::NotFound`] when there is no such provider, or it is none for them;
/// [`Error::RateLimited`].
pub async fn depart(
    db: &Database,
    sealer: &Sealer,
    provider_id: &str,
    wish: Wish,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Departure, Error> {
    let tx = db.write().await?;
    let network = attempt::network(trace.ip);
    let _counted: Attempt = attempt::reserve(&tx, &LOOK_UP_BY_IP, &network, now).await?;
    let row = find(&tx, provider_id, &wish.purpose).await?;
    if wish
        .whose
        .as_ref()
        .is_some_and(|whose| !is_for(&row, whose))
    {
        return Err(Error::NotFound);
    }
    let state = Token::new();
    let journal = Journal {
        provider_id: row.id.clone(),
        purpose: wish.purpose,
        back_to: wish.back_to,
        anew: wish.anew,
    };
    let new = NewTicket {
        kind: TicketKind::SsoState,
        secret: state.hash(),
        principal: wish.whose.as_ref(),
        payload: serde_json::to_value(&journal)?,
        browser: Some(trace.device),
        life: Some(STATE_LIFE),
    };
    ticket::issue(&tx, new, now).await?;
    tx.commit().await?;
    let (nonce, verifier) = secrets(sealer, &row.id, &state)?;
    Ok(Departure {
        state,
        nonce,
        verifier,
        credentials: provider::credentials(sealer, &row)?,
        proves_anew: journal.anew,
    })
}

/// A provider that somebody may go to for this.
pub(super) async fn find<C: ConnectionTrait>(
    db: &C,
    id: &str,
    purpose: &Purpose,
) -> Result<sso_provider::Model, Error> {
    if !matches!(purpose, Purpose::Try { .. }) {
        return offer::find(db, id).await;
    }
    let row = sso_provider::Entity::find_by_id(id.to_owned())
        .one(db)
        .await?;
    row.ok_or(Error::NotFound)
}

/// Whether a provider is one for somebody: users have those of their CRM, accounts those of the server.
pub(super) fn is_for(row: &sso_provider::Model, whose: &Principal) -> bool {
    row.crm_id == whose.crm_id()
}

/// Nonce and verifier come from the state and the server's key: nothing of them is stored.
pub(super) fn secrets(
    sealer: &Sealer,
    provider_id: &str,
    state: &Token,
) -> Result<(Sensitive<String>, Sensitive<String>), Error> {
    let derive = |purpose| {
        let digest = sealer.digest(purpose, provider_id, state.secret())?;
        Ok::<_, Error>(Sensitive::new(digest.to_hex()))
    };
    Ok((derive("sso_nonce")?, derive("sso_verifier")?))
}
