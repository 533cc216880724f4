//! The rules of the house that no compiler checks: who may depend on whom, what an account's page may
//! reach, where systems may differ, and that the documents name what exists.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};
use ipc::Surface;
use serde_json::Value;

/// Every edge that may exist between rooms. A new one is a decision: it is made here, with its reason
/// in the commit.
const EDGES: &[(&str, &[&str])] = &[
    ("accounts", &["connectors", "domain"]),
    ("api", &["domain"]),
    ("api-client", &["api", "connectors", "domain"]),
    ("connectors", &["domain"]),
    ("crm", &["domain"]),
    ("domain", &[]),
    ("ipc", &[]),
    ("isolation", &[]),
    ("mail", &["domain"]),
    (
        "ninefold",
        &[
            "accounts",
            "api-client",
            "connectors",
            "domain",
            "ipc",
            "isolation",
            "secrets",
            "server",
            "store",
        ],
    ),
    ("oidc", &["domain", "outbound"]),
    ("outbound", &["domain"]),
    ("secrets", &["accounts", "domain"]),
    (
        "server",
        &["api", "crm", "domain", "mail", "oidc", "outbound"],
    ),
    ("store", &["accounts", "domain"]),
    ("testkit", &["isolation"]),
    ("whole-tests", &[]),
];

/// What tests may use beside the edges of their own room.
const FOR_TESTS: &[&str] = &["testkit"];

/// What the tests of the whole product may use besides: the contracts that they speak.
const FOR_WHOLE_TESTS: &[&str] = &["api", "domain", "ipc", "store"];

/// Libraries that only the shell may know.
const SHELL_ONLY: &[&str] = &[
    "tauri",
    "tauri-build",
    "wry",
    "tao",
    "gtk",
    "webkit2gtk",
    "global-hotkey",
];

/// Labels of webviews that show what a stranger's server sent.
const ACCOUNT_WEBVIEWS: &[&str] = &[
    "page-0192f0c1-2345-7abc-8def-0123456789ab",
    "popup-1",
    "popup-0192f0c1-2345-7abc-8def-0123456789ab-1",
];

const DOCUMENTS: &[&str] = &[
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
];

#[test]
fn rooms_depend_on_each_other_only_along_the_table() -> Result<()> {
    let metadata = workspace()?;
    let packages = metadata.workspace_packages();
    let rooms: BTreeSet<&str> = packages.iter().map(|p| p.name.as_str()).collect();
    let table: BTreeMap<&str, &[&str]> = EDGES.iter().copied().collect();
    assert_eq!(
        rooms,
        table.keys().copied().collect(),
        "the table lists every room and no other"
    );

    for package in &packages {
        for dependency in &package.dependencies {
            let (from, to) = (package.name.as_str(), dependency.name.as_str());
            let for_tests = dependency.kind == DependencyKind::Development
                && (FOR_TESTS.contains(&to)
                    || (from == "whole-tests" && FOR_WHOLE_TESTS.contains(&to)));
            let allowed = !rooms.contains(to) || table[from].contains(&to) || for_tests;
            assert!(allowed, "{from} → {to} is not in the table of edges");
        }
    }
    Ok(())
}

#[test]
fn only_the_shell_knows_tauri() -> Result<()> {
    for package in workspace()?.workspace_packages() {
        let in_the_shell = package.name.as_str() == "ninefold";
        for dependency in &package.dependencies {
            let shell_only = SHELL_ONLY.contains(&dependency.name.as_str());
            assert!(
                in_the_shell || !shell_only,
                "{} → {}",
                package.name,
                dependency.name
            );
        }
    }
    Ok(())
}

#[test]
fn every_room_takes_the_lints_and_versions_of_the_workspace() -> Result<()> {
    for package in workspace()?.workspace_packages() {
        let manifest: toml::Table = fs::read_to_string(&package.manifest_path)?.parse()?;
        let lints = manifest.get("lints").and_then(|l| l.get("workspace"));
        assert_eq!(
            lints,
            Some(&true.into()),
            "[lints] workspace = true in {}",
            package.name
        );
        for (name, dependency) in declared_dependencies(&manifest) {
            let inherited = dependency.get("workspace") == Some(&true.into());
            assert!(
                inherited,
                "{} takes {name} without workspace = true",
                package.name
            );
        }
    }
    Ok(())
}

#[test]
fn nothing_is_published_by_accident() -> Result<()> {
    for package in workspace()?.workspace_packages() {
        assert_eq!(
            package.publish.as_deref(),
            Some(&[][..]),
            "{}",
            package.name
        );
    }
    Ok(())
}

#[test]
fn systems_differ_only_in_the_platform_modules() -> Result<()> {
    let conditions = [concat!("target_", "os"), concat!("target_", "family")];
    for file in files(&["crates", "src-tauri", "tests"], &["rs"])? {
        let name = shown(&file);
        // A test may be about one system alone.
        let in_platform = name.starts_with("src-tauri/src/platform") || name.contains("/tests/");
        for (number, line) in fs::read_to_string(&file)?.lines().enumerate() {
            let condition = line.contains("cfg") && conditions.iter().any(|c| line.contains(c));
            assert!(
                in_platform || !condition,
                "{name}:{}: {}",
                number + 1,
                line.trim()
            );
        }
    }
    Ok(())
}

#[test]
fn capabilities_name_our_own_webviews_and_nothing_else() -> Result<()> {
    let capabilities = capabilities()?;
    assert!(
        !capabilities.is_empty(),
        "the shell's own pages need their commands"
    );
    for (file, capability) in &capabilities {
        assert!(
            capability.get("remote").is_none(),
            "{file}: no remote address is ever trusted"
        );
        let windows = capability.get("windows").and_then(Value::as_array);
        assert!(
            windows.is_none_or(Vec::is_empty),
            "{file}: a window holds accounts' pages too"
        );
        let webviews = strings(capability.get("webviews"));
        assert!(!webviews.is_empty(), "{file}: names its webviews");
        for pattern in webviews {
            let pattern = glob::Pattern::new(pattern)?;
            for label in ACCOUNT_WEBVIEWS {
                assert!(!pattern.matches(label), "{file}: {pattern} matches {label}");
            }
        }
    }
    Ok(())
}

#[test]
fn each_page_of_ours_may_call_just_what_the_contract_says() -> Result<()> {
    let capabilities = capabilities()?;
    for surface in [Surface::Strip, Surface::Panel, Surface::Settings] {
        let name = surface.name();
        let (_, capability) = capabilities
            .iter()
            .find(|(_, c)| c.get("identifier").and_then(Value::as_str) == Some(name))
            .with_context(|| format!("there is a capability for {name}"))?;
        for label in strings(capability.get("webviews")) {
            assert!(
                label.starts_with(&format!("{name}-")),
                "{name} is granted to {label}"
            );
        }
        let granted: BTreeSet<String> = strings(capability.get("permissions"))
            .into_iter()
            .filter(|permission| !permission.starts_with("core:"))
            .map(ToOwned::to_owned)
            .collect();
        let listed = ipc::COMMANDS
            .iter()
            .filter(|command| command.surfaces.contains(&surface))
            .map(|command| format!("allow-{}", command.name.replace('_', "-")))
            .collect();
        assert_eq!(
            granted, listed,
            "what {name} is granted and what it may call"
        );
    }
    Ok(())
}

#[test]
fn our_own_pages_hear_of_events_and_get_nothing_else_of_tauris_own() -> Result<()> {
    for (file, capability) in capabilities()? {
        for permission in strings(capability.get("permissions")) {
            let harmless = permission.starts_with("allow-")
                || ["core:event:allow-listen", "core:event:allow-unlisten"].contains(&permission);
            assert!(harmless, "{file} grants {permission}");
        }
    }
    Ok(())
}

#[test]
fn every_capability_file_is_in_force_and_no_other_is_written_elsewhere() -> Result<()> {
    let config: Value = serde_json::from_str(&fs::read_to_string(
        root().join("src-tauri/tauri.conf.json"),
    )?)?;
    let listed = config
        .pointer("/app/security/capabilities")
        .context("capabilities are listed")?;
    assert!(
        listed
            .as_array()
            .is_some_and(|l| l.iter().all(Value::is_string)),
        "capabilities stand in files, not in tauri.conf.json"
    );
    let listed: BTreeSet<&str> = strings(Some(listed)).into_iter().collect();
    let capabilities = capabilities()?;
    let written: BTreeSet<&str> = capabilities
        .iter()
        .filter_map(|(_, capability)| capability.get("identifier")?.as_str())
        .collect();
    // Tauri takes all files where the configuration lists none.
    assert!(
        listed.is_empty() || listed == written,
        "listed {listed:?}, written {written:?}"
    );
    Ok(())
}

#[test]
fn documents_name_only_what_exists() -> Result<()> {
    let mut named = 0;
    for file in documents()? {
        let text = fs::read_to_string(&file)?;
        for place in places_named_in(&text) {
            named += 1;
            let beside = file.parent().unwrap_or(Path::new("")).join(&place.path);
            let path = [root().join(&place.path), beside]
                .into_iter()
                .find(|p| p.exists());
            let path = path.with_context(|| format!("{} names {}", shown(&file), place.path))?;
            if let Some(test) = &place.test {
                let found = fs::read_to_string(path)?.contains(&format!("fn {test}("));
                assert!(found, "{} names {}::{test}", shown(&file), place.path);
            }
        }
    }
    assert!(named > 20, "places are found in the documents: {named}");
    Ok(())
}

#[test]
fn the_documents_stay_short() -> Result<()> {
    for (name, most) in [
        ("README.md", 90),
        ("ARCHITECTURE.md", 200),
        ("CONTRIBUTING.md", 120),
    ] {
        let lines = fs::read_to_string(root().join(name))?.lines().count();
        assert!(lines <= most, "{name} has {lines} lines, {most} are enough");
    }
    Ok(())
}

#[test]
fn what_is_left_to_do_has_an_issue() -> Result<()> {
    let words = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X:"),
    ];
    let kinds = [
        "rs", "ts", "js", "svelte", "css", "html", "toml", "md", "ftl", "py", "sh", "yml",
    ];
    for file in files(&["."], &kinds)? {
        for (number, line) in fs::read_to_string(&file)?.lines().enumerate() {
            for word in words {
                let bare = line.split(word).skip(1).any(|rest| !rest.starts_with("(#"));
                assert!(!bare, "{}:{}: {}", shown(&file), number + 1, line.trim());
            }
        }
    }
    Ok(())
}

#[test]
fn scripts_are_executable_and_parse() -> Result<()> {
    for file in files(&["scripts", ".ci"], &[""])? {
        let text = fs::read_to_string(&file)?;
        if text.starts_with("#!/usr/bin/env bash") {
            let parsed = Command::new("bash").arg("-n").arg(&file).status()?;
            assert!(parsed.success(), "{}", shown(&file));
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(&file)?.permissions().mode();
            assert!(mode & 0o111 != 0, "{} is executable", shown(&file));
        }
    }
    Ok(())
}

/// A path that a document names, and the test in that file, if it names one (`path::test`).
#[derive(Debug, PartialEq)]
struct Place {
    path: String,
    test: Option<String>,
}

/// Targets of links, and what stands in backticks and begins like a path of this house.
fn places_named_in(text: &str) -> Vec<Place> {
    let quoted = text.split('`').skip(1).step_by(2);
    let linked = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    let is_path = |word: &str| {
        let rooms = [
            "crates/",
            "src-tauri/",
            "ui/",
            "tests/",
            "scripts/",
            "docs/",
            "benches/",
        ];
        rooms
            .iter()
            .chain(&[".ci/", ".github/"])
            .any(|r| word.starts_with(r))
            && !word.contains([' ', '*', '<', '…'])
    };
    let quoted = quoted.filter(|word| is_path(word));
    let linked = linked.filter(|target| !target.contains("://") && !target.starts_with('#'));
    let place = |word: &str| {
        let word = word.split('#').next().unwrap_or(word);
        match word.split_once("::") {
            Some((path, name)) => Place {
                path: path.into(),
                test: Some(name.into()),
            },
            None => Place {
                path: word.into(),
                test: None,
            },
        }
    };
    quoted.chain(linked).map(place).collect()
}

#[test]
fn places_are_found_in_links_and_in_backticks() {
    let text = "See [how](docs/a.md#part), [web](https://a.example), `crates/x`, `cargo test`,\n\
                held by `tests/tests/a.rs::it_holds`.";
    let place = |path: &str, test: Option<&str>| Place {
        path: path.into(),
        test: test.map(ToOwned::to_owned),
    };
    assert_eq!(
        places_named_in(text),
        [
            place("crates/x", None),
            place("tests/tests/a.rs", Some("it_holds")),
            place("docs/a.md", None),
        ]
    );
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map(Path::to_path_buf)
        .unwrap_or_default()
}

fn shown(file: &Path) -> String {
    let inside = file.strip_prefix(root()).unwrap_or(file);
    inside.to_string_lossy().replace('\\', "/")
}

fn workspace() -> Result<Metadata> {
    let manifest = root().join("Cargo.toml");
    MetadataCommand::new()
        .manifest_path(manifest)
        .no_deps()
        .exec()
        .context("Read the workspace")
}

/// All dependencies that a manifest declares itself, for any system.
fn declared_dependencies(manifest: &toml::Table) -> Vec<(&String, &toml::Value)> {
    let sections = ["dependencies", "dev-dependencies", "build-dependencies"];
    let targets = manifest.get("target").and_then(toml::Value::as_table);
    let tables = targets
        .into_iter()
        .flat_map(|t| t.values().filter_map(toml::Value::as_table));
    std::iter::once(manifest)
        .chain(tables)
        .flat_map(|table| sections.iter().filter_map(|s| table.get(*s)?.as_table()))
        .flatten()
        .collect()
}

fn capabilities() -> Result<Vec<(String, Value)>> {
    let read = |file: &PathBuf| -> Result<(String, Value)> {
        let name = shown(file);
        let text = fs::read_to_string(file)?;
        Ok((
            name.clone(),
            serde_json::from_str(&text).with_context(|| format!("Read {name}"))?,
        ))
    };
    files(&["src-tauri/capabilities"], &["json", "json5", "toml"])?
        .iter()
        .map(read)
        .collect()
}

fn documents() -> Result<Vec<PathBuf>> {
    let mut documents = files(&["docs"], &["md"])?;
    documents.extend(DOCUMENTS.iter().map(|name| root().join(name)));
    Ok(documents)
}

/// Files under `folders` whose extension is one of `kinds`, but for what is built or installed.
fn files(folders: &[&str], kinds: &[&str]) -> Result<Vec<PathBuf>> {
    let left_out = ["node_modules", "target", "dist", "gen", ".git"];
    let mut found = Vec::new();
    for folder in folders {
        let all = walkdir::WalkDir::new(root().join(folder))
            .into_iter()
            .filter_entry(|entry| {
                !left_out.contains(&entry.file_name().to_string_lossy().as_ref())
            });
        for entry in all {
            let entry = entry?;
            let kind = entry
                .path()
                .extension()
                .unwrap_or_default()
                .to_string_lossy();
            if entry.file_type().is_file() && kinds.contains(&kind.as_ref()) {
                found.push(entry.into_path());
            }
        }
    }
    Ok(found)
}

fn strings(value: Option<&Value>) -> Vec<&str> {
    value
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}
