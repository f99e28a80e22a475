//! What the product is, under which filing number it runs, where complaints go, and what it does with personal
//! data (domain.md §10.1).

use super::frame::{Heading, Said, document};
use leptos::prelude::*;

/// What the district configured.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Filing number of the application; empty until the district has one.
    pub filing_number: String,
    /// Where complaints and suggestions go; empty until configured.
    pub complaint_channel: String,
    /// The program's version.
    pub version: String,
}

/// Renders `/about`.
#[must_use]
pub fn about(facts: &Facts, style: &str) -> String {
    let facts = facts.clone();
    document(
        "/about",
        "关于驻村手账",
        "About Village Ledger",
        style,
        move || {
            view! {
                <What/>
                <Filing facts/>
                <PersonalData/>
                <RedLines/>
            }
        },
    )
}

#[component]
fn What() -> impl IntoView {
    view! {
        <Said
            zh="这是什么"
            en="What it is"
            zh_words=&[
                "驻村手账是驻村帮扶工作队在村里用的工作本：没有信号也能打开，记下入户走访，看清哪些户该去、哪些事该办。",
                "它是国家防返贫监测信息系统之前的现场工作台，不是第二套台账。对象认定、风险消除等结论，以国家系统为准；这里的数字不作为上报依据。",
            ]
            en_words=&[
                "Village Ledger is the workbook of resident village work teams: it opens without signal, takes down household visits and shows which households are due and what needs doing.",
                "It is the field workbench in front of the national monitoring system, not a second system of record. Identification, elimination and every other formal result stand in the national system.",
            ]
        />
    }
}

#[component]
fn Filing(
    /// What the district configured.
    facts: Facts,
) -> impl IntoView {
    let said = |value: &str| {
        if value.trim().is_empty() {
            "未填写"
        } else {
            value.trim()
        }
        .to_owned()
    };
    let line = |zh: &'static str, en: &'static str, value: String| {
        view! { <dt>{zh}<br/><small lang="en">{en}</small></dt><dd>{value}</dd> }
    };
    let missing = facts.filing_number.trim().is_empty() || facts.complaint_channel.trim().is_empty();
    view! {
        <section class="sec">
            <Heading zh="备案与投诉建议" en="Filing and complaints"/>
            <div class="card">
                <dl class="facts">
                    {line("备案编号", "Filing number", said(&facts.filing_number))}
                    {line("投诉建议", "Complaints", said(&facts.complaint_channel))}
                    {line("软件版本", "Version", said(&facts.version))}
                </dl>
            </div>
            {missing.then(|| view! {
                <p class="quiet-text">
                    "“未填写”表示本区还没有登记这一项，请向区驻村办询问。 "
                    <span lang="en">"It means that the district has not entered it yet; please ask the district resident-work office."</span>
                </p>
            })}
        </section>
    }
}

#[component]
fn PersonalData() -> impl IntoView {
    view! {
        <Said
            zh="个人信息"
            en="Personal data"
            zh_words=&[
                "手账里有农户的姓名、家庭成员、住址、健康和收入等信息，只用于驻村帮扶和防止返贫工作。您只能看到本队负责的村；区级部门看到的是汇总和名单，不含走访内容。",
                "证件号码和电话在手机上只显示一部分，完整号码不离开服务器。存在手机里的内容用您的解锁码加密；换手机或离任时，请先同步，再在“我的”里退出并清除。",
                "请不要在备注里写证件号、电话、银行卡号。如果手机丢失，请马上告诉管理员关闭账号。",
                "农户想知道或更正自己的信息，可以找工作队或上面的投诉建议渠道。",
            ]
            en_words=&[
                "The ledger holds names, family members, addresses, health and income of households, for resident assistance and the prevention of relapse only. You see the villages of your own team; district offices see counts and lists without what was said at the door.",
                "Identity and telephone numbers are shown in part; the full numbers never leave the server. What is kept on a phone is encrypted under your unlock code. Before you change phones or leave, synchronise, then sign out and clear the phone under “Me”.",
                "Please write no identity, telephone or bank card numbers into notes. If a phone is lost, have the administrator close the account at once.",
                "Households that want to see or correct what is held about them can ask the team, or use the channel above.",
            ]
        />
    }
}

#[component]
fn RedLines() -> impl IntoView {
    view! {
        <Said
            zh="它不做的事"
            en="What it does not do"
            zh_words=&[
                "不打卡，不定位，不记轨迹，不积分，不给人或队排名，不统计在线时长和登录次数；照片和位置从不强制。看得到的是哪些事该办，不是谁办得多。",
                "同一件事不重复问。没有手机、不愿安装的同志，可以由队长代录，也可以继续用纸质记录。",
            ]
            en_words=&[
                "No clock-in, no location, no tracks, no points, no ranking of people or teams, no counting of online time or sign-ins; photos and places are never demanded. It shows what needs doing, never who did most.",
                "It asks no fact twice. Whoever has no phone or does not wish to install it can have the leader enter visits, or go on with paper.",
            ]
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_configured_is_said_plainly() {
        let page = about(&Facts::default(), "/pkg/main.css");
        assert_eq!(page.matches("<dd>未填写</dd>").count(), 3);
        assert!(page.starts_with("<!DOCTYPE html>"));
        assert!(page.contains("href=\"/pkg/main.css\""));
        assert!(!page.contains("<script"));
    }

    #[test]
    fn what_is_configured_is_shown_and_escaped() {
        let facts = Facts {
            filing_number: "示例备〔2026〕1号".to_owned(),
            complaint_channel: "<b>区驻村办</b>".to_owned(),
            version: "1".to_owned(),
        };
        let page = about(&facts, "/pkg/main.css");
        assert!(page.contains("示例备〔2026〕1号") && page.contains("&lt;b&gt;区驻村办"));
        assert!(!page.contains("请向区驻村办询问") && !page.contains("<dd>未填写"));
    }
}
