//! Plans of the monitored households: who keeps in touch, what is done for them, and how it goes on. Chance of its own,
//! so that the visits of the year stay as they are.

use super::super::dice::Dice;
use super::super::names;
use super::walk::{MINUTE, Walk, local_day, midnight};
use super::{Moment, Step};
use chrono::{Days, NaiveDate};
use domain::config::Config;
use domain::household::Household;
use domain::identity::Sex;
use domain::ids::{HouseholdId, OpId};
use domain::operation::OperationBody;
use domain::plan::catalogue::SubItem;
use domain::plan::codes::{MeasureCategory, MeasureStatus, answers};
use domain::plan::{MeasureContent, ProgressStep};
use domain::policy::Actor;
use std::collections::BTreeMap;

/// Most measures that a household is given here.
const MEASURES: usize = 2;
/// The newest progress of a plan that stands still lies further back than this many days.
const STILL_DAYS: u32 = 95;
const UNITS: [&str; 4] = ["区农业农村局", "区民政局", "区卫健局", "镇政府"];
const HEARD: [&str; 4] = [
    "已经联系好，等安排。",
    "上门看过，办得正常。",
    "头一批已经到位。",
    "和户主对过，没有走样。",
];

/// What somebody does for a household.
#[derive(Clone, Copy, Debug)]
enum Act {
    Contact,
    Measure(MeasureCategory),
    Progress(MeasureCategory),
}

/// How a household's plan comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// Nobody has begun.
    Missing,
    /// Somebody keeps in touch, and nothing is planned.
    ContactOnly,
    /// Planned long ago, and nothing was heard since.
    Still,
    /// It goes on.
    Moving,
}

impl Fate {
    fn of(dice: &mut Dice) -> Self {
        match dice.below(10) {
            0 => Self::Missing,
            1 => Self::ContactOnly,
            2 => Self::Still,
            _ => Self::Moving,
        }
    }
}

/// The operations of one team's plans over the year, in the order of time.
pub(super) fn of_team(
    mut dice: Dice,
    people: &[Actor],
    households: &[Household],
    moment: Moment,
    config: &Config,
) -> Vec<Step> {
    let mut planned = Vec::new();
    for home in households.iter().filter(|home| home.monitored().is_some()) {
        let year = year_of(&mut dice, home, moment.today);
        planned.extend(year.into_iter().map(|(at, act)| (at, home.id, act)));
    }
    planned.sort_by_key(|(at, ..)| *at);
    let of_walk = Dice::of(dice.uuid().as_u64_pair().0, 2);
    let mut walk = Walk::new(of_walk, people, households, moment, config);
    let mut known: BTreeMap<(HouseholdId, MeasureCategory), OpId> = BTreeMap::new();
    // Whoever comes after the leader keeps the plans, where the team has somebody.
    let author = 1.min(people.len().saturating_sub(1));
    for (at, home, act) in planned {
        let on = local_day(at);
        let Some(body) = body(&mut dice, home, act, on, &known) else {
            continue;
        };
        if let (Some(op), Act::Measure(category)) = (walk.act(at, author, body), act) {
            known.insert((home, category), op);
        }
    }
    walk.run()
}

/// When what is done for a household.
fn year_of(dice: &mut Dice, home: &Household, today: NaiveDate) -> Vec<(i64, Act)> {
    let fate = Fate::of(dice);
    let mut year = Vec::new();
    if fate == Fate::Missing {
        return year;
    }
    let begun = dice.between(300, 340);
    let mut add = |dice: &mut Dice, ago: u32, act| {
        let on = today.checked_sub_days(Days::new(u64::from(ago))).unwrap_or(today);
        let minute = i64::from(dice.between(8 * 60, 17 * 60));
        year.push((midnight(on) + minute * MINUTE, act));
    };
    add(dice, begun, Act::Contact);
    if fate == Fate::ContactOnly {
        return year;
    }
    let newest = match fate {
        Fate::Still => dice.between(STILL_DAYS, 2 * STILL_DAYS),
        _ => dice.between(2, 50),
    };
    for category in categories(home) {
        let mut ago = begun - dice.between(2, 8);
        add(dice, ago, Act::Measure(category));
        while ago > newest {
            ago = ago.saturating_sub(dice.between(20, 60)).max(newest);
            add(dice, ago, Act::Progress(category));
        }
    }
    year
}

/// What fits the household's risks, or what helps to earn, or the safety net.
fn categories(home: &Household) -> Vec<MeasureCategory> {
    let mut found: Vec<MeasureCategory> = Vec::new();
    let fitting = home
        .risks
        .iter()
        .filter_map(|risk| answers(risk.cause).first().copied());
    let general = match home.has_labour() {
        true => MeasureCategory::Employment,
        false => MeasureCategory::Comprehensive,
    };
    for category in fitting.chain([general]) {
        if !found.contains(&category) && found.len() < MEASURES {
            found.push(category);
        }
    }
    found
}

fn body(
    dice: &mut Dice,
    household: HouseholdId,
    act: Act,
    on: NaiveDate,
    known: &BTreeMap<(HouseholdId, MeasureCategory), OpId>,
) -> Option<OperationBody> {
    Some(match act {
        Act::Contact => {
            let sex = if dice.per_mille(500) {
                Sex::Female
            } else {
                Sex::Male
            };
            OperationBody::NameContact {
                household,
                name: names::name(dice, sex),
                unit: dice.word(&UNITS).to_owned(),
                from: None,
            }
        }
        Act::Measure(category) => {
            let (item, sub_item) = item(category);
            OperationBody::AddMeasure {
                household,
                content: Box::new(MeasureContent {
                    sub_item,
                    category,
                    item: item.to_owned(),
                    start: on,
                    planned_end: None,
                    yuan: None,
                    body: String::new(),
                }),
            }
        }
        Act::Progress(category) => OperationBody::ProgressMeasure {
            household,
            measure: *known.get(&(household, category))?,
            step: Box::new(ProgressStep {
                on,
                status: MeasureStatus::InProgress,
                words: dice.word(&HEARD).to_owned(),
            }),
        },
    })
}

/// What is done, in words, and which of the catalogue's sub-items it is; a job in the park nearby is none of them.
const fn item(category: MeasureCategory) -> (&'static str, Option<SubItem>) {
    match category {
        MeasureCategory::Industry => ("送鸡苗，技术员上门", Some(SubItem::Supplies)),
        MeasureCategory::Employment => ("介绍到园区务工", None),
        MeasureCategory::Finance => ("贴息三年", Some(SubItem::SmallLoan)),
        MeasureCategory::PublicPost => ("安排村里的公益岗", Some(SubItem::CleaningPost)),
        MeasureCategory::Health => ("跟进住院报销", Some(SubItem::FamilyDoctor)),
        MeasureCategory::CompulsoryEdu => (SubItem::BoardingAid.zh(), Some(SubItem::BoardingAid)),
        MeasureCategory::OtherEdu => ("帮着申请", Some(SubItem::StudentGrant)),
        MeasureCategory::Comprehensive => ("帮着申请", Some(SubItem::TemporaryAid)),
        MeasureCategory::Housing => (SubItem::HouseRepair.zh(), Some(SubItem::HouseRepair)),
        MeasureCategory::Water => ("接通自来水", Some(SubItem::WaterPipes)),
        MeasureCategory::Social => (SubItem::Donations.zh(), Some(SubItem::Donations)),
        MeasureCategory::Relocation => ("搬迁后续扶持", Some(SubItem::FollowUp)),
        MeasureCategory::LivingCondition => ("改厨改厕", Some(SubItem::Toilet)),
        MeasureCategory::Infrastructure => (SubItem::HouseRoad.zh(), Some(SubItem::HouseRoad)),
    }
}
