//! Makes sure that the web interface was built, because it becomes part of the program.

use std::{env, path::PathBuf};

fn main() {
    let dist = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default())
        .join("../../ui/crm/dist");
    println!("cargo::rerun-if-changed={}", dist.display());
    if !dist.join("index.html").is_file() {
        println!(
            "cargo::error=The web interface isn't built. Run: \
             npm --prefix ui ci && npm --prefix ui run build --workspace @ninefold/crm-ui"
        );
    }
}
