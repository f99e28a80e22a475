//! The frame of every screen: skip link, the bar that is a rail on the desk, and what the screen puts in.

use super::icon::{Icon, icon};
use super::look::focus;
use super::scene::{Scene, scene};
use crate::words::Words;
use domain::policy::{Action, permits_somehow};
use domain::visit::queue::awaits;
use leptos::prelude::*;

/// The section in which a screen lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Here {
    /// Today and review.
    Today,
    /// Households and visits.
    Households,
    /// Logging a visit.
    Visit,
    /// The four not-removes.
    Four,
    /// Me.
    Me,
    /// The district's board.
    Board,
    /// The four not-removes of all villages.
    FourMap,
    /// Identification cases.
    Cases,
    /// Requests that are not finished.
    Requests,
    /// Leave to decide.
    Leaves,
    /// The duty list.
    Duties,
    /// Households at the district's desk.
    Register,
    /// Lists of visits.
    Visits,
    /// Imports.
    Import,
    /// The dated configuration.
    Configuration,
    /// Accounts.
    Accounts,
}

/// The frame around a screen's header, main part and dock.
#[component]
pub fn Frame(
    /// The section that the bar marks as current.
    here: Here,
    /// The screen has a dock, which takes the bar's place on a phone.
    #[prop(optional)]
    docked: bool,
    /// Header, main and dock.
    children: Children,
) -> impl IntoView {
    let scene = scene();
    let skip = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        focus("main");
    };
    view! {
        <a class="skip" href="#main" on:click=skip>{scene.words.skip_to_main()}</a>
        <div class="frame" class:docked=docked>
            {bar(here, scene)}
            {children()}
        </div>
    }
}

fn bar(here: Here, scene: Scene) -> AnyView {
    let words = scene.words;
    let desk = scene.me().is_some_and(|me| !me.has_phone_store());
    let (class, items) = match desk {
        true => ("bar desk", desk_items(here, scene)),
        false => ("bar", phone_items(here, scene)),
    };
    view! {
        <nav class=class aria-label=words.main_nav()>
            <div class="brand"><img src="/icon.svg" alt=""/>{words.app_name()}</div>
            {items}
        </nav>
    }
    .into_any()
}

fn item(href: &'static str, sign: Icon, word: &'static str, current: bool, extra: AnyView) -> AnyView {
    view! {
        <a href=href aria-current=current.then_some("page")>
            {icon(sign)}<span>{word}</span>{extra}
        </a>
    }
    .into_any()
}

fn phone_items(here: Here, scene: Scene) -> AnyView {
    let words = scene.words;
    let plain = |href, sign, word, at| item(href, sign, word, here == at, ().into_any());
    view! {
        {item("/", Icon::Today, words.nav_today(), here == Here::Today, review_count(scene))}
        {plain("/households", Icon::House, words.nav_households(), Here::Households)}
        <a class="plus" href="/visit/new" aria-current=(here == Here::Visit).then_some("page")>
            <span>{icon(Icon::Plus)}</span>{words.nav_visit()}
        </a>
        {plain("/four", Icon::Four, words.nav_four(), Here::Four)}
        {plain("/me", Icon::Me, words.nav_me(), Here::Me)}
    }
    .into_any()
}

/// For leaders: how many visits wait for their review.
fn review_count(scene: Scene) -> AnyView {
    let Some(me) = scene
        .me()
        .filter(|me| permits_somehow(me.role, Action::ReviewVisit))
    else {
        return ().into_any();
    };
    let count = Memo::new(move |_| {
        let view = scene.view.get();
        view.map_or(0, |view| {
            view.records
                .visits()
                .filter(|visit| awaits(visit, &me.staff))
                .count()
        })
    });
    let words: Words = scene.words;
    (move || {
        (count.get() > 0).then(|| {
            view! {
                <b class="count">
                    <span aria-hidden="true">{count.get()}</span>
                    <span class="visually-hidden">{words.review_waiting(count.get())}</span>
                </b>
            }
            .into_any()
        })
    })
    .into_any()
}

fn desk_items(here: Here, scene: Scene) -> AnyView {
    let words = scene.words;
    let role = scene.me().map(|me| me.role);
    let lines = [
        (
            Action::ReadBoard,
            "/",
            Icon::Board,
            words.nav_board(),
            Here::Board,
        ),
        (
            Action::ReadFour,
            "/desk/four",
            Icon::Four,
            words.nav_four(),
            Here::FourMap,
        ),
        (
            Action::ReadCases,
            "/desk/cases",
            Icon::Flag,
            words.nav_cases(),
            Here::Cases,
        ),
        (
            Action::ReadRequests,
            "/desk/requests",
            Icon::Ask,
            words.nav_requests(),
            Here::Requests,
        ),
        (
            Action::ReadLeaves,
            "/desk/leaves",
            Icon::Clock,
            words.nav_leaves(),
            Here::Leaves,
        ),
        (
            Action::ReadDuties,
            "/desk/duties",
            Icon::File,
            words.nav_duties(),
            Here::Duties,
        ),
        (
            Action::ReadHouseholds,
            "/desk/households",
            Icon::House,
            words.nav_households(),
            Here::Register,
        ),
        (
            Action::ReadVisitList,
            "/desk/visits",
            Icon::Review,
            words.nav_visits(),
            Here::Visits,
        ),
        (
            Action::ImportWorkbook,
            "/desk/import",
            Icon::Upload,
            words.nav_import(),
            Here::Import,
        ),
        (
            Action::ReadConfiguration,
            "/desk/configuration",
            Icon::Edit,
            words.nav_configuration(),
            Here::Configuration,
        ),
        (
            Action::ManageAccounts,
            "/desk/accounts",
            Icon::Me,
            words.nav_accounts(),
            Here::Accounts,
        ),
    ];
    let allowed = lines
        .into_iter()
        .filter(|(action, ..)| role.is_some_and(|role| permits_somehow(role, *action)))
        .map(|(_, href, sign, word, at)| item(href, sign, word, here == at, ().into_any()))
        .collect_view();
    view! {
        {allowed}
        {item("/me", Icon::Me, words.nav_me(), here == Here::Me, ().into_any())}
    }
    .into_any()
}
