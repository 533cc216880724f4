//! Whoever a credential, a session or a ticket belongs to.

/// An account, or a user of one CRM.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Principal {
    Account { id: String },
    User { crm_id: String, id: String },
}

impl Principal {
    pub(crate) fn account(id: &str) -> Self {
        Self::Account { id: id.to_owned() }
    }

    pub(crate) fn user(crm_id: &str, id: &str) -> Self {
        Self::User {
            crm_id: crm_id.to_owned(),
            id: id.to_owned(),
        }
    }

    /// Whom a row names by its columns.
    pub(crate) fn of_columns(
        account_id: Option<&str>,
        crm_id: Option<&str>,
        crm_user_id: Option<&str>,
    ) -> Option<Self> {
        match (account_id, crm_id, crm_user_id) {
            (Some(id), ..) => Some(Self::account(id)),
            (None, Some(crm_id), Some(id)) => Some(Self::user(crm_id, id)),
            _ => None,
        }
    }

    /// The same for a row that is always somebody's, as the database sees to.
    pub(crate) fn of_owned(
        account_id: Option<&str>,
        crm_id: Option<&str>,
        crm_user_id: Option<&str>,
    ) -> Self {
        Self::of_columns(account_id, crm_id, crm_user_id).unwrap_or_else(|| Self::account(""))
    }

    /// The key under which rows of the principal are found.
    pub(crate) fn key(&self) -> String {
        match self {
            Self::Account { id } => format!("a:{id}"),
            Self::User { id, .. } => format!("u:{id}"),
        }
    }

    pub(crate) fn account_id(&self) -> Option<String> {
        match self {
            Self::Account { id } => Some(id.clone()),
            Self::User { .. } => None,
        }
    }

    pub(crate) fn crm_id(&self) -> Option<String> {
        match self {
            Self::Account { .. } => None,
            Self::User { crm_id, .. } => Some(crm_id.clone()),
        }
    }

    pub(crate) fn crm_user_id(&self) -> Option<String> {
        match self {
            Self::Account { .. } => None,
            Self::User { id, .. } => Some(id.clone()),
        }
    }
}
