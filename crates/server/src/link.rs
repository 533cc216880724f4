//! `ninefold-server link`: links for people whom no mail reaches, and for those who may sign up.

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use clap::{Args, Subcommand};
use crm::Crm;
use domain::Sensitive;
use jiff::Timestamp;

use crate::{
    base_url::BaseUrl,
    config::ConfigArgs,
    data_dir::DataDir,
    error::ServeError,
    operator,
    options::ServeOptions,
    running::{DEFAULT_LISTEN, Location},
};

/// Prints links that would be sent by mail, or that nobody but the operator makes.
#[derive(Debug, Subcommand)]
pub enum LinkCommand {
    /// Print a link that sets a new password, good once and for an hour; older ones stop working
    PasswordReset(ResetArgs),
    /// Print the link of an invitation, good once and for seven days; older ones stop working
    Invitation(InvitationArgs),
    /// Print a link by which one person may sign up where `sign-up` is `invite`, good for seven days
    SignUp(SignUpArgs),
}

/// Where people sign up.
#[derive(Debug, Args)]
pub struct SignUpArgs {
    /// What the server is told.
    #[command(flatten)]
    config: ConfigArgs,
}

/// Whose password.
#[derive(Debug, Args)]
pub struct ResetArgs {
    /// The person's address
    #[arg(value_name = "EMAIL")]
    email: String,

    /// Only at this CRM; without it one link for the account and one for each user with a password of
    /// their own
    #[arg(long, value_name = "SLUG")]
    crm: Option<String>,

    /// What the server is told.
    #[command(flatten)]
    config: ConfigArgs,
}

/// Whose invitation.
#[derive(Debug, Args)]
pub struct InvitationArgs {
    /// The address that was invited
    #[arg(value_name = "EMAIL")]
    email: String,

    /// The CRM that it was invited to
    #[arg(long, value_name = "SLUG")]
    crm: String,

    /// What the server is told.
    #[command(flatten)]
    config: ConfigArgs,
}

/// One link to be printed.
struct Link {
    what: String,
    path: Sensitive<String>,
}

/// Runs the command. Exit code 0: done; 1: there is nobody to make a link for; 2: it failed.
#[must_use]
pub fn run(command: LinkCommand) -> ExitCode {
    let told = match command {
        LinkCommand::PasswordReset(args) => reset(args),
        LinkCommand::Invitation(args) => invitation(args),
        LinkCommand::SignUp(args) => sign_up(args),
    };
    match told {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let mut out = io::stderr().lock();
            let (text, code) = match &error {
                ServeError::Crm(crm::Error::NotFound) => ("nobody has this address", 1),
                ServeError::Crm(crm::Error::CrmNotFound) => ("no CRM has this slug", 1),
                _ => ("no link is made", 2),
            };
            // Nobody may be there any more to read it.
            if code == 1 {
                writeln!(out, "ninefold-server: {text}").ok();
            } else {
                writeln!(out, "ninefold-server: {text}: {error} ({})", error.code()).ok();
            }
            ExitCode::from(code)
        }
    }
}

fn reset(args: ResetArgs) -> Result<(), ServeError> {
    let (base, location) = place(args.config.options()?)?;
    let links = operator::work(location, async |db, trace, now| {
        let crm = match &args.crm {
            Some(slug) => Some(find(db, slug, now).await?),
            None => None,
        };
        crm::make_reset_links(db, crm.as_ref(), &args.email, trace, now).await
    })?;
    let links = links.into_iter().map(|link| Link {
        what: link.crm.unwrap_or_else(|| "Account".to_owned()),
        path: link.path,
    });
    tell(&base, links).map_err(ServeError::Run)
}

fn invitation(args: InvitationArgs) -> Result<(), ServeError> {
    let (base, location) = place(args.config.options()?)?;
    let link = operator::work(location, async |db, trace, now| {
        let crm = find(db, &args.crm, now).await?;
        let path = crm::staff::make_invitation_link(db, &crm, &args.email, trace, now).await?;
        let what = crm.name;
        Ok(Link { what, path })
    })?;
    tell(&base, [link]).map_err(ServeError::Run)
}

fn sign_up(args: SignUpArgs) -> Result<(), ServeError> {
    let (base, location) = place(args.config.options()?)?;
    let path = operator::work(location, async |db, trace, now| {
        crm::make_sign_up_link(db, trace, now).await
    })?;
    let what = "Sign-up".to_owned();
    tell(&base, [Link { what, path }]).map_err(ServeError::Run)
}

async fn find(db: &crm::Database, slug: &str, now: Timestamp) -> Result<Crm, crm::Error> {
    let crm = crm::crm_by_slug(db.read(), slug, now).await?;
    crm.ok_or(crm::Error::CrmNotFound)
}

/// Where the server is reached, and its database.
fn place(options: ServeOptions) -> Result<(BaseUrl, Location), ServeError> {
    let listen = match options.listen {
        Some(address) => address,
        None => match DataDir::port_in(&options.data_dir)? {
            Some(port) => (DEFAULT_LISTEN.ip(), port).into(),
            None => DEFAULT_LISTEN,
        },
    };
    let base = BaseUrl::of(options.base_url.as_deref(), listen, options.tls.is_some())?;
    Ok((base, Location::of(options.database, &options.data_dir)?))
}

fn tell(base: &BaseUrl, links: impl IntoIterator<Item = Link>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for Link { what, path } in links {
        // EXPOSE: the operator hands it to the one whom it is for.
        writeln!(out, "{what}: {}{}", base.origin(), path.expose())?;
    }
    Ok(())
}
