//! The writer: collects what many callers hand in and makes it durable in one commit.
//!
//! A full commit costs the same for one operation as for five hundred. So callers queue; a writer task
//! takes what is waiting, applies it in one transaction, and answers only after the commit.

mod batch;
mod pages;
mod shelf;

use super::Store;
use super::engine::Engine;
use super::error::{Result, StoreError};
use domain::config::Config;
use domain::ids::TeamId;
use domain::operation::Operation;
use domain::policy::Actor;
use domain::sync::OperationOutcome;
use domain::time::Millis;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

/// Most callers in one transaction.
const BATCH_JOBS: usize = 64;
/// Operations after which no further caller is taken into the transaction.
const BATCH_OPERATIONS: usize = 500;
/// Callers that may wait; more are told that the store is not available.
const WAITING: usize = 1_024;

/// What one caller hands in.
struct Job {
    actor: Actor,
    operations: Vec<Operation>,
    config: Arc<Config>,
    now: Millis,
}

type Answer = Result<Vec<OperationOutcome>>;

struct Waiting {
    job: Job,
    reply: oneshot::Sender<Answer>,
}

/// The queues of the writer tasks, which end when the last copy of the store is gone.
pub(super) struct Queue {
    writers: Vec<mpsc::Sender<Waiting>>,
}

impl Queue {
    pub(super) fn start(engine: &Engine) -> Self {
        let start = |_| {
            let (sender, receiver) = mpsc::channel(WAITING);
            tokio::spawn(serve(engine.clone(), receiver));
            sender
        };
        Self {
            writers: (0..engine.writers()).map(start).collect(),
        }
    }

    /// The same team always meets the same writer, so that its row's lock is rarely waited for.
    fn writer_of(&self, team: Option<&TeamId>) -> Option<&mpsc::Sender<Waiting>> {
        let mut hasher = DefaultHasher::new();
        team.hash(&mut hasher);
        let writers = u64::try_from(self.writers.len())
            .ok()
            .filter(|count| *count > 0)?;
        let turn = usize::try_from(hasher.finish() % writers).ok()?;
        self.writers.get(turn)
    }
}

impl Store {
    /// Applies operations in order and gives the outcome of each, once all of them are durable. An operation
    /// that was received before is answered as before.
    ///
    /// The actor's relations are those that hold when the operations are applied, not when they were handed in. A
    /// single operation is answered [`domain::sync::Outcome::Unknown`] when what it needs could not be read, and
    /// all are when the account was closed meanwhile; the others stand.
    ///
    /// # Errors
    /// [`StoreError::Unknown`] when the commit's fate is not known, [`StoreError::Unavailable`] when nothing
    /// was changed. Either way: send the same again.
    pub async fn apply(
        &self,
        actor: Actor,
        operations: Vec<Operation>,
        config: Arc<Config>,
        now: Millis,
    ) -> Result<Vec<OperationOutcome>> {
        if operations.is_empty() {
            return Ok(Vec::new());
        }
        let writer = self.queue.writer_of(actor.team.as_ref()).ok_or_else(stopped)?;
        let (reply, answer) = oneshot::channel();
        let job = Job {
            actor,
            operations,
            config,
            now,
        };
        writer
            .try_send(Waiting { job, reply })
            .map_err(|fault| match fault {
                mpsc::error::TrySendError::Full(_) => {
                    StoreError::Unavailable("too many callers wait".to_owned())
                }
                mpsc::error::TrySendError::Closed(_) => stopped(),
            })?;
        // A writer that ends without an answer may have committed.
        answer.await.unwrap_or(Err(StoreError::Unknown))
    }
}

fn stopped() -> StoreError {
    StoreError::Unavailable("the writer has stopped".to_owned())
}

/// A writer task's life.
async fn serve(engine: Engine, mut waiting: mpsc::Receiver<Waiting>) {
    while let Some(first) = waiting.recv().await {
        let (jobs, replies): (Vec<Job>, Vec<_>) = gather(first, &mut waiting)
            .into_iter()
            .map(|one| (one.job, one.reply))
            .unzip();
        let engine = engine.clone();
        // In a task of its own, so that even a panic ends one transaction and not the writer.
        let outcome = tokio::spawn(async move { batch::run(&engine, &jobs).await }).await;
        let outcome = outcome.unwrap_or_else(|fault| {
            tracing::error!(%fault, "a batch of operations ended without an answer");
            Err(StoreError::Unknown)
        });
        answer(outcome, replies);
    }
}

fn gather(first: Waiting, waiting: &mut mpsc::Receiver<Waiting>) -> Vec<Waiting> {
    let mut operations = first.job.operations.len();
    let mut taken = vec![first];
    while taken.len() < BATCH_JOBS && operations < BATCH_OPERATIONS {
        let Ok(next) = waiting.try_recv() else { break };
        operations += next.job.operations.len();
        taken.push(next);
    }
    taken
}

/// Tells every caller. Who has gone meanwhile asks again with the same ids.
fn answer(outcome: Result<Vec<Vec<OperationOutcome>>>, replies: Vec<oneshot::Sender<Answer>>) {
    match outcome {
        Ok(outcomes) => {
            for (reply, outcomes) in replies.into_iter().zip(outcomes) {
                let _ = reply.send(Ok(outcomes));
            }
        }
        Err(error) => {
            for reply in replies {
                let _ = reply.send(Err(error.clone()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::roster::Role;

    fn waiting() -> Waiting {
        let actor = Actor {
            staff: "P001".into(),
            name: String::new(),
            role: Role::TeamMember,
            team: None,
            villages: Vec::new(),
            former_villages: Vec::new(),
            teams_of_place: Vec::new(),
        };
        let job = Job {
            actor,
            operations: Vec::new(),
            config: Arc::new(Config::default()),
            now: Millis(0),
        };
        let (reply, _) = oneshot::channel();
        Waiting { job, reply }
    }

    #[test]
    fn whoever_waits_shares_the_next_commit_up_to_the_most_callers() {
        let (sender, mut queue) = mpsc::channel(WAITING);
        for _ in 0..BATCH_JOBS + 9 {
            assert!(sender.try_send(waiting()).is_ok());
        }
        for together in [BATCH_JOBS, 9] {
            let first = queue.try_recv().ok().unwrap();
            assert_eq!(gather(first, &mut queue).len(), together);
        }
    }
}
