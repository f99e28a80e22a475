//! Words of handovers between people.

use crate::format::day_of;
use crate::words::Words;
use chrono::NaiveDate;
use domain::handover::{Open, OpenKind};

impl Words {
    /// What is open at a household, and by when: `急 风险线索 等队长研判（最晚 12月1日）`.
    #[must_use]
    pub fn handover_open(self, open: &Open<'_>, today: NaiveDate) -> String {
        let lang = self.lang();
        let what = match open.what {
            OpenKind::Flag(flag) => format!("{} {}", self.handover_flag(), flag.status().label(lang)),
            OpenKind::Case(step) => self.handover_case(step.map_or("", |step| step.label(lang))),
            OpenKind::Elimination => self.handover_elimination().to_owned(),
            OpenKind::Measure(measure) => self.handover_measure(&measure.content.said(self.lang())),
            OpenKind::Request(request) => self.handover_request(&request.content.text),
        };
        let what = match open.urgent {
            true => format!("{} {what}", self.urgent_tag()),
            false => what,
        };
        match open.by {
            Some(by) => self.handover_until(&what, &day_of(by, today, lang)),
            None => what,
        }
    }
}

messages! {
    handover_heading => "交接", "Handover";
    handover_title(name: &str) => "交接 · {name}", "Handover · {name}";
    handover_pair(from: &str, to: &str) => "{from} → {to}", "{from} → {to}";
    handover_nobody => "还没有人接", "nobody yet";
    handover_left(day: &str) => "{day}离村", "left on {day}";
    handover_leaves(day: &str) => "{day}离村", "leaves on {day}";
    handover_by(day: &str) => "最晚 {day}交接完", "to be done by {day}";
    handover_last_day => "最后一天", "Last day";
    handover_both(n: i64) => "两人一起在村 {n} 天", "{n} day there together" | "{n} days there together";
    handover_not_both => "两人没有一起在村", "never there together";
    handover_lead => "下面由记录生成。记录里没有的，写一句留给接手的人；写了不能改，只能再加。", "Made from what was recorded. What no record says is written down for whoever takes over; lines are added, never changed.";
    handover_homes => "先去这些户", "These households first";
    handover_homes_none => "没有监测户，也没有没办完的事。", "No monitored household and nothing open.";
    handover_others(n: usize) => "其他 {n} 户没有没办完的事，农户里都能查到。", "{n} other household has nothing open." | "{n} other households have nothing open.";
    handover_met(day: &str) => "上次见到人 {day}", "last met on {day}";
    handover_not_met => "还没有走访过", "never visited";
    handover_been => "接手人去过", "introduced";
    handover_not_been => "接手人还没去过", "not introduced yet";
    handover_flag => "风险线索", "risk flag";
    handover_elimination => "风险消除在办", "elimination under way";
    handover_measure(item: &str) => "措施：{item}", "measure: {item}";
    handover_request(text: &str) => "诉求：{text}", "request: {text}";
    handover_case(step: &str) => "识别程序：{step}", "case: {step}";
    handover_until(what: &str, day: &str) => "{what}（最晚 {day}）", "{what} (by {day})";
    handover_note(name: &str) => "给{name}家写一句", "Write a line on {name}";
    handover_write => "写一句", "Write a line";
    handover_kind => "关于什么", "About";
    handover_home => "哪一户", "Household";
    handover_no_home => "不专指哪一户", "no one household";
    handover_text => "写给接手的人", "For whoever takes over";
    handover_text_hint => "短短一句，不写证件号和电话。", "A short line; no ID or phone numbers.";
    handover_keep => "存这一句", "Save the line";
    handover_lines => "还要交代的", "What else to hand over";
    handover_signatures => "双方签字", "Both sign";
    handover_signed(who: &str, day: &str) => "{who} {day}已签", "signed by {who} on {day}";
    handover_signed_for(who: &str, day: &str, why: &str) => "{who} {day}代签：{why}", "{who} signed in place on {day}: {why}";
    handover_unsigned => "还没签", "not signed yet";
    handover_sign_out => "我移交完了，签字", "I have handed over; sign";
    handover_sign_in => "我接手了，签字", "I have taken over; sign";
    handover_sign_for(name: &str) => "替 {name} 签字", "Sign in place of {name}";
    handover_sign_why => "为什么替签", "Why somebody else signs";
    handover_one_hand => "同一个人不能替两边都签。", "Nobody signs for both sides.";
    handover_due => "要交接", "To hand over";
    handover_paper => "交接清单（打印后手签）", "Handover list (print and sign by hand)";
    op_handover => "交接", "Handover";
    op_handover_sign => "交接签字", "Handover signed";
    four_handover_of(name: &str) => "{name} 的交接", "the handover of {name}";
    four_remedy_handover(name: &str) => "和 {name} 交接，双方签字", "Hand over from {name}; both sign";
}
