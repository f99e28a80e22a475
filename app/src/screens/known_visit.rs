//! What all screens of one visit begin with: the visit of the address, if this phone has it.

use super::not_here::NotHere;
use crate::parts::{Here, scene};
use domain::household::Household;
use domain::ids::VisitId;
use domain::record::Records;
use domain::visit::Visit;
use leptos::prelude::*;

/// A visit that is on this phone, as it is now; cheap to copy.
#[derive(Clone, Copy)]
pub struct KnownVisit {
    /// Its identity.
    pub id: VisitId,
    /// The visit; none for the moment in which it leaves the phone.
    pub visit: Memo<Option<Visit>>,
    /// Its household, where the phone has it.
    pub household: Memo<Option<Household>>,
}

impl KnownVisit {
    fn new(id: VisitId) -> Self {
        let view = scene().view;
        let visit = Memo::new(move |_| view.get().and_then(|view| view.records.visit(id).cloned()));
        let household = Memo::new(move |_| {
            let household = visit.get()?.household;
            view.get()?.records.household(household).cloned()
        });
        Self { id, visit, household }
    }
}

/// Shows the visit with this identity as soon as the phone has it, and until then that it is not here.
pub fn known_visit<V: IntoView + 'static>(
    id: &str,
    here: Here,
    show: impl Fn(KnownVisit) -> V + Send + 'static,
) -> AnyView {
    let view = scene().view;
    let id = id.parse::<VisitId>().ok();
    let there =
        Memo::new(move |_| id.filter(|id| view.get().is_some_and(|view| view.records.visit(*id).is_some())));
    (move || match there.get() {
        Some(id) => show(KnownVisit::new(id)).into_any(),
        None => view! { <NotHere here/> }.into_any(),
    })
    .into_any()
}
