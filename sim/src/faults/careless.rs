//! Faults planted in a phone on purpose, so that it is known that these runs find them.

use app::ledger::exchange::Touched;
use app::ledger::keep;
use app::ledger::model::QueueState;
use domain::sync::SyncRequest;
use server::routes::Clock;

use crate::fault::Outcome;
use crate::phone::Phone;
use crate::seam;

/// How a phone is careless.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Careless {
    /// Takes what it sends for gone.
    ForgetsBeforeAck,
    /// Drops what was answered with anything but a success, as some outboxes do.
    DropsOnRefusal,
    /// Takes what it sent for acknowledged although no answer came.
    SettlesUnheard,
}

impl Careless {
    /// When a request leaves.
    ///
    /// # Errors
    /// When the phone is broken.
    pub(super) fn on_asking(self, phone: &mut Phone, request: &SyncRequest) -> Outcome<()> {
        match self {
            Self::ForgetsBeforeAck => seam::forget_sent(phone, request),
            Self::DropsOnRefusal | Self::SettlesUnheard => Ok(()),
        }
    }

    /// When an answer is none of ours, or a refusal.
    ///
    /// # Errors
    /// When the phone is broken.
    pub(super) fn on_refusal(self, phone: &mut Phone, request: &SyncRequest) -> Outcome<()> {
        match self {
            Self::DropsOnRefusal => seam::forget_sent(phone, request),
            Self::ForgetsBeforeAck | Self::SettlesUnheard => Ok(()),
        }
    }

    /// When no answer came.
    ///
    /// # Errors
    /// When the phone is broken.
    pub(super) fn on_silence(self, phone: &mut Phone, request: &SyncRequest) -> Outcome<()> {
        match self {
            Self::SettlesUnheard => settle(phone, request),
            Self::ForgetsBeforeAck | Self::DropsOnRefusal => Ok(()),
        }
    }
}

fn settle(phone: &mut Phone, request: &SyncRequest) -> Outcome<()> {
    let Some(open) = &phone.open else { return Ok(()) };
    let mut model = open.model.clone();
    let mut touched = Touched::default();
    for operation in &request.operations {
        if let Some(queued) = model.outbox.get_mut(&operation.seq) {
            queued.state = QueueState::Sent {
                received_at: Clock::of_machine().now(),
                until_change: 0,
            };
            touched.queued.push(operation.seq);
        }
    }
    phone.damage(keep::touched(&model, &touched))
}
