//! A phone that speaks over real sockets: the rounds of the app's engine, with the phone of the simulation.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::Duration;

use app::ledger::exchange::{Meaning, meaning};
use app::ledger::keep;
use app::ledger::model::{Model, QueueState};
use app::ledger::pace::Round;
use domain::cbor;
use domain::ids::OpId;
use domain::operation::Operation;
use domain::refusal::RefusalCode;
use domain::sync::{BATCH_OPERATIONS, SyncReply, SyncRequest};
use server::routes::Clock;

use super::careless::Careless;
use super::{count, found, wire};
use crate::acts;
use crate::dice::Dice;
use crate::fault::Outcome;
use crate::phone::Phone;

/// Longest wait for an answer, unless a test of hanging sets its own.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);
/// Exchanges after which a phone that still has not come to rest never will.
const ROUNDS: usize = 2_000;

/// Where a saved operation stands on its phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It waits.
    Waiting,
    /// Durably answered.
    Sent,
    /// It needs a person, for this reason.
    Attention(RefusalCode),
    /// It is not there. Must never be.
    Gone,
}

/// A phone with its session.
#[derive(Clone)]
pub struct Courier {
    /// The phone.
    pub phone: Phone,
    /// Its session.
    pub cookie: String,
    /// Everything that its person saved.
    pub saved: BTreeSet<OpId>,
    /// Answers that had been given before and got lost on the way.
    pub heard_again: u64,
    /// Longest wait for an answer.
    pub patience: Duration,
    /// Bytes that are replaced in every request: an operation, and what stands in its place.
    pub spoilt: Option<(Vec<u8>, Vec<u8>)>,
    /// A fault of this phone, to see it found.
    pub careless: Option<Careless>,
}

/// UTC milliseconds.
fn now() -> i64 {
    Clock::of_machine().now().0
}

impl Courier {
    /// A phone that has nothing yet.
    #[must_use]
    pub fn new(phone: Phone, cookie: String) -> Self {
        Self {
            phone,
            cookie,
            saved: BTreeSet::new(),
            heard_again: 0,
            patience: ANSWER_WITHIN,
            spoilt: None,
            careless: None,
        }
    }

    /// Its person saves a visit, if one is possible.
    ///
    /// # Errors
    /// When the phone is broken.
    pub fn log_visit(&mut self, dice: &mut Dice) -> Outcome<Option<Operation>> {
        let (now, visit, id) = (now(), dice.uuid_at(now()), dice.uuid_at(now()));
        let view = self.phone.view(now);
        let Some(body) = view.and_then(|view| acts::log(&view, visit, None, dice)) else {
            return Ok(None);
        };
        let saved = self.phone.save(id, now, body, true)?.ok();
        self.saved.extend(saved.iter().map(|operation| operation.id));
        Ok(saved)
    }

    /// One request and what it means, as in `app::ledger::engine`.
    ///
    /// # Errors
    /// When the phone is broken; a broken connection is no error.
    pub fn exchange(&mut self, to: SocketAddr) -> Outcome<Round> {
        let Some(request) = self.phone.ask() else {
            return found("the phone is not open");
        };
        let sent = request.operations.len();
        let body = self.spoil(cbor::to_vec(&request));
        if let Some(careless) = self.careless {
            careless.on_asking(&mut self.phone, &request)?;
        }
        let Ok(reply) = wire::post(to, &self.cookie, &body, self.patience) else {
            if let Some(careless) = self.careless {
                careless.on_silence(&mut self.phone, &request)?;
            }
            return Ok(Round::Later(None));
        };
        if let Some(careless) = self.careless.filter(|_| reply.status != 200) {
            careless.on_refusal(&mut self.phone, &request)?;
        }
        match meaning(reply.status, reply.is_ours(), &reply.body, reply.retry_after) {
            Meaning::Reply(reply) => self.hear(*reply, sent),
            Meaning::Later { retry_after } => Ok(Round::Later(retry_after)),
            Meaning::SignIn | Meaning::Protocol => Ok(Round::Stop),
            Meaning::Split => self.phone.split(sent),
        }
    }

    fn spoil(&self, body: Vec<u8>) -> Vec<u8> {
        let Some((good, bad)) = &self.spoilt else {
            return body;
        };
        let Some(at) = body.windows(good.len()).position(|bytes| bytes == good) else {
            return body;
        };
        let (before, rest) = body.split_at(at);
        [before, bad, rest.get(good.len()..).unwrap_or_default()].concat()
    }

    fn hear(&mut self, reply: SyncReply, sent: usize) -> Outcome<Round> {
        let again = reply.outcomes.iter().filter(|answer| answer.duplicate);
        self.heard_again = self.heard_again.saturating_add(count(again.count()));
        let heard = self.phone.hear(reply, sent, now(), None)?;
        Ok(heard.map_or(Round::Stop, |(_, round)| round))
    }

    /// Goes on until nothing is left to send or to hear.
    ///
    /// # Errors
    /// When it never comes to rest.
    pub fn come_to_rest(&mut self, at: SocketAddr) -> Outcome<()> {
        for _ in 0..ROUNDS {
            match self.exchange(at)? {
                Round::Done => return Ok(()),
                Round::More => {}
                Round::Later(_) => std::thread::sleep(Duration::from_millis(20)),
                Round::Stop => return found(format!("{} was turned away", self.phone.label)),
            }
        }
        found(format!("{} does not come to rest", self.phone.label))
    }

    /// The app is closed and opened again: what was only in memory is gone.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn die(&mut self) -> Outcome<()> {
        self.phone.die();
        self.phone.wake()
    }

    /// What the phone's store holds, memory aside.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn kept(&self) -> Outcome<Model> {
        Ok(keep::read(&self.phone.shelf.load())?)
    }

    /// Operations that wait, in memory.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.phone.open.as_ref().map_or(0, |open| open.model.counts().0)
    }

    /// Everything that was saved is answered and nothing waits.
    ///
    /// # Errors
    /// Says what does not hold.
    pub fn must_be_empty(&self) -> Outcome<()> {
        let model = self.kept()?;
        for op in &self.saved {
            let fate = fate(&model, *op);
            if fate != Fate::Sent {
                return found(format!("{}: {op} ended as {fate:?}", self.phone.label));
            }
        }
        match model.counts() {
            (0, 0) => Ok(()),
            counts => found(format!("{}: the outbox holds {counts:?}", self.phone.label)),
        }
    }

    /// Asks the server once more about everything that was saved: each must have been answered before.
    ///
    /// # Errors
    /// Says what was not.
    pub fn ask_again(&self, at: SocketAddr) -> Outcome<()> {
        let model = self.kept()?;
        let all: Vec<Operation> = model
            .outbox
            .values()
            .map(|queued| queued.operation.clone())
            .collect();
        for operations in all.chunks(BATCH_OPERATIONS) {
            let request = SyncRequest {
                operations: operations.to_vec(),
                ..app::ledger::exchange::request(&model, self.phone.device, 1, true)
            };
            let reply = wire::post(at, &self.cookie, &cbor::to_vec(&request), self.patience)?;
            let reply: SyncReply = cbor::from_slice(&reply.body)?;
            if reply.outcomes.len() != operations.len() || reply.repair {
                return found(format!(
                    "{}: asked again, the server answers otherwise",
                    self.phone.label
                ));
            }
            if let Some(answer) = reply.outcomes.iter().find(|answer| !answer.duplicate) {
                return found(format!("{} was applied a second time", answer.op));
            }
        }
        Ok(())
    }
}

/// Where an operation stands in a ledger.
#[must_use]
pub fn fate(model: &Model, op: OpId) -> Fate {
    match model.queued(op).map(|(_, queued)| &queued.state) {
        None => Fate::Gone,
        Some(QueueState::Waiting | QueueState::Again { .. }) => Fate::Waiting,
        Some(QueueState::Sent { .. }) => Fate::Sent,
        Some(QueueState::Attention { refusal }) => Fate::Attention(refusal.code),
    }
}
