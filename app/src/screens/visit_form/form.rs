//! The form's state: what is filled in, the draft that saves itself, the one save.

use super::answers::has_changes;
use super::changes::Entry;
use super::start::{Start, config_of};
use crate::ledger::{Draft, DraftKey, Ledger, UiError};
use crate::parts::draft_line::DraftState;
use crate::parts::look::focus;
use crate::parts::{Scene, scene};
use crate::phone::platform::{on_hidden, sleep};
use crate::words::Words;
use chrono::NaiveDate;
use domain::api::Me;
use domain::config::Config;
use domain::household::facts::{FieldKey, FieldName};
use domain::ids::MemberId;
use domain::operation::OperationBody;
use domain::refusal::{Refusal, RefusalCode};
use domain::visit::photo::PhotoRef;
use domain::visit::rules::{self, Warning, needs_late_reason};
use domain::visit::{Visit, VisitContent};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// Milliseconds between the first unsaved change and the draft on the disk, at most.
const DRAFT_AFTER_MS: u32 = 900;
/// Milliseconds between two looks whether a photo is drawn.
const DRAWING_LOOK_MS: u32 = 100;

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
    finished: StoredValue<bool>,
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
            config: view.as_ref().map(|view| config_of(view)).unwrap_or_default(),
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

    fn keep_draft(self) {
        let pending = StoredValue::new(false);
        Effect::new(move |before: Option<VisitContent>| {
            let now = self.composed();
            if before.is_some_and(|before| before != now) {
                self.draft.set(DraftState::Saving);
                if !pending.get_value() {
                    pending.set_value(true);
                    spawn_local(async move {
                        sleep(DRAFT_AFTER_MS).await;
                        let _ = pending.try_set_value(false);
                        self.put_draft().await;
                    });
                }
            }
            now
        });
        // The last moments at which a phone lets the page work: hidden, and left by the back key.
        let listener = on_hidden(move || spawn_local(self.put_draft())).ok();
        let _listening = StoredValue::new_local(listener);
        let (unsaved, saving) = (self.draft, self.busy);
        on_cleanup(move || {
            // A save that is under way takes the draft with it, or keeps it where it fails.
            if unsaved.try_get_untracked() == Some(DraftState::Saving)
                && saving.try_get_untracked() != Some(true)
                && let Some((ledger, key, draft)) = self.draft_to_put()
            {
                spawn_local(async move {
                    let _ = ledger.put_draft(key, &draft).await;
                });
            }
        });
    }

    /// The draft of a form that is left before anything else was kept of it.
    pub fn left_behind(self) -> Draft {
        self.with(|ground| ground.start.draft(ground.start.content.clone()))
    }

    /// The draft as it would be kept now; none once the visit is saved.
    fn draft_to_put(self) -> Option<(Ledger, DraftKey, Draft)> {
        if self.finished.try_get_value() != Some(false) {
            return None;
        }
        self.content.try_get_untracked()?;
        let content = untrack(|| self.composed());
        self.ground
            .try_with_value(|ground| (self.ledger, ground.start.key(), ground.start.draft(content)))
    }

    async fn put_draft(self) {
        if self.draft.try_get_untracked() != Some(DraftState::Saving) {
            return;
        }
        let Some((ledger, key, draft)) = self.draft_to_put() else {
            return;
        };
        let kept = ledger.put_draft(key, &draft).await;
        let state = if kept.is_ok() {
            DraftState::Saved
        } else {
            DraftState::Failed
        };
        // What was typed while the draft was on its way is not saved yet; its own timer is running.
        if untrack(|| {
            self.content
                .try_get_untracked()
                .is_some_and(|_| self.composed() == draft.content)
        }) {
            let _ = self.draft.try_set(state);
        }
    }

    /// The action of the save button.
    pub fn saver(self) -> impl Fn() + Clone + 'static {
        let navigate = use_navigate();
        move || {
            if self.busy.get_untracked() {
                return;
            }
            if !self.entry.finish(self) {
                return show("changes");
            }
            if let Err(refusal) = self.checked() {
                return self.complain(refusal);
            }
            self.busy.set(true);
            self.trouble.set(None);
            let navigate = navigate.clone();
            spawn_local(async move {
                // A photo that was taken belongs to the visit, however long this phone draws at it.
                while self.drawing.try_get_untracked() == Some(true) {
                    sleep(DRAWING_LOOK_MS).await;
                }
                let Some(content) = self
                    .content
                    .try_get_untracked()
                    .map(|_| untrack(|| self.composed()))
                else {
                    return;
                };
                let saved = self.save(content).await;
                // Whoever pressed back meanwhile is where they wanted to be.
                if let (Some(address), Some(_)) = (saved, self.busy.try_get_untracked()) {
                    navigate(
                        &address,
                        NavigateOptions {
                            replace: true,
                            ..NavigateOptions::default()
                        },
                    );
                }
            });
        }
    }

    fn checked(self) -> Result<(), Refusal> {
        let content = untrack(|| self.composed());
        self.with(|ground| {
            let household = &ground.start.household;
            rules::check(&content, household, ground.today, &ground.config)?;
            rules::check_work(&content, household)?;
            rules::check_schooling(&content, household, ground.today)
        })
    }

    /// Saves; the address to go on to, or none where the form must stay.
    async fn save(self, content: VisitContent) -> Option<String> {
        let (ledger, words, draft) = (self.ledger, self.words, self.draft_to_put());
        let (body, key, replaces, after) = self.with(|ground| {
            let start = &ground.start;
            let (visit, household, content) = (start.visit, start.household.id, Box::new(content));
            let body = match start.base_rev {
                None => OperationBody::LogVisit {
                    visit,
                    household,
                    content,
                },
                Some(base_rev) => OperationBody::ReviseVisit {
                    visit,
                    household,
                    base_rev,
                    content,
                },
            };
            (
                body,
                start.key(),
                start.replaces.clone(),
                format!("{}?saved={visit}", self.ledger.address_of(household)),
            )
        });
        match ledger.save(body, Some(key)).await {
            Ok(_) => {
                let _ = self.finished.try_set_value(true);
                if let Some((op, _)) = replaces {
                    // Stays in the list where the phone refuses; the person can discard it there.
                    let _ = ledger.discard(op).await;
                }
                Some(after)
            }
            Err(fault) => {
                if self.busy.try_set(false).is_some() {
                    // The form is gone: what was typed is kept for when it is opened again.
                    if let Some((_, key, draft)) = draft {
                        let _ = ledger.put_draft(key, &draft).await;
                    }
                    return None;
                }
                match fault {
                    UiError::Refused(refusal) => self.complain(refusal),
                    other => {
                        let _ = self.trouble.try_set(Some(words.trouble(&other)));
                    }
                }
                None
            }
        }
    }

    fn complain(self, refusal: Refusal) {
        let place = place_of(&refusal);
        let _ = self.fault.try_set(Some(refusal));
        show(place.unwrap_or("h-fault"));
    }
}

/// Brings a part of the page into view after what is said there has been drawn.
fn show(part: &'static str) {
    spawn_local(async move {
        sleep(0).await;
        focus(part);
    });
}

/// Beside which part of the page a refusal stands: also the id of that part.
fn place_of(refusal: &Refusal) -> Option<&'static str> {
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
