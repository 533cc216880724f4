//! Checking what a passkey has signed.

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, entity::prelude::*, sea_query::Expr};
use serde_json::{Value, json};
use webauthn_rs::prelude::PublicKeyCredential;

use super::{
    principal,
    relying_party::{RelyingParty, handle, text_of},
};
use crate::{
    audit::{self, Actor},
    entity::passkey::{self, Model},
    error::Error,
    principal::Principal,
    trace::RequestTrace,
};

/// What a check found.
#[must_use]
pub(super) enum Verdict {
    /// It is a passkey of this principal.
    Right(Principal),
    /// It isn't good here.
    Wrong(Refusal),
}

/// Whose passkeys are good.
#[derive(Clone, Copy)]
pub(super) enum Wanted<'a> {
    /// Theirs, who were asked.
    Of(&'a [Principal]),
    /// Those of a CRM's users, or anybody's: the passkey itself must say whose it is.
    At(Option<&'a str>),
}

impl Wanted<'_> {
    fn fits(self, whose: &Principal, is_named: bool) -> bool {
        match self {
            Self::Of(people) => people.contains(whose),
            Self::At(None) => is_named,
            Self::At(crm_id) => is_named && whose.crm_id().as_deref() == crm_id,
        }
    }
}

/// Why an answer isn't good, for the audit log alone.
#[must_use]
pub(super) struct Refusal {
    reason: &'static str,
    detail: Option<String>,
    /// Whose the passkey is, if it's known.
    pub(super) whose: Option<Principal>,
}

impl Refusal {
    pub(super) const fn new(reason: &'static str, whose: Option<Principal>) -> Self {
        Self {
            reason,
            detail: None,
            whose,
        }
    }

    /// Writes down that nobody got in.
    pub(super) async fn log<C: ConnectionTrait>(
        &self,
        tx: &C,
        trace: &RequestTrace<'_>,
        now: Timestamp,
    ) -> Result<(), Error> {
        let Some(whose) = &self.whose else {
            return Ok(());
        };
        let fields = json!({ "method": "passkey", "reason": self.reason, "detail": self.detail });
        let (actor, action) = (Actor::Nobody, "sign_in.failed");
        audit::append_about(tx, whose, actor, action, fields, trace, now).await
    }
}

/// Checks an answer to a challenge, and writes down that its passkey was used.
pub(super) async fn check<C: ConnectionTrait>(
    tx: &C,
    party: &RelyingParty,
    state: Value,
    answer: &Value,
    wanted: Wanted<'_>,
    now: Timestamp,
) -> Result<Verdict, Error> {
    let wrong = |reason, whose| Ok(Verdict::Wrong(Refusal::new(reason, whose)));
    let Ok(assertion) = serde_json::from_value::<PublicKeyCredential>(answer.clone()) else {
        return wrong("malformed", None);
    };
    let Some(row) = find(tx, &assertion).await? else {
        return wrong("unknown_passkey", None);
    };
    let whose = principal(&row);
    // An authenticator that finds a passkey by itself says whose it is.
    let named = assertion.get_user_unique_id();
    let is_theirs = |named: &[u8]| handle(&whose).is_ok_and(|handle| named == handle.as_bytes());
    if named.is_some_and(|named| !is_theirs(named)) {
        return wrong("other_person", Some(whose));
    }
    if !wanted.fits(&whose, named.is_some()) {
        return wrong("not_here", Some(whose));
    }
    match party.finish_authentication(&assertion, state, row.key.clone())? {
        Ok(key) => {
            if note_use(tx, &row, key, now).await? {
                return Ok(Verdict::Right(whose));
            }
            wrong("used_at_once", Some(whose))
        }
        Err(error) => Ok(Verdict::Wrong(Refusal {
            detail: Some(error.to_string()),
            ..Refusal::new("not_verified", Some(whose))
        })),
    }
}

async fn find<C: ConnectionTrait>(
    db: &C,
    assertion: &PublicKeyCredential,
) -> Result<Option<Model>, Error> {
    let row = passkey::Entity::find()
        .filter(
            passkey::COLUMN
                .credential_id
                .eq(text_of(assertion.get_credential_id())),
        )
        .filter(passkey::COLUMN.removed_at.is_null())
        .one(db)
        .await?;
    Ok(row)
}

/// False when the passkey was used or taken away at the same moment: what it has counted would be lost.
async fn note_use<C: ConnectionTrait>(
    tx: &C,
    row: &Model,
    key: Value,
    now: Timestamp,
) -> Result<bool, Error> {
    let at = now.as_millisecond();
    let noted = passkey::Entity::update_many()
        .col_expr(passkey::Column::Key, Expr::value(key))
        .col_expr(passkey::Column::LastUsedAt, Expr::value(at))
        .col_expr(passkey::Column::Version, Expr::value(row.version + 1))
        .filter(passkey::COLUMN.id.eq(row.id.as_str()))
        .filter(passkey::COLUMN.version.eq(row.version))
        .filter(passkey::COLUMN.removed_at.is_null())
        .exec(tx)
        .await?;
    Ok(noted.rows_affected == 1)
}
