//! Stories of care: migration, epochs, backup, one process per file.

use crate::district::*;
use crate::engines::Home;
use crate::feed::Phone;
use server::store::{Store, StoreError};

pub async fn a_store_is_ready_after_migrating_and_epochs_are_renewed(home: &Home) {
    let store = &home.store;
    assert!(store.ready().await);
    let first = store.epoch().await.unwrap();
    store.migrate().await.unwrap();
    assert_eq!(store.epoch().await.unwrap(), first);
    let second = store.renew_epoch().await.unwrap();
    assert_ne!(second, first);
    assert_eq!(store.epoch().await.unwrap(), second);
    let newer = "UPDATE meta SET value = '99' WHERE name = 'schema'";
    home.beside(newer, newer).await;
    assert!(matches!(store.migrate().await, Err(StoreError::Unsupported(_))));
    assert!(!store.ready().await);
    if home.is_postgres() {
        let to = std::path::Path::new("nowhere.db");
        assert!(matches!(store.backup(to).await, Err(StoreError::Unsupported(_))));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_opens_and_says_the_same() {
    let home = Home::sqlite().await;
    settle(&home.store).await;
    applied(&home.store, log(1, "P002", 1, water("OK"))).await;
    let to = home.path().with_file_name("copy.db");
    let busy = async {
        for n in 2..20 {
            applied(&home.store, log(n, "P002", 2, content())).await;
        }
    };
    let (copied, ()) = tokio::join!(home.store.backup(&to), busy);
    copied.unwrap();
    // Over an older copy as well.
    home.store.backup(&to).await.unwrap();
    let copy = Store::open(&format!("sqlite:{}", to.display())).await.unwrap();
    assert!(copy.ready().await);
    let here = Phone::new("T01").pull(&home.store, 100).await;
    let there = Phone::new("T01").pull(&copy, 100).await;
    assert_eq!(here.records, there.records);
    assert_eq!(copy.roster().await.unwrap(), home.store.roster().await.unwrap());
    copy.close().await;
    home.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_process_is_refused_in_plain_words() {
    let home = Home::sqlite().await;
    let Err(StoreError::Unavailable(words)) = Store::open(&home.url).await else {
        panic!()
    };
    assert!(words.contains("another process is using"), "{words}");
    home.store.close().await;
    let again = Store::open(&home.url).await.unwrap();
    assert!(again.ready().await);
    again.close().await;
    assert!(!again.ready().await);
    assert!(matches!(
        Store::open("mysql://x").await,
        Err(StoreError::Unsupported(_))
    ));
}
