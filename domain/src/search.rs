//! Finding a household by any part of a name, by group and number, or by pinyin initials.

use crate::household::Household;
use crate::text;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// A household's searchable words, made once when it is loaded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(transparent)]
#[cbor(transparent)]
pub struct SearchKey(#[n(0)] String);

impl SearchKey {
    /// Collects names, initials, address, group and register number, narrow and in lower case.
    #[must_use]
    pub fn of(household: &Household) -> Self {
        let mut words = vec![
            household.code.as_str(),
            household.group.as_str(),
            household.address.as_str(),
        ];
        for member in &household.members {
            words.push(&member.name);
            words.push(&member.initials);
        }
        Self(
            words
                .iter()
                .map(|word| text::compact(word).to_lowercase())
                .collect::<Vec<_>>()
                .join("\n"),
        )
    }

    /// Whether every word of the query occurs; `3-12` and `3 12` mean group 3, number 12.
    #[must_use]
    pub fn matches(&self, query: &str) -> bool {
        let query = text::tidy(query).to_lowercase();
        if let Some((group, number)) = group_and_number(&query) {
            return self
                .0
                .split('\n')
                .any(|word| word == format!("第{group}组{number}号"));
        }
        query.split_whitespace().all(|word| self.0.contains(word))
    }
}

/// Reads `3-12`, `3组12` or `3组12号` as group and house number.
fn group_and_number(query: &str) -> Option<(u32, u32)> {
    let plain = query.trim_start_matches('第').trim_end_matches('号');
    let (group, number) = plain.split_once(['-', '组']).or_else(|| plain.split_once(' '))?;
    Some((group.trim().parse().ok()?, number.trim().parse().ok()?))
}
