//! The document around a rendered page, in the app's own frame.

use leptos::prelude::*;

/// Address, name in both languages, and drawing of the three places in the bar.
const PLACES: [(&str, &str, &str, &str); 3] = [
    (
        "/",
        "打开手账",
        "Open the ledger",
        "M4 11l8-7 8 7v8a1 1 0 0 1-1 1h-4v-6h-6v6H5a1 1 0 0 1-1-1z",
    ),
    (
        "/help",
        "使用指南",
        "Field guide",
        "M6 4h11a1 1 0 0 1 1 1v15H7a2 2 0 0 1-2-2V5a1 1 0 0 1 1-1zM5 18a2 2 0 0 1 2-2h11M9 8h5",
    ),
    (
        "/about",
        "关于",
        "About",
        "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5M12 7.6v.2",
    ),
];

/// Renders a page to a whole document; `here` is its address, `style` that of the style sheet.
pub fn document<V: IntoView>(
    here: &'static str,
    title: &'static str,
    english: &'static str,
    style: &str,
    body: impl FnOnce() -> V,
) -> String {
    let html = Owner::new().with(|| {
        view! {
            <html lang="zh-CN">
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                    <meta name="color-scheme" content="light dark"/>
                    <title>{format!("{title} · 驻村手账")}</title>
                    <link rel="icon" href="/icon.svg"/>
                    <link rel="stylesheet" href=style.to_owned()/>
                </head>
                <body>
                    <a class="skip" href="#main">"跳到正文"</a>
                    <div class="frame">
                        <Bar here/>
                        <header class="top">
                            <div class="titles">
                                <p class="sub" lang="en">{english}</p>
                                <h1>{title}</h1>
                            </div>
                        </header>
                        <main id="main" tabindex="-1">{body()}</main>
                    </div>
                </body>
            </html>
        }
        .to_html()
    });
    format!("<!DOCTYPE html>\n{html}")
}

/// The bar of the app's frame, with the way back to the app first.
#[component]
fn Bar(
    /// The page's own address.
    here: &'static str,
) -> impl IntoView {
    let place = |(address, zh, en, drawing): (&'static str, &'static str, &'static str, &'static str)| {
        view! {
            <a href=address title=en aria-current=(address == here).then_some("page")>
                <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=drawing/></svg>
                <span>{zh}</span>
            </a>
        }
    };
    view! {
        <nav class="bar" aria-label="主要栏目">
            <div class="brand"><img src="/icon.svg" alt=""/>"驻村手账"</div>
            {PLACES.map(place).collect_view()}
        </nav>
    }
}

/// One subject: Chinese first, the same in English beside it or, on a phone, below.
#[component]
pub fn Said(
    /// The heading.
    zh: &'static str,
    /// The heading in English.
    en: &'static str,
    /// Chinese paragraphs.
    zh_words: &'static [&'static str],
    /// English paragraphs.
    en_words: &'static [&'static str],
) -> impl IntoView {
    let paragraphs =
        |words: &'static [&'static str]| words.iter().map(|words| view! { <p>{*words}</p> }).collect_view();
    view! {
        <section class="sec">
            <Heading zh en/>
            <div class="card pad cols">
                <div class="stack">{paragraphs(zh_words)}</div>
                <div class="stack quiet-text" lang="en">{paragraphs(en_words)}</div>
            </div>
        </section>
    }
}

/// A heading in both languages.
#[component]
pub fn Heading(
    /// Chinese.
    zh: &'static str,
    /// English.
    en: &'static str,
) -> impl IntoView {
    view! { <div class="head"><h2>{zh}" "<small class="quiet-text" lang="en">{en}</small></h2></div> }
}
