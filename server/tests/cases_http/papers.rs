//! The forms of a monitoring file over the real server: filled from what was entered, blank for paper first.

use super::office::{Reply, THEIRS, number, phone};
use super::story::{HOUSEHOLD, Story};
use domain::papers::forms::CaseForm;
use domain::roster::Role;
use uuid::Uuid;

/// The lines of a household, in the order of domain.md §4.11.
const HOUSEHOLD_LINES: &str = "户编号 村 村民小组 户主 户类型 监测类别 人口数 联系电话 住址";
/// The last lines of the forms of an elimination: both sides sign.
const SIGNED: &str = "核实人 农户签字人 核实日期 户主或家庭成员 日期";

/// Headings, lines and columns of a form in the order of the paper, and how many lines of a blank one the hand fills in.
fn laid_out(form: CaseForm) -> (Vec<&'static str>, usize) {
    let (own, blanks) = match form {
        CaseForm::Apply => (
            "申请、承诺和授权 申请理由 签字人 签字日期 户主或成年家庭成员 日期",
            11,
        ),
        CaseForm::Collect => (
            "风险 风险（第一个为主要风险） 收入（元） 测算时段 共享收支人数 类别 项目 金额 来源 人均纯收入 \
             刚性支出（元） 合规自付医疗 两不愁、三保障和饮水安全 不愁吃 饮水安全 家庭成员 姓名 与户主关系 性别 出生日期 \
             证件号 情况 核实人 户主或家庭成员 日期",
            26,
        ),
        CaseForm::Notice => (
            "公示事项 乡镇（街道）、村 村民小组 户主 类别 主要风险 张贴日期 公示期 反映异议找 村民委员会 日期",
            9,
        ),
        CaseForm::Removal => (
            "认定日期 原有风险 提名日期 消除方式 提名说明 收入（元） 人均纯收入 刚性支出（元） 两不愁、三保障和饮水安全",
            32,
        ),
        CaseForm::Measures => (
            "帮扶联系人 帮扶措施 措施类别 内容 开始 计划结束 金额（元） 责任单位 状态 落实情况",
            13,
        ),
        CaseForm::Assess => ("消除方式 评估 条件 记录所示 核实意见 结论", 13),
    };
    let (first, last) = match form {
        CaseForm::Notice => ("", ""),
        CaseForm::Apply | CaseForm::Collect => (HOUSEHOLD_LINES, ""),
        CaseForm::Removal | CaseForm::Measures | CaseForm::Assess => (HOUSEHOLD_LINES, SIGNED),
    };
    let lines = [first, own, last].into_iter().flat_map(str::split_whitespace);
    (lines.collect(), blanks)
}

/// All of a form stands on its document, in the order of the paper.
#[track_caller]
fn stands_in_order(form: CaseForm, html: &str) {
    let words = html.split('<').filter_map(|part| part.split_once('>'));
    let mut words = words.map(|(_, words)| words.trim().trim_end_matches('：'));
    for wanted in [form.zh()].into_iter().chain(laid_out(form).0) {
        assert!(
            words.any(|said| said == wanted),
            "{}: {wanted} is missing or out of order on {html}",
            form.code()
        );
    }
}

impl Story {
    /// The leader asks for a form as a browser does.
    async fn form(&self, household: Uuid, form: &str) -> Reply {
        self.form_as(Role::TeamLeader, household, form).await
    }

    async fn form_as(&self, role: Role, household: Uuid, form: &str) -> Reply {
        let cookie = self.cookie(role).await;
        let headers = [
            ("cookie", cookie.as_str()),
            ("x-ledger-client", "1"),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        let asked = format!("household={household}&form={form}");
        self.office
            .call("POST", "/papers/form", &headers, Some(asked))
            .await
    }

    async fn notes(&self) -> u64 {
        self.office.state.store.verify_audit().await.unwrap()
    }

    /// The form, which has to say all of this, with no full number on it.
    async fn says(&self, form: &str, all: &[&str]) -> String {
        let before = self.notes().await;
        let paper = self.form(HOUSEHOLD.0, form).await;
        assert_eq!(paper.status, 200, "{form}: {}", paper.body);
        assert_eq!(paper.header("cache-control"), Some("no-store"));
        for said in all {
            assert!(
                paper.body.contains(said),
                "{form}: {said} is not on {}",
                paper.body
            );
        }
        stands_in_order(CaseForm::from_code(form).unwrap(), &paper.body);
        let ours = HOUSEHOLD.0.as_u128();
        for hidden in [number(ours), phone(ours)] {
            assert!(!paper.body.contains(&hidden), "no full number stands on a paper");
        }
        assert_eq!(self.notes().await, before + 1, "printing is noted");
        paper.body
    }
}

#[tokio::test]
async fn the_forms_of_an_identification_are_filled_and_the_notice_says_only_what_it_may() {
    let mut story = Story::begin().await;
    story.up_to_the_notice().await;
    story.says("APPLY", &["附件1", "聂斌庆"]).await;
    let collected = ["附件2", "突发严重困难户", "因病", "9,000", "有保障", "刘会计（"];
    let collected = story.says("COLLECT", &collected).await;
    // Who was born or came home since is written under those who are known: two rows of six.
    assert_eq!(collected.matches('\u{3000}').count(), 12);
    let notice = story
        .says(
            "NOTICE",
            &["拟纳入防止返贫监测对象", "聂斌庆", "家庭支出较大", "满7天"],
        )
        .await;
    for hidden in ["因病", "9,000", "刘会计", story.leader.as_str()] {
        assert!(!notice.contains(hidden), "{hidden} stands on {notice}");
    }
}

#[tokio::test]
async fn who_takes_a_case_on_prints_its_forms_in_the_own_place_and_nobody_else_does() {
    let mut story = Story::begin().await;
    story.up_to_the_notice().await;
    for role in [Role::VillageCadre, Role::TownReviewer, Role::DistrictAdmin] {
        for form in ["NOTICE", "COLLECT"] {
            let before = story.notes().await;
            let paper = story.form_as(role, HOUSEHOLD.0, form).await;
            assert_eq!(paper.status, 200, "{} {form}: {}", role.code(), paper.body);
            assert_eq!(story.notes().await, before + 1, "printing is noted");
        }
    }
    let foreign = story
        .form_as(Role::VillageCadre, Uuid::from_u128(THEIRS), "COLLECT")
        .await;
    assert_eq!(foreign.status, 404, "{}", foreign.body);
    // A reviewer of another township: the same person after the place was changed.
    let elsewhere = server::store::StaffPlace::Township("水洞底镇".to_owned());
    let town = super::office::of_role(Role::TownReviewer);
    let store = &story.office.state.store;
    store.set_place(&town, &elsewhere).await.unwrap();
    let before = story.notes().await;
    for form in ["NOTICE", "COLLECT"] {
        let foreign = story.form_as(Role::TownReviewer, HOUSEHOLD.0, form).await;
        assert_eq!(foreign.status, 404, "{form}");
        let office = story.form_as(Role::ResidencyOffice, HOUSEHOLD.0, form).await;
        assert_eq!((office.status, office.code().as_str()), (403, "NOT_ALLOWED"));
    }
    assert_eq!(story.notes().await, before);
}

#[tokio::test]
async fn the_forms_of_an_elimination_are_filled_once_there_is_one() {
    let mut story = Story::to_be_nominated().await;
    for early in ["REMOVAL", "MEASURES", "ASSESS", "NOTICE"] {
        assert_eq!(story.form(HOUSEHOLD.0, early).await.status, 404, "{early}");
    }
    story.nominate("<b>儿子有了稳定工作</b>").await;
    let removal = story
        .says("REMOVAL", &["附表8", "风险自然消失", "儿子有了稳定工作"])
        .await;
    assert!(!removal.contains("<b>儿子"), "what people type stays text");
    story.says("MEASURES", &["附表9"]).await;
    story.says("ASSESS", &["附表10", "人均纯收入高于监测线"]).await;
}

#[tokio::test]
async fn what_is_missing_and_what_is_foreign_get_one_answer_and_blank_forms_name_nobody() {
    let story = Story::begin().await;
    let before = story.notes().await;
    for (household, form) in [
        (Uuid::nil(), "COLLECT"),
        (Uuid::from_u128(THEIRS), "COLLECT"),
        (HOUSEHOLD.0, "COLLECT"),
        (HOUSEHOLD.0, "NO_FORM"),
    ] {
        assert_eq!(
            story.form(household, form).await.status,
            404,
            "{household} {form}"
        );
    }
    assert_eq!(story.notes().await, before);
    for form in CaseForm::ALL {
        let path = format!("/papers/blank-form/{}", form.code());
        let paper = story.office.get(&path, "").await;
        assert_eq!(paper.status, 200, "{path}");
        stands_in_order(*form, &paper.body);
        let blanks = paper.body.matches("class=\"blank wide\"").count();
        assert_eq!(blanks, laid_out(*form).1, "{path}: lines to fill in by hand");
        assert!(!paper.body.contains("聂斌庆"));
    }
    assert_eq!(story.office.get("/papers/blank-form/X", "").await.status, 404);
}
