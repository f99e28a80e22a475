//! 附件1: the household applies and authorises the comparison of its data.

use super::{CasePaper, day, household, lines, room};
use crate::pages::sheet::signatures;
use domain::case::Deed;
use leptos::prelude::*;

pub(super) fn body(paper: Option<&CasePaper>) -> AnyView {
    let steps = paper
        .and_then(|paper| paper.file.present())
        .map_or(&[][..], |case| &case.steps);
    let signed = steps.iter().rev().find_map(|entry| match &entry.step.deed {
        Deed::Authorise { signer } => Some((signer.clone(), day(entry.day()))),
        _ => None,
    });
    let (signer, on) = signed.unzip();
    view! {
        {household(paper)}
        <h2>"申请、承诺和授权"</h2>
        <p>"本户申请纳入防止返贫监测。所说的家庭人口、收入、支出、住房、就学、就医和饮水情况属实。"</p>
        <p>"为办理这项申请，本户同意有关部门核对家庭成员与此有关的信息；信息只用于防止返贫监测和帮扶。"</p>
        {room("申请理由")}
        {lines([("签字人", signer), ("签字日期", on)])}
        {signatures(&["户主或成年家庭成员", "日期"])}
    }
    .into_any()
}
