//! What a visit says, in words.

use crate::format::day_of;
use crate::ledger::View;
use crate::parts::diff::{changes, is_news};
use crate::parts::{Icon, Tone, tag};
use crate::words::Words;
use domain::household::Household;
use domain::household::codes::Answer;
use domain::household::facts::FactValue;
use domain::ids::StaffId;
use domain::visit::{FactChange, VisitContent};
use leptos::prelude::*;

/// Changed facts first, then everything else line by line.
pub fn content(content: &VisitContent, household: Option<&Household>, view: &View, words: Words) -> AnyView {
    let lang = words.lang();
    let changed = changes(&content.changes, household, words);
    let changed =
        (!changed.is_empty()).then(|| view! { <ul class="card pad diff">{changed}</ul> }.into_any());
    let purposes: Vec<&str> = content
        .purposes
        .iter()
        .map(|purpose| purpose.label(lang))
        .collect();
    let explained: Vec<&str> = content
        .policies_explained
        .iter()
        .map(|kind| kind.label(lang))
        .collect();
    let when = format!(
        "{} {}",
        day_of(content.visited_on, view.today, lang),
        content.time_band.label(lang)
    );
    let line = |term: &'static str, said: AnyView| view! { <dt>{term}</dt><dd>{said}</dd> }.into_any();
    let text = |term: &'static str, said: String| {
        (!said.trim().is_empty()).then(|| line(term, view! { {said} }.into_any()))
    };
    let next = content
        .next_visit_on
        .map(|day| day_of(day, view.today, lang))
        .unwrap_or_default();
    view! {
        {changed}
        <dl class="facts card">
            {line(words.met_label(), view! { {met(content, household, words)} }.into_any())}
            {line(words.mode_label(), view! { {content.mode.label(lang)}" "<em>{when}</em> }.into_any())}
            {text(words.purpose_label(), words.join(&purposes))}
            {text(words.companions_label(), companions(content, view, words))}
            {signals(content, words).map(|tags| line(words.signals_label(), tags))}
            {content.no_change.then(|| line("", tag(Tone::Act, Some(Icon::Check), words.no_change_done())))}
            {confirmed(content, household, words)}
            {text(words.note_short(), content.note.clone())}
            {text(words.explained_short(), words.join(&explained))}
            {text(words.help_short(), content.help_done.clone())}
            {text(words.late_label_short(), content.late_reason.clone().unwrap_or_default())}
            {text(words.next_label(), next)}
        </dl>
    }
    .into_any()
}

fn met(content: &VisitContent, household: Option<&Household>, words: Words) -> String {
    if content.nobody_home {
        return words.nobody_home().to_owned();
    }
    let name = |id| {
        household
            .and_then(|household| household.member(id))
            .map(|member| member.name.as_str())
    };
    let names: Vec<&str> = content.met.iter().filter_map(|id| name(*id)).collect();
    words.join(&names)
}

fn companions(content: &VisitContent, view: &View, words: Words) -> String {
    let colleagues = || view.reference.iter().flat_map(|reference| &reference.colleagues);
    let name = |id: &StaffId| {
        colleagues()
            .find(|colleague| colleague.id == *id)
            .map(|colleague| colleague.name.as_str())
    };
    let names: Vec<&str> = content
        .companions
        .iter()
        .map(|id| name(id).unwrap_or(id.as_str()))
        .collect();
    words.join(&names)
}

fn signals(content: &VisitContent, words: Words) -> Option<AnyView> {
    if content.signals.is_empty() {
        return None;
    }
    let urgent = content
        .urgent
        .then(|| tag(Tone::Stop, Some(Icon::Flag), words.urgent_tag()));
    let tags = content
        .signals
        .iter()
        .map(|signal| tag(Tone::Stop, Some(Icon::Bang), signal.label(words.lang())));
    Some(view! { {urgent}{tags.collect_view()} }.into_any())
}

/// Facts that were asked and had not changed.
fn confirmed(content: &VisitContent, household: Option<&Household>, words: Words) -> Vec<AnyView> {
    let line = |change: &FactChange| {
        let name = change.field.name;
        let said = words.value(name, change.new.as_ref());
        let problem = change.new.as_ref().and_then(FactValue::code) == Some(Answer::Problem.code());
        let (tone, sign) = if problem {
            (Tone::Stop, Icon::Bang)
        } else {
            (Tone::Act, Icon::Check)
        };
        let label = words.field(&change.field, household);
        view! { <dt>{label}</dt><dd>{tag(tone, Some(sign), said)}</dd> }.into_any()
    };
    content
        .changes
        .iter()
        .filter(|change| !is_news(change))
        .map(line)
        .collect()
}
