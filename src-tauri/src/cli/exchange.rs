//! Export and import of the account list: labels and addresses, no secrets.

use std::{io, path::Path};

use serde_json::Value;

/// Writes an exported list.
pub(super) fn write(file: &Path, list: &Value) -> io::Result<()> {
    let text = serde_json::to_string_pretty(list)?;
    if file == Path::new("-") {
        return super::say(&text);
    }
    // A bare name has no folder to write beside it in.
    store::atomic_write(&std::path::absolute(file)?, text.as_bytes())
}

/// Reads a list.
pub(super) fn read(file: &Path) -> io::Result<Value> {
    Ok(serde_json::from_slice(&super::read_all(file)?)?)
}
