//! The laws, checked on what is there when everything has come to rest.

use crate::end::End;
use crate::fault::{Breach, Law};
use crate::lineage;
use crate::oracle::{Answered, Oracle};
use crate::phone::Phone;
use crate::world::World;
use app::ledger::exchange::KEEP_SENT_MS;
use app::ledger::model::{Model, QueueState};
use domain::ids::OpId;
use domain::operation::OperationBody;
use domain::record::{Record, RecordKey, ScopeDigest};
use domain::refusal::RefusalCode;
use domain::sync::Outcome;

/// Everything that is not as it should be.
#[must_use]
pub fn check(world: &World, end: &End) -> Vec<Breach> {
    let mut found = sums(end);
    for (number, phone) in world.phones.iter().enumerate() {
        found.extend(same_state(phone, end));
        found.extend(kept(number, phone, end, world));
    }
    found.extend(acknowledged(world, end));
    found.extend(once(&world.oracle, end));
    found.extend(lineage::check(&world.oracle, end));
    let unnoticed = world.unnoticed.iter();
    found.extend(unnoticed.map(|words| Breach::of(Law::Notice, words)));
    found
}

/// The server's own numbers against its records.
fn sums(end: &End) -> Vec<Breach> {
    let mut found = Vec::new();
    for (key, line) in &end.records {
        let lead = end.team_of(&line.record);
        if lead != line.team.as_ref() {
            found.push(Breach::of(
                Law::Sums,
                format!("{key} is said to be {:?}'s and is {lead:?}'s", line.team),
            ));
        }
    }
    found.extend(end.records.values().filter_map(|line| apart(&line.record, end)));
    for (team, sum) in &end.teams {
        let scope = end.scope(team);
        let digest = scope.iter().fold(ScopeDigest::default(), |digest, (key, line)| {
            digest.with(key, line.version)
        });
        let count = u64::try_from(scope.len()).unwrap_or(u64::MAX);
        if digest != sum.digest || count != sum.records {
            found.push(Breach::of(
                Law::Sums,
                format!(
                    "team {team} says {} records, digest {:?}; it has {count}, {digest:?}",
                    sum.records, sum.digest
                ),
            ));
        }
    }
    found
}

/// A visit, a flag and a request lie where its household lies.
fn apart(record: &Record, end: &End) -> Option<Breach> {
    let home = end.records.get(&RecordKey::Household(record.of_household()?))?;
    let (there, here) = (home.record.village()?, record.village()?);
    (there != here).then(|| {
        Breach::of(
            Law::Sums,
            format!("{} lies in {here}, its household in {there}", record.key()),
        )
    })
}

/// A phone in scope holds what the server holds, word for word, and shows nothing else.
fn same_state(phone: &Phone, end: &End) -> Vec<Breach> {
    let (Some(open), Some(team)) = (&phone.open, team_of(phone, end)) else {
        return Vec::new();
    };
    let breach = |words: String| vec![Breach::of(Law::SameState, format!("{}: {words}", phone.label))];
    let mut scope = end.scope(team);
    scope.retain(|_, line| may_read(phone, &line.record, end));
    for (key, line) in &scope {
        match open.model.base.get(key) {
            None => return breach(format!("{key} is missing")),
            Some(stored) if stored.version != line.version => {
                return breach(format!(
                    "{key} has version {}, not {}",
                    stored.version, line.version
                ));
            }
            Some(stored) if *stored.record != line.record => {
                return breach(format!("{key} reads differently at version {}", line.version));
            }
            Some(_) => {}
        }
    }
    if let Some(key) = open.model.base.keys().find(|key| !scope.contains_key(key)) {
        return breach(format!("{key} is there and is not the team's"));
    }
    let seen = open.model.view(chrono::NaiveDate::MIN).records;
    let shown = seen
        .0
        .iter()
        .find(|(key, record)| open.model.base.get(key).map(|stored| &stored.record) != Some(*record));
    match shown {
        Some((key, _)) => breach(format!("{key} is shown otherwise than the server has it")),
        None => Vec::new(),
    }
}

/// A person's leave and months are for that person and for the leader of the team.
fn may_read(phone: &Phone, record: &Record, end: &End) -> bool {
    let Record::Days(file) = record else { return true };
    let leads = end
        .people
        .get(phone.staff.as_str())
        .is_some_and(|posting| posting.leads);
    leads || file.staff == phone.staff
}

/// The team that the phone's person works in, if the account is open.
fn team_of<'e>(phone: &Phone, end: &'e End) -> Option<&'e domain::ids::TeamId> {
    let posting = end
        .people
        .get(phone.staff.as_str())
        .filter(|posting| !posting.closed)?;
    posting.team.as_ref()
}

fn sendable(model: &Model, op: OpId) -> bool {
    model.sendable().iter().any(|operation| operation.id == op)
}

fn state_of(model: &Model, op: OpId) -> Option<&QueueState> {
    model.queued(op).map(|(_, queued)| &queued.state)
}

/// Nothing that was saved has vanished; without faults nothing waits.
fn kept(number: usize, phone: &Phone, end: &End, world: &World) -> Vec<Breach> {
    let Some(open) = &phone.open else {
        return Vec::new();
    };
    let works = team_of(phone, end).is_some();
    let mut found = Vec::new();
    let own = world
        .oracle
        .saved
        .iter()
        .filter(|(_, (name, _))| name.phone == number);
    for (op, (name, _)) in own {
        let words = match state_of(&open.model, *op) {
            Some(QueueState::Sent { .. } | QueueState::Attention { .. }) => continue,
            Some(QueueState::Waiting | QueueState::Again { .. }) if !works => continue,
            Some(QueueState::Again { .. }) if !sendable(&open.model, *op) => continue,
            Some(QueueState::Waiting | QueueState::Again { .. }) => {
                "still waits although nothing is in the way"
            }
            None => match world.oracle.last.get(op) {
                Some(Answered::Applied(at)) if world.now().saturating_sub(at.0) > KEEP_SENT_MS => continue,
                Some(Answered::Applied(_)) => "was let go before its time",
                Some(Answered::Refused(_)) => "was refused and has vanished",
                None => "has vanished without an answer",
            },
        };
        found.push(Breach::of(
            Law::Kept,
            format!("{}: operation {name} {words}", phone.label),
        ));
    }
    found
}

/// What a phone was told to be applied is applied on the server, as long as a phone that may speak holds it.
fn acknowledged(world: &World, end: &End) -> Vec<Breach> {
    let mut found = Vec::new();
    for op in world.oracle.applied.keys() {
        let Some((name, _)) = world.oracle.saved.get(op) else {
            found.push(Breach::of(
                Law::Acknowledged,
                format!("{op} was answered and never saved"),
            ));
            continue;
        };
        let holder = world.phones.get(name.phone);
        let state = holder.and_then(|phone| phone.open.as_ref());
        let state = state.and_then(|open| state_of(&open.model, *op));
        // The disk took the office's own work with it; until that is done again, this needs attention.
        if world.undone && matches!(state, Some(QueueState::Attention { .. })) {
            continue;
        }
        let speaks = holder.is_some_and(|phone| {
            team_of(phone, end).is_some()
                && phone.open.as_ref().is_some_and(|open| {
                    // Held back after a restore: it rests on what a phone holds that may not speak.
                    let held = matches!(state_of(&open.model, *op), Some(QueueState::Again { .. }));
                    state_of(&open.model, *op).is_some() && (sendable(&open.model, *op) || !held)
                })
        });
        let words = match end.operations.get(op).map(|kept| &kept.outcome) {
            Some(Outcome::Applied | Outcome::ConflictKept { .. }) => continue,
            // The author works elsewhere now: what is offered again for the old team needs attention.
            Some(Outcome::Refused { .. }) if world.was_posted(name.phone) => continue,
            // After a restore the author's correction came before the decision that it had answered.
            Some(Outcome::Refused { refusal }) if overtaken(refusal.code) && world.counts.restores > 0 => {
                continue;
            }
            Some(Outcome::Refused { refusal }) => format!("and then refused {}", refusal.code.code()),
            Some(Outcome::Unknown) => "and then undecided".to_owned(),
            None if speaks => "and is not on the server".to_owned(),
            None => continue,
        };
        found.push(Breach::of(
            Law::Acknowledged,
            format!("operation {name} was applied {words}"),
        ));
    }
    found
}

/// Refusals of a decision that was overtaken; the leader sees it as needing attention.
const fn overtaken(code: RefusalCode) -> bool {
    matches!(
        code,
        RefusalCode::NewerRevision
            | RefusalCode::NotAwaitingReview
            | RefusalCode::CaseMoved
            | RefusalCode::NotThisStep
            | RefusalCode::FlagNotConfirmed
    )
}

/// Every operation on the server was saved by a person, and took effect once.
fn once(oracle: &Oracle, end: &End) -> Vec<Breach> {
    let mut found = Vec::new();
    for (op, kept) in &end.operations {
        let Some((name, saved)) = oracle.saved.get(op) else {
            found.push(Breach::of(
                Law::Acknowledged,
                format!("the server has {op}, which nobody saved"),
            ));
            continue;
        };
        if *saved != kept.operation {
            found.push(Breach::of(
                Law::Acknowledged,
                format!("operation {name} is not as it was saved"),
            ));
        }
        if kept.seq_reused {
            found.push(Breach::of(
                Law::Acknowledged,
                format!("operation {name} has a number twice"),
            ));
        }
        let effects = effects(kept.operation.body.stands_in(), *op, end);
        let wanted = match (&kept.outcome, &kept.operation.body) {
            (Outcome::Refused { .. } | Outcome::Unknown, _) => Some(0),
            (_, OperationBody::ResolveConflict { .. }) => None,
            _ => Some(1),
        };
        if wanted.is_some_and(|wanted| wanted != effects) {
            found.push(Breach::of(
                Law::Acknowledged,
                format!("operation {name} stands {effects} times in its record"),
            ));
        }
    }
    found
}

fn effects(key: Option<RecordKey>, op: OpId, end: &End) -> usize {
    let line = key.and_then(|key| end.records.get(&key));
    line.map_or(0, |line| line.record.times(op))
}
