//! Signing up for an account: from outside nobody can tell whether somebody has the address, and
//! nothing is anybody's before a link in a letter is confirmed.

mod confirm;
mod link;

use std::time::Duration;

use jiff::Timestamp;
use sea_orm::{
    Condition, ConnectionTrait, DatabaseTransaction, QuerySelect as _,
    entity::prelude::*,
    sea_query::{Expr, IntoCondition},
};

pub use self::{
    confirm::{SignedUp, confirm_sign_up},
    link::make_sign_up_link,
};
use crate::{
    attempt::{self, SIGN_UPS, SIGN_UPS_BY_IP},
    batch::BATCH,
    confirmation::{Application, Confirmation},
    database::{Database, Exclusive},
    email::Proof,
    entity::{
        account::{self, AccountStatus},
        ticket as ticket_row,
    },
    error::Error,
    letter::Letter,
    locale::Locale,
    new_account::{self, Applicant, NewAccount, Standing},
    outbox::{self, Recipient},
    password::Hasher,
    principal::Principal,
    referral::{self, Recommended},
    ticket::{self, NewTicket, TicketKind},
    token::Token,
    trace::RequestTrace,
    unproven,
};

/// How long a link is good.
const LINK_LIFE: Duration = Duration::from_hours(24);

/// On what terms somebody may sign up.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// How they prove their address.
    pub proof: Proof,
    /// The operator's link by which they come, where nobody signs up without one.
    pub link: Option<&'a Token>,
}

/// What comes of signing up.
#[derive(Debug)]
pub enum SignUp {
    /// A letter says what is next: a link for whoever is new, and who isn't is told so.
    Mailed,
    /// Done at once, where no letter could be sent.
    Done(Box<SignedUp>),
}

/// Signs somebody up. With a proof by letter the answer is the same whoever has the address, also when too many
/// letters went there; the link is good for a day, and in the browser that signed up alone without the password.
///
/// # Errors
/// [`Error::SignUpLinkInvalid`], [`Error::Invalid`], [`Error::PasswordWeak`], [`Error::RateLimited`],
/// [`Error::HasherBusy`]; where no proof is asked for [`Error::EmailTaken`].
pub async fn sign_up(
    db: &Database,
    hasher: &Hasher,
    applicant: &Applicant<'_>,
    recommended: Option<Recommended<'_>>,
    Terms { proof, link }: Terms<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<SignUp, Error> {
    if let Some(link) = link {
        link::check(db.read(), link, now).await?;
    }
    let account = new_account::check(applicant)?;
    let recommended = match recommended {
        Some(told) => referral::recommendation(db.read(), told, trace, now).await?,
        None => None,
    };
    let tx = db.write().await?;
    let network = attempt::network(trace.ip);
    let _counts = attempt::reserve(&tx, &SIGN_UPS_BY_IP, &network, now).await?;
    let _counts_too = attempt::reserve(&tx, &SIGN_UPS, "", now).await?;
    tx.commit().await?;
    // Also for whom nothing will come of it: it takes its time.
    let password_hash = hasher.hash(applicant.password).await?;

    let tx = db.write().await?;
    Exclusive::Address(&account.email_norm).hold(&tx).await?;
    let taken = holder(&tx, &account.email_norm).await?;
    if proof == Proof::ByLetter && !unproven::may_write(&tx, &account.email_norm, now).await? {
        return Ok(SignUp::Mailed);
    }
    let application = Application {
        account,
        password_hash,
        recommended,
        link: link.map(|link| link.hash().to_hex()),
    };
    let done = match (taken, proof) {
        (None, Proof::ByLetter) => {
            send_link(&tx, application, trace, now).await?;
            SignUp::Mailed
        }
        (None, Proof::Waived) => {
            let id = pend(&tx, &application.account, now).await?;
            let done = confirm::activate(&tx, &id, application, proof, trace, now).await?;
            SignUp::Done(Box::new(done))
        }
        (Some(row), Proof::ByLetter) => {
            tell_holder(&tx, &row, now).await?;
            SignUp::Mailed
        }
        (Some(_), Proof::Waived) => return Err(Error::EmailTaken),
    };
    tx.commit().await?;
    Ok(done)
}

/// The account that has an address; one that was closed, or never confirmed, has none.
pub(crate) async fn holder<C: ConnectionTrait>(
    db: &C,
    email_norm: &str,
) -> Result<Option<account::Model>, Error> {
    Ok(account::Entity::find()
        .filter(account::COLUMN.email_norm.eq(email_norm))
        .filter(account::COLUMN.status.ne(AccountStatus::Pending))
        .filter(account::COLUMN.closed_at.is_null())
        .one(db)
        .await?)
}

/// Removes those accounts that were never confirmed, with their links, a batch of them at most. Returns how many
/// there were.
pub(crate) async fn forget_pending<C: ConnectionTrait>(
    tx: &C,
    which: impl IntoCondition,
) -> Result<usize, Error> {
    let which = Condition::all()
        .add(account::COLUMN.status.eq(AccountStatus::Pending))
        .add(which.into_condition());
    let pending = account::Entity::find()
        .filter(which.clone())
        .limit(BATCH)
        .all(tx)
        .await?;
    for row in &pending {
        // One that is confirmed in this moment stays.
        let gone = account::Entity::delete_many()
            .filter(account::COLUMN.id.eq(row.id.as_str()))
            .filter(which.clone())
            .exec(tx)
            .await?;
        if gone.rows_affected == 1 {
            ticket_row::Entity::delete_many()
                .filter(ticket_row::COLUMN.account_id.eq(row.id.as_str()))
                .exec(tx)
                .await?;
        }
    }
    Ok(pending.len())
}

/// Sends the link. Those that were sent before stay good, each with what it was asked for: otherwise
/// whoever signs up with somebody else's address would spoil theirs.
async fn send_link(
    tx: &DatabaseTransaction,
    application: Application,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let account = &application.account;
    let id = pend(tx, account, now).await?;
    let token = Token::new();
    let letter = Letter::SignUp {
        email: account.email.clone(),
        // EXPOSE: the link is for the one who reads the letter.
        path: format!("/sign-up/confirm#ticket={}", token.secret().expose()),
    };
    let to = Recipient {
        email: &account.email,
        locale: Locale::from_tag(&account.locale).unwrap_or_default(),
        crm_id: None,
    };
    outbox::enqueue(tx, &letter, to, now).await?;
    let new = NewTicket {
        kind: TicketKind::ConfirmEmail,
        secret: token.hash(),
        principal: Some(&Principal::account(&id)),
        payload: serde_json::to_value(Confirmation::SignUp(Box::new(application)))?,
        browser: Some(trace.device),
        life: Some(LINK_LIFE),
    };
    ticket::issue(tx, new, now).await
}

/// The account that waits for its confirmation, made if need be; returns its id.
async fn pend(tx: &DatabaseTransaction, new: &NewAccount, now: Timestamp) -> Result<String, Error> {
    let waiting = account::Entity::find()
        .filter(account::COLUMN.email_norm.eq(new.email_norm.as_str()))
        .filter(account::COLUMN.status.eq(AccountStatus::Pending))
        .one(tx)
        .await?;
    let Some(row) = waiting else {
        let standing = Standing {
            status: AccountStatus::Pending,
            is_operator: false,
            is_verified: false,
        };
        return Ok(new_account::insert(tx, new, standing, now).await?.id);
    };
    account::Entity::update_many()
        .col_expr(
            account::Column::UpdatedAt,
            Expr::value(now.as_millisecond()),
        )
        .filter(account::COLUMN.id.eq(row.id.as_str()))
        .exec(tx)
        .await?;
    Ok(row.id)
}

/// Tells whoever has the address that they have an account. Nothing else changes.
async fn tell_holder(
    tx: &DatabaseTransaction,
    row: &account::Model,
    now: Timestamp,
) -> Result<(), Error> {
    if row.status != AccountStatus::Active {
        return Ok(());
    }
    let letter = Letter::AccountExists {
        name: row.name.clone(),
        email: row.email.clone(),
    };
    outbox::enqueue(tx, &letter, Recipient::account(row), now).await
}

#[cfg(test)]
mod tests;
