//! Setting a second factor up: a secret, then one code that proves that the app has it.

use std::time::Duration;

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, entity::prelude::*, sea_query::Expr};
use serde_json::json;

use super::{recovery, totp::Secret, void_proofs};
use crate::{
    audit, code,
    credential::{self, Credential},
    database::Database,
    entity::credential::{Column, Entity},
    error::Error,
    instant::after,
    letter::Notice,
    mailable, notice,
    principal::Principal,
    sealer::Sealer,
    session::{self, Assurance, NewSession, Renewal, Session},
    step_up,
    trace::RequestTrace,
};

/// How long a secret waits for its first code.
const ENROLMENT_LIFE: Duration = Duration::from_mins(10);

/// A secret that waits for its first code.
#[derive(Debug)]
pub struct Enrolment {
    /// In base32 (RFC 4648), to be typed.
    pub secret: Sensitive<String>,
    /// An `otpauth` URL, to be shown as a picture.
    pub url: Sensitive<String>,
    /// When it stops waiting.
    pub expires_at: Timestamp,
}

/// A factor that is asked for from now on.
#[derive(Debug)]
pub struct Enabled {
    /// `xxxxx-xxxxx` each, shown once.
    pub recovery_codes: Vec<Sensitive<String>>,
    /// The session goes on with another token.
    pub session: NewSession,
}

/// Makes a secret for an authenticator app. Nothing changes until a code confirms it; whoever has a
/// factor keeps it until then. `issuer` is what the app calls the service.
///
/// # Errors
/// [`Error::StepUpRequired`].
pub async fn enrol_factor<W: Sync>(
    db: &Database,
    sealer: &Sealer,
    issuer: &str,
    session: &Session<W>,
    now: Timestamp,
) -> Result<Enrolment, Error> {
    step_up::require(session, now)?;
    let tx = db.write().await?;
    let credential = credential_of(&tx, session).await?;
    let secret = Secret::new();
    let label = label(&tx, &credential.owner()).await?;
    let until = after(now, ENROLMENT_LIFE);
    Entity::update_many()
        .col_expr(
            Column::TotpPendingEnc,
            Expr::value(secret.seal(sealer, &credential)?),
        )
        .col_expr(Column::TotpPendingUntil, Expr::value(until))
        .filter(Column::Id.eq(credential.id.as_str()))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(Enrolment {
        secret: secret.to_text()?,
        url: secret.to_url(issuer, &label)?,
        expires_at: now.checked_add(ENROLMENT_LIFE).unwrap_or(now),
    })
}

/// Turns the factor on with the first code of the app. Every other session of the person ends, and
/// there are new recovery codes.
///
/// # Errors
/// [`Error::StepUpRequired`]; [`Error::TicketInvalid`] when no secret waits;
/// [`Error::CodeInvalid`].
pub async fn confirm_factor<W: Sync>(
    db: &Database,
    sealer: &Sealer,
    session: &Session<W>,
    typed: &Sensitive<String>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Enabled, Error> {
    step_up::require(session, now)?;
    let tx = db.write().await?;
    let credential = credential_of(&tx, session).await?;
    let waits = credential.totp_pending_until > Some(now.as_millisecond());
    let kept = credential.totp_pending_enc.as_deref().filter(|_| waits);
    let kept = kept.ok_or(Error::TicketInvalid)?;
    let secret = Secret::open(sealer, &credential, kept)?;
    // EXPOSE: compared with the codes of now.
    let step = secret.step_of(&code::canonical(typed.expose()), now)?;
    let step = step.ok_or(Error::CodeInvalid)?;
    enable(&tx, sealer, &credential, (kept, step), now).await?;
    let owner = credential.owner();
    let recovery_codes = recovery::replace(&tx, sealer, &owner, now).await?;
    void_proofs(&tx, session, &owner, now).await?;
    let renewal = Renewal {
        proved: true,
        assurance: Assurance::Two,
    };
    let renewed = session::renew(&tx, session, renewal, now).await?;
    audit::append_own(&tx, &owner, "2fa.enabled", json!({}), trace, now).await?;
    notice::send(&tx, &owner, Notice::FactorEnabled, now).await?;
    tx.commit().await?;
    Ok(Enabled {
        recovery_codes,
        session: renewed,
    })
}

/// The credential whose factor a session's person has or gets.
pub(super) async fn credential_of<C: ConnectionTrait, W: Sync>(
    tx: &C,
    session: &Session<W>,
) -> Result<Credential, Error> {
    let credential = credential::behind(tx, &session.principal).await?;
    credential.ok_or(Error::NotFound)
}

/// The secret that waited is the one from now on, unless another took its place meanwhile. Its first
/// code is used up.
async fn enable<C: ConnectionTrait>(
    tx: &C,
    sealer: &Sealer,
    credential: &Credential,
    (kept, step): (&str, i64),
    now: Timestamp,
) -> Result<(), Error> {
    let nothing = || Expr::value(None::<String>);
    let enabled = Entity::update_many()
        .col_expr(Column::TotpSecretEnc, Expr::value(kept))
        .col_expr(Column::TotpKeyId, Expr::value(sealer.key_id()))
        .col_expr(Column::TotpEnabledAt, Expr::value(now.as_millisecond()))
        .col_expr(Column::TotpLastStep, Expr::value(step))
        .col_expr(Column::TotpPendingEnc, nothing())
        .col_expr(Column::TotpPendingUntil, Expr::value(None::<i64>))
        .filter(Column::Id.eq(credential.id.as_str()))
        .filter(Column::TotpPendingEnc.eq(kept))
        .exec(tx)
        .await?;
    if enabled.rows_affected == 1 {
        Ok(())
    } else {
        Err(Error::TicketInvalid)
    }
}

/// What the app calls the entry. Apps take a second one with the same name for the first, so a user
/// of a CRM is told from the account with the same address.
async fn label<C: ConnectionTrait>(tx: &C, owner: &Principal) -> Result<String, Error> {
    let person = mailable::of(tx, owner).await?.ok_or(Error::NotFound)?;
    Ok(match owner {
        Principal::Account { .. } => person.email,
        Principal::User { .. } => format!("{} ({})", person.email, person.what),
    })
}
