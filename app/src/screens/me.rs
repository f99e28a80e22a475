//! Me: what has been sent, how I read, this phone, sign-out.

mod attention;
mod code;
mod leave;
mod password;
mod phone;
mod unsent;

pub use code::Code;
pub use password::Password;
pub use unsent::Unsent;

use super::handover;
use super::month;
use super::papers;
use super::pending::{split, waiting_row};
use super::today::village_names;
use crate::format::wait;
use crate::ledger::{Gate, SyncState};
use crate::parts::chips::segmented;
use crate::parts::icon::{Icon, icon};
use crate::parts::look::Look;
use crate::parts::row::{banner, section};
use crate::parts::sync_line::state_words;
use crate::parts::update::Update;
use crate::parts::{Frame, Here, Scene, Top, moment, scene};
use crate::phone::platform::{local_date, now_ms};
use crate::screens::sign_in::SignInAgain;
use crate::words::Words;
use domain::lang::Lang;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The screen, in the field and at a desk.
#[component]
pub fn MeScreen() -> impl IntoView {
    let scene = scene();
    let Scene { words, view, .. } = scene;
    let me = scene.me();
    let name = me.as_ref().map(|me| me.name.clone()).unwrap_or_default();
    let role = me
        .as_ref()
        .map(|me| me.role.label(words.lang()))
        .unwrap_or_default();
    let sub = Signal::derive(move || match view.get() {
        Some(view) => format!("{} · {role}", village_names(&view, words)),
        None => role.to_owned(),
    });
    let stored = me.is_some_and(|me| me.has_phone_store());
    view! {
        <Frame here=Here::Me>
            <Top title=name tab=words.nav_me() sub=sub/>
            <main id="main" tabindex="-1">
                <Update/>
                <div class="flow">
                    {stored.then(|| sync_part(scene))}
                    {stored.then(|| view! { <attention::Attention/> }.into_any())}
                    {stored.then(|| waiting_part(scene))}
                    {move || view.get().and_then(|view| month::links(&view, words))}
                    {move || view.get().and_then(|view| handover::links(&view, words))}
                    {move || view.get().and_then(|view| papers::of_team(&view, words))}
                    {reading(words)}
                    {if stored { phone::part(scene) } else { desk_part(scene) }}
                </div>
                {foot(scene)}
            </main>
        </Frame>
    }
}

fn sync_part(scene: Scene) -> AnyView {
    let Scene { ledger, words, .. } = scene;
    let sync = ledger.sync();
    let again = view! { <button type="button" on:click=move |_| ledger.sync_now()>{icon(Icon::Sync)}"\u{a0}"{words.sync_now()}</button> };
    let body = move || {
        let state = sync.get();
        view! {
            <div class="card pad stack">
                <ul class="tallies">
                    <li><a class="tally" href="#waiting"><b>{state.waiting}</b>{words.tally_waiting()}</a></li>
                    <li><a class="tally" href="#attention"><b>{state.attention}</b>{words.tally_attention()}</a></li>
                    {(state.photos > 0).then(|| view! { <li><a class="tally" href="#sync"><b>{state.photos}</b>{words.tally_photos()}</a></li> }.into_any())}
                </ul>
                <p class="quiet-text" role="status">{status(&state, words)}</p>
                {clock(&state, words)}
                {refused(&state, scene)}
                {(state.set_aside > 0).then(|| banner("warn", Icon::Lock, words.set_aside(state.set_aside)))}
                {let_go(&state, words)}
                {(state.left_scope > 0).then(|| banner("calm", Icon::Info, words.left_scope(state.left_scope)))}
            </div>
            {state.session_ended.then(|| view! { <SignInAgain/> }.into_any())}
        }.into_any()
    };
    view! { <div id="sync">{section("h-sync", words.sync_heading(), None, Some(again.into_any()), body.into_any())}</div> }
        .into_any()
}

fn status(state: &SyncState, words: Words) -> String {
    let (_, said) = state_words(state, words);
    let today = local_date(now_ms()).parse().unwrap_or_default();
    let last = match state.last_exchange {
        Some(at) => words.last_sync(&moment(at, today, words)),
        None => words.last_sync_never().to_owned(),
    };
    let calm = if state.waiting > 0 || state.photos > 0 {
        words.unsent_calm()
    } else {
        ""
    };
    words.status_line(said.as_ref(), &last, calm)
}

/// Photos that the server cannot read: said, with the way to let them go.
fn refused(state: &SyncState, scene: Scene) -> Option<AnyView> {
    let Scene { ledger, words, .. } = scene;
    let n = state.photos_refused;
    let said = (n > 0).then(|| words.photos_refused(n))?;
    let let_go = move |_| spawn_local(ledger.let_refused_photos_go());
    Some(banner(
        "warn",
        Icon::Warn,
        view! { {said}" "<button class="quiet" type="button" on:click=let_go>{words.photos_let_go()}</button> },
    ))
}

/// What was discarded on this phone before it was sent.
fn let_go(state: &SyncState, words: Words) -> Option<AnyView> {
    let (n, last) = state.discarded?;
    let today = local_date(now_ms()).parse().unwrap_or_default();
    let said = words.discarded(n, &moment(last, today, words));
    Some(view! { <p class="quiet-text">{said}</p> }.into_any())
}

fn clock(state: &SyncState, words: Words) -> Option<AnyView> {
    let off = state.clock_skew_ms?;
    Some(banner(
        "warn",
        Icon::Clock,
        words.clock_off(&wait(off.saturating_abs(), words)),
    ))
}

fn waiting_part(scene: Scene) -> AnyView {
    let Scene { words, view, .. } = scene;
    (move || {
        let view = view.get()?;
        let (waiting, _) = split(&view);
        if waiting.is_empty() {
            return None;
        }
        let rows: Vec<AnyView> = waiting
            .iter()
            .map(|pending| waiting_row(pending, &view, words))
            .collect();
        let list = view! { <ul class="card list">{rows}</ul> }.into_any();
        let part = section(
            "h-waiting",
            words.waiting_heading(),
            Some(waiting.len().to_string()),
            Some(view! { <a href="/me/unsent">{words.export_one()}</a> }.into_any()),
            list,
        );
        Some(view! { <div id="waiting">{part}</div> })
    })
    .into_any()
}

fn reading(words: Words) -> AnyView {
    let look = expect_context::<Look>();
    let word = |text: &'static str| view! { {text} }.into_any();
    let sized =
        |class: &'static str, text: &'static str| view! { <span class=class>{text}</span> }.into_any();
    let languages = vec![
        ("zh", view! { <span lang="zh-CN">"中文"</span> }.into_any()),
        ("en", view! { <span lang="en">"English"</span> }.into_any()),
    ];
    let themes = vec![
        ("auto", word(words.theme_auto())),
        ("light", word(words.theme_light())),
        ("dark", word(words.theme_dark())),
        ("outdoor", word(words.theme_outdoor())),
    ];
    let sizes = vec![
        ("normal", sized("a1", words.text_normal())),
        ("large", sized("a2", words.text_large())),
        ("largest", sized("a3", words.text_largest())),
    ];
    let lang = move || {
        if look.lang.get() == Lang::Zh {
            "zh".to_owned()
        } else {
            "en".to_owned()
        }
    };
    let set_lang = move |tag: &str| look.set_lang(if tag == "en" { Lang::En } else { Lang::Zh });
    let body = view! {
        <div class="card">
            {segmented("lang", words.language(), languages, lang, set_lang)}
            {segmented("theme", words.theme(), themes, move || look.theme.get(), move |theme| look.set_theme(theme))}
            {segmented("text", words.text_size(), sizes, move || look.text.get(), move |text| look.set_text(text))}
        </div>
    };
    section("h-look", words.reading(), None, None, body.into_any())
}

fn desk_part(scene: Scene) -> AnyView {
    let Scene { ledger, words, .. } = scene;
    let leave = move |_| spawn_local(ledger.leave_desk());
    let body = view! {
        <div class="card"><ul class="list">{phone::password_row(words)}</ul></div>
        <button class="danger wide" type="button" on:click=leave>{words.sign_out()}</button>
    };
    section("h-desk", words.other_settings(), None, None, body.into_any())
}

fn foot(scene: Scene) -> AnyView {
    let Scene { words, view, ledger } = scene;
    let config = view.get_untracked().map(|view| view.config()).unwrap_or_default();
    let filing = match config.filing_number.as_str() {
        "" => words.filing_none().to_owned(),
        number => words.filing(number),
    };
    let complaints = (!config.complaint_channel.is_empty())
        .then(|| view! { <br/>{words.complaints()}" "{config.complaint_channel.clone()} }.into_any());
    let at_desk = matches!(ledger.gate().get_untracked(), Gate::Desk { .. });
    view! {
        <p class="foot">
            {words.version_line(env!("CARGO_PKG_VERSION"))}
            {(!at_desk).then(|| format!(" · {filing}"))}
            <br/>
            <a href="/help" rel="external">{words.help()}</a>
            <a href="/about" rel="external">{words.about()}</a>
            {complaints}
        </p>
    }
    .into_any()
}
