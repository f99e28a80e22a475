//! Words of the leader's review.

messages! {
    review_heading => "审核", "Review";
    review_of(name: &str) => "审核 · {name}家", "Review · {name}";
    review_kinds => "审核分类", "Kinds of review";
    tab_read => "要看的", "To read";
    tab_no_change => "无变化", "No change";
    tab_returned => "已退回", "Returned";
    queue_empty => "都看完了", "All read";
    queue_empty_more => "没有等你审核的走访。", "No visit waits for you.";
    returned_empty => "没有退回未改的", "Nothing is out for correction";
    no_change_empty => "没有等着一起通过的", "No unchanged visits wait";
    no_change_empty_more => "要仔细看的在“要看的”里。", "Those to be read are under “To read”.";
    position(n: usize, all: usize) => "第\u{a0}{n}\u{a0}条，共\u{a0}{all}\u{a0}条", "{n} of {all}";
    drawn_banner(n: usize) => "抽到 {n} 条要单独打开看，其余可以一起通过。", "{n} was drawn to be opened singly; the others can be approved together." | "{n} were drawn to be opened singly; the others can be approved together.";
    drawn_title => "抽到要看的", "Drawn to be read";
    open_it => "打开看", "open it";
    together_title => "一起通过", "Approve together";
    select_none => "全不选", "Select none";
    select_all => "全选", "Select all";
    together_hint => "不选的留在这里，以后再看", "Unselected ones stay here for later";
    approve_n(n: usize) => "通过 {n} 条", "Approve {n}";
    approving(done: usize, all: usize) => "正在存 {done} / {all}…", "Saving {done} of {all}…";
    approve => "通过", "Approve";
    return_it => "退回", "Return";
    return_to(who: &str) => "退回给{who}", "Return to {who}";
    return_reason => "原因", "Reason";
    return_words => "说一句", "A few words";
    return_words_hint(who: &str) => "只有{who}和本队看得到", "Only {who} and the team can read it";
    return_choose => "请选一个原因。", "Please choose a reason.";
    return_not => "先不退", "Keep it";
    see_visit_of(name: &str) => "看{name}的走访", "Open the visit to {name}";
    suggests(causes: &str) => "建议原因：{causes}", "suggested cause: {causes}";
    flagged(signals: &str) => "标记：{signals}", "Flagged: {signals}";
    met_nobody => "家里没人", "nobody home";
    met_head => "见到户主", "met the head";
    met_others => "见到家里人", "met others";
    leader_only => "审核由队长来做。", "Reviews are done by the team leader.";
    already_decided => "这条走访眼下不用审核。", "This visit does not wait for review now.";
    decided_saved => "已存在手机上，信号好时自动送达。", "Saved on this phone; sent by itself when there is signal.";
    approved_n(n: usize) => "已通过 {n} 条。", "Approved {n}.";
    returned_on(day: &str) => "{day} 退回", "returned {day}";
    says_no_change => "说“无变化”，又标记了风险", "says “no change” but flags a risk";
    disagrees(signal: &str, field: &str) => "标记“{signal}”，档案里“{field}”是有保障", "flags “{signal}” while the record says {field} is assured";
    second_value(field: &str) => "{field}：和别人说的不一样", "{field}: differs from what another said";
}
