//! One person's phone: the real model and exchange of the app, on a store that survives.

use crate::cast;
use crate::fault::{Broken, Outcome};
use crate::plan::Wrong;
use crate::shelf::Shelf;
use app::ledger::exchange;
use app::ledger::keep;
use app::ledger::model::{Model, QueueState, Queued, View};
use app::ledger::pace::{self, Heard, Pace, Round, Split};
use app::phone::batch::Batch;
use chrono::{DateTime, NaiveDate};
use domain::api::Me;
use domain::ids::{DeviceId, OpId, StaffId};
use domain::operation::{Operation, OperationBody};
use domain::refusal::Refusal;
use domain::roster::Role;
use domain::sync::{SyncReply, SyncRequest};
use domain::time::Millis;
use uuid::Uuid;

const HOUR: i64 = 3_600_000;
/// The zone of the field.
const FIELD_ZONE: i64 = 8 * HOUR;

/// What is in memory while the app is open.
#[derive(Clone, Debug)]
pub struct Open {
    /// The ledger.
    pub model: Model,
    /// The shelf's revision that `model` reflects.
    pub revision: u64,
    /// How sync goes on.
    pub pace: Pace,
}

/// A phone.
#[derive(Clone, Debug)]
pub struct Phone {
    /// How a story calls it.
    pub label: String,
    /// Whose it is.
    pub staff: StaffId,
    /// The store as a device.
    pub device: DeviceId,
    /// What survives.
    pub shelf: Shelf,
    /// What is in memory; none after it died.
    pub open: Option<Open>,
    /// How its clock stands.
    pub clock: Wrong,
    /// Whether there is signal.
    pub signal: bool,
    /// The session's cookie.
    pub cookie: Option<String>,
    /// The exchange under way.
    pub flight: Option<u64>,
    /// Exchanges begun so far.
    pub flights: u64,
    /// Attempts in a row that found no way through.
    pub failures: usize,
    /// Records that left with a notice.
    pub notices: usize,
}

impl Phone {
    /// A new phone of a person who has just signed in for the first time.
    ///
    /// # Errors
    /// When the empty store cannot be read: never.
    pub fn new(number: usize, person: usize, clock: Wrong) -> Outcome<Self> {
        let (staff, leads, team) = cast::PEOPLE
            .get(person)
            .ok_or_else(|| Broken::Other("no such person".to_owned()))?;
        let me = Me {
            staff: (*staff).into(),
            name: format!("某{staff}"),
            role: cast::role(*leads),
            team: cast::TEAMS.get(*team).map(|team| (*team).into()),
        };
        let mut shelf = Shelf::default();
        let birth = keep::birth(&me)?;
        shelf.commit(None, |_| birth)?;
        let device = u128::try_from(number).unwrap_or(0) + 0xd00;
        let kind = if me.role == Role::TeamLeader {
            "leader"
        } else {
            "member"
        };
        let mut phone = Self {
            label: format!("phone {number} ({staff}, {kind})"),
            staff: me.staff,
            device: DeviceId(Uuid::from_u128(device)),
            shelf,
            open: None,
            clock,
            signal: true,
            cookie: None,
            flight: None,
            flights: 0,
            failures: 0,
            notices: 0,
        };
        phone.wake()?;
        Ok(phone)
    }

    /// Opens the app: reads the ledger from the store, unless it is open already.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn wake(&mut self) -> Outcome<()> {
        if self.open.is_none() {
            let snapshot = self.shelf.load();
            self.open = Some(Open {
                model: keep::read(&snapshot)?,
                revision: snapshot.revision,
                pace: Pace::default(),
            });
            self.failures = 0;
        }
        Ok(())
    }

    /// Memory is gone, and with it the exchange under way.
    pub fn die(&mut self) {
        self.open = None;
        self.flight = None;
    }

    /// What the phone's clock shows when the right time is `now`.
    #[must_use]
    pub const fn shows(&self, now: i64) -> i64 {
        match self.clock {
            Wrong::Right | Wrong::OtherZone => now,
            Wrong::Epoch => now - cast::START + 3 * HOUR,
            Wrong::YearAhead => now + 365 * 24 * HOUR,
            Wrong::Behind => now - 2 * HOUR,
        }
    }

    /// The phone's local date.
    #[must_use]
    pub fn today(&self, now: i64) -> NaiveDate {
        let zone = match self.clock {
            Wrong::OtherZone => FIELD_ZONE - 11 * HOUR,
            _ => FIELD_ZONE,
        };
        DateTime::from_timestamp_millis(self.shows(now).saturating_add(zone))
            .map_or(NaiveDate::MIN, |time| time.date_naive())
    }

    /// What the person sees.
    #[must_use]
    pub fn view(&self, now: i64) -> Option<View> {
        self.open.as_ref().map(|open| open.model.view(self.today(now)))
    }

    /// Checks, keeps and shows a change, as the app's own `save`. Gives the operation.
    ///
    /// # Errors
    /// [`Refusal`] inside when a rule forbids it: nothing is kept then.
    pub fn save(
        &mut self,
        id: Uuid,
        now: i64,
        body: OperationBody,
        durably: bool,
    ) -> Outcome<Result<Operation, Refusal>> {
        let (shown, today) = (self.shows(now), self.today(now));
        let open = self.open.as_mut().ok_or_else(asleep)?;
        let operation = Operation {
            id: OpId(id),
            device: self.device,
            seq: 0,
            author: open.model.me.staff.clone(),
            recorded_at: Millis(shown),
            recorded_on: today,
            body,
        };
        if let Err(refusal) = open.model.try_out(&operation, &open.model.view(today).records) {
            return Ok(Err(refusal));
        }
        let mut kept = None;
        let mut scratch = self.shelf.clone();
        let shelf = if durably { &mut self.shelf } else { &mut scratch };
        let committed = shelf.commit(None, |number| {
            let queued = Queued {
                operation: Operation {
                    seq: number,
                    ..operation.clone()
                },
                state: QueueState::Waiting,
            };
            let operations = keep::queued(&queued).into_iter().collect();
            kept = Some(queued);
            Batch {
                operations,
                ..Batch::default()
            }
        })?;
        let queued = kept.ok_or_else(asleep)?;
        let operation = queued.operation.clone();
        open.model.outbox.insert(committed.first_number, queued);
        if durably {
            open.revision = committed.revision;
        }
        Ok(Ok(operation))
    }

    /// The next request, and how many operations it sends.
    #[must_use]
    pub fn ask(&self) -> Option<SyncRequest> {
        let open = self.open.as_ref()?;
        Some(open.pace.ask(&open.model, self.device))
    }

    /// Takes an answer in and keeps it. With `dies_before` or `dies_after` the phone dies around the moment
    /// at which it is kept.
    ///
    /// # Errors
    /// When it cannot be written down.
    pub fn hear(
        &mut self,
        reply: SyncReply,
        sent: usize,
        now: i64,
        dies: Option<bool>,
    ) -> Outcome<Option<(Heard, Round)>> {
        let shown = self.shows(now);
        let Some(open) = self.open.as_mut() else {
            return Ok(None);
        };
        let heard = pace::hear(&open.model, reply, sent, Millis(shown));
        if dies == Some(false) {
            self.die();
            return Ok(None);
        }
        if !heard.idle {
            let batch = keep::touched(&heard.model, &heard.touched)?;
            open.revision = self.shelf.commit(Some(open.revision), |_| batch)?.revision;
        }
        open.model = heard.model.clone();
        let round = open.pace.kept(&heard, &open.model);
        self.notices = self.notices.saturating_add(heard.touched.left_scope);
        if dies == Some(true) {
            self.die();
        }
        Ok(Some((heard, round)))
    }

    /// The server could not read what was sent.
    ///
    /// # Errors
    /// When what is set aside cannot be written down.
    pub fn split(&mut self, sent: usize) -> Outcome<Round> {
        let open = self.open.as_mut().ok_or_else(asleep)?;
        match open.pace.split(sent) {
            Split::Nothing => Ok(Round::Later(None)),
            Split::Less => Ok(Round::More),
            Split::SetAside => {
                let number = exchange::oldest_waiting(&open.model).ok_or_else(asleep)?;
                exchange::set_aside(&mut open.model, number);
                let queued = open.model.outbox.get(&number).ok_or_else(asleep)?;
                let batch = Batch {
                    put_outbox: vec![(number, keep::queued(queued)?)],
                    ..Batch::default()
                };
                open.revision = self.shelf.commit(Some(open.revision), |_| batch)?.revision;
                Ok(Round::More)
            }
        }
    }

    /// Changes memory and store alike, as only a fault does.
    ///
    /// # Errors
    /// When it cannot be written down.
    pub fn damage(&mut self, batch: Batch) -> Outcome<()> {
        self.shelf.commit(None, |_| batch)?;
        let pace = self.open.take().map(|open| open.pace);
        self.wake()?;
        if let (Some(open), Some(pace)) = (self.open.as_mut(), pace) {
            open.pace = pace;
        }
        Ok(())
    }
}

fn asleep() -> Broken {
    Broken::Other("the phone is not open".to_owned())
}
