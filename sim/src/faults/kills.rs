//! The server killed in the middle of everything and started again: nothing acknowledged is lost or doubled.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use app::ledger::pace::Round;
use domain::ids::OpId;

use super::books::Books;
use super::courier::{Courier, Fate, fate};
use super::cuts::nothing_gone;
use super::place::Place;
use super::process::Server;
use super::{count, found};
use crate::dice::Dice;
use crate::fault::{Broken, Outcome};

/// Phones that work meanwhile; each of the three teams has some.
const PHONES: usize = 6;
/// Most visits that one phone lets wait before it only sends.
const QUEUE: usize = 20;
/// Longest life of a server, in milliseconds after it is ready.
const LIFE_MS: i64 = 250;
/// Kills in a hundred that come before the server is ready.
const STILLBORN: usize = 10;
/// Longest pause of a person between two visits, in milliseconds.
const PAUSE_MS: i64 = 20;

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kills {
    /// Kills.
    pub kills: u64,
    /// Of these, before the server was ready.
    pub stillborn: u64,
    /// Operations saved, each found exactly once.
    pub operations: u64,
    /// Of these, acknowledged while servers were being killed.
    pub acknowledged: u64,
    /// Answers that were given once more, because the first was lost with the server.
    pub repeated: u64,
    /// How long it took.
    pub took: Duration,
}

/// Kills the server so often, or as often as fits into the time, while phones push visits.
///
/// # Errors
/// Says what was lost, doubled or left behind.
pub fn run(program: &Path, place: &Place, kills: u64, within: Duration, seed: u64) -> Outcome<Kills> {
    let begun = Instant::now();
    let couriers = place.couriers(PHONES)?;
    let mut server = Server::new(program, &place.url)?;
    let over = AtomicBool::new(false);
    let (address, stop) = (server.address, &over);
    let (mut done, mut workers) = thread::scope(|scope| {
        let at_work: Vec<_> = couriers
            .into_iter()
            .zip(100..)
            .map(|(courier, part)| scope.spawn(move || work(courier, address, Dice::of(seed, part), stop)))
            .collect();
        let done = slay(&mut server, kills, begun + within, &mut Dice::of(seed, 5));
        over.store(true, Ordering::Relaxed);
        let back = at_work.into_iter().map(|hand| {
            let courier = hand.join();
            courier.map_err(|_| Broken::Other("a phone panicked".to_owned()))?
        });
        let workers: Outcome<Vec<Courier>> = back.collect();
        Outcome::Ok((done?, workers?))
    })?;
    let mut acknowledged = BTreeSet::new();
    for courier in &workers {
        nothing_gone(courier)?;
        acknowledged.extend(sent(courier)?);
    }
    server.kill()?;
    must_stand(&Books::open(place)?, &acknowledged)?;
    server.start()?;
    for courier in &mut workers {
        courier.come_to_rest(server.address)?;
        courier.must_be_empty()?;
        courier.ask_again(server.address)?;
        done.operations = done.operations.saturating_add(count(courier.saved.len()));
        done.repeated = done.repeated.saturating_add(courier.heard_again);
    }
    server.kill()?;
    Books::open(place)?.must_hold(&workers)?;
    one_epoch(&workers)?;
    done.acknowledged = count(acknowledged.len());
    done.took = begun.elapsed();
    Ok(done)
}

/// Starts the server and kills it at moments of chance.
fn slay(server: &mut Server, kills: u64, end: Instant, dice: &mut Dice) -> Outcome<Kills> {
    let mut done = Kills::default();
    while done.kills < kills && Instant::now() < end {
        if done.kills > 0 && dice.percent(STILLBORN) {
            server.launch()?;
            pause(dice, LIFE_MS / 5);
            done.stillborn = done.stillborn.saturating_add(1);
        } else {
            server.start()?;
            pause(dice, LIFE_MS);
        }
        server.kill()?;
        done.kills = done.kills.saturating_add(1);
    }
    Ok(done)
}

fn pause(dice: &mut Dice, longest: i64) {
    let millis = u64::try_from(dice.between(0, longest)).unwrap_or(0);
    thread::sleep(Duration::from_millis(millis));
}

/// One person at work: saves, sends, and does not care whether the server is there.
fn work(mut courier: Courier, server: SocketAddr, mut dice: Dice, over: &AtomicBool) -> Outcome<Courier> {
    while !over.load(Ordering::Relaxed) {
        if courier.waiting() < QUEUE {
            courier.log_visit(&mut dice)?;
        }
        let round = courier.exchange(server)?;
        if round == Round::Stop {
            return found(format!("{} was turned away", courier.phone.label));
        }
        if round != Round::More {
            pause(&mut dice, PAUSE_MS);
        }
    }
    Ok(courier)
}

/// What this phone believes to be on the server for good.
fn sent(courier: &Courier) -> Outcome<Vec<OpId>> {
    let model = courier.kept()?;
    let all = courier.saved.iter().copied();
    Ok(all.filter(|op| fate(&model, *op) == Fate::Sent).collect())
}

/// Before any phone has had a chance to say anything again.
fn must_stand(books: &Books, acknowledged: &BTreeSet<OpId>) -> Outcome<()> {
    match acknowledged.iter().find(|op| !books.operations.contains_key(op)) {
        Some(op) => found(format!("{op} was acknowledged and is lost")),
        None => Ok(()),
    }
}

/// A server that comes back is the same server: no phone may think that a backup was restored.
fn one_epoch(couriers: &[Courier]) -> Outcome<()> {
    let mut epochs = BTreeSet::new();
    for courier in couriers {
        epochs.extend(courier.kept()?.cursor.epoch);
    }
    match epochs.len() {
        1 => Ok(()),
        _ => found(format!("phones know the epochs {epochs:?}")),
    }
}
