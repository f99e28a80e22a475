//! The work log: who may write into it, what an entry must say, how one is struck out, and the days that follow from it.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod cast;
mod people;

use cast::{day, household, id, visit};
use domain::commitments::Post;
use domain::config::Config;
use domain::ids::WorkId;
use domain::lang::Lang;
use domain::operation::OperationBody;
use domain::record::{Record, RecordMap, Records};
use domain::refusal::RefusalCode;
use domain::team::{Work, work_of};
use domain::work::codes::{Duty, WorkKind};
use domain::work::{WORDS_MAX, WorkContent, WorkLog};
use people::act;

const TODAY: &str = "2026-11-20";

fn content(kind: WorkKind) -> WorkContent {
    WorkContent {
        kind,
        on: day("2026-11-19"),
        words: "和合作社商量了烘干房".into(),
        who: "区水利局".into(),
        yuan: None,
        companions: vec!["P002".into(), "P001".into(), "P002".into()],
        elsewhere: false,
        post: None,
    }
}

fn logged(n: u128, content: WorkContent) -> OperationBody {
    OperationBody::LogWork {
        work: WorkId(id(n)),
        village: "V001".into(),
        content: Box::new(content),
    }
}

fn strike(n: u128, why: &str) -> OperationBody {
    OperationBody::StrikeWork {
        work: WorkId(id(n)),
        why: why.into(),
    }
}

fn records() -> RecordMap {
    let mut records = RecordMap::default();
    records.put(Record::Household(Box::new(household())));
    records
}

fn does(records: &mut RecordMap, n: u128, staff: &str, body: OperationBody) -> Result<(), RefusalCode> {
    let done = act(records, &Config::default(), n, (staff, TODAY), body);
    done.map(|_| ())
}

fn entry(records: &RecordMap, n: u128) -> &WorkLog {
    records.work(WorkId(id(n))).unwrap()
}

#[test]
fn an_entry_is_written_once_and_names_everybody_else_once() {
    let mut all = records();
    does(&mut all, 1, "P001", logged(10, content(WorkKind::K06))).unwrap();
    let work = entry(&all, 10);
    assert_eq!(work.content.companions, ["P002".into()]);
    assert!(work.counts());
    let again = does(&mut all, 2, "P001", logged(10, content(WorkKind::K06)));
    assert_eq!(again, Err(RefusalCode::NotFound));
}

#[test]
fn an_entry_says_what_was_done_and_support_says_by_whom() {
    let refused = |change: fn(&mut WorkContent), kind| {
        let mut content = content(kind);
        change(&mut content);
        does(&mut records(), 1, "P001", logged(10, content)).unwrap_err()
    };
    use WorkKind::{K03, LeaderVisit, UnitMoney};
    assert_eq!(refused(|it| it.words = "  ".into(), K03), RefusalCode::EmptyText);
    assert_eq!(
        refused(|it| it.words = "长".repeat(WORDS_MAX + 1), K03),
        RefusalCode::TextTooLong
    );
    assert_eq!(
        refused(|it| it.on = day("2026-11-21"), K03),
        RefusalCode::StepInFuture
    );
    assert_eq!(refused(|it| it.who.clear(), LeaderVisit), RefusalCode::EmptyText);
    assert_eq!(refused(|it| it.yuan = Some(5), K03), RefusalCode::BadValue);
    assert_eq!(
        refused(|it| it.companions = vec!["P002".into(); 21], UnitMoney),
        RefusalCode::TooMany
    );
    let given = WorkContent {
        yuan: Some(30_000),
        ..content(UnitMoney)
    };
    does(&mut records(), 1, "P001", logged(10, given)).unwrap();
}

#[test]
fn the_handover_of_a_post_says_which_post_and_who_was_there_and_stands_under_its_task() {
    let noted = |kind, post| WorkContent {
        post: Some(post),
        ..content(kind)
    };
    let logs = |content| does(&mut records(), 1, "P001", logged(10, content));
    for post in Post::NOTED {
        logs(noted(WorkKind::OF_POSTS, post)).unwrap();
    }
    let nobody = WorkContent {
        who: " ".into(),
        ..noted(WorkKind::OF_POSTS, Post::TownshipLink)
    };
    assert_eq!(logs(nobody), Err(RefusalCode::EmptyText));
    // The first secretary hands over as everybody of the team does; and no other kind of entry notes a handover.
    for (kind, post) in [
        (WorkKind::OF_POSTS, Post::FirstSecretary),
        (WorkKind::LeaderVisit, Post::LinkedLeader),
    ] {
        assert_eq!(logs(noted(kind, post)), Err(RefusalCode::BadValue), "{post:?}");
    }
    let said = noted(WorkKind::OF_POSTS, Post::VillageSecretary);
    assert_eq!(said.what(Lang::Zh), "岗位交接：村党组织书记");
    assert_eq!(content(WorkKind::K06).what(Lang::Zh), WorkKind::K06.zh());
}

#[test]
fn the_author_and_the_leader_strike_out_and_every_reason_stays() {
    let mut all = records();
    does(&mut all, 1, "P002", logged(10, content(WorkKind::K06))).unwrap();
    assert_eq!(
        does(&mut all, 2, "P003", strike(10, "不对")),
        Err(RefusalCode::NotAllowed)
    );
    assert_eq!(
        does(&mut all, 3, "P002", strike(10, " ")),
        Err(RefusalCode::EmptyText)
    );
    assert_eq!(
        does(&mut all, 4, "P002", strike(11, "没有这条")),
        Err(RefusalCode::NotFound)
    );
    does(&mut all, 5, "P002", strike(10, "记重了")).unwrap();
    assert!(!entry(&all, 10).counts());
    does(&mut all, 6, "P001", strike(10, "不是那天")).unwrap();
    assert_eq!(entry(&all, 10).history.len(), 3);
    assert_eq!(entry(&all, 10).content.words, content(WorkKind::K06).words);
}

#[test]
fn who_took_part_in_the_village_was_there_that_day() {
    let mut all = records();
    does(&mut all, 1, "P001", logged(10, content(WorkKind::K05))).unwrap();
    for person in ["P001", "P002"] {
        let work = work_of(&all, &person.into());
        assert_eq!(
            work.get(&day("2026-11-19")).unwrap(),
            &[Work::Log(WorkId(id(10)))]
        );
    }
    assert!(work_of(&all, &"P003".into()).is_empty());
    let mut visited = all.clone();
    let visit = visit(20, "2026-11-19");
    let (author, id_of_visit) = (visit.author.clone(), visit.id);
    visited.put(Record::Visit(Box::new(visit)));
    let work = work_of(&visited, &author);
    assert!(
        work.get(&day("2026-11-19"))
            .unwrap()
            .contains(&Work::Visit(id_of_visit))
    );
    does(&mut all, 2, "P001", strike(10, "记重了")).unwrap();
    assert!(work_of(&all, &"P001".into()).is_empty());
    let elsewhere = WorkContent {
        elsewhere: true,
        ..content(WorkKind::K10)
    };
    does(&mut all, 3, "P001", logged(11, elsewhere)).unwrap();
    does(&mut all, 4, "P001", logged(12, content(WorkKind::UnitMoney))).unwrap();
    assert!(work_of(&all, &"P001".into()).is_empty());
}

#[test]
fn every_task_stands_under_one_duty_and_support_under_none() {
    let of = |kind: &WorkKind| kind.duty();
    assert_eq!(WorkKind::ALL.iter().filter_map(of).count(), 10);
    for duty in Duty::ALL {
        assert!(
            WorkKind::ALL.iter().any(|kind| kind.duty() == Some(*duty)),
            "{}",
            duty.code()
        );
    }
    assert!(
        WorkKind::ALL
            .iter()
            .all(|kind| kind.is_support() == kind.duty().is_none())
    );
}
