//! What the server did not take: why, and what to do with it. Nothing goes without a person's word.

use crate::ledger::{Pending, PendingState, View};
use crate::parts::dialog::Sheet;
use crate::parts::icon::{Icon, icon};
use crate::parts::row::{error, section};
use crate::parts::{Scene, Tone, household_address, moment, scene, tag};
use crate::screens::pending::{address_of_days, kind, name_of, split};
use crate::words::Words;
use domain::ids::OpId;
use domain::operation::{Operation, OperationBody};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The list, where there is one.
#[component]
pub fn Attention() -> impl IntoView {
    let Scene { words, view, .. } = scene();
    let fault = RwSignal::new(None::<String>);
    let asked = RwSignal::new(None::<OpId>);
    let open = RwSignal::new(false);
    let list = move || {
        let view = view.get()?;
        let (_, attention) = split(&view);
        if attention.is_empty() {
            return None;
        }
        let ask = move |op| {
            asked.set(Some(op));
            open.set(true);
        };
        let cards = attention
            .iter()
            .map(|pending| card(pending, &view, fault, ask))
            .collect_view();
        let body = view! { <p class="quiet-text">{words.attention_more()}</p><ul class="stack">{cards}</ul> };
        let count = Some(attention.len().to_string());
        let part = section(
            "h-attention",
            words.attention_heading(),
            count,
            None,
            body.into_any(),
        );
        Some(view! { <div id="attention">{part}</div> })
    };
    view! {
        {move || list()}
        {move || fault.get().map(|text| error("attention-error".to_owned(), text))}
        <Sheet open=open id="h-discard" title=words.discard_title()>
            {discard_question(asked, open, fault)}
        </Sheet>
    }
}

fn card(
    pending: &Pending,
    view: &View,
    fault: RwSignal<Option<String>>,
    ask: impl Fn(OpId) + Copy + 'static,
) -> AnyView {
    let Scene { ledger, words, .. } = scene();
    let operation = &pending.operation;
    let op = operation.id;
    let why = match &pending.state {
        PendingState::Attention(refusal) => refusal.words(words.lang()),
        PendingState::Waiting => "",
    };
    let when = moment(operation.recorded_at, view.today, words);
    let retry = move |_| {
        spawn_local(async move {
            if let Err(problem) = ledger.retry(op).await {
                let _ = fault.try_set(Some(words.trouble(&problem)));
            }
        });
    };
    let fix = view! { <a class="solid" href=fix_address(operation)>{icon(Icon::Edit)}{words.fix()}</a> };
    view! {
        <li class="card pad stack">
            <div>
                <b>{name_of(operation, view, words)}</b>" "{tag(Tone::Stop, Some(Icon::Bang), kind(operation, words))}
                <p class="quiet-text">{when}</p>
                <p>{why}</p>
                {written(operation, words)}
            </div>
            <div class="acts">
                {fix}
                <button class="ghost" type="button" on:click=retry>{icon(Icon::Sync)}{words.retry()}</button>
                <a class="ghost" href=format!("/me/unsent?op={op}")>{icon(Icon::File)}{words.export_one()}</a>
                <button class="danger" type="button" on:click=move |_| ask(op)>{words.discard()}</button>
            </div>
        </li>
    }
    .into_any()
}

/// The words that the person typed, so that they can be read before anything is decided.
fn written(operation: &Operation, words: Words) -> Option<AnyView> {
    let text = match &operation.body {
        OperationBody::LogVisit { content, .. } | OperationBody::ReviseVisit { content, .. } => {
            crate::screens::household::gist_of(content, words)
        }
        OperationBody::AddAddendum { text, .. } => text.clone(),
        OperationBody::RecordIncome { content, .. } => content.note.clone(),
        OperationBody::ExplainLine { said, .. } => said.reason.clone(),
        OperationBody::RaiseFlag { content, .. } => crate::screens::flag::gist(content, words),
        OperationBody::RaiseRequest { content, .. } => content.text.clone(),
        OperationBody::StepRequest { step, .. } => {
            format!("{} {}", step.kind().label(words.lang()), step.words())
        }
        OperationBody::StepCase { step, .. } => {
            format!("{} {}", step.deed.kind().label(words.lang()), step.words)
        }
        OperationBody::NominateElimination {
            way, words: typed, ..
        } => {
            format!("{} {typed}", way.label(words.lang()))
        }
        OperationBody::ReduceNaturally {
            reason, words: typed, ..
        } => {
            format!("{} {typed}", reason.label(words.lang()))
        }
        OperationBody::StepElimination { step, .. } => {
            format!("{} {}", step.deed.kind().label(words.lang()), step.words)
        }
        OperationBody::AddMeasure { content, .. } => content.said(words.lang()),
        OperationBody::ProgressMeasure { step, .. } => {
            format!("{} {}", step.status.label(words.lang()), step.words)
        }
        OperationBody::NameContact { name, .. } => name.clone(),
        OperationBody::AskLeave { content, .. } => {
            format!("{} {}", content.kind.label(words.lang()), content.reason)
        }
        OperationBody::DecideLeave { decision, .. } => decision.words.clone(),
        OperationBody::ConfirmMonth { content, .. } => content.words.clone(),
        OperationBody::RecordEntitlement { content, .. } => {
            format!(
                "{} {}",
                crate::screens::entitlement::gist(content, words),
                content.words
            )
        }
        OperationBody::WriteHandover { line, .. } => line.text.clone(),
        OperationBody::SignHandover { words: why, .. } | OperationBody::StrikeWork { why, .. } => why.clone(),
        OperationBody::LogWork { content, .. } => {
            format!("{} {}", content.kind.label(words.lang()), content.words)
        }
        OperationBody::ReviewVisit { .. }
        | OperationBody::EndLeave { .. }
        | OperationBody::SignPlan { .. }
        | OperationBody::ResolveConflict { .. }
        | OperationBody::ConfirmExplanation { .. }
        | OperationBody::OpenCase { .. }
        | OperationBody::TriageFlag { .. } => return None,
    };
    Some(view! { <blockquote>{text}</blockquote> }.into_any())
}

/// Where the operation can be changed and saved anew.
fn fix_address(operation: &Operation) -> String {
    let op = operation.id;
    match &operation.body {
        OperationBody::LogVisit { household, .. } => {
            format!("{}/visit?from={op}", household_address(*household))
        }
        OperationBody::ReviseVisit { visit, .. } => format!("/visits/{visit}/correct?from={op}"),
        OperationBody::ReviewVisit { visit, .. } => format!("/review/{visit}"),
        OperationBody::AddAddendum { visit, .. } => format!("/visits/{visit}"),
        OperationBody::ResolveConflict { household, .. } => household_address(*household),
        OperationBody::RecordIncome { household, .. } => {
            format!("{}/income?from={op}", household_address(*household))
        }
        OperationBody::ExplainLine { .. } | OperationBody::ConfirmExplanation { .. } => "/four".to_owned(),
        OperationBody::AskLeave { .. }
        | OperationBody::DecideLeave { .. }
        | OperationBody::EndLeave { .. }
        | OperationBody::ConfirmMonth { .. } => {
            address_of_days(&operation.body, &operation.author).to_owned()
        }
        OperationBody::WriteHandover { of, .. } | OperationBody::SignHandover { of, .. } => {
            format!("/handover/{}", of.id())
        }
        OperationBody::StrikeWork { work, .. } => format!("/work/{work}"),
        // What was typed stands above; it is written anew there.
        OperationBody::RaiseFlag { household, .. } => format!("{}/flag", household_address(*household)),
        OperationBody::LogWork { .. } => "/work/new".to_owned(),
        OperationBody::StepRequest { request, .. } => format!("/requests/{request}"),
        OperationBody::RaiseRequest { household, .. } => format!("{}/request", household_address(*household)),
        OperationBody::RecordEntitlement { household, .. } => {
            format!("{}/policies", household_address(*household))
        }
        OperationBody::TriageFlag { flag, .. } | OperationBody::OpenCase { flag, .. } => {
            format!("/flags/{flag}")
        }
        OperationBody::AddMeasure { household, .. }
        | OperationBody::ProgressMeasure { household, .. }
        | OperationBody::NameContact { household, .. }
        | OperationBody::SignPlan { household, .. } => {
            format!("{}/plan", household_address(*household))
        }
        OperationBody::StepCase { household, .. } => format!("{}/case", household_address(*household)),
        OperationBody::NominateElimination { household, .. }
        | OperationBody::ReduceNaturally { household, .. }
        | OperationBody::StepElimination { household, .. } => {
            format!("{}/elimination", household_address(*household))
        }
    }
}

fn discard_question(
    asked: RwSignal<Option<OpId>>,
    open: RwSignal<bool>,
    fault: RwSignal<Option<String>>,
) -> AnyView {
    let Scene { ledger, words, .. } = scene();
    let discard = move |_| {
        let Some(op) = asked.get_untracked() else { return };
        spawn_local(async move {
            if let Err(problem) = ledger.discard(op).await {
                let _ = fault.try_set(Some(words.trouble(&problem)));
            }
            let _ = open.try_set(false);
        });
    };
    view! {
        <p>{words.discard_words()}</p>
        {move || asked.get().map(|op| view! { <a class="ghost" href=format!("/me/unsent?op={op}")>{words.export_first()}</a> }.into_any())}
        <div class="acts">
            <button class="ghost" type="button" on:click=move |_| open.set(false)>{words.keep()}</button>
            <button class="danger" type="button" on:click=discard>{words.discard_yes()}</button>
        </div>
    }
    .into_any()
}
