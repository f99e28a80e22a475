//! The departments' comparison of data (domain.md §4.7, step 6): whom the district asks, who has answered, and when it is done.
//!
//! The output of the step is a result per department; which departments are asked is the district's to say, by a
//! document and from a day on.

use super::codes::Department;
use super::{Compared, Deed, IdentificationCase};
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// The departments that are asked in every case opened from a day on: until the next row holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct AskedFrom {
    /// Each once; none: it is not set whom to ask, and one answer is enough.
    #[n(0)]
    pub departments: Vec<Department>,
    /// Its first day.
    #[cbor(n(1), with = "crate::cbor::day")]
    pub from: NaiveDate,
    /// The document that orders it.
    #[n(2)]
    pub document: String,
}

/// The row in force on a day; none before the first. Of two rows from one day the later one holds.
#[must_use]
pub fn asked_on(rows: &[AskedFrom], day: NaiveDate) -> Option<&AskedFrom> {
    let in_force = rows.iter().filter(|row| row.from <= day);
    in_force.max_by_key(|row| row.from)
}

impl IdentificationCase {
    /// The departments' results, the last word of each.
    #[must_use]
    pub fn compared(&self) -> Vec<Compared> {
        let mut last: Vec<Compared> = Vec::new();
        for entry in &self.steps {
            let Deed::Compare { results } = &entry.step.deed else {
                continue;
            };
            for result in results {
                last.retain(|known| known.department != result.department);
                last.push(result.clone());
            }
        }
        last
    }

    /// The asked departments that have not answered, in the order in which they were asked.
    #[must_use]
    pub fn unanswered(&self) -> Vec<Department> {
        let answered: Vec<Department> = self.compared().iter().map(|one| one.department).collect();
        let open = self
            .asked
            .iter()
            .filter(|department| !answered.contains(department));
        open.copied().collect()
    }

    /// Whether the comparison is done: every asked department has answered; where none was asked, any one has.
    #[must_use]
    pub fn is_compared(&self) -> bool {
        let answered: Vec<Department> = self.compared().iter().map(|one| one.department).collect();
        self.is_complete(&answered)
    }

    /// Whether the answers of these departments make the comparison done.
    pub(super) fn is_complete(&self, answered: &[Department]) -> bool {
        match self.asked.is_empty() {
            true => !answered.is_empty(),
            false => self.asked.iter().all(|department| answered.contains(department)),
        }
    }
}
