//! One handover: who, by when, the pack made from the records, the lines that were written, the two signatures.

use super::write::{self, Sheet};
use super::{at, pair, state_tag};
use crate::format::day_of;
use crate::ledger::View;
use crate::parts::icon::go;
use crate::parts::row::{banner, section};
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Icon, Scene, Tone, Top, household_address, scene, tag};
use crate::screens::not_here::NotHere;
use crate::screens::papers;
use crate::screens::today::tier_tag;
use crate::words::Words;
use domain::handover::codes::{HandoverSide, LineKind};
use domain::handover::{Change, Handover, HandoverEntry, HandoverEvent, HandoverLine, Home, pack};
use domain::ids::HandoverId;
use domain::record::Records;
use leptos::prelude::*;

/// The handover in the address.
#[component]
pub fn HandoverScreen(
    /// Its number.
    id: String,
) -> impl IntoView {
    let view = scene().view;
    let id = id.parse::<HandoverId>().ok();
    let there = Memo::new(move |_| {
        let view = view.get()?;
        let id = id?;
        at(&view, id).map(|_| id)
    });
    move || match there.get() {
        Some(id) => view! { <Known id/> }.into_any(),
        None => view! { <NotHere here=Here::Today/> }.into_any(),
    }
}

#[component]
fn Known(id: HandoverId) -> impl IntoView {
    let Scene { words, view, .. } = scene();
    let sheet = Sheet::default();
    let title = Signal::derive(move || {
        let view = view.get();
        let name = view.and_then(|view| at(&view, id).map(|(change, _)| change.of.name));
        words.handover_title(&name.unwrap_or_default())
    });
    let sub = Signal::derive(move || {
        let view = view.get();
        let village = view.and_then(|view| {
            let (change, _) = at(&view, id)?;
            let mut villages = view.reference.as_ref()?.villages.iter();
            let village = villages.find(|village| village.id == change.of.village)?;
            Some(village.place())
        });
        village.unwrap_or_default()
    });
    let told = move || {
        let view = view.get()?;
        let (change, begun) = at(&view, id)?;
        Some(told(&change, begun, &view, sheet, words))
    };
    // What is being typed stays while records come in: a form is made anew only when somebody has signed.
    let turn = Memo::new(move |_| {
        let view = view.get()?;
        let (change, begun) = at(&view, id)?;
        let signed = |side| begun.map_or(0, |one| one.signatures(side).count());
        Some((
            change,
            signed(HandoverSide::Outgoing),
            signed(HandoverSide::Incoming),
        ))
    });
    let sides = move || {
        turn.get()?;
        let view = untrack(|| view.get())?;
        let (change, begun) = at(&view, id)?;
        Some(signatures(&change, begun, &view, words))
    };
    let back = Some(Back("/".to_owned(), words.nav_today().to_owned()));
    let form = untrack(|| view.get()).map(|view| write::form(id, &view, sheet));
    view! {
        <Frame here=Here::Today>
            <Top title=title tab=words.handover_heading() sub=sub back=back/>
            <main id="main" tabindex="-1"><div class="stack narrow">{move || told()}{form}{sides}</div></main>
        </Frame>
    }
}

fn told(change: &Change, begun: Option<&Handover>, view: &View, sheet: Sheet, words: Words) -> AnyView {
    let day = |on| day_of(on, view.today, words.lang());
    let together = match change.overlap() {
        0 => words.handover_not_both().to_owned(),
        days => words.handover_both(days),
    };
    let together = change.incoming.as_ref().map(|_| format!(" · {together}"));
    let why = change
        .reason
        .map(|reason| format!(" · {}", reason.label(words.lang())));
    let made = pack(&view.records, change, begun, view.today, &view.config());
    let rows: Vec<AnyView> = made
        .homes
        .iter()
        .map(|home| at_home(home, view, sheet, words))
        .collect();
    let homes = match rows.is_empty() {
        true => view! { <p class="quiet-text">{words.handover_homes_none()}</p> }.into_any(),
        false => view! { <ul class="card list long">{rows}</ul> }.into_any(),
    };
    let others = (!made.others.is_empty())
        .then(|| view! { <p class="quiet-text">{words.handover_others(made.others.len())}</p> }.into_any());
    let unsent = begun.is_some_and(|one| one.entries.iter().any(|entry| entry.received_at.is_none()));
    let unsent = unsent.then(|| banner("calm", Icon::Phone, words.not_sent_yet()));
    let count = Some(made.homes.len().to_string());
    let of = change.leaving(begun);
    view! {
        <div class="tags">{state_tag(&(change.clone(), begun), view, words)}</div>
        {unsent}
        <dl class="facts card">
            <dt>{words.handover_heading()}</dt><dd>{pair(change, words)}</dd>
            <dt>{words.handover_last_day()}</dt><dd>{day(change.of.on)}{together}{why}</dd>
            <dt>{words.four_when()}</dt><dd>{words.handover_by(&day(change.by))}</dd>
        </dl>
        <p class="quiet-text">{words.handover_lead()}</p>
        {section("h-homes", words.handover_homes(), count, None, view! { {homes}{others} }.into_any())}
        {lines(begun, view, words)}
        {papers::of_handover(&of, words)}
    }
    .into_any()
}

/// A household: what is open with its day, who was there, what to know, and the way to a line on it.
fn at_home(home: &Home<'_>, view: &View, sheet: Sheet, words: Words) -> AnyView {
    let household = home.household;
    let id = household.id;
    let met = match home.last_met {
        Some(day) => words.handover_met(&day_of(day, view.today, words.lang())),
        None => words.handover_not_met().to_owned(),
    };
    let introduced = home.introduced.map(|been| match been {
        true => tag(Tone::Act, Some(Icon::Check), words.handover_been()),
        false => tag(Tone::Warn, Some(Icon::Clock), words.handover_not_been()),
    });
    let open = home.open.iter().map(|open| {
        let late = open.by.is_some_and(|by| by < view.today);
        let (tone, sign) = match late {
            true => (Tone::Stop, Icon::Bang),
            false => (Tone::Plain, Icon::Clock),
        };
        tag(tone, Some(sign), words.handover_open(open, view.today))
    });
    let notes = home
        .notes
        .iter()
        .map(|(entry, line)| note(entry, line, view, words));
    let name = words.handover_note(household.name());
    view! {
        <li>
            <a class="row" href=household_address(id)>
                <span class="w">
                    <span class="n">{words.of_name(household.name())}" "{tier_tag(home.tier, words)}" "{introduced}</span>
                    <span class="d">{met}</span>
                </span>
                {go()}
            </a>
            <div class="pad stack">
                <div class="tags">{open.collect_view()}</div>
                {notes.collect_view()}
                <button class="ghost" type="button" aria-label=name on:click=move |_| sheet.begin(id)>{words.handover_write()}</button>
            </div>
        </li>
    }
    .into_any()
}

fn note(entry: &HandoverEntry, line: &HandoverLine, view: &View, words: Words) -> AnyView {
    let by = format!(
        "{} {}",
        entry.by_name,
        day_of(entry.day(), view.today, words.lang())
    );
    view! { <p>{line.text.clone()}" "<small class="quiet-text">{by}</small></p> }.into_any()
}

/// The lines that are not shown at a household above.
fn lines(begun: Option<&Handover>, view: &View, words: Words) -> Option<AnyView> {
    let begun = begun?;
    let of_kind = |kind: &LineKind| {
        let all = begun.lines(*kind);
        let shown = all.filter(|(_, line)| line.kind != LineKind::Know || line.household.is_none());
        let shown: Vec<AnyView> = shown
            .map(|(entry, line)| {
                let home = line.household.and_then(|id| view.records.household(id));
                let home = home.map(|home| view! { <b>{words.of_name(home.name())}</b>" " }.into_any());
                view! { <div>{home}{note(entry, line, view, words)}</div> }.into_any()
            })
            .collect();
        let title = kind.label(words.lang());
        (!shown.is_empty()).then(|| view! { <dt>{title}</dt><dd>{shown}</dd> }.into_any())
    };
    let parts: Vec<_> = LineKind::ALL.iter().filter_map(of_kind).collect();
    if parts.is_empty() {
        return None;
    }
    let body = view! { <dl class="card facts">{parts}</dl> }.into_any();
    Some(section("h-lines", words.handover_lines(), None, None, body))
}

/// The two sides: who signed, or the button of whoever may.
fn signatures(change: &Change, begun: Option<&Handover>, view: &View, words: Words) -> AnyView {
    let side = |side: &HandoverSide| {
        let side = *side;
        let signed: Vec<&HandoverEntry> = begun.into_iter().flat_map(|one| one.signatures(side)).collect();
        let said = match signed.is_empty() {
            true => tag(Tone::Warn, Some(Icon::Clock), words.handover_unsigned()),
            false => signed
                .iter()
                .map(|entry| signed_by(entry, view, words))
                .collect_view()
                .into_any(),
        };
        let whom = change.signs(begun, side, (&view.me.staff, view.me.role));
        let button = whom.map(|whom| write::sign(change.leaving(begun), side, whom, change, view));
        view! { <div class="card pad stack"><b>{side.label(words.lang())}</b><div class="tags">{said}</div>{button}</div> }
    };
    let sides = HandoverSide::ALL.iter().map(side).collect_view();
    let body = view! { {sides}<p class="quiet-text">{words.handover_one_hand()}</p> };
    section("h-sign", words.handover_signatures(), None, None, body.into_any())
}

fn signed_by(entry: &HandoverEntry, view: &View, words: Words) -> AnyView {
    let day = day_of(entry.day(), view.today, words.lang());
    let said = match &entry.event {
        HandoverEvent::Signed { words: why, .. } if entry.stands_in() => {
            words.handover_signed_for(&entry.by_name, &day, why)
        }
        _ => words.handover_signed(&entry.by_name, &day),
    };
    tag(Tone::Act, Some(Icon::Check), said)
}
