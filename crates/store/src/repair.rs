//! What was found damaged at the opening, and what was done about it.

use std::path::PathBuf;

use domain::AccountId;

/// One thing that was repaired or kept out of the way. The person is told of the worst.
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
    /// An account's folder is there, and says nothing of itself. Nothing was removed.
    AccountNameless {
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
            Self::AccountNameless { .. } => "account-nameless",
        }
    }

    /// Whether the registry isn't the one that was saved last.
    #[must_use]
    pub const fn may_have_lost_a_change(&self) -> bool {
        matches!(
            self,
            Self::RegistryRepaired { .. }
                | Self::RegistryRebuilt { .. }
                | Self::AccountRecovered { .. }
        )
    }

    /// Whose folder doesn't say whose it is.
    pub(crate) const fn nameless(&self) -> Option<AccountId> {
        match self {
            Self::AccountUnreadable { account } | Self::AccountNameless { account } => {
                Some(*account)
            }
            _ => None,
        }
    }

    /// The one of several that cost the person most.
    #[must_use]
    pub fn worst(repairs: &[Self]) -> Option<&Self> {
        repairs.iter().min_by_key(|repair| match repair {
            Self::RegistryRebuilt { .. } => 0,
            Self::RegistryRepaired { .. } => 1,
            Self::AccountUnreadable { .. } => 2,
            Self::AccountRecovered { .. } => 3,
            Self::AccountNameless { .. } => 4,
            Self::SetAside { .. } => 5,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cost_most_is_the_worst_wherever_it_stands() {
        let (account, file) = (AccountId::from_random(1), PathBuf::from("5.json.damaged-1"));
        let from_bad_to_good = [
            Repair::RegistryRebuilt { accounts: 2 },
            Repair::RegistryRepaired { generation: 1 },
            Repair::AccountUnreadable { account },
            Repair::AccountRecovered { account },
            Repair::AccountNameless { account },
            Repair::SetAside { file },
        ];
        for (at, worst) in from_bad_to_good.iter().enumerate() {
            let mut found = from_bad_to_good[at..].to_vec();
            found.reverse();
            assert_eq!(Repair::worst(&found), Some(worst));
        }
        assert_eq!(Repair::worst(&[]), None);
    }
}
