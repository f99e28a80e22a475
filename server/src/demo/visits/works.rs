//! The work log of a team over the year: what was done besides visits, when the linked leader came, what the dispatching
//! unit gave.

use super::super::dice::Dice;
use super::walk::{MINUTE, Walk, midnight};
use super::{Moment, Step};
use chrono::{Datelike, Months, NaiveDate};
use domain::config::Config;
use domain::household::Household;
use domain::ids::{VillageId, WorkId};
use domain::operation::OperationBody;
use domain::policy::Actor;
use domain::time::{first_of_month, plus_days};
use domain::work::WorkContent;
use domain::work::codes::WorkKind;
use std::collections::BTreeSet;

/// Months that the log goes back.
const BACK: u32 = 12;

/// What a team does besides visits.
const OWN: [(WorkKind, &str, bool); 8] = [
    (
        WorkKind::K05,
        "参加村里的主题党日，和党员一起打扫了活动室。",
        false,
    ),
    (
        WorkKind::K06,
        "和合作社商量油茶基地的除草和施肥，定了下月开工。",
        false,
    ),
    (WorkKind::K08, "看了3组的路，塌方的地方和施工队说好了补。", false),
    (WorkKind::K03, "屋场会上讲了医保缴费和临时救助怎么申请。", false),
    (WorkKind::K09, "和村里老人商量红白事从简，写进了村规民约。", false),
    (
        WorkKind::K07,
        "请农技员来讲了两个小时的果树剪枝，来了二十多人。",
        false,
    ),
    (WorkKind::K04, "和村干部把监测户的情况一户一户对了一遍。", false),
    (WorkKind::K10, "到镇上开驻村工作例会。", true),
];

/// What came from outside, with who came.
const SUPPORT: [(WorkKind, &str, &str, Option<u32>); 3] = [
    (
        WorkKind::UnitVisit,
        "单位领导",
        "来村里看了产业，走了两户监测户，听了工作队的困难。",
        None,
    ),
    (
        WorkKind::UnitMoney,
        "派出单位",
        "支持蓄水池配套资金。",
        Some(30_000),
    ),
    (
        WorkKind::UnitPeople,
        "派出单位青年志愿者",
        "帮忙收了两天油茶果。",
        None,
    ),
];

/// The entries of a team's log. Some villages saw nobody from outside for long, so that the lines have something to say.
pub(super) fn of_team(
    mut dice: Dice,
    people: &[Actor],
    households: &[Household],
    moment: Moment,
    config: &Config,
) -> Vec<Step> {
    let mut walk = Walk::new(dice.clone(), people, &[], moment, config);
    let villages: BTreeSet<&VillageId> = households.iter().map(|home| &home.village).collect();
    let this = first_of_month(moment.today);
    for village in villages {
        let (led, supported) = (!dice.per_mille(250), !dice.per_mille(200));
        for back in (0..=BACK).rev() {
            let Some(month) = this.checked_sub_months(Months::new(back)) else {
                continue;
            };
            let mut told = vec![own(&mut dice)];
            if led && month.month0().checked_rem(3) == Some(1) {
                let words = "走了产业路和两户人家，问了村里最难的事。";
                told.push((WorkKind::LeaderVisit, words, "联点区领导", None, false));
            }
            if supported && month.month0().checked_rem(6) == Some(3) {
                let [first, ..] = SUPPORT;
                let (kind, who, words, yuan) = dice.pick(&SUPPORT).copied().unwrap_or(first);
                told.push((kind, words, who, yuan, false));
            }
            for entry in told {
                log(&mut walk, &mut dice, (people, village), month, entry, moment);
            }
        }
    }
    walk.run()
}

type Told = (WorkKind, &'static str, &'static str, Option<u32>, bool);

fn own(dice: &mut Dice) -> Told {
    let [first, ..] = OWN;
    let (kind, words, elsewhere) = dice.pick(&OWN).copied().unwrap_or(first);
    (kind, words, "", None, elsewhere)
}

fn log(
    walk: &mut Walk<'_>,
    dice: &mut Dice,
    (people, village): (&[Actor], &VillageId),
    month: NaiveDate,
    (kind, words, who, yuan, elsewhere): Told,
    moment: Moment,
) {
    let on = plus_days(month, dice.between(0, 24));
    let author = usize::try_from(dice.below(3)).unwrap_or_default();
    let author = author.checked_rem(people.len()).unwrap_or_default();
    let other = people.iter().enumerate().find(|(at, _)| *at != author);
    let companion = other
        .filter(|_| dice.per_mille(400))
        .map(|(_, person)| person.staff.clone());
    if on >= moment.today {
        return;
    }
    let body = OperationBody::LogWork {
        work: WorkId(dice.uuid()),
        village: village.clone(),
        content: Box::new(WorkContent {
            kind,
            on,
            words: words.to_owned(),
            who: who.to_owned(),
            yuan,
            companions: companion.into_iter().collect(),
            elsewhere,
            post: None,
        }),
    };
    walk.act(midnight(on) + 17 * 60 * MINUTE, author, body);
}
