//! Papers to print: rendered when they are asked for, noted before they leave, never kept by a browser.
//!
//! What is asked for comes in the body of a form, so that no address and no history names a household.

use app::pages::{self, CasePaper, Drawn, HandoverPaper, MonthPaper, QuarterPaper, VisitLedger};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use chrono::NaiveDate;
use domain::commitments::{LineCode, row_on};
use domain::handover::changes;
use domain::household::Household;
use domain::ids::{HouseholdId, StaffId, VillageId};
use domain::papers::forms::CaseForm;
use domain::papers::sheets::{self, Dossier};
use domain::papers::{Month, Quarter, Span, summary_of, works_of};
use domain::policy::{Action, Actor};
use domain::roster::Village;
use domain::time::Millis;
use domain::visit::Visit;
use domain::work::WorkLog;
use serde::Deserialize;
use tokio::task::spawn_blocking;

use super::refusal;
use super::state::{AppState, field_day};
use super::table::Signed;
use crate::exchange::export::workbook;
use crate::web::{Fields, Problem};

/// Below this lie all papers.
pub const ALL: &str = "/papers";
/// The visit ledger of a household.
pub const VISITS: &str = "/papers/visits";
/// The summary of a village's month.
pub const MONTH: &str = "/papers/month";
/// The summary of a village's quarter.
pub const QUARTER: &str = "/papers/quarter";
/// A village's register as a workbook in the national system's order of fields.
pub const REGISTER: &str = "/papers/register";
/// The list of a handover.
pub const HANDOVER: &str = "/papers/handover";
/// A form of a household's monitoring file.
pub const FORM: &str = "/papers/form";
/// The same form blank, for paper first.
pub const BLANK_FORM: &str = "/papers/blank-form/{form}";
/// The blank record of a visit, for paper first.
pub const BLANK: &str = "/papers/blank-visit";

/// The type of a workbook.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Which household.
#[derive(Debug, Deserialize)]
pub struct OfHousehold {
    household: String,
}

/// Which form of which household.
#[derive(Debug, Deserialize)]
pub struct OfFile {
    household: String,
    form: String,
}

/// Which village.
#[derive(Debug, Deserialize)]
pub struct OfVillage {
    village: VillageId,
}

/// Which month of which village.
#[derive(Debug, Deserialize)]
pub struct OfMonth {
    village: VillageId,
    month: String,
}

/// Which quarter of which village.
#[derive(Debug, Deserialize)]
pub struct OfQuarter {
    village: VillageId,
    quarter: String,
}

/// Whose handover in which village: the person and the last day, as the phone's screen has them.
#[derive(Debug, Deserialize)]
pub struct OfHandover {
    village: VillageId,
    staff: StaffId,
    on: NaiveDate,
}

/// Every visit to a household, and what it asked, on one paper.
pub async fn visits(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    Fields(asked): Fields<OfHousehold>,
) -> Result<Html<String>, Problem> {
    let id: HouseholdId = asked.household.parse().map_err(|_| Problem::not_found())?;
    let now = app.clock.now();
    let paper = app.store.household_paper(id, &actor, now).await;
    let paper = paper.map_err(refusal::of_store)?.ok_or_else(Problem::not_found)?;
    let roster = app.store.roster().await.map_err(refusal::of_store)?;
    let mut villages = roster.villages.into_iter();
    let village = villages.find(|village| village.id == paper.household.village);
    let named = roster.staff.into_iter().map(|person| (person.id, person.name));
    let ledger = VisitLedger {
        village: village.ok_or_else(Problem::not_found)?,
        household: paper.household,
        visits: paper.visits,
        requests: paper.requests,
        names: named.collect(),
        drawn: drawn(&actor, now),
    };
    Ok(Html(pages::visit_ledger(&ledger, &app.style)))
}

/// A form of a household's monitoring file, filled from what was entered.
pub async fn form(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    Fields(asked): Fields<OfFile>,
) -> Result<Html<String>, Problem> {
    let id: HouseholdId = asked.household.parse().map_err(|_| Problem::not_found())?;
    let form = CaseForm::from_code(&asked.form).ok_or_else(Problem::not_found)?;
    let now = app.clock.now();
    let paper = app
        .store
        .file_paper(id, &actor, (form, field_day(now), now))
        .await;
    let paper = paper.map_err(refusal::of_store)?.ok_or_else(Problem::not_found)?;
    let paper = CasePaper {
        village: village(&app, &paper.household.village).await?,
        household: paper.household,
        file: paper.file,
        flags: paper.flags,
        requests: paper.requests,
        config: app.in_force().await?,
        drawn: drawn(&actor, now),
    };
    Ok(Html(pages::case_form(form, Some(&paper), &app.style)))
}

/// The same form blank: nothing on it is about a person.
pub async fn blank_form(
    State(app): State<AppState>,
    Path(form): Path<String>,
) -> Result<Html<String>, Problem> {
    let form = CaseForm::from_code(&form).ok_or_else(Problem::not_found)?;
    Ok(Html(pages::case_form(form, None, &app.style)))
}

/// A month of a village summed up, with the list that it was summed from.
pub async fn month(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    Fields(asked): Fields<OfMonth>,
) -> Result<Html<String>, Problem> {
    let month: Month = asked
        .month
        .parse()
        .map_err(|_| Problem::invalid("BAD_MONTH", "month"))?;
    let now = app.clock.now();
    let ground = of_span(
        &app,
        &actor,
        (&asked.village, month.into()),
        &format!("month={month}"),
    )
    .await?;
    let paper = MonthPaper {
        summary: summary_of(month, &ground.households, &ground.visits),
        works: works_of(month, ground.works),
        month,
        village: ground.village,
        households: ground.households,
        visits: ground.visits,
        drawn: drawn(&actor, now),
    };
    Ok(Html(pages::month_paper(&paper, &app.style)))
}

/// A quarter of a village summed up, for township and district.
pub async fn quarter(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    Fields(asked): Fields<OfQuarter>,
) -> Result<Html<String>, Problem> {
    let quarter: Quarter = asked
        .quarter
        .parse()
        .map_err(|_| Problem::invalid("BAD_QUARTER", "quarter"))?;
    let now = app.clock.now();
    let span = (&asked.village, quarter.into());
    let ground = of_span(&app, &actor, span, &format!("quarter={quarter}")).await?;
    let months = quarter.months().into_iter();
    let months = months.map(|month| (month, summary_of(month, &ground.households, &ground.visits)));
    let paper = QuarterPaper {
        quarter,
        months: months.collect(),
        summary: summary_of(quarter, &ground.households, &ground.visits),
        works: works_of(quarter, ground.works),
        village: ground.village,
        households: ground.households,
        drawn: drawn(&actor, now),
    };
    Ok(Html(pages::quarter_paper(&paper, &app.style)))
}

/// What the summary of a span is made of.
struct OfSpan {
    village: Village,
    households: Vec<Household>,
    visits: Vec<Visit>,
    works: Vec<WorkLog>,
}

/// Reads it for somebody who may print it, and notes that.
async fn of_span(
    app: &AppState,
    actor: &Actor,
    (id, span): (&VillageId, Span),
    said: &str,
) -> Result<OfSpan, Problem> {
    if !actor.may(Action::PrintPaper, id, None) {
        return Err(Problem::not_found());
    }
    let village = village(app, id).await?;
    let households = app.store.households_in(std::slice::from_ref(&village.id)).await;
    let visits = app
        .store
        .visits_between(&village.id, span.first(), span.last())
        .await;
    let works = app.store.works_in(&village.id).await.map_err(refusal::of_store)?;
    let (households, visits) = (
        households.map_err(refusal::of_store)?,
        visits.map_err(refusal::of_store)?,
    );
    let kind = match span {
        Span::Month(_) => "month",
        Span::Quarter(_) => "quarter",
    };
    let subject = format!("{kind} village={} {said}", village.id);
    let action = Action::PrintPaper.code();
    let noted = app
        .store
        .audit(&actor.staff, action, &subject, app.clock.now())
        .await;
    noted.map_err(refusal::of_store)?;
    Ok(OfSpan {
        village,
        households,
        visits,
        works,
    })
}

/// The list of a handover: what is open at which household, what to know, and lines to sign by hand.
pub async fn handover(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    Fields(asked): Fields<OfHandover>,
) -> Result<Html<String>, Problem> {
    let now = app.clock.now();
    let ground = app.store.handover_paper(&asked.village, &actor).await;
    let (village, posts, records) = ground
        .map_err(refusal::of_store)?
        .ok_or_else(Problem::not_found)?;
    let (today, config) = (field_day(now), app.in_force().await?);
    let days = row_on(&config, LineCode::R2, today).and_then(|row| row.days);
    let found = changes(&posts, today, days.unwrap_or_default())
        .into_iter()
        .map(|change| {
            let begun = change.record(records.handovers()).cloned();
            (change, begun)
        })
        .find(|(change, begun)| {
            let of = change.leaving(begun.as_ref());
            of.staff == asked.staff && of.on == asked.on
        });
    let (change, handover) = found.ok_or_else(Problem::not_found)?;
    let subject = format!(
        "handover village={} staff={} on={}",
        village.id, asked.staff, asked.on
    );
    let noted = app
        .store
        .audit(&actor.staff, Action::PrintPaper.code(), &subject, now)
        .await;
    noted.map_err(refusal::of_store)?;
    let paper = HandoverPaper {
        village,
        change,
        handover,
        records,
        config,
        drawn: drawn(&actor, now),
    };
    let style = app.style.clone();
    let drawn = spawn_blocking(move || pages::handover_paper(&paper, &style)).await;
    drawn.map(Html).map_err(Problem::internal)
}

/// A village's register as a workbook: households, members, measures, incomes, numbers masked.
pub async fn register(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    Fields(asked): Fields<OfVillage>,
) -> Result<Response, Problem> {
    if !actor.may(Action::PrintPaper, &asked.village, None) {
        return Err(Problem::not_found());
    }
    let village = village(&app, &asked.village).await?;
    let now = app.clock.now();
    let paper = app.store.register_paper(&village.id, &actor, now).await;
    let paper = paper.map_err(refusal::of_store)?;
    let config = app.in_force().await?;
    let by = actor.staff.to_string();
    let name = format!("register-{}-{}.xlsx", village.id, field_day(now));
    let written = spawn_blocking(move || {
        let dossier = |household| Dossier {
            household,
            file: paper.files.get(&household.id),
            entitlements: paper.entitlements.get(&household.id),
        };
        let dossiers: Vec<Dossier<'_>> = paper.households.iter().map(dossier).collect();
        let mark = format!("导出人工号 {by}，{}，内部资料，请妥善保管", field_day(now));
        workbook(
            &sheets::register(&village, &dossiers, &config.counting_rules),
            &mark,
        )
    });
    let bytes = written
        .await
        .map_err(Problem::internal)?
        .map_err(Problem::internal)?;
    let headers = [
        (header::CONTENT_TYPE, XLSX.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    Ok((headers, bytes).into_response())
}

/// The blank record: nothing on it is about a person.
pub async fn blank(State(app): State<AppState>) -> Html<String> {
    Html(pages::blank_visit(&app.style))
}

async fn village(app: &AppState, id: &VillageId) -> Result<Village, Problem> {
    let roster = app.store.roster().await.map_err(refusal::of_store)?;
    let found = roster.villages.into_iter().find(|village| village.id == *id);
    found.ok_or_else(Problem::not_found)
}

fn drawn(actor: &Actor, now: Millis) -> Drawn {
    Drawn {
        by: actor.name.clone(),
        number: actor.staff.to_string(),
        on: field_day(now),
    }
}
