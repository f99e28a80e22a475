//! Land of a household 耕地、林地, as the register gives it (domain.md §4.11, VQ11).

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Land in hundredths of a mu 亩; none where the register does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Land {
    /// 耕地面积.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(0)]
    pub arable: Option<u32>,
    /// 林地面积.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(1)]
    pub forest: Option<u32>,
}

/// Most arable land that is likely, in hundredths of a mu (VQ11).
const ARABLE_LIKELY: u32 = 10_000;
/// Most forest land that is likely, in hundredths of a mu (VQ11).
const FOREST_LIKELY: u32 = 20_000;

impl Land {
    /// VQ11 (domain.md §12.1, a warning): whether there is more arable land than is likely, 100 mu.
    #[must_use]
    pub fn has_much_arable(self) -> bool {
        self.arable.is_some_and(|area| area > ARABLE_LIKELY)
    }

    /// VQ11 (domain.md §12.1, a warning): whether there is more forest land than is likely, 200 mu.
    #[must_use]
    pub fn has_much_forest(self) -> bool {
        self.forest.is_some_and(|area| area > FOREST_LIKELY)
    }

    /// What the register says now, over what it said before: a register that does not say leaves it as it is.
    #[must_use]
    pub fn over(self, before: Self) -> Self {
        Self {
            arable: self.arable.or(before.arable),
            forest: self.forest.or(before.forest),
        }
    }
}

/// An area as people write it, in mu: `3.5` for 350 hundredths.
#[must_use]
pub fn in_mu(hundredths: u32) -> String {
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    match rest {
        0 => whole.to_string(),
        rest if rest.is_multiple_of(10) => format!("{whole}.{}", rest / 10),
        rest => format!("{whole}.{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_land_than_is_likely_is_a_hundred_mu_and_two_hundred_of_forest() {
        let land = |arable, forest| Land {
            arable: Some(arable),
            forest: Some(forest),
        };
        let likely = land(10_000, 20_000);
        assert!(!likely.has_much_arable() && !likely.has_much_forest());
        let much = land(10_001, 20_001);
        assert!(much.has_much_arable() && much.has_much_forest());
        let unsaid = Land::default();
        assert!(!unsaid.has_much_arable() && !unsaid.has_much_forest());
        assert_eq!(unsaid.over(likely), likely);
        assert_eq!(much.over(likely), much);
    }

    #[test]
    fn areas_are_written_without_needless_noughts() {
        let written = [0, 25, 350, 305, 1_200].map(in_mu);
        assert_eq!(written, ["0", "0.25", "3.5", "3.05", "12"]);
    }
}
