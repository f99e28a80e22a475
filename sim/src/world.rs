//! One run: phones, server and network under one virtual clock, step by step.

mod counts;
mod deeds;
mod exchange;

pub use counts::Counts;

use crate::cast;
use crate::fault::{Broken, Outcome};
use crate::mutant::Mutant;
use crate::office::{Answer, Office};
use crate::oracle::Oracle;
use crate::phone::Phone;
use crate::plan::{Plan, Step, Wrong};
use crate::story::Story;
use app::ledger::pace::Round;
use exchange::Letter;
use server::store::mishap;
use std::collections::{BTreeMap, BTreeSet};

/// How a run differs from the plain one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// All clocks are right.
    pub right_clocks: bool,
    /// A planted fault.
    pub mutant: Option<Mutant>,
}

enum Event {
    Step(Step),
    Arrives(Letter),
    Answers(usize, u64, Option<Answer>, bool),
    GivesUp(usize, u64),
    Poke(usize),
    ServerStarts,
}

/// Everything that a run consists of.
pub struct World {
    /// The server.
    pub office: Office,
    /// The phones.
    pub phones: Vec<Phone>,
    /// What is known for sure.
    pub oracle: Oracle,
    /// What happened.
    pub story: Story,
    /// What was counted.
    pub counts: Counts,
    /// People who got another post; their work for the old team then needs attention.
    pub posted: BTreeSet<usize>,
    /// How often a phone's person may have got another role: what it may know changes, and it starts over.
    pub roles: u64,
    /// The office changed who leads or where somebody lives, and a restore took that back.
    pub undone: bool,
    since_backup: bool,
    /// Households that left a phone without a word.
    pub unnoticed: Vec<String>,
    plan: Plan,
    options: Options,
    now: i64,
    calm: bool,
    events: BTreeMap<(i64, u64), Event>,
    next_event: u64,
    sent: BTreeMap<(usize, u64), usize>,
}

impl World {
    /// The world of a plan before its first step.
    ///
    /// # Errors
    /// When no database can be made.
    pub fn of(plan: &Plan, options: Options) -> Outcome<Self> {
        mishap::spare();
        let mut office = Office::new()?;
        office.start()?;
        let clocks = plan.clocks.iter().copied().chain(std::iter::repeat(Wrong::Right));
        let phones = plan.phones.iter().zip(clocks).enumerate();
        let phones = phones.map(|(number, (person, clock))| {
            let clock = if options.right_clocks { Wrong::Right } else { clock };
            Phone::new(number, *person, clock)
        });
        let mut phones: Vec<Phone> = phones.collect::<Outcome<_>>()?;
        for (number, phone) in phones.iter_mut().enumerate() {
            if plan.absent.contains(&number) {
                phone.die();
            }
        }
        let mut world = Self {
            office,
            phones,
            oracle: Oracle::default(),
            story: Story::default(),
            counts: Counts::default(),
            posted: BTreeSet::new(),
            roles: 0,
            undone: false,
            since_backup: false,
            unnoticed: Vec::new(),
            plan: plan.clone(),
            options,
            now: cast::START,
            calm: false,
            events: BTreeMap::new(),
            next_event: 0,
            sent: BTreeMap::new(),
        };
        world.introduce();
        Ok(world)
    }

    fn introduce(&mut self) {
        let lines: Vec<String> = self
            .phones
            .iter()
            .filter(|phone| phone.open.is_some())
            .map(|phone| match phone.clock {
                Wrong::Right => phone.label.clone(),
                wrong => format!("{}: its clock is {wrong}", phone.label),
            })
            .collect();
        for line in lines {
            self.tell(line);
        }
        for step in self.plan.steps.clone() {
            self.at(cast::START.saturating_add(step.at), Event::Step(step));
        }
        for phone in 0..self.phones.len() {
            self.at(cast::START, Event::Poke(phone));
        }
    }

    /// Adds a line to the story.
    pub fn tell(&mut self, line: impl std::fmt::Display) {
        self.story.tell(self.now.saturating_sub(cast::START), line);
    }

    /// Whether a phone's person got another post in this run.
    #[must_use]
    pub fn was_posted(&self, phone: usize) -> bool {
        let person = self.plan.phones.get(phone);
        person.is_some_and(|person| self.posted.contains(person))
    }

    /// The right time.
    #[must_use]
    pub const fn now(&self) -> i64 {
        self.now
    }

    fn at(&mut self, time: i64, event: Event) {
        self.next_event += 1;
        self.events.insert((time.max(self.now), self.next_event), event);
    }

    fn after(&mut self, millis: i64, event: Event) {
        self.at(self.now.saturating_add(millis), event);
    }

    /// A phone by number.
    ///
    /// # Errors
    /// When there is none: a fault of the simulation.
    pub fn phone(&mut self, number: usize) -> Outcome<&mut Phone> {
        self.phones
            .get_mut(number)
            .ok_or_else(|| Broken::Other(format!("no phone {number}")))
    }

    fn label(&self, number: usize) -> String {
        self.phones
            .get(number)
            .map(|phone| phone.label.clone())
            .unwrap_or_default()
    }

    /// Lets everything happen that is due, to the end.
    ///
    /// # Errors
    /// When the simulation cannot go on.
    pub fn play(&mut self) -> Outcome<()> {
        while let Some(((time, _), event)) = self.events.pop_first() {
            self.now = time;
            self.office.set_clock(time);
            self.happen(event)?;
        }
        Ok(())
    }

    /// All faults stop: the network is good, the server runs, every phone is awake and has signal.
    ///
    /// # Errors
    /// When the server does not start.
    pub fn calm_down(&mut self) -> Outcome<()> {
        mishap::spare();
        self.calm = true;
        self.now = self.now.saturating_add(600_000);
        self.office.set_clock(self.now);
        self.tell("all faults stop");
        self.office.start()?;
        for (number, phone) in self.phones.iter_mut().enumerate() {
            phone.flight = None;
            phone.signal = true;
            if !self.plan.absent.contains(&number) {
                phone.wake()?;
            }
        }
        Ok(())
    }

    /// Every phone exchanges once more, to its rest.
    ///
    /// # Errors
    /// As [`World::play`].
    pub fn round(&mut self) -> Outcome<()> {
        for phone in 0..self.phones.len() {
            self.phone(phone)?.failures = 0;
            self.after(1_000, Event::Poke(phone));
            self.play()?;
        }
        Ok(())
    }

    fn happen(&mut self, event: Event) -> Outcome<()> {
        match event {
            Event::Step(step) => self.step(step),
            Event::Arrives(letter) => self.arrive(letter),
            Event::Answers(phone, flight, answer, whole) => self.answered(phone, flight, answer, whole),
            Event::GivesUp(phone, flight) => {
                if self.phone(phone)?.flight == Some(flight) {
                    let label = self.label(phone);
                    self.tell(format!("{label} gives up waiting for request {flight}"));
                    self.phone(phone)?.flight = None;
                    self.goes_on(phone, Round::Later(None))?;
                }
                Ok(())
            }
            Event::Poke(phone) => self.poke(phone),
            Event::ServerStarts => {
                if !self.office.is_up() {
                    self.tell("the server starts again on its files");
                    if self.office.start()? {
                        self.counts.crashes += 1;
                        self.tell("it crashes while it starts, and starts once more");
                    }
                }
                Ok(())
            }
        }
    }
}
