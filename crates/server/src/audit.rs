//! `ninefold-server audit verify`: whether somebody changed the audit log.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use crm::AuditCheck;

use crate::{config::PlaceArgs, operator};

/// Looks at the audit log.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Check every chain, entry by entry; the server may be running
    Verify(VerifyArgs),
}

/// Where the log is.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    #[command(flatten)]
    place: PlaceArgs,
}

/// Runs the command. Exit code 0: all chains are whole; 1: some aren't; 2: they can't be read.
#[must_use]
pub fn run(command: AuditCommand) -> ExitCode {
    let AuditCommand::Verify(args) = command;
    let found = args
        .place
        .location()
        .and_then(|location| operator::read(location, async |db| crm::verify_audit(db).await));
    operator::checked(found.map(|check| (text(&check), check.breaks.is_empty())))
}

fn text(check: &AuditCheck) -> String {
    let starts = check.starts.iter().map(|start| {
        let (chain, seq, at) = (&start.chain, start.seq, start.at);
        format!("{chain}: checked from entry {seq} of {at} on; those before went after their time")
    });
    let breaks = check.breaks.iter().map(|found| {
        let (chain, seq) = (&found.chain, found.seq);
        format!("{chain}: entry {seq} was changed, or the one before it is missing")
    });
    let broken = check.breaks.len();
    let all = format!("{} entries checked, {broken} broken chains", check.entries);
    let lines: Vec<_> = starts.chain(breaks).chain([all]).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use crm::{AuditBreak, AuditStart};
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn it_says_from_where_on_it_checked_and_where_something_is_wrong() {
        let check = AuditCheck {
            entries: 12,
            starts: vec![AuditStart {
                chain: "account a".to_owned(),
                seq: 5,
                at: Timestamp::UNIX_EPOCH,
            }],
            breaks: vec![AuditBreak {
                chain: "crm c".to_owned(),
                seq: 7,
            }],
        };
        let expected = "account a: checked from entry 5 of 1970-01-01T00:00:00Z on; those before went after their time\n\
                        crm c: entry 7 was changed, or the one before it is missing\n\
                        12 entries checked, 1 broken chains";
        assert_eq!(text(&check), expected);
    }
}
