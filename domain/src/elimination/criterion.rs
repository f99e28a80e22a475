//! What is told of a criterion of an elimination: how it stands, what follows from it, and from what it was found.

use super::codes::{CriterionCode, Finding, Severity};
use crate::household::codes::RiskCause;
use crate::household::facts::FieldName;
use crate::ids::{FlagId, OpId, RequestId};
use crate::income::NetIncome;
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// From when on a household is known to be monitored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(rename_all = "snake_case")]
pub enum Since {
    /// The district's decision.
    #[n(0)]
    Identified(#[cbor(n(0), with = "crate::cbor::day")] NaiveDate),
    /// The register said so on this day; since when, it does not say.
    #[n(1)]
    RegisterOf(#[cbor(n(0), with = "crate::cbor::day")] NaiveDate),
}

/// A calculation of income beside the line of its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Calculated {
    /// The snapshot.
    #[n(0)]
    pub op: OpId,
    /// Net income per person, from which to which.
    #[n(1)]
    pub net: Option<NetIncome>,
    /// The year in which its window ends.
    #[cbor(n(2), with = "crate::cbor::day")]
    pub to: NaiveDate,
    /// That year's line, yuan; none where the district set none.
    #[n(3)]
    pub line: Option<i64>,
}

/// What a criterion was found from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// Months are counted from here.
    #[n(0)]
    Since(#[n(0)] Since),
    /// Measures with progress in this episode.
    #[n(1)]
    Measures(#[n(0)] Vec<OpId>),
    /// The newest calculation since identification; none where there is none.
    #[n(2)]
    Income(#[n(0)] Option<Calculated>),
    /// Medical and educational spending in that calculation, yuan.
    #[n(3)]
    Spending(#[n(0)] u64),
    /// Guarantee items that do not hold, or were not asked.
    #[n(4)]
    Guarantees(#[n(0)] Vec<FieldName>),
    /// Risks that no measure answers.
    #[n(5)]
    Risks(#[n(0)] Vec<RiskCause>),
    /// Flags that are not settled.
    #[n(6)]
    Flags(#[n(0)] Vec<FlagId>),
    /// Whether the household is marked so; else whether nobody is able to work.
    #[n(7)]
    SafetyNet(#[n(0)] bool),
    /// Requests of which the household has not been told the answer.
    #[n(8)]
    Requests(#[n(0)] Vec<RequestId>),
}

/// A criterion as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Criterion {
    /// Which.
    #[n(0)]
    pub code: CriterionCode,
    /// What the ledger says.
    #[n(1)]
    pub finding: Finding,
    /// What follows unless it is met.
    #[n(2)]
    pub severity: Severity,
    /// From what.
    #[n(3)]
    pub evidence: Evidence,
}

impl Criterion {
    /// Whether it forbids the elimination.
    #[must_use]
    pub fn blocks(&self) -> bool {
        self.finding != Finding::Met && self.severity == Severity::Block
    }

    /// Whether it needs a reason in words.
    #[must_use]
    pub fn warns(&self) -> bool {
        self.finding != Finding::Met && self.severity == Severity::Warn
    }
}
