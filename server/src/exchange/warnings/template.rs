//! The one sheet of a department's list and its words.

use super::super::table::template;
use domain::risk::warning::{Department, WarningKind};

template! {
    /// 部门预警.
    WARNINGS = "部门预警" ["预警", "预警名单", "部门预警名单"];
    0 DEPARTMENT = "部门" ["预警部门", "推送部门", "发送部门"], Plain;
    1 KIND = "预警类型" ["类型", "预警事项", "预警内容"], Plain;
    2 NAME = "姓名" ["人员姓名"], Plain;
    3 NUMBER = "证件号码" ["身份证号", "身份证号码", "证件号", "公民身份号码"], IdNumber;
    4 HAPPENED = "发生日期" ["发生时间", "发生日"], Plain;
    5 SENT = "名单日期" ["预警日期", "推送日期", "预警时间"], Plain;
    6 AMOUNT = "金额" ["自付金额", "个人自付", "自付费用"], Plain;
    7 SAID = "说明" ["备注", "情况说明", "情况"], Plain;
}

/// A department by its label, code or an office's usual name, such as 区医疗保障局.
#[must_use]
pub fn department_of(words: &str) -> Option<Department> {
    let name = words
        .trim_start_matches(['区', '县', '市'])
        .trim_end_matches('局');
    let name = name.strip_suffix("部门").unwrap_or(name);
    Department::from_zh(name)
        .or_else(|| Department::from_code(&words.to_ascii_uppercase()))
        .or(match name {
            "医疗保障" => Some(Department::MedicalInsurance),
            "残疾人联合会" => Some(Department::DisabledFederation),
            "教体" | "教育体育" => Some(Department::Education),
            "住房和城乡建设" | "住房城乡建设" => Some(Department::HousingConstruction),
            "人力资源和社会保障" | "人力资源社会保障" => Some(Department::HumanResources),
            "应急管理" => Some(Department::Emergency),
            "卫生健康" | "卫健委" | "卫生健康委" => Some(Department::Health),
            _ => None,
        })
}

/// A kind of warning by its label, code or an office's short form.
pub(super) fn kind_of(words: &str) -> Option<WarningKind> {
    WarningKind::from_zh(words)
        .or_else(|| WarningKind::from_code(&words.to_ascii_uppercase()))
        .or(match words {
            "大额自付" | "自付费用高" | "大额医疗费用" | "大额医疗支出" | "医疗费用高" => {
                Some(WarningKind::LargeBill)
            }
            "未参保" | "未参加基本医保" | "断保" => Some(WarningKind::Uninsured),
            "新增低保" | "低保新增" | "纳入低保" => Some(WarningKind::SubsistenceNew),
            "停发低保" | "低保停发" | "低保退出" | "取消低保" => {
                Some(WarningKind::SubsistenceEnded)
            }
            "新增特困" | "特困新增" | "纳入特困" => Some(WarningKind::SpecialCareNew),
            "新增残疾" | "新办证" | "新致残" => Some(WarningKind::DisabilityCertificate),
            "失学" | "辍学" => Some(WarningKind::Dropout),
            "资助" | "教育救助" => Some(WarningKind::StudyAid),
            "住房安全" | "C级危房" | "D级危房" | "危房预警" => {
                Some(WarningKind::DangerousHouse)
            }
            "失业登记" | "务工不稳" | "返乡失业" => Some(WarningKind::LostJob),
            "车祸" => Some(WarningKind::TrafficAccident),
            "死亡销户" => Some(WarningKind::Death),
            "户籍变更" | "户口变动" => Some(WarningKind::RegisterChange),
            "灾害" | "自然灾害" | "因灾受损" => Some(WarningKind::Disaster),
            "大病" | "重病" | "大病重病" => Some(WarningKind::SeriousDisease),
            "饮水安全" | "饮水问题" => Some(WarningKind::UnsafeWater),
            _ => None,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn departments_are_known_by_their_usual_names() {
        for name in [
            "医保",
            "医保局",
            "区医保局",
            "区医疗保障局",
            "MEDICAL_INSURANCE",
            "医保部门",
        ] {
            assert_eq!(department_of(name), Some(Department::MedicalInsurance), "{name}");
        }
        assert_eq!(department_of("卫健委"), Some(Department::Health));
        assert_eq!(department_of("区教体局"), Some(Department::Education));
        assert_eq!(department_of("税务局"), None);
    }

    #[test]
    fn kinds_are_known_by_label_code_and_short_form() {
        assert_eq!(kind_of("自付医疗费用高"), Some(WarningKind::LargeBill));
        assert_eq!(kind_of("large_bill"), Some(WarningKind::LargeBill));
        assert_eq!(kind_of("辍学"), Some(WarningKind::Dropout));
        assert_eq!(kind_of("别的"), None);
    }
}
