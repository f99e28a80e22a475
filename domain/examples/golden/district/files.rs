//! What lies beside an invented household: flags, requests, visits, its file with case, plan and elimination.

use super::dice::{Dice, ago};
use super::households::id;
use chrono::NaiveDate;
use domain::case::codes::{Comparison, Department, Side};
use domain::case::{
    CaseEntry, CaseStep, Compared, Deed, IdentificationCase, MonitoringFile, Verification, Verifier, Votes,
};
use domain::elimination::codes::EliminationWay;
use domain::elimination::{Elimination, EliminationLimits};
use domain::household::Household;
use domain::household::codes::MonitorCategory;
use domain::identification::IdentifyLimits;
use domain::ids::{FlagId, OpId, RequestId, VisitId};
use domain::plan::codes::{MeasureCategory, MeasureStatus};
use domain::plan::{Contact, Measure, MeasureContent, Progress, ProgressStep};
use domain::request::codes::{RequestCategory, ToldHow};
use domain::request::{Owner, Request, RequestContent, RequestEntry, RequestEvent, RequestStep};
use domain::risk::{FlagContent, RelapseFlag, Triage};
use domain::roster::Role;
use domain::time::{Millis, plus_days};
use domain::visit::codes::{Purpose, Signal, TimeBand, VisitMode, VisitStatus};
use domain::visit::{Visit, VisitContent};

fn noon(day: NaiveDate) -> Millis {
    let days = domain::time::days_between(NaiveDate::default(), day);
    Millis(days * 86_400_000 + 4 * 3_600_000)
}

/// The flags of a household.
pub fn flags(household: &Household, number: u64, today: NaiveDate) -> Vec<RelapseFlag> {
    let count = Dice::of(10, number).below(3);
    (0..count)
        .map(|which| flag(household, number * 10 + which, today))
        .collect()
}

fn flag(household: &Household, number: u64, today: NaiveDate) -> RelapseFlag {
    let mut dice = Dice::of(11, number);
    let seen_on = dice.before(today, 0, 300);
    let triage = match dice.below(5) {
        0 => Some(Triage::Confirm),
        1 => Some(Triage::Watch {
            recheck_on: plus_days(ago(today, 20), u32::try_from(dice.below(40)).unwrap_or(1)),
            reason: "下月再看".to_owned(),
        }),
        2 => Some(Triage::Dismiss {
            reason: "儿子已经找到工作".to_owned(),
            household_view: String::new(),
        }),
        _ => None,
    };
    RelapseFlag {
        id: FlagId(id(11, number)),
        household: household.id,
        village: household.village.clone(),
        team: Some("T01".into()),
        raised_by: "P002".into(),
        raised_by_name: "谭某梅".to_owned(),
        visit: None,
        rev: 1,
        recorded_on: seen_on,
        content: FlagContent {
            seen_on,
            signals: dice.some(Signal::ALL, 20),
            urgent: dice.in_hundred(10),
            words: String::new(),
            warning: None,
            source: None,
        },
        triage,
        history: Vec::new(),
        joined: None,
    }
}

/// The requests of a household.
pub fn requests(household: &Household, number: u64, today: NaiveDate) -> Vec<Request> {
    let count = Dice::of(12, number).below(3);
    (0..count)
        .map(|which| request(household, number * 10 + which, today))
        .collect()
}

fn request(household: &Household, number: u64, today: NaiveDate) -> Request {
    let mut dice = Dice::of(13, number);
    let asked_on = dice.before(today, 0, 200);
    let owner = Owner {
        staff: "P002".into(),
        name: "谭某梅".to_owned(),
    };
    let mut events = vec![RequestEvent::Raised];
    let done = RequestStep::Finish {
        words: "已经办好".to_owned(),
    };
    let told = RequestStep::Tell {
        on: today,
        how: ToldHow::Phone,
    };
    let steps = [RequestStep::TakeUp, done, told];
    let taken = usize::try_from(dice.below(4)).unwrap_or_default();
    events.extend(
        steps
            .into_iter()
            .take(taken)
            .map(|step| RequestEvent::Stepped { step }),
    );
    let entries = (1_u32..).zip(events).map(|(rev, event)| RequestEntry {
        op: OpId(id(14, number * 10 + u64::from(rev))),
        rev,
        by: "P002".into(),
        by_name: "谭某梅".to_owned(),
        recorded_at: noon(asked_on),
        recorded_on: asked_on,
        received_at: Some(noon(asked_on)),
        event,
    });
    let history: Vec<RequestEntry> = entries.collect();
    Request {
        id: RequestId(id(13, number)),
        household: household.id,
        village: household.village.clone(),
        team: Some("T01".into()),
        raised_by: "P002".into(),
        raised_by_name: "谭某梅".to_owned(),
        visit: None,
        rev: history.last().map_or(1, |entry| entry.rev),
        content: RequestContent {
            category: dice.one(RequestCategory::ALL).unwrap_or(RequestCategory::Other),
            text: "想问问能不能帮忙".to_owned(),
            owner,
            due: plus_days(asked_on, 30),
            asked_on,
        },
        history,
    }
}

/// The visits of a household.
pub fn visits(household: &Household, number: u64, today: NaiveDate) -> Vec<Visit> {
    let count = Dice::of(15, number).below(5);
    (0..count)
        .map(|which| visit(household, number * 10 + which, today))
        .collect()
}

fn visit(household: &Household, number: u64, today: NaiveDate) -> Visit {
    let mut dice = Dice::of(16, number);
    let on = dice.before(today, 0, 400);
    let nobody_home = dice.in_hundred(10);
    let met = household
        .members
        .first()
        .filter(|_| !nobody_home)
        .map(|member| member.id);
    Visit {
        id: VisitId(id(16, number)),
        household: household.id,
        village: household.village.clone(),
        team: Some("T01".into()),
        author: "P002".into(),
        author_name: "谭某梅".to_owned(),
        rev: 1,
        status: dice.one(VisitStatus::ALL).unwrap_or(VisitStatus::Submitted),
        recorded_on: on,
        content: VisitContent {
            photos: vec![],
            policies_explained: vec![],
            help_done: String::new(),
            visited_on: on,
            time_band: dice.one(TimeBand::ALL).unwrap_or(TimeBand::Morning),
            mode: dice.one(VisitMode::ALL).unwrap_or(VisitMode::InHome),
            purposes: dice.one(Purpose::ALL).into_iter().collect(),
            companions: Vec::new(),
            met: met.into_iter().collect(),
            nobody_home,
            no_change: false,
            changes: Vec::new(),
            signals: Vec::new(),
            urgent: false,
            note: String::new(),
            late_reason: None,
            next_visit_on: dice.in_hundred(20).then(|| plus_days(on, 40)),
        },
        conflicts: Vec::new(),
        history: Vec::new(),
    }
}

/// The file of a household; none where nothing was done yet.
pub fn file(
    household: &Household,
    number: u64,
    flags: &[RelapseFlag],
    today: NaiveDate,
) -> Option<MonitoringFile> {
    let mut dice = Dice::of(17, number);
    if !dice.in_hundred(75) {
        return None;
    }
    let mut file = MonitoringFile::new(household.id, household.village.clone());
    let flag = flags.first().map_or(FlagId(id(18, number)), |flag| flag.id);
    let identified = household.monitor.is_some();
    if identified && dice.in_hundred(80) {
        let decided = dice.before(today, 0, 500);
        file.cases.push(case(number, flag, ago(decided, 12), 7));
    } else if !identified && dice.in_hundred(30) {
        let taken = usize::try_from(dice.below(6)).unwrap_or_default();
        file.cases
            .push(case(number, flag, dice.before(today, 0, 25), taken));
    }
    let planned = dice.below(4);
    file.plan.measures = (0..planned)
        .map(|which| measure(number * 10 + which, today))
        .collect();
    file.plan.contacts.extend(contact(&mut dice, number, today));
    if household.monitored().is_some() && dice.in_hundred(20) {
        let ends = file.identified().map(|case| case.op);
        file.eliminations
            .push(elimination(number, ends, dice.before(today, 0, 10)));
    }
    Some(file)
}

fn contact(dice: &mut Dice, number: u64, today: NaiveDate) -> Option<Contact> {
    let left = dice.in_hundred(25).then(|| dice.before(today, 0, 60));
    dice.in_hundred(70).then(|| Contact {
        op: OpId(id(19, number)),
        name: "帮扶干部".to_owned(),
        unit: "区水利局".to_owned(),
        from: ago(today, 300),
        to: left,
    })
}

fn measure(number: u64, today: NaiveDate) -> Measure {
    let mut dice = Dice::of(20, number);
    let planned = dice.before(today, 0, 400);
    let on = dice.before(today, 0, 200).max(planned);
    let progress = dice.in_hundred(65).then(|| Progress {
        op: OpId(id(21, number)),
        by_name: "谭某梅".to_owned(),
        recorded_at: noon(on),
        received_at: Some(noon(on)),
        step: ProgressStep {
            on,
            status: dice.one(MeasureStatus::ALL).unwrap_or(MeasureStatus::Done),
            words: "种下去了".to_owned(),
        },
    });
    Measure {
        op: OpId(id(20, number)),
        by: "P002".into(),
        by_name: "谭某梅".to_owned(),
        recorded_at: noon(planned),
        received_at: Some(noon(planned)),
        content: MeasureContent {
            sub_item: None,
            category: dice
                .one(MeasureCategory::ALL)
                .unwrap_or(MeasureCategory::Industry),
            item: "送种苗两百株".to_owned(),
            start: planned,
            planned_end: dice.in_hundred(40).then(|| plus_days(planned, 90)),
            yuan: dice.in_hundred(40).then(|| dice.yuan()),
            body: String::new(),
        },
        progress: progress.into_iter().collect(),
    }
}

fn elimination(number: u64, ends: Option<OpId>, nominated_on: NaiveDate) -> Elimination {
    Elimination {
        op: OpId(id(22, number)),
        nominated_way: EliminationWay::ByAssistance,
        ends,
        limits: EliminationLimits::default(),
        words: String::new(),
        by: "P001".into(),
        by_name: "彭某梅".to_owned(),
        recorded_at: noon(nominated_on),
        received_at: Some(noon(nominated_on)),
        nominated_on,
        steps: Vec::new(),
    }
}

/// A case with the first so many of its steps; all seven lead to the district's decision, twelve days after the sign.
fn case(number: u64, flag: FlagId, seen_on: NaiveDate, taken: usize) -> IdentificationCase {
    let steps = deeds().into_iter().take(taken).zip(0_u64..);
    let entry = |((after, deed), which): ((u32, Deed), u64)| {
        let on = plus_days(seen_on, after);
        CaseEntry {
            op: OpId(id(24, number * 10 + which)),
            by: "P001".into(),
            by_name: "彭某梅".to_owned(),
            role: Role::TeamLeader,
            recorded_at: noon(on),
            recorded_on: on,
            received_at: Some(noon(on)),
            step: CaseStep {
                on,
                words: "在村里办的".to_owned(),
                late_reason: String::new(),
                deed,
            },
        }
    };
    IdentificationCase {
        opened_under: None,
        asked: Vec::new(),
        urgent: false,
        op: OpId(id(23, number)),
        flag,
        seen_on,
        heard_on: Some(seen_on),
        limits: IdentifyLimits::default(),
        by: "P001".into(),
        by_name: "彭某梅".to_owned(),
        recorded_at: noon(seen_on),
        received_at: Some(noon(seen_on)),
        steps: steps.map(entry).collect(),
    }
}

/// The deeds on the way to the decision, each with the days after the sign.
fn deeds() -> [(u32, Deed); 7] {
    let verifier = |name: &str, side| Verifier {
        staff: None,
        name: name.to_owned(),
        side,
    };
    let found = Box::new(Verification {
        verifiers: vec![verifier("彭某梅", Side::Team), verifier("刘会计", Side::Village)],
        category: MonitorCategory::Marginal,
        risks: Vec::new(),
    });
    let votes = Votes {
        present: 9,
        agree: 8,
        disagree: 1,
    };
    let results = vec![Compared {
        department: Department::CivilAffairs,
        result: Comparison::Agrees,
    }];
    [
        (
            1,
            Deed::Authorise {
                signer: "聂某庆".to_owned(),
            },
        ),
        (2, Deed::Verify { found }),
        (3, Deed::Agree { votes }),
        (3, Deed::HangNotice),
        (11, Deed::PassTown),
        (11, Deed::Compare { results }),
        (12, Deed::Approve),
    ]
}
