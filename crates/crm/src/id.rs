//! Ids of rows: `UUIDv7` as lower-case text, so that they sort by time in every database.

use jiff::Timestamp;
use uuid::{NoContext, Uuid};

/// A new id that sorts at `now`.
pub(crate) fn new_id(now: Timestamp) -> String {
    let seconds = u64::try_from(now.as_second()).unwrap_or(0);
    let nanos = u32::try_from(now.subsec_nanosecond()).unwrap_or(0);
    Uuid::new_v7(uuid::Timestamp::from_unix(NoContext, seconds, nanos)).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time() {
        let early = Timestamp::from_millisecond(1_700_000_000_000).expect("in range");
        let late = Timestamp::from_millisecond(1_700_000_000_001).expect("in range");
        assert!(new_id(early) < new_id(late));
        assert_eq!(new_id(early).len(), 36);
    }
}
