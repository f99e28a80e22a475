//! The page of one flag: facts, what comes next, history, and the leader's dock.

use super::decide::{CaseDock, Decide, Dock, Otherwise};
use super::rows::{days, state_tag, urgent_tag};
use super::strip;
use crate::format::{day_of, dotted, grouped};
use crate::ledger::View;
use crate::parts::dialog::Sheet;
use crate::parts::row::{banner, error, section};
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Icon, Scene, Tone, Top, household_address, moment, scene, tag};
use crate::screens::not_here::NotHere;
use crate::words::Words;
use domain::ids::FlagId;
use domain::policy::{Action, permits_somehow};
use domain::record::Records;
use domain::risk::warning::Warning;
use domain::risk::{FlagEntry, FlagEvent, FlagStatus, RelapseFlag, Triage};
use domain::time::days_between;
use leptos::prelude::*;

/// One flag.
#[component]
pub fn FlagScreen(
    /// The identity in the address.
    id: String,
) -> impl IntoView {
    let view = scene().view;
    let id = id.parse::<FlagId>().ok();
    let flag = Memo::new(move |_| id.and_then(|id| view.get()?.records.flag(id).cloned()));
    let there = Memo::new(move |_| flag.read().is_some());
    move || match (there.get(), id) {
        (true, Some(id)) => view! { <Known id flag/> }.into_any(),
        _ => view! { <NotHere here=Here::Today/> }.into_any(),
    }
}

#[component]
fn Known(id: FlagId, flag: Memo<Option<RelapseFlag>>) -> impl IntoView {
    let Scene { words, view, .. } = scene();
    let decide = Decide::new(id, flag);
    let name = move || {
        let household = flag.get()?.household;
        let view = view.get()?;
        let household = view.records.household(household)?;
        Some(household.name().to_owned())
    };
    let title = Signal::derive(move || words.flag_title(&name().unwrap_or_default()));
    let sub = Signal::derive(move || {
        let told = flag
            .get()
            .zip(view.get())
            .map(|(flag, view)| days(&flag, &view, words));
        told.unwrap_or_default()
    });
    let waits = Memo::new(move |_| {
        let leads = view
            .get()
            .is_some_and(|view| permits_somehow(view.me.role, Action::TriageFlag));
        leads && flag.read().as_ref().is_some_and(RelapseFlag::awaits_triage)
    });
    let back = untrack(move || flag.get())
        .map(|flag| Back(household_address(flag.household), name().unwrap_or_default()));
    let told = move || {
        flag.get()
            .zip(view.get())
            .map(|(flag, view)| told(&flag, &view, words))
    };
    view! {
        <Frame here=Here::Households docked=true>
            <Top title=title tab=words.flag_tab() sub=sub back=back/>
            <main id="main" tabindex="-1">
                <div class="stack narrow">
                    {told}
                    {move || decide.fault.get().map(|text| error("flag-error".to_owned(), text))}
                </div>
            </main>
            <Dock decide waits/>
            <CaseDock decide flag/>
            <Sheet open=decide.open id="h-decide" title=words.flag_decide_title().to_owned()>
                <Otherwise decide/>
            </Sheet>
        </Frame>
    }
}

fn told(flag: &RelapseFlag, view: &View, words: Words) -> AnyView {
    let help = (flag.is_urgent() && flag.is_open()).then(|| banner("stop", Icon::Bang, words.help_first()));
    let history = flag
        .history
        .iter()
        .map(|entry| line(entry, flag, view, words))
        .collect_view();
    let history = view! { <ol class="card timeline">{history}</ol> }.into_any();
    view! {
        <div class="tags">{urgent_tag(flag, words)}{state_tag(flag, view, words)}</div>
        {help}
        {clock(flag, view, words)}
        {facts(flag, view, words)}
        {section("h-history", words.history(), None, None, history)}
        <p><a href=household_address(flag.household)>{words.see_household()}</a></p>
    }
    .into_any()
}

/// How the days stand: to the decision while it is awaited, to the end of identification once it is confirmed.
fn clock(flag: &RelapseFlag, view: &View, words: Words) -> Option<AnyView> {
    let (config, lang) = (view.config(), words.lang());
    let n = flag.days_since(view.today);
    let delay = match flag.days_until_received() {
        None => Some(words.flag_not_sent().to_owned()),
        Some(0) => None,
        Some(days) => Some(words.flag_delay(days)),
    };
    let delay = delay.map(|said| view! { <p>{said}</p> }.into_any());
    let (tone, body) = match flag.status() {
        FlagStatus::Raised => {
            let by = flag.triage_by(&config)?;
            match days_between(by, view.today) {
                past if past > 0 => (
                    "stop",
                    view! { <p><b>{words.flag_decide_past(past)}</b></p> }.into_any(),
                ),
                _ => (
                    "warn",
                    view! { <p><b>{words.flag_decide_by(&day_of(by, view.today, lang))}</b></p> }.into_any(),
                ),
            }
        }
        FlagStatus::Confirmed => {
            let days = config
                .identify
                .map(|limits| flag.strip(view.today, limits, &config.holidays));
            match days {
                None => (
                    "warn",
                    view! { <p><b>{words.flag_no_limit(n)}</b></p> }.into_any(),
                ),
                Some(days) => {
                    let tone = if days.is_over(view.today) { "stop" } else { "warn" };
                    (tone, strip::strip(&days, None, view.today, words))
                }
            }
        }
        _ => return None,
    };
    Some(banner(tone, Icon::Clock, view! { {body}{delay} }))
}

fn facts(flag: &RelapseFlag, view: &View, words: Words) -> AnyView {
    let lang = words.lang();
    let signals = flag.content.signals.iter();
    let signals = signals
        .map(|signal| tag(Tone::Stop, Some(Icon::Bang), signal.label(lang)))
        .collect_view();
    let causes: Vec<&str> = flag.causes().iter().map(|cause| cause.label(lang)).collect();
    let line = |term: &'static str, said: AnyView| view! { <dt>{term}</dt><dd>{said}</dd> }.into_any();
    let text = |term: &'static str, said: &str| {
        (!said.trim().is_empty()).then(|| line(term, view! { {said.to_owned()} }.into_any()))
    };
    let from = match (&flag.content.warning, flag.visit) {
        (Some(warning), _) => text(words.flag_warning(), &warned(warning, flag, view, words)),
        (None, Some(visit)) => Some(line(
            words.flag_visit(),
            view! { <a href=format!("/visits/{visit}")>{words.flag_open_visit()}</a> }.into_any(),
        )),
        (None, None) => text(words.flag_visit(), words.flag_outside()),
    };
    let (t0, by) = match &flag.content.warning {
        Some(warning) => (
            words.flag_listed_on(),
            words.flag_list_of(warning.department().label(lang)),
        ),
        None => (words.flag_t0(), flag.raised_by_name.clone()),
    };
    let mut seen = day_of(flag.t0(), view.today, lang);
    if flag.t0() < flag.seen_on() {
        seen = format!("{seen} · {}", words.flag_t0_joined());
    }
    let (reason, household_view) = match &flag.triage {
        Some(Triage::Watch { reason, .. }) => (reason.as_str(), ""),
        Some(Triage::Dismiss {
            reason,
            household_view,
        }) => (reason.as_str(), household_view.as_str()),
        _ => ("", ""),
    };
    let merged = flag.triage.as_ref().and_then(Triage::into_flag).map(|into| {
        line(
            words.flag_merge(),
            view! { <a href=format!("/flags/{into}")>{words.flag_tab()}</a> }.into_any(),
        )
    });
    view! {
        <dl class="facts card">
            {(!flag.content.signals.is_empty()).then(|| line(words.signals_label(), signals.into_any()))}
            {text(words.note_short(), &flag.content.words)}
            {(!causes.is_empty()).then(|| line(words.flag_causes(), view! { {words.join(&causes)}" "<em>{words.flag_causes_hint()}</em> }.into_any()))}
            {text(t0, &seen)}
            {text(words.flag_by(), &by)}
            {text(words.flag_source(), flag.content.found_by().label(lang))}
            {from}
            {text(words.flag_reason(), reason)}
            {text(words.flag_view(), household_view)}
            {merged}
        </dl>
    }
    .into_any()
}

/// What a department says: of what, of whom, how much, and when it happened.
fn warned(warning: &Warning, flag: &RelapseFlag, view: &View, words: Words) -> String {
    let lang = words.lang();
    let household = view.records.household(flag.household);
    let member = household.and_then(|household| household.member(warning.member));
    let amount = warning.amount.map(|yuan| words.yuan(&grouped(yuan)));
    let parts = [
        Some(warning.kind.label(lang).to_owned()),
        member.map(|member| member.name.clone()),
        amount,
        Some(day_of(warning.happened_on, view.today, lang)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    dotted(&parts.join(" · "))
}

fn line(entry: &FlagEntry, flag: &RelapseFlag, view: &View, words: Words) -> AnyView {
    let (who, lang) = (entry.by_name.as_str(), words.lang());
    let listed = match (&entry.event, &flag.content.warning) {
        (FlagEvent::Raised, Some(warning)) => Some(warning.department().label(lang)),
        _ => None,
    };
    let (title, said) = match &entry.event {
        FlagEvent::Raised => match listed {
            Some(department) => (words.flag_list_of(department), String::new()),
            None => (words.ev_flag_raised(who), String::new()),
        },
        FlagEvent::Revised { before } => {
            let said = format!("{}：{}", words.before_it_said(), super::gist(before, words));
            (words.ev_flag_revised(who), said)
        }
        FlagEvent::Triaged { triage } => (
            words.ev_flag_triaged(who, triage.status().label(lang)),
            reason(triage),
        ),
        FlagEvent::LateTriage { triage } => (
            words.ev_flag_late_triage(who, triage.status().label(lang)),
            reason(triage),
        ),
        FlagEvent::LateRevision { content } => {
            (words.ev_flag_late_revision(who), super::gist(content, words))
        }
    };
    let said = (!said.trim().is_empty()).then(|| view! { <blockquote>{said}</blockquote> }.into_any());
    let server = match entry.received_at {
        Some(at) => words.server_time(&moment(at, view.today, words)),
        None => words.not_sent_yet().to_owned(),
    };
    // No phone had a part in a list.
    let when = match listed {
        Some(_) => server,
        None => {
            let device = words.device_time(&moment(entry.recorded_at, view.today, words));
            format!("{device}\u{a0}· {server}")
        }
    };
    view! { <li class="done"><b>{title}</b><p>{when}</p>{said}</li> }.into_any()
}

fn reason(triage: &Triage) -> String {
    match triage {
        Triage::Watch { reason, .. } | Triage::Dismiss { reason, .. } => reason.clone(),
        Triage::Confirm | Triage::Merge { .. } => String::new(),
    }
}
