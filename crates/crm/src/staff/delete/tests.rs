use std::collections::BTreeSet;

use super::FORGOTTEN;
use crate::{portal::tests::tables_with, sign_in::tests::Server};

#[tokio::test]
async fn every_table_with_rows_of_a_user_is_cleared() {
    let server = Server::empty().await;
    let known = BTreeSet::from(FORGOTTEN.map(str::to_owned));
    assert_eq!(tables_with(&server, "crm_user_id").await, known);
}
