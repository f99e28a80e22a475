//! Faults planted on purpose: each is found within some seeds, by the law that it breaks.

use sim::fault::Law;
use sim::mutant::Mutant;
use sim::plan::Plan;
use sim::run;
use sim::world::Options;

/// Seeds within which a planted fault must be found.
const WITHIN: u64 = 150;

/// Plays seeds with a fault until its law breaks; then the same seed must hold without it.
fn found(mutant: Mutant, law: Law) {
    let planted = Options {
        mutant: Some(mutant),
        ..Options::default()
    };
    for seed in 0..WITHIN {
        let (_, verdict) = run::seed(seed, planted);
        let Some(breach) = verdict.breaches.iter().find(|breach| breach.law == law) else {
            continue;
        };
        println!("{mutant:?}, seed {seed}: {breach}");
        let sound = run::judged(&Plan::of(seed), Options::default());
        assert_eq!(
            sound.breaches,
            vec![],
            "seed {seed} fails without the fault as well"
        );
        return;
    }
    panic!("{mutant:?} was not found within {WITHIN} seeds");
}

#[test]
fn a_phone_that_forgets_before_it_is_answered_is_found() {
    found(Mutant::ForgetBeforeAck, Law::Kept);
}

#[test]
fn a_server_that_applies_a_doubled_request_twice_is_found() {
    found(Mutant::TwiceOnDuplicate, Law::Acknowledged);
}

#[test]
fn a_phone_that_does_not_look_at_the_epoch_is_found() {
    found(Mutant::SkipEpoch, Law::SameState);
}

#[test]
fn a_phone_that_drops_what_is_refused_is_found() {
    found(Mutant::DropOnRefusal, Law::Kept);
}

#[test]
fn a_fact_that_the_last_writer_wins_is_found() {
    found(Mutant::LastWriterWins, Law::History);
}

#[test]
fn a_cursor_that_skips_a_change_is_found() {
    found(Mutant::CursorSkips, Law::SameState);
}

#[test]
fn a_server_that_answers_before_it_has_kept_is_found() {
    found(Mutant::AnswerBeforeCommit, Law::Acknowledged);
}

#[test]
fn a_phone_that_says_saved_too_early_is_found() {
    found(Mutant::SaveInMemoryOnly, Law::Kept);
}

#[test]
fn a_phone_that_takes_the_digest_on_faith_is_found() {
    found(Mutant::DigestOnFaith, Law::SameState);
}

#[test]
fn a_server_that_refuses_work_from_wrong_clocks_is_found() {
    found(Mutant::RefuseWrongClocks, Law::Clocks);
}

#[test]
fn a_household_that_leaves_without_a_word_is_found() {
    found(Mutant::LeaveSilently, Law::Notice);
}

#[test]
fn a_feed_that_forgets_is_found_although_phones_repair_themselves() {
    found(Mutant::FeedForgets, Law::Repairs);
}
