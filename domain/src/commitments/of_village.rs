//! Lines of a village: posts (R1), its team (A1, A2), the yearly screening (S1).

use super::calendar::SCREENING;
use super::codes::{CommitmentStatus, Post, Rule, Why};
use super::{Desk, Evidence, Finding, Found, Ground, LineRow, Of, Remedy, Subject, VillagePosts, well};
use crate::ids::VisitId;
use crate::roster::{Village, VillageKind};
use crate::time::plus_days;
use crate::visit::codes::Purpose;
use chrono::{Datelike, NaiveDate};

/// Days before the end of the round from which households without a visit are due.
const SCREENING_SOON_DAYS: i64 = 30;

pub(super) fn lines(desk: &Desk<'_>, ground: &Ground<'_>, homes: &[Of<'_>], found: &mut Found) {
    if let Some(posts) = ground.posts {
        for row in desk.by(Rule::PostsFilled) {
            found.push(filled(desk, row, ground.village, posts));
        }
        for row in desk.by(Rule::TeamPresent) {
            found.push(team(desk, row, posts));
        }
        for row in desk.by(Rule::TeamComplete) {
            found.push(complete(desk, row, posts));
        }
    }
    for row in desk.by(Rule::YearlyScreening) {
        found.extend(screening(desk, row, homes));
    }
}

/// Key villages and demonstration villages have a linked leader (domain.md §3.1).
pub(super) fn is_key(village: &Village) -> bool {
    village.kinds.iter().any(|kind| {
        matches!(
            kind,
            VillageKind::KeyRevitalization
                | VillageKind::DemonstrationProvince
                | VillageKind::DemonstrationCity
                | VillageKind::DemonstrationDistrict
        )
    })
}

/// Where an empty post puts a line: broken after so many days, and at once where the roster does not say since when.
fn vacant(desk: &Desk<'_>, row: &LineRow, since: Option<NaiveDate>) -> (CommitmentStatus, Option<NaiveDate>) {
    let by = since.map(|since| plus_days(since, row.days.unwrap_or_default()));
    let status = match by.map(|by| desk.at(by)) {
        Some(CommitmentStatus::OnTrack | CommitmentStatus::DueSoon) => CommitmentStatus::DueSoon,
        _ => CommitmentStatus::Breached,
    };
    (status, by)
}

/// A post without anybody, and where that puts the line.
type Empty = (Post, CommitmentStatus, Option<NaiveDate>);

/// R1: every post has somebody. What the roster says is empty breaks the line after the row's days; a post of which it
/// never told is to be named, and nobody counts days of it.
fn filled(desk: &Desk<'_>, row: &LineRow, village: Option<&Village>, posts: &VillagePosts) -> Finding {
    let mut evidence = Vec::new();
    let mut empty: Vec<Empty> = Vec::new();
    let mut untold: Vec<Empty> = Vec::new();
    let lack = |post, since| {
        let (status, by) = vacant(desk, row, since);
        (post, status, by)
    };
    match &posts.secretary {
        Some(person) => evidence.push(Evidence::Post(Post::FirstSecretary, person.name.clone())),
        None => empty.push(lack(Post::FirstSecretary, posts.vacant_since)),
    }
    let linked = posts.linked.iter();
    evidence.extend(linked.map(|person| Evidence::Post(Post::LinkedLeader, person.name.clone())));
    if posts.linked.is_empty() && village.is_some_and(is_key) {
        // The roster tells no day for a leader's link.
        empty.push(lack(Post::LinkedLeader, None));
    }
    for post in Post::NAMED {
        match posts.holders.iter().find(|holder| holder.post == post) {
            Some(holder) if holder.is_vacant() => empty.push(lack(post, holder.since)),
            Some(holder) => evidence.push(Evidence::Post(post, holder.name.clone())),
            None => untold.push((post, CommitmentStatus::DueSoon, None)),
        }
    }
    let why = match empty.is_empty() {
        true => Why::PostUntold,
        false => Why::PostEmpty,
    };
    empty.append(&mut untold);
    // The gravest speaks for the line; of several the one that is due first, and what has no day is due now.
    let order = |(_, status, by): &Empty| (3_u8.saturating_sub(status.gravity()), *by, *status);
    let Some((_, by, status)) = empty.iter().map(order).min() else {
        return well(row, Subject::Village, Why::PostsFilled, evidence);
    };
    Finding {
        status,
        by,
        remedy: Some(Remedy::Fill(empty.into_iter().map(|(post, ..)| post).collect())),
        ..well(row, Subject::Village, why, evidence)
    }
}

/// A1: a team leads the village. A gap of as many days as the row has breaks it: as it ships, of one.
fn team(desk: &Desk<'_>, row: &LineRow, posts: &VillagePosts) -> Finding {
    if let Some(team) = &posts.team {
        let evidence = vec![Evidence::Team(team.clone())];
        return well(row, Subject::Village, Why::TeamThere, evidence);
    }
    let whole = row.days.unwrap_or_default().saturating_sub(1);
    let by = posts.since.map(|since| plus_days(since, whole));
    let status = match by.map(|by| desk.at(by)) {
        Some(CommitmentStatus::OnTrack | CommitmentStatus::DueSoon) => CommitmentStatus::DueSoon,
        _ => CommitmentStatus::Breached,
    };
    Finding {
        status,
        by,
        remedy: Some(Remedy::SendTeam),
        ..well(row, Subject::Village, Why::NoTeam, Vec::new())
    }
}

/// A2: a first secretary is in post, and the team has its size; a small one is a warning that a reason settles.
fn complete(desk: &Desk<'_>, row: &LineRow, posts: &VillagePosts) -> Finding {
    let evidence = posts
        .team
        .iter()
        .map(|team| Evidence::Team(team.clone()))
        .collect();
    let finding = |why| well(row, Subject::Village, why, evidence);
    if posts.team.is_none() {
        return Finding {
            status: CommitmentStatus::NotApplicable,
            ..finding(Why::NoTeam)
        };
    }
    if posts.secretary.is_none() {
        let (status, by) = vacant(desk, row, posts.vacant_since);
        return Finding {
            status,
            by,
            remedy: Some(Remedy::Fill(vec![Post::FirstSecretary])),
            ..finding(Why::SecretaryMissing)
        };
    }
    if posts.people < desk.config.four.team_min_size {
        return Finding {
            status: CommitmentStatus::DueSoon,
            remedy: Some(Remedy::Explain),
            ..finding(Why::TeamSmall)
        };
    }
    finding(Why::TeamComplete)
}

/// S1: every household was reached in this year's round, whose days the calendar gives; without them the line is
/// not computed.
fn screening(desk: &Desk<'_>, row: &LineRow, homes: &[Of<'_>]) -> Option<Finding> {
    let season = desk.config.calendar.season(SCREENING)?;
    let (first, last) = season.in_year_of(desk.today)?;
    let mut reached: Vec<(NaiveDate, VisitId)> = Vec::new();
    let mut missing = Vec::new();
    for of in homes {
        let screened = of.visits.iter().find(|visit| {
            visit.qualifies()
                && visit.content.purposes.contains(&Purpose::Campaign)
                && visit.counted_on().year() == desk.today.year()
        });
        match screened {
            Some(visit) => reached.push((visit.counted_on(), visit.id)),
            None => missing.push(of.household.id),
        }
    }
    // Phone and server hold the households in different orders, and say the same: the oldest visit first.
    reached.sort_unstable();
    let evidence = reached.into_iter().map(|(_, id)| Evidence::Visit(id)).collect();
    if missing.is_empty() {
        return Some(well(row, Subject::Village, Why::ScreeningDone, evidence));
    }
    let (status, why) = match desk.today < first {
        true => (CommitmentStatus::NotApplicable, Why::ScreeningAhead),
        false => (desk.at_within(last, SCREENING_SOON_DAYS), Why::ScreeningOpen),
    };
    Some(Finding {
        status,
        by: Some(last),
        remedy: status.is_open().then_some(Remedy::Screen(missing)),
        ..well(row, Subject::Village, why, evidence)
    })
}
