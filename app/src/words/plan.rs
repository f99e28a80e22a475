//! Words of the assistance plan.

messages! {
    plan_heading => "帮扶计划", "Assistance plan";
    plan_title(name: &str) => "帮扶计划 · {name}家", "Assistance plan · {name}";
    plan_tab => "帮扶计划", "Assistance plan";
    plan_open => "打开帮扶计划", "Open the plan";
    plan_measures(n: usize) => "{n} 条措施", "{n} measure" | "{n} measures";
    plan_contact(name: &str) => "联系人 {name}", "contact: {name}";
    plan_none => "还没有措施", "No measures yet";
    plan_none_more => "在下面加第一条。", "Add the first one below.";
    plan_lacks => "计划里还缺", "What the plan lacks";
    plan_due(day: &str) => "计划最晚 {day}定下来", "the plan is due by {day}";
    plan_past(day: &str) => "计划 {day}前就该定了", "the plan was due by {day}";
    plan_no_measure => "成为监测户已久，还没有一条措施", "monitored for some time, and no measure yet";
    plan_no_developmental => "家里有劳动力，还没有产业、就业、金融或公益岗位措施", "somebody can work, and nothing helps to earn";
    plan_unanswered(cause: &str) => "“{cause}”还没有对应的措施", "no measure answers “{cause}”";
    plan_subsistence => "有人吃低保，计划里没有综合保障", "subsistence allowance without a safety-net measure";
    plan_no_contact => "还没有帮扶联系人", "nobody keeps in touch yet";
    plan_from(day: &str) => "{day}起", "from {day}";
    plan_until(day: &str) => "到 {day}", "until {day}";
    plan_yuan(n: u32) => "{n} 元", "{n} yuan";
    plan_late => "已到期", "past its end";
    plan_progress => "登记进展", "Record progress";
    plan_progress_what => "现在怎么样", "Where it stands";
    plan_progress_words => "做了什么，或者为什么停", "What was done, or why it stopped";
    plan_add => "加一条措施", "Add a measure";
    plan_category => "哪一类", "Category";
    plan_item => "具体做什么", "What exactly";
    plan_start => "哪天开始", "First day";
    plan_end => "打算到哪天", "Last day planned";
    plan_amount => "金额（元）", "Amount (yuan)";
    plan_body => "谁负责", "Who is responsible";
    plan_save => "存这条措施", "Save the measure";
    plan_name_contact => "定联系人", "Name the contact";
    plan_contact_name => "联系人姓名", "Name of the contact";
    plan_contact_unit => "单位", "Unit";
    plan_sign => "我已看过，签这份计划", "I have read it; sign the plan";
    plan_signed(who: &str, day: &str) => "{who} {day}已签", "signed by {who} on {day}";
    plan_unsigned => "队长还没签", "not signed by the leader yet";
    plan_lack_category => "请选是哪一类措施。", "Please choose the category.";
    plan_lack_status => "请选现在怎么样。", "Please choose where it stands.";
    plan_lack_amount => "金额要填整数，单位是元。", "Please enter whole yuan.";
    op_plan => "帮扶计划", "Assistance plan";
}
