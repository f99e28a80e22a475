//! A sheet of paper: title, table, lines to sign on, and who drew it up.

use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;

/// Who drew the paper up and when; stands at its foot so that a stray copy can be traced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// Name.
    pub by: String,
    /// Staff number.
    pub number: String,
    /// The day.
    pub on: NaiveDate,
}

/// A day as forms write it.
pub fn day(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// Renders a sheet to a whole document; without `drawn` it is a blank form.
pub fn sheet<V: IntoView>(
    title: &str,
    under: &str,
    style: &str,
    drawn: Option<&Drawn>,
    body: impl FnOnce() -> V,
) -> String {
    let foot = drawn.map(|drawn| {
        format!(
            "由驻村手账按记录生成 · {}（{}）{} · 内部资料，请妥善保管",
            drawn.by,
            drawn.number,
            day(drawn.on)
        )
    });
    let html = Owner::new().with(|| {
        view! {
            <html lang="zh-CN">
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1"/>
                    <meta name="color-scheme" content="light"/>
                    // The title becomes the name of a file when somebody prints into one: it names nobody.
                    <title>"打印 · 驻村手账"</title>
                    <link rel="icon" href="/icon.svg"/>
                    <link rel="stylesheet" href=style.to_owned()/>
                </head>
                <body class="paper">
                    <p class="no-print hint">"请用浏览器菜单里的“打印”（电脑上按 Ctrl+P），纸张选 A4。 "<a href="/">"回手账"</a></p>
                    // Wider than a phone: whoever has no pointer scrolls it with the keys.
                    <main class="a4" tabindex="0">
                        <h1>{title.to_owned()}</h1>
                        <p class="under">{under.to_owned()}</p>
                        {body()}
                        {foot.map(|foot| view! { <footer>{foot}</footer> })}
                    </main>
                </body>
            </html>
        }
        .to_html()
    });
    format!("<!DOCTYPE html>\n{html}")
}

/// Lines to sign on.
pub fn signatures(who: &'static [&'static str]) -> AnyView {
    let lines = who
        .iter()
        .map(|who| view! { <p>{*who}"："<i class="blank"></i></p> })
        .collect_view();
    view! { <div class="signatures">{lines}</div> }.into_any()
}
