//! From what the rows of a household say to the household, over what is known of it.

use super::super::initials::initials;
use super::rows::{HouseholdRow, MemberRow, Stated};
use crate::store::RegisterHousehold;
use chrono::NaiveDate;
use domain::household::codes::{Answer, Relation, StudentStatus};
use domain::household::facts::{FactValue, Facts, FieldName};
use domain::household::land::Land;
use domain::household::{Household, IncomeSummary, Member};
use domain::identity::{mask_id, mask_phone};
use domain::ids::{HouseholdId, MemberId};
use domain::time::age_on;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The namespace of identities that follow from a register; never change it.
const REGISTER: Uuid = Uuid::from_u128(0x7b1f_52a4_9d0e_5c63_8f27_c4b0_16de_93a5);

/// The identity of the household with this register number.
#[must_use]
pub fn household_id(code: &str) -> HouseholdId {
    HouseholdId(Uuid::new_v5(&REGISTER, code.as_bytes()))
}

/// The identity of a member who is new to the product: from the household, name and birth, so that the same
/// file gives the same identity. Not from the identity number: the identity travels to phones, and a number
/// can be found from its hash by trying all that are possible.
#[must_use]
pub fn member_id(household: HouseholdId, name: &str, birth: Option<NaiveDate>, again: u32) -> MemberId {
    let birth = birth.map(|birth| birth.to_string()).unwrap_or_default();
    MemberId(Uuid::new_v5(
        &household.0,
        format!("{name}\n{birth}\n{again}").as_bytes(),
    ))
}

/// All rows of one household.
pub(super) struct Said<'r> {
    pub code: &'r str,
    pub row: HouseholdRow,
    pub members: Vec<MemberRow>,
    pub income: Option<IncomeSummary>,
    /// The last day of the newest window of the file, if it has incomes.
    pub newest_window: Option<NaiveDate>,
    /// The day of the import.
    pub today: NaiveDate,
}

/// What is known of a household before the import.
pub(super) struct Before<'k> {
    pub household: &'k Household,
    /// Its members by those identity numbers of the file that are known.
    pub numbers: &'k BTreeMap<String, MemberId>,
    /// Its full telephone number.
    pub phone: Option<&'k str>,
}

/// A household as it will be, and what became of each part.
pub(super) struct Built {
    pub result: RegisterHousehold,
    pub household: Change,
    /// In the order of the rows.
    pub members: Vec<Change>,
    pub income: Change,
    /// Names of members that the file no longer lists and that leave.
    pub left: Vec<String>,
    /// Names of members that the file no longer lists and that stay for now.
    pub stayed: Vec<String>,
    /// The household lies in another village than before.
    pub moved: bool,
}

impl Built {
    /// Whether the household has to be written.
    pub fn writes(&self) -> bool {
        let parts = [&self.household, &self.income];
        parts
            .into_iter()
            .chain(&self.members)
            .any(|change| change.is_new || change.differs)
    }
}

/// What became of one part.
#[derive(Default)]
pub(super) struct Change {
    pub is_new: bool,
    pub differs: bool,
    /// Facts that were heard at the door and are not overwritten.
    pub kept: Vec<FieldName>,
}

/// Builds the household over what is known of it.
pub(super) fn build(said: Said<'_>, before: Option<&Before<'_>>) -> Built {
    let known = before.map(|before| before.household);
    let id = known.map_or_else(|| household_id(said.code), |known| known.id);
    let window = said
        .income
        .as_ref()
        .map(|income| income.to)
        .or(said.newest_window);
    let as_of = window
        .or(known.map(|known| known.register_as_of))
        .unwrap_or(said.today);
    let ids = assign_ids(id, &said.members, before);
    let pairs = said.members.iter().zip(&ids);
    let (mut members, changes): (Vec<_>, Vec<_>) =
        pairs.clone().map(|(row, id)| member(row, *id, before)).unzip();
    let (left, stayed) = unlisted(known, &ids, &mut members);
    members.sort_by_key(|member| member.relation != Relation::Head);
    let numbers = pairs
        .filter_map(|(row, id)| Some((*id, row.number.clone()?)))
        .collect();

    let mut facts = known.map(|known| known.facts.clone()).unwrap_or_default();
    let mut stated = said.row.stated;
    stated.extend(guarantees(&said.members, as_of));
    let kept = take_facts(&mut facts, &stated);
    let mut household = Household {
        id,
        code: said.code.to_owned(),
        village: said.row.village,
        group: said.row.group,
        address: said.row.address,
        household_type: said.row.household_type,
        lifted_out_year: said.row.lifted_out_year,
        monitor: said.row.monitor,
        risks: said.row.risks,
        no_labour_safety_net: said.row.no_labour_safety_net,
        // Registers of before have no such column, and nobody moves back by that.
        resettled: said
            .row
            .resettled
            .unwrap_or(known.is_some_and(|known| known.resettled)),
        phone_masked: said.row.phone.as_deref().map(mask_phone),
        register_as_of: as_of,
        facts,
        members,
        income: said.income,
        // What the team calculated is not the register's to say.
        incomes: known.map(|known| known.incomes.clone()).unwrap_or_default(),
        monitor_by: None,
        eliminated: None,
        reduced: None,
        // As of the resettled: a register without the columns takes nobody's land away.
        land: land(said.row.land, known),
    };
    // Nor is what a case or an elimination decided.
    if let Some(known) = known {
        household.keep_decisions(known);
    }
    let own = Change {
        is_new: known.is_none(),
        differs: before.is_some_and(|before| own_part_differs(before, &household, said.row.phone.as_deref()))
            || !left.is_empty(),
        kept,
    };
    Built {
        household: own,
        members: changes,
        income: income_change(known, &household),
        left,
        stayed,
        moved: known.is_some_and(|known| known.village != household.village),
        result: RegisterHousehold {
            household,
            numbers,
            phone: said.row.phone,
        },
    }
}

/// The land that is recorded: what the register says, over what it said before.
fn land(said: Land, known: Option<&Household>) -> Option<Land> {
    let before = known.and_then(|known| known.land).unwrap_or_default();
    Some(said.over(before)).filter(|land| *land != Land::default())
}

fn income_change(known: Option<&Household>, household: &Household) -> Change {
    let before = known.and_then(|known| known.income.as_ref());
    Change {
        is_new: before.is_none() && household.income.is_some(),
        differs: before.is_some() && before != household.income.as_ref(),
        kept: Vec::new(),
    }
}

/// Whether anything but members and income differs.
fn own_part_differs(before: &Before<'_>, household: &Household, phone: Option<&str>) -> bool {
    let known = before.household;
    let mut alike = household.clone();
    alike.members.clone_from(&known.members);
    alike.income.clone_from(&known.income);
    alike != *known || phone != before.phone
}

/// Every row gets the identity of the member whom it means: the one with its identity number, else the one
/// with its name (a number or a birth date may have been corrected), else a new one.
fn assign_ids(household: HouseholdId, rows: &[MemberRow], before: Option<&Before<'_>>) -> Vec<MemberId> {
    let known = before.map(|before| before.household);
    let by_number = |row: &MemberRow| {
        let number = row.number.as_ref()?;
        before?.numbers.get(number).copied()
    };
    let mut used: BTreeSet<MemberId> = rows.iter().filter_map(by_number).collect();
    let mut ids = Vec::with_capacity(rows.len());
    for row in rows {
        let id = by_number(row)
            .or_else(|| by_name(row, known, &used))
            .unwrap_or_else(|| unused_id(household, row, known, &used));
        used.insert(id);
        ids.push(id);
    }
    ids
}

fn by_name(row: &MemberRow, known: Option<&Household>, used: &BTreeSet<MemberId>) -> Option<MemberId> {
    let alike = |member: &&Member| member.name == row.name && !used.contains(&member.id);
    let mut members = known?.members.iter().filter(alike);
    let first = members.next()?;
    let same_birth = std::iter::once(first)
        .chain(members)
        .find(|member| member.birth == row.birth);
    Some(same_birth.unwrap_or(first).id)
}

fn unused_id(
    household: HouseholdId,
    row: &MemberRow,
    known: Option<&Household>,
    used: &BTreeSet<MemberId>,
) -> MemberId {
    let free = |id: &MemberId| !used.contains(id) && known.is_none_or(|known| known.member(*id).is_none());
    let mut again = 0;
    loop {
        let id = member_id(household, &row.name, row.birth, again);
        if free(&id) {
            return id;
        }
        again += 1;
    }
}

fn member(row: &MemberRow, id: MemberId, household: Option<&Before<'_>>) -> (Member, Change) {
    let before = household.and_then(|known| known.household.member(id));
    let mut facts = before.map(|before| before.facts.clone()).unwrap_or_default();
    let kept = take_facts(&mut facts, &row.stated);
    let member = Member {
        id,
        name: row.name.clone(),
        initials: initials(&row.name),
        relation: row.relation,
        sex: row.sex,
        birth: row.birth,
        id_masked: row.number.as_deref().map(mask_id),
        facts,
    };
    // A number of which only hidden digits were corrected is not among those that are known.
    let renumbered = household
        .zip(row.number.as_ref())
        .is_some_and(|(known, number)| known.numbers.get(number) != Some(&id));
    let change = Change {
        is_new: before.is_none(),
        differs: before.is_some_and(|before| *before != member || renumbered),
        kept,
    };
    (member, change)
}

/// Takes over what the register states, but not over what was heard at the door; names what was kept.
fn take_facts(facts: &mut Facts, stated: &[Stated]) -> Vec<FieldName> {
    let mut kept = Vec::new();
    for fact in stated {
        let heard = facts.mark(fact.name).is_some() && facts.value(fact.name) != fact.value.as_ref();
        if heard {
            kept.push(fact.name);
        } else {
            facts.reregister(fact.name, fact.value.clone());
        }
    }
    kept
}

/// Members whom the file no longer lists: they leave, unless a visit changed their facts.
fn unlisted(
    known: Option<&Household>,
    ids: &[MemberId],
    members: &mut Vec<Member>,
) -> (Vec<String>, Vec<String>) {
    let (mut left, mut stayed) = (Vec::new(), Vec::new());
    let listed: BTreeSet<&MemberId> = ids.iter().collect();
    for before in known.map(|known| known.members.as_slice()).unwrap_or_default() {
        if listed.contains(&before.id) {
            continue;
        }
        if FieldName::ALL
            .iter()
            .all(|name| before.facts.mark(*name).is_none())
        {
            left.push(before.name.clone());
            continue;
        }
        let mut member = before.clone();
        if member.relation == Relation::Head {
            // The file names the head; a household has one (VQ03).
            member.relation = Relation::Other;
        }
        stayed.push(member.name.clone());
        members.push(member);
    }
    (left, stayed)
}

/// The guarantees that follow from the members (domain.md §4.5); food and clothing are asked at the door.
fn guarantees(members: &[MemberRow], as_of: NaiveDate) -> Vec<Stated> {
    let stated = |name, answer: Option<Answer>| {
        Stated::that(
            name,
            answer.map(|answer| FactValue::Words(answer.code().to_owned())),
        )
    };
    vec![
        stated(FieldName::MedicalGuarantee, medical(members)),
        stated(FieldName::EducationGuarantee, Some(education(members, as_of))),
    ]
}

/// Everybody insured; unknown stays unknown.
fn medical(members: &[MemberRow]) -> Option<Answer> {
    if members.iter().any(|member| member.insured == Some(false)) {
        Some(Answer::Problem)
    } else if members.is_empty() || members.iter().any(|member| member.insured.is_none()) {
        None
    } else {
        Some(Answer::Ok)
    }
}

/// Everybody of compulsory-school age at school; a six-year-old may still wait for the first term.
fn education(members: &[MemberRow], as_of: NaiveDate) -> Answer {
    let of_age = members.iter().filter_map(|member| {
        let age = member.birth.and_then(|birth| age_on(birth, as_of))?;
        (6..=15).contains(&age).then_some((age, member.school))
    });
    let mut answer = Answer::NotApplicable;
    for (age, school) in of_age {
        let at_school = match school {
            None => false,
            Some(StudentStatus::PreAge | StudentStatus::Preschool) => age == 6,
            Some(_) => true,
        };
        if !at_school {
            return Answer::Problem;
        }
        answer = Answer::Ok;
    }
    answer
}
