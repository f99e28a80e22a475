//! The leader's queue: what to read, what can be approved together, what is out for correction.

use super::household::gist;
use crate::format::relative_day;
use crate::ledger::View;
use crate::parts::diff::changes;
use crate::parts::icon::{Icon, go, icon};
use crate::parts::row::{banner, empty, error, row, section};
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Scene, Tone, Top, scene, tag};
use crate::screens::visit_form::config_of;
use crate::words::Words;
use domain::household::Household;
use domain::ids::VisitId;
use domain::operation::OperationBody;
use domain::policy::{Action, permits_somehow};
use domain::record::Records;
use domain::visit::codes::VisitStatus;
use domain::visit::queue::{Rank, in_order, open_alone};
use domain::visit::{Decision, Visit};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;
use std::collections::BTreeSet;

/// The visits that await this leader, in the order of reading.
pub(super) fn queue(view: &View) -> Vec<(Rank, &Visit)> {
    let records = &view.records;
    let household = |visit: &Visit| records.household(visit.household);
    in_order(records.visits(), household, &view.me.staff, &config_of(view))
}

/// The rank as a tag.
pub(super) fn rank_tag(rank: Rank, words: Words) -> AnyView {
    let (tone, sign) = match rank {
        Rank::Urgent => (Tone::Stop, Icon::Flag),
        Rank::NewRisk => (Tone::Stop, Icon::Bang),
        Rank::Contradiction => (Tone::Warn, Icon::Differs),
        Rank::Changed => (Tone::Calm, Icon::Edit),
        Rank::Monitored => (Tone::Calm, Icon::Eye),
        Rank::Late => (Tone::Plain, Icon::Clock),
        Rank::NoChange => (Tone::Plain, Icon::Equal),
    };
    tag(tone, Some(sign), rank.label(words.lang()))
}

/// `周敏 · 今天 · 入户`
pub(super) fn by_line(visit: &Visit, view: &View, words: Words) -> String {
    let day = relative_day(visit.content.visited_on, view.today, words);
    format!(
        "{} · {day} · {}",
        visit.author_name,
        visit.content.mode.label(words.lang())
    )
}

fn name_of(visit: &Visit, view: &View, words: Words) -> String {
    view.records
        .household(visit.household)
        .map(|household| words.of_name(household.name()))
        .unwrap_or_default()
}

/// The screen.
#[component]
pub fn Review() -> impl IntoView {
    let Scene { words, view, .. } = scene();
    let asked = use_query_map();
    let show = Memo::new(move |_| asked.read().get("show").unwrap_or_default());
    let back = Some(Back("/".to_owned(), words.today_title().to_owned()));
    let leads = scene()
        .me()
        .is_some_and(|me| permits_somehow(me.role, Action::ReviewVisit));
    move || {
        let (show, back) = (show.get(), back.clone());
        let together = (leads && show == "same").then(Together::new);
        let body = move || {
            let view = view.get()?;
            let body = match (together, show.as_str()) {
                (Some(together), _) => together.lists(&view),
                (None, "returned") => returned(&view, words),
                _ => to_read(&view, words),
            };
            Some(view! { {tabs(&view, &show, words)}{body} }.into_any())
        };
        view! {
            <Frame here=Here::Today docked=together.is_some()>
                <Top title=words.review_heading() sub=words.review_title() back=back/>
                <main id="main" tabindex="-1">
                    {together.map(Together::told)}
                    {if leads { body.into_any() } else { empty(words.review_heading(), words.leader_only()) }}
                </main>
                {together.map(Together::dock)}
            </Frame>
        }
    }
}

fn out(view: &View) -> Vec<&Visit> {
    let open = |visit: &&Visit| visit.status == VisitStatus::Returned && visit.author != view.me.staff;
    view.records.visits().filter(open).collect()
}

fn tabs(view: &View, show: &str, words: Words) -> AnyView {
    let queue = queue(view);
    let alike = queue.iter().filter(|(rank, _)| *rank == Rank::NoChange).count();
    let counts = [
        ("", "/review", words.tab_read(), queue.len().saturating_sub(alike)),
        ("same", "/review?show=same", words.tab_no_change(), alike),
        (
            "returned",
            "/review?show=returned",
            words.tab_returned(),
            out(view).len(),
        ),
    ];
    let chips = counts.map(|(name, href, word, count)| {
        let here = (show == name).then_some("page");
        view! { <a class="chip" href=href aria-current=here><span>{word}" "<b>{count}</b></span></a> }
    });
    view! { <nav class="chips" aria-label=words.review_kinds()>{chips.collect_view()}</nav> }.into_any()
}

fn to_read(view: &View, words: Words) -> AnyView {
    let cards: Vec<AnyView> = queue(view)
        .into_iter()
        .filter(|(rank, _)| *rank != Rank::NoChange)
        .map(|(rank, visit)| card(rank, visit, view, words))
        .collect();
    if cards.is_empty() {
        return empty(words.queue_empty(), words.queue_empty_more());
    }
    view! { <ul class="stack" aria-label=words.tab_read()>{cards}</ul> }.into_any()
}

/// One visit with what makes it worth reading.
fn card(rank: Rank, visit: &Visit, view: &View, words: Words) -> AnyView {
    let household = view.records.household(visit.household);
    let mut lines = changes(&visit.content.changes, household, words);
    lines.extend(flags(visit, words));
    if lines.is_empty() {
        lines.push(view! { <li>{gist(visit, words)}</li> }.into_any());
    }
    view! {
        <li class="card pick">
            <a class="row" href=format!("/review/{}", visit.id)>
                <span class="w">
                    <span class="n">{name_of(visit, view, words)}" "{rank_tag(rank, words)}</span>
                    <span class="d">{by_line(visit, view, words)}</span>
                </span>
                {go()}
            </a>
            <ul class="diff">{lines}</ul>
        </li>
    }
    .into_any()
}

/// The signals with the causes that they suggest.
pub(super) fn flags(visit: &Visit, words: Words) -> Option<AnyView> {
    let content = &visit.content;
    if content.signals.is_empty() {
        return None;
    }
    let lang = words.lang();
    let signals: Vec<&str> = content.signals.iter().map(|signal| signal.label(lang)).collect();
    let causes: BTreeSet<_> = content
        .signals
        .iter()
        .flat_map(|signal| signal.proposes())
        .collect();
    let causes: Vec<&str> = causes.into_iter().map(|cause| cause.label(lang)).collect();
    let said = format!(
        "{} · {}",
        words.flagged(&words.join(&signals)),
        words.suggests(&words.join(&causes))
    );
    Some(view! { <li>{said}</li> }.into_any())
}

fn returned(view: &View, words: Words) -> AnyView {
    let rows: Vec<AnyView> = out(view)
        .into_iter()
        .map(|visit| {
            let reason = visit.open_return().map(|(_, reason, _)| reason.label(words.lang()));
            let name = view! { {name_of(visit, view, words)}" "{reason.map(|reason| tag(Tone::Warn, Some(Icon::Return), reason))} };
            row(format!("/visits/{}", visit.id), name.into_any(), by_line(visit, view, words), None)
        })
        .collect();
    if rows.is_empty() {
        return empty(words.returned_empty(), words.queue_empty_more());
    }
    view! { <ul class="card list">{rows}</ul> }.into_any()
}

/// Unchanged visits: a drawn share is opened singly, the rest is approved with one tap.
#[derive(Clone, Copy)]
struct Together {
    scene: Scene,
    left_out: RwSignal<BTreeSet<VisitId>>,
    progress: RwSignal<Option<(usize, usize)>>,
    said: RwSignal<Option<Result<String, String>>>,
    rest: Memo<Alike>,
}

impl Together {
    fn new() -> Self {
        let scene = scene();
        Self {
            scene,
            left_out: RwSignal::new(BTreeSet::new()),
            progress: RwSignal::new(None),
            said: RwSignal::new(None),
            rest: Memo::new(move |_| scene.view.get().map(|view| split(&view).1).unwrap_or_default()),
        }
    }

    fn lists(self, view: &View) -> AnyView {
        lists(view, self.left_out, self.scene.words)
    }

    fn chosen(self) -> Alike {
        let left_out = self.left_out.get();
        self.rest
            .get()
            .into_iter()
            .filter(|(id, _)| !left_out.contains(id))
            .collect()
    }

    /// Approves one after the other; each is on the disk before the next begins.
    fn approve(self) {
        let visits = untrack(|| self.chosen());
        if self.progress.get_untracked().is_some() || visits.is_empty() {
            return;
        }
        let Scene { ledger, words, .. } = self.scene;
        spawn_local(async move {
            let all = visits.len();
            let mut outcome = Ok(words.approved_n(all));
            for (done, (visit, rev)) in visits.into_iter().enumerate() {
                let _ = self.progress.try_set(Some((done, all)));
                let body = OperationBody::ReviewVisit {
                    visit,
                    rev,
                    decision: Decision::Approve,
                };
                if let Err(problem) = ledger.save(body, None).await {
                    outcome = Err(words.trouble(&problem));
                    break;
                }
            }
            let _ = self.progress.try_set(None);
            let _ = self.said.try_set(Some(outcome));
        });
    }

    fn told(self) -> AnyView {
        (move || {
            self.said.get().map(|said| match said {
                Ok(done) => view! { <div role="status">{banner("act", Icon::Check, done)}</div> }.into_any(),
                Err(problem) => error("together-error".to_owned(), problem),
            })
        })
        .into_any()
    }

    fn dock(self) -> AnyView {
        let words = self.scene.words;
        let idle = move || (self.progress.get().is_some() || self.chosen().is_empty()).then_some("true");
        let label = move || match self.progress.get() {
            Some((done, all)) => words.approving(done, all),
            None => words.approve_n(self.chosen().len()),
        };
        let button = move || match self.rest.read().is_empty() && self.progress.get().is_none() {
            true => view! { <a class="solid" href="/review">{words.tab_read()}</a> }.into_any(),
            false => view! {
                <p>{words.together_hint()}</p>
                <button class="solid" type="button" aria-disabled=idle on:click=move |_| self.approve()>
                    {icon(Icon::Check)}{label}
                </button>
            }
            .into_any(),
        };
        view! { <div class="dock">{button}</div> }.into_any()
    }
}

type Alike = Vec<(VisitId, u32)>;

/// The unchanged visits: those drawn to be opened singly, and the rest.
fn split(view: &View) -> (Alike, Alike) {
    let config = config_of(view);
    let alike = queue(view)
        .into_iter()
        .filter(|(rank, _)| *rank == Rank::NoChange);
    alike
        .map(|(_, visit)| (visit.id, visit.rev))
        .partition(|(id, _)| open_alone(*id, &config))
}

fn lists(view: &View, left_out: RwSignal<BTreeSet<VisitId>>, words: Words) -> AnyView {
    let (drawn, rest) = split(view);
    if drawn.is_empty() && rest.is_empty() {
        return empty(words.no_change_empty(), words.no_change_empty_more());
    }
    let find = |id: VisitId| view.records.visit(id);
    let drawn_rows: Vec<AnyView> = drawn
        .iter()
        .filter_map(|(id, _)| find(*id))
        .map(|visit| {
            let name =
                view! { {name_of(visit, view, words)}" "{tag(Tone::Warn, Some(Icon::Eye), words.open_it())} };
            row(
                format!("/review/{}", visit.id),
                name.into_any(),
                by_line(visit, view, words),
                None,
            )
        })
        .collect();
    let drawn_part = (!drawn.is_empty()).then(|| {
        let list = view! { <ul class="card list">{drawn_rows}</ul> }.into_any();
        view! {
            {banner("calm", Icon::Info, words.drawn_banner(drawn.len()))}
            {section("h-sample", words.drawn_title(), Some(drawn.len().to_string()), None, list)}
        }
    });
    let ids: BTreeSet<VisitId> = rest.iter().map(|(id, _)| *id).collect();
    let rows = rest
        .iter()
        .filter_map(|(id, _)| find(*id))
        .map(|visit| tick_row(visit, view, left_out, words));
    let rest_part = (!rest.is_empty()).then(|| {
        let list = view! { <ul class="card list">{rows.collect_view()}</ul> }.into_any();
        section(
            "h-rest",
            words.together_title(),
            Some(rest.len().to_string()),
            Some(select_all(ids, left_out, words)),
            list,
        )
    });
    view! { {drawn_part}{rest_part} }.into_any()
}

fn select_all(ids: BTreeSet<VisitId>, left_out: RwSignal<BTreeSet<VisitId>>, words: Words) -> AnyView {
    let press = move |_| {
        left_out.update(|left_out| {
            if left_out.is_empty() {
                left_out.clone_from(&ids);
            } else {
                left_out.clear();
            }
        });
    };
    let label = move || {
        if left_out.read().is_empty() {
            words.select_none()
        } else {
            words.select_all()
        }
    };
    view! { <button type="button" on:click=press>{label}</button> }.into_any()
}

fn tick_row(visit: &Visit, view: &View, left_out: RwSignal<BTreeSet<VisitId>>, words: Words) -> AnyView {
    let id = visit.id;
    let name = name_of(visit, view, words);
    let household = view.records.household(visit.household);
    let detail = format!(
        "{} · {}",
        by_line(visit, view, words),
        met(visit, household, words)
    );
    let tick = move |event| {
        let on = event_target_checked(&event);
        left_out.update(|left_out| {
            if on {
                left_out.remove(&id);
            } else {
                left_out.insert(id);
            }
        });
    };
    view! {
        <li class="row">
            <label class="check">
                <input type="checkbox" name="visit" prop:checked=move || !left_out.read().contains(&id) on:change=tick/>
                <span class="w"><span class="n">{name.clone()}</span><span class="d">{detail}</span></span>
            </label>
            <a class="quiet" href=format!("/review/{id}") aria-label=words.see_visit_of(&name)>{go()}</a>
        </li>
    }
    .into_any()
}

fn met(visit: &Visit, household: Option<&Household>, words: Words) -> &'static str {
    let head = household.and_then(Household::head).map(|head| head.id);
    if visit.content.nobody_home {
        words.met_nobody()
    } else if head.is_some_and(|head| visit.content.met.contains(&head)) {
        words.met_head()
    } else {
        words.met_others()
    }
}
