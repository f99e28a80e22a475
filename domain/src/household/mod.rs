//! A household and its members: what the team knows, since when and from whom.

pub mod asking;
pub mod checks;
pub mod codes;
pub mod facts;
pub mod land;
mod value;

use crate::elimination::{Eliminated, Reduced};
use crate::identity::Sex;
use crate::ids::{HouseholdId, MemberId, OpId, VillageId};
use crate::income::IncomeSnapshot;
use chrono::{Months, NaiveDate};
use codes::{Answer, DisasterKind, Health, HouseholdType, LabourSkill, MonitorCategory, Relation, RiskCause};
use facts::{FactValue, Facts, FieldKey, FieldName, Mark};
use land::Land;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Children below this age are named on their household's own page alone, in years (domain.md §11.2).
const NAMED_FROM: u32 = 14;

/// A risk with its sub-item where the cause needs one (domain.md §4.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Risk {
    /// The cause.
    #[n(0)]
    pub cause: RiskCause,
    /// Kind of natural disaster; required for [`RiskCause::NaturalDisaster`] (VQ31).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(1)]
    pub disaster: Option<DisasterKind>,
}

/// Income and unavoidable spending of one window, yuan, as the office's register gives them (domain.md §4.3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct IncomeSummary {
    /// First day of the window.
    #[cbor(n(0), with = "crate::cbor::day")]
    pub from: NaiveDate,
    /// Last day of the window.
    #[cbor(n(1), with = "crate::cbor::day")]
    pub to: NaiveDate,
    /// 工资性收入.
    #[n(2)]
    pub wage: i64,
    /// 生产经营性收入.
    #[n(3)]
    pub business: i64,
    /// 生产经营性支出.
    #[n(4)]
    pub business_cost: i64,
    /// 财产性收入.
    #[n(5)]
    pub property: i64,
    /// 转移性收入.
    #[n(6)]
    pub transfer: i64,
    /// 合规自付医疗支出.
    #[n(7)]
    pub self_paid_medical: i64,
    /// 教育刚性支出.
    #[n(8)]
    pub education_rigid: i64,
    /// 其他刚性支出.
    #[n(9)]
    pub other_rigid: i64,
}

impl IncomeSummary {
    /// Net income of the household in the window, yuan.
    #[must_use]
    pub const fn net(&self) -> i64 {
        self.wage
            .saturating_add(self.business)
            .saturating_sub(self.business_cost)
            .saturating_add(self.property)
            .saturating_add(self.transfer)
    }

    /// Net income per member, whole yuan rounded down; `None` without members.
    #[must_use]
    pub fn per_capita(&self, members: usize) -> Option<i64> {
        i64::try_from(members)
            .ok()
            .filter(|count| *count > 0)
            .map(|count| self.net().div_euclid(count))
    }
}

/// A member of a household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Member {
    /// Identity in this product.
    #[n(0)]
    pub id: MemberId,
    /// Name, 1–50 characters of any script (VQ12).
    #[n(1)]
    pub name: String,
    /// Pinyin initials in lower case, made where the name entered the product; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cbor(n(2), default)]
    pub initials: String,
    /// Relation to the head.
    #[n(3)]
    pub relation: Relation,
    /// Sex.
    #[n(4)]
    pub sex: Sex,
    /// Date of birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(5), with = "crate::cbor::maybe_day", default)]
    pub birth: Option<NaiveDate>,
    /// Identity number as it may be shown; the full number never leaves the server's vault of numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(6)]
    pub id_masked: Option<String>,
    /// Everything that is asked at the door.
    #[serde(default)]
    #[cbor(n(7), default)]
    pub facts: Facts,
}

impl Member {
    /// Whether lists and papers outside the household's own page may name the member on a day: a child is not named
    /// there (domain.md §11.2). Who has no known date of birth is no known child.
    #[must_use]
    pub fn is_named_in_lists(&self, today: NaiveDate) -> bool {
        let of_age = |birth: NaiveDate| birth.checked_add_months(Months::new(12 * NAMED_FROM));
        self.birth.and_then(of_age).is_none_or(|from| from <= today)
    }

    /// Whether the member is known to be able to work, fully or partly (domain.md §4.8).
    #[must_use]
    pub fn has_labour(&self) -> bool {
        let skill = self.facts.coded(FieldName::LabourSkill, LabourSkill::from_code);
        skill.is_some_and(|skill| !matches!(skill, LabourSkill::Lost | LabourSkill::None))
    }

    /// Whether a state of health is known of the member.
    #[must_use]
    pub fn suffers(&self, state: Health) -> bool {
        let value = self.facts.value(FieldName::Health);
        matches!(value, Some(FactValue::Codes(codes)) if codes.iter().any(|code| code == state.code()))
    }
}

/// A household 农户: the aggregate that visits change and that synchronises as one record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Household {
    /// Identity in this product.
    #[n(0)]
    pub id: HouseholdId,
    /// The register's number 户编号.
    #[n(1)]
    pub code: String,
    /// The village.
    #[n(2)]
    pub village: VillageId,
    /// Villagers' group, such as 第3组.
    #[n(3)]
    pub group: String,
    /// Address as the register writes it.
    #[n(4)]
    pub address: String,
    /// Base type.
    #[n(5)]
    pub household_type: HouseholdType,
    /// Year in which it was lifted out, for [`HouseholdType::LiftedOut`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(6)]
    pub lifted_out_year: Option<i32>,
    /// Category under monitoring, if any; it stays after the risk is eliminated. Whether the household is monitored
    /// now says [`Household::monitored`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(7)]
    pub monitor: Option<MonitorCategory>,
    /// Risks, main one first, at most five.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(8), default)]
    pub risks: Vec<Risk>,
    /// 整户无劳动力兜底保障户.
    #[serde(default)]
    #[cbor(n(9), default)]
    pub no_labour_safety_net: bool,
    /// Telephone as it may be shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(10)]
    pub phone_masked: Option<String>,
    /// The day for which the register's figures stand.
    #[cbor(n(11), with = "crate::cbor::day")]
    pub register_as_of: NaiveDate,
    /// Facts of the household, guarantees included.
    #[serde(default)]
    #[cbor(n(12), default)]
    pub facts: Facts,
    /// Members, head first.
    #[n(13)]
    pub members: Vec<Member>,
    /// Income of the register's window.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(14)]
    pub income: Option<IncomeSummary>,
    /// Calculations made by the team, in the order of their receipt; each stays as it was made (domain.md §4.3).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(15), default)]
    pub incomes: Vec<IncomeSnapshot>,
    /// The decision of a case that set category and risks; an import does not set them back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(16)]
    pub monitor_by: Option<OpId>,
    /// The decision that the risk is eliminated, while it holds; none before and after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(17)]
    pub eliminated: Option<Eliminated>,
    /// 易地搬迁户: moved to another place under poverty-alleviation resettlement (domain.md §4.11).
    #[serde(default)]
    #[cbor(n(18), default)]
    pub resettled: bool,
    /// That the household is no longer there 自然减少, while it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(19)]
    pub reduced: Option<Reduced>,
    /// Arable and forest land, where the register gives any (domain.md §4.11).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(20)]
    pub land: Option<Land>,
}

impl Household {
    /// The head 户主, if one is registered.
    #[must_use]
    pub fn head(&self) -> Option<&Member> {
        self.members
            .iter()
            .find(|member| member.relation == Relation::Head)
    }

    /// The name by which people call the household: the head's, else the first member's, else the register number.
    #[must_use]
    pub fn name(&self) -> &str {
        self.head()
            .or_else(|| self.members.first())
            .map_or(self.code.as_str(), |member| member.name.as_str())
    }

    /// The category under which the household is monitored now; none after its risk was eliminated, and none where it
    /// is no longer there.
    #[must_use]
    pub fn monitored(&self) -> Option<MonitorCategory> {
        self.monitor
            .filter(|_| self.eliminated.is_none() && self.reduced.is_none())
    }

    /// Takes over what was decided of the household as it was `known`: a register that is imported later does not set
    /// it back (§4.10).
    pub fn keep_decisions(&mut self, known: &Self) {
        if known.monitor_by.is_some() {
            self.monitor = known.monitor;
            self.risks.clone_from(&known.risks);
            self.monitor_by = known.monitor_by;
            self.eliminated.clone_from(&known.eliminated);
            self.reduced.clone_from(&known.reduced);
        }
    }

    /// A member by identity.
    #[must_use]
    pub fn member(&self, id: MemberId) -> Option<&Member> {
        self.members.iter().find(|member| member.id == id)
    }

    /// The facts of the household or of one member.
    #[must_use]
    pub fn facts_of(&self, member: Option<MemberId>) -> Option<&Facts> {
        match member {
            None => Some(&self.facts),
            Some(id) => self.member(id).map(|member| &member.facts),
        }
    }

    /// The facts of the household or of one member, to change.
    pub fn facts_of_mut(&mut self, member: Option<MemberId>) -> Option<&mut Facts> {
        match member {
            None => Some(&mut self.facts),
            Some(id) => self
                .members
                .iter_mut()
                .find(|member| member.id == id)
                .map(|member| &mut member.facts),
        }
    }

    /// The present value of a field.
    #[must_use]
    pub fn value(&self, key: &FieldKey) -> Option<&FactValue> {
        self.facts_of(key.member)?.value(key.name)
    }

    /// The version of a field: the operation that set its value, none for the register's own.
    #[must_use]
    pub fn field_version(&self, key: &FieldKey) -> Option<OpId> {
        self.facts_of(key.member)?.mark(key.name)?.op
    }

    /// The answer to a guarantee item; [`Answer::Unknown`] when nobody asked.
    #[must_use]
    pub fn guarantee(&self, name: FieldName) -> Answer {
        self.facts
            .coded(name, Answer::from_code)
            .unwrap_or(Answer::Unknown)
    }

    /// The day on which a household fact was last known, the register's day included; `None` if never.
    #[must_use]
    pub fn known_on(&self, name: FieldName) -> Option<NaiveDate> {
        let known = self.facts.value(name)?;
        if known.code() == Some(Answer::Unknown.code()) {
            return None;
        }
        Some(
            self.facts
                .mark(name)
                .map_or(self.register_as_of, |mark: &Mark| mark.as_of),
        )
    }

    /// All fields that hold two or more values until somebody picks.
    #[must_use]
    pub fn conflicts(&self) -> Vec<FieldKey> {
        let own = self.facts.conflicts().map(FieldKey::own);
        let members = self.members.iter().flat_map(|m| {
            m.facts.conflicts().map(|name| FieldKey {
                member: Some(m.id),
                name,
            })
        });
        own.chain(members).collect()
    }

    /// Whether anyone in the household can work (domain.md §4.8).
    #[must_use]
    pub fn has_labour(&self) -> bool {
        self.members.iter().any(Member::has_labour)
    }

    /// Whether everybody in the household is known not to be able to work. Who was not asked may well be.
    #[must_use]
    pub fn lacks_labour(&self) -> bool {
        let asked = |member: &Member| member.facts.value(FieldName::LabourSkill).is_some();
        !self.members.is_empty() && self.members.iter().all(asked) && !self.has_labour()
    }
}
