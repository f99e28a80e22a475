//! What a screen starts from: the ledger, the words of the moment, what the person sees.

use super::look::Look;
use crate::format;
use crate::ledger::{Gate, Ledger, View};
use crate::phone::platform::zone_offset_min;
use crate::words::Words;
use chrono::NaiveDate;
use domain::api::Me;
use domain::ids::HouseholdId;
use domain::record::Records;
use domain::time::Millis;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use std::sync::Arc;

/// The surroundings of a screen; cheap to copy.
#[derive(Clone, Copy)]
pub struct Scene {
    /// The person's ledger.
    pub ledger: Ledger,
    /// The words, in the language at the time the screen was made; a change of language makes it anew.
    pub words: Words,
    /// What the person sees; none while nothing is open.
    pub view: Signal<Option<Arc<View>>>,
}

/// The surroundings of the screen that is being made.
pub fn scene() -> Scene {
    let ledger = expect_context::<Ledger>();
    Scene {
        ledger,
        words: words(),
        view: ledger.view(),
    }
}

/// The words in the present language.
pub fn words() -> Words {
    Words(expect_context::<Look>().lang.get_untracked())
}

impl Scene {
    /// The signed-in person, if the gate is open.
    pub fn me(&self) -> Option<Me> {
        match self.ledger.gate().get_untracked() {
            Gate::Open { me } | Gate::Desk { me } | Gate::NewCode { me, .. } => Some(me),
            Gate::Starting | Gate::SignedOut { .. } | Gate::Locked { .. } | Gate::Wiped => None,
        }
    }
}

/// The address of a household's page, as this phone writes it.
pub fn household_address(id: HouseholdId) -> String {
    expect_context::<Ledger>().address_of(id)
}

/// The name by which people call a household; empty where the phone does not have it.
pub fn household_name(id: HouseholdId) -> String {
    let view = untrack(|| scene().view.get());
    let household = view.as_ref().and_then(|view| view.records.household(id));
    household
        .map(|household| household.name().to_owned())
        .unwrap_or_default()
}

/// A moment on the phone's local clock, in words.
pub fn moment(at: Millis, today: NaiveDate, words: Words) -> String {
    format::moment(at, zone_offset_min(at.0), today, words)
}

/// A route's view that is made anew when the language or the `id` in the address changes.
pub fn keyed(make: fn(String) -> AnyView) -> impl Fn() -> AnyView + Clone + Send + 'static {
    keyed_by("id", make)
}

/// As [`keyed`], by a part of the address with another name.
pub fn keyed_by(
    name: &'static str,
    make: fn(String) -> AnyView,
) -> impl Fn() -> AnyView + Clone + Send + 'static {
    move || {
        let params = use_params_map();
        let look = expect_context::<Look>();
        (move || {
            look.lang.track();
            make(params.read().get(name).unwrap_or_default())
        })
        .into_any()
    }
}

/// A route's view that is made anew when the language changes.
pub fn worded(make: fn() -> AnyView) -> impl Fn() -> AnyView + Clone + Send + 'static {
    move || {
        let look = expect_context::<Look>();
        (move || {
            look.lang.track();
            make()
        })
        .into_any()
    }
}
