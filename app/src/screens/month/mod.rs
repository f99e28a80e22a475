//! A person's month: what each day was, leave, and the confirmation; and the leader's side of it.

mod confirm;
mod days;
mod decision;
mod leave;
mod team;

#[cfg(feature = "desk")]
pub use decision::{VERDICT, decision_form};
#[cfg(feature = "desk")]
pub use leave::{decided, said, state_tag};
pub use team::TeamDays;

use self::confirm::Sheet;
use crate::ledger::View;
use crate::parts::row::{banner, row, section};
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Icon, Scene, Top, scene};
use crate::words::Words;
use chrono::{Months, NaiveDate};
use domain::ids::{DaysId, StaffId};
use domain::operation::Whose;
use domain::policy::{Action, permits_somehow};
use domain::record::Records;
use domain::team::DaysFile;
use domain::team::codes::MonthState;
use domain::time::{first_of_month, month_before};
use leptos::prelude::*;

/// The file of somebody of the own team, where there is one.
fn file_of<'a>(view: &'a View, staff: &StaffId) -> Option<&'a DaysFile> {
    let team = view.me.team.as_ref()?;
    view.records.days(DaysId::of(team, staff))
}

/// Somebody of the own team, as operations name them.
fn whose(view: &View, staff: &StaffId, name: &str) -> Option<Whose> {
    Some(Whose {
        team: view.me.team.clone()?,
        staff: staff.clone(),
        name: name.to_owned(),
    })
}

/// What the leader has to do here: leave to decide and months to confirm.
fn waiting(view: &View) -> usize {
    let files = view.records.days_files();
    let count = |file: &DaysFile| {
        let leaves = file.leaves.iter().filter(|leave| leave.waits_for().is_some());
        leaves.count() + file.months_to_confirm().len()
    };
    files.map(count).sum()
}

/// Where the person's month and, for the leader, the team's opens from Me.
pub fn links(view: &View, words: Words) -> Option<AnyView> {
    view.me.team.as_ref()?;
    let leads = permits_somehow(view.me.role, Action::DecideLeave);
    let own = row(
        "/me/month".to_owned(),
        words.month_title().into_any(),
        words.month_sub().to_owned(),
        None,
    );
    let team = leads.then(|| {
        let count = waiting(view);
        let name = match count {
            0 => words.team_days_title().to_owned(),
            count => format!("{} {count}", words.team_days_title()),
        };
        row(
            "/review/team".to_owned(),
            name.into_any(),
            words.team_days_sub().to_owned(),
            None,
        )
    });
    let body = view! { <ul class="card list">{own}{team}</ul> }.into_any();
    Some(section("h-month", words.month_tab(), None, None, body))
}

/// The person's own month.
#[component]
pub fn MonthScreen() -> impl IntoView {
    let Scene { words, view, .. } = scene();
    let Some(known) = untrack(|| view.get()) else {
        return ().into_any();
    };
    let back = Some(Back("/me".to_owned(), words.nav_me().to_owned()));
    let sub = Signal::derive(move || words.month_for_two().to_owned());
    let me = known.me.staff.clone();
    let Some(whose) = whose(&known, &me, &known.me.name) else {
        return ().into_any();
    };
    let this = first_of_month(known.today);
    let shown = RwSignal::new(this);
    let last = month_before(known.today);
    let waits = move || {
        let view = view.get()?;
        let state = file_of(&view, &view.me.staff).map_or(MonthState::Open, |file| file.month_state(last));
        (state == MonthState::Open && shown.get() != last).then(|| {
            let open = view! {
                <button class="ghost" type="button" on:click=move |_| shown.set(last)>{words.month_waiting()}</button>
            };
            banner("warn", Icon::Clock, open)
        })
    };
    let month = move || {
        let month = shown.get();
        month_part(whose.clone(), month)
    };
    view! {
        <Frame here=Here::Me>
            <Top title=words.month_title() tab=words.month_tab() sub=sub back=back/>
            <main id="main" tabindex="-1">
                <div class="stack narrow">
                    <p class="quiet-text">{words.month_sub()}</p>
                    {move || waits()}
                    {turn(shown, this)}
                    {month}
                    {leave::part(me)}
                </div>
            </main>
        </Frame>
    }
    .into_any()
}

/// From month to month; none lies ahead.
fn turn(shown: RwSignal<NaiveDate>, this: NaiveDate) -> AnyView {
    let words = scene().words;
    let back = move |_| {
        if let Some(before) = shown.get_untracked().checked_sub_months(Months::new(1)) {
            shown.set(before);
        }
    };
    let ahead = move |_| {
        let next = shown.get_untracked().checked_add_months(Months::new(1));
        if let Some(next) = next.filter(|next| *next <= this) {
            shown.set(next);
        }
    };
    view! {
        <div class="acts">
            <button class="ghost" type="button" on:click=back>{words.month_before()}</button>
            <button class="ghost" type="button" aria-disabled=move || (shown.get() >= this).then_some("true") on:click=ahead>{words.month_after()}</button>
        </div>
    }
    .into_any()
}

/// The days of somebody's month and, once it is over, its confirmation.
fn month_part(whose: Whose, month: NaiveDate) -> AnyView {
    let view = scene().view;
    let sheet = Sheet::of(&whose, month);
    let staff = whose.staff.clone();
    let told = move || {
        let view = view.get()?;
        Some(days::part(&view, &staff, month, &sheet.marks.get()))
    };
    view! { <div class="stack">{move || told()}{confirm::part(whose, month, sheet)}</div> }.into_any()
}
