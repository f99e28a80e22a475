//! Words of risk elimination and of the episodes of monitoring.

messages! {
    elim_heading => "风险消除", "Risk elimination";
    elim_title(name: &str) => "风险消除 · {name}家", "Risk elimination · {name}";
    elim_nominate => "提名消除风险", "Nominate for elimination";
    elim_look => "看看够不够条件", "See whether the criteria are met";
    elim_none => "没有在办的消除", "No elimination under way";
    elim_mine => "等我办的消除步骤", "Steps of elimination for me";
    elim_criteria => "条件", "Criteria";
    elim_way => "风险是怎么消除的", "How the risk went away";
    elim_signer => "户里谁签的字", "Who signed for the household";
    elim_feedback => "联系人怎么说；有提醒的写明原因", "What the contact person says; the reason for what is warned of";
    elim_nominated(who: &str) => "{who} 提名", "nominated by {who}";
    elim_on(day: &str) => "{day}提名", "nominated on {day}";
    elim_steps => "消除办过的步骤", "Steps of the elimination so far";
    elim_episodes => "监测经过", "Episodes of monitoring";
    elim_from(day: &str) => "{day}纳入监测", "monitored from {day}";
    elim_from_register => "登记表上已是监测户", "monitored according to the register";
    elim_from_rollback(day: &str) => "{day}撤销消除，恢复监测", "elimination taken back on {day}, monitored again";
    elim_until(day: &str, way: &str) => "{day}消除（{way}）", "ended on {day} ({way})";
    elim_lasts => "还在监测", "still monitored";
    elim_ev_since(day: &str) => "{day}认定", "identified on {day}";
    elim_ev_register(day: &str) => "{day}的登记表上已是监测户，哪天认定的没有记录", "monitored in the register of {day}; since when is not recorded";
    elim_ev_measures(n: usize) => "{n} 条措施在办或办完", "{n} measure under way or done" | "{n} measures under way or done";
    elim_ev_no_income => "认定以后还没有测算收入", "no income calculated since identification";
    elim_ev_income(net: &str, line: i64) => "人均 {net} 元，监测线 {line} 元", "{net} yuan a person; the line is {line}";
    elim_ev_no_line(net: &str, year: i32) => "人均 {net} 元；{year} 年的监测线区里还没有设", "{net} yuan a person; the district has set no line for {year}";
    elim_ev_spending(n: u64) => "测算里医药和上学自付 {n} 元", "{n} yuan of own spending on medicine and school";
    elim_ev_net => "登记为整户无劳动力兜底保障户", "registered as a safety-net household without labour";
    elim_ev_labour => "家里没有人能干活，继续监测", "nobody in the household can work; monitoring goes on";
    elim_ev_open(n: usize) => "还有 {n} 条没了结", "{n} still open" | "{n} still open";
    elim_ev_none => "没有缺的", "nothing is missing";
    elim_reduced(day: &str, why: &str) => "{day}自然减少（{why}）", "naturally reduced on {day} ({why})";
    reduce_heading => "登记自然减少", "Record a natural reduction";
    reduce_lead => "全户死亡、整户迁出或并入其他户的，在这里登记；这不是消除风险。以后有新情况，可以重新识别。", "For a household that died out, moved away or was merged into another; this is not an elimination. What is seen later can open a new case.";
    reduce_why => "为什么减少", "Why it is reduced";
    reduce_on => "从哪天起", "Since which day";
    reduce_words => "迁到哪里、并入哪户", "To where it moved, or into which household";
    reduce_lack_why => "请选为什么减少。", "Please choose why.";
    op_reduction => "自然减少", "Natural reduction";
    op_elimination => "风险消除", "Risk elimination";
    elims_by_township => "风险消除各乡镇各步骤的户数", "Eliminations by township and step";
    elims_pipeline => "风险消除各步骤的户数", "Eliminations by step";
    elims_list => "风险消除逐户", "Eliminations one by one";
    elims_on => "提名日", "Nominated on";
}
