//! The months of a team's people: each confirms the own one when it is over, and the leader the next day.

use super::super::dice::Dice;
use super::walk::{MINUTE, Walk, midnight};
use super::{Moment, Step};
use chrono::{Months, NaiveDate};
use domain::calendar::Holidays;
use domain::config::Config;
use domain::ids::{OpId, StaffId};
use domain::operation::{OperationBody, Whose};
use domain::policy::Actor;
use domain::team::codes::DayMark;
use domain::team::{DayNote, MonthContent};
use domain::time::{first_of_month, last_of_month, plus_days};
use domain::visit::codes::VisitMode;
use std::collections::BTreeSet;

/// Whole months that the year holds.
const BACK: u32 = 12;
/// Days on site that people come to.
const COME_TO: usize = 21;

/// The operations of a team's months, which rest on the visits of `walked`. Where `waits` the last month still waits
/// for the leader.
pub(super) fn of_team(
    dice: Dice,
    people: &[Actor],
    walked: &[Step],
    moment: Moment,
    config: &Config,
    waits: bool,
) -> Vec<Step> {
    let mut walk = Walk::new(dice, people, &[], moment, config);
    let this = first_of_month(moment.today);
    for back in (1..=BACK).rev() {
        let Some(month) = this.checked_sub_months(Months::new(back)) else {
            continue;
        };
        let next = plus_days(last_of_month(month), 1);
        let hour = |days: u32| midnight(plus_days(next, days)) + 9 * 60 * MINUTE;
        let said: Vec<(usize, &Actor, Option<OpId>, MonthContent)> = people
            .iter()
            .enumerate()
            .map(|(at, person)| {
                let content = content(&person.staff, month, walked);
                let op = walk.act(hour(1), at, confirmation(person, content.clone()));
                (at, person, op, content)
            })
            .collect();
        if waits && back == 1 {
            continue;
        }
        for (_, person, op, content) in said.into_iter().filter(|(at, ..)| *at != 0) {
            let read = MonthContent { seen: op, ..content };
            walk.act(hour(2), 0, confirmation(person, read));
        }
    }
    walk.run()
}

fn confirmation(person: &Actor, content: MonthContent) -> OperationBody {
    OperationBody::ConfirmMonth {
        whose: Box::new(Whose {
            team: person.team.clone().unwrap_or_else(|| "".into()),
            staff: person.staff.clone(),
            name: person.name.clone(),
        }),
        content: Box::new(content),
    }
}

/// The days of visits, and as many working days with other work as people come to.
fn content(person: &StaffId, month: NaiveDate, walked: &[Step]) -> MonthContent {
    let last = last_of_month(month);
    let end = midnight(plus_days(last, 1));
    let visited = walked.iter().filter_map(|step| match &step.operation.body {
        OperationBody::LogVisit { content, .. } if step.operation.author == *person => {
            let there = !matches!(content.mode, VisitMode::Phone | VisitMode::Video);
            // What is told later than the month is confirmed, nobody knows then.
            (there && step.at.0 < end).then_some(content.visited_on)
        }
        _ => None,
    });
    let visited: BTreeSet<NaiveDate> = visited.filter(|on| (month..=last).contains(on)).collect();
    let days = month.iter_days().take_while(|on| *on <= last);
    let holidays = Holidays::default();
    let others = days.filter(|on| !visited.contains(on) && holidays.is_working_day(*on) == Some(true));
    let marks: Vec<DayNote> = others
        .take(COME_TO.saturating_sub(visited.len()))
        .map(|on| DayNote {
            on,
            mark: DayMark::ExtraDay,
            why: "村里开会、跑项目。".to_owned(),
        })
        .collect();
    let on_site = u32::try_from(visited.len().saturating_add(marks.len())).unwrap_or(0);
    MonthContent {
        month,
        seen: None,
        on_site,
        marks,
        words: if on_site < 20 {
            "节假日多，轮休。".to_owned()
        } else {
            String::new()
        },
        nights: None,
    }
}
