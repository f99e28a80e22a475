//! Words of the four not-removes.

messages! {
    four_title => "四不摘", "The four not-removes";
    four_lead => "摘帽不摘责任、政策、帮扶、监管。", "Responsibility, policy, help and supervision stay after the label is lifted.";
    four_intervals => "走访间隔", "Visit intervals";
    four_intervals_more => "由走访记录算出来，不用填报。", "Computed from the visits; nothing to fill in.";
    within => "在间隔内", "within";
    past => "过了间隔", "past";
    tier_line(days: u32) => "每 {days} 天", "every {days} day" | "every {days} days";
    tier_counts(within: usize, past: usize) => "{within} 户在间隔内，{past} 户已过", "{within} within, {past} past";
    four_later_title => "其他几项以后加进来", "The others follow";
    four_later => "责任、政策、监管几项的台账在以后的版本里。现在这一页只有走访间隔是真数据。", "The ledgers of responsibility, policy and supervision come in a later version. For now only the visit intervals on this page are real data.";
    see_tier_past(tier: &str) => "看{tier}里过了间隔的", "See those past the interval: {tier}";
    none_in_tier => "没有这类户", "none";
}
