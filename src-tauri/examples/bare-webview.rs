//! The floor that `benches/compare` measures Ninefold against: windows of one webview each, every one
//! with its own data folder, made by the same Tauri, and nothing else.
//!
//! `bare-webview COUNT URL FOLDER [FIRST]`: COUNT windows, numbered from FIRST (1).

use std::path::PathBuf;

use anyhow::Context;
use tauri::{WebviewUrl, WebviewWindowBuilder};

/// As large as an account's page in a new window of Ninefold, so that both paint as much.
const SIZE: (f64, f64) = (1180.0, 720.0);

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let mut next = |name| {
        arguments
            .next()
            .with_context(|| format!("{name} is missing"))
    };
    let count: usize = next("COUNT")?.parse()?;
    let url: tauri::Url = next("URL")?.parse()?;
    let folder = PathBuf::from(next("FOLDER")?);
    let first: usize = next("FIRST").map_or(Ok(1), |n| n.parse())?;
    tauri::Builder::default()
        .setup(move |app| {
            for number in first..first + count {
                let page = WebviewUrl::External(url.clone());
                WebviewWindowBuilder::new(app, format!("page-{number}"), page)
                    .title(format!("Account {number}"))
                    .inner_size(SIZE.0, SIZE.1)
                    .data_directory(folder.join(number.to_string()))
                    .build()?;
            }
            Ok(())
        })
        .run(tauri::generate_context!())?;
    Ok(())
}
