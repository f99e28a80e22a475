//! Stories of the district's desk: the board and the lists behind it.

use crate::district::*;
use crate::engines::Home;
use domain::time::Millis;
use domain::visit::codes::{ReturnReason, VisitStatus};
use domain::visit::{Decision, VisitContent};
use futures::StreamExt;
use server::routes::write_visits;
use server::store::{Store, VisitFilter};

fn on(date: &str) -> VisitContent {
    VisitContent {
        visited_on: day(date),
        late_reason: Some("没有信号".into()),
        ..content()
    }
}

/// Six visits: one approved, one returned, one filed, three waiting.
async fn fill(store: &Store) {
    settle(store).await;
    let early = Millis(NOW.0 - 10 * 86_400_000);
    apply_at(
        store,
        vec![
            log(1, "P002", 1, on("2026-11-02")),
            log(2, "P002", 2, on("2026-11-08")),
        ],
        early,
    )
    .await;
    apply_at(
        store,
        vec![
            log(3, "P003", 3, on("2026-11-09")),
            log(4, "P003", 1, on("2026-11-20")),
        ],
        NOW,
    )
    .await;
    applied(store, log(5, "P101", 6, on("2026-11-16"))).await;
    applied(store, log(6, "P102", 9, on("2026-10-01"))).await;
    applied(store, review(7, "P001", 2, 1, Decision::Approve)).await;
    let back = Decision::Return {
        reason: ReturnReason::MissingItem,
        words: "请补".into(),
    };
    applied(store, review(8, "P001", 3, 1, back)).await;
}

pub async fn the_board_counts_what_needs_doing(home: &Home) {
    let store = &home.store;
    fill(store).await;
    let late_before = Millis(NOW.0 - 3 * 86_400_000);
    let board = store
        .board(day("2026-11-01"), day("2026-11-20"), late_before, NOW)
        .await
        .unwrap();
    assert_eq!((board.teams, board.people), (2, 5));
    let names: Vec<&str> = board.villages.iter().map(|v| v.name.as_str()).collect();
    assert_eq!(names, ["垭古村", "石桥村", "大坪村"]);
    let of = |id: &str| board.villages.iter().find(|v| v.id.as_str() == id).unwrap();
    let first = of("V001");
    assert_eq!((first.households, first.visits), (5, 4));
    assert_eq!((first.waiting, first.waiting_late, first.returned), (2, 1, 1));
    assert_eq!(first.team, Some("T01".into()));
    assert_eq!(first.kinds, roster().villages[0].kinds);
    let second = of("V002");
    assert_eq!((second.visits, second.waiting), (1, 0));
    assert_eq!(of("V003").visits, 0);
    let weeks: Vec<(String, u64)> = board
        .weeks
        .iter()
        .map(|week| (week.monday.to_string(), week.visits))
        .collect();
    let expected = [
        ("2026-10-26", 0),
        ("2026-11-02", 2),
        ("2026-11-09", 1),
        ("2026-11-16", 2),
    ];
    assert_eq!(
        weeks,
        expected.map(|(monday, visits)| (monday.to_owned(), visits))
    );
}

pub async fn lists_page_and_filter(home: &Home) {
    let store = &home.store;
    fill(store).await;
    let all = VisitFilter {
        from: day("2026-01-01"),
        to: day("2026-12-31"),
        village: None,
        township: None,
        status: None,
        waiting_since: None,
    };
    let lines = store.visit_lines(&all, 0, 100).await.unwrap();
    assert_eq!((lines.total, lines.lines.len()), (6, 6));
    assert_eq!(lines.lines[0].visited_on, day("2026-11-20"));
    assert_eq!(lines.lines[0].household, "聂户主1");
    assert_eq!(lines.lines[0].group, "第2组");
    let page = store.visit_lines(&all, 4, 4).await.unwrap();
    assert_eq!((page.total, page.lines.len()), (6, 2));
    assert_eq!(page.lines[..], lines.lines[4..]);

    let total = async |filter: VisitFilter| store.visit_lines(&filter, 0, 100).await.unwrap().total;
    assert_eq!(
        total(VisitFilter {
            village: Some("V001".into()),
            ..all.clone()
        })
        .await,
        4
    );
    assert_eq!(
        total(VisitFilter {
            township: Some("云台乡".into()),
            ..all.clone()
        })
        .await,
        1
    );
    assert_eq!(
        total(VisitFilter {
            status: Some(VisitStatus::Returned),
            ..all.clone()
        })
        .await,
        1
    );
    let since = Some(Millis(NOW.0 - 1));
    assert_eq!(
        total(VisitFilter {
            waiting_since: since,
            ..all.clone()
        })
        .await,
        1
    );
    assert_eq!(
        total(VisitFilter {
            village: Some("'; --".into()),
            ..all
        })
        .await,
        0
    );
}

pub async fn an_export_has_each_visit_once_whatever_happens_meanwhile(home: &Home) {
    const VISITS: u128 = 1_010;
    let store = &home.store;
    settle(store).await;
    let visits: Vec<_> = (1..=VISITS)
        .map(|n| log(n, "P002", 1, on("2026-11-10")))
        .collect();
    for batch in visits.chunks(100) {
        apply_at(store, batch.to_vec(), NOW).await;
    }
    let filter = VisitFilter {
        from: day("2026-11-01"),
        to: day("2026-11-30"),
        village: None,
        township: Some("万宝镇".into()),
        status: Some(VisitStatus::Submitted),
        waiting_since: Some(Millis(NOW.0 + 1)),
    };
    let text = write_visits(store.clone(), filter, "A01".into(), NOW).await;
    let mut text = std::pin::pin!(text.unwrap());
    let mut table = Vec::new();
    for _ in 0..2 {
        table.extend(text.next().await.unwrap().unwrap());
    }
    // One more is handed in and one of those that were told is taken up, while the first thousand are on their way.
    applied(store, log(VISITS + 1, "P002", 1, on("2026-11-12"))).await;
    for n in [VISITS, VISITS - 1] {
        applied(store, review(2_000 + n, "P001", n, 1, Decision::Approve)).await;
    }
    while let Some(more) = text.next().await {
        table.extend(more.unwrap());
    }
    let table = String::from_utf8(table).unwrap();
    let mut ids: Vec<&str> = table
        .lines()
        .filter_map(|line| line.starts_with("2026-").then(|| line.rsplit(',').next())?)
        .collect();
    ids.sort_unstable();
    let told = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), told, "none twice");
    assert_eq!(told, usize::try_from(VISITS).unwrap(), "none left out");
    let noted = "SELECT COUNT(*) FROM audit WHERE action = 'EXPORT_VISITS' \
                 AND subject LIKE '% village=* township=万宝镇 status=SUBMITTED late=true'";
    assert_eq!(home.count(noted).await, 1);
}
