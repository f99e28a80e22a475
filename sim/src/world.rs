//! One run: phones, server and network under one virtual clock, step by step.

use crate::acts;
use crate::cast;
use crate::days;
use crate::dice::Dice;
use crate::fault::{Broken, Outcome};
use crate::handovers;
use crate::mutant::Mutant;
use crate::network::Fate;
use crate::office::{Answer, Done, Office};
use crate::oracle::Oracle;
use crate::phone::Phone;
use crate::plan::{Deed, Plan, Step, Wrong};
use crate::seam;
use crate::story::Story;
use crate::tell;
use crate::works;
use app::ledger::exchange::{Meaning, meaning};
use app::ledger::pace::{BACKOFF_MS, Round};
use domain::cbor;
use domain::ids::HouseholdId;
use domain::sync::SyncReply;
use server::store::mishap;
use std::collections::{BTreeMap, BTreeSet};

/// Longest wait of a phone for one exchange.
const EXCHANGE_WITHIN: i64 = 60_000;
/// Attempts after which a person puts the phone away.
const PATIENCE: usize = 4;

/// How a run differs from the plain one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// All clocks are right.
    pub right_clocks: bool,
    /// A planted fault.
    pub mutant: Option<Mutant>,
}

/// What one run counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Seeds.
    pub seeds: u64,
    /// Runs: a seed with wrong clocks is played twice.
    pub schedules: u64,
    /// Steps.
    pub steps: u64,
    /// Operations saved.
    pub operations: u64,
    /// Requests that reached the server.
    pub exchanges: u64,
    /// Crashes of the server.
    pub crashes: u64,
    /// Restored backups.
    pub restores: u64,
    /// Phones that died.
    pub deaths: u64,
    /// Records damaged on phones.
    pub drifts: u64,
    /// Repairs that the server counted.
    pub repairs: u64,
    /// Villages and households that moved.
    pub moves: u64,
}

impl Counts {
    /// Adds what another run counted.
    pub fn add(&mut self, other: &Self) {
        self.seeds += other.seeds;
        self.schedules += other.schedules;
        self.steps += other.steps;
        self.operations += other.operations;
        self.exchanges += other.exchanges;
        self.crashes += other.crashes;
        self.restores += other.restores;
        self.deaths += other.deaths;
        self.drifts += other.drifts;
        self.repairs += other.repairs;
        self.moves += other.moves;
    }
}

enum Event {
    Step(Step),
    Arrives(Letter),
    Answers(usize, u64, Option<Answer>, bool),
    GivesUp(usize, u64),
    Poke(usize),
    ServerStarts,
}

struct Letter {
    phone: usize,
    flight: u64,
    body: Vec<u8>,
    cookie: String,
    copy: bool,
    fate: Fate,
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

    fn step(&mut self, step: Step) -> Outcome<()> {
        self.counts.steps += 1;
        let mut dice = Dice::of(step.salt, 1);
        match step.deed {
            Deed::Log(n) => self.log(n, None, &mut dice),
            Deed::LogAt(n, household) => self.log(n, Some(cast::household_id(household)), &mut dice),
            Deed::Revise(n)
            | Deed::Review(n)
            | Deed::Resolve(n)
            | Deed::Add(n)
            | Deed::Income(n)
            | Deed::Flag(n)
            | Deed::Triage(n)
            | Deed::Ask(n)
            | Deed::SeeTo(n)
            | Deed::CaseStep(n)
            | Deed::Entitle(n)
            | Deed::Days(n)
            | Deed::HandOver(n)
            | Deed::Work(n) => self.act(n, step.deed, &mut dice),
            Deed::Open(n) => {
                self.phone(n)?.wake()?;
                self.phone(n)?.failures = 0;
                self.poke(n)
            }
            Deed::Signal(n, on) => {
                let label = self.label(n);
                self.tell(format!(
                    "{label} {}",
                    if on { "has signal" } else { "has no signal" }
                ));
                self.phone(n)?.signal = on;
                if on { self.poke(n) } else { Ok(()) }
            }
            Deed::Die(n) => {
                let label = self.label(n);
                self.tell(format!("{label} dies; its memory is gone"));
                self.counts.deaths += 1;
                self.phone(n)?.die();
                Ok(())
            }
            Deed::Clock(_, _) if self.options.right_clocks => Ok(()),
            Deed::Clock(n, wrong) => {
                let label = self.label(n);
                self.tell(format!("{label}: its clock jumps, now {wrong}"));
                self.phone(n)?.clock = wrong;
                Ok(())
            }
            Deed::Drift(n) => self.drift(n, &mut dice),
            _ => self.in_office(step.deed),
        }
    }

    fn log(&mut self, n: usize, at: Option<HouseholdId>, dice: &mut Dice) -> Outcome<()> {
        let now = self.now;
        self.phone(n)?.wake()?;
        let shown = self.phone(n)?.shows(now);
        let visit = dice.uuid_at(shown);
        let Some(view) = self.phone(n)?.view(now) else {
            return Ok(());
        };
        match acts::log(&view, visit, at, dice) {
            Some(body) => self.save(n, body, dice),
            None => Ok(()),
        }
    }

    fn act(&mut self, n: usize, deed: Deed, dice: &mut Dice) -> Outcome<()> {
        let now = self.now;
        self.phone(n)?.wake()?;
        let shown = self.phone(n)?.shows(now);
        let Some(view) = self.phone(n)?.view(now) else {
            return Ok(());
        };
        let oracle = &self.oracle;
        let name = |visit| oracle.visit(visit);
        let body = match deed {
            Deed::Revise(_) => acts::revise(&view, name, dice),
            Deed::Review(_) => acts::review(&view, name, dice),
            Deed::Resolve(_) => acts::resolve(&view, dice),
            Deed::Income(_) => acts::income(&view, dice),
            Deed::Flag(_) => acts::flag(&view, dice.uuid_at(shown), dice),
            Deed::Triage(_) => acts::triage(&view, |flag| oracle.flag(flag), dice),
            Deed::Ask(_) => acts::ask(&view, dice.uuid_at(shown), dice),
            Deed::SeeTo(_) => acts::see_to(&view, |request| oracle.request(request), dice),
            Deed::CaseStep(_) => acts::case_step(&view, dice),
            Deed::Entitle(_) => acts::entitle(&view, dice),
            Deed::Days(_) => days::days(&view, dice),
            Deed::HandOver(_) => handovers::hand_over(&view, dice),
            Deed::Work(_) => works::work(&view, dice),
            _ => acts::add(&view, name, dice),
        };
        match body {
            Some(body) => self.save(n, body, dice),
            None => Ok(()),
        }
    }

    fn save(&mut self, n: usize, body: domain::operation::OperationBody, dice: &mut Dice) -> Outcome<()> {
        let now = self.now;
        let durably = self.options.mutant != Some(Mutant::SaveInMemoryOnly);
        let shown = self.phone(n)?.shows(now);
        let id = dice.uuid_at(shown);
        let label = self.label(n);
        let words = tell::body(&body, &self.oracle);
        match self.phone(n)?.save(id, now, body, durably)? {
            Ok(operation) => {
                self.counts.operations += 1;
                let name = self.oracle.save(n, operation);
                self.tell(format!("{label} saves {name}: {words}"));
            }
            Err(refusal) => {
                self.tell(format!(
                    "{label} is refused at once, {}: {words}",
                    refusal.code.code()
                ));
            }
        }
        if dice.percent(60) { self.poke(n) } else { Ok(()) }
    }

    fn drift(&mut self, n: usize, dice: &mut Dice) -> Outcome<()> {
        self.phone(n)?.wake()?;
        let label = self.label(n);
        let Some(phone) = self.phones.get(n) else {
            return Ok(());
        };
        let Some(batch) = seam::drift(phone, &self.oracle, dice)? else {
            return Ok(());
        };
        self.tell(format!("{label}: a record in its store is damaged"));
        self.counts.drifts += 1;
        self.phone(n)?.damage(batch)
    }

    /// Starts an exchange, if the phone can.
    fn poke(&mut self, n: usize) -> Outcome<()> {
        let phone = self.phone(n)?;
        if !phone.signal || phone.flight.is_some() || phone.open.is_none() {
            return Ok(());
        }
        let Some(cookie) = self.cookie(n)? else {
            return Ok(());
        };
        let mutant = self.options.mutant;
        let Some(request) = self.phone(n)?.ask() else {
            return Ok(());
        };
        let sent = request.operations.len();
        let body = cbor::to_vec(&request);
        if mutant == Some(Mutant::ForgetBeforeAck) {
            seam::forget_sent(self.phone(n)?, &request)?;
        }
        let phone = self.phone(n)?;
        phone.flights += 1;
        let flight = phone.flights;
        phone.flight = Some(flight);
        self.sent.insert((n, flight), sent);
        self.post(n, flight, sent, body, cookie);
        self.after(EXCHANGE_WITHIN, Event::GivesUp(n, flight));
        Ok(())
    }

    fn post(&mut self, n: usize, flight: u64, sent: usize, body: Vec<u8>, cookie: String) {
        let part = u64::try_from(n).unwrap_or(0) * 1_000_000 + flight;
        let mut dice = Dice::of(self.plan.seed, part + 1_000);
        let weather = (!self.calm).then_some(self.plan.weather);
        let fates = Fate::of(weather, &mut dice);
        let label = self.label(n);
        let what = tell::count(sent, "operation");
        match fates.as_slice() {
            [_] if self.calm && sent == 0 => {}
            [] => self.tell(format!("{label} sends request {flight} with {what}; it is lost")),
            [_] => self.tell(format!("{label} sends request {flight} with {what}")),
            _ => self.tell(format!(
                "{label} sends request {flight} with {what}; the network doubles it"
            )),
        }
        for (copy, fate) in fates.into_iter().enumerate() {
            let delay = fate.delay;
            let letter = Letter {
                phone: n,
                flight,
                body: body.clone(),
                cookie: cookie.clone(),
                copy: copy > 0,
                fate,
            };
            self.after(delay, Event::Arrives(letter));
        }
    }

    /// The phone's session; signs in where it has none.
    fn cookie(&mut self, n: usize) -> Outcome<Option<String>> {
        if let Some(cookie) = &self.phone(n)?.cookie {
            return Ok(Some(cookie.clone()));
        }
        let (staff, label) = (self.phone(n)?.staff.clone(), self.label(n));
        let part = u64::try_from(n).unwrap_or(0) * 1_000_000 + self.phone(n)?.flights;
        let mut dice = Dice::of(self.plan.seed, part + 500_000_000);
        match self.office.sign_in(&staff, &dice.token(43))? {
            Done::Yes(signed) => {
                let cookie = signed?;
                match &cookie {
                    Some(_) => self.tell(format!("{label} signs in")),
                    None => self.tell(format!("{label} cannot sign in: the account is closed")),
                }
                self.phone(n)?.cookie.clone_from(&cookie);
                Ok(cookie)
            }
            Done::Down => Ok(None),
            Done::Crashed => {
                self.crashed("while somebody signed in");
                Ok(None)
            }
        }
    }

    fn crashed(&mut self, when: &str) {
        self.counts.crashes += 1;
        self.tell(format!("the server crashes {when}"));
        self.after(20_000, Event::ServerStarts);
    }

    /// A request reaches the server.
    fn arrive(&mut self, letter: Letter) -> Outcome<()> {
        let Letter {
            phone,
            flight,
            body,
            cookie,
            copy,
            fate,
        } = letter;
        let label = self.label(phone);
        let taken = match self.options.mutant {
            Some(mutant) => seam::at_the_door(mutant, body.clone(), copy, &mut self.office)?,
            None => body.clone(),
        };
        let which = if copy { "the copy of request" } else { "request" };
        let answer = match self.office.exchange(&cookie, taken)? {
            Done::Down => {
                self.tell(format!("{which} {flight} of {label} finds no server"));
                None
            }
            Done::Crashed => {
                self.crashed(&format!("in the middle of {which} {flight} of {label}"));
                None
            }
            Done::Yes(answer) => {
                self.counts.exchanges += 1;
                let words = tell::answer(&answer, &self.oracle);
                if !self.calm || !tell::is_nothing_new(&answer) {
                    self.tell(format!("the server answers {which} {flight} of {label}: {words}"));
                }
                match self.options.mutant {
                    Some(mutant) => Some(seam::on_the_way_out(mutant, &body, answer)?),
                    None => Some(answer),
                }
            }
        };
        if copy {
            return Ok(());
        }
        match fate.reply {
            crate::network::Reply::Lost => {
                self.tell(format!("the answer to request {flight} of {label} is lost"))
            }
            crate::network::Reply::Cut(delay) => {
                self.tell(format!("the answer to request {flight} of {label} is cut"));
                let cut = answer.map(seam::cut);
                self.after(delay, Event::Answers(phone, flight, cut, false));
            }
            crate::network::Reply::Strange(delay, status) => {
                self.tell(format!(
                    "a stranger answers request {flight} of {label} with {status}"
                ));
                self.after(
                    delay,
                    Event::Answers(phone, flight, Some(seam::stranger(status)), false),
                );
            }
            crate::network::Reply::Whole(delay) => {
                self.after(delay, Event::Answers(phone, flight, answer, true));
            }
        }
        Ok(())
    }

    /// Something comes back to a phone; none when the connection broke.
    fn answered(&mut self, n: usize, flight: u64, answer: Option<Answer>, whole: bool) -> Outcome<()> {
        if self.phone(n)?.flight != Some(flight) {
            return Ok(());
        }
        self.phone(n)?.flight = None;
        let sent = self.sent.remove(&(n, flight)).unwrap_or(0);
        let Some(answer) = answer else {
            return self.goes_on(n, Round::Later(None));
        };
        let label = self.label(n);
        match meaning(answer.status, answer.ours, &answer.body, None) {
            Meaning::Reply(reply) => self.hear(n, flight, *reply, sent),
            Meaning::Later { retry_after } => self.goes_on(n, Round::Later(retry_after)),
            Meaning::SignIn => {
                self.tell(format!("{label} has to sign in again"));
                self.phone(n)?.cookie = None;
                // The person signs in as soon as the app says so.
                self.after(30_000, Event::Poke(n));
                Ok(())
            }
            Meaning::Split if whole => {
                let round = self.phone(n)?.split(sent)?;
                self.goes_on(n, round)
            }
            Meaning::Split => self.goes_on(n, Round::Later(None)),
            Meaning::Protocol => self.goes_on(n, Round::Stop),
        }
    }

    fn hear(&mut self, n: usize, flight: u64, mut reply: SyncReply, sent: usize) -> Outcome<()> {
        let now = self.now;
        if let Some(mutant) = self.options.mutant {
            seam::at_the_ear(mutant, self.phone(n)?, &mut reply);
        }
        let mut dice = Dice::of(
            self.plan.seed,
            u64::try_from(n).unwrap_or(0) * 1_000_000 + flight + 900_000_000,
        );
        let dies = (!self.calm && dice.percent(4)).then(|| dice.percent(50));
        let before = self.households(n);
        let notices = self.phone(n)?.notices;
        let heard = self.phone(n)?.hear(reply.clone(), sent, now, dies)?;
        let label = self.label(n);
        if dies == Some(false) {
            self.counts.deaths += 1;
            self.tell(format!("{label} dies before it has kept the answer"));
            return Ok(());
        }
        self.oracle.hear(&reply);
        if let Some(mutant) = self.options.mutant {
            seam::after_keeping(mutant, self.phone(n)?)?;
        }
        if dies == Some(true) {
            self.counts.deaths += 1;
            self.tell(format!("{label} dies right after it has kept the answer"));
            return Ok(());
        }
        let gone = before.difference(&self.households(n)).count();
        if gone > 0 {
            let told = self.phone(n)?.notices.saturating_sub(notices);
            self.tell(format!(
                "{label} lets {} go; notice of {told}",
                tell::count(gone, "household")
            ));
            if told < gone {
                self.unnoticed
                    .push(format!("{label} let {gone} households go and told of {told}"));
            }
        }
        match heard {
            Some((_, round)) => self.goes_on(n, round),
            None => Ok(()),
        }
    }

    fn households(&self, n: usize) -> BTreeSet<domain::record::RecordKey> {
        let open = self.phones.get(n).and_then(|phone| phone.open.as_ref());
        let keys = open.into_iter().flat_map(|open| open.model.base.keys());
        keys.filter(|key| key.kind() == "household").copied().collect()
    }

    fn goes_on(&mut self, n: usize, round: Round) -> Outcome<()> {
        match round {
            Round::Done | Round::Stop => self.phone(n)?.failures = 0,
            Round::More => {
                self.phone(n)?.failures = 0;
                self.after(5, Event::Poke(n));
            }
            Round::Later(seconds) => {
                let failures = self.phone(n)?.failures;
                self.phone(n)?.failures = failures + 1;
                let wait = BACKOFF_MS.get(failures).copied().map_or(300_000, i64::from);
                let asked = seconds.and_then(|s| i64::try_from(s.saturating_mul(1_000)).ok());
                if failures < PATIENCE {
                    self.after(wait.max(asked.unwrap_or(0)), Event::Poke(n));
                }
            }
        }
        Ok(())
    }

    fn in_office(&mut self, deed: Deed) -> Outcome<()> {
        match deed {
            Deed::Crash(points) => {
                self.tell(format!(
                    "the server will crash after {points} further points of its work"
                ));
                mishap::strike_after(points);
                Ok(())
            }
            Deed::Restart => {
                self.tell("the server is stopped in order");
                self.office.stop();
                self.after(5_000, Event::ServerStarts);
                Ok(())
            }
            Deed::Backup => {
                if self.office.is_up() {
                    mishap::spare();
                    self.tell("a backup is made");
                    self.since_backup = false;
                    self.office.back_up()?;
                }
                Ok(())
            }
            Deed::Restore => {
                if self.office.has_backup() {
                    self.tell("the server's disk is gone: the last backup is restored");
                    self.counts.restores += 1;
                    self.undone |= self.since_backup;
                    self.office.restore()?;
                }
                Ok(())
            }
            _ => {
                let words = tell::office(deed);
                if let Deed::Post(person, ..) = deed {
                    let of = self.plan.phones.iter().filter(|phone| **phone == person);
                    self.roles += u64::try_from(of.count()).unwrap_or(u64::MAX);
                }
                let done = seam::office_work(&mut self.office, deed)?;
                match done {
                    Done::Yes(changed) => {
                        self.since_backup = true;
                        if matches!(deed, Deed::MoveVillage(..) | Deed::MoveHousehold(..)) {
                            self.counts.moves += u64::from(changed);
                        }
                        if let Deed::Post(person, ..) = deed {
                            self.posted.insert(person);
                        }
                        self.tell(format!("the office: {words}"));
                    }
                    Done::Down => {}
                    Done::Crashed => self.crashed(&format!("while the office worked: {words}")),
                }
                Ok(())
            }
        }
    }
}
