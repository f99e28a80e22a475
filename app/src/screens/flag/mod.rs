//! Flags for a risk: one on its page, the short form that raises one, their rows on other screens.

mod decide;
mod page;
mod raise;
mod rows;
mod strip;

use crate::words::Words;
use domain::risk::FlagContent;

pub use page::FlagScreen;
pub use raise::RaiseScreen;
pub use rows::{mine, of_household, risk_tag, to_triage, to_triage_count};
pub use strip::strip;

/// A flag in one line: what a department warned of, the signs, else what was said.
pub fn gist(content: &FlagContent, words: Words) -> String {
    let lang = words.lang();
    if let Some(warning) = &content.warning {
        return words.flag_warned(warning.department().label(lang), warning.kind.label(lang));
    }
    let signals: Vec<&str> = content.signals.iter().map(|signal| signal.label(lang)).collect();
    if signals.is_empty() {
        content.words.trim().to_owned()
    } else {
        words.join(&signals)
    }
}
