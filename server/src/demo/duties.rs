//! The invented duty list of the demonstration: a few items that say that they are examples, as nobody outside the office
//! knows the real one's words.

use super::visits::Moment;
use crate::store::{ListedDuty, Store, StoreError};
use chrono::{Days, NaiveDate};
use domain::commitments::Cycle;
use domain::config::Config;
use domain::duty::desk::{DutyChange, DutyDeed};
use domain::duty::{Body, BodyKind, DutyState, DutyTerms};
use domain::ids::StaffId;
use uuid::Uuid;

/// The body of an item: the township of the demonstration, or a department.
enum Lead {
    Township,
    Department(&'static str),
}

/// Number, task, item, who leads it, cycle, days from today to its due day.
type Example = (&'static str, &'static str, &'static str, Lead, Cycle, i64);

#[rustfmt::skip]
const EXAMPLES: [Example; 6] = [
    ("SL-01", "示例任务一", "示例：组织年度集中排查", Lead::Township, Cycle::Quarter, -6),
    ("SL-02", "示例任务一", "示例：排查名单与部门数据比对", Lead::Department("区农业农村局"), Cycle::Quarter, 4),
    ("SL-03", "示例任务二", "示例：核对饮水工程运行", Lead::Department("区水利局"), Cycle::HalfYear, 40),
    ("SL-04", "示例任务二", "示例：雨季房屋巡查", Lead::Township, Cycle::HalfYear, 70),
    ("SL-05", "示例任务三", "示例：应保尽保参保动员", Lead::Department("区医保局"), Cycle::Month, -12),
    ("SL-06", "示例任务三", "示例：印发参保资助办法", Lead::Department("区医保局"), Cycle::DueDate, 20),
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
    let (code, task, wording, lead, cycle, days) = example;
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
            due: day(today, *days),
            withdrawn: false,
        },
    }
}

/// Imports the examples and has one of them told of, so that each state stands somewhere.
pub(super) async fn fill(
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
    let told = DutyChange {
        id: Uuid::from_u128(0x5105),
        seen: 0,
        deed: DutyDeed::Update {
            state: DutyState::UnderWay,
            note: "示例：本月动员会已开，名单发到各村。".to_owned(),
        },
    };
    let at = (moment.today, moment.now);
    store.change_duty(&actor, "SL-05", &told, config, at).await?;
    Ok(())
}
