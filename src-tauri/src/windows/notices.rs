//! What the person is told, over whichever page is in front. A page must not be able to cover another with it:
//! of one kind there is one notice for each account.

use std::collections::BTreeMap;

use domain::AccountId;
use ipc::{NoticeView, Severity};
use store::{ReadOnly, Repair};

use crate::shell::{Shell, Shown};

/// Whose page has caused it.
const ACCOUNT: &str = "account";
/// How many times it has happened.
const COUNT: &str = "count";

/// Nothing was opened by itself.
pub(crate) const SAFE_START: &str = "safe-start";
/// Changes can't be written.
pub(crate) const STORAGE_FAILED: &str = "storage-failed";
/// An account's session is gone: here, and as far as is known at the server.
pub(crate) const SIGNED_OUT: &str = "account-signed-out";
/// … and perhaps not at the server.
pub(crate) const UNCONFIRMED: &str = "sign-out-unconfirmed";
/// … and not at the server, which wasn't there.
pub(crate) const UNREACHED: &str = "sign-out-unreached";
/// An account's session can't be read, so somebody has to sign in.
pub(crate) const OTHER_KEY: &str = "session-other-key";

/// What is to be told.
pub(crate) struct Notice {
    /// How bad it is.
    pub(crate) severity: Severity,
    /// Its text is the message `notice-<code>`.
    pub(crate) code: String,
    /// Values for the text.
    pub(crate) arguments: BTreeMap<String, String>,
}

impl Notice {
    pub(crate) fn new(severity: Severity, code: &str, arguments: &[(&str, String)]) -> Self {
        let owned = |(k, v): &(&str, String)| ((*k).to_owned(), v.clone());
        Self {
            severity,
            code: code.to_owned(),
            arguments: arguments.iter().map(owned).collect(),
        }
    }

    fn shown_as(self, id: u32) -> NoticeView {
        NoticeView {
            id,
            code: self.code,
            arguments: self.arguments,
            severity: self.severity,
        }
    }
}

/// Adds one, unless it stands there already.
pub(crate) fn add(shown: &mut Shown, notice: Notice) {
    let same = |n: &NoticeView| n.code == notice.code && n.arguments == notice.arguments;
    if !shown.notices.iter().any(same) {
        let id = shown.next_id();
        shown.notices.push(notice.shown_as(id));
    }
}

/// Adds one that an account's page has caused, in place of the last of its kind, which it counts.
pub(crate) fn add_of(shown: &mut Shown, account: AccountId, mut notice: Notice) {
    let account = account.to_string();
    let same = |n: &NoticeView| n.code == notice.code && n.arguments.get(ACCOUNT) == Some(&account);
    let at = shown.notices.iter().position(same);
    let last = at.map(|at| shown.notices.remove(at));
    let times = last
        .as_ref()
        .and_then(|n| n.arguments.get(COUNT)?.parse::<u32>().ok())
        .unwrap_or(0);
    let id = last.map_or_else(|| shown.next_id(), |n| n.id);
    notice.arguments.insert(ACCOUNT.to_owned(), account);
    let times = times.saturating_add(1).to_string();
    notice.arguments.insert(COUNT.to_owned(), times);
    shown.notices.push(notice.shown_as(id));
}

/// Takes one of the program's own back: it's no longer so.
pub(crate) fn take_back(shown: &mut Shown, code: &str) {
    shown.notices.retain(|n| n.code != code);
}

/// Takes back what was told of an account's last session: there's a new one.
pub(crate) fn signed_in(shown: &mut Shown, account: AccountId) {
    let account = account.to_string();
    let is_past = |n: &NoticeView| {
        [SIGNED_OUT, UNCONFIRMED, UNREACHED, OTHER_KEY].contains(&n.code.as_str())
            && n.arguments.get(ACCOUNT) == Some(&account)
    };
    shown.notices.retain(|n| !is_past(n));
}

/// Says why nothing is kept: the one notice about it.
pub(crate) fn say_read_only(shell: &Shell, why: ReadOnly) {
    let folder = [("folder", shell.data_dir.display().to_string())];
    match why {
        ReadOnly::NewerSchema { .. } => shell.notice(Severity::Error, "registry-read-only", &[]),
        ReadOnly::Disk => shell.notice(Severity::Error, "disk-read-only", &folder),
        ReadOnly::Full => shell.notice(Severity::Error, "disk-full", &folder),
        ReadOnly::Unusable => shell.notice(Severity::Error, "data-folder-unusable", &folder),
    }
}

/// Takes the notice about repairs back, so that one of all can be said anew: of those that stood in it, and these.
/// What the person has dismissed isn't said again.
pub(crate) fn join_repairs(shown: &mut Shown, found: &[Repair]) -> Vec<Repair> {
    let told = Repair::worst(&shown.repairs).map(Repair::code);
    let is_other = |n: &NoticeView| Some(n.code.as_str()) != told;
    if shown.notices.iter().all(is_other) {
        shown.repairs.clear();
    }
    shown.notices.retain(is_other);
    shown.repairs.extend_from_slice(found);
    shown.repairs.clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed(shown: &mut Shown, account: AccountId, file: &str) {
        let file = [("file", file.to_owned())];
        let notice = Notice::new(Severity::Warning, "download-failed", &file);
        add_of(shown, account, notice);
    }

    #[test]
    fn a_page_that_causes_the_same_again_and_again_has_one_notice_that_counts() {
        let mut shown = Shown::default();
        let (noisy, quiet) = (AccountId::new(), AccountId::new());
        failed(&mut shown, quiet, "quiet.csv");
        for number in 1..=60 {
            failed(&mut shown, noisy, &format!("{number}.csv"));
        }
        let told: Vec<_> = shown
            .notices
            .iter()
            .map(|n| (n.arguments["file"].as_str(), n.arguments[COUNT].as_str()))
            .collect();
        assert_eq!(told, [("quiet.csv", "1"), ("60.csv", "60")]);
        assert_eq!(shown.notices[1].arguments[ACCOUNT], noisy.to_string());
    }

    #[test]
    fn kinds_stand_beside_each_other_and_one_that_was_dismissed_counts_anew() {
        let mut shown = Shown::default();
        let account = AccountId::new();
        failed(&mut shown, account, "a.csv");
        add_of(
            &mut shown,
            account,
            Notice::new(Severity::Info, "download-done", &[]),
        );
        assert_eq!(shown.notices.len(), 2);
        shown.notices.clear();
        failed(&mut shown, account, "b.csv");
        assert_eq!(shown.notices[0].arguments[COUNT], "1");
    }

    #[test]
    fn repairs_have_one_notice_and_one_that_was_dismissed_is_not_said_again() {
        let mut shown = Shown::default();
        let file = |n: u32| Repair::SetAside {
            file: format!("{n}.json.damaged-1").into(),
        };
        let mut say = |found: Repair, is_dismissed: bool| {
            let all = join_repairs(&mut shown, &[found]);
            assert!(shown.notices.is_empty());
            if !is_dismissed {
                let worst = Repair::worst(&all).map(Repair::code).unwrap_or_default();
                add(&mut shown, Notice::new(Severity::Warning, worst, &[]));
            }
            all
        };
        let registry = Repair::RegistryRepaired { generation: 1 };
        let one = say(registry.clone(), false);
        assert_eq!(one, std::slice::from_ref(&registry));
        assert_eq!(say(file(1), true), [registry, file(1)]);
        assert_eq!(say(file(2), false), [file(2)]);
        assert_eq!(say(file(3), false), [file(2), file(3)]);
    }

    #[test]
    fn whoever_signs_in_again_is_no_longer_told_of_the_sign_out() {
        let mut shown = Shown::default();
        let (back, out) = (AccountId::new(), AccountId::new());
        for account in [back, out] {
            let notice = Notice::new(Severity::Warning, UNCONFIRMED, &[]);
            add_of(&mut shown, account, notice);
        }
        failed(&mut shown, back, "kept.csv");
        signed_in(&mut shown, back);
        let told: Vec<_> = shown.notices.iter().map(|n| n.code.as_str()).collect();
        assert_eq!(told, [UNCONFIRMED, "download-failed"]);
        assert_eq!(shown.notices[0].arguments[ACCOUNT], out.to_string());
    }

    #[test]
    fn the_same_is_not_said_twice() {
        let mut shown = Shown::default();
        for _ in 0..2 {
            add(
                &mut shown,
                Notice::new(Severity::Info, "address-copied", &[]),
            );
        }
        assert_eq!(shown.notices.len(), 1);
    }
}
