//! Poison isolation: one operation that can never be applied stops none of the others, however it is spoilt.

use std::path::Path;
use std::time::Duration;

use app::ledger::keep;
use app::ledger::model::{QueueState, Queued};
use app::phone::batch::Batch;
use domain::cbor;
use domain::ids::{HouseholdId, OpId};
use domain::operation::{Operation, OperationBody};
use domain::refusal::RefusalCode;
use domain::sync::{BATCH_DEPTH, BATCH_OPERATIONS, OPERATION_BYTES};
use minicbor::Encoder;
use uuid::Uuid;

use super::books::Books;
use super::courier::{Courier, Fate, fate};
use super::place::Place;
use super::process::Server;
use super::proxy::{Deed, Proxy};
use super::{count, found};
use crate::dice::Dice;
use crate::fault::Outcome;

/// Where in the hundred the poison stands.
const PLACE: usize = 37;
/// What the narrow gate lets through: a few operations.
const GATE_BYTES: usize = 4_000;

/// How an operation is spoilt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Poison {
    /// Well written, and against a rule that no phone checks any more.
    Rule,
    /// Its id can be read, the rest cannot.
    Unreadable,
    /// Not even an id.
    Nameless,
    /// Bytes that are nothing.
    Garbage,
    /// Half a megabyte in one operation.
    Swollen,
    /// Lists in lists in lists.
    Deep,
}

impl Poison {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Rule,
        Self::Unreadable,
        Self::Nameless,
        Self::Garbage,
        Self::Swollen,
        Self::Deep,
    ];

    /// What the person is told.
    const fn code(self) -> RefusalCode {
        match self {
            Self::Rule => RefusalCode::NotFound,
            _ => RefusalCode::Malformed,
        }
    }

    /// What stands in the request in the place of this operation.
    fn bytes(self, op: OpId) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut write = Encoder::new(&mut bytes);
        // Writing into memory cannot fail.
        let _ = match self {
            Self::Rule => return bytes,
            Self::Unreadable => write.array(2).and_then(|e| e.encode(op)).and_then(|e| e.str("?")),
            Self::Nameless => write.str("?"),
            Self::Garbage => return vec![0xff, 0x1c, 0xff],
            Self::Swollen => {
                let words = "x".repeat(2 * OPERATION_BYTES);
                write
                    .array(2)
                    .and_then(|e| e.encode(op))
                    .and_then(|e| e.str(&words))
            }
            Self::Deep => {
                bytes = vec![0x81; BATCH_DEPTH];
                bytes.push(0x80);
                return bytes;
            }
        };
        bytes
    }
}

/// Sends a hundred operations, one of them spoilt; gives how many others arrived.
///
/// # Errors
/// Says what was held up.
pub fn run(program: &Path, place: &Place, poison: Poison, seed: u64) -> Outcome<u64> {
    let mut phone = place.courier()?;
    let mut server = Server::new(program, &place.url)?;
    server.start()?;
    phone.come_to_rest(server.address)?;
    let mut dice = Dice::of(seed, 3);
    let bad = hundred(&mut phone, poison, &mut dice)?;
    phone.come_to_rest(server.address)?;
    let model = phone.kept()?;
    if fate(&model, bad) != Fate::Attention(poison.code()) {
        return found(format!("{poison:?}: the poison ended as {:?}", fate(&model, bad)));
    }
    phone.saved.remove(&bad);
    if let Some(op) = phone.saved.iter().find(|op| fate(&model, **op) != Fate::Sent) {
        return found(format!("{poison:?}: {op} was held up, {:?}", fate(&model, *op)));
    }
    server.kill()?;
    let mut books = Books::open(place)?;
    books.operations.remove(&bad);
    books.must_hold(std::slice::from_ref(&phone))?;
    Ok(count(phone.saved.len()))
}

/// Saves a hundred operations and spoils one of them; gives its id.
fn hundred(phone: &mut Courier, poison: Poison, dice: &mut Dice) -> Outcome<OpId> {
    let mut bad = None;
    while phone.saved.len() < BATCH_OPERATIONS {
        let Some(operation) = phone.log_visit(dice)? else {
            continue;
        };
        if phone.saved.len() != PLACE {
            continue;
        }
        bad = Some(operation.id);
        match poison {
            Poison::Rule => break_rule(phone, operation)?,
            _ => phone.spoilt = Some((cbor::to_vec(&operation), poison.bytes(operation.id))),
        }
    }
    bad.map_or_else(|| found("there is no poison"), Ok)
}

/// Puts a visit to a house that is not there in this one's place, as a phone with a fault of its own would.
fn break_rule(phone: &mut Courier, mut operation: Operation) -> Outcome<()> {
    if let OperationBody::LogVisit { household, .. } = &mut operation.body {
        *household = HouseholdId(Uuid::nil());
    }
    let number = operation.seq;
    let queued = Queued {
        operation,
        state: QueueState::Waiting,
    };
    let batch = Batch {
        put_outbox: vec![(number, keep::queued(&queued))],
        ..Batch::default()
    };
    phone.phone.damage(batch)
}

/// A gate on the way lets only small requests through and says so as our server does: the phone splits until
/// everything is there. Gives how many operations went through it.
///
/// # Errors
/// Says what stayed behind.
pub fn narrow_gate(program: &Path, place: &Place, seed: u64) -> Outcome<u64> {
    let mut phone = place.courier()?;
    let mut server = Server::new(program, &place.url)?;
    server.start()?;
    let proxy = Proxy::before(server.address)?;
    phone.come_to_rest(server.address)?;
    let mut dice = Dice::of(seed, 4);
    while phone.saved.len() < BATCH_OPERATIONS.saturating_mul(2) {
        phone.log_visit(&mut dice)?;
    }
    let body = br#"{"code":"too_large"}"#;
    let refusal = format!(
        "HTTP/1.1 413 No\r\ncontent-type: application/problem+json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    let refusal = [refusal.as_bytes(), body].concat();
    for _ in 0..1_000 {
        proxy.order(Deed::Narrow(GATE_BYTES, refusal.clone()));
    }
    phone.patience = Duration::from_secs(10);
    phone.come_to_rest(proxy.address)?;
    phone.must_be_empty()?;
    server.kill()?;
    Books::open(place)?.must_hold(std::slice::from_ref(&phone))?;
    Ok(count(phone.saved.len()))
}
