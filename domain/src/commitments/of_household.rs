//! Lines of households and their members: visits (A4), insurance (P1), school (P3), housing and water (P6).

use super::codes::{CommitmentStatus, Rule, Why};
use super::of_entitlements::{graver, holds_since, received};
use super::{Desk, Evidence, Finding, Found, LineRow, Of, Remedy, Subject, well};
use crate::due::{self, Due};
use crate::household::checks::{completed_school, of_school_age, schooled};
use crate::household::codes::Answer;
use crate::household::facts::{FactValue, FieldKey, FieldName};
use crate::household::{Household, Member};
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

/// Whether an answer of that day still holds; none was given where there is no day.
fn still(on: Option<NaiveDate>, since: Option<NaiveDate>) -> bool {
    on.is_some_and(|on| since.is_none_or(|since| since <= on))
}

/// Since when a fact of a member is known; none where nobody knows it.
fn told_on(household: &Household, member: &Member, name: FieldName) -> Option<NaiveDate> {
    member.facts.value(name)?;
    let mark = member.facts.mark(name);
    Some(mark.map_or(household.register_as_of, |mark| mark.as_of))
}

/// P1: each member is insured; where nobody asked, the household's answer counts. It is paid for each year: an answer from
/// before the year that was is to be asked again. The window of paying is a date of the calendar; outside of it, what is
/// missing is due now. Whoever is insured has the help with the premium that is due.
fn insured(desk: &Desk<'_>, row: &LineRow, of: &Of<'_>, found: &mut Found) {
    let household = of.household;
    let guarantee = household.guarantee(FieldName::MedicalGuarantee);
    let by = desk.insurance_by;
    let since = holds_since(row.cycle, desk);
    let answered = household.known_on(FieldName::MedicalGuarantee);
    let answered = answered.filter(|_| guarantee == Answer::Ok);
    for member in &household.members {
        let subject = Subject::Member(household.id, member.id);
        let key = FieldKey::of(member.id, FieldName::MedicalInsurance);
        let told = told_on(household, member, FieldName::MedicalInsurance);
        let settle = || Some(Remedy::Settle(household.id, vec![(key, FactValue::Flag(true))]));
        let finding = match member.facts.value(FieldName::MedicalInsurance) {
            Some(FactValue::Flag(true)) if still(told, since) => {
                well(row, subject, Why::Insured, vec![Evidence::Fact(key)])
            }
            Some(FactValue::Flag(false)) => Finding {
                status: CommitmentStatus::Breached,
                remedy: settle(),
                by,
                ..well(row, subject, Why::Uninsured, vec![Evidence::Fact(key)])
            },
            _ if still(answered, since) => {
                let evidence = vec![Evidence::Fact(FieldKey::own(FieldName::MedicalGuarantee))];
                well(row, subject, Why::Insured, evidence)
            }
            _ => {
                let old = told.map(|_| key);
                let old = old.or(answered.map(|_| FieldKey::own(FieldName::MedicalGuarantee)));
                let why = match old {
                    Some(_) => Why::InsuranceOld,
                    None => Why::InsuranceNotAsked,
                };
                Finding {
                    status: CommitmentStatus::DueSoon,
                    remedy: settle(),
                    by,
                    ..well(row, subject, why, old.into_iter().map(Evidence::Fact).collect())
                }
            }
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

/// P3: children of school age are in school; teaching at home counts, which the household's answer says. It is looked at each
/// term: an answer from before the last term is to be asked again, completed schooling is not. Whoever is in any school has
/// the aid that is due.
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
        let since = holds_since(row.cycle, desk);
        let told = told_on(household, member, FieldName::StudentStatus);
        let answered = household.known_on(FieldName::EducationGuarantee);
        let answered = answered.filter(|_| guarantee == Answer::Ok);
        let finding = match schooled(member) {
            Some(true) if completed_school(member) == Some(true) || still(told, since) => {
                well(row, subject, Why::InSchool, vec![Evidence::Fact(key)])
            }
            _ if still(answered, since) => well(row, subject, Why::InSchool, vec![Evidence::Fact(answer)]),
            Some(false) if answered.is_none() => Finding {
                status: CommitmentStatus::Breached,
                remedy: settle(),
                ..well(row, subject, Why::OutOfSchool, vec![Evidence::Fact(key)])
            },
            known => {
                let old = answered.map(|_| answer).or(known.map(|_| key));
                let why = match old {
                    Some(_) => Why::SchoolOld,
                    None => Why::SchoolNotAsked,
                };
                Finding {
                    status: CommitmentStatus::DueSoon,
                    remedy: settle(),
                    ..well(row, subject, why, old.into_iter().map(Evidence::Fact).collect())
                }
            }
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
