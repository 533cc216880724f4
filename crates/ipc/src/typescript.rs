//! The contract as TypeScript. `cargo test -p ipc` holds the committed file against it;
//! `NINEFOLD_WRITE_TYPESCRIPT=1 cargo test -p ipc` writes it.

use std::fmt::Write as _;

use ts_rs::{Config, TS};

use crate::{AppEvent, COMMANDS, IpcError, Snapshot, requests, snapshot};

/// Where the generated file lies, from the project's root.
pub const PATH: &str = "ui/shell/src/ipc/contract.ts";

macro_rules! requests_and_responses {
    ($($name:ident($request:ident) -> $response:ident @ [$($surface:ident),*];)*) => {
        fn visit_commands(types: &mut Types) {
            use requests::*;
            $( types.add::<$request>(); types.add::<$response>(); )*
        }
    };
}
crate::with_commands!(requests_and_responses);

#[derive(Default)]
struct Types {
    config: Config,
    seen: std::collections::BTreeMap<String, String>,
}

impl Types {
    fn add<T: TS + ?Sized + 'static>(&mut self) {
        use ts_rs::TypeVisitor;
        struct Visitor<'a>(&'a mut Types);
        impl TypeVisitor for Visitor<'_> {
            fn visit<T: TS + 'static + ?Sized>(&mut self) {
                self.0.add::<T>();
            }
        }
        // Types that have no file of their own are built in: `string`, `Array`, …
        if T::output_path().is_none() || self.seen.contains_key(&T::ident(&self.config)) {
            return;
        }
        let declaration = T::decl(&self.config);
        self.seen
            .insert(T::ident(&self.config), format!("export {declaration}\n"));
        T::visit_dependencies(&mut Visitor(self));
    }
}

/// The whole generated file.
#[must_use]
pub fn generate() -> String {
    let mut types = Types::default();
    visit_commands(&mut types);
    types.add::<Snapshot>();
    types.add::<AppEvent>();
    types.add::<IpcError>();
    types.add::<snapshot::NoticeView>();

    let mut out =
        String::from("// Generated from crates/ipc; `cargo test -p ipc` says how. Don't edit.\n\n");
    for declaration in types.seen.values() {
        out.push_str(declaration);
    }
    out.push_str("\n/** Every command: what it takes and gives. */\nexport interface Commands {\n");
    for command in COMMANDS {
        // Writing to a string can't fail.
        let _written = writeln!(
            out,
            "  {}: {{ request: {}; response: {} }};",
            command.name, command.request, command.response
        );
    }
    out.push_str("}\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> std::path::PathBuf {
        std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../..")
            .join(PATH)
    }

    #[test]
    #[expect(
        clippy::disallowed_methods,
        reason = "a switch of this test's, and a file in the checkout"
    )]
    fn the_committed_file_is_what_the_contract_says() {
        let generated = generate();
        if std::env::var("NINEFOLD_WRITE_TYPESCRIPT").is_ok() {
            std::fs::create_dir_all(file().parent().expect("a folder")).expect("created");
            std::fs::write(file(), &generated).expect("written");
        }
        let committed = std::fs::read_to_string(file()).expect("the file is committed");
        assert_eq!(
            committed, generated,
            "run it once with NINEFOLD_WRITE_TYPESCRIPT=1"
        );
    }

    #[test]
    fn every_command_is_named_once() {
        let names: std::collections::BTreeSet<_> = COMMANDS.iter().map(|c| c.name).collect();
        assert_eq!(names.len(), COMMANDS.len());
    }
}
