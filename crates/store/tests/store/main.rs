//! The registry on disk: what survives which accident.

#[cfg(test)]
mod damage;
#[cfg(test)]
mod disks;
#[cfg(test)]
mod faults;
// Who may enter a folder is said in Unix's way.
#[cfg(test)]
#[cfg(unix)]
mod folders;
#[cfg(test)]
mod killed;
#[cfg(test)]
mod memory_disk;
// Small disks are mounted as Linux has it.
#[cfg(test)]
#[cfg(target_os = "linux")]
mod mounts;
#[cfg(test)]
mod process;
#[cfg(test)]
mod recovery;
#[cfg(test)]
mod removal;
#[cfg(test)]
mod runs;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod two_programs;
#[cfg(test)]
mod undescribed;
#[cfg(test)]
mod writer;
