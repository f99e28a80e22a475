//! Whose phones there are, and signing one off that is lost: one's own, the team's, an account's.

use crate::format::{day_of, relative_day};
use crate::ledger::UiError;
use crate::ledger::call::{call, tell};
use crate::parts::field::{Ask, SECRET};
use crate::parts::form::{Entry, Filling, short_form};
use crate::parts::look::focus;
use crate::parts::row::{banner, error, section};
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Icon, Scene, Tone, Top, scene, tag};
use crate::phone::platform::{local_date, now_ms};
use crate::words::Words;
use chrono::NaiveDate;
use domain::device::{PhoneLine, Phones, RevokePhone};
use leptos::prelude::*;
use leptos::task::spawn_local;

const PRESENT: Ask = Ask {
    id: "present",
    ..SECRET
};

/// What is listed and what is being asked.
#[derive(Clone, Copy)]
struct Page {
    words: Words,
    today: NaiveDate,
    address: StoredValue<String>,
    loaded: RwSignal<Option<Result<Phones, UiError>>>,
    /// The phone that is about to be signed off.
    chosen: RwSignal<Option<PhoneLine>>,
    done: RwSignal<bool>,
}

impl Page {
    fn of(address: String) -> Self {
        let page = Self {
            words: scene().words,
            today: local_date(now_ms()).parse().unwrap_or_default(),
            address: StoredValue::new(address),
            loaded: RwSignal::new(None),
            chosen: RwSignal::new(None),
            done: RwSignal::new(false),
        };
        page.load();
        page
    }

    fn load(self) {
        let address = self.address.get_value();
        spawn_local(async move {
            let told = call::<(), Phones>("GET", &address, None).await;
            let _ = self.loaded.try_set(Some(told));
        });
    }

    fn name(self, line: &PhoneLine) -> String {
        let words = self.words;
        let which = match line.in_hand {
            true => words.phone_in_hand().to_owned(),
            false => words.phone_since(&day_of(line.first_on, self.today, words.lang())),
        };
        words.phone_of(&line.name, &which)
    }
}

/// The person's own phones, and a leader's team's.
#[component]
pub fn PhonesScreen() -> impl IntoView {
    let scene = scene();
    let words = scene.words;
    let page = Page::of("/api/v1/phones".to_owned());
    let back = Some(Back("/me".to_owned(), words.me_title().to_owned()));
    view! {
        <Frame here=Here::Me>
            <Top title=words.phones_title() sub=words.phones_sub() back=back/>
            <main id="main" tabindex="-1">
                <div class="stack narrow">{part(page, move |phones| own_and_team(phones, page, scene))}</div>
            </main>
        </Frame>
    }
}

fn own_and_team(phones: Phones, page: Page, scene: Scene) -> AnyView {
    let words = page.words;
    let me = scene.me().map(|me| me.staff);
    let (own, team): (Vec<_>, Vec<_>) = phones
        .lines
        .into_iter()
        .partition(|line| Some(&line.phone.owner) == me.as_ref());
    let team = (!team.is_empty())
        .then(|| section("h-team-phones", words.phones_team(), None, None, list(team, page)));
    view! { {section("h-my-phones", words.phones_mine(), None, None, list(own, page))}{team} }.into_any()
}

/// The phones of an account, at the administrator's desk.
#[cfg(feature = "desk")]
pub fn of_account(staff: &domain::ids::StaffId) -> AnyView {
    let page = Page::of(format!("/api/v1/accounts/{staff}/phones"));
    part(page, move |phones| list(phones.lines, page))
}

/// The list, or the question about one of it.
fn part(page: Page, show: impl Fn(Phones) -> AnyView + Send + 'static) -> AnyView {
    let words = page.words;
    let done = move || {
        page.done
            .get()
            .then(|| banner("act", Icon::Check, words.revoke_done()))
    };
    let body = move || match (page.chosen.get(), page.loaded.get()) {
        (Some(line), _) => question(line, page),
        (None, None) => view! { <p class="quiet-text">{words.loading_data()}</p> }.into_any(),
        (None, Some(Ok(phones))) => show(phones),
        (None, Some(Err(fault))) => view! {
            {error("phones-error".to_owned(), words.trouble(&fault))}
            <button class="ghost" type="button" on:click=move |_| page.load()>{words.phones_again()}</button>
        }
        .into_any(),
    };
    view! { <div role="status">{move || done()}</div>{move || body()} }.into_any()
}

fn list(lines: Vec<PhoneLine>, page: Page) -> AnyView {
    if lines.is_empty() {
        return view! { <p class="quiet-text">{page.words.phones_none()}</p> }.into_any();
    }
    let rows = lines.into_iter().map(|line| row(line, page)).collect_view();
    view! { <ul class="card list">{rows}</ul> }.into_any()
}

fn row(line: PhoneLine, page: Page) -> AnyView {
    let words = page.words;
    let name = page.name(&line);
    let last = words.phone_last(&relative_day(line.last_on, page.today, words));
    let missing =
        (line.missing > 0).then(|| tag(Tone::Stop, Some(Icon::Warn), words.phone_missing(line.missing)));
    let signed_off = line.signed_off.map(|off| match off.told_at {
        Some(_) => tag(Tone::Plain, Some(Icon::Check), words.phone_told()),
        None => tag(Tone::Warn, Some(Icon::Clock), words.phone_not_told()),
    });
    let may = !line.in_hand && line.signed_off.is_none();
    let label = words.revoke_of(&name);
    let choose = move |_| {
        page.done.set(false);
        page.chosen.set(Some(line.clone()));
    };
    let button = may.then(|| {
        view! { <button class="quiet" type="button" aria-label=label on:click=choose>{words.revoke()}</button> }.into_any()
    });
    view! {
        <li>
            <div class="row">
                <span class="w"><span class="n">{name}{missing}{signed_off}</span><span class="d">{last}</span></span>
                {button}
            </div>
        </li>
    }
    .into_any()
}

/// What signing off means, and the password.
fn question(line: PhoneLine, page: Page) -> AnyView {
    let words = page.words;
    let day = relative_day(line.last_on, page.today, words);
    let known = match line.missing {
        0 => words.revoke_all_here(&day),
        missing => words.revoke_some(missing, &day),
    };
    let title = words.revoke_title(&page.name(&line));
    let present = Entry::new(PRESENT, words.revoke_password()).hint(words.revoke_why());
    let typed = present.value;
    let check = move || {
        let none = typed.read().is_empty();
        none.then(|| (PRESENT.id, words.enter_password().to_owned()))
    };
    let revoke = move || {
        let asked = RevokePhone {
            phone: line.phone.clone(),
            present: typed.get_untracked(),
        };
        async move {
            let told = tell("POST", "/api/v1/phones/revoke", Some(&asked)).await;
            told.map_err(|fault| (PRESENT.id, words.trouble(&fault)))?;
            let _ = page.done.try_set(true);
            let _ = page.chosen.try_set(None);
            page.load();
            focus("main");
            Ok(())
        }
    };
    let labels = (words.revoke_yes(), words.revoking());
    Effect::new(move |_| focus("h-revoke"));
    view! {
        <section class="card pad stack" aria-labelledby="h-revoke">
            <h2 id="h-revoke" tabindex="-1">{title}</h2>
            <p>{words.revoke_words()}</p>
            <p>{known}</p>
            {short_form(vec![present], Filling::default(), labels, check, revoke)}
            <button class="ghost" type="button" on:click=move |_| page.chosen.set(None)>{words.cancel()}</button>
        </section>
    }
    .into_any()
}
