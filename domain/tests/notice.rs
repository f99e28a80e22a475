//! What stands on a publicity notice, and what never does (domain.md §11.2, VP05).

#![expect(clippy::indexing_slicing, reason = "tests fail by panicking")]

#[expect(dead_code, reason = "this test tells no visits")]
mod cast;

use cast::{day, household, id};
use domain::case::codes::Side;
use domain::case::{
    CaseEntry, CaseStep, Deed, IdentificationCase, MonitoringFile, Verification, Verifier, Votes,
};
use domain::household::codes::{Health, MonitorCategory, RiskCause};
use domain::household::facts::{FactValue, FieldName};
use domain::household::{Household, Risk};
use domain::identification::IdentifyLimits;
use domain::ids::{FlagId, OpId};
use domain::papers::notice::{Notice, NoticeOf};
use domain::roster::{Role, Village};
use domain::time::Millis;
use proptest::prelude::*;
use proptest::sample::select;

const VOTES: Votes = Votes {
    present: 9,
    agree: 9,
    disagree: 0,
};

fn entry(n: u128, on: &str, words: &str, deed: Deed) -> CaseEntry {
    CaseEntry {
        op: OpId(id(n)),
        by: "P001".into(),
        by_name: "彭慧梅".into(),
        role: Role::TeamLeader,
        recorded_at: Millis(0),
        recorded_on: day(on),
        received_at: None,
        step: CaseStep {
            on: day(on),
            words: words.to_owned(),
            late_reason: String::new(),
            deed,
        },
    }
}

/// A file whose case was agreed in the village; `words` were typed at each step.
fn agreed(cause: RiskCause, words: &str) -> MonitoringFile {
    let verifier = |name: &str, side| Verifier {
        staff: None,
        name: name.to_owned(),
        side,
    };
    let found = Verification {
        verifiers: vec![verifier(words, Side::Team), verifier("刘会计", Side::Village)],
        category: MonitorCategory::SuddenHardship,
        risks: vec![Risk {
            cause,
            disaster: None,
        }],
    };
    let household = household();
    let mut file = MonitoringFile::new(household.id, household.village);
    file.cases.push(IdentificationCase {
        op: OpId(id(50)),
        flag: FlagId(id(51)),
        seen_on: day("2026-11-01"),
        heard_on: None,
        limits: IdentifyLimits::default(),
        by: "P001".into(),
        by_name: "彭慧梅".into(),
        recorded_at: Millis(0),
        received_at: None,
        opened_under: None,
        asked: Vec::new(),
        urgent: false,
        steps: vec![
            entry(
                52,
                "2026-11-02",
                words,
                Deed::Authorise {
                    signer: words.to_owned(),
                },
            ),
            entry(
                53,
                "2026-11-03",
                words,
                Deed::Verify {
                    found: Box::new(found),
                },
            ),
            entry(54, "2026-11-04", words, Deed::Agree { votes: VOTES }),
        ],
    });
    file
}

fn hung(mut file: MonitoringFile) -> MonitoringFile {
    for case in &mut file.cases {
        case.steps.push(entry(55, "2026-11-05", "", Deed::HangNotice));
    }
    file
}

fn village() -> Village {
    Village {
        id: "V001".into(),
        name: "垭古村".to_owned(),
        township: "万宝镇".to_owned(),
        kinds: vec![],
    }
}

fn text(notice: &Notice) -> String {
    let line = |(name, said): (&str, Option<String>)| {
        format!("{name}：{}\n", said.unwrap_or_else(|| "____".to_owned()))
    };
    notice.lines().into_iter().map(line).collect()
}

#[test]
fn a_notice_says_what_the_list_allows_and_nothing_else() {
    let notice = Notice::due(
        &household(),
        &hung(agreed(RiskCause::Illness, "")),
        &village(),
        day("2026-11-06"),
    );
    let golden = "公示事项：拟纳入防止返贫监测对象\n乡镇（街道）、村：万宝镇垭古村\n村民小组：第1组\n户主：聂斌庆\n\
                  类别：突发严重困难户\n主要风险：家庭支出较大\n张贴日期：2026年11月5日\n公示期：满7天\n";
    assert_eq!(notice.as_ref().map(text).as_deref(), Some(golden));
}

#[test]
fn a_blank_notice_has_the_same_lines_to_fill_in_by_hand() {
    let golden = "公示事项：拟标注风险消除\n乡镇（街道）、村：____\n村民小组：____\n户主：____\n\
                  类别：____\n主要风险：____\n张贴日期：____\n公示期：____\n";
    assert_eq!(text(&Notice::blank(NoticeOf::Elimination)), golden);
}

#[test]
fn there_is_a_notice_from_the_vote_until_its_days_are_over() {
    let household = household();
    let file = agreed(RiskCause::Other, "");
    let before = Notice::due(&household, &file, &village(), day("2026-11-05"));
    assert_eq!(before.map(|notice| notice.hung_on), Some(None), "to be hung");
    let file = hung(file);
    assert!(Notice::due(&household, &file, &village(), day("2026-11-30")).is_none());
    let none = MonitoringFile::new(household.id, household.village.clone());
    assert!(Notice::due(&household, &none, &village(), day("2026-11-05")).is_none());
}

#[test]
fn a_child_who_is_the_head_is_not_named() {
    let mut household = household();
    let file = hung(agreed(RiskCause::Other, ""));
    for (birth, head) in [("2012-11-07", None), ("2012-11-06", Some("聂斌庆"))] {
        household.members[0].birth = Some(day(birth));
        let notice = Notice::due(&household, &file, &village(), day("2026-11-06")).unwrap();
        assert_eq!(notice.head.as_deref(), head, "{birth}");
    }
}

/// A household of whom everything is known that a notice must not say; any text may hold it too.
fn household_with(secret: &str, health: Health, group: String, name: String) -> Household {
    let mut household = household();
    household.group = group;
    household.address = secret.to_owned();
    household.code = secret.to_owned();
    household.phone_masked = Some(secret.to_owned());
    household.risks = RiskCause::ALL
        .iter()
        .map(|cause| Risk {
            cause: *cause,
            disaster: None,
        })
        .collect();
    for member in &mut household.members {
        member.birth = Some(day("1983-07-19"));
        member.id_masked = Some(secret.to_owned());
        let health = FactValue::Codes(vec![health.code().to_owned()]);
        member.facts.register(FieldName::Health, Some(health));
        member
            .facts
            .register(FieldName::MonthlyIncome, Some(FactValue::Count(3_456)));
    }
    household.members[0].name = name;
    household
}

proptest! {
    #[test]
    fn no_number_health_birth_or_income_ever_stands_on_a_notice(
        secret in select(&["99999919830719123X", "10012345678", "1983-07-19", "1983年7月19日", "大病", "残疾", "3456元", "收入 3456"][..]),
        before in "[第一-龥]{0,3}",
        in_group in any::<bool>(),
        in_name in any::<bool>(),
        cause in select(RiskCause::ALL),
        health in select(Health::ALL),
    ) {
        let typed = |with: bool, plain: &str| if with { format!("{before}{secret}") } else { plain.to_owned() };
        let household = household_with(secret, health, typed(in_group, "第1组"), typed(in_name, "聂斌庆"));
        let file = hung(agreed(cause, secret));
        let notice = Notice::due(&household, &file, &village(), day("2026-11-06")).unwrap();
        // The day on which it hangs is the only long figure that may stand there.
        let said = text(&notice).replace("2026年11月5日", "");
        for never in [secret, "1983", "3456", "病", "残", "疾", "元"] {
            prop_assert!(!said.contains(never), "{never} stands on {said}");
        }
        let digits = said.chars().filter(|char| char.is_numeric()).count();
        prop_assert!(digits <= 2, "{said}");
        prop_assert_eq!(notice.head.is_none(), in_name);
        prop_assert_eq!(notice.group.is_none(), in_group);
    }
}
