//! The draft that saves itself, and the one save.

use super::form::{Form, place_of, show};
use crate::ledger::{Draft, DraftKey, Ledger, UiError};
use crate::parts::draft_line::DraftState;
use crate::parts::form::instead;
use crate::phone::platform::{on_hidden, sleep};
use domain::operation::OperationBody;
use domain::refusal::Refusal;
use domain::visit::VisitContent;
use domain::visit::rules;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;

/// Milliseconds between the first unsaved change and the draft on the disk, at most.
const DRAFT_AFTER_MS: u32 = 900;
/// Milliseconds between two looks whether a photo is drawn.
const DRAWING_LOOK_MS: u32 = 100;

impl Form {
    /// Lets the draft save itself from now on.
    pub(super) fn keep_draft(self) {
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
        let state = match kept {
            Ok(()) => DraftState::Saved,
            // The save that is under way has taken the draft with it, or keeps it where it fails.
            Err(_) if self.busy.try_get_untracked() != Some(false) => return,
            Err(_) => DraftState::Failed,
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
                    navigate(&address, instead());
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
                    let _ = ledger.replaced(op).await;
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
