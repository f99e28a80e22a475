//! Any village: households, files, flags, visits and posts as they may come.

use crate::cast::{day, household, id, visit};
use crate::files::{
    approved, before, case, contact, deed, dismissed, flag, found, measure, taken, watched, went_on,
};
use crate::world::{World, assigned, holder, posts};
use chrono::{Days, NaiveDate};
use domain::case::{IdentificationCase, MonitoringFile};
use domain::commitments::{Post, Tenure, VillagePosts};
use domain::elimination::Eliminated;
use domain::elimination::codes::EliminationWay;
use domain::entitlement::codes::{EntitlementKind, EntitlementStatus};
use domain::entitlement::{EntitlementFile, EntitlementKey};
use domain::handover::Assignment;
use domain::household::Household;
use domain::household::codes::{HouseholdType, MonitorCategory};
use domain::household::facts::{FactValue, FieldName};
use domain::identification::IdentifyStep;
use domain::ids::*;
use domain::plan::Measure;
use domain::plan::codes::MeasureStatus;
use domain::risk::{RelapseFlag, Triage};
use domain::roster::Role;
use domain::visit::Visit;
use domain::visit::codes::Purpose;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

pub const GUARANTEES: [FieldName; 4] = [
    FieldName::EducationGuarantee,
    FieldName::MedicalGuarantee,
    FieldName::HousingGuarantee,
    FieldName::WaterGuarantee,
];

prop_compose! {
    fn a_household(n: u128, today: NaiveDate)(
        lifted in any::<bool>(),
        monitored in any::<bool>(),
        eliminated in select(vec![None, None, Some(0_u64), Some(80), Some(120)]),
        answers in vec(select(vec![None, Some("OK"), Some("PROBLEM"), Some("UNKNOWN"), Some("NOT_APPLICABLE")]), 4),
        insured in vec(select(vec![None, Some(true), Some(false)]), 2),
        school in select(vec![None, Some("PRE_AGE"), Some("G7"), Some("SENIOR_1")]),
        subsistence in select(vec![None, None, Some(true), Some(false)]),
        born in 2005_i32..2022,
        resettled in any::<bool>(),
    ) -> Household {
        let mut home = household();
        home.id = HouseholdId(id(n));
        home.resettled = resettled;
        home.household_type = if lifted { HouseholdType::LiftedOut } else { HouseholdType::Ordinary };
        home.monitor = monitored.then_some(MonitorCategory::Marginal);
        home.eliminated = home.monitor.and(eliminated).map(|ago| Eliminated {
            on: before(today, ago),
            way: EliminationWay::ByAssistance,
            by: OpId(id(620)),
        });
        for (name, answer) in GUARANTEES.into_iter().zip(answers) {
            home.facts.register(name, answer.map(|code| FactValue::Words(code.into())));
        }
        for ((at, member), flag) in home.members.iter_mut().enumerate().zip(insured) {
            member.id = MemberId(id(n * 100 + u128::try_from(at).unwrap()));
            member.facts.register(FieldName::MedicalInsurance, flag.map(FactValue::Flag));
        }
        let head = home.members.first_mut().unwrap();
        head.facts.register(FieldName::Subsistence, subsistence.map(FactValue::Flag));
        let child = home.members.last_mut().unwrap();
        child.birth = NaiveDate::from_ymd_opt(born, 6, 1);
        child.facts.register(FieldName::StudentStatus, school.map(|code| FactValue::Words(code.into())));
        home
    }
}

prop_compose! {
    pub fn a_visit(today: NaiveDate)(
        n in 1_u128..50_000,
        home in 1_u128..4,
        ago in 0_u64..500,
        nobody in any::<bool>(),
        purpose in select(Purpose::ALL.to_vec()),
        proposed in select(vec![None, Some(0_u64), Some(3), Some(40)]),
    ) -> Visit {
        let on = today.checked_sub_days(Days::new(ago)).unwrap();
        let mut made = visit(n, "2026-01-01");
        made.household = HouseholdId(id(home));
        made.recorded_on = on;
        made.content.visited_on = on;
        made.content.nobody_home = nobody;
        made.content.purposes = vec![purpose];
        made.content.next_visit_on = proposed.and_then(|days| on.checked_add_days(Days::new(days)));
        made
    }
}

prop_compose! {
    fn the_posts()(
        team in any::<bool>(),
        secretary in any::<bool>(),
        vacant in select(vec![None, Some("2026-01-01"), Some("2026-11-10")]),
        people in 0_u32..5,
        linked in any::<bool>(),
        since in select(vec!["2025-05-01", "2026-05-15"]),
        held in vec(select(vec![None, Some(""), Some("刘书记")]), Post::NAMED.len()),
    ) -> VillagePosts {
        let full = posts();
        VillagePosts {
            team: full.team.filter(|_| team),
            secretary: full.secretary.filter(|_| secretary),
            vacant_since: vacant.map(day),
            since: Some(day(since)),
            people,
            linked: if linked { full.linked } else { vec![] },
            holders: Post::NAMED
                .into_iter()
                .zip(held)
                .filter_map(|(post, name)| Some(holder(post, name?, vacant)))
                .collect(),
            ..posts()
        }
    }
}

prop_compose! {
    /// Two who stay, one who may have left or be about to, one who may have come for them.
    fn the_assignments(today: NaiveDate)(
        leads in any::<bool>(),
        went in select(vec![None, Some(0_u64), Some(6), Some(14), Some(30), Some(200)]),
        ahead in select(vec![None, Some(0_u64), Some(10), Some(40)]),
        came in select(vec![None, Some(0_u64), Some(5), Some(20), Some(210)]),
        named in any::<bool>(),
    ) -> Vec<Assignment> {
        let mut leaves = assigned("P005", Role::TeamMember, Some("2024-05-01"), None);
        if leads {
            leaves.role = Role::TeamLeader;
        }
        leaves.to = went.map(|ago| before(today, ago));
        leaves.planned_to = ahead.map(|days| today + Days::new(days));
        leaves.successor = named.then(|| "P003".into());
        let mut all = posts().assignments;
        all.push(leaves);
        all.extend(came.map(|ago| Assignment {
            from: Some(before(today, ago)),
            ..assigned("P003", Role::TeamMember, None, None)
        }));
        all
    }
}

prop_compose! {
    fn a_measure(n: u128, today: NaiveDate)(
        planned in 0_u64..200,
        went in select(vec![None, Some(MeasureStatus::InProgress), Some(MeasureStatus::Done), Some(MeasureStatus::Stopped)]),
        since in 0_u64..200,
    ) -> Measure {
        let made = measure(n, before(today, planned));
        match went {
            Some(status) => went_on(made, before(today, since.min(planned)), status),
            None => made,
        }
    }
}

/// What a case that runs has behind it: so many steps, all taken on the day on which the sign was seen, or a notice
/// that has hung since.
fn a_case(n: u128, today: NaiveDate) -> impl Strategy<Value = IdentificationCase> {
    (0_u64..30, 0_usize..6).prop_map(move |(seen, steps)| {
        let seen_on = before(today, seen);
        let mut made = case(n, FlagId(id(n)), seen_on);
        let ahead = [
            IdentifyStep::Authorise,
            IdentifyStep::HomeVerify,
            IdentifyStep::VillageReview,
            IdentifyStep::Publicity,
            IdentifyStep::TownReview,
        ];
        for step in ahead.into_iter().take(steps) {
            made.steps.push(taken(seen_on, deed(step).unwrap()));
        }
        made
    })
}

prop_compose! {
    /// The file of a household: a contact person who may have left, measures, and a case that runs or led to the
    /// monitoring, whichever fits.
    fn a_file(n: u128, today: NaiveDate)(
        contact_left in select(vec![None, Some(None), Some(Some(3_u64)), Some(Some(30))]),
        measures in (a_measure(n * 1_000 + 1, today), a_measure(n * 1_000 + 2, today)),
        count in 0_usize..3,
        identified in select(vec![None, Some(5_u64), Some(50), Some(130)]),
        running in proptest::option::of(a_case(n * 1_000 + 3, today)),
    ) -> (MonitoringFile, Option<IdentificationCase>) {
        let mut file = MonitoringFile::new(HouseholdId(id(n)), "V001".into());
        if let Some(left) = contact_left {
            let to = left.map(|ago| before(today, ago).to_string());
            file.plan.contacts.push(contact(n * 1_000 + 4, "2025-06-01", to.as_deref()));
        }
        file.plan.measures = [measures.0, measures.1].into_iter().take(count).collect();
        let by_case = identified.map(|ago| approved(n * 1_000 + 5, FlagId(id(n * 1_000 + 5)), before(today, ago)));
        file.cases.extend(by_case);
        (file, running)
    }
}

prop_compose! {
    fn a_flag(n: u128, today: NaiveDate)(
        home in 1_u128..4,
        seen in 0_u64..40,
        triage in select(vec![None, Some(0), Some(1), Some(2), Some(3)]),
        until in 0_u64..60,
    ) -> RelapseFlag {
        let triage = triage.map(|which| match which {
            0 => Triage::Confirm,
            1 => watched(before(today, until)),
            2 => watched(before(today, 0) + Days::new(until)),
            _ => dismissed(),
        });
        flag(n, HouseholdId(id(home)), before(today, seen), triage)
    }
}

prop_compose! {
    /// Who held a post whose holders have no account: one who may have left, one who may have come, one who stays.
    fn the_tenures(today: NaiveDate)(
        post in select(Post::NOTED.to_vec()),
        began in select(vec![None, Some(5_u64), Some(400)]),
        went in select(vec![None, Some(0_u64), Some(1), Some(20), Some(200)]),
        came in select(vec![None, Some(0_u64), Some(5), Some(19), Some(199)]),
        again in any::<bool>(),
    ) -> Vec<Tenure> {
        let stretch = |name: &str, from: Option<u64>, to: Option<u64>| Tenure {
            post,
            name: name.into(),
            from: from.map(|ago| before(today, ago)),
            to: to.map(|ago| before(today, ago)),
        };
        let mut all = vec![stretch("刘书记", began, went)];
        all.extend(came.map(|ago| stretch(if again { "刘书记" } else { "龙书记" }, Some(ago), None)));
        all
    }
}

/// The policy of a number, of the household or of its member of that place.
pub fn key_of(home: u128, place: u128, kind: EntitlementKind) -> EntitlementKey {
    match kind.of_member() {
        true => EntitlementKey::of(MemberId(id(home * 100 + place)), kind),
        false => EntitlementKey::own(kind),
    }
}

/// The policies that somebody can record something of.
pub fn kinds() -> Vec<EntitlementKind> {
    let all = EntitlementKind::ALL.iter().copied();
    all.filter(|kind| !kind.is_fact()).collect()
}

/// What was found of a household's policies: some of it with the knowledge of what came before.
fn entitlements(n: u128, today: NaiveDate) -> impl Strategy<Value = EntitlementFile> {
    let one = (
        select(kinds()),
        0_u128..2,
        select(EntitlementStatus::ALL.to_vec()),
        0_u64..400,
        any::<bool>(),
    );
    vec(one, 0..9).prop_map(move |said| {
        let mut file = EntitlementFile::new(HouseholdId(id(n)), "V001".into());
        for (at, (kind, place, status, ago, read)) in (0_u128..).zip(said) {
            let key = key_of(n, place, kind);
            let mut check = found(n * 1_000 + 100 + at, key, before(today, ago), status);
            if read {
                check.content.seen = file.open(key).iter().map(|one| one.op).collect();
            }
            file.checks.push(check);
        }
        file
    })
}

pub fn a_world() -> impl Strategy<Value = World> {
    let today = (0_u64..730).prop_map(|days| day("2026-01-01").checked_add_days(Days::new(days)).unwrap());
    today.prop_flat_map(|today| {
        let homes = (
            a_household(1, today),
            a_household(2, today),
            a_household(3, today),
        );
        let files = (
            a_file(1, today),
            a_file(2, today),
            entitlements(1, today),
            entitlements(3, today),
        );
        let flags = (
            a_flag(51, today),
            a_flag(52, today),
            a_flag(53, today),
            0_usize..4,
        );
        let only = select(vec![None, None, Some("P002")]);
        let told = (homes, vec(a_visit(today), 0..12), the_posts(), files, flags);
        let people = (the_assignments(today), the_tenures(today), only);
        (told, people).prop_map(
            move |((homes, mut visits, mut posts, files, flags), (assigned, tenures, only))| {
                posts.assignments = assigned;
                posts.tenures = tenures;
                // No two visits have one number; what is drawn keeps its order among them.
                for (at, visit) in (0_u128..).zip(&mut visits) {
                    visit.id = VisitId(id(1_000_000 + visit.id.0.as_u128() * 12 + at));
                }
                let households = vec![homes.0, homes.1, homes.2];
                let file = |(mut file, running): (MonitoringFile, Option<IdentificationCase>)| {
                    let home = households.iter().find(|home| home.id == file.household).unwrap();
                    // A case runs where the household is not monitored; one that led to it stays in the file.
                    match home.monitor {
                        Some(_) => {}
                        None => file.cases = running.into_iter().collect(),
                    }
                    file
                };
                World {
                    only: only.map(Into::into),
                    posts,
                    files: vec![file(files.0), file(files.1)],
                    entitlements: vec![files.2, files.3],
                    flags: [flags.0, flags.1, flags.2].into_iter().take(flags.3).collect(),
                    households,
                    visits,
                    today,
                    ..World::on("2026-01-01")
                }
            },
        )
    })
}
