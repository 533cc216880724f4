//! What of each table is exported: everything that people have entered, and nothing that lets anybody in.

use jiff::Timestamp;
use sea_orm::{ActiveEnum, JoinType, QuerySelect as _, RelationDef, Select, entity::prelude::*};
use serde_json::{Value, json};

use super::{
    photo_name,
    sheet::{Column, Sheet},
};
use crate::entity::{
    audit_entry::{self, AuditScope},
    crm, crm_user, event, identity_link, invitation, ledger_entry, membership, sso_domain,
    sso_provider, wallet,
};

impl Sheet for crm::Entity {
    const NAME: &'static str = "crm";
    const COLUMNS: &'static [Column<crm::Model>] = &[
        ("id", |row| json!(row.id)),
        ("slug", |row| json!(row.slug)),
        ("name", |row| json!(row.name)),
        ("country", |row| json!(row.country)),
        ("locale", |row| json!(row.locale)),
        ("time_zone", |row| json!(row.time_zone)),
        ("currency", |row| json!(row.currency)),
        ("settings", |row| row.settings.clone()),
        ("factor_policy", |row| word(&row.factor_policy)),
        ("factor_trust", |row| json!(row.factor_trust)),
        ("audit_days", |row| json!(row.audit_days)),
        ("delete_at", |row| moment(row.delete_at)),
        ("created_at", |row| instant(row.created_at)),
        ("updated_at", |row| instant(row.updated_at)),
    ];

    fn of(crm_id: &str) -> Select<Self> {
        Self::find_by_id(crm_id.to_owned())
    }
}

impl Sheet for crm_user::Entity {
    const NAME: &'static str = "users";
    const COLUMNS: &'static [Column<crm_user::Model>] = &[
        ("id", |row| json!(row.id)),
        ("email", |row| json!(row.email)),
        ("username", |row| json!(row.username)),
        ("first_name", |row| json!(row.first_name)),
        ("last_name", |row| json!(row.last_name)),
        ("title", |row| json!(row.title)),
        ("photo", |row| {
            json!(row.photo_hash.as_deref().map(photo_name))
        }),
        ("phone", |row| json!(row.phone_e164)),
        ("phone_ext", |row| json!(row.phone_ext)),
        ("role", |row| word(&row.role)),
        ("status", |row| word(&row.status)),
        ("credential_source", |row| word(&row.credential_source)),
        ("locale", |row| json!(row.locale)),
        ("time_zone", |row| json!(row.time_zone)),
        ("date_format", |row| json!(row.date_format)),
        ("created_at", |row| instant(row.created_at)),
        ("updated_at", |row| instant(row.updated_at)),
        ("deleted_at", |row| moment(row.deleted_at)),
    ];

    fn of(crm_id: &str) -> Select<Self> {
        Self::find().filter(crm_user::COLUMN.crm_id.eq(crm_id))
    }
}

impl Sheet for event::Entity {
    const NAME: &'static str = "events";
    const COLUMNS: &'static [Column<event::Model>] = &[
        ("id", |row| json!(row.id)),
        ("seq", |row| json!(row.seq)),
        ("type", |row| json!(row.r#type)),
        ("actor", |row| row.actor.clone()),
        ("subject_type", |row| json!(row.subject_type)),
        ("subject_id", |row| json!(row.subject_id)),
        ("payload", |row| row.payload.clone()),
        ("at", |row| instant(row.at)),
    ];

    fn of(crm_id: &str) -> Select<Self> {
        Self::find().filter(event::COLUMN.crm_id.eq(crm_id))
    }
}

impl Sheet for membership::Entity {
    const NAME: &'static str = "memberships";
    // Whose account it is isn't the CRM's to tell.
    const COLUMNS: &'static [Column<membership::Model>] = &[
        ("id", |row| json!(row.id)),
        ("user_id", |row| json!(row.crm_user_id)),
        ("origin", |row| word(&row.origin)),
        ("last_opened_at", |row| moment(row.last_opened_at)),
        ("created_at", |row| instant(row.created_at)),
    ];

    fn of(crm_id: &str) -> Select<Self> {
        Self::find().filter(membership::COLUMN.crm_id.eq(crm_id))
    }
}

impl Sheet for invitation::Entity {
    const NAME: &'static str = "invitations";
    const COLUMNS: &'static [Column<invitation::Model>] = &[
        ("id", |row| json!(row.id)),
        ("email", |row| json!(row.email)),
        ("role", |row| word(&row.role)),
        ("locale", |row| json!(row.locale)),
        ("invited_by", |row| json!(row.invited_by)),
        ("sent_at", |row| instant(row.sent_at)),
        ("expires_at", |row| instant(row.expires_at)),
        ("accepted_at", |row| moment(row.accepted_at)),
        ("revoked_at", |row| moment(row.revoked_at)),
        ("created_at", |row| instant(row.created_at)),
    ];

    fn of(crm_id: &str) -> Select<Self> {
        Self::find().filter(invitation::COLUMN.crm_id.eq(crm_id))
    }
}

impl Sheet for sso_provider::Entity {
    const NAME: &'static str = "sso_providers";
    const COLUMNS: &'static [Column<sso_provider::Model>] = &[
        ("id", |row| json!(row.id)),
        ("issuer", |row| json!(row.issuer)),
        ("client_id", |row| json!(row.client_id)),
        ("label", |row| json!(row.label)),
        ("jit", |row| json!(row.jit)),
        ("satisfies_2fa", |row| json!(row.satisfies_2fa)),
        ("acr_values", |row| row.acr_values.clone()),
        ("required", |row| json!(row.required)),
        ("enabled", |row| json!(row.enabled)),
        ("created_at", |row| instant(row.created_at)),
        ("updated_at", |row| instant(row.updated_at)),
    ];

    fn of(crm_id: &str) -> Select<Self> {
        Self::find().filter(sso_provider::COLUMN.crm_id.eq(crm_id))
    }
}

impl Sheet for sso_domain::Entity {
    const NAME: &'static str = "sso_domains";
    const COLUMNS: &'static [Column<sso_domain::Model>] = &[
        ("id", |row| json!(row.id)),
        ("provider_id", |row| json!(row.provider_id)),
        ("domain", |row| json!(row.domain)),
        ("proven_at", |row| moment(row.proven_at)),
        ("created_at", |row| instant(row.created_at)),
    ];

    fn of(crm_id: &str) -> Select<Self> {
        Self::find().filter(sso_domain::COLUMN.crm_id.eq(crm_id))
    }
}

impl Sheet for identity_link::Entity {
    const NAME: &'static str = "sso_links";
    const COLUMNS: &'static [Column<identity_link::Model>] = &[
        ("id", |row| json!(row.id)),
        ("provider_id", |row| json!(row.provider_id)),
        ("user_id", |row| json!(row.crm_user_id)),
        ("email_at_link", |row| json!(row.email_at_link)),
        ("created_at", |row| instant(row.created_at)),
    ];

    fn of(crm_id: &str) -> Select<Self> {
        Self::find().filter(identity_link::COLUMN.crm_id.eq(crm_id))
    }
}

impl Sheet for wallet::Entity {
    const NAME: &'static str = "wallet";
    const COLUMNS: &'static [Column<wallet::Model>] = &[
        ("id", |row| json!(row.id)),
        ("currency", |row| json!(row.currency)),
        ("balance_minor", |row| json!(row.balance_minor)),
        ("created_at", |row| instant(row.created_at)),
        ("updated_at", |row| instant(row.updated_at)),
    ];

    fn of(crm_id: &str) -> Select<Self> {
        Self::find().filter(wallet::COLUMN.crm_id.eq(crm_id))
    }
}

impl Sheet for ledger_entry::Entity {
    const NAME: &'static str = "ledger";
    // Who posted it is the operator's.
    const COLUMNS: &'static [Column<ledger_entry::Model>] = &[
        ("id", |row| json!(row.id)),
        ("wallet_id", |row| json!(row.wallet_id)),
        ("kind", |row| word(&row.kind)),
        ("amount_minor", |row| json!(row.amount_minor)),
        ("currency", |row| json!(row.currency)),
        ("reference", |row| json!(row.reference)),
        ("corrects_id", |row| json!(row.corrects_id)),
        ("note", |row| json!(row.note)),
        ("created_at", |row| instant(row.created_at)),
    ];

    fn of(crm_id: &str) -> Select<Self> {
        let wallet: RelationDef = Self::belongs_to(wallet::Entity)
            .from(ledger_entry::Column::WalletId)
            .to(wallet::Column::Id)
            .into();
        Self::find()
            .join(JoinType::InnerJoin, wallet)
            .filter(wallet::COLUMN.crm_id.eq(crm_id))
    }
}

impl Sheet for audit_entry::Entity {
    const NAME: &'static str = "audit_log";
    const COLUMNS: &'static [Column<audit_entry::Model>] = &[
        ("seq", |row| json!(row.seq)),
        ("at", |row| instant(row.at)),
        ("action", |row| json!(row.action)),
        ("actor", |row| row.actor.clone()),
        ("subject", |row| json!(row.subject)),
        ("fields", |row| row.fields.clone()),
        ("ip", |row| json!(row.ip)),
        ("device", |row| json!(row.device)),
        ("request_id", |row| json!(row.request_id)),
        ("prev_hash", |row| json!(row.prev_hash)),
        ("hash", |row| json!(row.hash)),
    ];

    fn of(crm_id: &str) -> Select<Self> {
        Self::find()
            .filter(audit_entry::COLUMN.scope.eq(AuditScope::Crm))
            .filter(audit_entry::COLUMN.scope_id.eq(crm_id))
    }
}

/// A word of a closed list, as the database has it.
fn word<T: ActiveEnum<Value = String>>(value: &T) -> Value {
    Value::String(value.to_value())
}

/// As the API writes instants: RFC 3339, UTC, milliseconds.
fn instant(at: i64) -> Value {
    let at = Timestamp::from_millisecond(at);
    at.map_or(Value::Null, |at| Value::String(format!("{at:.3}")))
}

fn moment(at: Option<i64>) -> Value {
    at.map_or(Value::Null, instant)
}
