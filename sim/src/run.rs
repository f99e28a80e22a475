//! A whole run: play, calm down, come to rest, check; and the same once more with right clocks.

use crate::end::End;
use crate::fault::{Breach, Broken, Law, Outcome};
use crate::laws;
use crate::phone::{Open, Phone};
use crate::plan::Plan;
use crate::projection;
use crate::story::Story;
use crate::world::{Counts, Options, World};
use app::ledger::model::Model;
use tokio::runtime::Builder;

/// Rounds of exchanges after which everybody must be at rest.
const ROUNDS: usize = 12;

/// How a run ended.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// What happened.
    pub story: Story,
    /// Laws that were broken.
    pub breaches: Vec<Breach>,
    /// What was counted.
    pub counts: Counts,
    /// The end in words that no clock decides.
    pub lines: Vec<String>,
    /// The phones as they are at the end.
    pub phones: Vec<Phone>,
}

/// Plays a plan once and checks every law but that of the clocks.
///
/// # Errors
/// When the simulation itself cannot go on.
pub fn replay(plan: &Plan, options: Options) -> Outcome<Verdict> {
    let mut world = World::of(plan, options)?;
    world.play()?;
    world.calm_down()?;
    let mut breaches = Vec::new();
    if !comes_to_rest(&mut world)? {
        breaches.push(Breach::of(Law::Quiet, "the phones do not come to rest"));
    }
    world.counts.schedules = 1;
    world.office.stop();
    world.counts.repairs = world.office.repairs();
    if world.counts.drifts == 0 && world.counts.repairs > world.roles {
        let words = format!("{} repairs, and nothing was damaged", world.counts.repairs);
        breaches.push(Breach::of(Law::Repairs, words));
    }
    let file = world.office.file();
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let end = runtime.block_on(End::read(&file))?;
    breaches.extend(laws::check(&world, &end));
    Ok(Verdict {
        lines: projection::of(&end, &world.oracle),
        phones: world.phones,
        story: world.story,
        breaches,
        counts: world.counts,
    })
}

/// Exchanges until a whole round changes nothing on any phone.
fn comes_to_rest(world: &mut World) -> Outcome<bool> {
    let state = |world: &World| -> Vec<Option<Model>> {
        let models = world.phones.iter().map(|phone| phone.open.as_ref());
        // When the last exchange was is news each time.
        let at_rest = |open: &Open| Model {
            exchanged: None,
            ..open.model.clone()
        };
        models.map(|open| open.map(at_rest)).collect()
    };
    for _ in 0..ROUNDS {
        let before = state(world);
        world.round()?;
        if before == state(world) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Plays a plan and, where clocks are wrong in it, once more with right ones.
///
/// # Errors
/// When the simulation itself cannot go on.
pub fn judge(plan: &Plan, options: Options) -> Outcome<Verdict> {
    let mut verdict = replay(plan, options)?;
    if !verdict.breaches.is_empty() || options.right_clocks || !plan.has_wrong_clocks() {
        return Ok(verdict);
    }
    let right = replay(
        plan,
        Options {
            right_clocks: true,
            ..options
        },
    )?;
    verdict.counts.add(&right.counts);
    if let Some(words) = difference(&verdict.lines, &right.lines) {
        verdict.breaches.push(Breach::of(Law::Clocks, words));
    }
    Ok(verdict)
}

fn difference(wrong: &[String], right: &[String]) -> Option<String> {
    let missing = right.iter().find(|line| !wrong.contains(line));
    let extra = wrong.iter().find(|line| !right.contains(line));
    match (missing, extra) {
        (None, None) => None,
        (missing, extra) => Some(format!(
            "with right clocks {}; with wrong ones {}",
            missing.map_or("nothing", String::as_str),
            extra.map_or("nothing", String::as_str)
        )),
    }
}

/// The plan of a seed, judged; a fault of the simulation itself is a breach as well.
#[must_use]
pub fn seed(seed: u64, options: Options) -> (Plan, Verdict) {
    let plan = Plan::of(seed);
    let mut verdict = judged(&plan, options);
    verdict.counts.seeds = 1;
    (plan, verdict)
}

/// A plan, judged; a fault of the simulation itself is a breach as well.
#[must_use]
pub fn judged(plan: &Plan, options: Options) -> Verdict {
    judge(plan, options).unwrap_or_else(|error| broken(&error))
}

fn broken(error: &Broken) -> Verdict {
    Verdict {
        story: Story::default(),
        breaches: vec![Breach::of(Law::Quiet, format!("the run broke off: {error}"))],
        counts: Counts::default(),
        lines: Vec::new(),
        phones: Vec::new(),
    }
}
