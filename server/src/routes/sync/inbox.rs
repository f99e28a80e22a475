//! The operations that a phone pushed: what can be answered at once, and what the store decides.

use std::sync::Arc;

use domain::config::Config;
use domain::ids::StaffId;
use domain::operation::Operation;
use domain::policy::Actor;
use domain::refusal::{Refusal, RefusalCode};
use domain::sync::{OperationOutcome, Outcome};
use domain::time::Millis;

use super::pushed::Pushed;
use crate::routes::refusal;
use crate::routes::state::AppState;
use crate::web::Problem;

/// The operations of one request, in its order, each either to be applied or answered already.
pub struct Inbox(Vec<Sorted>);

enum Sorted {
    Readable(Box<Operation>),
    Refused(OperationOutcome),
}

impl Inbox {
    /// Answers at once what the store need not see.
    pub fn sort(operations: Vec<Pushed>, staff: &StaffId, now: Millis) -> Self {
        let sorted = operations
            .into_iter()
            .filter_map(|pushed| sort_one(pushed, staff, now));
        Self(sorted.collect())
    }

    /// Applies what is readable and puts the answers back into the request's order.
    pub async fn apply(
        self,
        app: &AppState,
        actor: &Actor,
        config: &Arc<Config>,
    ) -> Result<Vec<OperationOutcome>, Problem> {
        let mut readable = Vec::with_capacity(self.0.len());
        let mut answers = Vec::with_capacity(self.0.len());
        for sorted in self.0 {
            match sorted {
                Sorted::Readable(operation) => {
                    readable.push(*operation);
                    answers.push(None);
                }
                Sorted::Refused(outcome) => answers.push(Some(outcome)),
            }
        }
        let applied = match readable.is_empty() {
            true => Vec::new(),
            false => {
                let now = app.clock.now();
                let applied = app.store.apply(actor.clone(), readable, Arc::clone(config), now);
                applied.await.map_err(refusal::of_store)?
            }
        };
        let mut applied = applied.into_iter();
        let answered = answers
            .into_iter()
            .map(|answer| answer.or_else(|| applied.next()));
        // Fewer answers than operations would shift them onto the wrong ones.
        answered
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| Problem::internal("the store answered fewer operations than it was given"))
    }
}

fn sort_one(pushed: Pushed, staff: &StaffId, now: Millis) -> Option<Sorted> {
    let refused = |op, code| {
        Sorted::Refused(OperationOutcome {
            op,
            outcome: Outcome::Refused {
                refusal: Refusal::plain(code),
            },
            received_at: now,
            duplicate: false,
        })
    };
    match pushed {
        Pushed::Whole(operation) if operation.author == *staff => Some(Sorted::Readable(operation)),
        Pushed::Whole(operation) => Some(refused(operation.id, RefusalCode::WrongAuthor)),
        Pushed::Unreadable(op) => Some(refused(op, RefusalCode::Malformed)),
        Pushed::UncleanText(op) => Some(refused(op, RefusalCode::BadText)),
        Pushed::Nameless => None,
    }
}
