//! The fields of the form of a step: those that a step alone needs, and those that all have.

use super::form::{Author, Doubts, NAME, ON, Paper, SIGNER};
use super::kind::{Kind, Part, Said};
use crate::format::day_of;
use crate::parts::chips::chip;
use crate::parts::field::{Ask, Field, LINE, NUMBER};
use crate::parts::form::note;
use domain::case::codes::{Comparison, Department, Side};
use domain::case::rules::WORDS_MAX;
use domain::elimination::codes::EliminationWay;
use domain::household::checks::RISKS_MAX;
use domain::household::codes::{DisasterKind, MonitorCategory, RiskCause};
use leptos::prelude::*;

const LATE: Ask = Ask {
    id: "late_reason",
    ..LINE
};
/// People present, for and against.
const COUNTS: [&str; 3] = ["present", "agree", "disagree"];

/// What this step alone needs.
pub(super) fn needs(
    kind: Kind,
    paper: Paper,
    author: &Author,
    (categories, doubts): (&'static [MonitorCategory], Option<Doubts>),
    criteria: Option<&(dyn Fn(EliminationWay) -> AnyView + Send + Sync)>,
) -> AnyView {
    let words = paper.words;
    let line = |ask: Ask, label: &'static str, value| {
        view! { <Field ask=ask label=label value=value fault=paper.filling.fault_of(ask.id)/> }.into_any()
    };
    let part = |part: &Part| match (part, kind) {
        (Part::Signer, _) => line(SIGNER, words.case_signer(), paper.signer),
        (Part::Number, _) => line(NAME, words.case_number(), paper.name),
        (Part::Verifier, _) => verifier(paper, author),
        (Part::Findings, _) => findings(categories, doubts.clone(), paper),
        (Part::Stable, _) => {
            view! { {way(paper)}{line(SIGNER, words.elim_signer(), paper.signer)} }.into_any()
        }
        (Part::Votes, _) => counts(paper),
        (Part::Changed, _) => paper.chips(
            ("checkbox", "changed"),
            words.case_changed_legend(),
            [((), words.case_changed().to_owned())],
            |chosen, ()| chosen.changed,
            |chosen, (), on| chosen.changed = on,
        ),
        (Part::Departments, _) => {
            view! { {departments(Comparison::Agrees, paper)}{departments(Comparison::Differs, paper)} }
                .into_any()
        }
        (Part::Criteria, Kind::Nominate(way)) => criteria.map(|draw| draw(way)).into_any(),
        (Part::Criteria, _) => ().into_any(),
    };
    kind.parts().iter().map(part).collect_view().into_any()
}

/// How the risk went away.
fn way(paper: Paper) -> AnyView {
    let words = paper.words;
    let ways = EliminationWay::ALL.iter();
    paper.chips(
        ("radio", "way"),
        words.elim_way(),
        ways.map(|way| (*way, way.label(words.lang()).to_owned())),
        |chosen, way| chosen.way == way,
        |chosen, way, _| chosen.way = way,
    )
}

/// The other verifier: a colleague with a tap, or a name with a side.
fn verifier(paper: Paper, author: &Author) -> AnyView {
    let words = paper.words;
    let lang = words.lang();
    let known = author
        .others
        .iter()
        .map(|person| {
            let (name, side) = (person.name.clone(), person.side());
            let (face, chosen) = (name.clone(), name.clone());
            let is = move || *paper.name.read() == chosen;
            chip("radio", "colleague", face, is, move |_| {
                paper.filling.forgive();
                paper.name.set(name.clone());
                paper.chosen.update(|chosen| chosen.side = side);
            })
        })
        .collect_view();
    let sides = Side::ALL.iter().map(|side| (*side, side.label(lang).to_owned()));
    let sides = paper.chips(
        ("radio", "side"),
        words.case_side(),
        sides,
        |chosen, side| chosen.side == side,
        |chosen, side, _| chosen.side = side,
    );
    view! {
        <fieldset class="ask" id="verifiers" tabindex="-1">
            <legend>{words.case_second()}</legend>
            <p class="hint">{words.case_second_hint(&author.me.name)}</p>
            <div class="chips">{known}</div>
            {paper.filling.complaint("verifiers")}
        </fieldset>
        <Field ask=NAME label=words.case_second_name() value=paper.name fault=paper.filling.fault_of(NAME.id)/>
        {sides}
    }
    .into_any()
}

/// One of these categories, and causes; below them what speaks against both, as it is chosen.
fn findings(categories: &'static [MonitorCategory], doubts: Option<Doubts>, paper: Paper) -> AnyView {
    let words = paper.words;
    let lang = words.lang();
    let categories = categories.iter().map(|one| (*one, one.label(lang).to_owned()));
    let categories = paper.chips(
        ("radio", "category"),
        words.case_category(),
        categories,
        |chosen, category| chosen.category == Some(category),
        |chosen, category, _| chosen.category = Some(category),
    );
    let causes = RiskCause::ALL
        .iter()
        .map(|one| (*one, one.label(lang).to_owned()));
    let causes = paper.chips(
        ("checkbox", "risks"),
        words.case_causes_ask(),
        causes,
        |chosen, cause| chosen.causes.contains(&cause),
        |chosen, cause, on| {
            chosen.causes.retain(|other| *other != cause);
            if on && chosen.causes.len() < RISKS_MAX {
                chosen.causes.push(cause);
            }
        },
    );
    let disaster = Memo::new(move |_| paper.chosen.read().causes.contains(&RiskCause::NaturalDisaster));
    let kinds = move || {
        disaster.get().then(|| {
            let kinds = DisasterKind::ALL
                .iter()
                .map(|one| (*one, one.label(lang).to_owned()));
            paper.chips(
                ("radio", "disaster"),
                words.case_disaster(),
                kinds,
                |chosen, kind| chosen.disaster == Some(kind),
                |chosen, kind, _| chosen.disaster = Some(kind),
            )
        })
    };
    let chosen = Memo::new(move |_| {
        let chosen = paper.chosen.read();
        (chosen.category, chosen.causes.clone())
    });
    let doubts = doubts.map(|draw| {
        let said = move || chosen.with(|(category, causes)| draw(*category, causes));
        view! { <div role="status">{move || said()}</div> }.into_any()
    });
    view! { {categories}{causes}{kinds}{doubts} }.into_any()
}

fn counts(paper: Paper) -> AnyView {
    let words = paper.words;
    let labels = [words.case_present(), words.case_agree(), words.case_disagree()];
    let fields = COUNTS
        .into_iter()
        .zip(labels)
        .zip(paper.votes)
        .map(|((id, label), value)| {
            let ask = Ask { id, ..NUMBER };
            view! { <Field ask=ask label=label value=value fault=paper.filling.fault_of(ask.id)/> }.into_any()
        })
        .collect_view();
    view! {
        <fieldset class="ask" id="votes" tabindex="-1">
            <legend>{words.case_votes()}</legend>
            {fields}
            {paper.filling.complaint("votes")}
        </fieldset>
    }
    .into_any()
}

fn departments(result: Comparison, paper: Paper) -> AnyView {
    let words = paper.words;
    let all = Department::ALL
        .iter()
        .map(|one| ((*one, result), one.label(words.lang()).to_owned()));
    let (field, legend) = match result {
        Comparison::Agrees => ("results", words.case_agrees()),
        Comparison::Differs => ("differs", words.case_differs()),
    };
    paper.chips(
        ("checkbox", field),
        legend,
        all,
        |chosen, one| chosen.compared.contains(&one),
        |chosen, one, on| {
            chosen.compared.retain(|known| known.0 != one.0);
            if on {
                chosen.compared.push(one);
            }
        },
    )
}

/// Day, words, and why it is late; the reason is asked for and not insisted on (VP07).
pub(super) fn rest(kind: Kind, paper: Paper) -> AnyView {
    let (words, today) = (paper.words, paper.today);
    let label = match kind.said() {
        Said::Place => words.case_place(),
        Said::Minutes => words.case_minutes(),
        Said::Reason => words.flag_reason(),
        Said::Feedback => words.elim_feedback(),
        Said::Opinion => words.case_opinion(),
    };
    let optional = (!kind.needs_words())
        .then(|| view! { " "<span class="optional">{words.flag_words_hint()}</span> }.into_any());
    let label = view! { {label}{optional} };
    let passed = Memo::new(move |_| paper.passed());
    let late = move || {
        let last = day_of(passed.get()?, today, words.lang());
        Some(
            view! { <Field ask=LATE label=words.case_late() value=paper.late hint=words.case_late_hint(&last)/> },
        )
    };
    view! {
        <Field ask=ON label=words.case_on() value=paper.on fault=paper.filling.fault_of(ON.id)/>
        {note("words", (label.into_any(), ""), WORDS_MAX, paper.said, paper.filling)}
        {move || late()}
    }
    .into_any()
}
