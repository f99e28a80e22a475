//! Words of the calculation of income.

messages! {
    op_income => "收入测算", "Income calculation";
    income_form_title => "收入测算", "Income calculation";
    income_again => "重新测算", "Calculate again";
    income_first => "测算收入", "Calculate income";
    income_window_title => "算哪段时间", "Which twelve months";
    income_from => "从", "From";
    income_to => "到", "To";
    income_sharing => "几口人共享收支", "People who share income and spending";
    income_source => "数字从哪来", "Where the figures come from";
    income_lead => "问到几项填几项，单位是元。", "Fill in what you were told, in yuan.";
    income_spending => "刚性支出", "Unavoidable spending";
    income_spending_more => "不从收入里扣，放在旁边一起看。", "Not deducted; looked at beside income.";
    income_note => "补充说明", "Notes";
    income_made => "队里的测算", "The team's calculations";
    income_none_yet => "还没有测算过", "Not calculated yet";
    income_per_person(yuan: &str) => "人均 {yuan} 元", "{yuan} yuan per person";
    income_between(least: &str, most: &str) => "人均 {least}～{most} 元", "{least} to {most} yuan per person";
    income_below(line: &str, year: i32) => "低于 {year} 年监测线 {line} 元", "below the {year} line of {line} yuan";
    income_reached(line: &str, year: i32) => "不低于 {year} 年监测线 {line} 元", "not below the {year} line of {line} yuan";
    income_unsettled(line: &str, year: i32) => "和 {year} 年监测线 {line} 元比，要看未定口径的几项算不算", "depends on unsettled lines; the {year} line is {line} yuan";
    income_no_line(year: i32) => "未设置 {year} 年监测线，不能判断高低", "No monitoring line is set for {year}; nothing can be classified";
    income_short(days: i64) => "只算了 {days} 天，不满十二个月，不能和监测线比", "only {days} days are covered, less than twelve months; nothing can be classified";
    income_counted => "逐项看算不算", "Line by line: what counts";
    income_line_of(line: &str, yuan: &str, source: &str) => "{line} {yuan} 元（{source}）", "{line}: {yuan} yuan ({source})";
    income_spent(kind: &str, yuan: &str) => "{kind} {yuan} 元（刚性支出，不从收入里扣）", "{kind}: {yuan} yuan (unavoidable spending, not deducted)";
    income_basis(document: &str) => "依据：{document}", "Basis: {document}";
    income_told_by(who: &str, day: &str) => "{who} · {day}问的", "{who} · asked {day}";
    income_earlier(n: usize) => "更早的 {n} 次", "{n} earlier one" | "{n} earlier ones";
    income_picture => "收入构成", "Composition of income";
    income_part(part: &str, yuan: &str, percent: u64) => "{part} {yuan} 元，占 {percent}%", "{part}: {yuan} yuan, {percent}%";
    income_not_whole => "请填整数，单位是元。", "Please give whole yuan.";
    income_unsent => "还没送达", "not sent yet";
}
