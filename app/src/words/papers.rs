//! Words of printing.

messages! {
    papers_title => "打印", "Print";
    papers_lead => "由记录生成，连着网络时打印；纸上没有号码。", "Made from what was recorded; needs a connection. No numbers stand on the paper.";
    paper_visits => "走访台账", "Visit ledger";
    paper_register => "农户台账（Excel，按全国系统字段次序）", "Register of households (Excel, fields in the national order)";
    paper_month => "月小结", "Summary of the month";
    paper_month_of => "哪个月", "Which month";
    paper_quarter => "季度小结（报乡镇、区）", "Summary of the quarter (for township and district)";
    paper_quarter_of => "哪个季度", "Which quarter";
    paper_quarter_name(year: i32, n: u32) => "{year} 年第 {n} 季度", "quarter {n} of {year}";
    paper_village => "哪个村", "Which village";
    paper_blank => "空白走访记录（先记在纸上用）", "Blank visit record (for paper first)";
    paper_blank_forms => "空白表（附件1、2，公示，附表8–10）", "Blank forms of identification and elimination";
    paper_offline => "没有信号时打不了，连上网络再来。", "Printing needs a connection; please come back when there is one.";
}
