//! Words of signing in, enrolling, the unlock code.

messages! {
    gate_line => "没有信号也能用的走访记录", "Visit records that work without signal";
    sign_in_title => "登录", "Sign in";
    staff_number => "工号", "Staff number";
    password => "密码", "Password";
    password_hint(min: usize) => "至少 {min} 个字符，用一句自己记得住的话也行", "At least {min} characters; a sentence you remember is fine";
    sign_in => "登录", "Sign in";
    signing_in => "正在登录…", "Signing in…";
    first_time => "第一次用？用邀请码开通", "First time? Enrol with your code";
    have_password => "已有密码？去登录", "Have a password? Sign in";
    enrol_title => "第一次开通", "First enrolment";
    enrol => "开通", "Enrol";
    enrolling => "正在开通…", "Enrolling…";
    invite_code => "邀请码", "Invitation code";
    invite_code_hint => "队长或管理员给的，只能用一次", "From your leader or the administrator; works once";
    new_password => "新密码", "New password";
    sign_in_banner => "登录一次后，本队资料会加密存在这部手机上，没有信号也能打开。", "After signing in once, your team's records are kept encrypted on this phone and open without signal.";
    enter_staff => "请填工号。", "Please enter your staff number.";
    enter_password => "请填密码。", "Please enter your password.";
    enter_invite => "请填邀请码。", "Please enter the invitation code.";
    password_too_short(min: usize) => "密码至少 {min} 个字符。", "The password needs at least {min} characters.";
    known_here => "这部手机上的人", "People on this phone";
    use_other => "用另一个账号", "Use another account";
    in_app_browser(app: &str) => "现在是在{app}里打开的，存不住资料。请点右上角“…”，选“在浏览器中打开”，再添加到主屏幕。", "This is open inside {app}, which cannot keep records. Use its “…” menu, choose “Open in browser”, then add it to the home screen.";
    app_wechat => "微信", "WeChat";
    app_dingtalk => "钉钉", "DingTalk";
    app_feishu => "飞书", "Feishu";
    app_qq => "QQ", "QQ";
    app_weibo => "微博", "Weibo";
    app_alipay => "支付宝", "Alipay";
    install_hint => "用浏览器菜单里的“添加到主屏幕”，打开更快，资料也不会被手机清掉。", "Use “Add to home screen” in the browser's menu: it opens faster and the phone will not clear your records.";
    help => "帮助", "Help";
    about => "关于", "About";
    other_language => "English", "中文";
    filing(number: &str) => "备案号：{number}", "Filing number: {number}";
    filing_none => "备案号：未配置", "Filing number: not configured";

    lost_before => "浏览器把存在这部手机上的资料清掉了。登录以后会重新取回，并告诉你有没有没送到的记录。", "The browser has cleared the records kept on this phone. After you sign in they are fetched again, and you are told whether any of yours never arrived.";
    lost_unknown => "浏览器清掉过这部手机上的资料，已经重新取回。有没有没送到的记录还没问到，连上以后会告诉你。", "The browser had cleared this phone's records; they are here again. Whether any of yours never arrived is not known yet; you are told once there is a connection.";
    lost_nothing => "浏览器清掉过这部手机上的资料，已经重新取回。你存过的记录都送到了，一条不少；没写完的草稿和没送完的照片没有了。", "The browser had cleared this phone's records; they are here again. All records you had saved have arrived, none is missing; unfinished drafts and photos not yet sent are gone.";
    lost_some(n: u64) => "浏览器清掉过这部手机上的资料，已经重新取回。其中有 {n} 条记录没有送到，这部手机上也没有了，请想想最近的走访，补记一下；没写完的草稿和没送完的照片也没有了。", "The browser had cleared this phone's records; they are here again. {n} record of yours never arrived and is gone from this phone; please think of your latest visits and record it anew. Unfinished drafts and photos not yet sent are gone too." | "The browser had cleared this phone's records; they are here again. {n} records of yours never arrived and are gone from this phone; please think of your latest visits and record them anew. Unfinished drafts and photos not yet sent are gone too.";
    lost_read => "知道了", "Understood";

    new_code_title => "设一个解锁码", "Set an unlock code";
    new_code_why => "本队资料加密存在这部手机上，用解锁码打开。码只在这部手机上有效，不会发出去；忘了只能重新登录取资料。", "The team's records are kept encrypted on this phone and opened by this code. It stays on this phone and is never sent; if forgotten, you sign in again and fetch the records anew.";
    new_code => "解锁码", "Unlock code";
    new_code_hint(min: usize) => "至少 {min} 位数字，不要用 123456 这样的", "At least {min} digits, not one like 123456";
    repeat_code => "再输一次", "Once more";
    code_too_short(min: usize) => "至少要 {min} 位。", "It needs at least {min} digits.";
    code_too_simple => "太容易猜了，换一个不连着、不重复的。", "Too easy to guess; choose digits that are not a run or all alike.";
    code_as_before => "和现在的一样，换一个。", "That is the present code; choose another.";
    codes_differ => "两次输的不一样，请再输一次。", "The two codes differ; please enter it again.";
    set_code => "设好了", "Set the code";
    setting_code => "正在加密…", "Encrypting…";

    unlock_title => "解锁", "Unlock";
    unlock => "解锁", "Unlock";
    unlocking => "正在解锁…", "Unlocking…";
    unlock_hint => "只在这部手机上有效的那个码", "The code of this phone";
    unlock_by_passkey => "用指纹或面容解锁", "Unlock with finger or face";
    passkey_failed => "没有认出来，请输解锁码。", "Not recognised; please enter the unlock code.";
    enter_code => "请输解锁码。", "Please enter the unlock code.";
    wrong_code => "解锁码不对，请再试一次。", "That is not the code; please try again.";
    wrong_code_wait(wait: &str) => "解锁码不对，请等 {wait} 再试。", "That is not the code; please wait {wait}.";
    wait_first(wait: &str) => "请等 {wait} 再试。", "Please wait {wait} before the next try.";
    seconds(n: i64) => "{n} 秒", "{n} second" | "{n} seconds";
    minutes(n: i64) => "{n} 分钟", "{n} minute" | "{n} minutes";
    unlock_unsent(n: usize) => "手机上有 {n} 条还没有送达，解锁后信号好时会自动发送。", "{n} record is not sent yet; it goes by itself after unlocking, when there is signal." | "{n} records are not sent yet; they go by themselves after unlocking, when there is signal.";
    unlock_deposited(n: usize) => "其中 {n} 条已交到服务器代收，解锁后核对。", " {n} of them has been handed in at the server; it is checked after unlocking." | " {n} of them have been handed in at the server; they are checked after unlocking.";
    unlock_closed(n: usize, drafts: usize) => "这个账号停用了，本队资料已经从这部手机上清掉。还没送达的 {n} 条和 {drafts} 份草稿封存在手机上，没有丢；账号重新开通后解锁、登录，就会自动送出。请联系管理员。", "This account is closed and the team's records are cleared from this phone. {n} unsent and {drafts} unfinished are sealed on the phone, not lost: when the account is opened again, unlock and sign in, and they go by themselves. Please contact the administrator.";
    forgot_code => "忘了解锁码", "Forgot the code";
    forgot_code_words => "解锁码只在这部手机上，谁也查不到。可以清掉这部手机上的资料，用工号和密码重新登录，再取一次。还没有送达的记录会封存着，但没有解锁码谁也打不开，请先想想能不能记起来。", "The code exists only on this phone; nobody can look it up. You can clear this phone's records, sign in with your staff number and password and fetch them again. Records not yet sent stay sealed, but nobody can open them without the code, so try to remember first.";
    forgot_clear => "清掉并重新登录", "Clear and sign in again";
    other_person => "换一个人", "Another person";
    who_uses => "使用人", "Person";
}
