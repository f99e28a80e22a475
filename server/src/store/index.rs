//! The typed columns of what lists and boards filter, sort and count, written with each record's state.

use super::engine::{Link, Value};
use super::error::Result;
use super::photos;
use domain::household::Household;
use domain::record::Record;
use domain::request::Request;
use domain::risk::RelapseFlag;
use domain::team::DaysFile;
use domain::time::Millis;
use domain::visit::{Visit, VisitEvent};

/// Writes the index lines of records, each of which is named once.
pub(super) async fn write(link: &mut Link, records: &[&Record]) -> Result<()> {
    let (mut households, mut visits, mut flags) = (Vec::new(), Vec::new(), Vec::new());
    let (mut requests, mut days, mut photographed) = (Vec::new(), Vec::new(), Vec::new());
    for record in records {
        match record {
            Record::Household(household) => households.extend(household_line(household)),
            Record::Visit(visit) => {
                visits.extend(visit_line(visit));
                photographed.push(visit.as_ref());
            }
            Record::Flag(flag) => flags.extend(flag_line(flag)),
            Record::Request(request) => requests.extend(request_line(request)),
            Record::Days(file) => days.extend(days_line(file)),
            // Nothing lists or counts explanations yet: they are read with their village. The files are one row a
            // household, read by its kind; handovers and the work log are read with their village.
            Record::Explanation(_)
            | Record::Monitoring(_)
            | Record::Entitlements(_)
            | Record::Handover(_)
            | Record::Work(_) => {}
        }
    }
    link.insert_many(HOUSEHOLD_HEAD, HOUSEHOLD_TAIL, 5, &households)
        .await?;
    link.insert_many(VISIT_HEAD, VISIT_TAIL, 7, &visits).await?;
    link.insert_many(FLAG_HEAD, FLAG_TAIL, 6, &flags).await?;
    link.insert_many(REQUEST_HEAD, REQUEST_TAIL, 5, &requests).await?;
    let head = "INSERT INTO days_index (id, team, staff)";
    link.insert_many(head, "ON CONFLICT (id) DO NOTHING", 3, &days)
        .await?;
    photos::index(link, &photographed).await
}

const HOUSEHOLD_HEAD: &str = "INSERT INTO household_index (id, village, code, name, grp)";
const HOUSEHOLD_TAIL: &str = "ON CONFLICT (id) DO UPDATE SET village = excluded.village, \
    code = excluded.code, name = excluded.name, grp = excluded.grp";

fn household_line(household: &Household) -> [Value<'_>; 5] {
    [
        household.id.to_string().into(),
        household.village.as_str().into(),
        household.code.as_str().into(),
        household.name().into(),
        household.group.as_str().into(),
    ]
}

const VISIT_HEAD: &str =
    "INSERT INTO visit_index (id, village, household, author, visited_on, status, handed_in_at)";
const VISIT_TAIL: &str = "ON CONFLICT (id) DO UPDATE SET village = excluded.village, \
    household = excluded.household, visited_on = excluded.visited_on, status = excluded.status, \
    handed_in_at = excluded.handed_in_at";

fn visit_line(visit: &Visit) -> [Value<'_>; 7] {
    [
        visit.id.to_string().into(),
        visit.village.as_str().into(),
        visit.household.to_string().into(),
        visit.author.as_str().into(),
        visit.content.visited_on.to_string().into(),
        visit.status.code().into(),
        handed_in_at(visit).0.into(),
    ]
}

const FLAG_HEAD: &str = "INSERT INTO flag_index (id, village, household, seen_on, urgent, open)";
const FLAG_TAIL: &str = "ON CONFLICT (id) DO UPDATE SET village = excluded.village, \
    seen_on = excluded.seen_on, urgent = excluded.urgent, open = excluded.open";

fn flag_line(flag: &RelapseFlag) -> [Value<'_>; 6] {
    [
        flag.id.to_string().into(),
        flag.village.as_str().into(),
        flag.household.to_string().into(),
        flag.t0().to_string().into(),
        i64::from(flag.is_urgent()).into(),
        i64::from(flag.is_open()).into(),
    ]
}

const REQUEST_HEAD: &str = "INSERT INTO request_index (id, village, household, due_on, open)";
const REQUEST_TAIL: &str = "ON CONFLICT (id) DO UPDATE SET village = excluded.village, \
    due_on = excluded.due_on, open = excluded.open";

fn request_line(request: &Request) -> [Value<'_>; 5] {
    [
        request.id.to_string().into(),
        request.village.as_str().into(),
        request.household.to_string().into(),
        request.due().to_string().into(),
        i64::from(request.is_open()).into(),
    ]
}

fn days_line(file: &DaysFile) -> [Value<'_>; 3] {
    [
        file.id.to_string().into(),
        file.team.as_str().into(),
        file.staff.as_str().into(),
    ]
}

/// When the present revision arrived: a review that was answered yesterday waits since yesterday.
fn handed_in_at(visit: &Visit) -> Millis {
    let handed_in = |event: &VisitEvent| matches!(event, VisitEvent::Logged | VisitEvent::Revised { .. });
    let last = visit.history.iter().rev().find(|entry| handed_in(&entry.event));
    last.and_then(|entry| entry.received_at).unwrap_or_default()
}
