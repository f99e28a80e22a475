//! Requests of the last weeks: asked, taken up, answered, told. Chance of its own, so that visits and plans stay.

use super::super::dice::Dice;
use super::walk::{MINUTE, Walk, local_day, midnight};
use super::{Moment, Step};
use chrono::{Days, NaiveDate};
use domain::config::Config;
use domain::household::Household;
use domain::ids::{HouseholdId, RequestId};
use domain::operation::OperationBody;
use domain::policy::Actor;
use domain::request::codes::{RequestCategory, ToldHow};
use domain::request::{Owner, RequestContent, RequestStep};
use domain::time::plus_days;

/// One in so many households of a team asked for something lately.
const ONE_IN: usize = 10;
const ASKED: [(RequestCategory, &str); 6] = [
    (RequestCategory::Road, "门口那段路下雨就烂，三轮车过不去。"),
    (RequestCategory::Med, "住院的单子还没报下来，想问问到哪一步了。"),
    (RequestCategory::Job, "想在附近找个能照顾老人的活。"),
    (RequestCategory::Subsidy, "今年的种粮补贴还没到账。"),
    (RequestCategory::Water, "水压太小，做饭要等半天。"),
    (RequestCategory::Edu, "孩子的助学金材料不知道交给谁。"),
];

/// How far a request has come.
#[derive(Clone, Copy, Debug)]
enum Fate {
    Waiting,
    InHand,
    Untold,
    Told,
}

/// The operations of one team's requests, in the order of time.
pub(super) fn of_team(
    mut dice: Dice,
    people: &[Actor],
    households: &[Household],
    moment: Moment,
    config: &Config,
) -> Vec<Step> {
    let of_walk = Dice::of(dice.uuid().as_u64_pair().0, 3);
    let mut walk = Walk::new(of_walk, people, households, moment, config);
    let author = 1.min(people.len().saturating_sub(1));
    let Some(owner) = people.get(author).map(|actor| Owner {
        staff: actor.staff.clone(),
        name: actor.name.clone(),
    }) else {
        return Vec::new();
    };
    let mut planned: Vec<(i64, OperationBody)> = Vec::new();
    let fates = [Fate::Untold, Fate::Waiting, Fate::InHand, Fate::Told]
        .into_iter()
        .cycle();
    for (home, fate) in households.iter().skip(3).step_by(ONE_IN).zip(fates) {
        planned.extend(asked(&mut dice, (home.id, fate), &owner, moment.today));
    }
    planned.sort_by_key(|(at, _)| *at);
    for (at, body) in planned {
        walk.act(at, author, body);
    }
    walk.run()
}

/// One request with what was done to it.
fn asked(
    dice: &mut Dice,
    (household, fate): (HouseholdId, Fate),
    owner: &Owner,
    today: NaiveDate,
) -> Vec<(i64, OperationBody)> {
    let ago = dice.between(12, 45);
    let minute = i64::from(dice.between(8 * 60, 17 * 60));
    let at = |ago: u32| {
        let on = today.checked_sub_days(Days::new(u64::from(ago))).unwrap_or(today);
        midnight(on) + minute * MINUTE
    };
    let (category, text) = dice
        .pick(&ASKED)
        .copied()
        .unwrap_or((RequestCategory::Other, "想问问政策。"));
    let asked_on = local_day(at(ago));
    let request = RequestId(dice.uuid_at(at(ago)));
    let raise = OperationBody::RaiseRequest {
        request,
        household,
        visit: None,
        content: Box::new(RequestContent {
            category,
            text: text.to_owned(),
            owner: owner.clone(),
            due: plus_days(asked_on, dice.between(20, 40)),
            asked_on,
        }),
    };
    let steps: &[(u32, RequestStep)] = &[
        (3, RequestStep::TakeUp),
        (
            6,
            RequestStep::Finish {
                words: "问过窗口，已经办好。".to_owned(),
            },
        ),
        (
            8,
            RequestStep::Tell {
                on: local_day(at(ago - 8)),
                how: ToldHow::InPerson,
            },
        ),
    ];
    let taken = match fate {
        Fate::Waiting => 0,
        Fate::InHand => 1,
        Fate::Untold => 2,
        Fate::Told => 3,
    };
    let mut all = vec![(at(ago), raise)];
    for (rev, (later, step)) in (1_u32..).zip(steps.iter().take(taken)) {
        let step = OperationBody::StepRequest {
            request,
            household,
            base_rev: rev,
            step: Box::new(step.clone()),
        };
        all.push((at(ago - later), step));
    }
    all
}
