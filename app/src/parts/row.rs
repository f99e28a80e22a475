//! Rows that open something, sections with a heading, banners, empty states.

use super::icon::{Icon, go, icon, yard};
use crate::format::dotted;
use leptos::prelude::*;

/// A row that leads somewhere: name with tags, a line below, something at the end (the arrow if nothing).
pub fn row(href: String, name: AnyView, detail: String, end: Option<AnyView>) -> AnyView {
    view! {
        <li>
            <a class="row" href=href>
                <span class="w"><span class="n">{name}</span><span class="d">{dotted(&detail)}</span></span>
                {end.unwrap_or_else(go)}
            </a>
        </li>
    }
    .into_any()
}

/// A section with its heading, an exact count and what stands at the right.
pub fn section(
    id: &'static str,
    title: impl Into<String>,
    count: Option<String>,
    aside: Option<AnyView>,
    body: AnyView,
) -> AnyView {
    let count = count.map(|count| view! { " " <b>{count}</b> }.into_any());
    counted(id, title.into(), count, aside, body)
}

/// A section that is drawn once, and counts what comes into it and goes.
pub fn counting_section(
    id: &'static str,
    title: &'static str,
    count: impl Fn() -> usize + Send + 'static,
    body: AnyView,
) -> AnyView {
    let count = view! { " " <b>{move || count().to_string()}</b> }.into_any();
    counted(id, title.to_owned(), Some(count), None, body)
}

fn counted(
    id: &'static str,
    title: String,
    count: Option<AnyView>,
    aside: Option<AnyView>,
    body: AnyView,
) -> AnyView {
    view! {
        <section class="sec" aria-labelledby=id>
            <div class="head"><h2 id=id>{title}{count}</h2>{aside}</div>
            {body}
        </section>
    }
    .into_any()
}

/// A happily empty list.
pub fn empty(title: &'static str, more: impl Into<String>) -> AnyView {
    view! { <div class="card empty">{yard()}<b>{title}</b><p>{more.into()}</p></div> }.into_any()
}

/// A banner: `calm`, `warn`, `stop` or `act`.
pub fn banner(tone: &'static str, sign: Icon, body: impl IntoView + 'static) -> AnyView {
    let body = body.into_any();
    view! { <div class=format!("banner {tone}")>{icon(sign)}<span>{body}</span></div> }.into_any()
}

/// The sentence beside a field that says what to do.
pub fn error(id: String, text: String) -> AnyView {
    view! { <p class="error" id=id role="alert">{icon(Icon::Warn)}<span>{text}</span></p> }.into_any()
}
