//! P8: what was found of the three items of households that were resettled, half-year by half-year.

use crate::cast::{day, id};
use crate::world::World;
use domain::commitments::*;
use domain::entitlement::codes::{EntitlementKind, EntitlementStatus};
use domain::entitlement::{EntitlementKey, keys, worth_asking};
use domain::ids::*;
use domain::lang::Lang;

const HOME: HouseholdId = HouseholdId(id(1));
const ITEMS: [EntitlementKind; 3] = [
    EntitlementKind::ResettledWork,
    EntitlementKind::PropertyPapers,
    EntitlementKind::CommunityServices,
];

fn resettled(today: &str) -> World {
    let mut world = World::on(today);
    world.home(HOME).resettled = true;
    world
}

fn find_all(world: &mut World, on: &str, status: EntitlementStatus) {
    world.today = day(on);
    for kind in ITEMS {
        world.find(HOME, EntitlementKey::own(kind), status);
    }
}

fn line(world: &World) -> Finding {
    world.of(LineCode::P8)
}

fn open_items(finding: &Finding) -> Vec<EntitlementKind> {
    match &finding.remedy {
        Some(Remedy::Receive(HOME, keys)) => keys.iter().map(|key| key.kind).collect(),
        None => vec![],
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_village_to_which_nobody_was_resettled_has_no_such_line() {
    let mut world = World::on("2026-11-20");
    let found = line(&world);
    assert_eq!(
        (found.status, found.why, found.subject),
        (
            CommitmentStatus::NotApplicable,
            Why::NoneResettled,
            Subject::Village
        )
    );
    let of_resettled = |world: &mut World| {
        let home = world.home(HOME).clone();
        let of_site: Vec<EntitlementKey> = keys(&home).filter(|key| key.kind.of_resettled()).collect();
        assert!(of_site.iter().all(|key| worth_asking(&home, *key, world.today)));
        of_site
    };
    assert_eq!(of_resettled(&mut world), []);
    world.home(HOME).resettled = true;
    assert_eq!(of_resettled(&mut world), ITEMS.map(EntitlementKey::own));
}

#[test]
fn an_empty_item_breaks_the_line_and_the_remedy_names_those_that_are_open() {
    let mut world = resettled("2026-11-20");
    let empty = line(&world);
    assert_eq!(
        (empty.status, empty.why, empty.by, empty.owner),
        (
            CommitmentStatus::Breached,
            Why::SiteEmpty,
            None,
            Owner::ResettlementSite
        )
    );
    assert_eq!(empty.subject, Subject::Household(HOME));
    assert_eq!(open_items(&empty), ITEMS);
    let papers = EntitlementKey::own(EntitlementKind::PropertyPapers);
    world.find(HOME, papers, EntitlementStatus::NotEligible);
    let two = line(&world);
    assert_eq!((two.status, two.evidence.len()), (CommitmentStatus::Breached, 1));
    assert_eq!(
        open_items(&two),
        [EntitlementKind::ResettledWork, EntitlementKind::CommunityServices]
    );
    world.put_right(two.remedy.unwrap());
    let kept = line(&world);
    assert_eq!(
        (kept.status, kept.why, kept.remedy),
        (CommitmentStatus::OnTrack, Why::SiteAnswered, None)
    );
    assert_eq!(kept.evidence.len(), 3);
}

#[test]
fn an_answer_holds_through_the_half_year_after_its_own() {
    let mut world = resettled("2026-01-01");
    find_all(&mut world, "2026-03-02", EntitlementStatus::Receiving);
    assert_eq!(line(&world).by, Some(day("2026-12-31")));
    assert_eq!(
        world.status_on(LineCode::P8, "2026-11-30"),
        CommitmentStatus::OnTrack
    );
    assert_eq!(
        world.status_on(LineCode::P8, "2026-12-01"),
        CommitmentStatus::DueSoon
    );
    let soon = line(&world);
    assert_eq!(
        (soon.why, soon.by, open_items(&soon)),
        (Why::SiteSoon, Some(day("2026-12-31")), ITEMS.to_vec())
    );
    assert_eq!(
        world.status_on(LineCode::P8, "2026-12-31"),
        CommitmentStatus::DueSoon
    );
    assert_eq!(
        world.status_on(LineCode::P8, "2027-01-01"),
        CommitmentStatus::Breached
    );
    assert_eq!(line(&world).why, Why::SitePast);
    // Found again in December it holds until the end of June.
    find_all(&mut world, "2026-12-31", EntitlementStatus::StoppedLawful);
    assert_eq!(line(&world).by, Some(day("2027-06-30")));
    assert_eq!(
        world.status_on(LineCode::P8, "2027-01-01"),
        CommitmentStatus::OnTrack
    );
}

#[test]
fn what_is_not_in_place_breaks_the_line_at_once() {
    let mut world = resettled("2026-11-20");
    find_all(&mut world, "2026-11-20", EntitlementStatus::Receiving);
    let work = EntitlementKey::own(EntitlementKind::ResettledWork);
    for (status, why) in [
        (EntitlementStatus::DueNotReceived, Why::SiteMissing),
        (EntitlementStatus::StoppedUnexplained, Why::SiteBroken),
    ] {
        world.find(HOME, work, status);
        let broken = line(&world);
        assert_eq!(
            (broken.status, broken.why, broken.by, open_items(&broken)),
            (
                CommitmentStatus::Breached,
                why,
                Some(day("2026-12-31")),
                vec![EntitlementKind::ResettledWork]
            )
        );
    }
    world.find(HOME, work, EntitlementStatus::StoppedLawful);
    assert_eq!(line(&world).status, CommitmentStatus::OnTrack);
}

#[test]
fn that_nobody_could_say_is_no_answer() {
    let mut world = resettled("2026-11-20");
    find_all(&mut world, "2026-11-20", EntitlementStatus::Unknown);
    assert_eq!(line(&world).why, Why::SiteEmpty);
    find_all(&mut world, "2026-11-20", EntitlementStatus::Receiving);
    assert_eq!(line(&world).status, CommitmentStatus::OnTrack);
    // Taken back by somebody who had read it.
    find_all(&mut world, "2026-11-20", EntitlementStatus::Unknown);
    assert_eq!(line(&world).why, Why::SiteEmpty);
}

#[test]
fn an_answer_counts_beside_a_later_finding_of_somebody_who_could_not_say() {
    let mut world = resettled("2026-11-20");
    find_all(&mut world, "2026-11-19", EntitlementStatus::DueNotReceived);
    find_all(&mut world, "2026-11-20", EntitlementStatus::Unknown);
    assert_eq!(line(&world).why, Why::SiteEmpty);
    // On two phones that met: neither had read what the other found.
    for check in world.entitlements.iter_mut().flat_map(|file| &mut file.checks) {
        check.content.seen.clear();
    }
    let missing = line(&world);
    assert_eq!(
        (missing.why, missing.evidence.len(), open_items(&missing)),
        (Why::SiteMissing, ITEMS.len(), ITEMS.to_vec())
    );
}

#[test]
fn a_districts_row_keeps_a_code_that_phones_of_before_can_read() {
    let world = resettled("2026-11-20");
    let present = row_on(&world.config, LineCode::P8, world.today).unwrap();
    assert_eq!(present.rule, Rule::SiteList);
    assert_eq!(present.rule.as_kept(), Rule::NeedsSiteList);
    let mut config = world.config.clone();
    config.commitments = vec![LineRow {
        rule: present.rule.as_kept(),
        cycle: Cycle::Year,
        ..present
    }];
    let world = World { config, ..world };
    assert_eq!(line(&world).why, Why::SiteEmpty);
}

#[test]
fn the_items_have_words_of_their_own() {
    let status = EntitlementStatus::DueNotReceived;
    assert_eq!(EntitlementKind::PropertyPapers.says(status, Lang::Zh), "没落实");
    assert_eq!(EntitlementKind::Subsistence.says(status, Lang::Zh), "应享未享");
    for kind in ITEMS {
        assert!(kind.line() == LineCode::P8 && !kind.of_member() && kind.since_protocol() == 6);
    }
}
