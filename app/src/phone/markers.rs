//! Small plain markers in localStorage: who has a store on this phone, and how the person likes to read.
//!
//! Nothing here may be needed to keep work: the browser may refuse it (private mode) or lose it at any time.

use domain::time::Millis;
use gloo_storage::{LocalStorage, Storage};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A person who has a store on this phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonMark {
    /// The staff number, which names the store.
    pub person: String,
    /// What the choice of persons shows. The staff number unless the person chose something else; no name.
    pub label: String,
    /// The store's id as a device, to ask the server by when the browser has thrown the store away.
    #[serde(default)]
    pub device: Option<Uuid>,
    /// The highest running number that an operation got on this device.
    #[serde(default)]
    pub made: u64,
}

/// A person's store that the browser threw away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lost {
    /// The staff number.
    pub person: String,
    /// The store's id as a device.
    pub device: Uuid,
    /// The highest running number that is known to have been given there.
    pub made: u64,
    /// How many operations never arrived; none while the server was not asked.
    pub missing: Option<u64>,
}

/// How the person likes to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// Language of the screens.
    Language,
    /// Size of text.
    TextSize,
    /// Light, dark, or as the phone.
    Theme,
    /// Minutes without use after which the code is asked, as the district configured it.
    UnlockWindow,
}

impl Setting {
    const fn key(self) -> &'static str {
        match self {
            Setting::Language => "ledger.language",
            Setting::TextSize => "ledger.text_size",
            Setting::Theme => "ledger.theme",
            Setting::UnlockWindow => "ledger.unlock_window",
        }
    }
}

const PERSONS: &str = "ledger.persons";
const LOST: &str = "ledger.lost";
/// Read by the script that starts the app, before any module is there.
const AT_DESK: &str = "ledger.desk";
/// There while nobody has read yet that this phone was signed off and wiped; says nothing of whose it was.
const WIPED: &str = "ledger.wiped";
const LAST_PERSON: &str = "ledger.last_person";
/// Begins the name of the note of what a person threw away by signing out; their number follows.
const THROWN_AWAY: &str = "ledger.thrown_away.";

/// The setting as it was left, if it was and can be read.
#[must_use]
pub fn setting<T: DeserializeOwned>(setting: Setting) -> Option<T> {
    get(setting.key())
}

/// Leaves a setting; no matter if the browser refuses.
pub fn set_setting<T: Serialize>(setting: Setting, value: &T) {
    set(setting.key(), value);
}

/// Everybody who has a store on this phone, in the order in which they came.
#[must_use]
pub fn persons() -> Vec<PersonMark> {
    get(PERSONS).unwrap_or_default()
}

/// Adds a person with their store, and makes them the last one. Of one store the highest number counts.
pub fn remember_person(person: &str, device: Uuid, made: u64) {
    let mut marks = persons();
    set(LAST_PERSON, person);
    match marks.iter_mut().find(|known| known.person == person) {
        Some(known) => {
            let same = known.device == Some(device);
            known.made = if same { known.made.max(made) } else { made };
            known.device = Some(device);
        }
        None => marks.push(PersonMark {
            person: person.to_owned(),
            label: person.to_owned(),
            device: Some(device),
            made,
        }),
    }
    set(PERSONS, &marks);
}

/// Notes that the browser threw this person's store away, and takes them off the list.
pub fn note_lost(person: &str) {
    let mark = persons().into_iter().find(|known| known.person == person);
    if let Some((device, made)) = mark.and_then(|mark| Some((mark.device?, mark.made))) {
        set_lost(&Lost {
            person: person.to_owned(),
            device,
            made,
            missing: None,
        });
    }
    forget_person(person);
}

/// Stores that the browser threw away, and whose people have not read it yet.
#[must_use]
pub fn lost() -> Vec<Lost> {
    get(LOST).unwrap_or_default()
}

/// Notes a loss in place of an earlier one of the same person.
pub fn set_lost(loss: &Lost) {
    let mut all = lost();
    all.retain(|known| known.person != loss.person);
    all.push(loss.clone());
    set(LOST, &all);
}

/// The person has read it.
pub fn forget_lost(person: &str) {
    let mut all = lost();
    all.retain(|known| known.person != person);
    set(LOST, &all);
}

/// How much a person threw away by signing out before it was sent, and when last; there until their next store on this
/// phone takes it over. Nothing of what it said.
#[must_use]
pub fn thrown_away(person: &str) -> Option<(usize, Millis)> {
    get(&format!("{THROWN_AWAY}{person}"))
}

/// Notes what a person throws away by signing out, all that they threw away earlier included, or lets the note go.
pub fn set_thrown_away(person: &str, noted: Option<(usize, Millis)>) {
    let key = format!("{THROWN_AWAY}{person}");
    match noted {
        Some(noted) => set(&key, &noted),
        None if is_there() => LocalStorage::delete(key),
        None => {}
    }
}

/// Takes a person off the list, after their store was deleted.
pub fn forget_person(person: &str) {
    let mut marks = persons();
    marks.retain(|known| known.person != person);
    set(PERSONS, &marks);
    if last_person().as_deref() == Some(person) && is_there() {
        LocalStorage::delete(LAST_PERSON);
    }
}

/// Whether this phone was signed off and wiped, and nobody has gone on from there.
#[must_use]
pub fn was_wiped() -> bool {
    get(WIPED).unwrap_or(false)
}

/// Notes that this phone was wiped, or that whoever read it goes on.
pub fn note_wiped(wiped: bool) {
    set(WIPED, &wiped);
}

/// Whether somebody works at a desk in this browser, so that it loads the desk's module.
#[must_use]
pub fn at_desk() -> bool {
    get(AT_DESK).unwrap_or(false)
}

/// From the next start on this browser loads the desk's module, which has the phone's screens as well.
pub fn set_at_desk() {
    set(AT_DESK, &true);
}

/// Who used this phone last.
#[must_use]
pub fn last_person() -> Option<String> {
    get(LAST_PERSON)
}

/// `gloo-storage` panics where localStorage throws, so it is looked for first.
fn is_there() -> bool {
    web_sys::window().is_some_and(|window| matches!(window.local_storage(), Ok(Some(_))))
}

fn get<T: DeserializeOwned>(key: &str) -> Option<T> {
    if is_there() {
        LocalStorage::get(key).ok()
    } else {
        None
    }
}

fn set<T: Serialize + ?Sized>(key: &str, value: &T) {
    if is_there() {
        // A full or denied localStorage costs a preference, nothing else.
        let _ = LocalStorage::set(key, value);
    }
}
