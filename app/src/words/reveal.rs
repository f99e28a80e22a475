//! Words of showing a full number.

messages! {
    reveal_show => "显示", "Show";
    reveal_show_of(what: &str, whose: &str) => "显示{whose}的{what}", "Show the {what} of {whose}";
    reveal_needs_net => "联网后可看", "Needs a connection";
    reveal_why => "看这个号码做什么？", "What is the number for?";
    reveal_words => "写一句用途", "What for, in a few words";
    reveal_noted => "会记下谁、什么时候、为什么看，不记号码。号码显示 60 秒，不存在手机上。", "Who looked, when and why is noted, but not the number. It shows for 60 seconds and is not kept on the phone.";
    reveal_choose => "请选一个用途。", "Please choose what it is for.";
    reveal_yes => "显示号码", "Show the number";
    reveal_soon => "60 秒后遮住", "hidden again after 60 seconds";
    reveal_wait(wait: &str) => "这一小时看的号码已经不少了，请等 {wait} 再看。", "You have looked at many numbers in this hour; please wait {wait}.";
}
