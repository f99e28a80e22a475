//! Unchanged visits: a drawn share is opened singly, the rest is approved with one tap.

use super::{by_line, name_of, queue};
use crate::format::dotted;
use crate::ledger::View;
use crate::parts::icon::{Icon, go, icon};
use crate::parts::row::{banner, empty, error, row, section};
use crate::parts::{Scene, Tone, scene, tag};
use crate::words::Words;
use domain::household::Household;
use domain::ids::VisitId;
use domain::operation::OperationBody;
use domain::record::Records;
use domain::visit::queue::{Rank, open_alone};
use domain::visit::{Decision, Visit};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;

/// What has been ticked and what became of it; cheap to copy.
#[derive(Clone, Copy)]
pub struct Together {
    scene: Scene,
    left_out: RwSignal<BTreeSet<VisitId>>,
    progress: RwSignal<Option<(usize, usize)>>,
    said: RwSignal<Option<Result<String, String>>>,
    rest: Memo<Alike>,
}

impl Together {
    /// Nothing left out yet.
    pub fn new() -> Self {
        let scene = scene();
        Self {
            scene,
            left_out: RwSignal::new(BTreeSet::new()),
            progress: RwSignal::new(None),
            said: RwSignal::new(None),
            rest: Memo::new(move |_| scene.view.get().map(|view| split(&view).1).unwrap_or_default()),
        }
    }

    /// The drawn visits and the rest.
    pub fn lists(self, view: &View) -> AnyView {
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

    /// What became of the last approval.
    pub fn told(self) -> AnyView {
        (move || {
            self.said.get().map(|said| match said {
                Ok(done) => view! { <div role="status">{banner("act", Icon::Check, done)}</div> }.into_any(),
                Err(problem) => error("together-error".to_owned(), problem),
            })
        })
        .into_any()
    }

    /// The one tap.
    pub fn dock(self) -> AnyView {
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
                    {icon(Icon::Check)}{move || label()}
                </button>
            }
            .into_any(),
        };
        view! { <div class="dock">{move || button()}</div> }.into_any()
    }
}

type Alike = Vec<(VisitId, u32)>;

/// The unchanged visits: those drawn to be opened singly, and the rest.
fn split(view: &View) -> (Alike, Alike) {
    let config = view.config();
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
        .into_any()
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
    view! { <button type="button" on:click=press>{move || label()}</button> }.into_any()
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
                <span class="w"><span class="n">{name.clone()}</span><span class="d">{dotted(&detail)}</span></span>
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
