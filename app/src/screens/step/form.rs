//! The form of the next step: what happened, when, and what this step alone needs.

use super::fields::{needs, rest};
use super::kind::Kind;
use super::reading::step;
use super::typed::{Chosen, FIELDS, Lack, Person, Texts, Typed};
use crate::ledger::{DraftKey, UiError};
use crate::parts::chips::chip;
use crate::parts::field::{Ask, DAY, LINE};
use crate::parts::form::{Fault, Filling};
use crate::parts::typing::{Part, Typing};
use crate::parts::{Scene, scene};
use crate::words::Words;
use chrono::NaiveDate;
use domain::calendar::Holidays;
use domain::case::IdentificationCase;
use domain::case::codes::{Side, StepKind};
use domain::case::order::last_day;
use domain::elimination::codes::EliminationWay;
use domain::household::codes::{MonitorCategory, RiskCause};
use leptos::prelude::*;
use std::pin::Pin;
use std::sync::Arc;

pub(super) const ON: Ask = Ask { id: "on", ..DAY };
pub(super) const NAME: Ask = Ask { id: "name", ..LINE };
pub(super) const SIGNER: Ask = Ask { id: "signer", ..LINE };

/// What is asked.
#[derive(Clone)]
pub struct Asking {
    /// The heading of the form, and of its steps.
    pub heads: (&'static str, &'static str),
    /// The steps that are possible now.
    pub steps: Vec<Kind>,
    /// The household's name, which is likely to be the signer's.
    pub name: String,
    /// The causes that the signs suggest.
    pub causes: Vec<RiskCause>,
    /// How the risk went away, as it was last said.
    pub way: EliminationWay,
    /// Draws the criteria of a way, where a nomination is asked for.
    pub criteria: Option<Arc<dyn Fn(EliminationWay) -> AnyView + Send + Sync>>,
    /// The last day of each step that is limited; one that comes later is asked why (VP07).
    pub last: Vec<(Kind, NaiveDate)>,
    /// Draws what speaks against a category and causes, where a verification is asked for.
    pub doubts: Option<Doubts>,
    /// The categories that may be found.
    pub categories: &'static [MonitorCategory],
    /// Under which name what is typed is kept; nothing is at a desk.
    pub draft: Option<DraftKey>,
    /// The day.
    pub today: NaiveDate,
}

impl Asking {
    /// The next one of these steps, with nothing known beside them.
    pub fn next(steps: Vec<Kind>, name: String, today: NaiveDate, words: Words) -> Self {
        Self {
            heads: (words.case_next(), words.case_what()),
            steps,
            name,
            causes: Vec::new(),
            way: EliminationWay::ByAssistance,
            criteria: None,
            last: Vec::new(),
            doubts: None,
            categories: MonitorCategory::ALL,
            draft: None,
            today,
        }
    }
}

/// The last day of each of these steps of a case that is limited.
pub fn last_days(
    case: &IdentificationCase,
    steps: &[StepKind],
    at: (NaiveDate, &Holidays),
) -> Vec<(Kind, NaiveDate)> {
    let last = |kind: &StepKind| Some((Kind::Case(*kind), last_day(case, *kind, at)?));
    steps.iter().filter_map(last).collect()
}

/// Draws what speaks against what is about to be found.
pub type Doubts = Arc<dyn Fn(Option<MonitorCategory>, &[RiskCause]) -> AnyView + Send + Sync>;

/// Makes a step durable, or says what keeps it from being. Boxed: the form is drawn once, whoever saves.
pub type Save = Box<dyn Fn(Typed, Option<Typing>) -> Saving>;
/// The work of it.
pub type Saving = Pin<Box<dyn Future<Output = Result<(), UiError>>>>;

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
    pub(super) signer: RwSignal<String>,
    pub(super) said: RwSignal<String>,
    pub(super) late: RwSignal<String>,
    last: StoredValue<Vec<(Kind, NaiveDate)>>,
    pub(super) today: NaiveDate,
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
            way: asking.way,
        };
        let empty = || RwSignal::new(String::new());
        Self {
            chosen: RwSignal::new(chosen),
            on: RwSignal::new(asking.today.to_string()),
            name: empty(),
            signer: RwSignal::new(asking.name.clone()),
            said: empty(),
            late: empty(),
            last: StoredValue::new(asking.last.clone()),
            today: asking.today,
            votes: [empty(), empty(), empty()],
            filling: Filling::default(),
            words,
        }
    }

    /// What is kept of it on a phone: what takes long to say again.
    fn parts(self, steps: Vec<Kind>) -> Vec<Part> {
        let chosen = self.chosen;
        let kind = move || chosen.read().kind.map(Kind::code).unwrap_or_default().to_owned();
        let choose = move |code: &str| {
            let kind = steps.iter().find(|kind| kind.code() == code).copied();
            chosen.update(|chosen| chosen.kind = kind);
        };
        let category = move || {
            let category = chosen.read().category;
            category.map(MonitorCategory::code).unwrap_or_default().to_owned()
        };
        let found = move |code: &str| {
            chosen.update(|chosen| chosen.category = MonitorCategory::from_code(code));
        };
        let causes = move || {
            let codes: Vec<&str> = chosen.read().causes.iter().map(|cause| cause.code()).collect();
            codes.join(" ")
        };
        let caused = move |codes: &str| {
            let causes = codes.split(' ').filter_map(RiskCause::from_code).collect();
            chosen.update(|chosen| chosen.causes = causes);
        };
        let [present, agree, disagree] = self.votes;
        vec![
            Part::new("kind", kind, choose),
            Part::new("category", category, found),
            Part::new("risks", causes, caused),
            Part::text(ON.id, self.on),
            Part::text(NAME.id, self.name),
            Part::text(SIGNER.id, self.signer),
            Part::text("words", self.said),
            Part::text("late_reason", self.late),
            Part::text("present", present),
            Part::text("agree", agree),
            Part::text("disagree", disagree),
        ]
    }

    /// The last day of the chosen step, where it comes later than that.
    pub(super) fn passed(self) -> Option<NaiveDate> {
        let kind = self.chosen.read().kind?;
        let on: NaiveDate = self.on.read().trim().parse().ok()?;
        let last =
            |lasts: &Vec<(Kind, NaiveDate)>| lasts.iter().find(|last| last.0 == kind).map(|last| last.1);
        self.last.with_value(last).filter(|last| *last < on)
    }

    fn read(self, author: &Author) -> Result<Typed, Fault> {
        let texts = Texts {
            on: self.on.get_untracked(),
            name: self.name.get_untracked(),
            signer: self.signer.get_untracked(),
            words: self.said.get_untracked(),
            // What was typed before another day was chosen is no reason any more.
            late: match untrack(|| self.passed()) {
                Some(_) => self.late.get_untracked(),
                None => String::new(),
            },
            votes: self.votes.map(|votes| votes.get_untracked()),
        };
        let read = step(&self.chosen.get_untracked(), &texts, &author.me, &author.others);
        read.map_err(|lack| (lack.field(), self.words.case_lack(lack).to_owned()))
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
                {self.filling.complaint(field)}
            </fieldset>
        }
        .into_any()
    }
}

/// The form.
pub fn step_form(asking: Asking, author: Author, save: Save) -> AnyView {
    let Scene { words, .. } = scene();
    let paper = Paper::new(&asking, words);
    let typing = asking
        .draft
        .map(|key| Typing::go_on(key, paper.parts(asking.steps.clone())));
    let submit = {
        let author = author.clone();
        move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            match paper.read(&author) {
                Err(fault) => paper.filling.complain(fault),
                Ok(step) => {
                    let saving = save(step, typing);
                    paper.filling.submit(None, async move {
                        saving.await.map_err(|problem| place(&problem, words))
                    });
                }
            }
        }
    };
    let (head, legend) = asking.heads;
    let of_case = |kind: &&Kind| matches!(kind, Kind::Case(_));
    let cases = asking.steps.iter().filter(of_case).count();
    let both = cases > 0 && cases < asking.steps.len();
    let label = |kind: &Kind| {
        let label = kind.label(words.lang());
        match (both, kind) {
            (false, _) => label.to_owned(),
            (true, Kind::Case(_)) => words.step_of(label, words.case_heading()),
            (true, _) => words.step_of(label, words.elim_heading()),
        }
    };
    let kinds = paper.chips(
        ("radio", "kind"),
        legend,
        asking.steps.iter().map(|kind| (*kind, label(kind))),
        |chosen, kind| chosen.kind == Some(kind),
        |chosen, kind, _| chosen.kind = Some(kind),
    );
    let kind = Memo::new(move |_| paper.chosen.read().kind);
    let (criteria, categories, doubts) = (asking.criteria, asking.categories, asking.doubts);
    let before = StoredValue::new(None::<Kind>);
    let needs = move || {
        let kind = kind.get()?;
        // A verifier's name is no national number; what was brought back with its step stays.
        if before.get_value().is_some_and(|before| before != kind) {
            paper.name.set(String::new());
        }
        before.set_value(Some(kind));
        let found = (categories, doubts.clone());
        Some(needs(kind, paper, &author, found, criteria.as_deref()))
    };
    let rest = move || {
        let kind = kind.get()?;
        Some(rest(kind, paper))
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
            <h2>{head}</h2>
            {typing.map(Typing::told)}
            {kinds}
            {move || needs()}
            {move || rest()}
            {paper.filling.complaint("step")}
            <button class="solid wide" type="submit" aria-disabled=move || paper.filling.busy.get().then_some("true")>{label}</button>
        </form>
    }
    .into_any()
}

/// The fault beside its field, or above the button where the form has none for it.
fn place(problem: &UiError, words: Words) -> Fault {
    let field = FIELDS.into_iter().find(|field| problem.field() == Some(field));
    let field = match field {
        Some("number") => "name",
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
