//! What deliveries are signed with: sealed at rest, shown once.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{ActiveEnum as _, DatabaseTransaction, entity::prelude::*, sea_query::Expr};

use crate::{
    entity::webhook_endpoint::{self, EndpointState},
    error::Error,
    sealer::Sealer,
};

/// The column, as the sealer knows it. A secret stays sealed as it is when it becomes the old one.
const SECRET: &str = "webhook_secret";

/// Makes a secret; returns it sealed, and as its endpoint's keeper is shown it.
pub(super) fn make(sealer: &Sealer, id: &str) -> Result<(String, Sensitive<String>), Error> {
    let bytes: [u8; 32] = rand::random();
    let kept = sealer.seal(SECRET, id, &bytes)?;
    Ok((kept, format!("whsec_{}", STANDARD.encode(bytes)).into()))
}

/// The secrets that a delivery is signed with now: the present one, and the one before while that is good.
pub(super) fn open(
    sealer: &Sealer,
    row: &webhook_endpoint::Model,
    now: Timestamp,
) -> Result<Vec<Sensitive<Vec<u8>>>, Error> {
    let old_is_good = row
        .old_secret_until
        .is_some_and(|until| until > now.as_millisecond());
    let old = row.old_secret_enc.as_ref().filter(|_| old_is_good);
    let all = row.secret_enc.iter().chain(old);
    all.map(|kept| sealer.open(SECRET, &row.id, kept)).collect()
}

/// Forgets every secret, which nothing opens any more: their endpoints are switched off until they get new ones.
pub(crate) async fn forget_secrets(tx: &DatabaseTransaction) -> Result<(), Error> {
    let none = || Expr::value(None::<String>);
    let off = EndpointState::Off.to_value();
    webhook_endpoint::Entity::update_many()
        .col_expr(webhook_endpoint::Column::SecretEnc, none())
        .col_expr(webhook_endpoint::Column::OldSecretEnc, none())
        .col_expr(webhook_endpoint::Column::SecretKeyId, none())
        .col_expr(webhook_endpoint::Column::State, Expr::value(off))
        .filter(webhook_endpoint::COLUMN.secret_enc.is_not_null())
        .exec(tx)
        .await?;
    Ok(())
}
