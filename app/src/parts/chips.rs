//! Chips: one or several of a few choices, all in reach of a thumb.

use leptos::prelude::*;

/// A chip with a real checkbox or radio inside.
pub fn chip(
    kind: &'static str,
    name: &'static str,
    label: impl Into<String>,
    checked: impl Fn() -> bool + Send + 'static,
    chosen: impl Fn(bool) + 'static,
) -> AnyView {
    chip_as("chip", (kind, name), label.into(), Choice::of(checked, chosen))
}

/// A chip for a sign of risk.
pub fn stop_chip(
    kind: &'static str,
    name: &'static str,
    label: impl Into<String>,
    checked: impl Fn() -> bool + Send + 'static,
    chosen: impl Fn(bool) + 'static,
) -> AnyView {
    chip_as(
        "chip stop",
        (kind, name),
        label.into(),
        Choice::of(checked, chosen),
    )
}

/// Whether a chip is chosen, and what happens when it is or no longer is. Boxed: one chip is compiled, not one for each
/// place that has some.
struct Choice {
    checked: Box<dyn Fn() -> bool + Send>,
    chosen: Box<dyn Fn(bool)>,
}

impl Choice {
    fn of(checked: impl Fn() -> bool + Send + 'static, chosen: impl Fn(bool) + 'static) -> Self {
        Self {
            checked: Box::new(checked),
            chosen: Box::new(chosen),
        }
    }
}

fn chip_as(
    class: &'static str,
    (kind, name): (&'static str, &'static str),
    label: String,
    Choice { checked, chosen }: Choice,
) -> AnyView {
    view! {
        <label class=class>
            <input type=kind name=name prop:checked=checked on:change=move |event| chosen(event_target_checked(&event))/>
            <span>{label}</span>
        </label>
    }
    .into_any()
}

/// A chip that filters a list; pressed or not.
pub fn filter_chip(
    label: &'static str,
    count: impl Fn() -> Option<usize> + Send + 'static,
    pressed: impl Fn() -> bool + Send + 'static,
    press: impl Fn() + 'static,
) -> AnyView {
    pressable(label, Box::new(count), Box::new(pressed), Box::new(press))
}

fn pressable(
    label: &'static str,
    count: Box<dyn Fn() -> Option<usize> + Send>,
    pressed: Box<dyn Fn() -> bool + Send>,
    press: Box<dyn Fn()>,
) -> AnyView {
    let pressed = move || if pressed() { "true" } else { "false" };
    view! {
        <button class="chip" type="button" aria-pressed=pressed on:click=move |_| press()>
            <span>{label}{move || count().map(|n| view! { " " <b>{n}</b> }.into_any())}</span>
        </button>
    }
    .into_any()
}

/// A group of radio buttons drawn as one bar.
pub fn segmented(
    name: &'static str,
    legend: &'static str,
    choices: Vec<(&'static str, AnyView)>,
    chosen: impl Fn() -> String + Copy + Send + 'static,
    choose: impl Fn(&'static str) + Copy + 'static,
) -> AnyView {
    let choices = choices
        .into_iter()
        .map(|(value, face)| {
            view! {
                <label>
                    <input type="radio" name=name value=value prop:checked=move || chosen() == value on:change=move |_| choose(value)/>
                    <span>{face}</span>
                </label>
            }.into_any()
        })
        .collect_view();
    view! { <div class="setting"><fieldset class="segmented"><legend>{legend}</legend><div>{choices}</div></fieldset></div> }
        .into_any()
}
