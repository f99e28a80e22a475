//! Papers over the real server: what stands on them, who gets one, what is noted.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod office;

use domain::ids::{RequestId, WorkId};
use domain::operation::OperationBody;
use domain::request::codes::{RequestCategory, ToldHow};
use domain::request::{Owner, RequestContent, RequestStep};
use domain::roster::Role;
use domain::visit::codes::Signal;
use domain::work::WorkContent;
use domain::work::codes::WorkKind;
use office::{OURS, Office, Reply, THEIRS, content, new_visit, number, of_role, operation, phone};
use uuid::Uuid;

impl Office {
    /// Asks for a paper as a browser sends a form.
    async fn paper(&self, path: &str, cookie: &str, form: &str) -> Reply {
        let headers = [
            ("cookie", cookie),
            ("x-ledger-client", "1"),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        self.call("POST", path, &headers, Some(form.to_owned())).await
    }
}

fn ledger_of(household: u128) -> String {
    format!("household={}", Uuid::from_u128(household))
}

/// A visit with a sign of risk and words that look like markup, recorded by P001.
async fn visited(office: &Office, cookie: &str) -> String {
    let mut said = content(OURS);
    said.signals = vec![Signal::LostJob];
    said.note = "<script>老二没活干</script>".to_owned();
    let month = said.visited_on.format("%Y-%m").to_string();
    let body = OperationBody::LogVisit {
        visit: new_visit(),
        household: said_household(),
        content: Box::new(said),
    };
    let outcome = office.outcome(cookie, &operation(1, &"P001".into(), body)).await;
    assert_eq!(outcome.outcome, domain::sync::Outcome::Applied);
    month
}

/// Three entries of the work log, the last of them struck out.
async fn worked(office: &Office, cookie: &str) {
    let content = |kind, words, yuan| WorkContent {
        who: "区水利局".to_owned(),
        yuan,
        ..office::worked(kind, words)
    };
    let entries = [
        content(WorkKind::K06, "和合作社商量了烘干房", None),
        content(WorkKind::UnitMoney, "支持蓄水池", Some(30_000)),
        content(WorkKind::K05, "记重了的一条", None),
    ];
    let works = entries.map(|content| (WorkId(new_visit().0), content));
    let struck = works.last().map(|(work, _)| OperationBody::StrikeWork {
        work: *work,
        why: "记重了".to_owned(),
    });
    let logged = works
        .into_iter()
        .map(|(work, content)| office::log_work(work, content));
    let bodies: Vec<OperationBody> = logged.chain(struck).collect();
    for (body, seq) in bodies.into_iter().zip(2_u64..) {
        let outcome = office
            .outcome(cookie, &operation(seq, &"P001".into(), body))
            .await;
        assert_eq!(outcome.outcome, domain::sync::Outcome::Applied);
    }
}

fn said_household() -> domain::ids::HouseholdId {
    domain::ids::HouseholdId(Uuid::from_u128(OURS))
}

#[tokio::test]
async fn a_household_s_visits_stand_on_its_ledger_and_the_print_is_noted() {
    let office = Office::open().await;
    let member = office.session(&"P001".into()).await;
    visited(&office, &member).await;
    let before = office.state.store.verify_audit().await.unwrap();
    let paper = office.paper("/papers/visits", &member, &ledger_of(OURS)).await;
    assert_eq!(paper.status, 200, "{}", paper.body);
    assert_eq!(paper.header("cache-control"), Some("no-store"));
    for said in [
        "入户走访台账",
        "万宝镇垭古村",
        "风险苗头：没活干。",
        "P001",
        "&lt;script",
    ] {
        assert!(paper.body.contains(said), "{said} is not on {}", paper.body);
    }
    assert!(!paper.body.contains("<script"), "what people type stays text");
    for hidden in [number(OURS), phone(OURS)] {
        assert!(!paper.body.contains(&hidden), "no full number stands on a paper");
    }
    assert_eq!(office.state.store.verify_audit().await.unwrap(), before + 1);
}

/// A visit of three, at which the household asked for two things; one of them was done and told.
async fn visited_by_three(office: &Office, cookie: &str) {
    let mut said = content(OURS);
    let (visit, today) = (new_visit(), said.visited_on);
    said.companions = vec![of_role(Role::TeamMember), "P777".into()];
    said.next_visit_on = Some(today + chrono::Days::new(7));
    let asked = |request: u128, category, text: &str| OperationBody::RaiseRequest {
        request: RequestId(Uuid::from_u128(request)),
        household: said_household(),
        visit: Some(visit),
        content: Box::new(RequestContent {
            category,
            text: text.to_owned(),
            owner: Owner {
                staff: "P001".into(),
                name: "谭斌梅".to_owned(),
            },
            due: today + chrono::Days::new(15),
            asked_on: today,
        }),
    };
    let step = |base_rev: u32, step| OperationBody::StepRequest {
        request: RequestId(Uuid::from_u128(51)),
        household: said_household(),
        base_rev,
        step: Box::new(step),
    };
    let words = "换了水泵".to_owned();
    let (on, how) = (today, ToldHow::Phone);
    let bodies = [
        OperationBody::LogVisit {
            visit,
            household: said_household(),
            content: Box::new(said),
        },
        asked(50, RequestCategory::Road, "门口的路塌了一段"),
        asked(51, RequestCategory::Water, "水压不够"),
        step(1, RequestStep::TakeUp),
        step(2, RequestStep::Finish { words }),
        step(3, RequestStep::Tell { on, how }),
    ];
    for (body, seq) in bodies.into_iter().zip(1_u64..) {
        let outcome = office
            .outcome(cookie, &operation(seq, &"P001".into(), body))
            .await;
        assert_eq!(outcome.outcome, domain::sync::Outcome::Applied);
    }
}

#[tokio::test]
async fn a_household_s_ledger_credits_all_who_came_and_says_what_it_asked_and_was_told() {
    let office = Office::open().await;
    let member = office.session(&"P001".into()).await;
    visited_by_three(&office, &member).await;
    let paper = office.paper("/papers/visits", &member, &ledger_of(OURS)).await;
    assert_eq!(paper.status, 200, "{}", paper.body);
    for said in [
        "某某、某某、P777",
        "下次走访：2026年11月30日。",
        "道路：门口的路塌了一段",
        "谭斌梅，2026年12月8日",
        "还没开始办",
        "饮水：水压不够",
        "办好了：换了水泵",
        "2026年11月23日电话（某某）",
    ] {
        assert!(paper.body.contains(said), "{said} is not on {}", paper.body);
    }
}

#[tokio::test]
async fn the_blank_record_of_a_visit_has_a_line_for_everything_that_is_recorded() {
    let office = Office::open().await;
    let paper = office.get("/papers/blank-visit", "").await;
    assert_eq!(paper.status, 200, "{}", paper.body);
    let lines = [
        "农户",
        "时间",
        "走访人",
        "方式",
        "目的",
        "见到谁",
        "情况",
        "三保障和饮水",
        "风险苗头",
        "变化和谈话内容",
        "诉求",
        "宣讲政策",
        "办了什么实事",
        "补录说明",
        "下次走访",
    ];
    let heads = paper.body.split("<th scope=\"row\">").skip(1);
    let heads: Vec<&str> = heads.filter_map(|line| line.split('<').next()).collect();
    assert_eq!(heads, lines);
    for category in RequestCategory::ALL {
        assert!(paper.body.contains(category.zh()), "{}", category.zh());
    }
}

#[tokio::test]
async fn a_month_is_summed_up_and_another_month_is_empty() {
    let office = Office::open().await;
    let member = office.session(&"P001".into()).await;
    let month = visited(&office, &member).await;
    worked(&office, &member).await;
    let paper = office
        .paper("/papers/month", &member, &format!("village=V001&month={month}"))
        .await;
    assert_eq!(paper.status, 200, "{}", paper.body);
    for said in [
        "驻村工作月小结",
        "1 次，其中家里没人 0 次",
        "1 户，全村 1 户",
        "没活干",
        "推进强村富民",
        "区水利局：支持蓄水池（30000 元）",
    ] {
        assert!(paper.body.contains(said), "{said} is not on {}", paper.body);
    }
    let empty = office
        .paper("/papers/month", &member, "village=V001&month=2019-02")
        .await;
    assert!(empty.body.contains("0 次，其中家里没人 0 次") && empty.body.contains("没有记到风险苗头"));
    assert!(empty.body.contains("本月没有工作记录") && !paper.body.contains("记重了"));
    let wrong = office
        .paper("/papers/month", &member, "village=V001&month=2019-13")
        .await;
    assert_eq!((wrong.status, wrong.code().as_str()), (422, "BAD_MONTH"));
}

#[tokio::test]
async fn a_quarter_is_summed_up_from_the_same_records_month_by_month() {
    let office = Office::open().await;
    let member = office.session(&"P001".into()).await;
    visited(&office, &member).await;
    worked(&office, &member).await;
    let before = office.state.store.verify_audit().await.unwrap();
    let paper = office
        .paper("/papers/quarter", &member, "village=V001&quarter=2026-Q4")
        .await;
    assert_eq!(paper.status, 200, "{}", paper.body);
    for said in [
        "驻村工作季度小结",
        "2026 年第 4 季度",
        "1 次，其中家里没人 0 次",
        "1 户，全村 1 户",
        "2026-10",
        "2026-11",
        "2026-12",
        "没活干",
        "推进强村富民",
        "区水利局：支持蓄水池（30000 元）",
        "下季度打算",
    ] {
        assert!(paper.body.contains(said), "{said} is not on {}", paper.body);
    }
    assert!(!paper.body.contains("记重了"));
    assert_eq!(office.state.store.verify_audit().await.unwrap(), before + 1);
    let empty = office
        .paper("/papers/quarter", &member, "village=V001&quarter=2026-Q3")
        .await;
    assert!(empty.body.contains("本季度没有记到风险苗头") && empty.body.contains("本季度没有工作记录"));
    let wrong = office
        .paper("/papers/quarter", &member, "village=V001&quarter=2026-Q5")
        .await;
    assert_eq!((wrong.status, wrong.code().as_str()), (422, "BAD_QUARTER"));
    let foreign = office
        .paper("/papers/quarter", &member, "village=V002&quarter=2026-Q4")
        .await;
    assert_eq!(foreign.status, 404);
}

#[tokio::test]
async fn a_village_s_register_leaves_as_a_workbook_and_is_noted() {
    let office = Office::open().await;
    let member = office.session(&"P001".into()).await;
    let before = office.state.store.verify_audit().await.unwrap();
    let book = office.paper("/papers/register", &member, "village=V001").await;
    assert_eq!(book.status, 200, "{}", book.body);
    assert_eq!(book.header("cache-control"), Some("no-store"));
    assert_eq!(
        book.header("content-type"),
        Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    );
    let name = book.header("content-disposition").unwrap();
    assert!(
        name.starts_with("attachment; filename=\"register-V001-"),
        "{name}"
    );
    assert!(book.body.starts_with("PK"), "an archive");
    assert_eq!(office.state.store.verify_audit().await.unwrap(), before + 1);
}

#[tokio::test]
async fn the_list_of_a_handover_is_drawn_up_when_somebody_has_left() {
    let office = Office::open().await;
    let gone = of_role(Role::TeamMember);
    let store = &office.state.store;
    let now = office.state.clock.now();
    store.close_account(&gone, true, now).await.unwrap();
    let member = office.session(&"P001".into()).await;
    let before = store.verify_audit().await.unwrap();
    let on = domain::time::field_day(now);
    let form = format!("village=V001&staff={gone}&on={on}");
    let paper = office.paper("/papers/handover", &member, &form).await;
    assert_eq!(paper.status, 200, "{}", paper.body);
    for said in ["驻村工作交接清单", "移交人", "监交人（队长）", "钥匙、账册、物品"]
    {
        assert!(paper.body.contains(said), "{said} is not on {}", paper.body);
    }
    assert_eq!(store.verify_audit().await.unwrap(), before + 1);
}

#[tokio::test]
async fn what_is_missing_and_what_is_foreign_get_one_answer_and_no_note() {
    let office = Office::open().await;
    let member = office.session(&"P001".into()).await;
    let before = office.state.store.verify_audit().await.unwrap();
    let nowhere = office.paper("/papers/visits", &member, &ledger_of(0xdead)).await;
    assert_eq!((nowhere.status, nowhere.code().as_str()), (404, "not_found"));
    for (path, form) in [
        ("/papers/visits", ledger_of(THEIRS)),
        ("/papers/visits", "household=x".to_owned()),
        ("/papers/month", "village=V002&month=2026-11".to_owned()),
        ("/papers/month", "village=V999&month=2026-11".to_owned()),
        (
            "/papers/handover",
            "village=V001&staff=P001&on=2026-11-20".to_owned(),
        ),
        (
            "/papers/handover",
            "village=V002&staff=P001&on=2026-11-20".to_owned(),
        ),
        ("/papers/register", "village=V002".to_owned()),
        ("/papers/register", "village=V999".to_owned()),
    ] {
        let reply = office.paper(path, &member, &form).await;
        assert_eq!((reply.status, &reply.body), (404, &nowhere.body), "{path} {form}");
    }
    assert_eq!(office.state.store.verify_audit().await.unwrap(), before);
}

#[tokio::test]
async fn the_district_administration_prints_for_all_and_the_office_for_none() {
    let office = Office::open().await;
    let papers = [
        ("/papers/visits", ledger_of(THEIRS)),
        ("/papers/month", "village=V002&month=2026-11".to_owned()),
        ("/papers/register", "village=V002".to_owned()),
    ];
    for role in Role::ALL {
        let cookie = office.session(&of_role(*role)).await;
        for (path, form) in &papers {
            let before = office.state.store.verify_audit().await.unwrap();
            let reply = office.paper(path, &cookie, form).await;
            let (expected, notes) = match role {
                Role::DistrictAdmin => (200, 1),
                Role::TeamMember | Role::TeamLeader => (404, 0),
                _ => (403, 0),
            };
            assert_eq!(reply.status, expected, "{} {path}", role.code());
            let noted = office.state.store.verify_audit().await.unwrap() - before;
            assert_eq!(noted, notes, "{} {path}", role.code());
        }
    }
}

#[tokio::test]
async fn what_is_no_form_is_refused_in_our_own_words() {
    let office = Office::open().await;
    let member = office.session(&"P001".into()).await;
    for path in ["/papers/visits", "/papers/month", "/papers/quarter"] {
        let json = office
            .post(path, &member, &serde_json::json!({"household": 1}))
            .await;
        let half = office.paper(path, &member, "village=V001").await;
        for reply in [json, half] {
            assert_eq!(
                (reply.status, reply.code().as_str()),
                (400, "malformed"),
                "{path}"
            );
        }
    }
}
