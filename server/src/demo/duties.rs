//! The invented duty list of the demonstration: a few items that say that they are examples, as nobody outside the office
//! knows the real one's words.

use super::visits::Moment;
use crate::store::{ListedDuty, Store, StoreError};
use chrono::{Days, Months, NaiveDate};
use domain::commitments::Cycle;
use domain::config::Config;
use domain::duty::desk::{DutyChange, DutyDeed};
use domain::duty::{Body, BodyKind, DutyState, DutyTerms};
use domain::ids::StaffId;
use domain::time::Millis;
use uuid::Uuid;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// The body of an item: the township of the demonstration, or a department.
enum Lead {
    Township,
    Department(&'static str),
}

/// Number, task, item, who leads it, cycle, and its first due day: so many months back from that many days from today.
type Example = (&'static str, &'static str, &'static str, Lead, Cycle, (u32, i64));

#[rustfmt::skip]
const EXAMPLES: [Example; 6] = [
    ("SL-01", "示例任务一", "示例：组织年度集中排查", Lead::Township, Cycle::Quarter, (9, -6)),
    ("SL-02", "示例任务一", "示例：排查名单与部门数据比对", Lead::Department("区农业农村局"), Cycle::Quarter, (9, 4)),
    ("SL-03", "示例任务二", "示例：核对饮水工程运行", Lead::Department("区水利局"), Cycle::HalfYear, (12, 40)),
    ("SL-04", "示例任务二", "示例：雨季房屋巡查", Lead::Township, Cycle::HalfYear, (12, 70)),
    ("SL-05", "示例任务三", "示例：应保尽保参保动员", Lead::Department("区医保局"), Cycle::Month, (10, -12)),
    ("SL-06", "示例任务三", "示例：印发参保资助办法", Lead::Department("区医保局"), Cycle::DueDate, (0, 20)),
];

/// How many days ago each was told of: the township was late once in spring, the insurance office once in summer.
const TOLD: [(&str, &[u32]); 5] = [
    ("SL-01", &[285, 165]),
    ("SL-02", &[272, 185, 100]),
    ("SL-03", &[330, 150]),
    ("SL-04", &[300, 120]),
    ("SL-05", &[320, 290, 260, 230, 200, 137, 105, 75, 45, 0]),
];

fn day(today: NaiveDate, days: i64) -> NaiveDate {
    let off = Days::new(days.unsigned_abs());
    let day = match days < 0 {
        true => today.checked_sub_days(off),
        false => today.checked_add_days(off),
    };
    day.unwrap_or(today)
}

fn listed(example: &Example, township: &str, today: NaiveDate) -> ListedDuty {
    let (code, task, wording, lead, cycle, (months, days)) = example;
    let due = day(today, *days);
    let body = match lead {
        Lead::Township => Body {
            kind: BodyKind::Township,
            name: township.to_owned(),
        },
        Lead::Department(name) => Body {
            kind: BodyKind::Department,
            name: (*name).to_owned(),
        },
    };
    ListedDuty {
        code: (*code).to_owned(),
        terms: DutyTerms {
            task: (*task).to_owned(),
            wording: (*wording).to_owned(),
            body,
            partners: String::new(),
            cycle: *cycle,
            due: due.checked_sub_months(Months::new(*months)).unwrap_or(due),
            withdrawn: false,
        },
    }
}

/// Imports the examples and has them told of over the year, so that each state stands somewhere and the months differ.
///
/// # Errors
/// As the database's.
pub async fn fill(
    store: &Store,
    (township, office): (&str, &StaffId),
    moment: Moment,
    config: &Config,
) -> Result<(), StoreError> {
    let rows: Vec<ListedDuty> = EXAMPLES
        .iter()
        .map(|example| listed(example, township, moment.today))
        .collect();
    store.save_duties(&rows, office, moment.now).await?;
    let Some(actor) = store.actor(office).await? else {
        return Ok(());
    };
    for ((code, days), item) in TOLD.iter().zip(1_u128..) {
        for (ago, seen) in days.iter().zip(0_u32..) {
            let told = DutyChange {
                id: Uuid::from_u128(0x5105_0000 + item * 0x100 + u128::from(seen)),
                seen,
                deed: DutyDeed::Update {
                    state: DutyState::UnderWay,
                    note: match ago {
                        0 => "示例：本月动员会已开，名单发到各村。".to_owned(),
                        _ => "示例：按月推进，情况已报。".to_owned(),
                    },
                },
            };
            let at = Millis(moment.now.0 - i64::from(*ago) * DAY_MS);
            let on = day(moment.today, -i64::from(*ago));
            store.change_duty(&actor, code, &told, config, (on, at)).await?;
        }
    }
    Ok(())
}
