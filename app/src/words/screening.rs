//! Words of screening.

messages! {
    screen_filter => "值得看看", "Worth a look";
    screen_today(n: usize) => "有 {n} 户值得上门看看", "{n} household is worth a look" | "{n} households are worth a look";
    screen_today_more => "档案自动比对出来的，说明缘由；是不是风险由人判断。", "Found by comparing the records, with the reason; whether it is a risk is for people to judge.";
    screen_heading => "筛查：值得问一问", "Screening: worth asking";
    screen_about(rule: &str, who: &str) => "{who}：{rule}", "{who}: {rule}";
    screen_fact(fact: &str, value: &str) => "{fact}：{value}", "{fact}: {value}";
    screen_fact_on(fact: &str, value: &str, day: &str) => "{fact}：{value}（{day}）", "{fact}: {value} ({day})";
    screen_bill(paid: &str, net: &str) => "今年{paid}；登记表上全家一年纯收入 {net} 元", "this year {paid}; by the register {net} yuan net income of the household in a year";
    screen_bill_made(paid: &str, net: &str, to: &str) => "{paid}；队里测算（到{to}）全家一年纯收入 {net} 元", "{paid}; by the team's calculation (to {to}) {net} yuan net income of the household in a year";
    screen_paid(what: &str, yuan: &str) => "{what} {yuan} 元", "{what} {yuan} yuan";
    screen_medical => "自付医药", "own medical costs";
    screen_schooling => "上学", "schooling";
    screen_disaster => "灾害损失", "loss by disaster";
    screen_twice(name: &str) => "姓名、出生日期、证件号都一样的人，{name}家也有一个：走访时问清楚是不是同一个人，户口在哪家", "somebody with the same name, birthday and number is in the household of {name} as well: ask whether it is one person, and where that person belongs";
    screen_twice_here => "这户里有两个人姓名、出生日期、证件号都一样：走访时问清楚是不是同一个人", "two people of this household have the same name, birthday and number: ask whether they are one person";
    screen_spouses => "登记了不止一个配偶", "more than one spouse is registered";
    screen_same_sex => "登记的配偶和户主性别相同", "the registered spouse has the head's sex";
    screen_sex(sex: &str) => "按证件号码应是{sex}", "by the ID number: {sex}";
    screen_age(age: u32) => "今年 {age} 周岁", "{age} years old";
    screen_doubts => "和档案对不上，再看一眼；确实如此的，在下面写明原因", "The record says otherwise: look again; where it holds all the same, write down why below";
    screen_doubted => "认定的和档案对不上，审的时候问清楚", "What was found and the record disagree: ask before deciding";
    screen_flag => "去报线索", "Flag this";
    screen_line(net: &str, line: &str, year: i32) => "人均 {net} 元，{year} 年监测线 {line} 元", "{net} yuan per person; the line of {year} is {line} yuan";
    screen_set(document: &str, day: &str) => "规则按 {document} 改过，{day}起", "the rule is set by {document}, from {day}";
    screen_look => "属实就报线索，不属实就在走访里更正。", "If so, raise a flag; if not, put the record right in a visit.";
    screen_mend => "档案自相矛盾，走访时问清楚，改过来。", "The record contradicts itself: ask at the visit and put it right.";
    screen_mend_register => "走访时看证件问清楚；登记有错的，报乡镇改。", "Look at the papers at the visit; where the register is wrong, tell the township.";
    screen_rules(version: u32) => "按第 {version} 版筛查规则", "By version {version} of the rules";
}
