//! Starting a program that outlives the command line.

use std::process::{Command, Stdio};

/// Lets what `command` starts live on its own: it's not told when the terminal closes or somebody presses
/// Ctrl+C there, and keeps no pipe of the caller's open.
pub(crate) fn detach(command: &mut Command) {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    leave_group(command);
}

#[cfg(unix)]
fn leave_group(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

/// Type-checked, not run.
#[cfg(windows)]
fn leave_group(command: &mut Command) {
    const DETACHED_PROCESS: u32 = 0x8;
    const CREATE_NEW_PROCESS_GROUP: u32 = 0x200;
    let flags = DETACHED_PROCESS | CREATE_NEW_PROCESS_GROUP;
    std::os::windows::process::CommandExt::creation_flags(command, flags);
}
