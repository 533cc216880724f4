//! The registry on disk: what survives which accident.

#[cfg(test)]
mod damage;
#[cfg(test)]
mod disks;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod folders;
#[cfg(test)]
mod killed;
#[cfg(test)]
mod memory_disk;
#[cfg(test)]
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
