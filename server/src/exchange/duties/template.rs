//! The one sheet of the duty list and its words.

use super::super::table::template;
use domain::commitments::Cycle;
use domain::duty::CYCLES;

template! {
    /// 责任清单.
    DUTIES = "责任清单" ["任务清单", "责任任务清单", "责任清单、任务清单"];
    0 CODE = "编号" ["序号", "清单编号", "事项编号"], Plain;
    1 TASK = "任务" ["工作任务", "所属任务", "重点任务"], Plain;
    2 WORDING = "事项" ["清单事项", "内容", "任务内容", "责任事项", "工作内容"], Plain;
    3 BODY = "牵头单位" ["责任单位", "牵头责任单位", "单位"], Plain;
    4 PARTNERS = "配合单位" ["协助单位", "参与单位"], Plain;
    5 CYCLE = "更新周期" ["周期", "报送周期"], Plain;
    6 DUE = "期限" ["首次期限", "完成期限", "完成时限", "到期日"], Plain;
    7 WITHDRAWN = "停用" ["是否停用"], Plain, optional;
}

/// A cycle by its label, code or an office's short form.
pub(super) fn cycle_of(words: &str) -> Option<Cycle> {
    let cycle = Cycle::from_zh(words)
        .or_else(|| Cycle::from_code(&words.to_ascii_uppercase()))
        .or(match words {
            "月" | "月度" | "按月" | "每月一次" => Some(Cycle::Month),
            "季" | "季度" | "按季" | "每季度" | "每季度一次" => Some(Cycle::Quarter),
            "半年" | "每半年一次" => Some(Cycle::HalfYear),
            "年" | "年度" | "全年" | "每年一次" => Some(Cycle::Year),
            "一次" | "一次性" | "单次" => Some(Cycle::DueDate),
            _ => None,
        });
    cycle.filter(|cycle| CYCLES.contains(cycle))
}
