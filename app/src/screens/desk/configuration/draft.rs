//! A new edition: what it sets, by which document, from which day; read once more as a preview before it is adopted.

use super::typed::{Asked, Choices, Kind};
use super::{Drafted, Page, preview, said, typed};
use crate::desk_client::{adopt_edition, preview_edition};
use crate::ledger::UiError;
use crate::parts::chips::chip;
use crate::parts::field::{Ask, DAY, Field, LINE};
use crate::parts::look::focus;
use crate::parts::row::error;
use crate::phone::platform::{now_ms, uuid_v7};
use domain::edition::codes::EditionCode;
use domain::edition::{Draft, Setting};
use leptos::prelude::*;
use leptos::task::spawn_local;

const DOCUMENT: Ask = Ask {
    id: "document",
    ..LINE
};
const FROM: Ask = Ask { id: "from", ..DAY };
const WORDS: Ask = Ask { id: "words", ..LINE };

impl Page {
    fn fault_of(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            let fault = self.fault.get();
            fault.filter(|(at, _)| at == field).map(|(_, text)| text)
        })
    }

    fn complain(self, field: &str, text: String) {
        let _ = self.fault.try_set(Some((field.to_owned(), text)));
        focus(match field {
            "document" => DOCUMENT.id,
            "from" => FROM.id,
            "words" => WORDS.id,
            _ => "h-draft",
        });
    }

    /// What is wrong by the server: a rule of editions beside its field, anything else above the buttons.
    fn complain_of(self, problem: &UiError) {
        let known = match problem {
            UiError::Problem(document) => {
                let field = document.field.clone().unwrap_or_default();
                let code = EditionCode::from_code(&document.code);
                if code == Some(EditionCode::Moved) {
                    // What is typed stays; the page shows what it goes upon now.
                    let _ = self.previewed.try_set(None);
                    self.load();
                }
                code.map(|code| (field, code.label(self.words.lang())))
            }
            _ => None,
        };
        match known {
            Some((field, said)) => self.complain(&field, said.to_owned()),
            None => self.complain("settings", self.words.trouble(problem)),
        }
    }

    /// The draft as it is on the page; what cannot be read is said beside its field.
    fn draft(self) -> Option<Draft> {
        let after = match self.loaded.get_untracked() {
            Some(Ok(known)) => known.editions.first().map_or(0, |edition| edition.number),
            _ => return None,
        };
        let lang = self.words.lang();
        let Ok(from) = self.from.get_untracked().parse() else {
            self.complain("from", EditionCode::Past.label(lang).to_owned());
            return None;
        };
        let mut settings: Vec<Setting> = Vec::new();
        for Drafted { start, texts, .. } in self.drafted.get_untracked() {
            let Some(setting) = typed::read(&start, &texts) else {
                self.complain(&start.key(), EditionCode::BadFigure.label(lang).to_owned());
                return None;
            };
            settings.push(setting);
        }
        let id = match uuid_v7(now_ms()) {
            Ok(id) => id,
            Err(fault) => {
                self.complain_of(&fault.into());
                return None;
            }
        };
        Some(Draft {
            id,
            after,
            document: self.document.get_untracked().trim().to_owned(),
            from,
            words: self.why.get_untracked().trim().to_owned(),
            settings,
        })
    }

    fn preview(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.touched();
        let Some(draft) = self.draft() else { return };
        self.busy.set(true);
        spawn_local(async move {
            let preview = preview_edition(&draft).await;
            let _ = self.busy.try_set(false);
            match preview {
                Ok(preview) => {
                    let _ = self.previewed.try_set(Some((draft, preview)));
                    focus("h-preview");
                }
                Err(problem) => self.complain_of(&problem),
            }
        });
    }

    /// Adopts what was previewed, and nothing else. Pressed again after a lost reply it is adopted once.
    fn adopt(self) {
        let Some((draft, _)) = self.previewed.get_untracked() else {
            return;
        };
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let adopted = adopt_edition(&draft).await;
            let _ = self.busy.try_set(false);
            match adopted {
                Ok(edition) => {
                    self.touched();
                    let _ = self.drafted.try_set(Vec::new());
                    let _ = self.why.try_set(String::new());
                    let _ = self.adopted.try_set(Some(edition.number));
                    self.load();
                    focus("main");
                }
                Err(problem) => self.complain_of(&problem),
            }
        });
    }
}

/// The form. It stands there once something is being set.
pub fn form(page: Page) -> AnyView {
    let words = page.words;
    let ids = Memo::new(move |_| {
        let drafted = page.drafted.read();
        drafted.iter().map(|one| one.id).collect::<Vec<u32>>()
    });
    let editors = move || {
        let ids = ids.get();
        ids.into_iter().map(|id| editor(id, page)).collect_view()
    };
    let previewed = move || {
        let (_, said) = page.previewed.get()?;
        let word = move || match page.busy.get() {
            true => words.config_adopting(),
            false => words.config_adopt(),
        };
        Some(view! {
            {preview::shown(&said, super::super::today(), words)}
            <div class="acts"><button class="solid" type="button" on:click=move |_| page.adopt()>{move || word()}</button></div>
        })
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        page.preview();
    };
    // What concerns no field and none of the things that are set stands above the button.
    let fault = move || {
        let (at, text) = page.fault.get()?;
        let beside = [DOCUMENT.id, FROM.id, WORDS.id].contains(&at.as_str());
        let drafted = page.drafted.read();
        (!beside && drafted.iter().all(|one| key(one) != at)).then_some(text)
    };
    let word = move || match page.busy.get() {
        true => words.config_previewing(),
        false => words.config_preview(),
    };
    // Whatever is typed is not what was previewed.
    Effect::new(move |before: Option<()>| {
        page.document.track();
        page.from.track();
        page.why.track();
        if before.is_some() {
            page.previewed.set(None);
        }
    });
    view! {
        <section class="panel full" aria-labelledby="h-draft">
            <h2 id="h-draft" tabindex="-1">{words.config_draft()}</h2>
            <p class="hint">{words.config_draft_hint()}</p>
            <form id="edition" class="stack narrow" novalidate on:submit=submit hidden=move || ids.read().is_empty()>
                {move || editors()}
                <Field ask=DOCUMENT label=words.config_number() value=page.document fault=page.fault_of(DOCUMENT.id)/>
                <Field ask=FROM label=words.config_from() value=page.from fault=page.fault_of(FROM.id)/>
                <Field ask=WORDS label=words.config_words() value=page.why fault=page.fault_of(WORDS.id)/>
                {move || fault().map(|text| error("settings-error".to_owned(), text))}
                <button class="ghost" type="submit" aria-disabled=move || page.busy.get().then_some("true")>{move || word()}</button>
            </form>
            {move || previewed()}
        </section>
    }
    .into_any()
}

/// The key of what is typed, which the server names where something is wrong with it.
fn key(drafted: &Drafted) -> String {
    let typed = typed::read(&drafted.start, &drafted.texts);
    typed.as_ref().unwrap_or(&drafted.start).key()
}

/// The fields of one setting.
fn editor(id: u32, page: Page) -> AnyView {
    let words = page.words;
    let started = page.drafted.with_untracked(|drafted| {
        let found = drafted.iter().find(|one| one.id == id);
        found.map(|one| one.start.clone())
    });
    let Some(start) = started else {
        return ().into_any();
    };
    let label = title(&start, page);
    let fields = typed::asked(&start, words).into_iter().enumerate();
    let fields = fields.map(|(n, asked)| input(id, n, asked, page)).collect_view();
    let fault = move || {
        let (at, text) = page.fault.get()?;
        let drafted = page.drafted.read();
        let own = drafted
            .iter()
            .find(|one| one.id == id)
            .is_some_and(|one| key(one) == at);
        own.then(|| error(format!("s{id}-error"), text))
    };
    let remove = move |_| {
        page.touched();
        page.drafted.update(|drafted| drafted.retain(|one| one.id != id));
    };
    let remove_of = words.config_remove_of(&label);
    view! {
        <fieldset class="ask">
            <legend>{label}</legend>
            {fields}
            {fault}
            <button class="quiet" type="button" aria-label=remove_of on:click=remove>{words.config_remove()}</button>
        </fieldset>
    }
    .into_any()
}

/// What is being set; of a line and of a rule on income only of what kind it is, for which one it is is typed.
fn title(start: &Setting, page: Page) -> String {
    match start {
        Setting::Line { .. } => page.words.config_line_what().to_owned(),
        Setting::Counting { .. } => page.words.config_counting().to_owned(),
        Setting::Holidays { .. } => page.words.config_holidays_what().to_owned(),
        other => said::label(other, page.words),
    }
}

/// What is typed in a field, and what typing does.
fn typed_in(id: u32, n: usize, page: Page) -> (impl Fn() -> String + Copy + Send, impl Fn(String) + Copy) {
    let value = move || {
        let drafted = page.drafted.read();
        let found = drafted.iter().find(|one| one.id == id);
        found
            .and_then(|one| one.texts.get(n).cloned())
            .unwrap_or_default()
    };
    let put = move |typed: String| {
        page.touched();
        page.drafted.update(|drafted| {
            let found = drafted.iter_mut().find(|one| one.id == id);
            if let Some(text) = found.and_then(|one| one.texts.get_mut(n)) {
                *text = typed;
            }
        });
    };
    (value, put)
}

/// Any of a few: each a chip, in the order of the list.
fn several(id: u32, n: usize, (label, all): (String, Choices), page: Page) -> AnyView {
    let (value, put) = typed_in(id, n, page);
    let has = move |code: &str| value().split(',').any(|chosen| chosen == code);
    let codes: Vec<&'static str> = all.iter().map(|(code, _)| *code).collect();
    let chips = all.into_iter().map(|(code, label)| {
        let codes = codes.clone();
        let choose = move |on: bool| {
            let kept = codes.iter().copied();
            let kept = kept.filter(|one| if *one == code { on } else { untrack(|| has(one)) });
            put(kept.collect::<Vec<_>>().join(","));
        };
        chip("checkbox", "several", label, move || has(code), choose)
    });
    let chips = chips.collect_view();
    view! { <fieldset class="ask"><legend>{label}</legend><div class="chips">{chips}</div></fieldset> }
        .into_any()
}

fn input(id: u32, n: usize, asked: Asked, page: Page) -> AnyView {
    let name = format!("s{id}-{n}");
    let (value, put) = typed_in(id, n, page);
    let change = move |event| put(event_target_value(&event));
    let control = match asked.kind {
        Kind::Choice(choices) => {
            let chosen = untrack(value);
            let options = choices.into_iter().map(|(code, label)| {
                view! { <option value=code selected={code == chosen}>{label}</option> }.into_any()
            });
            view! { <select id=name.clone() on:change=change>{options.collect_view()}</select> }.into_any()
        }
        Kind::Several(choices) => return several(id, n, (asked.label, choices), page),
        Kind::Number => view! {
            <input id=name.clone() type="text" inputmode="numeric" autocomplete="off" prop:value=value on:input=change/>
        }
        .into_any(),
        Kind::Line => view! {
            <input id=name.clone() type="text" autocomplete="off" prop:value=value on:input=change/>
        }
        .into_any(),
    };
    view! { <div class="field"><label for=name>{asked.label}</label>{control}</div> }.into_any()
}
