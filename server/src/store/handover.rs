//! What the list of a handover is made of: a village with what the roster says of it and with its records.

use super::error::Result;
use super::four::compute;
use super::{Store, whole};
use domain::commitments::VillagePosts;
use domain::ids::VillageId;
use domain::policy::{Action, Actor};
use domain::record::RecordMap;
use domain::roster::Village;

impl Store {
    /// The village, its posts and its records; none where it is not there and where it is not theirs.
    ///
    /// # Errors
    /// As the database's.
    pub async fn handover_paper(
        &self,
        village: &VillageId,
        actor: &Actor,
    ) -> Result<Option<(Village, VillagePosts, RecordMap)>> {
        if !actor.may(Action::PrintPaper, village, None) {
            return Ok(None);
        }
        let Some((place, posts)) = self.places(Some(village)).await?.pop() else {
            return Ok(None);
        };
        let mut link = self.engine.snapshot().await?;
        let sql = "SELECT body FROM record WHERE village = $1 \
                   AND kind IN ('household', 'visit', 'monitoring', 'flag', 'request', 'handover')";
        let rows = link.fetch(sql, &[village.as_str().into()]).await?;
        let bodies: Vec<String> = rows.iter().map(|row| row.text(0)).collect::<Result<_>>()?;
        let read = move || {
            let mut records = RecordMap::default();
            for body in &bodies {
                records.put(whole::read(body)?);
            }
            Ok(records)
        };
        Ok(Some((place, posts, compute(read).await?)))
    }
}
