//! Who holds the posts of villages that are in no team, and since when: kept as the roster changes, never edited but for
//! what the office corrects. The linked leaders' stretches are read along with them.

use super::assignments::day;
use super::engine::{Link, Row, Value};
use super::error::Result;
use chrono::NaiveDate;
use domain::commitments::{Holder, Post, Tenure};
use domain::ids::VillageId;
use domain::time::{Millis, field_day};
use std::collections::BTreeMap;

/// What the roster says of one post of one village.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VillagePost {
    /// The village.
    pub village: VillageId,
    /// The post, and who holds it or that it is empty.
    pub holder: Holder,
}

fn holder(row: &Row, at: usize) -> Result<Holder> {
    Ok(Holder {
        post: row.coded(at, Post::from_code)?,
        name: row.text(at + 1)?,
        since: day(row, at + 2)?,
    })
}

/// What holds now, by village and post.
pub(super) async fn all(link: &mut Link) -> Result<Vec<VillagePost>> {
    let sql =
        "SELECT village, post, name, from_day FROM village_post WHERE to_day IS NULL ORDER BY village, post";
    let rows = link.fetch(sql, &[]).await?;
    let one = |row: &Row| {
        Ok(VillagePost {
            village: VillageId(row.text(0)?),
            holder: holder(row, 1)?,
        })
    };
    rows.iter().map(one).collect()
}

/// Who holds and who held the posts of a village that nobody signs for here.
#[derive(Debug, Default)]
pub(super) struct Held {
    /// What holds now of the posts that are in no team.
    pub(super) now: Vec<Holder>,
    /// Every stretch in which somebody held one, the linked leaders' among them.
    pub(super) tenures: Vec<Tenure>,
}

impl Held {
    /// Takes in `post, name, first day, last day` of a stretch.
    fn take(&mut self, row: &Row, at: usize) -> Result<()> {
        let holder = holder(row, at)?;
        let to = day(row, at + 3)?;
        if !holder.is_vacant() {
            self.tenures.push(Tenure {
                post: holder.post,
                name: holder.name.clone(),
                from: holder.since,
                to,
            });
        }
        if to.is_none() && Post::NAMED.contains(&holder.post) {
            self.now.push(holder);
        }
        Ok(())
    }
}

/// Who holds and who held the posts of one village.
pub(super) async fn of_village(link: &mut Link, village: &VillageId) -> Result<Held> {
    let sql = "SELECT post, name, from_day, to_day FROM village_post WHERE village = $1 \
               UNION ALL SELECT 'LINKED_LEADER', s.name, l.from_day, l.to_day FROM leader_link l \
               JOIN staff s ON s.id = l.leader WHERE l.village = $1 ORDER BY 1, 3, 2";
    let mut held = Held::default();
    for row in link.fetch(sql, &[village.as_str().into()]).await? {
        held.take(&row, 0)?;
    }
    Ok(held)
}

/// Who holds and who held the posts of every village.
pub(super) async fn of_all(link: &mut Link) -> Result<BTreeMap<VillageId, Held>> {
    let sql = "SELECT village, post, name, from_day, to_day FROM village_post \
               UNION ALL SELECT l.village, 'LINKED_LEADER', s.name, l.from_day, l.to_day FROM leader_link l \
               JOIN staff s ON s.id = l.leader ORDER BY 1, 2, 4, 3";
    let mut of: BTreeMap<VillageId, Held> = BTreeMap::new();
    for row in link.fetch(sql, &[]).await? {
        let village = VillageId(row.text(0)?);
        of.entry(village).or_default().take(&row, 1)?;
    }
    Ok(of)
}

/// The stretch that lasts.
struct Lasting {
    n: i64,
    holder: Holder,
}

async fn lasting(link: &mut Link, told: &VillagePost) -> Result<Option<Lasting>> {
    let sql = "SELECT n, post, name, from_day FROM village_post WHERE village = $1 AND post = $2 AND to_day IS NULL";
    let values = [told.village.as_str().into(), told.holder.post.code().into()];
    let row = link.first(sql, &values).await?;
    row.map(|row| {
        Ok(Lasting {
            n: row.int(0)?,
            holder: holder(&row, 1)?,
        })
    })
    .transpose()
}

/// Takes in what the office says of a post. Another name since the same day is a correction, and so is another day for
/// the same name; else another name ends one stretch and begins the next, on the day that the office says, or today.
pub(super) async fn put(link: &mut Link, told: &VillagePost, now: Millis) -> Result<()> {
    let says = &told.holder;
    let (n, from) = match lasting(link, told).await? {
        None => (1, says.since),
        Some(before) => {
            let since = before.holder.since;
            let same_day = says.since.is_some() && says.since == since;
            let later = says.since.filter(|day| since.is_none_or(|since| since < *day));
            match says.name == before.holder.name || same_day {
                true => (before.n, says.since.or(since)),
                false => (
                    before.n.saturating_add(1),
                    Some(later.unwrap_or_else(|| field_day(now))),
                ),
            }
        }
    };
    end_before(link, told, n, from).await?;
    let sql = "INSERT INTO village_post (village, post, n, name, from_day) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (village, post, n) DO UPDATE SET name = excluded.name, from_day = excluded.from_day";
    let values = [
        told.village.as_str().into(),
        says.post.code().into(),
        n.into(),
        says.name.as_str().into(),
        Value::from(from.map(|day| day.to_string())),
    ];
    link.execute(sql, &values).await?;
    Ok(())
}

/// Ends the stretch before the `n`-th, where there is one, on the day before that one begins.
async fn end_before(link: &mut Link, told: &VillagePost, n: i64, from: Option<NaiveDate>) -> Result<()> {
    let Some(last) = from.and_then(|from| from.pred_opt()) else {
        return Ok(());
    };
    let sql = "UPDATE village_post SET to_day = $4 WHERE village = $1 AND post = $2 AND n = $3";
    let values = [
        told.village.as_str().into(),
        told.holder.post.code().into(),
        n.saturating_sub(1).into(),
        Value::from(last.to_string()),
    ];
    link.execute(sql, &values).await?;
    Ok(())
}
