//! The phone against a server in miniature, over a bad network: nothing is lost, nothing happens twice.

#[path = "../../domain/tests/cast/mod.rs"]
#[expect(dead_code, reason = "the cast is shared; not every test needs everybody")]
mod cast;

use app::ledger::exchange::{Touched, request, take};
use app::ledger::model::{Model, QueueState, Queued};
use app::ledger::unsent::Unsent;
use app::phone::parcel::ParcelFault;
use cast::{content, day, household, id};
use domain::api::Me;
use domain::config::Config;
use domain::household::facts::{FactValue, FieldKey, FieldName};
use domain::ids::{DeviceId, HouseholdId, OpId, VisitId};
use domain::operation::{Operation, OperationBody};
use domain::policy::Actor;
use domain::record::{Record, RecordKey, RecordMap, ScopeDigest};
use domain::reducer::{Context, apply};
use domain::roster::{Role, Team};
use domain::sync::{Colleague, FeedEntry, OperationOutcome, Outcome, Reference, SyncReply, SyncRequest};
use domain::time::Millis;
use domain::visit::{FactChange, VisitContent};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

const NOW: Millis = Millis(1_795_399_200_000);

/// What a real server keeps, in maps.
#[derive(Clone)]
struct Server {
    epoch: String,
    records: RecordMap,
    versions: BTreeMap<RecordKey, (u64, u64)>,
    outcomes: BTreeMap<OpId, Outcome>,
    head: u64,
    page: usize,
}

impl Server {
    fn new(page: usize) -> Self {
        let mut server = Self {
            epoch: "first".into(),
            records: RecordMap::default(),
            versions: BTreeMap::new(),
            outcomes: BTreeMap::new(),
            head: 0,
            page,
        };
        server.put(Record::Household(Box::new(household())));
        server
    }

    fn put(&mut self, record: Record) {
        self.head += 1;
        let slot = self.versions.entry(record.key()).or_default();
        *slot = (slot.0 + 1, self.head);
        self.records.put(record);
    }

    fn digest(&self) -> ScopeDigest {
        self.versions
            .iter()
            .fold(ScopeDigest::default(), |digest, (key, (version, _))| {
                digest.with(key, *version)
            })
    }

    fn answer(&mut self, request: &SyncRequest) -> SyncReply {
        let outcomes = request
            .operations
            .iter()
            .map(|operation| self.perform(operation))
            .collect();
        let same = request.epoch.as_ref() == Some(&self.epoch);
        let repair = same
            && request.cursor == self.head
            && request.digest.is_some_and(|digest| digest != self.digest());
        let after = if same { request.cursor } else { 0 };
        let mut changes: Vec<FeedEntry> = self
            .versions
            .iter()
            .filter(|(_, (_, change))| *change > after)
            .map(|(key, (version, change))| FeedEntry {
                key: *key,
                change: *change,
                version: *version,
                record: self.records.0.get(key).map(|record| record.as_ref().clone()),
            })
            .collect();
        changes.sort_by_key(|entry| entry.change);
        changes.truncate(self.page);
        let last = changes.last().map_or(self.head, |entry| entry.change);
        let cursor = if changes.len() < self.page {
            self.head
        } else {
            last
        };
        SyncReply {
            epoch: self.epoch.clone(),
            team: "T01".into(),
            outcomes,
            changes,
            cursor,
            head: self.head,
            digest: self.digest(),
            repair,
            reference: Some(reference()),
            server_time: NOW,
        }
    }

    fn perform(&mut self, operation: &Operation) -> OperationOutcome {
        let known = self.outcomes.get(&operation.id).cloned();
        let duplicate = known.is_some();
        let outcome = known.unwrap_or_else(|| {
            let config = Config::default();
            let actor = actor();
            let context = Context {
                actor: &actor,
                config: &config,
                received_at: Some(NOW),
            };
            match apply(operation, &self.records, context) {
                Ok(effect) => {
                    effect.records.into_iter().for_each(|record| self.put(record));
                    if effect.conflicts.is_empty() {
                        Outcome::Applied
                    } else {
                        Outcome::ConflictKept {
                            fields: effect.conflicts,
                        }
                    }
                }
                Err(refusal) => Outcome::Refused { refusal },
            }
        });
        self.outcomes.insert(operation.id, outcome.clone());
        OperationOutcome {
            op: operation.id,
            outcome,
            received_at: NOW,
            duplicate,
        }
    }
}

fn reference() -> Reference {
    Reference {
        version: "1".into(),
        me: Colleague {
            id: "P002".into(),
            name: "谭斌梅".into(),
            role: Role::TeamMember,
        },
        team: Team {
            id: "T01".into(),
            unit: "演示单位".into(),
            villages: vec!["V001".into()],
        },
        colleagues: vec![],
        villages: vec![],
        config: Config::default(),
        posts: vec![],
    }
}

fn actor() -> Actor {
    Actor {
        staff: "P002".into(),
        name: "谭斌梅".into(),
        role: Role::TeamMember,
        team: Some("T01".into()),
        villages: vec!["V001".into()],
        former_villages: vec![],
        teams_of_place: vec![],
    }
}

fn phone() -> Model {
    Model::new(Me {
        staff: "P002".into(),
        name: "谭斌梅".into(),
        role: Role::TeamMember,
        team: Some("T01".into()),
    })
}

fn log(phone: &mut Model, n: u64, answer: &str) {
    let change = FactChange {
        field: FieldKey {
            member: None,
            name: FieldName::WaterGuarantee,
        },
        base: None,
        old: None,
        new: Some(FactValue::Words(answer.into())),
    };
    let operation = Operation {
        id: OpId(id(u128::from(n))),
        device: DeviceId(id(900)),
        seq: n,
        author: "P002".into(),
        recorded_at: Millis(0),
        recorded_on: day("2026-11-20"),
        body: OperationBody::LogVisit {
            visit: VisitId(id(1_000 + u128::from(n))),
            household: HouseholdId(id(1)),
            content: Box::new(VisitContent {
                changes: vec![change],
                ..content()
            }),
        },
    };
    phone.outbox.insert(
        n,
        Queued {
            operation,
            state: QueueState::Waiting,
        },
    );
}

fn exchange(phone: &mut Model, server: &mut Server, delivered: bool) -> Option<Touched> {
    let complete = phone.cursor.change > 0 && phone.stale.is_empty();
    let reply = server.answer(&request(phone, DeviceId(id(900)), 3, complete));
    delivered.then(|| take(phone, reply))
}

fn settle(phone: &mut Model, server: &mut Server) {
    for _ in 0..60 {
        exchange(phone, server, true);
    }
}

fn in_step(phone: &Model, server: &Server) -> bool {
    phone.counts() == (0, 0) && phone.cursor.change == server.head && phone.digest() == server.digest()
}

#[test]
fn a_reply_cut_after_the_commit_gives_three_visits_not_six() {
    let (mut phone, mut server) = (phone(), Server::new(100));
    settle(&mut phone, &mut server);
    (1..=3).for_each(|n| log(&mut phone, n, "OK"));
    assert!(exchange(&mut phone, &mut server, false).is_none());
    assert_eq!(phone.counts(), (3, 0));
    settle(&mut phone, &mut server);
    assert!(in_step(&phone, &server));
    assert_eq!(server.records.visits().count(), 3);
}

#[test]
fn a_restored_server_is_offered_what_it_lost() {
    let (mut phone, mut server) = (phone(), Server::new(100));
    settle(&mut phone, &mut server);
    let backup = server.clone();
    (1..=3).for_each(|n| log(&mut phone, n, "OK"));
    settle(&mut phone, &mut server);
    let mut restored = Server {
        epoch: "second".into(),
        ..backup
    };
    settle(&mut phone, &mut restored);
    assert!(in_step(&phone, &restored));
    assert_eq!(restored.records.visits().count(), 3);
}

#[test]
fn drift_on_the_phone_repairs_itself() {
    let (mut phone, mut server) = (phone(), Server::new(1));
    log(&mut phone, 1, "OK");
    settle(&mut phone, &mut server);
    phone.base.remove(&RecordKey::Household(HouseholdId(id(1))));
    settle(&mut phone, &mut server);
    assert!(in_step(&phone, &server));
    assert_eq!(phone.base.len(), server.versions.len());
}

/// What the real server does for a phone that has not heard of the restore: it tells, and decides nothing.
fn exchange_after_restore(phone: &mut Model, server: &mut Server) {
    let mut asked = request(phone, DeviceId(id(901)), 10, phone.cursor.change > 0);
    if asked.epoch.as_ref().is_some_and(|epoch| *epoch != server.epoch) {
        asked.operations.clear();
    }
    let reply = server.answer(&asked);
    take(phone, reply);
}

#[test]
fn what_rests_on_a_colleagues_visit_waits_until_a_restored_server_has_it_back() {
    // Seed 111 of the simulation: the leader's decision came first, was refused, and stayed refused.
    let mut server = Server::new(100);
    let backup = server.clone();
    let (mut author, mut other) = (phone(), phone());
    log(&mut author, 1, "OK");
    settle(&mut author, &mut server);
    settle(&mut other, &mut server);
    let add = Operation {
        id: OpId(id(77)),
        device: DeviceId(id(901)),
        body: OperationBody::AddAddendum {
            visit: VisitId(id(1_001)),
            text: "补".into(),
        },
        ..author.outbox[&1].operation.clone()
    };
    other.outbox.insert(
        1,
        Queued {
            operation: add,
            state: QueueState::Waiting,
        },
    );
    settle(&mut other, &mut server);
    assert_eq!(other.counts(), (0, 0));
    let mut restored = Server {
        epoch: "second".into(),
        ..backup
    };
    for _ in 0..3 {
        exchange_after_restore(&mut other, &mut restored);
    }
    assert_eq!(other.counts(), (1, 0), "it waits and needs nobody");
    assert!(other.sendable().is_empty());
    for _ in 0..3 {
        exchange_after_restore(&mut author, &mut restored);
    }
    for _ in 0..3 {
        exchange_after_restore(&mut other, &mut restored);
    }
    assert_eq!((other.counts(), author.counts()), ((0, 0), (0, 0)));
    let visit = restored.records.visits().next().unwrap();
    assert_eq!(visit.history.len(), 2);
}

#[test]
fn what_waits_in_vain_after_a_restore_is_sent_after_thirty_days_all_the_same() {
    let (mut phone, mut server) = (phone(), Server::new(100));
    settle(&mut phone, &mut server);
    log(&mut phone, 1, "OK");
    let since = Millis(NOW.0 - app::ledger::exchange::KEEP_SENT_MS - 1);
    let queued = phone.outbox.get_mut(&1).unwrap();
    queued.state = QueueState::Again { since };
    if let OperationBody::LogVisit { visit, .. } = &queued.operation.body {
        queued.operation.body = OperationBody::AddAddendum {
            visit: *visit,
            text: "补".into(),
        };
    }
    assert!(phone.sendable().is_empty());
    settle(&mut phone, &mut server);
    assert_eq!(phone.counts(), (0, 1), "the server had the last word");
}

#[test]
fn an_answer_of_long_ago_takes_its_entry_from_where_it_waited() {
    // The answer of weeks ago was lost, and the phone lay in a drawer: sent again, it is answered with its first day.
    let (mut phone, mut server) = (phone(), Server::new(100));
    settle(&mut phone, &mut server);
    log(&mut phone, 1, "OK");
    let mut reply = server.answer(&request(&phone, DeviceId(id(900)), 3, true));
    for outcome in &mut reply.outcomes {
        outcome.received_at = Millis(NOW.0 - app::ledger::exchange::KEEP_SENT_MS - 1);
    }
    let touched = take(&mut phone, reply);
    assert!(phone.outbox.is_empty());
    let kept = app::ledger::keep::touched(&phone, &touched);
    assert_eq!(
        kept.delete_outbox,
        [1],
        "after the next start it would wait again"
    );
}

#[test]
fn a_phone_whose_clock_is_a_year_ahead_keeps_what_it_sent() {
    // Seed 8 of the simulation: everything was let go at once, and a restored server was offered nothing.
    let (mut phone, mut server) = (phone(), Server::new(100));
    let backup = server.clone();
    log(&mut phone, 1, "OK");
    if let Some(queued) = phone.outbox.get_mut(&1) {
        queued.operation.recorded_at = Millis(NOW.0 + 365 * 24 * 3_600_000);
    }
    let year = Millis(NOW.0 + 365 * 24 * 3_600_000);
    for _ in 0..3 {
        let complete = phone.cursor.change > 0;
        let reply = server.answer(&request(&phone, DeviceId(id(900)), 3, complete));
        phone = app::ledger::pace::hear(&phone, reply, 1, year).model;
    }
    assert_eq!(phone.outbox.len(), 1, "kept, to be offered again");
    let mut restored = Server {
        epoch: "second".into(),
        ..backup
    };
    settle(&mut phone, &mut restored);
    assert_eq!(restored.records.visits().count(), 1);
}

#[test]
fn who_changes_teams_is_told_that_the_old_households_left_the_phone() {
    // Seed 2 of the simulation: a pull from the start dropped them without a word.
    let (mut phone, mut server) = (phone(), Server::new(100));
    settle(&mut phone, &mut server);
    server.records = RecordMap::default();
    server.versions.clear();
    let mut reply = server.answer(&request(&phone, DeviceId(id(900)), 3, false));
    reply.team = "T02".into();
    assert_eq!(take(&mut phone, reply).left_scope, 1);
    assert!(phone.base.is_empty());
}

#[test]
fn what_waits_is_shown_at_once_and_once_after_the_answer() {
    let (mut phone, mut server) = (phone(), Server::new(1));
    settle(&mut phone, &mut server);
    log(&mut phone, 1, "PROBLEM");
    let visits = |phone: &Model| phone.view(day("2026-11-20")).records.visits().count();
    assert_eq!(visits(&phone), 1);
    for _ in 0..5 {
        exchange(&mut phone, &mut server, true);
        assert_eq!(visits(&phone), 1, "never gone for a moment, never doubled");
    }
    assert_eq!(phone.view(day("2026-11-20")).outbox.len(), 0);
}

#[test]
fn a_refused_operation_stays_with_its_sentence_and_stops_nobody() {
    let (mut phone, mut server) = (phone(), Server::new(100));
    settle(&mut phone, &mut server);
    log(&mut phone, 1, "OK");
    log(&mut phone, 2, "OK");
    if let Some(queued) = phone.outbox.get_mut(&1) {
        queued.operation.author = "P003".into();
    }
    settle(&mut phone, &mut server);
    assert_eq!(phone.counts(), (0, 1));
    assert_eq!(server.records.visits().count(), 1);
}

/// Another phone of the same person takes in what was packed, as the store does: behind its own work.
fn take_in(phone: &mut Model, packed: &[u8]) -> usize {
    let unsent = Unsent::from_bytes(packed);
    let new = unsent
        .and_then(|unsent| unsent.missing_from(phone))
        .unwrap_or_default();
    let taken = new.len();
    for operation in new {
        let place = phone.outbox.keys().next_back().map_or(1, |last| last + 1);
        let state = QueueState::Waiting;
        phone.outbox.insert(place, Queued { operation, state });
    }
    taken
}

fn packed(phone: &Model) -> Vec<u8> {
    Unsent::of(phone, None, NOW).to_bytes()
}

#[test]
fn work_carried_in_a_file_arrives_once_however_often_it_is_taken_in() {
    let (mut lost, mut server) = (phone(), Server::new(100));
    settle(&mut lost, &mut server);
    (1..=3).for_each(|n| log(&mut lost, n, "OK"));
    let file = packed(&lost);

    let mut new = phone();
    settle(&mut new, &mut server);
    assert_eq!(take_in(&mut new, &file), 3);
    assert_eq!(take_in(&mut new, &file), 0, "while they wait");
    settle(&mut new, &mut server);
    assert_eq!(take_in(&mut new, &file), 0, "after they were sent");
    new.outbox.clear();
    assert_eq!(
        take_in(&mut new, &file),
        0,
        "after the phone let the answered ones go"
    );
    // The old phone was not lost after all.
    settle(&mut lost, &mut server);
    settle(&mut new, &mut server);
    assert!(in_step(&lost, &server) && in_step(&new, &server));
    assert_eq!(server.records.visits().count(), 3);
}

#[test]
fn what_is_packed_is_what_was_never_answered_in_the_order_of_work() {
    let (mut phone, mut server) = (phone(), Server::new(100));
    settle(&mut phone, &mut server);
    (1..=2).for_each(|n| log(&mut phone, n, "OK"));
    if let Some(queued) = phone.outbox.get_mut(&1) {
        queued.operation.author = "P003".into();
    }
    log(&mut phone, 3, "OK");
    settle(&mut phone, &mut server);
    log(&mut phone, 4, "OK");
    let ids = |only| -> Vec<OpId> {
        let unsent = Unsent::of(&phone, only, NOW);
        unsent.operations.iter().map(|operation| operation.id).collect()
    };
    let (refused, waiting) = (OpId(id(1)), OpId(id(4)));
    assert_eq!(ids(None), [refused, waiting]);
    assert_eq!(ids(Some(waiting)), [waiting]);
}

#[test]
fn another_persons_work_is_not_taken_in() {
    let (mut phone, mut server) = (phone(), Server::new(100));
    settle(&mut phone, &mut server);
    log(&mut phone, 1, "OK");
    let mut theirs = Unsent::of(&phone, None, NOW);
    theirs.author = "P003".into();
    assert_eq!(theirs.missing_from(&phone), Err(ParcelFault::OtherAuthor));
    let mut mixed = Unsent::of(&phone, None, NOW);
    mixed.operations[0].author = "P003".into();
    assert_eq!(mixed.missing_from(&phone), Err(ParcelFault::OtherAuthor));
    assert_eq!(Unsent::from_bytes(b"[]"), Err(ParcelFault::NotOurs));
}

proptest! {
    /// Any pattern of lost replies, page sizes and work in between ends in step, with every visit once.
    #[test]
    fn a_bad_network_neither_loses_nor_doubles(
        steps in prop::collection::vec((any::<bool>(), any::<bool>()), 1..40),
        page in 1_usize..5,
    ) {
        let (mut phone, mut server) = (phone(), Server::new(page));
        let mut logged: usize = 0;
        for (work, delivered) in steps {
            if work {
                logged += 1;
                log(&mut phone, u64::try_from(logged).unwrap_or(0), if logged.is_multiple_of(2) { "OK" } else { "PROBLEM" });
            }
            exchange(&mut phone, &mut server, delivered);
        }
        settle(&mut phone, &mut server);
        prop_assert!(in_step(&phone, &server));
        prop_assert_eq!(server.records.visits().count(), logged);
        let same = phone.base.iter().all(|(key, stored)| {
            server.records.0.get(key).map(Arc::as_ref) == Some(stored.record.as_ref())
        });
        prop_assert!(same);
    }
}
