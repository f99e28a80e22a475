//! Doing what a finding says puts it right: by the reducer, as phones and desks would.

use crate::cast::{content, id};
use crate::files::{deed, dismissed, taken};
use crate::people::act;
use crate::world::{World, actor, operation, person};
use chrono::NaiveDate;
use domain::case::codes::CaseState;
use domain::commitments::*;
use domain::entitlement::codes::{EntitlementSource, EntitlementStatus};
use domain::entitlement::{EntitlementContent, EntitlementKey};
use domain::handover::Leaving;
use domain::handover::codes::HandoverSide;
use domain::identification::IdentifyStep;
use domain::ids::*;
use domain::operation::{OperationBody, Whose};
use domain::plan::codes::{MeasureCategory, MeasureStatus};
use domain::plan::{MeasureContent, ProgressStep};
use domain::record::{Record, RecordMap};
use domain::reducer::{Context, apply};
use domain::roster::Role;
use domain::team::MonthContent;
use domain::time::plus_days;
use domain::visit::codes::Purpose;
use domain::visit::{FactChange, VisitContent};
use domain::work::WorkContent;
use domain::work::codes::WorkKind;

impl World {
    /// A visit of today at which the first member was met, as the reducer takes it from the form.
    pub fn visit_today(&mut self, home: HouseholdId, purpose: Purpose, changes: Vec<FactChange>) {
        let n = 90_000 + u128::try_from(self.visits.len()).unwrap();
        let met = self.home(home).members.first().map(|member| member.id);
        let content = VisitContent {
            visited_on: self.today,
            purposes: vec![purpose],
            met: met.into_iter().collect(),
            changes,
            ..content()
        };
        let body = OperationBody::LogVisit {
            visit: VisitId(id(n)),
            household: home,
            content: Box::new(content),
        };
        let actor = actor("P002", Role::TeamMember);
        let context = Context {
            actor: &actor,
            config: &self.config,
            received_at: None,
        };
        let operation = operation(n, "P002", self.today, body);
        let effect = apply(&operation, &self.records(), context).unwrap();
        effect.records.into_iter().for_each(|record| self.keep(record));
    }

    fn records(&self) -> RecordMap {
        let mut records = RecordMap::default();
        for household in &self.households {
            records.put(Record::Household(Box::new(household.clone())));
        }
        for file in &self.files {
            records.put(Record::Monitoring(Box::new(file.clone())));
        }
        for flag in &self.flags {
            records.put(Record::Flag(Box::new(flag.clone())));
        }
        for file in &self.days {
            records.put(Record::Days(Box::new(file.clone())));
        }
        for file in &self.entitlements {
            records.put(Record::Entitlements(Box::new(file.clone())));
        }
        for handover in &self.handovers {
            records.put(Record::Handover(Box::new(handover.clone())));
        }
        for work in &self.works {
            records.put(Record::Work(Box::new(work.clone())));
        }
        records
    }

    fn keep(&mut self, record: Record) {
        match record {
            Record::Visit(visit) => self.visits.push(*visit),
            Record::Household(changed) => self.home(changed.id).clone_from(&changed),
            Record::Monitoring(changed) => self.file(changed.household).clone_from(&changed),
            Record::Flag(changed) => {
                self.flags.retain(|flag| flag.id != changed.id);
                self.flags.push(*changed);
            }
            Record::Days(changed) => {
                self.days.retain(|file| file.id != changed.id);
                self.days.push(*changed);
            }
            Record::Entitlements(changed) => {
                self.entitlements
                    .retain(|file| file.household != changed.household);
                self.entitlements.push(*changed);
            }
            Record::Handover(changed) => {
                self.handovers.retain(|one| one.id != changed.id);
                self.handovers.push(*changed);
            }
            Record::Work(changed) => {
                self.works.retain(|one| one.id != changed.id);
                self.works.push(*changed);
            }
            Record::Explanation(_) | Record::Request(_) => {}
        }
    }

    /// Somebody does something today, which the server hears at once.
    pub fn does(&mut self, staff: &str, body: OperationBody) {
        let mut records = self.records();
        self.done += 1;
        let n = 80_000 + self.done;
        let on = self.today.to_string();
        act(&mut records, &self.config, n, (staff, &on), body).unwrap();
        for record in records.0.into_values() {
            self.keep(record.as_ref().clone());
        }
    }

    /// An entry of the work log of today.
    pub fn log_work(&mut self, kind: WorkKind) {
        self.log((kind, None), self.today);
    }

    /// An entry of the work log that a post was handed over on a day.
    pub fn note(&mut self, post: Post, on: NaiveDate) {
        self.log((WorkKind::OF_POSTS, Some(post)), on);
    }

    fn log(&mut self, (kind, post): (WorkKind, Option<Post>), on: NaiveDate) {
        let n = 70_000 + u128::try_from(self.works.len()).unwrap();
        let content = WorkContent {
            kind,
            on,
            words: "看了产业基地，和村里商量了灌溉".into(),
            who: "区里的领导".into(),
            yuan: None,
            companions: vec![],
            elsewhere: false,
            post,
        };
        self.does(
            "P002",
            OperationBody::LogWork {
                work: WorkId(id(n)),
                village: "V001".into(),
                content: Box::new(content),
            },
        );
    }

    /// The office names who holds a post that is in no team.
    pub fn name(&mut self, post: Post) {
        self.posts.holders.retain(|holder| holder.post != post);
        self.posts.holders.push(Holder {
            post,
            name: "新来的".into(),
            since: Some(self.today),
        });
    }

    /// Does what a finding says puts it right.
    pub fn put_right(&mut self, remedy: Remedy) {
        match remedy {
            Remedy::Visit(home, purpose) => self.visit_today(home, purpose, vec![]),
            Remedy::Settle(home, facts) => {
                let household = self.home(home).clone();
                let change = |(field, value)| FactChange {
                    field,
                    base: household.field_version(&field),
                    old: household.value(&field).cloned(),
                    new: Some(value),
                };
                let changes = facts.into_iter().map(change).collect();
                self.visit_today(home, Purpose::Routine, changes);
            }
            Remedy::Screen(homes) => {
                for home in homes {
                    self.visit_today(home, Purpose::Campaign, vec![]);
                }
            }
            Remedy::Fill(empty) => {
                for post in empty {
                    match post {
                        Post::FirstSecretary => self.posts.secretary = Some(person("P009", Role::TeamLeader)),
                        Post::LinkedLeader => self.posts.linked.push(person("L09", Role::LinkedLeader)),
                        Post::VillageSecretary | Post::TownshipLink => self.name(post),
                    }
                }
            }
            Remedy::ConfirmMonth(month) => self.confirm_all(month),
            Remedy::HandOver(of) => self.hand_over(&of),
            Remedy::NoteHandover(change) => self.note(change.post, self.today),
            Remedy::LogWork(kind) => self.log_work(kind),
            Remedy::SendTeam => self.posts.team = Some("T09".into()),
            Remedy::Explain => panic!("a breach is not explained away"),
            other => self.put_file_right(other),
        }
    }

    fn put_file_right(&mut self, remedy: Remedy) {
        match remedy {
            Remedy::NameContact(household) => self.does(
                "P002",
                OperationBody::NameContact {
                    household,
                    name: "帮扶干部".into(),
                    unit: "区水利局".into(),
                    from: None,
                },
            ),
            Remedy::PlanMeasure(household) => self.does(
                "P002",
                OperationBody::AddMeasure {
                    household,
                    content: Box::new(MeasureContent {
                        sub_item: None,
                        category: MeasureCategory::Health,
                        item: "签约家庭医生".into(),
                        start: self.today,
                        planned_end: None,
                        yuan: None,
                        body: String::new(),
                    }),
                },
            ),
            Remedy::RecordProgress(household, measure) => self.does(
                "P002",
                OperationBody::ProgressMeasure {
                    household,
                    measure,
                    step: Box::new(ProgressStep {
                        on: self.today,
                        status: MeasureStatus::InProgress,
                        words: String::new(),
                    }),
                },
            ),
            Remedy::Triage(flag) => {
                let rev = self.flags.iter().find(|one| one.id == flag).unwrap().rev;
                let triage = dismissed();
                self.does(
                    "P001",
                    OperationBody::TriageFlag {
                        flag,
                        rev,
                        triage,
                        household: None,
                    },
                );
            }
            Remedy::OpenCase(household, flag) => {
                self.does("P001", OperationBody::OpenCase { household, flag });
            }
            Remedy::CarryOn(household, steps) => {
                for step in steps {
                    self.step(household, step);
                }
            }
            Remedy::Receive(household, keys) => {
                for key in keys {
                    self.find(household, key, EntitlementStatus::Receiving);
                }
            }
            other => panic!("{other:?} is put right elsewhere"),
        }
    }

    /// Somebody who has read what was found before finds today how a policy stands.
    pub fn find(&mut self, household: HouseholdId, key: EntitlementKey, status: EntitlementStatus) {
        let file = self.entitlements.iter().find(|file| file.household == household);
        let open = file.map(|file| file.open(key)).unwrap_or_default();
        let stop = status == EntitlementStatus::StoppedLawful;
        let content = EntitlementContent {
            key,
            status,
            on: self.today,
            source: EntitlementSource::DepartmentList,
            stopped_on: stop.then_some(self.today),
            words: "按规定".into(),
            seen: open.iter().map(|check| check.op).collect(),
        };
        let body = OperationBody::RecordEntitlement {
            household,
            content: Box::new(content),
        };
        self.does("P002", body);
    }

    fn confirm_all(&mut self, month: NaiveDate) {
        for one in self.posts.posted.clone() {
            self.confirm(&one.staff, month);
        }
    }

    /// Both sides sign, the leader in the place of whoever has left; of a leader a colleague does.
    pub fn hand_over(&mut self, of: &Leaving) {
        let stands_in = match of.role {
            Role::TeamLeader => "P002",
            _ => "P001",
        };
        let incoming = ["P003", "P004"].into_iter().find(|one| of.staff.as_str() != *one);
        for (by, side, whom) in [
            (stands_in, HandoverSide::Outgoing, of.staff.as_str()),
            (incoming.unwrap(), HandoverSide::Incoming, incoming.unwrap()),
        ] {
            let known = self.handovers.iter().find(|one| one.id == of.id());
            if known.is_some_and(|one| one.signatures(side).next().is_some()) {
                continue;
            }
            let body = OperationBody::SignHandover {
                of: Box::new(of.clone()),
                side,
                whom: whom.into(),
                words: "已经回原单位".into(),
            };
            self.does(by, body);
        }
    }

    /// Somebody confirms a month, and then the leader does.
    pub fn confirm(&mut self, staff: &StaffId, month: NaiveDate) {
        let leader: StaffId = "P001".into();
        for by in [staff, &leader] {
            let file = self.days.iter().find(|file| file.staff == *staff);
            let content = MonthContent {
                month,
                seen: file.and_then(|file| file.newest(month)).map(|entry| entry.op),
                on_site: 3,
                marks: vec![],
                words: "在区里培训".into(),
                nights: None,
            };
            let whose = Whose {
                team: "T01".into(),
                staff: staff.clone(),
                name: format!("{staff}的名字"),
            };
            self.does(
                by.as_str(),
                OperationBody::ConfirmMonth {
                    whose: Box::new(whose),
                    content: Box::new(content),
                },
            );
        }
    }

    /// Takes a step of the strip in the household's case today; a notice then hangs its days.
    pub fn step(&mut self, household: HouseholdId, step: IdentifyStep) {
        let today = self.today;
        let case = self.file(household).cases.last_mut().unwrap();
        let publicity = step == IdentifyStep::Publicity;
        let progress = case.progress();
        if !publicity || progress.hung_on.is_none() {
            case.steps.push(taken(today, deed(step).unwrap()));
        }
        if publicity && case.state(today) == CaseState::Publicity {
            let hung = case.progress().hung_on.unwrap();
            self.today = plus_days(hung, case.limits.publicity_days);
        }
    }
}
