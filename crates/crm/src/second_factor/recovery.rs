//! Recovery codes: for whoever has lost the authenticator app. Each is good once.

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, PaginatorTrait as _, entity::prelude::*};
use serde_json::Value;

use crate::{
    code,
    entity::ticket::{Column, Entity, TicketKind},
    error::Error,
    principal::Principal,
    sealer::Sealer,
    ticket::{self, NewTicket},
    token::TokenHash,
};

const COUNT: usize = 10;

/// Fifty bits.
const LENGTH: usize = 10;

/// Ten new codes, as they are shown; the old ones are good no more.
pub(super) async fn replace<C: ConnectionTrait>(
    tx: &C,
    sealer: &Sealer,
    owner: &Principal,
    now: Timestamp,
) -> Result<Vec<Sensitive<String>>, Error> {
    remove(tx, owner).await?;
    let mut codes = Vec::with_capacity(COUNT);
    for _ in 0..COUNT {
        let code = code::random::<LENGTH>();
        let new = NewTicket {
            kind: TicketKind::RecoveryCode,
            secret: digest(sealer, owner, &code)?,
            principal: Some(owner),
            payload: Value::Null,
            browser: None,
            life: None,
        };
        ticket::issue(tx, new, now).await?;
        // EXPOSE: it is shown to the person, once.
        let shown = code::grouped(code.expose(), LENGTH / 2);
        codes.push(Sensitive::new(shown.to_lowercase()));
    }
    Ok(codes)
}

/// Takes all codes away, used or not.
pub(super) async fn remove<C: ConnectionTrait>(tx: &C, owner: &Principal) -> Result<(), Error> {
    Entity::delete_many()
        .filter(Column::Kind.eq(TicketKind::RecoveryCode))
        .filter(Column::PrincipalKey.eq(owner.key()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Uses a code, in its one form, up. Returns how many are left.
pub(super) async fn use_up<C: ConnectionTrait>(
    tx: &C,
    sealer: &Sealer,
    owner: &Principal,
    code: &Sensitive<String>,
    now: Timestamp,
) -> Result<u64, Error> {
    let secret = digest(sealer, owner, code)?;
    let used = ticket::use_up(tx, TicketKind::RecoveryCode, secret, None, now).await?;
    used.ok_or(Error::CodeInvalid)?;
    left(tx, owner).await
}

/// How many codes are good.
pub(crate) async fn left<C: ConnectionTrait>(db: &C, owner: &Principal) -> Result<u64, Error> {
    Ok(Entity::find()
        .filter(Column::Kind.eq(TicketKind::RecoveryCode))
        .filter(Column::PrincipalKey.eq(owner.key()))
        .filter(Column::UsedAt.is_null())
        .count(db)
        .await?)
}

fn digest(
    sealer: &Sealer,
    owner: &Principal,
    code: &Sensitive<String>,
) -> Result<TokenHash, Error> {
    sealer.digest("recovery_code", &owner.key(), code)
}
