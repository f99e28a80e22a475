//! The publicity notice 公示: the lines that `domain::papers::notice` allows, and nothing else (VP05).

use super::{CasePaper, lines};
use crate::pages::sheet::signatures;
use domain::papers::notice::{Notice, NoticeOf};
use leptos::prelude::*;

pub(super) fn body(paper: Option<&CasePaper>) -> AnyView {
    let notice = paper
        .and_then(|paper| Notice::due(&paper.household, &paper.file, &paper.village, paper.drawn.on))
        .unwrap_or_else(|| Notice::blank(NoticeOf::Identification));
    // Of what a blank notice is, the hand says.
    let said = notice
        .lines()
        .into_iter()
        .map(|(name, said)| (name, said.filter(|_| paper.is_some())));
    // It hangs on a wall: it is read from further away than a form.
    view! {
        <div class="hung">
            {lines(said)}
            <p>"对以上内容有异议的，请在公示期内反映。"</p>
            {lines([("反映异议找", None)])}
            {signatures(&["村民委员会", "日期"])}
        </div>
    }
    .into_any()
}
