//! One request at a time writes a photo of a sender, and the newest goes first: after a cut the phone asks anew while
//! the old request still waits for bytes that will never come.

use domain::ids::StaffId;
use domain::visit::photo::PhotoHash;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedMutexGuard, watch};

type Key = (StaffId, PhotoHash);

/// Who is at each photo.
#[derive(Clone, Default)]
pub struct Turns(Arc<Mutex<HashMap<Key, Arc<Slot>>>>);

struct Slot {
    /// The number of the newest request.
    newest: watch::Sender<u64>,
    writing: Arc<tokio::sync::Mutex<()>>,
}

/// The right to write a photo, until it is dropped.
pub struct Turn {
    mine: u64,
    newest: watch::Receiver<u64>,
    turns: Turns,
    key: Key,
    slot: Arc<Slot>,
    guard: Option<OwnedMutexGuard<()>>,
}

impl Turns {
    /// Waits for the requests before this one, which end at once with what they have.
    pub async fn take(&self, sender: &StaffId, photo: PhotoHash) -> Turn {
        let mut turn = self.queue((sender.clone(), photo));
        turn.guard = Some(Arc::clone(&turn.slot.writing).lock_owned().await);
        turn
    }
}

impl Turns {
    fn queue(&self, key: Key) -> Turn {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = slots.entry(key.clone()).or_insert_with(|| {
            Arc::new(Slot {
                newest: watch::Sender::new(0),
                writing: Arc::default(),
            })
        });
        let slot = Arc::clone(slot);
        let mut mine = 0;
        slot.newest.send_modify(|newest| {
            *newest = newest.saturating_add(1);
            mine = *newest;
        });
        Turn {
            mine,
            newest: slot.newest.subscribe(),
            turns: self.clone(),
            key,
            slot,
            guard: None,
        }
    }
}

impl Turn {
    /// Returns when a newer request has come.
    pub async fn over(&mut self) {
        let mine = self.mine;
        if self.newest.wait_for(|newest| *newest > mine).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut slots = self.turns.0.lock().unwrap_or_else(PoisonError::into_inner);
        self.guard.take();
        // Held by the list and by this one only: nobody else waits.
        if Arc::strong_count(&self.slot) == 2 {
            slots.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[tokio::test]
    async fn the_newest_request_goes_first_and_nothing_is_left_behind() {
        let turns = Turns::default();
        let (sender, photo) = (StaffId::from("P001"), PhotoHash([1; 32]));
        let mut first = turns.take(&sender, photo).await;
        let soon = Duration::from_millis(20);
        assert!(tokio::time::timeout(soon, first.over()).await.is_err(), "alone");
        let (other, same) = (turns.clone(), sender.clone());
        let second = tokio::spawn(async move { other.take(&same, photo).await });
        first.over().await;
        drop(first);
        let second = second.await.unwrap();
        assert_eq!(turns.0.lock().unwrap().len(), 1);
        let _elsewhere = turns.take(&sender, PhotoHash([2; 32])).await;
        drop(second);
        assert_eq!(turns.0.lock().unwrap().len(), 1);
    }
}
