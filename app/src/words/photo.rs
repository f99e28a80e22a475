//! Words of photos.

messages! {
    photos => "照片", "Photos";
    photos_hint(max: usize) => "要不要拍由你定，最多 {max} 张；照片里不带时间和地点。", "Only if you think it helps, {max} at most; no time or place goes with them.";
    photo_take => "拍一张", "Take one";
    photo_choose => "从相册选", "Choose from the gallery";
    photo_working => "正在处理照片…", "Preparing the photo…";
    photo_alt(n: usize) => "照片 {n}", "Photo {n}";
    photo_remove(n: usize) => "去掉照片 {n}", "Remove photo {n}";
    photo_show(n: usize) => "看照片 {n}", "Show photo {n}";
    photo_larger(n: usize) => "放大照片 {n}", "Enlarge photo {n}";
    photo_not_there => "照片还没有送到，或者现在没有信号，请过一会儿再看。", "The photo has not arrived, or there is no signal now; please look again later.";
    photo_unreadable => "这个文件读不出照片，请换一张，或者重新拍。", "This file cannot be read as a photo; please choose another or take it again.";
    photo_no_room => "手机空间不够，照片没有存下；写的内容不受影响。请清出一些空间再加照片。", "The phone is full and the photo was not kept; what you wrote is. Please free some space and add it again.";
    sync_photos(n: usize) => "{n} 张照片待送", "{n} photo to send" | "{n} photos to send";
    sync_photos_running(n: usize) => "正在送 {n} 张照片…", "Sending {n} photo…" | "Sending {n} photos…";
    sync_photos_offline(n: usize) => "无信号·{n} 张照片待送", "No signal · {n} photo to send" | "No signal · {n} photos to send";
    tally_photos => "照片待送", "photos to send";
    photos_refused(n: usize) => "有 {n} 张照片服务器读不出来，还留在这部手机上。文字已经送到，可以重新拍一张补上。", "The server cannot read {n} photo, which is kept on this phone. The text has arrived; you may take it again." | "The server cannot read {n} photos, which are kept on this phone. The text has arrived; you may take them again.";
    photos_let_go => "不留了", "Let go of them";
    sign_out_photos(n: usize) => "还有 {n} 张照片没有送到，退出就没有了。", "{n} photo has not been sent and would be lost." | "{n} photos have not been sent and would be lost.";
}
