//! The field guide on one page.

use super::frame::{Said, document};
use leptos::prelude::*;

/// Renders `/help`.
#[must_use]
pub fn help(style: &str) -> String {
    document("/help", "使用指南", "Field guide", style, || {
        view! {
            <Begin/>
            <LogAVisit/>
            <AfterSaving/>
            <Review/>
            <Flags/>
            <Four/>
            <Days/>
            <Handing/>
            <IncomeAndPapers/>
            <Trouble/>
        }
    })
}

#[component]
fn Handing() -> impl IntoView {
    view! {
        <Said
            zh="换人交接"
            en="Handing over"
            zh_words=&[
                "有人要离开、或者新人来了，“今天”里会有“要交接”，“我”里也找得到。清单由记录生成：先去哪些户、还有哪些事没办完、最晚哪天。",
                "记录里没有的，写一句留给接手的人：要知道的、答应过的事、项目、钥匙。写了不能改，只能再加，没有信号也能写。",
                "移交人和接手人各自签字。人已经走了的，由队长写明原因代签；同一个人不能签两边。清单可以打印出来手签。",
            ]
            en_words=&[
                "When somebody leaves or a new person comes, Today shows “To hand over”, and Me keeps it. The list is made from the records: which households first, what is open there, by when.",
                "What no record says is written down for whoever takes over: what to know, promises, projects, keys. Lines are added, never changed, also without signal.",
                "Who hands over and who takes over each sign. For somebody who is gone the leader signs, with the reason; nobody signs both sides. The list can be printed and signed by hand.",
            ]
        />
    }
}

#[component]
fn Days() -> impl IntoView {
    view! {
        <Said
            zh="在岗和请假"
            en="Days on site and leave"
            zh_words=&[
                "不用打卡，也不用定位：哪天在村，由当天的走访和进村办的事算出来。算不出来的写“待确认”，不是缺勤。",
                "月份过完后，在“我”里点“本月在岗”，补上没有别的记录的日子，点“确认这个月”，再由队长确认。只有你和队长看得到天数，上面只看到确认了没有。",
                "请假也在这里。三天以内过队长、乡镇，再长还要过区里。乡镇和区驻村办在电脑上批；纸上批的由队长记下是谁批的。",
            ]
            en_words=&[
                "No clocking in and no location: a day counts on site by that day's visits and work in the village. What cannot be told is “to be confirmed”, never absent.",
                "When a month is over, tap “My month” under Me, add the days that nothing else shows, and confirm; the leader confirms after you. Only you and the leader see the days; above, only whether they are confirmed.",
                "Leave is asked for here too: up to three days by leader and township, longer also by the district. They decide at their desks; the leader enters who decided on paper.",
            ]
        />
    }
}

#[component]
fn Begin() -> impl IntoView {
    view! {
        <Said
            zh="第一次用"
            en="The first time"
            zh_words=&[
                "请用手机自带的浏览器打开，不要在微信里打开：微信里可能存不住内容。打开后选“添加到主屏幕”，以后从桌面图标进。",
                "输入工号和邀请码，设一个至少十个字符的密码，再设一个六位以上的解锁码。密码用来登录服务器，解锁码用来打开这部手机上的手账，没有信号时也能用。",
                "第一次登录请在信号好的地方：本队各村的农户会存到手机里。存好以后，没有信号也能查、能记。",
            ]
            en_words=&[
                "Open it in the browser that came with the phone, not inside a chat app, which may not keep what you save. Choose “Add to home screen” and start it from there.",
                "Enter staff number and code, choose a password of at least ten characters and an unlock code of at least six digits. The password is for the server; the unlock code opens the ledger on this phone, also without signal.",
                "Do this where there is signal: the households of your team's villages are stored on the phone. After that you can look up and record without any.",
            ]
        />
    }
}

#[component]
fn LogAVisit() -> impl IntoView {
    view! {
        <Said
            zh="记一次走访"
            en="Logging a visit"
            zh_words=&[
                "在“今日”里点该去的户，或者点下面的“＋”找一户。找人可以打姓名里的任一个字、拼音首字母、组或门牌。",
                "情况没有变化：在“今日”点这一户，点“情况无变化”，点“保存”，三下就好。有变化：只改变了的那几项，其余不用填。家里没人也可以记。",
                "看到听到的苗头（生病、没活干、房子不安全……）点一下就行，不需要懂类别。急的点“急”，队长会先看到。",
                "照片拍不拍由你定，最多三张，里面不带时间和地点；文字先送到，照片在后面慢慢送。",
                "写到一半也不会丢：草稿自己会存。隔了几天才补记的，写一句原因。",
            ]
            en_words=&[
                "Tap a household that is due under “Today”, or “＋” to find one, by any part of a name, pinyin initials, group or house number.",
                "Nothing changed: tap the household on Today, “Nothing has changed”, “Save”: three taps. Something changed: correct only that. Nobody home can be recorded too.",
                "Tap the signs you saw or heard (illness, out of work, dangerous house …); you need not know categories. Tick “urgent” and the leader sees it first.",
                "Photos are up to you, three at most, without time or place in them; the text goes first and the photos after it.",
                "Half a visit is not lost: drafts save themselves. For a visit recorded days later, say why in a few words.",
            ]
        />
    }
}

#[component]
fn AfterSaving() -> impl IntoView {
    view! {
        <Said
            zh="保存以后"
            en="After saving"
            zh_words=&[
                "“存在手机”就是已经存好了，关掉也不会丢。有信号时会自己发送，显示“已送达”；队长看过以后显示“队长已看”或“退回”。",
                "手账锁着也不耽误：有信号时，等着送的文字会封好交给服务器代收，队长就能看到；你解锁核对以后才显示“已送达”，照片也等解锁再送。有的手机（比如苹果）要开着手账才会交。",
                "退回的排在“今日”最前面，按队长写的话改好再交，不用重填。",
                "同一件事两个人填得不一样，两个都会留下，由队长选。",
            ]
            en_words=&[
                "“Saved here” means it is safe, even if you close everything. With signal it sends itself and says “sent”; after the leader has read it, “Seen by the leader” or “Returned”.",
                "A locked ledger holds nothing up: with signal, the text that waits is handed in sealed, so that the leader has it; “sent” is said once you have unlocked and it is checked, and photos go then. Some phones (such as iPhones) hand in only while the ledger is open.",
                "A returned visit stands first under “Today”: correct what the leader asks for and send it again; nothing has to be typed anew.",
                "If two people record one fact differently, both values are kept until the leader picks one.",
            ]
        />
    }
}

#[component]
fn Review() -> impl IntoView {
    view! {
        <Said
            zh="队长审核"
            en="For leaders"
            zh_words=&[
                "“审核”按轻重排好：急的、有新风险的、和档案不一致的在前。没有变化的可以一起通过，抽到要单独看的除外。",
                "退回请写明要改什么。自己的走访直接存档，不能自己审自己。审核没有信号也能做。",
            ]
            en_words=&[
                "“Review” is in order of weight: urgent, new risk, contradicting the record first. Visits without change can be approved together, except those drawn to be opened singly.",
                "When you return a visit, say what to change. Your own visits are filed, never self-approved. Reviewing works without signal too.",
            ]
        />
    }
}

#[component]
fn Flags() -> impl IntoView {
    view! {
        <Said
            zh="风险线索"
            en="Risk flags"
            zh_words=&[
                "走访时点了苗头，就自动成了一条线索；路上听说的，在农户页点“标记风险”。时限从看到那天算，不从发送那天算。",
                "队长在“今日”最上面看到等自己研判的线索，急的在前：确认、先观察、不列入或并入另一条，没有信号也能定。",
                "确认以后识别程序就启动了：签授权书、两个人入户核实、村级评议、贴公示，都在农户页的“识别程序”里登记，没有信号也能记；送达以后才算办完。",
                "公示满了天数，乡镇才能审核；区里比对部门信息后审定。每一步最晚哪天，页面上都写着。",
                "成了监测户，农户页就有“帮扶计划”：加措施、登记进展、定联系人，队长签字；计划里缺什么，会提醒。",
            ]
            en_words=&[
                "Signs ticked in a visit become a flag by themselves; what you heard elsewhere is flagged on the household's page. Time counts from the day it was seen, not from the day it was sent.",
                "The leader finds what waits for a decision on top of Today, urgent first: confirm, watch, dismiss or merge, also without signal.",
                "Confirming opens the identification case: authorisation, home verification by two people, village review and public notice are recorded under “Identification” on the household's page, also without signal; a step is done once it has arrived.",
                "The township reviews when the notice has hung its full days; the district decides after comparing the departments' data. The last day of each step stands on the page.",
                "A monitored household has an assistance plan on its page: measures, their progress, the contact person, the leader's signature; what the plan lacks is said.",
            ]
        />
    }
}

#[component]
fn Four() -> impl IntoView {
    view! {
        <Said
            zh="四不摘"
            en="The four not-removes"
            zh_words=&[
                "四不摘不用填表：由走访、三保障、名册这些已有的记录算出来。断档的写明缺什么、谁办、哪天前，点进去就能办。",
                "确有原因的，写一句说明，请另一个人确认，到期自动失效。还算不出来的几项会写明缺哪类数据，不当作正常。",
            ]
            en_words=&[
                "Nothing is filled in for the four not-removes: they are computed from visits, guarantee answers and the roster. What is broken off says what is missing, who does it and by when, and leads there.",
                "Where there is a reason, write it down and have somebody else confirm it; it ends by itself. Lines that cannot be computed yet say what they need and do not count as in order.",
            ]
        />
    }
}

#[component]
fn IncomeAndPapers() -> impl IntoView {
    view! {
        <Said
            zh="收入测算和打印"
            en="Income and papers"
            zh_words=&[
                "在农户页点“测算收入”，问到几项填几项。口径没定的几项会给出两个数；当年没有设监测线的，不判断高低。",
                "走访台账、月小结、空白走访记录由记录直接生成，连着网络时在农户页或“我的”里打印，A4 纸。",
            ]
            en_words=&[
                "“Calculate income” on the household's page: fill in what you were told. Lines whose counting is not settled give two figures; a year without a monitoring line is not classified.",
                "The visit ledger, the month's summary and the blank record are made from what was recorded; print them on A4 from the household's page or from “Me”, with a connection.",
            ]
        />
    }
}

#[component]
fn Trouble() -> impl IntoView {
    view! {
        <Said
            zh="遇到问题"
            en="When something is wrong"
            zh_words=&[
                "发不出去：先看“我的”里的同步情况，走到信号好的地方点“立即同步”。没发出去的会一直留着，请不要清除浏览器数据。",
                "忘了解锁码：有信号时用密码登录可以重设，但没发出去的内容打不开，请先告诉队长。忘了密码：请管理员重新发邀请码。",
                "换手机、离任：先同步再退出。没有信号又要换，在“我的”里点“导出和取回”，没送达的会存成一个加密文件，换了手机用同一个账号取回。手机丢了请马上告诉队长或管理员停用它，它下次连上就会清掉资料。",
            ]
            en_words=&[
                "It does not send: look at the state of the sync under “Me”, go where there is signal and tap “sync now”. What was not sent stays; please do not clear the browser's data.",
                "Unlock code forgotten: sign in with the password to set a new one, but what was not sent cannot be opened; tell your leader first. Password forgotten: the administrator sends a new code.",
                "New phone, or leaving: synchronise, then sign out. Without signal, “Export and take back” under “Me” puts what was not sent into one encrypted file, which the same account takes back on any phone. Lost phone: have your leader or the administrator sign it off at once; it wipes itself at its next contact.",
            ]
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guide_speaks_both_languages_without_scripts() {
        let page = help("/pkg/main.css");
        assert!(page.contains("记一次走访") && page.contains("Logging a visit"));
        assert!(!page.contains("<script") && !page.contains("style=\""));
    }
}
