//! What comes after the first factor: the second one, or the session.

use std::time::Duration;

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseTransaction, entity::prelude::*};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    audit::{self, Actor, AuditScope},
    credential,
    crm_record::{Crm, CrmStatus},
    device,
    entity::{
        account::{self, AccountStatus},
        crm,
        crm_user::{self, CredentialSource, CrmUserStatus},
        membership,
    },
    error::Error,
    passkey,
    principal::Principal,
    second_factor,
    session::{self, Assurance, NewSession, Opening, SessionMethod, SsoOrigin, admits},
    sso,
    ticket::{self, NewTicket, TicketKind},
    token::Token,
    trace::RequestTrace,
};

/// How long a code may take.
pub const FACTOR_TICKET_LIFE: Duration = Duration::from_mins(5);

/// What comes next.
#[derive(Debug)]
pub enum Step {
    /// Signed in at the portal.
    Portal(NewSession),
    /// Signed in at a CRM.
    Crm(Crm, NewSession),
    /// A code is asked for.
    SecondFactor(FactorTicket),
}

/// A ticket that a code turns into a session.
#[derive(Debug)]
pub struct FactorTicket {
    /// The secret to present with the code.
    pub token: Token,
    /// A recovery code would do, too.
    pub has_recovery_codes: bool,
    /// One of the person's passkeys would do, too.
    pub has_passkey: bool,
    /// The device may be trusted.
    pub can_trust: bool,
}

/// Somebody who was recognised by one factor at least, and where they want to go.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Arrival {
    pub(crate) goal: Goal,
    pub(crate) method: SessionMethod,
    /// "Keep me signed in".
    pub(crate) keep: bool,
    /// They proved who they are in this very moment.
    pub(crate) proved: bool,
    pub(crate) assurance: Assurance,
    /// The list that they selected this from, if they did.
    pub(crate) from: Option<Entry>,
    /// When their session ends at the latest, if that comes before its normal end.
    #[serde(default)]
    pub(crate) until: Option<i64>,
    /// The provider that recognised them, if one did.
    #[serde(default)]
    pub(crate) sso: Option<SsoOrigin>,
}

/// One entry of a list to select from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) list: String,
    pub(crate) choice: String,
}

/// Where somebody wants to go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "to", rename_all = "snake_case")]
pub(crate) enum Goal {
    Portal {
        account_id: String,
    },
    Crm {
        crm_id: String,
        user_id: String,
        /// Their account lets them in, not a password of the user's own.
        through_account: bool,
    },
}

impl Goal {
    /// Where somebody's own way in leads.
    pub(crate) fn of(who: &Principal) -> Self {
        match who {
            Principal::Account { id } => Self::Portal {
                account_id: id.clone(),
            },
            Principal::User { crm_id, id } => Self::Crm {
                crm_id: crm_id.clone(),
                user_id: id.clone(),
                through_account: false,
            },
        }
    }

    /// Who gets there.
    pub(crate) fn who(&self) -> Principal {
        match self {
            Self::Portal { account_id } => Principal::account(account_id),
            Self::Crm {
                crm_id, user_id, ..
            } => Principal::user(crm_id, user_id),
        }
    }
}

/// Lets somebody in, or asks for the second factor that they have.
pub(crate) async fn arrive(
    tx: &DatabaseTransaction,
    arrival: Arrival,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Step, Error> {
    sso::required::check(tx, &arrival).await?;
    let owner = match arrival.assurance {
        Assurance::One => factor_for(tx, &arrival.goal).await?,
        Assurance::Two => None,
    };
    let Some(owner) = owner else {
        return admit(tx, &arrival, None, trace, now).await;
    };
    let can_trust = may_trust(tx, &arrival.goal).await?;
    if can_trust && device::is_trusted(tx, &owner, trace.device, now).await? {
        // The password alone isn't what a step-up would take.
        let arrival = Arrival {
            proved: false,
            ..arrival
        };
        return admit(tx, &arrival, Some("trusted_device"), trace, now).await;
    }
    let token = Token::new();
    let new = NewTicket {
        kind: TicketKind::SecondFactor,
        secret: token.hash(),
        principal: Some(&owner),
        payload: serde_json::to_value(&arrival)?,
        browser: Some(trace.device),
        life: Some(FACTOR_TICKET_LIFE),
    };
    ticket::issue(tx, new, now).await?;
    let has_recovery_codes = second_factor::recovery_codes_left(tx, &owner).await? > 0;
    let has_passkey = passkey::may_answer(tx, &arrival.goal, &owner).await?;
    Ok(Step::SecondFactor(FactorTicket {
        token,
        has_recovery_codes,
        has_passkey,
        can_trust,
    }))
}

/// Whether devices may be trusted there.
pub(super) async fn may_trust<C: ConnectionTrait>(db: &C, goal: &Goal) -> Result<bool, Error> {
    let Goal::Crm { crm_id, .. } = goal else {
        return Ok(true);
    };
    let row = crm::Entity::find_by_id(crm_id.clone()).one(db).await?;
    if sso::required::at(db, crm_id).await? {
        return Ok(false);
    }
    Ok(row.is_some_and(|row| row.factor_trust))
}

/// Whose second factor is asked for on this way, if there is one. A user's own goes before the
/// account's.
pub(crate) async fn factor_for<C: ConnectionTrait>(
    db: &C,
    goal: &Goal,
) -> Result<Option<Principal>, Error> {
    let candidates = match goal {
        Goal::Portal { account_id } => vec![Principal::account(account_id)],
        Goal::Crm {
            crm_id,
            user_id,
            through_account,
        } => {
            let mut candidates = vec![Principal::user(crm_id, user_id)];
            candidates.extend(account_behind(db, crm_id, user_id, *through_account).await?);
            candidates
        }
    };
    for candidate in candidates {
        let credential = credential::of(db, &candidate).await?;
        if credential.is_some_and(|row| row.has_factor()) {
            return Ok(Some(candidate));
        }
    }
    Ok(None)
}

/// The account whose factor counts for a user: one that lets them in, or whose password is theirs.
async fn account_behind<C: ConnectionTrait>(
    db: &C,
    crm_id: &str,
    user_id: &str,
    through_account: bool,
) -> Result<Option<Principal>, Error> {
    let user = crm_user::Entity::find()
        .filter(crm_user::COLUMN.crm_id.eq(crm_id))
        .filter(crm_user::COLUMN.id.eq(user_id))
        .one(db)
        .await?;
    let by_account = user.is_some_and(|user| user.credential_source == CredentialSource::Portal);
    if !by_account && !through_account {
        return Ok(None);
    }
    account_of(db, crm_id, user_id).await
}

/// The account that a user is connected to.
pub(super) async fn account_of<C: ConnectionTrait>(
    db: &C,
    crm_id: &str,
    user_id: &str,
) -> Result<Option<Principal>, Error> {
    let link = membership::Entity::find()
        .filter(membership::COLUMN.crm_id.eq(crm_id))
        .filter(membership::COLUMN.crm_user_id.eq(user_id))
        .one(db)
        .await?;
    Ok(link.map(|link| Principal::account(&link.account_id)))
}

/// Begins the session. `proof` is what stood for the second factor.
///
/// # Errors
/// [`Error::TicketInvalid`] when the person may not sign in there any more;
/// [`Error::CrmSuspended`], [`Error::CrmScheduledForDeletion`].
pub(super) async fn admit(
    tx: &DatabaseTransaction,
    arrival: &Arrival,
    proof: Option<&'static str>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Step, Error> {
    let opening = Opening {
        method: arrival.method,
        keep: arrival.keep,
        proved: arrival.proved,
        assurance: arrival.assurance,
        announced: matches!(
            arrival.method,
            SessionMethod::Password | SessionMethod::Sso | SessionMethod::Passkey
        ),
        until: arrival.until,
    };
    match &arrival.goal {
        Goal::Portal { account_id } => {
            if !is_active(tx, account_id).await? {
                return Err(Error::TicketInvalid);
            }
            let principal = Principal::account(account_id);
            let session = session::start(tx, &principal, opening, trace, now).await?;
            note_sso(tx, arrival, &session).await?;
            log(tx, arrival, proof, trace, now).await?;
            Ok(Step::Portal(session))
        }
        Goal::Crm {
            crm_id, user_id, ..
        } => {
            let found = find_user(tx, crm_id, user_id).await?;
            let (crm, user) = found.ok_or(Error::TicketInvalid)?;
            if !admits(crm.status, user.role) {
                return Err(crm.status.refusal());
            }
            let principal = Principal::user(crm_id, user_id);
            let session = session::start(tx, &principal, opening, trace, now).await?;
            note_sso(tx, arrival, &session).await?;
            log(tx, arrival, proof, trace, now).await?;
            Ok(Step::Crm(Crm::from(crm), session))
        }
    }
}

async fn note_sso(
    tx: &DatabaseTransaction,
    arrival: &Arrival,
    session: &NewSession,
) -> Result<(), Error> {
    match &arrival.sso {
        Some(origin) => session::note_sso(tx, session, origin).await,
        None => Ok(()),
    }
}

/// A user who may still sign in, with the CRM.
pub(crate) async fn find_user<C: ConnectionTrait>(
    db: &C,
    crm_id: &str,
    user_id: &str,
) -> Result<Option<(crm::Model, crm_user::Model)>, Error> {
    let user = crm_user::Entity::find()
        .filter(crm_user::COLUMN.crm_id.eq(crm_id))
        .filter(crm_user::COLUMN.id.eq(user_id))
        .filter(crm_user::COLUMN.status.eq(CrmUserStatus::Active))
        .filter(crm_user::COLUMN.deleted_at.is_null())
        .one(db)
        .await?;
    let crm = crm::Entity::find_by_id(crm_id.to_owned())
        .filter(crm::COLUMN.status.ne(CrmStatus::Purging))
        .one(db)
        .await?;
    Ok(crm.zip(user))
}

/// Whether an account may sign in.
pub(crate) async fn is_active<C: ConnectionTrait>(db: &C, account_id: &str) -> Result<bool, Error> {
    let row = account::Entity::find_by_id(account_id.to_owned())
        .filter(account::COLUMN.status.eq(AccountStatus::Active))
        .filter(account::COLUMN.closed_at.is_null())
        .one(db)
        .await?;
    Ok(row.is_some())
}

/// Whether somebody may sign in: as a user, wherever the CRM lets them.
pub(crate) async fn may_sign_in<C: ConnectionTrait>(
    db: &C,
    who: &Principal,
) -> Result<bool, Error> {
    match who {
        Principal::Account { id } => is_active(db, id).await,
        Principal::User { crm_id, id } => Ok(find_user(db, crm_id, id).await?.is_some()),
    }
}

async fn log(
    tx: &DatabaseTransaction,
    arrival: &Arrival,
    proof: Option<&'static str>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let (scope, scope_id, actor, subject) = match &arrival.goal {
        Goal::Portal { account_id } => {
            let actor = Actor::Account(account_id);
            (AuditScope::Account, account_id, actor, account_id)
        }
        Goal::Crm {
            crm_id, user_id, ..
        } => (AuditScope::Crm, crm_id, Actor::User(user_id), user_id),
    };
    let action = match arrival.method {
        SessionMethod::Portal => "crm.entered",
        SessionMethod::Sso => "sso.sign_in",
        _ => "sign_in.succeeded",
    };
    let mut fields = json!({ "method": arrival.method });
    if let (Some(proof), Value::Object(fields)) = (proof, &mut fields) {
        fields.insert("second_factor".to_owned(), proof.into());
    }
    let entry = audit::Entry {
        scope,
        scope_id,
        action,
        actor,
        subject: Some(subject),
        fields,
    };
    audit::append(tx, entry, trace, now).await
}

#[cfg(test)]
mod tests {
    use sea_orm::{EntityTrait as _, sea_query::Expr};

    use super::*;
    use crate::{entity::credential as credential_row, sign_in::tests::Server};

    async fn give_factor(server: &Server, to: &Principal) {
        let tx = server.db.write().await.expect("writable");
        if credential::of(&tx, to).await.expect("read").is_none() {
            credential::insert(&tx, to, None, server.now)
                .await
                .expect("inserted");
        }
        credential_row::Entity::update_many()
            .col_expr(credential_row::Column::TotpEnabledAt, Expr::value(1_i64))
            .filter(credential_row::COLUMN.principal_key.eq(to.key()))
            .exec(&tx)
            .await
            .expect("updated");
        tx.commit().await.expect("committed");
    }

    async fn set_source(server: &Server, source: CredentialSource) {
        let tx = server.db.write().await.expect("writable");
        crm_user::Entity::update_many()
            .col_expr(
                crm_user::Column::CredentialSource,
                Expr::value(source.to_value()),
            )
            .exec(&tx)
            .await
            .expect("updated");
        tx.commit().await.expect("committed");
    }

    #[tokio::test]
    async fn whose_factor_is_asked_for_depends_on_the_way_in() {
        let (server, _) = Server::set_up().await;
        let db = server.db.read();
        let link = membership::Entity::find().one(db).await.expect("read");
        let link = link.expect("there");
        let account = Principal::account(&link.account_id);
        let user = Principal::user(&link.crm_id, &link.crm_user_id);
        let goal = |through_account| Goal::Crm {
            crm_id: link.crm_id.clone(),
            user_id: link.crm_user_id.clone(),
            through_account,
        };
        let asked = async |through_account| {
            let goal = goal(through_account);
            factor_for(db, &goal).await.expect("read")
        };
        assert_eq!(asked(true).await, None);
        give_factor(&server, &account).await;
        // The account's password is the user's.
        assert_eq!(asked(false).await, Some(account.clone()));
        // A password of the user's own has nothing to do with the account.
        set_source(&server, CredentialSource::Own).await;
        assert_eq!(asked(false).await, None);
        assert_eq!(asked(true).await, Some(account.clone()));
        // And with a factor of their own, that is asked for on both ways.
        give_factor(&server, &user).await;
        for through_account in [false, true] {
            assert_eq!(asked(through_account).await, Some(user.clone()));
        }
        let portal = Goal::Portal {
            account_id: link.account_id.clone(),
        };
        let at_the_portal = factor_for(db, &portal).await.expect("read");
        assert_eq!(at_the_portal, Some(account));
    }
}
