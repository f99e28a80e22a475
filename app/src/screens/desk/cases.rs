//! Cases at the desks of village, township and district: how many stand at each step, the list, one case with the
//! next step. In the order in which they need somebody, never by who is slow.

use super::waiting_or;
use crate::desk_client::{case, cases, step_case};
use crate::format::day_of;
use crate::ledger::UiError;
use crate::parts::chips::filter_chip;
use crate::parts::row::{banner, empty};
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Icon, Scene, Tone, Top, scene, tag};
use crate::phone::platform::{now_ms, uuid_v7};
use crate::screens::case::typed::Person;
use crate::screens::case::{Asking, Author, StepForm, state_tag, told};
use crate::screens::flag::gist;
use crate::words::Words;
use domain::case::codes::CaseState;
use domain::case::desk::{CaseBoard, CaseLine, CasePage, DeskStep};
use domain::case::order::{AtState, is_late, offered};
use domain::case::{CaseStep, IdentificationCase};
use domain::ids::OpId;
use domain::time::Millis;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The pipeline and the list behind each of its figures.
#[component]
pub fn Cases() -> impl IntoView {
    let words = scene().words;
    let chosen = RwSignal::new(None::<CaseState>);
    let loaded = RwSignal::new(None::<Result<CaseBoard, UiError>>);
    spawn_local(async move {
        let board = cases().await;
        let _ = loaded.try_set(Some(board));
    });
    view! {
        <Frame here=Here::Cases>
            <Top title=words.cases_title() sub=words.sub_desk()/>
            <main id="main" tabindex="-1">{move || waiting_or(loaded.get(), |board| shown(board, chosen, words))}</main>
        </Frame>
    }
}

fn shown(board: CaseBoard, chosen: RwSignal<Option<CaseState>>, words: Words) -> AnyView {
    if board.lines.is_empty() {
        return empty(words.cases_none(), words.cases_none_more());
    }
    let steps = board
        .pipeline
        .iter()
        .map(|at| stand(*at, chosen, words))
        .collect_view();
    let all = filter_chip(
        words.cases_all(),
        || None,
        move || chosen.read().is_none(),
        move || chosen.set(None),
    );
    let rows = move || {
        let lines = board.lines.iter();
        let wanted = lines.filter(|line| chosen.get().is_none_or(|state| state == line.state));
        wanted.map(|line| row(line, &board, words)).collect_view()
    };
    let columns = [
        words.head_name(),
        words.village(),
        words.cases_step(),
        words.cases_due(),
        words.cases_seen(),
    ];
    let table = super::table("h-list", &columns, rows.into_any());
    view! {
        <section class="panel full" aria-labelledby="h-pipeline">
            <h2 id="h-pipeline">{words.cases_pipeline()}</h2>
            <ol class="pipeline">{steps}</ol>
            <div class="chips">{all}</div>
        </section>
        <section class="panel full" aria-labelledby="h-list">
            <h2 id="h-list">{words.cases_list()}</h2>
            {table}
        </section>
    }
    .into_any()
}

/// One step of the pipeline: its count, and what is late; pressing it shows its list.
fn stand(at: AtState, chosen: RwSignal<Option<CaseState>>, words: Words) -> AnyView {
    let AtState { state, cases, late } = at;
    let late = (late > 0).then(|| tag(Tone::Stop, Some(Icon::Clock), words.cases_late(late)));
    let pressed = move || {
        if chosen.get() == Some(state) {
            "true"
        } else {
            "false"
        }
    };
    view! {
        <li>
            <button type="button" class:none=cases == 0 aria-pressed=pressed on:click=move |_| chosen.set(Some(state))>
                <b>{words.cases_count(cases)}</b><span>{state.label(words.lang())}</span>{late}
            </button>
        </li>
    }
    .into_any()
}

fn row(line: &CaseLine, board: &CaseBoard, words: Words) -> AnyView {
    let lang = words.lang();
    let mine = line.mine.then(|| tag(Tone::Act, None, words.cases_mine()));
    let quick = line
        .expedited
        .then(|| tag(Tone::Stop, Some(Icon::Bang), words.case_expedited()));
    let due = line.due.map(|day| day_of(day, board.today, lang));
    view! {
        <tr>
            <td><a href=format!("/desk/cases/{}", line.household)>{words.of_name(&line.place.name)}</a></td>
            <td>{line.place.township.clone()}{line.place.village.clone()}" "{line.place.group.clone()}</td>
            <td>{state_tag(line.state, line.late, words)}" "{quick}{mine}</td>
            <td>{due}</td>
            <td>{day_of(line.seen_on, board.today, lang)}</td>
        </tr>
    }
    .into_any()
}

/// One case, and the step that the reader may take.
#[component]
pub fn OneCase(
    /// The household.
    id: String,
) -> impl IntoView {
    let Scene { words, .. } = scene();
    let loaded = RwSignal::new(None::<Result<CasePage, UiError>>);
    let saved = RwSignal::new(false);
    let load = {
        let id = id.clone();
        move || {
            let id = id.clone();
            spawn_local(async move {
                let page = case(&id).await;
                let _ = loaded.try_set(Some(page));
            });
        }
    };
    load();
    let title = Signal::derive(move || match loaded.read().as_ref() {
        Some(Ok(page)) => words.case_title(&page.place.name),
        _ => words.cases_title().to_owned(),
    });
    let sub = Signal::derive(move || match loaded.read().as_ref() {
        Some(Ok(page)) => format!(
            "{}{} {}",
            page.place.township, page.place.village, page.place.group
        ),
        _ => String::new(),
    });
    let back = Some(Back("/desk/cases".to_owned(), words.cases_title().to_owned()));
    let body = move || {
        let (id, load) = (id.clone(), load.clone());
        let done = move || {
            saved.set(true);
            load();
        };
        waiting_or(loaded.get(), move |page| one(&page, id, done, words))
    };
    view! {
        <Frame here=Here::Cases>
            <Top title=title tab=words.case_tab() sub=sub back=back/>
            <main id="main" tabindex="-1">
                <div class="stack narrow">
                    {move || saved.get().then(|| view! { <div role="status">{banner("act", Icon::Check, words.case_saved())}</div> })}
                    {body}
                </div>
            </main>
        </Frame>
    }
}

fn one(page: &CasePage, id: String, done: impl Fn() + Clone + 'static, words: Words) -> AnyView {
    let Some(case) = page.file.present() else {
        return empty(words.cases_none(), words.cases_none_more());
    };
    let seen = page.seen.as_ref().map(|seen| {
        view! { <dl class="facts card"><dt>{words.case_seen()}</dt><dd>{gist(seen, words)}</dd></dl> }
    });
    view! { {told(case, page.today, words)}{seen}{next(page, case, id, done)} }.into_any()
}

/// The form, where the reader's role has a step to take.
fn next(
    page: &CasePage,
    case: &IdentificationCase,
    id: String,
    done: impl Fn() + Clone + 'static,
) -> Option<AnyView> {
    let me = scene().me()?;
    let steps = offered(case, me.role, page.today);
    if steps.is_empty() {
        return None;
    }
    let asking = Asking {
        steps,
        name: page.place.name.clone(),
        causes: page
            .seen
            .as_ref()
            .map(|seen| domain::risk::causes(&seen.signals))
            .unwrap_or_default(),
        late: is_late(case, page.today),
        today: page.today,
    };
    let author = Author {
        me: Person {
            staff: me.staff,
            name: me.name,
            role: me.role,
        },
        others: Vec::new(),
    };
    let (rev, recorded_on) = (case.progress().rev, page.today);
    // What was tried stays tried under its number: a second tap after a lost answer does it once.
    let tried = StoredValue::new(None::<DeskStep>);
    let save = move |step: CaseStep| {
        let (id, done) = (id.clone(), done.clone());
        async move {
            let asked = match tried.get_value().filter(|before| before.step == step) {
                Some(before) => before,
                None => DeskStep {
                    op: OpId(uuid_v7(now_ms())?),
                    recorded_at: Millis(now_ms()),
                    rev,
                    step,
                    recorded_on,
                },
            };
            tried.set_value(Some(asked.clone()));
            step_case(&id, &asked).await?;
            done();
            Ok(())
        }
    };
    Some(view! { <StepForm asking author save/> }.into_any())
}
