//! The deterministic simulation: the real phones, exchange and store of the product under invented weather, and
//! the laws that hold whatever happens (issue 3).
//!
//! What is real: `domain`, the phone's model, exchange and rounds (`app::ledger`), the server's routes and its
//! store on SQLite. What is invented: the clocks, the network, the phones' disks, the people.

pub mod acts;
pub mod campaign;
pub mod cast;
pub mod days;
pub mod dice;
pub mod end;
pub mod fault;
pub mod faults;
pub mod figures;
pub mod handovers;
pub mod laws;
pub mod lineage;
pub mod mutant;
pub mod network;
pub mod office;
pub mod oracle;
pub mod phone;
pub mod plan;
pub mod projection;
pub mod run;
pub mod seam;
pub mod shelf;
pub mod shrink;
pub mod story;
pub mod tell;
pub mod works;
pub mod world;

pub use run::{Verdict, judge, replay};
