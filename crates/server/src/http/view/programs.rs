//! Keys of programs, and whom the CRM tells what happens.

use api::{ApiKey, ApiKeyScope};
use crm::{KeyView, Scope};

use super::instant;

/// What a key may do.
pub(crate) const fn key_scope(scope: ApiKeyScope) -> Scope {
    match scope {
        ApiKeyScope::Read => Scope::Read,
        ApiKeyScope::Webhooks => Scope::Webhooks,
    }
}

/// A key as admins see it.
pub(crate) fn api_key(row: KeyView) -> ApiKey {
    let scope = |scope: &Scope| match scope {
        Scope::Read => ApiKeyScope::Read,
        Scope::Webhooks => ApiKeyScope::Webhooks,
    };
    ApiKey {
        id: row.id,
        name: row.name,
        begins: row.begins,
        scopes: row.scopes.iter().map(scope).collect(),
        made_by: row.made_by,
        created_at: instant(row.created_at),
        expires_at: row.expires_at.map(instant),
        last_used_at: row.last_used_at.map(instant),
    }
}
