//! An operation for the tests of what is sent and kept.

use domain::ids::{DeviceId, OpId, VisitId};
use domain::operation::{Operation, OperationBody};
use domain::time::Millis;
use uuid::Uuid;

/// An addendum of so many letters, under a device's running number.
pub(super) fn addendum(device: DeviceId, seq: u64, letters: usize) -> Operation {
    Operation {
        id: OpId(Uuid::nil()),
        device,
        seq,
        author: "P001".into(),
        recorded_at: Millis(0),
        recorded_on: chrono::NaiveDate::default(),
        body: OperationBody::AddAddendum {
            visit: VisitId(Uuid::nil()),
            text: "x".repeat(letters),
        },
    }
}
