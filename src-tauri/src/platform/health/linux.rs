//! Linux: `/proc`, GIO and the session bus.

use std::{collections::BTreeMap, path::Path};

use gtk::{gio, prelude::*};

use super::{FileSystem, Graphics, WebProcess};

/// Linux.
pub(crate) struct Native;

/// As the kernel shows the name of `WebKitWebProcess`: its first fifteen letters.
const WEB_PROCESS: &str = "WebKitWebProces";

impl super::Health for Native {
    const ENGINE: &'static str = "WebKitGTK";

    fn file_system(folder: &Path) -> Option<FileSystem> {
        let asked = "filesystem::type,filesystem::free,filesystem::remote";
        let file = gio::File::for_path(folder);
        let told = file
            .query_filesystem_info(asked, gio::Cancellable::NONE)
            .ok()?;
        Some(FileSystem {
            kind: told.attribute_string("filesystem::type")?.into(),
            remote: told.boolean("filesystem::remote"),
            free: told.attribute_uint64("filesystem::free"),
        })
    }

    fn web_processes() -> Option<Vec<WebProcess>> {
        let processes = std::fs::read_dir("/proc").ok()?.flatten();
        let status = |e: std::fs::DirEntry| std::fs::read_to_string(e.path().join("status")).ok();
        let all: Vec<String> = processes.filter_map(status).collect();
        Some(web_processes_of(std::process::id(), &all))
    }

    fn notification_server() -> Result<String, String> {
        let server = notify_rust::get_server_information().map_err(|e| e.to_string())?;
        Ok(format!("{} {}", server.name, server.version))
    }

    fn graphics() -> Option<Graphics> {
        let off = std::env::var_os("WEBKIT_DISABLE_DMABUF_RENDERER");
        Some(Graphics {
            gpu: Path::new("/dev/dri").exists(),
            dmabuf: off.is_none_or(|value| value.is_empty() || value == "0"),
        })
    }

    fn has_display() -> bool {
        gtk::init().is_ok()
    }
}

/// What `/proc/PID/status` says of a process.
struct Status<'a> {
    pid: u32,
    parent: u32,
    name: &'a str,
    filtered: bool,
    /// In how many namespaces it has an id: one more than the program's own for one inside the sandbox.
    depth: usize,
}

impl<'a> Status<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let fields: BTreeMap<_, _> = text.lines().filter_map(|l| l.split_once(':')).collect();
        let value = |name: &str| fields.get(name).map(|v| v.trim());
        Some(Self {
            pid: value("Pid")?.parse().ok()?,
            parent: value("PPid")?.parse().ok()?,
            name: value("Name")?,
            // 2: SECCOMP_MODE_FILTER.
            filtered: value("Seccomp") == Some("2"),
            depth: value("NSpid").map_or(1, |ids| ids.split_whitespace().count()),
        })
    }
}

fn web_processes_of(program: u32, all: &[String]) -> Vec<WebProcess> {
    let all: BTreeMap<u32, _> = all
        .iter()
        .filter_map(|t| Status::read(t))
        .map(|s| (s.pid, s))
        .collect();
    let own_depth = all.get(&program).map_or(1, |own| own.depth);
    let ours = |status: &&Status<'_>| {
        let mut at = status.parent;
        // The sandbox's own processes stand between; no chain is longer than there are processes.
        for _ in 0..all.len() {
            if at == program {
                return true;
            }
            let Some(parent) = all.get(&at) else {
                return false;
            };
            at = parent.parent;
        }
        false
    };
    let web = all.values().filter(|s| s.name == WEB_PROCESS).filter(ours);
    let shut_in = |s: &Status<'_>| WebProcess {
        pid: s.pid,
        seccomp: s.filtered,
        own_namespace: s.depth > own_depth,
    };
    web.map(shut_in).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(name: &str, pid: u32, parent: u32, seccomp: u8, ids: &str) -> String {
        format!(
            "Name:\t{name}\nUmask:\t0022\nPid:\t{pid}\nPPid:\t{parent}\nNSpid:\t{ids}\nSeccomp:\t{seccomp}\nSeccomp_filters:\t1\n"
        )
    }

    #[test]
    fn a_page_in_the_sandbox_is_told_from_one_outside_and_from_other_programs() {
        let all = [
            status("systemd", 1, 0, 0, "1"),
            status("ninefold", 10, 1, 0, "10"),
            status("bwrap", 11, 10, 0, "11"),
            status("bwrap", 12, 11, 2, "12\t1"),
            status(WEB_PROCESS, 13, 12, 2, "13\t2"),
            status(WEB_PROCESS, 14, 10, 0, "14"),
            status(WEB_PROCESS, 15, 1, 2, "15\t2"),
        ];
        let found = web_processes_of(10, &all);
        let inside = WebProcess {
            pid: 13,
            seccomp: true,
            own_namespace: true,
        };
        let outside = WebProcess {
            pid: 14,
            seccomp: false,
            own_namespace: false,
        };
        assert_eq!(found, [inside, outside]);
    }

    #[test]
    fn in_a_container_the_programs_own_depth_counts() {
        let all = [
            status("ninefold", 10, 1, 2, "10\t5"),
            status(WEB_PROCESS, 13, 10, 2, "13\t8"),
        ];
        assert!(
            web_processes_of(10, &all)
                .iter()
                .all(|p| p.seccomp && !p.own_namespace)
        );
    }

    #[test]
    fn this_very_process_can_be_read() {
        let text = std::fs::read_to_string("/proc/self/status").unwrap();
        let status = Status::read(&text).unwrap();
        assert_eq!(status.pid, std::process::id());
        assert!(status.depth >= 1 && !status.name.is_empty());
    }
}
