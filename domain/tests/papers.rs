//! What a month's summary says of a village, and what stands in the cells of its register.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod cast;

use cast::{content, household, id, visit};
use domain::household::codes::MonitorCategory;
use domain::household::facts::{FactValue, FieldKey, FieldName};
use domain::ids::HouseholdId;
use domain::papers::{Month, summary_of};
use domain::visit::codes::{Purpose, Signal, VisitStatus};
use domain::visit::{FactChange, Visit, VisitContent};

fn with(n: u128, on: &str, change: impl FnOnce(&mut VisitContent)) -> Visit {
    let mut made = visit(n, on);
    change(&mut made.content);
    made
}

#[test]
fn a_month_counts_its_own_visits_and_each_household_once() {
    let mut monitored = household();
    monitored.monitor = MonitorCategory::ALL.first().copied();
    let mut other = household();
    other.id = HouseholdId(id(2));
    let water = FactChange {
        field: FieldKey {
            member: None,
            name: FieldName::WaterGuarantee,
        },
        base: None,
        old: None,
        new: Some(FactValue::Words("PROBLEM".into())),
    };
    let mut returned = with(3, "2026-11-30", |content| {
        content.nobody_home = true;
        content.met = vec![];
    });
    returned.status = VisitStatus::Returned;
    let visits = [
        with(1, "2026-11-01", |content| content.changes = vec![water]),
        with(2, "2026-11-15", |content| {
            content.purposes = vec![Purpose::Routine, Purpose::Policy];
            content.signals = vec![Signal::LostJob];
        }),
        returned,
        with(4, "2026-10-31", |_| ()),
        with(5, "2026-12-01", |_| ()),
    ];
    let said = summary_of("2026-11".parse::<Month>().unwrap(), &[monitored, other], &visits);
    assert_eq!((said.visits, said.nobody_home, said.changed), (3, 1, 1));
    assert_eq!((said.returned, said.waiting), (1, 2));
    assert_eq!((said.met, said.households, said.monitored), (1, 2, (1, 1)));
    assert_eq!(said.purposes, [(Purpose::Routine, 3), (Purpose::Policy, 1)]);
    let sign = said.signs.first().unwrap();
    assert_eq!(
        (sign.seen_on.to_string().as_str(), sign.signals.as_slice()),
        ("2026-11-15", [Signal::LostJob].as_slice())
    );
    assert_eq!(said.signs.len(), 1);
}

#[test]
fn an_empty_month_says_nought() {
    let said = summary_of("2026-11".parse::<Month>().unwrap(), &[household()], &[]);
    assert_eq!((said.visits, said.met, said.households), (0, 0, 1));
    assert!(said.purposes.is_empty() && said.signs.is_empty());
    let _ = content();
}

mod sheets {
    use super::cast::{household, id};
    use domain::case::MonitoringFile;
    use domain::household::Risk;
    use domain::household::codes::{DisasterKind, RiskCause};
    use domain::ids::HouseholdId;
    use domain::papers::sheets::{Cell, Dossier, Sheet, register};
    use domain::plan::codes::MeasureCategory;
    use domain::plan::{Contact, Measure, MeasureContent, Signature};
    use domain::roster::Village;

    fn village() -> Village {
        serde_json::from_value(serde_json::json!({
            "id": "V001", "name": "垭古村", "township": "万宝镇", "kinds": [],
        }))
        .unwrap()
    }

    fn at<'a>(sheet: &'a Sheet, row: usize, heading: &str) -> &'a Cell {
        let column = sheet.headings.iter().position(|known| *known == heading).unwrap();
        sheet.rows.get(row).and_then(|row| row.get(column)).unwrap()
    }

    fn said(words: &str) -> Cell {
        Cell::Text(words.into())
    }

    #[test]
    fn every_line_is_as_long_as_its_headings_and_headings_come_once() {
        let mut other = household();
        other.id = HouseholdId(id(2));
        other.group = "第1组".into();
        let dossiers = [household(), other.clone()];
        let dossiers: Vec<Dossier<'_>> = dossiers
            .iter()
            .map(|household| Dossier {
                household,
                file: None,
                entitlements: None,
            })
            .collect();
        let sheets = register(&village(), &dossiers, &[]);
        assert_eq!(sheets.len(), 4);
        for sheet in &sheets {
            let mut headings = sheet.headings.clone();
            headings.sort_unstable();
            headings.dedup();
            assert_eq!(headings.len(), sheet.headings.len(), "{}", sheet.name);
            assert!(sheet.rows.iter().all(|row| row.len() == sheet.headings.len()));
            assert!(sheet.name.chars().count() <= 31);
        }
        let households = sheets.first().unwrap();
        assert_eq!(households.rows.len(), 2);
        assert_eq!(at(households, 0, "自然村/组"), &said("第1组"), "by group");
        let members = sheets.get(1).unwrap();
        let people = household().members.len() + other.members.len();
        assert_eq!(members.rows.len(), people);
    }

    #[test]
    fn what_was_not_asked_stays_empty_and_what_is_known_is_said_in_the_systems_words() {
        let mut known = household();
        known.facts = Default::default();
        known.risks = vec![
            Risk {
                cause: RiskCause::NaturalDisaster,
                disaster: Some(DisasterKind::Flood),
            },
            Risk {
                cause: RiskCause::Housing,
                disaster: None,
            },
        ];
        let head = known.members.first_mut().unwrap();
        head.facts = serde_json::from_value(serde_json::json!({})).unwrap();
        let mut file = MonitoringFile::new(known.id, known.village.clone());
        file.plan.contacts.push(Contact {
            op: domain::ids::OpId(id(7)),
            name: "王联".into(),
            unit: "区农业农村局".into(),
            from: "2026-01-01".parse().unwrap(),
            to: None,
        });
        file.plan.measures.push(Measure {
            op: domain::ids::OpId(id(8)),
            by: "P001".into(),
            by_name: "李队".into(),
            recorded_at: domain::time::Millis(0),
            received_at: None,
            content: MeasureContent {
                sub_item: None,
                category: MeasureCategory::Industry,
                item: "送种苗".into(),
                start: "2026-03-01".parse().unwrap(),
                planned_end: None,
                yuan: Some(800),
                body: String::new(),
            },
            progress: vec![],
        });
        file.plan.signed.push(Signature {
            op: domain::ids::OpId(id(9)),
            by_name: "李队".into(),
            on: "2026-03-02".parse().unwrap(),
            measures: 1,
            opinion: "想再养二十只鸡".into(),
        });
        let dossier = Dossier {
            household: &known,
            file: Some(&file),
            entitlements: None,
        };
        let sheets = register(&village(), &[dossier], &[]);
        let households = sheets.first().unwrap();
        assert_eq!(at(households, 0, "风险1"), &said("0201 因自然灾害（洪涝）"));
        assert_eq!(at(households, 0, "风险2"), &said("因安全住房"));
        assert_eq!(at(households, 0, "风险3"), &Cell::Empty);
        assert_eq!(at(households, 0, "不愁吃"), &Cell::Empty, "nobody asked");
        assert_eq!(
            at(households, 0, "耕地面积(亩)"),
            &Cell::Empty,
            "the register does not say"
        );
        assert_eq!(at(households, 0, "帮扶联系人"), &said("王联"));
        assert_eq!(at(households, 0, "农户意愿"), &said("想再养二十只鸡"));
        let measures = sheets.get(2).unwrap();
        assert_eq!(at(measures, 0, "措施类别编码"), &said("100A39"));
        assert_eq!(at(measures, 0, "金额(元)"), &Cell::Number(800));
        assert_eq!(at(measures, 0, "责任单位"), &Cell::Empty);
    }
}
