//! The dated configuration at the district's desk: what is in force with its document, a new edition with its preview,
//! and every edition that was adopted.

mod draft;
mod history;
mod preview;
mod said;
mod screened;
mod typed;

use super::waiting_or;
use crate::desk_client::configuration;
use crate::format::day_of;
use crate::ledger::UiError;
use crate::parts::look::focus;
use crate::parts::row::banner;
use crate::parts::{Frame, Here, Icon, Scene, Top, scene};
use crate::words::Words;
use chrono::Datelike;
use domain::edition::{Configuration as Known, Draft, InForce, Preview, Setting};
use domain::income::codes::IncomeLine;
use domain::policy::{Action, permits_somehow};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// One thing that is being set.
#[derive(Clone)]
struct Drafted {
    /// Its place on the page.
    id: u32,
    /// The setting from which it started.
    start: Setting,
    /// What is typed, in the order of [`typed::asked`].
    texts: Vec<String>,
}

/// What is on the page; cheap to copy.
#[derive(Clone, Copy)]
struct Page {
    words: Words,
    edits: bool,
    loaded: RwSignal<Option<Result<Known, UiError>>>,
    drafted: RwSignal<Vec<Drafted>>,
    document: RwSignal<String>,
    from: RwSignal<String>,
    why: RwSignal<String>,
    /// What the server says of the draft; none once anything is typed again.
    previewed: RwSignal<Option<(Draft, Preview)>>,
    /// What is wrong, and with which field or setting.
    fault: RwSignal<Option<(String, String)>>,
    busy: RwSignal<bool>,
    /// The number of the edition that was just adopted.
    adopted: RwSignal<Option<u32>>,
}

impl Page {
    fn load(self) {
        spawn_local(async move {
            let known = configuration().await;
            let _ = self.loaded.try_set(Some(known));
        });
    }

    /// Begins to set one thing, or goes to where it is being set already.
    fn begin(self, setting: Setting) {
        self.touched();
        self.drafted.update(|drafted| {
            let key = setting.key();
            if drafted.iter().any(|one| one.start.key() == key) {
                return;
            }
            let id = drafted.iter().map(|one| one.id).max().unwrap_or(0);
            drafted.push(Drafted {
                id: id.saturating_add(1),
                texts: typed::texts(&setting),
                start: setting,
            });
        });
        focus("h-draft");
    }

    /// What was previewed is no longer what is on the page.
    fn touched(self) {
        // The page may be gone with what it did.
        let _ = self.previewed.try_set(None);
        let _ = self.fault.try_set(None);
        let _ = self.adopted.try_set(None);
    }
}

/// The page.
#[component]
pub fn Configuration() -> impl IntoView {
    let Scene { words, .. } = scene();
    let me = scene().me();
    let page = Page {
        words,
        edits: me.is_some_and(|me| permits_somehow(me.role, Action::EditConfiguration)),
        loaded: RwSignal::new(None),
        drafted: RwSignal::new(Vec::new()),
        document: RwSignal::new(String::new()),
        from: RwSignal::new(super::today().to_string()),
        why: RwSignal::new(String::new()),
        previewed: RwSignal::new(None),
        fault: RwSignal::new(None),
        busy: RwSignal::new(false),
        adopted: RwSignal::new(None),
    };
    page.load();
    let done = move || {
        let number = page.adopted.get()?;
        let said = words.config_adopted(number);
        Some(view! { <div role="status">{banner("act", Icon::Check, said)}</div> })
    };
    view! {
        <Frame here=Here::Configuration>
            <Top title=words.config_title() sub=words.config_sub()/>
            <main id="main" tabindex="-1">
                {move || done()}
                {page.edits.then(|| draft::form(page))}
                {move || waiting_or(page.loaded.get(), |known| shown(&known, page))}
            </main>
        </Frame>
    }
}

/// Where a setting stands on the page.
const fn group(setting: &Setting) -> usize {
    match setting {
        Setting::Regime { .. } | Setting::Line { .. } => 0,
        Setting::Counting { .. } => 1,
        Setting::DaysOnSite { .. }
        | Setting::NightsOnSite { .. }
        | Setting::Figure { .. }
        | Setting::Limit { .. }
        | Setting::Asked { .. } => 2,
        Setting::Season { .. } | Setting::Holidays { .. } => 3,
        Setting::Commitment { .. } => 4,
        Setting::Screening { .. } => 5,
    }
}

fn shown(known: &Known, page: Page) -> AnyView {
    let words = page.words;
    let groups = [
        ("h-regime", words.config_regime(), Some(words.config_no_line())),
        (
            "h-counting",
            words.config_counting(),
            Some(words.config_no_counting()),
        ),
        ("h-figures", words.config_figures(), None),
        ("h-seasons", words.config_seasons(), Some(words.config_holidays())),
        ("h-commitments", words.config_commitments(), None),
        (
            "h-screening",
            words.config_screening(),
            Some(words.config_screening_hint()),
        ),
    ];
    let panels = groups.into_iter().enumerate().map(|(n, (id, title, note))| {
        let of = known.in_force.iter().filter(|one| group(&one.setting) == n);
        let rows: Vec<AnyView> = of.map(|one| row(one, known, page)).collect();
        let table = (!rows.is_empty()).then(|| {
            let columns = [
                words.config_what(),
                words.config_now(),
                words.config_document(),
                words.config_since(),
                words.actions(),
            ];
            let columns = if page.edits { &columns[..] } else { &columns[..4] };
            super::table(id, columns, rows.collect_view().into_any())
        });
        view! {
            <section class="panel full" aria-labelledby=id>
                <h2 id=id>{title}</h2>
                {note.map(|note| view! { <p class="hint">{note}</p> }.into_any())}
                {table}
                {add(n, known, page)}
            </section>
        }
        .into_any()
    });
    view! { {panels.collect_view()}{history::shown(known, page)} }.into_any()
}

/// What is not set yet and can be.
fn add(group: usize, known: &Known, page: Page) -> Option<AnyView> {
    let words = page.words;
    let word = match group {
        0 => words.config_add_line(),
        1 => words.config_add_counting(),
        3 => words.config_add_holidays(),
        _ => return None,
    };
    let known = known.clone();
    let begin = move |_| {
        page.begin(match group {
            0 => Setting::Line {
                year: next_year(&known, page, |setting| match setting {
                    Setting::Line { year, .. } => Some(*year),
                    _ => None,
                }),
                yuan: 0,
            },
            3 => Setting::Holidays {
                year: next_year(&known, page, |setting| match setting {
                    Setting::Holidays { year, .. } => Some(*year),
                    _ => None,
                }),
                off: Vec::new(),
                worked: Vec::new(),
            },
            _ => Setting::Counting {
                line: IncomeLine::Donation,
                counts: false,
            },
        });
    };
    page.edits.then(|| {
        view! { <div class="acts"><button class="ghost" type="button" on:click=begin>{word}</button></div> }.into_any()
    })
}

/// The first year after those that are set, or are being set.
fn next_year(known: &Known, page: Page, year: impl Fn(&Setting) -> Option<i32>) -> i32 {
    let drafted = page.drafted.get_untracked();
    let settings = known.in_force.iter().map(|one| &one.setting);
    let years = settings
        .chain(drafted.iter().map(|one| &one.start))
        .filter_map(year);
    years
        .max()
        .map_or(known.today.year(), |last| last.saturating_add(1))
}

fn row(one: &InForce, known: &Known, page: Page) -> AnyView {
    let words = page.words;
    let label = said::label(&one.setting, words);
    let document = match one.document.is_empty() {
        true => view! { <span class="quiet-text">{words.config_shipped()}</span> }.into_any(),
        false => one.document.clone().into_any(),
    };
    let since = one.since.map(|day| day_of(day, known.today, words.lang()));
    let change = page.edits.then(|| {
        let setting = one.setting.clone();
        let begin = move |_| page.begin(setting.clone());
        view! {
            <td>
                <button class="quiet" type="button" aria-label=words.config_change_of(&label) on:click=begin>{words.config_change()}</button>
            </td>
        }.into_any()
    });
    view! {
        <tr>
            <td>{label.clone()}</td>
            <td>{said::value(&one.setting, words)}</td>
            <td>{document}</td>
            <td>{since}</td>
            {change}
        </tr>
    }
    .into_any()
}
