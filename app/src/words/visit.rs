//! Words of one visit and its history.

messages! {
    visit_title(name: &str) => "走访 · {name}家", "Visit · {name}";
    where_it_is => "这条记录走到哪了", "Where this record is";
    step_saved => "存在手机", "Saved here";
    step_sent => "已送达", "Sent";
    step_waiting => "等信号送出", "Waiting to be sent";
    step_attention => "要处理", "Needs a look";
    step_seen => "队长已看", "Seen by the leader";
    step_wait_leader => "等队长看", "Waiting for the leader";
    step_returned => "队长退回", "Returned";
    step_filed => "已存档", "Filed";
    met_label => "见到谁", "Met";
    mode_label => "怎么见的", "How";
    purpose_label => "为什么去", "Purpose";
    signals_label => "看到听到", "Seen or heard";
    note_short => "谈话", "Note";
    companions_label => "同去", "Along";
    explained_short => "宣讲政策", "Explained";
    help_short => "办实事", "Done";
    late_label_short => "补录原因", "Late because";
    next_label => "下次", "Next";
    no_change_done => "情况无变化", "No change";
    confirmed(field: &str) => "{field} 问过，没变", "{field}: asked, unchanged";
    empty_value => "空", "empty";
    history => "经过", "History";
    ev_logged(who: &str) => "{who} 记在手机上", "{who} recorded it";
    ev_revised(who: &str) => "{who} 改过再送", "{who} corrected it";
    ev_approved(who: &str) => "{who} 看过，通过", "{who} approved it";
    ev_returned(who: &str, reason: &str) => "{who} 退回 · {reason}", "{who} returned it · {reason}";
    ev_addendum(who: &str) => "{who} 补充说明", "{who} added";
    ev_late(who: &str) => "{who} 的补充来晚了，留着备查", "{who}'s correction came too late; kept for reference";
    device_time(when: &str) => "手机时间\u{a0}{when}", "phone's time {when}";
    server_time(when: &str) => "送达\u{a0}{when}", "reached the server {when}";
    not_sent_yet => "还没有送达", "not sent yet";
    before_it_said => "之前写的是", "Before, it said";
    wait_author(who: &str) => "等{who}补充", "Waiting for {who}";
    wait_author_more => "改好后再送一次，前面的记录都留着", "Once corrected it is sent again; everything before is kept";
    correct => "补充再送", "Correct and send again";
    correct_waiting => "改一改", "Change it";
    addendum_title => "补充说明", "Add to this visit";
    addendum_hint => "原来的记录不会变，说明附在后面。", "The record itself stays as it is; your words are added below.";
    addendum_add => "补上", "Add";
    brought_two_values(fields: &str) => "这次说的和别人不一样：{fields}，两个说法都留着。", "This visit disagrees with another on {fields}; both values are kept.";
    review_it => "审核", "Review";
    revision(n: u32) => "第 {n} 稿", "revision {n}";
}
