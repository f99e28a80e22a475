//! Words of Today.

messages! {
    today_title => "今天", "Today";
    bites => "要紧的", "Pressing";
    bites_none => "没有要紧的事", "Nothing pressing";
    bites_none_more => "没有退回，也没有要处理的。", "Nothing returned, nothing to sort out.";
    returned_tag => "退回", "returned";
    visit_of(name: &str) => "{name}家走访", "Visit to the {name} household";
    leader_says(words: &str) => "队长：{words}", "Leader: {words}";
    two_values => "两个说法", "two values";
    two_values_of(field: &str) => "{field}有两个说法，等队长选一个", "{field}: two values, a leader has to pick";
    attention_tag => "要处理", "needs a look";
    urgent_tag => "急", "urgent";
    review_title => "等我审核", "Waiting for my review";
    review_pick => "要看的", "To read";
    review_no_change => "无变化", "No change";
    review_returned => "退回未改", "Returned, not yet corrected";
    due_title => "该走访", "Visits due";
    due_by_group => "按组看", "By group";
    due_none => "眼下没有该走访的户", "No visit is due now";
    due_none_more => "都在间隔之内，走得很勤。", "All are within their interval. Well done.";
    due_never(n: usize) => "其中 {n} 户还没有走访记录", "{n} of them has no visit on record" | "{n} of them have no visit on record";
    due_show_more(n: usize) => "再显示 {n} 户", "Show {n} more";
    last_visit_on(day: &str) => "上次\u{a0}{day}", "last {day}";
    never_visited => "还没有走访过", "not visited yet";
    due_past(n: i64) => "过 {n} 天", "{n} day past" | "{n} days past";
    due_today => "今天", "today";
    due_tomorrow => "明天", "tomorrow";
    due_in(n: i64) => "还有 {n} 天", "in {n} day" | "in {n} days";
    due_first => "首次", "first visit";
    waiting_title => "还没送达", "Not sent yet";
    waiting_count(n: usize) => "{n} 条", "{n}";
    see_all => "查看", "See all";
    no_records_title => "还没有资料", "No records yet";
    no_records => "连上网络后会自动取本队的农户资料。", "Your team's households will be fetched once there is a connection.";
    op_log => "走访", "Visit";
    op_revise => "补充走访", "Corrected visit";
    op_approve => "审核通过", "Approval";
    op_return => "退回", "Return";
    op_addendum => "补充说明", "Addition";
    op_explain => "四不摘说明", "Explanation";
    op_confirm => "确认说明", "Explanation confirmed";
    op_resolve => "选定一个值", "Value picked";
}
