//! When kept session cookies are put back into the engine, and when they may be written over.

use std::collections::BTreeSet;

use domain::AccountId;

/// What has become of accounts' kept session cookies in this run.
#[derive(Debug, Default)]
pub struct KeptSessions {
    changed: BTreeSet<AccountId>,
    waiting: BTreeSet<AccountId>,
    put_back: BTreeSet<AccountId>,
    forgotten: BTreeSet<AccountId>,
}

impl KeptSessions {
    /// The account's login page is seen: from here on a change may be a sign-in.
    pub fn login_seen(&mut self, id: AccountId) {
        self.changed.remove(&id);
    }

    /// Whether its cookies have changed since its login page was seen.
    #[must_use]
    pub fn has_changed(&self, id: AccountId) -> bool {
        self.changed.contains(&id)
    }

    /// Its cookies have changed. Gives back whether they may take the place of what is kept, which isn't so while
    /// that waits for its key.
    pub fn changed(&mut self, id: AccountId) -> bool {
        self.changed.insert(id);
        !self.waiting.contains(&id)
    }

    /// They are being written.
    pub fn kept(&mut self, id: AccountId) {
        self.forgotten.remove(&id);
    }

    /// Whether what is kept is to be put back: once in a run, as the engine knows better from then on, unless it has
    /// `lost` its cookies; and nothing that was forgotten, though its file may be there for a moment still.
    pub fn puts_back(&mut self, id: AccountId, lost: bool) -> bool {
        !self.forgotten.contains(&id) && (self.put_back.insert(id) || lost)
    }

    /// What is kept can't be opened before its key is there, and stays as it is until then. Gives back whether
    /// nobody waited before.
    pub fn waits_for_key(&mut self, id: AccountId) -> bool {
        let is_first = self.waiting.is_empty();
        self.put_back.remove(&id);
        self.waiting.insert(id);
        is_first
    }

    /// The key is there. Gives back who waited for it.
    #[must_use]
    pub fn key_is_there(&mut self) -> BTreeSet<AccountId> {
        std::mem::take(&mut self.waiting)
    }

    /// The engine's cookies are those of somebody who is signed in.
    pub fn engine_knows(&mut self, id: AccountId) {
        self.put_back.insert(id);
    }

    /// What is kept isn't wanted any more.
    pub fn forget(&mut self, id: AccountId) {
        self.waiting.remove(&id);
        self.forgotten.insert(id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_put_back_once_and_again_where_it_was_lost() {
        let (mut sessions, id) = (KeptSessions::default(), AccountId::new());
        assert!(sessions.puts_back(id, false));
        assert!(!sessions.puts_back(id, false), "the engine knows better");
        assert!(sessions.puts_back(id, true), "it has lost them");
        assert!(sessions.puts_back(AccountId::new(), false), "another's");
    }

    #[test]
    fn what_was_forgotten_comes_back_only_when_it_is_kept_anew() {
        let (mut sessions, id) = (KeptSessions::default(), AccountId::new());
        sessions.forget(id);
        assert!(!sessions.puts_back(id, true));
        sessions.kept(id);
        assert!(sessions.puts_back(id, true));
    }

    #[test]
    fn nothing_is_written_over_what_waits_for_its_key() {
        let (mut sessions, id) = (KeptSessions::default(), AccountId::new());
        let other = AccountId::new();
        assert!(sessions.puts_back(id, false));
        assert!(sessions.waits_for_key(id), "the first");
        assert!(!sessions.waits_for_key(other), "the second");
        assert!(!sessions.changed(id));
        assert_eq!(sessions.key_is_there(), BTreeSet::from([id, other]));
        assert!(sessions.changed(id));
        assert!(sessions.puts_back(id, false), "it wasn't put back before");
        sessions.waits_for_key(id);
        sessions.forget(id);
        assert_eq!(sessions.key_is_there(), BTreeSet::new());
    }

    #[test]
    fn somebody_who_signed_in_meanwhile_stays() {
        let (mut sessions, id) = (KeptSessions::default(), AccountId::new());
        sessions.waits_for_key(id);
        sessions.engine_knows(id);
        assert!(!sessions.puts_back(id, false));
    }

    #[test]
    fn a_change_counts_from_the_login_page_on() {
        let (mut sessions, id) = (KeptSessions::default(), AccountId::new());
        assert!(sessions.changed(id));
        assert!(sessions.has_changed(id));
        sessions.login_seen(id);
        assert!(!sessions.has_changed(id));
    }
}
