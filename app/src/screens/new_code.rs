//! Choose the unlock code of this phone, twice.

use super::gate::GateFrame;
use crate::parts::field::{Ask, UNLOCK_CODE};
use crate::parts::form::{Entry, Fault, Filling, short_form};
use crate::parts::icon::Icon;
use crate::parts::row::banner;
use crate::parts::{Scene, scene};
use crate::phone::code::{CodeFault, MIN_CODE_CHARS, check_choice};
use crate::words::Words;
use domain::api::Me;
use leptos::prelude::*;

const CODE: Ask = Ask {
    autocomplete: "new-password",
    ..UNLOCK_CODE
};
const AGAIN: Ask = Ask { id: "again", ..CODE };

/// The two lines for a code that is chosen.
pub fn choice(words: Words) -> [Entry; 2] {
    [
        Entry::new(CODE, words.new_code()).hint(words.new_code_hint(MIN_CODE_CHARS)),
        Entry::new(AGAIN, words.repeat_code()),
    ]
}

/// Which of the two lines is wrong, and why. `present` is the code that holds now, if one does.
pub fn fault_in(code: &str, again: &str, present: Option<&str>, words: Words) -> Option<Fault> {
    match check_choice(code, again, present).err()? {
        CodeFault::TooShort => Some((CODE.id, words.code_too_short(MIN_CODE_CHARS))),
        CodeFault::TooSimple => Some((CODE.id, words.code_too_simple().to_owned())),
        CodeFault::AsBefore => Some((CODE.id, words.code_as_before().to_owned())),
        CodeFault::Differs => Some((AGAIN.id, words.codes_differ().to_owned())),
    }
}

/// The screen after the first sign-in on this phone.
#[component]
pub fn NewCode(
    /// The person who signed in.
    me: Me,
) -> impl IntoView {
    let Scene { ledger, words, .. } = scene();
    let entries = choice(words);
    let [code, again] = entries.each_ref().map(|entry| entry.value);
    let check = move || fault_in(&code.get(), &again.get(), None, words);
    let set = move || async move {
        let done = ledger.set_code(&code.get_untracked()).await;
        done.map_err(|error| (CODE.id, words.trouble(&error)))
    };
    let labels = (words.set_code(), words.setting_code());
    view! {
        <GateFrame title=words.new_code_title() titled=true line=me.name>
            {banner("calm", Icon::Lock, words.new_code_why())}
            {short_form(entries.into(), Filling::default(), labels, check, set)}
        </GateFrame>
    }
}
