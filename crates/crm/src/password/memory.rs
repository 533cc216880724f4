//! The memory that passwords are hashed in. A hash fills 19 MiB; were they taken anew for each, the allocator would keep
//! as much for every thread that ever hashed one.

use std::{
    fmt, mem,
    ops::{Deref, DerefMut},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use argon2::Block;
use zeroize::Zeroize as _;

use super::argon::KIBIBYTES;

/// Memory of hashes that are done, for the next ones: as much as were under way at once.
#[derive(Clone, Default)]
pub(super) struct Memory(Arc<Mutex<Vec<Vec<Block>>>>);

/// Memory for one hash. It goes back with no trace of the password in it.
pub(super) struct Lent {
    blocks: Vec<Block>,
    owner: Memory,
}

impl Memory {
    pub(super) fn lend(&self) -> Lent {
        let kept = self.idle().pop();
        Lent {
            blocks: kept.unwrap_or_else(|| vec![Block::new(); KIBIBYTES as usize]),
            owner: self.clone(),
        }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Vec<Block>>> {
        // Nobody leaves it half changed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").finish_non_exhaustive()
    }
}

impl Deref for Lent {
    type Target = [Block];

    fn deref(&self) -> &[Block] {
        &self.blocks
    }
}

impl DerefMut for Lent {
    fn deref_mut(&mut self) -> &mut [Block] {
        &mut self.blocks
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        self.blocks.iter_mut().zeroize();
        self.owner.idle().push(mem::take(&mut self.blocks));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Memory {
        /// Where in memory what is kept stands.
        pub(in crate::password) fn places(&self) -> Vec<*const Block> {
            self.idle().iter().map(Vec::as_ptr).collect()
        }

        /// Whether nothing is left of any hash.
        pub(in crate::password) fn is_clean(&self) -> bool {
            let kept = self.idle();
            let mut words = kept.iter().flatten().flat_map(AsRef::<[u64]>::as_ref);
            words.all(|word| *word == 0)
        }
    }

    #[test]
    fn what_came_back_is_lent_again_and_more_is_taken_only_where_all_is_lent() {
        let memory = Memory::default();
        let (one, other) = (memory.lend(), memory.lend());
        let of_both = [other.as_ptr(), one.as_ptr()];
        drop(other);
        drop(one);
        assert_eq!(memory.places(), of_both);
        let again = memory.lend();
        assert_eq!(again.as_ptr(), of_both[1]);
        drop(again);
        assert_eq!(memory.places(), of_both);
    }

    #[test]
    fn it_comes_back_clean_also_where_the_hash_failed() {
        let memory = Memory::default();
        let lender = memory.clone();
        let failed = std::thread::spawn(move || {
            let mut lent = lender.lend();
            lent[7].as_mut().fill(9);
            panic!("no hash");
        });
        assert!(failed.join().is_err());
        assert_eq!(memory.places().len(), 1);
        assert!(memory.is_clean());
    }
}
