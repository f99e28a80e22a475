//! What a home verification may find: which category of which household, and causes that say what they are.

use super::{HOUSEHOLD, S, World, asked, found, said};
use domain::case::Deed;
use domain::household::Risk;
use domain::household::codes::{HouseholdType, MonitorCategory, RiskCause};
use domain::record::Record;
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
fn another_cause_says_what_it_is() {
    let of = |cause, words| verify(HouseholdType::Ordinary, MonitorCategory::Marginal, cause, words);
    assert_eq!(of(RiskCause::Other, " "), Err(R::OtherCauseUnsaid));
    assert_eq!(of(RiskCause::Other, "欠债要还"), Ok(()));
    assert_eq!(of(RiskCause::Illness, ""), Ok(()));
}
