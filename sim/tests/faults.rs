//! A real server, killed, cut off and lied about: small numbers of what `cargo xtask faults` does in thousands.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use std::path::Path;
use std::time::Duration;

use sim::faults::careless::Careless;
use sim::faults::place::Place;
use sim::faults::poison::{self, Poison};
use sim::faults::proxy::Where;
use sim::faults::{answers, cuts, kills};

/// The server's own program, built with these tests.
fn server() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_office"))
}

/// PostgreSQL where the environment names one, as for the store's stories.
fn postgres() -> Option<Place> {
    let Ok(cluster) = std::env::var("LEDGER_TEST_POSTGRES") else {
        assert!(std::env::var("CI").is_err(), "CI must set LEDGER_TEST_POSTGRES");
        eprintln!("NOT TESTED ON POSTGRESQL: LEDGER_TEST_POSTGRES is not set");
        return None;
    };
    Some(Place::postgres(&cluster).unwrap())
}

fn sixty_cuts(place: &Place) {
    let done = cuts::run(server(), place, 60, 11).unwrap();
    assert_eq!(done.all(), 60);
    assert!(Where::ALL.iter().all(|at| done.cuts[at] == 12), "{done:?}");
    assert!(done.operations > 60, "{done:?}");
    // Otherwise no cut came after a commit.
    assert!(done.repeated > 10, "{done:?}");
}

fn six_kills(place: &Place) {
    let done = kills::run(server(), place, 6, Duration::from_secs(20), 12).unwrap();
    assert!(done.kills >= 3, "{done:?}");
    assert!(done.acknowledged > 10, "{done:?}");
}

#[test]
fn connections_cut_at_any_byte_lose_and_double_nothing_on_sqlite() {
    sixty_cuts(&Place::sqlite().unwrap());
}

#[test]
fn connections_cut_at_any_byte_lose_and_double_nothing_on_postgresql() {
    if let Some(place) = postgres() {
        sixty_cuts(&place);
    }
}

#[test]
fn a_killed_server_keeps_what_it_acknowledged_on_sqlite() {
    six_kills(&Place::sqlite().unwrap());
}

#[test]
fn a_killed_server_keeps_what_it_acknowledged_on_postgresql() {
    if let Some(place) = postgres() {
        six_kills(&place);
    }
}

#[test]
fn no_response_deletes_work() {
    let done = answers::run(server(), &Place::sqlite().unwrap(), 13).unwrap();
    assert!(done.answers > 600, "{done:?}");
    // Only our own 400, 413 and 422 say that this one operation cannot be read.
    assert_eq!(done.attention, 3, "{done:?}");
}

#[test]
fn one_spoilt_operation_among_a_hundred_stops_none_of_the_others() {
    for poison in Poison::ALL {
        let others = poison::run(server(), &Place::sqlite().unwrap(), poison, 14).unwrap();
        assert_eq!(others, 99, "{poison:?}");
    }
}

#[test]
fn a_phone_splits_until_everything_is_through() {
    let through = poison::narrow_gate(server(), &Place::sqlite().unwrap(), 15).unwrap();
    assert_eq!(through, 200);
}

/// A place whose phones are careless.
fn planted(careless: Careless) -> Place {
    let mut place = Place::sqlite().unwrap();
    place.careless = Some(careless);
    place
}

#[test]
fn a_phone_that_forgets_before_it_is_answered_is_found() {
    let place = planted(Careless::ForgetsBeforeAck);
    let found = cuts::run(server(), &place, 40, 16).unwrap_err().to_string();
    assert!(
        found.contains("Gone") || found.contains("is gone from"),
        "{found}"
    );
}

#[test]
fn a_phone_that_drops_what_was_refused_is_found() {
    let place = planted(Careless::DropsOnRefusal);
    let found = answers::run(server(), &place, 17).unwrap_err().to_string();
    assert!(found.contains("ended as Gone"), "{found}");
}

#[test]
fn a_phone_that_takes_silence_for_an_answer_is_found() {
    let place = planted(Careless::SettlesUnheard);
    let found = kills::run(server(), &place, 6, Duration::from_secs(20), 18);
    let found = found.unwrap_err().to_string();
    assert!(found.contains("was acknowledged and is lost"), "{found}");
}
