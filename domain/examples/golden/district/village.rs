//! An invented village on a day of its own, with everything from which its households are judged.

use super::dice::Dice;
use super::files;
use super::households::{household, id};
use super::policies;
use chrono::NaiveDate;
use domain::case::MonitoringFile;
use domain::commitments::{
    Explanation, Finding, Ground, Holder, LineCode, Post, Posted, VillagePosts, catalogue, lines,
};
use domain::config::Config;
use domain::entitlement::EntitlementFile;
use domain::handover::codes::HandoverSide;
use domain::handover::{Assignment, Handover, HandoverEntry, HandoverEvent, Leaving};
use domain::household::Household;
use domain::ids::{ExplanationId, OpId, VillageId, WorkId};
use domain::income::codes::IncomeLine;
use domain::income::{CountingRule, MonitoringLine};
use domain::request::Request;
use domain::risk::RelapseFlag;
use domain::roster::{Role, Village, VillageKind};
use domain::sync::Colleague;
use domain::time::{Millis, plus_days};
use domain::visit::Visit;
use domain::work::codes::WorkKind;
use domain::work::{WorkContent, WorkEntry, WorkEvent, WorkLog};

/// Households of a village.
const HOUSEHOLDS: u64 = 30;

/// A household with what lies beside it.
pub struct Home {
    /// The household.
    pub household: Household,
    /// Its flags.
    pub flags: Vec<RelapseFlag>,
    /// Its requests.
    pub requests: Vec<Request>,
    /// Its visits.
    pub visits: Vec<Visit>,
    /// Its file.
    pub file: Option<MonitoringFile>,
    /// What was found of its policies.
    pub entitlements: Option<EntitlementFile>,
}

/// A village on a day.
pub struct Place {
    /// The day on which everything is asked.
    pub today: NaiveDate,
    /// What its district configured.
    pub config: Config,
    /// Its households.
    pub homes: Vec<Home>,
    village: Village,
    posts: VillagePosts,
    explanations: Vec<Explanation>,
    handovers: Vec<Handover>,
    works: Vec<WorkLog>,
}

impl Place {
    /// The village of a number.
    pub fn of(number: u64) -> Self {
        let mut dice = Dice::of(30, number);
        let village: VillageId = VillageId(format!("V{number:03}"));
        let today = dice.before(day(2027, 12, 31), 0, 1_826);
        let home = |place: u64| home(number * 1_000 + place, &village, place, today);
        let homes: Vec<Home> = (1..=HOUSEHOLDS).map(home).collect();
        Self {
            today,
            config: config(&mut dice),
            explanations: homes
                .iter()
                .filter_map(|home| explanation(&mut dice, home, today))
                .collect(),
            handovers: handed_over(number, &village, today),
            works: works(number, &village, today),
            posts: VillagePosts {
                assignments: assignments(number, today),
                holders: holders(number, today),
                ..posts(&mut dice, &village, today)
            },
            village: Village {
                id: village,
                name: format!("第{number}村"),
                township: "万宝镇".to_owned(),
                kinds: dice.some(VillageKind::ALL, 20),
            },
            homes,
        }
    }

    /// Its lines of the four not-removes.
    pub fn lines(&self) -> Vec<Finding> {
        let ground = Ground {
            village: Some(&self.village),
            posts: Some(&self.posts),
            households: self.homes.iter().map(|home| &home.household).collect(),
            visits: self.homes.iter().flat_map(|home| &home.visits).collect(),
            explanations: self.explanations.iter().collect(),
            files: self.homes.iter().filter_map(|home| home.file.as_ref()).collect(),
            flags: self.homes.iter().flat_map(|home| &home.flags).collect(),
            entitlements: self
                .homes
                .iter()
                .filter_map(|home| home.entitlements.as_ref())
                .collect(),
            days: Vec::new(),
            handovers: self.handovers.iter().collect(),
            works: self.works.iter().collect(),
            only: None,
        };
        let rows = catalogue(&self.config, self.today);
        lines(&ground, &rows, self.today, &self.config)
    }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

fn home(number: u64, village: &VillageId, place: u64, today: NaiveDate) -> Home {
    let household = household(number, village, place, today);
    let flags = files::flags(&household, number, today);
    Home {
        requests: files::requests(&household, number, today),
        visits: files::visits(&household, number, today),
        file: files::file(&household, number, &flags, today),
        entitlements: policies::entitlements(&household, number, today),
        flags,
        household,
    }
}

/// The lines as they were published and, in most villages, an invented one of each later year; what counts as income
/// is settled in some.
fn config(dice: &mut Dice) -> Config {
    let mut config = Config::default();
    if dice.in_hundred(75) {
        let invented = (2023..=2027).zip([7_200, 7_500, 7_800, 8_500, 9_000]);
        config
            .income_lines
            .extend(invented.map(|(year, yuan)| MonitoringLine {
                from: None,
                year,
                yuan,
                document: "对照用".to_owned(),
            }));
    }
    let disputed = [
        IncomeLine::EducationAid,
        IncomeLine::Donation,
        IncomeLine::OtherTransfer,
    ];
    for line in dice.some(&disputed, 40) {
        config.counting_rules.push(CountingRule {
            line,
            counts: dice.in_hundred(50),
            effective_from: day(2025, 1, 1),
            document: "对照用".to_owned(),
        });
    }
    config
}

fn posts(dice: &mut Dice, village: &VillageId, today: NaiveDate) -> VillagePosts {
    let person = |id: &str, role| Colleague {
        id: id.into(),
        name: format!("{id}的名字"),
        role,
    };
    let posted = |id: &str| Posted {
        staff: id.into(),
        from: None,
    };
    let secretary = dice.in_hundred(75).then(|| person("P001", Role::TeamLeader));
    VillagePosts {
        village: village.clone(),
        team: dice.in_hundred(90).then(|| "T01".into()),
        since: Some(dice.before(today, 100, 600)),
        vacant_since: secretary.is_none().then(|| dice.before(today, 0, 90)),
        secretary,
        people: u32::try_from(dice.below(5)).unwrap_or_default(),
        linked: dice
            .in_hundred(50)
            .then(|| person("L01", Role::LinkedLeader))
            .into_iter()
            .collect(),
        posted: vec![posted("P001"), posted("P002")],
        assignments: Vec::new(),
        holders: Vec::new(),
        tenures: Vec::new(),
    }
}

/// Who holds the posts that are in no team; in some villages the office never told, in others a post is empty.
fn holders(number: u64, today: NaiveDate) -> Vec<Holder> {
    let mut dice = Dice::of(34, number);
    let mut told = Vec::new();
    for post in Post::NAMED {
        let since = dice.before(today, 0, 60);
        let name = match dice.below(8) {
            0 => continue,
            1 => String::new(),
            _ => format!("{}某", post.zh()),
        };
        told.push(Holder {
            post,
            name,
            since: Some(since),
        });
    }
    told
}

/// The last day of somebody who left the village, or is about to; in some villages nobody does.
fn left(number: u64, today: NaiveDate) -> Option<NaiveDate> {
    let mut dice = Dice::of(32, number);
    let ahead = u32::try_from(dice.below(60)).unwrap_or_default();
    let before = dice.before(today, 0, 40);
    match dice.below(4) {
        0 => None,
        1 => Some(plus_days(today, ahead)),
        _ => Some(before),
    }
}

fn assignments(number: u64, today: NaiveDate) -> Vec<Assignment> {
    let one = |id: &str, role, from: Option<NaiveDate>, last: Option<NaiveDate>| Assignment {
        staff: id.into(),
        name: format!("{id}的名字"),
        role,
        from,
        planned_to: last.filter(|last| *last >= today),
        to: last.filter(|last| *last < today),
        reason: None,
        successor: None,
    };
    let last = left(number, today);
    vec![
        one("P001", Role::TeamLeader, None, None),
        one("P002", Role::TeamMember, None, last),
        one(
            "P003",
            Role::TeamMember,
            last.and_then(|last| last.pred_opt()),
            None,
        ),
    ]
}

/// In some villages both have signed, in some one has.
fn handed_over(number: u64, village: &VillageId, today: NaiveDate) -> Vec<Handover> {
    let mut dice = Dice::of(33, number);
    let Some(on) = left(number, today) else {
        return Vec::new();
    };
    let mut handover = Handover::new(Leaving {
        village: village.clone(),
        staff: "P002".into(),
        name: "P002的名字".to_owned(),
        role: Role::TeamMember,
        on,
    });
    let sides = [(HandoverSide::Outgoing, "P002"), (HandoverSide::Incoming, "P003")];
    let signed = usize::try_from(dice.below(3)).unwrap_or_default();
    for ((side, by), n) in sides.into_iter().zip(1_u64..).take(signed) {
        handover.entries.push(HandoverEntry {
            op: OpId(id(34, number * 2 + n)),
            by: by.into(),
            by_name: format!("{by}的名字"),
            recorded_at: Millis(0),
            received_at: None,
            event: HandoverEvent::Signed {
                side,
                whom: by.into(),
                words: String::new(),
            },
        });
    }
    vec![handover]
}

/// What the log says of the last year: who came, what was given, and now and then an entry that was struck out.
fn works(number: u64, village: &VillageId, today: NaiveDate) -> Vec<WorkLog> {
    let mut dice = Dice::of(35, number);
    let entry = |n: u64, event| WorkEntry {
        op: OpId(id(36, number * 100 + n)),
        by: "P001".into(),
        by_name: "P001的名字".to_owned(),
        recorded_at: Millis(0),
        received_at: None,
        event,
    };
    let many = dice.below(6);
    let work = |n: u64| {
        let on = dice.before(today, 0, 400);
        let kinds = dice.some(WorkKind::ALL, 30);
        let struck = dice.in_hundred(15);
        let why = "记重了".to_owned();
        let struck = struck.then(|| entry(n * 2 + 1, WorkEvent::Struck { why }));
        WorkLog {
            id: WorkId(id(37, number * 100 + n)),
            village: village.clone(),
            team: Some("T01".into()),
            author: "P001".into(),
            author_name: "P001的名字".to_owned(),
            recorded_on: on,
            content: WorkContent {
                kind: kinds.last().copied().unwrap_or(WorkKind::LeaderVisit),
                on,
                words: "看了基地".to_owned(),
                who: "来的人".to_owned(),
                yuan: None,
                companions: Vec::new(),
                elsewhere: false,
                post: None,
            },
            history: [entry(n * 2, WorkEvent::Logged)]
                .into_iter()
                .chain(struck)
                .collect(),
        }
    };
    (0..many).map(work).collect()
}

/// Some households are away, and a leader has confirmed it.
fn explanation(dice: &mut Dice, home: &Home, today: NaiveDate) -> Option<Explanation> {
    dice.in_hundred(10).then(|| Explanation {
        id: ExplanationId(id(31, dice.below(1_000_000))),
        village: home.household.village.clone(),
        line: LineCode::A4,
        household: Some(home.household.id),
        member: None,
        reason: "全家在广东务工".to_owned(),
        until: plus_days(today, u32::try_from(dice.below(40)).unwrap_or_default()),
        author: "P002".into(),
        author_role: Role::TeamMember,
        confirmed_by: dice.in_hundred(60).then(|| "P001".into()),
        history: Vec::new(),
    })
}
