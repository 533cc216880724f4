//! Schema 1.

use accounts::{Account, Registry, RunRecord};

pub(super) fn registry(data: &str) -> serde_json::Result<Registry> {
    serde_json::from_str(data)
}

pub(super) fn account(data: &str) -> serde_json::Result<Account> {
    serde_json::from_str(data)
}

pub(super) fn runs(data: &str) -> serde_json::Result<Vec<RunRecord>> {
    serde_json::from_str(data)
}
