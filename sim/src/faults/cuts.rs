//! Acknowledged before forgotten: connections cut at any byte, and every operation exactly once on the server.

use std::collections::BTreeMap;
use std::path::Path;

use super::books::Books;
use super::count;
use super::courier::{Courier, Fate, fate};
use super::place::Place;
use super::process::Server;
use super::proxy::{Deed, Proxy, Where};
use crate::dice::Dice;
use crate::fault::Outcome;

/// Phones of one team, so that each hears of the others.
const PHONES: usize = 3;
/// Cut exchanges in a hundred after which the app is closed and opened.
const DEATHS: usize = 5;
/// Exchanges in a hundred that pass, so that not everything ends in one great batch.
const PASSES: usize = 20;

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cuts {
    /// By place.
    pub cuts: BTreeMap<Where, u64>,
    /// Operations saved, each found exactly once.
    pub operations: u64,
    /// Answers that were given once more, because the first was lost.
    pub repeated: u64,
    /// Apps that were closed right after a cut.
    pub deaths: u64,
}

impl Cuts {
    /// All cuts.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.cuts.values().sum()
    }
}

/// Cuts so many connections, each place in turn, then lets everything come to rest and looks.
///
/// # Errors
/// Says what was lost, doubled or left behind.
pub fn run(program: &Path, place: &Place, cuts: u64, seed: u64) -> Outcome<Cuts> {
    let mut couriers = place.couriers(PHONES)?;
    let mut server = Server::new(program, &place.url)?;
    server.start()?;
    let proxy = Proxy::before(server.address)?;
    let mut dice = Dice::of(seed, 1);
    let mut done = Cuts::default();
    for courier in &mut couriers {
        courier.come_to_rest(proxy.address)?;
    }
    for (_, at) in (0..cuts).zip(Where::ALL.into_iter().cycle()) {
        let who = dice.below(couriers.len());
        if let Some(courier) = couriers.get_mut(who) {
            one(courier, &proxy, at, &mut dice, &mut done)?;
        }
    }
    for courier in &mut couriers {
        courier.come_to_rest(proxy.address)?;
        courier.must_be_empty()?;
        courier.ask_again(proxy.address)?;
        done.operations = done.operations.saturating_add(count(courier.saved.len()));
        done.repeated = done.repeated.saturating_add(courier.heard_again);
    }
    drop(proxy);
    server.kill()?;
    Books::open(place)?.must_hold(&couriers)?;
    Ok(done)
}

/// Some visits are saved and one exchange is cut.
fn one(courier: &mut Courier, proxy: &Proxy, at: Where, dice: &mut Dice, done: &mut Cuts) -> Outcome<()> {
    for _ in 0..=dice.below(3) {
        courier.log_visit(dice)?;
    }
    if dice.percent(PASSES) {
        courier.exchange(proxy.address)?;
    }
    proxy.order(Deed::Cut(at, dice.any()));
    courier.exchange(proxy.address)?;
    let times = done.cuts.entry(at).or_default();
    *times = times.saturating_add(1);
    if dice.percent(DEATHS) {
        courier.die()?;
        done.deaths = done.deaths.saturating_add(1);
        nothing_gone(courier)?;
    }
    Ok(())
}

/// Whatever the phone's store holds, everything that was saved is in it.
pub(super) fn nothing_gone(courier: &Courier) -> Outcome<()> {
    let model = courier.kept()?;
    match courier.saved.iter().find(|op| fate(&model, **op) == Fate::Gone) {
        Some(op) => super::found(format!("{op} is gone from {}", courier.phone.label)),
        None => Ok(()),
    }
}
