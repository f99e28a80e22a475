//! Stories of the dated configuration: two desks adopt at once, and what is adopted is read by every copy of the store.

use crate::district::{NOW, day};
use crate::engines::Home;
use domain::config::Config;
use domain::edition::codes::{EditionCode, Figure};
use domain::edition::{Draft, Setting};
use domain::policy::Actor;
use domain::roster::Role;
use server::store::Adoption;
use std::sync::Arc;
use uuid::Uuid;

fn district() -> Actor {
    Actor {
        staff: "D002".into(),
        name: "某某".to_owned(),
        role: Role::DistrictAdmin,
        team: None,
        villages: vec![],
        former_villages: vec![],
        teams_of_place: vec![],
    }
}

fn draft(days: u32) -> Draft {
    Draft {
        id: Uuid::new_v4(),
        after: 0,
        document: "娄星农发〔2026〕9号".to_owned(),
        from: day("2026-11-24"),
        words: String::new(),
        settings: vec![Setting::Figure {
            figure: Figure::Review,
            value: days,
        }],
    }
}

pub async fn of_two_desks_at_once_one_adopts_and_the_other_reads_first(home: &Home) {
    let (store, base) = (&home.store, Arc::new(Config::default()));
    let (actor, at) = (district(), (day("2026-11-20"), NOW));
    let (one, other) = (draft(5), draft(7));
    let (first, second) = tokio::join!(
        store.adopt(&actor, one.clone(), &base, at),
        store.adopt(&actor, other.clone(), &base, at),
    );
    let outcomes = [first.unwrap(), second.unwrap()];
    let adopted = outcomes.iter().filter(|one| matches!(one, Adoption::Adopted(_)));
    assert_eq!(adopted.count(), 1);
    let refused = outcomes.iter().find_map(|one| match one {
        Adoption::Refused(fault) => Some(fault.code),
        Adoption::Adopted(_) => None,
    });
    assert_eq!(refused, Some(EditionCode::Moved));
    let editions = store.editions().await.unwrap();
    let winner = editions.first().unwrap().draft.clone();
    assert_eq!(editions.len(), 1);
    // The winner's reply was lost: sent again, it is the same edition.
    let again = store.adopt(&actor, winner, &base, at).await.unwrap();
    assert_eq!(again, Adoption::Adopted(Box::new(editions[0].clone())));
    let review = |on: &'static str| {
        let base = Arc::clone(&base);
        async move { store.config_on(&base, day(on)).await.unwrap().review_sla_days }
    };
    assert_eq!(review("2026-11-23").await, 3);
    assert_ne!(review("2026-11-24").await, 3);
}
