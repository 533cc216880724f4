//! Providers of one CRM, which its admins configure.

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DatabaseTransaction, PaginatorTrait as _, QueryOrder as _,
    entity::prelude::*, sea_query::Expr,
};
use serde_json::{Value, json};

use super::{
    domains::{self, DomainView},
    identities, required,
};
use crate::{
    attempt::{self, PROVIDERS_ASKED_BY_CRM},
    audit::{self, Actor, AuditScope},
    crm_record::{Crm, CrmScope},
    database::{Database, Exclusive},
    entity::{
        identity_link, sso_domain,
        sso_provider::{self, ProviderScope},
    },
    error::{Error, Field, FieldError, FieldFault},
    event,
    id::new_id,
    sealer::Sealer,
    session::CrmSession,
    staff::require_admin,
    step_up,
    text::tidy,
    token::Token,
    trace::RequestTrace,
};

/// Providers of one CRM at most.
const MOST: u64 = 10;
const LONGEST_LABEL: usize = 60;
const LONGEST_NAME: usize = 255;
const MOST_ACR_VALUES: usize = 10;

/// The column that a client secret is sealed for.
const SECRET: &str = "sso_provider.client_secret";

/// A provider as whoever configures it sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct ProviderView {
    /// Permanent id.
    pub id: String,
    /// Who it is, byte for byte.
    pub issuer: String,
    /// The name that it knows the service by.
    pub client_id: String,
    /// There is a secret that goes with the name.
    pub has_secret: bool,
    /// What its button says.
    pub label: String,
    /// Domains that it may speak for.
    pub domains: Vec<DomainView>,
    /// What a domain's TXT record must say.
    pub proof: String,
    /// Whoever it has recognised may become a user.
    pub jit: bool,
    /// Its word for a second factor counts.
    pub satisfies_second_factor: bool,
    /// Its words for having recognised somebody by two factors, beside those of RFC 8176.
    pub acr_values: Vec<String>,
    /// Nobody but the owner signs in with a password.
    pub required: bool,
    /// It is offered.
    pub enabled: bool,
    /// So many people have connected it.
    pub linked: u64,
    /// Rises with every change.
    pub version: i64,
}

/// What an admin fills in.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct ProviderInput<'a> {
    /// Who it is, byte for byte. It stays what it was when a provider is changed.
    pub issuer: &'a str,
    /// The name that it knows the service by.
    pub client_id: &'a str,
    /// The secret that goes with it. None keeps what there is, an empty one takes it away.
    pub client_secret: Option<&'a Sensitive<String>>,
    /// What its button says.
    pub label: &'a str,
    /// Domains that it may speak for.
    pub domains: &'a [String],
    /// Whoever it has recognised may become a user.
    pub jit: bool,
    /// Its word for a second factor counts.
    pub satisfies_second_factor: bool,
    /// Its words for having recognised somebody by two factors.
    pub acr_values: &'a [String],
    /// Nobody but the owner signs in with a password.
    pub required: bool,
    /// It is offered.
    pub enabled: bool,
}

/// What an admin changes.
#[derive(Debug, Clone, Copy)]
pub struct ProviderChange<'a> {
    /// Which provider.
    pub id: &'a str,
    /// The version that the admin saw.
    pub version: i64,
    /// What it is from now on.
    pub input: &'a ProviderInput<'a>,
}

/// What it takes to speak with a provider.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// Who it is, byte for byte.
    pub issuer: String,
    /// The name that it knows the service by.
    pub client_id: String,
    /// The secret that goes with it.
    pub client_secret: Option<Sensitive<String>>,
}

/// The providers of a CRM, and what matters about all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Providers {
    /// Oldest first.
    pub items: Vec<ProviderView>,
    /// The owner gets in by a password whatever is demanded, because a second factor goes with it.
    pub owner_has_second_factor: bool,
}

/// The CRM's providers.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but owner and admins.
pub async fn providers<C: ConnectionTrait>(
    db: &C,
    crm: &Crm,
    session: &CrmSession,
) -> Result<Providers, Error> {
    require_admin(session)?;
    let rows = of_crm(crm.scope()).all(db).await?;
    let mut views = Vec::with_capacity(rows.len());
    for row in rows {
        views.push(view(db, row).await?);
    }
    Ok(Providers {
        items: views,
        owner_has_second_factor: required::owner_has_factor(db, crm.scope()).await?,
    })
}

/// Whether somebody may add a provider that is filled in so: asked before the provider is, which counts.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but owner and admins; [`Error::StepUpRequired`],
/// [`Error::Invalid`]; [`Error::RateLimited`].
pub async fn check_provider(
    db: &Database,
    crm: &Crm,
    session: &CrmSession,
    input: &ProviderInput<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    require_admin(session)?;
    step_up::require(session, now)?;
    check(input)?;
    let tx = db.write().await?;
    let _counts = attempt::reserve(&tx, &PROVIDERS_ASKED_BY_CRM, crm.scope().crm_id(), now).await?;
    tx.commit().await?;
    Ok(())
}

/// Adds a provider.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but owner and admins; [`Error::StepUpRequired`],
/// [`Error::Invalid`]; [`Error::LastSignInMethod`] where it is demanded and nobody could get in who takes
/// that back.
pub async fn add_provider(
    db: &Database,
    sealer: &Sealer,
    crm: &Crm,
    session: &CrmSession,
    input: &ProviderInput<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<ProviderView, Error> {
    require_admin(session)?;
    step_up::require(session, now)?;
    let domains = check(input)?;
    let tx = db.write().await?;
    Exclusive::Crm(crm.scope().crm_id()).hold(&tx).await?;
    let present = of_crm(crm.scope());
    let taken = present
        .clone()
        .filter(sso_provider::COLUMN.issuer.eq(input.issuer))
        .filter(sso_provider::COLUMN.client_id.eq(input.client_id))
        .one(&tx)
        .await?;
    if taken.is_some() {
        return Err(fault(Field::Issuer, FieldFault::Taken));
    }
    if present.count(&tx).await? >= MOST {
        let most = usize::try_from(MOST).unwrap_or(usize::MAX);
        return Err(fault(Field::Issuer, FieldFault::TooMany(most)));
    }
    let id = new_id(now);
    if input.required && input.enabled {
        required::leaves_a_way(&tx, crm.scope(), &id).await?;
    }
    let secret = seal(sealer, &id, input.client_secret)?;
    let at = now.as_millisecond();
    let row = sso_provider::ActiveModel {
        scope: Set(ProviderScope::Crm),
        crm_id: Set(Some(crm.scope().crm_id().to_owned())),
        issuer: Set(input.issuer.to_owned()),
        client_id: Set(input.client_id.to_owned()),
        client_secret_key_id: Set(secret.is_some().then(|| sealer.key_id().to_owned())),
        client_secret_enc: Set(secret),
        label: Set(tidy(input.label)),
        // EXPOSE: it stands in a public record.
        domain_token: Set(Token::new().secret().expose().clone()),
        jit: Set(input.jit),
        satisfies_2fa: Set(input.satisfies_second_factor),
        acr_values: Set(json!(input.acr_values)),
        required: Set(input.required),
        enabled: Set(input.enabled),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        created_by: Set(Some(session.who.id.clone())),
        updated_by: Set(None),
        id: Set(id),
    };
    let row = row.insert(&tx).await?;
    domains::set(&tx, &row, &domains, now).await?;
    log(&tx, session, &row, trace, now).await?;
    let view = view(&tx, row).await?;
    tx.commit().await?;
    Ok(view)
}

/// Changes a provider, at the version that the caller saw.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but owner and admins; [`Error::StepUpRequired`],
/// [`Error::Invalid`], [`Error::NotFound`], [`Error::VersionConflict`]; [`Error::LastSignInMethod`] where it
/// is demanded from now on and nobody could get in who takes that back.
pub async fn change_provider(
    db: &Database,
    sealer: &Sealer,
    crm: &Crm,
    session: &CrmSession,
    change: ProviderChange<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<ProviderView, Error> {
    let ProviderChange { id, version, input } = change;
    require_admin(session)?;
    step_up::require(session, now)?;
    let domains = check(input)?;
    let tx = db.write().await?;
    Exclusive::Crm(crm.scope().crm_id()).hold(&tx).await?;
    let present = find(&tx, crm, id).await?;
    // Who is who there would be somebody else at another provider.
    if present.issuer != input.issuer {
        return Err(fault(Field::Issuer, FieldFault::Invalid));
    }
    let was_demanded = present.required && present.enabled;
    if input.required && input.enabled && !was_demanded {
        required::leaves_a_way(&tx, crm.scope(), id).await?;
    }
    let mut change = sso_provider::Entity::update_many()
        .col_expr(sso_provider::Column::ClientId, Expr::value(input.client_id))
        .col_expr(sso_provider::Column::Label, Expr::value(tidy(input.label)))
        .col_expr(sso_provider::Column::Jit, Expr::value(input.jit))
        .col_expr(
            sso_provider::Column::Satisfies2fa,
            Expr::value(input.satisfies_second_factor),
        )
        .col_expr(
            sso_provider::Column::AcrValues,
            Expr::value(json!(input.acr_values)),
        )
        .col_expr(sso_provider::Column::Required, Expr::value(input.required))
        .col_expr(sso_provider::Column::Enabled, Expr::value(input.enabled))
        .col_expr(sso_provider::Column::Version, Expr::value(version + 1))
        .col_expr(
            sso_provider::Column::UpdatedAt,
            Expr::value(now.as_millisecond()),
        );
    if input.client_secret.is_some() {
        let secret = seal(sealer, id, input.client_secret)?;
        let key_id = secret.is_some().then(|| sealer.key_id().to_owned());
        change = change
            .col_expr(sso_provider::Column::ClientSecretEnc, Expr::value(secret))
            .col_expr(sso_provider::Column::ClientSecretKeyId, Expr::value(key_id));
    }
    let changed = change
        .filter(sso_provider::COLUMN.id.eq(id))
        .filter(sso_provider::COLUMN.version.eq(version))
        .exec(&tx)
        .await?;
    if changed.rows_affected != 1 {
        return Err(Error::VersionConflict);
    }
    let row = find(&tx, crm, id).await?;
    domains::set(&tx, &row, &domains, now).await?;
    log(&tx, session, &row, trace, now).await?;
    let view = view(&tx, row).await?;
    tx.commit().await?;
    Ok(view)
}

/// Takes a provider away, and with it who is who there. Sessions that began by it stay.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but owner and admins; [`Error::StepUpRequired`],
/// [`Error::NotFound`], [`Error::VersionConflict`].
pub async fn remove_provider(
    db: &Database,
    crm: &Crm,
    session: &CrmSession,
    (id, version): (&str, i64),
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    require_admin(session)?;
    step_up::require(session, now)?;
    let tx = db.write().await?;
    Exclusive::Identities(id).hold(&tx).await?;
    Exclusive::Crm(crm.scope().crm_id()).hold(&tx).await?;
    let row = find(&tx, crm, id).await?;
    identity_link::Entity::delete_many()
        .filter(identity_link::COLUMN.provider_id.eq(id))
        .exec(&tx)
        .await?;
    sso_domain::Entity::delete_many()
        .filter(sso_domain::COLUMN.provider_id.eq(id))
        .exec(&tx)
        .await?;
    let gone = sso_provider::Entity::delete_many()
        .filter(sso_provider::COLUMN.id.eq(id))
        .filter(sso_provider::COLUMN.version.eq(version))
        .exec(&tx)
        .await?;
    if gone.rows_affected != 1 {
        return Err(Error::VersionConflict);
    }
    let entry = audit::Entry {
        scope: AuditScope::Crm,
        scope_id: crm.scope().crm_id(),
        action: "sso.configured",
        actor: Actor::User(&session.who.id),
        subject: Some(id),
        fields: json!({ "issuer": row.issuer, "removed": true }),
    };
    audit::append(&tx, entry, trace, now).await?;
    let (crm_id, by) = (crm.scope().crm_id(), Actor::User(&session.who.id));
    event::settings_changed(&tx, crm_id, by, "sso_providers", now).await?;
    tx.commit().await?;
    Ok(())
}

/// Forgets every client secret, which nothing opens any more: their providers are switched off.
pub(crate) async fn forget_secrets(
    tx: &DatabaseTransaction,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let forgotten = sso_provider::Entity::update_many()
        .col_expr(
            sso_provider::Column::ClientSecretEnc,
            Expr::value(None::<String>),
        )
        .col_expr(
            sso_provider::Column::ClientSecretKeyId,
            Expr::value(None::<String>),
        )
        .col_expr(sso_provider::Column::Enabled, Expr::value(false))
        .filter(sso_provider::COLUMN.client_secret_enc.is_not_null())
        .exec(tx)
        .await?;
    if forgotten.rows_affected == 0 {
        return Ok(());
    }
    let entry = audit::Entry {
        scope: AuditScope::Server,
        scope_id: audit::SERVER,
        action: "sso.configured",
        actor: Actor::Operator,
        subject: None,
        fields: json!({ "secrets_forgotten": forgotten.rows_affected }),
    };
    audit::append(tx, entry, trace, now).await
}

/// A provider of the CRM.
pub(super) async fn find<C: ConnectionTrait>(
    db: &C,
    crm: &Crm,
    id: &str,
) -> Result<sso_provider::Model, Error> {
    let row = sso_provider::Entity::find_by_id(id.to_owned())
        .filter(sso_provider::COLUMN.crm_id.eq(crm.scope().crm_id()))
        .one(db)
        .await?;
    row.ok_or(Error::NotFound)
}

/// Opens what it takes to speak with a provider.
pub(super) fn credentials(
    sealer: &Sealer,
    row: &sso_provider::Model,
) -> Result<Credentials, Error> {
    let secret = match &row.client_secret_enc {
        Some(kept) => {
            let opened = sealer.open(SECRET, &row.id, kept)?;
            // EXPOSE: sealed text is opened as text.
            let text = String::from_utf8(opened.expose().clone());
            Some(Sensitive::new(text.map_err(|_| Error::NotOpened)?))
        }
        None => None,
    };
    Ok(Credentials {
        issuer: row.issuer.clone(),
        client_id: row.client_id.clone(),
        client_secret: secret,
    })
}

/// Seals a secret for its row; an empty one is none.
pub(super) fn seal(
    sealer: &Sealer,
    id: &str,
    secret: Option<&Sensitive<String>>,
) -> Result<Option<String>, Error> {
    // EXPOSE: it leaves sealed.
    let secret = secret
        .map(Sensitive::expose)
        .filter(|text| !text.is_empty());
    let kept = secret.map(|text| sealer.seal(SECRET, id, text.as_bytes()));
    kept.transpose()
}

/// Providers of one CRM, oldest first.
pub(super) fn of_crm(scope: &CrmScope) -> Select<sso_provider::Entity> {
    sso_provider::Entity::find()
        .filter(sso_provider::COLUMN.crm_id.eq(scope.crm_id()))
        .order_by_asc(sso_provider::COLUMN.id)
}

/// Texts of a document that is a list of them.
pub(super) fn texts(list: &Value) -> Vec<String> {
    let all = list.as_array().into_iter().flatten();
    all.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Checks what was filled in, and returns the domains in their normal form.
fn check(input: &ProviderInput<'_>) -> Result<Vec<String>, Error> {
    let mut faults = Vec::new();
    let mut note = |field, fault: Option<FieldFault>| {
        faults.extend(fault.map(|fault| FieldError { field, fault }));
    };
    note(Field::Issuer, issuer_fault(input.issuer));
    note(Field::ClientId, name_fault(input.client_id));
    note(Field::Label, label_fault(input.label));
    note(Field::AcrValues, acr_fault(input.acr_values));
    match domains::normalise(input.domains) {
        Ok(domains) if faults.is_empty() => return Ok(domains),
        Ok(_) => {}
        Err(more) => faults.extend(more),
    }
    Err(Error::Invalid(faults))
}

/// An issuer is an address without query and fragment (OpenID Connect Core 1.0, 2).
fn issuer_fault(issuer: &str) -> Option<FieldFault> {
    let is_address = ["https://", "http://"].iter().any(|scheme| {
        issuer
            .strip_prefix(scheme)
            .is_some_and(|rest| !rest.is_empty())
    });
    let is_plain = issuer.bytes().all(|b| b.is_ascii_graphic()) && !issuer.contains(['?', '#']);
    match issuer.len() {
        0 => Some(FieldFault::Required),
        length if length > LONGEST_NAME => Some(FieldFault::TooLong(LONGEST_NAME)),
        _ => (!is_address || !is_plain).then_some(FieldFault::Invalid),
    }
}

fn name_fault(name: &str) -> Option<FieldFault> {
    let is_plain = name.bytes().all(|b| (0x20..0x7f).contains(&b));
    match name.len() {
        0 => Some(FieldFault::Required),
        length if length > LONGEST_NAME => Some(FieldFault::TooLong(LONGEST_NAME)),
        _ => (!is_plain).then_some(FieldFault::Invalid),
    }
}

fn label_fault(label: &str) -> Option<FieldFault> {
    match tidy(label).chars().count() {
        0 => Some(FieldFault::Required),
        length if length > LONGEST_LABEL => Some(FieldFault::TooLong(LONGEST_LABEL)),
        _ => None,
    }
}

fn acr_fault(values: &[String]) -> Option<FieldFault> {
    if values.len() > MOST_ACR_VALUES {
        return Some(FieldFault::TooMany(MOST_ACR_VALUES));
    }
    values.iter().find_map(|value| name_fault(value))
}

fn fault(field: Field, fault: FieldFault) -> Error {
    Error::Invalid(vec![FieldError { field, fault }])
}

/// A provider as its admins see it.
pub(super) async fn view<C: ConnectionTrait>(
    db: &C,
    row: sso_provider::Model,
) -> Result<ProviderView, Error> {
    let domains = domains::of_provider(db, &row.id).await?;
    let domains = domains.into_iter().map(|row| DomainView {
        proven_at: row
            .proven_at
            .and_then(|at| Timestamp::from_millisecond(at).ok()),
        domain: row.domain,
    });
    Ok(ProviderView {
        domains: domains.collect(),
        proof: domains::value(&row.domain_token),
        has_secret: row.client_secret_enc.is_some(),
        acr_values: texts(&row.acr_values),
        linked: identities::count(db, &row.id).await?,
        id: row.id,
        issuer: row.issuer,
        client_id: row.client_id,
        label: row.label,
        jit: row.jit,
        satisfies_second_factor: row.satisfies_2fa,
        required: row.required,
        enabled: row.enabled,
        version: row.version,
    })
}

async fn log(
    tx: &DatabaseTransaction,
    session: &CrmSession,
    row: &sso_provider::Model,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let entry = audit::Entry {
        scope: AuditScope::Crm,
        scope_id: row.crm_id.as_deref().unwrap_or_default(),
        action: "sso.configured",
        actor: Actor::User(&session.who.id),
        subject: Some(&row.id),
        fields: json!({
            "issuer": row.issuer, "client_id": row.client_id, "jit": row.jit,
            "satisfies_2fa": row.satisfies_2fa, "required": row.required, "enabled": row.enabled,
        }),
    };
    audit::append(tx, entry, trace, now).await?;
    let crm_id = row.crm_id.as_deref().unwrap_or_default();
    let by = Actor::User(&session.who.id);
    event::settings_changed(tx, crm_id, by, "sso_providers", now).await
}
