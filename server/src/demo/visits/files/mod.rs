//! Monitoring files that have a history: a household whose risk was eliminated after help, one that came back after that,
//! one that the township sent back, one that somebody objects to, and one that is no longer there. Chance of its own, so
//! that everything else of the year stays as it is.

mod said;

use super::super::dice::Dice;
use super::walk::{MINUTE, Walk, local_day, midnight};
use super::{Moment, Step};
use chrono::{Datelike, Days, NaiveDate};
use domain::config::Config;
use domain::household::Household;
use domain::household::codes::Answer;
use domain::household::facts::GUARANTEES;
use domain::ids::HouseholdId;
use domain::income::MonitoringLine;
use domain::plan::codes::MeasureStatus;
use domain::policy::Actor;
use said::body;
use std::collections::BTreeSet;

/// Ordinary households that must be left when the stories have taken theirs: a small village keeps its ordinary life.
const LEFT: usize = 2;
/// An invented line, above which two households of these stories come. See [`figures`].
const LINE_YUAN: i64 = 8_000;

/// The people of these stories: the team, leader first, and the two desks.
pub struct Cast<'a> {
    /// The team's people, leader first.
    pub team: &'a [Actor],
    /// Who reviews in the township.
    pub township: &'a Actor,
    /// Who decides in the district.
    pub district: &'a Actor,
}

/// The figures by which the two eliminations of these stories are decided: the line of their years is not published, none
/// is invented in what ships, and without one nothing is eliminated (VE03). So these decisions alone know a line, which
/// says of itself that it is invented.
#[must_use]
pub fn figures(config: &Config, today: NaiveDate) -> Config {
    let mut config = config.clone();
    for year in [today.year() - 1, today.year()] {
        config.income_lines.retain(|line| line.year != year);
        config.income_lines.push(MonitoringLine {
            year,
            yuan: LINE_YUAN,
            document: "演示用，虚构".to_owned(),
            from: None,
        });
    }
    config
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Leader,
    Member,
    Township,
    District,
}

/// What is done in a story; every step fits what stands then.
#[derive(Clone, Copy, Debug)]
pub(super) enum Act {
    Asked,
    Sign,
    Income(u32),
    Confirm,
    Authorise,
    Verify,
    Agree,
    Hang,
    Object,
    PassTown,
    ReturnToHome,
    Compare,
    Approve,
    Announce,
    Enter,
    Measure,
    Progress(MeasureStatus),
    Nominate,
    Stable,
    AgreeStable,
    HangStable,
    PassStable,
    Eliminate,
    AnnounceStable,
    Reduce,
}

/// So many days ago, who, what.
type Line = (u32, Who, Act);

/// From a sign to the monitored household: thirteen days, seven of them with the notice on the wall.
fn identified(ago: u32) -> Vec<Line> {
    let mut lines = opened(ago);
    lines.extend([
        (ago - 4, Who::Leader, Act::Hang),
        (ago - 12, Who::Township, Act::PassTown),
        (ago - 12, Who::District, Act::Compare),
        (ago - 13, Who::District, Act::Approve),
        (ago - 14, Who::Township, Act::Announce),
        (ago - 15, Who::Township, Act::Enter),
    ]);
    lines
}

/// From a sign to the village's vote.
fn opened(ago: u32) -> Vec<Line> {
    vec![
        (ago, Who::Leader, Act::Asked),
        (ago, Who::Member, Act::Sign),
        (ago, Who::Member, Act::Income(5_200)),
        (ago - 1, Who::Leader, Act::Confirm),
        (ago - 2, Who::Member, Act::Authorise),
        (ago - 3, Who::Member, Act::Verify),
        (ago - 4, Who::Leader, Act::Agree),
    ]
}

/// Identified, helped for half a year, and eliminated.
fn eliminated(ago: u32) -> Vec<Line> {
    let mut lines = identified(ago);
    let on = ago - 13 - 190;
    lines.extend([
        (ago - 18, Who::Member, Act::Measure),
        (ago - 40, Who::Member, Act::Progress(MeasureStatus::InProgress)),
        (ago - 110, Who::Member, Act::Progress(MeasureStatus::InProgress)),
        (on + 2, Who::Member, Act::Progress(MeasureStatus::Done)),
        (on + 1, Who::Member, Act::Income(14_600)),
        (on, Who::Leader, Act::Nominate),
        (on - 1, Who::Member, Act::Stable),
        (on - 2, Who::Leader, Act::AgreeStable),
        (on - 2, Who::Leader, Act::HangStable),
        (on - 10, Who::Township, Act::PassStable),
        (on - 11, Who::District, Act::Eliminate),
        (on - 12, Who::Township, Act::AnnounceStable),
    ]);
    lines
}

/// Eliminated, and some months later a new sign, which opens the second episode.
fn relapsed() -> Vec<Line> {
    let mut lines = eliminated(352);
    lines.extend(identified(60));
    lines.extend([
        (44, Who::Member, Act::Measure),
        (20, Who::Member, Act::Progress(MeasureStatus::InProgress)),
    ]);
    lines
}

/// The township wants another look at home.
fn returned() -> Vec<Line> {
    let mut lines = opened(14);
    lines.extend([
        (10, Who::Leader, Act::Hang),
        (2, Who::Township, Act::ReturnToHome),
    ]);
    lines
}

/// The notice hangs, and somebody says that it is not so.
fn objected() -> Vec<Line> {
    let mut lines = opened(10);
    lines.extend([(6, Who::Leader, Act::Hang), (2, Who::Leader, Act::Object)]);
    lines
}

/// The operations of these stories, in the order of time; none where too few households are left for them. `busy` are
/// those in which something else was seen this year.
#[must_use]
pub fn of_team(
    dice: Dice,
    cast: &Cast<'_>,
    households: &[Household],
    busy: &BTreeSet<HouseholdId>,
    moment: Moment,
    figures: &Config,
) -> Vec<Step> {
    let fits = |home: &&Household| {
        let answered = |name| !matches!(home.guarantee(name), Answer::Problem);
        cast.township.villages.contains(&home.village)
            && home.monitor.is_none()
            && home.has_labour()
            && !home.no_labour_safety_net
            && !busy.contains(&home.id)
            && GUARANTEES.iter().all(|name| answered(*name))
    };
    let ordinary: Vec<&Household> = households.iter().rev().filter(fits).collect();
    let monitored = households.iter().rev().find(|home| home.monitored().is_some());
    let stories = [eliminated(338), relapsed(), returned(), objected()];
    if ordinary.len() < stories.len() + LEFT {
        return Vec::new();
    }
    let mut planned: Vec<(i64, HouseholdId, Who, Act)> = Vec::new();
    for (home, story) in ordinary.into_iter().zip(stories) {
        planned.extend(at_times(home.id, story, moment.today));
    }
    let gone = vec![(20, Who::Leader, Act::Reduce)];
    planned.extend(
        monitored
            .into_iter()
            .flat_map(|home| at_times(home.id, gone.clone(), moment.today)),
    );
    planned.sort_by_key(|(at, ..)| *at);
    let mut people = cast.team.to_vec();
    people.extend([cast.township.clone(), cast.district.clone()]);
    let mut walk = Walk::new(dice, &people, households, moment, figures);
    for (at, home, who, act) in planned {
        let author = match who {
            Who::Leader => 0,
            Who::Member => 1.min(cast.team.len().saturating_sub(1)),
            Who::Township => cast.team.len(),
            Who::District => cast.team.len() + 1,
        };
        let Some(actor) = people.get(author) else {
            continue;
        };
        if let Some(body) = body(&mut walk, home, (act, local_day(at)), actor) {
            walk.act(at, author, body);
        }
    }
    walk.run()
}

/// The lines of a story at their times: one after the other in the hours of a day.
fn at_times(home: HouseholdId, story: Vec<Line>, today: NaiveDate) -> Vec<(i64, HouseholdId, Who, Act)> {
    let lines = story.into_iter().zip(0_i64..);
    lines
        .map(|((ago, who, act), at)| {
            let on = today.checked_sub_days(Days::new(u64::from(ago))).unwrap_or(today);
            (midnight(on) + (9 * 60 + at * 10) * MINUTE, home, who, act)
        })
        .collect()
}
