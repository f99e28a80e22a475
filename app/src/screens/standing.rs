//! Where every line of the team's villages stands, made once for all screens after each change.

use crate::ledger::View;
use domain::commitments::{Finding, Ground, LineCode, LineRow, Subject, catalogue, lines};
use domain::ids::VillageId;
use domain::roster::Role;

/// One village.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The village.
    pub village: VillageId,
    /// Its name with the township's.
    pub name: String,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// All villages in scope, and the catalogue by which they were computed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standings {
    /// The catalogue in force.
    pub rows: Vec<LineRow>,
    /// The villages.
    pub villages: Vec<Standing>,
}

impl Standings {
    /// Every finding with its village.
    pub fn all(&self) -> impl Iterator<Item = (&Standing, &Finding)> {
        let of = |standing| move |finding| (standing, finding);
        self.villages
            .iter()
            .flat_map(move |standing| standing.findings.iter().map(of(standing)))
    }

    /// What was found of one line and subject.
    pub fn one(&self, village: &VillageId, line: LineCode, subject: Subject) -> Option<&Finding> {
        let standing = self
            .villages
            .iter()
            .find(|standing| standing.village == *village)?;
        standing
            .findings
            .iter()
            .find(|finding| finding.line == line && finding.subject == subject)
    }

    /// A line's row of the catalogue.
    pub fn row(&self, line: LineCode) -> Option<&LineRow> {
        self.rows.iter().find(|row| row.code == line)
    }
}

/// Computes everything with the domain's one function.
#[must_use]
pub fn standings(view: &View) -> Standings {
    let reference = view.reference.as_deref();
    let config = view.config();
    let rows = catalogue(&config, view.today);
    let mut ids: Vec<&VillageId> = view.records.households().map(|home| &home.village).collect();
    ids.sort();
    ids.dedup();
    let one = |id: &VillageId| {
        let village = reference.and_then(|told| told.villages.iter().find(|village| village.id == *id));
        let ground = Ground {
            village,
            posts: reference.and_then(|told| told.posts.iter().find(|posts| posts.village == *id)),
            households: view
                .records
                .households()
                .filter(|home| home.village == *id)
                .collect(),
            visits: view
                .records
                .visits()
                .filter(|visit| visit.village == *id)
                .collect(),
            explanations: view
                .records
                .explanations()
                .filter(|said| said.village == *id)
                .collect(),
            files: view
                .records
                .monitoring_files()
                .filter(|file| file.village == *id)
                .collect(),
            flags: view.records.flags().filter(|flag| flag.village == *id).collect(),
            entitlements: view
                .records
                .entitlement_files()
                .filter(|file| file.village == *id)
                .collect(),
            days: view.records.days_files().collect(),
            handovers: view
                .records
                .handovers()
                .filter(|one| one.of.village == *id)
                .collect(),
            works: view.records.works().filter(|work| work.village == *id).collect(),
            // A colleague's month is for the colleague and the leader.
            only: (view.me.role != Role::TeamLeader).then_some(&view.me.staff),
        };
        Standing {
            village: id.clone(),
            name: village.map_or_else(String::new, |village| village.place()),
            findings: lines(&ground, &rows, view.today, &config),
        }
    };
    let villages = ids.into_iter().map(one).collect();
    Standings { rows, villages }
}
