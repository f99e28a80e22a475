//! The lines of the golden file: what every rule says of each household, short to read and whole as a number.

use super::village::{Home, Place};
use super::words;
use domain::commitments::{CommitmentStatus, Finding, pillars};
use domain::commitments::{LineRow, catalogue};
use domain::elimination::codes::EliminationWay;
use domain::elimination::precheck::{Criterion, Ground, precheck};
use domain::income::{Standing, hints, net_income, standing, told};
use domain::request::Request;
use domain::risk::RelapseFlag;
use domain::screening::screen;
use std::collections::BTreeMap;
use std::fmt;

/// What was found of a household.
pub struct Line {
    /// The household's number.
    pub code: String,
    /// The line of the golden file.
    pub short: String,
    /// Everything of which the line's last number is made.
    pub full: String,
}

/// How often each thing was found.
#[derive(Default)]
pub struct Tally(BTreeMap<String, u32>);

impl Tally {
    fn count(&mut self, what: String) {
        let found = self.0.entry(what).or_default();
        *found = found.saturating_add(1);
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (what, found) in &self.0 {
            writeln!(f, "{what}: {found}")?;
        }
        Ok(())
    }
}

/// The households of a village, and the village itself as the last line.
pub fn of(place: &Place, tally: &mut Tally) -> Vec<Line> {
    let found = place.lines();
    let mut lines: Vec<Line> = place
        .homes
        .iter()
        .map(|home| household(home, place, &found, tally))
        .collect();
    lines.extend(village(place, &found, tally));
    lines
}

fn household(home: &Home, place: &Place, lines: &[Finding], tally: &mut Tally) -> Line {
    tally.count("households".to_owned());
    let mut full = vec![recorded(home)];
    let short = [
        screened(home, place, tally, &mut full),
        earned(home, place, tally, &mut full),
        checked(home, place, EliminationWay::ByAssistance, tally, &mut full),
        checked(home, place, EliminationWay::Natural, tally, &mut full),
        not_removed(home, lines, tally, &mut full),
    ];
    line(home.household.code.clone(), place, &short, full)
}

fn line(code: String, place: &Place, short: &[String], full: Vec<String>) -> Line {
    let full = full.join("\n");
    let number = words::fnv(full.as_bytes());
    Line {
        short: format!("{code} {} {} #{number:016x}", place.today, short.join(" ")),
        full,
        code,
    }
}

/// The bytes as which the records travel: equal bytes say that both read the same household.
fn recorded(home: &Home) -> String {
    format!(
        "household={} file={} policies={} flags={} requests={} visits={}",
        words::bytes(&home.household),
        words::bytes(&home.file),
        words::bytes(&home.entitlements),
        words::bytes(&home.flags),
        words::bytes(&home.requests),
        words::bytes(&home.visits),
    )
}

fn screened(home: &Home, place: &Place, tally: &mut Tally, full: &mut Vec<String>) -> String {
    let flagged = home.flags.iter().any(RelapseFlag::is_open);
    let found = screen(&home.household, flagged, &place.config, place.today);
    let mut codes: Vec<&str> = found.iter().map(|finding| finding.rule.code()).collect();
    for finding in &found {
        tally.count(format!("screening {}", finding.rule.code()));
        full.push(words::screened(finding));
    }
    codes.sort_unstable();
    codes.dedup();
    format!("screening={}", joined(&codes))
}

fn earned(home: &Home, place: &Place, tally: &mut Tally, full: &mut Vec<String>) -> String {
    let mut newest = "-".to_owned();
    for made in &home.household.incomes {
        let (content, rules) = (&made.content, &place.config.counting_rules);
        let net = net_income(content, rules);
        let stands: Option<Standing<'_>> =
            net.map(|net| standing(net, content.window(), &place.config.income_lines));
        full.push(words::income(made, net, stands));
        let parts = domain::income::codes::Component::ALL.iter();
        full.extend(parts.map(|part| format!("{}={}", part.code(), told(content, *part))));
        full.extend(hints(content, rules).iter().map(|hint| hint.code().to_owned()));
        let (word, line) = words::standing(stands);
        tally.count(format!("income {word}"));
        newest = format!("{}:{word}:{line}", words::net(net));
    }
    if let Some(income) = &home.household.income {
        let each = income.per_capita(home.household.members.len());
        full.push(format!(
            "register net={} each={}",
            income.net(),
            words::perhaps(each)
        ));
    }
    format!("income={newest}")
}

fn checked(
    home: &Home,
    place: &Place,
    way: EliminationWay,
    tally: &mut Tally,
    full: &mut Vec<String>,
) -> String {
    let flags: Vec<&RelapseFlag> = home.flags.iter().collect();
    let requests: Vec<&Request> = home.requests.iter().collect();
    let ground = Ground {
        household: &home.household,
        file: home.file.as_ref(),
        flags: &flags,
        requests: &requests,
        config: &place.config,
        limits: place.config.eliminate.unwrap_or_default(),
    };
    let found = precheck(ground, way, place.today);
    for criterion in &found {
        let (code, finding) = (criterion.code.code(), criterion.finding.code());
        tally.count(format!("pre-check {} {code} {finding}", way.code()));
        full.push(words::criterion(criterion));
    }
    let blocks: Vec<&str> = stops(&found);
    if blocks.is_empty() {
        tally.count(format!("pre-check {} may be submitted", way.code()));
    }
    format!("{}={}", way.code(), joined(&blocks))
}

fn stops(found: &[Criterion]) -> Vec<&'static str> {
    found
        .iter()
        .filter(|one| one.blocks())
        .map(|one| one.code.code())
        .collect()
}

fn not_removed(home: &Home, lines: &[Finding], tally: &mut Tally, full: &mut Vec<String>) -> String {
    let own = lines
        .iter()
        .filter(|line| line.subject.household() == Some(home.household.id));
    let mut broken = Vec::new();
    for finding in own {
        tally.count(format!("four {} {}", finding.line.code(), finding.status.code()));
        full.push(words::line(finding));
        if finding.status == CommitmentStatus::Breached {
            broken.push(finding.line.code());
        }
    }
    broken.dedup();
    format!("broken={}", joined(&broken))
}

/// The village's own lines, and its pillars.
fn village(place: &Place, lines: &[Finding], tally: &mut Tally) -> Option<Line> {
    let code = place.homes.first()?.household.village.to_string();
    let mut full = Vec::new();
    for finding in lines.iter().filter(|line| line.subject.household().is_none()) {
        tally.count(format!("four {} {}", finding.line.code(), finding.status.code()));
        full.push(words::line(finding));
    }
    let rows: Vec<LineRow> = catalogue(&place.config, place.today);
    let states = pillars(lines.iter(), &rows);
    full.extend(states.iter().map(words::bytes));
    let worst = states.iter().map(|state| match state.worst {
        Some(worst) => format!("{}={}", state.pillar.code(), worst.code()),
        None => format!("{}=-", state.pillar.code()),
    });
    let worst: Vec<String> = worst.collect();
    Some(line(code, place, &worst, full))
}

fn joined(codes: &[&str]) -> String {
    if codes.is_empty() {
        "-".to_owned()
    } else {
        codes.join(",")
    }
}
