//! Things worth counting for whoever runs the server; never by person, and by the route's pattern only.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::StatusCode;
use domain::sync::{OperationOutcome, Outcome};

/// Counts since the start.
#[derive(Debug, Default)]
pub struct Counters {
    repairs: AtomicU64,
    exchanges: AtomicU64,
    refused_sign_ins: AtomicU64,
    applied: AtomicU64,
    conflicts: AtomicU64,
    refused: AtomicU64,
    unknown: AtomicU64,
    repeated: AtomicU64,
    deposits_taken: AtomicU64,
    deposits_left: AtomicU64,
    /// By route and status. Routes are the table's own, statuses ours: both are few.
    requests: Mutex<BTreeMap<(&'static str, u16), u64>>,
}

impl Counters {
    /// A phone's records had drifted from the server's.
    pub fn count_repair(&self) {
        let repairs = self.repairs.fetch_add(1, Ordering::Relaxed) + 1;
        tracing::warn!(
            repairs,
            "a phone's records differ from the server's; it starts over"
        );
    }

    /// How often that happened since the start.
    #[must_use]
    pub fn repairs(&self) -> u64 {
        self.repairs.load(Ordering::Relaxed)
    }

    /// A phone's operations were answered; an answer that was given before counts as repeated only.
    pub fn count_exchange(&self, outcomes: &[OperationOutcome]) {
        add(&self.exchanges);
        self.count_outcomes(outcomes);
    }

    fn count_outcomes(&self, outcomes: &[OperationOutcome]) {
        for answer in outcomes {
            add(match answer.outcome {
                _ if answer.duplicate => &self.repeated,
                Outcome::Applied => &self.applied,
                Outcome::ConflictKept { .. } => &self.conflicts,
                Outcome::Refused { .. } => &self.refused,
                Outcome::Unknown => &self.unknown,
            });
        }
    }

    /// A sealed operation was handed in; its outcome where it was taken.
    pub fn count_deposit(&self, taken: Option<&OperationOutcome>) {
        add(if taken.is_some() {
            &self.deposits_taken
        } else {
            &self.deposits_left
        });
        self.count_outcomes(taken.map_or(&[], std::slice::from_ref));
    }

    /// A password or a code was not accepted, or its account has to wait.
    pub fn count_refused_sign_in(&self) {
        add(&self.refused_sign_ins);
    }

    /// A request to a route of the table was answered.
    pub fn count_request(&self, route: &'static str, status: StatusCode) {
        // A count that another thread broke is still a count.
        let mut requests = self.requests.lock().unwrap_or_else(|broken| broken.into_inner());
        *requests.entry((route, status.as_u16())).or_default() += 1;
    }

    /// All of them in the text form that Prometheus reads, version 0.0.4.
    #[must_use]
    pub fn page(&self) -> String {
        let mut page = String::new();
        let single = [
            (
                "ledger_sync_exchanges_total",
                "Exchanges of phones that were answered.",
                &self.exchanges,
            ),
            (
                "ledger_sync_repairs_total",
                "Phones whose records had drifted and that start over.",
                &self.repairs,
            ),
            (
                "ledger_sign_ins_refused_total",
                "Sign-ins and codes that were refused.",
                &self.refused_sign_ins,
            ),
        ];
        for (name, help, count) in single {
            head(&mut page, name, help);
            line(&mut page, name, "", count.load(Ordering::Relaxed));
        }
        let name = "ledger_sync_operations_total";
        head(
            &mut page,
            name,
            "Operations of phones by their outcome; repeated ones had been answered before.",
        );
        let outcomes = [
            ("applied", &self.applied),
            ("conflict_kept", &self.conflicts),
            ("refused", &self.refused),
            ("unknown", &self.unknown),
            ("repeated", &self.repeated),
        ];
        for (outcome, count) in outcomes {
            line(
                &mut page,
                name,
                &format!("{{outcome=\"{outcome}\"}}"),
                count.load(Ordering::Relaxed),
            );
        }
        let name = "ledger_deposits_total";
        head(
            &mut page,
            name,
            "Sealed operations that were handed in: taken, or left to the phone's next exchange.",
        );
        for (answer, count) in [("taken", &self.deposits_taken), ("left", &self.deposits_left)] {
            line(
                &mut page,
                name,
                &format!("{{answer=\"{answer}\"}}"),
                count.load(Ordering::Relaxed),
            );
        }
        let name = "ledger_http_requests_total";
        head(
            &mut page,
            name,
            "Requests by the pattern of their route and the status of their answer.",
        );
        let requests = self.requests.lock().unwrap_or_else(|broken| broken.into_inner());
        for ((route, status), count) in requests.iter() {
            line(
                &mut page,
                name,
                &format!("{{route=\"{route}\",status=\"{status}\"}}"),
                *count,
            );
        }
        page
    }
}

fn add(count: &AtomicU64) {
    count.fetch_add(1, Ordering::Relaxed);
}

// Writing to a string cannot fail.
fn head(page: &mut String, name: &str, help: &str) {
    let _ = writeln!(page, "# HELP {name} {help}\n# TYPE {name} counter");
}

fn line(page: &mut String, name: &str, labels: &str, count: u64) {
    let _ = writeln!(page, "{name}{labels} {count}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::OpId;
    use domain::time::Millis;

    fn answer(outcome: Outcome, duplicate: bool) -> OperationOutcome {
        OperationOutcome {
            op: OpId(uuid::Uuid::from_u128(1)),
            outcome,
            received_at: Millis(0),
            duplicate,
        }
    }

    #[test]
    fn an_answer_given_twice_is_applied_once() {
        let counters = Counters::default();
        counters.count_exchange(&[answer(Outcome::Applied, false)]);
        counters.count_exchange(&[answer(Outcome::Applied, true)]);
        counters.count_request("/api/v1/sync", StatusCode::OK);
        let page = counters.page();
        for wanted in [
            "# TYPE ledger_sync_exchanges_total counter\nledger_sync_exchanges_total 2\n",
            "ledger_sync_operations_total{outcome=\"applied\"} 1\n",
            "ledger_sync_operations_total{outcome=\"repeated\"} 1\n",
            "ledger_http_requests_total{route=\"/api/v1/sync\",status=\"200\"} 1\n",
        ] {
            assert!(page.contains(wanted), "{wanted} in\n{page}");
        }
    }
}
