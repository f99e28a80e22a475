//! The form of the next step: what happened, when, and what this step alone needs.

use super::fields::{needs, rest};
use super::typed::{Chosen, FIELDS, Lack, Person, Texts, step};
use crate::ledger::UiError;
use crate::parts::chips::chip;
use crate::parts::field::{Ask, DAY, LINE};
use crate::parts::form::{Fault, Filling};
use crate::parts::row::error;
use crate::parts::{Scene, scene};
use crate::words::Words;
use chrono::NaiveDate;
use domain::case::CaseStep;
use domain::case::codes::{Side, StepKind};
use domain::household::codes::RiskCause;
use leptos::prelude::*;

pub(super) const ON: Ask = Ask { id: "on", ..DAY };
pub(super) const NAME: Ask = Ask { id: "name", ..LINE };
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
pub(super) struct Paper {
    pub(super) chosen: RwSignal<Chosen>,
    pub(super) on: RwSignal<String>,
    pub(super) name: RwSignal<String>,
    pub(super) said: RwSignal<String>,
    pub(super) late: RwSignal<String>,
    pub(super) votes: [RwSignal<String>; 3],
    pub(super) filling: Filling,
    pub(super) words: Words,
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

    pub(super) fn fault(self, field: &'static str) -> impl Fn() -> Option<AnyView> + Send + 'static {
        let fault = self.filling.fault_of(field);
        move || fault.get().map(|text| error(format!("{field}-error"), text))
    }

    /// A set of chips, radio or checkbox.
    pub(super) fn chips<T: Copy + Send + Sync + 'static>(
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
