//! Files with a list of accounts, as `ninefold import` reads them.

use std::{fs::File, io::Write as _};

use anyhow::Result;
use serde_json::{Value, json};
use whole_tests::{App, Desk};

/// Writes a file of JSON on a desk, and gives its path.
pub(crate) fn file(desk: &Desk, name: &str, content: &Value) -> Result<String> {
    let path = desk.path(name);
    File::create(&path)?.write_all(content.to_string().as_bytes())?;
    Ok(path.display().to_string())
}

pub(crate) fn list_of(accounts: &[Value]) -> Value {
    json!({ "ninefold_accounts": 1, "accounts": accounts })
}

/// Imports accounts, none of them open.
pub(crate) fn import(app: &App<'_>, accounts: &[Value]) -> Result<()> {
    let list = file(app.desk(), "list.json", &list_of(accounts))?;
    app.ask(&["import", &list]).map(drop)
}
