//! The blank record of a visit, for paper first: the fields of a visit (domain.md §5.2), filled in by hand.

use super::sheet::{sheet, signatures};
use domain::household::facts::GUARANTEES;
use domain::request::codes::RequestCategory;
use domain::visit::codes::{Purpose, Signal, TimeBand, VisitMode};
use leptos::prelude::*;

/// Renders it.
#[must_use]
pub fn blank_visit(style: &str) -> String {
    sheet(
        "入户走访记录",
        "记在纸上的，请在信号好时补录到手账；隔了三天以上的写一句原因。",
        style,
        None,
        || {
            let bands: Vec<&str> = TimeBand::ALL.iter().map(|band| band.zh()).collect();
            let modes: Vec<&str> = VisitMode::ALL.iter().map(|mode| mode.zh()).collect();
            let purposes: Vec<&str> = Purpose::ALL.iter().map(|purpose| purpose.zh()).collect();
            let signals: Vec<&str> = Signal::ALL.iter().map(|signal| signal.zh()).collect();
            let asked: Vec<&str> = RequestCategory::ALL.iter().map(|about| about.zh()).collect();
            view! {
                <table class="form">
                    <tbody>
                        <tr><th scope="row">"农户"</th><td>"村"<i class="blank"></i>"组"<i class="blank"></i>"户主"<i class="blank"></i></td></tr>
                        <tr><th scope="row">"时间"</th><td><i class="blank"></i>"年"<i class="blank"></i>"月"<i class="blank"></i>"日　"{boxes(&bands)}</td></tr>
                        <tr><th scope="row">"走访人"</th><td><i class="blank wide"></i></td></tr>
                        <tr><th scope="row">"方式"</th><td>{boxes(&modes)}</td></tr>
                        <tr><th scope="row">"目的"</th><td>{boxes(&purposes)}</td></tr>
                        <tr><th scope="row">"见到谁"</th><td>{boxes(&["户主", "家里没人"])}"其他"<i class="blank wide"></i></td></tr>
                        <tr><th scope="row">"情况"</th><td>{boxes(&["无变化", "有变化"])}</td></tr>
                        <tr><th scope="row">"三保障和饮水"</th><td>{guarantees()}</td></tr>
                        <tr><th scope="row">"风险苗头"</th><td>{boxes(&signals)}{boxes(&["急，不能等"])}</td></tr>
                        <tr class="tall"><th scope="row">"变化和谈话内容"</th><td></td></tr>
                        <tr class="room"><th scope="row">"诉求"</th><td>{boxes(&asked)}<p>"谁答复"<i class="blank"></i>"　最晚"<i class="blank"></i>"年"<i class="blank"></i>"月"<i class="blank"></i>"日"</p></td></tr>
                        <tr><th scope="row">"宣讲政策"</th><td><i class="blank wide"></i></td></tr>
                        <tr class="room"><th scope="row">"办了什么实事"</th><td></td></tr>
                        <tr><th scope="row">"补录说明"</th><td></td></tr>
                        <tr><th scope="row">"下次走访"</th><td><i class="blank"></i>"年"<i class="blank"></i>"月"<i class="blank"></i>"日"</td></tr>
                    </tbody>
                </table>
                {signatures(&["走访人", "户主或家庭成员"])}
            }
        },
    )
}

/// Choices to tick.
fn boxes(choices: &[&str]) -> AnyView {
    choices
        .iter()
        .map(|choice| view! { <span class="box">"□ "{(*choice).to_owned()}</span> })
        .collect_view()
        .into_any()
}

fn guarantees() -> AnyView {
    let line = |name: &domain::household::facts::FieldName| {
        view! { <p>{name.zh()}"："{boxes(&["有保障", "有问题", "没问清"])}</p> }
    };
    GUARANTEES.iter().map(line).collect_view().into_any()
}
