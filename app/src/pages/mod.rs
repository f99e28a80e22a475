//! Pages that the server renders and no script touches: what this is, how to use it, and papers to print.
//!
//! They work in any browser and on paper. About and help are there before anybody has signed in and name nobody;
//! papers are drawn up for somebody who may see what stands on them.

mod about;
mod blank_visit;
mod forms;
mod frame;
mod handover_paper;
mod help;
mod month_paper;
mod sheet;
mod visit_ledger;

pub use about::{Facts, about};
pub use blank_visit::blank_visit;
pub use forms::{CasePaper, case_form};
pub use handover_paper::{HandoverPaper, handover_paper};
pub use help::help;
pub use month_paper::{MonthPaper, QuarterPaper, month_paper, quarter_paper};
pub use sheet::Drawn;
pub use visit_ledger::{VisitLedger, visit_ledger};
