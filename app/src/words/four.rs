//! Words of the four not-removes.

messages! {
    four_title => "四不摘", "The four not-removes";
    four_first => "先办这几件", "Do these first";
    four_none => "眼下都正常", "Nothing is due";
    four_none_more => "都在期限以内。", "Everything is within its time.";
    four_ok => "正常", "on track";
    four_not_yet => "还没有算", "not computed yet";
    four_breached(n: u32) => "{n} 处断档", "{n} broken off";
    four_due_soon(n: u32) => "{n} 处临期", "{n} due soon";
    four_explained(n: u32) => "{n} 处有说明", "{n} explained";
    four_computed(n: u32, waiting: u32) => "{n} 项在算，{waiting} 项还没有", "{n} computed, {waiting} not yet";
    four_needs(what: &str) => "还没有算：要有{what}", "Not computed yet: needs {what}";
    four_from(what: &str) => "{what}，不用填报", "Computed {what}; nothing to fill in";
    four_broken_when(what: &str) => "断档：{what}", "Broken off: {what}";
    four_owner(who: &str) => "{who}负责", "{who}";
    four_by(day: &str) => "{day}到期", "due {day}";
    four_now => "现在就办", "due now";
    four_open(n: usize) => "{n} 处要办", "{n} to do" | "{n} to do";
    four_fine(n: usize) => "正常的 {n} 处", "{n} on track";
    four_more(n: usize) => "再显示 {n} 处", "Show {n} more";
    four_evidence => "凭什么算的", "Computed from";
    four_evidence_none => "还没有记录", "no record yet";
    four_evidence_listed(n: usize) => "{n} 条，列在下面", "{n}, listed below";
    four_visit_of(day: &str) => "{day}的走访", "the visit of {day}";
    four_flag_of(day: &str) => "{day}发现的线索", "the flag of {day}";
    four_case_of(day: &str) => "{day}的线索启动的识别程序", "the case on the flag of {day}";
    four_measure_of(item: &str, day: &str) => "{item}（{day}的进展）", "{item} (as of {day})";
    four_remedy => "怎么办", "What puts it right";
    four_remedy_visit(purpose: &str) => "去走访一次（{purpose}）", "Visit the household ({purpose})";
    four_remedy_settle(what: &str) => "帮着办好，走访时记下：{what}", "Help, and record at a visit: {what}";
    four_remedy_screen(n: usize) => "还有 {n} 户，走访时选“集中排查”", "{n} household left: visit with the purpose “screening campaign”" | "{n} households left: visit with the purpose “screening campaign”";
    four_remedy_fill(what: &str) => "请区驻村办补上：{what}", "Ask the district office to fill: {what}";
    four_remedy_team => "请区驻村办派工作队", "Ask the district office to send a team";
    four_remedy_explain => "写一句原因，请别人确认", "Give a reason and let another confirm it";
    four_remedy_contact => "在帮扶计划里写上帮扶联系人", "Name a contact person in the plan";
    four_remedy_measure => "在帮扶计划里定一项措施", "Plan a measure";
    four_remedy_progress(item: &str) => "推进“{item}”，记下进展", "Carry “{item}” on and record how it went";
    four_remedy_triage => "研判这条线索", "Decide on the flag";
    four_remedy_open_case => "启动识别程序", "Open the identification case";
    four_remedy_receive(what: &str) => "帮着办好，办好后登记：{what}", "Help to get it, then record: {what}";
    four_remedy_carry_on(steps: &str) => "识别程序接着走：{steps}", "Carry the case on: {steps}";
    four_remedy_none => "现在不用办什么", "Nothing to do now";
    four_who => "谁负责", "Who";
    four_when => "什么时候", "By when";
    four_explanation => "说明", "Explanation";
    four_explain_hint => "办不了、又有正当原因的，写清楚；别人确认了才算。", "If there is a good reason, write it down; it counts once another has confirmed it.";
    four_reason => "原因", "Reason";
    four_until => "到哪天为止", "Until";
    four_explain => "写好了", "Save";
    four_waits(who: &str) => "{who}写的，等别人确认", "By {who}, waiting for another to confirm";
    four_holds(who: &str, day: &str) => "{who}确认，到 {day}为止", "Confirmed by {who}, until {day}";
    four_confirm => "确认属实", "Confirm";
    four_of_household => "这户的四不摘", "Four not-removes here";
    four_season => "这个时候要办的", "Of the season";
    four_by_tier => "按户的类别看", "By kind of household";
    four_places(n: u32) => "{n} 处", "{n}";
    within => "在间隔内", "within";
    past => "过了间隔", "past";
    tier_line(days: u32) => "每 {days} 天", "every {days} day" | "every {days} days";
    tier_counts(within: usize, past: usize) => "{within} 户在间隔内，{past} 户已过", "{within} within, {past} past";
    four_map_hint => "按乡镇和村名排列，不排名，不打分；点村名看要办的", "By township and name; no ranking, no points. Each village opens its list";
    four_map(pillar: &str) => "各村：{pillar}", "Villages: {pillar}";
    four_pick => "看哪一项", "Pillar";
    four_in_words(ok: usize, explained: usize, due: usize, breached: usize) => "{ok} 个村正常，{explained} 个村有说明，{due} 个村临期，{breached} 个村断档", "{ok} villages on track, {explained} explained, {due} due soon, {breached} broken off";
    four_months(pillar: &str) => "按月看：{pillar}", "By month: {pillar}";
    four_months_hint => "每月底各种状态的村有多少，本月算到今天；点数字看是哪些村；当时数的就留着，不重算，不排名，不打分", "Villages by their state at each month's end, this month as of today; each figure opens its list; kept as counted then, no ranking, no points";
    four_months_picture(first: &str, last: &str) => "{first}到{last}，每月各种状态的村数；准确的数在下面的表里", "{first} to {last}: villages by state each month; the exact figures are in the table below";
    four_bodies_picture(first: &str, last: &str) => "{first}到{last}，每月各种状态的责任单位数；准确的数在下面的表里", "{first} to {last}: bodies by state each month; the exact figures are in the table below";
    four_bodies_in_words(ok: usize, explained: usize, due: usize, breached: usize) => "{ok} 个单位正常，{explained} 个单位有说明，{due} 个单位临期，{breached} 个单位断档", "{ok} bodies on track, {explained} explained, {due} due soon, {breached} broken off";
    four_r5 => "责任清单（R5）", "Duty list (R5)";
    four_body_months => "按月看：责任清单（R5）", "By month: duty list (R5)";
    four_body_months_hint => "每月底各种状态的责任单位有多少；当时数的就留着，不排名", "Bodies in charge by their state at each month's end; kept as counted then, no ranking";
    four_behind(month: &str, what: &str, state: &str) => "{month} · {what}：{state}", "{month} · {what}: {state}";
    four_behind_none => "没有。", "None.";
    four_behind_gone => "已不在名册", "no longer on the roster";
    four_month(month: &str, what: &str) => "{month}：{what}", "{month}: {what}";
    four_month_gap => "还没有统计", "not counted yet";
    four_months_gaps(months: &str) => "还没有统计的月份：{months}", "Not counted yet: {months}";
    four_months_table => "看每月的村数", "Monthly figures";
    four_bodies_table => "看每月的单位数", "Monthly figures of the bodies";
    four_month_head => "月份", "Month";
    four_month_running => "本月，还没过完", "this month, still running";
    four_month_counted => "哪天数的", "Counted on";
    four_month_at_end => "月底", "the last day";
    four_told_count(kind: &str, n: u32) => "{kind}（{n}）", "{kind} ({n})";
    four_told_newest(kind: &str, n: u32, day: &str) => "{kind}（{n}，最近 {day}）", "{kind} ({n}, newest {day})";
    four_open_line => "凭什么、怎么办", "Why, and what to do";
    four_line => "项目", "Line";
    four_what => "情况", "Finding";
    four_deadline => "期限", "Deadline";
    four_remedy_posts(remedy: &str, posts: &str) => "{remedy}：{posts}", "{remedy}: {posts}";
    four_left(n: u32) => "还差 {n} 户", "{n} household left" | "{n} households left";
}

impl super::Words {
    /// Evidence of one kind as the desk reads it: how much of it, and its newest day.
    pub fn four_told(self, kind: &str, count: u32, newest: Option<&str>) -> String {
        match newest {
            Some(day) => self.four_told_newest(kind, count, day),
            None => self.four_told_count(kind, count),
        }
    }
}
