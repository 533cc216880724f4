//! The link of a letter is confirmed: the account is there, with its first CRM.

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{DatabaseTransaction, entity::prelude::*, sea_query::Expr};
use serde_json::json;

use super::link;
use crate::{
    attempt::{self, CRMS_BY_ACCOUNT, PASSWORD_BY_IP},
    audit,
    confirmation::{Application, Confirmation},
    credential,
    crm_record::Crm,
    database::{Database, Exclusive},
    email::Proof,
    entity::account::{self, AccountStatus},
    error::Error,
    new_crm::{self, Address},
    password::Hasher,
    principal::Principal,
    referral,
    session::{self, Assurance, NewSession, Opening, SessionMethod},
    ticket::{self, TicketKind},
    token::Token,
    trace::RequestTrace,
};

/// Somebody who has an account now.
#[derive(Debug)]
pub struct SignedUp {
    /// Their first CRM.
    pub crm: Crm,
    /// They are signed in at the portal.
    pub portal: NewSession,
    /// And in the CRM.
    pub session: NewSession,
}

/// Confirms the link of a letter. Another browser than the one that signed up gives the password, too:
/// whoever signs up with somebody else's address gets nothing by their click.
///
/// # Errors
/// [`Error::TicketInvalid`], [`Error::StepUpRequired`] without a password where one is asked for,
/// [`Error::CurrentPasswordWrong`], [`Error::RateLimited`], [`Error::HasherBusy`]; [`Error::SignUpLinkInvalid`] when
/// somebody else has an account by the operator's link already. Only what succeeds uses the
/// link up.
pub async fn confirm_sign_up(
    db: &Database,
    hasher: &Hasher,
    ticket: &Token,
    password: Option<&Sensitive<String>>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<SignedUp, Error> {
    let kind = TicketKind::ConfirmEmail;
    let row = ticket::find(db.read(), kind, ticket.hash(), now).await?;
    let row = row.ok_or(Error::TicketInvalid)?;
    let id = row.account_id.ok_or(Error::TicketInvalid)?;
    let Confirmation::SignUp(application) = serde_json::from_value(row.payload)? else {
        return Err(Error::TicketInvalid);
    };
    if row.browser_hash != Some(trace.device.hash().to_hex()) {
        prove(db, hasher, &application, password, trace, now).await?;
    }
    let tx = db.write().await?;
    let address = application.account.email_norm.as_str();
    Exclusive::Address(address).hold(&tx).await?;
    Exclusive::Account(&id).hold(&tx).await?;
    let used = ticket::use_up(&tx, kind, ticket.hash(), None, now).await?;
    used.ok_or(Error::TicketInvalid)?;
    let done = activate(&tx, &id, *application, Proof::ByLetter, trace, now).await?;
    tx.commit().await?;
    Ok(done)
}

async fn prove(
    db: &Database,
    hasher: &Hasher,
    application: &Application,
    password: Option<&Sensitive<String>>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let password = password.ok_or(Error::StepUpRequired {
        by_password: true,
        by_factor: false,
        by_provider: false,
        by_passkey: false,
    })?;
    let tx = db.write().await?;
    let network = attempt::network(trace.ip);
    let attempt = attempt::reserve(&tx, &PASSWORD_BY_IP, &network, now).await?;
    tx.commit().await?;
    let stored = Some(application.password_hash.as_str());
    if !hasher.verify(password, stored).await?.right {
        return Err(Error::CurrentPasswordWrong);
    }
    let tx = db.write().await?;
    attempt::forgive(&tx, attempt).await?;
    tx.commit().await?;
    Ok(())
}

/// Makes the account that waits what was applied for, with a CRM, and signs its holder in to both.
///
/// # Errors
/// [`Error::TicketInvalid`] when it doesn't wait any more; [`Error::SignUpLinkInvalid`] when somebody else came by the
/// same link.
pub(super) async fn activate(
    tx: &DatabaseTransaction,
    id: &str,
    application: Application,
    proof: Proof,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<SignedUp, Error> {
    let Application {
        account: new,
        password_hash,
        recommended,
        link,
    } = application;
    if let Some(hash) = &link {
        link::use_up(tx, hash, now).await?;
    }
    let at = now.as_millisecond();
    let verified_at = matches!(proof, Proof::ByLetter).then_some(at);
    let activated = account::Entity::update_many()
        .col_expr(
            account::Column::Status,
            Expr::value(AccountStatus::Active.to_value()),
        )
        .col_expr(account::Column::Email, Expr::value(new.email.as_str()))
        .col_expr(account::Column::Name, Expr::value(new.name.as_str()))
        .col_expr(account::Column::Locale, Expr::value(new.locale.as_str()))
        .col_expr(
            account::Column::TimeZone,
            Expr::value(new.time_zone.as_str()),
        )
        .col_expr(account::Column::EmailVerifiedAt, Expr::value(verified_at))
        .col_expr(account::Column::UpdatedAt, Expr::value(at))
        .filter(account::COLUMN.id.eq(id))
        .filter(account::COLUMN.status.eq(AccountStatus::Pending))
        .exec(tx)
        .await?;
    if activated.rows_affected != 1 {
        return Err(Error::TicketInvalid);
    }
    let holder = Principal::account(id);
    ticket::void(tx, TicketKind::ConfirmEmail, &holder, now).await?;
    credential::insert(tx, &holder, Some(password_hash), now).await?;
    let owner = account::Entity::find_by_id(id.to_owned()).one(tx).await?;
    let owner = owner.ok_or(Error::TicketInvalid)?;
    let _counts_for_a_day = attempt::count(tx, &CRMS_BY_ACCOUNT, id, now).await?;
    // While the address is in no CRM yet.
    if let Some(by) = &recommended {
        referral::attribute(tx, by, &owner, trace, now).await?;
    }
    let made = new_crm::make(tx, &owner, &new.crm_name, Address::FromName, now).await?;
    audit::append_own(tx, &holder, "account.created", json!({}), trace, now).await?;
    new_crm::announce(tx, &owner, &made.crm, trace, now).await?;
    let user = Principal::user(made.crm.scope().crm_id(), &made.owner_id);
    let opening = |method, proved| Opening {
        method,
        keep: false,
        proved,
        assurance: Assurance::One,
        // They have just come in.
        announced: false,
        until: None,
    };
    let by_password = opening(SessionMethod::Password, true);
    let by_account = opening(SessionMethod::Portal, false);
    Ok(SignedUp {
        portal: session::start(tx, &holder, by_password, trace, now).await?,
        session: session::start(tx, &user, by_account, trace, now).await?,
        crm: made.crm,
    })
}
