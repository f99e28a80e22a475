//! Words of the work log.

messages! {
    op_work => "工作记录", "Work log";
    op_strike_work => "划掉工作记录", "Entry struck out";
    work_title => "工作记录", "Work log";
    work_sub => "走访以外的事、上面来人来钱，记在这里", "What was done besides visits, and who came or gave";
    work_month(n: usize) => "这个月 {n} 条", "{n} entry this month" | "{n} entries this month";
    work_new => "记一条工作", "Write an entry";
    work_new_tab => "记工作", "Entry";
    work_one => "一条工作记录", "An entry";
    work_own => "队里做的事", "What the team did";
    work_support => "来支持的", "Support from outside";
    work_posts => "村里岗位换人，交接了", "A post of the village was handed over";
    work_village => "哪个村", "Village";
    work_on => "哪一天", "Day";
    work_words => "做了什么，结果怎样", "What was done, and what came of it";
    work_words_hint => "不写证件号和电话。", "No ID or phone numbers.";
    work_who => "谁来的、谁给的", "Who came or gave";
    work_present => "谁在场", "Who was there";
    work_yuan => "多少钱（元）", "How much (yuan)";
    work_yuan_hint => "给的是东西就空着。", "Leave it empty for goods.";
    work_companions => "还有谁一起", "Who else took part";
    work_elsewhere => "不在村里，比如到镇上开会", "Not in the village, such as a meeting in the township";
    work_save => "存下", "Save";
    work_lack_kind => "请先选做的是什么。", "Please choose what it was.";
    work_bad_yuan => "请填整数的元，比如 30000。", "Please enter whole yuan, such as 30000.";
    work_none => "还没有工作记录", "No entries yet";
    work_none_more => "开会、修路、办产业，做了就记一条；记了就算那天在村。", "Meetings, roads, projects: an entry also shows that you were there that day.";
    work_more(n: usize) => "再看 {n} 条", "Show {n} more" | "Show {n} more";
    work_struck => "已划掉", "struck out";
    work_strike => "划掉这一条", "Strike this entry out";
    work_strike_lead => "划掉的不再算数，原文和理由都留着。写错了就划掉，再记一条。", "It counts no more; its words and the reason stay. Write a new entry for what is right.";
    work_strike_why => "为什么划掉", "Why";
    work_by => "谁记的", "Written by";
    work_with => "一起的人", "Took part";
    work_not_there => "不在村里", "not in the village";
    work_duty => "四项职责", "Duty";
    work_money(n: u32) => "{n} 元", "{n} yuan";
    four_work_of(kind: &str, day: &str) => "{day}{kind}", "{kind}, {day}";
    four_remedy_note(post: &str, from: &str, to: &str) => "{post}由{from}换成{to}：交接那天谁在场，记一条", "{post}, from {from} to {to}: write down the day of the handover and who was there";
    four_remedy_work(kind: &str) => "来过、给过就记一条“{kind}”；还没来就去联系", "Once it has happened, write an entry “{kind}”; else get in touch";
    day_logs(n: usize) => "工作 {n} 条", "{n} entry of work" | "{n} entries of work";
}
