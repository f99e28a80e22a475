//! One finding: what it was computed from, what puts it right, who and by when, and its explanation.

use super::super::entitlement;
use super::super::not_here::NotHere;
use super::super::root::Four as State;
use super::explain::explanation;
use super::line_title;
use super::parts::{about, deadline, status_tag};
use crate::format::{day_of, month as month_name};
use crate::ledger::View;
use crate::parts::icon::{Icon, go, icon};
use crate::parts::row::{row, section};
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Scene, Top, household_address, scene};
use crate::words::Words;
use domain::commitments::{Evidence, Finding, LineCode, Remedy, Subject};
use domain::ids::{HouseholdId, VillageId};
use domain::record::Records;
use domain::roster::Role;
use domain::visit::Visit;
use domain::work::WorkLog;
use leptos::prelude::*;

/// One finding.
#[component]
pub(super) fn One(
    /// The line.
    line: LineCode,
    /// The village.
    village: VillageId,
    /// Of whom or what.
    subject: Subject,
) -> impl IntoView {
    let Scene { words, view, .. } = scene();
    let state = expect_context::<State>().0;
    let (kept, explained) = (village.clone(), village.clone());
    let found = Memo::new(move |_| state.read().one(&kept, line, subject).cloned());
    let there = Memo::new(move |_| found.read().is_some());
    let title = line_title(line, words);
    let body = move || {
        let (view, finding, standings) = (view.get()?, found.get()?, state.get());
        let standing = standings
            .villages
            .iter()
            .find(|standing| standing.village == village)?;
        let (who, place) = about(standing, &finding, &view, words);
        let lang = words.lang();
        let head = view! {
            <div class="card pad stack">
                <h2>{format!("{who}{}", finding.why.label(lang))}</h2>
                <p>{place}" "{status_tag(finding.status, words)}</p>
            </div>
        };
        Some(view! {
            {head}
            <dl class="card facts">
                <dt>{words.four_evidence()}</dt><dd>{evidence(&finding, &view, words)}</dd>
                <dt>{words.four_who()}</dt><dd>{finding.owner.label(lang)}</dd>
                <dt>{words.four_when()}</dt><dd>{deadline(&finding, view.today, words).unwrap_or_else(|| words.four_remedy_none().to_owned())}</dd>
            </dl>
            {remedy(&finding, (&view, &village), words)}
            {pieces(&finding, &view, words)}
        })
    };
    let back = Some(Back(format!("/four/{}", line.code()), line.code().to_owned()));
    move || {
        if !there.get() {
            return view! { <NotHere here=Here::Four/> }.into_any();
        }
        let (back, body) = (back.clone(), body.clone());
        let explained = explanation(found, explained.clone());
        view! {
            <Frame here=Here::Four>
                <Top title=title sub=words.four_title() back=back/>
                <main id="main" tabindex="-1">{body}{explained}</main>
            </Frame>
        }
        .into_any()
    }
}

/// Pieces of evidence that are listed; of more the newest, and how many more there are.
const LISTED: usize = 10;

/// What it was computed from: one piece opens, several are counted here and listed below; facts are said with their value,
/// posts with their person.
fn evidence(finding: &Finding, view: &View, words: Words) -> AnyView {
    match finding.evidence.as_slice() {
        [one] => {
            if let Some((href, text)) = address_of(one, finding, view, words) {
                return view! { <a href=href>{text}</a> }.into_any();
            }
        }
        [.., last] if address_of(last, finding, view, words).is_some() => {
            return words.four_evidence_listed(finding.evidence.len()).into_any();
        }
        _ => {}
    }
    let home = finding
        .subject
        .household()
        .and_then(|id| view.records.household(id));
    let said: Vec<String> = finding
        .evidence
        .iter()
        .filter_map(|one| match one {
            Evidence::Fact(key) => {
                let value = home.and_then(|home| home.value(key));
                Some(format!(
                    "{} {}",
                    key.name.label(words.lang()),
                    words.value(key.name, value)
                ))
            }
            Evidence::Post(post, name) => Some(format!("{} {name}", post.label(words.lang()))),
            Evidence::Team(id) => Some(id.to_string()),
            Evidence::Month(staff, month) => {
                let file = view.records.days_files().find(|file| file.staff == *staff);
                let name = file.map_or(staff.as_str(), |file| file.name.as_str());
                Some(words.four_month_of(name, &month_name(*month, words.lang())))
            }
            Evidence::Entitlement(op) => {
                let file = finding
                    .subject
                    .household()
                    .and_then(|id| view.records.entitlements(id))?;
                let check = file.checks.iter().find(|check| check.op == *op)?;
                Some(format!(
                    "{} {}",
                    entitlement::gist(&check.content, words),
                    entitlement::said(check, view, words)
                ))
            }
            _ => None,
        })
        .collect();
    if said.is_empty() {
        return words.four_evidence_none().into_any();
    }
    words.join(&said).into_any()
}

/// Several pieces that open each, the newest first; nothing where one link or a few words say it all.
fn pieces(finding: &Finding, view: &View, words: Words) -> Option<AnyView> {
    let count = finding.evidence.len();
    let newest = finding.evidence.iter().rev().take(LISTED);
    let rows = newest.filter_map(|one| {
        let (href, text) = address_of(one, finding, view, words)?;
        let more = match one {
            Evidence::Visit(id) => visit_said(view.records.visit(*id)?, view, words),
            _ => String::new(),
        };
        Some(row(href, text.into_any(), more, None))
    });
    let rows: Vec<AnyView> = rows.collect();
    if count < 2 || rows.is_empty() {
        return None;
    }
    let rest = count.saturating_sub(LISTED);
    let rest =
        (rest > 0).then(|| view! { <p class="quiet-text">{words.plan_wait_more(rest)}</p> }.into_any());
    let list = view! { <ul class="card list">{rows}</ul>{rest} }.into_any();
    Some(section(
        "h-evidence",
        words.four_evidence(),
        Some(count.to_string()),
        None,
        list,
    ))
}

/// Who went, what for, to whom.
fn visit_said(visit: &Visit, view: &View, words: Words) -> String {
    let purposes: Vec<&str> = visit
        .content
        .purposes
        .iter()
        .map(|purpose| purpose.label(words.lang()))
        .collect();
    let home = view.records.household(visit.household);
    let home = home.map(|home| words.of_name(home.name())).unwrap_or_default();
    format!("{} · {} · {home}", visit.author_name, words.join(&purposes))
}

fn work_said(work: &WorkLog, view: &View, words: Words) -> String {
    let day = day_of(work.content.on, view.today, words.lang());
    words.four_work_of(&work.content.what(words.lang()), &day)
}

/// Where the visit, the plan, the flag or the case opens from which it was computed, and what it is.
fn address_of(one: &Evidence, finding: &Finding, view: &View, words: Words) -> Option<(String, String)> {
    let day = |day| day_of(day, view.today, words.lang());
    if let Evidence::Visit(id) = one {
        let on = view.records.visit(*id)?.counted_on();
        return Some((format!("/visits/{id}"), words.four_visit_of(&day(on))));
    }
    if let Evidence::Handover(id) = one {
        let name = &view.records.handover(*id)?.of.name;
        return Some((format!("/handover/{id}"), words.four_handover_of(name)));
    }
    if let Evidence::Work(id) = one {
        let work = view.records.work(*id)?;
        return Some((format!("/work/{id}"), work_said(work, view, words)));
    }
    let household = finding.subject.household()?;
    let file = view.records.monitoring(household);
    let plan = || format!("{}/plan", household_address(household));
    match one {
        Evidence::Contact(op) => {
            let mut contacts = file?.plan.contacts.iter();
            let contact = contacts.find(|contact| contact.op == *op)?;
            Some((plan(), words.plan_contact(&contact.name)))
        }
        Evidence::Measure(op) => {
            let mut measures = file?.plan.measures.iter();
            let measure = measures.find(|measure| measure.op == *op)?;
            let said = words.four_measure_of(&measure.content.said(words.lang()), &day(measure.moved_on()));
            Some((plan(), said))
        }
        Evidence::Flag(id) => {
            let flag = view.records.flag(*id)?;
            Some((format!("/flags/{id}"), words.four_flag_of(&day(flag.t0()))))
        }
        Evidence::Case(op) => {
            let case = file?.cases.iter().find(|case| case.op == *op)?;
            let href = format!("{}/case", household_address(household));
            Some((href, words.four_case_of(&day(case.seen_on))))
        }
        Evidence::Visit(_)
        | Evidence::Fact(_)
        | Evidence::Post(..)
        | Evidence::Team(_)
        | Evidence::Entitlement(_)
        | Evidence::Handover(_)
        | Evidence::Work(_)
        | Evidence::Month(..) => None,
    }
}

/// What puts it right, as a row that opens where it is done.
fn remedy(finding: &Finding, (view, village): (&View, &VillageId), words: Words) -> Option<AnyView> {
    let lang = words.lang();
    let opens = |household| format!("{}/visit", household_address(household));
    let body = match finding.remedy.as_ref()? {
        Remedy::Visit(household, purpose) => {
            open_row(opens(*household), words.four_remedy_visit(purpose.label(lang)))
        }
        Remedy::Settle(household, facts) => {
            let home = view.records.household(*household);
            let what: Vec<String> = facts
                .iter()
                .map(|(key, value)| {
                    format!(
                        "{} {}",
                        words.field(key, home),
                        words.value(key.name, Some(value))
                    )
                })
                .collect();
            open_row(opens(*household), words.four_remedy_settle(&words.join(&what)))
        }
        Remedy::Screen(missing) => {
            let rows = missing.iter().filter_map(|id| {
                let home = view.records.household(*id)?;
                Some(row(
                    opens(*id),
                    home.name().to_owned().into_any(),
                    home.address.clone(),
                    None,
                ))
            });
            let rows = rows.collect_view();
            view! { <p class="quiet-text">{words.four_remedy_screen(missing.len())}</p><ul class="card list long">{rows}</ul> }
                .into_any()
        }
        Remedy::Fill(posts) => {
            let posts: Vec<&str> = posts.iter().map(|post| post.label(lang)).collect();
            said(words.four_remedy_fill(&words.join(&posts)))
        }
        Remedy::SendTeam => said(words.four_remedy_team().to_owned()),
        Remedy::ConfirmMonth(month) => {
            let href = match view.me.role {
                Role::TeamLeader => "/review/team",
                _ => "/me/month",
            };
            open_row(
                href.to_owned(),
                words.four_remedy_month(&month_name(*month, words.lang())),
            )
        }
        Remedy::Receive(household, keys) => {
            let home = view.records.household(*household)?;
            let rows = keys.iter().map(|key| {
                let whose = entitlement::named(*key, home, lang);
                open_row(
                    entitlement::address(home, *key),
                    words.four_remedy_receive(&whose),
                )
            });
            rows.collect_view().into_any()
        }
        Remedy::HandOver(of) => open_row(
            format!("/handover/{}", of.id()),
            words.four_remedy_handover(&of.name),
        ),
        Remedy::NoteHandover(change) => open_row(
            format!("/work/new?post={}&village={village}", change.post.code()),
            words.four_remedy_note(change.post.label(lang), &change.outgoing, &change.incoming),
        ),
        Remedy::LogWork(kind) => open_row(
            format!("/work/new?kind={}&village={village}", kind.code()),
            words.four_remedy_work(kind.label(lang)),
        ),
        Remedy::Explain => said(words.four_remedy_explain().to_owned()),
        other => of_file(other, view, words)?,
    };
    Some(section("h-remedy", words.four_remedy(), None, None, body))
}

/// What puts a plan, a flag or a case right.
fn of_file(remedy: &Remedy, view: &View, words: Words) -> Option<AnyView> {
    let plan = |household: &HouseholdId| format!("{}/plan", household_address(*household));
    let (href, text) = match remedy {
        Remedy::NameContact(household) => (plan(household), words.four_remedy_contact().to_owned()),
        Remedy::PlanMeasure(household) => (plan(household), words.four_remedy_measure().to_owned()),
        Remedy::RecordProgress(household, op) => {
            let file = view.records.monitoring(*household)?;
            let measure = file.plan.measures.iter().find(|measure| measure.op == *op)?;
            (
                plan(household),
                words.four_remedy_progress(&measure.content.said(words.lang())),
            )
        }
        Remedy::Triage(flag) => (format!("/flags/{flag}"), words.four_remedy_triage().to_owned()),
        Remedy::OpenCase(_, flag) => (format!("/flags/{flag}"), words.four_remedy_open_case().to_owned()),
        Remedy::CarryOn(household, steps) => {
            let steps: Vec<&str> = steps.iter().map(|step| step.label(words.lang())).collect();
            let href = format!("{}/case", household_address(*household));
            (href, words.four_remedy_carry_on(&words.join(&steps)))
        }
        Remedy::Visit(..)
        | Remedy::Settle(..)
        | Remedy::Screen(_)
        | Remedy::Fill(_)
        | Remedy::SendTeam
        | Remedy::ConfirmMonth(_)
        | Remedy::Receive(..)
        | Remedy::HandOver(_)
        | Remedy::NoteHandover(_)
        | Remedy::LogWork(_)
        | Remedy::Explain => return None,
    };
    Some(open_row(href, text))
}

fn said(text: String) -> AnyView {
    view! { <p class="card pad">{text}</p> }.into_any()
}

fn open_row(href: String, text: String) -> AnyView {
    view! { <div class="card"><a class="row" href=href>{icon(Icon::Edit)}<span class="w">{text}</span>{go()}</a></div> }.into_any()
}
