//! Words of requests.

messages! {
    op_request => "记诉求", "Request";
    op_request_step => "办诉求", "Request seen to";
    request_heading => "诉求", "Requests";
    request_title(name: &str) => "诉求 · {name}家", "Request · {name}";
    request_tab => "诉求", "Request";
    request_add => "记一条", "Record one";
    request_none => "没有没办结的诉求。", "Nothing is open.";
    request_pressing => "要办要告知的诉求", "Requests to see to or to answer";
    request_door => "上次的诉求，这次要给个说法", "Asked before: say how it stands";
    request_at_visit => "户里有诉求？记一条", "The household asks for something? Record it";
    request_about => "哪方面", "What about";
    request_text => "户里怎么说", "In the household's words";
    request_owner => "谁负责", "Who answers for it";
    request_due => "最晚哪天给答复", "Answer by";
    request_due_hint => "这是对户里的承诺，办不完要改期并说明。", "This is a promise to the household; a later day needs a reason.";
    request_save => "存这条诉求", "Save the request";
    request_lack_category => "请先选是哪方面的。", "Please choose what it is about.";
    request_promised(name: &str, day: &str) => "{name}，{day}前", "{name}, by {day}";
    request_asked => "提出", "Asked on";
    request_late(step: &str) => "{step}（晚了一步，没有算数）", "{step} (came too late to count)";
    request_done => "办了什么", "What was done";
    request_refused => "为什么办不了", "Why it cannot be done";
    request_to => "转给谁", "Passed on to";
    request_how => "怎么告知的", "How they were told";
    request_told_on => "哪天告知的", "Told on";
    request_reopened => "户里怎么说", "What the household says";
    nav_requests => "诉求", "Requests";
    requests_title => "没办结的诉求", "Requests not finished";
    requests_none => "没有没办结的诉求", "No request is open";
    requests_none_more => "队里记下、还没办结或还没告知农户的诉求会出现在这里。", "Requests that teams recorded and that are not answered, or not told, appear here.";
    requests_total(n: u32) => "共 {n} 条", "{n} request" | "{n} requests";
    requests_due => "最晚", "By";
    requests_asked => "提出", "Asked";
    requests_what => "诉求", "Request";
}
