//! One exchange of a phone with the server: on its way, at the server, back at the phone, and what follows.

use super::{Event, World};
use crate::dice::Dice;
use crate::fault::Outcome;
use crate::mutant::Mutant;
use crate::network::{Fate, Reply};
use crate::office::{Answer, Done};
use crate::{seam, tell};
use app::ledger::exchange::{Meaning, meaning};
use app::ledger::pace::{BACKOFF_MS, Round};
use domain::cbor;
use domain::record::RecordKey;
use domain::sync::SyncReply;
use std::collections::BTreeSet;

/// Longest wait of a phone for one exchange.
const EXCHANGE_WITHIN: i64 = 60_000;
/// Attempts after which a person puts the phone away.
const PATIENCE: usize = 4;

/// A request on its way.
pub(super) struct Letter {
    phone: usize,
    flight: u64,
    body: Vec<u8>,
    cookie: String,
    copy: bool,
    fate: Fate,
}

impl World {
    /// Starts an exchange, if the phone can.
    pub(super) fn poke(&mut self, n: usize) -> Outcome<()> {
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

    pub(super) fn crashed(&mut self, when: &str) {
        self.counts.crashes += 1;
        self.tell(format!("the server crashes {when}"));
        self.after(20_000, Event::ServerStarts);
    }

    /// A request reaches the server.
    pub(super) fn arrive(&mut self, letter: Letter) -> Outcome<()> {
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
            Reply::Lost => self.tell(format!("the answer to request {flight} of {label} is lost")),
            Reply::Cut(delay) => {
                self.tell(format!("the answer to request {flight} of {label} is cut"));
                let cut = answer.map(seam::cut);
                self.after(delay, Event::Answers(phone, flight, cut, false));
            }
            Reply::Strange(delay, status) => {
                self.tell(format!(
                    "a stranger answers request {flight} of {label} with {status}"
                ));
                self.after(
                    delay,
                    Event::Answers(phone, flight, Some(seam::stranger(status)), false),
                );
            }
            Reply::Whole(delay) => {
                self.after(delay, Event::Answers(phone, flight, answer, true));
            }
        }
        Ok(())
    }

    /// Something comes back to a phone; none when the connection broke.
    pub(super) fn answered(
        &mut self,
        n: usize,
        flight: u64,
        answer: Option<Answer>,
        whole: bool,
    ) -> Outcome<()> {
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

    fn households(&self, n: usize) -> BTreeSet<RecordKey> {
        let open = self.phones.get(n).and_then(|phone| phone.open.as_ref());
        let keys = open.into_iter().flat_map(|open| open.model.base.keys());
        keys.filter(|key| key.kind() == "household").copied().collect()
    }

    pub(super) fn goes_on(&mut self, n: usize, round: Round) -> Outcome<()> {
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
}
