//! One household's file at a desk: its case, its elimination, and the step that the reader may take.

use super::evidence::evidence;
use super::waiting_or;
use crate::desk_client::{case as load_case, step_case, step_elimination};
use crate::ledger::UiError;
use crate::parts::row::{banner, empty};
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Icon, Scene, Top, scene};
use crate::phone::platform::{now_ms, uuid_v7};
use crate::screens::flag::gist;
use crate::screens::step::kind::Kind;
use crate::screens::step::typed::{Person, Typed};
use crate::screens::step::{Asking, Author, Saving, last_days, step_form};
use crate::screens::{case, elimination, papers, screening};
use crate::words::Words;
use domain::case::desk::{CasePage, DeskStep};
use domain::case::order::offered;
use domain::case::{IdentificationCase, Step};
use domain::elimination::Elimination;
use domain::household::codes::MonitorCategory;
use domain::ids::OpId;
use domain::refusal::{Refusal, RefusalCode};
use domain::risk::FlagContent;
use domain::time::Millis;
use leptos::prelude::*;
use leptos::task::spawn_local;

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
                let page = load_case(&id).await;
                let _ = loaded.try_set(Some(page));
            });
        }
    };
    load();
    let title = Signal::derive(move || match loaded.read().as_ref() {
        Some(Ok(page)) => words.cases_file(&page.place.name),
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
            <Top title=title tab=words.cases_title() sub=sub back=back/>
            <main id="main" tabindex="-1">
                <div class="stack narrow">
                    {move || saved.get().then(|| view! { <div role="status">{banner("act", Icon::Check, words.case_saved())}</div> }.into_any())}
                    {move || body()}
                </div>
            </main>
        </Frame>
    }
}

fn one(page: &CasePage, id: String, done: impl Fn() + Clone + 'static, words: Words) -> AnyView {
    let (case, present) = (page.file.present(), page.file.eliminations.last());
    if case.is_none() && present.is_none() {
        return empty(words.cases_none(), words.cases_none_more());
    }
    let seen = page.seen.as_ref().map(|seen| {
        view! { <dl class="facts card"><dt>{words.case_seen()}</dt><dd>{gist(seen, words)}</dd><dt>{words.flag_source()}</dt><dd>{seen.found_by().label(words.lang())}</dd></dl> }.into_any()
    });
    let eliminated = present.map(|one| elimination::told(one, page.today, words));
    let criteria =
        (!page.criteria.is_empty()).then(|| elimination::criteria(&page.criteria, None, page.today, words));
    let told = case.map(|case| case::told(case, (page.today, &page.holidays), words));
    let doubts = screening::doubts(&page.doubts(), words.screen_doubted(), words);
    let role = scene().me().map(|me| me.role);
    let papers = role.and_then(|role| papers::of_file(&page.file, (role, page.today), words));
    view! { {eliminated}{criteria}{told}{doubts}{seen}{evidence(page, words)}{next(page, (case, present), id, done)}{papers} }.into_any()
}

/// The form, where the reader's role has a step to take in the case or in the elimination.
fn next(
    page: &CasePage,
    (case, elimination): (Option<&IdentificationCase>, Option<&Elimination>),
    id: String,
    done: impl Fn() + Clone + 'static,
) -> Option<AnyView> {
    let Scene { words, .. } = scene();
    let me = scene().me()?;
    let of_case = case.map(|case| offered(case, me.role, page.today));
    let last = case.zip(of_case.as_ref());
    let last = last.map(|(case, steps)| last_days(case, steps, (page.today, &page.holidays)));
    let of_elimination = elimination.map(|one| one.offered(me.role, page.today));
    let steps: Vec<Kind> = (of_elimination.into_iter().flatten().map(Kind::Eliminate))
        .chain(of_case.into_iter().flatten().map(Kind::Case))
        .collect();
    if steps.is_empty() {
        return None;
    }
    let asking = Asking {
        causes: page.seen.as_ref().map(FlagContent::causes).unwrap_or_default(),
        last: last.unwrap_or_default(),
        categories: case.map_or(MonitorCategory::ALL, |case| case.regime().categories()),
        ..Asking::next(steps, page.place.name.clone(), page.today, words)
    };
    let author = Author {
        me: Person {
            staff: me.staff,
            name: me.name,
            role: me.role,
        },
        others: Vec::new(),
    };
    let revs = Revs {
        case: case.map_or(0, |case| case.progress().rev),
        elimination: elimination.map_or(0, |one| one.progress().rev),
    };
    let today = page.today;
    // What was tried stays tried under its number: a second tap after a lost answer does it once.
    let tried = StoredValue::new(None::<(Typed, OpId, Millis)>);
    let save = move |typed: Typed, _| -> Saving {
        let (id, done) = (id.clone(), done.clone());
        Box::pin(async move {
            let before = tried.get_value().filter(|(before, ..)| *before == typed);
            let (op, at) = match before {
                Some((_, op, at)) => (op, at),
                None => (OpId(uuid_v7(now_ms())?), Millis(now_ms())),
            };
            tried.set_value(Some((typed.clone(), op, at)));
            send(&id, typed, revs, (op, at, today)).await?;
            done();
            Ok(())
        })
    };
    Some(step_form(asking, author, Box::new(save)))
}

/// How many steps the reader saw of each.
#[derive(Clone, Copy)]
struct Revs {
    case: u32,
    elimination: u32,
}

async fn send(
    id: &str,
    typed: Typed,
    revs: Revs,
    (op, recorded_at, recorded_on): (OpId, Millis, chrono::NaiveDate),
) -> Result<(), UiError> {
    fn numbered<D>(
        step: Step<D>,
        rev: u32,
        (op, recorded_at, recorded_on): (OpId, Millis, chrono::NaiveDate),
    ) -> DeskStep<D> {
        DeskStep {
            op,
            recorded_at,
            rev,
            step,
            recorded_on,
        }
    }
    let number = (op, recorded_at, recorded_on);
    match typed {
        Typed::Case(step) => step_case(id, &numbered(step, revs.case, number)).await,
        Typed::Elimination(step) => step_elimination(id, &numbered(step, revs.elimination, number)).await,
        // Teams nominate, on their phones: no desk is offered it.
        Typed::Nomination { .. } => Err(Refusal::plain(RefusalCode::NotAllowed).into()),
    }
}
