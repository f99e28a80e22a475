//! What runs counted.

/// What one run counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Seeds.
    pub seeds: u64,
    /// Runs: a seed with wrong clocks is played twice.
    pub schedules: u64,
    /// Steps.
    pub steps: u64,
    /// Operations saved.
    pub operations: u64,
    /// Requests that reached the server.
    pub exchanges: u64,
    /// Crashes of the server.
    pub crashes: u64,
    /// Restored backups.
    pub restores: u64,
    /// Phones that died.
    pub deaths: u64,
    /// Records damaged on phones.
    pub drifts: u64,
    /// Repairs that the server counted.
    pub repairs: u64,
    /// Villages and households that moved.
    pub moves: u64,
}

impl Counts {
    /// Adds what another run counted.
    pub fn add(&mut self, other: &Self) {
        self.seeds += other.seeds;
        self.schedules += other.schedules;
        self.steps += other.steps;
        self.operations += other.operations;
        self.exchanges += other.exchanges;
        self.crashes += other.crashes;
        self.restores += other.restores;
        self.deaths += other.deaths;
        self.drifts += other.drifts;
        self.repairs += other.repairs;
        self.moves += other.moves;
    }
}
