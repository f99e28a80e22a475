//! The parts of the form that are chips and plain fields.

use super::answers::{set_met, set_nobody_home, toggle};
use super::form::Form;
use crate::format::relative_day;
use crate::parts::chips::{chip, stop_chip};
use crate::parts::field::{Ask, Field, LINE};
use crate::parts::icon::{Icon, icon};
use crate::parts::row::{banner, error};
use domain::time::days_between;
use domain::visit::codes::{Purpose, Signal, TimeBand, VisitMode};
use domain::visit::rules::NOTE_MAX;
use leptos::prelude::*;

/// Signals shown before "more".
const SIGNALS_FIRST: usize = 5;
/// Characters from which the length of the note is shown.
const COUNT_FROM: usize = 1_800;
const LATE: Ask = Ask {
    id: "late_reason",
    capitalize: "sentences",
    ..LINE
};

fn fault(form: Form, field: &'static str) -> AnyView {
    (move || {
        form.fault_at(field)
            .map(|text| error(format!("{field}-error"), text))
    })
    .into_any()
}

/// The id of the error beside a group, while there is one.
fn described(form: Form, field: &'static str) -> impl Fn() -> Option<String> + Copy + Send + 'static {
    move || form.fault_at(field).map(|_| format!("{field}-error"))
}

/// The biggest button.
pub fn no_change(form: Form) -> AnyView {
    let words = form.words;
    let blocked = move || form.has_changes() || form.content.read().nobody_home;
    let hint = move || match (
        form.has_changes(),
        form.content.read().nobody_home,
        form.content.read().no_change,
    ) {
        (true, ..) => words.no_change_changed(),
        (_, true, _) => words.no_change_nobody(),
        (_, _, true) => words.no_change_on(),
        _ => words.no_change_hint(),
    };
    let press = move |_| {
        if !untrack(blocked) {
            form.change(|content| content.no_change = !content.no_change);
        }
    };
    view! {
        <button
            class="big" type="button" id="no_change" on:click=press
            aria-pressed=move || form.content.read().no_change.to_string()
            aria-disabled=move || blocked().then_some("true")
        >
            <span>{words.no_change_button()}</span><small>{move || hint()}</small>
        </button>
        {fault(form, "no_change")}
    }
    .into_any()
}

/// Whom met, or nobody home.
pub fn met(form: Form) -> AnyView {
    let words = form.words;
    let members = form.with(|ground| ground.start.household.members.clone());
    let chips = members
        .into_iter()
        .map(|member| {
            let id = member.id;
            let is = move || form.content.read().met.contains(&id);
            chip("checkbox", "met", member.name, is, move |on| {
                form.change(|content| set_met(content, id, on))
            })
        })
        .collect_view();
    let nobody = move || form.content.read().nobody_home;
    let set = move |on| form.change(|content| set_nobody_home(content, on));
    view! {
        <fieldset class="ask" id="met" tabindex="-1" aria-describedby=described(form, "met")>
            <legend>{words.whom_met()}</legend>
            <div class="chips">{chips}{chip("checkbox", "met", words.nobody_home(), nobody, set)}</div>
            {fault(form, "met")}
        </fieldset>
    }
    .into_any()
}

/// Signs of a risk in plain words, and whether they cannot wait.
pub fn signals(form: Form) -> AnyView {
    let words = form.words;
    let all = RwSignal::new(form.with(|ground| {
        let late = Signal::ALL.iter().skip(SIGNALS_FIRST);
        late.into_iter()
            .any(|signal| ground.start.content.signals.contains(signal))
    }));
    let one = move |signal: Signal| {
        let is = move || form.content.read().signals.contains(&signal);
        let set = move |on| {
            form.change(|content| {
                toggle(&mut content.signals, signal, on);
                content.urgent &= !content.signals.is_empty();
            });
        };
        stop_chip("checkbox", "signal", signal.label(words.lang()), is, set)
    };
    let first = Signal::ALL
        .iter()
        .take(SIGNALS_FIRST)
        .map(|signal| one(*signal))
        .collect_view();
    let rest = move || {
        all.get().then(|| {
            Signal::ALL
                .iter()
                .skip(SIGNALS_FIRST)
                .map(|signal| one(*signal))
                .collect_view()
        })
    };
    let urgent = move || {
        let any = !form.content.read().signals.is_empty();
        any.then(|| {
            let set = move |on| form.change(|content| content.urgent = on);
            stop_chip(
                "checkbox",
                "urgent",
                words.urgent_switch(),
                move || form.content.read().urgent,
                set,
            )
        })
    };
    view! {
        <fieldset class="ask">
            <legend>{words.seen_or_heard()}</legend>
            <div class="chips">
                {first}{rest}
                <button class="chip" type="button" aria-expanded=move || all.get().to_string() on:click=move |_| all.update(|all| *all = !*all)>
                    <span>{move || if all.get() { words.fewer() } else { words.more() }}{icon(Icon::Down)}</span>
                </button>
                {urgent}
            </div>
        </fieldset>
        {move || form.content.read().urgent.then(|| banner("stop", Icon::Bang, words.first_help()))}
    }
    .into_any()
}

/// The note, last of what is typed, where the keyboard's own dictation works.
pub fn note(form: Form) -> AnyView {
    let words = form.words;
    let length = Memo::new(move |_| form.note.read().chars().count());
    let count = move || {
        (length.get() >= COUNT_FROM)
            .then(|| view! { <p class="count">{words.note_count(length.get(), NOTE_MAX)}</p> }.into_any())
    };
    let typed = move |event| {
        form.note.set(event_target_value(&event));
        form.fault.set(None);
    };
    view! {
        <div class="field">
            <label class="visually-hidden" for="note">{words.note_label()}</label>
            <textarea
                class="note" id="note" name="note" autocomplete="off" maxlength=NOTE_MAX.to_string() placeholder=words.note_hint()
                aria-describedby=described(form, "note")
                aria-invalid=move || form.fault_at("note").map(|_| "true")
                prop:value=move || form.note.get() on:input=typed
            ></textarea>
            {move || count()}
            {fault(form, "note")}
        </div>
    }
    .into_any()
}

/// Why the visit was made.
pub fn purposes(form: Form) -> AnyView {
    let words = form.words;
    let common = [
        Purpose::Routine,
        Purpose::Monitor,
        Purpose::Policy,
        Purpose::RequestFollowup,
    ];
    let stated = form.with(|ground| ground.start.content.purposes.clone());
    let all = RwSignal::new(stated.iter().any(|purpose| !common.contains(purpose)));
    let one = move |purpose: Purpose| {
        let is = move || form.content.read().purposes.contains(&purpose);
        let set = move |on| form.change(|content| toggle(&mut content.purposes, purpose, on));
        chip("checkbox", "purpose", purpose.label(words.lang()), is, set)
    };
    let rest = move || {
        all.get().then(|| {
            let rest = Purpose::ALL.iter().filter(|purpose| !common.contains(purpose));
            rest.map(|purpose| one(*purpose)).collect_view()
        })
    };
    view! {
        <fieldset class="ask" id="purposes" tabindex="-1" aria-describedby=described(form, "purposes")>
            <legend>{words.why_went()}</legend>
            <div class="chips">
                {common.map(one).collect_view()}{rest}
                <button class="chip" type="button" aria-expanded=move || all.get().to_string() on:click=move |_| all.update(|all| *all = !*all)>
                    <span>{move || if all.get() { words.fewer() } else { words.more() }}{icon(Icon::Down)}</span>
                </button>
            </div>
            {fault(form, "purposes")}
        </fieldset>
    }
    .into_any()
}

/// Day, part of the day and way, folded: the defaults are right for who records on the spot.
pub fn when_and_how(form: Form) -> AnyView {
    let words = form.words;
    let lang = words.lang();
    let open = RwSignal::new(false);
    let summary = move || {
        let content = form.content.read();
        let day = relative_day(content.visited_on, form.with(|ground| ground.today), words);
        format!(
            "{day} {} · {}",
            content.time_band.label(lang),
            content.mode.label(lang)
        )
    };
    // A fault inside must be seen.
    Effect::new(move |_| {
        if form.fault_at("visited_on").is_some() {
            open.set(true);
        }
    });
    view! {
        <section class="card">
            <button class="row" type="button" aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|open| *open = !*open)>
                <span class="w"><span class="n">{words.when_how()}</span><span class="d">{move || summary()}</span></span>
                {icon(Icon::Down)}
            </button>
        </section>
        {move || open.get().then(|| details(form))}
        {late(form)}
    }
    .into_any()
}

fn details(form: Form) -> AnyView {
    let words = form.words;
    let lang = words.lang();
    let today = form.with(|ground| ground.today);
    let dated = move |event| {
        if let Ok(day) = event_target_value(&event).parse() {
            form.change(|content| content.visited_on = day);
        }
    };
    let bands = TimeBand::ALL.iter().map(|band| {
        let band = *band;
        chip(
            "radio",
            "band",
            band.label(lang),
            move || form.content.read().time_band == band,
            move |_| form.change(|content| content.time_band = band),
        )
    });
    let modes = VisitMode::ALL.iter().map(|mode| {
        let mode = *mode;
        chip(
            "radio",
            "mode",
            mode.label(lang),
            move || form.content.read().mode == mode,
            move |_| form.change(|content| content.mode = mode),
        )
    });
    view! {
        <div class="field">
            <label for="visited_on">{words.which_day()}</label>
            <input
                id="visited_on" name="visited_on" type="date" max=today.to_string()
                aria-describedby=described(form, "visited_on")
                aria-invalid=move || form.fault_at("visited_on").map(|_| "true")
                prop:value=move || form.content.read().visited_on.to_string() on:change=dated
            />
            {fault(form, "visited_on")}
        </div>
        <fieldset class="ask"><legend>{words.time_of_day()}</legend><div class="chips">{bands.collect_view()}</div></fieldset>
        <fieldset class="ask"><legend>{words.how_met()}</legend><div class="chips">{modes.collect_view()}</div></fieldset>
        {companions(form)}
        {next_visit(form)}
    }
    .into_any()
}

fn companions(form: Form) -> Option<AnyView> {
    let words = form.words;
    let view = form.ledger.view().get_untracked()?;
    let reference = view.reference.clone()?;
    let others = reference
        .colleagues
        .iter()
        .filter(|colleague| colleague.id != view.me.staff);
    let chips: Vec<AnyView> = others
        .map(|colleague| {
            let (id, again) = (colleague.id.clone(), colleague.id.clone());
            let is = move || form.content.read().companions.contains(&id);
            let set = move |on| form.change(|content| toggle(&mut content.companions, again.clone(), on));
            chip("checkbox", "companion", colleague.name.clone(), is, set)
        })
        .collect();
    (!chips.is_empty()).then(|| {
        view! { <fieldset class="ask"><legend>{words.companions()}</legend><div class="chips">{chips}</div></fieldset> }.into_any()
    })
}

fn next_visit(form: Form) -> AnyView {
    let words = form.words;
    let today = form.with(|ground| ground.today);
    let dated = move |event| {
        let day = event_target_value(&event).parse().ok();
        form.change(|content| content.next_visit_on = day);
    };
    let shown = move || {
        form.content
            .read()
            .next_visit_on
            .map(|day| day.to_string())
            .unwrap_or_default()
    };
    view! {
        <div class="field">
            <label for="next">{words.next_visit()}" "<span class="optional">{words.optional()}</span></label>
            <input id="next" name="next" type="date" min=today.to_string() prop:value=shown on:change=dated/>
        </div>
    }
    .into_any()
}

/// Asked only when the visit was days ago.
fn late(form: Form) -> AnyView {
    let words = form.words;
    let days = Memo::new(move |_| {
        let visited_on = form.content.read().visited_on;
        form.is_late(visited_on)
            .then(|| form.with(|ground| days_between(visited_on, ground.today)))
    });
    (move || {
        days.get().map(|days| {
            let fault = leptos::prelude::Signal::derive(move || form.fault_at("late_reason"));
            view! { <Field ask=LATE label=words.late_label(days) value=form.late hint=words.late_hint() fault=fault/> }.into_any()
        })
    })
    .into_any()
}
