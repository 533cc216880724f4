//! Ending all that lets somebody in as a person, for whom somebody else may have been in their place.

use jiff::Timestamp;
use sea_orm::ConnectionTrait;

use crate::{
    credential, device,
    error::Error,
    principal::Principal,
    session,
    ticket::{self, TicketKind},
};

/// Ends every session of a person, trusts none of their devices any more, and voids every ticket with which
/// somebody is on their way in, or moves the person to another address.
pub(crate) async fn cut_off<C: ConnectionTrait>(
    tx: &C,
    who: &Principal,
    reason: &'static str,
    now: Timestamp,
) -> Result<(), Error> {
    session::revoke_others(tx, who, "", reason, now).await?;
    device::distrust_all(tx, who).await?;
    for kind in [
        TicketKind::Reset,
        TicketKind::Enter,
        TicketKind::SecondFactor,
        TicketKind::ConnectCode,
        TicketKind::ConfirmEmail,
    ] {
        ticket::void(tx, kind, who, now).await?;
    }
    credential::void_lists(tx, who, now).await
}
