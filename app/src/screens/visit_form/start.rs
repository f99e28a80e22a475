//! From where a form starts: a fresh visit, a draft, a returned visit, or what the server did not take.

use super::answers::fresh;
use super::page::FormPage;
use crate::format::local;
use crate::ledger::{Draft, DraftKey, PendingState, View};
use crate::parts::row::{banner, empty};
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Icon, Scene, Top, scene};
use crate::phone::platform::{now_ms, uuid_v7, zone_offset_min};
use crate::screens::not_here::NotHere;
use chrono::Timelike;
use domain::household::Household;
use domain::ids::{OpId, VisitId};
use domain::operation::OperationBody;
use domain::record::Records;
use domain::refusal::Refusal;
use domain::time::Millis;
use domain::visit::codes::{ReturnReason, VisitStatus};
use domain::visit::{Visit, VisitContent};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;
use std::sync::Arc;

/// All that a form needs; what the person saw stays as it was while the form is open.
#[derive(Clone)]
pub struct Start {
    /// The visit's identity, made once.
    pub visit: VisitId,
    /// The household as shown.
    pub household: Household,
    /// The revision to correct; none for a new visit.
    pub base_rev: Option<u32>,
    /// What the form shows first.
    pub content: VisitContent,
    /// When the draft was kept that the form goes on from.
    pub restored: Option<Millis>,
    /// What a draft of an earlier revision said: shown beside the newer text, never in its place.
    pub older: Option<String>,
    /// Why the leader returned it.
    pub returned: Option<(ReturnReason, String)>,
    /// The refused operation that this form is to replace.
    pub replaces: Option<(OpId, Refusal)>,
    /// What the form would show without a draft.
    pub blank: VisitContent,
}

impl Start {
    /// Under which name the draft is kept.
    pub const fn key(&self) -> DraftKey {
        match (&self.replaces, self.base_rev) {
            // What was refused is mended by itself: another visit may have been begun in this household.
            (Some((op, _)), _) => DraftKey::Form("mend", op.0),
            (None, Some(_)) => DraftKey::Correction(self.visit),
            (None, None) => DraftKey::New(self.household.id),
        }
    }

    /// The draft of this form with this content, as it would be kept now.
    pub fn draft(&self, content: VisitContent) -> Draft {
        Draft {
            visit: self.visit,
            household: self.household.id,
            base_rev: self.base_rev,
            content,
            saved_at: Millis(now_ms()),
        }
    }
}

fn hour_now() -> u32 {
    let now = now_ms();
    local(Millis(now), zone_offset_min(now)).map_or(12, |time| time.hour())
}

/// The refused operation named in the address, if it still waits for a person.
fn replaced(view: &View) -> Option<(OpId, Refusal, OperationBody)> {
    let named = use_query_map()
        .with_untracked(|map| map.get("from"))?
        .parse::<OpId>()
        .ok()?;
    view.outbox.iter().find_map(|pending| match &pending.state {
        PendingState::Attention(refusal) if pending.operation.id == named => {
            Some((named, refusal.clone(), pending.operation.body.clone()))
        }
        _ => None,
    })
}

/// A new visit of the household in the address.
#[component]
pub fn NewVisit(
    /// What the address names the household by.
    id: String,
) -> impl IntoView {
    let Scene { ledger, view, .. } = scene();
    let there = Memo::new(move |_| view.get().and_then(|view| ledger.household_at(&view, &id)));
    move || {
        let id = there.get();
        let found = untrack(|| {
            let view = view.get()?;
            let household = view.records.household(id?)?.clone();
            Some((view, household))
        });
        match found {
            Some((view, household)) => new_form(&view, household),
            None => view! { <NotHere here=Here::Visit/> }.into_any(),
        }
    }
}

fn new_form(view: &Arc<View>, household: Household) -> AnyView {
    // Whoever comes back from recording a request there goes on with the same visit.
    let begun = use_query_map()
        .with_untracked(|map| map.get("as"))
        .and_then(|text| text.parse().ok())
        .filter(|visit| view.records.visit(VisitId(*visit)).is_none());
    let Ok(visit) = begun.map_or_else(|| uuid_v7(now_ms()), Ok) else {
        return banner("stop", Icon::Warn, scene().words.phone_no_id());
    };
    let mut content = fresh(&household, view.today, hour_now());
    let replaces = replaced(view);
    if let Some((_, _, OperationBody::LogVisit { content: refused, .. })) = &replaces {
        content = refused.as_ref().clone();
    }
    let start = Start {
        visit: VisitId(visit),
        household,
        base_rev: None,
        blank: content.clone(),
        content,
        restored: None,
        older: None,
        returned: None,
        replaces: replaces.map(|(op, refusal, _)| (op, refusal)),
    };
    view! { <Prepared start/> }.into_any()
}

/// The correction of the visit in the address.
#[component]
pub fn CorrectVisit(
    /// The visit's identity.
    id: String,
) -> impl IntoView {
    let Scene { view, words, .. } = scene();
    let id = id.parse::<VisitId>().ok();
    let found = move || {
        let view = view.get()?;
        let visit = view.records.visit(id?)?.clone();
        let household = view.records.household(visit.household)?.clone();
        Some((view, visit, household))
    };
    let there = Memo::new(move |_| found().is_some());
    move || {
        there.track();
        let Some((view, visit, household)) = untrack(found) else {
            return view! { <NotHere here=Here::Visit/> }.into_any();
        };
        let open = matches!(visit.status, VisitStatus::Submitted | VisitStatus::Returned);
        if open && visit.author == view.me.staff {
            return correction(&view, &visit, household);
        }
        let back = Some(Back(
            format!("/visits/{}", visit.id),
            words.visit_title(household.name()),
        ));
        view! {
            <Frame here=Here::Visit>
                <Top title=words.form_title_correct() back=back/>
                <main id="main" tabindex="-1">{empty(words.form_title_correct(), words.cannot_correct())}</main>
            </Frame>
        }
        .into_any()
    }
}

fn correction(view: &View, visit: &Visit, household: Household) -> AnyView {
    let replaces = replaced(view);
    let content = match &replaces {
        Some((_, _, OperationBody::ReviseVisit { content, .. })) => content.as_ref().clone(),
        _ => visit.content.clone(),
    };
    let start = Start {
        visit: visit.id,
        household,
        base_rev: Some(visit.rev),
        blank: content.clone(),
        content,
        restored: None,
        older: None,
        returned: visit
            .open_return()
            .map(|(_, reason, said)| (reason, said.to_owned())),
        replaces: replaces.map(|(op, refusal, _)| (op, refusal)),
    };
    view! { <Prepared start/> }.into_any()
}

/// What was saved of the new visit that this draft is of, if it was.
fn saved_already(start: &Start, draft: &Draft, view: &View) -> Option<VisitContent> {
    let new = start.base_rev.is_none();
    let saved = view.records.visit(draft.visit).filter(|_| new)?;
    Some(saved.content.clone())
}

/// Looks for a draft before the form is shown, so that nothing changes under the person's fingers.
#[component]
fn Prepared(start: Start) -> impl IntoView {
    let Scene { ledger, view, .. } = scene();
    let ready = RwSignal::new(None::<Start>);
    spawn_local(async move {
        let draft = ledger.draft(start.key()).await;
        let mut start = start;
        // A draft of an older revision would undo what was corrected since; its words are shown beside the newer text.
        let (draft, older) = match draft {
            Some(draft) if draft.base_rev != start.base_rev => (None, Some(draft.content.note)),
            draft => (draft, None),
        };
        start.older = older.filter(|note| !note.is_empty() && *note != start.content.note);
        // A visit that was saved meanwhile, as by another tab: its text is no draft any more, another text is one
        // of a visit of its own.
        let saved = draft
            .as_ref()
            .and_then(|draft| saved_already(&start, draft, view.get_untracked().as_deref()?));
        if saved.is_some() && saved == draft.as_ref().map(|draft| draft.content.clone()) {
            ledger.remove_draft(start.key()).await;
        } else if let Some(draft) = draft {
            if saved.is_none() {
                start.visit = draft.visit;
            }
            start.content = draft.content;
            start.restored = Some(draft.saved_at);
        }
        let _ = ready.try_set(Some(start));
    });
    move || ready.get().map(|start| view! { <FormPage start/> }.into_any())
}
