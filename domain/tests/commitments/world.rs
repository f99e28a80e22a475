//! A village with everything that lines are computed from.

use crate::cast::{day, household, id};
use chrono::NaiveDate;
use domain::case::MonitoringFile;
use domain::commitments::*;
use domain::config::Config;
use domain::entitlement::EntitlementFile;
use domain::handover::{Assignment, Handover};
use domain::household::Household;
use domain::ids::*;
use domain::operation::{Operation, OperationBody};
use domain::policy::Actor;
use domain::risk::RelapseFlag;
use domain::roster::{Role, Village, VillageKind};
use domain::sync::Colleague;
use domain::team::DaysFile;
use domain::time::Millis;
use domain::visit::Visit;
use domain::work::WorkLog;

pub fn village() -> Village {
    Village {
        id: "V001".into(),
        name: "垭古村".into(),
        township: "万宝镇".into(),
        kinds: vec![VillageKind::KeyRevitalization],
    }
}

pub fn person(id: &str, role: Role) -> Colleague {
    Colleague {
        id: id.into(),
        name: format!("{id}的名字"),
        role,
    }
}

pub fn posted(staff: &str, from: Option<&str>) -> Posted {
    Posted {
        staff: staff.into(),
        from: from.map(day),
    }
}

/// Somebody in the village since a day, until a day.
pub fn assigned(staff: &str, role: Role, from: Option<&str>, to: Option<&str>) -> Assignment {
    Assignment {
        staff: staff.into(),
        name: format!("{staff}的名字"),
        role,
        from: from.map(day),
        planned_to: None,
        to: to.map(day),
        reason: None,
        successor: None,
    }
}

/// Who holds a post that is in no team; nobody where the name is empty.
pub fn holder(post: Post, name: &str, since: Option<&str>) -> Holder {
    Holder {
        post,
        name: name.into(),
        since: since.map(day),
    }
}

/// Somebody in a post that has no account, since a day, until a day.
pub fn tenure(post: Post, name: &str, from: Option<&str>, to: Option<&str>) -> Tenure {
    Tenure {
        post,
        name: name.into(),
        from: from.map(day),
        to: to.map(day),
    }
}

pub fn posts() -> VillagePosts {
    VillagePosts {
        village: "V001".into(),
        team: Some("T01".into()),
        since: Some(day("2025-05-01")),
        secretary: Some(person("P001", Role::TeamLeader)),
        vacant_since: None,
        people: 3,
        linked: vec![person("L01", Role::LinkedLeader)],
        posted: vec![posted("P001", None), posted("P002", Some("2026-03-02"))],
        assignments: vec![
            assigned("P001", Role::TeamLeader, None, None),
            assigned("P002", Role::TeamMember, Some("2025-03-02"), None),
        ],
        holders: vec![
            holder(Post::VillageSecretary, "刘书记", Some("2024-03-01")),
            holder(Post::TownshipLink, "周干部", None),
        ],
        tenures: vec![
            tenure(Post::VillageSecretary, "刘书记", Some("2024-03-01"), None),
            tenure(Post::TownshipLink, "周干部", None, None),
            tenure(Post::LinkedLeader, "L01的名字", None, None),
        ],
    }
}

/// A village with everything that lines are computed from.
#[derive(Clone, Debug)]
pub struct World {
    pub village: Village,
    pub posts: VillagePosts,
    pub households: Vec<Household>,
    pub visits: Vec<Visit>,
    pub explanations: Vec<Explanation>,
    pub files: Vec<MonitoringFile>,
    pub flags: Vec<RelapseFlag>,
    pub entitlements: Vec<EntitlementFile>,
    pub days: Vec<DaysFile>,
    pub handovers: Vec<Handover>,
    pub works: Vec<WorkLog>,
    /// On whose phone; none on the leader's or the server.
    pub only: Option<StaffId>,
    pub today: NaiveDate,
    pub config: Config,
    /// How often somebody did something.
    pub done: u128,
}

impl World {
    pub fn on(today: &str) -> Self {
        Self {
            village: village(),
            posts: posts(),
            households: vec![household()],
            visits: vec![],
            explanations: vec![],
            files: vec![],
            flags: vec![],
            entitlements: vec![],
            days: vec![],
            handovers: vec![],
            works: vec![],
            only: None,
            today: day(today),
            config: Config::default(),
            done: 0,
        }
    }

    pub fn findings(&self) -> Vec<Finding> {
        let ground = Ground {
            village: Some(&self.village),
            posts: Some(&self.posts),
            households: self.households.iter().collect(),
            visits: self.visits.iter().collect(),
            explanations: self.explanations.iter().collect(),
            files: self.files.iter().collect(),
            flags: self.flags.iter().collect(),
            entitlements: self.entitlements.iter().collect(),
            days: self.days.iter().collect(),
            handovers: self.handovers.iter().collect(),
            works: self.works.iter().collect(),
            only: self.only.as_ref(),
        };
        lines(
            &ground,
            &catalogue(&self.config, self.today),
            self.today,
            &self.config,
        )
    }

    pub fn of(&self, line: LineCode) -> Finding {
        self.findings()
            .into_iter()
            .find(|finding| finding.line == line)
            .unwrap()
    }

    pub fn at(&self, line: LineCode, subject: Subject) -> Option<Finding> {
        let same = |finding: &Finding| finding.line == line && finding.subject == subject;
        self.findings().into_iter().find(same)
    }

    /// The state on another day.
    pub fn status_on(&mut self, line: LineCode, on: &str) -> CommitmentStatus {
        self.today = day(on);
        self.of(line).status
    }

    /// The file of a household, made where there is none.
    pub fn file(&mut self, of: HouseholdId) -> &mut MonitoringFile {
        if self.files.iter().all(|file| file.household != of) {
            self.files.push(MonitoringFile::new(of, "V001".into()));
        }
        self.files.iter_mut().find(|file| file.household == of).unwrap()
    }

    pub fn home(&mut self, id: HouseholdId) -> &mut Household {
        self.households.iter_mut().find(|home| home.id == id).unwrap()
    }
}

pub fn actor(staff: &str, role: Role) -> Actor {
    Actor {
        staff: staff.into(),
        name: format!("{staff}的名字"),
        role,
        team: Some("T01".into()),
        villages: vec!["V001".into()],
        former_villages: vec![],
        teams_of_place: vec![],
    }
}

pub fn operation(n: u128, staff: &str, on: NaiveDate, body: OperationBody) -> Operation {
    Operation {
        id: OpId(id(n)),
        device: DeviceId(id(900)),
        seq: 1,
        author: staff.into(),
        recorded_at: Millis(0),
        recorded_on: on,
        body,
    }
}

/// What explains a line.
pub fn explained(line: LineCode, subject: Subject, until: &str, confirmed: Option<&str>) -> Explanation {
    Explanation {
        id: ExplanationId(id(700)),
        village: "V001".into(),
        line,
        household: subject.household(),
        member: subject.member(),
        reason: "全家在广东务工，过年才回来".into(),
        until: day(until),
        author: "P002".into(),
        author_role: Role::TeamMember,
        confirmed_by: confirmed.map(Into::into),
        history: vec![],
    }
}
