//! Facts that changed: the list so far, and the small editor behind "something changed".

use super::answers::{remove_change, set_change};
use super::form::Form;
use crate::parts::chips::chip;
use crate::parts::diff::change_line;
use crate::parts::icon::{Icon, icon};
use crate::parts::row::error;
use domain::household::asking::{is_fresh, known_of};
use domain::household::facts::{FactValue, FieldKey, FieldName, Kind, MEMBER_FIELDS};
use domain::ids::MemberId;
use domain::visit::FactChange;
use leptos::prelude::*;

/// The household facts that the editor offers; the guarantee items have their own chips.
const HOUSEHOLD_FIELDS: [FieldName; 2] = [FieldName::HouseGrade, FieldName::SelfPaidMedical];

/// The section with list and editor.
pub fn changes(form: Form) -> AnyView {
    let words = form.words;
    let open = form.entry.open;
    let stated = Memo::new(move |_| {
        let content = form.content.read();
        content
            .changes
            .iter()
            .filter(|change| change.is_change())
            .cloned()
            .collect::<Vec<FactChange>>()
    });
    let fault = move || {
        form.fault_at("changes")
            .map(|text| error("changes-error".to_owned(), text))
    };
    let list = move || {
        let lines = stated.get();
        (!lines.is_empty()).then(|| {
            view! { <ul class="card list">{lines.into_iter().map(|change| stated_line(form, change)).collect_view()}</ul> }.into_any()
        })
    };
    let count = move || {
        let count = stated.read().len();
        (count > 0).then(|| view! { " "<b>{count}</b> }.into_any())
    };
    view! {
        <section class="sec" aria-labelledby="changes" aria-describedby=move || form.fault_at("changes").map(|_| "changes-error")>
            <div class="head">
                <h2 id="changes" tabindex="-1">{words.changes_title()}{count}</h2>
                <button type="button" aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|open| *open = !*open)>
                    {icon(Icon::Edit)}"\u{a0}"{words.change_facts()}
                </button>
            </div>
            {move || list()}
            {fault}
            {move || open.get().then(|| view! { <Editor form/> }.into_any())}
        </section>
    }
    .into_any()
}

fn stated_line(form: Form, change: FactChange) -> AnyView {
    let words = form.words;
    let field = change.field;
    form.with(|ground| {
        let household = &ground.start.household;
        let label = words.remove_change(&words.field(&field, Some(household)));
        view! {
            <li class="row">
                <ul class="diff w">{change_line(&change, Some(household), words)}</ul>
                <button class="quiet" type="button" aria-label=label on:click=move |_| form.change(|content| remove_change(content, field))>
                    {icon(Icon::Cross)}
                </button>
            </li>
        }
        .into_any()
    })
}

/// The new value while it is being given, in every shape that a field may have.
#[derive(Clone, Copy)]
pub struct Entry {
    /// Whether the editor is unfolded.
    open: RwSignal<bool>,
    member: RwSignal<Option<MemberId>>,
    name: RwSignal<Option<FieldName>>,
    text: RwSignal<String>,
    flag: RwSignal<Option<bool>>,
    codes: RwSignal<Vec<String>>,
    fault: RwSignal<Option<String>>,
}

impl Entry {
    /// Nothing given yet; `first` is asked about unless another is chosen.
    pub fn of(first: Option<MemberId>) -> Self {
        Self {
            open: RwSignal::new(false),
            member: RwSignal::new(first),
            name: RwSignal::new(None),
            text: RwSignal::new(String::new()),
            flag: RwSignal::new(None),
            codes: RwSignal::new(Vec::new()),
            fault: RwSignal::new(None),
        }
    }

    /// Adds what was given and not added before the visit is saved. Whether it can be: what is given and cannot be read
    /// must not be left out without a word.
    pub fn finish(self, form: Form) -> bool {
        let Some(name) = self.name.get_untracked().filter(|name| self.is_begun(*name)) else {
            return true;
        };
        match self.value(name) {
            // What is as it was before is no change, and nothing is lost of it.
            Some(value) => self.say(form, name, Some(value)),
            None => {
                self.open.set(true);
                self.fault.set(Some(form.words.value_missing().to_owned()));
                return false;
            }
        }
        true
    }

    /// Asks what a fact is now.
    pub fn begin(self, key: FieldKey) {
        self.clear();
        self.member.set(key.member);
        self.name.set(Some(key.name));
        self.open.set(true);
    }

    fn is_begun(self, name: FieldName) -> bool {
        match name.kind() {
            Kind::Flag => self.flag.get_untracked().is_some(),
            Kind::HealthSet => !self.codes.read_untracked().is_empty(),
            Kind::Count(..) | Kind::Words(_) | Kind::Code(_) => !self.text.read_untracked().trim().is_empty(),
        }
    }

    fn clear(self) {
        self.text.set(String::new());
        self.flag.set(None);
        self.codes.set(Vec::new());
        self.fault.set(None);
    }

    /// The value that was given; none where nothing or nothing usable was.
    fn value(self, name: FieldName) -> Option<FactValue> {
        let text = self.text.get_untracked();
        let value = match name.kind() {
            Kind::Flag => FactValue::Flag(self.flag.get_untracked()?),
            Kind::Count(..) => FactValue::Count(domain::text::number(&text).ok()?),
            Kind::HealthSet => FactValue::Codes(self.codes.get_untracked()),
            Kind::Words(_) | Kind::Code(_) => FactValue::Words(text.trim().to_owned()),
        };
        let empty = matches!(&value, FactValue::Words(words) if words.is_empty());
        (!empty && name.accepts(Some(&value))).then_some(value)
    }

    /// States what the fact is now; none where it has no value any more.
    fn say(self, form: Form, name: FieldName, value: Option<FactValue>) {
        let field = FieldKey {
            member: self.member.get_untracked(),
            name,
        };
        let mut said_new = false;
        form.with(|ground| {
            form.change(|content| said_new = set_change(content, &ground.start.household, field, value))
        });
        if said_new {
            self.clear();
            self.name.set(None);
        } else {
            self.fault.set(Some(form.words.value_same().to_owned()));
        }
    }
}

/// Choose whose, which fact, what it is now.
#[component]
fn Editor(form: Form) -> impl IntoView {
    let words = form.words;
    let entry = form.entry;
    let add = move |_| {
        let Some(name) = entry.name.get_untracked() else {
            return;
        };
        match entry.value(name) {
            Some(value) => entry.say(form, name, Some(value)),
            None => entry.fault.set(Some(words.value_missing().to_owned())),
        }
    };
    view! {
        <div class="card pad stack">
            {whose(form, entry)}
            {which(form, entry)}
            {move || entry.name.get().map(|name| value_input(form, entry, name))}
            {move || entry.fault.get().map(|text| error("value-error".to_owned(), text))}
            <button class="ghost" type="button" aria-disabled=move || entry.name.read().is_none().then_some("true") on:click=add>
                {icon(Icon::Plus)}{words.add_change()}
            </button>
        </div>
    }
}

fn whose(form: Form, entry: Entry) -> AnyView {
    let words = form.words;
    let members = form.with(|ground| ground.start.household.members.clone());
    let choose = move |member: Option<MemberId>| {
        entry.member.set(member);
        entry.name.set(None);
        entry.clear();
    };
    let chips = members
        .into_iter()
        .map(|member| {
            let id = Some(member.id);
            chip(
                "radio",
                "whose",
                member.name,
                move || entry.member.get() == id,
                move |_| choose(id),
            )
        })
        .collect_view();
    let all = chip(
        "radio",
        "whose",
        words.whole_household(),
        move || entry.member.get().is_none(),
        move |_| choose(None),
    );
    view! { <fieldset class="ask"><legend>{words.whose()}</legend><div class="chips">{chips}{all}</div></fieldset> }.into_any()
}

fn which(form: Form, entry: Entry) -> AnyView {
    let words = form.words;
    let options = move || {
        let fields: &[FieldName] = if entry.member.get().is_some() {
            &MEMBER_FIELDS
        } else {
            &HOUSEHOLD_FIELDS
        };
        let (fresh, due): (Vec<FieldName>, Vec<FieldName>) = fields
            .iter()
            .partition(|name| is_asked(form, entry.member.get(), **name));
        let options = |names: Vec<FieldName>| {
            let one =
                |name: FieldName| view! { <option value=name.code()>{name.label(words.lang())}</option> };
            names.into_iter().map(one).collect_view()
        };
        let fresh = (!fresh.is_empty())
            .then(|| view! { <optgroup label=words.asked_lately()>{options(fresh)}</optgroup> }.into_any());
        view! { {options(due)}{fresh} }.into_any()
    };
    let choose = move |event| {
        entry.clear();
        entry.name.set(FieldName::from_code(&event_target_value(&event)));
    };
    let shown = move || entry.name.get().map(FieldName::code).unwrap_or_default();
    view! {
        <div class="field">
            <label for="which">{words.which_fact()}</label>
            <select id="which" prop:value=shown on:change=choose>
                <option value="">{words.choose_fact()}</option>
                {options}
            </select>
        </div>
    }
    .into_any()
}

/// Whether somebody asked so lately that it need not be asked again.
fn is_asked(form: Form, member: Option<MemberId>, name: FieldName) -> bool {
    form.with(|ground| {
        let known = known_of(&ground.start.household, FieldKey { member, name });
        known.is_some_and(|known| is_fresh(name, known.as_of, ground.today, &ground.config))
    })
}

/// The input that fits the field, with what is recorded so far.
fn value_input(form: Form, entry: Entry, name: FieldName) -> AnyView {
    let words = form.words;
    let field = FieldKey {
        member: entry.member.get_untracked(),
        name,
    };
    let before = form.with(|ground| words.was(&words.value(name, ground.start.household.value(&field))));
    let typed = move |event| {
        entry.text.set(event_target_value(&event));
        entry.fault.set(None);
    };
    let shown = move || entry.text.get();
    let input = match name.kind() {
        Kind::Flag => return flags(form, entry, before),
        Kind::HealthSet => return health(form, entry, name, before),
        Kind::Code(_) => {
            let options = words.codes_of(name).into_iter();
            let options = options.map(|(code, label)| view! { <option value=code>{label}</option> }.into_any()).collect_view();
            view! {
                <select id="value" prop:value=shown on:change=typed aria-describedby="value-before">
                    <option value="">{words.choose_fact()}</option>{options}
                </select>
            }
            .into_any()
        }
        Kind::Count(low, high) => view! {
            <p class="hint">{words.value_range(low, high)}</p>
            <input id="value" inputmode="numeric" autocomplete="off" aria-describedby="value-before" prop:value=shown on:input=typed/>
        }
        .into_any(),
        Kind::Words(max) => {
            let known = form.with(|ground| ground.start.household.value(&field).is_some());
            let none = known.then(|| {
                view! { <button class="quiet" type="button" on:click=move |_| entry.say(form, name, None)>{words.value_none_now()}</button> }.into_any()
            });
            view! {
                <input id="value" autocomplete="off" maxlength=max.to_string() aria-describedby="value-before" prop:value=shown on:input=typed/>
                {none}
            }
            .into_any()
        }
    };
    view! {
        <div class="field">
            <label for="value">{words.now_is()}</label>
            <p class="hint" id="value-before">{before}</p>
            {input}
        </div>
    }
    .into_any()
}

fn flags(form: Form, entry: Entry, before: String) -> AnyView {
    let words = form.words;
    let one = move |label: &'static str, flag: bool| {
        chip(
            "radio",
            "value",
            label,
            move || entry.flag.get() == Some(flag),
            move |_| entry.flag.set(Some(flag)),
        )
    };
    view! {
        <fieldset class="ask">
            <legend>{words.now_is()}" "<small>{before}</small></legend>
            <div class="chips">{one(words.yes(), true)}{one(words.no(), false)}</div>
        </fieldset>
    }
    .into_any()
}

/// Several states at once; "healthy" only alone (VQ08).
fn health(form: Form, entry: Entry, name: FieldName, before: String) -> AnyView {
    const HEALTHY: &str = domain::household::codes::Health::Healthy.code();
    let words = form.words;
    let one = move |(code, label): (&'static str, &'static str)| {
        let is = move || entry.codes.read().iter().any(|other| other == code);
        let set = move |on| {
            entry.codes.update(|codes| {
                codes.retain(|other| other != code && (code == HEALTHY) == (other == HEALTHY));
                if on {
                    codes.push(code.to_owned());
                }
            });
        };
        chip("checkbox", "value", label, is, set)
    };
    view! {
        <fieldset class="ask">
            <legend>{words.now_is()}" "<small>{before}</small></legend>
            <div class="chips">{words.codes_of(name).into_iter().map(one).collect_view()}</div>
        </fieldset>
    }
    .into_any()
}
