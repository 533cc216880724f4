//! The server's CRMs from outside.

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};

use crate::{crm_record::CrmStatus, error::Error, instant::moment, ledger::Money, text::folded};

/// Rows that a search reads at once.
const BATCH: u64 = 500;

/// One CRM from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrmRow {
    /// Permanent id.
    pub id: String,
    /// The last part of its address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Where it is in its life.
    pub status: CrmStatus,
    /// When it is deleted for good, once that is scheduled.
    pub delete_at: Option<Timestamp>,
    /// The e-mail address of the account that owns it.
    pub owner_email: String,
    /// Users that can sign in.
    pub users: i64,
    /// The wallet that its balance is in.
    pub wallet_id: Option<String>,
    /// Its balance.
    pub balance: Option<Money>,
    /// When somebody entered it last from the portal.
    pub last_opened_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
}

#[derive(FromQueryResult)]
struct Row {
    id: String,
    slug: String,
    name: String,
    status: CrmStatus,
    delete_at: Option<i64>,
    owner_email: String,
    users: i64,
    wallet_id: Option<String>,
    balance_minor: Option<i64>,
    currency: Option<String>,
    last_opened_at: Option<i64>,
    created_at: i64,
}

/// The CRMs in whose name, address or owner's e-mail address a text is, the newest first, after one that was read
/// before. Works for the whole server.
///
/// # Errors
/// [`Error::Database`].
pub async fn crms<C: ConnectionTrait>(
    db: &C,
    search: &str,
    after: Option<&str>,
    most: u64,
) -> Result<Vec<CrmRow>, Error> {
    let wanted = folded(search);
    if wanted.is_empty() {
        let rows = read(db, after, most).await?;
        return Ok(rows.into_iter().map(CrmRow::from).collect());
    }
    // Neither database folds every script's letters: what is alike is known here alone.
    let (most, mut found) = (usize::try_from(most).unwrap_or(usize::MAX), Vec::new());
    let mut after = after.map(str::to_owned);
    loop {
        let rows = read(db, after.as_deref(), BATCH).await?;
        let Some(last) = rows.last() else {
            return Ok(found);
        };
        after = Some(last.id.clone());
        let fitting = rows.into_iter().filter(|row| {
            let texts = [&row.name, &row.slug, &row.owner_email];
            texts.iter().any(|text| folded(text).contains(&wanted))
        });
        found.extend(fitting.map(CrmRow::from));
        if found.len() >= most {
            found.truncate(most);
            return Ok(found);
        }
    }
}

async fn read<C: ConnectionTrait>(
    db: &C,
    after: Option<&str>,
    most: u64,
) -> Result<Vec<Row>, Error> {
    // Ids sort by time.
    let sql = "SELECT c.id, c.slug, c.name, c.status, c.delete_at, c.created_at, \
                 COALESCE(a.email, '') AS owner_email, \
                 (SELECT COUNT(*) FROM crm_user u WHERE u.crm_id = c.id AND u.status = 'active') AS users, \
                 (SELECT MAX(m.last_opened_at) FROM membership m WHERE m.crm_id = c.id) AS last_opened_at, \
                 w.id AS wallet_id, w.balance_minor, w.currency \
               FROM crm c LEFT JOIN account a ON a.id = c.owner_account_id \
                 LEFT JOIN wallet w ON w.crm_id = c.id \
               WHERE $1 = '' OR c.id < $1 ORDER BY c.id DESC LIMIT $2";
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let values = [after.unwrap_or_default().into(), most.into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(Row::find_by_statement(statement).all(db).await?)
}

impl From<Row> for CrmRow {
    fn from(row: Row) -> Self {
        let scheduled = matches!(
            row.status,
            CrmStatus::DeletionScheduled | CrmStatus::Purging
        );
        let balance = row.balance_minor.zip(row.currency);
        Self {
            id: row.id,
            slug: row.slug,
            name: row.name,
            status: row.status,
            delete_at: row.delete_at.filter(|_| scheduled).map(moment),
            owner_email: row.owner_email,
            users: row.users,
            wallet_id: row.wallet_id,
            balance: balance.map(|(minor, currency)| Money { minor, currency }),
            last_opened_at: row.last_opened_at.map(moment),
            created_at: moment(row.created_at),
        }
    }
}
