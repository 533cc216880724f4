//! Lists that are read a part at a time.

use api::ErrorCode;
use crm::FieldFault;
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::http::failure::Failure;

const USUAL: u64 = 50;
const MOST: u64 = 200;

/// How much of a list at once.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Part {
    /// 1 to 200; 50 unless said.
    limit: Option<u64>,
    /// `next_cursor` of the part before.
    cursor: Option<String>,
}

impl Part {
    pub(super) fn after(&self) -> Result<Option<&str>, Failure> {
        place(self.cursor.as_deref())
    }

    pub(super) fn shown(&self) -> Shown {
        Shown::of(self.limit)
    }
}

/// How many rows a part shows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown(u64);

impl Shown {
    /// As many as are asked for, within bounds.
    pub(super) fn of(limit: Option<u64>) -> Self {
        Self(limit.unwrap_or(USUAL).clamp(1, MOST))
    }

    /// How many rows to read: one more than is shown tells whether there are more.
    pub(super) const fn read(self) -> u64 {
        self.0 + 1
    }

    /// The rows that are shown, and the place of those after them.
    pub(super) fn cut<T>(
        self,
        mut rows: Vec<T>,
        id: impl Fn(&T) -> &str,
    ) -> (Vec<T>, Option<String>) {
        let shown = usize::try_from(self.0).unwrap_or(usize::MAX);
        let has_more = rows.len() > shown;
        rows.truncate(shown);
        let next = rows
            .last()
            .filter(|_| has_more)
            .map(|row| id(row).to_owned());
        (rows, next)
    }
}

/// The row that a cursor stands after. A cursor only says where one has read to: which rows are read is decided
/// anew each time.
pub(super) fn place(cursor: Option<&str>) -> Result<Option<&str>, Failure> {
    match cursor {
        Some(text) if text.len() != 36 || !text.bytes().all(is_of_id) => {
            Err(ErrorCode::CursorInvalid.into())
        }
        cursor => Ok(cursor),
    }
}

/// A moment that bounds a list (RFC 3339).
pub(super) fn moment(text: Option<&str>) -> Result<Option<Timestamp>, Failure> {
    let read = text.map(str::parse).transpose();
    read.map_err(|_| Failure::field("?".to_owned(), FieldFault::Invalid))
}

const fn is_of_id(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-')
}
