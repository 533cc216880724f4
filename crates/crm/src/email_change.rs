//! Changing one's e-mail address: nothing changes before a link in a letter to the new one is confirmed,
//! and for a week a link in a letter to the old one takes everything back.
//!
//! Who is who. That a letter was read proves an address, and nothing about who asked: somebody may ask for a
//! stranger's address, and wait for the stranger's click to have an account with it. So the link to the new address
//! is confirmed in a session of the very person who gets it, and by nobody else.
//!
//! The link to the old address needs no session: who has taken the person's place may have ended them all. For a week
//! it outranks whatever came later. Whoever reads the new address may set a new password by it, and so may a
//! thief: a reset proves no more than the change did, and takes no way back away. Nor does another change, an
//! invitation of the old address, a connection with an account or the closing of one: what was done since is
//! taken back with it. Only a way back to an earlier address outranks it. So an address that one doesn't trust
//! any more is changed in time: its readers have a week. A second factor stays through all of this.

mod address;

use std::time::Duration;

use jiff::Timestamp;
use sea_orm::DatabaseTransaction;
use serde::{Deserialize, Serialize};
use serde_json::json;

pub(crate) use self::address::Address;
use crate::{
    account_link,
    attempt::{self, EMAIL_CHANGES_BY_PRINCIPAL},
    audit,
    confirmation::Confirmation,
    cut_off::cut_off,
    database::Database,
    email::{self, Proof},
    error::{Error, Field, FieldError, FieldFault},
    letter::Letter,
    mailable::{self, Mailable},
    outbox::{self, Recipient},
    principal::Principal,
    session::{self, Session},
    step_up,
    ticket::{self, NewTicket, TicketKind},
    token::Token,
    trace::RequestTrace,
    unproven,
    way_back::{self, WayBack},
};

/// How long the link to the new address is good.
const CONFIRM_LIFE: Duration = Duration::from_hours(24);

/// What comes of asking for another address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailChange {
    /// A letter to the new address says what is next.
    Mailed,
    /// Done at once, where no letter could be sent.
    Done,
}

/// An address that is to become somebody's.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Change {
    to: Address,
    /// The one that it takes the place of, as addresses are compared.
    from_norm: String,
}

/// Asks for another address for a session's person. With a proof by letter the answer is the same when
/// somebody else has it, whom a letter tells so, and when too many letters went there; the present address hears
/// of it in any case.
///
/// # Errors
/// [`Error::StepUpRequired`], [`Error::Invalid`], [`Error::RateLimited`]; where no proof is asked for
/// [`Error::EmailTaken`].
pub async fn request_email_change<W: Sync>(
    db: &Database,
    session: &Session<W>,
    typed: &str,
    proof: Proof,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<EmailChange, Error> {
    let who = &session.principal;
    let to = Address::of_text(typed).ok_or_else(|| invalid(email::fault(typed)))?;
    step_up::require(session, now)?;
    let tx = db.write().await?;
    address::hold(&tx, who, &to).await?;
    let from = address::of(&tx, who).await?.ok_or(Error::NotFound)?;
    if from.email_norm == to.email_norm {
        return Err(invalid(FieldFault::Invalid));
    }
    let _counts = attempt::reserve(&tx, &EMAIL_CHANGES_BY_PRINCIPAL, &who.key(), now).await?;
    let person = mailable::of(&tx, who).await?.ok_or(Error::NotFound)?;
    let taken = address::is_taken(&tx, who, &to, now).await?;
    if proof == Proof::Waived {
        address::replace(&tx, who, (&from.email_norm, &to), proof, now).await?;
        log(&tx, who, "email.changed", trace, now).await?;
        tx.commit().await?;
        return Ok(EmailChange::Done);
    }
    warn(&tx, who, &person, (&from, &to), now).await?;
    let may_write = unproven::may_write(&tx, &to.email_norm, now).await?;
    match (may_write, taken) {
        (true, true) => tell_holder(&tx, &person, &to, now).await?,
        (true, false) => send_link(&tx, who, &person, (from, to), now).await?,
        (false, _) => {}
    }
    log(&tx, who, "email.change_requested", trace, now).await?;
    tx.commit().await?;
    Ok(EmailChange::Mailed)
}

/// Confirms the link to the new address, which is the person's from now on. `presented` are tokens of sessions,
/// one of which must be theirs.
///
/// # Errors
/// [`Error::TicketInvalid`]; [`Error::NotSignedIn`], which leaves the link good; [`Error::EmailTaken`] when
/// somebody else has got the address meanwhile.
pub async fn confirm_email_change(
    db: &Database,
    ticket: &Token,
    presented: &[Token],
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let (kind, secret) = (TicketKind::ConfirmEmail, ticket.hash());
    let row = ticket::find(db.read(), kind, secret, now).await?;
    let row = row.ok_or(Error::TicketInvalid)?;
    let who = row.principal().ok_or(Error::TicketInvalid)?;
    let Confirmation::EmailChange(change) = serde_json::from_value(row.payload)? else {
        return Err(Error::TicketInvalid);
    };
    if !session::is_there(db.read(), &who, presented, now).await? {
        return Err(Error::NotSignedIn);
    }
    let tx = db.write().await?;
    address::hold(&tx, &who, &change.to).await?;
    let used = ticket::use_up(&tx, kind, secret, None, now).await?;
    used.ok_or(Error::TicketInvalid)?;
    let step = (change.from_norm.as_str(), &change.to);
    address::replace(&tx, &who, step, Proof::ByLetter, now).await?;
    // What was sent to the old address opens nothing any more, but for the way back.
    for kind in [TicketKind::ConfirmEmail, TicketKind::Reset] {
        ticket::void(&tx, kind, &who, now).await?;
    }
    log(&tx, &who, "email.changed", trace, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a change back by the link to the old address, whether or not it was confirmed meanwhile, and ends
/// every session of the person. Whoever knows the password may be somebody else: a new one is due.
///
/// # Errors
/// [`Error::TicketInvalid`]; [`Error::EmailTaken`] when somebody else has got the old address meanwhile.
pub async fn undo_email_change(
    db: &Database,
    ticket: &Token,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let (who, WayBack::EmailChange(old)) = WayBack::find(db.read(), ticket, now).await? else {
        return Err(Error::TicketInvalid);
    };
    let tx = db.write().await?;
    address::hold(&tx, &who, &old).await?;
    let used = WayBack::take(&tx, ticket, now).await?;
    let present = address::of(&tx, &who).await?.ok_or(Error::TicketInvalid)?;
    if present.email_norm != old.email_norm {
        let step = (present.email_norm.as_str(), &old);
        address::take_back(&tx, &who, step, now).await?;
    }
    // Nor does a link that went to a later address lead back there. One to an earlier address goes on to be
    // good: whoever has moved on the person's account can't take the way back from them.
    let since = used.created_at;
    ticket::void_since(&tx, TicketKind::UndoEmail, &who, since, now).await?;
    // The way back from a connection that was made since went to the later address.
    account_link::take_back(&tx, &who, None, since, trace, now).await?;
    cut_off(&tx, &who, "email_change_undone", trace, now).await?;
    log(&tx, &who, "email.change_undone", trace, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Sends the link to the new address; only the newest is good.
async fn send_link(
    tx: &DatabaseTransaction,
    who: &Principal,
    person: &Mailable,
    (from, to): (Address, Address),
    now: Timestamp,
) -> Result<(), Error> {
    ticket::void(tx, TicketKind::ConfirmEmail, who, now).await?;
    let token = Token::new();
    let letter = Letter::ConfirmEmail {
        what: person.plainly.clone(),
        email: to.email.clone(),
        // EXPOSE: the link is for the one who reads the letter.
        path: format!("/email/confirm#ticket={}", token.secret().expose()),
    };
    outbox::enqueue(tx, &letter, at(&to, person), now).await?;
    let change = Change {
        to,
        from_norm: from.email_norm,
    };
    let new = NewTicket {
        kind: TicketKind::ConfirmEmail,
        secret: token.hash(),
        principal: Some(who),
        payload: serde_json::to_value(Confirmation::EmailChange(change))?,
        browser: None,
        life: Some(CONFIRM_LIFE),
    };
    ticket::issue(tx, new, now).await
}

/// Tells whoever reads letters to the new address that it is in use there.
async fn tell_holder(
    tx: &DatabaseTransaction,
    person: &Mailable,
    to: &Address,
    now: Timestamp,
) -> Result<(), Error> {
    let letter = Letter::EmailInUse {
        email: to.email.clone(),
        what: person.plainly.clone(),
    };
    outbox::enqueue(tx, &letter, at(to, person), now).await
}

/// Tells the present address, with the way back.
async fn warn(
    tx: &DatabaseTransaction,
    who: &Principal,
    person: &Mailable,
    (from, to): (&Address, &Address),
    now: Timestamp,
) -> Result<(), Error> {
    let way_back = WayBack::EmailChange(from.clone());
    let letter = Letter::EmailChanging {
        name: person.name.clone(),
        what: person.what.clone(),
        email: from.email.clone(),
        wanted: to.email.clone(),
        path: way_back.open(tx, who, way_back::LIFE, now).await?,
    };
    outbox::enqueue(tx, &letter, person.recipient(), now).await
}

fn at<'a>(to: &'a Address, person: &'a Mailable) -> Recipient<'a> {
    Recipient {
        email: &to.email,
        ..person.recipient()
    }
}

/// Addresses stand in no log.
async fn log(
    tx: &DatabaseTransaction,
    who: &Principal,
    action: &'static str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    audit::append_own(tx, who, action, json!({}), trace, now).await
}

fn invalid(fault: FieldFault) -> Error {
    let field = Field::Email;
    Error::Invalid(vec![FieldError { field, fault }])
}
