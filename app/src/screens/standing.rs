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
    let config = view.config();
    let rows = catalogue(&config, view.today);
    let one = |id: &VillageId| {
        let ground = ground(view, id);
        Standing {
            village: id.clone(),
            name: ground.village.map_or_else(String::new, |village| village.place()),
            findings: lines(&ground, &rows, view.today, &config),
        }
    };
    let villages = villages(view).into_iter().map(one).collect();
    Standings { rows, villages }
}

/// Computes a few households of the first village, one of each sort, and throws the result away. What runs for the first time
/// has to be compiled by the browser: afterwards the whole village takes a good part less at once.
pub fn run_in(view: &View) {
    let Some(id) = villages(view).into_iter().next() else {
        return;
    };
    let mut ground = ground(view, id);
    let sorts = [
        ground.households.first().map(|home| home.id),
        ground.files.first().map(|file| file.household),
        ground.flags.first().map(|flag| flag.household),
        ground.entitlements.first().map(|file| file.household),
    ];
    ground.households.retain(|home| sorts.contains(&Some(home.id)));
    ground
        .visits
        .retain(|visit| sorts.contains(&Some(visit.household)));
    let config = view.config();
    let rows = catalogue(&config, view.today);
    std::hint::black_box(lines(&ground, &rows, view.today, &config));
}

/// The villages of the households in scope.
fn villages(view: &View) -> Vec<&VillageId> {
    let mut ids: Vec<&VillageId> = view.records.households().map(|home| &home.village).collect();
    ids.sort();
    ids.dedup();
    ids
}

/// Everything that is known of a village.
fn ground<'a>(view: &'a View, id: &VillageId) -> Ground<'a> {
    let reference = view.reference.as_deref();
    let records = &view.records;
    Ground {
        village: reference.and_then(|told| told.villages.iter().find(|village| village.id == *id)),
        posts: reference.and_then(|told| told.posts.iter().find(|posts| posts.village == *id)),
        households: records.households().filter(|home| home.village == *id).collect(),
        visits: records.visits().filter(|visit| visit.village == *id).collect(),
        explanations: records
            .explanations()
            .filter(|said| said.village == *id)
            .collect(),
        files: records
            .monitoring_files()
            .filter(|file| file.village == *id)
            .collect(),
        flags: records.flags().filter(|flag| flag.village == *id).collect(),
        entitlements: records
            .entitlement_files()
            .filter(|file| file.village == *id)
            .collect(),
        days: records.days_files().collect(),
        handovers: records.handovers().filter(|one| one.of.village == *id).collect(),
        works: records.works().filter(|work| work.village == *id).collect(),
        // A colleague's month is for the colleague and the leader.
        only: (view.me.role != Role::TeamLeader).then_some(&view.me.staff),
    }
}
