//! Pieces of monitoring files and flags, as lines read them.

use crate::cast::{day, id};
use crate::people::noon;
use chrono::{Days, NaiveDate};
use domain::case::codes::{Comparison, Department, Side};
use domain::case::{CaseEntry, CaseStep, Compared, Deed, IdentificationCase, Verification, Verifier, Votes};
use domain::entitlement::codes::{EntitlementSource, EntitlementStatus};
use domain::entitlement::{EntitlementCheck, EntitlementContent, EntitlementKey};
use domain::household::Risk;
use domain::household::codes::{MonitorCategory, RiskCause};
use domain::identification::{IdentifyLimits, IdentifyStep};
use domain::ids::*;
use domain::plan::codes::{MeasureCategory, MeasureStatus};
use domain::plan::{Contact, Measure, MeasureContent, Progress, ProgressStep};
use domain::risk::{FlagContent, RelapseFlag, Triage};
use domain::roster::Role;
use domain::visit::codes::Signal;

/// Some days before a day.
pub fn before(on: NaiveDate, days: u64) -> NaiveDate {
    on.checked_sub_days(Days::new(days)).unwrap()
}

pub fn contact(n: u128, from: &str, to: Option<&str>) -> Contact {
    Contact {
        op: OpId(id(n)),
        name: "帮扶干部".into(),
        unit: "区水利局".into(),
        from: day(from),
        to: to.map(day),
    }
}

/// A measure that was planned on a day.
pub fn measure(n: u128, planned: NaiveDate) -> Measure {
    Measure {
        op: OpId(id(n)),
        by: "P002".into(),
        by_name: "谭斌梅".into(),
        recorded_at: noon(&planned.to_string()),
        received_at: Some(noon(&planned.to_string())),
        content: MeasureContent {
            sub_item: None,
            category: MeasureCategory::Industry,
            item: "送种苗两百株".into(),
            start: planned,
            planned_end: None,
            yuan: None,
            body: String::new(),
        },
        progress: vec![],
    }
}

/// The measure as it went on.
pub fn went_on(mut measure: Measure, on: NaiveDate, status: MeasureStatus) -> Measure {
    measure.progress.push(Progress {
        op: OpId(id(600)),
        by_name: "谭斌梅".into(),
        recorded_at: noon(&on.to_string()),
        received_at: Some(noon(&on.to_string())),
        step: ProgressStep {
            on,
            status,
            words: "种下去了".into(),
        },
    });
    measure
}

/// A case that has just been opened on a flag.
pub fn case(n: u128, flag: FlagId, seen_on: NaiveDate) -> IdentificationCase {
    IdentificationCase {
        op: OpId(id(n)),
        flag,
        seen_on,
        heard_on: Some(seen_on),
        limits: IdentifyLimits::default(),
        by: "P001".into(),
        by_name: "彭慧梅".into(),
        recorded_at: noon(&seen_on.to_string()),
        received_at: Some(noon(&seen_on.to_string())),
        opened_under: None,
        asked: Vec::new(),
        urgent: false,
        steps: vec![],
    }
}

/// The deed that ends a step of the deadline strip.
pub fn deed(step: IdentifyStep) -> Option<Deed> {
    let votes = Votes {
        present: 9,
        agree: 8,
        disagree: 1,
    };
    let verifier = |name: &str, side| Verifier {
        staff: None,
        name: name.into(),
        side,
    };
    let found = Verification {
        verifiers: vec![
            verifier("彭慧梅", Side::Team),
            verifier("村里的刘会计", Side::Village),
        ],
        category: MonitorCategory::Marginal,
        risks: vec![Risk {
            cause: RiskCause::Illness,
            disaster: None,
        }],
    };
    Some(match step {
        IdentifyStep::Authorise => Deed::Authorise {
            signer: "聂斌庆".into(),
        },
        IdentifyStep::HomeVerify => Deed::Verify {
            found: Box::new(found),
        },
        IdentifyStep::VillageReview => Deed::Agree { votes },
        IdentifyStep::Publicity => Deed::HangNotice,
        IdentifyStep::TownReview => Deed::PassTown,
        IdentifyStep::CountyCompare => Deed::Compare {
            results: vec![Compared {
                department: Department::CivilAffairs,
                result: Comparison::Agrees,
            }],
        },
        IdentifyStep::CountyDecision => Deed::Approve,
        IdentifyStep::Clue | IdentifyStep::Announce | IdentifyStep::Recorded => return None,
    })
}

/// A step that was taken on a day.
pub fn taken(on: NaiveDate, deed: Deed) -> CaseEntry {
    CaseEntry {
        op: OpId(id(610)),
        by: "P001".into(),
        by_name: "彭慧梅".into(),
        role: Role::TeamLeader,
        recorded_at: noon(&on.to_string()),
        recorded_on: on,
        received_at: Some(noon(&on.to_string())),
        step: CaseStep {
            on,
            words: "在村里办的".into(),
            late_reason: String::new(),
            deed,
        },
    }
}

/// A case that the district approved on a day, twelve days after the sign.
pub fn approved(n: u128, flag: FlagId, on: NaiveDate) -> IdentificationCase {
    let mut made = case(n, flag, before(on, 12));
    let steps = [
        (IdentifyStep::Authorise, 11),
        (IdentifyStep::HomeVerify, 10),
        (IdentifyStep::VillageReview, 9),
        (IdentifyStep::Publicity, 9),
        (IdentifyStep::TownReview, 1),
        (IdentifyStep::CountyCompare, 1),
        (IdentifyStep::CountyDecision, 0),
    ];
    made.steps = steps
        .iter()
        .map(|(step, ago)| taken(before(on, *ago), deed(*step).unwrap()))
        .collect();
    assert_eq!(made.identified_on(), Some(on));
    made
}

/// A flag of the household, seen on a day, and what was decided on it.
pub fn flag(n: u128, household: HouseholdId, seen_on: NaiveDate, triage: Option<Triage>) -> RelapseFlag {
    RelapseFlag {
        id: FlagId(id(n)),
        household,
        village: "V001".into(),
        team: Some("T01".into()),
        raised_by: "P002".into(),
        raised_by_name: "谭斌梅".into(),
        visit: None,
        rev: 1,
        recorded_on: seen_on,
        content: FlagContent {
            seen_on,
            signals: vec![Signal::LargeBill],
            urgent: false,
            words: String::new(),
            warning: None,
            source: None,
        },
        triage,
        history: vec![],
        joined: None,
    }
}

/// What was found of a policy for a day, by somebody who had read nothing of it.
pub fn found(n: u128, key: EntitlementKey, on: NaiveDate, status: EntitlementStatus) -> EntitlementCheck {
    EntitlementCheck {
        listed: None,
        op: OpId(id(n)),
        by: "P002".into(),
        by_name: "谭斌梅".into(),
        recorded_at: noon(&on.to_string()),
        recorded_on: on,
        received_at: Some(noon(&on.to_string())),
        content: EntitlementContent {
            key,
            status,
            on,
            source: EntitlementSource::AtTheDoor,
            stopped_on: None,
            words: String::new(),
            seen: vec![],
        },
    }
}

pub fn watched(until: NaiveDate) -> Triage {
    Triage::Watch {
        recheck_on: until,
        reason: "下月再看".into(),
    }
}

pub fn dismissed() -> Triage {
    Triage::Dismiss {
        reason: "儿子已经找到工作".into(),
        household_view: String::new(),
    }
}
