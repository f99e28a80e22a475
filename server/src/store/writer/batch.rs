//! One transaction of many operations: each is answered once, for ever, and none can spoil another's.

use super::Job;
use super::shelf::{Shelf, Staged};
use crate::store::engine::{Engine, Link, Value};
use crate::store::error::{Result, StoreError};
use crate::store::{hash, int, people, record};
use domain::operation::Operation;
use domain::policy::Actor;
use domain::reducer::{self, Context, Effect};
use domain::refusal::{Refusal, RefusalCode};
use domain::sync::{OperationOutcome, Outcome};
use domain::time::Millis;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

/// How often a batch gives way to other transactions before its callers are told to come again.
const TRIES: u32 = 6;
/// Most bytes of one operation as stored; far above what the rules of the domain let through.
const OPERATION_BYTES: usize = 256 * 1024;

/// Applies the jobs in order and commits. Nothing is changed unless it answers `Ok` or [`StoreError::Unknown`].
pub(super) async fn run(engine: &Engine, jobs: &[Job]) -> Result<Vec<Vec<OperationOutcome>>> {
    for attempt in 1..TRIES {
        match once(engine, jobs, false).await {
            Err(StoreError::Contended) => {
                tokio::time::sleep(Duration::from_millis(u64::from(attempt) * 7)).await;
            }
            answer => return answer,
        }
    }
    once(engine, jobs, true).await
}

async fn once(engine: &Engine, jobs: &[Job], last_try: bool) -> Result<Vec<Vec<OperationOutcome>>> {
    let mut link = engine.write().await?;
    link.share_district().await?;
    let mut batch = Batch {
        link,
        shelf: Shelf::default(),
        last_try,
    };
    let mut answers = Vec::with_capacity(jobs.len());
    for job in jobs {
        // Who waited behind an import of the roster acts with the relations from after it.
        let actor = people::actor(&mut batch.link, &job.actor.staff).await?;
        let mut outcomes = Vec::with_capacity(job.operations.len());
        for operation in &job.operations {
            outcomes.push(batch.take(job, actor.as_ref(), operation).await?);
        }
        answers.push(outcomes);
    }
    batch.shelf.teams.save(&mut batch.link).await?;
    batch.link.commit().await?;
    Ok(answers)
}

struct Batch {
    link: Link,
    shelf: Shelf,
    last_try: bool,
}

/// An operation as it is stored.
struct Letter<'a> {
    operation: &'a Operation,
    body: String,
    fingerprint: String,
    now: Millis,
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
        match self.before(&letter).await {
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
        match self.decide(job, actor, operation).await {
            Ok((outcome, staged)) => self.write(&letter, outcome, staged).await,
            Err(error) => undecided(&letter, error),
        }
    }

    /// The answer that was given before, if any.
    async fn before(&mut self, letter: &Letter<'_>) -> Result<Option<OperationOutcome>> {
        let sql = "SELECT fingerprint, outcome, received_at FROM operation WHERE id = $1";
        let id = letter.operation.id;
        let Some(row) = self.link.first(sql, &[id.to_string().into()]).await? else {
            return Ok(None);
        };
        if row.text(0)? != letter.fingerprint {
            return Ok(Some(letter.answer(refused(RefusalCode::IdReused))));
        }
        Ok(Some(OperationOutcome {
            op: id,
            outcome: serde_json::from_str(&row.text(1)?)?,
            received_at: Millis(row.int(2)?),
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

    /// Writes an operation's changes and answer; what the database will not hold is refused, and kept.
    async fn write(
        &mut self,
        letter: &Letter<'_>,
        outcome: Outcome,
        staged: Option<Staged>,
    ) -> Result<OperationOutcome> {
        self.link.execute("SAVEPOINT operation", &[]).await?;
        let fault = match self.put(letter, &outcome, staged.as_ref()).await {
            Ok(()) => {
                self.link.execute("RELEASE SAVEPOINT operation", &[]).await?;
                if let Some(staged) = staged {
                    self.shelf.accept(staged);
                }
                return Ok(letter.answer(outcome));
            }
            Err(StoreError::Constraint(table)) => table,
            Err(error) => return Err(error),
        };
        self.link.execute("ROLLBACK TO SAVEPOINT operation", &[]).await?;
        // Another process put the same row there since we looked: look again.
        if matches!(fault.as_str(), "operation" | "record" | "history") && !self.last_try {
            return Err(StoreError::Contended);
        }
        tracing::error!(op = %letter.operation.id, rule = fault, "the database refused an operation");
        let refusal = refused(RefusalCode::Malformed);
        let answer = match self.put(letter, &refusal, None).await {
            Ok(()) => {
                self.link.execute("RELEASE SAVEPOINT operation", &[]).await?;
                refusal
            }
            Err(StoreError::Constraint(_)) => {
                self.link.execute("ROLLBACK TO SAVEPOINT operation", &[]).await?;
                Outcome::Unknown
            }
            Err(error) => return Err(error),
        };
        Ok(letter.answer(answer))
    }

    async fn put(&mut self, letter: &Letter<'_>, outcome: &Outcome, staged: Option<&Staged>) -> Result<()> {
        let id = letter.operation.id.to_string();
        for (record, next) in staged.iter().flat_map(|staged| &staged.lines) {
            let before = self.shelf.row(&record.key());
            record::write(&mut self.link, before, record, next, &id, letter.now).await?;
        }
        let sql = "INSERT INTO operation \
                   (id, device, seq, seq_reused, author, received_at, fingerprint, outcome, body) \
                   VALUES ($1, $2, $3, \
                   CASE WHEN EXISTS (SELECT 1 FROM operation WHERE device = $2 AND seq = $3) THEN 1 ELSE 0 END, \
                   $4, $5, $6, $7, $8)";
        let values = [
            Value::from(id),
            letter.operation.device.to_string().into(),
            int(letter.operation.seq).into(),
            letter.operation.author.as_str().into(),
            letter.now.0.into(),
            letter.fingerprint.as_str().into(),
            serde_json::to_string(outcome)?.into(),
            letter.body.as_str().into(),
        ];
        self.link.execute(sql, &values).await?;
        Ok(())
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
