//! Rows of the posts of a village that are in no team: its Party secretary, the township's link. The sheet may be missing.

use super::super::Reporter;
use super::super::table::{Line, Table};
use super::people::PERSON_MAX;
use super::template::{HOLDER_NAME, HOLDER_POST, HOLDER_SINCE, HOLDER_VILLAGE, post_of};
use super::{Scene, fate};
use crate::store::{Roster, VillagePost};
use domain::commitments::{Holder, Post};
use domain::exchange::{Fate, ReasonCode, Subject};
use domain::ids::VillageId;
use std::collections::BTreeSet;

/// What offices write where nobody holds a post.
const VACANT: [&str; 5] = ["空缺", "空", "暂缺", "缺", "无"];

pub(super) fn holders(table: &Table<'_>, scene: &Scene<'_>, reporter: &mut Reporter, rows: &mut Roster) {
    let mut seen = BTreeSet::new();
    for at in table.positions() {
        let mut line = table.line(at);
        let says = holder(&mut line, scene, &mut seen);
        let Some(mut says) = says.filter(|_| !line.is_refused()) else {
            reporter.row(Subject::Posts, &line, Fate::Refused);
            continue;
        };
        let known = scene
            .known
            .posts
            .iter()
            .find(|known| known.village == says.village && known.holder.post == says.holder.post);
        // A day that the file leaves out is the one that is known of the same name.
        if let Some(known) = known.filter(|known| known.holder.name == says.holder.name) {
            says.holder.since = says.holder.since.or(known.holder.since);
        }
        let fate = fate(known, &says);
        reporter.row(Subject::Posts, &line, fate);
        if matches!(fate, Fate::New | Fate::Updated) {
            rows.posts.push(says);
        }
    }
}

fn holder(
    line: &mut Line<'_>,
    scene: &Scene<'_>,
    seen: &mut BTreeSet<(VillageId, Post)>,
) -> Option<VillagePost> {
    let village = line.code(&HOLDER_VILLAGE).map(VillageId);
    let post = line.needed_choice(&HOLDER_POST, post_of);
    let name = line.words(&HOLDER_NAME, PERSON_MAX);
    let since = line.date(&HOLDER_SINCE);
    let (village, post) = (village?, post?);
    line.about = format!("{village} {}", post.zh());
    if !scene.villages.contains(&village) {
        line.refuse(&HOLDER_VILLAGE, ReasonCode::UnknownVillage);
    } else if !seen.insert((village.clone(), post)) {
        line.refuse(&HOLDER_POST, ReasonCode::DuplicateRow);
    }
    let name = name.filter(|name| !VACANT.contains(&name.as_str()));
    Some(VillagePost {
        village,
        holder: Holder {
            post,
            name: name.unwrap_or_default(),
            since,
        },
    })
}
