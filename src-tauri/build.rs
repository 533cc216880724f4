//! Puts the program's own commands under Tauri's access list, from the one list of commands.

fn main() {
    let names: Vec<&'static str> = ipc::COMMANDS.iter().map(|c| c.name).collect();
    let manifest = tauri_build::AppManifest::new().commands(names.leak());
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    tauri_build::try_build(attributes).expect("the build script runs");
}
