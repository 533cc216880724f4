//! The provider of the server itself, which signs accounts in at the portal. Its operator configures it.

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, DatabaseTransaction, entity::prelude::*, sea_query::Expr};
use serde_json::json;

use super::{domains, provider::seal};
use crate::{
    database::{Database, Exclusive},
    entity::sso_provider::{self, ProviderScope},
    error::Error,
    id::new_id,
    sealer::Sealer,
    text::tidy,
    token::Token,
};

/// What an operator says of a provider.
#[derive(Debug)]
pub struct ServerProvider<'a> {
    /// Who it is, byte for byte.
    pub issuer: &'a str,
    /// The name that it knows the service by.
    pub client_id: &'a str,
    /// The secret that goes with it.
    pub client_secret: Option<&'a Sensitive<String>>,
    /// What its button says.
    pub label: &'a str,
    /// Domains that it may speak for; the operator vouches for that.
    pub domains: &'a [String],
    /// Its word for a second factor counts.
    pub satisfies_second_factor: bool,
}

/// Makes what the operator says what counts. Another provider than before is offered no more; who is who there
/// is kept for when it comes back.
///
/// # Errors
/// [`Error::Invalid`] for domains that are none.
pub async fn adopt_server_provider(
    db: &Database,
    sealer: &Sealer,
    told: Option<&ServerProvider<'_>>,
    now: Timestamp,
) -> Result<(), Error> {
    let domains = match told {
        Some(told) => domains::normalise(told.domains).map_err(Error::Invalid)?,
        None => Vec::new(),
    };
    let of_server = || {
        sso_provider::Entity::find().filter(sso_provider::COLUMN.scope.eq(ProviderScope::Server))
    };
    if told.is_none() && of_server().one(db.read()).await?.is_none() {
        return Ok(());
    }
    let tx = db.write().await?;
    Exclusive::SetUp.hold(&tx).await?;
    sso_provider::Entity::update_many()
        .col_expr(sso_provider::Column::Enabled, Expr::value(false))
        .filter(sso_provider::COLUMN.scope.eq(ProviderScope::Server))
        .exec(&tx)
        .await?;
    if let Some(told) = told {
        let known = of_server()
            .filter(sso_provider::COLUMN.issuer.eq(told.issuer))
            .one(&tx)
            .await?;
        let row = match known {
            Some(row) => row,
            None => insert(&tx, told, now).await?,
        };
        update(&tx, sealer, &row, told, now).await?;
        domains::set(&tx, &row, &domains, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn insert(
    tx: &DatabaseTransaction,
    told: &ServerProvider<'_>,
    now: Timestamp,
) -> Result<sso_provider::Model, Error> {
    let at = now.as_millisecond();
    let row = sso_provider::ActiveModel {
        id: Set(new_id(now)),
        scope: Set(ProviderScope::Server),
        crm_id: Set(None),
        issuer: Set(told.issuer.to_owned()),
        client_id: Set(told.client_id.to_owned()),
        client_secret_enc: Set(None),
        client_secret_key_id: Set(None),
        label: Set(tidy(told.label)),
        // EXPOSE: it is no secret; the operator's word counts without it.
        domain_token: Set(Token::new().secret().expose().clone()),
        jit: Set(false),
        satisfies_2fa: Set(false),
        acr_values: Set(json!([])),
        required: Set(false),
        enabled: Set(false),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        created_by: Set(None),
        updated_by: Set(None),
    };
    Ok(row.insert(tx).await?)
}

async fn update(
    tx: &DatabaseTransaction,
    sealer: &Sealer,
    row: &sso_provider::Model,
    told: &ServerProvider<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let secret = seal(sealer, &row.id, told.client_secret)?;
    let key_id = secret.is_some().then(|| sealer.key_id().to_owned());
    sso_provider::Entity::update_many()
        .col_expr(sso_provider::Column::ClientId, Expr::value(told.client_id))
        .col_expr(sso_provider::Column::ClientSecretEnc, Expr::value(secret))
        .col_expr(sso_provider::Column::ClientSecretKeyId, Expr::value(key_id))
        .col_expr(sso_provider::Column::Label, Expr::value(tidy(told.label)))
        .col_expr(
            sso_provider::Column::Satisfies2fa,
            Expr::value(told.satisfies_second_factor),
        )
        .col_expr(sso_provider::Column::Enabled, Expr::value(true))
        .col_expr(
            sso_provider::Column::UpdatedAt,
            Expr::value(now.as_millisecond()),
        )
        .filter(sso_provider::COLUMN.id.eq(row.id.as_str()))
        .exec(tx)
        .await?;
    Ok(())
}
