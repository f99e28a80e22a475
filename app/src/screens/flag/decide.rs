//! The leader's decision on a flag: confirm at once, or watch, dismiss and merge with what each needs.

use super::gist;
use super::rows::days;
use crate::ledger::{DraftKey, UiError, View};
use crate::parts::chips::chip;
use crate::parts::field::{Ask, DAY, Field, LINE};
use crate::parts::form::Filling;
use crate::parts::icon::{Icon, icon};
use crate::parts::row::error;
use crate::parts::typing::{self, Part, Typing};
use crate::parts::{Scene, household_address, scene};
use crate::words::Words;
use domain::case::MonitoringFile;
use domain::ids::{FlagId, HouseholdId};
use domain::operation::OperationBody;
use domain::policy::{Action, permits_somehow};
use domain::record::Records;
use domain::risk::order::open_of;
use domain::risk::{FlagStatus, RelapseFlag, Triage};
use domain::time::plus_days;
use leptos::prelude::*;

/// What the date of the next look is set to at first: about a month on.
const LOOK_AGAIN_DAYS: u32 = 30;
const RECHECK: Ask = Ask {
    id: "recheck_on",
    ..DAY
};
const REASON: Ask = Ask {
    id: "reason",
    capitalize: "sentences",
    ..LINE
};
const VIEW: Ask = Ask {
    id: "household_view",
    ..REASON
};
/// The fields at which a fault is shown; any other stands above the button.
const FIELDS: [&str; 3] = ["recheck_on", "reason", "household_view"];

/// What the buttons work on.
#[derive(Clone, Copy)]
pub struct Decide {
    scene: Scene,
    id: FlagId,
    /// The revision that is on the screen: the decision holds for this text only.
    rev: Memo<Option<u32>>,
    household: Memo<Option<HouseholdId>>,
    /// Whether the sheet of the other decisions is open.
    pub open: RwSignal<bool>,
    /// What went wrong, where no field is to blame.
    pub fault: RwSignal<Option<String>>,
}

impl Decide {
    /// For the flag that is on the screen.
    pub fn new(id: FlagId, flag: Memo<Option<RelapseFlag>>) -> Self {
        Self {
            scene: scene(),
            id,
            rev: Memo::new(move |_| flag.read().as_ref().map(|flag| flag.rev)),
            household: Memo::new(move |_| flag.read().as_ref().map(|flag| flag.household)),
            open: RwSignal::new(false),
            fault: RwSignal::new(None),
        }
    }

    /// Opens the identification case on the flag.
    async fn open_case(self) -> Result<(), UiError> {
        let Some(household) = self.household.get_untracked() else {
            return Ok(());
        };
        let body = OperationBody::OpenCase {
            household,
            flag: self.id,
        };
        self.scene.ledger.save(body, None).await.map(|_| ())
    }

    /// Opens the case by the button of its own, where that was not possible at once.
    fn open_later(self, filling: Filling) {
        let words = self.scene.words;
        let _ = self.fault.try_set(None);
        filling.submit(None, async move {
            if let Err(problem) = self.open_case().await {
                let _ = self.fault.try_set(Some(words.trouble(&problem)));
            }
            Ok(())
        });
    }

    /// Saves the decision; a fault stands beside its field where it has one.
    fn save(self, filling: Filling, triage: Triage, typing: Option<Typing>) {
        let Scene { ledger, words, .. } = self.scene;
        let Some(rev) = self.rev.get_untracked() else {
            return;
        };
        let _ = self.fault.try_set(None);
        let body = OperationBody::TriageFlag {
            flag: self.id,
            rev,
            triage,
            household: self.household.get_untracked(),
        };
        filling.submit(None, async move {
            let Err(problem) = typing::save(ledger, typing, body).await else {
                let _ = self.open.try_set(false);
                return Ok(());
            };
            let said = words.trouble(&problem);
            match FIELDS.iter().find(|field| problem.field() == Some(field)) {
                Some(field) => Err((*field, said)),
                None => {
                    let _ = self.fault.try_set(Some(said));
                    Ok(())
                }
            }
        });
    }
}

/// Confirm in reach of the thumb, the rest one tap away.
#[component]
pub fn Dock(decide: Decide, waits: Memo<bool>) -> impl IntoView {
    let words = decide.scene.words;
    let filling = Filling::default();
    let busy = move || filling.busy.get().then_some("true");
    move || {
        waits.get().then(|| {
            view! {
                <div class="dock">
                    <button class="ghost" type="button" aria-disabled=busy on:click=move |_| decide.open.set(true)>
                        {words.flag_otherwise()}
                    </button>
                    <button class="solid" type="button" aria-disabled=busy on:click=move |_| decide.save(filling, Triage::Confirm, None)>
                        {icon(Icon::Flag)}{words.flag_confirm()}
                    </button>
                </div>
            }.into_any()
        })
    }
}

/// Opens the case of a confirmed flag that has none yet, or leads to it.
#[component]
pub fn CaseDock(decide: Decide, flag: Memo<Option<RelapseFlag>>) -> impl IntoView {
    let Scene { words, view, .. } = decide.scene;
    let filling = Filling::default();
    let busy = move || filling.busy.get().then_some("true");
    let stands = Memo::new(move |_| {
        let (view, flag) = (view.get()?, flag.get()?);
        let file = view.records.monitoring(flag.household);
        let here = file.is_some_and(|file| file.cases.iter().any(|case| case.flag == flag.id));
        let running = file
            .and_then(MonitoringFile::present)
            .is_some_and(|case| case.progress().state.is_running());
        let monitored = view.records.household(flag.household)?.monitored().is_some();
        let opens = permits_somehow(view.me.role, Action::OpenCase) && !running && !monitored;
        (flag.status() == FlagStatus::Confirmed && (here || opens)).then_some((flag.household, here))
    });
    move || {
        stands.get().map(|(household, here)| match here {
            true => view! {
                <div class="dock">
                    <a class="solid" href=format!("{}/case", household_address(household))>{words.case_open()}</a>
                </div>
            }
            .into_any(),
            false => view! {
                <div class="dock">
                    <button class="solid" type="button" aria-disabled=busy on:click=move |_| decide.open_later(filling)>
                        {words.case_start()}
                    </button>
                </div>
            }
            .into_any(),
        })
    }
}

/// Watch, dismiss or merge, and what each of them needs.
#[component]
pub fn Otherwise(decide: Decide) -> impl IntoView {
    let Scene { words, view, .. } = decide.scene;
    let others = untrack(|| view.get())
        .map(|view| others(&view, decide.id, words))
        .unwrap_or_default();
    let today = untrack(|| view.get()).map(|view| view.today).unwrap_or_default();
    let filling = Filling::default();
    let way = RwSignal::new(None::<FlagStatus>);
    let (reason, household_view) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let recheck = RwSignal::new(plus_days(today, LOOK_AGAIN_DAYS).to_string());
    let into = RwSignal::new(others.first().map(|(id, _)| *id));
    let parts = vec![
        Part::choice("ways", way, FlagStatus::code, FlagStatus::from_code),
        Part::text(REASON.id, reason),
        Part::text(VIEW.id, household_view),
        Part::text(RECHECK.id, recheck),
    ];
    let typing = Typing::go_on(DraftKey::Form("triage", decide.id.0), parts);
    let ways = [
        (FlagStatus::Watch, words.flag_watch(), true),
        (FlagStatus::Dismissed, words.flag_dismiss(), true),
        (FlagStatus::Merged, words.flag_merge(), !others.is_empty()),
    ];
    let chips = ways
        .into_iter()
        .filter(|(.., offered)| *offered)
        .map(|(status, label, _)| {
            let is = move || way.get() == Some(status);
            chip("radio", "way", label, is, move |_| {
                way.set(Some(status));
                filling.forgive();
            })
        })
        .collect_view();
    let chosen = move || {
        let reason = reason.get_untracked();
        match way.get_untracked()? {
            FlagStatus::Watch => Some(Triage::Watch {
                // No date is a day that has been: the rule says so beside the field.
                recheck_on: recheck.get_untracked().parse().unwrap_or(today),
                reason,
            }),
            FlagStatus::Merged => into.get_untracked().map(|into| Triage::Merge { into }),
            _ => Some(Triage::Dismiss {
                reason,
                household_view: household_view.get_untracked(),
            }),
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match chosen() {
            Some(triage) => decide.save(filling, triage, Some(typing)),
            None => filling.complain(("ways", words.flag_choose().to_owned())),
        }
    };
    let needs = move || {
        let reason = move || {
            view! { <Field ask=REASON label=words.flag_reason() value=reason fault=filling.fault_of(REASON.id)/> }.into_any()
        };
        match way.get()? {
            FlagStatus::Watch => {
                let when = view! { <Field ask=RECHECK label=words.flag_recheck_on() value=recheck fault=filling.fault_of(RECHECK.id)/> };
                Some(view! { {when}{reason()} }.into_any())
            }
            FlagStatus::Merged => Some(targets(&others, into, words)),
            _ => {
                let said = view! { <Field ask=VIEW label=words.flag_view() value=household_view hint=words.flag_words_hint() fault=filling.fault_of(VIEW.id)/> };
                Some(view! { {reason()}{said} }.into_any())
            }
        }
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            {typing.told()}
            <fieldset class="ask" id="ways" tabindex="-1">
                <legend class="visually-hidden">{words.flag_decide_title()}</legend>
                <div class="chips">{chips}</div>
                {filling.complaint("ways")}
            </fieldset>
            {move || needs()}
            {move || decide.fault.get().map(|text| error("decide-error".to_owned(), text))}
            <div class="acts">
                <button class="ghost" type="button" on:click=move |_| decide.open.set(false)>{words.flag_not_now()}</button>
                <button class="solid" type="submit" aria-disabled=move || filling.busy.get().then_some("true")>{words.flag_decide()}</button>
            </div>
        </form>
    }
}

/// The other unsettled flags of the household, each with its words.
fn others(view: &View, id: FlagId, words: Words) -> Vec<(FlagId, String)> {
    let Some(flag) = view.records.flag(id) else {
        return Vec::new();
    };
    let open = open_of(&view.records, flag.household);
    let others = open.into_iter().filter(|other| other.id != id);
    others
        .map(|other| {
            (
                other.id,
                format!("{} · {}", gist(&other.content, words), days(other, view, words)),
            )
        })
        .collect()
}

fn targets(others: &[(FlagId, String)], into: RwSignal<Option<FlagId>>, words: Words) -> AnyView {
    let chips = others
        .iter()
        .map(|(id, label)| {
            let id = *id;
            let is = move || into.get() == Some(id);
            chip("radio", "into", label.clone(), is, move |_| into.set(Some(id)))
        })
        .collect_view();
    view! { <fieldset class="ask"><legend>{words.flag_into()}</legend><div class="chips">{chips}</div></fieldset> }
        .into_any()
}
