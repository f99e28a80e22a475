//! Both written forms of a message hold the same: JSON for people and offices, CBOR for phones.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod cast;
#[path = "forms/deposits.rs"]
mod deposits;

use cast::{content, day, household, id, visit};
use domain::case::codes::Side;
use domain::case::{MonitoringFile, Verifier, Votes};
use domain::cbor;
use domain::commitments::{
    Explanation, ExplanationEntry, ExplanationEvent, Holder, LineCode, Post, Tenure, VillagePosts, catalogue,
};
use domain::config::Config;
use domain::elimination::codes::EliminationWay;
use domain::elimination::{
    Eliminated, EliminationDeed, EliminationStep, Reduced, ReductionReason, StableFound,
};
use domain::entitlement::codes::{EntitlementKind, EntitlementSource, EntitlementStatus};
use domain::entitlement::{EntitlementCheck, EntitlementContent, EntitlementFile, EntitlementKey, Listing};
use domain::handover::codes::{EndReason, HandoverSide, LineKind};
use domain::handover::{Assignment, Handover, HandoverEntry, HandoverEvent, HandoverLine, Leaving};
use domain::household::codes::{DisasterKind, MonitorCategory, RiskCause};
use domain::household::facts::{FactValue, FieldKey, FieldName};
use domain::household::land::Land;
use domain::household::{Household, IncomeSummary, Risk};
use domain::ids::*;
use domain::income::codes::{IncomeLine, IncomeSource, Spending};
use domain::income::{IncomeAmount, IncomeContent, IncomeSnapshot, SpendingAmount};
use domain::operation::{Explaining, Operation, OperationBody, Whose};
use domain::record::{Record, RecordKey, ScopeDigest};
use domain::refusal::{Refusal, RefusalCode};
use domain::request::codes::{RequestCategory, ToldHow};
use domain::request::{Owner, Request, RequestContent, RequestEntry, RequestEvent, RequestStep};
use domain::risk::warning::Department;
use domain::roster::{Role, Team, Village, VillageKind};
use domain::sync::*;
use domain::team::codes::{DayMark, LeaveKind, LeaveLevel};
use domain::team::{
    DayNote, DaysFile, Leave, LeaveContent, LeaveDecision, LeaveEntry, LeaveEvent, MonthContent, MonthEntry,
};
use domain::time::Millis;
use domain::visit::codes::{Purpose, ReturnReason, Signal};
use domain::visit::photo::{PhotoHash, PhotoRef};
use domain::visit::*;
use domain::work::codes::WorkKind;
use domain::work::{WorkContent, WorkEntry, WorkEvent, WorkLog};
use minicbor::{Decode, Encode};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;

fn holds_in_both_forms<T>(value: &T) -> Result<(), TestCaseError>
where
    T: Serialize + DeserializeOwned + Encode<()> + for<'b> Decode<'b, ()> + PartialEq + Debug,
{
    let json = serde_json::to_vec(value).unwrap();
    prop_assert_eq!(&serde_json::from_slice::<T>(&json).unwrap(), value);
    let bytes = cbor::to_vec(value);
    prop_assert_eq!(&cbor::from_slice::<T>(&bytes).unwrap(), value);
    prop_assert!(cbor::says_all(value, &bytes));
    prop_assert!(bytes.len() < json.len());
    let cut = bytes.get(..bytes.len() - 1).unwrap();
    prop_assert!(cbor::from_slice::<T>(cut).is_err());
    let longer = [bytes.as_slice(), &[0]].concat();
    prop_assert!(cbor::from_slice::<T>(&longer).is_err());
    Ok(())
}

fn value() -> impl Strategy<Value = FactValue> {
    prop_oneof![
        any::<bool>().prop_map(FactValue::Flag),
        any::<i64>().prop_map(FactValue::Count),
        any::<String>().prop_map(FactValue::Words),
        vec(any::<String>(), 0..3).prop_map(FactValue::Codes),
    ]
}

fn field() -> impl Strategy<Value = FieldKey> {
    let member = option::of(any::<u128>().prop_map(|n| MemberId(id(n))));
    let name = prop::sample::select(FieldName::ALL);
    (member, name).prop_map(|(member, name)| FieldKey { member, name })
}

fn op() -> impl Strategy<Value = OpId> {
    any::<u128>().prop_map(|n| OpId(id(n)))
}

fn change() -> impl Strategy<Value = FactChange> {
    let values = (option::of(value()), option::of(value()));
    (field(), option::of(op()), values).prop_map(|(field, base, (old, new))| FactChange {
        field,
        base,
        old,
        new,
    })
}

fn date() -> impl Strategy<Value = chrono::NaiveDate> {
    (0_i64..40_000).prop_map(|days| day("1970-01-01") + chrono::Duration::days(days))
}

fn photo() -> impl Strategy<Value = PhotoRef> {
    (any::<[u8; 32]>(), any::<[u32; 3]>()).prop_map(|(hash, [bytes, width, height])| PhotoRef {
        hash: PhotoHash(hash),
        bytes,
        width,
        height,
    })
}

fn any_content() -> impl Strategy<Value = VisitContent> {
    let words = (any::<String>(), option::of(any::<String>()), any::<String>());
    let days = (date(), option::of(date()));
    let signals = prop::sample::subsequence(Signal::ALL, 0..4);
    let flags = (any::<[bool; 3]>(), vec(photo(), 0..3));
    let told = prop::sample::subsequence(EntitlementKind::ALL, 0..4);
    let signals = (signals, told);
    (words, days, vec(change(), 0..4), signals, flags).prop_map(
        |(
            (note, late_reason, help_done),
            (visited_on, next_visit_on),
            changes,
            (signals, policies_explained),
            ([a, b, c], photos),
        )| {
            VisitContent {
                visited_on,
                nobody_home: a,
                no_change: b,
                urgent: c,
                companions: vec!["P003".into()],
                changes,
                signals,
                note,
                late_reason,
                next_visit_on,
                photos,
                policies_explained,
                help_done,
                ..content()
            }
        },
    )
}

fn decision() -> impl Strategy<Value = Decision> {
    let reason = prop::sample::select(ReturnReason::ALL);
    prop_oneof![
        Just(Decision::Approve),
        (reason, any::<String>()).prop_map(|(reason, words)| Decision::Return { reason, words }),
    ]
}

fn body() -> impl Strategy<Value = OperationBody> {
    let (visit, household) = (VisitId(id(7)), HouseholdId(id(8)));
    prop_oneof![
        any_content().prop_map(move |content| OperationBody::LogVisit {
            visit,
            household,
            content: Box::new(content),
        }),
        (any_content(), any::<u32>()).prop_map(move |(content, base_rev)| OperationBody::ReviseVisit {
            visit,
            household,
            base_rev,
            content: Box::new(content),
        }),
        (any::<u32>(), decision()).prop_map(move |(rev, decision)| OperationBody::ReviewVisit {
            visit,
            rev,
            decision,
        }),
        any::<String>().prop_map(move |text| OperationBody::AddAddendum { visit, text }),
        (field(), option::of(op()), option::of(value()), vec(op(), 0..3)).prop_map(
            move |(field, base, keep, seen)| OperationBody::ResolveConflict {
                household,
                field,
                base,
                keep,
                seen,
            }
        ),
        income().prop_map(move |content| OperationBody::RecordIncome {
            household,
            content: Box::new(content),
        }),
        (any::<String>(), date(), option::of(op())).prop_map(move |(reason, until, member)| {
            OperationBody::ExplainLine {
                explanation: ExplanationId(id(9)),
                said: Box::new(Explaining {
                    village: "V001".into(),
                    line: LineCode::A4,
                    household: Some(household),
                    member: member.map(|op| MemberId(op.0)),
                    reason,
                    until,
                }),
            }
        }),
        Just(OperationBody::ConfirmExplanation {
            explanation: ExplanationId(id(9)),
        }),
        (way(), any::<String>(), date()).prop_map(move |(way, words, on)| {
            OperationBody::NominateElimination {
                household,
                way,
                words,
                on,
            }
        }),
        (
            prop::sample::select(ReductionReason::ALL),
            any::<String>(),
            date()
        )
            .prop_map(move |(reason, words, on)| OperationBody::ReduceNaturally {
                household,
                reason,
                on,
                words,
            }),
        (any::<u32>(), elimination_step()).prop_map(move |(rev, step)| OperationBody::StepElimination {
            household,
            rev,
            step: Box::new(step),
        }),
        (option::of(any::<u8>()), asked()).prop_map(move |(at, content)| OperationBody::RaiseRequest {
            request: RequestId(id(10)),
            household,
            visit: at.map(|_| visit),
            content: Box::new(content),
        }),
        leave().prop_map(|content| OperationBody::AskLeave {
            whose: whose(),
            content: Box::new(content),
        }),
        (op(), leave_decision()).prop_map(|(leave, decision)| OperationBody::DecideLeave {
            team: "T01".into(),
            staff: "P002".into(),
            leave,
            decision: Box::new(decision),
        }),
        (op(), option::of(date())).prop_map(|(leave, back_on)| OperationBody::EndLeave {
            team: "T01".into(),
            staff: "P002".into(),
            leave,
            back_on,
        }),
        month().prop_map(|content| OperationBody::ConfirmMonth {
            whose: whose(),
            content: Box::new(content),
        }),
        entitlement().prop_map(move |content| OperationBody::RecordEntitlement {
            household,
            content: Box::new(content),
        }),
        handover_line().prop_map(|line| OperationBody::WriteHandover {
            of: Box::new(leaving()),
            line: Box::new(line),
        }),
        (prop::sample::select(HandoverSide::ALL), any::<String>()).prop_map(|(side, words)| {
            OperationBody::SignHandover {
                of: Box::new(leaving()),
                side,
                whom: "P003".into(),
                words,
            }
        }),
        work_content().prop_map(|content| OperationBody::LogWork {
            work: WorkId(id(77)),
            village: "V001".into(),
            content: Box::new(content),
        }),
        any::<String>().prop_map(|why| OperationBody::StrikeWork {
            work: WorkId(id(77)),
            why,
        }),
        (any::<u32>(), request_step()).prop_map(move |(base_rev, step)| OperationBody::StepRequest {
            request: RequestId(id(10)),
            household,
            base_rev,
            step: Box::new(step),
        }),
    ]
}

fn entitlement() -> impl Strategy<Value = EntitlementContent> {
    let said = (
        prop::sample::select(EntitlementKind::ALL),
        prop::sample::select(EntitlementStatus::ALL),
        prop::sample::select(EntitlementSource::ALL),
    );
    let days = (date(), option::of(date()));
    (said, days, any::<String>(), vec(op(), 0..3)).prop_map(
        |((kind, status, source), (on, stopped_on), words, seen)| EntitlementContent {
            key: match kind.of_member() {
                true => EntitlementKey::of(MemberId(id(11)), kind),
                false => EntitlementKey::own(kind),
            },
            status,
            on,
            source,
            stopped_on,
            words,
            seen,
        },
    )
}

fn entitlement_file() -> impl Strategy<Value = EntitlementFile> {
    let listing = (prop::sample::select(Department::ALL), option::of(date()));
    let listing = listing.prop_map(|(department, since)| Listing { department, since });
    let check = (op(), entitlement(), option::of(any::<i64>()), option::of(listing));
    let check = check.prop_map(|(op, content, received, listed)| EntitlementCheck {
        listed,
        op,
        by: "P002".into(),
        by_name: "谭斌梅".into(),
        recorded_at: Millis(1),
        recorded_on: content.on,
        received_at: received.map(Millis),
        content,
    });
    vec(check, 0..3).prop_map(|checks| EntitlementFile {
        checks,
        ..EntitlementFile::new(HouseholdId(id(1)), "V001".into())
    })
}

fn whose() -> Box<Whose> {
    Box::new(Whose {
        team: "T01".into(),
        staff: "P002".into(),
        name: "谭斌梅".into(),
    })
}

fn leave() -> impl Strategy<Value = LeaveContent> {
    let kind = prop::sample::select(LeaveKind::ALL);
    (kind, date(), date(), any::<String>()).prop_map(|(kind, from, to, reason)| LeaveContent {
        kind,
        from,
        to,
        reason,
    })
}

fn leave_decision() -> impl Strategy<Value = LeaveDecision> {
    let level = prop::sample::select(LeaveLevel::ALL);
    (level, any::<bool>(), any::<[String; 2]>()).prop_map(|(level, approve, [decider, words])| {
        LeaveDecision {
            level,
            approve,
            decider,
            words,
        }
    })
}

fn month() -> impl Strategy<Value = MonthContent> {
    let mark = prop::sample::select(DayMark::ALL);
    let note = (date(), mark, any::<String>()).prop_map(|(on, mark, why)| DayNote { on, mark, why });
    let rest = (
        any::<u32>(),
        vec(note, 0..3),
        any::<String>(),
        option::of(any::<u32>()),
    );
    (date(), option::of(op()), rest).prop_map(|(month, seen, (on_site, marks, words, nights))| MonthContent {
        month,
        seen,
        on_site,
        marks,
        words,
        nights,
    })
}

fn days_file() -> impl Strategy<Value = DaysFile> {
    let event = prop_oneof![
        leave_decision().prop_map(|decision| LeaveEvent::Decided { decision }),
        Just(LeaveEvent::Cancelled),
        date().prop_map(|back_on| LeaveEvent::Returned { back_on }),
    ];
    let step = (op(), event).prop_map(|(op, event)| LeaveEntry {
        op,
        by: "P001".into(),
        by_name: "曾晨".into(),
        recorded_at: Millis(1),
        received_at: None,
        event,
    });
    let one = (op(), leave(), vec(step, 0..3)).prop_map(|(op, content, steps)| Leave {
        op,
        asked_by: "P002".into(),
        path: LeaveLevel::ALL.to_vec(),
        recorded_at: Millis(1),
        received_at: Some(Millis(2)),
        content,
        steps,
    });
    let entry = (op(), month(), any::<bool>()).prop_map(|(op, content, leads)| MonthEntry {
        op,
        by: "P002".into(),
        by_name: "谭斌梅".into(),
        leads,
        recorded_at: Millis(1),
        received_at: None,
        content,
    });
    (vec(one, 0..3), vec(entry, 0..3)).prop_map(|(leaves, months)| DaysFile {
        leaves,
        months,
        ..DaysFile::new("T01".into(), "P002".into(), "谭斌梅".into())
    })
}

fn leaving() -> Leaving {
    Leaving {
        village: "V001".into(),
        staff: "P003".into(),
        name: "吴强".into(),
        role: Role::TeamMember,
        on: day("2026-11-02"),
    }
}

fn handover_line() -> impl Strategy<Value = HandoverLine> {
    let kind = prop::sample::select(LineKind::ALL);
    (kind, any::<bool>(), any::<String>()).prop_map(|(kind, at_home, text)| HandoverLine {
        kind,
        household: at_home.then(|| HouseholdId(id(1))),
        text,
    })
}

fn handover() -> impl Strategy<Value = Handover> {
    let side = prop::sample::select(HandoverSide::ALL);
    let event = prop_oneof![
        handover_line().prop_map(|line| HandoverEvent::Written { line }),
        (side, any::<String>()).prop_map(|(side, words)| HandoverEvent::Signed {
            side,
            whom: "P004".into(),
            words,
        }),
    ];
    let entry = (op(), event, any::<bool>()).prop_map(|(op, event, heard)| HandoverEntry {
        op,
        by: "P001".into(),
        by_name: "曾晨".into(),
        recorded_at: Millis(1),
        received_at: heard.then_some(Millis(2)),
        event,
    });
    vec(entry, 0..3).prop_map(|entries| Handover {
        entries,
        ..Handover::new(leaving())
    })
}

fn work_content() -> impl Strategy<Value = WorkContent> {
    let kind = prop::sample::select(WorkKind::ALL);
    let post = option::of(prop::sample::select(Post::ALL));
    let rest = (option::of(any::<u32>()), any::<bool>(), any::<bool>(), post);
    (kind, date(), any::<[String; 2]>(), rest).prop_map(
        |(kind, on, [words, who], (yuan, together, elsewhere, post))| WorkContent {
            kind,
            on,
            words,
            who,
            yuan,
            companions: together.then(|| "P002".into()).into_iter().collect(),
            elsewhere,
            post,
        },
    )
}

fn work_log() -> impl Strategy<Value = WorkLog> {
    let event = prop_oneof![
        Just(WorkEvent::Logged),
        any::<String>().prop_map(|why| WorkEvent::Struck { why }),
    ];
    let entry = (op(), event, any::<bool>()).prop_map(|(op, event, heard)| WorkEntry {
        op,
        by: "P001".into(),
        by_name: "曾晨".into(),
        recorded_at: Millis(1),
        received_at: heard.then_some(Millis(2)),
        event,
    });
    (work_content(), vec(entry, 0..3), any::<bool>()).prop_map(|(content, history, team)| WorkLog {
        id: WorkId(id(77)),
        village: "V001".into(),
        team: team.then(|| "T01".into()),
        author: "P001".into(),
        author_name: "曾晨".into(),
        recorded_on: day("2026-11-02"),
        content,
        history,
    })
}

fn owner() -> impl Strategy<Value = Owner> {
    (any::<u8>(), any::<String>()).prop_map(|(n, name)| Owner {
        staff: StaffId::from(format!("P{n}").as_str()),
        name,
    })
}

fn asked() -> impl Strategy<Value = RequestContent> {
    let category = prop::sample::select(RequestCategory::ALL);
    (category, any::<String>(), owner(), date(), date()).prop_map(|(category, text, owner, due, asked_on)| {
        RequestContent {
            category,
            text,
            owner,
            due,
            asked_on,
        }
    })
}

fn request_step() -> impl Strategy<Value = RequestStep> {
    let put_off = (owner(), date(), any::<String>());
    let told = (date(), prop::sample::select(ToldHow::ALL));
    prop_oneof![
        Just(RequestStep::TakeUp),
        put_off.prop_map(|(owner, due, reason)| RequestStep::Reassign { owner, due, reason }),
        any::<String>().prop_map(|words| RequestStep::Finish { words }),
        any::<String>().prop_map(|reason| RequestStep::Refuse { reason }),
        any::<String>().prop_map(|to| RequestStep::Transfer { to }),
        told.prop_map(|(on, how)| RequestStep::Tell { on, how }),
        any::<String>().prop_map(|reason| RequestStep::Reopen { reason }),
    ]
}

fn request() -> impl Strategy<Value = Request> {
    let event = prop_oneof![
        Just(RequestEvent::Raised),
        request_step().prop_map(|step| RequestEvent::Stepped { step }),
        request_step().prop_map(|step| RequestEvent::LateStep { step }),
    ];
    let entry = (op(), date(), option::of(any::<i64>()), event);
    let entry = entry.prop_map(|(op, recorded_on, received, event)| RequestEntry {
        op,
        rev: 1,
        by: "P002".into(),
        by_name: "谭斌梅".into(),
        recorded_at: Millis(5),
        recorded_on,
        received_at: received.map(Millis),
        event,
    });
    (asked(), vec(entry, 0..4), option::of(any::<u8>())).prop_map(|(content, history, at)| Request {
        id: RequestId(id(10)),
        household: HouseholdId(id(1)),
        village: "V001".into(),
        team: Some("T01".into()),
        raised_by: "P002".into(),
        raised_by_name: "谭斌梅".into(),
        visit: at.map(|_| VisitId(id(7))),
        rev: 1,
        content,
        history,
    })
}

fn way() -> impl Strategy<Value = EliminationWay> {
    prop::sample::select(EliminationWay::ALL)
}

fn elimination_step() -> impl Strategy<Value = EliminationStep> {
    let verifier = (
        option::of(any::<u8>()),
        any::<String>(),
        prop::sample::select(Side::ALL),
    );
    let verifier = verifier.prop_map(|(staff, name, side)| Verifier {
        staff: staff.map(|n| StaffId::from(format!("P{n}").as_str())),
        name,
        side,
    });
    let found = (vec(verifier, 0..3), any::<String>(), way());
    let found = found.prop_map(|(verifiers, signer, way)| StableFound {
        verifiers,
        signer,
        way,
    });
    let deed = prop_oneof![
        found.prop_map(|found| EliminationDeed::Verify {
            found: Box::new(found)
        }),
        any::<[u32; 3]>().prop_map(|[present, agree, disagree]| EliminationDeed::Agree {
            votes: Votes {
                present,
                agree,
                disagree,
            }
        }),
        any::<bool>().prop_map(|facts_changed| EliminationDeed::RejectObjection { facts_changed }),
        Just(EliminationDeed::Decide),
        Just(EliminationDeed::Rollback),
    ];
    (date(), any::<String>(), any::<String>(), deed).prop_map(|(on, words, late_reason, deed)| {
        EliminationStep {
            on,
            words,
            late_reason,
            deed,
        }
    })
}

fn income() -> impl Strategy<Value = IncomeContent> {
    let amount = (
        prop::sample::select(IncomeLine::ALL),
        any::<u32>(),
        prop::sample::select(IncomeSource::ALL),
    );
    let amount = amount.prop_map(|(line, yuan, source)| IncomeAmount { line, yuan, source });
    let spent = (prop::sample::select(Spending::ALL), any::<u32>());
    let spent = spent.prop_map(|(kind, yuan)| SpendingAmount { kind, yuan });
    (
        date(),
        date(),
        any::<u32>(),
        vec(amount, 0..4),
        vec(spent, 0..3),
        any::<String>(),
    )
        .prop_map(|(from, to, sharing, amounts, spending, note)| IncomeContent {
            from,
            to,
            sharing,
            amounts,
            spending,
            note,
        })
}

fn operation() -> impl Strategy<Value = Operation> {
    (op(), any::<u64>(), any::<i64>(), date(), body()).prop_map(|(id_, seq, at, recorded_on, body)| {
        Operation {
            id: id_,
            device: DeviceId(id(5)),
            seq,
            author: "P002".into(),
            recorded_at: Millis(at),
            recorded_on,
            body,
        }
    })
}

fn event() -> impl Strategy<Value = VisitEvent> {
    let boxed = || any_content().prop_map(Box::new);
    prop_oneof![
        Just(VisitEvent::Logged),
        boxed().prop_map(|before| VisitEvent::Revised { before }),
        decision().prop_map(|decision| VisitEvent::Reviewed { decision }),
        any::<String>().prop_map(|text| VisitEvent::Addendum { text }),
        boxed().prop_map(|content| VisitEvent::LateRevision { content }),
    ]
}

fn any_visit() -> impl Strategy<Value = Visit> {
    let entry = (op(), event(), option::of(any::<i64>())).prop_map(|(op, event, received)| HistoryEntry {
        op,
        rev: 1,
        by: "P002".into(),
        by_name: "谭斌梅".into(),
        recorded_at: Millis(5),
        received_at: received.map(Millis),
        event,
    });
    (vec(entry, 0..3), any_content(), vec(field(), 0..2)).prop_map(|(history, content, conflicts)| Visit {
        history,
        content,
        conflicts,
        ..visit(7, "2026-11-20")
    })
}

fn any_household() -> impl Strategy<Value = Household> {
    let facts = vec((prop::sample::select(FieldName::ALL), value()), 0..6);
    let made =
        (op(), income(), option::of(any::<i64>())).prop_map(|(op, content, received)| IncomeSnapshot {
            op,
            by: "P002".into(),
            by_name: "谭斌梅".into(),
            asked_on: content.to,
            received_at: received.map(Millis),
            content,
        });
    let all = (
        facts,
        option::of(any::<i32>()),
        option::of(date()),
        vec(made, 0..2),
    );
    all.prop_map(|(facts, lifted_out_year, birth, incomes)| {
        let mut household = household();
        for (name, value) in facts {
            household.facts.register(name, Some(value));
        }
        for member in &mut household.members {
            member.birth = birth;
        }
        Household {
            lifted_out_year,
            monitor: MonitorCategory::ALL.first().copied(),
            risks: vec![Risk {
                cause: RiskCause::NaturalDisaster,
                disaster: DisasterKind::ALL.first().copied(),
            }],
            incomes,
            monitor_by: None,
            eliminated: birth.map(|on| Eliminated {
                on,
                way: EliminationWay::Natural,
                by: OpId(id(6)),
            }),
            reduced: birth.map(|on| Reduced {
                on,
                reason: ReductionReason::Moved,
                by: OpId(id(7)),
            }),
            land: lifted_out_year.map(|year| Land {
                arable: Some(year.unsigned_abs()),
                forest: None,
            }),
            income: birth.map(|from| IncomeSummary {
                from,
                ..IncomeSummary::default()
            }),
            ..household
        }
    })
}

fn outcome() -> impl Strategy<Value = Outcome> {
    let refusal = (
        prop::sample::select(RefusalCode::ALL),
        option::of(any::<String>()),
    )
        .prop_map(|(code, field)| Refusal { code, field });
    prop_oneof![
        Just(Outcome::Applied),
        vec(field(), 0..3).prop_map(|fields| Outcome::ConflictKept { fields }),
        refusal.prop_map(|refusal| Outcome::Refused { refusal }),
        Just(Outcome::Unknown),
    ]
}

fn reference() -> Reference {
    Reference {
        version: "r1".into(),
        me: Colleague {
            id: "P002".into(),
            name: "谭斌梅".into(),
            role: Role::TeamMember,
        },
        team: Team {
            id: "T01".into(),
            unit: "区水利局".into(),
            villages: vec!["V001".into()],
        },
        colleagues: vec![],
        villages: vec![Village {
            id: "V001".into(),
            name: "垭古村".into(),
            township: "万宝镇".into(),
            kinds: VillageKind::ALL.to_vec(),
        }],
        config: Config {
            commitments: catalogue(&Config::default(), day("2026-11-20")),
            ..Config::default()
        },
        posts: vec![VillagePosts {
            village: "V001".into(),
            team: Some("T01".into()),
            since: Some(day("2026-01-01")),
            secretary: None,
            vacant_since: Some(day("2026-11-01")),
            people: 2,
            posted: vec![domain::commitments::Posted {
                staff: "P002".into(),
                from: None,
            }],
            assignments: vec![Assignment {
                staff: "P003".into(),
                name: "吴强".into(),
                role: Role::TeamMember,
                from: None,
                planned_to: Some(day("2026-12-01")),
                to: Some(day("2026-11-02")),
                reason: Some(EndReason::TermEnd),
                successor: Some("P004".into()),
            }],
            linked: vec![Colleague {
                id: "L01".into(),
                name: "连领导".into(),
                role: Role::LinkedLeader,
            }],
            holders: vec![Holder {
                post: Post::VillageSecretary,
                name: "刘书记".into(),
                since: Some(day("2025-03-01")),
            }],
            tenures: vec![Tenure {
                post: Post::LinkedLeader,
                name: "连领导".into(),
                from: Some(day("2025-03-01")),
                to: Some(day("2026-11-02")),
            }],
        }],
    }
}

fn explanation() -> impl Strategy<Value = Explanation> {
    let said = (any::<String>(), date(), any::<bool>());
    (said, option::of(any::<i64>())).prop_map(|((reason, until, confirmed), received)| Explanation {
        id: ExplanationId(id(9)),
        village: "V001".into(),
        line: LineCode::P1,
        household: Some(HouseholdId(id(1))),
        member: confirmed.then_some(MemberId(id(11))),
        reason,
        until,
        author: "P002".into(),
        author_role: Role::TeamMember,
        confirmed_by: confirmed.then(|| "P001".into()),
        history: vec![ExplanationEntry {
            op: OpId(id(4)),
            by: "P002".into(),
            by_name: "谭斌梅".into(),
            recorded_at: Millis(1),
            received_at: received.map(Millis),
            event: ExplanationEvent::Written,
        }],
    })
}

fn record() -> impl Strategy<Value = Record> {
    prop_oneof![
        explanation().prop_map(|said| Record::Explanation(Box::new(said))),
        any_visit().prop_map(|visit| Record::Visit(Box::new(visit))),
        any_household().prop_map(|household| Record::Household(Box::new(household))),
        request().prop_map(|request| Record::Request(Box::new(request))),
        days_file().prop_map(|file| Record::Days(Box::new(file))),
        entitlement_file().prop_map(|file| Record::Entitlements(Box::new(file))),
        handover().prop_map(|handover| Record::Handover(Box::new(handover))),
        work_log().prop_map(|work| Record::Work(Box::new(work))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_request_holds_in_both_forms(
        operations in vec(operation(), 0..4),
        cursor in any::<u64>(),
        announced in option::of(any::<u64>()),
    ) {
        holds_in_both_forms(&SyncRequest {
            protocol: PROTOCOL,
            device: DeviceId(id(5)),
            epoch: Some("e".into()),
            team: None,
            cursor,
            reference: String::new(),
            digest: Some(ScopeDigest(9)),
            operations,
            announced,
            staff: announced.map(|_| StaffId("P001".into())),
        })?;
    }

    #[test]
    fn a_reply_holds_in_both_forms(
        records in vec(option::of(record()), 0..4),
        outcomes in vec((op(), outcome(), any::<bool>()), 0..3),
    ) {
        let outcomes = outcomes.into_iter().map(|(op, outcome, duplicate)| OperationOutcome {
            op, outcome, received_at: Millis(6), duplicate,
        });
        let changes = records.into_iter().map(|record| FeedEntry {
            key: record.as_ref().map_or(RecordKey::Visit(VisitId(id(3))), Record::key),
            change: 4, version: 5, record,
        });
        holds_in_both_forms(&SyncReply {
            epoch: "e".into(), team: "T01".into(),
            outcomes: outcomes.collect(), changes: changes.collect(),
            cursor: 1, head: 2, digest: ScopeDigest(3), repair: false,
            reference: Some(reference()), server_time: Millis(7),
        })?;
    }

    #[test]
    fn no_bytes_make_the_reader_fall_over(bytes in vec(any::<u8>(), 0..200)) {
        let _ = cbor::from_slice::<SyncRequest>(&bytes);
        let _ = cbor::from_slice::<SyncReply>(&bytes);
    }
}

/// Field numbers are for ever: what a phone wrote with an earlier version must be read by every later one.
#[test]
fn the_numbers_of_fields_do_not_move() {
    let written = Operation {
        id: OpId(id(1)),
        device: DeviceId(id(2)),
        seq: 3,
        author: "P002".into(),
        recorded_at: Millis(4),
        recorded_on: day("2026-11-20"),
        body: OperationBody::LogVisit {
            visit: VisitId(id(5)),
            household: HouseholdId(id(6)),
            content: Box::new(VisitContent {
                changes: vec![FactChange {
                    field: FieldKey {
                        member: None,
                        name: FieldName::WaterGuarantee,
                    },
                    base: None,
                    old: None,
                    new: Some(FactValue::Words("PROBLEM".into())),
                }],
                note: "水".into(),
                ..content()
            }),
        },
    };
    let hex: String = cbor::to_vec(&written)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(hex, include_str!("forms/log_visit.v1.hex").trim());
}

/// A list as a newer version would write it: with one field more, far behind those of this one.
fn with_field_more(bytes: &[u8], write: impl FnOnce(&mut minicbor::Encoder<&mut Vec<u8>>)) -> Vec<u8> {
    const AT: u64 = 40;
    let mut read = minicbor::Decoder::new(bytes);
    let fields = read.array().unwrap().unwrap();
    let rest = bytes.get(read.position()..).unwrap();
    let mut longer = Vec::new();
    minicbor::Encoder::new(&mut longer).array(AT + 1).unwrap();
    longer.extend_from_slice(rest);
    for _ in fields..AT {
        minicbor::Encoder::new(&mut longer).null().unwrap();
    }
    write(&mut minicbor::Encoder::new(&mut longer));
    longer
}

#[test]
fn what_a_newer_version_says_more_is_noticed() {
    // Its last field says something, so that none of this version's is left out.
    let content = VisitContent {
        help_done: "修了水管。".to_owned(),
        ..content()
    };
    let bytes = cbor::to_vec(&content);
    let says_all = |bytes: &[u8]| cbor::says_all(&cbor::from_slice::<VisitContent>(bytes).unwrap(), bytes);
    assert!(says_all(&bytes));
    assert!(!says_all(&with_field_more(&bytes, |e| e
        .str("x")
        .map(|_| ())
        .unwrap())));
    assert!(!says_all(&with_field_more(&bytes, |e| e
        .u8(1)
        .map(|_| ())
        .unwrap())));
    // A field that says nothing is as one that is missing.
    assert!(says_all(&with_field_more(&bytes, |e| e
        .str("")
        .map(|_| ())
        .unwrap())));
    assert!(says_all(&with_field_more(&bytes, |e| e
        .bool(false)
        .map(|_| ())
        .unwrap())));
    assert!(says_all(&with_field_more(&bytes, |e| e
        .null()
        .map(|_| ())
        .unwrap())));
    // Also deep inside, and what was written before the newest fields were there.
    let purposes = vec![Purpose::Routine];
    let inside = with_field_more(&bytes, |e| e.encode(&purposes).map(|_| ()).unwrap());
    assert!(!says_all(&inside));
    let before = include_str!("forms/log_visit.v1.hex").trim();
    let before: Vec<u8> = (0..before.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(before.get(at..at + 2).unwrap(), 16).unwrap())
        .collect();
    let operation: Operation = cbor::from_slice(&before).unwrap();
    assert!(cbor::says_all(&operation, &before));
}

/// What a phone wrote before a visit said which policies were explained and what was done: it reads as saying neither.
#[test]
fn a_visit_of_before_explained_and_helped_with_nothing() {
    let before = cbor::to_vec(&content());
    // The last field that is written is the reason for a late record, which has no value: the note is the twelfth.
    assert_eq!(before.first(), Some(&0x8c));
    assert_eq!(cbor::from_slice::<VisitContent>(&before).unwrap(), content());
    let said = VisitContent {
        policies_explained: vec![EntitlementKind::MedicalAid],
        help_done: "帮着交了医保".into(),
        ..content()
    };
    let now = cbor::to_vec(&said);
    assert_eq!(now.first(), Some(&0x91));
    assert_eq!(cbor::from_slice::<VisitContent>(&now).unwrap(), said);
    let text = serde_json::to_string(&content()).unwrap();
    assert!(!text.contains("help_done") && !text.contains("policies_explained"));
    assert_eq!(serde_json::from_str::<VisitContent>(&text).unwrap(), content());
}

/// What a phone or a store wrote before risk elimination existed reads as having none of it.
#[test]
fn a_household_and_a_file_of_before_have_no_elimination() {
    let household = household();
    let bytes = cbor::to_vec(&household);
    assert_eq!(cbor::from_slice::<Household>(&bytes).unwrap().eliminated, None);
    let file = MonitoringFile::new(household.id, household.village);
    let bytes = cbor::to_vec(&file);
    assert_eq!(bytes.first(), Some(&0x86));
    let before = [&[0x84], bytes.get(1..bytes.len() - 2).unwrap()].concat();
    assert_eq!(cbor::from_slice::<MonitoringFile>(&before).unwrap(), file);
    let config = Config {
        eliminate: None,
        ..Config::default()
    };
    assert_eq!(
        cbor::from_slice::<Config>(&cbor::to_vec(&config)).unwrap(),
        config
    );
}

#[test]
fn a_later_field_is_passed_over_and_a_missing_one_has_its_default() {
    let entry = FeedEntry {
        key: RecordKey::Visit(VisitId(id(3))),
        change: 4,
        version: 5,
        record: None,
    };
    let bytes = cbor::to_vec(&entry);
    assert_eq!(
        bytes.first(),
        Some(&0x83),
        "three of four fields: the record that left is not written"
    );
    let later = [&[0x86], bytes.get(1..).unwrap(), &[0xf6, 0x61, 0x61, 0x07]].concat();
    assert_eq!(cbor::from_slice::<FeedEntry>(&later).unwrap(), entry);
}
