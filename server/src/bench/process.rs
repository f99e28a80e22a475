//! What Linux tells about the memory of a process; elsewhere nothing is known.

use std::fs;

/// Resident now, `VmRSS`, in bytes.
pub fn resident(pid: u32) -> Option<u64> {
    field(pid, "VmRSS:")
}

/// The most that was ever resident, `VmHWM`, in bytes.
pub fn high_water(pid: u32) -> Option<u64> {
    field(pid, "VmHWM:")
}

/// The processes that this one started and that still run.
pub fn children(pid: u32) -> Vec<u32> {
    let tasks = fs::read_dir(format!("/proc/{pid}/task"))
        .into_iter()
        .flatten()
        .flatten();
    let lists = tasks.filter_map(|task| fs::read_to_string(task.path().join("children")).ok());
    let pids = |list: String| {
        list.split_whitespace()
            .filter_map(|pid| pid.parse().ok())
            .collect::<Vec<_>>()
    };
    lists.flat_map(pids).collect()
}

/// Megabytes of 1,000,000 bytes.
pub fn megabytes(bytes: u64) -> f64 {
    u32::try_from(bytes / 1_000).map_or(f64::MAX, f64::from) / 1_000.0
}

fn field(pid: u32, name: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    parse(&status, name)
}

fn parse(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    let kib: u64 = line.trim().strip_suffix(" kB")?.trim().parse().ok()?;
    Some(kib * 1_024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_read_from_the_status() {
        let status = "Name:\tserver\nVmHWM:\t   51200 kB\nVmRSS:\t   40960 kB\n";
        assert_eq!(parse(status, "VmHWM:"), Some(52_428_800));
        assert_eq!(parse(status, "VmRSS:"), Some(41_943_040));
        assert_eq!(parse("Name: x", "VmRSS:"), None);
        assert!((megabytes(41_943_040) - 41.943).abs() < 0.001);
    }
}
