//! The rounds of sync: one request, what its answer means, and when the next one goes.

use super::{Engine, NEWS_MS, neighbours};
use crate::ledger::exchange::{self, Meaning};
use crate::ledger::pace::{self, BACKOFF_MS, Heard, Round, Split};
use crate::ledger::photos::Named;
use crate::ledger::{SyncPhase, keep};
use crate::phone::PhoneError;
use crate::phone::markers::{Setting, set_setting};
use crate::phone::platform::{fetch, now_ms, sleep, try_with_lock};
use crate::phone::vault::Vault;
use domain::cbor;
use domain::ids::DeviceId;
use domain::sync::SyncReply;
use domain::time::{CLOCK_SKEW_NOTICE, Millis};
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;

/// Longest wait for one exchange, body included.
pub(super) const EXCHANGE_WITHIN: Duration = Duration::from_secs(60);

impl Engine {
    /// Starts to sync, or lets the sync that runs do another round.
    pub(in crate::ledger) fn poke(self: &Rc<Self>) {
        self.again.set(true);
        if self.running.replace(true) {
            return;
        }
        let engine = Rc::clone(self);
        spawn_local(async move {
            while engine.again.replace(false) {
                engine.turn().await;
            }
            engine.running.set(false);
        });
    }

    /// Rounds until in step, or until there is no way through.
    async fn turn(self: &Rc<Self>) {
        loop {
            let Some(staff) = self.person() else { return };
            let name = format!("ledger-sync-{staff}");
            let round = match try_with_lock(&name, self.round()).await {
                Ok(Some(round)) => round,
                Ok(None) if self.caught_up(&name).await => continue,
                Ok(None) => Round::Later(None),
                Err(_) => Round::Later(None),
            };
            let round = match round {
                Round::Done => self.photos_round().await,
                other => other,
            };
            match round {
                Round::More => self.failures.set(0),
                Round::Done => {
                    self.failures.set(0);
                    self.tell(|state| state.phase = SyncPhase::Idle);
                    return self.renew_deposit_grant().await;
                }
                Round::Stop => return self.tell(|state| state.phase = SyncPhase::Waiting),
                Round::Later(seconds) => return self.try_later(seconds),
            }
        }
    }

    fn try_later(self: &Rc<Self>, seconds: Option<u64>) {
        self.tell(|state| state.phase = SyncPhase::Waiting);
        let failures = self.failures.get();
        self.failures.set(failures.saturating_add(1));
        let backoff = BACKOFF_MS
            .get(failures)
            .or(BACKOFF_MS.last())
            .copied()
            .unwrap_or(NEWS_MS);
        let asked = seconds
            .and_then(|s| u32::try_from(s.saturating_mul(1000)).ok())
            .unwrap_or(0);
        // Some jitter, so that a village's phones do not all come back in the same second.
        let jitter = u32::try_from(now_ms().rem_euclid(997)).unwrap_or(0);
        let weak = Rc::downgrade(self);
        spawn_local(async move {
            sleep(backoff.max(asked).saturating_add(jitter)).await;
            if let Some(engine) = weak.upgrade() {
                engine.poke();
            }
        });
    }

    /// One request and what it means.
    async fn round(self: &Rc<Self>) -> Round {
        let Some((body, sent)) = self.compose() else {
            return Round::Stop;
        };
        self.tell(|state| state.phase = SyncPhase::Running);
        if sent > 0 {
            self.say(neighbours::SENDING);
        }
        let answer = fetch("POST", "/api/v1/sync", Some(body), EXCHANGE_WITHIN).await;
        self.unreached.set(answer.is_err());
        let Ok(reply) = answer else {
            return Round::Later(None);
        };
        if reply.status == 401 && reply.is_ours() {
            if self.open_store_left().await {
                return Round::Stop;
            }
            if reply.problem().code == "ACCOUNT_CLOSED" {
                self.put_away().await;
                return Round::Stop;
            }
        }
        // Whoever is in no team any more is told so; what waits goes on waiting.
        let barred = reply.status == 403 && reply.is_ours() && reply.problem().code == "NOT_ALLOWED";
        self.tell(|state| state.barred = barred);
        match exchange::meaning(reply.status, reply.is_ours(), &reply.body, reply.retry_after) {
            Meaning::Reply(reply) => self.take(*reply, sent).await,
            Meaning::Later { retry_after } => Round::Later(retry_after),
            Meaning::SignIn => {
                self.tell(|state| state.session_ended = true);
                Round::Stop
            }
            Meaning::Protocol => {
                self.tell(|state| state.update_needed = true);
                Round::Stop
            }
            Meaning::Split => self.split(sent).await,
        }
    }

    fn compose(&self) -> Option<(Vec<u8>, usize)> {
        let opened = self.opened.borrow();
        let opened = opened.as_ref()?;
        let device = DeviceId(opened.vault.device());
        let request = self.pace.get().ask(&opened.model, device);
        Some((cbor::to_vec(&request), request.operations.len()))
    }

    /// Keeps an answer, then shows it.
    async fn take(self: &Rc<Self>, reply: SyncReply, sent: usize) -> Round {
        let (vault, base, heard) = {
            let opened = self.opened.borrow();
            let Some(opened) = opened.as_ref() else {
                return Round::Stop;
            };
            let heard = pace::hear(&opened.model, reply, sent, Millis(now_ms()));
            (Rc::clone(&opened.vault), opened.revision, heard)
        };
        let kept = if heard.idle {
            // When it was matters to the person, not to the work: lost, it is only said too early.
            let (name, at) = keep::exchanged(heard.at);
            let _ = vault.note(&name, &at).await;
            Ok(base)
        } else {
            let batch = keep::touched(&heard.model, &heard.touched);
            vault.commit(Some(base), |_| batch).await.map(|c| c.revision)
        };
        match kept {
            Ok(revision) => self.go_on(&vault, heard, base, revision),
            // Another tab or a save came in between: hear the server again on top of that.
            Err(PhoneError::Stale) => {
                let _ = self.reload().await;
                Round::More
            }
            Err(_) => Round::Later(None),
        }
    }

    /// Shows what was kept and decides how sync goes on.
    fn go_on(self: &Rc<Self>, vault: &Rc<Vault>, mut heard: Heard, base: u64, revision: u64) -> Round {
        let reference = heard.model.reference.as_ref();
        if let Some(reference) = reference.filter(|_| heard.touched.reference) {
            set_setting(Setting::UnlockWindow, &reference.config.unlock_window_minutes);
        }
        let mut round = Round::Stop;
        let mut opened = self.opened.borrow_mut();
        // Locked and opened by somebody else meanwhile: what was heard is not theirs.
        let same = opened.as_mut().filter(|opened| Rc::ptr_eq(&opened.vault, vault));
        if let Some(opened) = same {
            if opened.revision == base {
                std::mem::swap(&mut opened.model, &mut heard.model);
                opened.revision = revision;
            }
            // Also where a save came in between: that the exchange took place stays true.
            opened.model.exchanged = Some(heard.at);
            let mut pace = self.pace.get();
            round = pace.kept(&heard, &opened.model);
            self.pace.set(pace);
        }
        drop(opened);
        if !heard.idle {
            self.say("changed");
        }
        self.report(&heard);
        round
    }

    fn report(&self, heard: &Heard) {
        self.show();
        let (change, equal, waiting, unread) = {
            let opened = self.opened.borrow();
            let Some(opened) = opened.as_ref() else { return };
            let (waiting, attention) = opened.model.counts();
            let photos = Named::by(&opened.model).to_send(&opened.photos.here);
            (
                opened.model.cursor.change,
                opened.model.digest() == heard.digest,
                waiting.saturating_add(attention).saturating_add(photos),
                opened.model.unread > 0,
            )
        };
        let in_step = !heard.more && change == heard.head && equal && waiting == 0;
        self.tell(|state| {
            state.session_ended = false;
            state.update_needed = unread;
            state.clock_skew_ms = (heard.skew.abs() > CLOCK_SKEW_NOTICE).then_some(heard.skew);
            state.first_load = heard.more.then_some((change, heard.head));
            state.left_scope = state.left_scope.saturating_add(heard.touched.left_scope);
            state.up_to_date = in_step;
        });
        if let Some(word) = self.in_step().filter(|_| in_step) {
            self.say(&word);
        }
    }

    /// Sends less at once; an operation that the server cannot read even alone is set aside for a person.
    async fn split(self: &Rc<Self>, sent: usize) -> Round {
        let mut pace = self.pace.get();
        let split = pace.split(sent);
        self.pace.set(pace);
        match split {
            Split::Less => Round::More,
            Split::SetAside if self.set_oldest_aside().await.is_ok() => Round::More,
            Split::Nothing | Split::SetAside => Round::Later(None),
        }
    }
}
