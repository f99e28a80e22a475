//! A village's register as the workbook that leaves: every heading in order, and a household of which all is known.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use calamine::{Data, Reader, Xlsx};
use domain::case::MonitoringFile;
use domain::entitlement::EntitlementFile;
use domain::household::Household;
use domain::income::CountingRule;
use domain::papers::sheets::{Dossier, register};
use domain::roster::Village;
use serde_json::{Value, json};
use server::exchange::export::workbook;
use std::io::Cursor;
use uuid::Uuid;

fn id(n: u128) -> String {
    Uuid::from_u128(n).to_string()
}

fn village() -> Village {
    serde_json::from_value(json!({"id": "V001", "name": "垭古村", "township": "万宝镇", "kinds": []}))
        .unwrap()
}

/// Identified, helped and eliminated; the income asked at each.
fn household() -> Household {
    let income = |n, asked: &str, wage: u32| {
        json!({
            "op": id(n), "by": "P001", "by_name": "李队", "asked_on": asked,
            "content": {
                "from": "2025-03-01", "to": "2026-02-28", "sharing": 2, "note": "两口子一起说的",
                "amounts": [
                    {"line": "W1", "yuan": wage, "source": "SELF_REPORT"},
                    {"line": "B1", "yuan": 3_000, "source": "ESTIMATE"},
                    {"line": "C1", "yuan": 1_000, "source": "ESTIMATE"},
                    {"line": "P2", "yuan": 200, "source": "SELF_REPORT"},
                    {"line": "T4", "yuan": 800, "source": "SELF_REPORT"},
                    {"line": "T13", "yuan": 500, "source": "PAYSLIP"},
                ],
                "spending": [
                    {"kind": "SELF_PAID_MEDICAL", "yuan": 9_000}, {"kind": "EDUCATION_RIGID", "yuan": 1},
                    {"kind": "DISASTER_LOSS", "yuan": 2}, {"kind": "ACCIDENT_LOSS", "yuan": 3},
                    {"kind": "HOUSING_REPAIR", "yuan": 4}, {"kind": "OTHER_RIGID", "yuan": 5},
                ],
            },
        })
    };
    let facts = json!({"v": {
        "FOOD": "OK", "CLOTHING": "OK", "EDUCATION_GUARANTEE": "NOT_APPLICABLE", "MEDICAL_GUARANTEE": "PROBLEM",
        "HOUSING_GUARANTEE": "OK", "WATER_GUARANTEE": "OK", "HOUSE_GRADE": "B", "SELF_PAID_MEDICAL": 9_000,
    }});
    serde_json::from_value(json!({
        "id": id(1), "code": "V001-0001", "village": "V001", "group": "第1组", "address": "第1组74号",
        "household_type": "LIFTED_OUT", "lifted_out_year": 2018, "monitor": "SUDDEN_HARDSHIP", "resettled": true,
        "no_labour_safety_net": false, "phone_masked": "100****0001", "land": {"arable": 350, "forest": 1_200}, "register_as_of": "2025-12-31", "facts": facts,
        "risks": [
            {"cause": "ILLNESS"}, {"cause": "NATURAL_DISASTER", "disaster": "FLOOD"}, {"cause": "HOUSING"},
            {"cause": "SCHOOLING"}, {"cause": "OTHER"},
        ],
        "members": [head(), spouse()],
        "income": {
            "from": "2025-01-01", "to": "2025-12-31", "wage": 20_000, "business": 4_000, "business_cost": 1_500,
            "property": 300, "transfer": 1_200, "self_paid_medical": 700, "education_rigid": 0, "other_rigid": 60,
        },
        "incomes": [income(51, "2026-03-03", 9_000), income(52, "2026-10-08", 60_000), income(53, "2026-11-20", 60_000)],
        "eliminated": {"on": "2026-10-20", "way": "BY_ASSISTANCE", "by": id(72)},
    }))
    .unwrap()
}

fn head() -> Value {
    json!({
        "id": id(11), "name": "聂斌庆", "relation": "HEAD", "sex": "MALE", "birth": "1970-01-02",
        "id_masked": "9999********0011",
        "facts": {"v": {
            "EDUCATION": "JUNIOR", "HEALTH": ["CHRONIC", "SERIOUS"], "LABOUR_SKILL": "WEAK", "WORK_PLACE": "县内",
            "WORK_MONTHS": 4, "MONTHLY_INCOME": 2_300, "MEDICAL_INSURANCE": false, "SUBSISTENCE": true,
            "SPECIAL_CARE": false,
        }},
    })
}

fn spouse() -> Value {
    json!({"id": id(12), "name": "邓友志", "relation": "SPOUSE", "sex": "FEMALE"})
}

/// A step of a case or of an elimination.
fn step(n: u128, on: &str, mut deed: Value) -> Value {
    deed.as_object_mut().unwrap().insert("on".to_owned(), on.into());
    json!({
        "op": id(n), "by": "P001", "by_name": "李队", "role": "TEAM_LEADER", "recorded_at": 0, "recorded_on": on,
        "step": deed,
    })
}

fn file() -> MonitoringFile {
    let votes = json!({"present": 9, "agree": 8, "disagree": 1});
    let verifiers = json!([{"name": "李队", "side": "TEAM"}, {"name": "刘会计", "side": "VILLAGE"}]);
    let found =
        json!({"verifiers": verifiers, "category": "SUDDEN_HARDSHIP", "risks": [{"cause": "ILLNESS"}]});
    let stable = json!({"verifiers": verifiers, "signer": "聂斌庆", "way": "BY_ASSISTANCE"});
    let limits = serde_json::to_value(domain::identification::IdentifyLimits::default()).unwrap();
    let identification = [
        step(61, "2026-03-02", json!({"deed": "authorise", "signer": "聂斌庆"})),
        step(
            62,
            "2026-03-03",
            json!({"deed": "verify", "found": found, "words": "住院自付九千，灶房进水"}),
        ),
        step(63, "2026-03-04", json!({"deed": "agree", "votes": votes})),
        step(64, "2026-03-04", json!({"deed": "hang_notice"})),
        step(65, "2026-03-13", json!({"deed": "pass_town"})),
        step(66, "2026-03-14", json!({"deed": "approve"})),
        step(67, "2026-03-15", json!({"deed": "announce"})),
        step(
            68,
            "2026-03-16",
            json!({"deed": "enter_number", "number": "9990000001"}),
        ),
    ];
    let elimination = [
        step(73, "2026-10-09", json!({"deed": "verify", "found": stable})),
        step(74, "2026-10-10", json!({"deed": "agree", "votes": votes})),
        step(75, "2026-10-10", json!({"deed": "hang_notice"})),
        step(76, "2026-10-19", json!({"deed": "pass_town"})),
        step(72, "2026-10-20", json!({"deed": "decide"})),
    ];
    let progress = json!({
        "op": id(82), "by_name": "李队", "recorded_at": 0,
        "step": {"on": "2026-09-01", "status": "DONE", "words": "报销到账"},
    });
    serde_json::from_value(json!({
        "household": id(1), "village": "V001",
        "cases": [{
            "op": id(60), "flag": id(59), "seen_on": "2026-03-01", "limits": limits, "by": "P001", "by_name": "李队",
            "recorded_at": 0, "steps": identification,
        }],
        "plan": {
            "measures": [{
                "op": id(81), "by": "P001", "by_name": "李队", "recorded_at": 0, "progress": [progress],
                "content": {
                    "category": "HEALTH", "item": "大病救助申请", "start": "2026-03-20", "planned_end": "2026-09-30",
                    "yuan": 5_000, "body": "区医保局",
                },
            }],
            "contacts": [{"op": id(83), "name": "王联", "unit": "区农业农村局", "from": "2026-03-18"}],
            "signed": [{"op": id(84), "by_name": "李队", "on": "2026-03-21", "measures": 1}],
        },
        "eliminations": [{
            "op": id(71), "nominated_way": "BY_ASSISTANCE", "ends": id(60), "by": "P001", "by_name": "李队",
            "limits": serde_json::to_value(domain::elimination::EliminationLimits::default()).unwrap(),
            "recorded_at": 0, "nominated_on": "2026-10-08", "steps": elimination,
        }],
    }))
    .unwrap()
}

fn entitlements() -> EntitlementFile {
    let check = |n, member: Option<u128>, kind: &str, status: &str| {
        json!({
            "op": id(n), "by": "P001", "by_name": "李队", "recorded_at": 0, "recorded_on": "2026-06-01",
            "content": {
                "key": {"member": member.map(id), "kind": kind}, "status": status, "on": "2026-06-01",
                "source": "PAPERS",
            },
        })
    };
    serde_json::from_value(json!({
        "household": id(1), "village": "V001",
        "checks": [
            check(91, Some(11), "SERIOUS_ILLNESS", "RECEIVING"),
            check(92, Some(11), "MEDICAL_AID", "DUE_NOT_RECEIVED"),
            check(93, Some(11), "PENSION_PREMIUM", "RECEIVING"),
            check(94, None, "PUBLIC_POST", "NOT_ELIGIBLE"),
        ],
    }))
    .unwrap()
}

/// A table of the workbook as it is read back: what stands under each heading of its n-th line, days as days are
/// written, numbers without a point.
fn read(sheet: &str, line: u32) -> Vec<(String, String)> {
    let (household, file, entitlements) = (household(), file(), entitlements());
    let dossier = Dossier {
        household: &household,
        file: Some(&file),
        entitlements: Some(&entitlements),
    };
    let rules: Vec<CountingRule> = serde_json::from_value(json!([
        {"line": "T13", "counts": false, "effective_from": "2020-01-01", "document": "本测试的文件"},
    ]))
    .unwrap();
    let tables = register(&village(), &[dossier], &rules);
    let bytes = workbook(&tables, "导出人工号 P001").unwrap();
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    let cell = |row, column| match range.get_value((row, column)) {
        Some(Data::String(words)) => words.clone(),
        Some(Data::Float(number)) => number.to_string(),
        Some(Data::DateTime(day)) => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            format!("{year}-{month:02}-{day:02}")
        }
        Some(Data::Empty) | None => String::new(),
        Some(other) => format!("{other:?}"),
    };
    let width = u32::try_from(range.width()).unwrap();
    (0..width)
        .map(|column| (cell(0, column), cell(line, column)))
        .collect()
}

/// Headings and cells, with those that stay empty because nothing here holds them.
#[track_caller]
fn holds(sheet: &str, line: u32, expected: &[(&str, &str)]) {
    let found = read(sheet, line);
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|(heading, cell)| (heading.as_str(), cell.as_str()))
        .collect();
    for (found, expected) in found.iter().zip(expected) {
        assert_eq!(found, expected, "{sheet}");
    }
    assert_eq!(found.len(), expected.len(), "{sheet}");
}

#[test]
fn a_household_s_line_holds_what_its_records_know_in_the_national_order() {
    holds(
        "农户",
        1,
        &[
            ("户编号(国家平台)", "9990000001"),
            ("户编号(本地)", "V001-0001"),
            ("乡镇", "万宝镇"),
            ("村", "垭古村"),
            ("自然村/组", "第1组"),
            ("户主", "聂斌庆"),
            ("户类型", "脱贫户"),
            ("脱贫年度", "2018"),
            ("监测对象类别", "突发严重困难户"),
            ("监测期次", "1"),
            ("监测状态", "风险已消除"),
            ("识别时间", "2026-03-14"),
            ("风险消除时间", "2026-10-20"),
            ("风险消除方式", "帮扶后消除"),
            ("人口数", "2"),
            ("联系电话", "100****0001"),
            ("住址", "第1组74号"),
            ("易地搬迁户", "是"),
            ("易迁集中安置区", ""),
            ("整户无劳动力兜底保障户", "否"),
            ("军烈属", ""),
            ("风险1", "01 因病"),
            ("风险2", "0201 因自然灾害（洪涝）"),
            ("风险3", "因安全住房"),
            ("风险4", "09 因学"),
            ("风险5", "99 其他"),
            ("风险说明", "住院自付九千，灶房进水"),
            ("耕地面积(亩)", "3.5"),
            ("林地面积(亩)", "12"),
            ("水面面积(亩)", ""),
            ("退耕还林面积(亩)", ""),
            ("林果面积(亩)", ""),
            ("入户路类型", ""),
            ("与主干路距离(公里)", ""),
            ("加入合作社", ""),
            ("龙头企业带动", ""),
            ("致富带头人带动", ""),
            ("危房等级", "B"),
            ("住房面积(平方米)", ""),
            ("主要燃料", ""),
            ("通生活用电", ""),
            ("通广播电视", ""),
            ("解决安全饮用水", "有保障"),
            ("卫生厕所", ""),
            ("不愁吃", "有保障"),
            ("不愁穿", "有保障"),
            ("义务教育有保障", "不涉及"),
            ("基本医疗有保障", "有问题"),
            ("住房安全有保障", "有保障"),
            ("帮扶联系人", "王联"),
            ("帮扶联系人单位", "区农业农村局"),
            ("帮扶联系人起始时间", "2026-03-18"),
            ("农户意愿", "同意，聂斌庆签了申请和授权书"),
            ("帮扶计划签字人", "李队"),
            ("帮扶计划签字时间", "2026-03-21"),
            ("今年自付医药费(元)", "9000"),
        ],
    );
}

#[test]
fn a_member_s_line_holds_facts_and_policies_received() {
    holds(
        "家庭成员",
        1,
        &[
            ("户编号(国家平台)", "9990000001"),
            ("户编号(本地)", "V001-0001"),
            ("姓名", "聂斌庆"),
            ("性别", "男"),
            ("证件类型", "居民身份证"),
            ("证件号码", "9999********0011"),
            ("出生日期", "1970-01-02"),
            ("与户主关系", "户主"),
            ("民族", ""),
            ("政治面貌", ""),
            ("文化程度", "初中"),
            ("在校生状况", ""),
            ("健康状况", "长期慢性病、患有大病"),
            ("劳动技能", "弱劳动力或半劳动力"),
            ("务工地点", "县内"),
            ("务工时间(月)", "4"),
            ("务工企业", ""),
            ("行业", ""),
            ("月收入(元)", "2300"),
            ("就业渠道", ""),
            ("失学辍学原因", ""),
            ("参加城乡居民基本医疗保险", "否"),
            ("参加城镇职工基本医疗保险", "否"),
            ("参加大病保险", "是"),
            ("参加商业补充医疗保险", ""),
            ("享受医疗救助", "否"),
            ("参加城乡居民基本养老保险", "是"),
            ("参加城镇职工基本养老保险", ""),
            ("享受低保", "是"),
            ("享受特困供养", "否"),
            ("易地搬迁", "是"),
            ("公益性岗位", "否"),
            ("公益性岗位(月数)", ""),
        ],
    );
    let spouse = read("家庭成员", 2);
    let of = |heading: &str| {
        spouse
            .iter()
            .find(|(known, _)| known == heading)
            .unwrap()
            .1
            .as_str()
    };
    for asked in [
        "证件类型",
        "享受低保",
        "参加大病保险",
        "参加城镇职工基本医疗保险",
        "健康状况",
    ] {
        assert_eq!(of(asked), "", "{asked}: nobody asked");
    }
    assert_eq!(of("公益性岗位"), "否", "the household has none");
}

#[test]
fn a_measure_s_line_holds_its_plan_and_how_it_went() {
    holds(
        "帮扶措施",
        1,
        &[
            ("户编号(国家平台)", "9990000001"),
            ("户编号(本地)", "V001-0001"),
            ("户主", "聂斌庆"),
            ("措施类别编码", "100A45"),
            ("措施类别", "健康帮扶"),
            ("具体措施", "大病救助申请"),
            ("开始时间", "2026-03-20"),
            ("计划结束时间", "2026-09-30"),
            ("实际结束时间", "2026-09-01"),
            ("金额(元)", "5000"),
            ("责任单位", "区医保局"),
            ("实施状态", "已做完"),
            ("最近进展时间", "2026-09-01"),
            ("最近进展", "报销到账"),
        ],
    );
}

#[test]
fn incomes_are_the_register_s_own_and_each_calculation_with_its_occasion() {
    holds(
        "收入测算",
        2,
        &[
            ("户编号(国家平台)", "9990000001"),
            ("户编号(本地)", "V001-0001"),
            ("户主", "聂斌庆"),
            ("测算节点", "识别时"),
            ("测算起始", "2025-03-01"),
            ("测算截止", "2026-02-28"),
            ("共享收支人数", "2"),
            ("工资性收入(元)", "9000"),
            ("生产经营性收入(元)", "3000"),
            ("生产经营性支出(元)", "1000"),
            ("财产性收入(元)", "200"),
            ("转移性收入(元)", "1300"),
            ("人均纯收入(元)", "6000"),
            ("合规自付医疗支出(元)", "9000"),
            ("教育刚性支出(元)", "1"),
            ("灾害损失(元)", "2"),
            ("事故损失(元)", "3"),
            ("住房修缮支出(元)", "4"),
            ("其他刚性支出(元)", "5"),
            ("家庭理赔收入(元)", "500"),
            ("数据来源", "本人说的、工资条、流水、估算"),
            ("询问日期", "2026-03-03"),
            ("询问人", "李队"),
            ("备注", "两口子一起说的"),
        ],
    );
    let said = |line| {
        let found = read("收入测算", line);
        let of = |heading: &str| {
            found
                .iter()
                .find(|(known, _)| known == heading)
                .unwrap()
                .1
                .clone()
        };
        [
            of("测算节点"),
            of("人均纯收入(元)"),
            of("数据来源"),
            of("灾害损失(元)"),
            of("询问人"),
        ]
    };
    assert_eq!(said(1), ["登记表", "12000", "登记表", "", ""]);
    assert_eq!(said(3).first().unwrap(), "风险消除时");
    assert_eq!(said(4).first().unwrap(), "日常");
}
