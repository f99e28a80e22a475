//! What a draft would change, before it is adopted: settings before and after, and states of commitments by village.

use super::{Draft, Edition, Setting, in_force, sheet};
use crate::case::MonitoringFile;
use crate::commitments::{CommitmentStatus, Finding, Ground, LineCode, Subject, catalogue, lines};
use crate::config::Config;
use crate::household::Household;
use crate::ids::{HouseholdId, StaffId, VillageId};
use crate::income::{Standing, net_income, standing};
use crate::risk::RelapseFlag;
use crate::risk::order::stands;
use crate::screening::{Persons, ScreeningRule, screen_among};
use crate::text::first_number;
use crate::time::Millis;
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A setting that stands otherwise with the draft than without.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct FieldChange {
    /// As it would stand without; none where it would not be set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(0)]
    pub before: Option<Setting>,
    /// As it will stand.
    #[n(1)]
    pub after: Setting,
    /// The day on which an edition that is adopted already sets it anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(2), with = "crate::cbor::maybe_day", default)]
    pub until: Option<NaiveDate>,
}

/// How many subjects stand where, of one commitment in one village.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Counts {
    /// Broken.
    #[n(0)]
    pub breached: u32,
    /// Due soon.
    #[n(1)]
    pub due_soon: u32,
    /// Explained.
    #[n(2)]
    pub explained: u32,
    /// On track.
    #[n(3)]
    pub on_track: u32,
}

/// A commitment that comes to stand otherwise in a village.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct LineChange {
    /// The commitment.
    #[n(0)]
    pub line: LineCode,
    /// Without the draft.
    #[n(1)]
    pub before: Counts,
    /// With it.
    #[n(2)]
    pub after: Counts,
    /// Households, members or posts whose state differs.
    #[n(3)]
    pub changed: u32,
}

/// What differs in a village, computed from today's records for the draft's first day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct VillageChange {
    /// Village number.
    #[n(0)]
    pub id: VillageId,
    /// Name.
    #[n(1)]
    pub name: String,
    /// Township.
    #[n(2)]
    pub township: String,
    /// Its commitments, in the order of the catalogue.
    #[n(3)]
    pub lines: Vec<LineChange>,
    /// Households whose last calculation comes to stand otherwise against its year's line.
    #[n(4)]
    pub incomes: u32,
    /// Households that screening comes to list, that it lists no longer, and that it lists by other rules.
    #[serde(default)]
    #[cbor(n(5), default)]
    pub screening: ScreeningChange,
}

/// The list of screening before and after, of one village.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct ScreeningChange {
    /// How many it comes to list.
    #[n(0)]
    pub listed: u32,
    /// How many it lists no longer.
    #[n(1)]
    pub unlisted: u32,
    /// They themselves, those that it comes to list first; at most [`HOUSEHOLDS_MAX`].
    #[n(2)]
    pub households: Vec<ScreenedHousehold>,
    /// How many stay listed, by other rules than before.
    #[serde(default)]
    #[cbor(n(3), default)]
    pub changed: u32,
}

/// Most households that a preview names of one village; the counts are exact.
pub const HOUSEHOLDS_MAX: usize = 300;

/// A household that screening lists in only one of the two, or in both by other rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct ScreenedHousehold {
    /// The household.
    #[n(0)]
    pub id: HouseholdId,
    /// Its name.
    #[n(1)]
    pub name: String,
    /// The villagers' group.
    #[n(2)]
    pub group: String,
    /// Whether it is listed with the draft; else it is listed no longer.
    #[n(3)]
    pub listed: bool,
    /// The rules by which it is listed: with the draft, and of one that is listed no longer, without.
    #[n(4)]
    pub rules: Vec<ScreeningRule>,
    /// The rules by which it was listed before, of one that stays listed by others; else empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(5), default)]
    pub before: Vec<ScreeningRule>,
}

impl ScreenedHousehold {
    /// Whether it stays listed, by other rules.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        !self.before.is_empty()
    }
}

impl VillageChange {
    /// Whether anything stands otherwise in the village.
    #[must_use]
    pub fn differs(&self) -> bool {
        !self.lines.is_empty() || self.incomes > 0 || self.screening != ScreeningChange::default()
    }
}

/// The configurations of a draft's first day, without it and with it.
#[must_use]
pub fn both(base: &Config, editions: &[Edition], draft: &Draft) -> (Config, Config) {
    let newest = editions.iter().map(|edition| edition.number).max().unwrap_or(0);
    let drafted = Edition {
        number: newest.saturating_add(1),
        draft: draft.clone(),
        by: StaffId(String::new()),
        by_name: String::new(),
        adopted_at: Millis(0),
    };
    let before = in_force(base, editions, draft.from);
    let after = in_force(base, editions.iter().chain([&drafted]), draft.from);
    (before, after)
}

/// The settings that differ on the draft's first day.
#[must_use]
pub fn fields(
    (before, after): (&Config, &Config),
    editions: &[Edition],
    from: NaiveDate,
) -> Vec<FieldChange> {
    let before = sheet(before, from);
    let changed = sheet(after, from)
        .into_iter()
        .filter(|setting| !before.contains(setting));
    changed
        .map(|after| {
            let key = after.key();
            let later = editions.iter().filter(|edition| {
                edition.draft.from > from && edition.draft.settings.iter().any(|set| set.key() == key)
            });
            FieldChange {
                before: before.iter().find(|setting| setting.key() == key).cloned(),
                until: later.map(|edition| edition.draft.from).min(),
                after,
            }
        })
        .collect()
}

/// The commitments that differ in a village, and how many households' incomes stand otherwise.
#[must_use]
pub fn village(
    ground: &Ground<'_>,
    (before, after): (&Config, &Config),
    day: NaiveDate,
) -> (Vec<LineChange>, u32) {
    let found = |config: &Config| lines(ground, &catalogue(config, day), day, config);
    let changes = line_changes(&found(before), &found(after));
    let differs = |household: &&&Household| against(household, before) != against(household, after);
    let incomes = ground.households.iter().filter(differs).count();
    (changes, u32::try_from(incomes).unwrap_or(u32::MAX))
}

/// The households of a village that screening lists with the draft and not without, or the other way round, or by other
/// rules.
#[must_use]
pub fn screening(
    ground: &Ground<'_>,
    (before, after): (&Config, &Config),
    day: NaiveDate,
) -> ScreeningChange {
    let files: BTreeMap<HouseholdId, &MonitoringFile> =
        ground.files.iter().map(|file| (file.household, *file)).collect();
    let stand = |flag: &&&RelapseFlag| stands(flag, files.get(&flag.household).copied());
    let flagged: BTreeSet<HouseholdId> = ground
        .flags
        .iter()
        .filter(stand)
        .map(|flag| flag.household)
        .collect();
    let persons = Persons::of(ground.households.iter().copied());
    let mut change = ScreeningChange::default();
    for household in &ground.households {
        let of = (*household, flagged.contains(&household.id));
        let old = rules_of(&persons, of, (before, day));
        let new = rules_of(&persons, of, (after, day));
        change.note(household, old, new);
    }
    change
        .households
        .sort_by_key(|one| (place(one), first_number(&one.group), one.id));
    change.households.truncate(HOUSEHOLDS_MAX);
    change
}

/// Those that come onto the list first, then those that leave it, then those that stay by other rules.
fn place(one: &ScreenedHousehold) -> u8 {
    match (one.listed, one.is_changed()) {
        (true, false) => 0,
        (false, _) => 1,
        (true, true) => 2,
    }
}

impl ScreeningChange {
    /// Takes in a household that is listed by these rules without the draft and with it.
    fn note(&mut self, household: &Household, old: Vec<ScreeningRule>, new: Vec<ScreeningRule>) {
        if old == new {
            return;
        }
        let (count, listed) = match (old.is_empty(), new.is_empty()) {
            (true, _) => (&mut self.listed, true),
            (false, true) => (&mut self.unlisted, false),
            (false, false) => (&mut self.changed, true),
        };
        *count = count.saturating_add(1);
        let (rules, before) = match listed {
            true => (new, old),
            false => (old, Vec::new()),
        };
        self.households.push(ScreenedHousehold {
            id: household.id,
            name: household.name().to_owned(),
            group: household.group.clone(),
            listed,
            rules,
            before,
        });
    }
}

fn rules_of(
    persons: &Persons<'_>,
    (household, flagged): (&Household, bool),
    on: (&Config, NaiveDate),
) -> Vec<ScreeningRule> {
    let found = screen_among(persons, household, flagged, on);
    let rules: BTreeSet<ScreeningRule> = found.iter().map(|finding| finding.rule).collect();
    rules.into_iter().collect()
}

type States = BTreeMap<(LineCode, Subject), Vec<CommitmentStatus>>;

fn states(findings: &[Finding]) -> States {
    let mut states = States::new();
    for finding in findings {
        states
            .entry((finding.line, finding.subject))
            .or_default()
            .push(finding.status);
    }
    states
}

fn line_changes(before: &[Finding], after: &[Finding]) -> Vec<LineChange> {
    let (old, new) = (states(before), states(after));
    let subjects: BTreeSet<_> = old.keys().chain(new.keys()).collect();
    let mut changed: BTreeMap<LineCode, u32> = BTreeMap::new();
    for at in subjects.into_iter().filter(|at| old.get(at) != new.get(at)) {
        let count = changed.entry(at.0).or_default();
        *count = count.saturating_add(1);
    }
    let change = |(line, changed)| LineChange {
        line,
        before: counts(before, line),
        after: counts(after, line),
        changed,
    };
    changed.into_iter().map(change).collect()
}

fn counts(findings: &[Finding], line: LineCode) -> Counts {
    let mut counts = Counts::default();
    for finding in findings.iter().filter(|finding| finding.line == line) {
        let place = match finding.status {
            CommitmentStatus::Breached => &mut counts.breached,
            CommitmentStatus::DueSoon => &mut counts.due_soon,
            CommitmentStatus::Explained => &mut counts.explained,
            CommitmentStatus::OnTrack => &mut counts.on_track,
            CommitmentStatus::NotApplicable => continue,
        };
        *place = place.saturating_add(1);
    }
    counts
}

/// How the last calculation of a household stands: 0 for below, 1 for reached, 2 for unsettled; none where there is no
/// calculation or no line.
fn against(household: &Household, config: &Config) -> Option<u8> {
    let content = &household.incomes.last()?.content;
    let net = net_income(content, &config.counting_rules)?;
    match standing(net, content.window(), &config.income_lines) {
        Standing::Below(_) => Some(0),
        Standing::Reached(_) => Some(1),
        Standing::Unsettled(_) => Some(2),
        Standing::NoLine(_) | Standing::ShortWindow(_) => None,
    }
}

/// Identification cases and eliminations under way in a village: they keep what they were opened under.
#[must_use]
pub fn running(ground: &Ground<'_>) -> u32 {
    let of = |file: &&MonitoringFile| {
        u32::from(file.running().is_some()).saturating_add(u32::from(file.eliminating().is_some()))
    };
    ground.files.iter().map(of).fold(0, u32::saturating_add)
}
