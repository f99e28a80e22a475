//! The form of the next step: what happened, when, and what this step alone needs.

use super::typed::{Chosen, FIELDS, Lack, Person, Texts, step};
use crate::ledger::UiError;
use crate::parts::chips::chip;
use crate::parts::field::{Ask, Field};
use crate::parts::form::{Fault, Filling};
use crate::parts::row::error;
use crate::parts::{Scene, scene};
use crate::words::Words;
use chrono::NaiveDate;
use domain::case::CaseStep;
use domain::case::codes::{Comparison, Department, Side, StepKind};
use domain::case::rules::{WORDS_MAX, needs_words};
use domain::household::checks::RISKS_MAX;
use domain::household::codes::{DisasterKind, MonitorCategory, RiskCause};
use leptos::prelude::*;

const ON: Ask = Ask {
    id: "on",
    kind: "date",
    autocomplete: "off",
    inputmode: "",
    class: "",
    capitalize: "",
};
const NAME: Ask = Ask {
    id: "name",
    kind: "text",
    ..ON
};
const LATE: Ask = Ask {
    id: "late_reason",
    ..NAME
};
const COUNTS: [Ask; 3] = [
    Ask {
        id: "present",
        inputmode: "numeric",
        ..NAME
    },
    Ask {
        id: "agree",
        inputmode: "numeric",
        ..NAME
    },
    Ask {
        id: "disagree",
        inputmode: "numeric",
        ..NAME
    },
];

/// What is asked.
#[derive(Clone)]
pub struct Asking {
    /// The steps that are possible now.
    pub steps: Vec<StepKind>,
    /// The household's name, which is likely to be the signer's.
    pub name: String,
    /// The causes that the signs suggest.
    pub causes: Vec<RiskCause>,
    /// Whether the step is past its last day.
    pub late: bool,
    /// The day.
    pub today: NaiveDate,
}

/// Who fills it in.
#[derive(Clone)]
pub struct Author {
    /// The person.
    pub me: Person,
    /// Who may have verified along.
    pub others: Vec<Person>,
}

/// What is filled in.
#[derive(Clone, Copy)]
struct Paper {
    chosen: RwSignal<Chosen>,
    on: RwSignal<String>,
    name: RwSignal<String>,
    said: RwSignal<String>,
    late: RwSignal<String>,
    votes: [RwSignal<String>; 3],
    filling: Filling,
    words: Words,
}

impl Paper {
    fn new(asking: &Asking, words: Words) -> Self {
        let chosen = Chosen {
            // The only one there is needs no tap.
            kind: asking.steps.first().copied().filter(|_| asking.steps.len() == 1),
            side: Side::Village,
            category: None,
            causes: asking.causes.clone(),
            disaster: None,
            compared: Vec::new(),
            changed: false,
        };
        let empty = || RwSignal::new(String::new());
        Self {
            chosen: RwSignal::new(chosen),
            on: RwSignal::new(asking.today.to_string()),
            name: empty(),
            said: empty(),
            late: empty(),
            votes: [empty(), empty(), empty()],
            filling: Filling::default(),
            words,
        }
    }

    fn read(self, author: &Author) -> Result<CaseStep, Fault> {
        let texts = Texts {
            on: self.on.get_untracked(),
            name: self.name.get_untracked(),
            words: self.said.get_untracked(),
            late: self.late.get_untracked(),
            votes: self.votes.map(|votes| votes.get_untracked()),
        };
        let read = step(&self.chosen.get_untracked(), &texts, &author.me, &author.others);
        read.map_err(|lack| (lack.field(), self.words.case_lack(lack).to_owned()))
    }

    fn fault(self, field: &'static str) -> impl Fn() -> Option<AnyView> + Send + 'static {
        let fault = self.filling.fault_of(field);
        move || fault.get().map(|text| error(format!("{field}-error"), text))
    }

    /// A set of chips, radio or checkbox.
    fn chips<T: Copy + Send + Sync + 'static>(
        self,
        (kind, field): (&'static str, &'static str),
        legend: &'static str,
        all: impl IntoIterator<Item = (T, String)>,
        is: fn(&Chosen, T) -> bool,
        choose: fn(&mut Chosen, T, bool),
    ) -> AnyView {
        let chips = all
            .into_iter()
            .map(|(value, label)| {
                let checked = move || is(&self.chosen.read(), value);
                chip(kind, field, label, checked, move |on| {
                    self.filling.forgive();
                    self.chosen.update(|chosen| choose(chosen, value, on));
                })
            })
            .collect_view();
        view! {
            <fieldset class="ask" id=field tabindex="-1">
                <legend>{legend}</legend>
                <div class="chips">{chips}</div>
                {self.fault(field)}
            </fieldset>
        }
        .into_any()
    }
}

/// The form. `save` makes the step durable, or says what keeps it from being.
#[component]
pub fn StepForm<S, F>(
    /// What is asked.
    asking: Asking,
    /// Who fills it in.
    author: Author,
    /// Saves the step.
    save: S,
) -> impl IntoView
where
    S: Fn(CaseStep) -> F + 'static,
    F: Future<Output = Result<(), UiError>> + 'static,
{
    let Scene { words, .. } = scene();
    let paper = Paper::new(&asking, words);
    let submit = {
        let author = author.clone();
        move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            match paper.read(&author) {
                Err(fault) => paper.filling.complain(fault),
                Ok(step) => {
                    let saving = save(step);
                    paper.filling.submit(None, async move {
                        saving.await.map_err(|problem| place(&problem, words))
                    });
                }
            }
        }
    };
    let lang = words.lang();
    let name = asking.name.clone();
    let kinds = asking
        .steps
        .iter()
        .map(|kind| (*kind, kind.label(lang).to_owned()));
    let kinds = paper.chips(
        ("radio", "kind"),
        words.case_what(),
        kinds,
        |chosen, kind| chosen.kind == Some(kind),
        |chosen, kind, _| chosen.kind = Some(kind),
    );
    let kind = Memo::new(move |_| paper.chosen.read().kind);
    let needs = move || {
        let kind = kind.get()?;
        paper.name.set(if kind == StepKind::Authorise {
            name.clone()
        } else {
            String::new()
        });
        Some(needs(kind, paper, &author))
    };
    let late = asking.late;
    let rest = move || {
        let kind = kind.get()?;
        Some(rest(kind, late, paper))
    };
    let label = move || {
        if paper.filling.busy.get() {
            words.flag_saving()
        } else {
            words.case_save()
        }
    };
    view! {
        <form class="stack narrow" id="step" autocomplete="off" novalidate on:submit=submit>
            <h2>{words.case_next()}</h2>
            {kinds}
            {needs}
            {rest}
            {paper.fault("step")}
            <button class="solid wide" type="submit" aria-disabled=move || paper.filling.busy.get().then_some("true")>{label}</button>
        </form>
    }
}

/// The fault beside its field, or above the button where the form has none for it.
fn place(problem: &UiError, words: Words) -> Fault {
    let field = FIELDS.into_iter().find(|field| problem.field() == Some(field));
    let field = match field {
        Some("signer" | "number") => "name",
        Some(field) => field,
        None => "step",
    };
    (field, words.trouble(problem))
}

/// What this step alone needs.
fn needs(kind: StepKind, paper: Paper, author: &Author) -> AnyView {
    let words = paper.words;
    let named = |label: &'static str| {
        view! { <Field ask=NAME label=label value=paper.name fault=paper.filling.fault_of(NAME.id)/> }
            .into_any()
    };
    match kind {
        StepKind::Authorise => named(words.case_signer()),
        StepKind::EnterNumber => named(words.case_number()),
        StepKind::FindNotQualified => verifier(paper, author),
        StepKind::Verify => view! { {verifier(paper, author)}{findings(paper)} }.into_any(),
        StepKind::Agree | StepKind::Disagree => counts(paper),
        StepKind::RejectObjection => paper.chips(
            ("checkbox", "changed"),
            words.case_changed_legend(),
            [((), words.case_changed().to_owned())],
            |chosen, ()| chosen.changed,
            |chosen, (), on| chosen.changed = on,
        ),
        StepKind::Compare => {
            view! { {departments(Comparison::Agrees, paper)}{departments(Comparison::Differs, paper)} }
                .into_any()
        }
        _ => ().into_any(),
    }
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
            {paper.fault("verifiers")}
        </fieldset>
        <Field ask=NAME label=words.case_second_name() value=paper.name fault=paper.filling.fault_of(NAME.id)/>
        {sides}
    }
    .into_any()
}

/// Category and causes.
fn findings(paper: Paper) -> AnyView {
    let words = paper.words;
    let lang = words.lang();
    let categories = MonitorCategory::ALL
        .iter()
        .map(|one| (*one, one.label(lang).to_owned()));
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
    view! { {categories}{causes}{kinds} }.into_any()
}

fn counts(paper: Paper) -> AnyView {
    let words = paper.words;
    let labels = [words.case_present(), words.case_agree(), words.case_disagree()];
    let fields = COUNTS
        .into_iter()
        .zip(labels)
        .zip(paper.votes)
        .map(|((ask, label), value)| {
            view! { <Field ask=ask label=label value=value fault=paper.filling.fault_of(ask.id)/> }
        })
        .collect_view();
    view! {
        <fieldset class="ask" id="votes" tabindex="-1">
            <legend>{words.case_votes()}</legend>
            {fields}
            {paper.fault("votes")}
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

/// Day, words, and why it is late.
fn rest(kind: StepKind, late: bool, paper: Paper) -> AnyView {
    let words = paper.words;
    let label = match kind {
        StepKind::HangNotice | StepKind::Announce => words.case_place(),
        StepKind::Agree => words.case_minutes(),
        kind if needs_words(kind) => words.flag_reason(),
        _ => words.case_opinion(),
    };
    let optional =
        (!needs_words(kind)).then(|| view! { " "<span class="optional">{words.flag_words_hint()}</span> });
    let late = late.then(|| {
        view! { <Field ask=LATE label=words.case_late() value=paper.late hint=words.flag_words_hint()/> }
    });
    view! {
        <Field ask=ON label=words.case_on() value=paper.on fault=paper.filling.fault_of(ON.id)/>
        <div class="field">
            <label for="words">{label}{optional}</label>
            <textarea
                class="note" id="words" autocomplete="off" maxlength=WORDS_MAX.to_string()
                prop:value=move || paper.said.get() on:input=move |event| paper.said.set(event_target_value(&event))
            ></textarea>
            {paper.fault("words")}
        </div>
        {late}
    }
    .into_any()
}

impl Words {
    /// What is lacking, in words.
    const fn case_lack(self, lack: Lack) -> &'static str {
        match lack {
            Lack::Kind => self.case_lack_kind(),
            Lack::Day => self.case_lack_day(),
            Lack::Category => self.case_lack_category(),
            Lack::Votes => self.case_lack_votes(),
        }
    }
}
