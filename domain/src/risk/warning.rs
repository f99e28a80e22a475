//! A department's warning 部门预警: who warns, of what, and the flag that a line of its list becomes (domain.md §4.6).

use super::{FlagContent, FlagEntry, FlagEvent, RelapseFlag};
use crate::household::codes::RiskCause;
use crate::ids::{FlagId, HouseholdId, MemberId, OpId, StaffId, VillageId};
use crate::time::{Millis, field_day};
use crate::visit::codes::Signal;
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

pub use crate::case::codes::Department;

coded! {
    /// What a department warns of. Each kind is one department's, so that the kind alone tells which.
    pub enum WarningKind {
        LargeBill = "LARGE_BILL", "自付医疗费用高", "large self-paid medical bill";
        Uninsured = "UNINSURED", "未参加医保", "not insured";
        SubsistenceNew = "SUBSISTENCE_NEW", "新纳入低保", "newly on subsistence allowance";
        SubsistenceEnded = "SUBSISTENCE_ENDED", "退出低保", "subsistence allowance ended";
        SpecialCareNew = "SPECIAL_CARE_NEW", "新纳入特困", "newly in special care";
        TemporaryRelief = "TEMPORARY_RELIEF", "临时救助", "temporary relief granted";
        DisabilityCertificate = "DISABILITY_CERTIFICATE", "新办残疾证", "new disability certificate";
        Dropout = "DROPOUT", "失学辍学", "child out of school";
        StudyAid = "STUDY_AID", "教育资助", "aid for schooling granted";
        DangerousHouse = "DANGEROUS_HOUSE", "危房", "dangerous house";
        LostJob = "LOST_JOB", "失业", "job lost";
        TrafficAccident = "TRAFFIC_ACCIDENT", "交通事故", "traffic accident";
        Death = "DEATH", "死亡", "death";
        RegisterChange = "REGISTER_CHANGE", "户籍变动", "change in the household register";
        Disaster = "DISASTER", "受灾", "struck by a disaster";
        SeriousDisease = "SERIOUS_DISEASE", "重大疾病", "serious disease";
        UnsafeWater = "UNSAFE_WATER", "饮水不安全", "unsafe drinking water";
    }
}

impl WarningKind {
    /// The department that sends it (domain.md §4.6).
    #[must_use]
    pub const fn department(self) -> Department {
        match self {
            Self::LargeBill | Self::Uninsured => Department::MedicalInsurance,
            Self::SubsistenceNew | Self::SubsistenceEnded | Self::SpecialCareNew | Self::TemporaryRelief => {
                Department::CivilAffairs
            }
            Self::DisabilityCertificate => Department::DisabledFederation,
            Self::Dropout | Self::StudyAid => Department::Education,
            Self::DangerousHouse => Department::HousingConstruction,
            Self::LostJob => Department::HumanResources,
            Self::TrafficAccident | Self::Death | Self::RegisterChange => Department::PublicSecurity,
            Self::Disaster => Department::Emergency,
            Self::SeriousDisease => Department::Health,
            Self::UnsafeWater => Department::Water,
        }
    }

    /// The risk causes that it suggests, most direct first; a proposal, never a decision (§4.4, §5.3).
    #[must_use]
    pub const fn proposes(self) -> &'static [RiskCause] {
        match self {
            Self::LargeBill => Signal::LargeBill.proposes(),
            Self::Uninsured => Signal::Uninsured.proposes(),
            Self::SeriousDisease => Signal::SeriousIllness.proposes(),
            Self::Dropout | Self::StudyAid => Signal::OutOfSchool.proposes(),
            Self::DangerousHouse => Signal::DangerousHouse.proposes(),
            Self::LostJob => Signal::LostJob.proposes(),
            Self::Disaster => Signal::Disaster.proposes(),
            Self::UnsafeWater => Signal::BadWater.proposes(),
            Self::DisabilityCertificate => &[RiskCause::Disability],
            Self::TrafficAccident => &[RiskCause::Accident, RiskCause::Disability],
            Self::Death | Self::SubsistenceNew | Self::SpecialCareNew => &[RiskCause::LackLabour],
            Self::SubsistenceEnded | Self::TemporaryRelief | Self::RegisterChange => &[RiskCause::Other],
        }
    }
}

/// What a department says of a member of a household. It warns of nothing that cannot wait: whether something does is
/// for whoever goes there to see.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Encode, Decode)]
pub struct Warning {
    /// Of what, and so by which department.
    #[n(0)]
    pub kind: WarningKind,
    /// Of whom.
    #[n(1)]
    pub member: MemberId,
    /// The day on which it happened, local.
    #[cbor(n(2), with = "crate::cbor::day")]
    pub happened_on: NaiveDate,
    /// An amount in whole yuan, where the list has one, such as what was paid for treatment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(3), default)]
    pub amount: Option<i64>,
}

impl Warning {
    /// Who warns.
    #[must_use]
    pub const fn department(&self) -> Department {
        self.kind.department()
    }
}

/// A line of a list that met a member of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedWarning {
    /// The flag that it becomes. It follows from kind, member and day, so that a line that comes again makes nothing
    /// twice.
    pub flag: FlagId,
    /// The member's household.
    pub household: HouseholdId,
    /// Where it lies.
    pub village: VillageId,
    /// What the department says.
    pub warning: Warning,
    /// The day on which the department made its list: **T0**. The limit runs from the finding of the clue (§4.7), and
    /// it is the list that finds it. What happened may lie months back without anybody knowing; that day is kept
    /// beside it ([`Warning::happened_on`]). A list that does not say its day counts from the day of its import.
    pub sent_on: NaiveDate,
    /// The department's own words; may be empty.
    pub words: String,
}

impl ListedWarning {
    /// The flag that the leader triages as any other. It is a flag of its own even where the household has an open one
    /// of the same cause: which says the same is the leader's to judge, who merges it then (§5.3, `MERGED`).
    /// `by` took the list in, `now`, by the server's clock.
    #[must_use]
    pub fn into_flag(self, by: StaffId, now: Millis) -> RelapseFlag {
        let sender = self.warning.department().zh().to_owned();
        let raised = FlagEntry {
            op: OpId(self.flag.0),
            rev: 1,
            by: by.clone(),
            by_name: sender.clone(),
            recorded_at: now,
            received_at: Some(now),
            event: FlagEvent::Raised,
        };
        RelapseFlag {
            id: self.flag,
            household: self.household,
            village: self.village,
            team: None,
            raised_by: by,
            raised_by_name: sender,
            visit: None,
            rev: 1,
            recorded_on: field_day(now),
            content: FlagContent {
                seen_on: self.sent_on,
                signals: Vec::new(),
                urgent: false,
                words: self.words,
                warning: Some(self.warning),
                source: None,
            },
            triage: None,
            history: vec![raised],
            joined: None,
        }
    }

    /// Whether a flag that is there already says the same; the day of the list aside, which every list has anew.
    #[must_use]
    pub fn says_what(&self, known: &RelapseFlag) -> bool {
        known.content.warning.as_ref() == Some(&self.warning) && known.content.words == self.words
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cbor;
    use crate::risk::FlagStatus;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn listed() -> ListedWarning {
        ListedWarning {
            flag: FlagId(Uuid::from_u128(7)),
            household: HouseholdId(Uuid::from_u128(1)),
            village: "V001".into(),
            warning: Warning {
                kind: WarningKind::LargeBill,
                member: MemberId(Uuid::from_u128(2)),
                happened_on: day("2026-08-03"),
                amount: Some(38_200),
            },
            sent_on: day("2026-11-20"),
            words: "住院两次".to_owned(),
        }
    }

    /// 2026-11-23 10:00 in the field.
    const NOW: Millis = Millis(1_795_399_200_000);

    #[test]
    fn limits_run_from_the_list_not_from_what_happened() {
        let flag = listed().into_flag("D001".into(), NOW);
        assert_eq!(flag.t0(), day("2026-11-20"));
        assert_eq!(flag.days_since(day("2026-11-23")), 3);
        assert_eq!(flag.status(), FlagStatus::Raised);
        assert!(flag.bites(day("2026-11-23")), "the leader has to look");
        assert!(!flag.content.urgent);
        assert_eq!(flag.raised_by_name, "医保");
    }

    #[test]
    fn a_warning_proposes_causes_as_signs_do() {
        let flag = listed().into_flag("D001".into(), NOW);
        assert_eq!(flag.causes(), [RiskCause::Illness]);
        for kind in WarningKind::ALL {
            assert!(!kind.proposes().is_empty(), "{}", kind.code());
        }
        for department in Department::ALL {
            assert!(
                WarningKind::ALL
                    .iter()
                    .any(|kind| kind.department() == *department),
                "{} warns of something",
                department.code()
            );
        }
    }

    #[test]
    fn the_same_line_of_a_later_list_says_nothing_new() {
        let known = listed().into_flag("D001".into(), NOW);
        let later = ListedWarning {
            sent_on: day("2026-12-20"),
            ..listed()
        };
        assert!(later.says_what(&known));
        let mut more = listed();
        more.warning.amount = Some(40_000);
        assert!(!more.says_what(&known));
    }

    #[test]
    fn a_flag_with_a_warning_travels_and_one_without_reads_as_before() {
        let flag = listed().into_flag("D001".into(), NOW);
        let bytes = cbor::to_vec(&flag);
        assert_eq!(cbor::from_slice::<RelapseFlag>(&bytes).unwrap(), flag);
        let json = serde_json::to_string(&flag).unwrap();
        assert_eq!(serde_json::from_str::<RelapseFlag>(&json).unwrap(), flag);
        let mut plain = flag;
        plain.content.warning = None;
        assert!(!serde_json::to_string(&plain).unwrap().contains("warning"));
    }
}
