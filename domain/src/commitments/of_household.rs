//! Lines of households and their members: visits (A4), insurance (P1), school (P3), housing and water (P6).

use super::codes::{CommitmentStatus, Rule, Why};
use super::of_entitlements::{graver, received};
use super::{Desk, Evidence, Finding, Found, LineRow, Of, Remedy, Subject, well};
use crate::due::{self, Due};
use crate::household::Household;
use crate::household::checks::{of_school_age, schooled};
use crate::household::codes::Answer;
use crate::household::facts::{FactValue, FieldKey, FieldName};
use crate::time::plus_days;
use crate::visit::Visit;
use crate::visit::codes::Purpose;
use chrono::NaiveDate;

pub(super) fn lines(desk: &Desk<'_>, of: &Of<'_>, found: &mut Found) {
    let (household, visits) = (of.household, of.visits);
    for row in desk.by(Rule::VisitInterval) {
        // They come in the order of their days: the last at which somebody was met is the newest.
        let newest = visits.iter().rfind(|visit| visit.qualifies()).copied();
        let due = due::due(household, newest.into_iter(), desk.today, desk.config);
        found.push(visit(desk, row, household, &due));
    }
    for row in desk.by(Rule::Insured) {
        insured(desk, row, of, found);
    }
    for row in desk.by(Rule::InSchool) {
        in_school(desk, row, of, found);
    }
    for row in desk.by(Rule::ProblemsAnswered) {
        found.push(problems(desk, row, household, visits));
    }
}

/// A4: somebody was met within the interval of the tier. A day proposed at the door moves the due list, not this.
fn visit(desk: &Desk<'_>, row: &LineRow, household: &Household, due: &Due) -> Finding {
    let subject = Subject::Household(household.id);
    let evidence = due.last_visit.map(Evidence::Visit).into_iter().collect();
    let (status, why) = match due.ends.map(|by| desk.at(by)) {
        None => (CommitmentStatus::Breached, Why::NeverVisited),
        Some(CommitmentStatus::Breached) => (CommitmentStatus::Breached, Why::VisitPast),
        Some(CommitmentStatus::DueSoon) => (CommitmentStatus::DueSoon, Why::VisitSoon),
        Some(status) => (status, Why::Within),
    };
    let purpose = Purpose::usual(household);
    Finding {
        status,
        remedy: status.is_open().then_some(Remedy::Visit(household.id, purpose)),
        by: due.ends,
        ..well(row, subject, why, evidence)
    }
}

fn holds() -> FactValue {
    FactValue::Words(Answer::Ok.code().to_owned())
}

/// The household's own answer has a problem: a finding that the answer "assured" clears.
fn problem(row: &LineRow, household: &Household, name: FieldName, why: Why) -> Finding {
    Finding {
        status: CommitmentStatus::Breached,
        remedy: Some(Remedy::Settle(household.id, vec![(FieldKey::own(name), holds())])),
        ..well(
            row,
            Subject::Household(household.id),
            why,
            vec![Evidence::Fact(FieldKey::own(name))],
        )
    }
}

/// P1: each member is insured; where nobody asked, the household's answer counts. The window of paying is a date of
/// the calendar; outside of it, what is missing is due now. Whoever is insured has the help with the premium that is due.
fn insured(desk: &Desk<'_>, row: &LineRow, of: &Of<'_>, found: &mut Found) {
    let household = of.household;
    let guarantee = household.guarantee(FieldName::MedicalGuarantee);
    let by = desk.insurance_by;
    for member in &household.members {
        let subject = Subject::Member(household.id, member.id);
        let key = FieldKey::of(member.id, FieldName::MedicalInsurance);
        let settle = || Some(Remedy::Settle(household.id, vec![(key, FactValue::Flag(true))]));
        let finding = match member.facts.value(FieldName::MedicalInsurance) {
            Some(FactValue::Flag(true)) => well(row, subject, Why::Insured, vec![Evidence::Fact(key)]),
            Some(FactValue::Flag(false)) => Finding {
                status: CommitmentStatus::Breached,
                remedy: settle(),
                by,
                ..well(row, subject, Why::Uninsured, vec![Evidence::Fact(key)])
            },
            _ if guarantee == Answer::Ok => {
                let evidence = vec![Evidence::Fact(FieldKey::own(FieldName::MedicalGuarantee))];
                well(row, subject, Why::Insured, evidence)
            }
            _ => Finding {
                status: CommitmentStatus::DueSoon,
                remedy: settle(),
                by,
                ..well(row, subject, Why::InsuranceNotAsked, Vec::new())
            },
        };
        found.extend(graver(Some(finding), received(desk, row, of, subject)));
    }
    if guarantee == Answer::Problem {
        found.push(problem(
            row,
            household,
            FieldName::MedicalGuarantee,
            Why::MedicalProblem,
        ));
    }
}

/// P3: children of school age are in school; teaching at home counts, which the household's answer says. Whoever is in
/// any school has the aid that is due.
fn in_school(desk: &Desk<'_>, row: &LineRow, of: &Of<'_>, found: &mut Found) {
    let household = of.household;
    let guarantee = household.guarantee(FieldName::EducationGuarantee);
    for member in &household.members {
        let subject = Subject::Member(household.id, member.id);
        let aid = received(desk, row, of, subject);
        if !of_school_age(member, desk.today) {
            found.extend(aid);
            continue;
        }
        let key = FieldKey::of(member.id, FieldName::StudentStatus);
        let answer = FieldKey::own(FieldName::EducationGuarantee);
        let settle = || Some(Remedy::Settle(household.id, vec![(answer, holds())]));
        let finding = match schooled(member) {
            Some(true) => well(row, subject, Why::InSchool, vec![Evidence::Fact(key)]),
            _ if guarantee == Answer::Ok => well(row, subject, Why::InSchool, vec![Evidence::Fact(answer)]),
            Some(false) => Finding {
                status: CommitmentStatus::Breached,
                remedy: settle(),
                ..well(row, subject, Why::OutOfSchool, vec![Evidence::Fact(key)])
            },
            None => Finding {
                status: CommitmentStatus::DueSoon,
                remedy: settle(),
                ..well(row, subject, Why::SchoolNotAsked, Vec::new())
            },
        };
        found.extend(graver(Some(finding), aid));
    }
    if guarantee == Answer::Problem {
        found.push(problem(
            row,
            household,
            FieldName::EducationGuarantee,
            Why::EducationProblem,
        ));
    }
}

/// P6: a problem of housing or water has so many days from the visit that found it; the older one is told.
fn problems(desk: &Desk<'_>, row: &LineRow, household: &Household, visits: &[&Visit]) -> Finding {
    let asked = [
        (FieldName::HousingGuarantee, Why::HousingProblem),
        (FieldName::WaterGuarantee, Why::WaterProblem),
    ];
    let asked = asked.map(|(name, why)| (name, why, household.guarantee(name)));
    let subject = Subject::Household(household.id);
    let days = row.days.unwrap_or_default();
    let open = || asked.iter().filter(|(.., answer)| *answer == Answer::Problem);
    let oldest = open()
        .map(|(name, why, _)| (plus_days(since(household, *name, visits), days), *name, *why))
        .min_by_key(|(by, ..)| *by);
    if let Some((by, name, why)) = oldest {
        let settled = open().map(|(name, ..)| (FieldKey::own(*name), holds()));
        let settled = settled.collect();
        // Open within its days is due all the same: somebody has something to do.
        let status = match desk.at(by) {
            CommitmentStatus::Breached => CommitmentStatus::Breached,
            _ => CommitmentStatus::DueSoon,
        };
        return Finding {
            status,
            by: Some(by),
            remedy: Some(Remedy::Settle(household.id, settled)),
            ..problem(row, household, name, why)
        };
    }
    let answered = |answer: Answer| matches!(answer, Answer::Ok | Answer::NotApplicable);
    if asked.iter().all(|(.., answer)| answered(*answer)) {
        let evidence = asked
            .iter()
            .map(|(name, ..)| Evidence::Fact(FieldKey::own(*name)));
        return well(row, subject, Why::Safe, evidence.collect());
    }
    Finding {
        status: CommitmentStatus::NotApplicable,
        ..well(row, subject, Why::NoProblemKnown, Vec::new())
    }
}

/// Since when an answer has stood: the day of the visit that gave it, or the register's. To say it again does not
/// make it younger.
fn since(household: &Household, name: FieldName, visits: &[&Visit]) -> NaiveDate {
    let Some(mark) = household.facts.mark(name).filter(|mark| mark.op.is_some()) else {
        return household.register_as_of;
    };
    let visit = visits.iter().find(|visit| Some(visit.id) == mark.visit);
    visit.map_or(mark.as_of, |visit| visit.counted_on())
}
