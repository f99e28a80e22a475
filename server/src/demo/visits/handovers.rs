//! The handover of a member who leaves soon: what only that person knew, written down before it is signed.

use super::super::dice::Dice;
use super::super::roster::leaves_on;
use super::walk::{MINUTE, Walk, midnight};
use super::{Moment, Step};
use chrono::Days;
use domain::config::Config;
use domain::handover::codes::LineKind;
use domain::handover::{HandoverLine, Leaving};
use domain::household::Household;
use domain::ids::HouseholdId;
use domain::operation::OperationBody;
use domain::policy::Actor;

/// The place in the team of who leaves, the leader counted as 0.
const LEAVES: usize = 2;

/// The operations by which the person hands over; nobody has signed yet.
pub(super) fn of_team(
    dice: Dice,
    people: &[Actor],
    households: &[Household],
    moment: Moment,
    config: &Config,
) -> Vec<Step> {
    let mut walk = Walk::new(dice, people, households, moment, config);
    let (Some(person), Some(first)) = (people.get(LEAVES), households.first()) else {
        return Vec::new();
    };
    let of = Leaving {
        village: first.village.clone(),
        staff: person.staff.clone(),
        name: person.name.clone(),
        role: person.role,
        on: leaves_on(moment.today),
    };
    let monitored = households
        .iter()
        .filter(|home| home.village == first.village && home.monitored().is_some());
    let homes: Vec<HouseholdId> = monitored.take(2).map(|home| home.id).collect();
    let lines = [
        (
            LineKind::Know,
            homes.first(),
            "老人耳背，要当面大声说；药费的单子都在床头的铁盒里。",
        ),
        (
            LineKind::Know,
            homes.last(),
            "儿子晚上才回来，想见到人要七点以后去。",
        ),
        (LineKind::Promise, None, "答应了第3组：年前把路灯的事给个回话。"),
        (
            LineKind::Project,
            None,
            "蓄水池二期，合同在村部柜子里，差最后一次验收。",
        ),
        (
            LineKind::Asset,
            None,
            "仓库钥匙两把，一把在村部，一把在会计那里。",
        ),
    ];
    let day = moment
        .today
        .checked_sub_days(Days::new(2))
        .unwrap_or(moment.today);
    for ((kind, household, text), minute) in lines.into_iter().zip(0_i64..) {
        let body = OperationBody::WriteHandover {
            of: Box::new(of.clone()),
            line: Box::new(HandoverLine {
                kind,
                household: household.copied(),
                text: text.to_owned(),
            }),
        };
        walk.act(midnight(day) + (16 * 60 + minute) * MINUTE, LEAVES, body);
    }
    walk.run()
}
