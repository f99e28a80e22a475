//! An invented district of 1,200 households, the same from the same seed wherever it is made, and what the rules
//! say of it.

mod dice;
mod files;
mod households;
mod policies;
mod told;
mod village;
mod words;

use told::Tally;
use village::Place;

/// Villages of the district.
const VILLAGES: u64 = 40;

/// What the golden file holds: sums that a person can read, then a line for each household.
pub fn text() -> String {
    let mut tally = Tally::default();
    let mut lines = String::new();
    for number in 1..=VILLAGES {
        for line in told::of(&Place::of(number), &mut tally) {
            lines.push_str(&line.short);
            lines.push('\n');
        }
    }
    format!("{tally}\n{lines}")
}

/// Everything that was computed for the household of this code, word by word: for whoever looks for a difference.
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "the test asks for it when a line differs")
)]
pub fn in_full(code: &str) -> Option<String> {
    let mut tally = Tally::default();
    let mut lines = (1..=VILLAGES).flat_map(|number| told::of(&Place::of(number), &mut tally));
    lines.find(|line| line.code == code).map(|line| line.full)
}
