//! What was found damaged at the opening, and what was done about it.

use std::path::PathBuf;

use domain::AccountId;

/// One thing that was repaired or kept out of the way. The person is told of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repair {
    /// The newest registry was damaged; an older one was used.
    RegistryRepaired {
        /// How many saves older: 1 is the one before.
        generation: u64,
    },
    /// No generation was good: the accounts were found again in their folders.
    RegistryRebuilt {
        /// How many.
        accounts: usize,
    },
    /// A file that can't be read was renamed.
    SetAside {
        /// Its new name.
        file: PathBuf,
    },
    /// An account that the registry didn't have was found in its folder.
    AccountRecovered {
        /// Which.
        account: AccountId,
    },
    /// An account's folder is there, but what it says of itself can't be read. Nothing was removed.
    AccountUnreadable {
        /// Which.
        account: AccountId,
    },
}

impl Repair {
    /// The stable code that messages are chosen by.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::RegistryRepaired { .. } => "registry-repaired",
            Self::RegistryRebuilt { .. } => "registry-rebuilt",
            Self::SetAside { .. } => "registry-set-aside",
            Self::AccountRecovered { .. } => "account-recovered",
            Self::AccountUnreadable { .. } => "account-unreadable",
        }
    }
}
