//! Who may sign, and what a home verification may find: which category of which household, and causes that say what they
//! are.

use super::{HOUSEHOLD, S, World, asked, day, found, said};
use domain::case::Deed;
use domain::household::Risk;
use domain::household::codes::{HouseholdType, MonitorCategory, RiskCause};
use domain::income::MonitoringLine;
use domain::record::{Record, Records};
use domain::refusal::RefusalCode as R;

fn verify(kind: HouseholdType, category: MonitorCategory, cause: RiskCause, words: &str) -> Result<(), R> {
    verify_where(&[2026], (kind, category), cause, words)
}

/// The same in a district that has set the lines of these years; the calculation ends in October 2026.
fn verify_where(
    years: &[i32],
    (kind, category): (HouseholdType, MonitorCategory),
    cause: RiskCause,
    words: &str,
) -> Result<(), R> {
    let mut household = asked();
    household.household_type = kind;
    assert_eq!(household.id, HOUSEHOLD);
    let mut world = World::at(S::HomeVerifying);
    world.records.put(Record::Household(Box::new(household)));
    world.config.income_lines = years
        .iter()
        .map(|year| MonitoringLine {
            year: *year,
            yuan: 8_000,
            document: "测试用".to_owned(),
            from: None,
        })
        .collect();
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

/// VQ43: no line of the year, no class by income. A sudden hardship is not bound by the line (§4.1).
#[test]
fn where_no_line_of_the_year_is_set_nobody_is_found_below_it() {
    use HouseholdType::{LiftedOut, Ordinary};
    use MonitorCategory::{Marginal, SuddenHardship, UnstableLifted};
    let of = |years: &[i32], fits| verify_where(years, fits, RiskCause::Illness, "");
    for years in [&[][..], &[2025, 2027][..]] {
        for bound in [(Ordinary, Marginal), (LiftedOut, UnstableLifted)] {
            assert_eq!(of(years, bound), Err(R::NoLineOfYear), "{bound:?} {years:?}");
        }
        assert_eq!(of(years, (Ordinary, SuddenHardship)), Ok(()));
    }
    assert_eq!(of(&[2026], (Ordinary, Marginal)), Ok(()));
}

/// Without a calculation that is what is missing, whatever is set.
#[test]
fn what_was_not_calculated_is_asked_for_before_a_line_is() {
    let mut world = World::at(S::HomeVerifying);
    let mut household = asked();
    household.incomes.clear();
    world.records.put(Record::Household(Box::new(household)));
    let Deed::Verify { mut found } = found() else {
        unreachable!()
    };
    found.category = MonitorCategory::Marginal;
    let rev = world.case().progress().rev;
    let step = said("2026-11-03", "", Deed::Verify { found });
    assert_eq!(
        world.hand_in(("P001", "2026-11-03"), rev, step),
        Err(R::IncomeOpen)
    );
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
