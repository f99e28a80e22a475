//! What people and the office do in a run, and what befalls phones and server.

use super::{Event, World};
use crate::dice::Dice;
use crate::fault::Outcome;
use crate::mutant::Mutant;
use crate::office::Done;
use crate::plan::{Deed, Step};
use crate::{acts, cast, days, handovers, seam, tell, works};
use domain::ids::HouseholdId;
use domain::operation::OperationBody;
use server::store::mishap;

impl World {
    pub(super) fn step(&mut self, step: Step) -> Outcome<()> {
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

    fn save(&mut self, n: usize, body: OperationBody, dice: &mut Dice) -> Outcome<()> {
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
