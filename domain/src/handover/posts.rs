//! Changes of a village's posts whose holders have no account here (R1): who held one, who holds it now, and what the team
//! noted of the handover between them. They cannot sign, and nobody signs for them: an entry of the work log says on which
//! day the one handed over to the other, and who was there.

use super::AHEAD_DAYS;
use crate::commitments::{Post, Tenure, VillagePosts};
use crate::ids::VillageId;
use crate::time::{days_between, plus_days};
use crate::work::WorkLog;
use chrono::{Days, NaiveDate};

/// One post that changed hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostChange {
    /// The village.
    pub village: VillageId,
    /// The post.
    pub post: Post,
    /// Who held it.
    pub outgoing: String,
    /// Since when that one had held it, where the roster tells.
    pub since: Option<NaiveDate>,
    /// Who came.
    pub incoming: String,
    /// The first day of who came: before it there is nobody to hand over to.
    pub on: NaiveDate,
    /// The last day for the handover.
    pub by: NaiveDate,
}

impl PostChange {
    /// The entries that note this handover: of the post, from the days in which it could be prepared on, while the one who
    /// went held it.
    pub fn noted<'a>(
        &'a self,
        works: impl Iterator<Item = &'a WorkLog>,
    ) -> impl Iterator<Item = &'a WorkLog> {
        let ahead = Days::new(u64::from(AHEAD_DAYS));
        let earliest = self.on.checked_sub_days(ahead).unwrap_or(self.on);
        works.filter(move |work| {
            let on = work.counted_on();
            work.content.post == Some(self.post)
                && work.counts()
                && earliest <= on
                && self.since.is_none_or(|since| since < on)
        })
    }
}

/// The last change of each post of a village, in the order of [`Post::NOTED`]; `days` are those within which it is handed over.
///
/// An earlier change of the same post is asked for no more: who should have taken over then has handed on since. Where one
/// came who had held the post before, where nobody came yet, and where nobody knows since when, there is no change to note.
#[must_use]
pub fn post_changes(posts: &VillagePosts, days: u32) -> Vec<PostChange> {
    let changes = Post::NOTED.into_iter().map(|post| last(posts, post, days));
    changes.flatten().collect()
}

fn last(posts: &VillagePosts, post: Post, days: u32) -> Option<PostChange> {
    let held = || posts.tenures.iter().filter(move |one| one.post == post);
    let order = |one: &Tenure| (one.to, one.from, one.name.clone());
    let left = held()
        .filter(|one| one.to.is_some())
        .max_by_key(|one| order(one))?;
    let until = left.to?;
    let mut now = held().filter(|one| one.to.is_none());
    if now.any(|one| one.name == left.name) {
        return None;
    }
    // Several leaders may be linked with a village: who came nearest to the other's last day took over.
    let took_over = |one: &&Tenure| {
        let near = |from: NaiveDate| days_between(from, until) <= i64::from(AHEAD_DAYS);
        one.to.is_none()
            && one
                .from
                .is_some_and(|from| near(from) && left.from.is_none_or(|began| began < from))
    };
    let came = held().filter(took_over).min_by_key(|one| order(one))?;
    let on = came.from?;
    Some(PostChange {
        village: posts.village.clone(),
        post,
        outgoing: left.name.clone(),
        since: left.from,
        incoming: came.name.clone(),
        on,
        by: plus_days(on, days),
    })
}
