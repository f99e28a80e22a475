//! A schedule: who does what when, and what goes wrong, all from one seed. Each step carries its own chance, so
//! that a step can be left out without changing the others.

use crate::cast::{PEOPLE, TEAMS, VILLAGES, households};
use crate::dice::Dice;
use std::fmt;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// How a phone's clock differs from the right one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Not at all.
    Right,
    /// It began at 1970 when the battery died.
    Epoch,
    /// A year ahead.
    YearAhead,
    /// Two hours behind.
    Behind,
    /// Right, but the zone of another continent: local dates differ.
    OtherZone,
}

/// What is done, by whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// The person logs a visit, with or without changed facts.
    Log(usize),
    /// The person logs a visit to this household.
    LogAt(usize, u128),
    /// The author corrects an own visit, in time or too late.
    Revise(usize),
    /// The leader approves or returns a visit.
    Review(usize),
    /// The leader picks one of two values.
    Resolve(usize),
    /// Somebody adds to a visit.
    Add(usize),
    /// Somebody records a household's income.
    Income(usize),
    /// Somebody flags a risk.
    Flag(usize),
    /// The leader decides on a flag, now and then on one that is decided.
    Triage(usize),
    /// Somebody records what a household asks.
    Ask(usize),
    /// Somebody of the team sees to a request.
    SeeTo(usize),
    /// Somebody of the team takes a step in a household's case.
    CaseStep(usize),
    /// Somebody records what was found of a policy.
    Entitle(usize),
    /// Somebody asks for leave, ends it or confirms a month; the leader decides.
    Days(usize),
    /// Somebody writes into a handover or signs it.
    HandOver(usize),
    /// Somebody writes into the work log, or strikes an entry out.
    Work(usize),
    /// The app is opened: it syncs if there is signal.
    Open(usize),
    /// Signal comes or goes.
    Signal(usize, bool),
    /// The phone dies; what it had not kept is gone.
    Die(usize),
    /// The phone's clock jumps.
    Clock(usize, Wrong),
    /// A record on the phone is damaged so that its version is wrong, or it is missing.
    Drift(usize),
    /// The server's process ends after so many further points of its work.
    Crash(u32),
    /// The server is stopped and started in order.
    Restart,
    /// A backup is made.
    Backup,
    /// The last backup is restored, and the epoch renewed.
    Restore,
    /// A village goes to a team, or to none.
    MoveVillage(usize, Option<usize>),
    /// A household moves to a village.
    MoveHousehold(u128, usize),
    /// The register brings a household's new address.
    Register(u128),
    /// A person gets a role and a team.
    Post(usize, bool, usize),
    /// A person's account is closed or opened.
    Account(usize, bool),
}

impl Deed {
    /// The phone on which it is done, if any.
    #[must_use]
    pub const fn phone(self) -> Option<usize> {
        match self {
            Self::Log(n)
            | Self::LogAt(n, _)
            | Self::Revise(n)
            | Self::Review(n)
            | Self::Resolve(n)
            | Self::Add(n)
            | Self::Income(n)
            | Self::Flag(n)
            | Self::Triage(n)
            | Self::Ask(n)
            | Self::SeeTo(n)
            | Self::CaseStep(n)
            | Self::Entitle(n)
            | Self::Days(n)
            | Self::HandOver(n)
            | Self::Work(n)
            | Self::Open(n)
            | Self::Signal(n, _)
            | Self::Die(n)
            | Self::Clock(n, _)
            | Self::Drift(n) => Some(n),
            _ => None,
        }
    }
}

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// When, in milliseconds since the run began.
    pub at: i64,
    /// What its own chance comes from.
    pub salt: u64,
    /// What.
    pub deed: Deed,
}

/// How bad the network is, in per cent of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weather {
    /// Requests that never arrive.
    pub lost: usize,
    /// Requests that arrive twice.
    pub doubled: usize,
    /// Messages that are late, by up to ten minutes.
    pub late: usize,
    /// Replies that are lost or cut.
    pub cut: usize,
    /// Replies that are somebody else's: a portal, a proxy.
    pub strange: usize,
}

/// Everything that a run does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The seed.
    pub seed: u64,
    /// The people who have a phone here; one may have two.
    pub phones: Vec<usize>,
    /// Phones that take no part, in a story that was made short.
    pub absent: Vec<usize>,
    /// The clocks at the beginning, one for each phone.
    pub clocks: Vec<Wrong>,
    /// The network.
    pub weather: Weather,
    /// The steps, in order of time.
    pub steps: Vec<Step>,
}

impl Plan {
    /// The schedule of a seed.
    #[must_use]
    pub fn of(seed: u64) -> Self {
        let mut dice = Dice::of(seed, 0);
        let phones = phones(&mut dice);
        let wrong = dice.percent(40);
        let clocks = phones.iter().map(|_| clock(&mut dice, wrong)).collect();
        let storm = dice.below(4);
        let weather = Weather {
            lost: 7 * storm,
            doubled: 5 * storm,
            late: 6 * storm,
            cut: 7 * storm,
            strange: 2 * storm,
        };
        let count = 25 + dice.below(40);
        let mut at = 0;
        let mut steps = Vec::with_capacity(count);
        for _ in 0..count {
            at += pause(&mut dice);
            let deed = deed(&mut dice, phones.len(), wrong);
            let salt = dice.any();
            steps.push(Step { at, salt, deed });
        }
        Self {
            seed,
            phones,
            absent: Vec::new(),
            clocks,
            weather,
            steps,
        }
    }

    /// The same without a phone.
    #[must_use]
    pub fn without_phone(&self, number: usize) -> Self {
        let mut plan = self.clone();
        plan.absent.push(number);
        plan.steps.retain(|step| step.deed.phone() != Some(number));
        plan
    }

    /// Whether any clock is ever wrong.
    #[must_use]
    pub fn has_wrong_clocks(&self) -> bool {
        let jumps = |step: &Step| matches!(step.deed, Deed::Clock(_, wrong) if wrong != Wrong::Right);
        self.clocks.iter().any(|clock| *clock != Wrong::Right) || self.steps.iter().any(jumps)
    }
}

/// Both leaders of the first two teams rather often, and three to four others.
fn phones(dice: &mut Dice) -> Vec<usize> {
    let mut phones = vec![0, 1];
    for person in 2..PEOPLE.len() {
        if phones.len() < 6 && dice.percent(50) {
            phones.push(person);
        }
    }
    if dice.percent(15) {
        phones.push(1);
    }
    phones
}

fn clock(dice: &mut Dice, wrong: bool) -> Wrong {
    const ALL: [Wrong; 4] = [Wrong::Epoch, Wrong::YearAhead, Wrong::Behind, Wrong::OtherZone];
    let chosen = dice.pick(&ALL).copied().unwrap_or(Wrong::Right);
    if wrong && dice.percent(50) {
        chosen
    } else {
        Wrong::Right
    }
}

fn pause(dice: &mut Dice) -> i64 {
    match dice.below(10) {
        0..=2 => dice.between(0, MINUTE),
        3..=6 => dice.between(MINUTE, 30 * MINUTE),
        7..=8 => dice.between(HOUR, 6 * HOUR),
        _ => dice.between(6 * HOUR, 2 * DAY),
    }
}

fn deed(dice: &mut Dice, phones: usize, wrong: bool) -> Deed {
    let phone = dice.below(phones);
    match dice.below(100) {
        0..=16 => Deed::Log(phone),
        17 => Deed::Work(phone),
        18..=19 => Deed::Entitle(phone),
        20..=21 => Deed::Days(phone),
        22 => Deed::HandOver(phone),
        23..=24 => Deed::Ask(phone),
        25..=27 => Deed::SeeTo(phone),
        28..=35 => Deed::Revise(phone),
        36..=46 => Deed::Review(phone),
        47..=50 => Deed::Resolve(phone),
        51..=52 => Deed::Add(phone),
        53 => Deed::Income(phone),
        54..=55 => Deed::CaseStep(phone),
        56..=62 => Deed::Open(phone),
        63..=65 => Deed::Flag(phone),
        66..=68 => Deed::Triage(phone),
        69..=74 => Deed::Signal(phone, dice.percent(50)),
        75..=78 => Deed::Die(phone),
        79..=80 => Deed::Drift(phone),
        81..=84 => Deed::Crash(u32::try_from(dice.below(70)).unwrap_or(0)),
        85 => Deed::Restart,
        86..=87 => Deed::Backup,
        88..=89 => Deed::Restore,
        90..=95 => office(dice),
        _ if wrong => Deed::Clock(phone, clock(dice, true)),
        _ => Deed::Open(phone),
    }
}

fn office(dice: &mut Dice) -> Deed {
    let household = u128::try_from(dice.below(usize::try_from(households()).unwrap_or(1))).unwrap_or(0) + 1;
    let village = dice.below(VILLAGES.len());
    match dice.below(10) {
        0..=2 => Deed::MoveVillage(village, (!dice.percent(15)).then(|| dice.below(TEAMS.len()))),
        3..=5 => Deed::MoveHousehold(household, village),
        6 => Deed::Register(household),
        7 => Deed::Post(
            dice.below(PEOPLE.len()),
            dice.percent(40),
            dice.below(TEAMS.len()),
        ),
        _ => Deed::Account(dice.below(PEOPLE.len()), dice.percent(50)),
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Right => "right",
            Self::Epoch => "at 1970",
            Self::YearAhead => "a year ahead",
            Self::Behind => "two hours behind",
            Self::OtherZone => "right, in a zone eleven hours behind",
        })
    }
}
