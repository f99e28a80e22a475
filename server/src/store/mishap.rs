//! Where a process may end: before and after every statement and every commit. For the simulation only; a build
//! without the feature `mishaps` has nothing of it.
//!
//! The switch belongs to the thread, so that simulations on other threads are not concerned.

use std::cell::{Cell, RefCell};
use std::future::pending;
use std::rc::Rc;
use tokio::sync::Notify;

thread_local! {
    /// Points still to be passed before the process ends; none when it does not.
    static LEFT: Cell<Option<u32>> = const { Cell::new(None) };
    static STRUCK: RefCell<Rc<Notify>> = RefCell::default();
}

/// The process ends after this many further points.
pub fn strike_after(points: u32) {
    LEFT.set(Some(points));
    STRUCK.replace(Rc::default());
}

/// The process does not end any more.
pub fn spare() {
    LEFT.set(None);
}

/// Waits until the process ends. What it was doing stands still for ever then: it is to be dropped.
pub async fn struck() {
    let notify = STRUCK.with_borrow(Rc::clone);
    notify.notified().await;
}

/// A point at which the process may end.
pub(super) async fn point() {
    match LEFT.get() {
        None => {}
        Some(0) => {
            STRUCK.with_borrow(|notify| notify.notify_one());
            pending::<()>().await;
        }
        Some(left) => LEFT.set(Some(left.saturating_sub(1))),
    }
}
