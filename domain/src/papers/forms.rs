//! The forms of identification and elimination (domain.md §4.7, §4.10): which there are, and when each can be drawn up.

use crate::case::MonitoringFile;
use crate::case::codes::CaseState;
use crate::elimination::codes::EliminationState;
use crate::household::Household;
use crate::income::IncomeSnapshot;
use chrono::NaiveDate;

coded! {
    /// A form of a household's monitoring file.
    pub enum CaseForm {
        Apply = "APPLY", "附件1 申请和授权书", "Application and authorisation";
        Collect = "COLLECT", "附件2 信息采集表", "Collection form";
        Notice = "NOTICE", "公示", "Public notice";
        Removal = "REMOVAL", "附表8 风险消除信息采集表", "Elimination: collection form";
        Measures = "MEASURES", "附表9 帮扶措施落实情况表", "Elimination: measures";
        Assess = "ASSESS", "附表10 风险消除评估表", "Elimination: assessment";
    }
}

impl CaseForm {
    /// Whether it can be drawn up from a file on a day: a notice while a publicity runs, the forms of elimination while one
    /// runs. After the decision the ledger finds other things than those that were decided on; the signed sheet stands.
    #[must_use]
    pub fn is_due(self, file: &MonitoringFile, today: NaiveDate) -> bool {
        match self {
            Self::Apply | Self::Collect => file.present().is_some(),
            Self::Notice => {
                let case = file.running().map(|case| case.state(today));
                let elimination = file.eliminating().map(|one| one.state(today));
                case == Some(CaseState::Publicity) || elimination == Some(EliminationState::Publicity)
            }
            Self::Removal | Self::Measures | Self::Assess => file.eliminating().is_some(),
        }
    }
}

/// The calculation on which the present identification rests: the newest one asked by the day of its decision, or at
/// all while there is none.
#[must_use]
pub fn income_at_identification<'a>(
    household: &'a Household,
    file: &MonitoringFile,
) -> Option<&'a IncomeSnapshot> {
    let decided = file.identified_on();
    let made = household.incomes.iter();
    made.filter(|made| decided.is_none_or(|on| made.asked_on <= on))
        .max_by_key(|made| made.asked_on)
}

/// The newest calculation that was asked after the identification.
#[must_use]
pub fn income_since_identification<'a>(
    household: &'a Household,
    file: &MonitoringFile,
) -> Option<&'a IncomeSnapshot> {
    let decided = file.identified_on();
    let made = household.incomes.iter();
    made.filter(|made| decided.is_none_or(|on| made.asked_on > on))
        .max_by_key(|made| made.asked_on)
}
