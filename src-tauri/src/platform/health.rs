//! What the doctor asks the system.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod other;

use std::path::Path;

use serde::{Deserialize, Serialize};

#[cfg(target_os = "linux")]
pub(crate) use linux::Native;
#[cfg(not(target_os = "linux"))]
pub(crate) use other::Native;

/// The file system that a folder is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileSystem {
    /// Its name, such as `ext4`.
    pub(crate) kind: String,
    /// It's on another machine.
    pub(crate) remote: bool,
    /// Free room in bytes.
    pub(crate) free: u64,
}

/// How one process that runs web content is shut in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WebProcess {
    /// Its id.
    pub(crate) pid: u32,
    /// The system filters its calls.
    pub(crate) seccomp: bool,
    /// It sees no processes but its own.
    pub(crate) own_namespace: bool,
}

/// How pages are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Graphics {
    /// There's a GPU to draw with.
    pub(crate) gpu: bool,
    /// Pages are handed over in the GPU's buffers.
    pub(crate) dmabuf: bool,
}

/// What a system can tell of itself. `None` where it doesn't tell.
pub(crate) trait Health {
    /// What the engine is called.
    const ENGINE: &'static str;
    /// Where a folder lies.
    fn file_system(folder: &Path) -> Option<FileSystem>;
    /// This program's processes that run web content.
    fn web_processes() -> Option<Vec<WebProcess>>;
    /// Who shows notifications, in words; or why nobody does. May take long.
    fn notification_server() -> Result<String, String>;
    /// How pages are drawn.
    fn graphics() -> Option<Graphics>;
    /// Whether windows can be had. Main thread only.
    fn has_display() -> bool;
}
