//! How a clue was found 线索来源 (domain.md §4.6): by people of the field, by the household itself, by a department or others.

use super::FlagContent;
use crate::visit::VisitContent;
use crate::visit::codes::Purpose;

coded! {
    /// How a clue was found.
    pub enum ClueSource {
        CadreRoutine = "CADRE_ROUTINE", "日常走访排查", "seen on everyday visits";
        CadreCampaign = "CADRE_CAMPAIGN", "集中排查", "seen in a screening campaign";
        SelfApplyPaper = "SELF_APPLY_PAPER", "农户书面或口头申报", "the household applied, on paper or by word of mouth";
        SelfApplyApp = "SELF_APPLY_APP", "农户用手机申报", "the household applied by its phone";
        SelfApplyHotline = "SELF_APPLY_HOTLINE", "12317 热线", "hotline 12317";
        DeptWarning = "DEPT_WARNING", "部门筛查预警", "a department's warning list";
        Petition = "PETITION", "信访", "petition";
        Media = "MEDIA", "媒体舆情", "press and public opinion";
        Inspection = "INSPECTION", "督查、巡视、考核发现", "found by an inspection or assessment";
    }
}

impl ClueSource {
    /// Whether somebody of the field may say so: that a department warned only the import of its list says.
    #[must_use]
    pub const fn is_said(self) -> bool {
        !matches!(self, Self::DeptWarning)
    }

    /// What a visit says of how it found what it ticked; none for an everyday one.
    #[must_use]
    pub fn of_visit(content: &VisitContent) -> Option<Self> {
        content
            .purposes
            .contains(&Purpose::Campaign)
            .then_some(Self::CadreCampaign)
    }
}

impl FlagContent {
    /// How it was found: by a department's list, as it was said, or on an everyday visit where nobody said anything.
    #[must_use]
    pub fn found_by(&self) -> ClueSource {
        match self.warning {
            Some(_) => ClueSource::DeptWarning,
            None => self.source.unwrap_or(ClueSource::CadreRoutine),
        }
    }
}
