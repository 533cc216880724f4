//! The built program in real windows, against a fake CRM, its own service and a real third-party
//! application. Each test has a desk of its own: display, window manager, session bus, keyring, home.
//!
//! They need the built program (`cargo build -p ninefold`) and what `scripts/setup` installs. A test
//! that fails leaves a picture of the screen and all logs in `e2e/` of the target directory.

#[cfg(test)]
mod adding;
#[cfg(test)]
mod browsing;
#[cfg(test)]
mod closing;
#[cfg(test)]
mod command_line;
#[cfg(test)]
mod crm;
#[cfg(test)]
mod data_folder;
#[cfg(test)]
mod devices;
#[cfg(test)]
mod files;
#[cfg(test)]
mod find_and_zoom;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod isolation;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod leaving;
#[cfg(test)]
mod list_files;
#[cfg(test)]
mod manners;
#[cfg(test)]
mod monitors;
#[cfg(test)]
mod notices;
#[cfg(test)]
mod pills;
#[cfg(test)]
mod processes;
#[cfg(test)]
mod restart;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod service;
#[cfg(test)]
mod third_party;
#[cfg(test)]
mod windows;
#[cfg(test)]
mod workspaces;
