//! Showing a full identity or telephone number: who may ask, what has to be said, and what is never kept
//! (design.md §7, domain.md §11.2).

use crate::ids::{HouseholdId, MemberId, VillageId};
use crate::policy::{Action, Actor};
use crate::text::{self, TextFault};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Longest explanation, in characters.
pub const WORDS_MAX: usize = 100;

coded! {
    /// Which number.
    pub enum RevealField {
        IdNumber = "ID_NUMBER", "证件号码", "ID number";
        Phone = "PHONE", "联系电话", "telephone number";
    }
}

coded! {
    /// What the number is needed for; it stands in the audit log.
    pub enum RevealReason {
        CallBeforeVisit = "CALL_BEFORE_VISIT", "走访前打电话", "to call before a visit";
        CheckPaper = "CHECK_PAPER", "核对证件或材料", "to check it against a paper";
        CorrectRecord = "CORRECT_RECORD", "更正档案里的号码", "to correct the record";
        Other = "OTHER", "其他，写一句", "something else, in a few words";
    }
}

coded! {
    /// What is wrong with a request. The words say what to do.
    pub enum RevealFault {
        WrongPlace = "REVEAL_PLACE", "证件号码要选人，联系电话是整户的。", "An ID number is a member's, the telephone the household's.";
        WordsMissing = "REVEAL_WORDS", "请写一句为什么要看。", "Please say in a few words what it is for.";
        WordsTooLong = "REVEAL_LONG", "请写短一些，不超过 100 个字。", "Please keep it within 100 characters.";
        WordsUnreadable = "REVEAL_TEXT", "文字里有无法保存的符号，请删掉。", "The text holds characters that cannot be kept; please remove them.";
        WordsCarryNumber = "REVEAL_NUMBER", "说明里不要写证件号或手机号。", "Please write no ID or telephone number into the explanation.";
    }
}

/// `POST /api/v1/reveals`: asks for one number, for a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct RevealRequest {
    /// The household.
    #[n(0)]
    pub household: HouseholdId,
    /// The member, for an identity number; none for the household's telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(1)]
    pub member: Option<MemberId>,
    /// Which number.
    #[n(2)]
    pub field: RevealField,
    /// What for.
    #[n(3)]
    pub reason: RevealReason,
    /// A few words, needed for [`RevealReason::Other`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cbor(n(4), default)]
    pub words: String,
}

/// The answer: the number, which nobody stores.
#[derive(Clone, Serialize, Deserialize, Encode, Decode)]
pub struct Revealed {
    /// All of its characters.
    #[n(0)]
    pub number: String,
}

impl RevealRequest {
    /// Whether the request can be looked at.
    ///
    /// # Errors
    /// The first fault found.
    pub fn check(&self) -> Result<(), RevealFault> {
        if (self.field == RevealField::IdNumber) != self.member.is_some() {
            return Err(RevealFault::WrongPlace);
        }
        text::check(&self.words, WORDS_MAX).map_err(|fault| match fault {
            TextFault::Control => RevealFault::WordsUnreadable,
            TextFault::TooLong => RevealFault::WordsTooLong,
        })?;
        if self.reason == RevealReason::Other && self.words.trim().is_empty() {
            return Err(RevealFault::WordsMissing);
        }
        if crate::identity::carries_personal_number(&self.words) {
            return Err(RevealFault::WordsCarryNumber);
        }
        Ok(())
    }

    /// Whether this person may see numbers of a household of this village.
    #[must_use]
    pub fn allowed(actor: &Actor, village: &VillageId) -> bool {
        actor.may(Action::RevealNumber, village, None)
    }

    /// What the audit log keeps of it: which number of whom, and what for, but not the number.
    #[must_use]
    pub fn audit_line(&self) -> String {
        let member = self
            .member
            .map_or_else(|| "-".to_owned(), |member| member.to_string());
        let words = self.words.trim();
        format!(
            "household={} member={member} field={} reason={} words={words}",
            self.household,
            self.field.code(),
            self.reason.code(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::permits_somehow;
    use crate::roster::Role;
    use uuid::Uuid;

    fn phone(reason: RevealReason, words: &str) -> RevealRequest {
        RevealRequest {
            household: HouseholdId(Uuid::from_u128(1)),
            member: None,
            field: RevealField::Phone,
            reason,
            words: words.to_owned(),
        }
    }

    #[test]
    fn a_reason_of_ones_own_needs_words_and_no_number_may_stand_in_them() {
        assert_eq!(phone(RevealReason::CallBeforeVisit, "").check(), Ok(()));
        assert_eq!(
            phone(RevealReason::Other, " ").check(),
            Err(RevealFault::WordsMissing)
        );
        assert_eq!(phone(RevealReason::Other, "通知领补贴").check(), Ok(()));
        let long = "长".repeat(WORDS_MAX + 1);
        assert_eq!(
            phone(RevealReason::Other, &long).check(),
            Err(RevealFault::WordsTooLong)
        );
        assert_eq!(
            phone(RevealReason::Other, "a\u{0}").check(),
            Err(RevealFault::WordsUnreadable)
        );
        let number = phone(RevealReason::Other, "打10016837266不通");
        assert_eq!(number.check(), Err(RevealFault::WordsCarryNumber));
    }

    #[test]
    fn an_identity_number_is_a_members_and_the_telephone_the_households() {
        let member = Some(MemberId(Uuid::from_u128(2)));
        let of_member = RevealRequest {
            member,
            ..phone(RevealReason::CheckPaper, "")
        };
        assert_eq!(of_member.check(), Err(RevealFault::WrongPlace));
        let id = RevealRequest {
            field: RevealField::IdNumber,
            ..of_member
        };
        assert_eq!(id.check(), Ok(()));
        assert!(id.audit_line().contains("field=ID_NUMBER reason=CHECK_PAPER"));
    }

    #[test]
    fn only_those_who_work_with_households_may_ask() {
        let may = |role: &&Role| permits_somehow(**role, Action::RevealNumber);
        let roles: Vec<Role> = Role::ALL.iter().filter(may).copied().collect();
        assert_eq!(roles, [Role::TeamMember, Role::TeamLeader, Role::DistrictAdmin]);
    }
}
