//! Words for phones: whose there are, one that is lost, and what it says when it was wiped.

messages! {
    phones_title => "登录过的手机", "Phones";
    phones_short => "手机", "Phones";
    phones_of(who: &str) => "{who}的手机", "Phones of {who}";
    phones_row_more => "手机丢了，在这里停用它", "A phone is lost? Sign it off here";
    phones_sub => "丢了的停用，下次连上就清掉", "Sign a lost one off: it is wiped at its next contact";
    phones_mine => "我的", "Mine";
    phones_team => "队里的", "My team's";
    phones_none => "还没有手机连上过。", "No phone has been in contact yet.";
    phones_again => "再试一次", "Try again";
    phone_in_hand => "手上这部", "The one in your hand";
    phone_since(day: &str) => "{day}起用的手机", "Phone in use since {day}";
    phone_of(who: &str, which: &str) => "{who} · {which}", "{who} · {which}";
    phone_last(day: &str) => "最后联系：{day}", "Last contact: {day}";
    phone_missing(n: u64) => "{n} 条没有送到", "{n} never arrived";
    phone_told => "已停用，资料已让它清掉", "Signed off; told to wipe itself";
    phone_not_told => "已停用，还没连上", "Signed off; not in contact yet";
    revoke => "停用", "Sign off";
    revoke_of(which: &str) => "停用：{which}", "Sign off: {which}";
    revoke_title(which: &str) => "停用“{which}”？", "Sign off “{which}”?";
    revoke_words => "它下次连上时，上面的资料会全部清掉，没有送到的记录也在内，找不回来；停用以后它送来的一概不收。手机找到了，重新登录就能用。", "At its next contact everything on it is wiped, records that never arrived too, for good; nothing that it sends from now on is taken. If it is found, signing in anew is all it needs.";
    revoke_all_here(day: &str) => "到最后联系（{day}）为止的记录都送到了。以后在上面记的，服务器不知道。", "All records up to its last contact ({day}) arrived. What was recorded on it since, the server does not know.";
    revoke_some(n: u64, day: &str) => "到最后联系（{day}）为止，有 {n} 条没有送到，请本人想想补记。以后在上面记的，服务器不知道。", "Up to its last contact ({day}) {n} record never arrived; its owner should record it anew. What was recorded on it since, the server does not know." | "Up to its last contact ({day}) {n} records never arrived; its owner should record them anew. What was recorded on it since, the server does not know.";
    revoke_password => "你自己的密码", "Your own password";
    revoke_why => "停用收不回来，所以再问一次", "It cannot be taken back, so it is asked once more";
    revoke_yes => "停用并清掉", "Sign off and wipe";
    revoking => "正在停用…", "Signing off…";
    revoke_done => "停用了。它下次连上时就会清掉上面的资料。", "Signed off. It wipes itself at its next contact.";
    wiped_title => "这部手机停用了", "This phone was signed off";
    wiped_words => "上面的资料已经清掉，没有送到的记录也不在了。", "The records on it are wiped, those that were never sent too.";
    wiped_yours => "手机是你的、又找到了：用工号和密码重新登录，资料会再取回来；没有送到的走访请想想补记。担心密码被人知道，先改密码。", "If it is yours and found again: sign in with staff number and password, and the records come back; please record anew what had not been sent. If somebody may know your password, change it first.";
    wiped_found => "手机是捡到的：请还给失主，或者交给村委会。", "If you found this phone: please give it back, or hand it in at the village committee.";
    wiped_why => "没有人丢手机，却看到这一页：请问队长或管理员是谁停用的，每次停用都有记录。", "If nobody lost a phone and yet this is here: ask the leader or administrator who signed it off; every time is on record.";
    wiped_go => "去登录", "To the sign-in";
}
