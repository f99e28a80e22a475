//! The form in which a level's decision on a leave is written, by the leader on the phone and by township and district at
//! their desks.

use crate::parts::chips::chip;
use crate::parts::form::{Fault, Filling};
use crate::parts::scene;
use domain::team::LeaveDecision;
use domain::team::codes::LeaveLevel;
use leptos::prelude::*;

/// The field at which it is said what is wrong.
pub const VERDICT: &str = "approve";

/// One level's decision. `from_paper`: it was made elsewhere, and the name of who decided is asked for.
pub fn decision_form<F>(
    (level, from_paper): (LeaveLevel, bool),
    button: &'static str,
    work: impl Fn(LeaveDecision) -> F + 'static,
) -> AnyView
where
    F: Future<Output = Result<(), Fault>> + 'static,
{
    let words = scene().words;
    let filling = Filling::default();
    let approve = RwSignal::new(None::<bool>);
    let [decider, why] = [(); 2].map(|()| RwSignal::new(String::new()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(approve) = approve.get_untracked() else {
            return filling.complain((VERDICT, words.leave_lack_decision().to_owned()));
        };
        let decision = LeaveDecision {
            level,
            approve,
            decider: decider.get_untracked().trim().to_owned(),
            words: why.get_untracked().trim().to_owned(),
        };
        filling.submit(None, work(decision));
    };
    let one = |value: bool, word: &'static str| {
        let is = move || approve.get() == Some(value);
        chip("radio", VERDICT, word, is, move |_| {
            filling.forgive();
            approve.set(Some(value));
        })
    };
    let line = |label: &'static str, value: RwSignal<String>| {
        view! {
            <label class="field">
                {label}
                <input type="text" autocomplete="off" prop:value=move || value.get() on:input=move |event| value.set(event_target_value(&event))/>
            </label>
        }
    };
    view! {
        <form class="stack" autocomplete="off" novalidate on:submit=submit>
            <fieldset class="ask" tabindex="-1">
                <legend>{words.leave_decision()}</legend>
                <div class="chips">{one(true, words.leave_yes())}{one(false, words.leave_no())}</div>
                {filling.complaint(VERDICT)}
            </fieldset>
            {from_paper.then(|| line(words.leave_decider(), decider))}
            {line(words.leave_decision_words(), why)}
            <button class="solid wide" type="submit" aria-disabled=move || filling.busy.get().then_some("true")>{button}</button>
        </form>
    }
    .into_any()
}
