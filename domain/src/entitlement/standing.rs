//! Where a policy of a household stands: by what was found last, and by the facts that are known anyway.

use super::codes::{EntitlementKind, EntitlementStatus};
use super::{EntitlementCheck, EntitlementFile, EntitlementKey};
use crate::household::Household;
use crate::household::asking::known_in;
use crate::household::codes::{Health, StudentStatus};
use crate::household::facts::{FactValue, FieldKey, FieldName};
use crate::time::age_on;
use chrono::NaiveDate;

/// By what it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis<'a> {
    /// Somebody found it.
    Check(&'a EntitlementCheck),
    /// A fact of a member says so.
    Fact(FieldKey),
}

/// Where a policy stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing<'a> {
    /// Which policy, and whose.
    pub key: EntitlementKey,
    /// Whether it is received.
    pub status: EntitlementStatus,
    /// The day for which that is said.
    pub on: NaiveDate,
    /// By what it is known.
    pub basis: Basis<'a>,
    /// What others found without knowing of it, where that differs.
    pub beside: Vec<&'a EntitlementCheck>,
}

impl<'a> Standing<'a> {
    /// What was found last and says whether it is received: that nobody could say is no answer. None where nobody found
    /// anything else, or a fact says it.
    #[must_use]
    pub fn answer(&self) -> Option<&'a EntitlementCheck> {
        match self.basis {
            Basis::Check(check) if check.content.status != EntitlementStatus::Unknown => Some(check),
            // What stands beside it says something else, and so does say something; the later day comes last.
            Basis::Check(_) => self.beside.last().copied(),
            Basis::Fact(_) => None,
        }
    }
}

/// Where one policy stands; none where nobody said anything of it.
///
/// What was found for the later day counts, a finding before a fact of the same day. A fact that says "yes" means that
/// it is received; one that says "no" only means so of insurance, which everybody is due, and otherwise takes an older
/// "receiving" back: whether it is due the register does not say.
#[must_use]
pub fn standing<'a>(
    household: &Household,
    file: Option<&'a EntitlementFile>,
    key: EntitlementKey,
) -> Option<Standing<'a>> {
    let mut open = file.map(|file| file.open(key)).unwrap_or_default();
    let found = open.pop();
    let told = told(household, key);
    let of_fact = |(on, field, status): (NaiveDate, FieldKey, EntitlementStatus)| Standing {
        key,
        status,
        on,
        basis: Basis::Fact(field),
        beside: Vec::new(),
    };
    let Some(check) = found else {
        return told
            .filter(|(.., status)| *status != EntitlementStatus::Unknown)
            .map(of_fact);
    };
    let status = check.content.status;
    let newer = told.filter(|(on, _, said)| {
        *on > check.day() && (*said != EntitlementStatus::Unknown || status == EntitlementStatus::Receiving)
    });
    if let Some(told) = newer {
        return Some(of_fact(told));
    }
    open.retain(|other| other.content.status != status);
    Some(Standing {
        key,
        status,
        on: check.day(),
        basis: Basis::Check(check),
        beside: open,
    })
}

/// What the facts say of a policy: of the household's members the newest "yes", else the newest "no".
fn told(household: &Household, key: EntitlementKey) -> Option<(NaiveDate, FieldKey, EntitlementStatus)> {
    let name = key.kind.fact()?;
    let whose = household
        .members
        .iter()
        .filter(|member| key.member.is_none_or(|id| id == member.id));
    let said = whose.filter_map(|member| {
        let field = FieldKey::of(member.id, name);
        let known = known_in(&member.facts, household, field)?;
        let yes = *known.value == FactValue::Flag(true);
        Some((yes, known.as_of, field))
    });
    let (yes, on, field) = said.max_by_key(|(yes, on, field)| (*yes, *on, std::cmp::Reverse(*field)))?;
    let status = match yes {
        true => EntitlementStatus::Receiving,
        false if key.kind.is_fact() => EntitlementStatus::DueNotReceived,
        false => EntitlementStatus::Unknown,
    };
    Some((on, field, status))
}

/// The policies that there can be of a household and its members: the household's own first, then each member's. The
/// items of resettled households there can only be of those.
pub fn keys(household: &Household) -> impl Iterator<Item = EntitlementKey> {
    keys_of(household, EntitlementKind::ALL)
}

fn keys_of<'a>(
    household: &'a Household,
    kinds: &'a [EntitlementKind],
) -> impl Iterator<Item = EntitlementKey> {
    let kinds = kinds.iter().copied();
    let own = kinds.clone().filter(|kind| !kind.of_member());
    let own = own.filter(|kind| household.resettled || !kind.of_resettled());
    let of_member = kinds.filter(|kind| kind.of_member());
    let members = household.members.iter().flat_map(move |member| {
        let of_one = move |kind| EntitlementKey::of(member.id, kind);
        of_member.clone().map(of_one)
    });
    own.map(EntitlementKey::own).chain(members)
}

/// Everything of which somebody said something, in the order of [`keys`].
#[must_use]
pub fn standings<'a>(household: &Household, file: Option<&'a EntitlementFile>) -> Vec<Standing<'a>> {
    standings_of(household, file, |_| true)
}

/// The same of wanted policies only.
#[must_use]
pub fn standings_of<'a>(
    household: &Household,
    file: Option<&'a EntitlementFile>,
    wanted: impl Fn(EntitlementKind) -> bool,
) -> Vec<Standing<'a>> {
    // Of most policies nobody said anything: they are passed over before anybody is asked for by name.
    let checks = file.map(|file| file.checks.as_slice()).unwrap_or_default();
    let said = |kind| checks.iter().any(|check| check.content.key.kind == kind);
    let kinds = EntitlementKind::ALL.iter().copied();
    let kinds = kinds.filter(|kind| wanted(*kind) && (kind.fact().is_some() || said(*kind)));
    let kinds: Vec<EntitlementKind> = kinds.collect();
    keys_of(household, &kinds)
        .filter_map(|key| standing(household, file, key))
        .collect()
}

/// The order of lists: what breaks a commitment first, then what two people say differently, then as it comes.
#[must_use]
pub fn order(mut standings: Vec<Standing<'_>>) -> Vec<Standing<'_>> {
    standings.sort_by_key(|one| (!one.status.is_breach(), one.beside.is_empty()));
    standings
}

/// Whether a policy is worth asking of a household by what is known of it (design): a form that names every policy for
/// everybody would not be read. Nobody is denied anything by this; the rest stays one tap away.
#[must_use]
pub fn worth_asking(household: &Household, key: EntitlementKey, today: NaiveDate) -> bool {
    use EntitlementKind as Kind;
    let hard = household.monitored().is_some() || household.no_labour_safety_net;
    let Some(member) = key.member.and_then(|id| household.member(id)) else {
        if key.kind.of_resettled() {
            return household.resettled;
        }
        let earns = matches!(key.kind, Kind::SmallLoan | Kind::PublicPost | Kind::IndustryAward);
        return hard && (!earns || household.has_labour());
    };
    let age = member.birth.and_then(|birth| age_on(birth, today));
    let ill = member.suffers(Health::Serious);
    let disabled = member.suffers(Health::Disabled);
    let school = member
        .facts
        .coded(FieldName::StudentStatus, StudentStatus::from_code);
    match key.kind {
        Kind::MedicalInsurance => true,
        Kind::InsurancePremium => hard,
        Kind::MedicalAid | Kind::SeriousIllness => ill,
        Kind::FamilyDoctor => {
            ill || disabled || member.suffers(Health::Chronic) || age.is_some_and(|age| age >= 65)
        }
        Kind::EducationAid => hard && school.is_some_and(|school| school != StudentStatus::PreAge),
        Kind::VocationalAid => school.is_some_and(is_vocational),
        Kind::DisabledLiving | Kind::DisabledCare => disabled,
        Kind::PensionPremium => (hard || disabled) && age.is_some_and(|age| (16..60).contains(&age)),
        // What the whole household receives is no member's.
        Kind::Subsistence
        | Kind::SpecialCare
        | Kind::TemporaryAid
        | Kind::SmallLoan
        | Kind::PublicPost
        | Kind::IndustryAward
        | Kind::ResettledWork
        | Kind::PropertyPapers
        | Kind::CommunityServices => false,
    }
}

/// The schools for whose pupils the Yulu plan is (secondary and higher vocational, technicians).
const fn is_vocational(school: StudentStatus) -> bool {
    use StudentStatus as S;
    matches!(
        school,
        S::Voc1
            | S::Voc2
            | S::Voc3
            | S::Hvoc1
            | S::Hvoc2
            | S::Hvoc3
            | S::Tech1
            | S::Tech2
            | S::Tech3
            | S::Tech4
    )
}
