//! The fake CRM as a program: prints where it listens as one line of JSON, runs until it is
//! interrupted. The log is at `/__log`; switches are under `/__control`.

use std::io::Write;

use clap::Parser;
use testkit::{FakeCrm, Options};

/// A website to test a CRM client against.
#[derive(Parser)]
struct Arguments {
    /// Port for HTTP; 0 takes any free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Port for TLS (and HTTP as well); 0 takes any free one.
    #[arg(long, default_value_t = 0)]
    tls_port: u16,
    /// A tenant under /t/; may be given several times.
    #[arg(long = "tenant")]
    tenants: Vec<String>,
    /// Users of each tenant: user1 with secret-1, and so on.
    #[arg(long, default_value_t = 50)]
    users: usize,
    /// Session ids depend on it.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let Arguments {
        port,
        tls_port,
        tenants,
        users,
        seed,
    } = Arguments::parse();
    let mut options = Options {
        port,
        tls_port,
        users,
        seed,
        ..Options::default()
    };
    if !tenants.is_empty() {
        options.tenants = tenants;
    }
    let crm = FakeCrm::start_with(options).await?;
    let ready = serde_json::json!({ "ready": true, "http": crm.url(), "https": crm.tls_url() });
    writeln!(std::io::stdout(), "{ready}")?;
    tokio::signal::ctrl_c().await?;
    Ok(())
}
