//! What the simulation knows by itself, without asking phone or server: what was saved, and what was answered.

use domain::ids::{FlagId, OpId, RequestId, VisitId};
use domain::operation::{Operation, OperationBody};
use domain::refusal::RefusalCode;
use domain::sync::{Outcome, SyncReply};
use domain::time::Millis;
use std::collections::BTreeMap;
use std::fmt;

/// How an operation is called: phone and running number. The same with wrong clocks and with right ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// The phone.
    pub phone: usize,
    /// The phone's running number.
    pub seq: u64,
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.phone, self.seq)
    }
}

/// The last answer that a phone kept for an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// Applied, perhaps beside another value.
    Applied(Millis),
    /// Refused.
    Refused(RefusalCode),
}

/// What was saved and what was answered.
#[derive(Clone, Debug, Default)]
pub struct Oracle {
    /// Every operation of which a person was told that it is saved.
    pub saved: BTreeMap<OpId, (Name, Operation)>,
    /// The operation that made a visit.
    pub visits: BTreeMap<VisitId, Name>,
    /// The operation that raised a flag, or made the visit that did.
    pub flags: BTreeMap<FlagId, Name>,
    /// The operation that raised a request.
    pub requests: BTreeMap<RequestId, Name>,
    /// Operations whose application a phone has once heard of and kept.
    pub applied: BTreeMap<OpId, Millis>,
    /// The last answer that a phone has kept.
    pub last: BTreeMap<OpId, Answered>,
}

impl Oracle {
    /// A person was told that this is saved.
    pub fn save(&mut self, phone: usize, operation: Operation) -> Name {
        let name = Name {
            phone,
            seq: operation.seq,
        };
        if let OperationBody::LogVisit { visit, .. } = &operation.body {
            self.visits.insert(*visit, name);
            self.flags.insert(FlagId::of_visit(*visit), name);
        }
        if let OperationBody::RaiseFlag { flag, .. } = &operation.body {
            self.flags.insert(*flag, name);
        }
        if let OperationBody::RaiseRequest { request, .. } = &operation.body {
            self.requests.insert(*request, name);
        }
        self.saved.insert(operation.id, (name, operation));
        name
    }

    /// A phone has heard this and kept it.
    pub fn hear(&mut self, reply: &SyncReply) {
        for answer in &reply.outcomes {
            let answered = match &answer.outcome {
                Outcome::Applied | Outcome::ConflictKept { .. } => {
                    self.applied.insert(answer.op, answer.received_at);
                    Answered::Applied(answer.received_at)
                }
                Outcome::Refused { refusal } => Answered::Refused(refusal.code),
                Outcome::Unknown => continue,
            };
            self.last.insert(answer.op, answered);
        }
    }

    /// An operation's name.
    #[must_use]
    pub fn name(&self, op: OpId) -> String {
        self.saved
            .get(&op)
            .map_or_else(|| format!("unknown operation {op}"), |(name, _)| name.to_string())
    }

    /// A visit's name: that of the operation that made it.
    #[must_use]
    pub fn visit(&self, id: VisitId) -> Option<Name> {
        self.visits.get(&id).copied()
    }

    /// A flag's name: that of the operation that raised it.
    #[must_use]
    pub fn flag(&self, id: FlagId) -> Option<Name> {
        self.flags.get(&id).copied()
    }

    /// A request's name: that of the operation that raised it.
    #[must_use]
    pub fn request(&self, id: RequestId) -> Option<Name> {
        self.requests.get(&id).copied()
    }
}
