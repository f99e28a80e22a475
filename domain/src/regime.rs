//! The regimes of monitoring 政策期 (domain.md §2): which categories a case may find, by the day of its opening.

use crate::household::codes::MonitorCategory;
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

coded! {
    /// What governs monitoring in a period.
    pub enum Regime {
        TwoTypes = "TWO_TYPES_2020", "2020 年机制：两类对象", "mechanism of 2020: two types";
        Transition = "TRANSITION_2021", "过渡期：三类对象", "transition period: three types";
        Routine = "ROUTINE_2026", "常态化精准帮扶：对象类别待公布", "routine precise assistance: types not published yet";
    }
}

impl Regime {
    /// The categories that a case opened under it may find (`category_set`, §2). Those of 2026 are reserved: until the
    /// definition of 防止返贫致贫对象 is published there are none, and nobody invents them here.
    #[must_use]
    pub const fn categories(self) -> &'static [MonitorCategory] {
        match self {
            Self::TwoTypes => &[MonitorCategory::UnstableLifted, MonitorCategory::Marginal],
            Self::Transition => MonitorCategory::ALL,
            Self::Routine => &[],
        }
    }
}

/// From which day a regime holds: until the next one does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct RegimeFrom {
    /// The regime.
    #[n(0)]
    pub regime: Regime,
    /// Its first day.
    #[cbor(n(1), with = "crate::cbor::day")]
    pub from: NaiveDate,
    /// The document that orders it.
    #[n(2)]
    pub document: String,
}

/// What ships (§2, sources S5, S6, S34). The transition period ended with 2025; until the district puts the next regime
/// in force with its document, its three types go on.
#[must_use]
pub fn shipped_regimes() -> Vec<RegimeFrom> {
    let since = |regime, year, month, day, document: &str| {
        NaiveDate::from_ymd_opt(year, month, day).map(|from| RegimeFrom {
            regime,
            from,
            document: document.to_owned(),
        })
    };
    let two = "国务院扶贫办《关于建立防止返贫监测和帮扶机制的指导意见》";
    let three = "中农组发〔2021〕7号、湘委乡振组发〔2021〕1号";
    [
        since(Regime::TwoTypes, 2020, 3, 20, two),
        since(Regime::Transition, 2021, 1, 1, three),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The regime in force on a day; none before the first.
#[must_use]
pub fn regime_on(regimes: &[RegimeFrom], day: NaiveDate) -> Option<&RegimeFrom> {
    let in_force = regimes.iter().filter(|regime| regime.from <= day);
    in_force.max_by_key(|regime| regime.from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_regimes_follow_each_other_and_none_is_without_categories() {
        let regimes = shipped_regimes();
        let on = |text: &str| regime_on(&regimes, text.parse().unwrap()).map(|one| one.regime);
        assert_eq!(on("2020-03-19"), None);
        assert_eq!(on("2020-12-31"), Some(Regime::TwoTypes));
        assert_eq!(on("2021-01-01"), Some(Regime::Transition));
        assert_eq!(on("2027-01-01"), Some(Regime::Transition));
        assert!(regimes.iter().all(|one| !one.regime.categories().is_empty()));
    }
}
