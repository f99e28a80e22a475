//! The photos that visits name: whose they are to send, and who may see them. Their bytes are files.

use super::engine::{Link, Value};
use super::error::{Result, StoreError};
use super::{Store, int};
use domain::ids::{StaffId, VillageId, VisitId};
use domain::policy::{Action, Actor};
use domain::visit::Visit;
use domain::visit::photo::PhotoHash;

/// Notes the photos that visits name.
pub(super) async fn index(link: &mut Link, visits: &[&Visit]) -> Result<()> {
    let mut values = Vec::new();
    for visit in visits {
        for photo in visit.all_photos() {
            values.push(Value::from(visit.id.to_string()));
            values.push(photo.hash.to_string().into());
            values.push(int(photo.bytes.into()).into());
        }
    }
    let head = "INSERT INTO visit_photo (visit, hash, bytes)";
    link.insert_many(head, "ON CONFLICT (visit, hash) DO NOTHING", 3, &values)
        .await
}

impl Store {
    /// How many bytes a photo has that a visit of this author names; none where no such visit does.
    ///
    /// # Errors
    /// As the database's.
    pub async fn photo_of_author(&self, author: &StaffId, photo: PhotoHash) -> Result<Option<u32>> {
        let sql = "SELECT p.bytes FROM visit_photo p JOIN visit_index v ON v.id = p.visit \
                   WHERE p.hash = $1 AND v.author = $2 ORDER BY p.bytes DESC LIMIT 1";
        let values = [photo.to_string().into(), Value::from(author.as_str())];
        let row = self.engine.reader().await?.first(sql, &values).await?;
        let bytes = row.map(|row| row.count(0)).transpose()?;
        bytes
            .map(|bytes| u32::try_from(bytes).map_err(|_| StoreError::corrupt("bytes of a photo")))
            .transpose()
    }

    /// The author of a visit that names this photo, for somebody who may see it. What is not there and what is
    /// somebody else's get one answer.
    ///
    /// # Errors
    /// As the database's.
    pub async fn photo_for(
        &self,
        actor: &Actor,
        visit: VisitId,
        photo: PhotoHash,
    ) -> Result<Option<StaffId>> {
        let sql = "SELECT v.village, v.author FROM visit_photo p JOIN visit_index v ON v.id = p.visit \
                   WHERE p.visit = $1 AND p.hash = $2";
        let values = [visit.to_string().into(), Value::from(photo.to_string())];
        let Some(row) = self.engine.reader().await?.first(sql, &values).await? else {
            return Ok(None);
        };
        let (village, author) = (VillageId(row.text(0)?), StaffId(row.text(1)?));
        let may = actor.may(Action::SeePhoto, &village, Some(&author));
        Ok(may.then_some(author))
    }
}
