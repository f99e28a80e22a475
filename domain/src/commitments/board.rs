//! What the district's desk is told of the four not-removes: states to open, in the order of names. No score.

use super::told::{self, RemedyKind, ToldEvidence, ToldExplanation};
use super::trend::{self, FourMonth, Kept};
use super::{
    BodyStanding, CommitmentStatus, Finding, Ground, LineCode, LineRow, Owner, Pillar, PillarState, Post,
    Remedy, Why,
};
use crate::ids::VillageId;
use crate::time::Millis;
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// One village on the map.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct FourVillage {
    /// Village number.
    #[n(0)]
    pub id: VillageId,
    /// Name.
    #[n(1)]
    pub name: String,
    /// Township.
    #[n(2)]
    pub township: String,
    /// Its pillars, in their order.
    #[n(3)]
    pub pillars: Vec<PillarState>,
}

/// `GET /api/v1/four`: every village by township and name, computed when it is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct FourBoard {
    /// The day for which it was computed.
    #[cbor(n(0), with = "crate::cbor::day")]
    pub today: NaiveDate,
    /// The villages.
    #[n(1)]
    pub villages: Vec<FourVillage>,
    /// The server's clock.
    #[n(2)]
    pub server_time: Millis,
    /// How they stood in the months that are over; what is shown of it, [`super::trend::by_month`] says.
    #[serde(default)]
    #[cbor(n(5), default)]
    pub kept: Vec<Kept>,
    /// The bodies that lead items of the duty list (R5), by name: empty where there is no list, none where the district
    /// has switched the line off or an older server does not tell.
    #[serde(default)]
    #[cbor(n(4), default)]
    pub bodies: Option<Vec<BodyStanding>>,
    /// How those bodies stood in the months that are over.
    #[serde(default)]
    #[cbor(n(6), default)]
    pub bodies_kept: Vec<Kept>,
}

/// A figure of a trend: the first day of its month, the pillar, the worst state.
pub type Figure = (NaiveDate, Pillar, CommitmentStatus);

impl FourBoard {
    /// How many villages stood where by month, of one township or of all.
    #[must_use]
    pub fn months(&self, township: Option<&str>) -> Vec<FourMonth> {
        let (kept, now) = self.of(township);
        trend::by_month(&kept, &now, self.today)
    }

    /// The villages behind a figure of [`FourBoard::months`], by township and name. One that has left the roster since
    /// stands as its number.
    #[must_use]
    pub fn villages_behind(
        &self,
        township: Option<&str>,
        figure: Figure,
    ) -> Vec<Result<&FourVillage, String>> {
        let (kept, now) = self.of(township);
        let numbers: Vec<String> = trend::behind((&kept, &now), self.today, figure)
            .into_iter()
            .map(str::to_owned)
            .collect();
        let known = self.villages.iter();
        let known = known.filter(|village| numbers.iter().any(|number| number == village.id.as_str()));
        let gone = |number: &&String| self.village(number).is_none();
        let gone = numbers.iter().filter(gone).cloned().map(Err);
        known.map(Ok).chain(gone).collect()
    }

    /// How many bodies of the duty list stood where by month (R5).
    #[must_use]
    pub fn body_months(&self) -> Vec<FourMonth> {
        trend::by_month(&self.bodies_kept, &self.bodies_now(), self.today)
    }

    /// The bodies behind a figure of [`FourBoard::body_months`], by name.
    #[must_use]
    pub fn bodies_behind(&self, figure: Figure) -> Vec<String> {
        let now = self.bodies_now();
        let names = trend::behind((&self.bodies_kept, &now), self.today, figure);
        names.into_iter().map(str::to_owned).collect()
    }

    fn of(&self, township: Option<&str>) -> (Vec<Kept>, Vec<Kept>) {
        let now = trend::villages_now(&self.villages, self.today);
        let Some(township) = township else {
            return (self.kept.clone(), now);
        };
        // A village counts where it lies now.
        let there = |number: &str| {
            self.village(number)
                .is_some_and(|village| village.township == township)
        };
        (trend::only(&self.kept, there), trend::only(&now, there))
    }

    fn village(&self, number: &str) -> Option<&FourVillage> {
        self.villages.iter().find(|village| village.id.as_str() == number)
    }

    fn bodies_now(&self) -> Vec<Kept> {
        trend::bodies_now(self.bodies.as_deref().unwrap_or_default(), self.today)
    }
}

/// One thing to do in a village.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct FourLine {
    /// The line.
    #[n(0)]
    pub line: LineCode,
    /// Where it stands.
    #[n(1)]
    pub status: CommitmentStatus,
    /// What was found.
    #[n(2)]
    pub why: Why,
    /// The head of the household, where it is about one: who in it stays with the team.
    #[n(3)]
    pub household: Option<String>,
    /// The household's group.
    #[n(4)]
    pub group: Option<String>,
    /// Households that the yearly screening has not reached, where it is about that.
    #[n(5)]
    pub missing: Option<u32>,
    /// Who sees to it.
    #[n(6)]
    pub owner: Owner,
    /// By when.
    #[cbor(n(7), with = "crate::cbor::maybe_day", default)]
    pub by: Option<NaiveDate>,
    /// What it was computed from; empty where nothing shows that the line is kept, or an older server does not tell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(8), default)]
    pub evidence: Vec<ToldEvidence>,
    /// What puts it right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(9), default)]
    pub remedy: Option<RemedyKind>,
    /// The explanation that holds, or the one that waits for another's confirmation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(10), default)]
    pub explanation: Option<ToldExplanation>,
    /// The posts that are to be filled or named, where it is about posts (R1, A2), or whose handover is to be noted (R2).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(11), default)]
    pub posts: Vec<Post>,
}

/// `GET /api/v1/four/{village}`: what is open or explained there, nearest deadline first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct FourList {
    /// The village as on the map.
    #[n(0)]
    pub village: FourVillage,
    /// The day for which it was computed.
    #[cbor(n(1), with = "crate::cbor::day")]
    pub today: NaiveDate,
    /// The catalogue in force.
    #[n(2)]
    pub rows: Vec<LineRow>,
    /// What is open or explained.
    #[n(3)]
    pub lines: Vec<FourLine>,
}

/// The findings that somebody at a desk has to know, without who in a household it is about.
#[must_use]
pub fn for_desk(findings: &[Finding], ground: &Ground<'_>, today: NaiveDate) -> Vec<FourLine> {
    let index = told::Index::of(ground);
    let mut open: Vec<&Finding> = findings
        .iter()
        .filter(|finding| finding.status.gravity() > 0)
        .collect();
    open.sort_by_key(|finding| finding.urgency(today));
    let line = |finding: &Finding| {
        let home = index.home(finding);
        FourLine {
            line: finding.line,
            status: finding.status,
            why: finding.why,
            household: home.map(|home| home.name().to_owned()),
            group: home.map(|home| home.group.clone()),
            missing: match &finding.remedy {
                Some(Remedy::Screen(missing)) => u32::try_from(missing.len()).ok(),
                _ => None,
            },
            owner: finding.owner,
            by: finding.by,
            evidence: told::evidence(finding, &index),
            remedy: finding.remedy.as_ref().map(RemedyKind::from),
            explanation: told::explanation(finding, &index),
            posts: match &finding.remedy {
                Some(Remedy::Fill(posts)) => posts.clone(),
                Some(Remedy::NoteHandover(change)) => vec![change.post],
                _ => Vec::new(),
            },
        }
    };
    open.into_iter().map(line).collect()
}
