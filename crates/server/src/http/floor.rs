//! Answers whose time doesn't tell what was found.

use std::time::Duration;

/// How long such an answer takes at least.
const FLOOR: Duration = Duration::from_millis(700);

/// Does the work, and takes as long as it would with something else to find.
pub(crate) async fn hold<T>(work: impl Future<Output = T>) -> T {
    let (answer, ()) = tokio::join!(work, tokio::time::sleep(FLOOR));
    answer
}
