//! The four not-removes. So far: the visit intervals, computed from the visits.

use super::outline::Line;
use super::root::Outline;
use super::today::village_names;
use crate::parts::row::{banner, section};
use crate::parts::{Frame, Here, Icon, Scene, Top, scene};
use crate::words::Words;
use domain::config::Config;
use domain::due::VisitTier;
use leptos::prelude::*;

/// What is within and what is past its interval, by tier; each number opens its list.
#[component]
pub fn Four() -> impl IntoView {
    let Scene { words, view, .. } = scene();
    let sub = Signal::derive(move || {
        view.get()
            .map(|view| village_names(&view, words))
            .unwrap_or_default()
    });
    let body = move || {
        let lines = expect_context::<Outline>().0.get();
        let config = view
            .get()
            .and_then(|view| view.reference.clone())
            .map(|r| r.config.clone())
            .unwrap_or_default();
        VisitTier::ALL
            .iter()
            .filter_map(|tier| tier_panel(*tier, &lines, &config, words))
            .collect_view()
    };
    view! {
        <Frame here=Here::Four>
            <Top title=words.four_title() sub=sub/>
            <main id="main" tabindex="-1">
                <p class="quiet-text">{words.four_lead()}</p>
                {section(
                    "h-intervals",
                    words.four_intervals(),
                    None,
                    None,
                    view! { <div class="stack">{body}</div><p class="quiet-text">{words.four_intervals_more()}</p> }.into_any(),
                )}
                {banner("calm", Icon::Info, view! { <b>{words.four_later_title()}</b><br/>{words.four_later()} })}
            </main>
        </Frame>
    }
}

fn tier_panel(tier: VisitTier, lines: &[Line], config: &Config, words: Words) -> Option<AnyView> {
    let of_tier: Vec<&Line> = lines.iter().filter(|line| line.due.tier == tier).collect();
    if of_tier.is_empty() {
        return None;
    }
    let past = of_tier.iter().filter(|line| line.is_past()).count();
    let within = of_tier.len().saturating_sub(past);
    let label = tier.label(words.lang());
    let counts = words.tier_counts(within, past);
    let list = |show: &str| format!("/households?show={show}&tier={}", tier.code());
    let panel = view! {
        <div class="card pad stack">
            <h3>{label}" "<small>{words.tier_line(config.interval(tier))}</small></h3>
            <progress class="share" max=of_tier.len().to_string() value=within.to_string() aria-label=format!("{label}：{counts}")></progress>
            <ul class="tallies">
                <li><a class="tally" href=list("within")><b>{within}</b>{words.within()}</a></li>
                <li><a class="tally" href=list("past")><b>{past}</b>{words.past()}</a></li>
            </ul>
        </div>
    };
    Some(panel.into_any())
}
