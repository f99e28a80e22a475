//! Some hundreds of schedules, and that a seed is a story that can be told again.

use sim::campaign::Campaign;
use sim::run;
use sim::world::Options;

#[test]
fn two_hundred_schedules_break_no_law() {
    let campaign = Campaign::run(0, 200);
    println!("{}", campaign.closing_line());
    assert!(
        campaign.failed.is_empty(),
        "seeds {:?}; see `cargo xtask sim --seed {}`",
        campaign.failed,
        campaign.failed[0]
    );
    // The weather must be bad enough to mean something.
    let counts = campaign.counts;
    assert!(counts.operations > 2_000, "{counts:?}");
    assert!(
        counts.crashes > 100 && counts.restores > 30 && counts.deaths > 200,
        "{counts:?}"
    );
    assert!(counts.repairs > 20 && counts.moves > 100, "{counts:?}");
}

#[test]
fn a_seed_tells_the_same_story_again() {
    for seed in [3, 17, 42, 118, 424] {
        let (_, once) = run::seed(seed, Options::default());
        let (_, again) = run::seed(seed, Options::default());
        assert_eq!(once.story.to_string(), again.story.to_string(), "seed {seed}");
        assert_eq!(once.lines, again.lines, "seed {seed}");
        assert_eq!(once.counts, again.counts, "seed {seed}");
    }
}
