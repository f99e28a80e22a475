//! 1,200 invented households, and what screening, income, pre-check and the four not-removes say of each.
//!
//! The file is the measure of both halves: here this machine's code is compared with it, in
//! `cargo xtask test --only golden` the browser's. `LEDGER_GOLDEN=write` writes it anew, after a rule changed.

#[path = "../examples/golden/district/mod.rs"]
mod district;

use std::path::Path;
use std::{env, fs};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/district.txt");

#[test]
fn what_the_rules_say_of_the_district_is_what_the_golden_file_says() {
    let said = district::text();
    if env::var("LEDGER_GOLDEN").is_ok_and(|word| word == "write") {
        fs::write(Path::new(FILE), &said).unwrap();
        return;
    }
    let golden = fs::read_to_string(FILE).unwrap();
    let differs = said
        .lines()
        .zip(golden.lines())
        .find(|(said, golden)| said != golden);
    if let Some((said, golden)) = differs {
        let code = said.split(' ').next().unwrap_or_default();
        let full = district::in_full(code).unwrap_or_default();
        panic!("said now:    {said}\ngolden file: {golden}\n{full}");
    }
    assert_eq!(said.len(), golden.len(), "one has more lines than the other");
}

#[test]
fn the_district_has_a_thousand_households_and_every_rule_finds_something_in_it() {
    let said = district::text();
    let count = |what: &str| {
        let line = said
            .lines()
            .find_map(|line| line.strip_prefix(what)?.strip_prefix(": "));
        line.map_or(0, |count| count.parse::<u32>().unwrap())
    };
    assert!(count("households") >= 1_000);
    for rule in domain::screening::ScreeningRule::ALL {
        assert!(
            count(&format!("screening {}", rule.code())) > 0,
            "{}",
            rule.code()
        );
    }
    for standing in ["BELOW", "REACHED", "UNSETTLED", "NO_LINE", "NOBODY_SHARES"] {
        assert!(count(&format!("income {standing}")) > 0, "{standing}");
    }
    for finding in ["MET", "NOT_MET"] {
        for code in [
            "VE01",
            "VE06",
            "VE02",
            "VE03",
            "VE04",
            "VE05",
            "VE07",
            "VE07_REQUEST",
        ] {
            let what = format!("pre-check BY_ASSISTANCE {code} {finding}");
            assert!(count(&what) > 0, "{what}");
        }
    }
    assert!(count("pre-check BY_ASSISTANCE may be submitted") > 0);
}
