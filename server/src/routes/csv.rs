//! Visits as a table for a spreadsheet: streamed in pages, audited, and safe to open.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::api::VisitLine;
use domain::ids::{StaffId, VillageId};
use domain::roster::Village;
use domain::time::Millis;
use futures::{Stream, TryStreamExt, stream};

use super::query::{QueryOf, VisitQuery};
use super::refusal;
use super::state::{AppState, field_day};
use super::table::Signed;
use crate::store::{Store, StoreError, VisitFilter};
use crate::web::Problem;

/// Lines fetched at once.
const PAGE_LINES: u32 = 1_000;
/// Spreadsheets on the machines of offices take a file for UTF-8 only with this mark.
const UTF8_MARK: &str = "\u{feff}";
/// The headings.
const HEADINGS: &str = "走访日期,乡镇（街道）,村,村编号,村民小组,户主,状态,走访编号\r\n";
/// Characters with which a cell becomes a formula.
const FORMULA_STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The lines that a filter lets through, as `text/csv`. The export is noted before its first byte leaves.
pub async fn download(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    QueryOf(query): QueryOf<VisitQuery>,
) -> Result<Response, Problem> {
    let filter = query.filter(&app).await?;
    let name = format!("visits-{}-{}.csv", filter.from, filter.to);
    let now = app.clock.now();
    let text = write_visits(app.store.clone(), filter, actor.staff, now).await;
    let text = text.map_err(refusal::of_store)?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    Ok((headers, Body::from_stream(text)).into_response())
}

/// Notes the export in the audit log, then gives the table piece by piece, the last piece saying who took it.
///
/// # Errors
/// When the store cannot be asked; a piece that fails ends the table early.
pub async fn write_visits(
    store: Store,
    filter: VisitFilter,
    by: StaffId,
    now: Millis,
) -> Result<impl Stream<Item = Result<Bytes, StoreError>> + Send + 'static, StoreError> {
    let subject = format!("{}..{} {}", filter.from, filter.to, scope(&filter));
    store.audit(&by, "EXPORT_VISITS", &subject, now).await?;
    let villages = store.roster().await?.villages;
    let villages: BTreeMap<VillageId, Village> = villages
        .into_iter()
        .map(|village| (village.id.clone(), village))
        .collect();
    let head = stream::once(async { Ok(Bytes::from(format!("{UTF8_MARK}{HEADINGS}"))) });
    let foot = stream::once(async move { Ok(Bytes::from(mark_of(&by, now))) });
    let body = pages(store, filter).map_ok(move |lines| Bytes::from(rows(&lines, &villages)));
    Ok(stream::StreamExt::chain(
        stream::StreamExt::chain(head, body),
        foot,
    ))
}

fn scope(filter: &VisitFilter) -> String {
    let village = filter.village.as_ref().map_or("*", VillageId::as_str);
    let township = filter.township.as_deref().unwrap_or("*");
    let status = filter.status.map_or("*", |status| status.code());
    let late = filter.waiting_since.is_some();
    format!("village={village} township={township} status={status} late={late}")
}

/// Each page goes on after the last line of the one before, so that what others write meanwhile moves no line out of
/// it. A visit whose day is put earlier meanwhile comes again further down; it is not told twice.
fn pages(
    store: Store,
    filter: VisitFilter,
) -> impl Stream<Item = Result<Vec<VisitLine>, StoreError>> + Send + 'static {
    let start = (None, BTreeSet::new());
    stream::try_unfold(start, move |(last, mut told)| {
        let (store, filter) = (store.clone(), filter.clone());
        async move {
            let mut page = store.visit_lines_after(&filter, last, PAGE_LINES).await?;
            let Some(last) = page.last().map(|line| (line.visited_on, line.id)) else {
                return Ok(None);
            };
            page.retain(|line| told.insert(line.id));
            Ok(Some((page, (Some(last), told))))
        }
    })
}

fn rows(lines: &[VisitLine], villages: &BTreeMap<VillageId, Village>) -> String {
    let mut text = String::new();
    for line in lines {
        let village = villages.get(&line.village);
        let cells = [
            line.visited_on.to_string(),
            village
                .map(|village| village.township.clone())
                .unwrap_or_default(),
            village.map(|village| village.name.clone()).unwrap_or_default(),
            line.village.to_string(),
            line.group.clone(),
            line.household.clone(),
            line.status.zh().to_owned(),
            line.id.to_string(),
        ];
        text.push_str(&row(&cells));
    }
    text
}

/// The last line names who took the table out and when, so that a stray copy can be traced.
fn mark_of(by: &StaffId, now: Millis) -> String {
    row(&[format!(
        "导出人工号 {by}，{}，内部资料，请妥善保管",
        field_day(now)
    )])
}

fn row(cells: &[String]) -> String {
    let mut text = String::new();
    for (n, value) in cells.iter().enumerate() {
        let comma = if n == 0 { "" } else { "," };
        // Writing to a string cannot fail.
        let _ = write!(text, "{comma}{}", cell(value));
    }
    text.push_str("\r\n");
    text
}

/// One cell: no formula, no break-out.
fn cell(value: &str) -> String {
    let guard = if value.starts_with(FORMULA_STARTS) {
        "'"
    } else {
        ""
    };
    let guarded = format!("{guard}{value}");
    if guarded.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_becomes_a_formula() {
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(cell("-2"), "'-2");
        assert_eq!(cell("\t=1"), "'\t=1");
        assert_eq!(cell("+8610"), "'+8610");
        assert_eq!(cell("第3组"), "第3组");
    }

    #[test]
    fn commas_quotes_and_lines_stay_in_their_cell() {
        assert_eq!(cell("a,b"), "\"a,b\"");
        assert_eq!(cell("说“好”\"好\"\n了"), "\"说“好”\"\"好\"\"\n了\"");
        assert_eq!(cell("=\",\""), "\"'=\"\",\"\"\"");
        assert_eq!(row(&["甲".to_owned(), "乙".to_owned()]), "甲,乙\r\n");
    }
}
