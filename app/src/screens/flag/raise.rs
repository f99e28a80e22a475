//! The short form that flags a risk outside a visit: signs, urgency, the day, a few words.

use crate::ledger::DraftKey;
use crate::parts::chips::{chip, stop_chip};
use crate::parts::field::{Ask, DAY, Field};
use crate::parts::form::{Filling, beside, dock, instead, note};
use crate::parts::icon::Icon;
use crate::parts::row::banner;
use crate::parts::top::Back;
use crate::parts::typing::{Part, Typing};
use crate::parts::{Frame, Here, Scene, Top, household_address, household_name, scene};
use crate::phone::platform::{now_ms, uuid_v7};
use crate::screens::not_here::at_household;
use crate::screens::sign_in::over_a_form;
use domain::ids::{FlagId, HouseholdId};
use domain::operation::OperationBody;
use domain::risk::{ClueSource, FlagContent};
use domain::visit::codes::Signal as Sign;
use domain::visit::rules::NOTE_MAX;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

const SEEN: Ask = Ask { id: "seen_on", ..DAY };

/// Flagging a risk of the household in the address.
#[component]
pub fn RaiseScreen(
    /// What the address names the household by.
    id: String,
) -> impl IntoView {
    at_household(id, |_, _| true, |id| view! { <Known id/> }.into_any())
}

/// What is being filled in.
#[derive(Clone, Copy)]
struct Sheet {
    signals: RwSignal<Vec<Sign>>,
    urgent: RwSignal<bool>,
    seen: RwSignal<String>,
    said: RwSignal<String>,
    /// None: seen on an everyday visit.
    source: RwSignal<Option<ClueSource>>,
}

impl Sheet {
    fn parts(self) -> Vec<Part> {
        let signals = move || {
            let codes: Vec<&str> = self.signals.read().iter().map(|sign| sign.code()).collect();
            codes.join(" ")
        };
        let choose = move |codes: &str| {
            let signs = codes.split(' ').filter_map(Sign::from_code);
            self.signals.set(signs.collect());
        };
        let urgent = move || if self.urgent.get() { "1" } else { "" }.to_owned();
        vec![
            Part::new("signals", signals, choose),
            Part::new("urgent", urgent, move |urgent| {
                self.urgent.set(!urgent.is_empty())
            }),
            Part::text(SEEN.id, self.seen),
            Part::text("words", self.said),
            Part::new(
                "source",
                move || self.source.get().map_or("", ClueSource::code).to_owned(),
                move |code| self.source.set(ClueSource::from_code(code)),
            ),
        ]
    }
}

#[component]
fn Known(id: HouseholdId) -> impl IntoView {
    let Scene { words, view, .. } = scene();
    let name = household_name(id);
    let today = untrack(|| view.get()).map(|view| view.today).unwrap_or_default();
    let sheet = Sheet {
        signals: RwSignal::new(Vec::new()),
        urgent: RwSignal::new(false),
        seen: RwSignal::new(today.to_string()),
        said: RwSignal::new(String::new()),
        source: RwSignal::new(None),
    };
    let filling = Filling::default();
    let back = Some(Back(household_address(id), words.of_name(&name)));
    let said = view! { {words.flag_words()}" "<span class="optional">{words.flag_words_hint()}</span> };
    let typing = Typing::go_on(DraftKey::Form("flag", id.0), sheet.parts());
    let save = save(id, sheet, filling, typing);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save();
    };
    let sub = Signal::derive(String::new);
    view! {
        <Frame here=Here::Households docked=true>
            <Top title=words.flag_form_title(&name) tab=words.flag_form_tab() sub=sub back=back/>
            <main id="main" tabindex="-1">
                {over_a_form()}
                {typing.told()}
                <form class="stack narrow" id="flag" autocomplete="off" novalidate on:submit=submit>
                    {signs(sheet, filling)}
                    <Field ask=SEEN label=words.flag_seen_on() value=sheet.seen hint=words.flag_seen_hint() fault=filling.fault_of(SEEN.id)/>
                    {note("words", (said.into_any(), ""), NOTE_MAX, sheet.said, filling)}
                    {sources(sheet)}
                </form>
            </main>
            {dock("flag", (words.flag_save(), words.flag_saving()), filling)}
        </Frame>
    }
}

/// The signs in plain words; what cannot wait says at once that help comes first.
fn signs(sheet: Sheet, filling: Filling) -> AnyView {
    let words = scene().words;
    let chips = Sign::ALL
        .iter()
        .map(|sign| {
            let sign = *sign;
            let is = move || sheet.signals.read().contains(&sign);
            stop_chip("checkbox", "signal", sign.label(words.lang()), is, move |on| {
                filling.forgive();
                sheet.signals.update(|all| {
                    all.retain(|other| *other != sign);
                    if on {
                        all.push(sign);
                    }
                });
            })
        })
        .collect_view();
    let urgent = stop_chip(
        "checkbox",
        "urgent",
        words.urgent_switch(),
        move || sheet.urgent.get(),
        move |on| sheet.urgent.set(on),
    );
    view! {
        <fieldset class="ask" id="signals" tabindex="-1">
            <legend>{words.seen_or_heard()}</legend>
            <div class="chips">{chips}{urgent}</div>
            {filling.complaint("signals")}
        </fieldset>
        {move || sheet.urgent.get().then(|| banner("stop", Icon::Bang, words.first_help()))}
    }
    .into_any()
}

/// How it was found: what most are stands chosen already.
fn sources(sheet: Sheet) -> AnyView {
    let words = scene().words;
    let all = ClueSource::ALL.iter().copied().filter(|source| source.is_said());
    let chips = all.map(|source| {
        let is = move || sheet.source.get().unwrap_or(ClueSource::CadreRoutine) == source;
        let choose = move |_| {
            let said = (source != ClueSource::CadreRoutine).then_some(source);
            sheet.source.set(said);
        };
        chip("radio", "source", source.label(words.lang()), is, choose)
    });
    let chips = chips.collect_view();
    view! { <fieldset class="ask"><legend>{words.flag_source()}</legend><div class="chips">{chips}</div></fieldset> }.into_any()
}

/// Saves the flag and goes back to the household, which shows it.
fn save(id: HouseholdId, sheet: Sheet, filling: Filling, typing: Typing) -> impl Fn() + Clone + 'static {
    let words = scene().words;
    let navigate = use_navigate();
    let home = household_address(id);
    move || {
        let flag = match uuid_v7(now_ms()) {
            Ok(flag) => FlagId(flag),
            Err(_) => return filling.complain(("signals", words.phone_no_id().to_owned())),
        };
        let Ok(seen_on) = sheet.seen.get_untracked().parse() else {
            return filling.complain((SEEN.id, words.flag_seen_missing().to_owned()));
        };
        let content = FlagContent {
            seen_on,
            signals: sheet.signals.get_untracked(),
            urgent: sheet.urgent.get_untracked(),
            words: sheet.said.get_untracked(),
            warning: None,
            source: sheet.source.get_untracked(),
        };
        let body = OperationBody::RaiseFlag {
            flag,
            household: id,
            content: Box::new(content),
        };
        let (navigate, home) = (navigate.clone(), home.clone());
        filling.submit(None, async move {
            match typing.save(body).await {
                Ok(_) => {
                    navigate(&format!("{home}?flagged=1"), instead());
                    Ok(())
                }
                Err(problem) => Err(beside(&problem, &[SEEN.id, "words"], "signals", words)),
            }
        });
    }
}
