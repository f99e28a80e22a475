//! Ask once: what is fresh is not asked, what is old comes back, the oldest first.

#[expect(dead_code, reason = "no visit is told here")]
mod cast;

use cast::{day, household};
use chrono::Days;
use domain::config::Config;
use domain::household::Household;
use domain::household::asking::{FactSource, fresh, guarantees_to_ask, is_fresh, known, known_of, to_ask};
use domain::household::facts::{FactValue, FieldKey, FieldName, GUARANTEES};
use proptest::prelude::*;

fn with(name: FieldName, value: &str) -> Household {
    let mut made = household();
    made.facts.register(name, Some(FactValue::Words(value.into())));
    made
}

fn water() -> FieldKey {
    FieldKey::own(FieldName::WaterGuarantee)
}

#[test]
fn a_register_s_answer_is_known_from_its_day_and_nobody_is_named() {
    let household = with(FieldName::WaterGuarantee, "OK");
    let fact = known_of(&household, water()).unwrap();
    assert_eq!(
        (fact.source, fact.by, fact.as_of),
        (FactSource::Register, None, household.register_as_of)
    );
}

#[test]
fn not_asked_is_not_known_and_comes_first() {
    let household = with(FieldName::WaterGuarantee, "UNKNOWN");
    assert_eq!(known_of(&household, water()), None);
    let due = to_ask(&household, household.register_as_of, &Config::default());
    let first = due.first().unwrap();
    assert_eq!(first.last, None);
    assert!(due.iter().any(|one| one.key == water()));
}

#[test]
fn a_guarantee_and_another_fact_have_a_limit_each_and_schooling_has_none() {
    let config = Config::default();
    let on = day("2026-01-01");
    let after = |days: u32| on + Days::new(u64::from(days));
    let fresh = |name, days| is_fresh(name, on, after(days), &config);
    assert!(fresh(FieldName::Food, config.guarantee_stale_days));
    assert!(!fresh(FieldName::Food, config.guarantee_stale_days + 1));
    assert!(fresh(FieldName::WorkPlace, config.fact_stale_days));
    assert!(!fresh(FieldName::WorkPlace, config.fact_stale_days + 1));
    assert!(
        fresh(FieldName::Education, 40_000),
        "what was learned stays learned"
    );
    let unset = Config {
        fact_stale_days: 0,
        ..config
    };
    assert!(
        is_fresh(FieldName::WorkPlace, on, after(4_000), &unset),
        "no limit, no question"
    );
}

#[test]
fn the_form_s_items_are_those_of_the_list() {
    let household = with(FieldName::WaterGuarantee, "OK");
    let today = household.register_as_of + Days::new(3);
    let config = Config::default();
    let asked = guarantees_to_ask(&household, today, &config);
    assert!(!asked.contains(&FieldName::WaterGuarantee), "three days ago");
    let mut listed: Vec<FieldName> = to_ask(&household, today, &config)
        .into_iter()
        .filter(|one| one.key.member.is_none() && GUARANTEES.contains(&one.key.name))
        .map(|one| one.key.name)
        .collect();
    listed.sort();
    let mut form = asked;
    form.sort();
    assert_eq!(form, listed);
}

proptest! {
    #[test]
    fn every_known_fact_is_due_or_fresh_and_the_oldest_come_first(later in 0_u64..800, work in proptest::option::of(0_u64..300)) {
        let mut household = with(FieldName::WaterGuarantee, "OK");
        if let Some(head) = household.members.first_mut().filter(|_| work.is_some()) {
            head.facts.register(FieldName::WorkPlace, Some(FactValue::Words("广东".into())));
        }
        let today = household.register_as_of + Days::new(later);
        let config = Config::default();
        let due = to_ask(&household, today, &config);
        prop_assert!(due.windows(2).all(|pair| matches!(pair, [a, b] if a.last <= b.last)));
        for fact in known(&household) {
            let asks = due.iter().any(|one| one.key == fact.key);
            prop_assert_eq!(asks, !is_fresh(fact.key.name, fact.as_of, today, &config));
        }
        // The form asks the one and folds the other away: nothing is in both, nothing known in neither.
        let folded = fresh(&household, today, &config);
        prop_assert!(folded.iter().all(|fact| due.iter().all(|one| one.key != fact.key)));
        let known_due = due.iter().filter(|one| one.last.is_some()).count();
        prop_assert_eq!(folded.len() + known_due, known(&household).len());
        prop_assert!(folded.is_sorted_by_key(|fact| fact.as_of));
        let days: Vec<_> = known(&household).iter().map(|fact| fact.as_of).collect();
        prop_assert!(days.is_sorted());
    }
}
