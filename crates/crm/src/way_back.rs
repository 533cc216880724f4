//! Links in letters that take something back. They need no session: whoever has taken the person's place may have
//! ended them all.

use std::time::Duration;

use jiff::Timestamp;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};

use crate::{
    email_change::Address,
    error::Error,
    principal::Principal,
    ticket::{self, NewTicket, Ticket, TicketKind},
    token::Token,
};

/// How long most of them are good.
pub(crate) const LIFE: Duration = Duration::from_hours(7 * 24);

/// Where a link leads back to. So it stands in its ticket.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WayBack {
    /// To the address that somebody had.
    EmailChange(Address),
    /// From the closing of an account, which had this address.
    Closing {
        email_norm: String,
        /// The address that it comes back with, where that is an earlier one.
        #[serde(default)]
        to: Option<Former>,
    },
    /// From the connection of a user with an account.
    AccountLink { membership_id: String },
}

/// An address that somebody had, and can have again.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Former {
    pub(crate) address: Address,
    /// When they asked for the next one.
    pub(crate) since: i64,
}

impl WayBack {
    const fn page(&self) -> &'static str {
        match self {
            Self::EmailChange(_) => "/email/undo",
            Self::Closing { .. } => "/reopen-account",
            Self::AccountLink { .. } => "/account-link/undo",
        }
    }

    /// Makes the link for a letter, relative to the server.
    pub(crate) async fn open<C: ConnectionTrait>(
        self,
        tx: &C,
        who: &Principal,
        life: Duration,
        now: Timestamp,
    ) -> Result<String, Error> {
        let token = Token::new();
        let page = self.page();
        let new = NewTicket {
            kind: TicketKind::UndoEmail,
            secret: token.hash(),
            principal: Some(who),
            payload: serde_json::to_value(self)?,
            browser: None,
            life: Some(life),
        };
        ticket::issue(tx, new, now).await?;
        // EXPOSE: the link is for the one who reads the letter.
        Ok(format!("{page}#ticket={}", token.secret().expose()))
    }

    /// Whose way back a link is, and where it leads, without using it.
    pub(crate) async fn find<C: ConnectionTrait>(
        db: &C,
        link: &Token,
        now: Timestamp,
    ) -> Result<(Principal, Self), Error> {
        let row = ticket::find(db, TicketKind::UndoEmail, link.hash(), now).await?;
        let row = row.ok_or(Error::TicketInvalid)?;
        let who = row.principal().ok_or(Error::TicketInvalid)?;
        Ok((who, serde_json::from_value(row.payload)?))
    }

    /// Uses a link: of several at once one does.
    pub(crate) async fn take<C: ConnectionTrait>(
        tx: &C,
        link: &Token,
        now: Timestamp,
    ) -> Result<Ticket, Error> {
        let used = ticket::use_up(tx, TicketKind::UndoEmail, link.hash(), None, now).await?;
        used.ok_or(Error::TicketInvalid)
    }
}
