//! Whether the person is still there: use that keeps the store open, and the lock when it is left alone.

use super::Engine;
use crate::ledger::Gate;
use crate::phone::markers::{Setting, setting};
use crate::phone::patience::window_is_open;
use crate::phone::platform::now_ms;
use domain::config::Config;
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

impl Engine {
    /// Milliseconds since last use during which the store opens without its code: as configured, also
    /// before anything is open.
    pub(in crate::ledger) fn window_ms(&self) -> i64 {
        let opened = self.opened.borrow();
        let open = opened
            .as_ref()
            .map(|opened| opened.model.config().unlock_window_minutes);
        let minutes = open.or_else(|| setting(Setting::UnlockWindow));
        i64::from(minutes.unwrap_or(Config::default().unlock_window_minutes)).saturating_mul(60_000)
    }

    /// Notes that the person is using the app.
    pub(in crate::ledger) fn used(&self) {
        let now = now_ms();
        if now.saturating_sub(self.used_at.get()) < 30_000 {
            return;
        }
        self.used_at.set(now);
        if let Some(vault) = self.vault() {
            spawn_local(async move {
                let _ = vault.touch(now).await;
            });
        }
    }

    /// Locks a store that nobody has used for longer than the window, in this tab or in another. Returns whether this tab
    /// was left alone, so that it has to be looked at.
    pub(super) fn lock_if_left_alone(self: &Rc<Self>) -> bool {
        let alone = now_ms().saturating_sub(self.used_at.get());
        let Some(staff) = self.person().filter(|_| alone > self.window_ms()) else {
            return false;
        };
        let engine = Rc::clone(self);
        spawn_local(async move {
            // Somebody may be typing in another tab: a forgotten one must not lock it under their fingers.
            if let Some(vault) = engine.vault()
                && let Ok(Some(elsewhere)) = vault.last_used().await
                && window_is_open(elsewhere, now_ms(), engine.window_ms())
            {
                engine.used_at.set(elsewhere);
                engine.show();
                return engine.poke();
            }
            engine.close().await;
            let _ = engine.gate.try_set(Gate::Locked { staff: staff.0 });
        });
        true
    }

    pub(super) fn came_back(self: &Rc<Self>) {
        if self.lock_if_left_alone() {
            return;
        }
        self.used();
        self.show();
        self.poke();
        if self.person().is_none() {
            self.look_after_other_stores();
        }
    }
}
