//! How sync goes on from round to round: how much is asked at once, what has to be kept before anybody is
//! told, and what each end of a round means for the next one.
//!
//! Knows no browser: the engine and the simulation run the same rounds.

use super::exchange::{self, Touched};
use super::model::Model;
use domain::ids::DeviceId;
use domain::record::ScopeDigest;
use domain::sync::{BATCH_OPERATIONS, SyncReply, SyncRequest};
use domain::time::Millis;

/// Waits between attempts that found no way through, in milliseconds; the last one repeats.
pub const BACKOFF_MS: [u32; 5] = [2_000, 5_000, 15_000, 60_000, 300_000];

/// How one round ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    /// In step with the server.
    Done,
    /// There is more to send or to hear.
    More,
    /// No way through; wait so many seconds at least.
    Later(Option<u64>),
    /// Only a person can go on.
    Stop,
}

/// What to do after the server could not read a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// Nothing was sent: try later.
    Nothing,
    /// Send less at once.
    Less,
    /// The one operation that was sent is set aside for a person.
    SetAside,
}

/// What sync remembers from round to round, as long as the app is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Most operations in the next request.
    batch: usize,
    /// A pull from the start is under way after a wrong digest.
    repairing: bool,
}

/// An answer taken in, to be kept in one durable transaction before anybody is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// The model with the answer in it.
    pub model: Model,
    /// What has to be kept.
    pub touched: Touched,
    /// Nothing changed, not even the cursor: nothing has to be kept.
    pub idle: bool,
    /// When it was heard, by the phone's clock.
    pub at: Millis,
    /// The phone's clock minus the server's, in milliseconds.
    pub skew: i64,
    /// The team's newest change number.
    pub head: u64,
    /// Digest of the scope at `head`.
    pub digest: ScopeDigest,
    /// There are further pages, or everything has to be heard again.
    pub more: bool,
    repair: bool,
    sent: usize,
    settled: bool,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            batch: BATCH_OPERATIONS,
            repairing: false,
        }
    }
}

impl Pace {
    /// The next request.
    #[must_use]
    pub fn ask(&self, model: &Model, device: DeviceId) -> SyncRequest {
        let complete = model.cursor.change > 0 && model.stale.is_empty();
        exchange::request(model, device, self.batch, complete)
    }

    /// After an answer was kept: how sync goes on. `model` is what is in memory now, which may hold more than
    /// was heard: the person works on meanwhile.
    pub fn kept(&mut self, heard: &Heard, model: &Model) -> Round {
        // Without an answer to anything sent, the same request again would turn in circles.
        let settled = heard.settled;
        // A second wrong digest right after a whole pull is a fault of ours: wait instead of pulling for ever.
        let turning = heard.repair && std::mem::replace(&mut self.repairing, true);
        if !heard.more && model.digest() == heard.digest {
            self.repairing = false;
        }
        self.batch = self.batch.saturating_mul(2).clamp(1, BATCH_OPERATIONS);
        if turning || (heard.sent > 0 && !settled) {
            Round::Later(None)
        } else if heard.more || !model.sendable().is_empty() {
            Round::More
        } else {
            Round::Done
        }
    }

    /// After the server could not read a batch of `sent` operations.
    pub fn split(&mut self, sent: usize) -> Split {
        match sent {
            0 => Split::Nothing,
            1 => Split::SetAside,
            _ => {
                self.batch = (sent / 2).max(1);
                Split::Less
            }
        }
    }
}

/// Takes an answer to `sent` operations into a copy of the model.
#[must_use]
pub fn hear(model: &Model, reply: SyncReply, sent: usize, now: Millis) -> Heard {
    let skew = now.0.saturating_sub(reply.server_time.0);
    let (more, head, digest, repair) = (reply.more(), reply.head, reply.digest, reply.repair);
    let mut after = model.clone();
    let touched = exchange::take(&mut after, reply);
    after.exchanged = Some(now);
    Heard {
        settled: !touched.queued.is_empty(),
        idle: touched == Touched::default() && after.cursor == model.cursor,
        model: after,
        touched,
        at: now,
        skew,
        head,
        digest,
        more: more || repair,
        repair,
        sent,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unreadable_batch_is_halved_until_one_is_left_and_that_is_set_aside() {
        let mut pace = Pace::default();
        assert_eq!(pace.split(100), Split::Less);
        assert_eq!(pace.batch, 50);
        assert_eq!(pace.split(3), Split::Less);
        assert_eq!(pace.batch, 1);
        assert_eq!(pace.split(1), Split::SetAside);
        assert_eq!(pace.split(0), Split::Nothing);
    }
}
