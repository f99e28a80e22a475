//! Accounts, for the system administrator: find, invite, close, reopen.

use super::{search, waiting_or};
use crate::desk_client::{accounts, invite, set_closed};
use crate::ledger::UiError;
use crate::parts::dialog::Sheet;
use crate::parts::icon::Icon;
use crate::parts::row::{empty, error};
use crate::parts::{Frame, Here, Scene, Tone, Top, moment, scene, tag};
use crate::screens::phones::of_account;
use crate::words::Words;
use domain::api::{AccountLine, Invitation};
use domain::policy::{Action, permits_somehow};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Rows drawn at most; the search narrows the rest.
const SHOWN: usize = 200;

/// What is on the page.
#[derive(Clone, Copy)]
struct Page {
    words: Words,
    loaded: RwSignal<Option<Result<Vec<AccountLine>, UiError>>>,
    query: RwSignal<String>,
    fault: RwSignal<Option<String>>,
    /// A code that was just made, with the person's name.
    made: RwSignal<Option<(String, String, String)>>,
    showing: RwSignal<bool>,
    /// The account that is about to be closed.
    closing: RwSignal<Option<AccountLine>>,
    asking: RwSignal<bool>,
    /// The account whose phones are listed.
    holder: RwSignal<Option<AccountLine>>,
    listing: RwSignal<bool>,
}

impl Page {
    fn load(self) {
        spawn_local(async move {
            let lines = accounts().await;
            let _ = self.loaded.try_set(Some(lines));
        });
    }

    fn complain(self, problem: &UiError) {
        let _ = self.fault.try_set(Some(self.words.trouble(problem)));
    }

    fn invite(self, line: AccountLine) {
        self.fault.set(None);
        spawn_local(async move {
            match invite(&line.staff).await {
                Ok(Invitation { code, expires_at, .. }) => {
                    let until = moment(expires_at, super::today(), self.words);
                    let _ = self.made.try_set(Some((line.name, code, until)));
                    let _ = self.showing.try_set(true);
                }
                Err(problem) => self.complain(&problem),
            }
        });
    }

    fn set_closed(self, line: AccountLine, closed: bool) {
        self.fault.set(None);
        spawn_local(async move {
            if let Err(problem) = set_closed(&line.staff, closed).await {
                self.complain(&problem);
            }
            let _ = self.asking.try_set(false);
            self.load();
        });
    }
}

/// The page.
#[component]
pub fn Accounts() -> impl IntoView {
    let Scene { words, .. } = scene();
    let page = Page {
        words,
        loaded: RwSignal::new(None),
        query: RwSignal::new(String::new()),
        fault: RwSignal::new(None),
        made: RwSignal::new(None),
        showing: RwSignal::new(false),
        closing: RwSignal::new(None),
        asking: RwSignal::new(false),
        holder: RwSignal::new(None),
        listing: RwSignal::new(false),
    };
    page.load();
    let code_title = Signal::derive(move || {
        page.made
            .get()
            .map(|(name, ..)| words.invite_title(&name))
            .unwrap_or_default()
    });
    let close_title = Signal::derive(move || {
        page.closing
            .get()
            .map(|line| words.close_title(&line.name))
            .unwrap_or_default()
    });
    let phones_title = Signal::derive(move || {
        let holder = page.holder.get();
        holder.map(|line| words.phones_of(&line.name)).unwrap_or_default()
    });
    view! {
        <Frame here=Here::Accounts>
            <Top title=words.accounts_title() sub=words.sub_desk()/>
            <main id="main" tabindex="-1">
                {search(page.query, words.accounts_find(), words.accounts_find_hint())}
                {move || page.fault.get().map(|text| error("accounts-error".to_owned(), text))}
                {move || waiting_or(page.loaded.get(), |lines| table(&lines, page))}
            </main>
            <Sheet open=page.showing id="h-code" title=code_title>{code(page)}</Sheet>
            <Sheet open=page.asking id="h-close" title=close_title>{close_question(page)}</Sheet>
            <Sheet open=page.listing id="h-phones" title=phones_title>{phones_of(page)}</Sheet>
        </Frame>
    }
}

fn table(lines: &[AccountLine], page: Page) -> AnyView {
    let words = page.words;
    let query = page.query.get().trim().to_lowercase();
    let fits = |line: &&AccountLine| {
        query.is_empty() || line.name.contains(&query) || line.staff.as_str().to_lowercase().contains(&query)
    };
    let fitting: Vec<&AccountLine> = lines.iter().filter(fits).take(SHOWN).collect();
    if fitting.is_empty() {
        return empty(words.found_none(), words.accounts_find_hint());
    }
    let rows = fitting.into_iter().map(|line| row(line, page)).collect_view();
    view! {
        <div class="panel"><div class="table-scroll" tabindex="0" role="region" aria-label=words.accounts_title()>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{words.staff_number()}</th><th scope="col">{words.person_name()}</th><th scope="col">{words.role()}</th>
                        <th scope="col">{words.team()}</th><th scope="col">{words.account_state()}</th><th scope="col">{words.actions()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div></div>
    }
    .into_any()
}

fn row(line: &AccountLine, page: Page) -> AnyView {
    let words = page.words;
    let state = match (line.closed, line.enrolled) {
        (true, _) => tag(Tone::Stop, Some(Icon::Lock), words.account_closed()),
        (false, true) => tag(Tone::Act, Some(Icon::Check), words.account_enrolled()),
        (false, false) => tag(Tone::Plain, Some(Icon::Clock), words.account_not_enrolled()),
    };
    let (for_invite, for_change, for_phones) = (line.clone(), line.clone(), line.clone());
    let list_phones = move |_| {
        page.holder.set(Some(for_phones.clone()));
        page.listing.set(true);
    };
    let label_phones = words.phones_of(&line.name);
    let phones = permits_somehow(line.role, Action::SyncScope).then(|| {
        view! { <button class="quiet" type="button" aria-label=label_phones on:click=list_phones>{words.phones_short()}</button> }.into_any()
    });
    let change = move |_| {
        if for_change.closed {
            page.set_closed(for_change.clone(), false);
        } else {
            page.closing.set(Some(for_change.clone()));
            page.asking.set(true);
        }
    };
    let (word, label) = match line.closed {
        true => (words.open_account(), words.open_account_of(&line.name)),
        false => (words.close_account(), words.close_account_of(&line.name)),
    };
    view! {
        <tr>
            <td>{line.staff.to_string()}</td>
            <td>{line.name.clone()}</td>
            <td>{line.role.label(words.lang())}</td>
            <td>{line.team.as_ref().map(ToString::to_string)}</td>
            <td>{state}</td>
            <td>
                <button class="quiet" type="button" aria-label=words.invite_for(&line.name) on:click=move |_| page.invite(for_invite.clone())>{words.invite()}</button>
                <button class="quiet" type="button" aria-label=label on:click=change>{word}</button>
                {phones}
            </td>
        </tr>
    }
    .into_any()
}

/// The code, shown this once.
fn code(page: Page) -> AnyView {
    let words = page.words;
    let shown = move || {
        page.made.get().map(|(_, code, until)| {
            view! { <p class="code" aria-live="polite">{code}</p><p>{words.invite_words()}</p><p class="quiet-text">{words.invite_until(&until)}</p> }.into_any()
        })
    };
    let close = move |_| {
        page.showing.set(false);
        page.made.set(None);
    };
    view! { {move || shown()}<div class="acts"><button class="solid" type="button" on:click=close>{words.close()}</button></div> }.into_any()
}

/// The phones of the person, and signing one off.
fn phones_of(page: Page) -> AnyView {
    let listed = page.holder.get_untracked().map(|line| of_account(&line.staff));
    let close = move |_| page.listing.set(false);
    view! {
        <div class="stack">{listed}</div>
        <div class="acts"><button class="ghost" type="button" on:click=close>{page.words.close()}</button></div>
    }
    .into_any()
}

fn close_question(page: Page) -> AnyView {
    let words = page.words;
    let close = move |_| {
        if let Some(line) = page.closing.get_untracked() {
            page.set_closed(line, true);
        }
    };
    view! {
        <p>{words.close_words()}</p>
        <div class="acts">
            <button class="ghost" type="button" on:click=move |_| page.asking.set(false)>{words.cancel()}</button>
            <button class="danger" type="button" on:click=close>{words.close_account()}</button>
        </div>
    }
    .into_any()
}
