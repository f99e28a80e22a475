//! What was chosen and typed, read as a step, or the field that cannot be read.

use super::kind::Kind;
use super::typed::{Chosen, Lack, Person, Texts, Typed};
use chrono::NaiveDate;
use domain::case::codes::{Comparison, Department, Side, StepKind};
use domain::case::{Compared, Deed, Step, Verification, Verifier, Votes};
use domain::elimination::codes::EliminationKind;
use domain::elimination::{EliminationDeed, StableFound};
use domain::household::Risk;
use domain::household::codes::RiskCause;
use domain::text;

/// The step. What the rules of the field say of it they say when it is saved.
///
/// # Errors
/// What is lacking.
pub fn step(chosen: &Chosen, texts: &Texts, me: &Person, known: &[Person]) -> Result<Typed, Lack> {
    let kind = chosen.kind.ok_or(Lack::Kind)?;
    let on = texts.on.trim().parse::<NaiveDate>().map_err(|_| Lack::Day)?;
    let words = texts.words.trim().to_owned();
    let people = (me, known);
    Ok(match kind {
        Kind::Case(kind) => Typed::Case(Step {
            on,
            words,
            late_reason: texts.late.trim().to_owned(),
            deed: deed(kind, chosen, texts, people)?,
        }),
        Kind::Nominate(way) => Typed::Nomination { way, words, on },
        Kind::Eliminate(kind) => Typed::Elimination(Step {
            on,
            words,
            late_reason: String::new(),
            deed: elimination(kind, chosen, texts, people)?,
        }),
    })
}

fn elimination(
    kind: EliminationKind,
    chosen: &Chosen,
    texts: &Texts,
    (me, known): (&Person, &[Person]),
) -> Result<EliminationDeed, Lack> {
    let verifiers = || verifiers(texts.name.trim(), chosen.side, me, known);
    Ok(match kind {
        EliminationKind::Verify => EliminationDeed::Verify {
            found: Box::new(StableFound {
                verifiers: verifiers(),
                signer: texts.signer.trim().to_owned(),
                way: chosen.way,
            }),
        },
        EliminationKind::FindNotStable => EliminationDeed::FindNotStable {
            verifiers: verifiers(),
        },
        EliminationKind::Agree => EliminationDeed::Agree { votes: votes(texts)? },
        EliminationKind::Disagree => EliminationDeed::Disagree { votes: votes(texts)? },
        EliminationKind::HangNotice => EliminationDeed::HangNotice,
        EliminationKind::Object => EliminationDeed::Object,
        EliminationKind::UpholdObjection => EliminationDeed::UpholdObjection,
        EliminationKind::RejectObjection => EliminationDeed::RejectObjection {
            facts_changed: chosen.changed,
        },
        EliminationKind::PassTown => EliminationDeed::PassTown,
        EliminationKind::ReturnToHome => EliminationDeed::ReturnToHome,
        EliminationKind::ReturnToVillage => EliminationDeed::ReturnToVillage,
        EliminationKind::Decide => EliminationDeed::Decide,
        EliminationKind::ReturnToTown => EliminationDeed::ReturnToTown,
        EliminationKind::Reject => EliminationDeed::Reject,
        EliminationKind::Announce => EliminationDeed::Announce,
        EliminationKind::Rollback => EliminationDeed::Rollback,
    })
}

fn deed(
    kind: StepKind,
    chosen: &Chosen,
    texts: &Texts,
    (me, known): (&Person, &[Person]),
) -> Result<Deed, Lack> {
    let name = texts.name.trim().to_owned();
    Ok(match kind {
        StepKind::Authorise => Deed::Authorise {
            signer: texts.signer.trim().to_owned(),
        },
        StepKind::RefuseAuthorisation => Deed::RefuseAuthorisation,
        StepKind::Verify => Deed::Verify {
            found: Box::new(Verification {
                verifiers: verifiers(&name, chosen.side, me, known),
                category: chosen.category.ok_or(Lack::Category)?,
                risks: risks(chosen),
            }),
        },
        StepKind::FindNotQualified => Deed::FindNotQualified {
            verifiers: verifiers(&name, chosen.side, me, known),
        },
        StepKind::Agree => Deed::Agree { votes: votes(texts)? },
        StepKind::Disagree => Deed::Disagree { votes: votes(texts)? },
        StepKind::HangNotice => Deed::HangNotice,
        StepKind::Object => Deed::Object,
        StepKind::UpholdObjection => Deed::UpholdObjection,
        StepKind::RejectObjection => Deed::RejectObjection {
            facts_changed: chosen.changed,
        },
        StepKind::PassTown => Deed::PassTown,
        StepKind::ReturnToHome => Deed::ReturnToHome,
        StepKind::ReturnToVillage => Deed::ReturnToVillage,
        StepKind::Compare => Deed::Compare {
            results: chosen.compared.iter().map(compared).collect(),
        },
        StepKind::Approve => Deed::Approve,
        StepKind::ReturnToTown => Deed::ReturnToTown,
        StepKind::Reject => Deed::Reject,
        StepKind::Announce => Deed::Announce,
        StepKind::EnterNumber => Deed::EnterNumber { number: name },
        StepKind::Withdraw => Deed::Withdraw,
        StepKind::Expedite => Deed::Expedite,
    })
}

fn compared((department, result): &(Department, Comparison)) -> Compared {
    Compared {
        department: *department,
        result: *result,
    }
}

/// The person and the other; one who is known by name is named by number as well.
fn verifiers(other: &str, side: Side, me: &Person, known: &[Person]) -> Vec<Verifier> {
    let mine = Verifier {
        staff: Some(me.staff.clone()),
        name: me.name.clone(),
        side: me.side(),
    };
    if other.is_empty() {
        return vec![mine];
    }
    let colleague = known
        .iter()
        .find(|person| person.name == other && person.side() == side);
    let other = Verifier {
        staff: colleague.map(|person| person.staff.clone()),
        name: other.to_owned(),
        side,
    };
    vec![mine, other]
}

fn risks(chosen: &Chosen) -> Vec<Risk> {
    let risk = |cause: &RiskCause| Risk {
        cause: *cause,
        disaster: chosen.disaster.filter(|_| *cause == RiskCause::NaturalDisaster),
    };
    chosen.causes.iter().map(risk).collect()
}

fn votes(texts: &Texts) -> Result<Votes, Lack> {
    let count = |typed: &String| {
        let number = text::number(&text::compact(typed)).map_err(|_| Lack::Votes)?;
        u32::try_from(number).map_err(|_| Lack::Votes)
    };
    let [present, agree, disagree] = &texts.votes;
    Ok(Votes {
        present: count(present)?,
        agree: count(agree)?,
        disagree: count(disagree)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::elimination::codes::EliminationWay;
    use domain::household::codes::{DisasterKind, MonitorCategory};
    use domain::roster::Role;

    fn me() -> Person {
        Person {
            staff: "P001".into(),
            name: "彭慧梅".into(),
            role: Role::TeamLeader,
        }
    }

    fn chosen(kind: impl Into<Kind>) -> Chosen {
        Chosen {
            kind: Some(kind.into()),
            side: Side::Village,
            category: Some(MonitorCategory::Marginal),
            causes: vec![RiskCause::Schooling, RiskCause::NaturalDisaster],
            disaster: Some(DisasterKind::Flood),
            compared: vec![],
            changed: false,
            way: EliminationWay::Natural,
        }
    }

    fn texts(name: &str) -> Texts {
        Texts {
            on: "2026-11-05".to_owned(),
            name: name.to_owned(),
            votes: ["９".to_owned(), "8".to_owned(), " 1".to_owned()],
            ..Texts::default()
        }
    }

    #[test]
    fn a_verification_names_both_and_only_the_disaster_has_a_kind() {
        let read = step(&chosen(StepKind::Verify), &texts(" 刘会计 "), &me(), &[]).unwrap();
        let Typed::Case(Step {
            deed: Deed::Verify { found },
            ..
        }) = read
        else {
            panic!()
        };
        assert_eq!(found.verifiers.len(), 2);
        assert_eq!(found.verifiers[1].name, "刘会计");
        assert_eq!(found.verifiers[1].staff, None);
        assert_eq!(found.risks[0].disaster, None);
        assert_eq!(found.risks[1].disaster, Some(DisasterKind::Flood));
    }

    #[test]
    fn a_colleague_is_known_by_number_so_that_nobody_decides_on_what_he_saw() {
        let colleague = Person {
            staff: "P002".into(),
            name: "谭斌梅".into(),
            role: Role::TeamMember,
        };
        let mut chosen = chosen(StepKind::FindNotQualified);
        chosen.side = Side::Team;
        let Typed::Case(step) = step(&chosen, &texts("谭斌梅"), &me(), &[colleague]).unwrap() else {
            panic!()
        };
        assert_eq!(step.deed.verifiers()[1].staff, Some("P002".into()));
    }

    #[test]
    fn an_elimination_is_verified_by_two_and_signed_for_the_household() {
        let mut texts = texts("刘会计");
        texts.signer = " 聂斌庆 ".to_owned();
        let read = step(&chosen(EliminationKind::Verify), &texts, &me(), &[]).unwrap();
        let Typed::Elimination(Step {
            deed: EliminationDeed::Verify { found },
            ..
        }) = read
        else {
            panic!()
        };
        assert_eq!((found.verifiers.len(), found.signer.as_str()), (2, "聂斌庆"));
        assert_eq!(found.way, EliminationWay::Natural);
    }

    #[test]
    fn a_nomination_is_read_with_its_way_and_every_kind_as_the_step_that_it_names() {
        let way = EliminationWay::ByAssistance;
        let read = step(&chosen(Kind::Nominate(way)), &texts(""), &me(), &[]).unwrap();
        assert!(matches!(read, Typed::Nomination { way: read, .. } if read == way));
        for kind in EliminationKind::ALL {
            let Ok(Typed::Elimination(read)) = step(&chosen(*kind), &texts("某"), &me(), &[]) else {
                panic!("{kind:?}")
            };
            assert_eq!(read.deed.kind(), *kind);
        }
        for kind in StepKind::ALL {
            let Ok(Typed::Case(read)) = step(&chosen(*kind), &texts("某"), &me(), &[]) else {
                panic!("{kind:?}")
            };
            assert_eq!(read.deed.kind(), *kind);
        }
    }

    #[test]
    fn full_width_votes_count_and_words_do_not() {
        let agreed = step(&chosen(StepKind::Agree), &texts(""), &me(), &[]).unwrap();
        let wanted = Votes {
            present: 9,
            agree: 8,
            disagree: 1,
        };
        assert!(matches!(agreed, Typed::Case(step) if step.deed == Deed::Agree { votes: wanted }));
        let mut wrong = texts("");
        wrong.votes[0] = "九个".to_owned();
        assert_eq!(
            step(&chosen(StepKind::Agree), &wrong, &me(), &[]),
            Err(Lack::Votes)
        );
    }

    #[test]
    fn what_is_lacking_is_said_by_field() {
        let mut nothing = chosen(StepKind::Verify);
        nothing.kind = None;
        assert_eq!(step(&nothing, &texts(""), &me(), &[]), Err(Lack::Kind));
        let mut undated = texts("");
        undated.on.clear();
        assert_eq!(
            step(&chosen(StepKind::HangNotice), &undated, &me(), &[]),
            Err(Lack::Day)
        );
        let mut plain = chosen(StepKind::Verify);
        plain.category = None;
        assert_eq!(step(&plain, &texts("某"), &me(), &[]), Err(Lack::Category));
    }
}
