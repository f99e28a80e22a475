//! Stories of the change feed, read as a phone reads it.

use crate::district::*;
use crate::engines::Home;
use crate::operations::refused;
use domain::ids::{HouseholdId, TeamId};
use domain::record::{RecordKey, RecordMap, Records, ScopeDigest};
use domain::refusal::RefusalCode;
use domain::sync::FeedEntry;
use domain::visit::Decision;
use server::store::{RawFeedEntry, Store};
use std::collections::BTreeMap;

/// A phone's copy of a scope.
pub struct Phone {
    team: TeamId,
    pub cursor: u64,
    pub records: RecordMap,
    versions: BTreeMap<RecordKey, u64>,
}

fn entry(raw: &RawFeedEntry) -> FeedEntry {
    serde_json::from_str(&serde_json::to_string(raw).unwrap()).unwrap()
}

impl Phone {
    pub fn new(team: &str) -> Self {
        Self {
            team: team.into(),
            cursor: 0,
            records: RecordMap::default(),
            versions: BTreeMap::new(),
        }
    }

    /// Reads to the end, in pages, and checks that it then has what the server has.
    pub async fn pull(mut self, store: &Store, limit: usize) -> Self {
        loop {
            let page = store.feed(&self.team, self.cursor, limit).await.unwrap();
            assert!(page.changes.len() <= limit);
            for raw in &page.changes {
                self.take(entry(raw));
            }
            self.cursor = page.cursor;
            if self.cursor >= page.head {
                assert_eq!(self.digest(), page.digest);
                assert_eq!(u64::try_from(self.versions.len()).unwrap(), page.records);
                return self;
            }
        }
    }

    fn take(&mut self, entry: FeedEntry) {
        assert!(entry.change > self.cursor, "a change number comes once, in order");
        self.cursor = entry.change;
        match entry.record {
            Some(record) => {
                self.versions.insert(entry.key, entry.version);
                self.records.put(record);
            }
            None => {
                self.versions.remove(&entry.key);
                self.records.0.remove(&entry.key);
            }
        }
    }

    fn digest(&self) -> ScopeDigest {
        self.versions
            .iter()
            .fold(ScopeDigest::default(), |digest, (key, version)| {
                digest.with(key, *version)
            })
    }
}

pub async fn a_phone_follows_page_by_page_and_knows_that_it_is_right(home: &Home) {
    let store = &home.store;
    settle(store).await;
    let mut phone = Phone::new("T01").pull(store, 2).await;
    assert_eq!((phone.records.households().count(), phone.cursor), (5, 5));
    for n in 1..=5 {
        applied(store, log(n, "P002", n, water("OK"))).await;
    }
    phone = phone.pull(store, 3).await;
    assert_eq!((phone.records.visits().count(), phone.cursor), (5, 15));
    applied(store, review(9, "P001", 3, 1, Decision::Approve)).await;
    let page = store.feed(&"T01".into(), phone.cursor, 100).await.unwrap();
    assert_eq!((page.changes.len(), page.head), (1, 16));
    phone.pull(store, 1).await;
    let nothing = store.feed(&"T99".into(), 0, 100).await.unwrap();
    assert_eq!((nothing.changes.len(), nothing.head), (0, 0));
    let ahead = store.feed(&"T01".into(), 1_000, 100).await.unwrap();
    assert_eq!((ahead.changes.len(), ahead.cursor), (0, 16));
}

pub async fn a_line_of_the_feed_reads_like_the_domains_own(home: &Home) {
    let store = &home.store;
    settle(store).await;
    applied(store, log(1, "P002", 1, water("OK"))).await;
    for raw in &store.feed(&"T01".into(), 0, 100).await.unwrap().changes {
        let text = serde_json::to_string(raw).unwrap();
        let own: FeedEntry = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_string(&own).unwrap(), text);
    }
    let gone = RawFeedEntry {
        key: RecordKey::Household(HouseholdId(id(1))),
        change: 3,
        version: 2,
        record: None,
    };
    let text = serde_json::to_string(&gone).unwrap();
    assert_eq!(serde_json::to_string(&entry(&gone)).unwrap(), text);
}

pub async fn a_village_moves_between_teams_and_back(home: &Home) {
    let store = &home.store;
    settle(store).await;
    applied(store, log(1, "P102", 9, water("OK"))).await;
    let mut old = Phone::new("T02").pull(store, 100).await;
    let mut new = Phone::new("T01").pull(store, 100).await;

    let mut moved = roster();
    moved.teams = vec![
        team("T01", "区档案馆", &["V001", "V003"]),
        team("T02", "区水利局", &["V002"]),
    ];
    store.save_roster(&moved, &"A01".into(), NOW).await.unwrap();
    old = old.pull(store, 2).await;
    new = new.pull(store, 2).await;
    assert_eq!((old.records.0.len(), new.records.0.len()), (3, 8));
    assert!(new.records.household(HouseholdId(id(9))).is_some());

    // What the old team still holds for it is accepted under its author, and the new team sees it.
    let member = actor(store, "P102").await;
    assert_eq!(member.former_villages, vec!["V003".into()]);
    applied(store, log(2, "P102", 9, content())).await;
    old = old.pull(store, 100).await;
    new = new.pull(store, 100).await;
    assert_eq!(
        (old.records.visits().count(), new.records.visits().count()),
        (0, 2)
    );
    // But it reviews there no more.
    let no = apply(store, review(3, "P101", 2, 1, Decision::Approve)).await;
    assert_eq!(no.outcome, refused(RefusalCode::NotAllowed));

    store.save_roster(&roster(), &"A01".into(), NOW).await.unwrap();
    old = old.pull(store, 1).await;
    new = new.pull(store, 1).await;
    assert_eq!((old.records.0.len(), new.records.0.len()), (7, 5));
    assert!(actor(store, "P102").await.former_villages.is_empty());
    Phone::new("T02").pull(store, 100).await;

    // A village without a team keeps its records, and the next team gets them.
    let mut left = roster();
    left.teams[1].villages.pop();
    store.save_roster(&left, &"A01".into(), NOW).await.unwrap();
    old = old.pull(store, 100).await;
    assert_eq!(old.records.0.len(), 3);
    store.save_roster(&roster(), &"A01".into(), NOW).await.unwrap();
    assert_eq!(old.pull(store, 100).await.records.0.len(), 7);
}
