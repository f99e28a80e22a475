//! What is typed into a form stays on this phone until it is saved: kept shortly after a keystroke and when the page is
//! hidden, brought back when the form is opened again.

use super::draft_line::DraftState;
use super::scene::{Scene, scene};
use crate::ledger::{DraftKey, Ledger, TypedDraft, UiError};
use crate::phone::platform::{on_hidden, sleep};
use domain::ids::OpId;
use domain::operation::OperationBody;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How long after a keystroke the draft is kept, in milliseconds.
const KEEP_AFTER_MS: u32 = 700;

/// A field of a form: what it says, as text, and how it is told to say something else.
pub struct Part {
    id: &'static str,
    read: Box<dyn Fn() -> String>,
    write: Box<dyn Fn(&str)>,
}

impl Part {
    /// A field of any kind: `read` is tracked; `write` takes what `read` gave, and ignores what it does not understand.
    pub fn new(
        id: &'static str,
        read: impl Fn() -> String + 'static,
        write: impl Fn(&str) + 'static,
    ) -> Self {
        let (read, write) = (Box::new(read), Box::new(write));
        Self { id, read, write }
    }

    /// A line or a text.
    pub fn text(id: &'static str, value: RwSignal<String>) -> Self {
        Self::new(id, move || value.get(), move |text| value.set(text.to_owned()))
    }

    /// One of a few, by its code.
    pub fn choice<T: Copy + PartialEq + Send + Sync + 'static>(
        id: &'static str,
        value: RwSignal<Option<T>>,
        code: fn(T) -> &'static str,
        of_code: fn(&str) -> Option<T>,
    ) -> Self {
        let read = move || value.get().map(code).unwrap_or_default().to_owned();
        Self::new(id, read, move |text| value.set(of_code(text)))
    }
}

/// A form whose fields are kept; cheap to copy.
#[derive(Clone, Copy)]
pub struct Typing {
    key: DraftKey,
    ledger: Ledger,
    parts: StoredValue<Vec<Part>, LocalStorage>,
    /// What the fields say before anybody types, where that is known.
    fresh: StoredValue<Option<TypedDraft>>,
    finished: StoredValue<bool>,
    /// Where the draft stands.
    pub state: RwSignal<DraftState>,
    /// Whether something was brought back that nobody has thrown away since.
    back: RwSignal<bool>,
}

impl Typing {
    /// Keeps what is typed from now on, under this name.
    pub fn keep(key: DraftKey, parts: Vec<Part>) -> Self {
        let typing = Self {
            key,
            ledger: scene().ledger,
            fresh: StoredValue::new(None),
            parts: StoredValue::new_local(parts),
            finished: StoredValue::new(false),
            state: RwSignal::new(DraftState::Untouched),
            back: RwSignal::new(false),
        };
        typing.watch();
        typing
    }

    /// The same for a form as it is before anybody types, and brings back what was typed before and never saved.
    pub fn go_on(key: DraftKey, parts: Vec<Part>) -> Self {
        let fresh = untrack(|| typed(&parts));
        let typing = Self::keep(key, parts);
        typing.fresh.set_value(Some(fresh));
        spawn_local(async move {
            let Some(before) = typing.ledger.typed_draft(key).await else {
                return;
            };
            // Whoever was quicker than the disk goes on with what is on the screen.
            let untouched = typing.try_typed().is_some_and(|now| typing.is_fresh(&now));
            if untouched {
                typing.write(&before);
                let _ = typing.back.try_set(true);
            }
        });
        typing
    }

    /// Says that this was begun before, with a button that throws it away.
    pub fn told(self) -> impl Fn() -> Option<AnyView> + Clone + Send + 'static {
        let Scene { words, .. } = scene();
        move || {
            let drop = move |_| {
                self.write(&self.fresh.get_value().unwrap_or_default());
                self.back.set(false);
            };
            self.back.get().then(|| {
                view! {
                    <p class="quiet-text" role="status">
                        {words.typing_back()}" "
                        <button class="quiet" type="button" on:click=drop>{words.typing_drop()}</button>
                    </p>
                }
                .into_any()
            })
        }
    }

    /// Saves a change that the form makes: in the same transaction what was kept of it goes.
    ///
    /// # Errors
    /// A rule that forbids it, or the phone's refusal; the form stays as it is and is kept on.
    pub async fn save(self, body: OperationBody) -> Result<OpId, UiError> {
        let _ = self.finished.try_set_value(true);
        let saved = self.ledger.save(body, Some(self.key)).await;
        if saved.is_err() {
            let _ = self.finished.try_set_value(false);
        }
        saved
    }

    /// Empties the fields of a form that stays on the screen after it was saved, for what is typed next.
    pub fn begin_anew(self) {
        // The form may be gone with what it did.
        let Some(Some(fresh)) = self.fresh.try_get_value() else {
            return;
        };
        self.write(&fresh);
        let _ = self.back.try_set(false);
        let _ = self.state.try_set(DraftState::Untouched);
        let _ = self.finished.try_set_value(false);
    }

    fn write(self, draft: &TypedDraft) {
        let _ = self.parts.try_with_value(|parts| {
            for part in parts {
                (part.write)(draft.of(part.id));
            }
        });
    }

    fn try_typed(self) -> Option<TypedDraft> {
        self.parts.try_with_value(|parts| untrack(|| typed(parts)))
    }

    fn is_fresh(self, now: &TypedDraft) -> bool {
        self.fresh.try_with_value(|fresh| fresh.as_ref() == Some(now)) == Some(true)
    }

    fn unfinished(self) -> bool {
        self.finished.try_get_value() == Some(false)
    }

    fn watch(self) {
        let pending = StoredValue::new(false);
        Effect::new(move |before: Option<TypedDraft>| {
            let now = self.parts.with_value(|parts| typed(parts));
            if before.is_some_and(|before| before != now) && self.unfinished() {
                self.state.set(DraftState::Saving);
                if !pending.get_value() {
                    pending.set_value(true);
                    spawn_local(async move {
                        sleep(KEEP_AFTER_MS).await;
                        let _ = pending.try_set_value(false);
                        self.put().await;
                    });
                }
            }
            now
        });
        // The last moment at which a phone lets the page work before it is thrown out of memory.
        let listener = on_hidden(move || spawn_local(self.put())).ok();
        let _listening = StoredValue::new_local(listener);
        on_cleanup(move || {
            let unsaved = self.state.try_get_untracked() == Some(DraftState::Saving);
            if let Some(draft) = self.try_typed().filter(|_| unsaved && self.unfinished()) {
                let (ledger, key) = (self.ledger, self.key);
                spawn_local(async move {
                    let _ = ledger.put_typed_draft(key, &draft, || true).await;
                });
            }
        });
    }

    /// Puts the draft on the disk, if something was typed since the last time.
    async fn put(self) {
        let unsaved = self.state.try_get_untracked() == Some(DraftState::Saving);
        let Some(draft) = self.try_typed().filter(|_| unsaved && self.unfinished()) else {
            return;
        };
        // What is as it was before anybody typed is nothing to come back to.
        let kept = if self.is_fresh(&draft) {
            self.ledger.remove_draft(self.key).await;
            Ok(())
        } else {
            let wanted = move || self.unfinished();
            self.ledger.put_typed_draft(self.key, &draft, wanted).await
        };
        let state = if kept.is_ok() {
            DraftState::Saved
        } else {
            DraftState::Failed
        };
        // What was typed while the draft was on its way is not kept yet; its own timer is running.
        if self.try_typed().is_some_and(|now| now == draft) {
            let _ = self.state.try_set(state);
        }
    }
}

/// Saves a change that a form makes, kept or not: see [`Typing::save`].
///
/// # Errors
/// A rule that forbids it, or the phone's refusal.
pub async fn save(ledger: Ledger, typing: Option<Typing>, body: OperationBody) -> Result<OpId, UiError> {
    match typing {
        Some(typing) => typing.save(body).await,
        None => ledger.save(body, None).await,
    }
}

fn typed(parts: &[Part]) -> TypedDraft {
    let all = parts.iter().map(|part| (part.id.to_owned(), (part.read)()));
    TypedDraft {
        typed: all.filter(|(_, text)| !text.is_empty()).collect(),
    }
}
