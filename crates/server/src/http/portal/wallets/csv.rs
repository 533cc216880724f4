//! `GET /portal/wallets/{id}/entries.csv`: what moved a balance, for a spreadsheet.

use std::borrow::Cow;

use api::Problem;
use axum::{extract::State, response::IntoResponse};
use crm::portal::WalletEntry;

use super::Wanted;
use crate::{
    http::{
        extract::{ApiQuery, Holder, PathId},
        failure::Failure,
        spreadsheet::{self, harmless},
        view,
    },
    state::AppState,
};

const MOST_AT_ONCE: usize = 1_000;

const HEAD: [&str; 7] = [
    "time",
    "kind",
    "amount_minor",
    "currency",
    "crm",
    "reference",
    "note",
];

/// Lists what moved a balance as CSV
///
/// UTF-8 with a byte order mark (RFC 4180). Amounts are in the smallest units of the currency. A text that a
/// spreadsheet would take for a formula begins with an apostrophe.
#[utoipa::path(
    get,
    path = "/api/v1/portal/wallets/{id}/entries.csv",
    tag = "portal",
    operation_id = "portal_wallet_entries_csv",
    params(("id" = String, Path, description = "The wallet's id"), Wanted),
    responses(
        (status = 200, description = "The last ones first", body = String, content_type = "text/csv"),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Holder(session): Holder,
    PathId(id): PathId,
    ApiQuery(wanted): ApiQuery<Wanted>,
) -> Result<impl IntoResponse, Failure> {
    let filter = wanted.filter()?;
    let mut rows = Vec::new();
    loop {
        let after = rows.last().map(|row: &WalletEntry| row.id.clone());
        let (db, after) = (state.db.read(), after.as_deref());
        let most = u64::try_from(MOST_AT_ONCE).unwrap_or(u64::MAX);
        let part = crm::portal::wallet_entries(db, &session, &id, &filter, after, most).await?;
        let is_last = part.len() < MOST_AT_ONCE;
        rows.extend(part);
        if is_last {
            break;
        }
    }
    let text = written(&rows).map_err(|error| Failure::internal(&error))?;
    Ok((spreadsheet::headers("balance.csv"), text))
}

fn written(rows: &[WalletEntry]) -> Result<Vec<u8>, csv::Error> {
    let rows = rows.iter().map(|row| {
        [
            Cow::from(view::instant(row.at)),
            Cow::from(view::kind_name(row.kind)),
            Cow::from(row.amount.minor.to_string()),
            Cow::from(&row.amount.currency),
            harmless(row.crm_name.as_deref().unwrap_or_default()),
            harmless(&row.reference),
            harmless(&row.note),
        ]
    });
    spreadsheet::add(spreadsheet::head(HEAD)?, rows)
}

#[cfg(test)]
mod tests {
    use crm::{LedgerKind, Money};
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn whatever_people_wrote_is_text_in_one_cell() {
        let row = |note: &str| WalletEntry {
            id: "1".to_owned(),
            kind: LedgerKind::TopUp,
            amount: Money {
                minor: -5,
                currency: "EUR".to_owned(),
            },
            reference: "INV-1".to_owned(),
            note: note.to_owned(),
            crm_name: Some("=cmd|' /C calc'!A0".to_owned()),
            at: Timestamp::UNIX_EPOCH,
        };
        let text = written(&[row("a, \"b\"\nc"), row("@x")]).expect("written");
        let text = String::from_utf8(text).expect("text");
        let head = "\u{feff}time,kind,amount_minor,currency,crm,reference,note\r\n";
        let start = "1970-01-01T00:00:00.000Z,top_up,-5,EUR,'=cmd|' /C calc'!A0,INV-1,";
        let expected = format!("{head}{start}\"a, \"\"b\"\"\nc\"\r\n{start}'@x\r\n");
        assert_eq!(text, expected);
    }
}
