//! Importing a workbook: choose, look at the report of the dry run, commit.

use super::import_report::report;
use crate::desk_client::{Picked, commit_import, import_state, upload};
use crate::ledger::UiError;
use crate::parts::chips::segmented;
use crate::parts::icon::{Icon, icon};
use crate::parts::row::{banner, error};
use crate::parts::{Frame, Here, Scene, Top, scene};
use crate::phone::platform::sleep;
use crate::words::Words;
use domain::api::{ImportStage, ImportState, Invitation};
use domain::exchange::{ImportKind, ImportReport};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// Milliseconds between two looks at an import that is under way.
const LOOK_EVERY_MS: u32 = 700;

/// The import while the page is open.
#[derive(Clone, Copy)]
struct Work {
    words: Words,
    kind: RwSignal<ImportKind>,
    picked: RwSignal<Option<Picked>, LocalStorage>,
    /// Bytes sent and in all, while sending.
    sending: RwSignal<Option<(f64, f64)>>,
    state: RwSignal<Option<ImportState>>,
    codes: RwSignal<Vec<Invitation>>,
    fault: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
}

impl Work {
    fn complain(self, problem: &UiError) {
        let _ = self.fault.try_set(Some(self.words.trouble(problem)));
    }

    fn send(self) {
        if self.busy.get_untracked() {
            return;
        }
        let Some(picked) = self.picked.get_untracked() else {
            return self.fault.set(Some(self.words.import_no_file().to_owned()));
        };
        self.fault.set(None);
        self.state.set(None);
        self.busy.set(true);
        let sending = self.sending;
        spawn_local(async move {
            let told = move |sent, all| {
                let _ = sending.try_set(Some((sent, all)));
            };
            let sent = upload(self.kind.get_untracked(), &picked, told).await;
            let _ = sending.try_set(None);
            self.follow(sent).await;
        });
    }

    /// Back to choosing; codes of an import that was committed stay readable.
    fn start_over(self) {
        self.fault.set(None);
        self.picked.set(None);
        self.state.set(None);
    }

    fn commit(self) {
        let Some(state) = self.state.get_untracked().filter(|_| !self.busy.get_untracked()) else {
            return;
        };
        self.busy.set(true);
        let _ = self.state.try_update(|state| {
            if let Some(state) = state {
                state.stage = ImportStage::Committing;
            }
        });
        spawn_local(self.watch(state.id));
        spawn_local(async move {
            let done = commit_import(state.id).await;
            self.follow(done).await;
        });
    }

    /// Looks again until the server says that the work has ended.
    async fn follow(self, mut now: Result<ImportState, UiError>) {
        loop {
            match now {
                Err(problem) => {
                    self.complain(&problem);
                    break;
                }
                Ok(state) => {
                    let (id, under_way) = (state.id, state.stage.is_under_way());
                    if !state.codes.is_empty() {
                        let _ = self.codes.try_set(state.codes.clone());
                    }
                    if self.state.try_set(Some(state)).is_some() || !under_way {
                        break;
                    }
                    sleep(LOOK_EVERY_MS).await;
                    now = import_state(id).await;
                }
            }
        }
        let _ = self.busy.try_set(false);
    }

    /// Tells how many rows are written while the commit's own reply is awaited.
    async fn watch(self, id: Uuid) {
        loop {
            sleep(LOOK_EVERY_MS).await;
            if self.busy.try_get_untracked() != Some(true) {
                return;
            }
            let Ok(seen) = import_state(id).await else {
                continue;
            };
            let _ = self.state.try_update(|state| {
                if let Some(state) = state
                    .as_mut()
                    .filter(|state| state.stage == ImportStage::Committing)
                {
                    (state.done, state.total) = (seen.done, seen.total);
                }
            });
        }
    }
}

/// The page.
#[component]
pub fn Import() -> impl IntoView {
    let Scene { words, .. } = scene();
    let work = Work {
        words,
        kind: RwSignal::new(ImportKind::Households),
        picked: RwSignal::new_local(None),
        sending: RwSignal::new(None),
        state: RwSignal::new(None),
        codes: RwSignal::new(Vec::new()),
        fault: RwSignal::new(None),
        busy: RwSignal::new(false),
    };
    view! {
        <Frame here=Here::Import>
            <Top title=words.import_title() sub=words.sub_desk()/>
            <main id="main" tabindex="-1">
                {steps(work)}
                {file(work)}
                {move || work.fault.get().map(|text| error("import-error".to_owned(), text))}
                {move || work.state.get().map(|state| outcome(work, &state))}
                {move || codes(&work.codes.read(), words)}
            </main>
            {dock(work)}
        </Frame>
    }
}

fn steps(work: Work) -> AnyView {
    let words = work.words;
    let at = move || match work.state.get().map(|state| state.stage) {
        None | Some(ImportStage::Reading) => 0,
        Some(ImportStage::Planned | ImportStage::Changed | ImportStage::Failed | ImportStage::Unknown) => 1,
        Some(ImportStage::Committing | ImportStage::Committed) => 2,
    };
    let step = |index: i32, word: &'static str| {
        view! { <li aria-current=move || (at() == index).then_some("step")>{word}</li> }
    };
    view! {
        <ol class="import-steps" aria-label=words.import_steps()>
            {step(0, words.import_step_file())}{step(1, words.import_step_report())}{step(2, words.import_step_commit())}
        </ol>
    }
    .into_any()
}

/// The file: chosen on a broad field, then one line that leaves the room to the report.
fn file(work: Work) -> AnyView {
    let chosen = move || work.busy.get() || work.state.read().is_some();
    let chosen = Memo::new(move |_| chosen());
    view! {
        <section class="panel stack" aria-label=work.words.import_step_file()>
            {move || if chosen.get() { named(work) } else { choose(work) }}
            {progress(work)}
        </section>
    }
    .into_any()
}

fn choose(work: Work) -> AnyView {
    let words = work.words;
    let kinds = vec![
        ("roster", view! { {words.import_roster()} }.into_any()),
        ("households", view! { {words.import_households()} }.into_any()),
        ("warnings", view! { {words.import_warnings()} }.into_any()),
        ("policies", view! { {words.import_policies()} }.into_any()),
        ("duties", view! { {words.import_duties()} }.into_any()),
    ];
    let is_list = move || work.kind.get().takes_text();
    let columns = move || match work.kind.get() {
        ImportKind::Warnings => Some(words.import_warnings_columns()),
        ImportKind::Policies => Some(words.import_policies_columns()),
        ImportKind::Duties => Some(words.import_duties_columns()),
        ImportKind::Roster | ImportKind::Households => None,
    };
    let set = move |code: &str| {
        if let Some(kind) = ImportKind::from_code(code) {
            work.kind.set(kind);
        }
    };
    let pick = move |event: leptos::ev::Event| {
        work.fault.set(None);
        work.picked.set(Picked::from_event(&event));
    };
    let name = move || match work.picked.get() {
        Some(picked) => format!("{} · {}", picked.name, crate::format::bytes(picked.size)),
        None if is_list() => words.import_limit_list().to_owned(),
        None => words.import_limit().to_owned(),
    };
    let accept = move || {
        let workbook = ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        if is_list() {
            format!("{workbook},.csv,text/csv")
        } else {
            workbook.to_owned()
        }
    };
    view! {
        <div class="import-choose">
            <div class="stack">
                {segmented("kind", words.import_kind(), kinds, move || work.kind.get().code().to_owned(), set)}
                <p class="hint">{words.import_check_first()}</p>
                {move || columns().map(|said| view! { <p class="hint">{said}</p> }.into_any())}
            </div>
            <label class="drop">
                <input type="file" accept=accept on:change=pick/>
                {icon(Icon::Upload)}<span><b>{words.import_choose()}</b></span><small class="quiet-text" role="status">{move || name()}</small>
            </label>
        </div>
    }
    .into_any()
}

fn named(work: Work) -> AnyView {
    let words = work.words;
    let kind = match work.kind.get_untracked() {
        ImportKind::Roster => words.import_roster(),
        ImportKind::Households => words.import_households(),
        ImportKind::Warnings => words.import_warnings(),
        ImportKind::Policies => words.import_policies(),
        ImportKind::Duties => words.import_duties(),
    };
    let file = work.picked.get_untracked();
    let file = file.map(|picked| format!("{} · {}", picked.name, crate::format::bytes(picked.size)));
    let again = move |_| {
        if !work.busy.get_untracked() {
            work.start_over();
        }
    };
    view! {
        <div class="import-file">
            {icon(Icon::File)}
            <p><b>{kind}</b>" "<span>{file}</span></p>
            <button class="quiet" type="button" aria-disabled=move || work.busy.get().then_some("true") on:click=again>{words.import_again()}</button>
        </div>
    }
    .into_any()
}

fn progress(work: Work) -> AnyView {
    let words = work.words;
    let bar = move || {
        let stage = work
            .state
            .get()
            .map(|state| (state.stage, state.done, state.total));
        let (label, done, all) = match (work.sending.get(), stage) {
            (Some((sent, all)), _) if sent < all => (
                words.import_uploading().to_owned(),
                sent.to_string(),
                Some(all.to_string()),
            ),
            (_, Some((ImportStage::Committing, done, total))) if total > 0 => (
                words.import_committing(done, total),
                done.to_string(),
                Some(total.to_string()),
            ),
            (_, Some((ImportStage::Committing, ..))) => {
                (words.import_writing().to_owned(), String::new(), None)
            }
            _ if work.busy.get() => (words.import_checking().to_owned(), String::new(), None),
            _ => return None,
        };
        let value = all.is_some().then_some(done);
        Some(view! {
            <label for="up" class="quiet-text" role="status">{label}</label>
            <progress class="progress" id="up" max=all value=value></progress>
        })
    };
    bar.into_any()
}

fn outcome(work: Work, state: &ImportState) -> AnyView {
    let words = work.words;
    let said = match state.stage {
        ImportStage::Committed => Some(banner("act", Icon::Check, words.import_done())),
        ImportStage::Changed => Some(banner("warn", Icon::Info, words.import_changed())),
        ImportStage::Failed => Some(banner("stop", Icon::Warn, words.import_failed())),
        ImportStage::Unknown => Some(banner("warn", Icon::Info, words.import_unknown())),
        ImportStage::Reading | ImportStage::Planned | ImportStage::Committing => None,
    };
    let table = state.report.as_ref().map(|found| report(found, words));
    view! { <div role="status">{said}</div>{table} }.into_any()
}

/// Enrolment codes of new people: shown once.
fn codes(codes: &[Invitation], words: Words) -> Option<AnyView> {
    if codes.is_empty() {
        return None;
    }
    let rows = codes
        .iter()
        .map(|line| view! { <tr><th scope="row">{line.staff.to_string()}</th><td><code>{line.code.clone()}</code></td></tr> }.into_any())
        .collect_view();
    let columns = [words.staff_number(), words.invite_code()];
    let table = super::table("h-codes", &columns, rows.into_any());
    let panel = view! {
        <section class="panel" aria-labelledby="h-codes">
            <h2 id="h-codes">{words.import_codes()}" "<small>{words.invite_words()}</small></h2>
            {table}
        </section>
    };
    Some(panel.into_any())
}

fn dock(work: Work) -> AnyView {
    let words = work.words;
    (move || {
        let state = work.state.get();
        let (said, button) = match state.map(|state| (state.stage, state.report)) {
            Some((ImportStage::Planned | ImportStage::Changed, Some(report))) => confirm(work, &report),
            Some((ImportStage::Committed, _)) => {
                let again = view! { <button class="ghost" type="button" on:click=move |_| work.start_over()>{words.import_again()}</button> };
                (String::new(), again.into_any())
            }
            _ => {
                let busy = move || work.busy.get().then_some("true");
                let send = view! { <button class="solid" type="button" aria-disabled=busy on:click=move |_| work.send()>{words.import_start()}</button> };
                (String::new(), send.into_any())
            }
        };
        view! { <div class="dock"><p role="status">{said}</p>{button}</div> }
    })
    .into_any()
}

/// What the report allows: to write it, or nothing.
fn confirm(work: Work, report: &ImportReport) -> (String, AnyView) {
    let words = work.words;
    let refused: u64 = report.tallies.values().map(|tally| tally.refused).sum();
    let ready = report.committable && report.writes();
    let said = match (report.committable, report.writes()) {
        (false, _) => words.import_refused(refused),
        (true, false) if report.kind == ImportKind::Warnings => words.import_nothing_new().to_owned(),
        (true, false) => words.import_nothing().to_owned(),
        (true, true) => words.import_ready().to_owned(),
    };
    let commit = move |_| {
        if ready {
            work.commit();
        }
    };
    let off = move || (!ready || work.busy.get()).then_some("true");
    let button = view! { <button class="solid" type="button" aria-disabled=off on:click=commit>{words.import_commit()}</button> };
    (said, button.into_any())
}
