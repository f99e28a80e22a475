//! The whole app: what stands at the gate, and which address shows which screen.

use super::{
    case, desk, elimination, entitlement, flag, four, gate, handover, household, households, income, me,
    month, new_code, not_here, outline, plan, request, review, review_one, sign_in, standing, work,
};
use super::{phones, today, unlock, visit, visit_form, wiped};
use crate::ledger::{Gate, Ledger};
use crate::parts::look::Look;
use crate::parts::{keyed, keyed_by, worded};
use crate::phone::platform::{measured, sleep};
use domain::policy::{Action, permits_somehow};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;
use std::sync::Arc;

/// The households in scope as lists show them, computed once for all screens after each change.
#[derive(Clone, Copy)]
pub(super) struct Outline(pub Memo<Arc<Vec<outline::Line>>>);

/// Where every line of the four not-removes stands, computed when a screen first reads it after a change, and once ahead.
#[derive(Clone, Copy)]
pub(super) struct Four(pub Memo<Arc<standing::Standings>>);

/// Milliseconds after the screens were put up in which the first of them is drawn.
const DRAWN_AFTER_MS: u32 = 50;

/// Has the four not-removes computed before their tab is opened, when the first screen stands; in two goes, so that a slow
/// phone answers in between.
fn compute_ahead() {
    let view = expect_context::<Ledger>().view();
    let four = expect_context::<Four>().0;
    spawn_local(async move {
        sleep(DRAWN_AFTER_MS).await;
        // A desk holds no records, and a phone may have been locked meanwhile.
        if let Some(view) = view.try_get_untracked().flatten() {
            standing::run_in(&view);
            sleep(0).await;
            let _ = four.try_with_untracked(|_| ());
        }
    });
}

/// The app. Expects the [`Ledger`] as context.
#[component]
pub fn App() -> impl IntoView {
    let ledger = expect_context::<Ledger>();
    let look = Look::provide();
    let view = ledger.view();
    provide_context(Outline(Memo::new(move |_| {
        Arc::new(view.get().map(|view| outline::outline(&view)).unwrap_or_default())
    })));
    provide_context(Four(Memo::new(move |_| {
        Arc::new(
            view.get()
                .map(|view| measured("four-not-removes", || standing::standings(&view)))
                .unwrap_or_default(),
        )
    })));
    let gate = Memo::new(move |_| ledger.gate().get());
    view! {
        <Router>
            {move || match gate.get() {
                Gate::Open { .. } | Gate::Desk { .. } => view! { <Screens/> }.into_any(),
                closed => {
                    look.lang.track();
                    at_the_gate(closed)
                }
            }}
        </Router>
    }
}

fn at_the_gate(closed: Gate) -> AnyView {
    match closed {
        Gate::SignedOut { known } => view! { <sign_in::SignIn known/> }.into_any(),
        Gate::Locked { staff } => view! { <unlock::Unlock staff/> }.into_any(),
        Gate::Wiped => view! { <wiped::Wiped/> }.into_any(),
        Gate::NewCode { me, .. } => view! { <new_code::NewCode me/> }.into_any(),
        Gate::Starting | Gate::Open { .. } | Gate::Desk { .. } => view! { <gate::Opening/> }.into_any(),
    }
}

/// The first screen: Today in the field, the board or the accounts at a desk.
fn home() -> AnyView {
    let gate = expect_context::<Ledger>().gate().get_untracked();
    match gate {
        Gate::Desk { me } => {
            let firsts = [
                (Action::ReadBoard, "board"),
                (Action::ManageAccounts, "accounts"),
                (Action::ReadCases, "cases"),
            ];
            let mut firsts = firsts.into_iter();
            match firsts.find(|(action, _)| permits_somehow(me.role, *action)) {
                Some((_, what)) => desk::at(what, String::new()),
                None => view! { <me::MeScreen/> }.into_any(),
            }
        }
        _ => view! { <today::Today/> }.into_any(),
    }
}

#[component]
fn Screens() -> impl IntoView {
    compute_ahead();
    view! {
        <Routes fallback=|| view! { <not_here::NoSuchPage/> }>
            <Route path=path!("/") view=worded(home)/>
            <Route path=path!("/today") view=worded(home)/>
            <Route path=path!("/households") view=worded(|| view! { <households::Households/> }.into_any())/>
            <Route path=path!("/visit/new") view=worded(|| view! { <households::PickHousehold/> }.into_any())/>
            <Route path=path!("/households/:id") view=keyed(|id| view! { <household::HouseholdScreen id/> }.into_any())/>
            <Route path=path!("/households/:id/flag") view=keyed(|id| view! { <flag::RaiseScreen id/> }.into_any())/>
            <Route path=path!("/households/:id/request") view=keyed(|id| view! { <request::RaiseRequest id/> }.into_any())/>
            <Route path=path!("/requests/:id") view=keyed(|id| view! { <request::RequestScreen id/> }.into_any())/>
            <Route path=path!("/flags/:id") view=keyed(|id| view! { <flag::FlagScreen id/> }.into_any())/>
            <Route path=path!("/households/:id/visit") view=keyed(|id| view! { <visit_form::NewVisit id/> }.into_any())/>
            <Route path=path!("/households/:id/case") view=keyed(|id| view! { <case::CaseScreen id/> }.into_any())/>
            <Route path=path!("/households/:id/elimination") view=keyed(|id| view! { <elimination::EliminationScreen id/> }.into_any())/>
            <Route path=path!("/households/:id/plan") view=keyed(|id| view! { <plan::PlanScreen id/> }.into_any())/>
            <Route path=path!("/households/:id/policies") view=keyed(|id| view! { <entitlement::PoliciesScreen id/> }.into_any())/>
            <Route path=path!("/households/:id/policies/:what") view=keyed(|id| view! { <entitlement::PolicyScreen id/> }.into_any())/>
            <Route path=path!("/households/:id/income") view=keyed(|id| view! { <income::NewIncome id/> }.into_any())/>
            <Route path=path!("/visit/new/:id") view=keyed(|id| view! { <visit_form::NewVisit id/> }.into_any())/>
            <Route path=path!("/visits/:id") view=keyed(|id| view! { <visit::VisitScreen id/> }.into_any())/>
            <Route path=path!("/visits/:id/correct") view=keyed(|id| view! { <visit_form::CorrectVisit id/> }.into_any())/>
            <Route path=path!("/review") view=worded(|| view! { <review::Review/> }.into_any())/>
            <Route path=path!("/review/team") view=worded(|| view! { <month::TeamDays/> }.into_any())/>
            <Route path=path!("/review/:id") view=keyed(|id| view! { <review_one::ReviewOne id/> }.into_any())/>
            <Route path=path!("/cases") view=worded(|| view! { <case::CasesScreen/> }.into_any())/>
            <Route path=path!("/four") view=worded(|| view! { <four::Four/> }.into_any())/>
            <Route path=path!("/four/:id") view=keyed(|id| view! { <four::FourList id/> }.into_any())/>
            <Route path=path!("/handover/:id") view=keyed(|id| view! { <handover::HandoverScreen id/> }.into_any())/>
            <Route path=path!("/work") view=worded(|| view! { <work::Works/> }.into_any())/>
            <Route path=path!("/work/new") view=worded(|| view! { <work::NewWork/> }.into_any())/>
            <Route path=path!("/work/:id") view=keyed(|id| view! { <work::WorkScreen id/> }.into_any())/>
            <Route path=path!("/me") view=worded(|| view! { <me::MeScreen/> }.into_any())/>
            <Route path=path!("/me/password") view=worded(|| view! { <me::Password/> }.into_any())/>
            <Route path=path!("/me/code") view=worded(|| view! { <me::Code/> }.into_any())/>
            <Route path=path!("/me/month") view=worded(|| view! { <month::MonthScreen/> }.into_any())/>
            <Route path=path!("/me/phones") view=worded(|| view! { <phones::PhonesScreen/> }.into_any())/>
            <Route path=path!("/me/unsent") view=worded(|| view! { <me::Unsent/> }.into_any())/>
            <Route path=path!("/desk/:what") view=keyed_by("what", |what| desk::at(&what, String::new()))/>
            <Route path=path!("/desk/cases/:id") view=keyed(|id| desk::at("cases", id))/>
            <Route path=path!("/desk/duties/:id") view=keyed(|id| desk::at("duties", id))/>
            <Route path=path!("/desk/four/:id") view=keyed(|id| desk::at("four", id))/>
            <Route path=path!("/desk/households/:id") view=keyed(|id| desk::at("households", id))/>
        </Routes>
    }
}
