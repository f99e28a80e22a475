//! The document around a rendered page.

use leptos::prelude::*;

/// Renders a page to a whole document; `style` is the address of the style sheet.
pub fn document<V: IntoView>(title: &'static str, style: &str, body: impl FnOnce() -> V) -> String {
    let owner = Owner::new();
    let html = owner.with(|| {
        view! {
            <html lang="zh-CN">
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                    <meta name="color-scheme" content="light dark"/>
                    <title>{title}</title>
                    <link rel="icon" href="/icon.svg"/>
                    <link rel="stylesheet" href=style.to_owned()/>
                </head>
                <body>
                    <a class="skip" href="#main">"跳到正文"</a>
                    <div class="frame">
                        <header class="top">
                            <div class="titles"><h1>{title}</h1></div>
                        </header>
                        <main id="main" tabindex="-1" class="narrow stack">
                            {body()}
                            <p class="foot">
                                <a href="/">"打开手账 "<span lang="en">"Open the ledger"</span></a>
                                <a href="/help">"使用指南 "<span lang="en">"Field guide"</span></a>
                                <a href="/about">"关于 "<span lang="en">"About"</span></a>
                            </p>
                        </main>
                    </div>
                </body>
            </html>
        }
        .to_html()
    });
    format!("<!DOCTYPE html>\n{html}")
}

/// One panel: a heading in Chinese, what it says, and the same in English below it.
#[component]
pub fn Said(
    /// The heading.
    zh: &'static str,
    /// The heading in English.
    en: &'static str,
    /// Chinese paragraphs.
    zh_words: Vec<String>,
    /// English paragraphs.
    en_words: Vec<String>,
) -> impl IntoView {
    let paragraphs = |words: Vec<String>| {
        words
            .into_iter()
            .map(|words| view! { <p>{words}</p> })
            .collect_view()
    };
    view! {
        <section class="panel">
            <h2>{zh} <small lang="en">{en}</small></h2>
            <div class="stack">
                {paragraphs(zh_words)}
                <div class="stack sub" lang="en">{paragraphs(en_words)}</div>
            </div>
        </section>
    }
}

/// Fixed paragraphs.
pub fn words(paragraphs: &[&str]) -> Vec<String> {
    paragraphs.iter().map(|words| (*words).to_owned()).collect()
}
