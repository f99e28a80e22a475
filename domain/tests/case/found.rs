//! Who may sign, and what a home verification may find: which category of which household, and causes that say what they
//! are.

use super::{HOUSEHOLD, S, World, asked, day, found, said};
use domain::case::Deed;
use domain::household::Risk;
use domain::household::codes::{HouseholdType, MonitorCategory, RiskCause};
use domain::record::{Record, Records};
use domain::refusal::RefusalCode as R;

fn verify(kind: HouseholdType, category: MonitorCategory, cause: RiskCause, words: &str) -> Result<(), R> {
    let mut household = asked();
    household.household_type = kind;
    assert_eq!(household.id, HOUSEHOLD);
    let mut world = World::at(S::HomeVerifying);
    world.records.put(Record::Household(Box::new(household)));
    let Deed::Verify { mut found } = found() else {
        unreachable!()
    };
    found.category = category;
    found.risks = vec![Risk {
        cause,
        disaster: None,
    }];
    let rev = world.case().progress().rev;
    let on = "2026-11-03";
    world.hand_in(("P001", on), rev, said(on, words, Deed::Verify { found }))
}

#[test]
fn a_category_fits_the_type_of_the_household() {
    use HouseholdType::{LiftedOut, Ordinary};
    use MonitorCategory::{Marginal, SuddenHardship, UnstableLifted};
    let of = |kind, category| verify(kind, category, RiskCause::Illness, "");
    assert_eq!(of(LiftedOut, Marginal), Err(R::MarginalLiftedOut));
    assert_eq!(of(Ordinary, UnstableLifted), Err(R::UnstableNotLifted));
    for fits in [
        (LiftedOut, UnstableLifted),
        (Ordinary, Marginal),
        (LiftedOut, SuddenHardship),
        (Ordinary, SuddenHardship),
    ] {
        assert_eq!(of(fits.0, fits.1), Ok(()), "{fits:?}");
    }
}

#[test]
fn a_member_of_age_or_a_guardian_signs() {
    let sign = |birth: Option<&str>, signer: &str| {
        let mut world = World::opened();
        let mut home = world.records.household(HOUSEHOLD).unwrap().clone();
        home.members[1].birth = birth.map(day);
        world.records.put(Record::Household(Box::new(home)));
        let signer = signer.to_owned();
        world.take("P001", "2026-11-03", Deed::Authorise { signer })
    };
    assert_eq!(sign(Some("2008-11-04"), "邓友志"), Err(R::SignerUnderAge));
    assert_eq!(sign(Some("2008-11-03"), "邓友志"), Ok(()), "eighteen on that day");
    assert_eq!(sign(None, "邓友志"), Ok(()), "nobody knows the age");
    assert_eq!(sign(Some("2015-01-01"), "聂姑姑"), Ok(()), "a guardian");
}

#[test]
fn another_cause_says_what_it_is() {
    let of = |cause, words| verify(HouseholdType::Ordinary, MonitorCategory::Marginal, cause, words);
    assert_eq!(of(RiskCause::Other, " "), Err(R::OtherCauseUnsaid));
    assert_eq!(of(RiskCause::Other, "欠债要还"), Ok(()));
    assert_eq!(of(RiskCause::Illness, ""), Ok(()));
}
