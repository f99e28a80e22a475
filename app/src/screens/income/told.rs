//! The team's calculations on the household page: the last one against the year's line, earlier ones below.

use super::picture::picture;
use crate::format::{day_of, grouped};
use crate::ledger::View;
use crate::parts::row::section;
use crate::parts::{Icon, Tone, household_address, tag};
use crate::words::Words;
use chrono::NaiveDate;
use domain::household::Household;
use domain::income::{
    CountingRule, IncomeContent, IncomeSnapshot, MonitoringLine, NetIncome, Standing, counting, net_income,
    standing,
};
use leptos::prelude::*;

/// The section of the household page.
pub fn told(household: &Household, view: &View, words: Words) -> AnyView {
    let config = view.config();
    let address = format!("{}/income", household_address(household.id));
    let mut newest: Vec<&IncomeSnapshot> = household.incomes.iter().collect();
    newest.sort_by_key(|made| std::cmp::Reverse((made.content.to, made.asked_on)));
    let Some((last, earlier)) = newest.split_first() else {
        let body = view! { <div class="card pad stack"><p class="quiet-text">{words.income_none_yet()}</p><a class="ghost" href=address>{words.income_first()}</a></div> };
        return section("h-made", words.income_made(), None, None, body.into_any());
    };
    let rules = (&config.counting_rules[..], &config.income_lines[..]);
    let unsent = |made: &IncomeSnapshot| view.outbox.iter().any(|pending| pending.operation.id == made.op);
    let line = |made: &IncomeSnapshot| line(made, rules, (view.today, unsent(made)), words);
    let earlier = (!earlier.is_empty()).then(|| {
        let lines = earlier.iter().map(|made| view! { <li>{line(made)}</li> }.into_any()).collect_view();
        view! { <details><summary>{words.income_earlier(earlier.len())}</summary><ul class="stack">{lines}</ul></details> }.into_any()
    });
    let body = view! {
        <div class="card pad stack">
            {line(last)}
            {picture(&last.content, words)}
            {counted(&last.content, &config.counting_rules, words)}
            {earlier}
            <a class="ghost" href=address>{words.income_again()}</a>
        </div>
    };
    section("h-made", words.income_made(), None, None, body.into_any())
}

/// The last calculation as a desk reads it, with the rules and lines that the server told: what counts of it, and why.
#[cfg(feature = "desk")]
pub fn last(
    household: &Household,
    rules: (&[CountingRule], &[MonitoringLine]),
    today: NaiveDate,
    words: Words,
) -> AnyView {
    let newest = household.incomes.iter();
    let body = match newest.max_by_key(|made| (made.content.to, made.asked_on)) {
        Some(made) => {
            let counted = counted(&made.content, rules.0, words);
            view! { {line(made, rules, (today, false), words)}{picture(&made.content, words)}{counted} }
                .into_any()
        }
        None => view! { <p class="quiet-text">{words.income_none_yet()}</p> }.into_any(),
    };
    let body = view! { <div class="card pad stack">{body}</div> };
    section("h-made", words.income_made(), None, None, body.into_any())
}

/// One calculation: the figure, the window, how it stands, who asked.
fn line(
    made: &IncomeSnapshot,
    (rules, lines): (&[CountingRule], &[MonitoringLine]),
    (today, unsent): (NaiveDate, bool),
    words: Words,
) -> AnyView {
    let lang = words.lang();
    let window = words.income_window(
        &day_of(made.content.from, today, lang),
        &day_of(made.content.to, today, lang),
    );
    let unsent = unsent.then(|| tag(Tone::Plain, Some(Icon::Phone), words.income_unsent()));
    let asked = words.income_told_by(&made.by_name, &day_of(made.asked_on, today, lang));
    let against = net_income(&made.content, rules)
        .map(|net| against(net, &standing(net, made.content.window(), lines), words));
    view! { <div>{against}<p class="quiet-text">{window}" · "{asked}" "{unsent}</p></div> }.into_any()
}

/// Every line that was told, whether it counts and why, by the rules of the day on which its window ends.
fn counted(content: &IncomeContent, rules: &[CountingRule], words: Words) -> AnyView {
    let lang = words.lang();
    let lines = content.amounts.iter().map(|amount| {
        let why = counting(amount.line, content.to, rules);
        let rule = rules
            .iter()
            .filter(|rule| rule.line == amount.line && rule.effective_from <= content.to)
            .max_by_key(|rule| rule.effective_from)
            .map(|rule| words.income_basis(&rule.document));
        let (line, yuan) = (amount.line.label(lang), grouped(i64::from(amount.yuan)));
        let said = words.income_line_of(line, &yuan, amount.source.label(lang));
        view! { <li>{said}<p class="quiet-text">{why.label(lang)}" "{rule}</p></li> }.into_any()
    });
    let spent = content.spending.iter().map(|spent| {
        let yuan = grouped(i64::from(spent.yuan));
        view! { <li>{words.income_spent(spent.kind.label(lang), &yuan)}</li> }.into_any()
    });
    view! {
        <details id="counted"><summary>{words.income_counted()}</summary>
            <ul class="stack">{lines.collect_view()}{spent.collect_view()}</ul>
        </details>
    }
    .into_any()
}

/// The figure and how it stands against the line of its year, with the line's document.
pub fn against(net: NetIncome, standing: &Standing<'_>, words: Words) -> AnyView {
    let figure = match net.settled() {
        Some(yuan) => words.income_per_person(&grouped(yuan)),
        None => words.income_between(&grouped(net.least), &grouped(net.most)),
    };
    let (tone, sign, said, line) = match standing {
        Standing::Below(line) => (
            Tone::Stop,
            Icon::Flag,
            words.income_below(&grouped(line.yuan), line.year),
            Some(line),
        ),
        Standing::Reached(line) => (
            Tone::Act,
            Icon::Check,
            words.income_reached(&grouped(line.yuan), line.year),
            Some(line),
        ),
        Standing::Unsettled(line) => (
            Tone::Warn,
            Icon::Info,
            words.income_unsettled(&grouped(line.yuan), line.year),
            Some(line),
        ),
        Standing::ShortWindow(days) => (Tone::Plain, Icon::Info, words.income_short(*days), None),
        Standing::NoLine(year) => (Tone::Plain, Icon::Info, words.income_no_line(*year), None),
    };
    let basis =
        line.map(|line| view! { <p class="quiet-text">{words.income_basis(&line.document)}</p> }.into_any());
    view! { <p class="figure"><b class="num">{figure}</b>" "{tag(tone, Some(sign), said)}</p>{basis} }
        .into_any()
}
