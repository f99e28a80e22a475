//! The lists behind a pillar and behind a line; with a subject in the address, the page of that one finding.

use super::super::not_here::NotHere;
use super::super::outline::Line;
use super::super::root::{Four as State, Outline};
use super::super::standing::Standings;
use super::parts::{finding_row, to_do};
use super::{SHOWN, line_title, more, one::One};
use crate::ledger::View;
use crate::parts::row::{empty, row, section};
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Icon, Scene, Tone, Top, scene, tag};
use crate::words::Words;
use domain::commitments::{CommitmentStatus, LineCode, LineRow, Pillar, Rule, Subject};
use domain::config::Config;
use domain::due::VisitTier;
use domain::ids::VillageId;
use domain::record::Records;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// A pillar, a line, or one finding: what the address names.
#[component]
pub fn FourList(
    /// The code of a pillar or of a line.
    id: String,
) -> impl IntoView {
    if let Some(pillar) = Pillar::from_code(&id) {
        return view! { <OfPillar pillar/> }.into_any();
    }
    match LineCode::from_code(&id) {
        Some(line) => view! { <OfLine line/> }.into_any(),
        None => view! { <NotHere here=Here::Four/> }.into_any(),
    }
}

#[component]
fn OfPillar(pillar: Pillar) -> impl IntoView {
    let words = scene().words;
    let state = expect_context::<State>().0;
    let body = move || {
        let standings = state.get();
        let (known, waiting): (Vec<&LineRow>, Vec<&LineRow>) = standings
            .rows
            .iter()
            .filter(|row| row.pillar == pillar)
            .partition(|row| row.rule.is_computed());
        let known = known
            .into_iter()
            .map(|row| line_row(row, &standings, words))
            .collect_view();
        let waiting = waiting
            .into_iter()
            .map(|row| waiting_row(row, words))
            .collect_view();
        view! { <ul class="card list">{known}{waiting}</ul> }.into_any()
    };
    let back = Some(Back("/four".to_owned(), words.four_title().to_owned()));
    view! {
        <Frame here=Here::Four>
            <Top title=pillar.label(words.lang()) sub=words.four_title() back=back/>
            <main id="main" tabindex="-1">{body}</main>
        </Frame>
    }
}

/// A computed line: its wording, and how much is open.
fn line_row(line: &LineRow, standings: &Standings, words: Words) -> AnyView {
    let open = standings
        .all()
        .filter(|(_, found)| found.line == line.code && found.status.is_open());
    let open: Vec<_> = open.collect();
    let worst = open.iter().map(|(_, found)| found.status).max();
    let end = match worst {
        Some(status) => {
            let breached = status == domain::commitments::CommitmentStatus::Breached;
            let (tone, sign) = if breached {
                (Tone::Stop, Icon::Bang)
            } else {
                (Tone::Warn, Icon::Clock)
            };
            tag(tone, Some(sign), words.four_open(open.len()))
        }
        None => tag(Tone::Act, Some(Icon::Check), words.four_ok()),
    };
    let name = format!("{} {}", line.code.code(), line.wording(words.lang()));
    let detail = line.rule.label(words.lang()).to_owned();
    row(
        format!("/four/{}", line.code.code()),
        name.into_any(),
        detail,
        Some(end),
    )
}

/// A line that is not computed: said so, with what it needs. It leads nowhere.
fn waiting_row(line: &LineRow, words: Words) -> AnyView {
    let lang = words.lang();
    let name = format!("{} {}", line.code.code(), line.wording(lang));
    view! {
        <li class="row">
            <span class="w"><span class="n">{name}</span><span class="d">{words.four_needs(line.rule.label(lang))}</span></span>
            {tag(Tone::Plain, Some(Icon::Minus), words.four_not_yet())}
        </li>
    }
    .into_any()
}

#[component]
fn OfLine(line: LineCode) -> impl IntoView {
    let asked = use_query_map();
    // From the line to one of its findings only the query changes, and the route's screen stays.
    move || {
        let (of, who, village) = asked.with(|map| (map.get("of"), map.get("who"), map.get("village")));
        asked_of(line, of, who, village)
    }
}

fn asked_of(line: LineCode, of: Option<String>, who: Option<String>, village: Option<String>) -> AnyView {
    let Scene { ledger, view, .. } = scene();
    if let Some(village) = village {
        return view! { <One line village=VillageId(village) subject=Subject::Village/> }.into_any();
    }
    if let Some(of) = of {
        let found = view.with_untracked(|view| {
            let view = view.as_ref()?;
            let id = ledger.household_at(view, &of)?;
            let home = view.records.household(id)?;
            let member = who.and_then(|at| home.members.get(at.parse::<usize>().ok()?).map(|one| one.id));
            let subject = member.map_or(Subject::Household(id), |member| Subject::Member(id, member));
            Some((home.village.clone(), subject))
        });
        return match found {
            Some((village, subject)) => view! { <One line village subject/> }.into_any(),
            None => view! { <NotHere here=Here::Four/> }.into_any(),
        };
    }
    view! { <WholeLine line/> }.into_any()
}

#[component]
fn WholeLine(line: LineCode) -> impl IntoView {
    let Scene { words, view, .. } = scene();
    let state = expect_context::<State>().0;
    let shown = RwSignal::new(SHOWN);
    let fine = RwSignal::new(0);
    let title = line_title(line, words);
    let body = move || {
        let (view, standings) = (view.get()?, state.get());
        let row = standings.row(line)?;
        let lang = words.lang();
        let said = if row.rule.is_computed() {
            words.four_from(row.rule.label(lang))
        } else {
            words.four_needs(row.rule.label(lang))
        };
        let open = to_do(&standings, view.today, |found| found.line == line);
        let rows = open
            .iter()
            .take(shown.get())
            .map(|(standing, found)| finding_row(standing, found, &view, words))
            .collect_view();
        let list = if open.is_empty() && row.rule.is_computed() {
            empty(words.four_none(), words.four_none_more())
        } else {
            let rest = open.len().saturating_sub(shown.get());
            view! { <ul class="card list">{rows}</ul>{more(rest, (shown, SHOWN), words)} }.into_any()
        };
        let fine = on_track(line, (&standings, &view), fine, words);
        let tiers = (row.rule == Rule::VisitInterval).then(|| tiers(&view, words));
        let facts = [
            said,
            words.four_broken_when(row.breach(lang)),
            words.four_owner(row.owner.label(lang)),
        ];
        Some(view! {
            <p class="quiet-text">{facts.join(" · ")}</p>
            {(!row.document.is_empty()).then(|| view! { <p class="quiet-text">{row.document.clone()}</p> }.into_any())}
            {list}
            {fine}
            {tiers}
        })
    };
    let pillar = line.pillar();
    let back = Some(Back(
        format!("/four/{}", pillar.code()),
        pillar.label(words.lang()).to_owned(),
    ));
    view! {
        <Frame here=Here::Four>
            <Top title=title sub=pillar.label(words.lang()) back=back/>
            <main id="main" tabindex="-1">{body}</main>
        </Frame>
    }
}

/// What is on track, for whoever asks by what: nothing of it is drawn before.
fn on_track(
    line: LineCode,
    (standings, view): (&Standings, &View),
    fine: RwSignal<usize>,
    words: Words,
) -> Option<AnyView> {
    let found = standings
        .all()
        .filter(|(_, found)| found.line == line && found.status == CommitmentStatus::OnTrack);
    let found: Vec<_> = found.collect();
    if found.is_empty() {
        return None;
    }
    let (shown, count) = (fine.get(), words.four_fine(found.len()));
    if shown == 0 {
        let open = move |_| fine.set(SHOWN);
        return Some(view! { <button class="quiet" type="button" on:click=open>{count}</button> }.into_any());
    }
    let rows = found
        .iter()
        .take(shown)
        .map(|(standing, found)| finding_row(standing, found, view, words))
        .collect_view();
    let rest = found.len().saturating_sub(shown);
    let list = view! { <ul class="card list">{rows}</ul>{more(rest, (fine, SHOWN), words)} }.into_any();
    Some(section("h-fine", words.four_ok(), Some(count), None, list))
}

/// Within and past the interval, by tier; each number opens its list of households.
fn tiers(view: &View, words: Words) -> AnyView {
    let lines = expect_context::<Outline>().0.get();
    let config = view
        .reference
        .as_ref()
        .map(|told| told.config.clone())
        .unwrap_or_default();
    let panels = VisitTier::ALL
        .iter()
        .filter_map(|tier| tier_panel(*tier, &lines, &config, words))
        .collect_view();
    let body = view! { <div class="stack">{panels}</div> }.into_any();
    section("h-intervals", words.four_by_tier(), None, None, body)
}

fn tier_panel(tier: VisitTier, lines: &[Line], config: &Config, words: Words) -> Option<AnyView> {
    let of_tier: Vec<&Line> = lines.iter().filter(|line| line.due.tier == tier).collect();
    if of_tier.is_empty() {
        return None;
    }
    let past = of_tier.iter().filter(|line| line.is_past()).count();
    let within = of_tier.len().saturating_sub(past);
    let label = tier.label(words.lang());
    let counts = words.tier_counts(within, past);
    let list = |show: &str| format!("/households?show={show}&tier={}", tier.code());
    let panel = view! {
        <div class="card pad stack">
            <h3>{label}" "<small>{words.tier_line(config.interval(tier))}</small></h3>
            <progress class="share" max=of_tier.len().to_string() value=within.to_string() aria-label=format!("{label}：{counts}")></progress>
            <ul class="tallies">
                <li><a class="tally" href=list("within")><b>{within}</b>{words.within()}</a></li>
                <li><a class="tally" href=list("past")><b>{past}</b>{words.past()}</a></li>
            </ul>
        </div>
    };
    Some(panel.into_any())
}
