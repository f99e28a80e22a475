//! One transaction of many operations: each is answered once, for ever, and none can spoil another's.

use super::Job;
use super::pages::Pages;
use super::shelf::{Shelf, Staged};
use crate::store::engine::{Engine, Link};
use crate::store::error::{Result, StoreError};
use crate::store::{hash, people, record};
use domain::ids::{OpId, StaffId};
use domain::operation::Operation;
use domain::policy::Actor;
use domain::reducer::{self, Context, Effect};
use domain::refusal::{Refusal, RefusalCode};
use domain::sync::{OperationOutcome, Outcome};
use domain::time::Millis;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

/// How often a batch gives way to other transactions before its callers are told to come again.
const TRIES: u32 = 6;
/// Most bytes of one operation as stored; far above what the rules of the domain let through.
const OPERATION_BYTES: usize = 256 * 1024;

/// When the rows of a batch are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hand {
    /// All at the end, with a few statements. A row that the database refuses ends the batch.
    Quick,
    /// Each operation's as soon as it is decided, so that one that the database refuses is undone and answered alone.
    Careful,
}

/// Applies the jobs in order and commits. Nothing is changed unless it answers `Ok` or [`StoreError::Unknown`].
pub(super) async fn run(engine: &Engine, jobs: &[Job]) -> Result<Vec<Vec<OperationOutcome>>> {
    let mut hand = Hand::Quick;
    for attempt in 1..TRIES {
        match once(engine, jobs, hand, false).await {
            Err(StoreError::Contended) => {
                tokio::time::sleep(Duration::from_millis(u64::from(attempt) * 7)).await;
            }
            // Nothing was changed: once more, to find the operation that it was.
            Err(StoreError::Constraint(_)) if hand == Hand::Quick => hand = Hand::Careful,
            answer => return answer,
        }
    }
    once(engine, jobs, Hand::Careful, true).await
}

async fn once(
    engine: &Engine,
    jobs: &[Job],
    hand: Hand,
    last_try: bool,
) -> Result<Vec<Vec<OperationOutcome>>> {
    let mut link = engine.write().await?;
    link.share_district().await?;
    let mut batch = Batch {
        link,
        shelf: Shelf::default(),
        pages: Pages::default(),
        known: BTreeMap::new(),
        hand,
        last_try,
    };
    batch.prepare(jobs).await?;
    let mut actors: BTreeMap<&StaffId, Option<Actor>> = BTreeMap::new();
    let mut answers = Vec::with_capacity(jobs.len());
    for job in jobs {
        // Who waited behind an import of the roster acts with the relations from after it.
        let staff = &job.actor.staff;
        if let Entry::Vacant(place) = actors.entry(staff) {
            place.insert(people::actor(&mut batch.link, staff).await?);
        }
        let actor = actors.get(staff).and_then(Option::as_ref);
        let mut outcomes = Vec::with_capacity(job.operations.len());
        for operation in &job.operations {
            outcomes.push(batch.take(job, actor, operation).await?);
        }
        answers.push(outcomes);
    }
    batch.flush().await?;
    batch.shelf.teams.save(&mut batch.link).await?;
    batch.link.commit().await?;
    Ok(answers)
}

struct Batch {
    link: Link,
    shelf: Shelf,
    pages: Pages,
    /// The answers that stand: those from before, and those that this batch has given.
    known: BTreeMap<OpId, Known>,
    hand: Hand,
    last_try: bool,
}

/// An answer that stands, as its row has it.
struct Known {
    fingerprint: String,
    outcome: String,
    received_at: Millis,
}

/// An operation as it is stored.
#[derive(Clone)]
pub(super) struct Letter<'a> {
    pub operation: &'a Operation,
    pub body: String,
    pub fingerprint: String,
    pub now: Millis,
}

impl Letter<'_> {
    fn answer(&self, outcome: Outcome) -> OperationOutcome {
        OperationOutcome {
            op: self.operation.id,
            outcome,
            received_at: self.now,
            duplicate: false,
        }
    }
}

impl Batch {
    /// Reads at once what all these operations ask for first: earlier answers, and the records that they are about.
    async fn prepare(&mut self, jobs: &[Job]) -> Result<()> {
        let operations = || jobs.iter().flat_map(|job| &job.operations);
        let ids: Vec<String> = operations().map(|operation| operation.id.to_string()).collect();
        let head = "SELECT id, fingerprint, outcome, received_at FROM operation WHERE id";
        for row in self.link.fetch_in(head, ids.iter().map(String::as_str)).await? {
            let known = Known {
                fingerprint: row.text(1)?,
                outcome: row.text(2)?,
                received_at: Millis(row.int(3)?),
            };
            self.known.insert(OpId(row.parsed(0)?), known);
        }
        let new = operations().filter(|operation| !self.known.contains_key(&operation.id));
        let keys = new.flat_map(|operation| operation.body.reads()).collect();
        self.shelf.fetch(&mut self.link, keys).await
    }

    /// Writes what was decided so far.
    async fn flush(&mut self) -> Result<()> {
        self.pages.write(&mut self.link, &self.shelf).await
    }

    /// Answers one operation. An error ends the whole batch. Without an actor the account was closed meanwhile:
    /// whoever sends again hears it.
    async fn take(
        &mut self,
        job: &Job,
        actor: Option<&Actor>,
        operation: &Operation,
    ) -> Result<OperationOutcome> {
        let body = serde_json::to_string(operation)?;
        let fingerprint = hash(body.as_bytes());
        let letter = Letter {
            operation,
            body,
            fingerprint,
            now: job.now,
        };
        match self.before(&letter) {
            Ok(None) => {}
            Ok(Some(before)) => return Ok(before),
            Err(error) => return undecided(&letter, error),
        }
        let Some(actor) = actor else {
            return Ok(letter.answer(Outcome::Unknown));
        };
        // Not the author's answer, so nothing is stored that the author would find under this number.
        if operation.author != actor.staff {
            return Ok(letter.answer(refused(RefusalCode::WrongAuthor)));
        }
        if letter.body.len() > OPERATION_BYTES {
            return Ok(letter.answer(refused(RefusalCode::TooMany)));
        }
        if operation.body.reads_all_of().is_some() {
            // The indexes that it is looked up in must know of what this batch has decided. Not within the decision: rows
            // that cannot be written concern the whole batch.
            self.flush().await?;
        }
        match self.decide(job, actor, operation).await {
            Ok((outcome, staged)) => self.write(letter, outcome, staged).await,
            Err(error) => undecided(&letter, error),
        }
    }

    /// The answer that was given before, if any.
    fn before(&self, letter: &Letter<'_>) -> Result<Option<OperationOutcome>> {
        let id = letter.operation.id;
        let Some(known) = self.known.get(&id) else {
            return Ok(None);
        };
        if known.fingerprint != letter.fingerprint {
            return Ok(Some(letter.answer(refused(RefusalCode::IdReused))));
        }
        Ok(Some(OperationOutcome {
            op: id,
            outcome: serde_json::from_str(&known.outcome)?,
            received_at: known.received_at,
            duplicate: true,
        }))
    }

    /// Lets the domain decide, and numbers what changes.
    async fn decide(
        &mut self,
        job: &Job,
        actor: &Actor,
        operation: &Operation,
    ) -> Result<(Outcome, Option<Staged>)> {
        let mut keys = operation.body.reads();
        if let Some(household) = operation.body.reads_all_of() {
            keys.extend(record::keys_of(&mut self.link, household).await?);
        }
        self.shelf.load(&mut self.link, keys).await?;
        let actor = self.shelf.actor_for(&mut self.link, actor, operation).await?;
        match reduce(job, &actor, operation, &self.shelf)? {
            Ok(effect) => {
                let outcome = if effect.conflicts.is_empty() {
                    Outcome::Applied
                } else {
                    Outcome::ConflictKept {
                        fields: effect.conflicts,
                    }
                };
                let staged = self.shelf.stage(&mut self.link, effect.records).await?;
                Ok((outcome, Some(staged)))
            }
            Err(refusal) => Ok((Outcome::Refused { refusal }, None)),
        }
    }

    /// Writes an operation's changes and answer, now or with all others.
    async fn write(
        &mut self,
        letter: Letter<'_>,
        outcome: Outcome,
        staged: Option<Staged>,
    ) -> Result<OperationOutcome> {
        if self.hand == Hand::Careful {
            return self.write_alone(letter, outcome, staged).await;
        }
        let answer = self.enter(letter, outcome, staged)?;
        if self.pages.cross() {
            // The next operation's author may be asked what left a team: the database must know.
            self.flush().await?;
        }
        Ok(answer)
    }

    /// Puts an operation's changes and answer on the pages, and remembers the answer for whoever asks again within this
    /// batch.
    fn enter(
        &mut self,
        letter: Letter<'_>,
        outcome: Outcome,
        staged: Option<Staged>,
    ) -> Result<OperationOutcome> {
        let answer = letter.answer(outcome);
        let said = serde_json::to_string(&answer.outcome)?;
        let known = Known {
            fingerprint: letter.fingerprint.clone(),
            outcome: said.clone(),
            received_at: letter.now,
        };
        self.known.insert(answer.op, known);
        self.pages.enter(&mut self.shelf, letter, said, staged);
        Ok(answer)
    }

    /// Writes one operation's changes and answer; what the database will not hold is refused, and kept.
    async fn write_alone(
        &mut self,
        letter: Letter<'_>,
        outcome: Outcome,
        staged: Option<Staged>,
    ) -> Result<OperationOutcome> {
        let mark = self.shelf.mark(staged.as_ref());
        self.link.execute("SAVEPOINT operation", &[]).await?;
        let fault = match self.try_alone(letter.clone(), outcome, staged).await? {
            Ok(answer) => return Ok(answer),
            Err(table) => table,
        };
        self.shelf.undo(mark);
        // Another process put the same row there since we looked: look again.
        if matches!(fault.as_str(), "operation" | "record" | "history") && !self.last_try {
            return Err(StoreError::Contended);
        }
        tracing::error!(op = %letter.operation.id, rule = fault, "the database refused an operation");
        let refusal = refused(RefusalCode::Malformed);
        let kept = self.try_alone(letter.clone(), refusal, None).await?;
        Ok(kept.unwrap_or_else(|_| letter.answer(Outcome::Unknown)))
    }

    /// Writes one operation's changes and answer and lets the savepoint go, or goes back to it and tells the table whose
    /// rule they break.
    async fn try_alone(
        &mut self,
        letter: Letter<'_>,
        outcome: Outcome,
        staged: Option<Staged>,
    ) -> Result<std::result::Result<OperationOutcome, String>> {
        let answer = self.enter(letter, outcome, staged)?;
        match self.flush().await {
            Ok(()) => {
                self.link.execute("RELEASE SAVEPOINT operation", &[]).await?;
                Ok(Ok(answer))
            }
            Err(StoreError::Constraint(table)) => {
                self.known.remove(&answer.op);
                self.link.execute("ROLLBACK TO SAVEPOINT operation", &[]).await?;
                Ok(Err(table))
            }
            Err(error) => Err(error),
        }
    }
}

/// What cannot be read concerns one operation, which keeps until it is mended; any other error concerns all.
fn undecided(letter: &Letter<'_>, error: StoreError) -> Result<OperationOutcome> {
    let StoreError::Corrupt(what) = error else {
        return Err(error);
    };
    tracing::error!(op = %letter.operation.id, what, "an operation could not be decided");
    Ok(letter.answer(Outcome::Unknown))
}

const fn refused(code: RefusalCode) -> Outcome {
    Outcome::Refused {
        refusal: Refusal::plain(code),
    }
}

/// The domain's decision. A panic there concerns this operation and no other.
fn reduce(
    job: &Job,
    actor: &Actor,
    operation: &Operation,
    shelf: &Shelf,
) -> Result<std::result::Result<Effect, Refusal>> {
    let context = Context {
        actor,
        config: &job.config,
        received_at: Some(job.now),
    };
    catch_unwind(AssertUnwindSafe(|| {
        reducer::apply(operation, &shelf.records, context)
    }))
    .map_err(|_| StoreError::corrupt("the rules panicked"))
}
