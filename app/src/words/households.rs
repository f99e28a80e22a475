//! Words of the list of households.

messages! {
    households_title => "农户", "Households";
    pick_title => "给哪户记走访？", "Whom did you visit?";
    find_household => "找农户", "Find a household";
    find_hint => "姓名、拼音、组、门牌", "Name, pinyin, group, number";
    only_show => "只看", "Show only";
    filter_due => "该走访", "Due";
    filter_monitored => "监测户", "Monitored";
    filter_lifted => "脱贫户", "Lifted out";
    households_count(n: usize) => "{n} 户", "{n} household" | "{n} households";
    found_none => "没有找到", "Nothing found";
    found_none_more => "换个说法试试：姓、名字里的一个字、拼音首字母，或者“3-12”这样的组和门牌。", "Try a part of the name, pinyin initials, or group and number such as “3-12”.";
    show_more(n: usize) => "再显示 {n} 户", "Show {n} more";
    clear_search => "看全部", "Show all";
}
