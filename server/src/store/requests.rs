//! Requests of households as village, township and district read them.

use super::cases::place;
use super::error::{Result, StoreError};
use super::{Store, whole};
use chrono::NaiveDate;
use domain::policy::{Action, Actor};
use domain::record::Record;
use domain::request::Request;
use domain::request::desk::RequestBoard;

impl Store {
    /// The unfinished requests that somebody may read, the most pressing first.
    ///
    /// # Errors
    /// As the database's.
    pub async fn request_board(&self, actor: &Actor, today: NaiveDate) -> Result<RequestBoard> {
        let mut link = self.engine.reader().await?;
        let sql = "SELECT r.body, h.name, h.grp, v.name, v.township FROM request_index i \
                   JOIN record r ON r.kind = 'request' AND r.id = i.id \
                   JOIN household_index h ON h.id = i.household JOIN village v ON v.id = i.village \
                   WHERE i.open = 1";
        let mut open = Vec::new();
        // Which of them the person may read is the policy's to say, not the query's.
        for row in link.fetch(sql, &[]).await? {
            let request = request(&row.text(0)?)?;
            if actor.may(Action::ReadRequests, &request.village, None) {
                open.push((request, place(&row)?));
            }
        }
        Ok(RequestBoard::of(open, today))
    }
}

fn request(body: &str) -> Result<Request> {
    match whole::read(body)? {
        Record::Request(request) => Ok(*request),
        _ => Err(StoreError::corrupt("kind of record")),
    }
}
