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
