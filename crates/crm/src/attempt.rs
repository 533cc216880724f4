//! Limits on attempts. They live in the database, so that a restart clears none.

use std::{net::IpAddr, time::Duration};

use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, ConnectionTrait, QueryOrder as _, entity::prelude::*};
use sha2::{Digest as _, Sha256};

use crate::{
    database::Exclusive, entity::attempt, error::Error, id::new_id, instant::millis, text::hex,
};

/// So many attempts in so much time.
pub(crate) struct Limit {
    pub(crate) kind: &'static str,
    pub(crate) most: usize,
    pub(crate) window: Duration,
}

/// Failed passwords from one network.
pub(crate) const PASSWORD_BY_IP: Limit = Limit {
    kind: "password_ip",
    most: 10,
    window: Duration::from_mins(1),
};

/// Failed passwords for one login of one CRM, from anywhere.
pub(crate) const PASSWORD_BY_LOGIN: Limit = Limit {
    kind: "password_login",
    most: 30,
    window: Duration::from_mins(1),
};

/// Look-ups of addresses from one network.
pub(crate) const LOOK_UP_BY_IP: Limit = Limit {
    kind: "look_up_ip",
    most: 30,
    window: Duration::from_mins(1),
};

/// Wrong bootstrap tokens from one network.
pub(crate) const BOOTSTRAP_BY_IP: Limit = Limit {
    kind: "bootstrap_ip",
    most: 10,
    window: Duration::from_mins(1),
};

/// Wrong passwords inside one session.
pub(crate) const STEP_UP_BY_SESSION: Limit = Limit {
    kind: "step_up_session",
    most: 5,
    window: Duration::from_mins(15),
};

/// Wrong codes of somebody's second factor.
pub(crate) const FACTOR_BY_PRINCIPAL: Limit = Limit {
    kind: "second_factor",
    most: 5,
    window: Duration::from_mins(5),
};

/// CRMs that one account makes.
pub(crate) const CRMS_BY_ACCOUNT: Limit = Limit {
    kind: "crms_account",
    most: 5,
    window: Duration::from_hours(24),
};

/// Connect codes that one account tries.
pub(crate) const CONNECT_BY_ACCOUNT: Limit = Limit {
    kind: "connect_account",
    most: 10,
    window: Duration::from_hours(1),
};

/// Connect codes tried from one network.
pub(crate) const CONNECT_BY_IP: Limit = Limit {
    kind: "connect_ip",
    most: 30,
    window: Duration::from_hours(1),
};

/// Sign-ins by QR code begun from one network.
pub(crate) const QR_BY_IP: Limit = Limit {
    kind: "qr_ip",
    most: 30,
    window: Duration::from_mins(10),
};

/// Codes of such sign-ins that one person looks up.
pub(crate) const QR_LOOK_UP_BY_PRINCIPAL: Limit = Limit {
    kind: "qr_look_up",
    most: 20,
    window: Duration::from_hours(1),
};

/// Wrong numbers that one person picks.
pub(crate) const QR_NUMBER_BY_PRINCIPAL: Limit = Limit {
    kind: "qr_number",
    most: 5,
    window: Duration::from_hours(1),
};

/// Challenges for passkeys asked for from one network.
pub(crate) const PASSKEY_BY_IP: Limit = Limit {
    kind: "passkey_ip",
    most: 60,
    window: Duration::from_mins(1),
};

/// Sign-ups from one network.
pub(crate) const SIGN_UPS_BY_IP: Limit = Limit {
    kind: "sign_up_ip",
    most: 5,
    window: Duration::from_hours(1),
};

/// Sign-ups at the whole server.
pub(crate) const SIGN_UPS: Limit = Limit {
    kind: "sign_up",
    most: 50,
    window: Duration::from_hours(1),
};

/// Resets asked for with one login.
pub(crate) const RESET_BY_LOGIN: Limit = Limit {
    kind: "reset_login",
    most: 3,
    window: Duration::from_hours(1),
};

/// The same over a day.
pub(crate) const RESET_BY_LOGIN_A_DAY: Limit = Limit {
    kind: "reset_login_day",
    most: 10,
    window: Duration::from_hours(24),
};

/// Resets asked for from one network.
pub(crate) const RESET_BY_IP: Limit = Limit {
    kind: "reset_ip",
    most: 10,
    window: Duration::from_hours(1),
};

/// Providers that one CRM has asked what they say of themselves.
pub(crate) const PROVIDERS_ASKED_BY_CRM: Limit = Limit {
    kind: "sso_asked_crm",
    most: 20,
    window: Duration::from_hours(1),
};

/// Words of providers about who has signed out there that were none, from one network.
pub(crate) const SIGN_OUT_BY_IP: Limit = Limit {
    kind: "sso_sign_out_ip",
    most: 30,
    window: Duration::from_mins(1),
};

/// Other e-mail addresses that one person asks for.
pub(crate) const EMAIL_CHANGES_BY_PRINCIPAL: Limit = Limit {
    kind: "email_change",
    most: 5,
    window: Duration::from_hours(1),
};

/// Other usernames that one user takes.
pub(crate) const USERNAME_CHANGES_BY_USER: Limit = Limit {
    kind: "username_change",
    most: 5,
    window: Duration::from_hours(24),
};

/// Files that are sent in one session.
pub(crate) const UPLOADS_BY_SESSION: Limit = Limit {
    kind: "upload_session",
    most: 60,
    window: Duration::from_mins(1),
};

/// Letters to one address that nobody has proved.
pub(crate) const UNPROVEN_LETTERS_BY_ADDRESS: Limit = Limit {
    kind: "unproven_address",
    most: 5,
    window: Duration::from_hours(1),
};

/// The same over a day.
pub(crate) const UNPROVEN_LETTERS_BY_ADDRESS_A_DAY: Limit = Limit {
    kind: "unproven_address_day",
    most: 10,
    window: Duration::from_hours(24),
};

/// Invitations of one CRM.
pub(crate) const INVITATIONS_BY_CRM: Limit = Limit {
    kind: "invitations_crm",
    most: 50,
    window: Duration::from_hours(24),
};

/// Exports of one CRM that its owner asks for.
pub(crate) const EXPORTS_BY_CRM: Limit = Limit {
    kind: "exports_crm",
    most: 3,
    window: Duration::from_hours(24),
};

/// An attempt that counts until it is [`forgive`]n.
#[must_use]
#[derive(Debug)]
pub(crate) struct Attempt {
    id: String,
}

/// Counts an attempt before it is made, so that many at once can't all slip through.
///
/// # Errors
/// [`Error::RateLimited`] when the limit is reached; then nothing is counted.
pub(crate) async fn reserve<C: ConnectionTrait>(
    db: &C,
    limit: &Limit,
    key: &str,
    now: Timestamp,
) -> Result<Attempt, Error> {
    hold(db, limit, key).await?;
    let waited_for = oldest_blocking(db, limit, key, now).await?;
    if let Some(retry_after) = waited_for {
        return Err(Error::RateLimited { retry_after });
    }
    count(db, limit, key, now).await
}

/// Counts an attempt, whatever the limit says.
pub(crate) async fn count<C: ConnectionTrait>(
    db: &C,
    limit: &Limit,
    key: &str,
    now: Timestamp,
) -> Result<Attempt, Error> {
    let row = attempt::ActiveModel {
        id: Set(new_id(now)),
        kind: Set(limit.kind.to_owned()),
        key_hash: Set(key_hash(limit, key)),
        at: Set(now.as_millisecond()),
    };
    let row = row.insert(db).await?;
    Ok(Attempt { id: row.id })
}

/// Attempts under one key count one after another.
pub(crate) async fn hold<C: ConnectionTrait>(
    db: &C,
    limit: &Limit,
    key: &str,
) -> Result<(), Error> {
    Ok(Exclusive::Attempts(&key_hash(limit, key)).hold(db).await?)
}

/// Whether the limit is reached.
pub(crate) async fn is_reached<C: ConnectionTrait>(
    db: &C,
    limit: &Limit,
    key: &str,
    now: Timestamp,
) -> Result<bool, Error> {
    Ok(oldest_blocking(db, limit, key, now).await?.is_some())
}

/// The attempt was no failure: it counts no more.
pub(crate) async fn forgive<C: ConnectionTrait>(db: &C, attempt: Attempt) -> Result<(), Error> {
    attempt::Entity::delete_by_id(attempt.id).exec(db).await?;
    Ok(())
}

/// When the limit is reached, how long until the attempt that blocks leaves the window.
async fn oldest_blocking<C: ConnectionTrait>(
    db: &C,
    limit: &Limit,
    key: &str,
    now: Timestamp,
) -> Result<Option<Duration>, Error> {
    let begin = now.as_millisecond() - millis(limit.window);
    let blocking = attempt::Entity::find()
        .filter(attempt::COLUMN.kind.eq(limit.kind))
        .filter(attempt::COLUMN.key_hash.eq(key_hash(limit, key)))
        .filter(attempt::COLUMN.at.gt(begin))
        .order_by_desc(attempt::COLUMN.at)
        .paginate(db, 1)
        .fetch_page(u64::try_from(limit.most).unwrap_or(u64::MAX) - 1)
        .await?;
    Ok(blocking.first().map(|row| {
        Duration::from_millis(u64::try_from(row.at - begin).unwrap_or(0)).min(limit.window)
    }))
}

/// Addresses and logins are not kept in plain text.
fn key_hash(limit: &Limit, key: &str) -> String {
    hex(&Sha256::digest(format!("{}\n{key}", limit.kind)))
}

/// The network that counts as one client: an IPv4 address, or an IPv6 /64.
pub(crate) fn network(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_in_ipv6_count_as_one_and_in_ipv4_do_not() {
        let net = |text: &str| network(text.parse().expect("an address"));
        assert_eq!(net("2001:db8::1"), net("2001:db8::ffff:1"));
        assert_ne!(net("2001:db8::1"), net("2001:db8:0:1::1"));
        assert_ne!(net("192.0.2.1"), net("192.0.2.2"));
        assert_eq!(net("::ffff:192.0.2.1"), net("192.0.2.1"));
    }
}
