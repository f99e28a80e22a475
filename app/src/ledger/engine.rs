//! The open store and its sync: one promise in flight, outside the reactive graph.

use super::closed::put_away;
use super::model::{Model, View};
use super::pace::Pace;
use super::photos::Named;
use super::{Gate, SyncPhase, SyncState, UiError, keep};
use crate::phone::markers::remember_person;
use crate::phone::platform::{
    Listener, TabChannel, is_online, is_visible, local_date, now_ms, on_offline, on_online, on_use,
    on_visible, set_badge, sleep,
};
use crate::phone::vault::Vault;
use domain::api::Me;
use domain::ids::StaffId;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;

mod deposits;
mod neighbours;
mod photos;
mod presence;
mod rounds;

pub(super) use deposits::Held;
pub(super) use neighbours::locked;
pub(super) use photos::Photos;

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
                    // Also for those that could not be asked after when the signal came back: it comes and goes.
                    engine.look_after_other_stores();
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
            state.update_needed |= opened.model.unread > 0;
            state.last_exchange = opened.model.exchanged;
            state.set_aside = opened.model.set_aside;
            state.discarded = opened.model.discarded;
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
}
