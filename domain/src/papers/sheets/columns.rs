//! The columns of households, members and measures: their headings in the national order, and what of a line stands
//! in them.

use super::cells::*;
use super::{Column, Dossier};
use crate::elimination::{episodes, status};
use crate::entitlement::codes::EntitlementKind;
use crate::household::Member;
use crate::household::codes::{Education, LabourSkill, StudentStatus};
use crate::household::facts::FieldName;
use crate::lang::Lang;
use crate::plan::Measure;
use crate::roster::Village;

pub(super) struct OfHousehold<'a> {
    pub(super) village: &'a Village,
    pub(super) one: Dossier<'a>,
}

pub(super) struct OfMember<'a> {
    pub(super) one: Dossier<'a>,
    pub(super) member: &'a Member,
}

pub(super) struct OfMeasure<'a> {
    pub(super) one: Dossier<'a>,
    pub(super) measure: &'a Measure,
}

pub(super) fn household_columns<'a>() -> Vec<Column<OfHousehold<'a>>> {
    vec![
        ("户编号(国家平台)", |line| national_number(line.one)),
        ("户编号(本地)", |line| text(&line.one.household.code)),
        ("乡镇", |line| text(&line.village.township)),
        ("村", |line| text(&line.village.name)),
        ("自然村/组", |line| text(&line.one.household.group)),
        ("户主", |line| text(line.one.household.name())),
        ("户类型", |line| text(line.one.household.household_type.zh())),
        ("脱贫年度", |line| number(line.one.household.lifted_out_year)),
        ("监测对象类别", |line| {
            text_or(line.one.household.monitor.map(|category| category.zh()))
        }),
        ("监测期次", |line| {
            let count = episodes(line.one.household, line.one.file).len();
            number(Some(count).filter(|count| *count > 0))
        }),
        ("监测状态", |line| {
            text_or(status(line.one.household, line.one.file).map(|status| status.zh()))
        }),
        ("识别时间", |line| day(identified_on(line.one))),
        ("风险消除时间", |line| {
            day(line.one.household.eliminated.as_ref().map(|ended| ended.on))
        }),
        ("风险消除方式", |line| {
            text_or(line.one.household.eliminated.as_ref().map(|ended| ended.way.zh()))
        }),
        ("人口数", |line| number(line.one.household.members.len())),
        ("联系电话", |line| {
            text_or(line.one.household.phone_masked.as_deref())
        }),
        ("住址", |line| text(&line.one.household.address)),
        ("易地搬迁户", |line| yes_no(line.one.household.resettled)),
        ("易迁集中安置区", nothing),
        ("整户无劳动力兜底保障户", |line| {
            yes_no(line.one.household.no_labour_safety_net)
        }),
        ("军烈属", nothing),
        ("风险1", |line| risk(line, 0)),
        ("风险2", |line| risk(line, 1)),
        ("风险3", |line| risk(line, 2)),
        ("风险4", |line| risk(line, 3)),
        ("风险5", |line| risk(line, 4)),
        ("风险说明", |line| risk_in_words(line.one)),
        ("耕地面积(亩)", |line| {
            area(line.one.household.land.and_then(|land| land.arable))
        }),
        ("林地面积(亩)", |line| {
            area(line.one.household.land.and_then(|land| land.forest))
        }),
        ("水面面积(亩)", nothing),
        ("退耕还林面积(亩)", nothing),
        ("林果面积(亩)", nothing),
        ("入户路类型", nothing),
        ("与主干路距离(公里)", nothing),
        ("加入合作社", nothing),
        ("龙头企业带动", nothing),
        ("致富带头人带动", nothing),
        ("危房等级", |line| {
            coded(&line.one.household.facts, FieldName::HouseGrade, Some)
        }),
        ("住房面积(平方米)", nothing),
        ("主要燃料", nothing),
        ("通生活用电", nothing),
        ("通广播电视", nothing),
        ("解决安全饮用水", |line| {
            answer(line.one.household, FieldName::WaterGuarantee)
        }),
        ("卫生厕所", nothing),
        ("不愁吃", |line| answer(line.one.household, FieldName::Food)),
        ("不愁穿", |line| {
            answer(line.one.household, FieldName::Clothing)
        }),
        ("义务教育有保障", |line| {
            answer(line.one.household, FieldName::EducationGuarantee)
        }),
        ("基本医疗有保障", |line| {
            answer(line.one.household, FieldName::MedicalGuarantee)
        }),
        ("住房安全有保障", |line| {
            answer(line.one.household, FieldName::HousingGuarantee)
        }),
        ("帮扶联系人", |line| {
            text_or(contact(line.one).map(|contact| contact.name.as_str()))
        }),
        ("帮扶联系人单位", |line| {
            text_or(contact(line.one).map(|contact| contact.unit.as_str()))
        }),
        ("帮扶联系人起始时间", |line| {
            day(contact(line.one).map(|contact| contact.from))
        }),
        ("农户意愿", |line| wish(line.one)),
        // Behind the national order: what it does not have, and the records know.
        ("帮扶计划签字人", |line| {
            text_or(signature(line.one).map(|signed| signed.by_name.as_str()))
        }),
        ("帮扶计划签字时间", |line| {
            day(signature(line.one).map(|signed| signed.on))
        }),
        ("今年自付医药费(元)", |line| {
            amount(&line.one.household.facts, FieldName::SelfPaidMedical)
        }),
    ]
}

pub(super) fn member_columns<'a>() -> Vec<Column<OfMember<'a>>> {
    vec![
        ("户编号(国家平台)", |line| national_number(line.one)),
        ("户编号(本地)", |line| text(&line.one.household.code)),
        ("姓名", |line| text(&line.member.name)),
        ("性别", |line| text(line.member.sex.zh())),
        ("证件类型", |line| {
            text_or(line.member.id_masked.as_ref().map(|_| "居民身份证"))
        }),
        ("证件号码", |line| text_or(line.member.id_masked.as_deref())),
        ("出生日期", |line| day(line.member.birth)),
        ("与户主关系", |line| text(line.member.relation.zh())),
        ("民族", nothing),
        ("政治面貌", nothing),
        ("文化程度", |line| {
            coded(&line.member.facts, FieldName::Education, |code| {
                Education::from_code(code).map(Education::zh)
            })
        }),
        ("在校生状况", |line| {
            coded(&line.member.facts, FieldName::StudentStatus, |code| {
                StudentStatus::from_code(code).map(StudentStatus::zh)
            })
        }),
        ("健康状况", |line| health(line.member)),
        ("劳动技能", |line| {
            coded(&line.member.facts, FieldName::LabourSkill, |code| {
                LabourSkill::from_code(code).map(LabourSkill::zh)
            })
        }),
        ("务工地点", |line| {
            coded(&line.member.facts, FieldName::WorkPlace, Some)
        }),
        ("务工时间(月)", |line| {
            amount(&line.member.facts, FieldName::WorkMonths)
        }),
        ("务工企业", nothing),
        ("行业", nothing),
        ("月收入(元)", |line| {
            amount(&line.member.facts, FieldName::MonthlyIncome)
        }),
        ("就业渠道", nothing),
        ("失学辍学原因", nothing),
        ("参加城乡居民基本医疗保险", |line| {
            flag(&line.member.facts, FieldName::MedicalInsurance)
        }),
        ("参加城镇职工基本医疗保险", |line| {
            employee_insurance(line.member)
        }),
        ("参加大病保险", |line| {
            received(line, EntitlementKind::SeriousIllness)
        }),
        ("参加商业补充医疗保险", nothing),
        ("享受医疗救助", |line| {
            received(line, EntitlementKind::MedicalAid)
        }),
        ("参加城乡居民基本养老保险", resident_pension),
        ("参加城镇职工基本养老保险", nothing),
        ("享受低保", |line| {
            safety_net(line, EntitlementKind::Subsistence)
        }),
        ("享受特困供养", |line| {
            safety_net(line, EntitlementKind::SpecialCare)
        }),
        ("易地搬迁", |line| yes_no(line.one.household.resettled)),
        ("公益性岗位", public_post),
        ("公益性岗位(月数)", nothing),
    ]
}

pub(super) fn measure_columns<'a>() -> Vec<Column<OfMeasure<'a>>> {
    vec![
        ("户编号(国家平台)", |line| national_number(line.one)),
        ("户编号(本地)", |line| text(&line.one.household.code)),
        ("户主", |line| text(line.one.household.name())),
        ("措施类别编码", |line| {
            text(line.measure.content.category.national())
        }),
        ("措施类别", |line| text(line.measure.content.category.zh())),
        ("具体措施", |line| text(&line.measure.content.said(Lang::Zh))),
        ("开始时间", |line| day(Some(line.measure.content.start))),
        ("计划结束时间", |line| day(line.measure.content.planned_end)),
        ("实际结束时间", |line| day(ended_on(line.measure))),
        ("金额(元)", |line| number(line.measure.content.yuan)),
        ("责任单位", |line| text(&line.measure.content.body)),
        ("实施状态", |line| text(line.measure.status().zh())),
        // Behind the national order.
        ("最近进展时间", |line| {
            day(line.measure.progress.last().map(|progress| progress.step.on))
        }),
        ("最近进展", |line| {
            text_or(
                line.measure
                    .progress
                    .last()
                    .map(|progress| progress.step.words.as_str()),
            )
        }),
    ]
}
