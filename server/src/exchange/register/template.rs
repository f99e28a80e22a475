//! The three sheets of the household register and their words.

use super::super::table::{Column, template};
use domain::household::Risk;
use domain::household::codes::{
    DisasterKind, Education, Health, HouseGrade, HouseholdType, LabourSkill, MonitorCategory, Relation,
    RiskCause, StudentStatus,
};
use domain::household::facts::FieldName;

template! {
    /// 农户.
    HOUSEHOLDS = "农户" ["农户基本", "户", "户基本"];
    0 CODE = "户编号" ["户号", "农户编号"], Plain;
    1 VILLAGE = "村编号" ["村编码", "所属村编号"], Plain;
    2 GROUP = "村民小组" ["组别", "组", "小组"], Plain;
    3 ADDRESS = "住址" ["地址", "家庭住址"], Plain;
    4 TYPE = "户类型" ["农户类型"], Plain;
    5 LIFTED_YEAR = "脱贫年度" ["脱贫年份"], Plain;
    6 MONITOR = "监测对象类别" ["监测类别", "监测对象"], Plain;
    7 RISKS = "风险类型" ["风险", "返贫风险"], Plain;
    8 PHONE = "联系电话" ["电话", "手机", "手机号"], Phone;
    9 GRADE = "住房等级" ["房屋等级", "危房等级"], Plain;
    10 WATER = "饮水安全" ["安全饮水"], Plain;
    11 NO_LABOUR = "整户无劳动力" ["整户无劳动力兜底保障户"], Plain;
    12 RESETTLED = "易地搬迁户" ["易地搬迁", "易迁户", "易地扶贫搬迁户", "是否易地搬迁户", "是否易地搬迁"], Plain, optional;
    13 COUNT = "人口数" ["家庭人口数", "家庭人口", "人口"], Plain, optional;
    14 ARABLE = "耕地面积" ["耕地"], Plain, optional;
    15 FOREST = "林地面积" ["林地"], Plain, optional;
}

template! {
    /// 成员.
    MEMBERS = "成员" ["家庭成员", "人口"];
    0 OF_HOUSEHOLD = "户编号" ["户号", "农户编号"], Plain;
    1 NAME = "姓名" [], Plain;
    2 NUMBER = "证件号码" ["身份证号", "身份证号码", "证件号"], IdNumber;
    3 RELATION = "与户主关系" ["关系", "户主关系"], Plain;
    4 SEX = "性别" [], Plain;
    5 BIRTH = "出生日期" ["出生年月日", "生日"], Plain;
    6 EDUCATION = "文化程度" ["学历"], Plain;
    7 SCHOOL = "在校生状况" ["在校状况", "在校情况"], Plain;
    8 HEALTH = "健康状况" ["健康"], Plain;
    9 LABOUR = "劳动技能" ["劳动能力", "劳动力"], Plain;
    10 WORK_PLACE = "务工地点" ["务工地", "务工区域"], Plain;
    11 WORK_MONTHS = "务工月数" ["务工时间", "务工月份"], Plain;
    12 INSURED = "基本医保" ["医保", "基本医疗保险"], Plain;
    13 SUBSISTENCE = "低保" ["是否低保"], Plain;
    14 SPECIAL_CARE = "特困" ["是否特困"], Plain;
    15 RESIDENT = "居民医保" ["城乡居民医保", "城乡居民基本医疗保险", "参加城乡居民基本医疗保险"], Plain, optional;
    16 EMPLOYEE = "职工医保" ["城镇职工医保", "城镇职工基本医疗保险", "参加城镇职工基本医疗保险"], Plain, optional;
}

template! {
    /// 收入.
    INCOMES = "收入" ["收入支出", "家庭收入"];
    0 INCOME_OF = "户编号" ["户号", "农户编号"], Plain;
    1 FROM = "统计起" ["统计开始", "起"], Plain;
    2 TO = "统计止" ["统计结束", "止"], Plain;
    3 WAGE = "工资性收入" [], Plain;
    4 BUSINESS = "生产经营性收入" ["经营性收入"], Plain;
    5 BUSINESS_COST = "生产经营性支出" ["经营性支出"], Plain;
    6 PROPERTY = "财产性收入" [], Plain;
    7 TRANSFER = "转移性收入" [], Plain;
    8 SELF_PAID = "合规自付医疗支出" ["自付医疗支出"], Plain;
    9 EDUCATION_RIGID = "教育刚性支出" ["教育支出"], Plain;
    10 OTHER_RIGID = "其他刚性支出" ["其他支出"], Plain;
}

/// The column in which the register states a fact; none for what follows from several rows.
pub(super) fn column_of(name: FieldName) -> Option<&'static Column> {
    match name {
        FieldName::HouseGrade | FieldName::HousingGuarantee => Some(&GRADE),
        FieldName::WaterGuarantee => Some(&WATER),
        FieldName::WorkPlace => Some(&WORK_PLACE),
        FieldName::WorkMonths => Some(&WORK_MONTHS),
        FieldName::Health => Some(&HEALTH),
        FieldName::LabourSkill => Some(&LABOUR),
        FieldName::Education => Some(&EDUCATION),
        FieldName::StudentStatus => Some(&SCHOOL),
        FieldName::MedicalInsurance => Some(&INSURED),
        FieldName::Subsistence => Some(&SUBSISTENCE),
        FieldName::SpecialCare => Some(&SPECIAL_CARE),
        FieldName::Food
        | FieldName::Clothing
        | FieldName::EducationGuarantee
        | FieldName::MedicalGuarantee
        | FieldName::SelfPaidMedical
        | FieldName::MonthlyIncome => None,
    }
}

pub(super) fn type_of(words: &str) -> Option<HouseholdType> {
    HouseholdType::from_zh(words).or(match words {
        "一般户" => Some(HouseholdType::Ordinary),
        "已脱贫户" | "建档立卡户" => Some(HouseholdType::LiftedOut),
        _ => None,
    })
}

pub(super) fn monitor_of(words: &str) -> Option<MonitorCategory> {
    MonitorCategory::from_zh(words)
}

/// A risk such as `因病` or `因自然灾害(洪涝)`; the kind of disaster may be missing here.
pub(super) fn risk_of(words: &str) -> Option<Risk> {
    if let Some(cause) = RiskCause::from_zh(words) {
        return Some(Risk {
            cause,
            disaster: None,
        });
    }
    let (cause, kind) = words.strip_suffix(')')?.split_once('(')?;
    let kind = kind.trim_end_matches("灾害").trim_end_matches('灾');
    let cause = if cause == "因灾" {
        Some(RiskCause::NaturalDisaster)
    } else {
        RiskCause::from_zh(cause)
    }?;
    (cause == RiskCause::NaturalDisaster).then_some(Risk {
        cause,
        disaster: Some(DisasterKind::from_zh(kind).or((kind == "干旱").then_some(DisasterKind::Drought))?),
    })
}

pub(super) fn grade_of(words: &str) -> Option<HouseGrade> {
    HouseGrade::from_code(words.to_uppercase().trim_end_matches('级'))
}

pub(super) fn relation_of(words: &str) -> Option<Relation> {
    Relation::from_zh(words).or(match words {
        "本人" | "本人或户主" => Some(Relation::Head),
        "妻" | "妻子" | "夫" | "丈夫" => Some(Relation::Spouse),
        "子" | "儿子" | "长子" | "次子" | "三子" => Some(Relation::Son),
        "女" | "女儿" | "长女" | "次女" | "三女" => Some(Relation::Daughter),
        "儿媳" => Some(Relation::DaughterInLaw),
        "女婿" => Some(Relation::SonInLaw),
        "孙子" | "孙女" | "之孙子女" => Some(Relation::Grandchild),
        "外孙" | "外孙女" | "之外孙子女" => Some(Relation::GrandchildMaternal),
        "父" | "母" | "父亲" | "母亲" | "父母" | "之父母" => Some(Relation::Parent),
        "岳父" | "岳母" | "公公" | "婆婆" => Some(Relation::SpouseParent),
        "祖父" | "祖母" | "爷爷" | "奶奶" => Some(Relation::Grandparent),
        "兄" | "弟" | "姐" | "妹" | "兄弟姐妹" => Some(Relation::Sibling),
        _ => None,
    })
}

pub(super) fn education_of(words: &str) -> Option<Education> {
    Education::from_zh(words).or(match words {
        "文盲" | "半文盲" => Some(Education::Illiterate),
        "中专" | "中职" | "技校" => Some(Education::Senior),
        "专科" => Some(Education::College),
        "本科" | "大学" | "研究生" => Some(Education::BachelorUp),
        _ => None,
    })
}

pub(super) fn school_of(words: &str) -> Option<StudentStatus> {
    StudentStatus::from_zh(words).or(match words {
        "学前" | "幼儿园" => Some(StudentStatus::Preschool),
        "初一" => Some(StudentStatus::G7),
        "初二" => Some(StudentStatus::G8),
        "初三" => Some(StudentStatus::G9),
        _ => None,
    })
}

pub(super) fn health_of(words: &str) -> Option<Health> {
    Health::from_zh(words).or(match words {
        "慢性病" => Some(Health::Chronic),
        "大病" => Some(Health::Serious),
        _ => None,
    })
}

pub(super) fn labour_of(words: &str) -> Option<LabourSkill> {
    LabourSkill::from_zh(words).or(match words {
        "弱劳动力" | "半劳动力" => Some(LabourSkill::Weak),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn risks_name_their_disaster() {
        let flood = Risk {
            cause: RiskCause::NaturalDisaster,
            disaster: Some(DisasterKind::Flood),
        };
        assert_eq!(risk_of("因自然灾害(洪涝)"), Some(flood));
        assert_eq!(risk_of("因灾(洪涝灾害)"), Some(flood));
        let venture = risk_of("产业(项目)失败").unwrap();
        assert_eq!(venture.cause, RiskCause::IndustryFailure);
        assert_eq!(risk_of("因自然灾害(瘟疫)"), None);
        assert_eq!(risk_of("倒霉"), None);
    }
}
