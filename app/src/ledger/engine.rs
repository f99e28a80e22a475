//! The open store and its sync: one promise in flight, outside the reactive graph.

use super::closed::put_away;
use super::exchange::{self, Meaning};
use super::model::{Model, View};
use super::pace::{self, BACKOFF_MS, Heard, Pace, Round, Split};
use super::photos::Named;
use super::{Gate, SyncPhase, SyncState, UiError, keep};
use crate::phone::PhoneError;
use crate::phone::markers::{Setting, remember_person, set_setting};
use crate::phone::platform::{
    Listener, TabChannel, fetch, is_online, is_visible, local_date, now_ms, on_offline, on_online, on_use,
    on_visible, set_badge, sleep, try_with_lock,
};
use crate::phone::vault::Vault;
use domain::api::Me;
use domain::cbor;
use domain::ids::{DeviceId, StaffId};
use domain::sync::SyncReply;
use domain::time::{CLOCK_SKEW_NOTICE, Millis};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;

mod deposits;
mod neighbours;
mod photos;
mod presence;

pub(super) use deposits::Held;
pub(super) use neighbours::locked;
pub(super) use photos::Photos;

/// Longest wait for one exchange, body included.
const EXCHANGE_WITHIN: Duration = Duration::from_secs(60);
/// How often an open app asks for news, in milliseconds.
const NEWS_MS: u32 = 60_000;

/// An open store with its model in memory.
pub(super) struct Opened {
    pub vault: Rc<Vault>,
    pub model: Model,
    /// The vault's revision that `model` reflects.
    pub revision: u64,
    /// Its photos.
    pub photos: Photos,
    /// What its deposits are made with, once looked for; forgotten where it may not be what lies in the store any more.
    pub deposits: Option<Rc<Held>>,
}

/// Everything that lives as long as the page.
pub(super) struct Engine {
    pub(super) opened: RefCell<Option<Opened>>,
    gate: RwSignal<Gate>,
    view: RwSignal<Option<Arc<View>>>,
    sync: RwSignal<SyncState>,
    tabs: RefCell<Option<TabChannel>>,
    running: Cell<bool>,
    again: Cell<bool>,
    failures: Cell<usize>,
    /// The last attempt got no answer of any kind, whatever the browser believes of its connection.
    unreached: Cell<bool>,
    pace: Cell<Pace>,
    used_at: Cell<i64>,
    listening: RefCell<Vec<Listener>>,
    /// Myself, for what the browser calls back.
    weak: RefCell<std::rc::Weak<Engine>>,
}

impl Engine {
    pub(super) fn new(
        gate: RwSignal<Gate>,
        view: RwSignal<Option<Arc<View>>>,
        sync: RwSignal<SyncState>,
    ) -> Self {
        Self {
            opened: RefCell::new(None),
            gate,
            view,
            sync,
            tabs: RefCell::new(None),
            running: Cell::new(false),
            again: Cell::new(false),
            failures: Cell::new(0),
            unreached: Cell::new(false),
            pace: Cell::new(Pace::default()),
            used_at: Cell::new(now_ms()),
            listening: RefCell::new(Vec::new()),
            weak: RefCell::default(),
        }
    }

    /// Hears of connection, visibility and other tabs, for as long as the page lives.
    pub(super) fn listen(self: &Rc<Self>) {
        self.weak.replace(Rc::downgrade(self));
        let told = |engine: &Rc<Self>, act: fn(&Rc<Self>)| {
            let weak = Rc::downgrade(engine);
            move || weak.upgrade().iter().for_each(act)
        };
        let listeners = [
            on_online(told(self, |engine| {
                engine.failures.set(0);
                // A desk has no exchange that would tell.
                engine.tell(|_| ());
                engine.poke();
                engine.look_after_other_stores();
            })),
            on_offline(told(self, |engine| {
                engine.tell(|state| state.phase = SyncPhase::Waiting)
            })),
            on_visible(told(self, Self::came_back)),
        ];
        self.listening.replace(listeners.into_iter().flatten().collect());
        let weak = Rc::downgrade(self);
        let heard = move |word: String| {
            let Some(engine) = weak.upgrade() else { return };
            spawn_local(async move { engine.heard_other_tab(&word).await });
        };
        self.tabs.replace(TabChannel::open("ledger", heard).ok());
        let weak = Rc::downgrade(self);
        spawn_local(async move {
            loop {
                sleep(NEWS_MS).await;
                let Some(engine) = weak.upgrade() else { return };
                if !engine.lock_if_left_alone() && is_visible() {
                    engine.poke();
                    engine.deliver_for_others();
                }
            }
        });
        self.hear_use();
        self.tell(|_| ());
    }

    fn hear_use(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        let used = move || {
            if let Some(engine) = weak.upgrade() {
                engine.used();
            }
        };
        self.listening
            .borrow_mut()
            .extend(on_use(used).into_iter().flatten());
    }

    pub(super) fn person(&self) -> Option<StaffId> {
        self.opened
            .borrow()
            .as_ref()
            .map(|opened| opened.model.me.staff.clone())
    }

    /// Opens a vault: reads everything, shows it, starts to sync.
    pub(super) async fn open(self: &Rc<Self>, vault: Vault) -> Result<Me, UiError> {
        let snapshot = vault.load().await?;
        let model = keep::read(&snapshot)?;
        let me = model.me.clone();
        remember_person(me.staff.as_str(), vault.device(), snapshot.made);
        self.opened.replace(Some(Opened {
            vault: Rc::new(vault),
            model,
            revision: snapshot.revision,
            photos: Photos::default(),
            deposits: None,
        }));
        self.look_for_photos().await;
        self.used_at.set(now_ms());
        self.show();
        self.poke();
        self.seal_deposits();
        self.deliver_for_others();
        Ok(me)
    }

    pub(super) fn gate_now(&self) -> Option<Gate> {
        self.gate.try_get_untracked()
    }

    pub(super) fn set_gate(&self, gate: Gate) {
        let _ = self.gate.try_set(gate);
    }

    /// Drops what is open and shown; `sync` is what is known of the exchange then.
    pub(super) fn forget(&self, sync: SyncState) -> Option<Opened> {
        let opened = self.opened.take();
        let _ = self.view.try_set(None);
        let _ = self.sync.try_set(sync);
        opened
    }

    /// Forgets the key and what was opened with it.
    pub(super) async fn close(&self) {
        let opened = self.forget(SyncState::default());
        if let Some(opened) = opened {
            self.say(&locked(&opened.model.me.staff));
            // Another task may still hold the vault for a moment; the window must end in any case.
            let _ = opened.vault.lock().await;
            self.deliver_for_others();
        }
    }

    /// The account is closed: the records leave the phone, and what was not sent stays sealed.
    async fn put_away(self: &Rc<Self>) {
        let Some(staff) = self.person() else { return };
        self.close().await;
        let gate = put_away(&staff.0).await;
        let _ = self.gate.try_set(gate);
    }

    fn has_waiting(&self) -> bool {
        let opened = self.opened.borrow();
        opened.as_ref().is_some_and(|opened| opened.model.counts().0 > 0)
    }

    /// Reads the store again, after another tab changed it.
    pub(super) async fn reload(&self) -> Result<(), UiError> {
        let vault = self.vault().ok_or(UiError::Locked)?;
        let snapshot = vault.load().await?;
        let model = keep::read(&snapshot)?;
        if let Some(opened) = self.opened.borrow_mut().as_mut() {
            opened.model = model;
            opened.revision = snapshot.revision;
            opened.deposits = None;
        }
        self.look_for_photos().await;
        Ok(())
    }

    pub(super) fn vault(&self) -> Option<Rc<Vault>> {
        self.opened
            .borrow()
            .as_ref()
            .map(|opened| Rc::clone(&opened.vault))
    }

    pub(super) fn say(&self, word: &str) {
        if let Some(tabs) = self.tabs.borrow().as_ref() {
            tabs.say(word);
        }
    }

    /// Shows what is in memory now.
    pub(super) fn show(&self) {
        let today = local_date(now_ms()).parse().unwrap_or_default();
        let opened = self.opened.borrow();
        let Some(opened) = opened.as_ref() else { return };
        let _ = self.view.try_set(Some(Arc::new(opened.model.view(today))));
        let (waiting, attention) = opened.model.counts();
        let photos = Named::by(&opened.model).to_send(&opened.photos.here);
        set_badge(u32::try_from(waiting.saturating_add(attention)).unwrap_or(u32::MAX));
        self.tell(|state| {
            state.waiting = waiting;
            state.attention = attention;
            state.photos = photos;
            state.photos_refused = opened.photos.refused.len();
            state.last_exchange = opened.model.exchanged;
            state.up_to_date &= waiting == 0 && attention == 0 && photos == 0;
        });
    }

    fn tell(&self, change: impl FnOnce(&mut SyncState)) {
        let online = is_online() && !self.unreached.get();
        let _ = self.sync.try_update(|state| {
            state.online = online;
            change(state);
        });
    }

    pub(super) fn session_renewed(self: &Rc<Self>) {
        // After a new password the server knows no older grant.
        if let Some(opened) = self.opened.borrow_mut().as_mut() {
            opened.deposits = None;
        }
        self.tell(|state| state.session_ended = false);
        self.failures.set(0);
        self.poke();
    }

    /// Starts to sync, or lets the sync that runs do another round.
    pub(super) fn poke(self: &Rc<Self>) {
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
        let (change, equal, waiting) = {
            let opened = self.opened.borrow();
            let Some(opened) = opened.as_ref() else { return };
            let (waiting, attention) = opened.model.counts();
            let photos = Named::by(&opened.model).to_send(&opened.photos.here);
            (
                opened.model.cursor.change,
                opened.model.digest() == heard.digest,
                waiting.saturating_add(attention).saturating_add(photos),
            )
        };
        let in_step = !heard.more && change == heard.head && equal && waiting == 0;
        self.tell(|state| {
            state.session_ended = false;
            state.update_needed = false;
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
