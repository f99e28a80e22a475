//! Deeds of a case as tests have them: each says everything that its kind needs.

use domain::case::codes::{Comparison, Department, StepKind as K};
use domain::case::{Compared, Deed, Verification, Verifier, Votes};
use domain::household::Risk;
use domain::household::codes::{MonitorCategory, RiskCause};

const VOTES: Votes = Votes {
    present: 9,
    agree: 8,
    disagree: 1,
};

/// A deed of a kind that says everything it needs; these were at the door.
pub fn deed(kind: K, verifiers: Vec<Verifier>) -> Deed {
    match kind {
        K::Authorise => Deed::Authorise {
            signer: "聂斌庆".to_owned(),
        },
        K::RefuseAuthorisation => Deed::RefuseAuthorisation,
        K::Verify => Deed::Verify {
            found: Box::new(Verification {
                verifiers,
                category: MonitorCategory::SuddenHardship,
                risks: vec![Risk {
                    cause: RiskCause::Illness,
                    disaster: None,
                }],
            }),
        },
        K::FindNotQualified => Deed::FindNotQualified { verifiers },
        K::Agree => Deed::Agree { votes: VOTES },
        K::Disagree => Deed::Disagree {
            votes: Votes {
                agree: 1,
                disagree: 8,
                ..VOTES
            },
        },
        K::HangNotice => Deed::HangNotice,
        K::Object => Deed::Object,
        K::UpholdObjection => Deed::UpholdObjection,
        K::RejectObjection => Deed::RejectObjection { facts_changed: false },
        K::PassTown => Deed::PassTown,
        K::ReturnToHome => Deed::ReturnToHome,
        K::ReturnToVillage => Deed::ReturnToVillage,
        K::Compare => Deed::Compare {
            results: vec![Compared {
                department: Department::CivilAffairs,
                result: Comparison::Agrees,
            }],
        },
        K::Approve => Deed::Approve,
        K::ReturnToTown => Deed::ReturnToTown,
        K::Reject => Deed::Reject,
        K::Announce => Deed::Announce,
        K::EnterNumber => Deed::EnterNumber {
            number: "9990000001".to_owned(),
        },
        K::Withdraw => Deed::Withdraw,
        K::Expedite => Deed::Expedite,
    }
}
