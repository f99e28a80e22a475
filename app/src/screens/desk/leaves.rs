//! Leave at the desks of township and district: what waits for their consent with its form, and what they decided of
//! leave that is not over.

use super::waiting_or;
use crate::desk_client::{decide_leave, leaves};
use crate::format::dotted;
use crate::ledger::UiError;
use crate::parts::form::Fault;
use crate::parts::items::items;
use crate::parts::look::focus;
use crate::parts::row::{banner, counting_section, empty, section};
use crate::parts::{Frame, Here, Icon, Top, scene};
use crate::phone::platform::{now_ms, uuid_v7};
use crate::screens::month::{VERDICT, decided, decision_form, said, state_tag};
use crate::words::Words;
use chrono::NaiveDate;
use domain::ids::OpId;
use domain::refusal::RefusalCode;
use domain::team::LeaveDecision;
use domain::team::desk::{DeskDecision, LeaveBoard, LeaveLine};
use domain::time::Millis;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page while it is open.
#[derive(Clone, Copy)]
struct Page {
    words: Words,
    loaded: RwSignal<Option<Result<LeaveBoard, UiError>>>,
    /// What the last decision came to.
    told: RwSignal<Option<(&'static str, String)>>,
}

impl Page {
    /// Reads the board; where that fails, what is there stays.
    fn load(self) {
        spawn_local(async move {
            let board = leaves().await;
            let known = self
                .loaded
                .try_with_untracked(|known| matches!(known, Some(Ok(_))));
            match board {
                Err(problem) if known == Some(true) => {
                    let _ = self.told.try_set(Some(("warn", self.words.trouble(&problem))));
                }
                board => {
                    let _ = self.loaded.try_set(Some(board));
                }
            }
        });
    }

    /// Something of the board.
    fn of<T>(self, what: impl FnOnce(&LeaveBoard) -> T) -> Option<T> {
        match self.loaded.read().as_ref() {
            Some(Ok(board)) => Some(what(board)),
            _ => None,
        }
    }

    /// Sends a decision; when it is taken, or when it was not its turn any more, the board is read again.
    async fn send(self, leave: OpId, asked: DeskDecision) -> Result<(), Fault> {
        let told = match decide_leave(leave, &asked).await {
            Ok(()) => ("act", self.words.leaves_saved()),
            Err(UiError::Refused(refusal))
                if matches!(refusal.code, RefusalCode::CaseMoved | RefusalCode::NotThisStep) =>
            {
                ("warn", self.words.leaves_moved())
            }
            Err(problem) => return Err((VERDICT, self.words.trouble(&problem))),
        };
        let _ = self.told.try_set(Some((told.0, told.1.to_owned())));
        self.load();
        focus("main");
        Ok(())
    }
}

/// The lists.
#[component]
pub fn Leaves() -> impl IntoView {
    let words = scene().words;
    let page = Page {
        words,
        loaded: RwSignal::new(None),
        told: RwSignal::new(None),
    };
    page.load();
    let ready = Memo::new(move |_| page.of(|_| ()).is_some());
    // Drawn once: what is being written stays while the board is read again (decision 0035).
    let body = move || match ready.get() {
        true => lists(page),
        false => waiting_or(page.loaded.get(), |_| ().into_any()),
    };
    let told = move || {
        let (tone, text) = page.told.get()?;
        let sign = match tone {
            "act" => Icon::Check,
            _ => Icon::Warn,
        };
        Some(view! { <div role="status">{banner(tone, sign, text)}</div> })
    };
    view! {
        <Frame here=Here::Leaves>
            <Top title=words.leaves_title() sub=words.sub_desk()/>
            <main id="main" tabindex="-1">
                <div class="stack narrow">{told}{body}</div>
            </main>
        </Frame>
    }
}

fn lists(page: Page) -> AnyView {
    let words = page.words;
    let waiting = Memo::new(move |_| {
        let ops = |board: &LeaveBoard| board.waiting.iter().map(|line| line.leave).collect::<Vec<_>>();
        page.of(ops).unwrap_or_default()
    });
    let none = move || {
        let none = waiting.read().is_empty();
        none.then(|| empty(words.leaves_none(), words.leaves_none_more()))
    };
    let cards = items(waiting, move |op| card(op, page));
    let body = view! {
        <p class="quiet-text">{words.leaves_private()}</p>
        {none}
        <ul class="stack">{cards}</ul>
    };
    let count = move || waiting.read().len();
    let first = counting_section("h-waiting", words.leaves_waiting(), count, body.into_any());
    let over = move || page.of(|board| past(board, words)).flatten();
    view! { {first}{move || over()} }.into_any()
}

/// One leave that waits: whose, from when to when, who agreed before, and the decision.
fn card(op: OpId, page: Page) -> AnyView {
    let words = page.words;
    let known = untrack(|| {
        page.of(|board| {
            let line = board.waiting.iter().find(|line| line.leave == op);
            line.map(|line| (line.clone(), board.level, board.today))
        })
    });
    let Some((line, level, today)) = known.flatten() else {
        return ().into_any();
    };
    let then = match line.then {
        Some(level) => words.leaves_then(level.label(words.lang())),
        None => words.leaves_last().to_owned(),
    };
    let facts = facts(&line, today, words);
    // What was tried stays tried under its number: a second tap after a lost answer does it once.
    let tried = StoredValue::new(None::<(LeaveDecision, OpId, Millis)>);
    let form = decision_form((level, false), words.leaves_decide(), move |decision| {
        let (team, staff) = (line.team.clone(), line.staff.clone());
        async move {
            let before = tried.get_value().filter(|(before, ..)| *before == decision);
            let (number, at) = match before {
                Some((_, number, at)) => (number, at),
                None => {
                    let number =
                        uuid_v7(now_ms()).map_err(|fault| (VERDICT, words.trouble(&fault.into())))?;
                    (OpId(number), Millis(now_ms()))
                }
            };
            tried.set_value(Some((decision.clone(), number, at)));
            let asked = DeskDecision {
                op: number,
                recorded_at: at,
                recorded_on: today,
                team,
                staff,
                level,
                approve: decision.approve,
                words: decision.words,
            };
            page.send(op, asked).await
        }
    });
    view! { <li class="card pad stack">{facts}<p class="quiet-text">{then}</p>{form}</li> }.into_any()
}

/// Whose leave it is, of which team, what is asked for and what was decided so far.
fn facts(line: &LeaveLine, today: NaiveDate, words: Words) -> AnyView {
    let place = format!("{} · {}", line.place.unit, words.join(&line.place.villages));
    let said_so_far = line.said.iter().map(|one| {
        let text = decided(one.level, &one.by, (one.approve, &one.words), words);
        view! { <p class="quiet-text">{text}</p> }.into_any()
    });
    let said_so_far = said_so_far.collect_view();
    let reason =
        (!line.content.reason.is_empty()).then(|| view! { <p>{line.content.reason.clone()}</p> }.into_any());
    view! {
        <b>{line.name.clone()}</b>
        <p class="quiet-text">{dotted(&place)}</p>
        <p>{said(&line.content, today, words)}</p>
        {reason}
        {said_so_far}
    }
    .into_any()
}

/// What this level decided; none where that is nothing.
fn past(board: &LeaveBoard, words: Words) -> Option<AnyView> {
    if board.decided.is_empty() {
        return None;
    }
    let rows = board.decided.iter().map(|line| {
        let facts = facts(line, board.today, words);
        view! { <li class="pad stack">{facts}<div class="tags">{state_tag(line.status, words)}</div></li> }
            .into_any()
    });
    let body = view! { <ul class="card list">{rows.collect_view()}</ul> };
    let title = words.leaves_decided();
    Some(section("h-decided", title, None, None, body.into_any()))
}
