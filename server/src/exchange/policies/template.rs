//! The one sheet of a department's list of policies and its words.

use super::super::table::template;
use domain::entitlement::codes::{EntitlementKind, EntitlementStatus};

template! {
    /// 部门政策.
    POLICIES = "部门政策" ["政策", "政策名单", "部门政策名单", "享受政策名单"];
    0 DEPARTMENT = "部门" ["发送部门", "主管部门", "推送部门"], Plain, optional;
    1 NAME = "姓名" ["人员姓名"], Plain;
    2 NUMBER = "证件号码" ["身份证号", "身份证号码", "证件号", "公民身份号码"], IdNumber;
    3 POLICY = "政策" ["政策名称", "政策项目", "项目", "补贴项目", "待遇"], Plain;
    4 STATUS = "享受情况" ["状态", "享受状态", "发放情况", "发放状态"], Plain;
    5 FROM = "起始日期" ["开始日期", "享受日期", "停发日期"], Plain;
    6 PERIOD = "所属期" ["期间", "月份", "学期", "年度", "名单日期"], Plain;
    7 WORDS = "说明" ["备注", "停发原因", "原因", "情况说明"], Plain;
}

/// A policy by its label, code or an office's short form.
pub(super) fn policy_of(words: &str) -> Option<EntitlementKind> {
    use EntitlementKind as K;
    K::from_zh(words)
        .or_else(|| K::from_code(&words.to_ascii_uppercase()))
        .or(match words {
            "城乡居民医保" | "居民医保" | "医保" => Some(K::MedicalInsurance),
            "参保资助" | "医保资助" => Some(K::InsurancePremium),
            "家庭医生" => Some(K::FamilyDoctor),
            "教育补助" | "助学金" | "教育助学" => Some(K::EducationAid),
            "最低生活保障" | "农村低保" => Some(K::Subsistence),
            "特困" | "特困人员供养" => Some(K::SpecialCare),
            "临时救助金" => Some(K::TemporaryAid),
            "困难残疾人补贴" | "残疾人生活补贴" => Some(K::DisabledLiving),
            "残疾人护理补贴" | "重残护理补贴" => Some(K::DisabledCare),
            "养老保险资助" | "养老代缴" => Some(K::PensionPremium),
            "小额贷款" | "脱贫小额信贷" => Some(K::SmallLoan),
            "公益性岗位" | "公益岗位" => Some(K::PublicPost),
            "产业奖励" | "奖补" => Some(K::IndustryAward),
            _ => None,
        })
}

/// How it stands, by label, code or an office's short form. A list that does not know says nothing.
pub(super) fn status_of(words: &str) -> Option<EntitlementStatus> {
    use EntitlementStatus as S;
    let status = S::from_zh(words)
        .or_else(|| S::from_code(&words.to_ascii_uppercase()))
        .or(match words {
            "享受" | "在享" | "正常" | "已享受" | "已发放" | "发放" | "已落实" => {
                Some(S::Receiving)
            }
            "未享受" | "未发放" | "没落实" | "未落实" => Some(S::DueNotReceived),
            "不符合条件" | "不涉及" => Some(S::NotEligible),
            "停发" | "退出" | "终止" | "依规终止" | "期满" => Some(S::StoppedLawful),
            "停发不明" | "中断，原因不明" => Some(S::StoppedUnexplained),
            _ => None,
        });
    status.filter(|status| *status != S::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies_and_states_are_known_by_label_code_and_short_form() {
        for kind in EntitlementKind::ALL {
            assert_eq!(policy_of(kind.zh()), Some(*kind));
            assert_eq!(policy_of(&kind.code().to_ascii_lowercase()), Some(*kind));
        }
        assert_eq!(policy_of("农村低保"), Some(EntitlementKind::Subsistence));
        assert_eq!(policy_of("别的"), None);
        assert_eq!(status_of("在享"), Some(EntitlementStatus::Receiving));
        assert_eq!(status_of("应享未享"), Some(EntitlementStatus::DueNotReceived));
        // A list says how it stands, or is silent.
        assert_eq!(status_of("没问到"), None);
    }
}
