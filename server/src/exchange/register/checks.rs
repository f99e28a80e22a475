//! Checks over all rows of one household, and whose rows they are.

use super::super::table::Line;
use super::rows::{HouseholdRow, MemberRow};
use super::template;
use domain::exchange::ReasonCode;
use domain::household::Household;
use domain::household::checks::{SpouseFault, is_count_of, spouse_fault};
use domain::household::codes::Relation;
use domain::ids::MemberId;
use std::collections::BTreeMap;

/// VQ03: exactly one head.
pub(super) fn check_heads(household: &mut Line<'_>, members: &mut [(Line<'_>, Option<MemberRow>)]) {
    let is_head =
        |says: &Option<MemberRow>| says.as_ref().is_some_and(|says| says.relation == Relation::Head);
    let unread = members.iter().any(|(_, says)| says.is_none());
    let heads = members.iter().filter(|(_, says)| is_head(says)).count();
    if heads == 0 && !unread {
        household.refuse(&template::CODE, ReasonCode::NoHead);
    }
    if heads > 1 {
        for (line, _) in members.iter_mut().filter(|(_, says)| is_head(says)) {
            line.refuse(&template::RELATION, ReasonCode::TwoHeads);
        }
    }
}

/// VQ09: as many people as the register says it lists.
pub(super) fn check_count(household: &mut Line<'_>, listed: usize) {
    let stated = household.count(&template::COUNT, 0..=99);
    if stated.is_some_and(|stated| !is_count_of(stated, listed)) {
        household.refuse(&template::COUNT, ReasonCode::CountDisagrees);
    }
}

/// VQ04: one spouse of the head, of the other sex; a remark only.
pub(super) fn check_spouses(members: &mut [(Line<'_>, Option<MemberRow>)]) {
    let stand = members.iter().filter_map(|(_, says)| says.as_ref());
    let stand: Vec<_> = stand.map(|says| (says.relation, says.sex)).collect();
    let (column, reason) = match spouse_fault(&stand) {
        None => return,
        Some(SpouseFault::Several) => (&template::RELATION, ReasonCode::SpouseSeveral),
        Some(SpouseFault::SameSex) => (&template::SEX, ReasonCode::SpouseSameSex),
    };
    for (line, says) in members {
        if says
            .as_ref()
            .is_some_and(|says| says.relation == Relation::Spouse)
        {
            line.remark(column, reason);
        }
    }
}

/// Whether rows may mean a known household that has their number: in its own village they do, and in another one
/// where some of its people are among them. Else the number was given twice. `numbers` holds those identity numbers
/// of the file that its members have.
pub(super) fn may_mean(
    known: &Household,
    numbers: &BTreeMap<String, MemberId>,
    household: Option<&HouseholdRow>,
    members: &[(Line<'_>, Option<MemberRow>)],
) -> bool {
    let here = household.is_none_or(|says| says.village == known.village);
    let is_among = |says: &MemberRow| is_member(says, known, numbers);
    // A row that cannot be read is refused for that.
    here || members.iter().any(|(_, says)| says.as_ref().is_none_or(is_among))
}

/// By the identity number, or by the name where one of both has no number.
fn is_member(says: &MemberRow, known: &Household, numbers: &BTreeMap<String, MemberId>) -> bool {
    let by_number = says
        .number
        .as_ref()
        .is_some_and(|number| numbers.contains_key(number));
    let mut alike = known.members.iter().filter(|member| member.name == says.name);
    by_number || alike.any(|member| says.number.is_none() || member.id_masked.is_none())
}
