//! The form's state: what is filled in, and what the rules say of it.

use super::answers::has_changes;
use super::changes::Entry;
use super::start::Start;
use crate::ledger::{DraftKey, Ledger};
use crate::parts::draft_line::DraftState;
use crate::parts::look::focus;
use crate::parts::{Scene, scene};
use crate::phone::platform::sleep;
use crate::words::Words;
use chrono::NaiveDate;
use domain::api::Me;
use domain::config::Config;
use domain::household::facts::{FieldKey, FieldName};
use domain::ids::MemberId;
use domain::refusal::{Refusal, RefusalCode};
use domain::visit::photo::PhotoRef;
use domain::visit::rules::{self, Warning, needs_late_reason};
use domain::visit::{Visit, VisitContent};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What does not change while the form is open.
pub struct Ground {
    /// From where the form started.
    pub start: Start,
    /// Figures in force.
    pub config: Config,
    /// The phone's day when the form opened.
    pub today: NaiveDate,
    /// The household's visits, newest first.
    pub visits: Vec<Visit>,
    /// Who fills it in.
    pub me: Option<Me>,
}

/// The form; cheap to copy.
#[derive(Clone, Copy)]
pub struct Form {
    /// The ledger.
    pub ledger: Ledger,
    /// The words.
    pub words: Words,
    /// What does not change.
    pub ground: StoredValue<Ground>,
    /// Everything but the free texts.
    pub content: RwSignal<VisitContent>,
    /// The note.
    pub note: RwSignal<String>,
    /// What was done for the household.
    pub help: RwSignal<String>,
    /// The reason for a late record.
    pub late: RwSignal<String>,
    /// What a rule says is wrong.
    pub fault: RwSignal<Option<Refusal>>,
    /// What the phone could not do.
    pub trouble: RwSignal<Option<String>>,
    /// A save is under way.
    pub busy: RwSignal<bool>,
    /// Whether a photo is being drawn; the visit waits for it.
    pub drawing: RwSignal<bool>,
    /// The fact that is being given and not added yet.
    pub entry: Entry,
    /// The draft.
    pub draft: RwSignal<DraftState>,
    /// The visit is saved.
    pub(super) finished: StoredValue<bool>,
}

impl Form {
    /// Opens the form and lets its draft save itself from now on.
    pub fn open(start: Start) -> Self {
        let Scene { ledger, words, view } = scene();
        let view = view.get_untracked();
        let household = start.household.id;
        let mut visits: Vec<Visit> = view
            .iter()
            .flat_map(|view| {
                view.records
                    .visits()
                    .filter(|visit| visit.household == household)
                    .cloned()
            })
            .collect();
        visits.sort_by_key(|visit| std::cmp::Reverse((visit.content.visited_on, visit.id)));
        let content = start.content.clone();
        let entry = Entry::of(start.household.members.first().map(|member| member.id));
        let ground = Ground {
            config: view.as_ref().map(|view| view.config()).unwrap_or_default(),
            me: view.as_ref().map(|view| view.me.clone()),
            today: view.map_or(content.visited_on, |view| view.today),
            visits,
            start,
        };
        let form = Self {
            ledger,
            words,
            ground: StoredValue::new(ground),
            note: RwSignal::new(content.note.clone()),
            help: RwSignal::new(content.help_done.clone()),
            late: RwSignal::new(content.late_reason.clone().unwrap_or_default()),
            content: RwSignal::new(content),
            fault: RwSignal::new(None),
            trouble: RwSignal::new(None),
            busy: RwSignal::new(false),
            drawing: RwSignal::new(false),
            entry,
            draft: RwSignal::new(DraftState::Untouched),
            finished: StoredValue::new(false),
        };
        form.keep_draft();
        form
    }

    /// Reads what does not change.
    pub fn with<T>(self, read: impl FnOnce(&Ground) -> T) -> T {
        self.ground.with_value(read)
    }

    /// Changes the content; what a rule complained of is looked at anew.
    pub fn change(self, change: impl FnOnce(&mut VisitContent)) {
        self.content.update(change);
        self.fault.set(None);
    }

    /// The whole content as it would be saved.
    pub fn composed(self) -> VisitContent {
        let mut content = self.content.get();
        content.note = self.note.get().trim_end().to_owned();
        content.help_done = self.help.get().trim().to_owned();
        let late = self.late.get().trim().to_owned();
        content.late_reason = (!late.is_empty() && self.is_late(content.visited_on)).then_some(late);
        content
    }

    /// Whether a visit of this day, recorded today, needs a reason.
    pub fn is_late(self, visited_on: NaiveDate) -> bool {
        self.with(|ground| needs_late_reason(visited_on, ground.today, &ground.config))
    }

    /// The visit that this one may repeat, if there is one.
    pub fn twin(self) -> Option<Visit> {
        let visited_on = self.content.read().visited_on;
        self.with(|ground| {
            let me = ground.me.as_ref()?;
            let this = (ground.start.visit, &me.staff, me.team.as_ref());
            rules::same_day(visited_on, this, ground.visits.iter()).cloned()
        })
    }

    /// What to look at before saving; it never stops the work. `repeats` says whether there is a [`Form::twin`].
    pub fn warnings(self, repeats: bool) -> Vec<Warning> {
        let content = self.composed();
        self.with(|ground| rules::warnings(&content, repeats, ground.today, &ground.config))
    }

    /// The words of the fault if it concerns this field.
    pub fn fault_at(self, field: &'static str) -> Option<String> {
        let fault = self.fault.get().filter(|fault| place_of(fault) == Some(field))?;
        let said = fault.words(self.words.lang());
        let name = match fault.code {
            RefusalCode::WorkMonthsMissing | RefusalCode::WorkPlaceMissing => {
                self.whose(|content, ground| {
                    Some(rules::work_faults(content, &ground.start.household).first()?.0)
                })
            }
            RefusalCode::OutOfSchoolUnsaid => self.whose(|content, ground| {
                let household = &ground.start.household;
                rules::out_of_school_unsaid(content, household, ground.today)
                    .first()
                    .copied()
            }),
            _ => None,
        };
        Some(name.map_or_else(|| said.to_owned(), |name| self.words.said_of(&name, said)))
    }

    /// The name of whom a rule found in what is filled in.
    fn whose(self, find: fn(&VisitContent, &Ground) -> Option<MemberId>) -> Option<String> {
        let content = untrack(|| self.composed());
        self.with(|ground| {
            let member = ground.start.household.member(find(&content, ground)?)?;
            Some(member.name.clone())
        })
    }

    /// The words of a fault that concerns no field on the page.
    pub fn fault_elsewhere(self) -> Option<String> {
        let fault = self.fault.get().filter(|fault| place_of(fault).is_none())?;
        Some(fault.words(self.words.lang()).to_owned())
    }

    /// Opens the editor at a fact. What was being given there is added first, or it says what is missing.
    pub fn edit(self, key: FieldKey) {
        if self.entry.finish(self) {
            self.entry.begin(key);
        }
        show("changes");
    }

    /// Whether facts differ from what was known.
    pub fn has_changes(self) -> bool {
        has_changes(&self.content.read())
    }

    /// Throws the draft away and starts anew.
    pub fn restart(self) {
        let blank = self.with(|ground| ground.start.blank.clone());
        let before = self.content.with_untracked(|content| content.photos.clone());
        let left = before.into_iter().filter(|photo| !blank.photos.contains(photo));
        self.let_photos_go(left.collect());
        self.note.set(blank.note.clone());
        self.help.set(blank.help_done.clone());
        self.late.set(blank.late_reason.clone().unwrap_or_default());
        self.content.set(blank);
    }

    /// Under which name the draft is kept.
    pub fn key(self) -> DraftKey {
        self.with(|ground| ground.start.key())
    }

    /// Lets photos go that the form names no longer.
    pub fn let_photos_go(self, photos: Vec<PhotoRef>) {
        let (ledger, key) = (self.ledger, self.key());
        spawn_local(async move {
            for photo in photos {
                ledger.let_photo_go(photo.hash, key).await;
            }
        });
    }
}

/// Brings a part of the page into view after what is said there has been drawn.
pub(super) fn show(part: &'static str) {
    spawn_local(async move {
        sleep(0).await;
        focus(part);
    });
}

/// Beside which part of the page a refusal stands: also the id of that part.
pub(super) fn place_of(refusal: &Refusal) -> Option<&'static str> {
    let field = refusal.field.as_deref()?;
    let parts = [
        "visited_on",
        "late_reason",
        "purposes",
        "met",
        "no_change",
        "note",
        "help_done",
        "photos",
        "changes",
    ];
    let part = parts.into_iter().find(|part| *part == field);
    part.or_else(|| FieldName::from_code(field).map(|_| "changes"))
}
