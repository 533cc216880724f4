//! The command line's form.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// One home for all your CRM accounts: each in a session of its own, one key apart.
#[derive(Debug, Parser)]
#[command(
    name = "ninefold",
    version,
    about,
    after_help = "\
ACCOUNT is an account's number (1, 2, …), its id, or its label.
Without a command the program starts, or the running one comes to the front.
Where no program runs, commands that show a window start it in the background; the others do without.

Exit codes:
  0  done
  1  failed; the reason is on standard error
  2  the command line is wrong
  3  no such account, or the label fits several
  4  the address can't be used, or isn't encrypted and --insecure wasn't given
  5  the data directory can't be used (newer format, no room, no permission)
  6  no program runs, and this needs one
  7  doctor: at least one check failed

Examples:
  ninefold add acme.example.com --label Acme
  ninefold open 2
  ninefold list --json
  ninefold --data-dir /tmp/try serve --listen 127.0.0.1:8080"
)]
pub(crate) struct Cli {
    /// Where everything is kept [default: the system's folder for program data]
    #[arg(long, global = true, value_name = "DIR", env = "NINEFOLD_DATA_DIR")]
    pub(crate) data_dir: Option<PathBuf>,

    /// Answer in JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,

    /// Open no window of the last run
    #[arg(long)]
    pub(crate) empty: bool,

    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

const ACCOUNT_FIELDS: &str = "\
With --json each account has two fields that say where it stands.
  state    adding        not listed yet: nobody has signed in
           connected     has a place in a window
           disconnected  listed, and closed
           signed_out    listed; opening it shows the login page
           deleting      undo is possible
  sign_in  what was seen last of its sign-in, whatever its state
           signed_in     somebody was signed in
           login_page    its page asks to sign in
           ended         the server has ended the sign-in
           signed_out    nobody was signed in";

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Open a CRM's login page in a new session; it's listed once you have signed in
    Add {
        /// A name, a host or a whole address
        address: String,
        /// What to call it, in 80 characters at most
        #[arg(long, value_parser = name)]
        label: Option<String>,
        /// Which CRM it is: ninefold, bitrix24, odoo, …; found out when left away
        #[arg(long, value_name = "ID")]
        connector: Option<String>,
        /// Take an address without encryption (http://) beyond this computer too: others on the network
        /// can read along
        #[arg(long)]
        insecure: bool,
    },
    /// All accounts
    #[command(after_help = ACCOUNT_FIELDS)]
    List,
    /// All accounts with state, unread, window and memory
    #[command(after_help = ACCOUNT_FIELDS)]
    Status,
    /// Show an account: raise its window, wake it, open it
    Open(Account),
    /// The same as open
    Switch(Account),
    /// Close an account; it stays listed and signed in
    Disconnect(Account),
    /// Sign out at the server, clear the session, show the login page; fails where the server doesn't confirm it
    SignOut(Account),
    /// Delete an account, its session and its secrets; undo is possible for 30 seconds
    Delete {
        /// Number, id or label
        account: String,
        /// Sign out at the server first
        #[arg(long)]
        sign_out: bool,
        /// Take a deletion back instead; ACCOUNT is what it was until then
        #[arg(long, conflicts_with = "sign_out")]
        undo: bool,
    },
    /// What is open, and where
    Windows,
    /// Check registry, isolation, keychain, sandbox, graphics, the service on this computer and versions
    Doctor,
    /// Write the list of accounts to a file, without secrets
    Export {
        /// The file; - for standard output
        file: PathBuf,
        /// Replace the file where it's there already
        #[arg(long)]
        force: bool,
    },
    /// Add the accounts of an exported list; one that is listed with the same address and label is left out
    Import {
        /// The file; - for standard input
        file: PathBuf,
    },
    /// Run the service alone
    Serve(Serve),
    /// End the running program; what is open comes back at the next start
    Quit,
}

/// One account.
#[derive(Debug, Args)]
pub(crate) struct Account {
    /// Number, id or label
    pub(crate) account: String,
}

/// How the service runs.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Where to listen, such as 127.0.0.1:8080
    #[arg(long, value_name = "ADDR")]
    pub(crate) listen: Option<std::net::SocketAddr>,
    /// A SQLite file or a postgres:// URL [default: a file in the data directory]
    #[arg(long, value_name = "FILE|URL")]
    pub(crate) database: Option<domain::Sensitive<String>>,
    /// The address that people use, when a proxy stands before it
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// For this program's own use: one person's service, on this computer
    #[arg(long, hide = true)]
    pub(crate) embedded: bool,
    /// Stop when standard input ends
    #[arg(long, hide = true)]
    pub(crate) stop_with_parent: bool,
}

/// A name that is kept as it was typed.
fn name(text: &str) -> Result<String, accounts::NameTooLong> {
    accounts::check_name(text).map(|()| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_that_would_be_cut_is_refused_with_the_limit() {
        let add = |label: &str| {
            Cli::try_parse_from(["ninefold", "add", "acme.example.com", "--label", label])
        };
        assert!(add(&"a".repeat(accounts::LONGEST_NAME)).is_ok());
        let refused = add(&"a".repeat(500)).unwrap_err();
        assert_eq!(refused.exit_code(), i32::from(crate::cli::exit::USAGE));
        assert!(refused.to_string().contains("at most 80 characters"));
    }
}
